//! Activities whose keys lie next to each other, with their rosters: the piece of the record that is read again when one
//! of them changes, and shared by all data versions in which none does.

use std::sync::OnceLock;

use super::activity::{Activity, Axes, RosterRange, Row};
use crate::statistics::bounds::{Bounds, CountrySet, World};
use crate::statistics::country_contexts::CountryContext;
use crate::statistics::protected::ProtectedActivity;

/// How many keys a block spans, as a power of two.
const BITS: u32 = 8;

/// How many keys a block spans.
pub const SPAN: usize = 1 << BITS;

/// The number of the block that a key belongs to.
pub fn number(key: i64) -> usize {
    usize::try_from(key >> BITS).unwrap_or(0)
}

/// An activity with its roster, on its way into a block.
#[derive(Debug, Clone)]
pub struct LoadedActivity {
    pub activity: Activity,
    /// Those who came and count, each person once.
    pub came: Vec<Row>,
    /// All other roster rows.
    pub others: Vec<Row>,
}

/// A block.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Block {
    activities: Box<[Activity]>,
    rows: Box<[Row]>,
    /// Those who came and count, activity by activity.
    persons: Box<[u32]>,
    /// The bounds of the activities, for each set of axes that a question may need; made when first asked for.
    #[serde(skip)]
    thought: [OnceLock<Box<[Bounds]>>; 8],
    /// The activities as they are told to those who may not see persons; each made when first asked for.
    #[serde(skip)]
    told: OnceLock<Box<[OnceLock<ProtectedActivity>]>>,
}

fn to_u32(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn to_index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

impl Block {
    /// Lays out activities, which come in the order of their keys.
    pub fn new(loaded: impl IntoIterator<Item = LoadedActivity>) -> Self {
        let (mut activities, mut rows, mut persons) = (Vec::new(), Vec::new(), Vec::new());
        for mut one in loaded {
            one.activity.roster_range = RosterRange {
                start: to_u32(rows.len()),
                came: to_u32(rows.len() + one.came.len()),
                end: to_u32(rows.len() + one.came.len() + one.others.len()),
                persons: to_u32(persons.len()),
            };
            persons.extend(one.came.iter().map(|row| row.person));
            rows.append(&mut one.came);
            rows.append(&mut one.others);
            activities.push(one.activity);
        }
        Self {
            activities: activities.into(),
            rows: rows.into(),
            persons: persons.into(),
            thought: Default::default(),
            told: OnceLock::new(),
        }
    }

    /// Its activities, in the order of their keys.
    pub fn activities(&self) -> &[Activity] {
        &self.activities
    }

    /// Whether one of its activities has no date.
    pub fn has_undated(&self) -> bool {
        self.activities.iter().any(|activity| activity.span.is_none())
    }

    /// How many roster rows it holds.
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// Its activities with their rosters, to be laid out anew.
    pub fn loaded_activities(&self) -> impl Iterator<Item = LoadedActivity> + '_ {
        self.activities.iter().map(|activity| LoadedActivity {
            activity: activity.clone(),
            came: self.rows_of_those_who_came(activity).to_vec(),
            others: self.others(activity).to_vec(),
        })
    }

    /// The roster rows of an activity that came and count, each person once.
    pub fn rows_of_those_who_came(&self, activity: &Activity) -> &[Row] {
        let RosterRange { start, came, .. } = activity.roster_range;
        self.rows.get(to_index(start)..to_index(came)).unwrap_or_default()
    }

    fn others(&self, activity: &Activity) -> &[Row] {
        let RosterRange { came, end, .. } = activity.roster_range;
        self.rows.get(to_index(came)..to_index(end)).unwrap_or_default()
    }

    /// All open roster rows of an activity.
    pub fn roster(&self, activity: &Activity) -> &[Row] {
        let RosterRange { start, end, .. } = activity.roster_range;
        self.rows.get(to_index(start)..to_index(end)).unwrap_or_default()
    }

    /// The persons who came to an activity and count, each once.
    pub fn persons(&self, activity: &Activity) -> &[u32] {
        let RosterRange {
            start, came, persons, ..
        } = activity.roster_range;
        let (from, count) = (to_index(persons), to_index(came - start));
        self.persons.get(from..from + count).unwrap_or_default()
    }

    /// Where the activity at a place of the block is kept as it is told.
    pub fn protected_cell(&self, at: usize) -> Option<&OnceLock<ProtectedActivity>> {
        let all = self
            .told
            .get_or_init(|| self.activities.iter().map(|_| OnceLock::new()).collect());
        all.get(at)
    }

    /// What is certain about each activity's people, in the order of the activities, as far as these axes go.
    pub fn bounds(&self, axes: Axes, country_contexts: &[CountryContext]) -> &[Bounds] {
        let think = || {
            let think = |activity: &Activity| {
                let world = country_contexts
                    .get(activity.country_context)
                    .map_or(NOWHERE, |country_context| country_context.world);
                Bounds::from_evidence(&activity.evidence(self.rows_of_those_who_came(activity), axes), &world)
            };
            self.activities.iter().map(think).collect()
        };
        self.thought
            .get(axes.index())
            .map_or(&[], |cell| cell.get_or_init(think))
    }
}

/// A world of which nothing is known.
pub const NOWHERE: World = World {
    members: CountrySet::EMPTY,
    all: CountrySet::FULL,
};
