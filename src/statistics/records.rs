//! Figures of records: activities, distinct countries that sent people, distinct agencies named. No dimension splits the
//! people of an activity here.

use super::bounds::{CountrySet, DistinctCountries, World};
use super::crowd::Crowd;
use super::facts::Axes;
use super::figure::Figure;
use super::people::Member;
use super::plan::Plan;
use super::words::Measure;

/// Answers for sets of activities, under one plan.
pub struct Records<'p, 'f> {
    plan: &'p Plan<'f>,
    crowd: Box<dyn Fn(usize) -> Option<Crowd<'f>> + 'f>,
}

impl<'p, 'f> Records<'p, 'f> {
    /// Prepares to count.
    pub fn of(plan: &'p Plan<'f>) -> Self {
        let axes = Axes {
            country: plan.measure == Measure::Countries,
            agency: plan.measure == Measure::Agencies,
            ..Axes::default()
        };
        Self {
            plan,
            crowd: Crowd::all(plan, axes),
        }
    }

    /// The figure of these activities together.
    pub fn count(&self, members: &[Member]) -> Figure {
        match self.plan.measure {
            Measure::Countries => self.countries(members),
            Measure::Agencies => self.agencies(members),
            Measure::Activities | Measure::Participations | Measure::People => self.activities(members),
        }
    }

    fn activities(&self, members: &[Member]) -> Figure {
        let mut figure = Figure::default();
        for (index, decided) in members {
            self.mark(&mut figure, *index, *decided);
        }
        let low = figure.activities;
        figure.with(low, Some(low.saturating_add(figure.undecided)), Some(low))
    }

    /// Counts an activity among those that may contribute.
    fn mark(&self, figure: &mut Figure, index: usize, decided: bool) {
        if !decided {
            figure.undecided += 1;
            return;
        }
        figure.activities += 1;
        let counted = (self.crowd)(index).is_some_and(|crowd| crowd.counted);
        figure.uncounted += u64::from(!counted);
    }

    fn countries(&self, members: &[Member]) -> Figure {
        let mut figure = Figure::default();
        let (mut certain, mut all) = (DistinctCountries::default(), DistinctCountries::default());
        let (mut named, mut fifty_seven) = (CountrySet::EMPTY, CountrySet::EMPTY);
        for (index, decided) in members {
            let Some(crowd) = (self.crowd)(*index) else { continue };
            if crowd.total().high == Some(0) {
                continue;
            }
            self.mark(&mut figure, *index, *decided);
            let era = self
                .plan
                .facts
                .activities
                .get(*index)
                .and_then(|activity| self.plan.facts.era(activity));
            fifty_seven = era.map_or(fifty_seven, |era| fifty_seven.union(era.world.members));
            for sent in crowd.sent() {
                all.add(&sent);
                if *decided {
                    certain.add(&sent);
                }
            }
            if *decided {
                named = named.union(crowd.sending());
            }
        }
        let world = World {
            members: fifty_seven,
            all: CountrySet::FULL,
        };
        let reported = Some(named.len()).filter(|named| *named > 0);
        figure.with(certain.range(&world).low, all.range(&world).high, reported)
    }

    fn agencies(&self, members: &[Member]) -> Figure {
        let mut figure = Figure::default();
        let (mut certain, mut all): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
        for (index, decided) in members {
            let Some(activity) = self.plan.facts.activities.get(*index) else {
                continue;
            };
            let Some(crowd) = (self.crowd)(*index) else { continue };
            let mut named = self.plan.agencies_listed(activity);
            if !self.plan.narrows_agency_roles() {
                named.extend(crowd.rows().iter().filter_map(super::facts::Row::agency));
            }
            if named.is_empty() {
                continue;
            }
            self.mark(&mut figure, *index, *decided);
            all.extend(&named);
            if *decided {
                certain.extend(&named);
            }
        }
        let distinct = |mut agencies: Vec<u32>| {
            agencies.sort_unstable();
            agencies.dedup();
            u64::try_from(agencies.len()).unwrap_or(u64::MAX)
        };
        let (low, high) = (distinct(certain), distinct(all));
        figure.with(low, Some(high), Some(low))
    }
}
