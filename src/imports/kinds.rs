//! The kinds of sheet, and what is done with the rows of each.

use serde_json::Value;

use super::columns::{Column, Layout};
use super::draft::{Draft, Row};
use super::{Progress, Refusal, Seen, Sheet, Tally, activities, figures, settle};
use crate::codes;
use crate::db::Uid;
use crate::error::{Error, Fault};
use crate::ledger::{Outcome, Tx};

codes! {
    /// What the rows of a sheet are.
    pub enum Kind {
        Fields = "fields", Countries = "countries", Agencies = "agencies", Programmes = "programmes",
        Aliases = "aliases", Activities = "activities", PublishedFigures = "published-figures",
    }
}

impl Kind {
    /// Its columns, in the order of the report of the same name.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Activities => activities::COLUMNS,
            Self::PublishedFigures => figures::COLUMNS,
            _ => &[],
        }
    }

    /// The columns without which no row can be matched.
    pub fn required(self) -> &'static [&'static str] {
        match self {
            Self::Activities => &["code"],
            Self::PublishedFigures => &["measure", "scope"],
            _ => &["code"],
        }
    }
}

/// Every how many rows the progress is told.
const STEP: u64 = 100;

/// Writes the rows of a sheet, and says what is wrong with each.
pub fn apply(
    tx: &mut Tx<'_>,
    kind: Kind,
    sheet: &Sheet,
    layout: &Layout,
    refused: &mut Refusal,
    progress: &Progress,
) -> Result<Tally, Error> {
    let mut tally = Tally::default();
    let mut seen = Seen::default();
    for (done, line) in (1_u64..).zip(&sheet.lines) {
        let row = Row {
            line,
            layout,
            columns: kind.columns(),
        };
        if let Some((outcome, uid)) = one(tx, kind, row, refused)? {
            match seen.first(uid, line.row) {
                Some(first) => refused.add(row.fault(key_column(kind), Fault::new("duplicate_row").with("row", first))),
                None => tally.count(outcome),
            }
        }
        if done % STEP == 0 {
            progress(done);
        }
    }
    Ok(tally)
}

/// The column that a fault of the row's key is shown at.
fn key_column(kind: Kind) -> &'static str {
    kind.required().first().copied().unwrap_or_default()
}

fn one(tx: &mut Tx<'_>, kind: Kind, row: Row<'_>, refused: &mut Refusal) -> Result<Option<(Outcome, Uid)>, Error> {
    match kind {
        Kind::Activities => {
            let Some(code) = row.text("code") else {
                refused.add(row.fault("code", Fault::new("missing_key")));
                return Ok(None);
            };
            let mut draft: Option<Draft<'_>> = None;
            let outcome = crate::activities::store::upsert(tx, &code, |standing| {
                let made = activities::body(row, standing);
                let body = made.body.clone();
                draft = Some(made);
                body
            });
            settle(&draft.unwrap_or_else(|| Draft::new(row, None)), outcome, refused)
        }
        _ => plain(tx, row, crate::published_figures::store::upsert, refused),
    }
}

/// A row whose cells are each a member, applied as a merge patch.
fn plain(
    tx: &mut Tx<'_>,
    row: Row<'_>,
    upsert: impl FnOnce(&mut Tx<'_>, &Value) -> Result<(Outcome, Uid), Error>,
    refused: &mut Refusal,
) -> Result<Option<(Outcome, Uid)>, Error> {
    let mut draft = Draft::new(row, None);
    draft.read_plain();
    let outcome = upsert(tx, &draft.body);
    settle(&draft, outcome, refused)
}
