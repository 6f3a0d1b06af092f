//! Declarations of coverage in the database.

use diesel::prelude::*;
use serde_json::Value;

use super::KIND;
use super::model::{ALL, NewCoverage};
use crate::db::schema::{coverage, versions};
use crate::db::{Conn, Instant, Uid};
use crate::directory::{Kind, Resolver};
use crate::error::Error;
use crate::http::write::Precondition;
use crate::input::patch::merged;
use crate::ledger::Tx;
use crate::past::Writer;
use crate::reference::list::{Documents, Listed, ShortPage};
use crate::reference::past::insert_past;
use crate::reference::record::{self, Record, RecordMeta, Removable, Restorable, Row};
use crate::reference::{Outcome, Written};
use crate::statistics::coverage::State;

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = coverage, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Columns<'a> {
    version: i32,
    filter: &'a str,
    from_on: Option<String>,
    to_on: Option<String>,
    state: State,
    reason: &'a str,
    source: Option<&'a str>,
    updated_at: Instant,
}

impl<'a> Columns<'a> {
    fn new(new: &'a NewCoverage, meta: &RecordMeta, now: Instant) -> Self {
        Self {
            version: meta.version,
            filter: &new.filter,
            from_on: new.from.map(|date| date.to_string()),
            to_on: new.to.map(|date| date.to_string()),
            state: new.state,
            reason: &new.reason,
            source: new.source.as_deref(),
            updated_at: now,
        }
    }
}

impl Record for NewCoverage {
    const KIND: Kind = Kind::Coverage;
    const BASE: &'static str = "/api/v1/coverage";
    const KEY: &'static str = "id";

    fn read(body: &Value, stated: Option<&Value>, refs: &mut Resolver<'_>) -> Result<Self, Error> {
        Self::read(body, stated, refs)
    }

    fn code(&self) -> &'static str {
        ""
    }

    fn document(&self, meta: &RecordMeta) -> Value {
        self.document(meta)
    }

    fn check(&self, _conn: &mut Conn, _id: Option<i64>) -> Result<(), Error> {
        Ok(())
    }

    fn insert(
        &self,
        conn: &mut Conn,
        id: Option<i64>,
        uid: Uid,
        meta: &RecordMeta,
        now: Instant,
    ) -> Result<i64, Error> {
        let id = match id {
            Some(id) => Some(id),
            None => record::unused_id(conn, Self::KIND)?,
        };
        let id = id.map(|id| coverage::id.eq(id));
        let columns = (
            Columns::new(self, meta, now),
            coverage::uid.eq(uid),
            coverage::created_at.eq(now),
            id,
        );
        let id = diesel::insert_into(coverage::table)
            .values(columns)
            .returning(coverage::id)
            .get_result(conn)?;
        Ok(id)
    }

    fn update(&self, conn: &mut Conn, id: i64, meta: &RecordMeta, now: Instant) -> Result<(), Error> {
        diesel::update(coverage::table.find(id))
            .set(Columns::new(self, meta, now))
            .execute(conn)?;
        Ok(())
    }

    fn row(conn: &mut Conn, id: i64) -> Result<Option<Row>, Error> {
        let row: Option<(Uid, i32, Instant)> = coverage::table
            .find(id)
            .select((coverage::uid, coverage::version, coverage::created_at))
            .first(conn)
            .optional()?;
        Ok(row.map(|(uid, version, created_at)| Row {
            uid,
            version,
            created_at,
            deleted: false,
        }))
    }
}

impl Removable for NewCoverage {
    fn uses(_conn: &mut Conn, _id: i64) -> Result<i64, Error> {
        Ok(0)
    }

    fn remove(conn: &mut Conn, id: i64, _version: i32, _seq: i64, _now: Instant) -> Result<(), Error> {
        diesel::delete(coverage::table.find(id)).execute(conn)?;
        Ok(())
    }
}

impl Restorable for NewCoverage {
    fn bring_back(&self, conn: &mut Conn, id: i64, row: Row, meta: &RecordMeta, now: Instant) -> Result<(), Error> {
        diesel::insert_into(coverage::table)
            .values((
                Columns::new(self, meta, now),
                coverage::id.eq(id),
                coverage::uid.eq(row.uid),
                coverage::created_at.eq(row.created_at),
            ))
            .execute(conn)?;
        Ok(())
    }
}

/// How declarations stand in a record of the past.
pub const PAST: Writer = Writer {
    kind: KIND,
    tables: &[("coverage", "id")],
    write: insert_past::<NewCoverage>,
};

/// Reads a body and records it as a new declaration.
pub fn insert(tx: &mut Tx<'_>, body: &Value) -> Result<Written, Error> {
    record::insert::<NewCoverage>(tx, body)
}

/// Replaces a declaration's content by a body (PUT), or by what stands with a merge patch applied (PATCH).
pub fn replace(
    tx: &mut Tx<'_>,
    segment: &str,
    condition: &Precondition,
    body: &Value,
    merge: bool,
) -> Result<Written, Error> {
    record::replace::<NewCoverage>(tx, segment, condition, body, merge)
}

/// The key of the declaration that a row of a sheet means: the one with its `id`; otherwise the one that says the same,
/// and where the row has no `id`, the latest of the same filter, `from` and `to`.
fn meant(conn: &mut Conn, body: &Value) -> Result<Option<i64>, Error> {
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let uid = text("id").and_then(Uid::parse);
    if let Some(uid) = uid {
        let known = coverage::table.filter(coverage::uid.eq(uid)).select(coverage::id);
        if let Some(id) = known.first(conn).optional()? {
            return Ok(Some(id));
        }
    }
    let rows: Vec<(i64, Option<String>, Option<String>, State, String)> = coverage::table
        .filter(coverage::filter.eq(text("filter").unwrap_or(ALL)))
        .order((coverage::updated_at.desc(), coverage::id.desc()))
        .select((
            coverage::id,
            coverage::from_on,
            coverage::to_on,
            coverage::state,
            coverage::reason,
        ))
        .load(conn)?;
    let of_scope = |(_, from, to, ..): &&(i64, Option<String>, Option<String>, State, String)| {
        from.as_deref() == text("from") && to.as_deref() == text("to")
    };
    let mut same = rows.iter().filter(of_scope);
    let says_it = |(_, _, _, state, reason): &&(i64, Option<String>, Option<String>, State, String)| {
        Some(state.as_str()) == text("state") && Some(reason.as_str()) == text("reason")
    };
    let said = same.clone().find(says_it);
    Ok(said
        .or_else(|| same.next().filter(|_| uid.is_none()))
        .map(|(id, ..)| *id))
}

/// Records the declaration of a row, or changes the one that it means: absent members leave what is stored.
pub fn upsert(tx: &mut Tx<'_>, body: &Value) -> Result<(Outcome, Uid), Error> {
    let mut body = body.clone();
    let Some(id) = meant(tx.conn(), &body)? else {
        if let Some(members) = body.as_object_mut() {
            members.retain(|name, value| name != "id" && !value.is_null());
        }
        return insert(tx, &body).map(|(uid, ..)| (Outcome::Created, uid));
    };
    if let Some(members) = body.as_object_mut() {
        members.remove("id");
    }
    let standing = record::current_by_id::<NewCoverage>(tx.conn(), id)?;
    let body = merged(&standing.document, &body)?;
    let (uid, version, _) = record::rewrite::<NewCoverage>(tx, &standing, &body)?;
    let outcome = if version == standing.row.version {
        Outcome::Unchanged
    } else {
        Outcome::Changed
    };
    Ok((outcome, uid))
}

/// Deletes a declaration: a tombstone remains.
pub fn remove(tx: &mut Tx<'_>, segment: &str, condition: &Precondition) -> Result<(), Error> {
    record::remove::<NewCoverage>(tx, segment, condition)
}

/// Brings a deleted declaration back as it was, within [`crate::ledger::RESTORABLE_DAYS`].
pub fn restore(tx: &mut Tx<'_>, segment: &str) -> Result<Written, Error> {
    record::restore::<NewCoverage>(tx, segment)
}

/// The version and the document of a declaration, by id; [`Error::Gone`] when it was deleted.
pub fn find(conn: &mut Conn, segment: &str) -> Result<(i32, String), Error> {
    record::find::<NewCoverage>(conn, segment)
}

/// Declarations in the order they were made; those of these states, where any are named.
pub fn list(conn: &mut Conn, states: &[State], page: &ShortPage) -> Result<Documents, Error> {
    let mut query = coverage::table
        .inner_join(
            versions::table.on(versions::kind
                .eq(KIND)
                .and(versions::record_id.eq(coverage::id))
                .and(versions::version.eq(coverage::version))),
        )
        .filter(versions::document.is_not_null())
        .order(coverage::id.asc())
        .select((coverage::id, versions::document.assume_not_null()))
        .into_boxed();
    if !states.is_empty() {
        query = query.filter(coverage::state.eq_any(states.to_vec()));
    }
    let rows: Vec<(i64, String)> = query.load(conn)?;
    // Keys never fall, so that their digits are an order for cursors.
    let listed = |(id, document): (i64, String)| Listed {
        id,
        code: format!("{id:020}"),
        document,
    };
    Ok(page.cut(rows.into_iter().map(listed).collect()))
}
