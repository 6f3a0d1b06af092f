//! Codes that change, and records that go: older codes go on finding, what shows a code is raised, tombstones remain.

use diesel::prelude::*;
use qudra::db::schema::{ledger, participants};
use serde_json::{Value, json};

use super::support::*;

const PROGRAMMES: &str = "/api/v1/programmes";
const AGENCIES: &str = "/api/v1/agencies";
const FIELDS: &str = "/api/v1/fields";

fn agency(code: &str) -> Value {
    json!({"code": code, "name": {"en": format!("The {code}")}, "kind": "other"})
}

/// How many entries the ledger has.
fn entries(server: &Server) -> i64 {
    let head = server.ledger().db().read_here(qudra::ledger::head).unwrap();
    head.seq
}

on_both! {
    fn an_older_code_goes_on_finding_its_programme_and_is_never_given_to_another(server: &Server) {
        let admin = server.admin();
        let moved = admin.get("/api/v1/programmes/ICT-CaB").expect(301);
        assert_eq!(moved.header("location"), Some("/api/v1/programmes/Digi-CaB"));
        let etag = admin.get("/api/v1/programmes/StatCaB").etag();
        let renamed = admin.patch("/api/v1/programmes/StatCaB", &json!({"code": "Stat/CaB é"}), &etag).expect(200);
        assert_eq!(renamed.json()["former_codes"], json!(["StatCaB"]));
        let moved = admin.get("/api/v1/programmes/StatCaB").expect(301);
        let location = moved.header("location").unwrap().to_owned();
        assert_eq!(admin.get(&location).expect(200).json(), renamed.json());
        for taken in [json!({"code": "StatCaB"}), json!({"code": "ICT-CaB"}), json!({"former_codes": ["New", "StatCaB"]})] {
            let draft = with(json!({"code": "Other", "name": {"en": "Other"}, "kind": "forum"}), taken);
            admin.post(PROGRAMMES, &draft).refused(409, "code_taken");
        }
        admin.get("/api/v1/programmes/New").refused(404, "not_found");
        let etag = renamed.etag();
        let patch = json!({"former_codes": ["SCB"]});
        let stated = admin.patch(&location, &patch, &etag).expect(200);
        assert_eq!(stated.json()["former_codes"], json!(["StatCaB", "SCB"]), "older codes only become more");
        admin.get("/api/v1/programmes/SCB").expect(301);
        let back = admin.patch(&location, &json!({"code": "StatCaB"}), &stated.etag()).expect(200).json();
        assert_eq!(back["former_codes"], json!(["SCB", "Stat/CaB é"]));
        admin.get("/api/v1/programmes/StatCaB").expect(200);
    }

    fn a_new_programme_code_raises_every_activity_that_shows_it(server: &Server) {
        let (admin, public) = (server.admin(), server.public());
        let shows = |title: &str| with(activity(title), json!({"programmes": ["OIC-VET", "StatCaB"]}));
        let (first, second) = (admin.record(&shows("First")), admin.record(&shows("Second")));
        let other = admin.record(&with(activity("Other"), json!({"programmes": ["OIC-VET"]})));
        let child = json!({"code": "Sub-CaB", "name": {"en": "Sub"}, "kind": "project", "parent": "StatCaB"});
        admin.post(PROGRAMMES, &child).expect(201);
        let before = entries(server);
        let etag = admin.get("/api/v1/programmes/StatCaB").etag();
        let dry = admin.patch("/api/v1/programmes/StatCaB?dry_run=true", &json!({"code": "Stat"}), &etag).expect(200);
        assert_eq!((dry.json()["code"].as_str(), entries(server)), (Some("Stat"), before));
        admin.patch("/api/v1/programmes/StatCaB", &json!({"code": "Stat"}), &etag).expect(200);
        assert_eq!(entries(server), before + 4, "the programme, two activities and the child");
        for recorded in [&first, &second] {
            let read = public.get(&format!("/api/v1/activities/{}", recorded["id"].as_str().unwrap())).expect(200);
            let mut expected = with(recorded.clone(), json!({"programmes": ["OIC-VET", "Stat"], "version": 2}));
            expected["updated_at"] = read.json()["updated_at"].clone();
            assert_eq!(read.json(), expected);
            assert_eq!(read.etag(), "W/\"2-r2\"");
            let etag = read.etag();
            let kept = admin.put(&format!("/api/v1/activities/{}", recorded["code"].as_str().unwrap()), &read.json(), &etag);
            assert_eq!(kept.expect(200).etag(), etag, "the row and the document agree");
        }
        let untouched = public.get(&format!("/api/v1/activities/{}", other["id"].as_str().unwrap())).json();
        assert_eq!(untouched, other);
        assert_eq!(public.get("/api/v1/programmes/Sub-CaB").json()["parent"], "Stat");
        let listed = public.get("/api/v1/activities?programme=StatCaB&count=exact").json();
        assert_eq!(listed["total"], 2, "the older code filters as well");
        let whole = server.ledger().db().read_here(qudra::ledger::verify).unwrap();
        assert_eq!(whole, qudra::ledger::Verdict::Whole(before + 4));
    }

    fn a_new_agency_code_raises_whatever_shows_it(server: &Server) {
        let officer = server.officer();
        let listed = officer.record(&with(activity("Listed"), json!({"agencies": [{"agency": "ANSD", "role": "host"}]})));
        let cell = json!({"counts": {"participants": {"value": 9}, "cells": [{"agency": "ANSD", "participants": 4}]}});
        let counted = officer.record(&with(activity("Counted"), cell));
        let part = with(agency("School"), json!({"links": [{"relation": "part_of", "agency": "ANSD", "from": "2008"}]}));
        officer.post(AGENCIES, &part).expect(201);
        officer.post(AGENCIES, &with(agency("DPS"), json!({"succeeded_by": "ANSD"}))).expect(201);
        let person = json!({"name": "A Person", "sex": "unknown", "agency": "ANSD"});
        let person = officer.post("/api/v1/participants", &person).expect(201).json();
        let etag = officer.get("/api/v1/agencies/ANSD").etag();
        officer.patch("/api/v1/agencies/ANSD", &json!({"code": "ANSD-SEN"}), &etag).expect(200);
        let read = |record: &Value| officer.get(&format!("/api/v1/activities/{}", record["id"].as_str().unwrap())).json();
        assert_eq!(read(&listed)["agencies"], json!([{"agency": "ANSD-SEN", "role": "host"}]));
        assert_eq!(read(&counted)["counts"]["cells"][0]["agency"], "ANSD-SEN");
        assert_eq!([&read(&listed)["version"], &read(&counted)["version"]], [2, 2]);
        let school = officer.get("/api/v1/agencies/School").json();
        assert_eq!((&school["links"][0]["agency"], &school["version"]), (&json!("ANSD-SEN"), &json!(2)));
        assert_eq!(officer.get("/api/v1/agencies/DPS").json()["succeeded_by"], "ANSD-SEN");
        let person = officer.get(&format!("/api/v1/participants/{}", person["id"].as_str().unwrap())).json();
        assert_eq!((&person["agency"], &person["version"]), (&json!("ANSD-SEN"), &json!(2)));
        let raised = server.ledger().db().read_here(|conn| {
            let of = ledger::table.filter(ledger::kind.eq("participant").and(ledger::action.eq("update")));
            let persons = participants::table.count().get_result::<i64>(conn)?;
            Ok((of.count().get_result::<i64>(conn)?, persons))
        });
        assert_eq!(raised.unwrap(), (1, 1));
    }

    fn what_is_in_use_is_not_deleted_and_the_count_is_said(server: &Server) {
        let admin = server.admin();
        let draft = json!({"programmes": ["OIC-VET"], "fields": ["sti"], "agencies": [{"agency": "QazStat", "role": "partner"}]});
        admin.record(&with(activity("One"), draft.clone()));
        admin.record(&with(activity("Two"), draft));
        for path in ["programmes/OIC-VET", "fields/sti", "agencies/QazStat"] {
            let path = format!("/api/v1/{path}");
            let etag = admin.get(&path).etag();
            let refused = admin.delete(&path, &etag).refused(409, "in_use");
            assert!(refused.body["errors"][0]["detail"].as_str().unwrap().contains('2'), "{}", refused.body);
            admin.get(&path).expect(200);
        }
        // The key of the tests' agency is tied to one.
        let etag = admin.get("/api/v1/agencies/TURKSTAT").etag();
        admin.delete("/api/v1/agencies/TURKSTAT", &etag).refused(409, "in_use");
    }

    fn a_deleted_code_stays_taken_and_a_new_record_is_not_found_by_it(server: &Server) {
        let (admin, public) = (server.admin(), server.public());
        let programme = |code: &str| json!({"code": code, "name": {"en": code}, "kind": "forum"});
        let field = |code: &str| json!({"code": code, "name": {"en": code}});
        let drafts: [(&str, fn(&str) -> Value); 3] = [(PROGRAMMES, programme), (FIELDS, field), (AGENCIES, agency)];
        for (list, draft) in drafts {
            let old = admin.post(list, &draft("Old")).expect(201);
            let id = old.json()["id"].as_str().unwrap().to_owned();
            admin.delete(&format!("{list}/Old"), "W/\"7\"").refused(412, "stale");
            admin.delete(&format!("{list}/Old?dry_run=true"), &old.etag()).expect(200);
            assert_eq!(admin.get(&format!("{list}/Old")).json(), old.json(), "a dry run deletes nothing");
            admin.delete(&format!("{list}/Old"), &old.etag()).expect(204);
            for segment in ["Old", &id] {
                admin.get(&format!("{list}/{segment}")).refused(404, "gone");
                public.get(&format!("{list}/{segment}")).refused(404, "not_found");
            }
            admin.post(list, &draft("Old")).refused(409, "code_taken");
            let new = admin.post(list, &draft("New")).expect(201).json();
            admin.get(&format!("{list}/Old")).refused(404, "gone");
            assert_eq!(admin.get(&format!("{list}/{id}")).status, 404, "{list}");
            assert_eq!(admin.get(&format!("{list}/New")).json(), new);
            assert!(!every(&public.get(list).json()["items"], "code").contains(&"Old".to_owned()));
        }
    }

    fn a_deleted_agency_is_restored_as_it_was_with_the_codes_of_today(server: &Server) {
        let officer = server.officer();
        let draft = with(agency("Bureau"), json!({"succeeded_by": "UNSD", "country": "SN", "aliases": [{"alias": "Office"}]}));
        let bureau = officer.post(AGENCIES, &draft).expect(201);
        officer.post("/api/v1/agencies/Bureau/restore", &json!({})).refused(409, "not_deleted");
        officer.delete("/api/v1/agencies/Bureau", &bureau.etag()).expect(204);
        let refused = officer.post("/api/v1/activities", &with(activity("A"), json!({"agencies": [{"agency": "Bureau", "role": "host"}]})));
        refused.refused(422, "invalid").names("/agencies/0/agency", "unknown_reference");
        let etag = officer.get("/api/v1/agencies/UNSD").etag();
        officer.patch("/api/v1/agencies/UNSD", &json!({"code": "UN-SD"}), &etag).expect(200);
        let restored = officer.post("/api/v1/agencies/Bureau/restore", &json!({})).expect(200).json();
        let expected = json!({"version": 3, "succeeded_by": "UN-SD", "updated_at": restored["updated_at"]});
        assert_eq!(restored, with(bureau.json(), expected));
        assert_eq!(server.public().get("/api/v1/agencies/Bureau").expect(200).json(), restored);
        assert_eq!(restored["country"], "SEN");
        officer.post("/api/v1/agencies/Nowhere/restore", &json!({})).refused(404, "not_found");
    }

    fn an_activity_that_is_restored_shows_the_codes_of_today(server: &Server) {
        let admin = server.admin();
        let shows = json!({"programmes": ["StatCaB"], "agencies": [{"agency": "ANSD", "role": "host"}],
                           "counts": {"participants": {"value": 9}, "cells": [{"agency": "ANSD", "participants": 4}]}});
        let recorded = admin.record(&with(activity("Deleted"), shows));
        let path = format!("/api/v1/activities/{}", recorded["id"].as_str().unwrap());
        admin.delete(&path, "W/\"1\"").expect(204);
        for (path, code) in [("/api/v1/programmes/StatCaB", "Stat"), ("/api/v1/agencies/ANSD", "ANSD-SEN")] {
            let etag = admin.get(path).etag();
            admin.patch(path, &json!({ "code": code }), &etag).expect(200);
        }
        let restored = admin.post(&format!("{path}/restore"), &json!({})).expect(200).json();
        let mut expected = with(recorded, json!({"programmes": ["Stat"], "agencies": [{"agency": "ANSD-SEN", "role": "host"}],
                                                 "version": 3, "updated_at": restored["updated_at"]}));
        expected["counts"]["cells"][0]["agency"] = json!("ANSD-SEN");
        assert_eq!(restored, expected);
        assert_eq!(admin.get(&path).expect(200).json(), restored);
    }
}
