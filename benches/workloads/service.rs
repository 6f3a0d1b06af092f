//! The real service as a process of its own.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A serving process; ended when dropped.
pub struct Service {
    child: Child,
    pub address: String,
    /// An administrator's key.
    pub key: String,
    /// From the start of the process to its first answer.
    pub first_answer: Duration,
}

/// A free port below the ephemeral range.
pub fn free_port() -> u16 {
    (20_000..32_000)
        .map(|n| 20_000 + (n * 7_919 + std::process::id() % 997) % 12_000)
        .map(|n| u16::try_from(n).unwrap())
        .find(|port| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .unwrap()
}

/// Where other files of a database go: none of it is a file on PostgreSQL.
fn beside(database: &Path) -> &Path {
    let folder = database.parent().filter(|folder| folder.is_dir());
    folder.unwrap_or(Path::new("target/bench"))
}

/// Runs a command of the binary on a database and gives what it printed.
pub fn qudra(database: &Path, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_qudra"))
        .args(args)
        .env("QUDRA_DATABASE_URL", database)
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success(), "qudra {args:?} failed");
    String::from_utf8(output.stdout).unwrap()
}

/// Removes a database with its side files.
pub fn remove(path: &Path) {
    for suffix in ["", "-wal", "-shm", ".figures"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        drop(std::fs::remove_file(name));
    }
}

impl Service {
    pub fn start(database: &Path) -> Self {
        let key = qudra(database, &["key", "create", "--role", "admin", "--name", "bench"]);
        let key = key.lines().last().unwrap().to_owned();
        let address = format!("127.0.0.1:{}", free_port());
        let began = Instant::now();
        let child = Command::new(env!("CARGO_BIN_EXE_qudra"))
            .args(["serve", "--no-seed"])
            .env("QUDRA_DATABASE_URL", database)
            .env("QUDRA_LISTEN", &address)
            .env("QUDRA_DATA_DIR", beside(database))
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let url = format!("http://{address}/api/v1/activities?limit=1");
        while ureq::get(&url).call().is_err() {
            assert!(began.elapsed() < Duration::from_mins(2), "the service does not answer");
            std::thread::sleep(Duration::from_millis(1));
        }
        Self {
            child,
            address,
            key,
            first_answer: began.elapsed(),
        }
    }

    /// What it answers, read to its end, and how long that took in seconds.
    pub fn ask(&self, path: &str) -> (String, f64) {
        let began = Instant::now();
        let answer = ureq::get(format!("http://{}{path}", self.address)).call().unwrap();
        let body = answer.into_body().read_to_string().unwrap();
        (body, began.elapsed().as_secs_f64())
    }

    fn status(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|l| l.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
    }

    /// Resident memory now, in bytes.
    pub fn resident(&self) -> u64 {
        self.status("VmRSS")
    }

    /// Forgets the most there ever was: from here on it is measured anew.
    pub fn forget_peak(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5").unwrap();
    }

    /// The most there was, in bytes.
    pub fn peak(&self) -> u64 {
        self.status("VmHWM")
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
