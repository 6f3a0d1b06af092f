//! What the office declares of its own record, and what figures say of it.

use serde_json::{Value, json};

use crate::differences::instant;
use crate::support::*;

const PATH: &str = "/api/v1/coverage";
const S: &str = "/api/v1/statistics";

fn declaration(members: Value) -> Value {
    let least = json!({"filter": "all", "from": "2007", "state": "partial", "reason": "A sample of what was published",
                       "source": "https://example.org/about"});
    with(least, members)
}

#[track_caller]
fn declare(server: &Server, members: Value) -> Value {
    server.officer().post(PATH, &declaration(members)).expect(201).json()
}

#[track_caller]
fn ask(server: &Server, query: &str) -> Value {
    server.public().get(&format!("{S}?{query}")).expect(200).json()
}

fn in_field(title: &str, day: &str, fields: Value) -> Value {
    with(activity_on(title, day), json!({ "fields": fields }))
}

on_both! {
    fn a_declaration_is_made_by_officers_and_read_by_everybody(server: &Server) {
        let officer = server.officer();
        let made = officer.post(PATH, &declaration(json!({"to": "2024-06"}))).expect(201);
        let (place, etag) = (made.header("location").unwrap().to_owned(), made.etag());
        let made = made.json();
        let names: Vec<&str> = made.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, ["id", "version", "filter", "from", "to", "state", "reason", "source", "created_at", "updated_at"]);
        assert_eq!((&made["version"], &made["to"], &made["state"]), (&json!(1), &json!("2024-06"), &json!("partial")));
        assert_eq!(server.public().get(&place).expect(200).json(), made);
        assert_eq!(server.public().get(PATH).expect(200).json(), json!({"items": [made], "next_cursor": null}));
        assert_eq!(server.public().get(&format!("{PATH}?state=complete")).expect(200).json()["items"], json!([]));
        for reader in [server.analyst(), server.agency()] {
            reader.post(PATH, &declaration(json!({}))).refused(403, "forbidden");
        }
        server.public().post(PATH, &declaration(json!({}))).refused(401, "unauthorized");
        officer.put(&place, &made, &etag).expect(200);
        let changed = officer.patch(&place, &json!({"state": "complete"}), &etag).expect(200);
        assert_eq!((&changed.json()["version"], &changed.json()["state"]), (&json!(2), &json!("complete")));
        officer.patch(&place, &json!({"to": null}), &etag).refused(412, "stale");
        officer.delete(&place, &changed.etag()).expect(204);
        server.public().get(&place).refused(404, "not_found");
        officer.get(&place).refused(404, "gone");
        assert_eq!(server.public().get(PATH).json()["items"], json!([]));
        let back = officer.post(&format!("{place}/restore"), &json!({})).expect(200).json();
        assert_eq!((&back["version"], &back["state"], &back["id"]), (&json!(4), &json!("complete"), &made["id"]));
        let verdict = server.ledger().db().read_here(qudra::ledger::verify).unwrap();
        assert_eq!(verdict, qudra::ledger::Verdict::Whole(server.data_version()));
    }

    fn everything_that_is_wrong_with_a_declaration_is_said_at_once(server: &Server) {
        let officer = server.officer();
        let body = json!({"filter": "feild=sti&type=webinr", "from": "2025", "to": "2024-10", "state": "whole", "since": "x"});
        officer.post(PATH, &body).refused(422, "invalid").names_exactly(&[
            ("/filter", "unknown_filter"), ("/filter", "unknown_code"), ("/from", "from_after_to"), ("/state", "unknown_code"),
            ("/reason", "required"), ("/since", "unknown_field"),
        ]);
        let unknown = declaration(json!({"filter": "field=statistic"}));
        officer.post(PATH, &unknown).refused(422, "invalid").suggests("/filter", "statistics");
        officer.post(PATH, &declaration(json!({"filter": "everything"}))).refused(422, "invalid").names("/filter", "not_a_filter");
        assert_eq!(server.public().get(PATH).json()["items"], json!([]));
        assert_eq!(declare(server, json!({"filter": null}))["filter"], "all");
    }

    fn every_figure_says_what_is_declared_of_its_own_scope(server: &Server) {
        let officer = server.officer();
        officer.record(&in_field("one", "2012-03-01", json!(["sti"])));
        officer.record(&in_field("two", "2020-03-01", json!(["sti", "health"])));
        officer.record(&in_field("three", "2005-03-01", json!([])));
        let before = server.public().get(&format!("{S}?measure=activities&by=field,year"));
        assert_eq!(before.json()["coverage"], "not_stated");
        declare(server, json!({}));
        declare(server, json!({"filter": "field=sti", "from": "2010", "to": "2014", "state": "complete"}));
        declare(server, json!({"filter": "field=sti", "from": "2015", "to": "2024", "state": "complete"}));
        let after = server.public().get(&format!("{S}?measure=activities&by=field,year"));
        assert_ne!(before.etag(), after.etag());
        let answer = after.json();
        assert_eq!((&answer["coverage"], &answer["total"]["coverage"]), (&json!("partial"), &json!("partial")));
        let of = |row: &Value| json!([row["field"], row["year"], row["coverage"]]);
        let rows: Vec<Value> = answer["rows"].as_array().unwrap().iter().map(of).collect();
        assert_eq!(rows, [
            json!(["health", 2020, "partial"]), json!(["sti", 2012, "complete"]), json!(["sti", 2020, "complete"]),
            json!([null, 2005, "not_stated"]),
        ]);
        assert_eq!(ask(server, "field=sti&from=2011&to=2024-10-21")["coverage"], "complete", "two that follow each other");
        assert_eq!(ask(server, "field=sti&from=2011")["coverage"], "partial");
        assert_eq!(ask(server, "from=1990&to=2006")["coverage"], "not_stated");
        let none = ask(server, "measure=activities&field=health&type=seminar&from=2007");
        assert_eq!((&none["total"]["value"], &none["coverage"]), (&json!(0), &json!("partial")), "none recorded");
        let totals = server.public().get(&format!("{S}/totals?field=sti&from=2011&to=2024")).expect(200).json();
        for measure in ["activities", "participations", "people", "countries", "agencies"] {
            assert_eq!(totals[measure]["coverage"], "complete", "{measure}");
        }
        let opened = server.public().get(&format!("{S}/explain?measure=activities&from=2011")).expect(200).json();
        assert_eq!((&opened["coverage"], &opened["total"]["coverage"]), (&json!("partial"), &json!("partial")));
        let profile = server.public().get("/api/v1/countries/AZE/profile?field=sti&from=2011&to=2024").expect(200).json();
        assert_eq!(profile["figures"]["benefited"]["figure"]["coverage"], "complete");
    }

    fn a_file_says_it_in_its_last_column(server: &Server) {
        server.officer().record(&in_field("one", "2012-03-01", json!(["sti"])));
        declare(server, json!({"filter": "field=sti", "from": "2010", "to": "2014", "state": "complete"}));
        let public = server.public();
        for report in ["statistics", "annual-summary", "country-summary", "agency-summary", "programme-summary"] {
            let csv = public.get(&format!("/api/v1/reports/{report}.csv?field=sti&from=2010&to=2014")).expect(200).text();
            let mut lines = csv.lines();
            assert!(lines.next().unwrap().ends_with(",coverage"), "{report}");
            let rows: Vec<&str> = lines.collect();
            assert!(!rows.is_empty() || report.starts_with("country") || report.starts_with("agency"), "{report}");
            for line in rows {
                assert!(line.ends_with(",complete"), "{report}: {line}");
            }
            let metadata = public.get(&format!("/api/v1/reports/{report}.csv-metadata.json")).expect(200).json();
            let last = metadata["tableSchema"]["columns"].as_array().unwrap().last().unwrap().clone();
            assert_eq!(last["datatype"]["format"], "complete|partial|not_stated", "{report}");
        }
    }

    fn of_two_with_one_scope_the_later_counts_and_a_change_is_the_latest_word(server: &Server) {
        server.officer().record(&in_field("one", "2012-03-01", json!([])));
        let first = declare(server, json!({"state": "complete", "from": null}));
        assert_eq!(ask(server, "to=2012")["coverage"], "complete");
        declare(server, json!({"state": "partial", "from": null}));
        assert_eq!(ask(server, "to=2012")["coverage"], "partial");
        let place = format!("{PATH}/{}", first["id"].as_str().unwrap());
        let etag = server.officer().get(&place).etag();
        server.officer().patch(&place, &json!({"reason": "It was checked again"}), &etag).expect(200);
        assert_eq!(ask(server, "to=2012")["coverage"], "complete");
    }

    fn figures_of_the_past_and_editions_take_the_declarations_of_their_instant(server: &Server) {
        server.officer().record(&in_field("one", "2012-03-01", json!(["sti"])));
        server.officer().post("/api/v1/editions", &json!({"name": "before"})).expect(201);
        let then = instant(server);
        let made = declare(server, json!({"state": "complete", "from": null}));
        server.officer().post("/api/v1/editions", &json!({"name": "after"})).expect(201);
        let place = format!("{PATH}/{}", made["id"].as_str().unwrap());
        server.officer().delete(&place, "W/\"1\"").expect(204);
        assert_eq!(ask(server, "to=2024")["coverage"], "not_stated");
        assert_eq!(ask(server, &format!("to=2024&as_of={then}"))["coverage"], "not_stated");
        assert_eq!(ask(server, "to=2024&edition=before")["coverage"], "not_stated");
        assert_eq!(ask(server, "to=2024&edition=after")["coverage"], "complete");
        assert_eq!(server.public().get(&format!("{PATH}?as_of={then}")).expect(200).json()["items"], json!([]));
    }

    fn a_claim_above_the_record_differs_only_where_the_record_is_declared_complete(server: &Server) {
        server.officer().record(&in_field("one", "2012-03-01", json!(["sti"])));
        let claim = json!({"measure": "activities", "value": 65, "scope": "field: STI", "record_measure": "activities",
                           "record_filter": "field=sti", "since": "2007", "as_of": "2024-10-21", "statement": "65 activities"});
        let made = server.officer().post("/api/v1/published-figures", &claim).expect(201);
        let place = format!("{}/reconciliation", made.header("location").unwrap());
        let verdict = || {
            let answer = server.public().get(&place).expect(200).json();
            json!([answer["verdict"], answer["missing"], answer["figure"]["coverage"]])
        };
        assert_eq!(verdict(), json!(["record_incomplete", 64, "not_stated"]));
        declare(server, json!({}));
        assert_eq!(verdict(), json!(["record_incomplete", 64, "partial"]));
        declare(server, json!({"filter": "field=sti", "state": "complete"}));
        assert_eq!(verdict(), json!(["differs", null, "complete"]));
    }

    fn declarations_go_out_as_a_sheet_and_come_back_unchanged(server: &Server) {
        declare(server, json!({}));
        declare(server, json!({"state": "complete", "source": null}));
        declare(server, json!({"filter": "field=sti&our_role=organiser,co_organiser", "to": "2024-05", "state": "complete"}));
        let sheet = server.public().get("/api/v1/reports/coverage.csv").expect(200);
        assert!(sheet.text().starts_with("filter,from,to,state,reason,source,id,version,"), "{}", sheet.text());
        let read = |bytes: &[u8]| {
            let sheet = qudra::imports::Sheet::read(bytes);
            let kind = qudra::imports::Kind::Coverage;
            let keep = qudra::ledger::Commit::Yes;
            let done = qudra::imports::import(&server.ledger(), qudra::ledger::Actor::CommandLine, kind, sheet, keep, Box::new(|_| {}));
            done.unwrap().to_string()
        };
        assert_eq!(read(&sheet.body), "0 created, 0 changed, 3 unchanged");
        let row = "filter,from,to,state,reason\nfield=sti,2007,,complete,Checked\n";
        assert_eq!(read(row.as_bytes()), "1 created, 0 changed, 0 unchanged");
        assert_eq!(read(row.replace("complete", "partial").as_bytes()), "0 created, 1 changed, 0 unchanged");
    }
}
