//! Persons, rosters and statements of count.

use qudra::activities::roster::bulk::{Tally, record_rows};
use qudra::db::Uid;
use qudra::db::schema::{ledger, participant_details, participation_details, participations, versions};
use qudra::error::Error;
use qudra::ledger::{Actor, Keep, Outcome, verify};
use qudra::participants::store::upsert;
use serde_json::{Value, json};

use diesel::prelude::*;

use crate::support::*;

const P: &str = "/api/v1/participants";
const A: &str = "/api/v1/activities";

/// A person with these members besides a name.
fn person(name: &str, members: Value) -> Value {
    with(json!({"name": name}), members)
}

fn text(value: &Value, name: &str) -> String {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("no {name} in {value}"))
        .to_owned()
}

/// Records a person and gives it as it is stored.
#[track_caller]
fn meet(server: &Server, draft: &Value) -> Value {
    server.officer().post(P, draft).expect(201).json()
}

fn at(path: &str, record: &Value) -> String {
    format!("{path}/{}", text(record, "id"))
}

fn roster_of(activity: &Value) -> String {
    format!("{}/participations", at(A, activity))
}

fn counts_of(activity: &Value) -> String {
    format!("{}/counts", at(A, activity))
}

/// Somebody who came.
fn trainee(participant: &Value) -> Value {
    json!({"participant": participant["id"], "role": "trainee", "status": "attended"})
}

/// The activity as it is now.
fn now(server: &Server, activity: &Value) -> Value {
    server.public().get(&at(A, activity)).expect(200).json()
}

on_both! {
    fn a_person_is_recorded_with_what_was_left_out_filled_in(server: &Server) {
        let made = server.officer().post(P, &json!({"name": " Aïcha Diallo "})).expect(201);
        assert_eq!(made.etag(), "W/\"1\"");
        let body = made.json();
        assert_eq!(made.header("location"), Some(at(P, &body).as_str()));
        let members: Vec<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["id", "code", "version", "name", "other_names", "sex", "email", "phone", "country", "agency",
            "position", "external_ids", "same_as", "created_at", "updated_at"]);
        let expected = json!({"code": "P000001", "version": 1, "name": "Aïcha Diallo", "other_names": [], "sex": "unknown",
            "email": null, "phone": null, "country": null, "agency": null, "position": null, "external_ids": [], "same_as": null});
        assert_eq!(without(body.clone(), &["id", "created_at", "updated_at"]), expected);
        for segment in [text(&body, "id"), text(&body, "code")] {
            assert_eq!(server.officer().get(&format!("{P}/{segment}")).expect(200).json(), body);
        }
    }

    fn everything_that_is_known_of_a_person_is_kept_as_it_was_typed(server: &Server) {
        let draft = json!({"code": "SEN-7", "name": "Aïcha Diallo", "sex": "female", "email": "Aicha.Diallo+stat@ANSD.sn", "phone": "+221 33 123",
            "other_names": [{"name": "عائشة ديالو", "lang": "ar"}, {"name": "A. Diallo", "lang": null}], "country": "sn", "agency": "ANSD",
            "position": "Statistician", "external_ids": [{"scheme": "orcid", "value": "0000-0002"}]});
        let made = meet(server, &draft);
        let expected = with(draft, json!({"country": "SEN"}));
        assert_eq!(without(made.clone(), &["id", "version", "same_as", "created_at", "updated_at"]), expected);
        assert_eq!(server.admin().get(&at(P, &made)).expect(200).json(), made);
    }

    fn every_fault_of_a_person_is_told_at_once(server: &Server) {
        let draft = json!({"sex": "F", "email": "nobody", "country": "SENN", "agency": "TURKSTATT", "surname": "x", "phone": 5,
            "other_names": [{"lang": "english!"}], "id": "x"});
        server.officer().post(P, &draft).refused(422, "invalid").names_exactly(&[("/name", "required"), ("/sex", "unknown_code"),
            ("/email", "not_an_email"), ("/country", "unknown_reference"), ("/agency", "unknown_reference"), ("/surname", "unknown_field"),
            ("/phone", "wrong_type"), ("/other_names/0/name", "required"), ("/other_names/0/lang", "not_a_language"), ("/id", "read_only")])
            .suggests("/agency", "TURKSTAT");
        server.officer().post(P, &person("A\u{0}B", json!({}))).refused(422, "invalid").names("/name", "control_character");
        let listed = server.officer().get(&format!("{P}?count=exact")).expect(200).json();
        assert_eq!(listed["total"], 0, "a refusal wrote something");
    }

    fn persons_are_shown_to_officers_and_administrators_only(server: &Server) {
        let made = meet(server, &person("Aïcha Diallo", json!({})));
        let activity = server.officer().record(&activity("Course"));
        let row = server.officer().post(&roster_of(&activity), &trainee(&made)).expect(201).json();
        let paths = [P.to_owned(), at(P, &made), format!("{P}/none"), roster_of(&activity), at("/api/v1/participations", &row)];
        for path in &paths {
            server.public().get(path).refused(401, "unauthorized");
            server.agency().get(path).refused(403, "forbidden");
            server.analyst().get(path).refused(403, "forbidden");
        }
        for caller in [server.agency(), server.analyst()] {
            caller.post(P, &person("X", json!({}))).refused(403, "forbidden");
            caller.patch(&at(P, &made), &json!({"name": "X"}), "W/\"1\"").refused(403, "forbidden");
            caller.delete(&at(P, &made), "W/\"1\"").refused(403, "forbidden");
            caller.post(&roster_of(&activity), &trainee(&made)).refused(403, "forbidden");
        }
        server.public().post(P, &json!({"name": "X"})).refused(401, "unauthorized");
        server.officer().get(&format!("{P}/none")).refused(404, "not_found");
    }

    fn a_person_is_changed_replaced_and_sent_back_as_it_was_read(server: &Server) {
        let officer = server.officer();
        let made = meet(server, &person("Aïcha Diallo", json!({"email": "a@b.sn", "country": "SEN", "other_names": [{"name": "Aicha", "lang": null}]})));
        let path = at(P, &made);
        let same = officer.put(&path, &made, "W/\"1\"").expect(200);
        assert_eq!((same.etag(), same.json()), ("W/\"1\"".into(), made.clone()), "nothing changed");
        let changed = officer.patch(&path, &json!({"position": "Head", "email": null}), "W/\"1\"").expect(200).json();
        assert_eq!((&changed["position"], &changed["email"], &changed["country"]), (&json!("Head"), &Value::Null, &json!("SEN")));
        assert_eq!(changed["version"], 2);
        officer.patch(&path, &json!({"position": "Clerk"}), "W/\"1\"").refused(412, "stale");
        officer.send("PATCH", &path, Some(("application/merge-patch+json", b"{}"))).refused(428, "precondition_required");
        officer.patch(&path, &json!({"version": 7}), "W/\"2\"").refused(422, "read_only");
        officer.patch(&path, &json!({"name": null}), "W/\"2\"").refused(422, "invalid").names("/name", "required");
        let replaced = officer.put(&path, &json!({"name": "A. Diallo"}), "W/\"2\"").expect(200).json();
        assert_eq!((&replaced["name"], &replaced["country"], &replaced["other_names"]), (&json!("A. Diallo"), &Value::Null, &json!([])));
        assert_eq!(replaced["code"], made["code"], "a code stays when it is left out");
        assert_eq!(officer.get(&path).expect(200).json(), replaced);
        let unchanged = officer.with("if-none-match", "W/\"3\"").get(&path).expect(304);
        assert!(unchanged.body.is_empty());
    }

    fn a_code_belongs_to_its_person_for_ever(server: &Server) {
        let officer = server.officer();
        let first = meet(server, &person("A", json!({"code": "ONE"})));
        officer.post(P, &person("B", json!({"code": "ONE"}))).refused(409, "code_taken").names("/code", "code_taken");
        officer.patch(&at(P, &first), &json!({"code": "TWO"}), "W/\"1\"").expect(200);
        let moved = officer.get(&format!("{P}/ONE")).expect(301);
        assert_eq!(moved.header("location"), Some("/api/v1/participants/TWO"));
        officer.post(P, &person("B", json!({"code": "ONE"}))).refused(409, "code_taken");
        for unfit in ["a,b", "null", "0192d3a4-7b1c-7e2f-8a3b-5c6d7e8f9a0b"] {
            officer.post(P, &person("B", json!({"code": unfit}))).refused(422, "invalid").names("/code", "unfit_code");
        }
        let next = meet(server, &person("C", json!({"code": "P000003"})));
        let made = meet(server, &person("D", json!({})));
        assert_ne!(made["code"], next["code"]);
    }

    fn persons_are_found_by_any_name_and_code_however_they_are_spelt(server: &Server) {
        meet(server, &person("Aïcha Diallo", json!({"code": "B", "sex": "female", "country": "SEN", "other_names": [{"name": "عائشة", "lang": "ar"}]})));
        meet(server, &person("Ömer Çelik", json!({"code": "A", "sex": "male", "country": "TUR", "agency": "TURKSTAT"})));
        meet(server, &person("Zoé 100%", json!({"code": "C"})));
        let found = |query: &str| every(&server.officer().get(&format!("{P}?{query}")).expect(200).json()["items"], "code");
        for (query, codes) in [
            ("", vec!["A", "B", "C"]), ("sort=-code", vec!["C", "B", "A"]), ("sort=name", vec!["B", "A", "C"]), ("sort=-name", vec!["C", "A", "B"]),
            ("q=aicha", vec!["B"]), ("q=عائشه", vec!["B"]), ("q=CELIK", vec!["A"]), ("q=100%25", vec!["C"]), ("q=_", vec![]),
            ("sex=female", vec!["B"]), ("sex=female,male", vec!["A", "B"]), ("country=TR&country=SEN", vec!["A", "B"]),
            ("agency=TURKSTAT", vec!["A"]), ("country=SEN&sex=male", vec![]),
        ] {
            assert_eq!(found(query), codes, "{query}");
        }
        for (query, status, code) in [("colour=red", 400, "unreadable"), ("sort=age", 422, "invalid"), ("country=XXX", 422, "invalid"), ("sex=f", 422, "invalid"),
            ("limit=501", 422, "invalid"), ("cursor=zz", 400, "unreadable")] {
            server.officer().get(&format!("{P}?{query}")).refused(status, code);
        }
    }

    fn pages_of_persons_hold_each_person_once(server: &Server) {
        for i in 0..7 {
            meet(server, &person(if i % 2 == 0 { "Same" } else { "Other" }, json!({"code": format!("C{i}")})));
        }
        for sort in ["code", "-code", "name", "-name"] {
            let mut seen = Vec::new();
            let mut next = format!("{P}?limit=2&count=exact&sort={sort}");
            loop {
                let page = server.officer().get(&next).expect(200);
                let body = page.json();
                assert_eq!(body["total"], 7, "{sort}");
                seen.extend(every(&body["items"], "code"));
                let Some(cursor) = body["next_cursor"].as_str() else { break };
                assert!(page.all("link").contains("rel=\"next\""), "{sort}");
                next = format!("{P}?limit=2&count=exact&sort={sort}&cursor={cursor}");
            }
            assert_eq!(seen.len(), 7, "{sort}: {seen:?}");
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), 7, "{sort}");
        }
    }

    fn a_person_with_participations_stays_and_one_without_leaves_a_tombstone(server: &Server) {
        let officer = server.officer();
        let made = meet(server, &person("A", json!({})));
        let activity = officer.record(&activity("Course"));
        let row = officer.post(&roster_of(&activity), &trainee(&made)).expect(201).json();
        let refused = officer.delete(&at(P, &made), "W/\"1\"").refused(409, "in_use");
        assert!(refused.body["detail"].as_str().unwrap().contains('1'), "{}", refused.body);
        officer.delete(&at("/api/v1/participations", &row), "W/\"1\"").expect(204);
        officer.delete(&at(P, &made), "W/\"1\"").expect(204);
        officer.get(&at(P, &made)).refused(404, "gone");
        officer.delete(&at(P, &made), "W/\"2\"").refused(404, "gone");
        assert_eq!(officer.get(P).expect(200).json()["items"], json!([]));
        let refused = officer.post(&roster_of(&activity), &trainee(&made)).refused(422, "invalid");
        refused.names("/participant", "deleted_reference");
        let back = officer.post(&format!("{}/restore", at(P, &made)), &json!({})).expect(200).json();
        assert_eq!((&back["name"], &back["version"]), (&json!("A"), &json!(3)));
        officer.post(&format!("{}/restore", at(P, &made)), &json!({})).refused(409, "not_deleted");
    }

    fn a_persons_values_are_in_no_version_and_not_in_the_ledger(server: &Server) {
        let officer = server.officer();
        let made = meet(server, &person("Secretname", json!({"email": "secret@mail.org", "phone": "+90 5551234", "position": "Secretpost"})));
        officer.patch(&at(P, &made), &json!({"name": "Secretname Two", "phone": null}), "W/\"1\"").expect(200);
        let activity = officer.record(&activity("Course"));
        let row = officer.post(&roster_of(&activity), &with(trainee(&made), json!({"score": 77.25}))).expect(201).json();
        officer.patch(&at("/api/v1/participations", &row), &json!({"score": 78.25}), "W/\"1\"").expect(200);
        server.ledger().db().read_here(|conn| {
            let changed: Vec<String> = ledger::table.select(ledger::changed).load(conn)?;
            assert!(changed.contains(&"name,phone".to_owned()), "{changed:?}");
            let documents: Vec<Option<String>> = versions::table.select(versions::document).load(conn)?;
            let kept = format!("{changed:?}{documents:?}");
            for secret in ["Secret", "secret@", "555", "77.25", "78.25"] {
                assert!(!kept.contains(secret), "{secret} in {kept}");
            }
            let names: Vec<String> = participant_details::table.select(participant_details::name).load(conn)?;
            assert_eq!(names, ["Secretname Two"], "overwritten in place");
            Ok::<(), Error>(())
        }).unwrap();
    }

    fn a_repeated_request_answers_with_the_person_as_it_is_now_and_makes_no_second(server: &Server) {
        let officer = server.officer().with("idempotency-key", "once");
        let first = officer.post(P, &person("A", json!({}))).expect(201);
        server.officer().patch(&at(P, &first.json()), &json!({"name": "B"}), "W/\"1\"").expect(200);
        let again = officer.post(P, &person("A", json!({}))).expect(201);
        assert_eq!((&again.json()["id"], &again.json()["name"]), (&first.json()["id"], &json!("B")));
        officer.post(P, &person("C", json!({}))).refused(422, "idempotency_key_reused");
        assert_eq!(server.officer().get(&format!("{P}?count=exact")).expect(200).json()["total"], 1);
        server.ledger().db().read_here(|conn| {
            use qudra::db::schema::idempotency;
            let bodies: Vec<Option<String>> = idempotency::table.select(idempotency::body).load(conn)?;
            assert_eq!(bodies, [None], "a body that shows a person is not stored");
            Ok::<(), Error>(())
        }).unwrap();
    }

    fn a_dry_run_judges_a_person_and_keeps_nothing(server: &Server) {
        let tried = server.officer().post(&format!("{P}?dry_run=true"), &person("A", json!({}))).expect(200);
        assert_eq!((tried.header("location"), &tried.json()["name"]), (None, &json!("A")));
        server.officer().post(&format!("{P}?dry_run=true"), &json!({})).refused(422, "invalid");
        assert_eq!(server.officer().get(P).expect(200).json()["items"], json!([]));
    }

    fn a_sheets_row_means_the_person_with_its_code_or_with_its_mail_and_name(server: &Server) {
        let put = |body: Value| server.ledger().write_here(Actor::CommandLine, Keep::Yes, move |tx| upsert(tx, &body));
        let (outcome, first) = put(json!({"name": "Aïcha Diallo", "email": "A@b.sn", "phone": "1", "country": "SEN"})).unwrap();
        assert_eq!(outcome, Outcome::Created);
        assert_eq!(put(json!({"name": "AICHA DIALLO", "email": "a@B.sn"})).unwrap(), (Outcome::Changed, first), "found folded, spelt anew");
        assert_eq!(put(json!({"name": "AICHA DIALLO", "email": "a@B.sn"})).unwrap(), (Outcome::Unchanged, first));
        let (outcome, other) = put(json!({"name": "Somebody else", "email": "a@b.sn"})).unwrap();
        assert!(outcome == Outcome::Created && other != first, "offices share an address");
        let (outcome, third) = put(json!({"name": "AICHA DIALLO"})).unwrap();
        assert!(outcome == Outcome::Created && third != first, "a name alone is no person");
        assert_eq!(put(json!({"code": "NEW", "name": "N"})).unwrap().0, Outcome::Created);
        assert_eq!(put(json!({"code": "NEW", "name": "N", "position": "P"})).unwrap().0, Outcome::Changed);
        assert_eq!(put(json!({"code": "NEW", "phone": null})).unwrap().0, Outcome::Unchanged);
        assert!(matches!(put(json!({"code": "NEW", "email": "?"})), Err(Error::Invalid(_))));
        assert_eq!(put(json!({"code": text(&server.officer().get(&format!("{P}/{first}")).expect(200).json(), "code"), "phone": null})).unwrap(), (Outcome::Changed, first));
        let stored = server.officer().get(&format!("{P}/{first}")).expect(200).json();
        assert_eq!((&stored["phone"], &stored["country"], &stored["email"]), (&Value::Null, &json!("SEN"), &json!("a@B.sn")));
    }

    fn a_participation_takes_what_the_person_is_today_and_keeps_it(server: &Server) {
        let officer = server.officer();
        let made = meet(server, &person("A", json!({"country": "SEN", "agency": "ANSD", "position": "Clerk", "sex": "female"})));
        let course = officer.record(&activity("Course"));
        let reply = officer.post(&roster_of(&course), &json!({"participant": made["code"], "role": "trainee", "status": "attended", "score": 80})).expect(201);
        let row = reply.json();
        assert_eq!(reply.header("location"), Some(at("/api/v1/participations", &row).as_str()));
        assert_eq!(reply.etag(), "W/\"1\"");
        let expected = json!({"id": row["id"], "version": 1, "activity": course["id"], "participant": made["id"], "role": "trainee", "status": "attended",
            "country": "SEN", "agency": "ANSD", "position": "Clerk", "sex": "female", "score": 80.0});
        assert_eq!(row, expected);
        officer.patch(&at(P, &made), &json!({"country": "TUR", "agency": null, "position": "Head"}), "W/\"1\"").expect(200);
        assert_eq!(officer.get(&at("/api/v1/participations", &row)).expect(200).json(), row, "it stays as it was then");
        let other = officer.record(&activity("Another"));
        let stated = json!({"participant": made["id"], "role": "speaker", "status": "confirmed", "country": "AZ", "agency": "QazStat", "position": null, "sex": "male"});
        let row = officer.post(&roster_of(&other), &stated).expect(201).json();
        assert_eq!((&row["country"], &row["agency"], &row["position"], &row["sex"]), (&json!("AZE"), &json!("QazStat"), &Value::Null, &json!("male")));
    }

    fn a_new_person_can_be_recorded_with_the_participation(server: &Server) {
        let officer = server.officer();
        let course = officer.record(&activity("Course"));
        let draft = json!({"participant": {"name": "New One", "country": "SEN", "sex": "female"}, "role": "delegate", "status": "attended"});
        let row = officer.post(&roster_of(&course), &draft).expect(201).json();
        assert_eq!((&row["country"], &row["sex"]), (&json!("SEN"), &json!("female")));
        let stored = officer.get(&format!("{P}/{}", text(&row, "participant"))).expect(200).json();
        assert_eq!(stored["name"], "New One");
        let broken = json!({"participant": {"nom": "X"}, "role": "delegate", "status": "attended"});
        officer.post(&roster_of(&course), &broken).refused(422, "invalid").names_exactly(&[("/participant/name", "required"), ("/participant/nom", "unknown_field")]);
    }

    fn a_person_takes_part_in_an_activity_once(server: &Server) {
        let officer = server.officer();
        let made = meet(server, &person("A", json!({})));
        let course = officer.record(&activity("Course"));
        officer.post(&roster_of(&course), &trainee(&made)).expect(201);
        officer.post(&roster_of(&course), &trainee(&made)).refused(409, "already_on_roster").names("/participant", "already_on_roster");
        let twice = json!({"items": [trainee(&meet(server, &person("B", json!({})))), trainee(&made)]});
        officer.post(&roster_of(&course), &twice).refused(409, "already_on_roster").names("/items/1/participant", "already_on_roster");
        let other = officer.record(&activity("Another"));
        let twice = json!({"items": [trainee(&made), trainee(&made)]});
        officer.post(&roster_of(&other), &twice).refused(422, "invalid").names_exactly(&[("/items/1/participant", "duplicate")]);
        assert_eq!(now(server, &other)["version"], 1, "a refusal wrote nothing");
    }

    fn several_participations_are_recorded_all_or_none_and_raise_the_activity_once(server: &Server) {
        let officer = server.officer();
        let course = officer.record(&activity("Course"));
        let people: Vec<Value> = (0..3).map(|i| meet(server, &person(&format!("N{i}"), json!({})))).collect();
        let bad = json!({"items": [trainee(&people[0]), {"participant": "nobody", "role": "traine", "status": "attended", "x": 1}, {"role": "trainee"}]});
        officer.post(&roster_of(&course), &bad).refused(422, "invalid").names_exactly(&[("/items/1/participant", "unknown_reference"),
            ("/items/1/role", "unknown_code"), ("/items/1/x", "unknown_field"), ("/items/2/participant", "required"), ("/items/2/status", "required")]);
        assert_eq!(now(server, &course)["counts"]["rostered"], 0);
        let items: Vec<Value> = people.iter().map(trainee).collect();
        let reply = officer.post(&roster_of(&course), &json!({"items": items})).expect(201).json();
        assert_eq!(every(&reply["items"], "participant"), people.iter().map(|p| text(p, "id")).collect::<Vec<_>>());
        let after = now(server, &course);
        assert_eq!((&after["version"], &after["counts"]["rostered"], &after["counts"]["level"]), (&json!(2), &json!(3), &json!(5)));
        officer.post(&roster_of(&course), &json!({"items": []})).refused(422, "invalid").names("/items", "required");
        let many: Vec<Value> = (0..501).map(|_| trainee(&people[0])).collect();
        officer.post(&roster_of(&course), &json!({"items": many})).refused(422, "invalid").names("/items", "too_many");
    }

    fn a_roster_is_listed_in_pages_in_the_order_of_its_recording(server: &Server) {
        let officer = server.officer();
        let course = officer.record(&activity("Course"));
        let items: Vec<Value> = (0..5).map(|i| json!({"participant": {"name": format!("N{i}"), "code": format!("C{i}")}, "role": "trainee", "status": "attended"})).collect();
        let made = officer.post(&roster_of(&course), &json!({"items": items})).expect(201).json();
        let first = officer.get(&format!("{}?limit=3&count=exact", roster_of(&course))).expect(200).json();
        assert_eq!(first["total"], 5);
        let rest = format!("{}?limit=3&cursor={}", roster_of(&course), text(&first, "next_cursor"));
        let second = officer.get(&rest).expect(200).json();
        assert_eq!(second["next_cursor"], Value::Null);
        let seen: Vec<Value> = first["items"].as_array().unwrap().iter().chain(second["items"].as_array().unwrap()).cloned().collect();
        assert_eq!(json!(seen), made["items"]);
        officer.get(&format!("{A}/none/participations")).refused(404, "not_found");
    }

    fn a_participation_is_changed_with_its_states_kept(server: &Server) {
        let officer = server.officer();
        let made = meet(server, &person("A", json!({"country": "SEN", "position": "Clerk"})));
        let course = officer.record(&activity("Course"));
        let nominated = with(trainee(&made), json!({"status": "nominated"}));
        let row = officer.post(&roster_of(&course), &nominated).expect(201).json();
        let path = at("/api/v1/participations", &row);
        assert_eq!(now(server, &course)["counts"]["rostered"], 0, "a nominee did not come");
        let changed = officer.patch(&path, &json!({"status": "attended", "score": 91.5}), "W/\"1\"").expect(200);
        assert_eq!(changed.etag(), "W/\"2\"");
        let expected = with(row.clone(), json!({"version": 2, "status": "attended", "score": 91.5}));
        assert_eq!(changed.json(), expected);
        let after = now(server, &course);
        assert_eq!((&after["version"], &after["counts"]["rostered"]), (&json!(3), &json!(1)));
        let same = officer.patch(&path, &json!({"status": "attended"}), "W/\"2\"").expect(200);
        assert_eq!((same.etag(), &now(server, &course)["version"]), ("W/\"2\"".into(), &json!(3)), "nothing changed");
        officer.patch(&path, &json!({"role": "expert"}), "W/\"1\"").refused(412, "stale");
        officer.patch(&path, &json!({"participant": made["code"]}), "W/\"2\"").refused(422, "read_only");
        officer.patch(&path, &json!({"score": 101, "role": null, "status": "came"}), "W/\"2\"").refused(422, "invalid")
            .names_exactly(&[("/score", "out_of_range"), ("/role", "required"), ("/status", "unknown_code")]);
        let back = officer.put(&path, &expected, "W/\"2\"").expect(200);
        assert_eq!(back.etag(), "W/\"2\"", "what was read can be sent back");
        let bare = officer.put(&path, &json!({"role": "trainee", "status": "attended"}), "W/\"2\"").expect(200).json();
        assert_eq!((&bare["country"], &bare["position"], &bare["sex"], &bare["score"]), (&Value::Null, &Value::Null, &json!("unknown"), &Value::Null));
        server.ledger().db().read_here(|conn| {
            let states: Vec<(i64, i32, String, Option<i64>)> = participations::table.order(participations::id)
                .select((participations::number, participations::version, participations::status, participations::to_seq)).load(conn)?;
            let told: Vec<(i32, &str, bool)> = states.iter().map(|(_, version, status, to)| (*version, status.as_str(), to.is_none())).collect();
            assert_eq!(told, [(1, "nominated", false), (2, "attended", false), (3, "attended", true)]);
            assert!(states.iter().all(|state| state.0 == states[0].0), "one number: {states:?}");
            let details: i64 = participation_details::table.count().get_result(conn)?;
            assert_eq!(details, 0, "personal values are overwritten in place");
            Ok::<(), Error>(())
        }).unwrap();
    }

    fn who_is_taken_off_the_roster_is_gone_and_can_come_again(server: &Server) {
        let officer = server.officer();
        let made = meet(server, &person("A", json!({})));
        let course = officer.record(&activity("Course"));
        let row = officer.post(&roster_of(&course), &trainee(&made)).expect(201).json();
        let path = at("/api/v1/participations", &row);
        officer.send("DELETE", &path, None).refused(428, "precondition_required");
        officer.delete(&path, "W/\"1\"").expect(204);
        officer.get(&path).refused(404, "gone");
        let after = now(server, &course);
        assert_eq!((&after["version"], &after["counts"]["rostered"], &after["counts"]["level"]), (&json!(3), &json!(0), &json!(0)));
        let again = officer.post(&roster_of(&course), &trainee(&made)).expect(201).json();
        assert_ne!(again["id"], row["id"]);
        for nothing in ["none", "0192d3a4-7b1c-7e2f-8a3b-5c6d7e8f9a0b"] {
            officer.get(&format!("/api/v1/participations/{nothing}")).refused(404, "not_found");
        }
    }

    fn only_those_who_came_are_counted(server: &Server) {
        let officer = server.officer();
        let course = officer.record(&activity("Course"));
        let mut items = Vec::new();
        for role in ["trainee", "delegate", "observer", "trainer", "expert", "speaker", "organiser"] {
            for status in ["attended", "absent", "withdrawn", "confirmed"] {
                items.push(json!({"participant": {"name": format!("{role} {status}")}, "role": role, "status": status}));
            }
        }
        officer.post(&roster_of(&course), &json!({"items": items})).expect(201);
        assert_eq!(now(server, &course)["counts"]["rostered"], 3);
    }

    fn a_roster_larger_than_the_head_count_is_refused(server: &Server) {
        let officer = server.officer();
        let course = officer.record(&activity_of("Course", "2024-05-06", 2));
        let items: Vec<Value> = (0..3).map(|i| json!({"participant": {"name": format!("N{i}")}, "role": "trainee", "status": "attended"})).collect();
        let refused = officer.post(&roster_of(&course), &json!({"items": items})).refused(422, "invalid");
        let refused = refused.names("/items", "impossible_total");
        let said = refused.body["errors"][0]["detail"].as_str().unwrap();
        assert!(said.contains('2') && said.contains('3'), "{said}");
        assert_eq!(officer.get(P).expect(200).json()["items"], json!([]), "none of them was recorded");
        officer.post(&roster_of(&course), &json!({"items": &items[..2]})).expect(201);
        let absent = with(items[2].clone(), json!({"status": "absent"}));
        let row = officer.post(&roster_of(&course), &absent).expect(201).json();
        officer.patch(&at("/api/v1/participations", &row), &json!({"status": "attended"}), "W/\"1\"").refused(422, "invalid").names("", "impossible_total");
        let fewer = json!({"counts": {"participants": {"value": 1}}});
        let etag = format!("W/\"{}\"", now(server, &course)["version"]);
        officer.patch(&at(A, &course), &fewer, &etag).refused(422, "invalid").names("/counts/participants/value", "impossible_total");
    }

    fn a_statement_that_cannot_be_true_is_refused_with_its_numbers_in_three_languages(server: &Server) {
        let body = |counts: Value, countries: Value| with(activity("Course"), json!({"counts": counts, "countries": countries}));
        let listed = json!([{"country": "AZE", "role": "beneficiary"}, {"country": "SEN", "role": "attending"}, {"country": "TUR", "role": "provider"}]);
        let head = |n: u32| json!({"value": n, "qualifier": "exact"});
        for (counts, at, code) in [
            (json!({"participants": head(1)}), "/counts/participants/value", "impossible_total"),
            (json!({"participants": head(2), "countries": 3}), "/counts/participants/value", "impossible_total"),
            (json!({"participants": head(20), "countries": 1}), "/counts/countries", "countries_below_named"),
            (json!({"participants": head(20), "countries": 12, "countries_of": "members"}), "/counts/countries", "unnamed_beyond_pool"),
            (json!({"participants": head(5), "cells": [{"country": "AZE", "participants": 6}]}), "/counts/participants/value", "impossible_total"),
            (json!({"cells": [{"sex": "female", "participants": 2}, {"sex": "female", "country": "AZE", "participants": 3}]}), "/counts/cells/0/participants", "cell_below_parts"),
            (json!({"cells": [{"country": "AZE", "participants": 9}, {"country": "AZE", "sex": "female", "participants": 3}, {"country": "AZE", "sex": "male", "participants": 3}]}), "/counts/cells/0/participants", "cell_above_sexes"),
        ] {
            for language in ["en", "fr", "ar"] {
                let refused = server.officer().with("accept-language", language).post(A, &body(counts.clone(), listed.clone())).refused(422, "invalid").names(at, code);
                let said = refused.body["errors"][0]["detail"].as_str().unwrap().to_owned();
                assert!(said.chars().any(|c| c.is_ascii_digit()) && !said.contains('{'), "{language}: {said}");
            }
        }
        let incomplete = json!({"participants": head(20), "countries": 1, "countries_complete": false});
        server.officer().record(&body(incomplete, listed.clone()));
        let about = json!({"participants": {"value": 1, "qualifier": "about"}});
        server.officer().record(&body(about, listed));
    }

    fn naming_more_countries_than_people_came_is_refused(server: &Server) {
        let course = server.officer().record(&activity_of("Course", "2024-05-06", 1));
        let two = json!({"countries": [{"country": "AZE", "role": "beneficiary"}, {"country": "SEN", "role": "beneficiary"}]});
        server.officer().patch(&at(A, &course), &two, "W/\"1\"").refused(422, "invalid").names("/counts/participants/value", "impossible_total");
        let hosts = json!({"countries": [{"country": "AZE", "role": "host"}, {"country": "SEN", "role": "provider"}]});
        server.officer().patch(&at(A, &course), &hosts, "W/\"1\"").expect(200);
    }

    fn statements_are_listed_and_the_newest_supersedes(server: &Server) {
        let officer = server.officer();
        let course = officer.record(&activity_of("Course", "2024-05-06", 43));
        let first = server.public().get(&counts_of(&course)).expect(200).json()["items"][0].clone();
        let members: Vec<&str> = first.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["id", "version", "participants", "countries", "countries_of", "countries_complete", "roster_complete", "cells", "source",
            "standing", "reason", "created_at"]);
        assert_eq!((&first["standing"], &first["version"]), (&json!(true), &json!(1)));
        let text_says = json!({"participants": {"value": 45}, "countries": 18, "source": "the text", "reason": "the list of names has 45 lines"});
        let reply = officer.post(&counts_of(&course), &text_says).expect(201);
        let second = reply.json();
        assert_eq!(reply.header("location"), Some(at("/api/v1/counts", &second).as_str()));
        assert_eq!(server.public().get(&at("/api/v1/counts", &second)).expect(200).json(), second);
        let after = now(server, &course);
        assert_eq!((&after["version"], &after["counts"]["participants"]["value"]), (&json!(2), &json!(45)));
        assert_eq!((&after["counts"]["source"], &after["counts"]["level"]), (&json!("the text"), &json!(2)));
        let listed = server.public().get(&format!("{}?count=exact", counts_of(&course))).expect(200).json();
        assert_eq!(listed["total"], 2);
        assert_eq!(every(&listed["items"], "standing"), ["false", "true"]);
        let page = server.public().get(&format!("{}?limit=1", counts_of(&course))).expect(200).json();
        let rest = server.public().get(&format!("{}?limit=1&cursor={}", counts_of(&course), text(&page, "next_cursor"))).expect(200).json();
        assert_eq!((&rest["items"][0], &rest["next_cursor"]), (&second, &Value::Null));
        server.public().post(&counts_of(&course), &text_says).refused(401, "unauthorized");
        server.analyst().post(&counts_of(&course), &text_says).refused(403, "forbidden");
    }

    fn a_statement_that_does_not_stand_changes_no_figure(server: &Server) {
        let officer = server.officer();
        let course = officer.record(&with(activity_of("Course", "2024-05-06", 43), json!({"countries": [{"country": "AZE", "role": "beneficiary"}, {"country": "SEN", "role": "beneficiary"}]})));
        let heading = json!({"participants": {"value": 1}, "standing": false, "reason": "the heading is a slip"});
        let made = officer.post(&counts_of(&course), &heading).expect(201).json();
        assert_eq!(now(server, &course), course);
        let path = at("/api/v1/counts", &made);
        officer.patch(&path, &json!({"standing": true}), "W/\"1\"").refused(422, "invalid").names("/participants/value", "impossible_total");
        let nonsense = json!({"participants": {"value": 1}, "countries": 2, "standing": false});
        officer.post(&counts_of(&course), &nonsense).refused(422, "invalid").names("/participants/value", "impossible_total");
        let unread = json!({"participants": {"value": -1, "qualifier": "some"}, "standing": "yes", "total": 3});
        officer.post(&counts_of(&course), &unread).refused(422, "invalid").names_exactly(&[("/participants/value", "out_of_range"),
            ("/participants/qualifier", "unknown_code"), ("/standing", "wrong_type"), ("/total", "unknown_field")]);
    }

    fn of_a_statement_only_its_standing_and_reason_change(server: &Server) {
        let officer = server.officer();
        let course = officer.record(&activity_of("Course", "2024-05-06", 43));
        let first = officer.get(&counts_of(&course)).expect(200).json()["items"][0].clone();
        officer.post(&counts_of(&course), &json!({"participants": {"value": 45}})).expect(201);
        let path = at("/api/v1/counts", &first);
        let etag = officer.get(&path).expect(200).etag();
        officer.patch(&path, &json!({"participants": {"value": 44}}), &etag).refused(422, "read_only");
        officer.patch(&path, &json!({"standing": null}), &etag).refused(422, "invalid").names("/standing", "required");
        officer.patch(&path, &json!({"standing": true}), "W/\"9\"").refused(412, "stale");
        officer.send("PATCH", &path, Some(("application/merge-patch+json", b"{}"))).refused(428, "precondition_required");
        let sent_back = with(officer.get(&path).expect(200).json(), json!({"standing": true, "reason": "the heading was right"}));
        let changed = officer.patch(&path, &sent_back, &etag).expect(200);
        assert_eq!((&changed.json()["standing"], &changed.json()["reason"]), (&json!(true), &json!("the heading was right")));
        assert_eq!(every(&officer.get(&counts_of(&course)).expect(200).json()["items"], "standing"), ["true", "false"]);
        let after = now(server, &course);
        assert_eq!((&after["counts"]["participants"]["value"], &after["version"]), (&json!(43), &json!(3)));
        let reworded = officer.patch(&path, &json!({"reason": null}), &changed.etag()).expect(200);
        assert_eq!(now(server, &course)["version"], 3, "a reason changes no figure");
        officer.patch(&path, &json!({"standing": false}), &reworded.etag()).expect(200);
        let after = now(server, &course);
        assert_eq!((&after["counts"]["participants"], &after["counts"]["level"], &after["version"]), (&Value::Null, &json!(0), &json!(4)));
    }

    fn what_hangs_on_a_draft_or_a_deleted_activity_is_hidden_with_it(server: &Server) {
        let officer = server.officer();
        let draft = officer.record(&with(activity_of("Course", "2024-05-06", 5), json!({"status": "draft"})));
        let count = officer.get(&counts_of(&draft)).expect(200).json()["items"][0].clone();
        let made = meet(server, &person("A", json!({})));
        let row = officer.post(&roster_of(&draft), &trainee(&made)).expect(201).json();
        server.public().get(&counts_of(&draft)).refused(404, "not_found");
        server.public().get(&at("/api/v1/counts", &count)).refused(404, "not_found");
        let row_at = at("/api/v1/participations", &row);
        officer.delete(&at(A, &draft), "W/\"2\"").expect(204);
        officer.get(&row_at).refused(404, "gone");
        officer.patch(&row_at, &json!({"role": "expert"}), "W/\"1\"").refused(404, "gone");
        officer.get(&at("/api/v1/counts", &count)).refused(404, "gone");
        officer.post(&roster_of(&draft), &trainee(&made)).refused(404, "gone");
        officer.delete(&at(P, &made), "W/\"1\"").refused(409, "in_use");
        officer.post(&format!("{}/restore", at(A, &draft)), &json!({})).expect(200);
        assert_eq!(officer.get(&row_at).expect(200).json(), row);
    }

    fn repeated_requests_on_a_roster_answer_alike_and_add_nothing(server: &Server) {
        let course = server.officer().record(&activity("Course"));
        let items: Vec<Value> = (0..3).map(|i| json!({"participant": {"name": format!("N{i}")}, "role": "trainee", "status": "attended"})).collect();
        let body = json!({"items": items});
        let officer = server.officer().with("idempotency-key", "batch");
        let first = officer.post(&roster_of(&course), &body).expect(201);
        server.officer().post(&roster_of(&course), &json!({"participant": {"name": "Later"}, "role": "trainee", "status": "attended"})).expect(201);
        assert_eq!(officer.post(&roster_of(&course), &body).expect(201).json(), first.json());
        let one = server.officer().with("idempotency-key", "one");
        let body = json!({"participant": {"name": "Single"}, "role": "trainee", "status": "attended"});
        let first = one.post(&roster_of(&course), &body).expect(201).json();
        assert_eq!(one.post(&roster_of(&course), &body).expect(201).json(), first);
        assert_eq!(server.officer().get(&format!("{}?count=exact", roster_of(&course))).expect(200).json()["total"], 5);
    }

    fn a_sheet_of_participations_is_one_command_that_raises_each_activity_once(server: &Server) {
        let officer = server.officer();
        let acts: Vec<Value> = (0..3).map(|i| officer.record(&with(activity("Course"), json!({"code": format!("A{i}")})))).collect();
        for i in 0..4 {
            meet(server, &person("N", json!({"code": format!("P{i}"), "country": "SEN", "sex": "female", "position": "Clerk"})));
        }
        let record = |rows: Vec<Value>| server.ledger().write_here(Actor::CommandLine, Keep::Yes, move |tx| record_rows(tx, &rows));
        let entries = || server.ledger().db().read_here(|conn| Ok::<i64, Error>(ledger::table.count().get_result(conn)?)).unwrap();
        let row = |a: usize, p: usize| json!({"activity": format!("A{a}"), "participant": format!("P{p}"), "role": "trainee", "status": "attended"});
        let rows: Vec<Value> = (0..2).flat_map(|a| (0..4).map(move |p| (a, p))).map(|(a, p)| row(a, p)).collect();
        let before = entries();
        assert_eq!(record(rows.clone()).unwrap(), Tally { created: 8, changed: 0, unchanged: 0 });
        assert_eq!(entries() - before, 2, "one entry for each activity that is touched");
        assert_eq!((&now(server, &acts[0])["version"], &now(server, &acts[0])["counts"]["rostered"]), (&json!(2), &json!(4)));
        assert_eq!(now(server, &acts[2])["version"], 1);
        assert_eq!(record(rows).unwrap(), Tally { created: 0, changed: 0, unchanged: 8 });
        assert_eq!(entries() - before, 2, "a second time nothing is new");
        let patch = vec![json!({"activity": "A1", "participant": "P2", "status": "absent", "position": null, "score": 50}), row(2, 0), row(1, 3)];
        assert_eq!(record(patch).unwrap(), Tally { created: 1, changed: 1, unchanged: 1 });
        assert_eq!(now(server, &acts[1])["counts"]["rostered"], 3);
        let listed = officer.get(&roster_of(&acts[1])).expect(200).json();
        let changed = listed["items"].as_array().unwrap().iter().find(|row| row["status"] == "absent").unwrap();
        assert_eq!((&changed["position"], &changed["score"], &changed["country"], &changed["version"]), (&Value::Null, &json!(50.0), &json!("SEN"), &json!(2)));
        let verdict = server.ledger().db().read_here(verify).unwrap();
        assert_eq!(verdict, qudra::ledger::Verdict::Whole(entries()));
    }

    fn a_sheet_of_participations_with_faults_changes_nothing_and_names_each_row(server: &Server) {
        let officer = server.officer();
        let course = officer.record(&with(activity_of("Course", "2024-05-06", 1), json!({"code": "A"})));
        for i in 0..2 {
            meet(server, &person("N", json!({"code": format!("P{i}")})));
        }
        let record = |rows: Vec<Value>| server.ledger().write_here(Actor::CommandLine, Keep::Yes, move |tx| record_rows(tx, &rows));
        let faults = |rows: Vec<Value>| match record(rows) {
            Err(Error::Invalid(faults)) => faults.iter().map(|f| format!("{:?} {}", f.at, f.code)).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let row = |p: &str| json!({"activity": "A", "participant": p, "role": "trainee", "status": "attended"});
        let found = faults(vec![row("P0"), row("P9"), row("P0"), json!({"activity": "B", "participant": "P1"}), json!({"activity": "A", "participant": "P1", "role": "chef"})]);
        for (at, code) in [("/1/participant", "unknown_reference"), ("/2/participant", "duplicate"), ("/3/activity", "unknown_reference"),
            ("/4/role", "unknown_code"), ("/4/status", "required")] {
            assert!(found.iter().any(|f| f.contains(&format!("{at:?}")) && f.ends_with(code)), "{at} {code} in {found:?}");
        }
        let found = faults(vec![row("P0"), row("P1")]);
        assert_eq!(found, [r#"Some(Pointer("/0/activity")) impossible_total"#]);
        assert_eq!(now(server, &course)["version"], 1);
        assert_eq!(officer.get(&roster_of(&course)).expect(200).json()["items"], json!([]));
    }

    fn an_id_is_as_good_as_a_code_in_a_path(server: &Server) {
        let made = server.officer().record(&with(activity("Course"), json!({"code": "KURS 1"})));
        let uid = Uid::parse(&text(&made, "id")).unwrap();
        server.officer().post(&format!("{A}/{uid}/counts"), &json!({"participants": {"value": 3}})).expect(201);
        let by_code = server.public().get(&format!("{A}/KURS%201/counts")).expect(200).json();
        assert_eq!(by_code["items"][0]["participants"]["value"], 3);
        let row = json!({"items": [{"participant": {"name": "N"}, "role": "trainee", "status": "attended"}]});
        let reply = server.officer().post(&format!("{A}/KURS%201/participations"), &row).expect(201);
        assert_eq!(reply.header("location"), Some("/api/v1/activities/KURS%201/participations"));
    }
}
