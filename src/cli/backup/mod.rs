//! `qudra backup`: a consistent copy of a SQLite database while the service goes on, with its manifest; and the way back,
//! `qudra restore`.

mod manifest;
mod restore;

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use super::out::{NewFile, say};
use manifest::{Manifest, folder_of, sqlite_path};
use qudra::config::Config;
use qudra::db::Conn;
use qudra::error::Error;
use qudra::ledger::{Anchors, Ledger};
pub use restore::Restore;

/// Copy the database into a new file, consistent, while the service goes on. A manifest with checksum, row counts and
/// the ledger's head is written beside it.
#[derive(Debug, Args)]
pub struct Backup {
    /// The file to write; it must not exist yet.
    #[arg(long, required_unless_present = "verify", conflicts_with = "verify")]
    out: Option<PathBuf>,
    /// Check a backup against its manifest, to the bit, and write nothing.
    #[arg(long, value_name = "FILE")]
    verify: Option<PathBuf>,
}

impl Backup {
    /// Makes a backup, or checks one.
    pub fn run(self, config: &Config) -> anyhow::Result<()> {
        match (self.verify, self.out) {
            (Some(file), _) => {
                let manifest = Manifest::read(&file)?;
                manifest.verify(&file)?;
                say!("{}: sound, {}", file.display(), manifest.summary())?;
                Ok(())
            }
            (None, Some(out)) => copy(&super::open_to_read(config)?, config, out),
            (None, None) => Ok(()),
        }
    }
}

/// Copies to a temporary name beside the target, checks the copy, and gives it its name only then.
fn copy(ledger: &Ledger, config: &Config, out: PathBuf) -> anyhow::Result<()> {
    sqlite_path(ledger.db().url(), "backup", "pg_dump")?;
    let file = NewFile::at(out)?;
    let partial = file.partial().to_owned();
    let name = partial.to_str().context("the path is not valid UTF-8")?.to_owned();
    ledger.db().maintenance(move |conn| {
        use diesel::RunQueryDsl;
        let Conn::Sqlite(inner) = conn else {
            return Err(Error::internal("only SQLite databases are copied"));
        };
        diesel::sql_query("VACUUM INTO ?")
            .bind::<diesel::sql_types::Text, _>(name)
            .execute(inner)?;
        Ok(())
    })?;
    File::open(&partial)?.sync_all()?;
    let manifest =
        Manifest::from_file(&partial).with_context(|| format!("the copy is left as {}", partial.display()))?;
    manifest.write(&Manifest::beside(file.path()))?;
    file.finish()?;
    sync(folder_of(file.path()))?;
    // The copy is whole without it, and the data folder's disk may be full.
    if let Err(error) = Anchors::new(config)?.write(ledger) {
        eprintln!("The ledger's head could not be written down in the data folder: {error}");
    }
    say!("{}: {}", file.path().display(), manifest.summary())?;
    Ok(())
}

/// Flushes a folder's list of names to disk.
fn sync(folder: &Path) -> anyhow::Result<()> {
    Ok(File::open(folder)?.sync_all()?)
}
