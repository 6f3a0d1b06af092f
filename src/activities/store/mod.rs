//! Activities in the database: recording, changing, deleting and restoring them.
//!
//! `row.rs` is what filters and figures read, `finding.rs` the document that every read answers.

mod finding;
mod row;

pub use finding::{Document, find, key_of, require_visible};
pub(super) use row::Row;

use diesel::prelude::*;
use serde_json::Value;

use super::model::{NewActivity, RecordMeta};
use super::{KIND, draft, links, reading, recount, statements};
use crate::db::schema::activities;
use crate::db::{Conn, Instant, Uid};
use crate::directory::{self, Kind, LookupResult, Resolver, external};
use crate::error::{Error, Fault, OrInternal};
use crate::http::write::Precondition;
use crate::input::patch::{differing, merged};
use crate::ledger::{Outcome, Tx};

/// What a change came to: the version that stands now, and its document.
pub type Written = (Uid, i32, String);

/// What stands of an activity that a change begins from.
pub(super) struct Current {
    pub id: i64,
    pub uid: Uid,
    pub version: i32,
    pub created_at: Instant,
    pub document: Value,
}

/// Reads a body and records it as a new activity.
pub fn insert(tx: &mut Tx<'_>, body: &Value) -> Result<Written, Error> {
    let today = tx.now().utc().date_naive();
    let mut refs = Resolver::new(tx.conn());
    let new = draft::read(body, None, today, &mut refs);
    refs.finish()?;
    insert_read(tx, &new?)
}

fn insert_read(tx: &mut Tx<'_>, new: &NewActivity) -> Result<Written, Error> {
    let statement = new.statement.clone().unwrap_or_default();
    recount::check_consistency(tx.conn(), None, new, &statement)?;
    external::refuse_taken(tx, Kind::Activity, None, &new.external_ids, None)?;
    let (uid, now, principal) = (Uid::new(), tx.now(), tx.principal());
    let code = match &new.code {
        Some(code) => code.clone(),
        None => free_code(tx.conn())?,
    };
    let seq = tx.enter("create", KIND, uid, 1, &["all"]);
    let id: i64 = diesel::insert_into(activities::table)
        .values((
            Row::new(new, &code, 1, now),
            activities::uid.eq(uid),
            activities::created_by.eq(principal),
            activities::created_at.eq(now),
        ))
        .returning(activities::id)
        .get_result(tx.conn())
        .map_err(|error| taken(error, &code))?;
    directory::insert_code(tx.conn(), Kind::Activity, &code, id, seq, "/code")?;
    links::insert(tx.conn(), &[(id, new)])?;
    if !statement.is_silent() {
        statements::insert(tx, id, seq, &statement, true, None)?;
    }
    let meta = RecordMeta {
        id: uid.to_string(),
        code: &code,
        version: 1,
        created_at: now.to_string(),
        updated_at: now.to_string(),
        standing: &statement,
        beside: recount::beside_of(tx.conn(), None, &new.listed(), &statement)?,
    };
    let document = new.document(&meta).to_string();
    tx.keep_document(KIND, id, 1, Some(document.clone()))?;
    Ok((uid, 1, document))
}

/// Replaces an activity's content by a body (PUT), or by what stands with a merge patch applied (PATCH).
pub fn replace(
    tx: &mut Tx<'_>,
    segment: &str,
    condition: &Precondition,
    body: &Value,
    merge: bool,
) -> Result<Written, Error> {
    let standing = current(tx.conn(), segment)?;
    condition.check(standing.version)?;
    let body = if merge {
        merged(&standing.document, body)?
    } else {
        body.clone()
    };
    rewrite(tx, &standing, &body)
}

pub(super) fn rewrite(tx: &mut Tx<'_>, standing: &Current, body: &Value) -> Result<Written, Error> {
    let (id, uid) = (standing.id, standing.uid);
    let today = tx.now().utc().date_naive();
    let mut refs = Resolver::new(tx.conn());
    let new = draft::read(body, Some(&standing.document), today, &mut refs);
    let before = statements::in_force(&mut refs, id);
    refs.finish()?;
    let (new, before) = (new?, before?);
    let text = |name: &str| {
        standing
            .document
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let code = new.code.clone().unwrap_or_else(|| text("code"));
    let mut statement = new.statement.clone().unwrap_or_else(|| before.clone());
    let beside = recount::beside_of(tx.conn(), Some(id), &new.listed(), &statement)?;
    let said = |name: &str| body.pointer(name).is_some_and(Value::is_boolean);
    if beside.rostered == 0 && !said("/counts/roster_complete") {
        // What was stated before the roster came is kept until then.
        statement.roster_complete = before.roster_complete;
    }
    // Of countries of which none is named nothing is stated.
    statement.countries_complete |= !beside.names_countries;
    let mut meta = RecordMeta {
        id: uid.to_string(),
        code: &code,
        version: standing.version,
        created_at: standing.created_at.to_string(),
        updated_at: text("updated_at"),
        standing: &statement,
        beside,
    };
    let unchanged = new.document(&meta);
    if unchanged == standing.document {
        return Ok((uid, standing.version, unchanged.to_string()));
    }
    external::refuse_taken(
        tx,
        Kind::Activity,
        Some(id),
        &new.external_ids,
        Some(&standing.document),
    )?;
    // The roster is checked whenever it changes: here only what this body changes can be wrong.
    let restated = statement != before && body.get("counts") != standing.document.get("counts");
    if restated || unchanged.get("countries") != standing.document.get("countries") {
        recount::check_consistency(tx.conn(), Some(id), &new, &statement)?;
    }
    let (version, now) = (standing.version + 1, tx.now());
    let changed = differing(&standing.document, &unchanged);
    let seq = tx.enter("update", KIND, uid, version, &changed);
    if code != text("code") {
        directory::insert_code(tx.conn(), Kind::Activity, &code, id, seq, "/code")?;
    }
    diesel::update(activities::table.find(id))
        .set(Row::new(&new, &code, version, now))
        .execute(tx.conn())
        .map_err(|error| taken(error, &code))?;
    links::delete(tx.conn(), id)?;
    links::insert(tx.conn(), &[(id, &new)])?;
    if statement != before {
        statements::supersede(tx, id, seq, &statement)?;
    }
    (meta.version, meta.updated_at) = (version, now.to_string());
    let document = new.document(&meta).to_string();
    tx.keep_document(KIND, id, version, Some(document.clone()))?;
    Ok((uid, version, document))
}

/// Records what a sheet says of the activity with that code. `body` makes the whole content of what stands, if any; one
/// that says nothing new writes nothing. An older code means the activity that has another one now.
pub fn upsert(
    tx: &mut Tx<'_>,
    code: &str,
    body: impl FnOnce(Option<&Value>) -> Value,
) -> Result<(Outcome, Uid), Error> {
    let known = match directory::find(tx.conn(), Kind::Activity, code)? {
        Some(LookupResult::Here(reference) | LookupResult::Renamed(reference)) => reference.code,
        None => return insert(tx, &body(None)).map(|(uid, _, _)| (Outcome::Created, uid)),
    };
    let standing = match current(tx.conn(), &known) {
        Err(Error::Gone(_)) => return Err(Error::invalid(Fault::at("/code", "deleted_record").with("value", code))),
        outcome => outcome?,
    };
    let body = body(Some(&standing.document));
    let (uid, version, _) = rewrite(tx, &standing, &body)?;
    Ok((
        if version == standing.version {
            Outcome::Unchanged
        } else {
            Outcome::Changed
        },
        uid,
    ))
}

/// Deletes: a tombstone remains, with everything that belongs to the activity.
pub fn remove(tx: &mut Tx<'_>, segment: &str, condition: &Precondition) -> Result<(), Error> {
    let standing = current(tx.conn(), segment)?;
    condition.check(standing.version)?;
    let (version, now) = (standing.version + 1, tx.now());
    let seq = tx.enter("delete", KIND, standing.uid, version, &[]);
    diesel::update(activities::table.find(standing.id))
        .set((
            activities::version.eq(version),
            activities::updated_at.eq(now),
            activities::deleted_seq.eq(Some(seq)),
        ))
        .execute(tx.conn())?;
    tx.keep_document(KIND, standing.id, version, None)
}

/// Brings a deleted activity back as it was, within [`crate::ledger::RESTORABLE_DAYS`].
pub fn restore(tx: &mut Tx<'_>, segment: &str) -> Result<Written, Error> {
    let id = directory::key_of(tx.conn(), Kind::Activity, segment, "/api/v1/activities")?;
    let (uid, version, deleted, gone_at) = activities::table
        .find(id)
        .select((
            activities::uid,
            activities::version,
            activities::deleted_seq,
            activities::updated_at,
        ))
        .first::<(Uid, i32, Option<i64>, Instant)>(tx.conn())?;
    if deleted.is_none() {
        return Err(Error::Conflict(Fault::new("not_deleted")));
    }
    tx.require_restorable(gone_at)?;
    let text = crate::ledger::document_of(tx.conn(), KIND, id, version - 1)?
        .or_internal("a record has no document of its version")?;
    let document: Value = serde_json::from_str(&text).or_internal("a stored document cannot be read")?;
    let (version, now) = (version + 1, tx.now());
    // Read again, since programmes and agencies may have other codes by now.
    let today = now.utc().date_naive();
    let mut refs = Resolver::new(tx.conn());
    let read = draft::read(&document, Some(&document), today, &mut refs);
    refs.finish()?;
    let read = read?;
    let statement = read.statement.clone().unwrap_or_default();
    let beside = recount::beside_of(tx.conn(), Some(id), &read.listed(), &statement)?;
    let words = |name: &str| document.get(name).and_then(Value::as_str).unwrap_or_default();
    let meta = RecordMeta {
        id: uid.to_string(),
        code: words("code"),
        version,
        created_at: words("created_at").to_owned(),
        updated_at: now.to_string(),
        standing: &statement,
        beside,
    };
    let document = read.document(&meta);
    tx.enter("restore", KIND, uid, version, &[]);
    diesel::update(activities::table.find(id))
        .set((
            activities::version.eq(version),
            activities::updated_at.eq(now),
            activities::deleted_seq.eq(None::<i64>),
        ))
        .execute(tx.conn())?;
    let json = document.to_string();
    tx.keep_document(KIND, id, version, Some(json.clone()))?;
    Ok((uid, version, json))
}

pub(super) fn current(conn: &mut Conn, segment: &str) -> Result<Current, Error> {
    let id = directory::key_of(conn, Kind::Activity, segment, "/api/v1/activities")?;
    let (uid, version, created_at, deleted) = activities::table
        .find(id)
        .select((
            activities::uid,
            activities::version,
            activities::created_at,
            activities::deleted_seq,
        ))
        .first::<(Uid, i32, Instant, Option<i64>)>(conn)?;
    if deleted.is_some() {
        return Err(Error::Gone(KIND));
    }
    let text =
        crate::ledger::document_of(conn, KIND, id, version)?.or_internal("a record has no document of its version")?;
    let document =
        serde_json::from_str(&reading::as_read_today(text)).or_internal("a stored document cannot be read")?;
    Ok(Current {
        id,
        uid,
        version,
        created_at,
        document,
    })
}

fn free_code(conn: &mut Conn) -> Result<String, Error> {
    let last: Option<i64> = activities::table.select(diesel::dsl::max(activities::id)).first(conn)?;
    let mut number = last.unwrap_or(0) + 1;
    loop {
        let code = format!("A{number:06}");
        if directory::is_free(conn, Kind::Activity, &code)? {
            return Ok(code);
        }
        number += 1;
    }
}

fn taken(error: diesel::result::Error, code: &str) -> Error {
    use crate::error::{OrConflict, Unique};
    const CODE: Unique = Unique {
        constraint: "activities_code_key",
        columns: "activities.code",
    };
    match Err::<(), _>(error).or_conflict(&CODE, || Fault::at("/code", "code_taken").with("value", code)) {
        Err(error) => error,
        Ok(()) => Error::internal("a failure is none"),
    }
}
