//! Rows of `participants.csv` and `participations.csv`.

use serde_json::{Value, json};

use super::cells::{self, CellValue};
use super::columns::{Column, ColumnKind, column, known_as};
use super::draft::{Draft, Row};
use super::identity::{Identity, version};
use super::{Progress, Refusal, Tally};
use crate::activities::roster::bulk;
use crate::error::{At, Error, Fault};
use crate::ledger::{Outcome, Tx};
use crate::text::is_language_tag;

use ColumnKind::{Code, Decimal, Ignored, Own, Sex, Text};

/// The columns of participants, in the order of the report.
pub const PARTICIPANTS: &[Column] = &[
    known_as("participant_code", &["code"], "/code", Code),
    column("name", "/name", Text),
    column("other_names", "/other_names", Own),
    column("sex", "/sex", Sex),
    known_as("email", &["e_mail"], "/email", Text),
    known_as("phone", &["telephone"], "/phone", Text),
    column("country", "/country", Code),
    column("agency", "/agency", Code),
    column("position", "/position", Text),
    column("id", "", Ignored),
    column("version", "", Ignored),
    column("created_at", "", Ignored),
    column("updated_at", "", Ignored),
];

/// The columns of participations, in the order of the report.
pub const PARTICIPATIONS: &[Column] = &[
    known_as("activity_code", &["activity", "activity_id"], "/activity", Code),
    known_as("participant_code", &["participant"], "/participant", Code),
    column("role", "/role", Code),
    column("status", "/status", Code),
    column("country", "/country", Code),
    column("agency", "/agency", Code),
    column("position", "/position", Text),
    column("sex", "/sex", Sex),
    column("score", "/score", Decimal),
    column("activity_start", "", Ignored),
    column("id", "", Ignored),
    column("version", "", Ignored),
    column("created_at", "", Ignored),
    column("updated_at", "", Ignored),
];

/// The patch that a row is of a person.
pub fn body(row: Row<'_>) -> Draft<'_> {
    let mut draft = Draft::new(row, None);
    draft.read_plain();
    match draft.row.said("other_names") {
        CellValue::Nothing => {}
        CellValue::Clear => draft.set("/other_names", Value::Null),
        CellValue::Text(text) => draft.set(
            "/other_names",
            cells::split(&text).iter().map(|item| other_name(item)).collect(),
        ),
    }
    draft
}

/// `NAME:LANGUAGE`, or the name alone (with a `:` behind it where there is one in it).
fn other_name(item: &str) -> Value {
    match item.rsplit_once(':') {
        Some((name, "")) => json!({"name": name.trim(), "lang": null}),
        Some((name, tag)) if is_language_tag(tag) => json!({"name": name.trim(), "lang": tag}),
        _ => json!({"name": item, "lang": null}),
    }
}

/// Writes the rows of all rosters at once.
pub fn participations<'s>(
    tx: &mut Tx<'_>,
    rows: impl Iterator<Item = Row<'s>>,
    identity: &mut Identity,
    refused: &mut Refusal,
    progress: &Progress,
) -> Result<Tally, Error> {
    let (mut read, mut bodies) = (Vec::new(), Vec::new());
    for (done, row) in (1_u64..).zip(rows) {
        let mut draft = Draft::new(row, None);
        draft.read_plain();
        for (name, value) in [
            ("/id", row.text("id").map(Value::from)),
            ("/version", version(row, refused).map(Value::from)),
        ] {
            if let Some(value) = value {
                draft.set(name, value);
            }
        }
        if done % super::STEP == 0 {
            progress(done);
        }
        let is_readable = draft.faults.is_empty();
        refused.extend(draft.faults.drain(..));
        if is_readable {
            read.push(row);
            bodies.push(draft.body);
        }
    }
    let faults = match bulk::record_rows(tx, &bodies, identity.force) {
        Ok((tally, unknown)) => {
            for (at, id) in unknown {
                if let Some(row) = read.get(at) {
                    identity.unknown(*row, &id);
                }
            }
            let mut counted = Tally::default();
            counted.add(Outcome::Created, tally.created);
            counted.add(Outcome::Changed, tally.changed);
            counted.add(Outcome::Unchanged, tally.unchanged);
            return Ok(counted);
        }
        Err(Error::Invalid(faults)) => faults,
        Err(Error::Conflict(fault)) => vec![fault],
        Err(error) => return Err(error),
    };
    for fault in faults {
        refused.add(placed(fault, &read));
    }
    Ok(Tally::default())
}

/// A fault of `/ROW/MEMBER` as a fault of that row's cell.
fn placed(fault: Fault, rows: &[Row<'_>]) -> Fault {
    let at = match &fault.at {
        Some(At::Pointer(pointer)) => pointer
            .strip_prefix('/')
            .map(|rest| rest.split_once('/').unwrap_or((rest, ""))),
        _ => None,
    };
    let found = at.and_then(|(number, member)| Some((rows.get(number.parse::<usize>().ok()?)?, format!("/{member}"))));
    match found {
        Some((row, member)) => Draft::new(*row, None).placed(Fault {
            at: Some(At::Pointer(member)),
            ..fault
        }),
        None => fault,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_name_may_say_its_language() {
        assert_eq!(other_name("عائشة:ar"), json!({"name": "عائشة", "lang": "ar"}));
        assert_eq!(other_name("Aysha:az-Cyrl"), json!({"name": "Aysha", "lang": "az-Cyrl"}));
        assert_eq!(other_name("Aysha:"), json!({"name": "Aysha", "lang": null}));
        assert_eq!(other_name("Aysha"), json!({"name": "Aysha", "lang": null}));
        assert_eq!(other_name("Dr: Aysha"), json!({"name": "Dr: Aysha", "lang": null}));
    }
}
