//! Persons in the database: finding them, and writing them in place.

use diesel::prelude::*;
use serde_json::Value;

use super::model::{NewPerson, RecordMeta};
use super::rows::{Details, StoredPerson, insert_lists, load};
use super::{KIND, draft};
use crate::db::schema::{
    participant_details, participant_external_ids, participant_names, participants, participations,
};
use crate::db::{Conn, Instant, Uid};
use crate::directory::{self, Kind, Resolver, external};
use crate::error::{Error, Fault, OrInternal};
use crate::http::write::Precondition;
use crate::input::patch::{differing, merged};
use crate::ledger::{Outcome, Tx};
use crate::text::{self, fold};

pub use super::rows::documents;

/// Where persons are found.
pub const PATH: &str = "/api/v1/participants";

/// What a write came to: the person's key inside and id outside, the version that stands now, and its document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Written {
    pub key: i64,
    pub uid: Uid,
    pub version: i32,
    pub json: String,
}

fn current(conn: &mut Conn, segment: &str) -> Result<StoredPerson, Error> {
    let key = directory::key_of(conn, Kind::Participant, segment, PATH)?;
    load(conn, &[key])?.pop().ok_or(Error::NotFound(KIND))
}

/// A person by id or code: its version and its document. An older code is [`Error::Moved`].
pub fn find(conn: &mut Conn, segment: &str) -> Result<(i32, String), Error> {
    let stored = current(conn, segment)?;
    if stored.is_deleted {
        return Err(Error::Gone(KIND));
    }
    Ok((stored.version, stored.document.to_string()))
}

/// The document of a person again, for an answer that is repeated.
pub fn reread(conn: &mut Conn, uid: Uid) -> Result<String, Error> {
    find(conn, &uid.to_string()).map(|(_, json)| json)
}

/// Reads a body and records it as a new person.
pub fn insert(tx: &mut Tx<'_>, body: &Value) -> Result<Written, Error> {
    let mut refs = Resolver::new(tx.conn());
    let new = draft::read(body, None, &mut refs);
    refs.finish()?;
    insert_read(tx, &new?, "/code")
}

/// Records a new person; `pointer` is where its code was stated.
pub fn insert_read(tx: &mut Tx<'_>, new: &NewPerson, pointer: &str) -> Result<Written, Error> {
    let (uid, now) = (Uid::new(), tx.now());
    let code = match &new.code {
        Some(code) => code.clone(),
        None => free_code(tx.conn())?,
    };
    if !directory::is_free(tx.conn(), Kind::Participant, &code)? {
        return Err(Error::Conflict(Fault::at(pointer, "code_taken").with("value", code)));
    }
    external::refuse_taken(tx, Kind::Participant, None, &new.external_ids, None)?;
    let seq = tx.enter("create", KIND, uid, 1, &["all"]);
    let key: i64 = diesel::insert_into(participants::table)
        .values((
            participants::uid.eq(uid),
            participants::version.eq(1),
            participants::code.eq(&code),
            participants::sex.eq(new.sex),
            participants::country_id.eq(new.country.as_ref().map(|c| c.key)),
            participants::agency_id.eq(new.agency.as_ref().map(|a| a.key)),
            participants::created_at.eq(now),
            participants::updated_at.eq(now),
        ))
        .returning(participants::id)
        .get_result(tx.conn())?;
    directory::insert_code(tx.conn(), Kind::Participant, &code, key, seq, pointer)?;
    let details = Details::new(new, &code);
    diesel::insert_into(participant_details::table)
        .values((participant_details::participant_id.eq(key), details))
        .execute(tx.conn())?;
    insert_lists(tx.conn(), key, new)?;
    let json = new.document(&RecordMeta {
        id: uid.to_string(),
        code: &code,
        version: 1,
        same_as: None,
        created_at: now.to_string(),
        updated_at: now.to_string(),
    });
    Ok(Written {
        key,
        uid,
        version: 1,
        json: json.to_string(),
    })
}

/// Replaces a person's content by a body (PUT), or by what stands with a merge patch applied (PATCH).
pub fn replace(
    tx: &mut Tx<'_>,
    segment: &str,
    condition: &Precondition,
    body: &Value,
    merge: bool,
) -> Result<Written, Error> {
    let stored = current(tx.conn(), segment)?;
    if stored.is_deleted {
        return Err(Error::Gone(KIND));
    }
    condition.check(stored.version)?;
    let body = if merge {
        merged(&stored.document, body)?
    } else {
        body.clone()
    };
    rewrite(tx, &stored, &body)
}

fn rewrite(tx: &mut Tx<'_>, stored: &StoredPerson, body: &Value) -> Result<Written, Error> {
    let (key, uid) = (stored.key, stored.uid);
    let mut refs = Resolver::new(tx.conn());
    let new = draft::read(body, Some(&stored.document), &mut refs);
    refs.finish()?;
    let new = new?;
    let text = |name: &str| stored.document.get(name).and_then(Value::as_str).map(str::to_owned);
    let former = text("code").unwrap_or_default();
    let code = new.code.clone().unwrap_or_else(|| former.clone());
    let mut meta = RecordMeta {
        id: uid.to_string(),
        code: &code,
        version: stored.version,
        same_as: text("same_as"),
        created_at: text("created_at").unwrap_or_default(),
        updated_at: text("updated_at").unwrap_or_default(),
    };
    let after = new.document(&meta);
    let changed = differing(&stored.document, &after);
    if changed.is_empty() {
        return Ok(Written {
            key,
            uid,
            version: stored.version,
            json: after.to_string(),
        });
    }
    external::refuse_taken(
        tx,
        Kind::Participant,
        Some(key),
        &new.external_ids,
        Some(&stored.document),
    )?;
    let (version, now) = (stored.version + 1, tx.now());
    let seq = tx.enter("update", KIND, uid, version, &changed);
    if code != former {
        directory::insert_code(tx.conn(), Kind::Participant, &code, key, seq, "/code")?;
    }
    diesel::update(participants::table.find(key))
        .set((
            participants::version.eq(version),
            participants::code.eq(&code),
            participants::sex.eq(new.sex),
            participants::country_id.eq(new.country.as_ref().map(|c| c.key)),
            participants::agency_id.eq(new.agency.as_ref().map(|a| a.key)),
            participants::updated_at.eq(now),
        ))
        .execute(tx.conn())?;
    diesel::update(participant_details::table.find(key))
        .set(Details::new(&new, &code))
        .execute(tx.conn())?;
    if changed
        .iter()
        .any(|name| matches!(*name, "other_names" | "external_ids"))
    {
        diesel::delete(participant_names::table.filter(participant_names::participant_id.eq(key)))
            .execute(tx.conn())?;
        diesel::delete(participant_external_ids::table.filter(participant_external_ids::participant_id.eq(key)))
            .execute(tx.conn())?;
        insert_lists(tx.conn(), key, &new)?;
    }
    (meta.version, meta.updated_at) = (version, now.to_string());
    Ok(Written {
        key,
        uid,
        version,
        json: new.document(&meta).to_string(),
    })
}

/// Records what a row of a sheet says of a person: the one with its code, or else with its e-mail and its name, or else
/// a new one. Members that are absent leave what is stored; null clears.
pub fn upsert(tx: &mut Tx<'_>, body: &Value) -> Result<(Outcome, Uid), Error> {
    let Some(key) = person_by_external_id(tx.conn(), body)? else {
        return insert(tx, body).map(|written| (Outcome::Created, written.uid));
    };
    let stored = load(tx.conn(), &[key])?.pop().ok_or(Error::NotFound(KIND))?;
    if stored.is_deleted {
        return Err(Error::invalid(
            Fault::at("/code", "deleted_reference").with("kind", KIND),
        ));
    }
    let written = rewrite(tx, &stored, &merged(&stored.document, body)?)?;
    let outcome = if written.version == stored.version {
        Outcome::Unchanged
    } else {
        Outcome::Changed
    };
    Ok((outcome, written.uid))
}

/// The person that a row means. An e-mail alone is no person, since offices share addresses; nor is a name.
fn person_by_external_id(conn: &mut Conn, body: &Value) -> Result<Option<i64>, Error> {
    let text = |name: &str| {
        body.get(name)
            .and_then(Value::as_str)
            .map(text::code)
            .filter(|text| !text.is_empty())
    };
    if let Some(code) = text("code") {
        let mut directory = directory::Directory::default();
        let found = directory.resolve(conn, Kind::Participant, &code, Fault::new)?;
        return Ok(found.ok().map(|reference| reference.key));
    }
    let (Some(email), Some(name)) = (text("email"), text("name")) else {
        return Ok(None);
    };
    Ok(participant_details::table
        .inner_join(participants::table.on(participants::id.eq(participant_details::participant_id)))
        .filter(participant_details::email_folded.eq(fold(&email)))
        .filter(participant_details::name_sort.eq(fold(&name)))
        .filter(participants::deleted_seq.is_null())
        .order(participants::id.asc())
        .select(participants::id)
        .first(conn)
        .optional()?)
}

/// Deletes: a tombstone remains. A person with participations stays.
pub fn remove(tx: &mut Tx<'_>, segment: &str, condition: &Precondition) -> Result<(), Error> {
    let stored = current(tx.conn(), segment)?;
    if stored.is_deleted {
        return Err(Error::Gone(KIND));
    }
    condition.check(stored.version)?;
    let rows: i64 = participations::table
        .filter(
            participations::participant_id
                .eq(stored.key)
                .and(participations::to_seq.is_null()),
        )
        .count()
        .get_result(tx.conn())?;
    if rows > 0 {
        return Err(Error::Conflict(Fault::new("in_use").with("count", rows)));
    }
    let (version, now) = (stored.version + 1, tx.now());
    let seq = tx.enter("delete", KIND, stored.uid, version, &[]);
    set_deleted(tx.conn(), stored.key, version, now, Some(seq))
}

/// Brings a deleted person back as it was, within [`crate::ledger::RESTORABLE_DAYS`].
pub fn restore(tx: &mut Tx<'_>, segment: &str) -> Result<Written, Error> {
    let stored = current(tx.conn(), segment)?;
    if !stored.is_deleted {
        return Err(Error::Conflict(Fault::new("not_deleted")));
    }
    tx.require_restorable(stored.updated_at)?;
    let (key, uid, version, now) = (stored.key, stored.uid, stored.version + 1, tx.now());
    tx.enter("restore", KIND, uid, version, &[]);
    set_deleted(tx.conn(), key, version, now, None)?;
    let json = documents(tx.conn(), &[key])?
        .pop()
        .or_internal("a person that was just written is not there")?;
    Ok(Written {
        key,
        uid,
        version,
        json,
    })
}

fn set_deleted(conn: &mut Conn, key: i64, version: i32, now: Instant, seq: Option<i64>) -> Result<(), Error> {
    diesel::update(participants::table.find(key))
        .set((
            participants::version.eq(version),
            participants::updated_at.eq(now),
            participants::deleted_seq.eq(seq),
        ))
        .execute(conn)?;
    Ok(())
}

fn free_code(conn: &mut Conn) -> Result<String, Error> {
    let last: Option<i64> = participants::table
        .select(diesel::dsl::max(participants::id))
        .first(conn)?;
    let mut number = last.unwrap_or(0) + 1;
    loop {
        let code = format!("P{number:06}");
        if directory::is_free(conn, Kind::Participant, &code)? {
            return Ok(code);
        }
        number += 1;
    }
}
