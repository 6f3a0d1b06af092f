//! The activities behind a figure, as the record had them at its data version.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::Value;

use crate::activities::{KIND, redacted};
use crate::db::Conn;
use crate::db::schema::versions;
use crate::disclosure::Clearance;
use crate::error::{Error, OrInternal};

/// How many are read at once: each database takes so many values in a list.
const AT_ONCE: usize = 500;

/// The documents of activities, by key, as they stood at a sequence number and as a clearance tells them.
pub fn documents(conn: &mut Conn, keys: &[i64], seq: i64, clearance: Clearance) -> Result<BTreeMap<i64, Value>, Error> {
    let mut found: BTreeMap<i64, String> = BTreeMap::new();
    for some in keys.chunks(AT_ONCE) {
        let versions: Vec<(i64, Option<String>)> = versions::table
            .filter(versions::kind.eq(KIND))
            .filter(versions::record_id.eq_any(some))
            .filter(versions::seq.le(seq))
            .order((versions::record_id.asc(), versions::version.asc()))
            .select((versions::record_id, versions::document))
            .load(conn)?;
        for (key, document) in versions {
            if let Some(document) = document {
                found.insert(key, document);
            }
        }
    }
    let (keys, texts): (Vec<i64>, Vec<String>) = found.into_iter().unzip();
    let told = redacted::documents(conn, clearance, seq, texts)?;
    let read = |text: String| serde_json::from_str(&text).or_internal("a stored document cannot be read");
    keys.into_iter()
        .zip(told)
        .map(|(key, text)| Ok((key, read(text)?)))
        .collect()
}
