//! A PostgreSQL server of the suite's own: started once, in a temporary folder, on a loopback port, and gone with the
//! test process, however that ends: a shell holds a pipe from it and stops the server when the pipe closes.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};

/// What to do where no server can be had; said by the test that fails.
const ADVICE: &str = "the tests need PostgreSQL's server binaries (initdb, postgres): run `make test`, or on Debian as \
    root `apt-get install -y --no-install-recommends postgresql`, or put the bin folder of PostgreSQL 13 or newer on \
    the PATH, or point QUDRA_TEST_POSTGRES_URL at a server whose user may create databases";

/// `$1` bin folder, `$2` data folder, `$3` port, `$4…` what runs a command as a user that PostgreSQL accepts.
const KEEPER: &str = r#"
bin=$1 folder=$2 port=$3; shift 3
trap '' INT TERM HUP
cd "$folder" || exit 1
start() {
  # A linguistic collation, unlike SQLite's: what is not said to be COLLATE "C" shows itself. Before 15 there is none.
  "$@" "$bin/initdb" -D data -U qudra -A trust -E UTF8 --no-sync --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US >initdb.log 2>&1 ||
  { rm -rf data; "$@" "$bin/initdb" -D data -U qudra -A trust -E UTF8 --no-sync --locale=C >>initdb.log 2>&1; } ||
  { echo "initdb failed: $(tail -n 3 initdb.log)"; return 1; }
  "$@" "$bin/pg_ctl" -D data -w -t 60 -l server.log -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='$folder' -c max_connections=400 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=128MB -c max_wal_size=2GB -c autovacuum=off" start >pg_ctl.log 2>&1 ||
  { echo "the server did not start: $(tail -n 3 server.log)"; return 1; }
}
if start "$@"; then
  echo ready
  cat >/dev/null
  "$@" "$bin/pg_ctl" -D data -m immediate -w stop >/dev/null 2>&1
fi
cd /
rm -rf "$folder"
"#;

struct Keeper {
    _child: Child,
    address: String,
}

/// The address of a server on which the tests may create databases, without a database's name; and the one to start with.
fn address() -> &'static (String, String) {
    static ADDRESS: OnceLock<Result<(String, String), String>> = OnceLock::new();
    let address = ADDRESS.get_or_init(|| {
        #[allow(clippy::disallowed_methods, reason = "the suite's own setting")]
        if let Ok(url) = std::env::var("QUDRA_TEST_POSTGRES_URL") {
            let (base, rest) = url
                .rsplit_once('/')
                .ok_or("QUDRA_TEST_POSTGRES_URL has no database name")?;
            return Ok((format!("{base}/"), rest.to_owned()));
        }
        let keeper = start()?;
        let address = keeper.address.clone();
        // The pipe stays open as long as this process lives.
        std::mem::forget(keeper);
        Ok((address, "postgres".to_owned()))
    });
    address.as_ref().unwrap_or_else(|why| panic!("{why}"))
}

/// The address of a database by its name.
pub fn url(database: &str) -> String {
    format!("{}{database}", address().0)
}

/// Runs statements beside all test databases.
#[track_caller]
pub fn administer(sql: &str) {
    let url = url(&address().1);
    let mut tries = 0;
    loop {
        let outcome = PgConnection::establish(&url)
            .map_err(|e| e.to_string())
            .and_then(|mut conn| conn.batch_execute(sql).map_err(|e| e.to_string()));
        match outcome {
            Ok(()) => return,
            // A connection that was dropped a moment ago may still be closing.
            Err(e) if tries < 100 && e.contains("being accessed by other users") => {
                tries += 1;
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            Err(e) => panic!("{sql}: {e}"),
        }
    }
}

fn start() -> Result<Keeper, String> {
    let bin = binaries().ok_or(ADVICE)?;
    let mut last = String::new();
    for _ in 0..5 {
        match start_once(&bin) {
            Ok(keeper) => return Ok(keeper),
            Err(why) => last = why,
        }
    }
    Err(format!("{last}; {ADVICE}"))
}

fn start_once(bin: &std::path::Path) -> Result<Keeper, String> {
    let port = free_port().ok_or("no free port")?;
    let folder = tempfile::Builder::new()
        .prefix("qudra-postgres-")
        .tempdir()
        .map_err(|e| e.to_string())?
        .keep();
    let user = user(&folder)?;
    let mut child = Command::new("sh")
        .args(["-c", KEEPER, "qudra-postgres"])
        .arg(bin)
        .arg(&folder)
        .arg(port.to_string())
        .args(user)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .map_err(|e| format!("sh: {e}"))?;
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().ok_or("no output")?);
    out.read_line(&mut line).map_err(|e| e.to_string())?;
    if line.trim() != "ready" {
        out.read_to_string(&mut line).map_err(|e| e.to_string())?;
        child.wait().map_err(|e| e.to_string())?;
        return Err(line);
    }
    Ok(Keeper {
        _child: child,
        address: format!("postgres://qudra@127.0.0.1:{port}/"),
    })
}

/// The newest server's binaries.
fn binaries() -> Option<PathBuf> {
    let complete = |bin: &PathBuf| {
        ["initdb", "postgres", "pg_ctl"]
            .iter()
            .all(|name| bin.join(name).is_file())
    };
    let version = |bin: &PathBuf| -> Option<u32> { bin.parent()?.file_name()?.to_str()?.parse().ok() };
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = debian
        .map(|entry| entry.path().join("bin"))
        .filter(complete)
        .max_by_key(version);
    #[allow(clippy::disallowed_methods, reason = "the PATH is the machine's, not a setting")]
    newest.or_else(|| std::env::split_paths(&std::env::var_os("PATH")?).find(complete))
}

/// How to become a user that may run PostgreSQL, which refuses root; the folder is made that user's.
fn user(folder: &std::path::Path) -> Result<Vec<&'static str>, String> {
    let said = |command: &mut Command| -> String {
        let output = command.stderr(Stdio::null()).output();
        output
            .map(|o| String::from_utf8_lossy(&o.stdout).trim().to_owned())
            .unwrap_or_default()
    };
    if said(Command::new("id").arg("-u")) != "0" {
        return Ok(Vec::new());
    }
    let owned = Command::new("chown").arg("postgres").arg(folder).status();
    if !owned.is_ok_and(|status| status.success()) {
        return Err("there is no user postgres, and PostgreSQL does not run as root".into());
    }
    let ways: [&[&str]; 2] = [
        &["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"],
        &["runuser", "-u", "postgres", "--"],
    ];
    ways.into_iter()
        .find(|way| {
            let Some((program, args)) = way.split_first() else {
                return false;
            };
            said(Command::new(program).args(args).args(["id", "-un"])) == "postgres"
        })
        .map(<[&str]>::to_vec)
        .ok_or_else(|| "neither setpriv nor runuser can act as the user postgres".into())
}

/// A port that nobody uses, below those that the kernel hands out for outgoing connections.
fn free_port() -> Option<u16> {
    let first = 20_000 + u16::try_from(std::process::id() % 11_000).ok()?;
    (first..first + 1_000).find(|port| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok())
}
