//! The fixed tables of an edition: people by country and sex, and by kind of agency and sex, of each whole year, as they
//! were stated. Head counts of countries are published; what is protected is a number that splits them. A row with a cell
//! of 1 to 4 tells its total and none of its cells: whatever else is withheld beside such a cell alone, the rule that chose
//! it would give some rows away (1 of 2, 4 of 12). There are no totals over rows.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::disclosure::{Clearance, Threshold};
use crate::error::Error;
use crate::statistics::{Dimension, Facts, Filters, Key, Measure, Question};

/// The sexes as columns, in the order of [`Row::cells`].
const SEXES: [&str; 3] = ["female", "male", "unknown"];

/// One row: how many people of each sex were stated, `None` where nobody stated a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Row {
    cells: [Option<u64>; 3],
    total: Option<u64>,
}

/// The tables.
pub fn tables(facts: &Facts, told_from: Threshold) -> Result<Value, Error> {
    Ok(json!([
        table(facts, Dimension::Country, told_from)?,
        table(facts, Dimension::AgencyKind, told_from)?
    ]))
}

fn table(facts: &Facts, dimension: Dimension, told_from: Threshold) -> Result<Value, Error> {
    let mut rows: BTreeMap<(i32, String), Row> = BTreeMap::new();
    for answer in ask(facts, &[Dimension::Year, dimension])? {
        if let Some((at, _)) = place(&answer.keys) {
            rows.entry(at).or_default().total = answer.figure.reported;
        }
    }
    for answer in ask(facts, &[Dimension::Year, dimension, Dimension::Sex])? {
        if let Some((at, Some(sex))) = place(&answer.keys) {
            let cells = &mut rows.entry(at).or_default().cells;
            if let Some(cell) = SEXES
                .iter()
                .position(|known| *known == sex)
                .and_then(|i| cells.get_mut(i))
            {
                *cell = answer.figure.reported;
            }
        }
    }
    let stated = rows.into_iter().filter(|(_, row)| row.total.is_some());
    let rows: Vec<Value> = stated
        .map(|((year, code), row)| row.shown(year, dimension, &code, told_from))
        .collect();
    Ok(json!({"measure": Measure::Participations, "by": [Dimension::Year, dimension, Dimension::Sex], "rows": rows}))
}

/// Every number as it was stated: what follows is what protects it.
fn ask(facts: &Facts, by: &[Dimension]) -> Result<Vec<crate::statistics::Row>, Error> {
    let question = Question {
        by: by.to_vec(),
        clearance: Clearance::Full,
        ..Question::total(Measure::Participations, Filters::held())
    };
    Ok(facts.answer(&question, None)?.rows)
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

impl Row {
    /// Whether the row tells nothing but its total.
    fn is_withheld(&self, told_from: Threshold) -> bool {
        let is_small = |cell: &Option<u64>| cell.is_some_and(|people| told_from.is_small(people));
        self.cells.iter().any(is_small)
    }

    fn shown(&self, year: i32, dimension: Dimension, code: &str, told_from: Threshold) -> Value {
        let is_withheld = self.is_withheld(told_from);
        let mut row = serde_json::Map::new();
        row.insert("year".into(), json!(year));
        row.insert(dimension.to_string(), json!(code));
        for (sex, cell) in SEXES.iter().zip(self.cells) {
            row.insert((*sex).to_owned(), json!(cell.filter(|_| !is_withheld)));
        }
        row.insert("total".into(), json!(self.total));
        row.insert("withheld".into(), json!(is_withheld));
        Value::Object(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIVE: Threshold = Threshold::DEFAULT;

    /// What a reader who knows the rules can still believe of each withheld cell: every row of the same total that shows
    /// the same.
    fn believable(row: &Row, most: u64) -> [Vec<u64>; 3] {
        let shown = row.shown(2024, Dimension::Country, "TUR", FIVE);
        let mut found: [Vec<u64>; 3] = Default::default();
        for female in 0..=most {
            for male in 0..=most {
                for unknown in 0..=most {
                    let other = Row {
                        cells: [Some(female), Some(male), Some(unknown)],
                        total: row.total,
                    };
                    let same_total = Some(female + male + unknown) == row.total;
                    if same_total && other.shown(2024, Dimension::Country, "TUR", FIVE) == shown {
                        for (found, cell) in found.iter_mut().zip([female, male, unknown]) {
                            found.push(cell);
                        }
                    }
                }
            }
        }
        found
    }

    #[test]
    fn no_withheld_cell_can_be_worked_out_from_what_is_shown() {
        let most = 9;
        let (mut rows, mut alone) = (0, Vec::new());
        for female in 0..=most {
            for male in 0..=most {
                for unknown in 0..=most {
                    let cells = [female, male, unknown];
                    let row = Row {
                        cells: cells.map(Some),
                        total: Some(cells.iter().sum()),
                    };
                    let believed = believable(&row, 3 * most);
                    let is_known = |cell: &Vec<u64>| cell.iter().all(|one| Some(one) == cell.first());
                    if row.is_withheld(FIVE) && believed.iter().any(is_known) {
                        alone.push(cells);
                    }
                    rows += 1;
                }
            }
        }
        assert_eq!(rows, 1_000);
        assert!(alone.is_empty(), "{alone:?}");
    }

    #[test]
    fn a_cell_of_one_to_four_is_never_shown_and_zero_stays_zero_beside_large_ones() {
        for people in 0..12 {
            let row = Row {
                cells: [Some(people), Some(30), Some(0)],
                total: Some(people + 30),
            };
            let shown = row.shown(2024, Dimension::Country, "TUR", FIVE);
            let cells = SEXES.map(|sex| shown[sex].as_u64());
            if (1..5).contains(&people) {
                assert_eq!((cells, &shown["withheld"]), ([None; 3], &json!(true)));
            } else {
                assert_eq!((cells, &shown["withheld"]), (row.cells, &json!(false)));
            }
            assert_eq!(shown["total"], people + 30);
        }
    }
}
