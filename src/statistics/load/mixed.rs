//! Facts that never were: the activities of one data version among the reference data of another, so that what changed
//! a figure can be taken apart.

use std::sync::Arc;

use super::changes::stand_anew;
use super::{Lookups, Reader, Tags};
use crate::db::Conn;
use crate::error::Error;
use crate::statistics::facts::{Block, Facts, Seated};

/// The activities of `earlier` as they would stand among the countries, programmes, agencies and fields of `later`, which
/// `conn` shows. Eras and languages have the numbers that they have in `later`, so that activities of both can be mixed.
pub fn among(conn: &mut Conn, earlier: &Facts, later: &Facts) -> Result<Facts, Error> {
    let lookups = Lookups::load(conn, &mut None)?;
    let mut reader = Reader::begin(&lookups, later.today);
    reader.eras = reader.eras.after(&later.eras);
    let blocks = stand_anew(&mut reader, &earlier.blocks, &earlier.eras);
    let mut tags = Tags::of(&later.languages);
    let mut renumbered = |number: &u32| earlier.languages.code(*number).map(|tag| tags.number(tag.to_string()));
    let mut renumber = |mut one: Seated| {
        one.activity.languages = one.activity.languages.iter().filter_map(&mut renumbered).collect();
        one
    };
    let blocks = blocks.iter().map(|block| {
        let seated: Vec<Seated> = block.seated().map(&mut renumber).collect();
        Arc::new(Block::of(seated))
    });
    let blocks = blocks.collect();
    Ok(Facts {
        names: later.names.clone(),
        languages: Arc::new(tags.codes()),
        eras: Arc::new(reader.eras.into_all()),
        blocks,
        ..later.clone()
    })
}
