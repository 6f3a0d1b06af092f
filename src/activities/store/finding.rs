//! Finding an activity by id or code, for those who may see it.

use diesel::prelude::*;

use crate::activities::KIND;
use crate::activities::model::Status;
use crate::activities::reading;
use crate::db::schema::{activities, codes, versions};
use crate::db::{Conn, Uid};
use crate::directory::{self, Kind};
use crate::error::Error;
use crate::text;

/// An activity's document as it is read: its version and its JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Document {
    pub version: i32,
    pub json: String,
    pub is_draft: bool,
}

type Read = (i32, Status, Option<i64>, Option<String>);

/// The document of one activity, by id or code. `with_hidden` shows drafts, and says *gone* of deleted ones.
pub fn find(conn: &mut Conn, segment: &str, with_hidden: bool) -> Result<Document, Error> {
    let columns = (
        activities::version,
        activities::status,
        activities::deleted_seq,
        versions::document,
    );
    let joined = activities::table.inner_join(
        versions::table.on(versions::kind
            .eq(KIND)
            .and(versions::record_id.eq(activities::id))
            .and(versions::version.eq(activities::version))),
    );
    let mut found: Option<Read> = None;
    if let Some(uid) = Uid::parse(segment) {
        found = joined
            .filter(activities::uid.eq(uid))
            .select(columns)
            .first(conn)
            .optional()?;
    }
    if found.is_none() {
        let id = key_shown(conn, segment, with_hidden)?;
        found = joined
            .filter(activities::id.eq(id))
            .select(columns)
            .first(conn)
            .optional()?;
    }
    match found {
        Some((_, _, Some(_), _)) if with_hidden => Err(Error::Gone(KIND)),
        Some((version, status, None, Some(json))) if with_hidden || status != Status::Draft => Ok(Document {
            version,
            json: reading::as_read_today(json),
            is_draft: status == Status::Draft,
        }),
        _ => Err(Error::NotFound(KIND)),
    }
}

/// Whether an activity may be seen by those who ask for what hangs on it; `kind` is what they ask for.
pub fn require_visible(conn: &mut Conn, id: i64, with_hidden: bool, kind: &'static str) -> Result<(), Error> {
    let (status, deleted) = activities::table
        .find(id)
        .select((activities::status, activities::deleted_seq))
        .first::<(Status, Option<i64>)>(conn)?;
    match deleted {
        Some(_) if with_hidden => Err(Error::Gone(kind)),
        None if with_hidden || status != Status::Draft => Ok(()),
        _ => Err(Error::NotFound(kind)),
    }
}

/// The key behind a code. An older code leads to the newer one only those who may see the record.
fn key_shown(conn: &mut Conn, segment: &str, with_hidden: bool) -> Result<i64, Error> {
    let found = directory::key_of(conn, Kind::Activity, segment, "/api/v1/activities");
    if !matches!(found, Err(Error::Moved(_))) || with_hidden {
        return found;
    }
    let shown: i64 = activities::table
        .inner_join(codes::table.on(codes::record_id.eq(activities::id)))
        .filter(codes::kind.eq(KIND).and(codes::code.eq(text::code(segment))))
        .filter(activities::deleted_seq.is_null())
        .filter(activities::status.ne(Status::Draft))
        .count()
        .get_result(conn)?;
    if shown > 0 { found } else { Err(Error::NotFound(KIND)) }
}

/// The key of an activity that may be seen, for what hangs on it.
pub fn key_of(conn: &mut Conn, segment: &str, with_hidden: bool) -> Result<i64, Error> {
    find(conn, segment, with_hidden)?;
    directory::key_of(conn, Kind::Activity, segment, "/api/v1/activities")
}
