//! Activities: recording, reading, replacing, changing, deleting, restoring; who sees drafts.

use serde_json::{Value, json};

use crate::support::*;

const PATH: &str = "/api/v1/activities";

fn path_of(activity: &Value) -> String {
    format!("{PATH}/{}", activity["id"].as_str().unwrap())
}

/// An activity with something in every member.
fn full() -> Value {
    json!({
        "code": "ACT0208", "title": {"en": "Webinar on SDG 9 Indicators", "ar": "ندوة", "fr": "Webinaire"}, "type": "webinar",
        "mode": "hybrid", "status": "held", "our_role": "co_organiser",
        "when": {"start": "2021-03-18", "end": "2021-03-19", "precision": "day"}, "plan_year": 2020,
        "place": {"city": "Ankara", "country": "TUR"}, "programmes": ["OIC-StatCom", "StatCaB"], "programme_basis": "inferred",
        "fields": ["sti", "statistics"], "languages": ["en", "ar"],
        "countries": [{"country": "AZE", "role": "beneficiary"}, {"country": "TUR", "role": "provider"}],
        "agencies": [{"agency": "TURKSTAT", "role": "partner"}],
        "counts": {"participants": {"value": 43, "qualifier": "at_least"}, "countries": 8, "countries_of": "members", "countries_complete": false,
                   "roster_complete": false, "cells": [{"country": "AZE", "sex": "female", "participants": 2}], "source": "press release"},
        "external_ids": [{"scheme": "sesric_event_id", "value": "2470"}],
        "sources": [{"url": "https://example.org/2470", "note": null}], "notes": "As printed.",
    })
}

/// As those read it who may not see persons: its one cell is a small one.
fn without_cells(activity: &Value) -> Value {
    with(
        activity.clone(),
        json!({"counts": with(activity["counts"].clone(), json!({"cells": []}))}),
    )
}

on_both! {
    fn an_activity_is_answered_as_it_was_recorded(server: &Server) {
        let reply = server.officer().post(PATH, &full()).expect(201);
        let made = reply.json();
        assert_eq!(reply.header("location"), Some(path_of(&made).as_str()));
        assert_eq!(reply.etag(), "W/\"1-r2\"");
        let expected = with(full(), json!({
            "id": made["id"], "version": 1, "created_at": made["created_at"], "updated_at": made["updated_at"],
            "counts": with(full()["counts"].clone(), json!({"roster_complete": null, "level": 4, "rostered": 0})),
        }));
        assert_eq!(made, expected);
        let read = server.officer().get(&path_of(&made)).expect(200);
        assert_eq!(read.json(), made);
        assert_eq!(read.body, server.officer().get(&format!("{PATH}/ACT0208")).expect(200).body);
        // Two women of one country are nobody else's business.
        assert_eq!(server.public().get(&path_of(&made)).expect(200).json(), without_cells(&made));
        let members: Vec<String> = made.as_object().unwrap().keys().cloned().collect();
        assert_eq!(members[..4], ["id", "code", "version", "title"], "members come in the order of the contract");
    }

    fn what_is_left_out_has_its_default(server: &Server) {
        let made = server.officer().record(&activity("Least"));
        assert_eq!(made["mode"], "unknown");
        assert_eq!(made["our_role"], "organiser");
        assert_eq!(made["when"], json!({"start": null, "end": null, "precision": "unknown"}));
        assert_eq!((&made["place"], &made["plan_year"], &made["notes"]), (&Value::Null, &Value::Null, &Value::Null));
        assert_eq!(made["counts"]["level"], 0);
        assert_eq!(made["counts"]["participants"], Value::Null);
        assert!(!made["code"].as_str().unwrap().is_empty());
        for list in ["programmes", "fields", "languages", "countries", "agencies", "external_ids", "sources"] {
            assert_eq!(made[list], json!([]), "{list}");
        }
    }

    fn what_was_read_can_be_sent_back(server: &Server) {
        let made = server.officer().record(&full());
        let before = server.data_version();
        let reply = server.officer().put(&path_of(&made), &made, "W/\"1\"").expect(200);
        assert_eq!((reply.json(), reply.etag()), (made, "W/\"1-r2\"".to_owned()));
        assert_eq!(server.data_version(), before, "nothing changed, nothing is entered");
    }

    fn put_replaces_everything_but_the_statement_it_does_not_make(server: &Server) {
        let made = server.officer().record(&full());
        let put = server.officer().put(&path_of(&made), &activity("Replaced"), "W/\"1\"").expect(200).json();
        assert_eq!(put["version"], 2);
        assert_eq!(put["code"], made["code"], "a code left out stays");
        assert_eq!(put["created_at"], made["created_at"]);
        assert!(put["updated_at"].as_str() >= made["updated_at"].as_str());
        assert_eq!((&put["title"], &put["countries"], &put["notes"]), (&json!({"en": "Replaced"}), &json!([]), &Value::Null));
        assert_eq!(put["counts"]["participants"], made["counts"]["participants"], "absent counts state nothing");
        let list = server.public().get(&format!("{PATH}?country=AZE")).json();
        assert_eq!(list["items"], json!([]), "the rows behind filters follow");
    }

    fn a_merge_patch_changes_what_it_names(server: &Server) {
        let made = server.officer().record(&full());
        let patch = json!({"notes": null, "title": {"fr": null, "en": "Renamed"}, "place": {"city": "Istanbul"}, "languages": ["fr"]});
        let reply = server.officer().patch(&path_of(&made), &patch, "W/\"1\"").expect(200);
        assert_eq!(reply.etag(), "W/\"2-r2\"");
        let changed = reply.json();
        assert_eq!(changed["title"], json!({"en": "Renamed", "ar": "ندوة"}));
        assert_eq!(changed["place"], json!({"city": "Istanbul", "country": "TUR"}));
        assert_eq!((&changed["notes"], &changed["languages"]), (&Value::Null, &json!(["fr"])));
        let same = ["id", "code", "countries", "agencies", "counts", "when", "created_at"];
        for name in same {
            assert_eq!(changed[name], made[name], "{name}");
        }
        assert_eq!(server.officer().get(&path_of(&made)).json(), changed);
        assert_eq!(server.public().get(&path_of(&made)).json(), without_cells(&changed));
    }

    fn a_patch_is_judged_on_the_state_it_would_leave(server: &Server) {
        let made = server.officer().record(&activity_on("Dated", "2024-05-10"));
        let officer = server.officer();
        officer.patch(&path_of(&made), &json!({"when": {"end": "2024-05-09"}}), "W/\"1\"").refused(422, "invalid").names("/when/end", "end_before_start");
        officer.patch(&path_of(&made), &json!({"title": {"en": null}}), "W/\"1\"").refused(422, "invalid").names("/title", "required");
        officer.patch(&path_of(&made), &json!({"type": null}), "W/\"1\"").refused(422, "invalid").names("/type", "required");
        officer.patch(&path_of(&made), &json!([1]), "W/\"1\"").refused(422, "invalid");
        officer.patch(&path_of(&made), &json!({"when": {"start": "2024-05-01"}}), "W/\"1\"").expect(200);
    }

    fn a_change_that_changes_nothing_keeps_the_version(server: &Server) {
        let made = server.officer().record(&full());
        let before = server.data_version();
        for patch in [json!({}), json!({"notes": "As printed."}), json!({"place": {"city": " Ankara "}})] {
            let reply = server.officer().patch(&path_of(&made), &patch, "W/\"1\"").expect(200);
            assert_eq!((reply.etag(), reply.json()), ("W/\"1-r2\"".to_owned(), made.clone()), "{patch}");
        }
        server.officer().patch(&path_of(&made), &json!({"nots": null}), "W/\"1\"").refused(422, "invalid").names("/nots", "unknown_field");
        assert_eq!(server.data_version(), before);
    }

    fn the_time_may_be_known_to_the_day_the_month_the_year_or_not(server: &Server) {
        for when in [
            json!({"start": "2008-05-02", "end": "2008-05-09", "precision": "day"}), json!({"start": "2008-05-02", "end": null, "precision": "day"}),
            json!({"start": null, "end": null, "period": "2024-09", "precision": "month"}), json!({"start": null, "end": "2024-10-02", "period": "2024-09", "precision": "month"}),
            json!({"start": null, "end": null, "period": "2024", "precision": "year"}), json!({"start": null, "end": null, "precision": "unknown"}),
        ] {
            let made = server.officer().record(&with(activity("When"), json!({"when": when})));
            assert_eq!(made["when"], when);
            server.officer().put(&path_of(&made), &made, "W/\"1\"").expect(200);
        }
    }

    fn a_time_that_contradicts_itself_is_refused(server: &Server) {
        for (when, place, code) in [
            (json!({"start": "2024-05-09", "end": "2024-05-02", "precision": "day"}), "/when/end", "end_before_start"),
            (json!({"precision": "day"}), "/when/start", "required"), (json!({"precision": "month"}), "/when/period", "required"),
            (json!({"start": "2024-05-09"}), "/when/precision", "required"),
            (json!({"start": "2024-05-09", "period": "2024", "precision": "day"}), "/when/period", "precision_mismatch"),
            (json!({"period": "2024", "precision": "month"}), "/when/period", "precision_mismatch"),
            (json!({"start": "2024-05-09", "period": "2024-05", "precision": "month"}), "/when/start", "precision_mismatch"),
            (json!({"period": "2024-09", "end": "2024-08-31", "precision": "month"}), "/when/end", "end_outside_period"),
            (json!({"end": "2024-08-31", "precision": "unknown"}), "/when/end", "precision_mismatch"),
            (json!({"start": "0000-01-01", "precision": "day"}), "/when/start", "not_a_date"),
            (json!({"start": "9999-12-31", "precision": "day"}), "/when/start", "not_a_date"),
            (json!({"start": "2023-02-29", "precision": "day"}), "/when/start", "not_a_date"),
            (json!({"start": "2024-05", "precision": "day"}), "/when/start", "not_a_date"),
            (json!({"period": "0", "precision": "year"}), "/when/period", "not_a_partial_date"),
            (json!({"period": "9999", "precision": "year"}), "/when/period", "not_a_partial_date"),
            (json!({"start": 20_240_509, "precision": "day"}), "/when/start", "wrong_type"), (json!("2024"), "/when", "wrong_type"),
        ] {
            let draft = with(activity("When"), json!({"when": when}));
            server.officer().post(PATH, &draft).refused(422, "invalid").names(place, code);
        }
        assert_eq!(server.public().get(PATH).json()["items"], json!([]));
    }

    fn codes_are_taken_in_every_form_and_answered_in_one(server: &Server) {
        let made = server.officer().record(&with(activity("Forms"), json!({
            "programmes": ["ICT-CaB"], "countries": [{"country": "az", "role": "attending"}, {"country": "Kaz", "role": "attending"}],
            "place": {"city": null, "country": "tr"},
        })));
        assert_eq!(made["programmes"], json!(["Digi-CaB"]), "an older code means the programme");
        assert_eq!(every(&made["countries"], "country"), ["AZE", "KAZ"]);
        assert_eq!(made["place"], json!({"city": null, "country": "TUR"}));
    }

    fn statements_of_count_have_their_level(server: &Server) {
        for (members, level) in [
            (json!({"counts": null}), 0), (json!({"counts": {"participants": {"value": 23}}}), 1),
            (json!({"counts": {"participants": {"value": 45}, "countries": 11}}), 2),
            (json!({"counts": {"participants": {"value": 43}}, "countries": [{"country": "AZE", "role": "beneficiary"}]}), 3),
            (json!({"counts": {"participants": {"value": 43}}, "countries": [{"country": "AZE", "role": "provider"}]}), 1),
            (json!({"counts": {"cells": [{"sex": "female", "participants": 2}]}}), 4),
        ] {
            let made = server.officer().record(&with(activity("Counted"), members.clone()));
            assert_eq!(made["counts"]["level"], level, "{members}");
        }
    }

    fn a_deleted_activity_is_a_tombstone_that_officers_can_restore(server: &Server) {
        let (officer, made) = (server.officer(), server.officer().record(&full()));
        let path = path_of(&made);
        officer.post(&format!("{path}/restore"), &json!(null)).refused(409, "not_deleted");
        let reply = officer.delete(&path, "W/\"1\"").expect(204);
        assert!(reply.body.is_empty());
        for path in [path.as_str(), "/api/v1/activities/ACT0208"] {
            server.public().get(path).refused(404, "not_found");
            officer.get(path).refused(404, "gone");
        }
        officer.patch(&path, &json!({"notes": "x"}), "W/\"2\"").refused(404, "gone");
        officer.delete(&path, "W/\"2\"").refused(404, "gone");
        assert_eq!(officer.get(PATH).json()["items"], json!([]));
        officer.post(PATH, &full()).refused(409, "code_taken");
        server.analyst().post(&format!("{path}/restore"), &json!(null)).refused(403, "forbidden");
        let restored = officer.send("POST", &format!("{path}/restore"), None).expect(200);
        let back = restored.json();
        assert_eq!(without(back.clone(), &["version", "updated_at"]), without(made, &["version", "updated_at"]));
        assert_eq!((back["version"].as_i64(), restored.etag()), (Some(3), "W/\"3-r2\"".to_owned()));
        assert_eq!(server.public().get(&path).expect(200).json(), without_cells(&back));
        assert_eq!(every(&server.public().get(&format!("{PATH}?country=AZE&q=sdg")).json()["items"], "code"), ["ACT0208"]);
        officer.put(&path, &back, "W/\"3\"").expect(200);
    }

    fn every_version_is_kept(server: &Server) {
        let (officer, made) = (server.officer(), server.officer().record(&activity("First name")));
        let path = path_of(&made);
        officer.patch(&path, &json!({"title": {"en": "Second name"}}), "W/\"1\"").expect(200);
        officer.delete(&path, "W/\"2\"").expect(204);
        officer.send("POST", &format!("{path}/restore"), None).expect(200);
        let versions = server.public().get(&format!("{path}/versions")).expect(200).json();
        assert_eq!(every(&versions["items"], "version"), ["1", "2", "3", "4"]);
        let titles: Vec<&Value> = versions["items"].as_array().unwrap().iter().map(|v| &v["document"]["title"]["en"]).collect();
        assert_eq!(titles, [&json!("First name"), &json!("Second name"), &Value::Null, &json!("Second name")]);
        assert_eq!(versions["items"][0]["document"], made);
        let seqs: Vec<i64> = versions["items"].as_array().unwrap().iter().map(|v| v["seq"].as_i64().unwrap()).collect();
        assert!(seqs.windows(2).all(|pair| pair[0] < pair[1]), "{seqs:?}");
    }

    fn drafts_are_hidden_from_everybody_but_officers(server: &Server) {
        let hidden = server.officer().record(&with(activity("Secret plans"), json!({"status": "draft", "code": "PLAN-1"})));
        server.officer().record(&activity("Public plans"));
        for reader in [server.public(), server.analyst()] {
            reader.get(&path_of(&hidden)).refused(404, "not_found");
            reader.get(&format!("{PATH}/PLAN-1")).refused(404, "not_found");
            reader.get(&format!("{}/versions", path_of(&hidden))).refused(404, "not_found");
            let list = reader.get(&format!("{PATH}?count=exact")).json();
            assert_eq!((every(&list["items"], "status"), list["total"].as_i64()), (vec!["held".to_owned()], Some(1)));
            reader.get(&format!("{PATH}?status=draft")).refused(422, "invalid").names_exactly(&[("status", "hidden_value")]);
            for query in ["q=secret", "q=plan-1"] {
                let found = reader.get(&format!("{PATH}?count=exact&{query}")).expect(200).json();
                assert_eq!((&found["items"], &found["total"]), (&json!([]), &json!(0)), "{query}");
            }
        }
        for reader in [server.officer(), server.admin()] {
            assert_eq!(reader.get(&path_of(&hidden)).expect(200).json(), hidden);
            assert_eq!(reader.get(&format!("{PATH}?status=draft&count=exact")).json()["total"], 1);
        }
    }

    fn a_drafts_past_stays_hidden_when_it_is_announced(server: &Server) {
        let (officer, path) = (server.officer(), format!("{PATH}/PLAN-1"));
        officer.record(&with(activity("Working title"), json!({"status": "draft", "code": "PLAN-1"})));
        officer.patch(&path, &json!({"status": "announced", "title": {"en": "Final title"}}), "W/\"1\"").expect(200);
        let (seen, whole) = (server.public().get(&format!("{path}/versions")).expect(200), officer.get(&format!("{path}/versions")).expect(200));
        assert_eq!(every(&seen.json()["items"], "version"), ["2"]);
        assert!(!seen.text().contains("Working title"));
        assert_eq!(every(&whole.json()["items"], "version"), ["1", "2"]);
        assert_ne!(seen.etag(), whole.etag(), "who asks is part of the ETag");
        server.public().with("if-none-match", &whole.etag()).get(&format!("{path}/versions")).expect(200);
    }

    fn an_older_code_does_not_give_a_draft_away(server: &Server) {
        let officer = server.officer();
        officer.record(&with(activity("Secret"), json!({"status": "draft", "code": "OLD-1"})));
        officer.patch(&format!("{PATH}/OLD-1"), &json!({"code": "SECRET-1"}), "W/\"1\"").expect(200);
        server.public().get(&format!("{PATH}/OLD-1")).refused(404, "not_found");
        officer.get(&format!("{PATH}/OLD-1")).expect(301);
        let near = server.public().get(&format!("{PATH}/SECRET-2")).refused(404, "not_found");
        assert!(!near.reply.text().contains("SECRET-1"));
        officer.patch(&format!("{PATH}/SECRET-1"), &json!({"status": "held"}), "W/\"2\"").expect(200);
        assert_eq!(server.public().get(&format!("{PATH}/OLD-1")).expect(301).header("location"), Some("/api/v1/activities/SECRET-1"));
    }

    fn a_code_with_odd_characters_is_found_by_its_address(server: &Server) {
        for code in ["A/B 1", "دورة-١", "100%", "a?b#c", "é", "v1.2_x"] {
            let made = server.officer().record(&with(activity("Odd"), json!({"code": code})));
            let segment: String = code.bytes().map(|b| format!("%{b:02X}")).collect();
            assert_eq!(server.public().get(&format!("{PATH}/{segment}")).expect(200).json(), made, "{code}");
        }
        // One code, however its accents are composed.
        server.officer().post(PATH, &with(activity("Odd"), json!({"code": "e\u{301}"}))).refused(409, "code_taken");
    }
}
