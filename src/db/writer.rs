//! The one lane for writes. On SQLite a thread with the only writing connection takes what waits, runs each piece of
//! work in a savepoint of its own, commits them together and tells each its outcome afterwards (one fsync for many).
//! On PostgreSQL an advisory lock, taken first in every write transaction, makes the same order across all instances.

use std::sync::mpsc;

use diesel::connection::SimpleConnection;

use super::pool::Pool;
use super::{Conn, migrate};
use crate::error::Error;

/// A piece of work: does its part inside a transaction and says whether to keep it.
pub type Work = Box<dyn FnOnce(&mut Conn) -> Finished + Send>;

/// What a piece of work came to.
pub struct Finished {
    /// False rolls back what it did (a refusal, a dry run); the others of the batch are not touched.
    pub keep: bool,
    /// Called once, after the commit, with the commit's failure if there was one.
    pub tell: Box<dyn FnOnce(Result<(), Error>) + Send>,
}

/// How many pieces of work one commit may carry.
const BATCH: usize = 64;

pub enum Lane {
    Thread(Thread),
    Pool(Pool),
}

/// The thread that writes, and the way to it.
pub struct Thread {
    work: Option<mpsc::Sender<Work>>,
    handle: Option<std::thread::JoinHandle<()>>,
}

impl Drop for Thread {
    /// Waits until what was handed over is done and the connection is closed: the last one to close it leaves one file.
    fn drop(&mut self) {
        drop(self.work.take());
        let other = |handle: &std::thread::JoinHandle<()>| handle.thread().id() != std::thread::current().id();
        if let Some(handle) = self.handle.take().filter(other) {
            drop(handle.join());
        }
    }
}

impl Lane {
    /// With SQLite's only writing connection; PostgreSQL's writers come from the pool.
    pub fn open(mut conn: Conn, pool: &Pool) -> Result<Self, Error> {
        if matches!(conn, Conn::Postgres(_)) {
            return Ok(Self::Pool(pool.clone()));
        }
        let (sender, queue) = mpsc::channel::<Work>();
        let handle = std::thread::Builder::new()
            .name("qudra-writer".into())
            .spawn(move || {
                while let Ok(first) = queue.recv() {
                    commit_together(&mut conn, first, &queue);
                }
            })
            .map_err(|e| Error::Startup(format!("cannot start the writer thread: {e}")))?;
        Ok(Self::Thread(Thread {
            work: Some(sender),
            handle: Some(handle),
        }))
    }

    /// Hands the work over. On PostgreSQL it runs here and now: call it from a thread that may block.
    pub fn take(&self, work: Work) {
        match self {
            // A lane whose thread is gone drops the work; who waits for its outcome then sees the channel closed.
            Self::Thread(thread) => drop(thread.work.as_ref().map(|sender| sender.send(work))),
            Self::Pool(pool) => match pool.get() {
                Ok(mut conn) => alone(&mut conn, work),
                Err(_) => drop(work),
            },
        }
    }
}

/// SQLite: one transaction for all that waits.
fn commit_together(conn: &mut Conn, first: Work, queue: &mpsc::Receiver<Work>) {
    if let Err(error) = conn.batch_execute("BEGIN IMMEDIATE") {
        // Nobody's work has begun: each is run against nothing and told that the service is busy.
        refuse(first, &error);
        return;
    }
    let mut told = vec![in_savepoint(conn, first)];
    while told.len() < BATCH {
        match queue.try_recv() {
            Ok(work) => told.push(in_savepoint(conn, work)),
            Err(_) => break,
        }
    }
    let committed = conn.batch_execute("COMMIT");
    if committed.is_err() {
        drop(conn.batch_execute("ROLLBACK"));
    }
    for finished in told {
        let outcome = match &committed {
            Ok(()) => Ok(()),
            // What was refused anyway keeps its own refusal.
            Err(_) if !finished.keep => Ok(()),
            Err(error) => Err(Error::from_storage(error)),
        };
        (finished.tell)(outcome);
    }
}

/// Work that could not even begin: dropping it closes its channel, which its owner reads as "busy".
fn refuse(work: Work, error: &diesel::result::Error) {
    tracing::warn!(%error, "a write could not begin");
    drop(work);
}

fn in_savepoint(conn: &mut Conn, work: Work) -> Finished {
    drop(conn.batch_execute("SAVEPOINT work"));
    let finished = work(conn);
    let end = if finished.keep {
        "RELEASE work"
    } else {
        "ROLLBACK TO work; RELEASE work"
    };
    match conn.batch_execute(end) {
        Ok(()) => finished,
        Err(error) => {
            drop(conn.batch_execute("ROLLBACK TO work; RELEASE work"));
            let error = Error::from_storage(&error);
            Finished {
                keep: false,
                tell: Box::new(move |_| (finished.tell)(Err(error))),
            }
        }
    }
}

/// PostgreSQL: one transaction for this work, in its turn.
fn alone(conn: &mut Conn, work: Work) {
    let begin = format!(
        "BEGIN; SET LOCAL lock_timeout TO '5s'; SELECT pg_advisory_xact_lock({})",
        migrate::LOCK
    );
    if let Err(error) = conn.batch_execute(&begin) {
        drop(conn.batch_execute("ROLLBACK"));
        refuse(work, &error);
        return;
    }
    let finished = work(conn);
    let outcome = conn.batch_execute(if finished.keep { "COMMIT" } else { "ROLLBACK" });
    if outcome.is_err() {
        drop(conn.batch_execute("ROLLBACK"));
    }
    (finished.tell)(match outcome {
        Err(error) if finished.keep => Err(Error::from_storage(&error)),
        _ => Ok(()),
    });
}
