//! From how many to how many.

/// A whole number known only to lie somewhere: `low..=high`, without an end where `high` is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Interval {
    /// It is at least this.
    pub low: u64,
    /// It is at most this; `None`: nothing bounds it.
    pub high: Option<u64>,
}

impl Interval {
    /// Nothing is known.
    pub const ANY: Self = Self::at_least(0);
    /// Certainly none.
    pub const ZERO: Self = Self::exactly(0);

    /// Certainly this number.
    pub const fn exactly(number: u64) -> Self {
        Self {
            low: number,
            high: Some(number),
        }
    }

    /// This number or more.
    pub const fn at_least(low: u64) -> Self {
        Self { low, high: None }
    }

    /// `low` to `high`, both included.
    pub const fn between(low: u64, high: u64) -> Self {
        Self { low, high: Some(high) }
    }

    /// The number, where it is certain.
    pub fn value(&self) -> Option<u64> {
        self.high.filter(|high| *high == self.low)
    }

    /// The sum of two numbers; an end that is missing stays missing.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            low: self.low.saturating_add(other.low),
            high: self.high.zip(other.high).map(|(a, b)| a.saturating_add(b)),
        }
    }

    /// The number less a certain part of it; never below 0.
    #[must_use]
    pub fn subtract(self, part: u64) -> Self {
        Self {
            low: self.low.saturating_sub(part),
            high: self.high.map(|high| high.saturating_sub(part)),
        }
    }

    /// The number less another of its parts; never below 0.
    #[must_use]
    pub fn minus(self, part: Self) -> Self {
        Self {
            low: part.high.map_or(0, |high| self.low.saturating_sub(high)),
            high: self.high.map(|high| high.saturating_sub(part.low)),
        }
    }

    /// What both say together; empty (`low > high`) where they contradict each other.
    #[must_use]
    pub fn intersect(self, other: Self) -> Self {
        Self {
            low: self.low.max(other.low),
            high: smaller(self.high, other.high),
        }
    }

    /// Whether no number fits.
    pub fn is_empty(&self) -> bool {
        self.high.is_some_and(|high| high < self.low)
    }

    /// Whether the number fits.
    pub fn contains(&self, number: u64) -> bool {
        self.low <= number && self.high.is_none_or(|high| number <= high)
    }

    /// An empty interval is made its low end: what is counted stands, whatever denies it.
    pub(super) fn with_ends_in_order(self) -> Self {
        Self {
            high: self.high.map(|high| high.max(self.low)),
            ..self
        }
    }
}

/// The smaller of two upper ends, where `None` is no end.
fn smaller(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (end, None) | (None, end) => end,
    }
}

/// One activity's answer to one question: what is certain, and what was stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Figure {
    /// At least so many people.
    pub low: u64,
    /// At most so many; `None`: nothing bounds it.
    pub high: Option<u64>,
    /// What was stated to lie inside, approximate numbers included; `None` (not 0): nobody stated one.
    pub reported: Option<u64>,
}

impl Figure {
    pub(super) fn new(range: Interval, reported: Option<u64>) -> Self {
        let Interval { low, high } = range.with_ends_in_order();
        Self { low, high, reported }
    }

    /// What is certain, without what was stated.
    pub fn range(&self) -> Interval {
        Interval {
            low: self.low,
            high: self.high,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_end_absorbs() {
        assert_eq!(
            Interval::between(1, 2).plus(Interval::at_least(3)),
            Interval::at_least(4)
        );
        assert_eq!(
            Interval::between(1, 2).plus(Interval::exactly(3)),
            Interval::between(4, 5)
        );
        assert_eq!(Interval::at_least(5).minus(Interval::ANY), Interval::ANY);
        assert_eq!(
            Interval::between(5, 9).minus(Interval::between(1, 2)),
            Interval::between(3, 8)
        );
    }

    #[test]
    fn intervals_that_do_not_meet_are_empty() {
        let met = Interval::exactly(3).intersect(Interval::at_least(4));
        assert!(met.is_empty());
        assert_eq!(met.with_ends_in_order(), Interval::exactly(4));
    }
}
