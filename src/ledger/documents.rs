//! Whether the documents are those that the ledger's entries were made of.

use diesel::prelude::*;

use super::chain::digest;
use crate::db::Conn;
use crate::db::schema::{ledger, versions};
use crate::error::Error;

/// How many entries are read at once.
const PAGE: i64 = 2_000;

/// How many faults are enough.
const ENOUGH: usize = 20;

type Row = (i64, Option<Vec<u8>>, Option<String>, Option<Vec<u8>>);

/// The sequence numbers of entries whose document is another than when it was recorded, or gone: the first twenty.
pub fn altered(conn: &mut Conn) -> Result<Vec<i64>, Error> {
    let (mut last, mut found) = (0, Vec::new());
    loop {
        let page: Vec<Row> = ledger::table
            .left_join(versions::table.on(versions::seq.eq(ledger::seq)))
            .filter(ledger::seq.gt(last))
            .order(ledger::seq.asc())
            .limit(PAGE)
            .select((
                ledger::seq,
                ledger::digest,
                versions::document.nullable(),
                versions::salt.nullable(),
            ))
            .load(conn)?;
        let Some((newest, ..)) = page.last() else {
            return Ok(found);
        };
        last = *newest;
        for (seq, expected, document, salt) in page {
            let is = document.map(|document| digest(&salt.unwrap_or_default(), &document));
            if is != expected {
                found.push(seq);
            }
        }
        found.truncate(ENOUGH);
        if found.len() == ENOUGH {
            return Ok(found);
        }
    }
}
