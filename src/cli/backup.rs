//! `qudra backup`: a consistent copy of a SQLite database while the service goes on.

use std::fs::File;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;

use super::out::{NewFile, say};
use qudra::db::pool::Url;
use qudra::db::{Conn, Db};
use qudra::error::Error;
use qudra::ledger::{Ledger, Verdict, head, verify};

/// Copy the database into a new file, consistent, while the service goes on.
#[derive(Debug, Args)]
pub struct Backup {
    /// The file to write; it must not exist yet.
    #[arg(long)]
    out: PathBuf,
}

impl Backup {
    /// Copies to a temporary name beside the target, checks the copy, and gives it its name only then.
    pub fn run(self, ledger: &Ledger) -> anyhow::Result<()> {
        if !matches!(ledger.db().url(), Url::Sqlite(_)) {
            bail!("backup copies SQLite databases; use pg_dump for PostgreSQL");
        }
        let file = NewFile::at(self.out)?;
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
        let copy = Db::open(partial.to_str().context("the path is not valid UTF-8")?)?;
        let seq = match copy.read_here(verify)? {
            Verdict::Whole(seq) => seq,
            Verdict::BrokenAt(seq) => bail!(
                "the ledger of the copy is broken at entry {seq}; the copy is left as {}",
                partial.display()
            ),
        };
        let at = copy.read_here(head)?.at;
        drop(copy);
        for side in ["-wal", "-shm"] {
            let mut name = partial.clone().into_os_string();
            name.push(side);
            drop(std::fs::remove_file(name));
        }
        file.finish()?;
        let out = file.path();
        if let Some(folder) = out.parent().filter(|f| !f.as_os_str().is_empty()) {
            File::open(folder)?.sync_all()?;
        }
        let size = std::fs::metadata(out)?.len();
        let at = at.map(|at| format!(" of {at}")).unwrap_or_default();
        say!("{}: {size} bytes, ledger whole to entry {seq}{at}", out.display())?;
        Ok(())
    }
}
