//! Figures of no activities: programmes and member countries, as the reference data has them on a day.

use std::sync::Arc;

use chrono::NaiveDate;

use super::figure::Figure;
use super::keys::{Keys, NOT_STATED, index, key_at};
use super::partial_sum::Outcome;
use super::plan::Plan;
use super::words::{Dimension, GroupCode, Measure};
use crate::countries::model::Group;
use crate::time::PartialDate;

/// Counts under one plan.
pub struct DatedRecords<'p, 'f> {
    plan: &'p Plan<'f>,
}

/// One of what is counted.
struct Counted {
    code: Arc<str>,
    /// Whether it surely is there on the day.
    decided: bool,
    group: Option<GroupCode>,
}

impl<'p, 'f> DatedRecords<'p, 'f> {
    /// Prepares to count.
    pub fn new(plan: &'p Plan<'f>) -> Self {
        Self { plan }
    }

    /// The figures.
    pub fn outcome(&self) -> Outcome {
        let counted = self.counted();
        let mut rows: Vec<(Keys, Figure)> = Vec::new();
        if let Some(place) = self
            .plan
            .by
            .iter()
            .position(|dimension| *dimension == Dimension::OicGroup)
        {
            let key = |one: &Counted| one.group.map_or(NOT_STATED, |group| index(GroupCode::ALL, group));
            let mut keys: Vec<u32> = counted.iter().map(key).collect();
            keys.sort_unstable();
            keys.dedup();
            let row = |wanted: u32| {
                (
                    key_at(place, wanted),
                    figure(counted.iter().filter(|one| key(one) == wanted)),
                )
            };
            rows.extend(keys.into_iter().map(row));
        }
        Outcome {
            total: figure(counted.iter()),
            rows,
            overlap: false,
        }
    }

    /// The codes of those that surely are there, in order.
    pub fn codes(&self) -> Vec<Arc<str>> {
        let counted = self.counted().into_iter().filter(|one| one.decided);
        let mut codes: Vec<Arc<str>> = counted.map(|one| one.code).collect();
        codes.sort_unstable();
        codes
    }

    fn counted(&self) -> Vec<Counted> {
        if self.plan.measure == Measure::Programmes {
            self.programmes()
        } else {
            self.members()
        }
    }

    /// The programmes recorded, launched not after the day. A year in which the day lies, and no year, decide nothing.
    fn programmes(&self) -> Vec<Counted> {
        let (names, filters) = (&self.plan.dataset.names, self.plan.filters());
        let is_asked = |kind| filters.programme_kind.is_empty() || filters.programme_kind.contains(&kind);
        let launched = names.launched.iter().filter(|launched| is_asked(launched.kind));
        let counted = launched.filter_map(|launched| {
            let code = names.programmes.code(launched.programme)?.clone();
            let decided = match (filters.to.map(PartialDate::last), launched.year.and_then(year)) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(day), Some(year)) if year.first() > day => return None,
                (Some(day), Some(year)) => year.last() <= day,
            };
            Some(Counted {
                code,
                decided,
                group: None,
            })
        });
        counted.collect()
    }

    /// The countries that are members on the day, suspended ones included.
    fn members(&self) -> Vec<Counted> {
        let (dataset, filters) = (self.plan.dataset, self.plan.filters());
        let day: NaiveDate = filters.to.map_or(dataset.today, PartialDate::last);
        let country_history = &dataset.names.country_history;
        let counted = country_history
            .members(day)
            .filter_map(|key| Some((key, country_history.country(key)?)));
        let counted = counted.map(|(key, land)| Counted {
            code: Arc::from(land.alpha3.as_str()),
            decided: true,
            group: country_history.group(key, day).map(|group| match group {
                Group::African => GroupCode::African,
                Group::Arab => GroupCode::Arab,
                Group::Asian => GroupCode::Asian,
            }),
        });
        let asked = &filters.oic_group;
        let will_do = |group: Option<GroupCode>| match group {
            Some(group) => asked.values.contains(&group),
            None => asked.not_stated,
        };
        counted.filter(|one| asked.is_open() || will_do(one.group)).collect()
    }
}

/// The calendar year of that number.
fn year(year: i32) -> Option<PartialDate> {
    PartialDate::parse(&format!("{year:04}"))
}

fn figure<'c>(counted: impl Iterator<Item = &'c Counted>) -> Figure {
    let (mut low, mut undecided) = (0_u64, 0_u64);
    for one in counted {
        let side = if one.decided { &mut low } else { &mut undecided };
        *side += 1;
    }
    Figure {
        undecided,
        ..Figure::new(low, Some(low + undecided), Some(low))
    }
}
