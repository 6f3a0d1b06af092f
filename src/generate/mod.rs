//! A record of any size for benchmarks and trials, the same for the same seed: activities, persons and rosters in the
//! proportions of a real one, written through the ledger like everything else.
//!
//! `world` is the reference data it refers to, `plan` draws one unit of scale in memory, `words` are the names and titles.

mod plan;
mod words;
mod world;

use diesel::prelude::*;

use crate::db::schema::codes;
use crate::error::{Error, OrInternal};
use crate::ledger::{Actor, Commit, Ledger};
use crate::{activities, participants};
pub use plan::Size;
use plan::{RosterRow, Unit};
use world::World;

/// What is to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GenerateOptions {
    /// How many units.
    pub scale: u32,
    /// What a unit holds.
    pub unit: Size,
    /// The same seed makes the same record.
    pub seed: u64,
}

/// Makes what was ordered, unit by unit, each in three commands: persons, activities, rosters. `tell` hears how many rows
/// have been written since it was last told.
///
/// # Errors
/// [`Error::Startup`] in words where the same was made before, or where there is no reference data to refer to.
pub fn run(ledger: &Ledger, order: GenerateOptions, tell: impl Fn(usize)) -> Result<(), Error> {
    let world = ledger.db().read_here(World::load)?;
    if world.is_bare() {
        return Err(Error::Startup(
            "there are no countries, programmes, agencies or fields to refer to".into(),
        ));
    }
    let first = plan::activity_code(order.seed, 0);
    let made = ledger.db().read_here(|conn| {
        let same = codes::table.filter(codes::kind.eq(activities::KIND).and(codes::code.eq(&first)));
        Ok(same.count().get_result::<i64>(conn)?)
    })?;
    if made > 0 {
        return Err(Error::Startup(format!(
            "a record of seed {} is here already, whole or as far as an earlier run came; choose another seed or another \
             database",
            order.seed
        )));
    }
    for number in 0..order.scale {
        let unit = Unit::draw(&world, order.unit, order.seed, number);
        write(ledger, unit, &tell)?;
    }
    ledger.db().maintenance(crate::db::analyse)
}

fn write(ledger: &Ledger, unit: Unit, tell: &impl Fn(usize)) -> Result<(), Error> {
    let Unit {
        people,
        activities: acts,
        roster,
    } = unit;
    let (met, held, sat) = (people.len(), acts.len(), roster.len());
    let people = ledger.write_here(Actor::CommandLine, Commit::Yes, move |tx| {
        participants::bulk::insert_many(tx, &people)
    })?;
    tell(met);
    let acts = ledger.write_here(Actor::CommandLine, Commit::Yes, move |tx| {
        activities::bulk::insert_many(tx, &acts)
    })?;
    tell(held);
    let rows: Option<Vec<_>> = roster
        .into_iter()
        .map(
            |RosterRow {
                 activity,
                 person,
                 content,
             }| Some((*acts.get(activity)?, *people.get(person)?, content)),
        )
        .collect();
    let rows = rows.or_internal("the rows were not made")?;
    ledger.write_here(Actor::CommandLine, Commit::Yes, move |tx| {
        activities::roster::bulk::insert_many(tx, rows)
    })?;
    tell(sat);
    Ok(())
}
