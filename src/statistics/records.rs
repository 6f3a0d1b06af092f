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
use super::seen::Narrowed;
use super::tally::{Share, Tally};
use super::words::Measure;
use crate::disclosure::Clearance;

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

    /// What an activity names of what counts once: countries that sent people, agencies.
    pub fn named(&self, place: usize) -> Vec<u32> {
        let Some(activity) = self.plan.facts.get(place) else {
            return Vec::new();
        };
        match self.plan.measure {
            Measure::Countries => {
                let crowd = self.crowd.as_ref().map(|crowd| crowd(place));
                let sending = crowd.map_or(Some(activity.shares.sending), |crowd| {
                    crowd.map(|crowd| crowd.sending())
                });
                sending.unwrap_or_default().iter().map(u32::from).collect()
            }
            Measure::Agencies => {
                let (mut named, _) = self.agencies_named(activity, place);
                named.sort_unstable();
                named.dedup();
                named
            }
            _ => Vec::new(),
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
                    hidden: false,
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
                    let shares = self.plan.facts.shares(*place, self.plan.clearance, false, true);
                    let Some(shares) = shares else { continue };
                    [shares.sent()].into_iter().for_each(sent);
                    shares.sending
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
        let mut hidden = 0_u64;
        for (place, decided) in members {
            let Some(activity) = self.plan.facts.get(*place) else {
                continue;
            };
            let (named, more) = self.agencies_named(activity, *place);
            if named.is_empty() && more == 0 {
                continue;
            }
            hidden = hidden.saturating_add(more);
            self.mark(&mut figure, *place, *decided);
            all.see_all(&named);
            if *decided {
                certain.see_all(&named);
            }
        }
        let (low, high) = (certain.count(), all.count());
        // Each person of a hidden agency may be of one more, as far as there are any.
        let known = u64::try_from(self.plan.facts.names.agencies.count()).unwrap_or(u64::MAX);
        let more = hidden.min(known.saturating_sub(high));
        figure.blurred = hidden > 0;
        figure.with(low, Some(high.saturating_add(more)), Some(low))
    }

    /// The agencies that an activity names: listed on it, and where no role is asked for those of the people who came;
    /// and how many more may be hidden.
    fn agencies_named(&self, activity: &Activity, place: usize) -> (Vec<u32>, u64) {
        let mut named = self.plan.agencies_listed(activity);
        if self.plan.narrows_agency_roles() {
            return (named, 0);
        }
        let facts = self.plan.facts;
        match &self.crowd {
            None if self.plan.clearance == Clearance::Full => named.extend(&activity.shares.agencies),
            None => {
                let Some(seen) = facts.seen(place, self.plan.clearance) else {
                    return (named, 0);
                };
                named.extend(&seen.shares.agencies);
                return (named, seen.agencies_hidden(facts.came(activity)));
            }
            Some(crowd) => {
                let by_agency = Narrowed {
                    agency: true,
                    ..Narrowed::default()
                };
                let Some(crowd) = crowd(place) else { return (named, 0) };
                named.extend(crowd.rows().iter().filter_map(Row::agency));
                let hides = crowd.hides(by_agency, |_| false);
                return (named, if hides { u64::MAX } else { 0 });
            }
        }
        (named, 0)
    }
}
