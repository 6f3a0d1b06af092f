//! The two questions behind a share of women.

use super::WomenAndMen;
use crate::error::Error;
use crate::participants::model::Sex;
use crate::statistics::people::{Member, People};
use crate::statistics::plan::Plan;
use crate::statistics::{Dataset, Filters, Measure, Question};

/// The two questions whose answers are divided.
pub(super) struct WomenAndMenPlans<'f> {
    women: Plan<'f>,
    men: Plan<'f>,
}

/// The same, ready to be asked.
pub(super) struct WomenAndMenPeople<'p, 'f> {
    women: People<'p, 'f>,
    men: People<'p, 'f>,
}

impl<'f> WomenAndMenPlans<'f> {
    pub(super) fn of(dataset: &'f Dataset, question: &Question) -> Result<Self, Error> {
        let of = |sex| {
            let filters = Filters {
                sex: vec![sex],
                ..question.filters.clone()
            };
            let question = Question {
                with_drafts: question.with_drafts,
                clearance: question.clearance,
                ..Question::total(Measure::Participations, filters)
            };
            Plan::new(&question, dataset)
        };
        Ok(Self {
            women: of(Sex::Female)?,
            men: of(Sex::Male)?,
        })
    }

    pub(super) fn counting(&self, members: &[Member]) -> WomenAndMenPeople<'_, 'f> {
        WomenAndMenPeople {
            women: People::new(&self.women, members),
            men: People::new(&self.men, members),
        }
    }
}

impl WomenAndMenPeople<'_, '_> {
    pub(super) fn of(&self, members: &[Member]) -> WomenAndMen {
        WomenAndMen {
            women: self.women.bounds(members),
            men: self.men.bounds(members),
        }
    }
}
