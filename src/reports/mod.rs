//! Reports: the record as CSV files, each with its CSVW metadata, for spreadsheets, statisticians and our own importer.
//!
//! A report is a table of columns and a plan that writes its rows. Header, metadata, the disarming of free text and
//! `docs/REPORTS.md` come from the table of columns; how a file is streamed is in [`export`] and the same for all. A file
//! is of one sequence number of the ledger, the one that its `ETag` names, however long it takes to download; what is
//! personal (names, positions, scores) is kept in no past and stands as it is when its page is written.

pub(crate) mod activities;
pub(crate) mod agencies;
pub(crate) mod api;
pub mod basis;
pub(crate) mod column;
pub(crate) mod countries;
pub(crate) mod coverage;
pub mod export;
pub(crate) mod figures;
mod params;
pub(crate) mod participants;
pub(crate) mod participations;
pub mod plan;
pub(crate) mod programmes;
pub(crate) mod published_figures;
mod reference;
pub mod sheet;
pub(crate) mod summaries;

use crate::access::Caller;
use crate::input::Params;
use column::Column;
use plan::ExportRequest;

/// A report: what it is, what it holds, and how it is read.
#[derive(Debug)]
pub struct Report {
    /// The file's name without `.csv`.
    pub name: &'static str,
    /// A heading.
    pub title: &'static str,
    /// What a row is, and what the reader has to know.
    pub about: &'static str,
    /// The columns that it has when nothing else is asked.
    pub columns: &'static [Column],
    /// The columns that tell rows apart.
    pub key: &'static [&'static str],
    /// Whether it shows persons.
    pub of_persons: bool,
    /// Reads the parameters; what is wrong with them is kept there.
    pub read: fn(&Params, &Caller) -> ExportRequest,
}

/// Every report.
pub const ALL: &[&Report] = &[
    &activities::REPORT,
    &participants::REPORT,
    &participations::REPORT,
    &countries::REPORT,
    &agencies::REPORT,
    &programmes::REPORT,
    &published_figures::REPORT,
    &coverage::REPORT,
    &figures::REPORT,
    &summaries::ANNUAL,
    &summaries::COUNTRY,
    &summaries::AGENCY,
    &summaries::PROGRAMME,
];

impl Report {
    /// The report of that name.
    pub fn find(name: &str) -> Option<&'static Self> {
        ALL.iter().copied().find(|report| report.name == name)
    }
}

/// `docs/REPORTS.md` from the first column table on: what a test compares.
pub fn describe() -> String {
    let mut text = String::new();
    for report in ALL {
        let whom = if report.of_persons {
            " For officers and administrators."
        } else {
            ""
        };
        text.push_str(&format!("\n## {}.csv\n\n{}{whom}\n\n", report.name, report.about));
        text.push_str(&column::describe(report.columns));
    }
    text
}
