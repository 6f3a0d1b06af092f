//! The ledger's head written down outside of the table, a line at a time: who cuts the table's end off, or writes its chain
//! anew, has to change this file too.

use std::io::Write;
use std::path::PathBuf;

use diesel::prelude::*;

use super::{Head, Ledger, head};
use crate::config::Config;
use crate::db::pool::Url;
use crate::db::schema::ledger;
use crate::db::{Conn, epoch};
use crate::error::{Error, OrInternal};
use crate::text::hex;

/// The file of anchors of one database: `DATABASE.anchors` in the data folder, a line `SEQ HASH EPOCH INSTANT` each.
#[derive(Debug, Clone)]
pub struct Anchors(PathBuf);

/// After so many entries a running service writes an anchor.
const ENTRIES: i64 = 1_000;

/// Or after so many seconds, where anything was recorded.
const SECONDS: i64 = 3_600;

/// How the anchors compare with the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnchorCheck {
    /// There are none.
    Nowhere,
    /// So many, and the ledger has each of them.
    Agree(usize),
    /// The entry of this number is missing, or is another.
    Differs(i64),
}

impl Anchors {
    /// The file for the configured database.
    pub fn new(config: &Config) -> Result<Self, Error> {
        let mut name = match Url::parse(&config.database_url)? {
            Url::Sqlite(path) => path.file_name().unwrap_or_default().to_owned(),
            Url::Postgres(_) => "qudra".into(),
        };
        name.push(".anchors");
        Ok(Self(config.data_dir.join(name)))
    }

    /// Writes the head down, unless the last line says it already. Nothing to write before the first entry.
    pub fn write(&self, ledger: &Ledger) -> Result<(), Error> {
        let (head, epoch) = ledger.db().read_here(|conn| Ok((head(conn)?, epoch(conn)?)))?;
        let Some(at) = head.at else { return Ok(()) };
        let start = format!("{} {} {} ", head.seq, hex(&head.hash), epoch.0.simple());
        let known = std::fs::read_to_string(&self.0).unwrap_or_default();
        if known.lines().next_back().is_some_and(|line| line.starts_with(&start)) {
            return Ok(());
        }
        let lead = if known.is_empty() || known.ends_with('\n') {
            ""
        } else {
            "\n"
        };
        let file = std::fs::OpenOptions::new().create(true).append(true).open(&self.0);
        let written = file.and_then(|mut file| {
            file.write_all(format!("{lead}{start}{at}\n").as_bytes())?;
            file.sync_all()
        });
        written.or_internal("an anchor of the ledger cannot be written")
    }

    /// Writes an anchor where many entries or much time passed since the last; gives the head that was looked at.
    pub fn write_when_due(&self, ledger: &Ledger, last: &Head) -> Result<Head, Error> {
        let now = ledger.db().read_here(head)?;
        let seconds = |head: &Head| head.at.map_or(0, |at| at.micros() / 1_000_000);
        let is_due = now.seq >= last.seq + ENTRIES
            || (now.seq > last.seq && ledger.clock().now().micros() / 1_000_000 >= seconds(last) + SECONDS);
        if !is_due {
            return Ok(last.clone());
        }
        self.write(ledger)?;
        Ok(now)
    }

    /// Holds the ledger against every anchor of this database; those of before a restore are of another epoch.
    pub fn check(&self, conn: &mut Conn) -> Result<AnchorCheck, Error> {
        let text = match std::fs::read_to_string(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(AnchorCheck::Nowhere),
            Err(error) => return Err(Error::Startup(format!("{}: {error}", self.0.display()))),
        };
        let epoch = epoch(conn)?.0.simple().to_string();
        let mut count = 0;
        for line in text.lines() {
            let mut words = line.split(' ');
            let (Some(seq), Some(hash), Some(of)) = (words.next(), words.next(), words.next()) else {
                continue; // a line that was cut off as it was written
            };
            let Some(seq) = seq.parse::<i64>().ok().filter(|_| of == epoch) else {
                continue;
            };
            let found: Option<Vec<u8>> = ledger::table
                .filter(ledger::seq.eq(seq))
                .select(ledger::hash)
                .first(conn)
                .optional()?;
            if found.is_none_or(|found| hex(&found) != hash) {
                return Ok(AnchorCheck::Differs(seq));
            }
            count += 1;
        }
        Ok(if count == 0 {
            AnchorCheck::Nowhere
        } else {
            AnchorCheck::Agree(count)
        })
    }
}
