//! Which record a row says it is: the `id` beside its key, and the `version` that it was exported from.

use diesel::prelude::*;

use super::draft::Row;
use super::{Kind, Refusal, cells};
use crate::activities::duplicates;
use crate::db::schema::{ledger, principals, published_figures};
use crate::db::{Conn, Instant, Uid};
use crate::directory::{self, LookupResult};
use crate::error::{Error, Fault};
use crate::input::shorten;
use crate::ledger::{Outcome, Tx};

/// What is known of the rows' ids and versions, and what is said of the file without refusing it.
#[derive(Debug, Default)]
pub struct Identity {
    /// Whether rows of an older version are taken all the same.
    pub force: bool,
    /// What the file's sender is told: ids that no record here has, activities that may be others.
    pub noticed: Refusal,
}

/// The kind of record that the rows of a sheet are.
fn of(kind: Kind) -> Option<directory::Kind> {
    match kind {
        Kind::Fields => Some(directory::Kind::Field),
        Kind::Countries => Some(directory::Kind::Country),
        Kind::Agencies => Some(directory::Kind::Agency),
        Kind::Programmes => Some(directory::Kind::Programme),
        Kind::Activities => Some(directory::Kind::Activity),
        Kind::Participants => Some(directory::Kind::Participant),
        Kind::Coverage => Some(directory::Kind::Coverage),
        Kind::PublishedFigures | Kind::Aliases | Kind::Participations => None,
    }
}

/// What the record with that id is called here; `None` where none has it.
fn called(conn: &mut Conn, kind: Kind, id: &str) -> Result<Option<(Uid, String)>, Error> {
    let Some(uid) = Uid::parse(id) else {
        return Ok(None);
    };
    let code = match of(kind) {
        Some(kind) => match directory::find(conn, kind, id)? {
            Some(LookupResult::Here(reference) | LookupResult::Renamed(reference)) => Some(reference.code),
            None => None,
        },
        None => published_figures::table
            .filter(published_figures::uid.eq(uid))
            .select(published_figures::statement)
            .first(conn)
            .optional()?,
    };
    Ok(code.map(|code| (uid, shorten(&code))))
}

impl Identity {
    /// The code of the record that a row's id names, for a row that has no key.
    pub fn code(conn: &mut Conn, kind: Kind, row: Row<'_>) -> Result<Option<String>, Error> {
        match row.text("id") {
            Some(id) => Ok(called(conn, kind, &id)?.map(|(_, code)| code)),
            None => Ok(None),
        }
    }

    /// Says that no record here has the id of a row.
    pub fn unknown(&mut self, row: Row<'_>, id: &str) {
        let fault = Fault::new("unknown_id").with("value", shorten(id));
        self.noticed.add(row.fault("id", fault));
    }

    /// Holds what came of a row against what it says it is. What is refused here is rolled back with the whole file.
    pub fn check(
        &mut self,
        tx: &mut Tx<'_>,
        kind: Kind,
        row: Row<'_>,
        (outcome, uid): (Outcome, Uid),
        refused: &mut Refusal,
    ) -> Result<(), Error> {
        if let Some(id) = row.text("id") {
            match called(tx.conn(), kind, &id)? {
                None => self.unknown(row, &id),
                Some((other, code)) if other != uid => {
                    refused.add(row.fault("id", Fault::new("id_of_another").with("code", code)));
                    return Ok(());
                }
                Some(_) => {}
            }
        }
        if kind == Kind::Activities && outcome != Outcome::Unchanged {
            let codes = duplicates::codes(tx.conn(), uid)?;
            if !codes.is_empty() {
                let fault = Fault::new("possible_duplicate").with("codes", codes.join(", "));
                self.noticed.add(row.fault("code", fault));
            }
        }
        let Some(version) = version(row, refused) else {
            return Ok(());
        };
        if outcome == Outcome::Changed && !self.force {
            let name = of(kind).map_or(crate::published_figures::KIND, directory::Kind::as_str);
            if let Some(since) = Since::of(tx.conn(), name, uid, version)? {
                let own = tx.changed(uid);
                refused.add(row.fault("version", since.fault(version, &own)));
            }
        }
        Ok(())
    }
}

/// The version that a row was exported from; what is no number is a fault.
pub fn version(row: Row<'_>, refused: &mut Refusal) -> Option<i64> {
    let read = cells::integer(&row.text("version")?);
    let version = read.map_err(|fault| refused.add(row.fault("version", fault))).ok()?;
    version.as_i64()
}

/// Who changed a record since, and what.
struct Since {
    by: String,
    at: Instant,
    changed: Vec<String>,
}

/// Members that other records' new codes change.
const SHOWN: [&str; 6] = ["agencies", "counts", "programmes", "parent", "succeeded_by", "links"];

type Line = (String, Instant, Uid, String);

impl Since {
    /// The changes of a record's own members after a version. Those of its roster do not count, nor do new codes of other
    /// records that it shows.
    fn of(conn: &mut Conn, kind: &str, subject: Uid, version: i64) -> Result<Option<Self>, Error> {
        let version = i32::try_from(version).unwrap_or(i32::MAX);
        let lines: Vec<Line> = ledger::table
            .inner_join(principals::table.on(principals::id.eq(ledger::principal_id)))
            .filter(ledger::kind.eq(kind).and(ledger::subject.eq(subject)))
            .filter(ledger::version.gt(version))
            .order(ledger::seq.asc())
            .select((principals::name, ledger::at, ledger::command, ledger::changed))
            .load(conn)?;
        let mut since: Option<Self> = None;
        for (by, at, command, changed) in lines {
            let changed: Vec<&str> = changed.split(',').filter(|name| !name.is_empty()).collect();
            let is_shown = changed.iter().all(|name| SHOWN.contains(name) || *name == "agency");
            if changed.contains(&"participations")
                || changed.is_empty()
                || (is_shown && renames(conn, command, subject)?)
            {
                continue;
            }
            let known = since.map_or_else(Vec::new, |since| since.changed);
            let new = changed
                .into_iter()
                .map(str::to_owned)
                .filter(|name| !known.contains(name));
            let changed = known.iter().cloned().chain(new.collect::<Vec<_>>()).collect();
            since = Some(Self { by, at, changed });
        }
        Ok(since)
    }

    /// `own` is what the row changes.
    fn fault(&self, version: i64, own: &[String]) -> Fault {
        let undone: Vec<&str> = own
            .iter()
            .map(String::as_str)
            .filter(|name| self.changed.iter().any(|c| c == name))
            .collect();
        let changed: Vec<&str> = self.changed.iter().map(String::as_str).collect();
        Fault::stale_row(version, &self.by, self.at, &changed, &undone)
    }
}

/// Whether a command gave another record a new code.
fn renames(conn: &mut Conn, command: Uid, subject: Uid) -> Result<bool, Error> {
    let changed: Vec<String> = ledger::table
        .filter(ledger::command.eq(command).and(ledger::subject.ne(subject)))
        .filter(ledger::kind.eq_any(["agency", "programme"]))
        .select(ledger::changed)
        .load(conn)?;
    Ok(changed
        .iter()
        .any(|changed| changed.split(',').any(|name| name == "code")))
}
