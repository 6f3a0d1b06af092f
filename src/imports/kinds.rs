//! The kinds of sheet, and what is done with the rows of each.

use std::collections::HashSet;

use diesel::prelude::*;
use serde_json::Value;

use super::columns::{Column, Layout};
use super::draft::{Draft, Row};
use super::identity::Identity;
use super::{
    Progress, Refusal, RowsMet, STEP, Sheet, Tally, activities, aliases, collect_faults, figures, persons, reference,
};
use crate::codes;
use crate::db::schema::versions;
use crate::db::{Conn, Uid};
use crate::directory::{self, LookupResult};
use crate::error::{Error, Fault};
use crate::ledger::{Outcome, Tx};

codes! {
    /// What the rows of a sheet are.
    pub enum Kind {
        Fields = "fields", Countries = "countries", Agencies = "agencies", Programmes = "programmes",
        Aliases = "aliases", Activities = "activities", Participants = "participants", Participations = "participations", PublishedFigures = "published-figures", Coverage = "coverage",
    }
}

impl Kind {
    /// Its columns, in the order of the report of the same name.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Activities => activities::COLUMNS,
            Self::PublishedFigures => figures::COLUMNS,
            Self::Coverage => figures::COVERAGE,
            Self::Fields => reference::FIELDS,
            Self::Programmes => reference::PROGRAMMES,
            Self::Agencies => reference::AGENCIES,
            Self::Countries => reference::COUNTRIES,
            Self::Aliases => aliases::COLUMNS,
            Self::Participants => persons::PARTICIPANTS,
            Self::Participations => persons::PARTICIPATIONS,
        }
    }

    /// The columns without which no row can be matched.
    pub fn required(self) -> &'static [&'static str] {
        match self {
            Self::Countries => &["alpha3"],
            Self::PublishedFigures => &["scope", "measure"],
            Self::Coverage => &["filter", "state"],
            Self::Aliases => &["alias", "kind", "code"],
            Self::Participants => &[],
            Self::Participations => &["participant_code", "activity_code"],
            Self::Fields | Self::Programmes | Self::Agencies | Self::Activities => &["code"],
        }
    }
}

/// Writes the rows of a sheet, and says what is wrong with each.
pub fn apply(
    tx: &mut Tx<'_>,
    kind: Kind,
    sheet: &Sheet,
    layout: &Layout,
    identity: &mut Identity,
    refused: &mut Refusal,
    progress: &Progress,
) -> Result<Tally, Error> {
    let rows = sheet.lines.iter().map(|line| Row {
        line,
        layout,
        columns: kind.columns(),
    });
    match kind {
        Kind::Aliases => aliases::apply(tx, rows, refused, progress),
        Kind::Participations => persons::participations(tx, rows, identity, refused, progress),
        Kind::Fields | Kind::Programmes => import_rows(
            tx,
            kind,
            referred_first(rows.collect(), "parent"),
            identity,
            refused,
            progress,
        ),
        Kind::Agencies => import_rows(
            tx,
            kind,
            referred_first(rows.collect(), "succeeded_by"),
            identity,
            refused,
            progress,
        ),
        _ => import_rows(tx, kind, rows.collect(), identity, refused, progress),
    }
}

fn import_rows(
    tx: &mut Tx<'_>,
    kind: Kind,
    rows: Vec<Row<'_>>,
    identity: &mut Identity,
    refused: &mut Refusal,
    progress: &Progress,
) -> Result<Tally, Error> {
    let mut tally = Tally::default();
    let mut seen = RowsMet::default();
    for (done, row) in (1_u64..).zip(rows) {
        if let Some((outcome, uid)) = import_row(tx, kind, row, refused)? {
            identity.check(tx, kind, row, (outcome, uid), refused)?;
            match seen.first(uid, row.line.row) {
                Some(first) => refused.add(row.fault(key_column(kind), Fault::new("duplicate_row").with("row", first))),
                None => tally.add(outcome, 1),
            }
        }
        if done % STEP == 0 {
            progress(done);
        }
    }
    Ok(tally)
}

/// The rows with those that others refer to before them, whatever their order in the file. Rows that refer to each other
/// in a circle come last, where the reference is found wanting.
fn referred_first<'s>(rows: Vec<Row<'s>>, column: &str) -> Vec<Row<'s>> {
    let mut waiting = rows;
    let mut ready: Vec<Row<'s>> = Vec::with_capacity(waiting.len());
    loop {
        let missing: HashSet<String> = waiting.iter().filter_map(|row| row.text("code")).collect();
        let (go, stay): (Vec<_>, Vec<_>) = waiting
            .into_iter()
            .partition(|row| row.text(column).is_none_or(|code| !missing.contains(&code)));
        if go.is_empty() {
            ready.extend(stay);
            return ready;
        }
        ready.extend(go);
        waiting = stay;
    }
}

/// The column that a fault of the row's key is shown at.
fn key_column(kind: Kind) -> &'static str {
    kind.required().first().copied().unwrap_or("participant_code")
}

/// How a body becomes a record.
type Upsert = fn(&mut Tx<'_>, &Value) -> Result<(Outcome, Uid), Error>;

fn import_row(
    tx: &mut Tx<'_>,
    kind: Kind,
    row: Row<'_>,
    refused: &mut Refusal,
) -> Result<Option<(Outcome, Uid)>, Error> {
    let (of, upsert): (directory::Kind, Upsert) = match kind {
        Kind::Activities => return activity(tx, row, refused),
        Kind::PublishedFigures => return plain(tx, row, refused, crate::published_figures::store::upsert),
        Kind::Coverage => return plain(tx, row, refused, crate::coverage::store::upsert),
        Kind::Fields => (directory::Kind::Field, crate::fields::store::upsert),
        Kind::Programmes => (directory::Kind::Programme, crate::programmes::store::upsert),
        Kind::Agencies => (directory::Kind::Agency, crate::agencies::store::upsert),
        Kind::Countries => (directory::Kind::Country, crate::countries::store::upsert),
        Kind::Participants => {
            let mut draft = persons::body(row);
            // A row without a code that says which record it is needs no other sign.
            if draft.body.get("code").is_none()
                && let Some(code) = Identity::code(tx.conn(), kind, row)?
            {
                draft.set("/code", code.into());
            }
            let outcome = crate::participants::store::upsert(tx, &draft.body);
            return collect_faults(&draft, outcome, refused);
        }
        // Their rows are taken together.
        Kind::Aliases | Kind::Participations => return Ok(None),
    };
    let Some(code) = key(kind, row, refused) else {
        return Ok(None);
    };
    let standing = current_document(tx.conn(), of, &code)?;
    let draft = match kind {
        Kind::Countries => reference::country(row, standing.as_ref()),
        _ => reference::body(row, standing.as_ref()),
    };
    let outcome = upsert(tx, &draft.body);
    collect_faults(&draft, outcome, refused)
}

/// What the row is recognised by; without it nothing can be said of the row.
fn key(kind: Kind, row: Row<'_>, refused: &mut Refusal) -> Option<String> {
    let column = key_column(kind);
    let key = row.text(column);
    if key.is_none() {
        refused.add(row.fault(column, Fault::new("missing_key")));
    }
    key
}

fn activity(tx: &mut Tx<'_>, row: Row<'_>, refused: &mut Refusal) -> Result<Option<(Outcome, Uid)>, Error> {
    let Some(code) = key(Kind::Activities, row, refused) else {
        return Ok(None);
    };
    let mut draft: Option<Draft<'_>> = None;
    let outcome = crate::activities::store::upsert(tx, &code, |standing| {
        let made = activities::body(row, standing);
        let body = made.body.clone();
        draft = Some(made);
        body
    });
    collect_faults(&draft.unwrap_or_else(|| Draft::new(row, None)), outcome, refused)
}

/// A row of a kind that has no codes: its body says which record it means.
fn plain(
    tx: &mut Tx<'_>,
    row: Row<'_>,
    refused: &mut Refusal,
    upsert: Upsert,
) -> Result<Option<(Outcome, Uid)>, Error> {
    let mut draft = Draft::new(row, None);
    draft.read_plain();
    let outcome = upsert(tx, &draft.body);
    collect_faults(&draft, outcome, refused)
}

/// The document of the record that a code names, if there is one and it is not deleted.
pub fn current_document(conn: &mut Conn, kind: directory::Kind, code: &str) -> Result<Option<Value>, Error> {
    let key = match directory::find(conn, kind, code)? {
        Some(LookupResult::Here(reference) | LookupResult::Renamed(reference)) => reference.key,
        None => return Ok(None),
    };
    let newest: Option<Option<String>> = versions::table
        .filter(versions::kind.eq(kind.as_str()).and(versions::record_id.eq(key)))
        .order(versions::version.desc())
        .select(versions::document)
        .first(conn)
        .optional()?;
    Ok(newest.flatten().and_then(|text| serde_json::from_str(&text).ok()))
}
