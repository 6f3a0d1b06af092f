//! One unit of a generated record, drawn in memory: who there is, what took place, and who sat where.

mod content;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{Datelike, NaiveDate};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};

use super::words::{CITIES, FAMILY, GIVEN, KINDS, OUR_ROLES, POSITIONS, TOPICS, modes};
use super::world::{Land, World};
use crate::activities::counts::{CountriesOf, HeadCount, Qualifier, Statement};
use crate::activities::model::{
    ActivityType, AgencyRole, Basis, CountryRole, Mode, NewActivity, Place, Source, Status,
};
use crate::activities::recount::CAME;
use crate::activities::roster::model::{Content, ParticipationStatus, Role};
use crate::directory::Reference;
use crate::input::ExternalId;
use crate::participants::model::{NewPerson, OtherName, Sex};
use crate::text::{Multilingual, fold};
use crate::time::{PartialDate, When};

/// How much a unit holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
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
pub struct Seat {
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
    pub seats: Vec<Seat>,
}

/// The code of a generated activity.
pub fn activity_code(seed: u64, number: usize) -> String {
    format!("G{seed}-A{number:07}")
}

fn person_code(seed: u64, number: usize) -> String {
    format!("G{seed}-P{number:08}")
}

/// What is drawn first of an activity: everything else follows from it.
struct Event {
    kind: ActivityType,
    title: (&'static str, &'static (&'static str, &'static str, &'static str)),
    start: NaiveDate,
    days: u64,
    status: Status,
    /// Which lands send people.
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
    /// The people of each land, as far as they have come.
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
        let mut seats: Vec<Seat> = Vec::with_capacity(size.participations);
        let mut activities = Vec::with_capacity(size.activities);
        for (i, event) in events.iter().enumerate() {
            let from = seats.len();
            draw.fill(i, event, &mut seats);
            let roster = seats.get(from..).unwrap_or_default();
            activities.push(draw.activity(i, event, roster));
        }
        Self {
            people: draw.people,
            activities,
            seats,
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
    fn fill(&mut self, activity: usize, event: &Event, seats: &mut Vec<Seat>) {
        let mut here = HashSet::with_capacity(event.size);
        for at in 0..event.size {
            // Each land sends somebody before one sends a second.
            let land = event.lands.get(at).or_else(|| event.lands.choose(&mut self.rng));
            let land = land.copied().unwrap_or(0);
            let (to_come, left) = (
                self.size.people - self.people.len(),
                self.size.participations - seats.len(),
            );
            let is_new = self.rng.random_range(0..left) < to_come;
            let known = if is_new { None } else { self.known(land, &here) };
            let person = match known {
                Some(person) => person,
                None if to_come > 0 => self.meet(land),
                None => match (0..self.people.len()).find(|person| !here.contains(person)) {
                    Some(person) => person,
                    None => return,
                },
            };
            here.insert(person);
            let content = self.content(event, person, at);
            seats.push(Seat {
                activity,
                person,
                content,
            });
        }
    }

    /// Somebody of a land who has come before and is not here yet.
    fn known(&mut self, land: usize, here: &HashSet<usize>) -> Option<usize> {
        let people = self.of_land.get(&land)?;
        (0..8)
            .find_map(|_| people.choose(&mut self.rng).filter(|person| !here.contains(person)))
            .copied()
    }

    /// Somebody new of a land.
    fn meet(&mut self, land: usize) -> usize {
        let number = self.people.len();
        let code = person_code(self.seed, self.first.1 + number);
        let sex = match self.rng.random_range(0..100) {
            0..=43 => Sex::Female,
            44..=95 => Sex::Male,
            _ => Sex::Unknown,
        };
        let given = GIVEN.choose(&mut self.rng).unwrap_or(&GIVEN[0]);
        let family = FAMILY.choose(&mut self.rng).unwrap_or(&FAMILY[0]);
        let (latin, arabic) = if sex == Sex::Female {
            (given.0, given.2)
        } else {
            (given.1, given.3)
        };
        let name = format!("{latin} {}", family.0);
        let other_names = if self.one_in(8) {
            vec![OtherName {
                name: format!("{arabic} {}", family.1),
                lang: Some("ar".into()),
            }]
        } else {
            Vec::new()
        };
        let at = if self.one_in(3) {
            None
        } else {
            Some(number + self.first.1)
        };
        let email = at.map(|number| format!("{}.{number}@example.org", fold(&name).replace(' ', ".")));
        let home = self.world.lands.get(land);
        let agency = if self.one_in(3) {
            None
        } else {
            home.and_then(|land| land.agencies.choose(&mut self.rng)).cloned()
        };
        let position = if self.one_in(4) {
            None
        } else {
            POSITIONS.choose(&mut self.rng).copied()
        };
        self.people.push(NewPerson {
            code: Some(code),
            name,
            other_names,
            sex,
            email,
            phone: None,
            country: home.map(|land| land.country.clone()),
            agency,
            position: position.map(str::to_owned),
            external_ids: Vec::new(),
        });
        self.of_land.entry(land).or_default().push(number);
        number
    }

    /// What the roster says of somebody: one of ten gives instead of coming.
    fn content(&mut self, event: &Event, person: usize, at: usize) -> Content {
        let came = if event.kind == ActivityType::TrainingCourse {
            Role::Trainee
        } else {
            Role::Delegate
        };
        let role = match self.rng.random_range(0..100) {
            _ if at < event.lands.len() => came,
            0..=4 => Role::Trainer,
            5..=7 => Role::Speaker,
            8 => Role::Organiser,
            9..=11 => Role::Observer,
            _ => came,
        };
        let status = match (event.status, self.rng.random_range(0..100)) {
            (Status::Held, 0..=3) if at >= event.lands.len() => ParticipationStatus::Absent,
            (Status::Held, 4) if at >= event.lands.len() => ParticipationStatus::Withdrawn,
            (Status::Held, _) => ParticipationStatus::Attended,
            (_, 0..=49) => ParticipationStatus::Nominated,
            (_, 50..=79) => ParticipationStatus::Selected,
            _ => ParticipationStatus::Confirmed,
        };
        let is_tested = role == Role::Trainee && status == ParticipationStatus::Attended && self.one_in(3);
        let score = is_tested.then(|| f64::from(self.rng.random_range(80..=200_u32)) / 2.0);
        let person = self.people.get(person);
        Content {
            role,
            status,
            country: person.and_then(|p| p.country.as_ref()).map(|c| c.key),
            agency: person.and_then(|p| p.agency.as_ref()).map(|a| a.key),
            position: person.and_then(|p| p.position.clone()),
            sex: person.map_or(Sex::Unknown, |p| p.sex),
            score,
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
    use super::*;
    use crate::activities::counts::Statement;

    const SIZE: Size = Size {
        activities: 60,
        participations: 1_800,
        people: 1_200,
    };

    fn world() -> World {
        let reference = |key: i64, code: String| Reference { key, code };
        let land = |i: i64| Land {
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
            (unit.activities.len(), unit.people.len(), unit.seats.len()),
            (SIZE.activities, SIZE.people, SIZE.participations)
        );
        let pairs: HashSet<_> = unit.seats.iter().map(|seat| (seat.activity, seat.person)).collect();
        assert_eq!(pairs.len(), SIZE.participations);
        let came: HashSet<_> = unit.seats.iter().map(|seat| seat.person).collect();
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
                .seats
                .iter()
                .filter(|seat| seat.activity == i && seat.content.status == ParticipationStatus::Attended)
                .filter(|seat| CAME.contains(&seat.content.role.as_str()))
                .collect();
            let lands: BTreeSet<_> = counted.iter().map(|seat| seat.content.country).collect();
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
