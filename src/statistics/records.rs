//! Figures of records: activities and their days, distinct countries that sent people, distinct agencies named. No
//! dimension splits the people of an activity here.

use super::bounds::{CountrySet, DistinctCountries, Sent, World};
use super::crowd::Crowd;
use super::days::days;
use super::distinct::Distinct;
use super::facts::{Activity, Axes, Row};
use super::figure::Figure;
use super::people::Member;
use super::plan::Plan;
use super::tally::{Share, Tally};
use super::words::Measure;

/// Answers for sets of activities, under one plan.
pub struct Records<'p, 'f> {
    plan: &'p Plan<'f>,
    /// Where others than those who came are asked about; those who came were asked already.
    crowd: Option<Box<dyn Fn(usize) -> Option<Crowd<'f>> + 'f>>,
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
            crowd: (!plan.who.is_who_came()).then(|| Crowd::all(plan, axes)),
        }
    }

    /// The figure of these activities together.
    pub fn count(&self, members: &[Member]) -> Figure {
        match self.plan.measure {
            Measure::Countries => self.countries(members),
            Measure::Agencies => self.agencies(members),
            Measure::Days => self.days(members),
            _ => self.activities(members),
        }
    }

    fn activities(&self, members: &[Member]) -> Figure {
        let mut figure = Figure::default();
        for (place, decided) in members {
            self.mark(&mut figure, *place, *decided);
        }
        let low = figure.activities;
        figure.with(low, Some(low.saturating_add(figure.undecided)), Some(low))
    }

    fn days(&self, members: &[Member]) -> Figure {
        let mut tally = Tally::default();
        for (place, decided) in members {
            if let Some(activity) = self.plan.facts.get(*place) {
                tally.add(&Share {
                    figure: days(activity),
                    counted: self.is_counted(*place),
                    decided: *decided,
                });
            }
        }
        tally.figure()
    }

    /// Counts an activity among those that may contribute.
    fn mark(&self, figure: &mut Figure, place: usize, decided: bool) {
        if !decided {
            figure.undecided += 1;
            return;
        }
        figure.activities += 1;
        figure.uncounted += u64::from(!self.is_counted(place));
    }

    fn is_counted(&self, place: usize) -> bool {
        match &self.crowd {
            Some(crowd) => crowd(place).is_some_and(|crowd| crowd.counted),
            None => self
                .plan
                .facts
                .get(place)
                .is_some_and(|activity| activity.shares.counted),
        }
    }

    fn countries(&self, members: &[Member]) -> Figure {
        let mut figure = Figure::default();
        let (mut certain, mut all) = (DistinctCountries::default(), DistinctCountries::default());
        let (mut named, mut fifty_seven) = (CountrySet::EMPTY, CountrySet::EMPTY);
        let mut seen_era = usize::MAX;
        for (place, decided) in members {
            let Some(activity) = self.plan.facts.get(*place) else {
                continue;
            };
            let sent = |sent: Sent| {
                all.add(&sent);
                if *decided {
                    certain.add(&sent);
                }
            };
            let sending = match &self.crowd {
                None if activity.shares.everybody.high() == Some(0) => continue,
                None => {
                    [activity.shares.sent()].into_iter().for_each(sent);
                    activity.shares.sending
                }
                Some(crowd) => {
                    let Some(crowd) = crowd(*place).filter(|crowd| crowd.total().high != Some(0)) else {
                        continue;
                    };
                    crowd.sent().for_each(sent);
                    crowd.sending()
                }
            };
            self.mark(&mut figure, *place, *decided);
            if activity.era != seen_era {
                seen_era = activity.era;
                let era = self.plan.facts.era(activity);
                fifty_seven = era.map_or(fifty_seven, |era| fifty_seven.union(era.world.members));
            }
            if *decided {
                named = named.union(sending);
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
        let (mut certain, mut all) = (Distinct::default(), Distinct::default());
        for (place, decided) in members {
            let Some(activity) = self.plan.facts.get(*place) else {
                continue;
            };
            let named = self.agencies_named(activity, *place);
            if named.is_empty() {
                continue;
            }
            self.mark(&mut figure, *place, *decided);
            all.see_all(&named);
            if *decided {
                certain.see_all(&named);
            }
        }
        let (low, high) = (certain.count(), all.count());
        figure.with(low, Some(high), Some(low))
    }

    /// The agencies that an activity names: listed on it, and where no role is asked for those of the people who came.
    fn agencies_named(&self, activity: &Activity, place: usize) -> Vec<u32> {
        let mut named = self.plan.agencies_listed(activity);
        if self.plan.narrows_agency_roles() {
            return named;
        }
        match &self.crowd {
            None => named.extend(&activity.shares.agencies),
            Some(crowd) => {
                let crowd = crowd(place);
                let rows = crowd.as_ref().map(Crowd::rows).unwrap_or_default();
                named.extend(rows.iter().filter_map(Row::agency));
            }
        }
        named
    }
}
