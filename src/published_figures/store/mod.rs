//! Published figures in the database; `listing.rs` lists them, `renewal.rs` brings those of the first record up to date.

mod listing;
pub(crate) mod renewal;

pub use listing::{FigureFilter, ORDER, list};

use diesel::prelude::*;
use serde_json::Value;

use super::model::{NewFigure, RecordMeta, completed};
use super::{KIND, draft};
use crate::db::schema::published_figures;
use crate::db::{Conn, Instant, Uid};
use crate::error::{Error, Fault, OrInternal};
use crate::http::write::Precondition;
use crate::input::patch::{differing, merged};
use crate::ledger::{Outcome, Tx};
use crate::past::{SnapshotRow, Writer, member};

/// What a change came to: the version that stands now, and its document.
pub type Written = (Uid, i32, String);

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = published_figures, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Row<'a> {
    version: i32,
    measure: &'a str,
    value: f64,
    qualifier: crate::activities::counts::Qualifier,
    scope: &'a str,
    record_measure: Option<super::model::RecordMeasure>,
    record_filter: Option<&'a str>,
    since: Option<String>,
    as_of: Option<String>,
    statement: &'a str,
    source: Option<&'a str>,
    reconciliation_status: super::model::ReconciliationStatus,
    reconciliation_reason: Option<&'a str>,
    updated_at: Instant,
}

impl<'a> Row<'a> {
    fn new(new: &'a NewFigure, version: i32, now: Instant) -> Self {
        Self {
            version,
            measure: &new.measure,
            value: new.value,
            qualifier: new.qualifier,
            scope: &new.scope,
            record_measure: new.record_measure,
            record_filter: new.record_filter.as_deref(),
            since: new.since.map(|d| d.to_string()),
            as_of: new.as_of.map(|d| d.to_string()),
            statement: &new.statement,
            source: new.source.as_deref(),
            reconciliation_status: new.reconciliation_status,
            reconciliation_reason: new.reconciliation_reason.as_deref(),
            updated_at: now,
        }
    }
}

/// How claims stand in a record of the past.
pub const PAST: Writer = Writer {
    kind: KIND,
    tables: &[("published_figures", "id")],
    write: insert_past,
};

fn insert_past(conn: &mut Conn, records: &[SnapshotRow]) -> Result<(), Error> {
    for stood in records {
        let document = stood.document()?;
        let new = draft::read(&document, Some(&document))?;
        diesel::insert_into(published_figures::table)
            .values((
                Row::new(&new, stood.version, member(&document, "updated_at", Instant::parse)?),
                published_figures::id.eq(stood.record_id),
                published_figures::uid.eq(member(&document, "id", Uid::parse)?),
                published_figures::created_at.eq(member(&document, "created_at", Instant::parse)?),
            ))
            .execute(conn)?;
    }
    Ok(())
}

struct Current {
    id: i64,
    uid: Uid,
    version: i32,
    document: Value,
}

/// The record that is the same claim: measure, scope, `as_of` and source are equal.
fn same_claim(conn: &mut Conn, new: &NewFigure) -> Result<Option<(i64, Uid)>, Error> {
    let rows: Vec<(i64, Uid, Option<String>, Option<String>)> = published_figures::table
        .filter(published_figures::deleted_seq.is_null())
        .filter(published_figures::measure.eq(&new.measure))
        .filter(published_figures::scope.eq(&new.scope))
        .order(published_figures::id.asc())
        .select((
            published_figures::id,
            published_figures::uid,
            published_figures::as_of,
            published_figures::source,
        ))
        .load(conn)?;
    let as_of = new.as_of.map(|d| d.to_string());
    let same = rows
        .into_iter()
        .find(|(_, _, day, source)| *day == as_of && *source == new.source);
    Ok(same.map(|(id, uid, _, _)| (id, uid)))
}

fn refuse_second(conn: &mut Conn, new: &NewFigure, id: Option<i64>) -> Result<(), Error> {
    match same_claim(conn, new)? {
        Some((other, uid)) if Some(other) != id => Err(Error::Conflict(
            Fault::at("/statement", "claim_exists").with("value", uid),
        )),
        _ => Ok(()),
    }
}

/// Reads a body and records it as a new claim; the same claim twice is refused.
pub fn insert(tx: &mut Tx<'_>, body: &Value) -> Result<Written, Error> {
    let new = draft::read(body, None)?;
    refuse_second(tx.conn(), &new, None)?;
    let (uid, now) = (Uid::new(), tx.now());
    tx.enter("create", KIND, uid, 1, &["all"]);
    let id: i64 = diesel::insert_into(published_figures::table)
        .values((
            Row::new(&new, 1, now),
            published_figures::uid.eq(uid),
            published_figures::created_at.eq(now),
        ))
        .returning(published_figures::id)
        .get_result(tx.conn())?;
    let meta = RecordMeta {
        id: uid.to_string(),
        version: 1,
        created_at: now.to_string(),
        updated_at: now.to_string(),
    };
    let document = new.document(&meta).to_string();
    tx.keep_document(KIND, id, 1, Some(document.clone()))?;
    Ok((uid, 1, document))
}

/// Replaces a claim's content by a body (PUT), or by what stands with a merge patch applied (PATCH).
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

fn rewrite(tx: &mut Tx<'_>, standing: &Current, body: &Value) -> Result<Written, Error> {
    let new = draft::read(body, Some(&standing.document))?;
    let text = |name: &str| {
        standing
            .document
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let mut meta = RecordMeta {
        id: standing.uid.to_string(),
        version: standing.version,
        created_at: text("created_at"),
        updated_at: text("updated_at"),
    };
    let unchanged = new.document(&meta);
    if unchanged == standing.document {
        return Ok((standing.uid, standing.version, unchanged.to_string()));
    }
    refuse_second(tx.conn(), &new, Some(standing.id))?;
    let (version, now) = (standing.version + 1, tx.now());
    tx.enter(
        "update",
        KIND,
        standing.uid,
        version,
        &differing(&standing.document, &unchanged),
    );
    diesel::update(published_figures::table.find(standing.id))
        .set(Row::new(&new, version, now))
        .execute(tx.conn())?;
    (meta.version, meta.updated_at) = (version, now.to_string());
    let document = new.document(&meta).to_string();
    tx.keep_document(KIND, standing.id, version, Some(document.clone()))?;
    Ok((standing.uid, version, document))
}

/// Records a claim, or changes the one it is: what the body leaves out stays, null clears, no change writes nothing.
pub fn upsert(tx: &mut Tx<'_>, body: &Value) -> Result<(Outcome, Uid), Error> {
    let stripped = without_nulls(body);
    let new = draft::read(&stripped, None)?;
    let Some((id, uid)) = same_claim(tx.conn(), &new)? else {
        return insert(tx, &stripped).map(|(uid, _, _)| (Outcome::Created, uid));
    };
    let version = published_figures::table
        .find(id)
        .select(published_figures::version)
        .first(tx.conn())?;
    let standing = Current {
        id,
        uid,
        version,
        document: document(tx.conn(), id, version)?,
    };
    let merged = merged(&standing.document, body)?;
    let (uid, after, _) = rewrite(tx, &standing, &merged)?;
    Ok((
        if after == version {
            Outcome::Unchanged
        } else {
            Outcome::Changed
        },
        uid,
    ))
}

fn without_nulls(body: &Value) -> Value {
    let mut body = body.clone();
    if let Value::Object(members) = &mut body {
        members.retain(|_, value| !value.is_null());
    }
    body
}

/// Deletes: a tombstone remains.
pub fn remove(tx: &mut Tx<'_>, segment: &str, condition: &Precondition) -> Result<(), Error> {
    let standing = current(tx.conn(), segment)?;
    condition.check(standing.version)?;
    let (version, now) = (standing.version + 1, tx.now());
    let seq = tx.enter("delete", KIND, standing.uid, version, &[]);
    diesel::update(published_figures::table.find(standing.id))
        .set((
            published_figures::version.eq(version),
            published_figures::updated_at.eq(now),
            published_figures::deleted_seq.eq(Some(seq)),
        ))
        .execute(tx.conn())?;
    tx.keep_document(KIND, standing.id, version, None)
}

/// Brings a deleted claim back as it was, within [`crate::ledger::RESTORABLE_DAYS`].
pub fn restore(tx: &mut Tx<'_>, segment: &str) -> Result<Written, Error> {
    let (id, uid, version, deleted, gone_at) = row_of(tx.conn(), segment)?;
    if deleted.is_none() {
        return Err(Error::Conflict(Fault::new("not_deleted")));
    }
    tx.require_restorable(gone_at)?;
    let mut document = document(tx.conn(), id, version - 1)?;
    let (version, now) = (version + 1, tx.now());
    if let Some(members) = document.as_object_mut() {
        members.insert("version".into(), version.into());
        members.insert("updated_at".into(), now.to_string().into());
    }
    // Somebody may have recorded the same claim anew in the meantime.
    refuse_second(tx.conn(), &draft::read(&document, Some(&document))?, Some(id))?;
    tx.enter("restore", KIND, uid, version, &[]);
    diesel::update(published_figures::table.find(id))
        .set((
            published_figures::version.eq(version),
            published_figures::updated_at.eq(now),
            published_figures::deleted_seq.eq(None::<i64>),
        ))
        .execute(tx.conn())?;
    let json = document.to_string();
    tx.keep_document(KIND, id, version, Some(json.clone()))?;
    Ok((uid, version, json))
}

/// A claim's version and JSON. `with_deleted` says *gone* of deleted ones.
pub fn find(conn: &mut Conn, segment: &str, with_deleted: bool) -> Result<(i32, String), Error> {
    let (id, _, version, deleted, _) = row_of(conn, segment)?;
    match deleted {
        Some(_) if with_deleted => Err(Error::Gone(KIND)),
        Some(_) => Err(Error::NotFound(KIND)),
        None => Ok((version, document(conn, id, version)?.to_string())),
    }
}

type IdRow = (i64, Uid, i32, Option<i64>, Instant);

fn row_of(conn: &mut Conn, segment: &str) -> Result<IdRow, Error> {
    let uid = Uid::parse(segment).ok_or(Error::NotFound(KIND))?;
    published_figures::table
        .filter(published_figures::uid.eq(uid))
        .select((
            published_figures::id,
            published_figures::uid,
            published_figures::version,
            published_figures::deleted_seq,
            published_figures::updated_at,
        ))
        .first::<IdRow>(conn)
        .optional()?
        .ok_or(Error::NotFound(KIND))
}

fn current(conn: &mut Conn, segment: &str) -> Result<Current, Error> {
    let (id, uid, version, deleted, _) = row_of(conn, segment)?;
    if deleted.is_some() {
        return Err(Error::Gone(KIND));
    }
    Ok(Current {
        id,
        uid,
        version,
        document: document(conn, id, version)?,
    })
}

fn document(conn: &mut Conn, id: i64, version: i32) -> Result<Value, Error> {
    let text =
        crate::ledger::document_of(conn, KIND, id, version)?.or_internal("a record has no document of its version")?;
    serde_json::from_str(&text)
        .map(completed)
        .or_internal("a stored document cannot be read")
}
