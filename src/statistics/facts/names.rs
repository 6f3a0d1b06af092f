//! The codes that rows and filters name, by numbers that stay the same from one data version to the next.

use std::collections::HashMap;
use std::sync::Arc;

use crate::agencies::model::AgencyKind;
use crate::text;

/// The codes of one kind of record. A record's number never changes; `rank` says how the codes sort.
#[derive(Debug, Default)]
pub struct Codes {
    /// By number; numbers that no record has are empty.
    codes: Vec<Option<Arc<str>>>,
    /// By number: the place among the sorted codes.
    ranks: Vec<u32>,
    by_code: HashMap<String, u32>,
}

impl Codes {
    /// The codes by their numbers; `others` are further spellings (older codes, alpha-2).
    pub fn new(
        codes: impl IntoIterator<Item = (u32, Arc<str>)>,
        others: impl IntoIterator<Item = (String, u32)>,
    ) -> Self {
        let mut sorted: Vec<(Arc<str>, u32)> = codes.into_iter().map(|(number, code)| (code, number)).collect();
        sorted.sort_unstable();
        let mut by_code: HashMap<String, u32> = others.into_iter().collect();
        let (mut codes, mut ranks) = (Vec::new(), Vec::new());
        for (rank, (code, number)) in (0..).zip(sorted) {
            by_code.insert(code.to_string(), number);
            let at = usize::try_from(number).unwrap_or(usize::MAX);
            if codes.len() <= at {
                codes.resize(at.saturating_add(1), None);
                ranks.resize(at.saturating_add(1), 0);
            }
            if let (Some(slot), Some(place)) = (codes.get_mut(at), ranks.get_mut(at)) {
                (*slot, *place) = (Some(code), rank);
            }
        }
        Self { codes, ranks, by_code }
    }

    /// The code of a number.
    pub fn code(&self, number: u32) -> Option<&Arc<str>> {
        self.codes.get(usize::try_from(number).ok()?)?.as_ref()
    }

    /// Where the code of a number stands among the sorted codes.
    pub fn rank(&self, number: u32) -> u32 {
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        self.ranks.get(at).copied().unwrap_or(number)
    }

    /// The number of a code, in any of its spellings.
    pub fn number(&self, code: &str) -> Option<u32> {
        self.by_code.get(&text::tidy(code)).copied()
    }

    /// The code that was most likely meant.
    pub fn nearest(&self, code: &str) -> Option<&str> {
        text::nearest(code, self.iter().map(AsRef::as_ref))
    }

    /// All codes, by their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<str>> {
        self.codes.iter().flatten()
    }
}

/// The codes that rows and filters name.
#[derive(Debug, Default)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Names {
    pub programmes: Codes,
    /// The programme above each, by number.
    pub parents: Vec<Option<u32>>,
    pub fields: Codes,
    pub countries: Codes,
    pub agencies: Codes,
    /// The kind of each agency, by number.
    pub kind_of: Vec<AgencyKind>,
}
