//! The fixed tables of an edition: people by country and sex, and by kind of agency and sex, of each whole year. They are
//! laid out from the answers that everybody gets, so that no cell is a number that nobody could have asked for: an exact
//! sum beside figures that are protected would give back what these hide (`docs/decisions/0012-protected-statements.md`).
//! As in any printed table a row with a cell that is withheld, or of 1 to 4, tells its total alone.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::disclosure::Clearance;
use crate::error::Error;
use crate::statistics::figure::Figure;
use crate::statistics::{Dataset, Dimension, Filters, Key, Measure, Question};

/// The sexes as columns, in the order of [`Row::cells`].
const SEXES: [&str; 3] = ["female", "male", "unknown"];

/// One row; `None` where there is no such figure.
#[derive(Debug, Clone, Copy, Default)]
struct Row {
    cells: [Option<Figure>; 3],
    total: Option<Figure>,
}

/// The tables under a clearance: that of everybody, where they are sealed.
pub fn tables(dataset: &Dataset, clearance: Clearance) -> Result<Value, Error> {
    Ok(json!([
        table(dataset, Dimension::Country, clearance)?,
        table(dataset, Dimension::AgencyKind, clearance)?
    ]))
}

fn table(dataset: &Dataset, dimension: Dimension, clearance: Clearance) -> Result<Value, Error> {
    let mut rows: BTreeMap<(i32, String), Row> = BTreeMap::new();
    for answer in pivot_rows(dataset, &[Dimension::Year, dimension], clearance)? {
        if let Some((at, _)) = place(&answer.keys) {
            rows.entry(at).or_default().total = Some(answer.figure);
        }
    }
    for answer in pivot_rows(dataset, &[Dimension::Year, dimension, Dimension::Sex], clearance)? {
        if let Some((at, Some(sex))) = place(&answer.keys) {
            let column = SEXES.iter().position(|known| *known == sex);
            let row = rows.entry(at).or_default();
            if let Some(cell) = column.and_then(|column| row.cells.get_mut(column)) {
                *cell = Some(answer.figure);
            }
        }
    }
    let rows = rows.into_iter().filter(|(_, row)| row.is_stated());
    let rows: Vec<Value> = rows
        .map(|((year, code), row)| row.row_json(year, dimension, &code, clearance))
        .collect();
    Ok(json!({"measure": Measure::Participations, "by": [Dimension::Year, dimension, Dimension::Sex], "rows": rows}))
}

fn pivot_rows(dataset: &Dataset, by: &[Dimension], clearance: Clearance) -> Result<Vec<crate::statistics::Row>, Error> {
    let question = Question {
        by: by.to_vec(),
        clearance,
        ..Question::total(Measure::Participations, Filters::held_activities())
    };
    Ok(dataset.answer(&question, None)?.rows)
}

/// The row that keys belong to, and the sex. What is undated, or of no country, is in no row.
fn place(keys: &[Key]) -> Option<((i32, String), Option<String>)> {
    match keys {
        [Key::Year(year), code @ (Key::Code(_) | Key::Word(_)), rest @ ..] => {
            Some(((*year, code.to_string()), rest.first().map(ToString::to_string)))
        }
        _ => None,
    }
}

/// What a table tells of a figure.
fn reported(figure: Option<Figure>) -> Option<u64> {
    figure.filter(|figure| !figure.withheld)?.reported
}

impl Row {
    /// Whether it tells its total alone.
    fn is_withheld(&self, clearance: Clearance) -> bool {
        let is_small = |figure: &Figure| {
            let threshold = clearance.threshold().zip(figure.reported);
            threshold.is_some_and(|(threshold, number)| threshold.is_small(number))
        };
        let mut cells = self.cells.iter().flatten();
        self.hides_total() || cells.any(|cell| cell.withheld || is_small(cell))
    }

    fn hides_total(&self) -> bool {
        self.total.is_some_and(|total| total.withheld)
    }

    /// Whether anybody stated a number, told or not.
    fn is_stated(&self) -> bool {
        reported(self.total).is_some() || self.hides_total()
    }

    fn row_json(&self, year: i32, dimension: Dimension, code: &str, clearance: Clearance) -> Value {
        let is_withheld = self.is_withheld(clearance);
        let mut row = serde_json::Map::new();
        row.insert("year".into(), json!(year));
        row.insert(dimension.to_string(), json!(code));
        for (sex, cell) in SEXES.iter().zip(self.cells) {
            row.insert((*sex).to_owned(), json!(reported(cell).filter(|_| !is_withheld)));
        }
        row.insert("total".into(), json!(reported(self.total)));
        row.insert("withheld".into(), json!(is_withheld));
        Value::Object(row)
    }
}
