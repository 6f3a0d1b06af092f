//! Whether any attendance fits, where cells name several axes at once: the question is put to [`bounds`].

use std::collections::BTreeMap;

use super::{Facts, Through};
use crate::activities::counts::{self, StatedSex};
use crate::bounds::{self, Cell, CountrySet, Head, RosterCell, World};
use crate::directory::Reference;
use crate::error::Fault;

/// What no single number is to blame for.
pub fn of_crossings(facts: &Facts<'_>, through: Through<'_>) -> Option<Fault> {
    let (stated, world) = in_numbers(facts)?;
    let impossible = !bounds::contradictions(&stated, &world).is_empty();
    impossible.then(|| through.fault("/cells", "cells_disagree"))
}

/// The same facts with countries and agencies numbered from 0; `None` where there are more than a set of countries has
/// room for.
fn in_numbers(facts: &Facts<'_>) -> Option<(bounds::Facts, World)> {
    let statement = facts.statement;
    let key = |reference: &Option<Reference>| reference.as_ref().map(|reference| reference.key);
    let (cells, roster) = (&statement.cells, facts.roster);
    let of_cells = cells.iter().filter_map(|cell| key(&cell.country));
    let of_roster = roster.iter().filter_map(|rows| rows.country);
    let members = facts.members.unwrap_or_default();
    let lists = facts.listed.iter().chain(members).copied();
    let countries: BTreeMap<i64, u8> = numbered(lists.chain(of_cells).chain(of_roster))?;
    let of_cells = cells.iter().filter_map(|cell| key(&cell.agency));
    let of_roster = roster.iter().filter_map(|rows| rows.agency);
    let agencies: BTreeMap<i64, u32> = numbered(of_cells.chain(of_roster))?;
    let country = |key: Option<i64>| key.and_then(|key| countries.get(&key)).copied();
    let agency = |key: Option<i64>| key.and_then(|key| agencies.get(&key)).copied();
    let set = |keys: &[i64]| {
        keys.iter()
            .filter_map(|key| country(Some(*key)))
            .collect::<CountrySet>()
    };
    let of_cell = |cell: &counts::Cell| Cell {
        country: country(key(&cell.country)),
        sex: cell.sex.and_then(StatedSex::known),
        agency: agency(key(&cell.agency)),
        participants: natural(cell.participants),
    };
    let stated = bounds::Facts {
        head: statement.participants.map(|head| Head {
            value: natural(head.value),
            qualifier: head.qualifier.into(),
        }),
        countries: statement.countries.map(natural),
        countries_of: statement.countries_of.into(),
        countries_complete: statement.countries_complete,
        roster_complete: statement.roster_complete,
        cells: cells
            .iter()
            .filter(|cell| cell.sex != Some(StatedSex::Unknown))
            .map(of_cell)
            .collect(),
        unknown: cells
            .iter()
            .filter(|cell| cell.sex == Some(StatedSex::Unknown))
            .map(of_cell)
            .collect(),
        listed: set(facts.listed),
        roster: roster
            .iter()
            .map(|rows| RosterCell {
                country: country(rows.country),
                sex: rows.sex.and_then(StatedSex::known),
                agency: agency(rows.agency),
                count: u32::try_from(rows.count).unwrap_or(u32::MAX),
            })
            .collect(),
        ..bounds::Facts::default()
    };
    let world = World {
        members: facts.members.map_or(CountrySet::FULL, set),
        all: CountrySet::FULL,
    };
    Some((stated, world))
}

/// Each key once, with a number of its own.
fn numbered<N: TryFrom<usize>>(keys: impl Iterator<Item = i64>) -> Option<BTreeMap<i64, N>> {
    let mut numbers: BTreeMap<i64, usize> = BTreeMap::new();
    for key in keys {
        let next = numbers.len();
        numbers.entry(key).or_insert(next);
    }
    let numbers = numbers
        .into_iter()
        .map(|(key, number)| Some((key, N::try_from(number).ok()?)));
    numbers.collect()
}

fn natural(number: i32) -> u32 {
    u32::try_from(number).unwrap_or_default()
}
