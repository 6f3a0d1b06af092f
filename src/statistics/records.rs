//! Figures of records: activities and their days, distinct countries that sent people, distinct agencies named. No
//! dimension splits the people of an activity here.

use std::collections::HashMap;

use super::answer::Groups;
use super::bounds::{CountrySet, DistinctCountries, Sent, World};
use super::dataset::{Activity, Axes, Row};
use super::days::days;
use super::distinct::Distinct;
use super::figure::Figure;
use super::keys::Keys;
use super::partial_sum::Outcome;
use super::people::Member;
use super::plan::Plan;
use super::population::Population;
use super::protected::AxesAsked;
use super::tally::{ActivityFigure, Tally};
use super::words::Measure;

/// Everything that is added up for one question.
#[derive(Debug, Clone, Default)]
pub struct Sums {
    total: Sum,
    rows: HashMap<Keys, Sum>,
    /// Whether an activity stands in several rows.
    overlap: bool,
}

/// One row while it is added up.
#[derive(Debug, Clone, Default)]
struct Sum {
    /// How many activities there are, and of which kinds.
    marks: Figure,
    days: Tally,
    certain: DistinctCountries,
    /// With those of activities that may belong.
    all: DistinctCountries,
    /// Countries named as having sent people.
    named: CountrySet,
    /// The members on the days of the activities.
    members: CountrySet,
    certain_agencies: Distinct,
    all_agencies: Distinct,
    /// How many people have an agency that is not told.
    hidden: u64,
}

impl Sums {
    /// About how many bytes it takes to keep them.
    pub fn bytes(&self) -> usize {
        let all = self.rows.values().chain([&self.total]);
        all.map(|sum| size_of::<Sum>() + sum.certain_agencies.bytes() + sum.all_agencies.bytes())
            .sum()
    }
}

/// Answers for sets of activities, under one plan.
pub struct Records<'p, 'f> {
    plan: &'p Plan<'f>,
    /// Where others than those who came are asked about; those who came were asked already.
    population: Option<Box<dyn Fn(usize) -> Option<Population<'f>> + 'f>>,
}

impl<'p, 'f> Records<'p, 'f> {
    /// Prepares to count.
    pub fn new(plan: &'p Plan<'f>) -> Self {
        let axes = Axes {
            country: plan.measure == Measure::Countries,
            agency: plan.measure == Measure::Agencies,
            ..Axes::default()
        };
        Self {
            plan,
            population: (!plan.who.is_who_came()).then(|| Population::for_each_activity(plan, axes)),
        }
    }

    /// The figure of these activities together.
    pub fn count(&self, members: &[Member]) -> Figure {
        let mut sum = Sum::default();
        for (place, decided) in members {
            self.add_one(&mut sum, *place, *decided);
        }
        self.figure(&sum)
    }

    /// Adds these activities.
    pub fn add(&self, sums: &mut Sums, members: &[Member]) {
        let mut keys = Vec::new();
        for (place, decided) in members {
            self.add_one(&mut sums.total, *place, *decided);
            let activity = self.plan.dataset.get(*place).filter(|_| !self.plan.by.is_empty());
            let Some(activity) = activity else { continue };
            self.plan.keys_into(activity, &mut keys);
            sums.overlap |= keys.len() > 1;
            for keys in &keys {
                self.add_one(sums.rows.entry(*keys).or_default(), *place, *decided);
            }
        }
    }

    /// The figures of these activities, and of those of each row.
    pub fn grouped(&self, members: &[Member], groups: &Groups) -> Outcome {
        let rows = groups.iter();
        Outcome {
            total: self.count(members),
            rows: rows.map(|(keys, members)| (*keys, self.count(members))).collect(),
            overlap: false,
        }
    }

    /// The figures of what was added.
    pub fn finish(&self, sums: Sums) -> Outcome {
        let rows = sums.rows.into_iter();
        Outcome {
            total: self.figure(&sums.total),
            rows: rows.map(|(keys, sum)| (keys, self.figure(&sum))).collect(),
            overlap: sums.overlap,
        }
    }

    /// What an activity names of what counts once: countries that sent people, agencies.
    pub fn named(&self, place: usize) -> Vec<u32> {
        let Some(activity) = self.plan.dataset.get(place) else {
            return Vec::new();
        };
        match self.plan.measure {
            Measure::Countries => {
                let sending = match &self.population {
                    Some(population) => population(place).map(|population| population.sending()),
                    None => {
                        let precomputed = self.plan.dataset.precomputed(place, self.plan.clearance, false, true);
                        precomputed.map(|precomputed| precomputed.of_countries().sending)
                    }
                };
                sending.unwrap_or_default().iter().map(u32::from).collect()
            }
            Measure::Agencies => {
                let mut named = Vec::new();
                self.each_agency(activity, place, |agency| named.push(agency));
                named.sort_unstable();
                named.dedup();
                named
            }
            _ => Vec::new(),
        }
    }

    fn add_one(&self, sum: &mut Sum, place: usize, decided: bool) {
        let Some(activity) = self.plan.dataset.get(place) else {
            return;
        };
        match self.plan.measure {
            Measure::Countries => self.add_countries(sum, activity, (place, decided)),
            Measure::Agencies => self.add_agencies(sum, activity, (place, decided)),
            Measure::Days => sum.days.add(&ActivityFigure {
                figure: days(activity),
                counted: self.is_counted(activity, place),
                decided,
                hidden: false,
            }),
            _ => self.mark_countries(sum, activity, (place, decided)),
        }
    }

    /// Counts an activity among those that may contribute.
    fn mark_countries(&self, sum: &mut Sum, activity: &Activity, (place, decided): Member) {
        if !decided {
            sum.marks.undecided += 1;
            return;
        }
        sum.marks.activities += 1;
        sum.marks.uncounted += u64::from(!self.is_counted(activity, place));
    }

    fn is_counted(&self, activity: &Activity, place: usize) -> bool {
        match &self.population {
            Some(population) => population(place).is_some_and(|population| population.counted),
            None => activity.precomputed.counted,
        }
    }

    fn add_countries(&self, sum: &mut Sum, activity: &Activity, (place, decided): Member) {
        let mut sent = |sent: Sent| {
            sum.all.add(&sent);
            if decided {
                sum.certain.add(&sent);
            }
        };
        let sending = match &self.population {
            None => {
                let precomputed = self.plan.dataset.precomputed(place, self.plan.clearance, false, true);
                let Some(precomputed) = precomputed else { return };
                let precomputed = precomputed.of_countries();
                if precomputed.everybody.high() == Some(0) {
                    return;
                }
                match &precomputed.sent {
                    Some(set) => sent(**set),
                    None => {
                        sum.all.add_named(precomputed.sending);
                        if decided {
                            sum.certain.add_named(precomputed.sending);
                        }
                    }
                }
                precomputed.sending
            }
            Some(population) => {
                let Some(population) = population(place).filter(|population| population.total().high != Some(0)) else {
                    return;
                };
                population.sent().for_each(sent);
                population.sending()
            }
        };
        self.mark_countries(sum, activity, (place, decided));
        let country_context = self.plan.dataset.country_context(activity);
        sum.members = country_context.map_or(sum.members, |country_context| {
            sum.members.union(country_context.world.members)
        });
        if decided {
            sum.named = sum.named.union(sending);
        }
    }

    fn add_agencies(&self, sum: &mut Sum, activity: &Activity, (place, decided): Member) {
        let mut some = false;
        let more = self.each_agency(activity, place, |agency| {
            some = true;
            sum.all_agencies.insert(agency);
            if decided {
                sum.certain_agencies.insert(agency);
            }
        });
        if some || more > 0 {
            sum.hidden = sum.hidden.saturating_add(more);
            self.mark_countries(sum, activity, (place, decided));
        }
    }

    fn figure(&self, sum: &Sum) -> Figure {
        let mut figure = sum.marks;
        match self.plan.measure {
            Measure::Countries => {
                let world = World {
                    members: sum.members,
                    all: CountrySet::FULL,
                };
                let reported = Some(sum.named.len()).filter(|named| *named > 0);
                figure.with_numbers(sum.certain.range(&world).low, sum.all.range(&world).high, reported)
            }
            Measure::Agencies => {
                let (low, high) = (sum.certain_agencies.count(), sum.all_agencies.count());
                // Each person of a hidden agency may be of one more, as far as there are any.
                let known = u64::try_from(self.plan.dataset.names.agencies.count()).unwrap_or(u64::MAX);
                let more = sum.hidden.min(known.saturating_sub(high));
                figure.blurred = sum.hidden > 0;
                figure.with_numbers(low, Some(high.saturating_add(more)), Some(low))
            }
            Measure::Days => sum.days.figure(),
            _ => {
                let low = figure.activities;
                figure.with_numbers(low, Some(low.saturating_add(figure.undecided)), Some(low))
            }
        }
    }

    /// Looks at the agencies that an activity names, some of them several times: listed on it, and where no role is asked
    /// for those of the people who came. Gives how many more may be hidden.
    fn each_agency(&self, activity: &Activity, place: usize, mut look: impl FnMut(u32)) -> u64 {
        self.plan.agencies_in_roles(activity).for_each(|agency| look(*agency));
        if self.plan.narrows_agency_roles() {
            return 0;
        }
        let dataset = self.plan.dataset;
        match &self.population {
            None => {
                let Some(precomputed) = dataset.precomputed(place, self.plan.clearance, true, false) else {
                    return 0;
                };
                let (rostered, hidden) = precomputed.of_agencies(dataset.rows_of_those_who_came(activity));
                rostered.iter().for_each(|agency| look(*agency));
                hidden
            }
            Some(population) => {
                let by_agency = AxesAsked {
                    agency: true,
                    ..AxesAsked::default()
                };
                let Some(population) = population(place) else { return 0 };
                population.rows(true).iter().filter_map(Row::agency).for_each(look);
                if population.hides(by_agency, |_| false) {
                    u64::MAX
                } else {
                    0
                }
            }
        }
    }
}
