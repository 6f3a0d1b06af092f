//! Programmes in the database.

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde_json::Value;

use super::KIND;
use super::model::{CodeBasis, NewProgramme, ProgrammeKind};
use crate::db::schema::{activity_programmes, programmes, versions};
use crate::db::{Conn, Instant, Uid};
use crate::directory::{Kind, Resolver};
use crate::error::Error;
use crate::http::write::Precondition;
use crate::ledger::Tx;
use crate::past::Writer;
use crate::reference::codes::no_circle;
use crate::reference::list::{Documents, Listed, ShortPage};
use crate::reference::past::insert_past;
use crate::reference::propagate::{Referrer, replace_code, touch};
use crate::reference::record::{self, Record, RecordMeta, Removable, Restorable, Row};
use crate::reference::{Outcome, Written};
use crate::text::containing;

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = programmes, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Columns<'a> {
    version: i32,
    code: &'a str,
    name: String,
    kind: ProgrammeKind,
    parent_id: Option<i64>,
    launched_year: Option<i32>,
    code_basis: Option<CodeBasis>,
    source_url: Option<&'a str>,
    notes: Option<&'a str>,
    search_text: String,
    updated_at: Instant,
}

impl<'a> Columns<'a> {
    fn new(new: &'a NewProgramme, meta: &RecordMeta, now: Instant) -> Self {
        Self {
            version: meta.version,
            code: &new.code,
            name: new.name.to_json(),
            kind: new.kind,
            parent_id: new.parent.as_ref().map(|parent| parent.key),
            launched_year: new.launched_year,
            code_basis: new.code_basis,
            source_url: new.source_url.as_deref(),
            notes: new.notes.as_deref(),
            search_text: new.search_text(meta),
            updated_at: now,
        }
    }
}

impl Record for NewProgramme {
    const KIND: Kind = Kind::Programme;
    const BASE: &'static str = "/api/v1/programmes";
    const KEY: &'static str = "code";

    fn read(body: &Value, stated: Option<&Value>, refs: &mut Resolver<'_>) -> Result<Self, Error> {
        Self::read(body, stated, refs)
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn former_codes(&self) -> &[String] {
        &self.former_codes
    }

    fn document(&self, meta: &RecordMeta) -> Value {
        self.document(meta)
    }

    fn check(&self, conn: &mut Conn, id: Option<i64>) -> Result<(), Error> {
        no_circle(
            conn,
            id,
            self.parent.as_ref().map(|parent| parent.key),
            "/parent",
            |conn, key| {
                Ok(programmes::table
                    .find(key)
                    .select(programmes::parent_id)
                    .first::<Option<i64>>(conn)?)
            },
        )
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
        let id = id.map(|id| programmes::id.eq(id));
        let columns = (
            Columns::new(self, meta, now),
            programmes::uid.eq(uid),
            programmes::created_at.eq(now),
            id,
        );
        Ok(diesel::insert_into(programmes::table)
            .values(columns)
            .returning(programmes::id)
            .get_result(conn)?)
    }

    fn update(&self, conn: &mut Conn, id: i64, meta: &RecordMeta, now: Instant) -> Result<(), Error> {
        diesel::update(programmes::table.find(id))
            .set(Columns::new(self, meta, now))
            .execute(conn)?;
        Ok(())
    }

    fn row(conn: &mut Conn, id: i64) -> Result<Option<Row>, Error> {
        let row: Option<(Uid, i32, Instant)> = programmes::table
            .find(id)
            .select((programmes::uid, programmes::version, programmes::created_at))
            .first(conn)
            .optional()?;
        Ok(row.map(|(uid, version, created_at)| Row {
            uid,
            version,
            created_at,
            deleted: false,
        }))
    }

    fn renamed(tx: &mut Tx<'_>, id: i64, from: &str, to: &str) -> Result<(), Error> {
        let activities: Vec<i64> = activity_programmes::table
            .filter(activity_programmes::programme_id.eq(id))
            .select(activity_programmes::activity_id)
            .load(tx.conn())?;
        touch(
            tx,
            Referrer::Activity,
            &BTreeSet::from_iter(activities),
            &["programmes"],
            |document| replace_code(document, &["/programmes/*"], from, to),
        )?;
        let children: Vec<i64> = programmes::table
            .filter(programmes::parent_id.eq(id))
            .select(programmes::id)
            .load(tx.conn())?;
        touch(
            tx,
            Referrer::Programme,
            &BTreeSet::from_iter(children),
            &["parent"],
            |document| replace_code(document, &["/parent"], from, to),
        )
    }
}

impl Removable for NewProgramme {
    fn uses(conn: &mut Conn, id: i64) -> Result<i64, Error> {
        // Deleted activities count too: they can be restored, and then show the programme.
        let activities: i64 = activity_programmes::table
            .filter(activity_programmes::programme_id.eq(id))
            .count()
            .get_result(conn)?;
        let children: i64 = programmes::table
            .filter(programmes::parent_id.eq(id))
            .count()
            .get_result(conn)?;
        Ok(activities + children)
    }

    fn remove(conn: &mut Conn, id: i64, _version: i32, _seq: i64, _now: Instant) -> Result<(), Error> {
        diesel::delete(programmes::table.find(id)).execute(conn)?;
        Ok(())
    }
}

/// How programmes stand in a record of the past.
pub const PAST: Writer = Writer {
    kind: KIND,
    tables: &[("programmes", "id")],
    write: insert_past::<NewProgramme>,
};
impl Restorable for NewProgramme {
    fn bring_back(&self, conn: &mut Conn, id: i64, row: Row, meta: &RecordMeta, now: Instant) -> Result<(), Error> {
        diesel::insert_into(programmes::table)
            .values((
                Columns::new(self, meta, now),
                programmes::id.eq(id),
                programmes::uid.eq(row.uid),
                programmes::created_at.eq(row.created_at),
            ))
            .execute(conn)?;
        Ok(())
    }
}

/// Reads a body and records it as a new programme.
pub fn insert(tx: &mut Tx<'_>, body: &Value) -> Result<Written, Error> {
    record::insert::<NewProgramme>(tx, body)
}

/// Replaces a programme's content by a body (PUT), or by what stands with a merge patch applied (PATCH).
pub fn replace(
    tx: &mut Tx<'_>,
    segment: &str,
    condition: &Precondition,
    body: &Value,
    merge: bool,
) -> Result<Written, Error> {
    record::replace::<NewProgramme>(tx, segment, condition, body, merge)
}

/// Creates the programme with the body's `code`, or applies the body to it; absent members leave what is stored.
pub fn upsert(tx: &mut Tx<'_>, body: &Value) -> Result<(Outcome, Uid), Error> {
    record::upsert::<NewProgramme>(tx, body)
}

/// Deletes a programme to which nothing refers.
pub fn remove(tx: &mut Tx<'_>, segment: &str, condition: &Precondition) -> Result<(), Error> {
    record::remove::<NewProgramme>(tx, segment, condition)
}

/// Brings a deleted programme back as it was, within [`crate::ledger::RESTORABLE_DAYS`].
pub fn restore(tx: &mut Tx<'_>, segment: &str) -> Result<Written, Error> {
    record::restore::<NewProgramme>(tx, segment)
}

/// The version and the document of a programme, by code or id; [`Error::Gone`] when it was deleted.
pub fn find(conn: &mut Conn, segment: &str) -> Result<(i32, String), Error> {
    record::find::<NewProgramme>(conn, segment)
}

/// Which programmes a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ProgrammeFilter {
    pub kinds: Vec<ProgrammeKind>,
    pub text: Option<String>,
}

/// Programmes in the order of their codes.
pub fn list(conn: &mut Conn, filter: &ProgrammeFilter, page: &ShortPage) -> Result<Documents, Error> {
    let mut query = programmes::table
        .inner_join(
            versions::table.on(versions::kind
                .eq(KIND)
                .and(versions::record_id.eq(programmes::id))
                .and(versions::version.eq(programmes::version))),
        )
        .filter(versions::document.is_not_null())
        .order(programmes::code.asc())
        .select((programmes::id, programmes::code, versions::document.assume_not_null()))
        .into_boxed();
    if !filter.kinds.is_empty() {
        query = query.filter(programmes::kind.eq_any(&filter.kinds));
    }
    if let Some(text) = &filter.text {
        query = query.filter(programmes::search_text.like(containing(text)).escape('\\'));
    }
    let rows: Vec<(i64, String, String)> = query.load(conn)?;
    Ok(page.cut(
        rows.into_iter()
            .map(|(id, code, document)| Listed { id, code, document })
            .collect(),
    ))
}
