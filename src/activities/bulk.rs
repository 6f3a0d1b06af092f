//! Many new activities as one command, each with an entry of its own in the ledger.

use diesel::prelude::*;

use super::model::{NewActivity, RecordMeta};
use super::store::Row;
use super::{KIND, links, recount, statements};
use crate::db::Uid;
use crate::db::schema::{activities, codes};
use crate::directory::Kind;
use crate::error::{Error, Fault};
use crate::ledger::{NewVersion, Tx};
use crate::on_each;

/// How many rows one statement writes.
const CHUNK: usize = 500;

/// Records new activities, each with a code that is free, and gives their keys in the same order.
pub fn insert_many(tx: &mut Tx<'_>, new: &[NewActivity]) -> Result<Vec<i64>, Error> {
    let (now, principal, first) = (tx.now(), tx.principal(), tx.next_seq());
    let last: Option<i64> = activities::table
        .select(diesel::dsl::max(activities::id))
        .first(tx.conn())?;
    let uids: Vec<Uid> = new.iter().map(|_| Uid::new()).collect();
    let coded: Vec<(&NewActivity, &str)> = new
        .iter()
        .map(|new| Some((new, new.code.as_deref()?)))
        .collect::<Option<_>>()
        .ok_or_else(|| Error::invalid(Fault::at("/code", "required")))?;
    for (chunk, uids) in coded.chunks(CHUNK).zip(uids.chunks(CHUNK)) {
        let rows: Vec<_> = chunk
            .iter()
            .zip(uids)
            .map(|((new, code), uid)| {
                (
                    Row::new(new, code, 1, now),
                    activities::uid.eq(*uid),
                    activities::created_by.eq(principal),
                    activities::created_at.eq(now),
                )
            })
            .collect();
        on_each!(tx.conn(), c => diesel::insert_into(activities::table).values(&rows).execute(c))?;
    }
    let keys: Vec<i64> = activities::table
        .filter(activities::id.gt(last.unwrap_or(0)))
        .order(activities::id.asc())
        .select(activities::id)
        .load(tx.conn())?;
    let keyed: Vec<(i64, &NewActivity)> = keys.iter().copied().zip(new).collect();
    links::insert(tx.conn(), &keyed)?;
    let mut claimed = Vec::with_capacity(new.len());
    let mut kept = Vec::with_capacity(new.len());
    for ((seq, uid), ((new, code), key)) in (first..).zip(uids).zip(coded.iter().zip(&keys)) {
        let statement = new.statement.clone().unwrap_or_default();
        recount::check_consistency(tx.conn(), None, new, &statement)?;
        if !statement.is_silent() {
            statements::insert(tx, *key, seq, &statement, true, None)?;
        }
        claimed.push((
            codes::kind.eq(Kind::Activity.as_str()),
            codes::code.eq(*code),
            codes::record_id.eq(*key),
            codes::seq.eq(seq),
        ));
        let meta = RecordMeta {
            id: uid.to_string(),
            code,
            version: 1,
            created_at: now.to_string(),
            updated_at: now.to_string(),
            standing: &statement,
            beside: recount::beside_of(tx.conn(), None, &new.listed(), &statement)?,
        };
        let document = new.document(&meta).to_string();
        kept.push(NewVersion {
            subject: uid,
            record_id: *key,
            version: 1,
            document,
        });
    }
    for chunk in claimed.chunks(CHUNK) {
        on_each!(tx.conn(), c => diesel::insert_into(codes::table).values(chunk).execute(c))?;
    }
    tx.enter_all("create", KIND, kept, &["all"])?;
    Ok(keys)
}
