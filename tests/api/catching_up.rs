//! Figures kept in step by the ledger, held against figures of the record read anew: random edits, random questions.

use qudra::access::Caller;
use qudra::input::Params;
use qudra::statistics::{Question, engine};
use qudra::text::Lang;
use serde_json::{Value, json};

use crate::support::people::*;
use crate::support::*;

const COUNTRIES: [&str; 3] = ["AZE", "SEN", "TUR"];
const SEXES: [&str; 3] = ["female", "male", "unknown"];

const QUESTIONS: [&str; 12] = [
    "",
    "by=year",
    "by=country,year",
    "by=sex&measure=people",
    "by=programme&measure=people",
    "by=country&measure=people&from=2021",
    "by=oic_group",
    "by=agency&measure=people",
    "by=type,membership",
    "measure=countries&by=year",
    "measure=agencies&by=agency",
    "measure=activities&by=programme,status&status=held,announced",
];

/// Numbers that are the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(end).unwrap()).unwrap()
    }

    fn pick<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }
}

/// The answer of the service, which catches up; and of the record read anew.
fn both(server: &Server, query: &str) -> (Value, Value) {
    let told = server
        .public()
        .get(&format!("/api/v1/statistics?{query}"))
        .expect(200)
        .json();
    let question = Question::read(&Params::parse(query).unwrap()).for_caller(&Caller::default());
    let ledger = server.ledger();
    let today = ledger.clock().now().utc().date_naive();
    let anew = ledger
        .db()
        .read_here(|conn| engine::answer(conn, &question, today))
        .unwrap();
    (told, serde_json::from_str(&anew.to_json(Lang::En)).unwrap())
}

fn edit(
    server: &Server,
    dice: &mut Dice,
    activities: &mut Vec<Value>,
    people: &mut Vec<Value>,
    deleted: &mut Vec<Value>,
) {
    let officer = server.officer();
    let day = format!("20{:02}-0{}-1{}", 19 + dice.below(6), 1 + dice.below(9), dice.below(9));
    match dice.below(12) {
        0..=2 => {
            let mut draft = activity_of(
                &format!("A {}", activities.len()),
                &day,
                3 + u32::try_from(dice.below(40)).unwrap(),
            );
            if dice.below(2) == 0 {
                draft = activity_on("B", &day);
            }
            let listed = json!([{"country": dice.pick(&COUNTRIES), "role": "beneficiary"}]);
            let more = json!({"countries": listed, "programmes": [dice.pick(&["StatCaB", "Digi-CaB"])], "languages": [dice.pick(&["en", "ar", "fr"])]});
            activities.push(officer.record(&with(draft, more)));
        }
        3 => {
            let body = json!({"country": dice.pick(&COUNTRIES), "sex": dice.pick(&SEXES)});
            people.push(meet(server, &person(&format!("P {}", people.len()), body)));
        }
        4..=6 if !people.is_empty() && !activities.is_empty() => {
            let (course, who) = (dice.pick(activities), dice.pick(people));
            // Refused where the person is there already, or the roster would pass the head count: then nothing changes.
            let _ = officer.post(&roster_of(&course), &trainee(&who));
        }
        7 if !activities.is_empty() => {
            let course = dice.pick(activities);
            let rows = officer.get(&roster_of(&course)).expect(200).json();
            if let Some(row) = rows["items"].as_array().and_then(|rows| rows.first()) {
                let path = at("/api/v1/participations", row);
                let etag = officer.get(&path).etag();
                if dice.below(2) == 0 {
                    officer
                        .patch(
                            &path,
                            &json!({"sex": dice.pick(&SEXES), "country": dice.pick(&COUNTRIES)}),
                            &etag,
                        )
                        .expect(200);
                } else {
                    officer.delete(&path, &etag).expect(204);
                }
            }
        }
        8 if !activities.is_empty() => {
            let course = now(server, &dice.pick(activities));
            let path = at("/api/v1/activities", &course);
            let etag = officer.get(&path).etag();
            let change = dice.pick(&[
                json!({"status": "cancelled"}),
                json!({"status": "held", "when": {"precision": "year", "start": null, "end": null, "period": "2022"}}),
                json!({"when": {"precision": "unknown", "start": null, "end": null, "period": null}}),
                json!({"agencies": [{"agency": "ANSD", "role": "partner"}], "type": "webinar"}),
            ]);
            officer.patch(&path, &change, &etag).expect(200);
        }
        9 if activities.len() > 2 => {
            let course = activities.swap_remove(dice.below(activities.len()));
            let path = at("/api/v1/activities", &course);
            officer.delete(&path, &officer.get(&path).etag()).expect(204);
            deleted.push(course);
        }
        10 if !deleted.is_empty() => {
            let course = deleted.swap_remove(dice.below(deleted.len()));
            officer.post(&format!("{}/restore", at("/api/v1/activities", &course)), &Value::Null);
            activities.push(course);
        }
        _ => {
            let admin = server.admin();
            let path = format!("/api/v1/countries/{}", dice.pick(&COUNTRIES));
            let (status, year) = (dice.pick(&["member", "suspended", "observer"]), 2015 + dice.below(8));
            let change = json!({"memberships": [{"status": status, "from": year.to_string(), "to": null}]});
            admin.patch(&path, &change, &admin.get(&path).etag()).expect(200);
        }
    }
}

on_both! {
    fn figures_kept_in_step_are_those_of_the_record_read_anew(server: &Server) {
        let (mut activities, mut people, mut deleted) = (Vec::new(), Vec::new(), Vec::new());
        for seed in 0..3 {
            let mut dice = Dice(seed);
            for step in 0..40 {
                edit(server, &mut dice, &mut activities, &mut people, &mut deleted);
                if dice.below(3) == 0 {
                    for _ in 0..2 {
                        let query = dice.pick(&QUESTIONS);
                        let (told, anew) = both(server, query);
                        assert_eq!(told, anew, "{query} after {step} edits, seed {seed}");
                    }
                }
            }
        }
        for query in QUESTIONS {
            let (told, anew) = both(server, query);
            assert_eq!(told, anew, "{query} in the end");
            assert!(!told["rows"].as_array().unwrap().is_empty() || query.is_empty(), "{query} has rows");
        }
    }

    fn figures_after_a_restart_are_those_before(server: &Server) {
        let officer = server.officer();
        for number in 0..5 {
            officer.record(&activity_of(&format!("A {number}"), "2024-03-04", 10 + number));
        }
        let before = server.public().get("/api/v1/statistics?by=year").expect(200).json();
        server.restart();
        assert_eq!(server.public().get("/api/v1/statistics?by=year").expect(200).json(), before);
    }
}
