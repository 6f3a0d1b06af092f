//! One unit of a generated record, drawn in memory: who there is, what took place, and who sat where.
//!
//! Here the seats of activities are filled; `people.rs` draws who comes, `content.rs` what else there is to an activity.

mod content;
mod people;

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};

use super::words::{KINDS, TOPICS};
use super::world::World;
use crate::activities::model::{ActivityType, NewActivity, Status};
use crate::activities::roster::model::Content;
use crate::participants::model::NewPerson;

/// How much a unit holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Size {
    pub activities: usize,
    /// At least five for each activity, and one for each person.
    pub participations: usize,
    pub people: usize,
}

impl Size {
    /// A unit of scale.
    pub const UNIT: Self = Self {
        activities: 2_000,
        participations: 60_000,
        people: 40_000,
    };

    /// All rows of a unit.
    pub fn rows(self) -> usize {
        self.activities + self.participations + self.people
    }
}

/// A place on a roster.
#[derive(Debug, Clone, PartialEq)]
pub struct RosterRow {
    /// Which of the unit's activities.
    pub activity: usize,
    /// Which of the unit's people.
    pub person: usize,
    pub content: Content,
}

/// One unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    pub people: Vec<NewPerson>,
    pub activities: Vec<NewActivity>,
    pub roster: Vec<RosterRow>,
}

/// The code of a generated activity.
pub fn activity_code(seed: u64, number: usize) -> String {
    format!("G{seed}-A{number:07}")
}

/// What is drawn first of an activity: everything else follows from it.
struct Event {
    kind: ActivityType,
    title: (&'static str, &'static (&'static str, &'static str, &'static str)),
    start: NaiveDate,
    days: u64,
    status: Status,
    /// Which countries send people.
    lands: Vec<usize>,
    size: usize,
}

struct Draw<'w> {
    world: &'w World,
    rng: StdRng,
    seed: u64,
    size: Size,
    /// Numbers of this unit's first activity and person.
    first: (usize, usize),
    people: Vec<NewPerson>,
    /// The people of each country, as far as they have come.
    of_land: BTreeMap<usize, Vec<usize>>,
}

impl Unit {
    /// Draws the unit with this number.
    pub fn draw(world: &World, size: Size, seed: u64, number: u32) -> Self {
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        let mut draw = Draw {
            world,
            rng: StdRng::seed_from_u64(seed.wrapping_mul(1_000_003).wrapping_add(u64::from(number))),
            seed,
            size,
            first: (at.saturating_mul(size.activities), at.saturating_mul(size.people)),
            people: Vec::with_capacity(size.people),
            of_land: BTreeMap::new(),
        };
        let sizes = draw.sizes();
        let events: Vec<Event> = sizes.into_iter().map(|size| draw.event(size)).collect();
        let mut roster: Vec<RosterRow> = Vec::with_capacity(size.participations);
        let mut activities = Vec::with_capacity(size.activities);
        for (i, event) in events.iter().enumerate() {
            let from = roster.len();
            draw.fill(i, event, &mut roster);
            let roster = roster.get(from..).unwrap_or_default();
            activities.push(draw.activity(i, event, roster));
        }
        Self {
            people: draw.people,
            activities,
            roster,
        }
    }
}

impl Draw<'_> {
    fn one_in(&mut self, n: u32) -> bool {
        self.rng.random_range(0..n) == 0
    }

    /// How many seats each activity has: most between 10 and 50, all together exactly as many as there are to be.
    fn sizes(&mut self) -> Vec<usize> {
        let mut sizes: Vec<usize> = (0..self.size.activities)
            .map(|_| self.rng.random_range(3..=30) + self.rng.random_range(2..=25))
            .collect();
        let mut total: usize = sizes.iter().sum();
        let mut at = 0;
        while total != self.size.participations {
            if let Some(size) = sizes.get_mut(at % self.size.activities) {
                if total > self.size.participations && *size > 5 {
                    *size -= 1;
                    total -= 1;
                } else if total < self.size.participations {
                    *size += 1;
                    total += 1;
                }
            }
            at += 1;
        }
        sizes.shuffle(&mut self.rng);
        sizes
    }

    fn event(&mut self, size: usize) -> Event {
        let kind = KINDS.choose_weighted(&mut self.rng, |kind| kind.1).unwrap_or(&KINDS[0]);
        let topic = TOPICS.choose(&mut self.rng).unwrap_or(&TOPICS[0]);
        // More from year to year, and little of the year that has not ended.
        let year = 2007 + self.rng.random_range(0..=19).max(self.rng.random_range(0..=19));
        let days = if year == 2026 { 1..=240 } else { 1..=365 };
        let start = NaiveDate::from_yo_opt(year, self.rng.random_range(days)).unwrap_or(crate::time::UNDATED);
        let status = match self.rng.random_range(0..100) {
            0 => Status::Cancelled,
            1 => Status::Postponed,
            _ if start > AS_OF => Status::Announced,
            _ => Status::Held,
        };
        let most = self
            .rng
            .random_range(1..=14_usize)
            .min(self.world.lands.len())
            .min(size);
        let lands: Vec<usize> = (0..self.world.lands.len()).collect();
        let weight = |i: &usize| self.world.lands.get(*i).map_or(1, |land| land.weight);
        let lands = lands.sample_weighted(&mut self.rng, most, |i| f64::from(weight(i)));
        let mut lands: Vec<usize> = lands.map(|lands| lands.copied().collect()).unwrap_or_default();
        lands.sort_unstable();
        Event {
            kind: kind.0,
            title: (kind.2, topic),
            start,
            days: kind.3,
            status,
            lands,
            size,
        }
    }

    /// Fills an activity's seats. New people come as long as some are to come, so that in the end all have.
    fn fill(&mut self, activity: usize, event: &Event, roster: &mut Vec<RosterRow>) {
        let mut here = HashSet::with_capacity(event.size);
        for at in 0..event.size {
            // Each country sends somebody before one sends a second.
            let land = event.lands.get(at).or_else(|| event.lands.choose(&mut self.rng));
            let land = land.copied().unwrap_or(0);
            let (to_come, left) = (
                self.size.people - self.people.len(),
                self.size.participations - roster.len(),
            );
            let is_new = self.rng.random_range(0..left) < to_come;
            let known = if is_new { None } else { self.known_person(land, &here) };
            let person = match known {
                Some(person) => person,
                None if to_come > 0 => self.new_person(land),
                None => match (0..self.people.len()).find(|person| !here.contains(person)) {
                    Some(person) => person,
                    None => return,
                },
            };
            here.insert(person);
            let content = self.content(event, person, at);
            roster.push(RosterRow {
                activity,
                person,
                content,
            });
        }
    }
}

/// The day on which the generated record was written: what comes later is announced.
const AS_OF: NaiveDate = match NaiveDate::from_ymd_opt(2026, 6, 30) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::activities::counts::Statement;
    use crate::activities::recount::ROLES_OF_THOSE_WHO_CAME;
    use crate::activities::roster::model::ParticipationStatus;
    use crate::directory::Reference;
    use crate::generate::world::CountryDrawn;

    const SIZE: Size = Size {
        activities: 60,
        participations: 1_800,
        people: 1_200,
    };

    fn world() -> World {
        let reference = |key: i64, code: String| Reference { key, code };
        let land = |i: i64| CountryDrawn {
            country: reference(i, format!("C{i:02}")),
            agencies: (0..i % 4)
                .map(|a| reference(100 * i + a, format!("A{i}-{a}")))
                .collect(),
            weight: 1 + u32::try_from(i % 7).unwrap(),
        };
        World {
            lands: (1..=57).map(land).collect(),
            programmes: (1..=25).map(|i| (reference(i, format!("P{i}")), 3)).collect(),
            fields: (1..=20).map(|i| (reference(i, format!("F{i}")), 3)).collect(),
        }
    }

    #[test]
    fn a_unit_has_exactly_its_numbers_and_nobody_sits_twice_in_one_activity() {
        let unit = Unit::draw(&world(), SIZE, 1, 0);
        assert_eq!(
            (unit.activities.len(), unit.people.len(), unit.roster.len()),
            (SIZE.activities, SIZE.people, SIZE.participations)
        );
        let pairs: HashSet<_> = unit.roster.iter().map(|row| (row.activity, row.person)).collect();
        assert_eq!(pairs.len(), SIZE.participations);
        let came: HashSet<_> = unit.roster.iter().map(|row| row.person).collect();
        assert_eq!(came.len(), SIZE.people, "everybody takes part in something");
    }

    #[test]
    fn the_same_seed_draws_the_same_and_another_something_else() {
        let world = world();
        assert_eq!(Unit::draw(&world, SIZE, 7, 3), Unit::draw(&world, SIZE, 7, 3));
        assert_ne!(Unit::draw(&world, SIZE, 7, 3), Unit::draw(&world, SIZE, 8, 3));
        assert_ne!(
            Unit::draw(&world, SIZE, 7, 3).people,
            Unit::draw(&world, SIZE, 7, 4).people
        );
    }

    #[test]
    fn what_is_stated_is_what_the_roster_says() {
        let unit = Unit::draw(&world(), SIZE, 1, 0);
        let mut stated = 0;
        for (i, activity) in unit.activities.iter().enumerate() {
            let Some(Statement {
                participants: Some(head),
                countries,
                ..
            }) = &activity.statement
            else {
                continue;
            };
            stated += 1;
            let counted: Vec<_> = unit
                .roster
                .iter()
                .filter(|row| row.activity == i && row.content.status == ParticipationStatus::Attended)
                .filter(|row| ROLES_OF_THOSE_WHO_CAME.contains(&row.content.role.as_str()))
                .collect();
            let lands: BTreeSet<_> = counted.iter().map(|row| row.content.country).collect();
            let named: BTreeSet<_> = activity
                .countries
                .iter()
                .filter(|(_, role)| role.sends())
                .map(|(country, _)| Some(country.key))
                .collect();
            assert_eq!(usize::try_from(head.value).unwrap(), counted.len());
            assert_eq!(countries.map(|k| usize::try_from(k).unwrap()), Some(lands.len()));
            assert_eq!(lands, named);
        }
        assert!((15..45).contains(&stated), "{stated} of 60 state a number");
    }
}
