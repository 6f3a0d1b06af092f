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
use crate::statistics::country_contexts::CountryContext;
use crate::statistics::dataset::{Block, Codes, Dataset};

/// Changes whenever the code does (`build.rs`).
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
    country_contexts: Vec<CountryContext>,
    blocks: usize,
}

/// Writes a copy of the facts, whole or not at all.
pub fn write(path: &Path, dataset: &Dataset) -> std::io::Result<()> {
    let partial = path.with_extension("partial");
    let mut out = ChecksummedWriter {
        inner: BufWriter::with_capacity(1 << 20, File::create(&partial)?),
        sum: crc32fast::Hasher::new(),
    };
    let head = Head {
        code: CODE.to_owned(),
        epoch: dataset.epoch,
        seq: dataset.seq,
        hash: dataset.hash.clone(),
        today: dataset.today,
        ages: dataset.ages,
        languages: dataset.languages.iter().map(ToString::to_string).collect(),
        country_contexts: dataset.country_contexts.to_vec(),
        blocks: dataset.blocks.len(),
    };
    postcard::to_io(&head, &mut out).map_err(std::io::Error::other)?;
    for block in &dataset.blocks {
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
pub fn read(path: &Path) -> Option<Dataset> {
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
    Some(Dataset {
        epoch: head.epoch,
        seq: head.seq,
        hash: head.hash,
        today: head.today,
        ages: head.ages,
        names: Arc::default(),
        languages: Arc::new(Codes::new(languages, [])),
        country_contexts: Arc::new(head.country_contexts),
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
struct ChecksummedWriter<W: Write> {
    inner: W,
    sum: crc32fast::Hasher,
}

impl<W: Write> Write for ChecksummedWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.sum.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Params;
    use crate::statistics::Question;
    use crate::statistics::oracle::{Tale, worlds};
    use crate::text::Lang;

    fn answers(dataset: &Dataset) -> Vec<String> {
        let queries = [
            "",
            "by=country,year",
            "by=sex&measure=people",
            "by=language,type",
            "by=agency,oic_group",
            "measure=countries",
        ];
        let told = |query: &&str| {
            let question = Question::read(&Params::parse(query).unwrap());
            dataset.answer(&question, None).unwrap().to_json(Lang::En)
        };
        queries.iter().map(told).collect()
    }

    #[test]
    fn facts_read_back_from_a_file_answer_as_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = path(folder.path(), Path::new("somewhere/record.db"));
        for seed in worlds() {
            let dataset = Tale::number(seed).dataset;
            write(&path, &dataset).unwrap();
            let mut back = read(&path).expect("a copy");
            assert_eq!(
                (back.epoch, back.seq, &back.hash),
                (dataset.epoch, dataset.seq, &dataset.hash)
            );
            // Names are not in the copy: they are read from the record whenever it is taken up.
            back.names = dataset.names.clone();
            assert_eq!(answers(&back), answers(&dataset), "world {seed}");
        }
    }

    #[test]
    fn a_file_that_is_damaged_cut_or_missing_is_no_copy() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record.db.figures");
        assert!(read(&path).is_none());
        write(&path, &Tale::number(3).dataset).unwrap();
        let whole = std::fs::read(&path).unwrap();
        for at in [0, whole.len() / 2, whole.len() - 1] {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x10;
            std::fs::write(&path, damaged).unwrap();
            assert!(read(&path).is_none(), "byte {at} is another");
            std::fs::write(&path, &whole[..at]).unwrap();
            assert!(read(&path).is_none(), "cut at {at}");
        }
    }
}
