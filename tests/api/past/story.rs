//! Stories by chance: everything that can happen to a record.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use qudra::participants::identity::{self, Strength};

use super::*;

const CLAIMS: &str = "/api/v1/published-figures";

const COUNTRIES: [&str; 5] = ["TUR", "SYR", "FRA", "JOR", "UGA"];

/// What has happened so far, as far as later steps need it.
pub struct Story<'s> {
    server: &'s Server,
    rng: StdRng,
    activities: Vec<String>,
    persons: Vec<String>,
    rows: Vec<String>,
    statements: Vec<String>,
    claims: Vec<String>,
    programmes: Vec<String>,
    agencies: Vec<String>,
    fields: Vec<String>,
    names: u32,
    /// A record of its own, and two persons, that only `surely` touches.
    own: String,
    pair: Vec<String>,
}

impl<'s> Story<'s> {
    pub fn begin(server: &'s Server, seed: u64) -> Self {
        let ids = |path: &str| every(&server.public().get(path).expect(200).json()["items"], "id");
        Self {
            server,
            rng: StdRng::seed_from_u64(seed),
            activities: Vec::new(),
            persons: Vec::new(),
            rows: Vec::new(),
            statements: Vec::new(),
            claims: Vec::new(),
            programmes: ids("/api/v1/programmes"),
            agencies: ids("/api/v1/agencies"),
            fields: ids("/api/v1/fields"),
            names: 0,
            own: String::new(),
            pair: Vec::new(),
        }
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        of.choose(&mut self.rng).cloned()
    }

    fn code(&mut self) -> String {
        self.names += 1;
        format!("New-{}", self.names)
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_range(0..100) < percent
    }

    fn counts(&mut self) -> Value {
        let participants = self.rng.random_range(0..40);
        let qualifier = self.one(&["exact", "exact", "at_least", "about", "nearly"]).unwrap();
        let country = self.one(&COUNTRIES).unwrap();
        let cells = match self.rng.random_range(0..4) {
            0 => json!([{"country": country, "participants": participants / 3}]),
            1 => json!([{"sex": "female", "participants": participants / 2}]),
            2 => json!([{"country": country, "sex": "male", "participants": 1}]),
            _ => json!([]),
        };
        json!({"participants": {"value": participants, "qualifier": qualifier}, "cells": cells,
               "countries_complete": self.chance(50), "roster_complete": self.chance(50)})
    }

    fn when(&mut self) -> Value {
        let year = self.rng.random_range(2010..2026);
        match self.rng.random_range(0..4) {
            0 => json!({"precision": "unknown"}),
            1 => json!({"period": format!("{year}"), "precision": "year"}),
            2 => json!({"period": format!("{year}-02"), "precision": "month"}),
            _ => json!({"start": format!("{year}-03-07"), "end": format!("{year}-03-09"), "precision": "day"}),
        }
    }

    fn members(&mut self) -> Value {
        let mut members = json!({});
        if self.chance(50) {
            members["when"] = self.when();
        }
        if self.chance(40) {
            members["counts"] = self.counts();
        }
        if self.chance(40) {
            members["programmes"] = json!([self.one(&self.programmes.clone())]);
        }
        if self.chance(30) {
            members["fields"] = json!([self.one(&self.fields.clone())]);
        }
        if self.chance(50) {
            let role = self.one(&["beneficiary", "provider", "attending", "host"]);
            members["countries"] = json!([{"country": self.one(&COUNTRIES), "role": role}]);
        }
        if self.chance(40) {
            let role = self.one(&["beneficiary", "partner", "funder"]);
            members["agencies"] = json!([{"agency": self.one(&self.agencies.clone()), "role": role}]);
        }
        if self.chance(30) {
            members["mode"] = json!(self.one(&["online", "in_person", "hybrid"]));
            members["place"] = json!({"city": "Ankara", "country": "TUR"});
        }
        if self.chance(30) {
            members["status"] = json!(self.one(&["held", "held", "draft", "cancelled"]));
        }
        members
    }

    /// The answer to a write; a refusal is part of the story, a failure of the service is not.
    fn tell(reply: &Reply) -> Option<Value> {
        assert!(reply.status < 500, "{reply:?}");
        (reply.status < 300 && !reply.body.is_empty()).then(|| reply.json())
    }

    fn learn(known: &mut Vec<String>, made: Option<Value>) {
        known.extend(made.map(|made| text(&made, "id")));
    }

    fn patch(&self, path: &str, body: &Value) {
        let admin = self.server.admin();
        let now = admin.get(path);
        if now.status == 200 {
            Self::tell(&admin.patch(path, body, &now.etag()));
        }
    }

    fn delete(&self, path: &str) {
        let admin = self.server.admin();
        let now = admin.get(path);
        if now.status == 200 {
            Self::tell(&admin.delete(path, &now.etag()));
        }
    }

    fn restore(&self, path: &str) {
        Self::tell(&self.server.admin().post(&format!("{path}/restore"), &json!({})));
    }

    pub fn step(&mut self) {
        match self.rng.random_range(0..20) {
            0..=2 => self.record_activity(),
            3 | 4 => self.change_activity(),
            5 => self.delete_or_restore_activity(),
            6..=8 => self.change_rosters(),
            9 => self.change_statements(),
            10 | 11 => self.change_identities(),
            12 | 13 => self.change_programmes(),
            14 | 15 => self.change_agencies(),
            16 | 17 => self.change_countries(),
            18 => self.change_claims(),
            _ => self.change_fields(),
        }
    }

    /// What chance alone may leave out, done to records that chance does not touch.
    pub fn surely(&mut self, step: usize) {
        let admin = self.server.admin();
        let made = |path: &str, draft: &Value| at(path, &admin.post(path, draft).expect(201).json());
        let persons = self.pair.clone();
        match step {
            0 => {
                let new = json!({"code": "Passing", "name": {"en": "Passing statistics"}, "kind": "nso"});
                self.own = made("/api/v1/agencies", &new);
            }
            1 | 6 => self.delete(&self.own),
            2 | 7 => self.restore(&self.own),
            3 => {
                let countries = json!({"countries": [{"country": "TUR", "role": "attending"}]});
                self.own = made(A, &with(activity_of("Workshop 0", "2024-05-06", 30), countries));
            }
            4 => {
                let row = |name: &str| json!({"participant": {"name": name}, "role": "trainee", "status": "attended", "country": "TUR"});
                let rows = json!({"items": [row("One"), row("Two")]});
                let made = admin
                    .post(&format!("{}/participations", self.own), &rows)
                    .expect(201)
                    .json();
                self.pair = every(&made["items"], "participant");
            }
            5 => within(self.server, move |tx| {
                identity::merge(tx, &persons[0], &persons[1], Strength::Strict).map(drop)
            })
            .unwrap(),
            8 => within(self.server, move |tx| identity::unmerge(tx, &persons[0]).map(drop)).unwrap(),
            9 => within(self.server, move |tx| identity::erase(tx, &persons[0])).unwrap(),
            10 => {
                self.own = made(
                    CLAIMS,
                    &json!({"measure": "people", "value": 9, "scope": "all", "statement": "Said."}),
                );
            }
            _ => self.patch(&self.own, &json!({"value": 10})),
        }
    }

    fn record_activity(&mut self) {
        let title = format!("Workshop {}", self.rng.random_range(0..100));
        let draft = with(activity(&title), self.members());
        let made = Self::tell(&self.server.admin().post(A, &draft));
        Self::learn(&mut self.activities, made);
    }

    fn change_activity(&mut self) {
        let Some(id) = self.one(&self.activities.clone()) else {
            return;
        };
        let mut members = self.members();
        if self.chance(20) {
            members["code"] = json!(self.code());
        }
        self.patch(&format!("{A}/{id}"), &members);
    }

    fn delete_or_restore_activity(&mut self) {
        let Some(id) = self.one(&self.activities.clone()) else {
            return;
        };
        let path = format!("{A}/{id}");
        if self.chance(60) {
            self.delete(&path);
        } else {
            self.restore(&path);
        }
    }

    fn change_rosters(&mut self) {
        let (Some(activity), admin) = (self.one(&self.activities.clone()), self.server.admin()) else {
            return;
        };
        let role = self.one(&["trainee", "delegate", "trainer"]);
        let status = self.one(&["attended", "attended", "absent"]);
        let country = self.one(&COUNTRIES);
        let agency = self.one(&self.agencies.clone());
        match self.rng.random_range(0..4) {
            0 | 1 => {
                let known = self.one(&self.persons.clone()).filter(|_| self.chance(50));
                let name = format!("Person {}", self.rng.random_range(0..1_000));
                let sex = self.one(&["female", "male", "unknown"]);
                let who = known.map_or_else(|| person(&name, json!({"sex": sex})), Value::from);
                let row =
                    json!({"participant": who, "role": role, "status": status, "country": country, "agency": agency});
                let made = Self::tell(&admin.post(&format!("{A}/{activity}/participations"), &row));
                if let Some(made) = made {
                    self.persons.push(text(&made, "participant"));
                    self.rows.push(text(&made, "id"));
                }
            }
            2 => {
                let Some(row) = self.one(&self.rows.clone()) else {
                    return;
                };
                let change = json!({"status": status, "country": country, "sex": self.one(&["female", "male"])});
                self.patch(&format!("/api/v1/participations/{row}"), &change);
            }
            _ => {
                let Some(row) = self.one(&self.rows.clone()) else {
                    return;
                };
                self.delete(&format!("/api/v1/participations/{row}"));
            }
        }
    }

    fn change_statements(&mut self) {
        let Some(activity) = self.one(&self.activities.clone()) else {
            return;
        };
        if let Some(statement) = self.one(&self.statements.clone()).filter(|_| self.chance(50)) {
            let stands = self.chance(50);
            self.patch(
                &format!("/api/v1/counts/{statement}"),
                &json!({"standing": stands, "reason": "heading"}),
            );
        } else {
            let statement = with(self.counts(), json!({"standing": self.chance(70)}));
            let made = Self::tell(&self.server.admin().post(&format!("{A}/{activity}/counts"), &statement));
            Self::learn(&mut self.statements, made);
        }
    }

    fn change_identities(&mut self) {
        let (one, other) = (self.one(&self.persons.clone()), self.one(&self.persons.clone()));
        let (Some(one), Some(other)) = (one, other) else { return };
        let what = self.rng.random_range(0..5);
        // Who is merged or erased already is refused.
        drop(within(self.server, move |tx| match what {
            0..=2 => identity::merge(tx, &one, &other, Strength::Likely).map(drop),
            3 => identity::unmerge(tx, &one).map(drop),
            _ => identity::erase(tx, &one),
        }));
    }

    fn change_programmes(&mut self) {
        let Some(id) = self.one(&self.programmes.clone()) else {
            return;
        };
        let path = format!("/api/v1/programmes/{id}");
        let code = self.code();
        match self.rng.random_range(0..4) {
            0 => self.patch(&path, &json!({ "code": code })),
            1 => {
                let parent = self.one(&self.programmes.clone());
                self.patch(&path, &json!({ "parent": parent }));
            }
            2 => self.delete(&path),
            _ => {
                let new = json!({"code": code, "name": {"en": code}, "kind": "network", "parent": id});
                let made = Self::tell(&self.server.admin().post("/api/v1/programmes", &new));
                Self::learn(&mut self.programmes, made);
            }
        }
    }

    fn change_agencies(&mut self) {
        let Some(id) = self.one(&self.agencies.clone()) else {
            return;
        };
        let path = format!("/api/v1/agencies/{id}");
        let code = self.code();
        match self.rng.random_range(0..6) {
            0 => self.patch(&path, &json!({ "code": code })),
            1 => {
                let kind = self.one(&["ministry", "university", "nso"]);
                self.patch(&path, &json!({ "kind": kind }));
            }
            2 => {
                let successor = self.one(&self.agencies.clone());
                self.patch(&path, &json!({ "succeeded_by": successor }));
            }
            // The newest one is the likeliest to be free to go.
            3 => self.delete(&format!("/api/v1/agencies/{}", self.agencies.last().unwrap())),
            4 => self.restore(&format!("/api/v1/agencies/{}", self.agencies.last().unwrap())),
            _ => {
                let new = json!({"code": code, "name": {"en": format!("Statistics {code}")}, "kind": "other"});
                let made = Self::tell(&self.server.admin().post("/api/v1/agencies", &new));
                Self::learn(&mut self.agencies, made);
            }
        }
    }

    fn change_countries(&mut self) {
        let country = self.one(&COUNTRIES).unwrap();
        let from = format!("{}", self.rng.random_range(1970..2026));
        let status = self.one(&["member", "observer", "suspended"]);
        let group = self.one(&["Arab", "Asian", "African"]);
        let change =
            json!({"memberships": [{"status": status, "from": from}], "groups": [{"group": group, "from": from}]});
        self.patch(&format!("/api/v1/countries/{country}"), &change);
    }

    fn change_claims(&mut self) {
        let value = self.rng.random_range(1..5_000);
        match self.one(&self.claims.clone()).filter(|_| self.chance(60)) {
            Some(id) if self.chance(30) => self.delete(&format!("{CLAIMS}/{id}")),
            Some(id) if self.chance(30) => self.restore(&format!("{CLAIMS}/{id}")),
            Some(id) => self.patch(&format!("{CLAIMS}/{id}"), &json!({ "value": value })),
            None => {
                let claim =
                    json!({"measure": "activities", "value": value, "scope": self.code(), "statement": "Said."});
                let made = Self::tell(&self.server.admin().post(CLAIMS, &claim));
                Self::learn(&mut self.claims, made);
            }
        }
    }

    fn change_fields(&mut self) {
        let (Some(id), code) = (self.one(&self.fields.clone()), self.code()) else {
            return;
        };
        match self.rng.random_range(0..3) {
            0 => {
                let parent = self.one(&self.fields.clone());
                self.patch(&format!("/api/v1/fields/{id}"), &json!({ "parent": parent }));
            }
            1 => self.delete(&format!("/api/v1/fields/{id}")),
            _ => {
                let made = Self::tell(
                    &self
                        .server
                        .admin()
                        .post("/api/v1/fields", &json!({"code": code, "name": {"en": code}})),
                );
                Self::learn(&mut self.fields, made);
            }
        }
    }
}
