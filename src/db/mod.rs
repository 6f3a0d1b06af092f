//! The two databases behind one connection type: opening, pooling, migrating, reading, and the one lane for writes.
//!
//! Nothing here knows the domain. Reads go through [`Db::read`] (points and pages) and [`Db::scan`] (long ones);
//! writes come only from the ledger, through [`Db::exclusive`], one at a time on both databases.

pub mod migrate;
pub mod pool;
pub mod schema;
mod short;
pub mod types;
mod writer;

use std::sync::Arc;

use diesel::connection::SimpleConnection;

use crate::error::Error;
pub use conn::{Conn, MultiBackend};
use pool::{Pool, Url};
pub use short::Short;
pub use types::{Instant, Uid};
pub use writer::{Finished, Work};

mod conn {
    #![allow(missing_docs, reason = "the derive makes public items without documentation")]

    use diesel::{PgConnection, SqliteConnection};

    /// A connection to either database. Queries written against it run on both.
    #[derive(diesel::MultiConnection)]
    pub enum Conn {
        Sqlite(SqliteConnection),
        Postgres(PgConnection),
    }
}

/// Runs one typed statement on whichever database is behind: for upserts and batch inserts, which the common
/// connection cannot express. The statement is written once and typed twice.
#[macro_export]
macro_rules! on_each {
    ($conn:expr, $inner:ident => $statement:expr) => {
        match $conn {
            $crate::db::Conn::Sqlite($inner) => $statement,
            $crate::db::Conn::Postgres($inner) => $statement,
        }
    };
}

/// The database: cheap to clone, shared by all workers.
#[derive(Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Db(Arc<Inner>);

struct Inner {
    url: Url,
    readers: Pool,
    writer: writer::Lane,
    blocking: tokio::sync::Semaphore,
}

impl Db {
    /// Opens the database at `url` (`sqlite://PATH`, a bare path, or `postgres://…`) without touching its schema.
    ///
    /// # Errors
    /// [`Error::Startup`] naming what is wrong: an unknown scheme, a folder that is not there, a server that refuses.
    pub fn open(url: &str) -> Result<Self, Error> {
        let url = Url::parse(url)?;
        let first = pool::first(&url)?;
        let readers = Pool::open(&url)?;
        let writer = writer::Lane::open(first, &readers)?;
        let blocking = tokio::sync::Semaphore::new(readers.size());
        Ok(Self(Arc::new(Inner {
            url,
            readers,
            writer,
            blocking,
        })))
    }

    /// Whether the database is SQLite, a file of this machine.
    pub fn is_sqlite(&self) -> bool {
        matches!(self.0.url, Url::Sqlite(_))
    }

    /// Where the database is, without a password.
    pub fn url(&self) -> &Url {
        &self.0.url
    }

    /// Answers a point or a page. On SQLite it runs on the calling worker, since the hop to another thread costs more
    /// than the query; on PostgreSQL it waits on a blocking thread.
    pub async fn read<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        if self.is_sqlite() {
            self.read_here(work)
        } else {
            self.scan(work).await
        }
    }

    /// Answers something long (a scan, an export page, a statistic) off the workers; at most as many at once as there
    /// are connections, further ones wait for their turn.
    pub async fn scan<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        let _turn = tokio::time::timeout(pool::PATIENCE, self.0.blocking.acquire())
            .await
            .map_err(|_| Error::Busy)?
            .map_err(|_| Error::Busy)?;
        let db = self.clone();
        actix_web::web::block(move || db.read_here(work))
            .await
            .map_err(|_| Error::Internal)?
    }

    /// Reads on the calling thread: for the command line and for threads that may block.
    pub fn read_here<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
        let mut conn = self.0.readers.get()?;
        work(&mut conn)
    }

    /// Takes the one lane for writes; only the ledger calls it. The work's own outcome decides whether what it did
    /// is kept, and it is told after the commit.
    pub fn exclusive(&self, work: Work) {
        self.0.writer.take(work);
    }

    /// Runs statements of our own outside the lane for writes (pragmas, `VACUUM INTO`).
    pub fn maintenance<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
        let mut conn = pool::connect(&self.0.url, pool::Purpose::Write)?;
        work(&mut conn)
    }

    /// Brings the schema up to date. Several processes may try at once: one does it, the others wait.
    pub fn migrate(&self) -> Result<Vec<String>, Error> {
        self.maintenance(migrate::up)
    }
}

/// Gives `work` one unchanging view of the database, however many queries it takes.
pub fn snapshot<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
    let begin = match conn {
        Conn::Sqlite(_) => "BEGIN",
        Conn::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    };
    conn.batch_execute(begin)?;
    let outcome = work(conn);
    conn.batch_execute(if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    outcome
}

/// Lets the database learn what its tables hold, after much was written, so that it plans its queries well.
pub fn analyse(conn: &mut Conn) -> Result<(), Error> {
    conn.batch_execute(match conn {
        Conn::Sqlite(_) => "PRAGMA analysis_limit=1000; ANALYZE",
        Conn::Postgres(_) => "ANALYZE",
    })?;
    Ok(())
}
