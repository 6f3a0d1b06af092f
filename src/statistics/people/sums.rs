//! Rows while they are added up: which there are, and what has come together in each.

use std::collections::HashMap;

use super::parts::{AgenciesKey, CountriesKey, SexKey};
use crate::statistics::keys::Keys;
use crate::statistics::tally::Tally;
use crate::statistics::women::WomenAndMen;

/// Which people a row asks about.
pub(super) type Asked = (CountriesKey, SexKey, AgenciesKey);

/// The rows that there are, before anything is added up.
#[derive(Default)]
pub struct Slots {
    pub(super) base: Keys,
    pub(super) all: Vec<(Keys, Asked)>,
    pub(super) places: HashMap<Keys, usize>,
}

/// One row while it is added up.
pub(super) struct Sum {
    pub(super) lands: CountriesKey,
    pub(super) sexes: SexKey,
    pub(super) work: AgenciesKey,
    pub(super) tally: Tally,
    /// The most that one activity is certain of.
    pub(super) most_certain: u64,
    pub(super) persons: Vec<u32>,
    pub(super) perhaps: Vec<u32>,
    pub(super) rostered: u64,
    pub(super) women_and_men: WomenAndMen,
}

impl Sum {
    pub(super) fn new((lands, sexes, work): Asked) -> Self {
        Self {
            lands,
            sexes,
            work,
            tally: Tally::default(),
            most_certain: 0,
            persons: Vec::new(),
            perhaps: Vec::new(),
            rostered: 0,
            women_and_men: WomenAndMen::default(),
        }
    }
}

impl Slots {
    /// A row, where it is not there yet.
    pub(super) fn add(&mut self, keys: Keys, asked: Asked) {
        let next = self.all.len();
        if *self.places.entry(keys).or_insert(next) == next {
            self.all.push((keys, asked));
        }
    }
}
