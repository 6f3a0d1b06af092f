//! Who is who: two records of one person, and a person whose values are erased. Participations are never re-pointed and
//! never deleted: figures follow open merges, and facts stay under a number without a name.
//!
//! Each command leaves one entry of the ledger, for the person: `merge`, `unmerge` or `erase` of kind `participant`. A merge
//! changes figures of activities that have no entry of their own: those on whose rosters one of the linked persons is.
//! Whoever keeps figures in step finds them through `merges` (rows with that `from_seq` or `to_seq`).

use diesel::prelude::*;

use super::KIND;
use super::store::PATH;
use crate::codes;
use crate::db::schema::{
    merges, participant_details, participant_external_ids, participant_names, participants, participation_details,
    participations,
};
use crate::db::{Conn, Uid};
use crate::directory::{self, Kind};
use crate::error::{Error, Fault};
use crate::ledger::Tx;

codes! {
    /// How sure it is that two records are of one person. Figures follow both.
    pub enum Strength {
        /// It was established.
        Strict = "strict",
        /// Somebody decided it.
        Likely = "likely",
    }
}

/// A person's record without personal values.
struct Person {
    key: i64,
    uid: Uid,
    version: i32,
}

fn person(conn: &mut Conn, segment: &str) -> Result<Person, Error> {
    let key = directory::key_of(conn, Kind::Participant, segment, PATH)?;
    let (uid, version, deleted) = participants::table
        .find(key)
        .select((participants::uid, participants::version, participants::deleted_seq))
        .first::<(Uid, i32, Option<i64>)>(conn)?;
    match deleted {
        Some(_) => Err(Error::Gone(KIND)),
        None => Ok(Person { key, uid, version }),
    }
}

fn touch(tx: &mut Tx<'_>, person: &Person) -> Result<(), Error> {
    let now = tx.now();
    diesel::update(participants::table.find(person.key))
        .set((
            participants::version.eq(person.version + 1),
            participants::updated_at.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// The record that stands for a person's, one step on.
fn same_as(conn: &mut Conn, key: i64) -> Result<Option<i64>, Error> {
    Ok(merges::table
        .filter(merges::participant_id.eq(key).and(merges::to_seq.is_null()))
        .select(merges::same_as_id)
        .first(conn)
        .optional()?)
}

/// Says that a record is of the same person as another one, which stands for both from now on. Gives its new version.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Gone`]; [`Error::Conflict`] where it is merged already; [`Error::Invalid`] where the other
/// one is itself, or stands for it already.
pub fn merge(tx: &mut Tx<'_>, segment: &str, other: &str, strength: Strength) -> Result<i32, Error> {
    let (one, other) = (person(tx.conn(), segment)?, person(tx.conn(), other)?);
    if same_as(tx.conn(), one.key)?.is_some() {
        return Err(Error::Conflict(Fault::new("already_merged")));
    }
    let mut at = Some(other.key);
    while let Some(key) = at {
        if key == one.key {
            return Err(Error::invalid(Fault::at("/same_as", "circle")));
        }
        at = same_as(tx.conn(), key)?;
    }
    let seq = tx.enter("merge", KIND, one.uid, one.version + 1, &["same_as"]);
    diesel::insert_into(merges::table)
        .values((
            merges::participant_id.eq(one.key),
            merges::same_as_id.eq(other.key),
            merges::strength.eq(strength.as_str()),
            merges::from_seq.eq(seq),
        ))
        .execute(tx.conn())?;
    touch(tx, &one)?;
    Ok(one.version + 1)
}

/// Says that a record stands for itself again. Gives its new version.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Gone`]; [`Error::Conflict`] where it is not merged.
pub fn unmerge(tx: &mut Tx<'_>, segment: &str) -> Result<i32, Error> {
    let one = person(tx.conn(), segment)?;
    if same_as(tx.conn(), one.key)?.is_none() {
        return Err(Error::Conflict(Fault::new("not_merged")));
    }
    let seq = tx.enter("unmerge", KIND, one.uid, one.version + 1, &["same_as"]);
    diesel::update(merges::table.filter(merges::participant_id.eq(one.key).and(merges::to_seq.is_null())))
        .set(merges::to_seq.eq(Some(seq)))
        .execute(tx.conn())?;
    touch(tx, &one)?;
    Ok(one.version + 1)
}

/// Erases a person's values, for ever: names, addresses, ids elsewhere, and positions, scores and remarks of all its
/// participations. What is counted stays (activity, role, status, country, agency, sex), so that no figure changes; the
/// record is a tombstone under its code, which cannot be restored.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Gone`] where it was deleted or erased.
pub fn erase(tx: &mut Tx<'_>, segment: &str) -> Result<(), Error> {
    let one = person(tx.conn(), segment)?;
    let changed = [
        "name",
        "other_names",
        "email",
        "phone",
        "position",
        "external_ids",
        "participations",
    ];
    let seq = tx.enter("erase", KIND, one.uid, one.version + 1, &changed);
    let conn = tx.conn();
    diesel::delete(participant_names::table.filter(participant_names::participant_id.eq(one.key))).execute(conn)?;
    diesel::delete(participant_external_ids::table.filter(participant_external_ids::participant_id.eq(one.key)))
        .execute(conn)?;
    diesel::delete(participant_details::table.find(one.key)).execute(conn)?;
    let numbers = participations::table
        .filter(participations::participant_id.eq(one.key))
        .select(participations::number);
    diesel::delete(participation_details::table.filter(participation_details::number.eq_any(numbers))).execute(conn)?;
    diesel::update(participants::table.find(one.key))
        .set(participants::deleted_seq.eq(Some(seq)))
        .execute(conn)?;
    touch(tx, &one)
}
