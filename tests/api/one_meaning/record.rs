//! A drawn record: every level of knowledge, rosters, undated activities, drafts and deleted ones.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::LIST;
use crate::support::people::{at, roster_of};
use crate::support::*;

/// Numbers that are the same on every machine.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(end).unwrap()).unwrap()
    }

    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    pub fn some<T: Clone + Ord>(&mut self, all: &[T], most: usize) -> Vec<T> {
        let number = self.below(most + 1);
        let picked: BTreeSet<T> = (0..number).map(|_| self.pick(all)).collect();
        picked.into_iter().collect()
    }
}

/// The countries of the tests.
pub const COUNTRIES: [&str; 12] = [
    "AZE", "BHR", "CIV", "FRA", "JOR", "KAZ", "PSE", "SEN", "SYR", "TUR", "UGA", "UZB",
];

fn draw_when(dice: &mut Dice) -> Value {
    let year = 2019 + dice.below(4);
    let month = 1 + dice.below(12);
    match dice.below(8) {
        0 => json!({"precision": "unknown"}),
        1 => json!({"period": format!("{year}"), "precision": "year"}),
        2 | 3 => json!({"period": format!("{year}-{month:02}"), "precision": "month"}),
        4 => {
            json!({"period": format!("{year}-{month:02}"), "end": format!("{year}-{month:02}-28"), "precision": "month"})
        }
        _ => {
            let day = 1 + dice.below(20);
            json!({"start": format!("{year}-{month:02}-{day:02}"), "end": format!("{year}-{month:02}-{:02}", day + dice.below(8)), "precision": "day"})
        }
    }
}

fn draw_counts(dice: &mut Dice) -> Value {
    let head = 12 + dice.below(30);
    let qualifier = dice.pick(&["exact", "exact", "at_least", "about", "at_most"]);
    let participants = json!({"value": head, "qualifier": qualifier});
    let country = dice.pick(&COUNTRIES);
    match dice.below(11) {
        0 => json!({"participants": participants}),
        1 => json!({"participants": participants, "countries": 3 + dice.below(6), "countries_of": "members"}),
        2 => json!({"participants": participants, "countries": 12, "countries_of": "any"}),
        3 => json!({"participants": participants, "cells": [{"country": country, "participants": dice.below(4)}]}),
        4 => json!({"cells": [{"country": country, "participants": 2}]}),
        5 => {
            json!({"participants": participants, "cells": [{"country": country, "sex": "female", "participants": 1 + dice.below(3)}]})
        }
        6 => json!({"participants": participants, "cells": [{"sex": "female", "participants": 2}]}),
        7 => {
            json!({"participants": participants, "cells": [{"country": country, "agency": "TURKSTAT", "participants": 2}]})
        }
        8 => json!({"participants": participants, "countries": 0}),
        // All the members there are but France and Syria.
        9 => json!({"participants": {"value": head}, "countries": 11, "countries_of": "members"}),
        _ => json!({"participants": participants, "countries_complete": false}),
    }
}

fn draw(dice: &mut Dice, number: usize) -> Value {
    let countries: BTreeSet<(&str, &str)> = (0..dice.pick(&[0, 0, 1, 2, 3]))
        .map(|_| {
            let role = dice.pick(&["beneficiary", "beneficiary", "attending", "provider", "host"]);
            (dice.pick(&COUNTRIES), role)
        })
        .collect();
    let agencies: BTreeSet<(&str, &str)> = (0..dice.pick(&[0, 0, 1, 2]))
        .map(|_| {
            let role = dice.pick(&["partner", "beneficiary", "funder", "organiser"]);
            (dice.pick(&["TURKSTAT", "QazStat", "ANSD", "UNSD"]), role)
        })
        .collect();
    let countries: Vec<Value> = countries
        .into_iter()
        .map(|(country, role)| json!({"country": country, "role": role}))
        .collect();
    let agencies: Vec<Value> = agencies
        .into_iter()
        .map(|(agency, role)| json!({"agency": agency, "role": role}))
        .collect();
    let words = dice.pick(&["A course", "A meeting"]);
    let status = dice.pick(&["held", "held", "held", "announced", "postponed", "cancelled", "draft"]);
    let when = if status == "announced" && dice.once_in(2) {
        json!({"start": "2031-02-03", "end": "2031-02-04", "precision": "day"})
    } else {
        draw_when(dice)
    };
    let place = match dice.below(3) {
        0 => Value::Null,
        _ => json!({"city": "Somewhere", "country": dice.pick(&["TUR", "BHR", "SEN"])}),
    };
    let counts = if dice.once_in(3) {
        Value::Null
    } else {
        draw_counts(dice)
    };
    json!({"code": format!("D{number:03}"), "title": {"en": format!("{words} {number}")}, "status": status, "when": when, "place": place, "counts": counts,
        "type": dice.pick(&["workshop", "webinar", "bilateral_meeting", "conference", "training_course"]),
        "mode": dice.pick(&["in_person", "online", "hybrid", "unknown"]),
        "our_role": dice.pick(&["organiser", "participant", "party"]),
        "plan_year": dice.pick(&[Value::Null, json!(2021)]),
        "programmes": dice.some(&["StatCaB", "Digi-CaB", "OIC-VET"], 2), "fields": dice.some(&["sti", "health"], 2),
        "languages": dice.some(&["en", "fr"], 2), "countries": countries, "agencies": agencies})
}

/// Fills a record; what contradicts itself is refused, and another is drawn.
pub fn fill(server: &Server, seed: u64, size: usize) {
    let (mut dice, officer) = (Dice(seed), server.officer());
    // A programme below another, an agency that is another for some days, and one that succeeded another.
    for (path, change) in [
        ("/api/v1/programmes/Digi-CaB", json!({"parent": "StatCaB"})),
        (
            "/api/v1/agencies/ANSD",
            json!({"links": [{"agency": "UNSD", "relation": "same_as", "from": "2021"}]}),
        ),
        ("/api/v1/agencies/TURKSTAT", json!({"succeeded_by": "QazStat"})),
    ] {
        let etag = server.admin().get(path).etag();
        server.admin().patch(path, &change, &etag).expect(200);
    }
    let (mut recorded, mut rostered) = (0, 0);
    for number in 0.. {
        if recorded >= size {
            break;
        }
        let mut draft = draw(&mut dice, number);
        let with_roster = dice.once_in(3);
        if with_roster {
            draft["counts"] = dice.pick(&[
                Value::Null,
                json!({"participants": {"value": 40, "qualifier": "about"}}),
                json!({"participants": {"value": 40}}),
            ]);
        }
        let reply = officer.post(LIST, &draft);
        if reply.status == 422 {
            continue;
        }
        let activity = reply.expect(201).json();
        recorded += 1;
        if with_roster {
            let people: Vec<Value> = (0..=dice.below(7))
                .map(|person| {
                    let country = dice.pick(&[Value::Null, json!("TUR"), json!("UGA"), json!("FRA")]);
                    let person = json!({"name": format!("Person {number} {person}"), "country": country,
                        "agency": dice.pick(&[Value::Null, json!("TURKSTAT"), json!("UNSD")]), "sex": dice.pick(&["female", "male", "unknown"])});
                    let (role, status) = dice.pick(&[("trainee", "attended"), ("trainee", "attended"), ("delegate", "nominated"), ("speaker", "attended")]);
                    json!({"participant": person, "role": role, "status": status})
                })
                .collect();
            let reply = officer.post(&roster_of(&activity), &json!({"items": people}));
            rostered += usize::from(reply.status == 201);
        }
        if dice.once_in(9) {
            let path = at(LIST, &activity);
            officer.delete(&path, &officer.get(&path).etag()).expect(204);
        }
    }
    assert!(rostered > size / 5, "{rostered} rosters");
}
