//! The real service in a thread of its own, on a fresh database that a template made cheap.

use std::net::{Shutdown, SocketAddr, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use qudra::access::Role;
use qudra::access::keys::{self, NewKey};
use qudra::config::Config;
use qudra::db::Db;
use qudra::directory::{Directory, Kind};
use qudra::error::Fault;
use qudra::ledger::{Actor, Commit, Ledger};
use qudra::time::Clock;
use tempfile::TempDir;

use super::client::Client;
use super::{postgres, reference};

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// When the first record of the examples is loaded and asked: 1 December 2026, 8 o'clock.
const FIRST: Clock = Clock::Fixed(chrono::DateTime::from_timestamp_nanos(1_796_112_000_000_000_000));

/// A running service with a database of its own; stopped, and its database removed, when dropped.
pub struct Server {
    pub backend: Backend,
    config: Config,
    clock: Clock,
    keys: &'static Keys,
    running: Mutex<Option<Running>>,
    _folder: TempDir,
}

struct Running {
    address: SocketAddr,
    ledger: Ledger,
    handle: actix_web::dev::ServerHandle,
    thread: JoinHandle<()>,
}

/// The secrets of one key of each role.
struct Keys {
    admin: String,
    officer: String,
    agency: String,
    analyst: String,
}

/// A migrated database with reference data and keys, to be copied.
struct Template {
    copied: Copied,
    keys: Keys,
}

enum Copied {
    /// A SQLite file's content.
    Bytes(Vec<u8>),
    /// A PostgreSQL database's name.
    Name(String),
}

impl Server {
    /// Starts on a fresh database with the reference data of [`reference`] and nothing else.
    pub fn start(backend: Backend) -> Self {
        Self::start_with(backend, |_| ())
    }

    /// The same with other settings.
    pub fn start_with(backend: Backend, set: impl FnOnce(&mut Config)) -> Self {
        Self::of(backend, template(backend), Clock::System, set)
    }

    /// Starts on a fresh database with the first record, which always begins at the same instant.
    pub fn of_first_record() -> Self {
        static TEMPLATE: OnceLock<Template> = OnceLock::new();
        let template = TEMPLATE.get_or_init(|| {
            on_sqlite(|url| {
                fill(url, FIRST, |ledger| {
                    qudra::imports::seed::load(ledger).unwrap().expect("the first record");
                })
            })
        });
        Self::of(Backend::Sqlite, template, FIRST, |_| ())
    }

    fn of(backend: Backend, template: &'static Template, clock: Clock, set: impl FnOnce(&mut Config)) -> Self {
        // What the service logs is shown with the test that fails.
        drop(
            tracing_subscriber::fmt()
                .with_env_filter("error")
                .with_test_writer()
                .try_init(),
        );
        let folder = tempfile::tempdir().unwrap();
        let database_url = match &template.copied {
            Copied::Bytes(bytes) => {
                let file = folder.path().join("qudra.db");
                std::fs::write(&file, bytes).unwrap();
                sqlite(&file)
            }
            Copied::Name(original) => {
                let name = fresh_name();
                postgres::administer(&format!("create database {name} template {original}"));
                postgres::url(&name)
            }
        };
        let mut config = Config {
            database_url,
            listen: "127.0.0.1:0".into(),
            data_dir: folder.path().into(),
            workers: 2,
            seed: false,
            ..Config::default()
        };
        set(&mut config);
        let running = Mutex::new(Some(Running::start(&config, clock)));
        Self {
            backend,
            config,
            clock,
            keys: &template.keys,
            running,
            _folder: folder,
        }
    }

    /// Stops the service and starts it again on the same database; callers made before reach nothing any more.
    pub fn restart(&self) {
        let mut running = self.running.lock().unwrap();
        running.take().unwrap().stop();
        *running = Some(Running::start(&self.config, self.clock));
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.running.lock().unwrap().as_ref().unwrap().address
    }

    /// Its ledger, for looking behind the API.
    pub fn ledger(&self) -> Ledger {
        self.running.lock().unwrap().as_ref().unwrap().ledger.clone()
    }

    /// The data version: the sequence number of the newest entry. What was refused leaves it as it was.
    pub fn data_version(&self) -> i64 {
        self.ledger().db().read_here(qudra::ledger::head).unwrap().seq
    }

    /// The address of its database.
    pub fn database_url(&self) -> &str {
        &self.config.database_url
    }

    /// A caller without a key.
    pub fn public(&self) -> Client {
        self.caller(None)
    }

    pub fn admin(&self) -> Client {
        self.caller(Some(&self.keys.admin))
    }

    pub fn officer(&self) -> Client {
        self.caller(Some(&self.keys.officer))
    }

    /// A caller with a key of the agency TURKSTAT.
    pub fn agency(&self) -> Client {
        self.caller(Some(&self.keys.agency))
    }

    pub fn analyst(&self) -> Client {
        self.caller(Some(&self.keys.analyst))
    }

    /// The administrator's key itself.
    pub fn admin_key(&self) -> &str {
        &self.keys.admin
    }

    /// A caller with any key.
    pub fn caller(&self, key: Option<&str>) -> Client {
        Client::new(format!("http://{}", self.address()), key)
    }

    /// Sends bytes as they are, ends its half of the connection, and gives all that comes back (lossily as text).
    pub fn raw(&self, bytes: &[u8]) -> String {
        use std::io::{Read, Write};
        let mut stream = TcpStream::connect(self.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        // A service that refuses early may close before it has read everything.
        drop(stream.write_all(bytes));
        drop(stream.shutdown(Shutdown::Write));
        let (mut answer, mut part) = (Vec::new(), [0_u8; 8192]);
        while let Ok(n @ 1..) = stream.read(&mut part) {
            answer.extend_from_slice(&part[..n]);
        }
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(running) = self.running.get_mut().ok().and_then(Option::take) {
            running.stop();
        }
        if self.backend == Backend::Postgres {
            let name = self.config.database_url.rsplit('/').next().unwrap_or_default();
            // Also while a test fails: a second panic would hide the first.
            drop(std::panic::catch_unwind(|| {
                postgres::administer(&format!("drop database if exists {name} with (force)"));
            }));
        }
    }
}

impl Running {
    fn start(config: &Config, clock: Clock) -> Self {
        let db = Db::open(&config.database_url).unwrap();
        let ledger = Ledger::new(db, clock);
        let (tell, told) = mpsc::channel();
        let (own, shared) = (config.clone(), ledger.clone());
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let running =
                    qudra::app::start(&own, shared, qudra::app::listen(&own).unwrap()).expect("the service starts");
                tell.send((running.address, running.handle.clone())).unwrap();
                running.wait().await.expect("the service runs");
            });
        });
        let (address, handle) = told.recv().expect("the service starts");
        Self {
            address,
            ledger,
            handle,
            thread,
        }
    }

    fn stop(self) {
        drop(self.handle.stop(false));
        drop(self.thread.join());
    }
}

fn sqlite(file: &std::path::Path) -> String {
    format!("sqlite://{}", file.display())
}

fn fresh_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!(
        "qudra_test_{}_{}",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    )
}

/// The template of a backend, made once per process.
fn template(backend: Backend) -> &'static Template {
    static TEMPLATES: [OnceLock<Template>; 2] = [const { OnceLock::new() }; 2];
    let [of_sqlite, of_postgres] = &TEMPLATES;
    match backend {
        Backend::Sqlite => of_sqlite.get_or_init(|| on_sqlite(fill_reference)),
        Backend::Postgres => of_postgres.get_or_init(|| {
            let place = format!("{}_template", fresh_name());
            postgres::administer(&format!("create database {place}"));
            let (_, keys) = fill_reference(&postgres::url(&place));
            Template {
                copied: Copied::Name(place),
                keys,
            }
        }),
    }
}

/// A SQLite file as `fill` leaves it.
fn on_sqlite(fill: impl FnOnce(&str) -> (Db, Keys)) -> Template {
    let folder = tempfile::tempdir().unwrap();
    let (first, place) = (folder.path().join("first.db"), folder.path().join("template.db"));
    let (db, keys) = fill(&sqlite(&first));
    // Complete in one file, whatever the write-ahead log still holds.
    copy_into(&db, &place);
    Template {
        copied: Copied::Bytes(std::fs::read(place).unwrap()),
        keys,
    }
}

fn copy_into(db: &Db, place: &Path) {
    use diesel::connection::SimpleConnection;
    db.maintenance(|conn| Ok(conn.batch_execute(&format!("vacuum into '{}'", place.display()))?))
        .unwrap();
}

fn fill_reference(url: &str) -> (Db, Keys) {
    fill(url, Clock::System, |ledger| {
        ledger
            .write_here(Actor::System, Commit::Yes, reference::insert)
            .unwrap();
    })
}

fn fill(url: &str, clock: Clock, load: impl FnOnce(&Ledger)) -> (Db, Keys) {
    let db = Db::open(url).unwrap();
    db.migrate().unwrap();
    let ledger = Ledger::new(db.clone(), clock);
    load(&ledger);
    let key = |role: Role| make_key(&ledger, role, None);
    let keys = Keys {
        admin: key(Role::Admin),
        officer: key(Role::Officer),
        agency: key(Role::Agency),
        analyst: key(Role::Analyst),
    };
    (db, keys)
}

/// Makes a key; an agency's speaks for TURKSTAT.
pub fn make_key(ledger: &Ledger, role: Role, expires_at: Option<qudra::db::Instant>) -> String {
    let name = format!("the tests' {role}");
    ledger
        .write_here(Actor::CommandLine, Commit::Yes, move |tx| {
            let agency = if role == Role::Agency {
                let found = Directory::default().resolve(tx.conn(), Kind::Agency, "TURKSTAT", Fault::new)?;
                Some(found.expect("the agency of the tests").key)
            } else {
                None
            };
            keys::create(
                tx,
                &NewKey {
                    name,
                    role,
                    agency,
                    expires_at,
                },
            )
        })
        .unwrap()
}
