//! What changed a figure between two points of the record's history, taken apart by cause. The facts of the earlier point
//! are turned into those of the later one step by step, one cause at a time, and the question is asked after each step: so
//! the changes of all causes add up to the whole, whatever the measure. For measures that add up they are also the sums of
//! what the activities themselves brought before and after.

pub(crate) mod api;
mod entries;
mod json;
pub(crate) mod schema;
mod steps;

use std::collections::{BTreeMap, BTreeSet};

pub use entries::{Entries, Entry, Reader};
pub use json::{Told, to_json};

use super::as_of::AsOfPoint;
use super::dataset::Dataset;
use super::figure::Figure;
use super::measures::Together;
use super::question::Question;
use crate::activities::model::Status;
use crate::codes;
use crate::error::Error;
use steps::{mixed, substitute};

codes! {
    /// Why a figure changed.
    pub enum Cause {
        /// Memberships, regional groups, codes, kinds of agencies, the tree of programmes.
        ReferenceData = "reference_data",
        /// Activities that were recorded later.
        LateEntry = "late_entry",
        /// Activities that had been deleted and were brought back.
        Restoration = "restoration",
        /// Activities that were deleted.
        Deletion = "deletion",
        /// Activities, their statements or rosters that were changed.
        Correction = "correction",
        /// Persons who were found to be the same, or not to be.
        Merge = "merge",
        /// Personal values that were erased: it never changes a figure.
        Erasure = "erasure",
        /// Another version of the measure's definition.
        Definition = "definition",
    }
}

/// The causes that change facts, in the order of the steps.
const STEPS: [Cause; 5] = [
    Cause::LateEntry,
    Cause::Restoration,
    Cause::Deletion,
    Cause::Correction,
    Cause::Merge,
];

/// A figure at one of the two points.
#[derive(Debug, Clone)]
pub struct Side {
    pub as_of_point: AsOfPoint,
    /// The version of the measure's definition that an edition sealed; otherwise today's.
    pub version: u32,
    pub total: Figure,
}

/// An activity whose contribution changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContributionChange {
    pub key: i64,
    /// `None` where the question was not about it.
    pub before: Option<Figure>,
    pub after: Option<Figure>,
}

/// What one cause did.
#[derive(Debug, Clone)]
pub struct Caused {
    pub cause: Cause,
    pub before: Figure,
    pub after: Figure,
    pub activities: Vec<ContributionChange>,
    pub entries: Vec<Entry>,
}

/// The whole difference.
#[derive(Debug, Clone)]
pub struct Difference {
    pub question: Question,
    pub filters: serde_json::Map<String, serde_json::Value>,
    pub from: Side,
    pub to: Side,
    /// Those that did something, in the order of the steps.
    pub causes: Vec<Caused>,
}

/// The two points, with the earlier activities among the later reference data.
#[derive(Clone, Copy)]
pub struct ComparedPoints<'f> {
    pub earlier: &'f Dataset,
    pub later: &'f Dataset,
    pub among: &'f Dataset,
}

/// Takes the change of a figure apart.
pub fn differences(
    question: Question,
    points: ComparedPoints<'_>,
    standpoints: [(AsOfPoint, u32); 2],
    mut entries: Entries,
) -> Result<Difference, Error> {
    let [earlier, among, later] = mixed(points);
    let total = |dataset: &Dataset| Ok::<_, Error>(dataset.answer(&question, None)?.total);
    let (first, last) = (total(&earlier)?, later.answer(&question, None)?);
    let brought = [&earlier, &among, &later].map(|dataset| dataset.contributions(&question));
    let [before, between, after] = brought;
    let (before, between, after) = (before?, between?, after?);
    let mut causes = Vec::new();
    let mut stands = total(&among)?;
    causes.push(Caused {
        cause: Cause::ReferenceData,
        before: first,
        after: stands,
        activities: moved(before.keys().chain(between.keys()), &before, &between, false),
        entries: entries.take(Cause::ReferenceData, &BTreeSet::new()),
    });
    let changed = changed(points, &entries, question.with_drafts);
    let together = question.measure.definition().together != Together::Added;
    let mut dataset = among;
    for cause in STEPS {
        let Some(keys) = changed.get(&cause) else { continue };
        dataset = substitute(&dataset, &later, keys);
        let now = total(&dataset)?;
        let activities = moved(keys.iter(), &between, &after, together);
        let shown = activities.iter().map(|moved| moved.key).collect();
        causes.push(Caused {
            cause,
            before: stands,
            after: now,
            entries: entries.take(cause, &shown),
            activities,
        });
        stands = now;
    }
    causes.push(Caused {
        cause: Cause::Erasure,
        before: stands,
        after: last.total,
        activities: Vec::new(),
        entries: entries.take(Cause::Erasure, &BTreeSet::new()),
    });
    causes.retain(|caused| caused.before != caused.after || !caused.activities.is_empty() || caused.is_told_anyway());
    let [(from, sealed_then), (to, sealed_now)] = standpoints;
    // Both figures are counted by today's definition; that an edition was sealed under another one is said.
    if [sealed_then, sealed_now]
        .iter()
        .any(|version| *version != question.measure.version())
    {
        causes.push(Caused {
            cause: Cause::Definition,
            before: last.total,
            after: last.total,
            activities: Vec::new(),
            entries: Vec::new(),
        });
    }
    Ok(Difference {
        question,
        filters: last.filters,
        from: Side {
            as_of_point: from,
            version: sealed_then,
            total: first,
        },
        to: Side {
            as_of_point: to,
            version: sealed_now,
            total: last.total,
        },
        causes,
    })
}

impl Caused {
    /// That an erasure changed nothing is worth saying.
    fn is_told_anyway(&self) -> bool {
        self.cause == Cause::Erasure && !self.entries.is_empty()
    }
}

/// The activities that differ, by cause. To who sees no drafts a draft is not there: it is recorded when it is published.
fn changed(points: ComparedPoints<'_>, entries: &Entries, with_drafts: bool) -> BTreeMap<Cause, BTreeSet<i64>> {
    let mut found: BTreeMap<Cause, BTreeSet<i64>> = BTreeMap::new();
    let keys = |dataset: &Dataset| -> BTreeMap<i64, usize> {
        dataset
            .activities()
            .filter(|(_, activity)| with_drafts || activity.status != Status::Draft)
            .map(|(place, activity)| (activity.key, place))
            .collect()
    };
    let (earlier, later) = (keys(points.earlier), keys(points.later));
    let mut put = |cause: Cause, key: i64| {
        found.entry(cause).or_default().insert(key);
    };
    for (key, place) in &later {
        let Some(before) = earlier.get(key) else {
            let is_new = entries.created(*key) || !entries.restored(*key);
            put(if is_new { Cause::LateEntry } else { Cause::Restoration }, *key);
            continue;
        };
        if entries.edited(*key) {
            put(Cause::Correction, *key);
        } else if persons(points.earlier, *before) != persons(points.later, *place) {
            put(Cause::Merge, *key);
        }
    }
    for key in earlier.keys().filter(|key| !later.contains_key(key)) {
        put(Cause::Deletion, *key);
    }
    found
}

/// Everybody on the roster at a place, as figures tell persons apart.
fn persons(dataset: &Dataset, place: usize) -> Vec<u32> {
    let activity = dataset.get(place);
    let roster = activity.map_or(&[][..], |activity| dataset.roster(activity));
    roster.iter().map(|row| row.person).collect()
}

/// Those of the activities whose contribution changed; `all` also names those that may have changed what counts once.
fn moved<'k>(
    keys: impl Iterator<Item = &'k i64>,
    before: &BTreeMap<i64, Figure>,
    after: &BTreeMap<i64, Figure>,
    all: bool,
) -> Vec<ContributionChange> {
    let keys: BTreeSet<i64> = keys.copied().collect();
    let moved = keys.into_iter().map(|key| ContributionChange {
        key,
        before: before.get(&key).copied(),
        after: after.get(&key).copied(),
    });
    let counts = |moved: &ContributionChange| moved.before.is_some() || moved.after.is_some();
    moved
        .filter(|moved| moved.before != moved.after || (all && counts(moved)))
        .collect()
}
