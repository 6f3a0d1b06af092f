//! Activities as they stood.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::store::Row;
use super::{KIND, draft, links, statements};
use crate::db::schema::activities;
use crate::db::{Conn, Instant, Uid};
use crate::directory::{Directory, Resolver};
use crate::error::Error;
use crate::on_each;
use crate::past::{COPYING_PRINCIPAL, SnapshotRow, Writer, member};

/// How activities stand in a record of the past. Their rosters are states in the database itself, and in no snapshot.
pub const PAST: Writer = Writer {
    kind: KIND,
    tables: &[
        ("activity_programmes", "activity_id"),
        ("activity_fields", "activity_id"),
        ("activity_languages", "activity_id"),
        ("activity_countries", "activity_id"),
        ("activity_agencies", "activity_id"),
        ("activity_external_ids", "activity_id"),
        ("activity_sources", "activity_id"),
        ("participations", "activity_id"),
        (
            "count_cells",
            "(SELECT activity_id FROM counts WHERE counts.id = count_id)",
        ),
        ("counts", "activity_id"),
        ("activities", "id"),
    ],
    write: insert_past,
};

/// How many activities are held in memory at once.
const CHUNK: usize = 500;

fn insert_past(conn: &mut Conn, records: &[SnapshotRow]) -> Result<(), Error> {
    let mut directory = Directory::default();
    for chunk in records.chunks(CHUNK) {
        directory = stand_chunk(conn, chunk, directory)?;
    }
    Ok(())
}

fn stand_chunk(conn: &mut Conn, records: &[SnapshotRow], mut directory: Directory) -> Result<Directory, Error> {
    let mut all = Vec::with_capacity(records.len());
    for stood in records {
        let document = stood.document()?;
        let mut refs = Resolver::knowing(conn, directory);
        let activity = draft::read(&document, Some(&document), NaiveDate::MAX, &mut refs);
        directory = refs.into_directory()?;
        all.push((stood, document, activity?));
    }
    let mut rows = Vec::with_capacity(all.len());
    let mut linked = Vec::with_capacity(all.len());
    for (stood, document, activity) in &all {
        rows.push((
            Row::new(
                activity,
                activity.code.as_deref().unwrap_or_default(),
                stood.version,
                member(document, "updated_at", Instant::parse)?,
            ),
            activities::id.eq(stood.record_id),
            activities::uid.eq(member(document, "id", Uid::parse)?),
            activities::created_by.eq(COPYING_PRINCIPAL),
            activities::created_at.eq(member(document, "created_at", Instant::parse)?),
        ));
        linked.push((stood.record_id, activity));
    }
    on_each!(conn, c => diesel::insert_into(activities::table).values(&rows).execute(c))?;
    links::insert(conn, &linked)?;
    for (stood, document, activity) in &all {
        let stated = activity.statement.as_ref().filter(|statement| !statement.is_silent());
        if let Some(statement) = stated {
            let at = member(document, "updated_at", Instant::parse)?;
            statements::write(conn, stood.record_id, (stood.seq, at), statement, true, None)?;
        }
    }
    Ok(directory)
}
