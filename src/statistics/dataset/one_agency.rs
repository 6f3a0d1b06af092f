//! An activity among the agencies that count as one on its first day: what it says of any of them is said of the one that
//! stands for them.

use std::collections::{BTreeMap, BTreeSet};

use super::activity::{Row, Statement};
use super::block::{LoadedActivity, NOWHERE};
use crate::activities::model::AgencyRole;
use crate::statistics::bounds::{Cell, Sex};
use crate::statistics::country_contexts::CountryContext;

/// What is recorded of an activity that names agencies that are the same as others.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct AsRecorded {
    pub agencies: Box<[(u32, AgencyRole)]>,
    pub statement: Option<Box<Statement>>,
    pub came: Box<[Row]>,
    pub others: Box<[Row]>,
}

impl LoadedActivity {
    /// Places it in the context of its first day: which agency stands for which, and what it answers to the questions that are
    /// asked most.
    pub fn replace_linked_agencies(&mut self, country_context: Option<&CountryContext>) {
        self.restore_recorded_agencies();
        if let Some(country_context) = country_context.filter(|country_context| {
            !country_context.agencies.is_each_its_own() && self.names_another(country_context)
        }) {
            self.link(country_context);
        }
        self.activity.precompute(
            &self.came,
            &country_context.map_or(NOWHERE, |country_context| country_context.world),
        );
    }

    /// Names every agency as the record does; it is to be placed again.
    pub fn restore_recorded_agencies(&mut self) {
        if let Some(recorded) = self.activity.recorded.take() {
            self.activity.agencies = recorded.agencies;
            self.activity.statement = recorded.statement;
            (self.came, self.others) = (recorded.came.into(), recorded.others.into());
        }
    }

    /// Whether it names an agency for which another stands.
    fn names_another(&self, country_context: &CountryContext) -> bool {
        let listed = self.activity.agencies.iter().map(|(agency, _)| *agency);
        let statement = self.activity.statement.iter();
        let cells = statement.flat_map(|statement| statement.every_cell());
        let rows = self.came.iter().chain(&self.others).filter_map(Row::agency);
        let mut named = listed.chain(cells.filter_map(|cell| cell.agency)).chain(rows);
        named.any(|agency| country_context.agency(agency) != agency)
    }

    fn link(&mut self, country_context: &CountryContext) {
        let activity = &mut self.activity;
        activity.recorded = Some(Box::new(AsRecorded {
            agencies: activity.agencies.clone(),
            statement: activity.statement.clone(),
            came: self.came.clone().into(),
            others: self.others.clone().into(),
        }));
        for (agency, _) in &mut activity.agencies {
            *agency = country_context.agency(*agency);
        }
        if let Some(statement) = &mut activity.statement {
            join(statement, &self.came, country_context);
        }
        for row in self.came.iter_mut().chain(&mut self.others) {
            *row = row.with_agency(row.agency().map(|agency| country_context.agency(agency)));
        }
    }
}

/// What is stated under one name of an agency, in a country or in all.
#[derive(Debug, Clone, Copy, Default)]
struct StatedOfAgency {
    whole: Option<u32>,
    women: Option<u32>,
    men: Option<u32>,
    unknown: Option<u32>,
}

impl StatedOfAgency {
    fn numbers(&self) -> [Option<u32>; 4] {
        [self.whole, self.women, self.men, self.unknown]
    }
}

/// Joins what is stated of one agency under several names. Each speaks of its own people, so that numbers of the same kind
/// under all the names add up to the agency's; where a name lacks one that another has, all that is known is how many there
/// are at least. A number under the only name that is stated is the agency's.
fn join(statement: &mut Statement, came: &[Row], country_context: &CountryContext) {
    let mut names: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    let of_cells = statement.every_cell().filter_map(|cell| cell.agency);
    for name in of_cells.chain(came.iter().filter_map(Row::agency)) {
        names.entry(country_context.agency(name)).or_default().insert(name);
    }
    let of = |cells: &[Cell], agency: Option<u32>| -> Vec<Cell> {
        let cells = cells.iter().filter(|cell| cell.agency == agency);
        cells.copied().collect()
    };
    let (mut cells, mut unknown, mut at_least) = (of(&statement.cells, None), of(&statement.unknown, None), Vec::new());
    for (agency, names) in names {
        let own = |cell: &Cell| cell.agency.is_some_and(|name| names.contains(&name));
        let countries: BTreeSet<Option<u8>> = statement
            .every_cell()
            .filter(|cell| own(cell))
            .map(|cell| cell.country)
            .collect();
        for country in countries {
            let under = |name: &u32| stated(statement, *name, country);
            let all: Vec<StatedOfAgency> = names.iter().map(under).collect();
            let cell = |sex, participants| Cell {
                country,
                sex,
                agency: Some(agency),
                participants,
            };
            let kinds = |stated: &StatedOfAgency| stated.numbers().map(|number| number.is_some());
            if all
                .windows(2)
                .all(|pair| matches!(pair, [one, other] if kinds(one) == kinds(other)))
            {
                let sum = |number: fn(&StatedOfAgency) -> Option<u32>| {
                    let numbers = all.iter().map(number);
                    numbers
                        .reduce(|sum, number| sum.zip(number).map(|(sum, number)| sum.saturating_add(number)))
                        .flatten()
                };
                cells.extend(sum(|stated| stated.whole).map(|number| cell(None, number)));
                cells.extend(sum(|stated| stated.women).map(|number| cell(Some(Sex::Female), number)));
                cells.extend(sum(|stated| stated.men).map(|number| cell(Some(Sex::Male), number)));
                unknown.extend(sum(|stated| stated.unknown).map(|number| cell(None, number)));
                continue;
            }
            for sex in [None, Some(Sex::Female), Some(Sex::Male)] {
                let least = |(name, stated): (&u32, &StatedOfAgency)| {
                    let rows = came.iter().filter(|row| {
                        row.agency() == Some(*name)
                            && (country.is_none() || row.country == country)
                            && (sex.is_none() || row.sex == sex)
                    });
                    let rows = u32::try_from(rows.count()).unwrap_or(u32::MAX);
                    let parts = [stated.women, stated.men, stated.unknown].into_iter().flatten();
                    let number = match sex {
                        None => stated.whole.max(Some(parts.fold(0, u32::saturating_add))),
                        Some(Sex::Female) => stated.women,
                        Some(Sex::Male) => stated.men,
                    };
                    rows.max(number.unwrap_or(0))
                };
                let number = names.iter().zip(&all).map(least).fold(0, u32::saturating_add);
                at_least.extend((number > 0 || sex.is_none()).then(|| cell(sex, number)));
            }
        }
    }
    (statement.cells, statement.unknown, statement.at_least) = (cells.into(), unknown.into(), at_least.into());
}

fn stated(statement: &Statement, name: u32, country: Option<u8>) -> StatedOfAgency {
    let here = |cell: &&Cell| cell.agency == Some(name) && cell.country == country;
    let of = |sex| {
        let mut cells = statement.cells.iter().filter(here);
        cells.find(|cell| cell.sex == sex).map(|cell| cell.participants)
    };
    StatedOfAgency {
        whole: of(None),
        women: of(Some(Sex::Female)),
        men: of(Some(Sex::Male)),
        unknown: statement.unknown.iter().find(here).map(|cell| cell.participants),
    }
}
