//! Fields of work in the database.

use diesel::prelude::*;
use serde_json::Value;

use super::KIND;
use super::model::NewField;
use crate::db::schema::{activity_fields, field_mappings, fields, versions};
use crate::db::{Conn, Instant, Uid};
use crate::directory::{Kind, Resolver};
use crate::error::Error;
use crate::http::write::Precondition;
use crate::ledger::Tx;
use crate::on_each;
use crate::past::Writer;
use crate::reference::codes::no_circle;
use crate::reference::list::{Documents, Listed, ShortPage};
use crate::reference::past::insert_past;
use crate::reference::record::{self, Record, RecordMeta, Removable, Restorable, Row};
use crate::reference::{Outcome, Written};
use crate::text::containing;

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = fields, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Columns<'a> {
    version: i32,
    code: &'a str,
    name: String,
    parent_id: Option<i64>,
    search_text: String,
    updated_at: Instant,
}

impl<'a> Columns<'a> {
    fn new(new: &'a NewField, meta: &RecordMeta, now: Instant) -> Self {
        Self {
            version: meta.version,
            code: &new.code,
            name: new.name.to_json(),
            parent_id: new.parent.as_ref().map(|parent| parent.key),
            search_text: new.search_text(),
            updated_at: now,
        }
    }
}

impl Record for NewField {
    const KIND: Kind = Kind::Field;
    const BASE: &'static str = "/api/v1/fields";
    const KEY: &'static str = "code";

    fn read(body: &Value, stated: Option<&Value>, refs: &mut Resolver<'_>) -> Result<Self, Error> {
        Self::read(body, stated, refs)
    }

    fn code(&self) -> &str {
        &self.code
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
                Ok(fields::table
                    .find(key)
                    .select(fields::parent_id)
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
        let id = id.map(|id| fields::id.eq(id));
        let columns = (
            Columns::new(self, meta, now),
            fields::uid.eq(uid),
            fields::created_at.eq(now),
            id,
        );
        let id = diesel::insert_into(fields::table)
            .values(columns)
            .returning(fields::id)
            .get_result(conn)?;
        insert_mappings(conn, id, self)?;
        Ok(id)
    }

    fn update(&self, conn: &mut Conn, id: i64, meta: &RecordMeta, now: Instant) -> Result<(), Error> {
        diesel::update(fields::table.find(id))
            .set(Columns::new(self, meta, now))
            .execute(conn)?;
        diesel::delete(field_mappings::table.filter(field_mappings::field_id.eq(id))).execute(conn)?;
        insert_mappings(conn, id, self)
    }

    fn row(conn: &mut Conn, id: i64) -> Result<Option<Row>, Error> {
        let row: Option<(Uid, i32, Instant)> = fields::table
            .find(id)
            .select((fields::uid, fields::version, fields::created_at))
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

impl Removable for NewField {
    fn uses(conn: &mut Conn, id: i64) -> Result<i64, Error> {
        // Deleted activities count too: they can be restored, and then show the field.
        let activities: i64 = activity_fields::table
            .filter(activity_fields::field_id.eq(id))
            .count()
            .get_result(conn)?;
        let children: i64 = fields::table
            .filter(fields::parent_id.eq(id))
            .count()
            .get_result(conn)?;
        Ok(activities + children)
    }

    fn remove(conn: &mut Conn, id: i64, _version: i32, _seq: i64, _now: Instant) -> Result<(), Error> {
        diesel::delete(field_mappings::table.filter(field_mappings::field_id.eq(id))).execute(conn)?;
        diesel::delete(fields::table.find(id)).execute(conn)?;
        Ok(())
    }
}

impl Restorable for NewField {
    fn bring_back(&self, conn: &mut Conn, id: i64, row: Row, meta: &RecordMeta, now: Instant) -> Result<(), Error> {
        diesel::insert_into(fields::table)
            .values((
                Columns::new(self, meta, now),
                fields::id.eq(id),
                fields::uid.eq(row.uid),
                fields::created_at.eq(row.created_at),
            ))
            .execute(conn)?;
        insert_mappings(conn, id, self)
    }
}

fn insert_mappings(conn: &mut Conn, id: i64, new: &NewField) -> Result<(), Error> {
    let rows: Vec<_> = new
        .mappings
        .iter()
        .map(|mapping| {
            (
                field_mappings::field_id.eq(id),
                field_mappings::scheme.eq(&mapping.scheme),
                field_mappings::code.eq(&mapping.code),
            )
        })
        .collect();
    if !rows.is_empty() {
        on_each!(conn, c => diesel::insert_into(field_mappings::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// How fields stand in a record of the past.
pub const PAST: Writer = Writer {
    kind: KIND,
    tables: &[("field_mappings", "field_id"), ("fields", "id")],
    write: insert_past::<NewField>,
};

/// Reads a body and records it as a new field.
pub fn insert(tx: &mut Tx<'_>, body: &Value) -> Result<Written, Error> {
    record::insert::<NewField>(tx, body)
}

/// Replaces a field's content by a body (PUT), or by what stands with a merge patch applied (PATCH).
pub fn replace(
    tx: &mut Tx<'_>,
    segment: &str,
    condition: &Precondition,
    body: &Value,
    merge: bool,
) -> Result<Written, Error> {
    record::replace::<NewField>(tx, segment, condition, body, merge)
}

/// Creates the field with the body's `code`, or applies the body to it; absent members leave what is stored.
pub fn upsert(tx: &mut Tx<'_>, body: &Value) -> Result<(Outcome, Uid), Error> {
    record::upsert::<NewField>(tx, body)
}

/// Deletes a field to which nothing refers.
pub fn remove(tx: &mut Tx<'_>, segment: &str, condition: &Precondition) -> Result<(), Error> {
    record::remove::<NewField>(tx, segment, condition)
}

/// Brings a deleted field back as it was, within [`crate::ledger::RESTORABLE_DAYS`].
pub fn restore(tx: &mut Tx<'_>, segment: &str) -> Result<Written, Error> {
    record::restore::<NewField>(tx, segment)
}

/// The version and the document of a field, by code or id; [`Error::Gone`] when it was deleted.
pub fn find(conn: &mut Conn, segment: &str) -> Result<(i32, String), Error> {
    record::find::<NewField>(conn, segment)
}

/// Fields in the order of their codes; `text` is searched for in names and codes.
pub fn list(conn: &mut Conn, text: Option<&str>, page: &ShortPage) -> Result<Documents, Error> {
    let mut query = fields::table
        .inner_join(
            versions::table.on(versions::kind
                .eq(KIND)
                .and(versions::record_id.eq(fields::id))
                .and(versions::version.eq(fields::version))),
        )
        .filter(versions::document.is_not_null())
        .order(fields::code.asc())
        .select((fields::id, fields::code, versions::document.assume_not_null()))
        .into_boxed();
    if let Some(text) = text {
        query = query.filter(fields::search_text.like(containing(text)).escape('\\'));
    }
    let rows: Vec<(i64, String, String)> = query.load(conn)?;
    Ok(page.cut(
        rows.into_iter()
            .map(|(id, code, document)| Listed { id, code, document })
            .collect(),
    ))
}
