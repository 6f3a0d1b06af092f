//! How a record of reference data comes to be, changes, is imported and goes: once for all kinds.

use diesel::prelude::*;
use serde_json::Value;

use super::codes::{are_free, former_codes, insert_code};
use crate::db::schema::{codes, ledger, versions};
use crate::db::{Conn, Instant, Uid};
use crate::directory::{self, Kind, LookupResult, Resolver, external};
use crate::error::{Error, Fault, OrInternal};
use crate::http::write::Precondition;
use crate::input::ExternalId;
use crate::input::patch::{differing, merged};
use crate::ledger::{Outcome, Tx};
use crate::reference::draft::MOST_FORMER_CODES;
use crate::text;

/// What a change came to: the record, the version that stands now, and its document.
pub type Written = (Uid, i32, String);

/// What a document holds beside its content.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct RecordMeta {
    pub id: String,
    pub version: i32,
    /// Codes that the record had before, oldest first.
    pub former_codes: Vec<String>,
    pub created_at: String,
    pub updated_at: String,
}

/// The columns that every kind has.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Row {
    pub uid: Uid,
    pub version: i32,
    pub created_at: Instant,
    pub deleted: bool,
}

/// A kind of reference data: its body that has been read and cannot be wrong in itself, and the rows it writes.
pub trait Record: Sized {
    /// What it is to the directory.
    const KIND: Kind;
    /// Where the kind is found: `/api/v1/programmes`.
    const BASE: &'static str;
    /// The member that holds its code; `id` where a kind has no codes.
    const KEY: &'static str;

    /// Reads a body. `stated` is the document that it would replace: its read-only members may be sent back.
    fn read(body: &Value, stated: Option<&Value>, refs: &mut Resolver<'_>) -> Result<Self, Error>;
    /// Its code; empty where a kind has none.
    fn code(&self) -> &str;
    /// Codes that the body says it had before.
    fn former_codes(&self) -> &[String] {
        &[]
    }
    /// Ids that the body says it has elsewhere.
    fn external_ids(&self) -> &[ExternalId] {
        &[]
    }
    /// The document: what the API answers, members in the order of the contract.
    fn document(&self, meta: &RecordMeta) -> Value;
    /// Refuses what contradicts other records. `id` is the record's own key, once it has one.
    fn check(&self, conn: &mut Conn, id: Option<i64>) -> Result<(), Error>;
    /// Writes its row and the rows of its lists, and gives its key: `id`, or a new one.
    fn insert(&self, conn: &mut Conn, id: Option<i64>, uid: Uid, meta: &RecordMeta, now: Instant)
    -> Result<i64, Error>;
    /// Writes them anew.
    fn update(&self, conn: &mut Conn, id: i64, meta: &RecordMeta, now: Instant) -> Result<(), Error>;
    /// The columns that every kind has; `None` when there is no such row.
    fn row(conn: &mut Conn, id: i64) -> Result<Option<Row>, Error>;
    /// Raises what shows the record under its former code.
    fn renamed(_tx: &mut Tx<'_>, _id: i64, _from: &str, _to: &str) -> Result<(), Error> {
        Ok(())
    }
}

/// A kind whose records can be deleted while nothing refers to them.
pub trait Removable: Record {
    /// How many records refer to it.
    fn uses(conn: &mut Conn, id: i64) -> Result<i64, Error>;
    /// Takes the row away, or marks it.
    fn remove(conn: &mut Conn, id: i64, version: i32, seq: i64, now: Instant) -> Result<(), Error>;
}

/// A kind whose deleted records have no row any more: a restored one gets its row again.
pub trait Restorable: Removable {
    /// Writes the row and the rows of its lists under the key and the id that the record had.
    fn bring_back(&self, conn: &mut Conn, id: i64, row: Row, meta: &RecordMeta, now: Instant) -> Result<(), Error>;
}

/// What stands of a record.
#[expect(missing_docs, reason = "the names say it")]
pub struct Current {
    pub id: i64,
    pub row: Row,
    pub document: Value,
}

/// Reads a body and records it as a new record.
pub fn insert<R: Record>(tx: &mut Tx<'_>, body: &Value) -> Result<Written, Error> {
    let mut refs = Resolver::new(tx.conn());
    let new = R::read(body, None, &mut refs);
    refs.finish()?;
    let new = new?;
    are_free(tx.conn(), &new, None)?;
    external::refuse_taken(tx, R::KIND, None, new.external_ids(), None)?;
    new.check(tx.conn(), None)?;
    let (uid, now, kind) = (Uid::new(), tx.now(), R::KIND.as_str());
    let meta = RecordMeta {
        id: uid.to_string(),
        version: 1,
        former_codes: former_codes(&new, None),
        created_at: now.to_string(),
        updated_at: now.to_string(),
    };
    let seq = tx.enter("create", kind, uid, 1, &["all"]);
    let id = new.insert(tx.conn(), None, uid, &meta, now)?;
    insert_code(tx.conn(), &new, &meta, id, seq)?;
    let document = new.document(&meta).to_string();
    tx.keep_document(kind, id, 1, Some(document.clone()))?;
    Ok((uid, 1, document))
}

/// Replaces a record's content by a body (PUT), or by what stands with a merge patch applied (PATCH).
pub fn replace<R: Record>(
    tx: &mut Tx<'_>,
    segment: &str,
    condition: &Precondition,
    body: &Value,
    merge: bool,
) -> Result<Written, Error> {
    let standing = current::<R>(tx.conn(), segment)?;
    condition.check(standing.row.version)?;
    let body = if merge {
        merged(&standing.document, body)?
    } else {
        body.clone()
    };
    rewrite::<R>(tx, &standing, &body)
}

/// Creates the record that a body's code names, or applies the body to it as a merge patch: absent members leave what
/// is stored. An older code means the record that has another one now, and does not give it back.
pub fn upsert<R: Record>(tx: &mut Tx<'_>, body: &Value) -> Result<(Outcome, Uid), Error> {
    let code = body.get(R::KEY).and_then(Value::as_str).unwrap_or_default();
    let Some(LookupResult::Here(reference) | LookupResult::Renamed(reference)) =
        directory::find(tx.conn(), R::KIND, code)?
    else {
        return insert::<R>(tx, body).map(|(uid, ..)| (Outcome::Created, uid));
    };
    let standing = current_by_id::<R>(tx.conn(), reference.key)?;
    let mut body = merged(&standing.document, body)?;
    if let Some(members) = body.as_object_mut() {
        members.insert(R::KEY.to_owned(), reference.code.into());
    }
    let (uid, version, _) = rewrite::<R>(tx, &standing, &body)?;
    let outcome = if version == standing.row.version {
        Outcome::Unchanged
    } else {
        Outcome::Changed
    };
    Ok((outcome, uid))
}

/// Writes what a body says of the record, in a new version if it says anything new.
pub fn rewrite<R: Record>(tx: &mut Tx<'_>, standing: &Current, body: &Value) -> Result<Written, Error> {
    let (id, row, kind) = (standing.id, standing.row, R::KIND.as_str());
    let mut refs = Resolver::new(tx.conn());
    let new = R::read(body, Some(&standing.document), &mut refs);
    refs.finish()?;
    let new = new?;
    let text = |name: &str| {
        standing
            .document
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let mut meta = RecordMeta {
        id: row.uid.to_string(),
        version: row.version,
        former_codes: former_codes(&new, Some(&standing.document)),
        created_at: text("created_at"),
        updated_at: text("updated_at"),
    };
    let grew = || Some(meta.former_codes.len()) > number_of(&standing.document, "former_codes");
    if meta.former_codes.len() > MOST_FORMER_CODES && grew() {
        let fault = Fault::at(format!("/{}", R::KEY), "too_many_former_codes").with("most", MOST_FORMER_CODES);
        return Err(Error::invalid(fault));
    }
    let unchanged = new.document(&meta);
    if unchanged == standing.document && !row.deleted {
        return Ok((row.uid, row.version, unchanged.to_string()));
    }
    are_free(tx.conn(), &new, Some(id))?;
    external::refuse_taken(tx, R::KIND, Some(id), new.external_ids(), Some(&standing.document))?;
    new.check(tx.conn(), Some(id))?;
    let now = tx.now();
    (meta.version, meta.updated_at) = (row.version + 1, now.to_string());
    let changed = differing(&standing.document, &unchanged);
    let action = if row.deleted { "restore" } else { "update" };
    let seq = tx.enter(action, kind, row.uid, meta.version, &changed);
    new.update(tx.conn(), id, &meta, now)?;
    insert_code(tx.conn(), &new, &meta, id, seq)?;
    let document = new.document(&meta).to_string();
    tx.keep_document(kind, id, meta.version, Some(document.clone()))?;
    let before = text(R::KEY);
    if before != new.code() {
        R::renamed(tx, id, &before, new.code())?;
    }
    Ok((row.uid, meta.version, document))
}

fn number_of(document: &Value, name: &str) -> Option<usize> {
    document.get(name).and_then(Value::as_array).map(Vec::len)
}

/// Deletes a record that nothing refers to; a tombstone remains, and its codes stay taken.
pub fn remove<R: Removable>(tx: &mut Tx<'_>, segment: &str, condition: &Precondition) -> Result<(), Error> {
    let standing = current::<R>(tx.conn(), segment)?;
    condition.check(standing.row.version)?;
    let uses = R::uses(tx.conn(), standing.id)?;
    if uses > 0 {
        return Err(Error::Conflict(Fault::new("in_use").with("count", uses)));
    }
    let (version, now, kind) = (standing.row.version + 1, tx.now(), R::KIND.as_str());
    let seq = tx.enter("delete", kind, standing.row.uid, version, &[]);
    R::remove(tx.conn(), standing.id, version, seq, now)?;
    tx.keep_document(kind, standing.id, version, None)
}

/// Brings a deleted record back as it was, within [`crate::ledger::RESTORABLE_DAYS`], with the codes that others have now.
pub fn restore<R: Restorable>(tx: &mut Tx<'_>, segment: &str) -> Result<Written, Error> {
    let kind = R::KIND.as_str();
    let id = once_known(tx.conn(), R::KIND, segment)?.ok_or(Error::NotFound(kind))?;
    if R::row(tx.conn(), id)?.is_some() {
        return Err(Error::Conflict(Fault::new("not_deleted")));
    }
    let (uid, version, gone_at): (Uid, i32, Instant) = versions::table
        .inner_join(ledger::table.on(ledger::seq.eq(versions::seq)))
        .filter(versions::kind.eq(kind).and(versions::record_id.eq(id)))
        .order(versions::version.desc())
        .select((ledger::subject, versions::version, ledger::at))
        .first(tx.conn())?;
    tx.require_restorable(gone_at)?;
    let text = crate::ledger::document_of(tx.conn(), kind, id, version - 1)?
        .or_internal("a record has no document of its version")?;
    let document: Value = serde_json::from_str(&text).or_internal("a stored document cannot be read")?;
    let mut refs = Resolver::new(tx.conn());
    let new = R::read(&document, Some(&document), &mut refs);
    refs.finish()?;
    let (new, now) = (new?, tx.now());
    let created = document.get("created_at").and_then(Value::as_str).unwrap_or_default();
    let row = Row {
        uid,
        version: version + 1,
        created_at: Instant::parse(created).or_internal("a stored instant cannot be read")?,
        deleted: false,
    };
    let meta = RecordMeta {
        id: uid.to_string(),
        version: row.version,
        former_codes: former_codes(&new, Some(&document)),
        created_at: created.to_owned(),
        updated_at: now.to_string(),
    };
    tx.enter("restore", kind, uid, row.version, &[]);
    new.bring_back(tx.conn(), id, row, &meta, now)?;
    let document = new.document(&meta).to_string();
    tx.keep_document(kind, id, row.version, Some(document.clone()))?;
    Ok((uid, row.version, document))
}

/// The key of a record that has, or had before it was deleted, this id or code.
fn once_known(conn: &mut Conn, kind: Kind, segment: &str) -> Result<Option<i64>, Error> {
    let Some(segment) = text::segment(segment) else {
        return Ok(None);
    };
    let found = match Uid::parse(&segment) {
        Some(uid) => versions::table
            .inner_join(ledger::table.on(ledger::seq.eq(versions::seq)))
            .filter(versions::kind.eq(kind.as_str()).and(ledger::subject.eq(uid)))
            .select(versions::record_id)
            .first(conn)
            .optional()?,
        None => codes::table
            .find((kind.as_str(), segment))
            .select(codes::record_id)
            .first(conn)
            .optional()?,
    };
    Ok(found)
}

/// The version and the document of one record, by id or code; [`Error::Gone`] when it was deleted.
pub fn find<R: Record>(conn: &mut Conn, segment: &str) -> Result<(i32, String), Error> {
    let (id, row) = located::<R>(conn, segment)?;
    let document = crate::ledger::document_of(conn, R::KIND.as_str(), id, row.version)?
        .or_internal("a record has no document of its version")?;
    Ok((row.version, document))
}

/// What stands of the record that a path means.
pub fn current<R: Record>(conn: &mut Conn, segment: &str) -> Result<Current, Error> {
    let (id, _) = located::<R>(conn, segment)?;
    current_by_id::<R>(conn, id)
}

fn located<R: Record>(conn: &mut Conn, segment: &str) -> Result<(i64, Row), Error> {
    let id = match directory::key_of(conn, R::KIND, segment, R::BASE) {
        Err(Error::NotFound(kind)) if was_here(conn, R::KIND, segment)? => return Err(Error::Gone(kind)),
        outcome => outcome?,
    };
    match R::row(conn, id)? {
        Some(row) if !row.deleted => Ok((id, row)),
        _ => Err(Error::Gone(R::KIND.as_str())),
    }
}

/// What stands of the record with that key.
pub fn current_by_id<R: Record>(conn: &mut Conn, id: i64) -> Result<Current, Error> {
    let row = R::row(conn, id)?.or_internal("a record has no row")?;
    let text = crate::ledger::document_of(conn, R::KIND.as_str(), id, row.version)?
        .or_internal("a record has no document of its version")?;
    let document = serde_json::from_str(&text).or_internal("a stored document cannot be read")?;
    Ok(Current { id, row, document })
}

/// Whether a record had this id or code and was deleted.
fn was_here(conn: &mut Conn, kind: Kind, segment: &str) -> Result<bool, Error> {
    let Some(segment) = text::segment(segment) else {
        return Ok(false);
    };
    if let Some(uid) = Uid::parse(&segment) {
        let entries = ledger::table.filter(ledger::subject.eq(uid).and(ledger::kind.eq(kind.as_str())));
        return Ok(entries.count().get_result::<i64>(conn)? > 0);
    }
    Ok(!directory::is_free(conn, kind, &segment)?)
}

/// The key that the next record of a kind must have where the database would give a deleted record's key again:
/// versions and codes of deleted records go on naming them by key. PostgreSQL never does that.
pub fn unused_id(conn: &mut Conn, kind: Kind) -> Result<Option<i64>, Error> {
    if matches!(conn, Conn::Postgres(_)) {
        return Ok(None);
    }
    let last: Option<i64> = versions::table
        .filter(versions::kind.eq(kind.as_str()))
        .select(diesel::dsl::max(versions::record_id))
        .first(conn)?;
    Ok(Some(last.unwrap_or(0) + 1))
}
