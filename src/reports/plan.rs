//! What a report is asked for and planned to be: its columns, its pages, and the version of the record that it is of.

use chrono::NaiveDate;

use super::column::Column;
use super::sheet::Sheet;
use crate::db::Conn;
use crate::error::Error;
use crate::statistics::Dataset;
use crate::statistics::load::Version;

/// Writes one page of a report: its number, and the sheet that takes the rows.
pub type WritePage = dyn Fn(&mut Conn, usize, &mut Sheet<'_>) -> Result<(), Error> + Send + Sync;

/// The rows of a report, in pages that do not depend on each other.
pub enum Pages {
    /// All of them, written already.
    Ready(Vec<u8>),
    /// So many pages, each read and written when its turn comes, all of one sequence number.
    Each(usize, Box<WritePage>),
}

/// Reads in one snapshot what the pages need to know.
pub type PlanRows = Box<dyn FnOnce(&mut Conn, &ExportBasis<'_>) -> Result<Pages, Error> + Send>;

/// What the rows of a file are of.
pub struct ExportBasis<'f> {
    /// The sequence number: that of the facts, where they are needed.
    pub seq: i64,
    /// The day that tells what is past.
    pub today: NaiveDate,
    /// Only where they are needed.
    pub dataset: Option<&'f Dataset>,
}

/// Works figures out; the connection is for the names of things only.
pub type PlanFigures = Box<dyn FnOnce(&mut Conn, &Dataset) -> Result<Pages, Error> + Send>;

/// How the rows of a report come about.
pub enum Plan {
    /// From what is recorded.
    Rows(PlanRows),
    /// From what is recorded, by what the facts decide.
    Chosen(PlanRows),
    /// From the statistics.
    Figures(PlanFigures),
}

/// What a caller asked of a report, read and not yet begun.
pub struct ExportRequest {
    /// The header.
    pub columns: Vec<Column>,
    /// What the metadata says beside what it says of every such file.
    pub about: String,
    /// What comes of it.
    pub plan: Plan,
    /// Whether tomorrow's file may differ although nothing is recorded until then.
    pub of_the_day: bool,
}

impl Plan {
    /// Whether the facts of the record are needed.
    pub fn needs_facts(&self) -> bool {
        !matches!(self, Self::Rows(_))
    }
}

impl ExportRequest {
    /// A report of what is recorded, in pages.
    pub fn rows(
        columns: &'static [Column],
        plan: impl FnOnce(&mut Conn, &ExportBasis<'_>) -> Result<Pages, Error> + Send + 'static,
    ) -> Self {
        Self {
            columns: columns.to_vec(),
            about: String::new(),
            plan: Plan::Rows(Box::new(plan)),
            of_the_day: false,
        }
    }

    /// A small report: all rows are read and written in the snapshot.
    pub fn whole(
        columns: &'static [Column],
        write: impl FnOnce(&mut Conn, &mut Sheet<'_>) -> Result<(), Error> + Send + 'static,
    ) -> Self {
        Self::rows(columns, move |conn, _| {
            let mut sheet = Sheet::new(columns);
            write(conn, &mut sheet)?;
            Ok(Pages::Ready(sheet.into_bytes()))
        })
    }

    /// A report of figures.
    pub fn figures(
        columns: Vec<Column>,
        plan: impl FnOnce(&mut Conn, &Dataset) -> Result<Pages, Error> + Send + 'static,
    ) -> Self {
        Self {
            columns,
            about: String::new(),
            plan: Plan::Figures(Box::new(plan)),
            of_the_day: false,
        }
    }

    /// The same rows, where the facts decide which.
    #[must_use]
    pub fn by_facts(self) -> Self {
        let plan = match self.plan {
            Plan::Rows(plan) => Plan::Chosen(plan),
            other @ (Plan::Chosen(_) | Plan::Figures(_)) => other,
        };
        Self { plan, ..self }
    }

    /// The same with something that its metadata says.
    #[must_use]
    pub fn that_says(self, about: String) -> Self {
        Self { about, ..self }
    }
}

/// What a file is of: the database, its sequence number, and the day where a figure depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportVersion {
    version: Version,
    day: Option<NaiveDate>,
}

impl ExportVersion {
    /// Of figures.
    pub fn from_dataset(dataset: &Dataset) -> Self {
        Self {
            version: Version {
                epoch: dataset.epoch,
                seq: dataset.seq,
            },
            day: dataset.ages.then_some(dataset.today),
        }
    }

    /// Of what is recorded.
    pub fn from_version(version: Version) -> Self {
        Self { version, day: None }
    }
}

impl std::fmt::Display for ExportVersion {
    /// As an `ETag` names it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let epoch = self.version.epoch.0.simple().to_string();
        write!(f, "{}-{}", epoch.get(24..).unwrap_or_default(), self.version.seq)?;
        match self.day {
            Some(day) => write!(f, "-{}", day.format("%Y%m%d")),
            None => Ok(()),
        }
    }
}
