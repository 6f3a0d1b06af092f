//! Activities whose keys lie next to each other, with their rosters: the piece of the record that is read again when one
//! of them changes, and shared by all data versions in which none does.

use std::sync::OnceLock;

use super::activity::{Activity, Axes, Row, Seats};
use crate::statistics::bounds::{CountrySet, Known, World};
use crate::statistics::eras::Era;
use crate::statistics::seen::Seen;

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
#[allow(missing_docs, reason = "the names say it")]
pub struct Seated {
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
    /// The activities thought through, for each set of axes that a question may need; made when first asked for.
    #[serde(skip)]
    thought: [OnceLock<Box<[Known]>>; 8],
    /// The activities as they are told to those who may not see persons; each made when first asked for.
    #[serde(skip)]
    told: OnceLock<Box<[OnceLock<Seen>]>>,
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn at(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

impl Block {
    /// Lays out activities, which come in the order of their keys.
    pub fn of(seated: impl IntoIterator<Item = Seated>) -> Self {
        let (mut activities, mut rows, mut persons) = (Vec::new(), Vec::new(), Vec::new());
        for mut one in seated {
            one.activity.seats = Seats {
                start: place(rows.len()),
                came: place(rows.len() + one.came.len()),
                end: place(rows.len() + one.came.len() + one.others.len()),
                persons: place(persons.len()),
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
    pub fn seated(&self) -> impl Iterator<Item = Seated> + '_ {
        self.activities.iter().map(|activity| Seated {
            activity: activity.clone(),
            came: self.came(activity).to_vec(),
            others: self.others(activity).to_vec(),
        })
    }

    /// The roster rows of an activity that came and count, each person once.
    pub fn came(&self, activity: &Activity) -> &[Row] {
        let Seats { start, came, .. } = activity.seats;
        self.rows.get(at(start)..at(came)).unwrap_or_default()
    }

    fn others(&self, activity: &Activity) -> &[Row] {
        let Seats { came, end, .. } = activity.seats;
        self.rows.get(at(came)..at(end)).unwrap_or_default()
    }

    /// All open roster rows of an activity.
    pub fn roster(&self, activity: &Activity) -> &[Row] {
        let Seats { start, end, .. } = activity.seats;
        self.rows.get(at(start)..at(end)).unwrap_or_default()
    }

    /// The persons who came to an activity and count, each once.
    pub fn persons(&self, activity: &Activity) -> &[u32] {
        let Seats {
            start, came, persons, ..
        } = activity.seats;
        let (from, count) = (at(persons), at(came - start));
        self.persons.get(from..from + count).unwrap_or_default()
    }

    /// Where the activity at a place of the block is kept as it is told.
    pub fn told(&self, at: usize) -> Option<&OnceLock<Seen>> {
        let all = self
            .told
            .get_or_init(|| self.activities.iter().map(|_| OnceLock::new()).collect());
        all.get(at)
    }

    /// What is certain about each activity's people, in the order of the activities, as far as these axes go.
    pub fn known(&self, axes: Axes, eras: &[Era]) -> &[Known] {
        let think = || {
            let think = |activity: &Activity| {
                let world = eras.get(activity.era).map_or(NOWHERE, |era| era.world);
                Known::of(&activity.facts(self.came(activity), axes), &world)
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
