//! Which activities a question is about: for those who look behind a figure.

use chrono::NaiveDate;

use super::dataset::{Axes, Dataset};
use super::plan::{Inclusion, Plan};
use super::population::Population;
use super::question::Question;
use crate::activities::model::{ActivityType, OurRole, Status};
use crate::error::Error;

/// An activity that a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ActivityInScope {
    /// Its key in the database.
    pub key: i64,
    pub kind: ActivityType,
    pub status: Status,
    pub our_role: OurRole,
    /// The first of the days on which it can have begun; `None` when undated.
    pub first: Option<NaiveDate>,
    /// Whether it surely belongs.
    pub decided: bool,
    /// Whether it surely lies in the period that was asked for: one that is undecided all the same does not say which
    /// countries took part.
    pub in_period: bool,
    /// Whether somebody counted the people that the question asks about.
    pub counted: bool,
}

impl Dataset {
    /// The activities that a question is about, undecided ones included, in the order of their keys.
    ///
    /// # Errors
    /// [`Error::Invalid`] where a filter names an unknown code.
    pub fn scope(&self, question: &Question) -> Result<Vec<ActivityInScope>, Error> {
        let plan = Plan::new(question, self)?;
        let population = Population::for_each_activity(&plan, Axes::default());
        let of = |(place, decided)| {
            let activity = self.get(place)?;
            Some(ActivityInScope {
                key: activity.key,
                kind: activity.kind,
                status: activity.status,
                our_role: activity.our_role,
                first: activity.span.map(|(first, _)| first),
                decided,
                in_period: plan.in_period(activity) == Inclusion::Inside,
                counted: population(place).is_some_and(|population| population.counted),
            })
        };
        let mut found: Vec<ActivityInScope> = plan.members().into_iter().filter_map(of).collect();
        found.sort_unstable_by_key(|activity| activity.key);
        Ok(found)
    }
}
