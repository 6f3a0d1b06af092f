//! The facts in a file beside the database, so that a start need not read the whole record again. It is only ever a copy:
//! one that is damaged, of another database, or written by other code is passed over, and what it lacks is read from the
//! ledger's entries since.

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::db::Uid;
use crate::statistics::eras::Era;
use crate::statistics::facts::{Block, Codes, Facts};

/// Changes whenever the code does that makes figures.
const CODE: &str = env!("FIGURES_CODE");

/// What stands before the blocks.
#[derive(Serialize, Deserialize)]
struct Head {
    code: String,
    epoch: Uid,
    seq: i64,
    hash: Vec<u8>,
    today: NaiveDate,
    ages: bool,
    languages: Vec<String>,
    eras: Vec<Era>,
    blocks: usize,
}

/// Writes a copy of the facts, whole or not at all.
pub fn write(path: &Path, facts: &Facts) -> std::io::Result<()> {
    let partial = path.with_extension("partial");
    let mut out = Summed {
        inner: BufWriter::with_capacity(1 << 20, File::create(&partial)?),
        sum: crc32fast::Hasher::new(),
    };
    let head = Head {
        code: CODE.to_owned(),
        epoch: facts.epoch,
        seq: facts.seq,
        hash: facts.hash.clone(),
        today: facts.today,
        ages: facts.ages,
        languages: facts.languages.iter().map(ToString::to_string).collect(),
        eras: facts.eras.to_vec(),
        blocks: facts.blocks.len(),
    };
    postcard::to_io(&head, &mut out).map_err(std::io::Error::other)?;
    for block in &facts.blocks {
        postcard::to_io(&**block, &mut out).map_err(std::io::Error::other)?;
    }
    let sum = out.sum.clone().finalize().to_le_bytes();
    out.write_all(&sum)?;
    out.inner
        .into_inner()
        .map_err(std::io::IntoInnerError::into_error)?
        .sync_all()?;
    std::fs::rename(&partial, path)
}

/// The facts of the copy; `None` where there is none that can be used.
pub fn read(path: &Path) -> Option<Facts> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.read_to_end(&mut bytes).ok()?;
    let (content, sum) = bytes.split_last_chunk::<4>()?;
    if crc32fast::hash(content).to_le_bytes() != *sum {
        tracing::warn!(path = %path.display(), "the file of figures is damaged; the record is read instead");
        return None;
    }
    let (head, mut rest): (Head, _) = postcard::take_from_bytes(content).ok()?;
    if head.code != CODE {
        return None;
    }
    let mut blocks = Vec::with_capacity(head.blocks);
    for _ in 0..head.blocks {
        let (block, after): (Block, _) = postcard::take_from_bytes(rest).ok()?;
        blocks.push(Arc::new(block));
        rest = after;
    }
    let languages = (0..).zip(head.languages).map(|(number, tag)| (number, Arc::from(tag)));
    Some(Facts {
        epoch: head.epoch,
        seq: head.seq,
        hash: head.hash,
        today: head.today,
        ages: head.ages,
        names: Arc::default(),
        languages: Arc::new(Codes::new(languages, [])),
        eras: Arc::new(head.eras),
        blocks,
    })
}

/// Where the copy is: in the folder for data, named after the database.
pub fn path(folder: &Path, database: &Path) -> PathBuf {
    let mut name = database.file_name().unwrap_or_else(|| "qudra".as_ref()).to_owned();
    name.push(".figures");
    folder.join(name)
}

/// Adds up what is written.
struct Summed<W: Write> {
    inner: W,
    sum: crc32fast::Hasher,
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.sum.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}
