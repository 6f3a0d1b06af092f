//! Persons: who may see them, and what is kept of them where.

use diesel::prelude::*;
use qudra::db::schema::{ledger, participant_details, versions};
use qudra::error::Error;
use qudra::ledger::{Actor, Commit, Outcome};
use qudra::participants::store::upsert;
use serde_json::{Value, json};

use crate::support::people::*;
use crate::support::*;

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
            for secret in ["Secret", "secret@", "5551234", "77.25", "78.25"] {
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
        let put = |body: Value| server.ledger().write_here(Actor::CommandLine, Commit::Yes, move |tx| upsert(tx, &body));
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
}
