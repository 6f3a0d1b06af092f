//! The one door for changes. Every write of the record goes through [`Ledger::write`]: it takes the write lane, does
//! its work in a [`Tx`], and appends an entry per aggregate to a gap-free, hash-chained sequence in commit order. The
//! last sequence number is the *data version*. Nothing here knows what the aggregates are.

mod anchor;
mod chain;
mod documents;
mod tx;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use diesel::prelude::*;

pub use anchor::{AnchorCheck, Anchors};
pub use chain::{Verdict, verify};
pub use documents::altered;
pub use tx::{Actor, NewVersion, RESTORABLE_DAYS, Tx, document_of};

use crate::config::SHARED_ID_SCHEMES;
use crate::db::pool::PATIENCE;
use crate::db::schema::ledger;
use crate::db::{Conn, Db, Instant, Work, WorkOutcome};
use crate::error::{Error, OrInternal, panicked};
use crate::time::Clock;

/// Whether what a write did is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Commit {
    Yes,
    /// Everything is done and checked, then rolled back.
    DryRun,
}

/// What a row of a sheet did to the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
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
    shared: Arc<[String]>,
}

/// The newest entry: what the data version is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Head {
    /// 0 before the first entry.
    pub seq: i64,
    pub at: Option<Instant>,
    pub hash: Vec<u8>,
}

impl Ledger {
    /// The ledger that `db` holds, its entries dated by `clock`.
    pub fn new(db: Db, clock: Clock) -> Self {
        Self {
            db,
            clock,
            shared: SHARED_ID_SCHEMES.map(str::to_owned).into(),
        }
    }

    /// The same with schemes of ids that several records may have, which commands ask for ([`Tx::shares`]).
    #[must_use]
    pub fn sharing(self, schemes: &[String]) -> Self {
        Self {
            shared: schemes.into(),
            ..self
        }
    }

    /// The schemes of ids that several records may have.
    pub fn shared(&self) -> &[String] {
        &self.shared
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
    /// What `work` refuses; [`Error::Busy`] when its turn does not come in time, and it will not be done later either;
    /// [`Error::StorageFull`] and [`Error::Unavailable`].
    pub async fn write<T, F>(&self, actor: Actor, keep: Commit, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    {
        let (tell, mut told) = tokio::sync::oneshot::channel();
        let turn = Arc::new(Turn::default());
        let job = self.job(actor, keep, work, &turn, move |outcome| drop(tell.send(outcome)));
        if self.db.is_sqlite() {
            self.db.exclusive(job);
        } else {
            let permit = self.db.turn_to_write().await?;
            let db = self.db.clone();
            drop(actix_web::rt::task::spawn_blocking(move || {
                db.exclusive(job);
                drop(permit);
            }));
        }
        match tokio::time::timeout(PATIENCE, &mut told).await {
            Ok(outcome) => outcome.or_internal("a write ended without an outcome")?,
            Err(_) if turn.give_up() => Err(Error::Busy),
            Err(_) => told.await.or_internal("a write ended without an outcome")?,
        }
    }

    /// The same for the command line: waits on the calling thread.
    pub fn write_here<T, F>(&self, actor: Actor, keep: Commit, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    {
        let (tell, told) = std::sync::mpsc::channel();
        let job = self.job(actor, keep, work, &Arc::default(), move |outcome| {
            drop(tell.send(outcome));
        });
        self.db.exclusive(job);
        told.recv().or_internal("a write ended without an outcome")?
    }

    fn job<T, F>(
        &self,
        actor: Actor,
        keep: Commit,
        work: F,
        turn: &Arc<Turn>,
        tell: impl FnOnce(Result<T, Error>) + Send + 'static,
    ) -> Work
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    {
        let (clock, turn, shared) = (self.clock, turn.clone(), Arc::clone(&self.shared));
        let begun = move |conn: Result<&mut Conn, Error>| {
            let conn = conn?;
            if !turn.begin() {
                return Err(Error::Busy);
            }
            let mut tx = Tx::begin(conn, actor, clock, shared)?;
            let value = work(&mut tx)?;
            if keep == Commit::Yes {
                tx.finish()?;
            }
            Ok(value)
        };
        Box::new(move |conn| {
            let outcome = catch_unwind(AssertUnwindSafe(|| begun(conn)));
            let outcome = outcome.unwrap_or_else(|panic| Err(Error::Internal(panicked(&*panic))));
            WorkOutcome {
                keep: keep == Commit::Yes && outcome.is_ok(),
                tell: Box::new(move |committed| tell(committed.and(outcome))),
            }
        })
    }
}

/// Whose turn it is: work that waits can be given up, and work that has begun cannot.
#[derive(Default)]
struct Turn(AtomicU8);

impl Turn {
    const WAITING: u8 = 0;
    const BEGUN: u8 = 1;
    const GIVEN_UP: u8 = 2;

    /// Begins, unless nobody waits for it any more.
    fn begin(&self) -> bool {
        self.passes_to(Self::BEGUN)
    }

    /// Gives up, unless it has begun.
    fn give_up(&self) -> bool {
        self.passes_to(Self::GIVEN_UP)
    }

    fn passes_to(&self, next: u8) -> bool {
        let passed = self
            .0
            .compare_exchange(Self::WAITING, next, Ordering::SeqCst, Ordering::SeqCst);
        passed.is_ok()
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
