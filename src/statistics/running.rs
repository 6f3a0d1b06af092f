//! Figures that come of one pass over what activities were asked when they were read. What was added up for some
//! activities can be kept and gone on with for others (`engine::standing`).

use super::answer::limit;
use super::figure::Figure;
use super::keys::Keys;
use super::people::Member;
use super::pivot::{self, Pivot};
use super::plan::Plan;
use super::records::{self, Records};
use super::stock::Stock;
use crate::error::Error;

/// What a question comes to.
#[derive(Debug, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Outcome {
    pub total: Figure,
    /// In no order.
    pub rows: Vec<(Keys, Figure)>,
    /// Whether an activity stands in several rows.
    pub overlap: bool,
}

/// What has been added up so far.
#[derive(Debug, Clone)]
pub enum Running<'f> {
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
    Stock(Stock<'p, 'f>),
}

impl<'p, 'f> Adder<'p, 'f> {
    /// `None` where each activity has to be asked anew, or may belong to rows that others make.
    pub fn of(plan: &'p Plan<'f>) -> Option<Self> {
        if plan.measure.is_stock() {
            Some(Self::Stock(Stock::of(plan)))
        } else if plan.is_by_listed_country() {
            None
        } else if plan.measure.is_of_people() {
            Pivot::of(plan).map(Self::People)
        } else {
            Some(Self::Records(Records::of(plan)))
        }
    }

    /// Nothing yet.
    pub fn begin(&self) -> Running<'f> {
        match self {
            Self::People(_) => Running::People(pivot::Sums::default()),
            Self::Records(_) => Running::Records(records::Sums::default()),
            Self::Stock(_) => Running::Stock,
        }
    }

    /// Adds these activities to what this adder began.
    pub fn add(&self, running: &mut Running<'f>, members: &[Member]) {
        match (self, running) {
            (Self::People(pivot), Running::People(sums)) => pivot.add(sums, members),
            (Self::Records(records), Running::Records(sums)) => records.add(sums, members),
            (Self::Stock(_), Running::Stock) => {}
            _ => tracing::error!("sums were gone on with by another question"),
        }
    }

    /// What it comes to.
    ///
    /// # Errors
    /// [`Error::Invalid`] where there are more rows than `most`.
    pub fn finish(&self, running: Running<'f>, most: Option<usize>) -> Result<Outcome, Error> {
        let outcome = match (self, running) {
            (Self::People(pivot), Running::People(sums)) => pivot.finish(sums),
            (Self::Records(records), Running::Records(sums)) => records.finish(sums),
            (Self::Stock(stock), Running::Stock) => stock.outcome(),
            _ => return Err(Error::internal("sums of one way of counting were given to the other")),
        };
        limit(outcome.rows.len(), most)?;
        Ok(outcome)
    }
}

impl Running<'_> {
    /// The same without anything that is lent from the facts.
    pub fn settle(self) -> Running<'static> {
        match self {
            Self::People(sums) => Running::People(sums.settle()),
            Self::Records(sums) => Running::Records(sums),
            Self::Stock => Running::Stock,
        }
    }

    /// About how many bytes it takes to keep it.
    pub fn weight(&self) -> usize {
        match self {
            Self::People(sums) => sums.weight(),
            Self::Records(sums) => sums.weight(),
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
        let Some(adder) = Adder::of(self) else {
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
