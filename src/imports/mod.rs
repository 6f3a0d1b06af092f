//! Sheets into the record: CSV files as they really come, turned row by row into the bodies that the API takes, and
//! read by the API's own functions. All or nothing, in one command of the ledger; every fault of the whole file is said
//! at once, with its row and column. What a file says that is stored already writes nothing.
//!
//! `sheet` finds rows in bytes, `columns` and `cells` say what they mean, `draft` makes bodies and leads faults back to
//! their cells; then a file for each kind. `seed` loads the first record by the same way. docs/IMPORTS.md describes every
//! column.

mod activities;
mod aliases;
mod cells;
mod columns;
mod draft;
mod figures;
mod identity;
mod kinds;
mod persons;
mod reference;
pub mod seed;
mod sheet;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

pub use columns::{Column, ColumnKind};
pub use kinds::Kind;
pub use sheet::{LARGEST, Sheet};

use crate::db::Uid;
use crate::error::{At, Error, Fault};
use crate::ledger::{Actor, Commit, Ledger, Outcome, Tx};
use columns::Layout;
use draft::Draft;
use identity::Identity;

/// How many faults are kept; the others are counted.
pub const FAULTS: usize = 1_000;

/// What a file did, row by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Rows that made a record.
    pub created: usize,
    /// Rows that changed one.
    pub changed: usize,
    /// Rows that said what is stored.
    pub unchanged: usize,
}

impl Tally {
    /// Counts rows by what they came to.
    pub fn add(&mut self, outcome: Outcome, rows: usize) {
        match outcome {
            Outcome::Created => self.created += rows,
            Outcome::Changed => self.changed += rows,
            Outcome::Unchanged => self.unchanged += rows,
        }
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} created, {} changed, {} unchanged",
            self.created, self.changed, self.unchanged
        )
    }
}

/// Everything that is wrong with a file: the first [`FAULTS`] by row, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refusal {
    /// The first of them.
    pub faults: Vec<Fault>,
    /// How many there are.
    pub total: usize,
}

impl Refusal {
    fn add(&mut self, fault: Fault) {
        self.total += 1;
        if self.faults.len() < FAULTS {
            self.faults.push(fault);
        }
    }

    fn extend(&mut self, faults: impl IntoIterator<Item = Fault>) {
        faults.into_iter().for_each(|fault| self.add(fault));
    }

    fn in_order(mut self) -> Self {
        self.faults.sort_by_key(|fault| match &fault.at {
            Some(At::Cell { row, .. }) => *row,
            _ => 0,
        });
        self
    }
}

/// What came of a file that was taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Row by row.
    pub tally: Tally,
    /// What its sender is told although nothing is wrong: ids that no record here has, activities that may be others.
    pub noticed: Refusal,
}

/// What an import ends in, other than its tally.
#[derive(Debug)]
pub enum ImportStopped {
    /// The file is refused; nothing was written.
    Refused(Refusal),
    /// It is not the file's fault.
    Failed(Error),
}

/// Every how many rows the progress is told.
const STEP: u64 = 100;

/// Told now and then how many rows are done.
pub type Progress = Box<dyn Fn(u64) + Send>;

/// Imports a whole sheet, or with [`Commit::DryRun`] gives the same verdict and writes nothing.
pub fn import(
    ledger: &Ledger,
    actor: Actor,
    kind: Kind,
    sheet: Sheet,
    keep: Commit,
    progress: Progress,
) -> Result<Tally, ImportStopped> {
    run(ledger, actor, kind, sheet, (keep, false), progress).map(|imported| imported.tally)
}

/// The same with what is noticed. With `force` rows are taken that were exported from an older version.
pub fn run(
    ledger: &Ledger,
    actor: Actor,
    kind: Kind,
    sheet: Sheet,
    (keep, force): (Commit, bool),
    progress: Progress,
) -> Result<Imported, ImportStopped> {
    let refusal = Arc::new(Mutex::new(Refusal::default()));
    let found = Arc::clone(&refusal);
    let outcome = ledger.write_here(actor, keep, move |tx| {
        let mut refused = Refusal::default();
        let mut identity = Identity {
            force,
            ..Identity::default()
        };
        let tally = apply(tx, kind, &sheet, &mut identity, &mut refused, &progress)?;
        if refused.total == 0 {
            let noticed = identity.noticed;
            return Ok(Imported { tally, noticed });
        }
        if let Ok(mut found) = found.lock() {
            *found = refused;
        }
        Err(Error::Invalid(Vec::new()))
    });
    outcome.map_err(|error| {
        let refused = refusal
            .lock()
            .map(|mut found| std::mem::take(&mut *found))
            .unwrap_or_default();
        if refused.total > 0 {
            ImportStopped::Refused(refused.in_order())
        } else {
            ImportStopped::Failed(error)
        }
    })
}

/// Writes what the sheet says inside a transaction. What is wrong with it is added to `refused`; then nothing may be kept.
fn apply(
    tx: &mut Tx<'_>,
    kind: Kind,
    sheet: &Sheet,
    identity: &mut Identity,
    refused: &mut Refusal,
    progress: &Progress,
) -> Result<Tally, Error> {
    refused.extend(sheet.faults.iter().cloned());
    if sheet.header.is_empty() {
        return Ok(Tally::default());
    }
    let mut faults = Vec::new();
    let layout = Layout::from_header(sheet, kind.columns(), kind.required(), &mut faults);
    let is_hopeless = kind.required().iter().any(|name| !layout.has(name));
    refused.extend(faults);
    if is_hopeless {
        return Ok(Tally::default());
    }
    kinds::apply(tx, kind, sheet, &layout, identity, refused, progress)
}

/// Which row said something of a record first: a second one is a fault, whichever way it names the record.
#[derive(Debug, Default)]
struct RowsMet(HashMap<Uid, u64>);

impl RowsMet {
    fn first(&mut self, uid: Uid, row: u64) -> Option<u64> {
        match self.0.entry(uid) {
            std::collections::hash_map::Entry::Occupied(known) => Some(*known.get()),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(row);
                None
            }
        }
    }
}

/// What came of one row: its record, or its faults led back to their cells.
fn collect_faults(
    draft: &Draft<'_>,
    outcome: Result<(Outcome, Uid), Error>,
    refused: &mut Refusal,
) -> Result<Option<(Outcome, Uid)>, Error> {
    let (faults, done) = match outcome {
        Ok(done) => (Vec::new(), Some(done)),
        Err(Error::Invalid(faults)) => (faults, None),
        Err(Error::Conflict(fault)) => (vec![fault], None),
        Err(error) => return Err(error),
    };
    refused.extend(draft.faults.iter().cloned());
    for fault in faults {
        // A cell that could not be read has said so; that its member is missing is no second fault.
        let fault = draft.placed(fault);
        if !draft.faults.iter().any(|said| said.at == fault.at) {
            refused.add(fault);
        }
    }
    Ok(done.filter(|_| draft.faults.is_empty()))
}
