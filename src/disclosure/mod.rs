//! Disclosure control: what may be told of the people of one activity to those who may not see persons.
//!
//! Head counts of activities and of countries are what a secretariat publishes, and stay exact. What is protected is a
//! number of 1 to 4 in a split by sex, agency, role or status, stated or implied. [`protect()`] makes the *protected
//! statement* of one activity, before anything is added up, so that no two answers give a hidden number by subtraction.
//! Documents, reports and figures read what it gives; nothing else decides what is small. Which numbers give others
//! away is in `analysis.rs`, and why in `docs/decisions/0012-protected-statements.md`.

mod analysis;
mod parts;
mod protect;

#[cfg(test)]
mod tests;

pub use analysis::{Disclosable, SplitDisclosure};
pub use parts::{Companions, Part, companions};
pub use protect::{Protected, protect};

/// From which number on a split is shown: 5 or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Threshold(u32);

impl Threshold {
    /// What no setting goes below: with 5, numbers of 1 to 4 are small.
    pub const LEAST: u32 = 5;

    /// What holds where nothing is set.
    pub const DEFAULT: Self = Self(Self::LEAST);

    /// A threshold; `None` below [`Threshold::LEAST`].
    pub fn new(shown_from: u32) -> Option<Self> {
        (shown_from >= Self::LEAST).then_some(Self(shown_from))
    }

    /// The smallest number above 0 that is shown.
    pub fn get(self) -> u32 {
        self.0
    }

    /// Whether a number is one that is not shown: neither 0 nor large enough.
    pub fn is_small(self, number: u64) -> bool {
        (1..u64::from(self.0)).contains(&number)
    }
}

impl Default for Threshold {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// As what the record is read. It belongs to a question as its filters do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Clearance {
    /// Everything as it was stated: officers, administrators, the command line.
    Full,
    /// Protected statements: the public and analysts.
    Protected(Threshold),
    /// Protected statements, in which an agency sees its own people's numbers as they are. The agency by its key.
    ProtectedBut(Threshold, i64),
}

impl Default for Clearance {
    /// The one that tells least.
    fn default() -> Self {
        Self::Protected(Threshold::default())
    }
}

impl Clearance {
    /// From which number on a split is shown; `None` where all are.
    pub fn threshold(self) -> Option<Threshold> {
        match self {
            Self::Full => None,
            Self::Protected(threshold) | Self::ProtectedBut(threshold, _) => Some(threshold),
        }
    }

    /// The key of the agency whose own numbers are shown.
    pub fn agency(self) -> Option<i64> {
        match self {
            Self::Full | Self::Protected(_) => None,
            Self::ProtectedBut(_, agency) => Some(agency),
        }
    }
}
