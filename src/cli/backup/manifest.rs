//! What a backup says of itself, in a file beside it: `FILE.manifest.json`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use qudra::db::pool::Url;
use qudra::db::{Conn, Db, Uid};
use qudra::error::Error;
use qudra::ledger::{self, Verdict};
use qudra::text::hex;

/// The checksum of a backup and what is in it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of this form: 1.
    format: u32,
    /// SHA-256 of the file, hexadecimal.
    sha256: String,
    /// Its length.
    bytes: u64,
    #[serde(flatten)]
    contents: Contents,
}

/// What is in a database.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Contents {
    /// The newest migration.
    schema: String,
    /// The epoch of the database, renewed by a restore.
    epoch: Uid,
    /// The sequence number of the ledger's newest entry; 0 where there is none.
    ledger_seq: i64,
    /// Its hash, hexadecimal.
    ledger_hash: String,
    /// When it was made.
    ledger_at: Option<String>,
    /// How many rows each table has.
    rows: BTreeMap<String, i64>,
}

impl Manifest {
    /// Of a file that is whole and closed.
    pub fn from_file(file: &Path) -> anyhow::Result<Self> {
        let (sha256, bytes) = checksum(file)?;
        let contents = Contents::of(file)?;
        Ok(Self {
            format: 1,
            sha256,
            bytes,
            contents,
        })
    }

    /// Where it stands beside a file.
    pub fn beside(file: &Path) -> PathBuf {
        let mut name = file.as_os_str().to_owned();
        name.push(".manifest.json");
        name.into()
    }

    /// The one that stands beside a file.
    pub fn read(file: &Path) -> anyhow::Result<Self> {
        let beside = Self::beside(file);
        let text = std::fs::read(&beside)
            .with_context(|| format!("{} has no manifest {}", file.display(), beside.display()))?;
        let manifest: Self =
            serde_json::from_slice(&text).with_context(|| format!("{} cannot be read", beside.display()))?;
        // Letters of another case would be read as the same.
        ensure!(
            manifest.text()? == text,
            "{} is damaged: it is not as it was written",
            beside.display()
        );
        Ok(manifest)
    }

    fn text(&self) -> anyhow::Result<Vec<u8>> {
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        Ok(text)
    }

    /// Writes it to a file, flushed to disk.
    pub fn write(&self, to: &Path) -> anyhow::Result<()> {
        use std::io::Write as _;
        let mut file = File::create(to).with_context(|| format!("cannot write {}", to.display()))?;
        file.write_all(&self.text()?)?;
        Ok(file.sync_all()?)
    }

    /// The file is the one that was backed up, to the bit; it is whole, and holds what is said here.
    pub fn verify(&self, file: &Path) -> anyhow::Result<()> {
        ensure!(self.format == 1, "{} was made by a newer Qudra", file.display());
        let (sha256, bytes) = checksum(file)?;
        ensure!(
            bytes == self.bytes,
            "{} has {bytes} bytes; {} were backed up",
            file.display(),
            self.bytes
        );
        ensure!(
            sha256 == self.sha256,
            "{} is damaged: its checksum is another",
            file.display()
        );
        let found = Contents::of(file)?;
        ensure!(
            found == self.contents,
            "{} does not hold what its manifest says",
            file.display()
        );
        Ok(())
    }

    /// In words.
    pub fn summary(&self) -> String {
        let Contents {
            ledger_seq, ledger_at, ..
        } = &self.contents;
        let at = ledger_at.as_ref().map(|at| format!(" of {at}")).unwrap_or_default();
        format!("{} bytes, ledger whole to entry {ledger_seq}{at}", self.bytes)
    }
}

/// SHA-256 in hexadecimal, and the length.
fn checksum(file: &Path) -> anyhow::Result<(String, u64)> {
    let mut reader = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let (mut hasher, mut part, mut bytes) = (Sha256::new(), vec![0; 1 << 20], 0);
    loop {
        let read = reader.read(&mut part)?;
        let Some(read) = part.get(..read).filter(|read| !read.is_empty()) else {
            break;
        };
        hasher.update(read);
        bytes += u64::try_from(read.len())?;
    }
    Ok((hex(&hasher.finalize()), bytes))
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Rows {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    rows: i64,
}

impl Contents {
    /// Reads a copy of its own, so that the file stays as it is to the bit.
    fn of(file: &Path) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix(".qudra-verify-")
            .tempdir_in(folder_of(file))?;
        let copy = folder.path().join("copy.db");
        std::fs::copy(file, &copy).with_context(|| format!("cannot copy {}", file.display()))?;
        let db = Db::existing(&Url::Sqlite(copy).to_string())?;
        db.read_here(|conn| {
            let Conn::Sqlite(inner) = conn else {
                return Err(Error::internal("a backup is a SQLite database"));
            };
            let wrong: Vec<Name> = diesel::sql_query(
                "select integrity_check as name from pragma_integrity_check where integrity_check <> 'ok' limit 5",
            )
            .load(inner)?;
            if let Some(wrong) = wrong.first() {
                return Err(Error::Startup(format!("the file is damaged: {}", wrong.name)));
            }
            let one = |name: &str, inner: &mut SqliteConnection| -> Result<i64, Error> {
                Ok(diesel::sql_query(format!("select count(*) as rows from \"{name}\""))
                    .get_result::<Rows>(inner)?
                    .rows)
            };
            let tables: Vec<Name> = diesel::sql_query(
                "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name",
            )
            .load(inner)?;
            let mut rows = BTreeMap::new();
            for table in tables {
                let count = one(&table.name, inner)?;
                rows.insert(table.name, count);
            }
            let schema: Name =
                diesel::sql_query("select max(version) as name from __diesel_schema_migrations").get_result(inner)?;
            match ledger::verify(conn)? {
                Verdict::Whole(_) => {}
                Verdict::BrokenAt(seq) => {
                    return Err(Error::Startup(format!("the ledger is broken at entry {seq}")));
                }
            }
            let head = ledger::head(conn)?;
            Ok(Self {
                schema: schema.name,
                epoch: qudra::db::epoch(conn)?,
                ledger_seq: head.seq,
                ledger_hash: hex(&head.hash),
                ledger_at: head.at.map(|at| at.to_string()),
                rows,
            })
        })
        .map_err(|error| anyhow::anyhow!("{}: {error}", file.display()))
    }
}

/// The folder that a file stands in.
pub fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The path of a SQLite database, or why there is none.
pub fn sqlite_path(url: &Url, what: &str, instead: &str) -> anyhow::Result<PathBuf> {
    match url {
        Url::Sqlite(path) => Ok(path.clone()),
        Url::Postgres(_) => bail!("{what} is for SQLite databases; use {instead} for PostgreSQL"),
    }
}
