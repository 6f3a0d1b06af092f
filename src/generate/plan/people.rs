//! Who comes, and what the roster says of them.

use std::collections::HashSet;

use rand::RngExt;
use rand::seq::IndexedRandom;

use super::{Draw, Event};
use crate::activities::model::{ActivityType, Status};
use crate::activities::roster::model::{Content, ParticipationStatus, Role};
use crate::generate::words::{FAMILY, GIVEN, POSITIONS};
use crate::participants::model::{NewPerson, OtherName, Sex};
use crate::text::fold;

fn person_code(seed: u64, number: usize) -> String {
    format!("G{seed}-P{number:08}")
}

impl Draw<'_> {
    /// Somebody of a country who has come before and is not here yet.
    pub(super) fn known_person(&mut self, land: usize, here: &HashSet<usize>) -> Option<usize> {
        let people = self.of_land.get(&land)?;
        (0..8)
            .find_map(|_| people.choose(&mut self.rng).filter(|person| !here.contains(person)))
            .copied()
    }

    /// Somebody new of a country.
    pub(super) fn new_person(&mut self, land: usize) -> usize {
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
    pub(super) fn content(&mut self, event: &Event, person: usize, at: usize) -> Content {
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
