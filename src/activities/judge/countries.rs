//! Which countries sent people, and whether so many can have.

use std::collections::BTreeSet;

use super::table::Table;
use super::{Facts, Through};
use crate::error::Fault;

/// Which countries sent people, and how many are known to have.
pub struct Lands {
    /// Countries of which people are stated, and those that are listed and not barred.
    pub named: BTreeSet<i64>,
    /// Countries whose number is stated as 0.
    barred: BTreeSet<i64>,
    /// u: so many more came that no one names.
    pub unnamed: i64,
    /// Nobody came from elsewhere than the list and k say, and somebody came from there.
    pub closed: bool,
    /// The list is not said to be incomplete.
    is_complete: bool,
    /// With a head count every country that came sent at least one.
    pub each: i64,
}

impl Lands {
    /// As the list, the numbers and the statement have it.
    pub fn of(facts: &Facts<'_>, table: &Table) -> Self {
        let of_countries = table.iter().filter(|(spot, _)| spot.axes() == 1);
        let (mut barred, mut named) = (BTreeSet::new(), BTreeSet::new());
        for (country, entry) in of_countries.filter_map(|(spot, entry)| Some((spot.country?, entry))) {
            if entry.stated() > 0 {
                named.insert(country);
            } else if entry.is_exact() {
                barred.insert(country);
            }
        }
        named.extend(facts.listed.iter().copied().filter(|country| !barred.contains(country)));
        let statement = facts.statement;
        let count = i64::try_from(named.len()).unwrap_or(i64::MAX);
        // Where no country is named, nobody says whether the list is complete.
        let is_complete = statement.countries_complete || count == 0;
        let k = match statement.countries.map(i64::from) {
            None if is_complete && count > 0 && !facts.listed.is_empty() => Some(count),
            k => k,
        };
        Self {
            unnamed: k.map_or(0, |k| (k - count).max(0)),
            closed: is_complete && k.is_some() && !(k == Some(0) && count == 0),
            is_complete,
            each: i64::from(statement.participants.is_some()),
            named,
            barred,
        }
    }

    /// How many are named.
    pub fn named_count(&self) -> i64 {
        i64::try_from(self.named.len()).unwrap_or(i64::MAX)
    }
}

/// The number of countries against those that are named, and those that could be the others.
pub fn of_countries(facts: &Facts<'_>, lands: &Lands, through: Through<'_>) -> Option<Fault> {
    let k = i64::from(facts.statement.countries?);
    if lands.is_complete && k < lands.named_count() {
        let fault = through.fault("/countries", "countries_below_named");
        return Some(fault.with("countries", k).with("named", lands.named_count()));
    }
    let pool = facts
        .members?
        .iter()
        .filter(|m| !lands.named.contains(m) && !lands.barred.contains(m))
        .count();
    let pool = i64::try_from(pool).unwrap_or(i64::MAX);
    let fault = || {
        through
            .fault("/countries", "unnamed_beyond_pool")
            .with("unnamed", lands.unnamed)
            .with("pool", pool)
    };
    (lands.unnamed > pool).then(fault)
}
