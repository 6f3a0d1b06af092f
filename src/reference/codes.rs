//! The codes of a record: the present one, those before it, and who stands above whom.

use diesel::prelude::*;
use serde_json::Value;

use super::record::{Record, RecordMeta};
use crate::db::Conn;
use crate::db::schema::codes;
use crate::directory;
use crate::error::{Error, Fault};

/// Codes before the present one: those that the document shows, the one that a change leaves behind, and those that
/// the body adds. None is ever taken away.
pub(super) fn former_codes<R: Record>(new: &R, stated: Option<&Value>) -> Vec<String> {
    if new.code().is_empty() {
        return Vec::new();
    }
    let listed = stated
        .and_then(|document| document.get("former_codes"))
        .and_then(Value::as_array);
    let listed = listed.into_iter().flatten().filter_map(Value::as_str);
    let left = stated.and_then(|document| document.get(R::KEY)).and_then(Value::as_str);
    let added = new.former_codes().iter().map(String::as_str);
    let mut codes: Vec<String> = Vec::new();
    for code in listed.chain(left).chain(added) {
        if code != new.code() && !codes.iter().any(|known| known == code) {
            codes.push(code.to_owned());
        }
    }
    codes
}

/// Refuses codes that belong to other records, deleted ones included.
pub(super) fn are_free<R: Record>(conn: &mut Conn, new: &R, id: Option<i64>) -> Result<(), Error> {
    let former = new.former_codes().iter().enumerate();
    let former = former.map(|(i, code)| (format!("/former_codes/{i}"), code.as_str()));
    for (pointer, code) in std::iter::once((format!("/{}", R::KEY), new.code())).chain(former) {
        let holder: Option<i64> = codes::table
            .find((R::KIND.as_str(), code))
            .select(codes::record_id)
            .first(conn)
            .optional()?;
        if holder.is_some() && holder != id {
            return Err(Error::Conflict(Fault::at(pointer, "code_taken").with("value", code)));
        }
    }
    Ok(())
}

pub(super) fn insert_code<R: Record>(
    conn: &mut Conn,
    new: &R,
    meta: &RecordMeta,
    id: i64,
    seq: i64,
) -> Result<(), Error> {
    if new.code().is_empty() {
        return Ok(());
    }
    directory::insert_code(conn, R::KIND, new.code(), id, seq, &format!("/{}", R::KEY))?;
    for code in &meta.former_codes {
        directory::insert_code(conn, R::KIND, code, id, seq, "/former_codes")?;
    }
    Ok(())
}

/// Says that `id` may not stand above itself: walks up from `from` with `next`.
pub fn no_circle(
    conn: &mut Conn,
    id: Option<i64>,
    from: Option<i64>,
    pointer: &str,
    next: impl Fn(&mut Conn, i64) -> Result<Option<i64>, Error>,
) -> Result<(), Error> {
    let Some(id) = id else { return Ok(()) };
    let (mut at, mut passed) = (from, Vec::new());
    while let Some(key) = at {
        if key == id {
            return Err(Error::invalid(Fault::at(pointer, "circle")));
        }
        if passed.contains(&key) {
            break;
        }
        passed.push(key);
        at = next(conn, key)?;
    }
    Ok(())
}
