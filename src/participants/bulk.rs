//! Many new persons as one command, each with an entry of its own in the ledger.

use diesel::prelude::*;

use super::KIND;
use super::model::NewPerson;
use super::rows::Details;
use crate::db::Uid;
use crate::db::schema::{codes, participant_details, participant_names, participants};
use crate::directory::Kind;
use crate::error::{Error, Fault};
use crate::ledger::Tx;
use crate::on_each;

/// How many rows one statement writes.
const CHUNK: usize = 1_000;

/// Records new persons without ids elsewhere, each with a code that is free, and gives their keys in the same order.
pub fn insert_many(tx: &mut Tx<'_>, new: &[NewPerson]) -> Result<Vec<i64>, Error> {
    let last: Option<i64> = participants::table
        .select(diesel::dsl::max(participants::id))
        .first(tx.conn())?;
    let mut last = last.unwrap_or(0);
    let mut all = Vec::with_capacity(new.len());
    for chunk in new.chunks(CHUNK) {
        let keys = insert_chunk(tx, chunk, last)?;
        last = keys.last().copied().unwrap_or(last);
        all.extend(keys);
    }
    Ok(all)
}

fn insert_chunk(tx: &mut Tx<'_>, new: &[NewPerson], last: i64) -> Result<Vec<i64>, Error> {
    let now = tx.now();
    let (mut rows, mut claimed) = (Vec::with_capacity(new.len()), Vec::with_capacity(new.len()));
    for person in new {
        let code = person
            .code
            .as_deref()
            .ok_or_else(|| Error::invalid(Fault::at("/code", "required")))?;
        let uid = Uid::new();
        claimed.push((code, tx.enter("create", KIND, uid, 1, &["all"])));
        rows.push((
            participants::uid.eq(uid),
            participants::version.eq(1),
            participants::code.eq(code),
            participants::sex.eq(person.sex),
            participants::country_id.eq(person.country.as_ref().map(|c| c.key)),
            participants::agency_id.eq(person.agency.as_ref().map(|a| a.key)),
            participants::created_at.eq(now),
            participants::updated_at.eq(now),
        ));
    }
    on_each!(tx.conn(), c => diesel::insert_into(participants::table).values(&rows).execute(c))?;
    let keys: Vec<i64> = participants::table
        .filter(participants::id.gt(last))
        .order(participants::id.asc())
        .select(participants::id)
        .load(tx.conn())?;
    let details: Vec<_> = keys
        .iter()
        .zip(new.iter().zip(&claimed))
        .map(|(key, (person, (code, _)))| (participant_details::participant_id.eq(*key), Details::new(person, code)))
        .collect();
    on_each!(tx.conn(), c => diesel::insert_into(participant_details::table).values(&details).execute(c))?;
    let names: Vec<_> = keys
        .iter()
        .zip(new)
        .flat_map(|(key, person)| {
            (0_i32..).zip(&person.other_names).map(move |(i, other)| {
                (
                    participant_names::participant_id.eq(*key),
                    participant_names::position.eq(i),
                    participant_names::name.eq(&other.name),
                    participant_names::lang.eq(other.lang.as_deref()),
                )
            })
        })
        .collect();
    if !names.is_empty() {
        on_each!(tx.conn(), c => diesel::insert_into(participant_names::table).values(&names).execute(c))?;
    }
    let rows: Vec<_> = keys
        .iter()
        .zip(&claimed)
        .map(|(key, (code, seq))| {
            (
                codes::kind.eq(Kind::Participant.as_str()),
                codes::code.eq(*code),
                codes::record_id.eq(*key),
                codes::seq.eq(*seq),
            )
        })
        .collect();
    on_each!(tx.conn(), c => diesel::insert_into(codes::table).values(&rows).execute(c))?;
    Ok(keys)
}
