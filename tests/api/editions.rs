//! Editions: sealed once, the same for ever, and verified by anybody.

use diesel::prelude::*;
use qudra::db::schema::{editions, ledger};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::support::people::{at, roster_of, text};
use super::support::*;

const PATH: &str = "/api/v1/editions";
const A: &str = "/api/v1/activities";

fn seal(server: &Server, name: &str) -> Value {
    server
        .officer()
        .post(PATH, &json!({"name": name, "note": "for the board"}))
        .expect(201)
        .json()
}

/// The canonical form as the documentation says it: written here anew, by sorting the members of everything.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| name.as_str());
            let members: Vec<String> = members
                .into_iter()
                .map(|(name, value)| format!("{}:{}", json!(name), canonical(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}

fn digest(sealed: &Value) -> String {
    let digits: String = Sha256::digest(canonical(sealed))
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("sha256:{digits}")
}

/// The sealed answer to a question without filters of its own.
fn sealed<'v>(edition: &'v Value, measure: &str, by: &Value) -> &'v Value {
    let answers = edition["sealed"]["figures"].as_array().unwrap();
    let found = answers
        .iter()
        .find(|a| a["measure"] == measure && a["by"] == *by && a["filters"]["country_role"].is_null());
    found.unwrap_or_else(|| panic!("{measure} by {by} is not sealed"))
}

on_both! {
    fn an_edition_is_what_everybody_is_told_when_it_is_sealed_and_stays_so(server: &Server) {
        let (officer, public) = (server.officer(), server.public());
        let made = officer.record(&with(activity_of("Workshop", "2024-05-06", 30), json!({"countries": [{"country": "TUR", "role": "beneficiary"}]})));
        officer.record(&with(activity("Hidden"), json!({"status": "draft"})));
        let version = server.data_version();
        let asked = |query: &str| public.get(&format!("/api/v1/statistics?{query}")).expect(200).json();
        let (by_year, totals) = (asked("by=year"), public.get("/api/v1/statistics/totals").expect(200).json());
        let edition = seal(server, "2024-annual");
        assert_eq!((&edition["name"], &edition["data_version"], &edition["note"]), (&json!("2024-annual"), &json!(version), &json!("for the board")));
        assert_eq!((&edition["verified"], text(&edition, "hash")), (&json!(true), digest(&edition["sealed"])));
        let told = sealed(&edition, "participations", &json!(["year"]));
        assert_eq!((&told["rows"], &told["total"]), (&by_year["rows"], &by_year["total"]));
        for measure in ["activities", "people", "countries", "agencies"] {
            assert_eq!(sealed(&edition, measure, &json!([]))["total"], totals[measure], "{measure}");
        }
        assert_eq!(edition["sealed"]["definitions"].as_array().unwrap().len(), 10);
        let path = at(A, &made);
        officer.patch(&path, &json!({"counts": {"participants": {"value": 90}}}), &officer.get(&path).etag()).expect(200);
        let again = public.get(&format!("{PATH}/2024-annual")).expect(200);
        assert_eq!(again.json(), edition);
        public.with("if-none-match", &again.etag()).get(&format!("{PATH}/2024-annual")).expect(304);
        assert_eq!(public.get(&at(PATH, &edition)).expect(200).json(), edition);
        let of = asked("by=year&edition=2024-annual");
        assert_eq!((&of["rows"], &of["total"], &of["data_version"], &of["edition"]), (&by_year["rows"], &by_year["total"], &json!(version), &json!("2024-annual")));
        assert_eq!(of["as_of"], edition["as_of"]);
        assert_ne!(asked("by=year")["total"], by_year["total"]);
        let csv = |query: &str| public.get(&format!("/api/v1/reports/annual-summary.csv?{query}")).expect(200).text();
        assert!(csv("edition=2024-annual").contains(",30,") && csv("").contains(",90,"));
        let explained = public.get("/api/v1/statistics/explain?edition=2024-annual").expect(200).json();
        assert_eq!((&explained["items"][0]["contribution"]["reported"], &explained["edition"]), (&json!(30), &json!("2024-annual")));
    }

    fn a_past_instant_can_be_sealed_later_and_the_ledger_says_who_did(server: &Server) {
        let officer = server.officer();
        officer.record(&activity_of("Workshop", "2024-05-06", 30));
        let (version, newest) = (server.data_version(), server.ledger().db().read_here(qudra::ledger::head).unwrap());
        officer.record(&activity_of("Another", "2024-05-07", 5));
        let then = newest.at.unwrap().to_string();
        let edition = officer.post(PATH, &json!({"name": "then", "as_of": then})).expect(201).json();
        assert_eq!((&edition["data_version"], &edition["as_of"]), (&json!(version), &json!(then)));
        assert_eq!(sealed(&edition, "participations", &json!([]))["total"]["value"], 30);
        let entry: (String, String) = server.ledger().db().read_here(|conn| {
            Ok(ledger::table.order(ledger::seq.desc()).select((ledger::action, ledger::kind)).first(conn)?)
        }).unwrap();
        assert_eq!(entry, ("seal".to_owned(), "edition".to_owned()));
        let list = server.public().get(&format!("{PATH}?count=exact")).expect(200).json();
        assert_eq!((every(&list["items"], "name"), &list["total"]), (vec!["then".to_owned()], &json!(1)));
        assert!(list["items"][0]["sealed"].is_null());
    }

    fn an_edition_cannot_be_changed_and_a_change_behind_its_back_shows(server: &Server) {
        seal(server, "2024-annual");
        let db = server.ledger().db().clone();
        let change = |conn: &mut qudra::db::Conn| {
            Ok(diesel::update(editions::table).set(editions::note.eq("other")).execute(conn)?)
        };
        assert!(db.maintenance(change).is_err(), "it was changed");
        assert!(db.maintenance(|conn| Ok(diesel::delete(editions::table).execute(conn)?)).is_err(), "it was deleted");
        let forge = |conn: &mut qudra::db::Conn| {
            use diesel::connection::SimpleConnection;
            conn.batch_execute(match server.backend {
                Backend::Sqlite => "drop trigger editions_are_never_changed",
                Backend::Postgres => "drop trigger editions_are_kept on editions",
            })?;
            Ok(conn.batch_execute("update editions set sealed = replace(sealed, '\"name\":\"2024-annual\"', '\"name\":\"2023-annual\"')")?)
        };
        db.maintenance(forge).unwrap();
        let found = server.public().get(&format!("{PATH}/2024-annual")).expect(200).json();
        assert_eq!(found["verified"], false);
        assert_ne!(text(&found, "hash"), digest(&found["sealed"]));
    }

    fn orders_that_cannot_be_carried_out_say_why(server: &Server) {
        let officer = server.officer();
        officer.post(PATH, &json!({"name": "Annual 2024", "as_of": "2024", "title": "x"})).refused(422, "invalid")
            .names_exactly(&[("/name", "not_an_edition_name"), ("/as_of", "not_an_instant"), ("/title", "unknown_field")])
            .suggests("/name", "annual-2024");
        officer.post(PATH, &json!({})).refused(422, "invalid").names("/name", "required");
        officer.post(PATH, &json!({"name": "a", "as_of": "2199-01-01"})).refused(422, "invalid").names("/as_of", "in_the_future");
        officer.post(PATH, &json!({"name": "a", "as_of": "1999-01-01"})).refused(422, "invalid").names("/as_of", "before_the_first_entry");
        let before = server.data_version();
        let dry = officer.post(&format!("{PATH}?dry_run=true"), &json!({"name": "2024-annual"})).expect(200);
        assert_eq!((&dry.json()["name"], server.data_version()), (&json!("2024-annual"), before));
        seal(server, "2024-annual");
        officer.post(PATH, &json!({"name": "2024-annual"})).refused(409, "edition_exists");
        server.public().post(PATH, &json!({"name": "b"})).refused(401, "unauthorized");
        server.analyst().post(PATH, &json!({"name": "b"})).refused(403, "forbidden");
        let keyed = officer.with("idempotency-key", "once");
        let first = keyed.post(PATH, &json!({"name": "c"})).expect(201);
        assert_eq!(keyed.post(PATH, &json!({"name": "c"})).expect(201).json(), first.json());
        let public = server.public();
        public.get(&format!("{PATH}/2023-annual")).refused(404, "not_found");
        for path in ["/api/v1/statistics", "/api/v1/statistics/totals", "/api/v1/statistics/explain", "/api/v1/reports/statistics.csv"] {
            public.get(&format!("{path}?edition=2024-anual")).refused(422, "invalid").names("edition", "unknown_reference").suggests("edition", "2024-annual");
            public.get(&format!("{path}?edition=2024-annual&as_of=2026-01-01")).refused(422, "invalid").names("edition", "edition_and_as_of");
        }
    }

    fn the_fixed_tables_are_what_everybody_is_told(server: &Server) {
        let officer = server.officer();
        let attended = |day: &str, people: &[(&str, usize)]| {
            let made = officer.record(&activity_on("Workshop", day));
            let rows = people.iter().flat_map(|(sex, number)| {
                let row = json!({"participant": {"name": "Somebody"}, "role": "trainee", "status": "attended", "sex": sex, "country": "TUR", "agency": "TURKSTAT"});
                vec![row; *number]
            });
            officer.post(&roster_of(&made), &json!({"items": rows.collect::<Vec<_>>()})).expect(201);
        };
        let rows = |edition: &Value, code: &str| -> Vec<Value> {
            let tables = edition["sealed"]["tables"].as_array().unwrap().iter();
            let rows = tables.flat_map(|table| table["rows"].as_array().unwrap());
            rows.filter(|row| row["country"] == code || row["agency_kind"] == code)
                .map(|row| json!([row["female"], row["male"], row["unknown"], row["total"], row["withheld"]]))
                .collect()
        };
        attended("2023-05-06", &[("female", 2), ("male", 6), ("unknown", 1)]);
        attended("2024-05-06", &[("female", 10), ("male", 10)]);
        let before = seal(server, "before");
        attended("2024-06-07", &[("female", 2), ("male", 28)]);
        let after = seal(server, "after");
        let hidden = json!([null, null, null, 9, true]);
        for code in ["TUR", "nso"] {
            assert_eq!(rows(&before, code), [hidden.clone(), json!([10, 10, null, 20, false])]);
            // The two women of the second activity are not what the table has more than the first, or than the edition before.
            assert_eq!(rows(&after, code), [hidden.clone(), json!([10, 10, 30, 50, false])]);
        }
        for dimension in ["country", "agency_kind"] {
            let answer = server.public().get(&format!("/api/v1/statistics?by=year,{dimension},sex&year=2024")).expect(200).json();
            let told: Vec<&Value> = answer["rows"].as_array().unwrap().iter().map(|row| &row["reported"]).collect();
            assert_eq!(told, [10, 10, 30], "{answer}");
        }
    }
}
