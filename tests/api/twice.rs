//! What is recorded twice: ids elsewhere that belong to one record, and activities that may be one.

use qudra::imports::{self, Imported, Kind, Sheet};
use qudra::ledger::{Actor, Commit};
use serde_json::{Value, json};

use crate::support::*;

const PATH: &str = "/api/v1/activities";

fn numbered(title: &str, scheme: &str, value: &str) -> Value {
    with(
        activity(title),
        json!({"external_ids": [{"scheme": scheme, "value": value}]}),
    )
}

fn course(title: &str, code: &str) -> Value {
    with(
        activity_on(title, "1963-01-10"),
        json!({"code": code, "countries": [{"country": "AZE", "role": "beneficiary"}]}),
    )
}

fn named(answer: &Value) -> Vec<String> {
    every(&answer["possible_duplicates"], "code")
}

fn imported(server: &Server, text: &str, keep: Commit) -> Imported {
    let sheet = Sheet::read(text.as_bytes());
    let done = imports::run(
        &server.ledger(),
        Actor::CommandLine,
        Kind::Activities,
        sheet,
        (keep, false),
        Box::new(|_| {}),
    );
    done.unwrap_or_else(|stopped| panic!("{text:?}: {stopped:?}"))
}

on_both! {
    fn an_id_elsewhere_belongs_to_one_record_of_its_kind(server: &Server) {
        let officer = server.officer();
        for (list, draft) in [
            ("activities", activity("A")),
            ("agencies", json!({"name": {"en": "Office"}, "kind": "ministry"})),
            ("participants", json!({"name": "Amina"})),
        ] {
            let path = format!("/api/v1/{list}");
            let of = |code: &str, value: &str| with(draft.clone(), json!({"code": code, "external_ids": [{"scheme": "doi", "value": value}]}));
            let first = officer.post(&path, &of("FIRST", "1")).expect(201).json();
            let refused = officer.post(&path, &of("SECOND", "\u{200b}１")).refused(409, "external_id_taken").names("/external_ids", "external_id_taken");
            assert!(refused.body["errors"][0]["detail"].as_str().unwrap().contains("FIRST"), "{}", refused.body);
            officer.post(&path, &of("SECOND", "2")).expect(201);
            let second = format!("{path}/SECOND");
            officer.patch(&second, &json!({"external_ids": [{"scheme": "doi", "value": "2"}, {"scheme": "doi", "value": "1"}]}), "W/\"1\"")
                .refused(409, "external_id_taken").names("/external_ids", "external_id_taken");
            // Its own it keeps, and a deleted record keeps its own while it can come back.
            officer.put(&format!("{path}/FIRST"), &with(first, json!({"code": "FIRST-1"})), "W/\"1\"").expect(200);
            officer.delete(&format!("{path}/FIRST-1"), "W/\"2\"").expect(204);
            officer.post(&path, &of("THIRD", "1")).refused(409, "external_id_taken");
        }
        // Kinds do not share them.
        officer.post("/api/v1/agencies", &json!({"code": "O2", "name": {"en": "Office"}, "kind": "ministry", "external_ids": [{"scheme": "doi", "value": "2x"}]})).expect(201);
        officer.post(PATH, &numbered("B", "doi", "2x")).expect(201);
    }

    fn a_shared_scheme_is_taken_and_named(server: &Server) {
        let officer = server.officer();
        officer.record(&with(numbered("One", "sesric_event_id", "990026"), json!({"code": "S1"})));
        let second = officer.record(&with(numbered("Other", "sesric_event_id", "990026"), json!({"code": "S2"})));
        assert_eq!(named(&second), ["S1"]);
        assert_eq!(second["possible_duplicates"][0]["shares"], json!(["external_id"]));
    }

    fn an_activity_entered_twice_is_named_in_the_answer_and_nowhere_else(server: &Server) {
        let officer = server.officer();
        let first = officer.record(&course("Logged twice", "T1"));
        assert_eq!(first.get("possible_duplicates"), None);
        let dry = officer.post(&format!("{PATH}?dry_run=true"), &course("LOGGED  twice\u{200e}", "T2")).expect(200).json();
        assert_eq!(named(&dry), ["T1"]);
        let again = officer.with("idempotency-key", "k1");
        let made = again.post(PATH, &course("LOGGED twice", "T2")).expect(201).json();
        assert_eq!(again.post(PATH, &course("LOGGED twice", "T2")).expect(201).json(), made, "the replayed answer is the same");
        assert_eq!(named(&made), ["T1"]);
        assert_eq!(made["possible_duplicates"][0], json!({"id": first["id"], "code": "T1", "shares": ["title"]}));
        let path = format!("{PATH}/T2");
        let read = officer.get(&path).expect(200).json();
        assert_eq!(read.get("possible_duplicates"), None);
        // It is no part of the document: sent back it is taken, and raises no version.
        officer.put(&path, &made, "W/\"1\"").expect(200);
        let patched = officer.patch(&path, &json!({"notes": "x"}), "W/\"1\"").expect(200).json();
        assert_eq!((&patched["version"], named(&patched)), (&json!(2), vec!["T1".to_owned()]));
        let moved = officer.patch(&path, &json!({"when": {"start": "1963-01-11", "end": null}}), "W/\"2\"").expect(200).json();
        assert_eq!(moved.get("possible_duplicates"), None);
    }

    fn what_differs_in_title_day_or_country_is_no_duplicate(server: &Server) {
        let officer = server.officer();
        officer.record(&with(course("Same", "D0"), json!({"title": {"en": "Same", "fr": "Pareil"}, "place": {"city": "Baku", "country": "AZE"}})));
        for (members, is_named) in [
            (json!({"title": {"en": "Other"}}), false),
            (json!({"title": {"fr": "pareil", "en": "Other"}}), true),
            (json!({"title": {"fr": "Same"}}), false),
            (json!({"when": {"start": "1963-01-11", "precision": "day"}}), false),
            (json!({"when": {"start": "1963-01-10", "end": "1963-01-20", "precision": "day"}}), true),
            (json!({"when": {"period": "1963-01", "precision": "month"}}), false),
            (json!({"countries": [{"country": "UZB", "role": "beneficiary"}]}), false),
            (json!({"countries": [{"country": "UZB", "role": "provider"}, {"country": "AZE", "role": "provider"}]}), true),
            (json!({"countries": []}), false),
            (json!({"countries": [], "place": {"city": null, "country": "AZE"}}), true),
            (json!({"countries": [], "place": {"city": "BAKU", "country": null}}), true),
        ] {
            let answer = officer.post(&format!("{PATH}?dry_run=true"), &with(course("Same", "D1"), members.clone())).expect(200).json();
            assert_eq!(answer.get("possible_duplicates").is_some(), is_named, "{members}");
        }
        officer.delete(&format!("{PATH}/D0"), "W/\"1\"").expect(204);
        assert_eq!(officer.record(&course("Same", "D2")).get("possible_duplicates"), None);
    }

    fn lists_find_what_may_be_recorded_twice(server: &Server) {
        let officer = server.officer();
        for draft in [
            course("Twice", "L1"), course("TWICE", "L2"), course("Once", "L3"), with(course("Hidden", "L4"), json!({"status": "draft"})), course("Hidden", "L5"),
            with(numbered("A", "sesric_event_id", "7"), json!({"code": "L6"})), with(numbered("B", "sesric_event_id", "7"), json!({"code": "L7"})),
        ] {
            officer.record(&draft);
        }
        let codes = |client: &Client, filter: &str| every(&client.get(&format!("{PATH}?sort=code&{filter}")).expect(200).json()["items"], "code");
        assert_eq!(codes(&officer, "possible_duplicate=true"), ["L1", "L2", "L4", "L5", "L6", "L7"]);
        // Nobody learns of a draft from what it resembles.
        assert_eq!(codes(&server.public(), "possible_duplicate=true"), ["L1", "L2", "L6", "L7"]);
        assert_eq!(codes(&officer, "possible_duplicate=false"), ["L3"]);
        server.public().get(&format!("{PATH}?possible_duplicate=perhaps")).refused(400, "unreadable").names("possible_duplicate", "not_a_flag");
    }

    fn sheets_say_it_before_they_write(server: &Server) {
        server.officer().record(&course("Twice", "X1"));
        let sheet = "code,title_en,type,status,start_date,beneficiary_countries\nX2,Twice,workshop,held,1963-01-10,AZE\n";
        let dry = imported(server, sheet, Commit::DryRun);
        assert_eq!((dry.noticed.total, dry.noticed.faults[0].code, dry.noticed.faults[0].said("codes")), (1, "possible_duplicate", Some("X1")));
        assert_eq!(imported(server, sheet, Commit::Yes), dry);
        assert_eq!(imported(server, sheet, Commit::Yes).noticed.total, 0, "what says nothing new is no news");
    }

    fn what_earlier_releases_took_stays_and_is_listed(server: &Server) {
        use diesel::prelude::*;
        use qudra::activities::leftovers;
        use qudra::activities::model::Status;
        use qudra::db::schema::{activities, activity_external_ids, codes};
        let shared = ["sesric_event_id".to_owned()];
        let today = qudra::time::parse_day("2026-12-01").unwrap();
        let listed = || server.ledger().db().read_here(|conn| leftovers::lines(conn, today, &shared)).unwrap();
        let officer = server.officer();
        officer.record(&with(activity_on("Early", "2142-01-10"), json!({"code": "EARLY", "status": "announced"})));
        officer.record(&with(numbered("Long", "doi", "1"), json!({"code": "LONG", "when": {"start": "2001-01-10", "end": "2001-01-11", "precision": "day"}})));
        officer.record(&with(numbered("Twin", "doi", "2"), json!({"code": "TWIN"})));
        assert_eq!(listed(), Vec::<String>::new());
        people::within(server, |tx| {
            let one = |code: &'static str| activities::table.filter(activities::code.eq(code));
            diesel::update(one("EARLY")).set(activities::status.eq(Status::Held)).execute(tx.conn())?;
            diesel::update(one("LONG")).set(activities::ends_on.eq(qudra::time::parse_day("2101-01-10"))).execute(tx.conn())?;
            diesel::update(activity_external_ids::table).set(activity_external_ids::value.eq("1")).execute(tx.conn())?;
            diesel::update(codes::table.filter(codes::code.eq("TWIN"))).set(codes::code.eq("TWIN\u{200e}")).execute(tx.conn())?;
            diesel::update(one("TWIN")).set(activities::code.eq("TWIN\u{200e}")).execute(tx.conn())?;
            Ok(())
        }).unwrap();
        let lines = listed();
        assert_eq!(lines.len(), 4, "{lines:?}");
        for (line, part) in lines.iter().zip(["held before they begin: EARLY", "longer than a year without listed days: LONG", "doi:1 (2 of kind activity)", "\\u{200e}"]) {
            assert!(line.contains(part), "{line}");
        }
        // A code that was stored with a mark is found as it is spelt.
        assert_eq!(officer.get(&format!("{PATH}/TWIN%E2%80%8E")).expect(200).json()["title"]["en"], "Twin");
    }
}
