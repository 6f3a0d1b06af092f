//! An activity's past: the documents that its versions left.

use diesel::prelude::*;
use serde_json::Value;

use super::{KIND, store};
use crate::db::schema::{ledger, versions};
use crate::db::{Conn, Instant};
use crate::directory::{self, Kind};
use crate::error::Error;

/// The versions of an activity, oldest first, as JSON. A draft's own past is shown to those who see drafts.
pub fn versions(conn: &mut Conn, segment: &str, with_hidden: bool) -> Result<(i32, String), Error> {
    let newest = store::find(conn, segment, with_hidden)?.version;
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
            let document = document
                .and_then(|text| serde_json::from_str(&text).ok())
                .unwrap_or(Value::Null);
            serde_json::json!({"version": version, "seq": seq, "at": at.to_string(), "document": document})
        })
        .filter(|item| with_hidden || item.pointer("/document/status").and_then(Value::as_str) != Some("draft"))
        .collect();
    Ok((newest, serde_json::json!({ "items": items }).to_string()))
}
