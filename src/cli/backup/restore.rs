//! `qudra restore`: a backup takes the place of the database, or nothing happens.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use super::manifest::{Manifest, folder_of, sqlite_path};
use super::sync;
use crate::cli::out::say;
use qudra::config::Config;
use qudra::db::pool::Url;
use qudra::time::Clock;

/// Put a backup in the place of the database. It is checked against its manifest first; a database that is in use is left
/// alone; the one that was there is kept beside it under another name.
#[derive(Debug, Args)]
pub struct Restore {
    /// The backup, made by `qudra backup`; its manifest stands beside it.
    #[arg(long)]
    from: PathBuf,
}

/// The files of a SQLite database beside the first one.
const SIDES: [&str; 2] = ["-wal", "-shm"];

impl Restore {
    /// Verifies, copies, then exchanges the files.
    pub fn run(self, config: &Config) -> anyhow::Result<()> {
        let target = sqlite_path(&Url::parse(&config.database_url)?, "restore", "pg_restore")?;
        let manifest = Manifest::read(&self.from)?;
        manifest.verify(&self.from)?;
        refuse_where_in_use(&target)?;
        let partial = with_ending(&target, ".restoring");
        for side in ["", "-wal", "-shm", "-journal"] {
            remove(&with_ending(&partial, side))?;
        }
        std::fs::copy(&self.from, &partial).with_context(|| format!("cannot write {}", partial.display()))?;
        qudra::db::renew_epoch(&partial)?;
        File::open(&partial)?.sync_all()?;
        let kept = set_aside(&target)?;
        std::fs::rename(&partial, &target).with_context(|| format!("cannot write {}", target.display()))?;
        sync(folder_of(&target))?;
        say!("{}: restored, {}", target.display(), manifest.summary())?;
        if let Some(kept) = kept {
            say!("The database that was there is kept as {}", kept.display())?;
        }
        Ok(())
    }
}

/// A file named like another, with an ending.
fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn remove(file: &Path) -> anyhow::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", file.display()))
        }
        _ => Ok(()),
    }
}

/// A database that another process has open cannot leave its write-ahead log. One that is too damaged to be opened is in
/// nobody's use.
fn refuse_where_in_use(target: &Path) -> anyhow::Result<()> {
    if !is_sqlite(target) {
        return Ok(());
    }
    let name = target.to_str().context("the path is not valid UTF-8")?;
    let asked = SqliteConnection::establish(name)
        .map_err(|error| error.to_string())
        .and_then(|mut conn| {
            conn.batch_execute("PRAGMA busy_timeout=0; PRAGMA journal_mode=DELETE; BEGIN EXCLUSIVE; ROLLBACK")
                .map_err(|error| error.to_string())
        });
    match asked {
        Err(error) if error.contains("locked") || error.contains("busy") => {
            bail!("{} is in use; stop qudra serve first", target.display())
        }
        _ => Ok(()),
    }
}

/// Whether a file begins as SQLite's do. To open one that does not could cost what is beside it.
fn is_sqlite(file: &Path) -> bool {
    let mut start = [0; 16];
    let read = File::open(file).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && &start == b"SQLite format 3\0"
}

/// Renames the database that is there, with its side files; gives its new name.
fn set_aside(target: &Path) -> anyhow::Result<Option<PathBuf>> {
    if !target.exists() {
        for side in SIDES {
            remove(&with_ending(target, side))?;
        }
        return Ok(None);
    }
    let at = Clock::System.now().utc().format("%Y%m%dT%H%M%SZ");
    let mut kept = with_ending(target, &format!(".before-restore-{at}"));
    if kept.exists() {
        kept = with_ending(&kept, &format!("-{}", std::process::id()));
    }
    for side in SIDES {
        let (from, to) = (with_ending(target, side), with_ending(&kept, side));
        if from.exists() {
            std::fs::rename(&from, &to).with_context(|| format!("cannot rename {}", from.display()))?;
        }
    }
    std::fs::rename(target, &kept).with_context(|| format!("cannot rename {}", target.display()))?;
    Ok(Some(kept))
}
