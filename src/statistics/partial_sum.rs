//! Figures that come of one pass over what activities were asked when they were read. What was added up for some
//! activities can be kept and gone on with for others (`engine::standing`).

use super::answer::limit;
use super::dated_records::DatedRecords;
use super::figure::Figure;
use super::keys::Keys;
use super::people::Member;
use super::pivot::{self, Pivot};
use super::plan::Plan;
use super::records::{self, Records};
use crate::error::Error;

/// What a question comes to.
#[derive(Debug, PartialEq)]
pub struct Outcome {
    pub total: Figure,
    /// In no order.
    pub rows: Vec<(Keys, Figure)>,
    /// Whether an activity stands in several rows.
    pub overlap: bool,
}

/// What has been added up so far.
#[derive(Debug, Clone)]
pub enum PartialSum<'f> {
    /// People.
    People(pivot::Sums<'f>),
    /// Activities, days, countries or agencies.
    Records(records::Sums),
    /// Nothing of activities.
    Stock,
}

/// Adds up under one plan.
pub enum Adder<'p, 'f> {
    /// People.
    People(Pivot<'p, 'f>),
    /// Activities, days, countries or agencies.
    Records(Records<'p, 'f>),
    /// What there is on a day.
    Stock(DatedRecords<'p, 'f>),
}

impl<'p, 'f> Adder<'p, 'f> {
    /// `None` where each activity has to be asked anew, or may belong to rows that others make.
    pub fn new(plan: &'p Plan<'f>) -> Option<Self> {
        if plan.measure.is_stock() {
            Some(Self::Stock(DatedRecords::new(plan)))
        } else if plan.is_by_listed_country() {
            None
        } else if plan.measure.is_of_people() {
            Pivot::new(plan).map(Self::People)
        } else {
            Some(Self::Records(Records::new(plan)))
        }
    }

    /// Nothing yet.
    pub fn begin(&self) -> PartialSum<'f> {
        match self {
            Self::People(_) => PartialSum::People(pivot::Sums::default()),
            Self::Records(_) => PartialSum::Records(records::Sums::default()),
            Self::Stock(_) => PartialSum::Stock,
        }
    }

    /// Adds these activities to what this adder began.
    pub fn add(&self, running: &mut PartialSum<'f>, members: &[Member]) {
        match (self, running) {
            (Self::People(pivot), PartialSum::People(sums)) => pivot.add(sums, members),
            (Self::Records(records), PartialSum::Records(sums)) => records.add(sums, members),
            (Self::Stock(_), PartialSum::Stock) => {}
            _ => tracing::error!("sums were gone on with by another question"),
        }
    }

    /// What it comes to.
    ///
    /// # Errors
    /// [`Error::Invalid`] where there are more rows than `most`.
    pub fn finish(&self, running: PartialSum<'f>, most: Option<usize>) -> Result<Outcome, Error> {
        let outcome = match (self, running) {
            (Self::People(pivot), PartialSum::People(sums)) => pivot.finish(sums),
            (Self::Records(records), PartialSum::Records(sums)) => records.finish(sums),
            (Self::Stock(stock), PartialSum::Stock) => stock.outcome(),
            _ => return Err(Error::internal("sums of one way of counting were given to the other")),
        };
        limit(outcome.rows.len(), most)?;
        Ok(outcome)
    }
}

impl PartialSum<'_> {
    /// The same without anything borrowed from the dataset.
    pub fn into_owned(self) -> PartialSum<'static> {
        match self {
            Self::People(sums) => PartialSum::People(sums.into_owned()),
            Self::Records(sums) => PartialSum::Records(sums),
            Self::Stock => PartialSum::Stock,
        }
    }

    /// About how many bytes it takes to keep it.
    pub fn bytes(&self) -> usize {
        match self {
            Self::People(sums) => sums.weight(),
            Self::Records(sums) => sums.bytes(),
            Self::Stock => 0,
        }
    }
}

impl Plan<'_> {
    /// What a question comes to for these activities.
    ///
    /// # Errors
    /// [`Error::Invalid`] where there are more rows than `most`.
    pub(super) fn outcome(&self, members: &[Member], most: Option<usize>) -> Result<Outcome, Error> {
        let Some(adder) = Adder::new(self) else {
            return if self.is_by_listed_country() {
                self.by_listed_country(members, most)
            } else {
                self.ask_each(members, most)
            };
        };
        let mut running = adder.begin();
        adder.add(&mut running, members);
        adder.finish(running, most)
    }
}
