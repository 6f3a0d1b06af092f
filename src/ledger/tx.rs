//! One write transaction: its connection, its actor, and the entries it will append.

use std::sync::Arc;

use chrono::Duration;
use diesel::prelude::*;
use rand::RngExt;

use super::{Head, chain, head};
use crate::db::schema::{ledger, principals, versions};
use crate::db::{Conn, Instant, Uid};
use crate::error::{Error, Fault};
use crate::on_each;
use crate::time::Clock;

/// On whose behalf a change is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A principal that is already known, such as a key's.
    Principal(i64),
    /// Somebody at the machine's command line.
    CommandLine,
    /// The service itself: loading the first record.
    System,
}

/// So many days after its deletion a record can be brought back, and keeps its codes and ids elsewhere.
pub const RESTORABLE_DAYS: i64 = 30;

/// How many rows one statement writes.
const CHUNK: usize = 500;

/// A record's new version, for [`Tx::enter_all`].
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct NewVersion {
    pub subject: Uid,
    pub record_id: i64,
    pub version: i32,
    pub document: String,
}

/// A write transaction. Store functions take it, so that they compose into one commit.
pub struct Tx<'a> {
    conn: &'a mut Conn,
    principal: i64,
    command: Uid,
    now: Instant,
    head: Head,
    entries: Vec<chain::Entry>,
    shared: Arc<[String]>,
}

impl<'a> Tx<'a> {
    pub(super) fn begin(conn: &'a mut Conn, actor: Actor, clock: Clock, shared: Arc<[String]>) -> Result<Self, Error> {
        let head = head(conn)?;
        // Later than any entry, though the clock stand still or was set back: an instant that has passed never gets one.
        let now = head
            .at
            .map_or_else(|| clock.now(), |before| before.next().max(clock.now()));
        let principal = principal_of(conn, actor, now)?;
        Ok(Self {
            conn,
            principal,
            command: Uid::new(),
            now,
            head,
            entries: Vec::new(),
            shared,
        })
    }

    /// The connection, inside the transaction.
    pub fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    /// The instant of the command, taken once in the lane for writes and always later than the entry before: what
    /// `created_at` and `updated_at` hold, and what its entries are dated by.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// Refuses to bring back what was deleted too long ago: at `gone_at`, more than [`RESTORABLE_DAYS`] before now.
    pub fn require_restorable(&self, gone_at: Instant) -> Result<(), Error> {
        if self.now.utc() - gone_at.utc() > Duration::days(RESTORABLE_DAYS) {
            return Err(Error::Conflict(Fault::new("too_late").with("days", RESTORABLE_DAYS)));
        }
        Ok(())
    }

    /// Whether several records may have one id of this scheme.
    pub fn shares(&self, scheme: &str) -> bool {
        self.shared.iter().any(|shared| shared == scheme)
    }

    /// What this command changed of a record last, by the names of members.
    pub fn changed(&self, subject: Uid) -> Vec<String> {
        let newest = self.entries.iter().rev().find(|entry| entry.subject == subject);
        let names = newest.map(|entry| entry.changed.split(',').map(str::to_owned).collect());
        names.unwrap_or_default()
    }

    /// Who acts.
    pub fn principal(&self) -> i64 {
        self.principal
    }

    /// The sequence number that the next entry will get.
    pub fn next_seq(&self) -> i64 {
        self.entries.last().map_or(self.head.seq, |e| e.seq) + 1
    }

    /// Appends an entry for one aggregate and gives its sequence number. `changed` names members, never values.
    pub fn enter(
        &mut self,
        action: &'static str,
        kind: &'static str,
        subject: Uid,
        version: i32,
        changed: &[&str],
    ) -> i64 {
        let seq = self.next_seq();
        self.entries.push(chain::Entry {
            seq,
            principal_id: self.principal,
            command: self.command,
            action: action.to_owned(),
            kind: kind.to_owned(),
            subject,
            version,
            changed: changed.join(","),
            digest: None,
        });
        seq
    }

    /// Keeps the document that the newest entry left behind; `None` says that the record was deleted.
    pub fn keep_document(
        &mut self,
        kind: &'static str,
        record_id: i64,
        version: i32,
        document: Option<String>,
    ) -> Result<(), Error> {
        let seq = self.next_seq() - 1;
        let salt = document.as_ref().map(|_| rand::rng().random::<[u8; 16]>().to_vec());
        if let (Some(salt), Some(document), Some(entry)) = (&salt, &document, self.entries.last_mut()) {
            entry.digest = Some(chain::digest(salt, document));
        }
        diesel::insert_into(versions::table)
            .values((
                versions::kind.eq(kind),
                versions::record_id.eq(record_id),
                versions::version.eq(version),
                versions::seq.eq(seq),
                versions::document.eq(document),
                versions::salt.eq(salt),
            ))
            .execute(self.conn)?;
        Ok(())
    }

    /// Appends an entry for each of many aggregates of one kind and keeps the documents that they leave behind, in a few
    /// statements however many there are. `changed` is the same for all of them.
    pub fn enter_all(
        &mut self,
        action: &'static str,
        kind: &'static str,
        kept: Vec<NewVersion>,
        changed: &[&str],
    ) -> Result<(), Error> {
        let mut rows = Vec::with_capacity(kept.len());
        for record in kept {
            let seq = self.enter(action, kind, record.subject, record.version, changed);
            let salt = rand::rng().random::<[u8; 16]>().to_vec();
            if let Some(entry) = self.entries.last_mut() {
                entry.digest = Some(chain::digest(&salt, &record.document));
            }
            rows.push((
                versions::kind.eq(kind),
                versions::record_id.eq(record.record_id),
                versions::version.eq(record.version),
                versions::seq.eq(seq),
                versions::document.eq(record.document),
                versions::salt.eq(salt),
            ));
        }
        for chunk in rows.chunks(CHUNK) {
            on_each!(self.conn, c => diesel::insert_into(versions::table).values(chunk).execute(c))?;
        }
        Ok(())
    }

    /// Writes the entries.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        let at = self.now;
        let mut before = std::mem::take(&mut self.head.hash);
        let mut rows = Vec::with_capacity(self.entries.len());
        for entry in self.entries.drain(..) {
            let hash = entry.hash(&before, at);
            before.clone_from(&hash);
            rows.push((
                ledger::seq.eq(entry.seq),
                ledger::at.eq(at),
                ledger::principal_id.eq(entry.principal_id),
                ledger::command.eq(entry.command),
                ledger::action.eq(entry.action),
                ledger::kind.eq(entry.kind),
                ledger::subject.eq(entry.subject),
                ledger::version.eq(entry.version),
                ledger::changed.eq(entry.changed),
                ledger::digest.eq(entry.digest),
                ledger::hash.eq(hash),
            ));
        }
        // One entry, which is what most commands make, is a statement that stays prepared.
        match <[_; 1]>::try_from(rows) {
            Ok([row]) => drop(diesel::insert_into(ledger::table).values(row).execute(self.conn)?),
            Err(rows) => {
                for chunk in rows.chunks(CHUNK) {
                    on_each!(self.conn, c => diesel::insert_into(ledger::table).values(chunk).execute(c))?;
                }
            }
        }
        Ok(())
    }
}

/// The newest document of a record, as kept by [`Tx::keep_document`]; `None` when it was deleted or never kept.
pub fn document_of(conn: &mut Conn, kind: &str, record_id: i64, version: i32) -> Result<Option<String>, Error> {
    let document = versions::table
        .filter(
            versions::kind
                .eq(kind)
                .and(versions::record_id.eq(record_id))
                .and(versions::version.eq(version)),
        )
        .select(versions::document)
        .first::<Option<String>>(conn)
        .optional()?;
    Ok(document.flatten())
}

fn principal_of(conn: &mut Conn, actor: Actor, now: Instant) -> Result<i64, Error> {
    let (kind, name) = match actor {
        Actor::Principal(id) => return Ok(id),
        Actor::CommandLine => ("command_line", "qudra"),
        Actor::System => ("system", "qudra"),
    };
    let known = principals::table
        .filter(principals::kind.eq(kind))
        .select(principals::id)
        .first(conn)
        .optional()?;
    match known {
        Some(id) => Ok(id),
        None => Ok(diesel::insert_into(principals::table)
            .values((
                principals::uid.eq(Uid::new()),
                principals::kind.eq(kind),
                principals::name.eq(name),
                principals::created_at.eq(now),
            ))
            .returning(principals::id)
            .get_result(conn)?),
    }
}
