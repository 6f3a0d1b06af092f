//! Connections: what an address means, how a connection is set up for its purpose, and the pool of readers.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::r2d2::{ManageConnection, PooledConnection};
use diesel::{Connection, PgConnection, RunQueryDsl, SqliteConnection};

use super::Conn;
use super::opened_file::OpenedFile;
use crate::error::Error;

/// How long a request waits for a connection or its turn before it is told to come back later.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// The number in a SQLite file's header that says "this is Qudra's": `QUDR` in ASCII.
const APPLICATION_ID: i32 = 0x5155_4452;

/// How many KiB of pages SQLite's writing connection keeps at most: the leaves that new records go to stay there.
const WRITER_CACHE_KIB: u32 = 16_384;

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Url {
    /// A file of this machine.
    Sqlite(PathBuf),
    /// A server, as libpq reads it.
    Postgres(String),
}

impl Url {
    /// Reads `sqlite://PATH`, a bare path or `postgres://…`; any other scheme is refused, never taken for a file name.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        match text.split_once("://") {
            _ if text.is_empty() => Err(Error::Startup("the database address is empty".into())),
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Sqlite(path.into())),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(text.to_owned())),
            Some((scheme, _)) => Err(Error::Startup(format!(
                "{scheme}:// is no database Qudra knows: use sqlite://PATH, a bare path, or postgres://…"
            ))),
            None => Ok(Self::Sqlite(text.into())),
        }
    }
}

impl std::fmt::Display for Url {
    /// The address without its password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            Self::Postgres(url) => match (url.split_once("://"), url.rsplit_once('@')) {
                (Some((scheme, rest)), Some((_, host))) => {
                    let user = rest.split([':', '@']).next().unwrap_or_default();
                    write!(f, "{scheme}://{user}@{host}")
                }
                _ => f.write_str(url),
            },
        }
    }
}

/// What a connection is for; SQLite's settings depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Purpose {
    Read,
    Write,
    /// To see whether somebody writes, without waiting.
    Probe,
    /// To read a SQLite file that nobody can write: see [`is_whole`].
    Frozen,
}

/// Opens one connection, set up for its purpose.
pub fn connect(url: &Url, purpose: Purpose) -> Result<Conn, Error> {
    let refused = |what: String| Error::Startup(format!("cannot open {url}: {what}"));
    match url {
        Url::Sqlite(path) => {
            let name = path
                .to_str()
                .ok_or_else(|| refused("the path is not valid UTF-8".into()))?;
            let name = match purpose {
                Purpose::Frozen => Cow::Owned(frozen(name)),
                _ => Cow::Borrowed(name),
            };
            let mut conn = SqliteConnection::establish(&name).map_err(|e| refused(e.to_string()))?;
            let settings = match purpose {
                Purpose::Write => format!(
                    "PRAGMA journal_mode=WAL; \
                     PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; \
                     PRAGMA journal_size_limit=67108864; PRAGMA temp_store=MEMORY; \
                     PRAGMA cache_size=-{WRITER_CACHE_KIB};"
                ),
                Purpose::Read => "PRAGMA busy_timeout=5000; PRAGMA query_only=ON; PRAGMA foreign_keys=ON; \
                                  PRAGMA temp_store=MEMORY;"
                    .to_owned(),
                Purpose::Probe => "PRAGMA busy_timeout=0".to_owned(),
                Purpose::Frozen => "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;".to_owned(),
            };
            let set_up = match purpose {
                Purpose::Write => begin(&mut conn).and_then(|()| conn.batch_execute(&settings)),
                _ => conn.batch_execute(&settings),
            };
            set_up.map_err(|e| refused(e.to_string()))?;
            Ok(Conn::Sqlite(conn))
        }
        Url::Postgres(address) => {
            let mut conn = PgConnection::establish(address).map_err(|e| refused(e.to_string()))?;
            conn.batch_execute(
                "SET TIME ZONE 'UTC'; SET client_min_messages TO warning; SET statement_timeout TO '60s'",
            )
            .map_err(|e| refused(e.to_string()))?;
            Ok(Conn::Postgres(conn))
        }
    }
}

/// Makes a new file ours. What is set already is not set again: that would be a write.
fn begin(conn: &mut SqliteConnection) -> diesel::QueryResult<()> {
    conn.batch_execute("PRAGMA busy_timeout=5000")?;
    let query = "SELECT application_id AS number FROM pragma_application_id";
    let Marked { number } = diesel::sql_query(query).get_result(conn)?;
    if number == APPLICATION_ID {
        return Ok(());
    }
    conn.batch_execute(&format!(
        "PRAGMA auto_vacuum=incremental; PRAGMA journal_mode=WAL; PRAGMA application_id={APPLICATION_ID}"
    ))
}

#[derive(diesel::QueryableByName)]
struct Marked {
    #[diesel(sql_type = diesel::sql_types::Integer)]
    number: i32,
}

/// Whether everything that was committed is in a SQLite file itself and nothing in a log beside it, so that it can be read
/// where no such log can be made: on a full disk, or from one that takes no writes.
pub fn is_whole(path: &std::path::Path) -> bool {
    let log = format!("{}-wal", path.display());
    path.exists() && std::fs::metadata(log).map_or(true, |log| log.len() == 0)
}

/// The address of a file that does not change while it is read.
fn frozen(name: &str) -> String {
    let escaped = name.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    format!("file:{escaped}?immutable=1")
}

/// Opens the connection that comes first, so that a wrong address is told at the start. It makes the file where there is
/// none, and writes.
pub fn first(url: &Url) -> Result<Conn, Error> {
    if let Url::Sqlite(path) = url {
        let folder = path.parent().filter(|f| !f.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|f| !f.is_dir()) {
            return Err(Error::Startup(format!(
                "cannot open {url}: there is no folder {}",
                folder.display()
            )));
        }
    }
    connect(url, Purpose::Write)
}

/// Makes connections for r2d2.
pub struct Maker {
    url: Url,
    place: Arc<OpenedFile>,
    purpose: Purpose,
}

impl ManageConnection for Maker {
    type Connection = Conn;
    type Error = Error;

    fn connect(&self) -> Result<Conn, Error> {
        // SQLite would make an empty file where there is none any more.
        self.place.check()?;
        connect(&self.url, self.purpose)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), Error> {
        conn.batch_execute("SELECT 1").map_err(Error::from)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        use diesel::connection::TransactionManager;
        std::thread::panicking() || <Conn as Connection>::TransactionManager::is_broken_transaction_manager(conn)
    }
}

/// The connections that read; on PostgreSQL those that write come from here as well.
#[derive(Clone)]
pub struct Pool(diesel::r2d2::Pool<Maker>);

impl Pool {
    /// Opens one connection at once, and more as they are needed.
    pub fn open(url: &Url, place: Arc<OpenedFile>, purpose: Purpose) -> Result<Self, Error> {
        let is_server = matches!(url, Url::Postgres(_));
        let url_of = url.clone();
        let builder = diesel::r2d2::Pool::builder()
            .max_size(16)
            .min_idle(Some(1))
            .connection_timeout(PATIENCE)
            .test_on_check_out(is_server);
        // A connection to a file does not age.
        let builder = if is_server {
            builder
        } else {
            builder.max_lifetime(None).idle_timeout(None)
        };
        let maker = Maker {
            url: url_of,
            place,
            purpose,
        };
        let pool = builder
            .build(maker)
            .map_err(|e| Error::Startup(format!("cannot open {url}: {e}")))?;
        Ok(Self(pool))
    }

    /// A connection, or [`Error::Busy`] when none is free in time.
    pub fn get(&self) -> Result<PooledConnection<Maker>, Error> {
        self.0.get().map_err(|cause| {
            tracing::warn!(%cause, "no connection was free in time");
            Error::Busy
        })
    }

    /// How many connections there may be at once.
    pub fn size(&self) -> usize {
        usize::try_from(self.0.max_size()).unwrap_or(1)
    }
}
