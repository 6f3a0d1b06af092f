//! What is refused, and how: every fault at once, each with its place and the nearest valid form; nothing is written.

use serde_json::{Value, json};

use crate::support::*;

const PATH: &str = "/api/v1/activities";

/// The refusal of a body, and proof that it left nothing behind.
#[track_caller]
fn refused(server: &Server, draft: &Value) -> Problem {
    let before = server.data_version();
    let problem = server.officer().post(PATH, draft).refused(422, "invalid");
    assert_eq!(server.data_version(), before, "a refusal was recorded");
    problem
}

/// An activity with these members is refused for exactly these faults.
#[track_caller]
fn wrong(server: &Server, members: Value, faults: &[(&str, &str)]) -> Problem {
    refused(server, &with(activity("Price statistics"), members)).names_exactly(faults)
}

on_both! {
    fn all_faults_of_a_body_are_told_at_once(server: &Server) {
        let problem = refused(server, &json!({
            "title": {"en": ""}, "type": "trainng_course", "mode": 3, "when": {"start": "2024-02-30", "precision": "day"},
            "programmes": ["StatCab"], "colour": "red",
        }));
        problem
            .names_exactly(&[
                ("/title/en", "empty"), ("/type", "unknown_code"), ("/status", "required"), ("/mode", "wrong_type"),
                ("/when/start", "not_a_date"), ("/programmes/0", "unknown_reference"), ("/colour", "unknown_field"),
            ])
            .suggests("/type", "training_course")
            .suggests("/programmes/0", "StatCaB");
    }

    fn a_title_a_type_and_a_status_are_needed(server: &Server) {
        refused(server, &json!({})).names_exactly(&[("/title", "required"), ("/type", "required"), ("/status", "required")]);
    }

    fn the_nearest_member_is_named_for_an_unknown_one(server: &Server) {
        wrong(server, json!({"tittle": "x"}), &[("/tittle", "unknown_field")]).suggests("/tittle", "title");
        wrong(server, json!({"place": {"town": "Ankara"}}), &[("/place/town", "unknown_field")]);
        wrong(server, json!({"counts": {"particpants": null}}), &[("/counts/particpants", "unknown_field")])
            .suggests("/counts/particpants", "participants");
    }

    fn the_nearest_country_and_agency_are_named(server: &Server) {
        wrong(server, json!({"countries": [{"country": "Uzbekstan", "role": "attending"}]}), &[("/countries/0/country", "unknown_reference")])
            .suggests("/countries/0/country", "UZB");
        wrong(server, json!({"agencies": [{"agency": "TURKSTATT", "role": "partner"}]}), &[("/agencies/0/agency", "unknown_reference")])
            .suggests("/agencies/0/agency", "TURKSTAT");
        wrong(server, json!({"fields": ["statistic"]}), &[("/fields/0", "unknown_reference")]).suggests("/fields/0", "statistics");
    }

    fn a_body_that_is_no_object_is_refused(server: &Server) {
        for body in [json!([]), json!("x"), json!(null), json!(7)] {
            refused(server, &body).names("", "wrong_type");
        }
    }

    fn broken_json_is_unreadable(server: &Server) {
        let long = format!("{{\"title\": \"{}", "x".repeat(500));
        for body in ["", "{", "{\"title\": }", "\u{feff}{}", "{} {}", "nonsense", &long, "{\"a\": 1e400}", "{\"a\": \"\\ud800\"}"] {
            let reply = server.officer().send("POST", PATH, Some(("application/json", body.as_bytes())));
            reply.refused(400, "unreadable").names("", "not_json");
        }
        let reply = server.officer().send("POST", PATH, Some(("application/json", b"{\"title\": \"\xff\"}")));
        reply.refused(400, "unreadable").names("", "not_json");
    }

    fn a_member_that_is_given_twice_is_unreadable(server: &Server) {
        let twice = br#"{"title": {"en": "One"}, "type": "workshop", "status": "held", "title": {"en": "Two"}}"#;
        server.officer().send("POST", PATH, Some(("application/json", twice))).refused(400, "unreadable").names("", "not_json");
        let inside = br#"{"title": {"en": "One", "en": "Two"}, "type": "workshop", "status": "held"}"#;
        server.officer().send("POST", PATH, Some(("application/json", inside))).refused(400, "unreadable").names("", "not_json");
    }

    fn json_that_is_nested_too_deeply_is_unreadable(server: &Server) {
        for depth in [40, 120, 5_000, 200_000] {
            let body = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
            server.officer().send("POST", PATH, Some(("application/json", body.as_bytes()))).refused(400, "unreadable");
        }
    }

    fn numbers_must_be_whole_and_in_range(server: &Server) {
        let stated = |value: &str| -> Value { serde_json::from_str(&format!(r#"{{"counts": {{"participants": {{"value": {value}}}}}}}"#)).unwrap() };
        let at = "/counts/participants/value";
        for value in ["-1", "10000001", "99999999999999999999", "1e300", "-1e300"] {
            let problem = refused(server, &with(activity("Numbers"), stated(value)));
            assert!(problem.faults().iter().any(|(place, _)| place == at), "{value}: {}", problem.body);
        }
        for value in ["1.5", "\"43\"", "true", "[43]", "{}"] {
            wrong(server, stated(value), &[(at, "wrong_type")]);
        }
        let made = server.officer().record(&with(activity("Numbers"), stated("43.0")));
        assert_eq!(made["counts"]["participants"]["value"], 43);
        assert_eq!(server.officer().record(&with(activity("Nobody"), stated("0")))["counts"]["participants"]["value"], 0);
    }

    fn control_characters_are_refused_in_every_text(server: &Server) {
        wrong(server, json!({"title": {"en": "a\u{0}b"}}), &[("/title/en", "control_character")]);
        wrong(server, json!({"notes": "a\u{7}b"}), &[("/notes", "control_character")]);
        wrong(server, json!({"code": "A\u{0}1"}), &[("/code", "control_character")]);
        wrong(server, json!({"place": {"city": "An\u{1b}kara"}}), &[("/place/city", "control_character")]);
        wrong(server, json!({"languages": ["e\u{0}n"]}), &[("/languages/0", "control_character")]);
        server.officer().record(&with(activity("Two lines"), json!({"notes": "one\ntwo\tthree"})));
    }

    fn texts_have_a_longest_length_in_characters(server: &Server) {
        let exactly = server.officer().record(&json!({"title": {"en": "ü".repeat(500)}, "type": "other", "status": "held"}));
        assert_eq!(exactly["title"]["en"].as_str().unwrap().chars().count(), 500);
        wrong(server, json!({"title": {"en": "x".repeat(501)}}), &[("/title/en", "too_long")]);
        wrong(server, json!({"notes": "x".repeat(10_001)}), &[("/notes", "too_long")]);
        wrong(server, json!({"code": "x".repeat(101)}), &[("/code", "too_long")]);
    }

    fn lists_have_a_most_number_of_elements(server: &Server) {
        let many: Vec<Value> = (0..51).map(|i| json!({"scheme": "old", "value": i.to_string()})).collect();
        wrong(server, json!({"external_ids": many}), &[("/external_ids", "too_many")]);
    }

    fn the_same_element_twice_is_refused(server: &Server) {
        wrong(server, json!({"programmes": ["StatCaB", "StatCaB"]}), &[("/programmes/1", "duplicate")]);
        wrong(server, json!({"programmes": ["Digi-CaB", "ICT-CaB"]}), &[("/programmes/1", "duplicate")]);
        wrong(server, json!({"languages": ["en", "en"]}), &[("/languages/1", "duplicate")]);
        let turkey_twice = json!([{"country": "TUR", "role": "host"}, {"country": "TR", "role": "host"}]);
        wrong(server, json!({"countries": turkey_twice}), &[("/countries/1", "duplicate")]);
        let two_roles = json!([{"country": "TUR", "role": "host"}, {"country": "TUR", "role": "provider"}]);
        server.officer().record(&with(activity("Two roles"), json!({"countries": two_roles})));
    }

    fn a_title_is_in_languages_that_are_known(server: &Server) {
        wrong(server, json!({"title": {"de": "Kurs"}}), &[("/title/de", "unknown_language")]);
        wrong(server, json!({"title": "Course"}), &[("/title", "wrong_type")]);
        wrong(server, json!({"title": {}}), &[("/title", "required")]);
        wrong(server, json!({"title": {"en": null}}), &[("/title", "required")]);
        wrong(server, json!({"title": {"en": ["x"]}}), &[("/title/en", "wrong_type")]);
        wrong(server, json!({"title": {"en": "  \u{a0} "}}), &[("/title/en", "empty")]);
        let made = server.officer().record(&json!({"title": {"ar": "دورة", "fr": "Cours"}, "type": "other", "status": "held"}));
        assert_eq!(made["title"], json!({"ar": "دورة", "fr": "Cours"}));
    }

    fn a_source_needs_an_address_or_a_note(server: &Server) {
        wrong(server, json!({"sources": [{}]}), &[("/sources/0", "source_without_content")]);
        wrong(server, json!({"sources": [{"url": "javascript:alert(1)"}]}), &[("/sources/0/url", "not_a_url")]);
        server.officer().record(&with(activity("Sourced"), json!({"sources": [{"note": "annual report, p. 4"}]})));
    }

    fn a_code_must_be_fit_to_stand_in_an_address_and_a_list(server: &Server) {
        for code in ["A,B", "A;B", "a\nb", "null", "0192d3a4-0000-7000-8000-000000000000"] {
            wrong(server, json!({"code": code}), &[("/code", "unfit_code")]);
        }
    }

    fn a_code_belongs_to_one_record_for_ever(server: &Server) {
        let officer = server.officer();
        let first = officer.record(&with(activity("First"), json!({"code": "ACT-1"})));
        officer.post(PATH, &with(activity("Second"), json!({"code": "ACT-1"}))).refused(409, "code_taken").names("/code", "code_taken");
        let path = format!("{PATH}/ACT-1");
        officer.patch(&path, &json!({"code": "ACT-2"}), "W/\"1\"").expect(200);
        officer.post(PATH, &with(activity("Second"), json!({"code": "ACT-1"}))).refused(409, "code_taken");
        let moved = server.public().get(&path);
        assert_eq!((moved.status, moved.header("location")), (301, Some("/api/v1/activities/ACT-2")));
        let back = officer.patch(&format!("{PATH}/ACT-2"), &json!({"code": "ACT-1"}), "W/\"2\"").expect(200).json();
        assert_eq!(back["id"], first["id"]);
    }

    fn read_only_members_are_refused_unless_they_are_as_they_were(server: &Server) {
        let officer = server.officer();
        for (name, value) in [("id", json!("0192d3a4-0000-7000-8000-000000000000")), ("version", json!(7)), ("created_at", json!("2020-01-01T00:00:00Z"))] {
            let place = format!("/{name}");
            officer.post(PATH, &with(activity("Own id"), json!({name: value}))).refused(422, "read_only").names(&place, "read_only");
        }
        let made = officer.record(&activity("Read back"));
        let path = format!("{PATH}/{}", made["id"].as_str().unwrap());
        officer.put(&path, &made, "W/\"1\"").expect(200);
        officer.put(&path, &with(made.clone(), json!({"version": 2})), "W/\"1\"").refused(422, "read_only").names("/version", "read_only");
        officer.patch(&path, &json!({"counts": {"level": 5}}), "W/\"1\"").refused(422, "read_only").names("/counts/level", "read_only");
        officer.patch(&path, &json!({"counts": {"rostered": 9}}), "W/\"1\"").refused(422, "read_only").names("/counts/rostered", "read_only");
    }

    fn refusals_speak_the_language_that_is_asked_for(server: &Server) {
        let say = |language: &str| {
            let reply = server.officer().with("accept-language", language).post(PATH, &json!({"title": {"en": "x"}, "type": "other"}));
            assert_eq!(reply.header("content-language"), language.split('-').next());
            let problem = reply.refused(422, "invalid").names("/status", "required");
            let said = |v: &Value| v.as_str().unwrap().to_owned();
            (said(&problem.body["title"]), said(&problem.body["detail"]), said(&problem.body["errors"][0]["detail"]))
        };
        let (en, ar, fr) = (say("en"), say("ar"), say("fr-TN"));
        assert_eq!(en.2, "is required");
        assert_eq!(fr.2, "est obligatoire");
        assert_eq!(ar.0, "المحتوى غير صالح");
        assert!(ar.1.contains("خطأ واحد") && fr.1.contains("Une erreur"), "{ar:?} {fr:?}");
    }
}
