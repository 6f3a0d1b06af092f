//! Reference data as it stood.

use serde_json::Value;

use super::record::{Record, RecordMeta};
use crate::db::{Conn, Instant, Uid};
use crate::directory::{Directory, Reference, Resolver};
use crate::error::Error;
use crate::past::{SnapshotRow, member};

/// Writes the records of a kind as they stood. They may refer to each other in any order, so that all of them are known
/// by their codes before the first is read.
pub fn insert_past<R: Record>(conn: &mut Conn, records: &[SnapshotRow]) -> Result<(), Error> {
    let mut read = Vec::with_capacity(records.len());
    let mut directory = Directory::default();
    for stood in records {
        let document = stood.document()?;
        let code = member(&document, R::KEY, |code| Some(code.to_owned()))?;
        let key = stood.record_id;
        directory.know(R::KIND, Reference { key, code });
        read.push((stood, document));
    }
    for (stood, document) in read {
        let mut refs = Resolver::knowing(conn, directory);
        let record = R::read(&document, Some(&document), &mut refs);
        directory = refs.into_directory()?;
        let uid = member(&document, "id", Uid::parse)?;
        let updated_at = member(&document, "updated_at", Instant::parse)?;
        record?.insert(
            conn,
            Some(stood.record_id),
            uid,
            &meta(&document, stood.version),
            updated_at,
        )?;
    }
    Ok(())
}

fn meta(document: &Value, version: i32) -> RecordMeta {
    let text = |name: &str| {
        document
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let former = document.get("former_codes").and_then(Value::as_array);
    let former = former.into_iter().flatten().filter_map(Value::as_str);
    RecordMeta {
        id: text("id"),
        version,
        former_codes: former.map(str::to_owned).collect(),
        created_at: text("created_at"),
        updated_at: text("updated_at"),
    }
}
