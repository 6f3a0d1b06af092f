//! The hash chain: what an entry's hash covers, and the check of a whole ledger.

use diesel::prelude::*;
use sha2::{Digest, Sha256};

use crate::db::schema::ledger;
use crate::db::{Conn, Instant, Uid};
use crate::error::Error;

/// An entry before it has its instant.
#[derive(Debug, Clone)]
pub struct Entry {
    pub seq: i64,
    pub principal_id: i64,
    pub command: Uid,
    pub action: String,
    pub kind: String,
    pub subject: Uid,
    pub version: i32,
    pub changed: String,
    pub digest: Option<Vec<u8>>,
}

impl Entry {
    /// SHA-256 over the hash before and every column, each preceded by its length: equal on both databases.
    pub fn hash(&self, before: &[u8], at: Instant) -> Vec<u8> {
        let seq = self.seq.to_be_bytes();
        let at = at.micros().to_be_bytes();
        let principal = self.principal_id.to_be_bytes();
        let version = self.version.to_be_bytes();
        let parts: [&[u8]; 11] = [
            before,
            &seq,
            &at,
            &principal,
            self.command.0.as_bytes(),
            self.action.as_bytes(),
            self.kind.as_bytes(),
            self.subject.0.as_bytes(),
            &version,
            self.changed.as_bytes(),
            self.digest.as_deref().unwrap_or_default(),
        ];
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(part);
        }
        hasher.finalize().to_vec()
    }
}

/// What an entry says of its document: SHA-256 over a salt and the text, so that the document can be redacted.
pub(super) fn digest(salt: &[u8], document: &str) -> Vec<u8> {
    Sha256::new()
        .chain_update(salt)
        .chain_update(document)
        .finalize()
        .to_vec()
}

/// What a check of the ledger found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Whole: this many entries.
    Whole(i64),
    /// The first sequence number that is missing or does not follow from what is before it.
    BrokenAt(i64),
}

type Row = (
    i64,
    Instant,
    i64,
    Uid,
    String,
    String,
    Uid,
    i32,
    String,
    Option<Vec<u8>>,
    Vec<u8>,
);

/// Walks the whole ledger, in pages, and recomputes every hash.
pub fn verify(conn: &mut Conn) -> Result<Verdict, Error> {
    let (mut last, mut before) = (0_i64, Vec::new());
    loop {
        let page: Vec<Row> = ledger::table
            .filter(ledger::seq.gt(last))
            .order(ledger::seq.asc())
            .limit(5_000)
            .select((
                ledger::seq,
                ledger::at,
                ledger::principal_id,
                ledger::command,
                ledger::action,
                ledger::kind,
                ledger::subject,
                ledger::version,
                ledger::changed,
                ledger::digest,
                ledger::hash,
            ))
            .load(conn)?;
        if page.is_empty() {
            return Ok(Verdict::Whole(last));
        }
        for (seq, at, principal_id, command, action, kind, subject, version, changed, digest, hash) in page {
            let entry = Entry {
                seq,
                principal_id,
                command,
                action,
                kind,
                subject,
                version,
                changed,
                digest,
            };
            if seq != last + 1 || entry.hash(&before, at) != hash {
                return Ok(Verdict::BrokenAt(last + 1));
            }
            (last, before) = (seq, hash);
        }
    }
}
