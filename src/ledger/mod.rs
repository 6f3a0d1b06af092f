//! The one door for changes. Every write of the record goes through [`Ledger::write`]: it takes the write lane, does
//! its work in a [`Tx`], and appends an entry per aggregate to a gap-free, hash-chained sequence in commit order. The
//! last sequence number is the *data version*. Nothing here knows what the aggregates are.

mod chain;
mod tx;

use std::panic::{AssertUnwindSafe, catch_unwind};

use diesel::prelude::*;

pub use chain::{Verdict, verify};
pub use tx::{Actor, Kept, Tx, remember};

use crate::db::schema::ledger;
use crate::db::{Conn, Db, Finished, Instant, Work};
use crate::error::Error;
use crate::time::Clock;

/// Whether what a write did is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Keep {
    Yes,
    /// Everything is done and judged, then rolled back.
    DryRun,
}

/// What a row of a sheet did to the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Outcome {
    Created,
    Changed,
    /// It said nothing new: nothing was written.
    Unchanged,
}

/// The ledger of one database. Cheap to clone.
#[derive(Clone)]
pub struct Ledger {
    db: Db,
    clock: Clock,
}

/// The newest entry: what the data version is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Head {
    /// 0 before the first entry.
    pub seq: i64,
    pub at: Option<Instant>,
    pub hash: Vec<u8>,
}

impl Ledger {
    /// The ledger that `db` holds, its entries dated by `clock`.
    pub fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock }
    }

    /// The database below, for reads.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The clock that entries are dated by.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Does `work` alone in the write lane and commits it before answering; a refusal leaves nothing behind.
    ///
    /// # Errors
    /// What `work` refuses; [`Error::Busy`] when the lane is not free in time; [`Error::StorageFull`].
    pub async fn write<T, F>(&self, actor: Actor, keep: Keep, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    {
        let (tell, told) = tokio::sync::oneshot::channel();
        let job = self.job(actor, keep, work, move |outcome| drop(tell.send(outcome)));
        if self.db.is_sqlite() {
            self.db.exclusive(job);
        } else {
            let db = self.db.clone();
            actix_web::web::block(move || db.exclusive(job))
                .await
                .map_err(|_| Error::Internal)?;
        }
        told.await.map_err(|_| Error::Busy)?
    }

    /// The same for the command line: waits on the calling thread.
    pub fn write_here<T, F>(&self, actor: Actor, keep: Keep, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    {
        let (tell, told) = std::sync::mpsc::channel();
        let job = self.job(actor, keep, work, move |outcome| drop(tell.send(outcome)));
        self.db.exclusive(job);
        told.recv().map_err(|_| Error::Busy)?
    }

    fn job<T, F>(&self, actor: Actor, keep: Keep, work: F, tell: impl FnOnce(Result<T, Error>) + Send + 'static) -> Work
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    {
        let clock = self.clock;
        Box::new(move |conn| {
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                let mut tx = Tx::begin(conn, actor, clock)?;
                let value = work(&mut tx)?;
                if keep == Keep::Yes {
                    tx.finish()?;
                }
                Ok(value)
            }))
            .unwrap_or_else(|_| Err(Error::Internal));
            Finished {
                keep: keep == Keep::Yes && outcome.is_ok(),
                tell: Box::new(move |committed| tell(committed.and(outcome))),
            }
        })
    }
}

/// The newest entry as this connection sees it.
pub fn head(conn: &mut Conn) -> Result<Head, Error> {
    let newest = ledger::table
        .order(ledger::seq.desc())
        .select((ledger::seq, ledger::at, ledger::hash))
        .first::<(i64, Instant, Vec<u8>)>(conn)
        .optional()?;
    Ok(newest.map_or(
        Head {
            seq: 0,
            at: None,
            hash: Vec::new(),
        },
        |(seq, at, hash)| Head {
            seq,
            at: Some(at),
            hash,
        },
    ))
}
