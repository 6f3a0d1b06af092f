//! From one data version to a later one: what the ledger names is read again, everything else is shared.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rosters::{activities_of, linked};
use super::{ActivityKeys, KEYS, Loaded, Lookups, Past, Reader, Tags, Version, version};
use crate::activities;
use crate::db::schema::{activities as rows, ledger, participants as people};
use crate::db::{Conn, Uid, snapshot};
use crate::directory::Kind;
use crate::error::Error;
use crate::participants;
use crate::statistics::country_contexts::CountryContext;
use crate::statistics::dataset::Dataset;
use crate::statistics::dataset::block::{self, Block, LoadedActivity};

/// From so many changed activities on it is cheaper to read everything.
const MANY: usize = 20_000;

/// What the entries after a data version are about.
#[derive(Default)]
struct Changes {
    activities: BTreeSet<i64>,
    /// Memberships or regional groups.
    countries: bool,
    /// Anything that activities are read with: codes, kinds and parents of what they refer to, or who is the same person.
    lookups: bool,
}

/// The facts as they stand now, from those of an earlier data version. `None` where nothing but reading everything will do:
/// another database, or too much has changed. `lookups` are those of that data version, where they are at hand.
pub fn catch_up(
    conn: &mut Conn,
    dataset: &Dataset,
    lookups: Option<&Arc<Lookups>>,
    today: NaiveDate,
) -> Result<Option<Loaded>, Error> {
    snapshot(conn, |conn| {
        let version = version(conn)?;
        let has_that_past = super::hash_of(conn, dataset.seq)?.unwrap_or_default() == dataset.hash;
        if version.epoch != dataset.epoch || version.seq < dataset.seq || !has_that_past {
            return Ok(None);
        }
        let Some(changes) = Changes::between(conn, dataset.seq, version.seq)? else {
            return Ok(None);
        };
        let lookups = match lookups.filter(|_| !changes.lookups) {
            Some(lookups) => lookups.clone(),
            None => Arc::new(Lookups::load(conn, &mut None)?),
        };
        let read = (conn, &mut None::<Past<'_>>);
        let dataset = apply(read, dataset, &lookups, today, version, &changes)?;
        Ok(Some(Loaded { dataset, lookups }))
    })
}

/// The facts as they stood at one point of the past, from those of another, earlier or later: `conn` shows the record as
/// it stood, and rosters are read where they are kept for ever. `None` where nothing but reading everything will do.
pub fn go_on(
    conn: &mut Conn,
    (rosters, seq): Past<'_>,
    dataset: &Dataset,
    today: NaiveDate,
) -> Result<Option<Dataset>, Error> {
    let version = version(conn)?;
    let has_that_past = super::hash_of(rosters, dataset.seq)?.unwrap_or_default() == dataset.hash;
    if version.epoch != dataset.epoch || version.seq != seq || !has_that_past {
        return Ok(None);
    }
    let changes = Changes::between(rosters, dataset.seq.min(seq), dataset.seq.max(seq))?;
    let Some(changes) = changes.filter(|changes| !changes.countries) else {
        return Ok(None);
    };
    let mut past = Some((rosters, seq));
    let lookups = Lookups::load(conn, &mut past)?;
    apply((conn, &mut past), dataset, &lookups, today, version, &changes).map(Some)
}

impl Changes {
    /// What the entries after the one and up to the other are about; `None` where that is too much.
    fn between(conn: &mut Conn, seq: i64, last: i64) -> Result<Option<Self>, Error> {
        let entries: Vec<(String, Uid, String)> = ledger::table
            .filter(ledger::seq.gt(seq).and(ledger::seq.le(last)))
            .select((ledger::kind, ledger::subject, ledger::action))
            .limit(i64::try_from(4 * MANY).unwrap_or(i64::MAX))
            .load(conn)?;
        if entries.len() >= 4 * MANY {
            return Ok(None);
        }
        let mut changes = Self::default();
        let (mut changed, mut linked_persons) = (BTreeSet::new(), BTreeSet::new());
        for (kind, subject, action) in entries {
            match kind.as_str() {
                activities::KIND => drop(changed.insert(subject)),
                participants::KIND if matches!(action.as_str(), "merge" | "unmerge") => {
                    linked_persons.insert(subject);
                    changes.lookups = true;
                }
                participants::KIND => {}
                kind => {
                    changes.countries |= kind == Kind::Country.as_str();
                    changes.lookups = true;
                }
            }
        }
        let changed: Vec<Uid> = changed.into_iter().collect();
        for chunk in changed.chunks(KEYS) {
            let keys: Vec<i64> = rows::table
                .filter(rows::uid.eq_any(chunk))
                .select(rows::id)
                .load(conn)?;
            changes.activities.extend(keys);
        }
        if !linked_persons.is_empty() {
            let uids: Vec<Uid> = linked_persons.into_iter().collect();
            let mut persons: Vec<i64> = Vec::new();
            for chunk in uids.chunks(KEYS) {
                let keys: Vec<i64> = people::table
                    .filter(people::uid.eq_any(chunk))
                    .select(people::id)
                    .load(conn)?;
                persons.extend(keys);
            }
            let persons = linked(conn, &persons, seq)?;
            changes.activities.extend(activities_of(conn, &persons)?);
        }
        Ok(Some(changes).filter(|changes| changes.activities.len() < MANY))
    }
}

fn apply(
    (conn, past): (&mut Conn, &mut Option<Past<'_>>),
    dataset: &Dataset,
    lookups: &Lookups,
    today: NaiveDate,
    version: Version,
    changes: &Changes,
) -> Result<Dataset, Error> {
    let mut reader = Reader::begin(lookups, today);
    reader.tags = Tags::of(&dataset.languages);
    let mut blocks = dataset.blocks.clone();
    let links = &lookups.numbers.names.links.same_as;
    // Facts that were read from a file have no names: of what they were linked by, their contexts speak.
    let was_linked = dataset
        .country_contexts
        .iter()
        .any(|country_context| !country_context.agencies.is_each_its_own());
    let relinked = dataset.names.links.same_as != *links || (was_linked && links.is_empty());
    if changes.countries || relinked {
        blocks = stand_anew(&mut reader, &blocks, &dataset.country_contexts);
    } else {
        reader.country_contexts = reader.country_contexts.after(&dataset.country_contexts);
        if dataset.today != today {
            // Only what has no date stands elsewhere on another day.
            for block in blocks.iter_mut().filter(|block| block.has_undated()) {
                *block = block_anew(&mut reader, block, &dataset.country_contexts);
            }
        }
    }
    let keys: Vec<i64> = changes.activities.iter().copied().collect();
    let mut read: BTreeMap<i64, LoadedActivity> = BTreeMap::new();
    for chunk in keys.chunks(KEYS) {
        let loaded = reader.read(conn, past, ActivityKeys::These(chunk))?;
        read.extend(loaded.into_iter().map(|one| (one.activity.key, one)));
    }
    for chunk in keys.chunk_by(|a, b| block::number(*a) == block::number(*b)) {
        let number = chunk.first().map_or(0, |key| block::number(*key));
        while blocks.len() <= number {
            blocks.push(Arc::default());
        }
        let Some(slot) = blocks.get_mut(number) else { continue };
        let mut here: BTreeMap<i64, LoadedActivity> =
            slot.loaded_activities().map(|one| (one.activity.key, one)).collect();
        for key in chunk {
            match read.remove(key) {
                Some(one) => here.insert(*key, one),
                None => here.remove(key),
            };
        }
        *slot = Arc::new(Block::new(here.into_values()));
    }
    let mut later = reader.finish(conn, version, blocks)?;
    // What is the same is shared, so that it is known to be.
    if later.country_contexts == dataset.country_contexts {
        later.country_contexts = dataset.country_contexts.clone();
    }
    if later.languages.count() == dataset.languages.count() {
        later.languages = dataset.languages.clone();
    }
    Ok(later)
}

/// Places every activity among the contexts anew, and asks again those for which it makes a difference.
pub(super) fn stand_anew(reader: &mut Reader<'_>, blocks: &[Arc<Block>], before: &[CountryContext]) -> Vec<Arc<Block>> {
    blocks.iter().map(|block| block_anew(reader, block, before)).collect()
}

fn block_anew(reader: &mut Reader<'_>, block: &Block, before: &[CountryContext]) -> Arc<Block> {
    let anew = |mut one: LoadedActivity| {
        let activity = &mut one.activity;
        let stood = before.get(activity.country_context);
        activity.country_context = reader
            .country_contexts
            .index_on(activity.span.map_or(reader.today, |(first, _)| first));
        let stands = reader.country_contexts.get(activity.country_context);
        if stands != stood {
            one.replace_linked_agencies(stands);
        }
        one
    };
    let loaded: Vec<LoadedActivity> = block.loaded_activities().map(anew).collect();
    Arc::new(Block::new(loaded))
}
