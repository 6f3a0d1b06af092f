//! `qudra import`.

use std::io::{IsTerminal, Read};
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::out::say;
use qudra::error::{At, Fault};
use qudra::http::problem::sentence;
use qudra::imports::{self, ImportStopped, Kind, LARGEST, Refusal, Sheet};
use qudra::input::Code;
use qudra::ledger::{Actor, Commit, Ledger};
use qudra::text::{Lang, code, nearest};

/// Read a CSV file into the record: all of it or nothing. What is stored already is left alone, so the same file can be
/// imported again. docs/IMPORTS.md describes every column.
#[derive(Debug, Args)]
pub struct Import {
    /// What the rows are: fields, countries, agencies, programmes, aliases, activities, participants, participations or
    /// published-figures, coverage.
    #[arg(value_parser = parse_kind)]
    kind: Kind,
    /// The file; - reads standard input.
    file: PathBuf,
    /// Give the same verdict and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Take rows that were exported from an older version than the record has, and undo what was changed since.
    #[arg(long)]
    force: bool,
}

fn parse_kind(text: &str) -> Result<Kind, String> {
    Kind::from_code(&code(text)).ok_or_else(|| {
        let hint = nearest(text, Kind::CODES.iter().copied())
            .map(|n| format!("; did you mean {n}?"))
            .unwrap_or_default();
        format!("kinds are {}{hint}", Kind::CODES.join(", "))
    })
}

impl Import {
    /// Imports, and says what came of it; a refused file says everything that is wrong with it.
    pub fn run(self, ledger: &Ledger) -> anyhow::Result<()> {
        let sheet = Sheet::read(&self.bytes()?);
        let bar = progress_bar(sheet.lines.len());
        let shown = bar.clone();
        let progress: imports::Progress = Box::new(move |done| shown.set_position(done));
        let keep = if self.dry_run { Commit::DryRun } else { Commit::Yes };
        let outcome = imports::run(
            ledger,
            Actor::CommandLine,
            self.kind,
            sheet,
            (keep, self.force),
            progress,
        );
        bar.finish_and_clear();
        let outcome = outcome.map(|imported| {
            print_refusal(&imported.noticed, NOTICED);
            imported.tally
        });
        match outcome {
            Ok(tally) if self.dry_run => say!("{tally}; dry run, nothing was written")?,
            Ok(tally) => say!("{tally}")?,
            Err(ImportStopped::Failed(error)) => return Err(error).context("the import failed; nothing was written"),
            Err(ImportStopped::Refused(refusal)) => {
                print_refusal(&refusal, refusal.faults.len());
                let name = self.name();
                bail!("{name} is refused: {} fault(s); nothing was written", refusal.total);
            }
        }
        Ok(())
    }

    /// What is read, in words.
    fn name(&self) -> String {
        if self.file.as_os_str() == "-" {
            "standard input".into()
        } else {
            self.file.display().to_string()
        }
    }

    /// The whole file, and not much more than what is taken: the sheet itself says that it is too large.
    fn bytes(&self) -> anyhow::Result<Vec<u8>> {
        let most = u64::try_from(LARGEST).unwrap_or(u64::MAX).saturating_add(1);
        let mut bytes = Vec::new();
        let name = self.name();
        if self.file.as_os_str() == "-" {
            std::io::stdin()
                .take(most)
                .read_to_end(&mut bytes)
                .with_context(|| format!("cannot read {name}"))?;
        } else {
            let file = std::fs::File::open(&self.file).with_context(|| format!("cannot open {name}"))?;
            file.take(most)
                .read_to_end(&mut bytes)
                .with_context(|| format!("cannot read {name}"))?;
        }
        Ok(bytes)
    }
}

/// A bar on a terminal, nothing elsewhere.
fn progress_bar(rows: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(u64::try_from(rows).unwrap_or(u64::MAX));
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {human_pos}/{human_len} rows  {eta} left") {
        bar.set_style(style);
    }
    bar
}

/// How many things that are not wrong are told of a file.
const NOTICED: usize = 20;

fn print_refusal(refusal: &Refusal, most: usize) {
    for fault in refusal.faults.iter().take(most) {
        eprintln!("{}", line(fault));
    }
    let untold = refusal.total - refusal.faults.len().min(most);
    if untold > 0 {
        eprintln!("… and {untold} more");
    }
}

fn line(fault: &Fault) -> String {
    let place = match &fault.at {
        Some(At::Cell { row, column }) if column.is_empty() => format!("row {row}: "),
        Some(At::Cell { row, column }) => format!("row {row}, column {column}: "),
        _ => String::new(),
    };
    let hint = fault
        .nearest
        .as_deref()
        .map(|near| format!("; did you mean \"{near}\"?"))
        .unwrap_or_default();
    format!("{place}{}{hint}", sentence(fault, Lang::En))
}
