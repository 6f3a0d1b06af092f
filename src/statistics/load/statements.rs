//! The statements of count that stand.

use std::collections::HashMap;

use diesel::prelude::*;

use super::numbers::Numbers;
use super::{ActivityKeys, group};
use crate::activities::counts::{CountriesOf, Qualifier};
use crate::db::schema::{count_cells, counts};
use crate::db::{Conn, MultiBackend};
use crate::error::Error;
use crate::participants::model::Sex;
use crate::statistics::bounds::{Cell, Head};
use crate::statistics::dataset::Statement;

type Line = (
    (i64, i64),
    Option<i32>,
    Option<Qualifier>,
    Option<i32>,
    CountriesOf,
    bool,
    bool,
);

type CellLine = (i64, Option<i64>, Option<Sex>, Option<i64>, i32);

/// The standing statement of each activity that has one.
pub(super) fn load_statements(
    conn: &mut Conn,
    which: ActivityKeys<'_>,
    numbers: &Numbers,
) -> Result<HashMap<i64, Statement>, Error> {
    let mut lines = counts::table
        .filter(counts::standing.eq(true))
        .select((
            (counts::id, counts::activity_id),
            counts::participants,
            counts::qualifier,
            counts::countries,
            counts::countries_of,
            counts::countries_complete,
            counts::roster_complete,
        ))
        .into_boxed::<MultiBackend>();
    let mut cells = count_cells::table
        .inner_join(counts::table.on(counts::id.eq(count_cells::count_id)))
        .filter(counts::standing.eq(true))
        .order((count_cells::count_id.asc(), count_cells::position.asc()))
        .select((
            count_cells::count_id,
            count_cells::country_id,
            count_cells::sex,
            count_cells::agency_id,
            count_cells::participants,
        ))
        .into_boxed::<MultiBackend>();
    match which {
        ActivityKeys::Between(first, last) => {
            lines = lines.filter(counts::activity_id.between(first, last));
            cells = cells.filter(counts::activity_id.between(first, last));
        }
        ActivityKeys::These(keys) => {
            lines = lines.filter(counts::activity_id.eq_any(keys));
            cells = cells.filter(counts::activity_id.eq_any(keys));
        }
    }
    let lines: Vec<Line> = lines.load(conn)?;
    let cells: Vec<CellLine> = cells.load(conn)?;
    let mut cells = group(cells.into_iter().map(|line| (line.0, cell(line, numbers))));
    let statement = |((id, activity), value, qualifier, k, of, countries_complete, roster_complete): Line| {
        let cells: Vec<(bool, Cell)> = cells.remove(&id).unwrap_or_default();
        let (unknown, cells): (Vec<_>, Vec<_>) = cells.into_iter().partition(|(is_unknown, _)| *is_unknown);
        let [cells, unknown] = [cells, unknown].map(|some| some.into_iter().map(|(_, cell)| cell).collect());
        let statement = Statement {
            head: value.zip(qualifier).map(|(value, qualifier)| Head {
                value: natural(value),
                qualifier,
            }),
            countries: k.map(natural),
            countries_of: of,
            countries_complete,
            roster_complete,
            cells,
            unknown,
            at_least: Box::default(),
        };
        (activity, statement)
    };
    Ok(lines.into_iter().map(statement).collect())
}

/// A cell, and whether it is of the sex `unknown`.
fn cell((_, country, sex, agency, people): CellLine, numbers: &Numbers) -> (bool, Cell) {
    let cell = Cell {
        country: country.and_then(|key| numbers.country(key)),
        sex: sex.and_then(Sex::known),
        agency: agency.and_then(|key| numbers.agency(key)),
        participants: natural(people),
    };
    (sex == Some(Sex::Unknown), cell)
}

fn natural(number: i32) -> u32 {
    u32::try_from(number).unwrap_or_default()
}
