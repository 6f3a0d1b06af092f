//! The codes that rows and filters name, by numbers that stay the same from one data version to the next.

use std::collections::HashMap;
use std::sync::Arc;

use crate::agencies::links::Links;
use crate::agencies::model::AgencyKind;
use crate::countries::history::CountryHistory;
use crate::programmes::model::ProgrammeKind;
use crate::statistics::coverage::Declared;
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

    /// These and, where they lack one, those of another time: a code that was in use then is found too.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        let numbers = self.codes.len().max(other.codes.len());
        let code = |number: usize| {
            let here = self.codes.get(number).and_then(Option::as_ref);
            here.or_else(|| other.codes.get(number).and_then(Option::as_ref))
                .cloned()
        };
        let codes = (0..)
            .zip(0..numbers)
            .filter_map(|(number, at)| Some((number, code(at)?)));
        let spelt = other.by_code.iter().chain(&self.by_code);
        Self::new(codes, spelt.map(|(code, number)| (code.clone(), *number)))
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
        self.by_code.get(&text::code(code)).copied()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.iter().count()
    }

    /// All codes, by their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<str>> {
        self.codes.iter().flatten()
    }
}

/// The codes that rows and filters name.
#[derive(Debug, Default)]
pub struct Names {
    pub programmes: Codes,
    /// The programme above each, by number.
    pub parents: Vec<Option<u32>>,
    pub fields: Codes,
    pub countries: Codes,
    pub agencies: Codes,
    /// The kind of each agency, by number.
    pub kind_of: Vec<AgencyKind>,
    /// Agencies that are the same as others, or that others succeeded.
    pub links: Links<u32>,
    /// Every programme with its kind and the year of its launch.
    pub launched: Vec<ProgrammeLaunch>,
    /// What every country was when.
    pub country_history: Arc<CountryHistory>,
    /// What is declared of the record, the latest word last.
    pub declared: Vec<Declared>,
}

/// A programme as far as it is counted itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeLaunch {
    pub programme: u32,
    pub kind: ProgrammeKind,
    pub year: Option<i32>,
}

impl Names {
    /// These with the codes of another time besides.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self {
            programmes: self.programmes.or(&other.programmes),
            parents: self.parents.clone(),
            fields: self.fields.or(&other.fields),
            countries: self.countries.or(&other.countries),
            agencies: self.agencies.or(&other.agencies),
            kind_of: self.kind_of.clone(),
            links: self.links.clone(),
            launched: self.launched.clone(),
            country_history: self.country_history.clone(),
            declared: self.declared.clone(),
        }
    }
}
