//! What figures are made of: the activities of the record with their statements and rosters, as plain numbers. Read in
//! one snapshot (`load`) and never changed: a later data version shares every block in which nothing changed.

pub(crate) mod activity;
pub(crate) mod block;
pub(crate) mod names;
pub(crate) mod one_agency;
pub(crate) mod precomputed;

use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

pub use activity::{Activity, Axes, RosterRange, Row, Statement, aggregate};
pub use block::{Block, LoadedActivity, NOWHERE, SPAN};
pub use names::{Codes, Names, ProgrammeLaunch};
pub use precomputed::{PackedFigure, Precomputed};

use super::bounds::Bounds;
use super::country_contexts::CountryContext;
use super::protected::ProtectedActivity;
use crate::db::Uid;

/// The record at one data version.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Dataset {
    /// Which database this is; a restored one is another.
    pub epoch: Uid,
    /// The newest ledger entry that is in it: the data version.
    pub seq: i64,
    /// That entry's hash: two records with the same one have the same past.
    pub hash: Vec<u8>,
    /// The day that stands for the date of what has none.
    pub today: NaiveDate,
    /// Whether tomorrow's figures may differ although nothing is recorded until then.
    pub ages: bool,
    pub names: Arc<Names>,
    /// Languages that occur, by number; later ones are added at the end.
    pub languages: Arc<Codes>,
    pub country_contexts: Arc<Vec<CountryContext>>,
    /// By the number of the block that a key belongs to.
    pub blocks: Vec<Arc<Block>>,
}

impl Dataset {
    /// The activities in the order of their keys, each with its place: what [`Dataset::get`] takes.
    pub fn activities(&self) -> impl Iterator<Item = (usize, &Activity)> {
        self.activities_in(|_| true)
    }

    /// The same of those blocks that will do.
    pub fn activities_in(&self, will_do: impl Fn(usize) -> bool) -> impl Iterator<Item = (usize, &Activity)> {
        let blocks = self.blocks.iter().enumerate().filter(move |(block, _)| will_do(*block));
        blocks.flat_map(|(block, content)| (block * SPAN..).zip(content.activities()))
    }

    /// The activity at a place.
    pub fn get(&self, place: usize) -> Option<&Activity> {
        self.blocks.get(place / SPAN)?.activities().get(place % SPAN)
    }

    /// More than the greatest place.
    pub fn index_count(&self) -> usize {
        self.blocks.len() * SPAN
    }

    /// How many activities there are.
    pub fn activity_count(&self) -> usize {
        self.blocks.iter().map(|block| block.activities().len()).sum()
    }

    /// How many open roster rows there are.
    pub fn row_count(&self) -> usize {
        self.blocks.iter().map(|block| block.row_count()).sum()
    }

    fn block_of(&self, activity: &Activity) -> Option<&Block> {
        self.blocks.get(block::number(activity.key)).map(AsRef::as_ref)
    }

    /// An activity's level of knowledge, 0 to 5.
    pub fn level(&self, activity: &Activity) -> u8 {
        // One row tells that there is a roster.
        let some = self.rows_of_those_who_came(activity).get(..1).unwrap_or_default();
        activity.evidence(some, Axes::default()).level()
    }

    /// The roster rows of an activity that came and count, each person once.
    pub fn rows_of_those_who_came(&self, activity: &Activity) -> &[Row] {
        self.block_of(activity)
            .map_or(&[], |block| block.rows_of_those_who_came(activity))
    }

    /// The persons who came to an activity and count, each once.
    pub fn persons(&self, activity: &Activity) -> &[u32] {
        self.block_of(activity).map_or(&[], |block| block.persons(activity))
    }

    /// All open roster rows of an activity.
    pub fn roster(&self, activity: &Activity) -> &[Row] {
        self.block_of(activity).map_or(&[], |block| block.roster(activity))
    }

    /// How the countries stood on the activity's first day.
    pub fn country_context(&self, activity: &Activity) -> Option<&CountryContext> {
        self.country_contexts.get(activity.country_context)
    }

    /// Where an activity is kept as it is told to those who may not see persons.
    pub(in crate::statistics) fn protected_cell(&self, place: usize) -> Option<&OnceLock<ProtectedActivity>> {
        self.blocks.get(place / SPAN)?.protected_cell(place % SPAN)
    }

    /// What is certain about an activity's people, as far as these axes go.
    pub fn bounds(&self, place: usize, axes: Axes) -> Option<&Bounds> {
        let block = self.blocks.get(place / SPAN)?;
        block.bounds(axes, &self.country_contexts).get(place % SPAN)
    }
}
