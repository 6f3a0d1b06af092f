//! What is known about the people of one activity: words in, nothing concluded.

use super::interval::Interval;
use super::set::CountrySet;
use crate::codes;

/// A person's sex, where it is stated. `None` of an `Option<Sex>` is *not stated*; every person has one of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Sex {
    /// A woman.
    Female,
    /// A man.
    Male,
}

impl Sex {
    /// Both, women first.
    pub const BOTH: [Self; 2] = [Self::Female, Self::Male];

    /// `female` or `male`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }

    /// Reads `female` or `male`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        Self::BOTH.into_iter().find(|sex| sex.as_str() == text)
    }

    /// The other of the two.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Female => Self::Male,
            Self::Male => Self::Female,
        }
    }
}

codes! {
    /// What a stated number means.
    pub enum Qualifier {
        /// "43 people": [n, n].
        Exact = "exact",
        /// "at least 43": [n, ∞).
        AtLeast = "at_least",
        /// "over 130": [n + 1, ∞).
        MoreThan = "more_than",
        /// "at most 43": [0, n].
        AtMost = "at_most",
        /// "nearly 100": [0, n].
        Nearly = "nearly",
        /// "about 100": [0, ∞); n is the reported number only.
        About = "about",
    }
}

/// A head count as it was stated. `value` is also the reported number, whatever the qualifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Head {
    /// The number, 0 and up.
    pub value: u32,
    /// How it was meant.
    pub qualifier: Qualifier,
}

impl Head {
    /// Exactly so many.
    pub const fn exact(value: u32) -> Self {
        Self {
            value,
            qualifier: Qualifier::Exact,
        }
    }

    /// What the statement says of N, the number of people.
    pub fn range(&self) -> Interval {
        let value = u64::from(self.value);
        match self.qualifier {
            Qualifier::Exact => Interval::exactly(value),
            Qualifier::AtLeast => Interval::at_least(value),
            Qualifier::MoreThan => Interval::at_least(value + 1),
            Qualifier::AtMost | Qualifier::Nearly => Interval::between(0, value),
            Qualifier::About => Interval::ANY,
        }
    }
}

codes! {
    /// Which countries the unnamed ones may be.
    pub enum CountriesOf {
        /// Of the member countries.
        Members = "members",
        /// Of any country.
        Any = "any",
    }
}

#[expect(clippy::derivable_impls, reason = "a list of codes derives no default")]
impl Default for CountriesOf {
    fn default() -> Self {
        Self::Any
    }
}

/// A stated number: exactly so many people of this country, sex and agency together. An axis that is `None` is
/// not restricted, so that a cell with one axis is that country's, sex's or agency's whole count; 0 is a statement.
/// A cell without any axis says nothing and is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Cell {
    /// Of this country.
    pub country: Option<u8>,
    /// Of this sex.
    pub sex: Option<Sex>,
    /// Of this agency.
    pub agency: Option<u32>,
    /// So many, 0 and up.
    pub participants: u32,
}

/// Persons on the roster who count, aggregated: so many with these properties, `None` where it is not stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RosterCell {
    /// Their country.
    pub country: Option<u8>,
    /// Their sex.
    pub sex: Option<Sex>,
    /// Their agency.
    pub agency: Option<u32>,
    /// How many; 0 says nothing.
    pub count: u32,
}

/// How many of a sex there are, known without being stated: what disclosure control leaves of a hidden number.
/// It narrows the bounds and is never reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SexRange {
    /// Of this sex.
    pub sex: Sex,
    /// At least so many.
    pub low: u32,
    /// At most so many; not below `low`.
    pub high: u32,
}

/// Everything countable about one activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The head count.
    pub head: Option<Head>,
    /// k, how many countries came.
    pub countries: Option<u32>,
    /// Who the unnamed among them are.
    pub countries_of: CountriesOf,
    /// Nobody came from elsewhere. Says nothing where no country is named.
    pub countries_complete: bool,
    /// Without a head count the roster is the whole; otherwise "at least these". Says nothing of an empty roster.
    pub roster_complete: bool,
    /// The stated numbers.
    pub cells: Vec<Cell>,
    /// The cells of the sex `unknown`: so many of everybody, a country or an agency of whom it is stated that no sex is.
    /// Their `sex` is `None`.
    pub unknown: Vec<Cell>,
    /// Countries listed as beneficiary or attending.
    pub listed: CountrySet,
    /// The counted rows of the roster.
    pub roster: Vec<RosterCell>,
    /// Agencies listed as beneficiary or partner: rows of the dimension, no bound.
    pub listed_agencies: Vec<u32>,
    /// What is left of a hidden split by sex; `None` in everything that is read for those who may see it.
    pub blurred: Option<SexRange>,
    /// At least so many, as the parts that are hidden add up to; a cell without any axis speaks of everybody. Empty in
    /// everything that is read for those who may see the parts.
    pub at_least: Vec<Cell>,
    /// How many people there are, as numbers say that are hidden.
    pub people: Option<Interval>,
}

impl Default for Evidence {
    /// Nothing stated; lists and rosters are taken for complete.
    fn default() -> Self {
        Self {
            head: None,
            countries: None,
            countries_of: CountriesOf::Any,
            countries_complete: true,
            roster_complete: true,
            cells: Vec::new(),
            unknown: Vec::new(),
            listed: CountrySet::EMPTY,
            roster: Vec::new(),
            listed_agencies: Vec::new(),
            blurred: None,
            at_least: Vec::new(),
            people: None,
        }
    }
}

impl Evidence {
    /// The level of knowledge, 0 to 5: the highest that any part reaches. A list or a k without a head count is 0.
    pub fn level(&self) -> u8 {
        match () {
            () if self.has_roster() => 5,
            () if self.has_cells() => 4,
            () if self.head.is_some() && !self.listed.is_empty() => 3,
            () if self.head.is_some() && self.countries.is_some() => 2,
            () if self.head.is_some() => 1,
            () => 0,
        }
    }

    /// Whether somebody counted: a head count (an `about` is one), a cell or a roster.
    pub fn is_counted(&self) -> bool {
        self.head.is_some() || self.has_cells() || self.has_roster() || !self.at_least.is_empty()
    }

    fn has_cells(&self) -> bool {
        !self.cells.is_empty() || !self.unknown.is_empty()
    }

    /// How many counted persons the roster has.
    pub fn rostered(&self) -> u64 {
        self.roster.iter().map(|row| u64::from(row.count)).sum()
    }

    /// The agencies that are rows of the agency dimension: of cells, of counted roster rows, and listed. Sorted, each once.
    pub fn agencies(&self) -> Vec<u32> {
        let cells = self.cells.iter().chain(&self.unknown).filter_map(|cell| cell.agency);
        let roster = self
            .roster
            .iter()
            .filter(|row| row.count > 0)
            .filter_map(|row| row.agency);
        let mut all: Vec<u32> = cells
            .chain(roster)
            .chain(self.listed_agencies.iter().copied())
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn has_roster(&self) -> bool {
        self.roster.iter().any(|row| row.count > 0)
    }
}

/// Who an unnamed country can be, on the day of the activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct World {
    /// The members of the organisation, suspended ones included.
    pub members: CountrySet,
    /// All countries, members included.
    pub all: CountrySet,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Code as _;

    #[test]
    fn every_qualifier_is_read_back_from_its_word() {
        for qualifier in Qualifier::ALL {
            assert_eq!(Qualifier::from_code(qualifier.as_str()), Some(*qualifier));
        }
        assert_eq!(Qualifier::from_code("roughly"), None);
        assert_eq!(Sex::parse("male"), Some(Sex::Male));
    }

    #[test]
    fn a_qualifier_makes_an_interval() {
        let range = |qualifier| Head { value: 100, qualifier }.range();
        assert_eq!(range(Qualifier::Exact), Interval::exactly(100));
        assert_eq!(range(Qualifier::AtLeast), Interval::at_least(100));
        assert_eq!(range(Qualifier::MoreThan), Interval::at_least(101));
        assert_eq!(range(Qualifier::AtMost), Interval::between(0, 100));
        assert_eq!(range(Qualifier::Nearly), Interval::between(0, 100));
        assert_eq!(range(Qualifier::About), Interval::ANY);
    }

    #[test]
    fn the_level_is_the_highest_that_any_part_reaches() {
        let nothing = Evidence::default();
        let listed = Evidence {
            listed: CountrySet::of_one(1),
            countries: Some(3),
            ..Evidence::default()
        };
        let headed = Evidence {
            head: Some(Head::exact(23)),
            ..Evidence::default()
        };
        let numbered = Evidence {
            countries: Some(11),
            ..headed.clone()
        };
        let named = Evidence {
            listed: CountrySet::of_one(1),
            ..numbered.clone()
        };
        let cell = Cell {
            country: None,
            sex: Some(Sex::Female),
            agency: None,
            participants: 0,
        };
        let split = Evidence {
            cells: vec![cell],
            ..Evidence::default()
        };
        let row = RosterCell {
            country: None,
            sex: None,
            agency: None,
            count: 1,
        };
        let rostered = Evidence {
            roster: vec![row],
            ..split.clone()
        };
        let evidence = [&nothing, &listed, &headed, &numbered, &named, &split, &rostered];
        assert_eq!(evidence.map(Evidence::level), [0, 0, 1, 2, 3, 4, 5]);
        assert_eq!(
            evidence.map(Evidence::is_counted),
            [false, false, true, true, true, true, true]
        );
    }
}
