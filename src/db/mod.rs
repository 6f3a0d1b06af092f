//! The two databases behind one connection type: opening, pooling, migrating, reading, and the one lane for writes.
//!
//! Nothing here knows the domain. Reads go through [`Db::read`] (points and pages) and [`Db::scan`] (long ones);
//! writes come only from the ledger, through [`Db::exclusive`], one at a time on both databases.

pub mod migrate;
mod opened_file;
pub mod pool;
pub mod schema;
mod short_text;
pub(crate) mod types;
mod writer;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};

use crate::error::{Error, OrInternal};
pub use conn::{Conn, MultiBackend};
pub use migrate::{epoch, renew_epoch};
use opened_file::OpenedFile;
use pool::{Pool, Purpose, Url};
pub use short_text::ShortText;
pub use types::{Instant, Uid};
pub use writer::{Work, WorkOutcome};

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
pub struct Db(Arc<Inner>);

struct Inner {
    url: Url,
    place: Arc<OpenedFile>,
    readers: Pool,
    writer: writer::Lane,
    /// The turns of long readers: fewer than there are connections, so that points are always answered.
    scans: Semaphore,
    /// The turns of writers on PostgreSQL, who hold a connection while they wait for the lane.
    writes: Arc<Semaphore>,
    prober: Mutex<Option<Conn>>,
    /// What statements of our own are run for.
    own: Purpose,
}

/// How many connections are kept free for points and pages, however many long readers there are.
const RESERVED: usize = 4;

/// How many writers may hold a connection on PostgreSQL.
const WRITERS: usize = 4;

/// How long the page of an export that has begun waits for its turn.
const PAGE_PATIENCE: Duration = Duration::from_secs(30);

impl Db {
    /// Opens the database at `url` (`sqlite://PATH`, a bare path, or `postgres://…`) without touching its schema.
    ///
    /// # Errors
    /// [`Error::Startup`] naming what is wrong: an unknown scheme, a folder that is not there, a server that refuses.
    pub fn open(url: &str) -> Result<Self, Error> {
        let url = Url::parse(url)?;
        let first = pool::first(&url)?;
        let reads = match &url {
            Url::Sqlite(_) => Purpose::Read,
            Url::Postgres(_) => Purpose::Write,
        };
        Self::new(url, first, reads, Purpose::Write)
    }

    fn new(url: Url, first: Conn, reads: Purpose, own: Purpose) -> Result<Self, Error> {
        let place = Arc::new(match &url {
            Url::Sqlite(path) => OpenedFile::open(path)?,
            Url::Postgres(_) => OpenedFile::default(),
        });
        let readers = Pool::open(&url, place.clone(), reads)?;
        let writer = writer::Lane::open(first, place.clone(), &readers)?;
        let taken = RESERVED + if matches!(url, Url::Postgres(_)) { WRITERS } else { 0 };
        let scans = Semaphore::new(readers.size().saturating_sub(taken).max(1));
        Ok(Self(Arc::new(Inner {
            url,
            place,
            readers,
            writer,
            scans,
            writes: Arc::new(Semaphore::new(WRITERS)),
            prober: Mutex::new(None),
            own,
        })))
    }

    /// Opens a database that is there; looking at one makes none.
    ///
    /// # Errors
    /// As [`Db::open`], and [`Error::Startup`] where there is no such file.
    pub fn existing(url: &str) -> Result<Self, Error> {
        match Url::parse(url)? {
            Url::Sqlite(path) if !path.exists() => Err(Error::Startup(format!(
                "there is no database at {}; qudra serve or qudra migrate makes one, QUDRA_DATABASE_URL names another",
                path.display()
            ))),
            _ => Self::open(url),
        }
    }

    /// Opens a database that is there to look at it and to copy it: also a SQLite file on a full disk, or on one that takes
    /// no writes, where everything is in the file itself.
    ///
    /// # Errors
    /// As [`Db::existing`].
    pub fn to_read(url: &str) -> Result<Self, Error> {
        let refused = match Self::existing(url) {
            Err(refused) => refused,
            opened => return opened,
        };
        let frozen = Url::parse(url)?;
        if !matches!(&frozen, Url::Sqlite(path) if pool::is_whole(path)) {
            return Err(refused);
        }
        match pool::connect(&frozen, Purpose::Frozen) {
            Ok(first) => Self::new(frozen, first, Purpose::Frozen, Purpose::Frozen),
            Err(_) => Err(refused),
        }
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
            self.off_the_workers(work).await
        }
    }

    /// Answers something long (a scan, an export page, a statistic) off the workers; fewer at once than there are
    /// connections, further ones wait for their turn.
    pub async fn scan<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        let _turn = in_time(pool::PATIENCE, self.0.scans.acquire()).await?;
        self.off_the_workers(work).await
    }

    async fn off_the_workers<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        let db = self.clone();
        actix_web::web::block(move || db.read_here(work))
            .await
            .or_internal("the reading thread ended early")?
    }

    /// Reads a part of something long on the calling thread, which may block, in the turn of long readers.
    pub fn scan_here<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
        // The command line has no other readers.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return self.read_here(work);
        };
        let _turn = runtime.block_on(in_time(PAGE_PATIENCE, self.0.scans.acquire()))?;
        self.read_here(work)
    }

    /// Reads on the calling thread: for the command line and for threads that may block.
    pub fn read_here<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
        let mut conn = self.0.readers.get()?;
        work(&mut conn)
    }

    /// Whether the database is where it was opened; [`Error::Unavailable`] where it was moved.
    pub fn in_place(&self) -> Result<(), Error> {
        self.0.place.check()
    }

    /// Takes the one lane for writes; only the ledger calls it. The work's own outcome decides whether what it did
    /// is kept, and it is told after the commit. On PostgreSQL it runs on the calling thread.
    pub fn exclusive(&self, work: Work) {
        self.0.writer.queue(work);
    }

    /// A turn to call [`Db::exclusive`] on PostgreSQL.
    pub async fn turn_to_write(&self) -> Result<OwnedSemaphorePermit, Error> {
        in_time(pool::PATIENCE, self.0.writes.clone().acquire_owned()).await
    }

    /// Waits until no command that began at or before `at`, which has passed, is under way; without taking the lane.
    pub async fn wait_for_writes_before(&self, at: Instant) -> Result<(), Error> {
        let settle = async {
            while !self.0.writer.progress.is_beyond(at) && !self.lane_is_free().await? {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            Ok(())
        };
        tokio::time::timeout(pool::PATIENCE, settle)
            .await
            .map_err(|_| Error::Busy)?
    }

    /// Whether nobody writes at this moment, here or in another process.
    async fn lane_is_free(&self) -> Result<bool, Error> {
        if self.0.writer.progress.is_open() {
            return Ok(false);
        }
        if !self.is_sqlite() {
            return self.read(is_unlocked).await;
        }
        let mut prober = self.0.prober.lock().unwrap_or_else(PoisonError::into_inner);
        let conn = match &mut *prober {
            Some(conn) => conn,
            none => none.insert(pool::connect(&self.0.url, Purpose::Probe)?),
        };
        match conn.batch_execute("BEGIN IMMEDIATE").map_err(Error::from) {
            Ok(()) => conn.batch_execute("ROLLBACK")?,
            Err(Error::Busy) => return Ok(false),
            // Nobody writes where nobody can.
            Err(Error::Unavailable(_) | Error::StorageFull) => {}
            Err(error) => return Err(error),
        }
        Ok(true)
    }

    /// Runs statements of our own outside the lane for writes (pragmas, `VACUUM INTO`).
    pub fn maintenance<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
        let mut conn = pool::connect(&self.0.url, self.0.own)?;
        work(&mut conn)
    }

    /// Brings the schema up to date. Several processes may try at once: one does it, the others wait.
    pub fn migrate(&self) -> Result<Vec<String>, Error> {
        self.maintenance(migrate::up)
    }
}

/// Waits for a turn, and not for long.
async fn in_time<T>(patience: Duration, turn: impl Future<Output = Result<T, AcquireError>>) -> Result<T, Error> {
    let turn = tokio::time::timeout(patience, turn).await;
    turn.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)
}

/// Whether no instance holds PostgreSQL's lane.
fn is_unlocked(conn: &mut Conn) -> Result<bool, Error> {
    #[derive(diesel::QueryableByName)]
    struct Free {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        free: bool,
    }
    let query = format!("SELECT pg_try_advisory_xact_lock({}) AS free", migrate::LOCK);
    let row: Free = on_each!(conn, c => diesel::sql_query(query).get_result(c))?;
    Ok(row.free)
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
