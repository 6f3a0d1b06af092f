//! Facts that never were: the activities of one data version among the reference data of another, so that what changed
//! a figure can be taken apart.

use std::sync::Arc;

use super::changes::stand_anew;
use super::{Lookups, Reader, Tags};
use crate::db::Conn;
use crate::error::Error;
use crate::statistics::dataset::{Block, Dataset, LoadedActivity};

/// The activities of `earlier` as they would stand among the countries, programmes, agencies and fields of `later`, which
/// `conn` shows. Eras and languages have the numbers that they have in `later`, so that activities of both can be mixed.
pub fn between(conn: &mut Conn, earlier: &Dataset, later: &Dataset) -> Result<Dataset, Error> {
    let lookups = Lookups::load(conn, &mut None)?;
    let mut reader = Reader::begin(&lookups, later.today);
    reader.country_contexts = reader.country_contexts.after(&later.country_contexts);
    let blocks = stand_anew(&mut reader, &earlier.blocks, &earlier.country_contexts);
    let mut tags = Tags::of(&later.languages);
    let mut renumbered = |number: &u32| earlier.languages.code(*number).map(|tag| tags.number(tag.to_string()));
    let mut renumber = |mut one: LoadedActivity| {
        one.activity.languages = one.activity.languages.iter().filter_map(&mut renumbered).collect();
        one
    };
    let blocks = blocks.iter().map(|block| {
        let loaded: Vec<LoadedActivity> = block.loaded_activities().map(&mut renumber).collect();
        Arc::new(Block::new(loaded))
    });
    let blocks = blocks.collect();
    Ok(Dataset {
        names: later.names.clone(),
        languages: Arc::new(tags.codes()),
        country_contexts: Arc::new(reader.country_contexts.into_all()),
        blocks,
        ..later.clone()
    })
}
