//! An activity's past: the documents that its versions left.

use diesel::prelude::*;
use serde_json::Value;

use super::{KIND, reading, redacted, store};
use crate::db::schema::{ledger, versions};
use crate::db::{Conn, Instant};
use crate::directory::{self, Kind};
use crate::disclosure::Clearance;
use crate::error::Error;

/// The versions of an activity, oldest first, as JSON. A draft's own past is shown to those who see drafts.
pub fn versions(
    conn: &mut Conn,
    segment: &str,
    with_hidden: bool,
    clearance: Clearance,
) -> Result<(i32, String), Error> {
    let newest = store::find(conn, segment, with_hidden)?;
    let own = redacted::OwnAgency::load(conn, clearance)?;
    let told = redacted::documents(conn, clearance, i64::MAX, vec![newest.json.clone()])?;
    let told = told.into_iter().next().unwrap_or_default();
    let id = directory::key_of(conn, Kind::Activity, segment, "/api/v1/activities")?;
    let rows: Vec<(i32, i64, Option<String>, Instant)> = versions::table
        .inner_join(ledger::table.on(ledger::seq.eq(versions::seq)))
        .filter(versions::kind.eq(KIND).and(versions::record_id.eq(id)))
        .order(versions::version.asc())
        .select((versions::version, versions::seq, versions::document, ledger::at))
        .load(conn)?;
    let items: Vec<Value> = rows
        .into_iter()
        .map(|(version, seq, document, at)| {
            let mut document: Value = match document {
                Some(_) if version == newest.version => serde_json::from_str(&told).unwrap_or(Value::Null),
                Some(text) => serde_json::from_str(&reading::as_read_today(text)).unwrap_or(Value::Null),
                None => Value::Null,
            };
            let own = own.number(&document).to_vec();
            if let Some(counts) = document
                .get_mut("counts")
                .filter(|_| clearance != Clearance::Full && version != newest.version)
            {
                redacted::without_splits(counts, &own);
            }
            serde_json::json!({"version": version, "seq": seq, "at": at.to_string(), "document": document})
        })
        .filter(|item| with_hidden || item.pointer("/document/status").and_then(Value::as_str) != Some("draft"))
        .collect();
    Ok((newest.version, serde_json::json!({ "items": items }).to_string()))
}
