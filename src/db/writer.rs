//! The one lane for writes. On SQLite a thread with the only writing connection takes what waits, runs each piece of
//! work in a savepoint of its own, commits them together and tells each its outcome afterwards (one fsync for many).
//! On PostgreSQL an advisory lock, taken first in every write transaction, makes the same order across all instances.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::mpsc;

use diesel::connection::SimpleConnection;

use super::opened_file::OpenedFile;
use super::pool::Pool;
use super::{Conn, Instant, migrate};
use crate::error::Error;
use crate::time::Clock;

/// A piece of work: does its part inside a transaction and says whether to keep it. Where there is none, it is given the
/// reason, and only tells it.
pub type Work = Box<dyn FnOnce(Result<&mut Conn, Error>) -> WorkOutcome + Send>;

/// What a piece of work came to.
pub struct WorkOutcome {
    /// False rolls back what it did (a refusal, a dry run); the others of the batch are not touched.
    pub keep: bool,
    /// Called once, after the commit, with the commit's failure if there was one.
    pub tell: Box<dyn FnOnce(Result<(), Error>) + Send>,
}

/// How many pieces of work one commit may carry.
const BATCH: usize = 64;

/// How many pieces of work may wait on SQLite; one more is refused at once.
const WAITING: usize = 512;

/// How far the lane has come, for those who must know whether something earlier is still under way in it.
#[derive(Default)]
pub struct Progress {
    /// Whether a transaction is open.
    open: AtomicBool,
    /// When the newest one was begun: what was begun before it has ended.
    begun: AtomicI64,
}

impl Progress {
    fn begin(&self) {
        self.begun.fetch_max(Clock::System.now().micros(), Ordering::SeqCst);
        self.open.store(true, Ordering::SeqCst);
    }

    fn end(&self) {
        self.open.store(false, Ordering::SeqCst);
    }

    /// Whether this process has a transaction open.
    pub fn is_open(&self) -> bool {
        self.open.load(Ordering::SeqCst)
    }

    /// Whether everything that was begun at or before an instant has ended.
    pub fn is_beyond(&self, at: Instant) -> bool {
        at.micros() < self.begun.load(Ordering::SeqCst)
    }
}

/// The lane of one process.
pub struct Lane {
    way: Writers,
    pub progress: Arc<Progress>,
}

enum Writers {
    Thread(Thread),
    Pool(Pool),
}

/// The thread that writes, and the way to it.
struct Thread {
    work: Option<mpsc::SyncSender<Work>>,
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
    /// With SQLite's only writing connection, to the file at that place; PostgreSQL's writers come from the pool.
    pub fn open(mut conn: Conn, place: Arc<OpenedFile>, pool: &Pool) -> Result<Self, Error> {
        let progress = Arc::new(Progress::default());
        if matches!(conn, Conn::Postgres(_)) {
            let way = Writers::Pool(pool.clone());
            return Ok(Self { way, progress });
        }
        let (sender, queue) = mpsc::sync_channel::<Work>(WAITING);
        let told = progress.clone();
        let handle = std::thread::Builder::new()
            .name("qudra-writer".into())
            .spawn(move || {
                while let Ok(first) = queue.recv() {
                    commit_together(&mut conn, first, &queue, &place, &told);
                    told.end();
                }
            })
            .map_err(|e| Error::Startup(format!("cannot start the writer thread: {e}")))?;
        let way = Writers::Thread(Thread {
            work: Some(sender),
            handle: Some(handle),
        });
        Ok(Self { way, progress })
    }

    /// Hands the work over. On PostgreSQL it runs here and now: call it from a thread that may block.
    pub fn queue(&self, work: Work) {
        match &self.way {
            Writers::Thread(Thread { work: Some(sender), .. }) => match sender.try_send(work) {
                Ok(()) => {}
                Err(mpsc::TrySendError::Full(work) | mpsc::TrySendError::Disconnected(work)) => {
                    refuse(work, Error::Busy);
                }
            },
            Writers::Thread(_) => refuse(work, Error::Busy),
            Writers::Pool(pool) => match pool.get() {
                Ok(mut conn) => alone(&mut conn, work, &self.progress),
                Err(error) => refuse(work, error),
            },
        }
    }
}

/// SQLite: one transaction for all that waits.
fn commit_together(
    conn: &mut Conn,
    first: Work,
    queue: &mpsc::Receiver<Work>,
    place: &OpenedFile,
    progress: &Progress,
) {
    // What is committed into a file that was moved away is lost to everybody who opens the database later.
    let begun = place.check().and_then(|()| Ok(conn.batch_execute("BEGIN IMMEDIATE")?));
    if let Err(error) = begun {
        tracing::warn!(%error, "a write could not begin");
        refuse(first, error);
        return;
    }
    progress.begin();
    let mut finished = Vec::new();
    let mut outcome = in_savepoint(conn, first, &mut finished);
    while outcome.is_ok() && finished.len() < BATCH {
        match queue.try_recv() {
            Ok(work) => outcome = in_savepoint(conn, work, &mut finished),
            Err(_) => break,
        }
    }
    let committed = outcome.and_then(|()| Ok(conn.batch_execute("COMMIT")?));
    if committed.is_err() {
        drop(conn.batch_execute("ROLLBACK"));
    }
    let stored = committed.and_then(|()| place.check());
    if let Err(error) = &stored {
        tracing::error!(%error, works = finished.len(), "a commit failed");
    }
    for one in finished {
        let outcome = match &stored {
            Err(error) if one.keep => Err(error.again()),
            // What was refused anyway keeps its own refusal.
            _ => Ok(()),
        };
        (one.tell)(outcome);
    }
}

/// Work that could not begin tells why.
fn refuse(work: Work, error: Error) {
    (work(Err(error)).tell)(Ok(()));
}

/// Runs one piece of work. An error says that the transaction around it is gone: SQLite undoes it by itself when the disk
/// is full or fails. What ran in it is not stored, and nothing more may run, since it would be stored on its own.
fn in_savepoint(conn: &mut Conn, work: Work, finished: &mut Vec<WorkOutcome>) -> Result<(), Error> {
    if let Err(error) = conn.batch_execute("SAVEPOINT work") {
        let error = Error::from(error);
        refuse(work, error.again());
        return Err(error);
    }
    let done = work(Ok(&mut *conn));
    let end = if done.keep {
        "RELEASE work"
    } else {
        "ROLLBACK TO work; RELEASE work"
    };
    finished.push(done);
    conn.batch_execute(end).map_err(|error| {
        tracing::error!(%error, "the database undid a transaction by itself");
        Error::Busy
    })
}

/// PostgreSQL: one transaction for this work, in its turn.
fn alone(conn: &mut Conn, work: Work, progress: &Progress) {
    let begin = format!(
        "BEGIN; SET LOCAL lock_timeout TO '5s'; SELECT pg_advisory_xact_lock({})",
        migrate::LOCK
    );
    if let Err(error) = conn.batch_execute(&begin) {
        drop(conn.batch_execute("ROLLBACK"));
        tracing::warn!(%error, "a write could not begin");
        // It waited for its turn and for nothing else.
        let error = match Error::from(error) {
            Error::Database(_) => Error::Busy,
            known => known,
        };
        refuse(work, error);
        return;
    }
    progress.begin();
    let finished = work(Ok(&mut *conn));
    let outcome = conn.batch_execute(if finished.keep { "COMMIT" } else { "ROLLBACK" });
    progress.end();
    if outcome.is_err() {
        drop(conn.batch_execute("ROLLBACK"));
    }
    (finished.tell)(match outcome {
        Err(error) if finished.keep => Err(Error::from(error)),
        _ => Ok(()),
    });
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use diesel::prelude::*;

    use super::*;
    use crate::db::pool::{Purpose, Url, connect};
    use crate::error::Unavailable;

    type Told = mpsc::Receiver<Result<(), Error>>;

    /// A lane to a file of its own, with one table, after some statements on its connection.
    fn lane(folder: &tempfile::TempDir, settings: &str) -> (Lane, Url) {
        let file = folder.path().join("lane.db");
        let url = Url::Sqlite(file.clone());
        let mut conn = connect(&url, Purpose::Write).unwrap();
        conn.batch_execute("CREATE TABLE t (x)").unwrap();
        conn.batch_execute(settings).unwrap();
        let place = Arc::new(OpenedFile::open(&file).unwrap());
        let pool = Pool::open(&url, place.clone(), Purpose::Read).unwrap();
        (Lane::open(conn, place, &pool).unwrap(), url)
    }

    /// Hands over work that runs a statement and keeps what it did, unless it failed.
    fn hand(lane: &Lane, statement: &'static str) -> Told {
        let (tell, told) = mpsc::channel();
        lane.queue(Box::new(move |conn| {
            let outcome = conn.and_then(|conn| Ok(conn.batch_execute(statement)?));
            WorkOutcome {
                keep: outcome.is_ok(),
                tell: Box::new(move |committed| drop(tell.send(committed.and(outcome)))),
            }
        }));
        told
    }

    /// Holds the lane until it is let go, so that what is handed over meanwhile shares one commit.
    fn occupy(lane: &Lane) -> mpsc::Sender<()> {
        let (go, wait) = mpsc::channel();
        let (here, begun) = mpsc::channel();
        lane.queue(Box::new(move |_| {
            here.send(()).unwrap();
            let _released = wait.recv_timeout(Duration::from_secs(20));
            WorkOutcome {
                keep: false,
                tell: Box::new(|_| ()),
            }
        }));
        begun.recv().unwrap();
        go
    }

    fn rows(url: &Url) -> i64 {
        #[derive(QueryableByName)]
        struct Count {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            n: i64,
        }
        let mut conn = connect(url, Purpose::Read).unwrap();
        let query = diesel::sql_query("SELECT count(*) AS n FROM t");
        crate::on_each!(&mut conn, c => query.get_result::<Count>(c)).unwrap().n
    }

    const SMALL: &str = "INSERT INTO t VALUES (1)";
    const LARGE: &str = "INSERT INTO t VALUES (zeroblob(1000000))";

    #[test]
    fn on_a_full_disk_what_is_stored_is_what_was_told_and_writes_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let (lane, url) = lane(&folder, "PRAGMA max_page_count=20");
        let go = occupy(&lane);
        let told: Vec<Told> = [SMALL, LARGE, SMALL, SMALL].map(|work| hand(&lane, work)).into();
        drop(go);
        let told: Vec<Result<(), Error>> = told.iter().map(|one| one.recv().unwrap()).collect();
        assert!(matches!(told[1], Err(Error::StorageFull)), "{told:?}");
        let kept = i64::try_from(told.iter().filter(|one| one.is_ok()).count()).unwrap();
        assert_eq!(rows(&url), kept, "{told:?}");
        assert!(hand(&lane, SMALL).recv().unwrap().is_ok());
        assert_eq!(rows(&url), kept + 1);
    }

    #[test]
    fn a_commit_that_fails_is_told_to_everybody_who_waited_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let deferred = "CREATE TABLE p (id INTEGER PRIMARY KEY);
             CREATE TABLE c (p REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED)";
        let (lane, url) = lane(&folder, deferred);
        let go = occupy(&lane);
        let told = [SMALL, "INSERT INTO c VALUES (7)", "INSERT INTO nowhere VALUES (1)"].map(|work| hand(&lane, work));
        drop(go);
        let [first, second, third] = told.map(|one| one.recv().unwrap());
        assert!(first.is_err() && second.is_err(), "{first:?} {second:?}");
        assert!(
            matches!(&third, Err(Error::Database(cause)) if cause.to_string().contains("nowhere")),
            "{third:?}"
        );
        assert_eq!(rows(&url), 0);
        assert!(hand(&lane, SMALL).recv().unwrap().is_ok());
    }

    #[test]
    fn a_file_that_takes_no_writes_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let (lane, url) = lane(&folder, "PRAGMA query_only=ON");
        let refused = hand(&lane, SMALL).recv().unwrap();
        assert!(
            matches!(refused, Err(Error::Unavailable(Unavailable::ReadOnly))),
            "{refused:?}"
        );
        assert_eq!(rows(&url), 0);
    }

    #[test]
    fn a_file_that_was_moved_takes_no_writes_until_it_is_back() {
        let folder = tempfile::tempdir().unwrap();
        let (lane, url) = lane(&folder, "");
        let (here, there) = (folder.path().join("lane.db"), folder.path().join("elsewhere.db"));
        std::fs::rename(&here, &there).unwrap();
        let refused = hand(&lane, SMALL).recv().unwrap();
        assert!(
            matches!(refused, Err(Error::Unavailable(Unavailable::Moved))),
            "{refused:?}"
        );
        assert!(!here.exists(), "an empty file was made");
        std::fs::rename(&there, &here).unwrap();
        assert!(hand(&lane, SMALL).recv().unwrap().is_ok());
        assert_eq!(rows(&url), 1);
    }

    #[test]
    fn when_too_many_wait_the_next_one_is_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let (lane, url) = lane(&folder, "");
        let go = occupy(&lane);
        let told: Vec<Told> = (0..=WAITING).map(|_| hand(&lane, SMALL)).collect();
        let (last, others) = told.split_last().unwrap();
        assert!(matches!(last.try_recv(), Ok(Err(Error::Busy))));
        drop(go);
        assert!(others.iter().all(|one| one.recv().unwrap().is_ok()));
        assert_eq!(rows(&url), i64::try_from(WAITING).unwrap());
    }
}
