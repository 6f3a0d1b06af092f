//! What figures are made of: the activities of the record with their statements and rosters, as plain numbers. Read in
//! one snapshot (`load`) and never changed: a later data version shares every block in which nothing changed.

pub mod activity;
pub mod block;
pub mod names;
pub mod one_agency;
pub mod shares;

use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

pub use activity::{Activity, Axes, Row, Seats, Statement, aggregate};
pub use block::{Block, NOWHERE, SPAN, Seated};
pub use names::{Codes, Launched, Names};
pub use shares::{Packed, Shares};

use super::bounds::Known;
use super::eras::Era;
use super::seen::Seen;
use crate::db::Uid;

/// The record at one data version.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Facts {
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
    pub eras: Arc<Vec<Era>>,
    /// By the number of the block that a key belongs to.
    pub blocks: Vec<Arc<Block>>,
}

impl Facts {
    /// The activities in the order of their keys, each with its place: what [`Facts::get`] takes.
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
    pub fn places(&self) -> usize {
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
        let some = self.came(activity).get(..1).unwrap_or_default();
        activity.facts(some, Axes::default()).level()
    }

    /// The roster rows of an activity that came and count, each person once.
    pub fn came(&self, activity: &Activity) -> &[Row] {
        self.block_of(activity).map_or(&[], |block| block.came(activity))
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
    pub fn era(&self, activity: &Activity) -> Option<&Era> {
        self.eras.get(activity.era)
    }

    /// Where an activity is kept as it is told to those who may not see persons.
    pub(in crate::statistics) fn told(&self, place: usize) -> Option<&OnceLock<Seen>> {
        self.blocks.get(place / SPAN)?.told(place % SPAN)
    }

    /// What is certain about an activity's people, as far as these axes go.
    pub fn known(&self, place: usize, axes: Axes) -> Option<&Known> {
        let block = self.blocks.get(place / SPAN)?;
        block.known(axes, &self.eras).get(place % SPAN)
    }
}
