//! Refusals that help: everything that is wrong at once, what was meant where that can be told, and nothing false. And
//! refusals that cost little, however large the nonsense that was sent.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::*;

const PATH: &str = "/api/v1/activities";

/// Long enough for a slow machine, and far less than comparing without end takes.
const SOON: Duration = Duration::from_secs(15);

on_both! {
    fn a_stale_change_says_what_was_named_and_what_stands_in_every_language(server: &Server) {
        let path = format!("{PATH}/{}", server.officer().record(&activity("Price statistics"))["id"].as_str().unwrap());
        server.officer().patch(&path, &json!({"notes": "x"}), "W/\"1\"").expect(200);
        for lang in ["en", "ar", "fr"] {
            let problem = server.officer().with("accept-language", lang)
                .patch(&path, &json!({"notes": "y"}), "W/\"1\"").refused(412, "stale");
            let detail = problem.body["detail"].as_str().unwrap();
            assert!(detail.contains("W/\"1\"") && detail.contains('2') && !detail.contains('{'), "{detail}");
        }
    }

    fn an_if_match_that_is_no_etag_is_unreadable(server: &Server) {
        let path = format!("{PATH}/{}", server.officer().record(&activity("Price statistics"))["id"].as_str().unwrap());
        for tag in ["1", "W/1", "\"1", "W/\"1\", 2", "w/\"1\""] {
            server.officer().patch(&path, &json!({"notes": "x"}), tag).refused(400, "unreadable").names("If-Match", "not_an_etag");
        }
        server.officer().patch(&path, &json!({"notes": "x"}), "\"7\", \"1\"").expect(200);
    }

    fn a_year_outside_of_the_record_reads_and_is_out_of_range(server: &Server) {
        for path in [PATH, "/api/v1/statistics", "/api/v1/statistics/totals", "/api/v1/reports/participations.csv", "/api/v1/reports/activities.csv"] {
            for year in ["9999", "0", "1", "-5", "99999999999999999999"] {
                server.officer().get(&format!("{path}?year={year}")).refused(422, "invalid").names_exactly(&[("year", "out_of_range")]);
            }
            server.officer().get(&format!("{path}?year=20x4")).refused(400, "unreadable").names_exactly(&[("year", "not_a_number")]);
        }
    }

    fn any_language_may_be_asked_for_and_nothing_that_is_no_language(server: &Server) {
        let officer = server.officer();
        let made = officer.record(&with(activity_of("Course", "2024-05-06", 5), json!({"languages": ["fr-TN"]})));
        for path in [PATH, "/api/v1/statistics", "/api/v1/statistics/totals", "/api/v1/statistics/explain", "/api/v1/reports/activities.csv",
                     "/api/v1/reports/annual-summary.csv", "/api/v1/reports/annual-summary.csv-metadata.json"] {
            let ask = |language: &str| officer.get(&format!("{path}?language={language}"));
            ask("klingon!").refused(400, "unreadable").names_exactly(&[("language", "not_a_language")]);
            ask("fr,EN").refused(400, "unreadable").suggests("language", "en");
            ask("fr_TN").refused(400, "unreadable").suggests("language", "fr-TN");
            ask("tlh,fr-TN").expect(200);
        }
        let from = made["created_at"].as_str().unwrap();
        officer.get(&format!("/api/v1/statistics/differences?from_as_of={from}&language=klingon!")).refused(400, "unreadable").names("language", "not_a_language");
        officer.get("/api/v1/statistics?language=null").expect(200);
        assert_eq!(officer.get(&format!("{PATH}?language=fr-TN&count=exact")).json()["total"], 1);
    }

    fn unknown_codes_are_told_beside_everything_else_that_is_wrong(server: &Server) {
        let officer = server.officer();
        officer.get(&format!("{PATH}?type=webinr&country=AZR&from=2024&to=2020&limit=0")).refused(422, "invalid").names_exactly(&[
            ("type", "unknown_code"), ("country", "unknown_reference"), ("from", "from_after_to"), ("limit", "out_of_range"),
        ]);
        officer.get("/api/v1/statistics?country=Azerbaijn&type=webinr&from=2024&to=2020&by=yeer").refused(422, "invalid").names_exactly(&[
            ("type", "unknown_code"), ("country", "unknown_reference"), ("from", "from_after_to"), ("by", "unknown_code"),
        ]).suggests("country", "AZE");
        officer.get("/api/v1/statistics/totals?country=AZR&type=webinr").refused(422, "invalid")
            .names_exactly(&[("type", "unknown_code"), ("country", "unknown_reference")]);
        officer.get("/api/v1/participants?country=XX&agency=TURKSTATT&sort=foo").refused(422, "invalid")
            .names_exactly(&[("country", "unknown_reference"), ("agency", "unknown_reference"), ("sort", "unknown_code")]);
        officer.get("/api/v1/agencies?kind=foo&country=XX&sort=bar&colour=red").refused(400, "unreadable")
            .names_exactly(&[("kind", "unknown_code"), ("country", "unknown_reference"), ("sort", "unknown_code"), ("colour", "unknown_parameter")]);
        officer.get("/api/v1/reports/participations.csv?activity=NOPE&programme=zz&year=1").refused(422, "invalid")
            .names_exactly(&[("activity", "unknown_reference"), ("programme", "unknown_reference"), ("year", "out_of_range")]);
        officer.get("/api/v1/reports/statistics.csv?country=AZR&year=1").refused(422, "invalid")
            .names_exactly(&[("country", "unknown_reference"), ("year", "out_of_range")]);
    }

    fn a_statement_that_contradicts_itself_is_told_beside_the_other_faults(server: &Server) {
        let counts = json!({"participants": {"value": 1, "qualifier": "exact"}, "countries": 5});
        let draft = with(activity("Price statistics"), json!({"colour": "red", "counts": counts}));
        server.officer().post(PATH, &draft).refused(422, "invalid")
            .names_exactly(&[("/colour", "unknown_field"), ("/counts/participants/value", "impossible_total")]);
        let id = server.officer().record(&activity("Price statistics"))["id"].clone();
        let mut counts = counts;
        counts["colour"] = "red".into();
        server.officer().post(&format!("{PATH}/{}/counts", id.as_str().unwrap()), &counts).refused(422, "invalid")
            .names_exactly(&[("/colour", "unknown_field"), ("/participants/value", "impossible_total")]);
    }

    fn a_statement_that_states_nothing_displaces_none(server: &Server) {
        let counts = json!({"counts": {"participants": {"value": 12, "qualifier": "exact"}}});
        let made = server.officer().record(&with(activity("Price statistics"), counts));
        let path = format!("{PATH}/{}", made["id"].as_str().unwrap());
        for nothing in [json!({}), json!({"cells": []}), json!({"source": "the page", "countries_complete": false})] {
            server.officer().post(&format!("{path}/counts"), &nothing).refused(422, "invalid").names_exactly(&[("", "nothing_stated")]);
        }
        assert_eq!(server.public().get(&path).json()["counts"]["participants"]["value"], 12);
    }

    fn an_acronym_that_several_agencies_bear_names_them_all(server: &Server) {
        let officer = server.officer();
        for country in ["SEN", "CIV", "UGA"] {
            let agency = json!({"code": format!("INS-{country}"), "acronym": "INS", "name": {"en": format!("Institute of {country}")},
                                "country": country, "kind": "nso", "aliases": [{"alias": "Statistics House"}]});
            officer.post("/api/v1/agencies", &agency).expect(201);
        }
        let all = "INS-CIV, INS-SEN, INS-UGA";
        for path in ["/api/v1/activities", "/api/v1/statistics", "/api/v1/reports/statistics.csv"] {
            officer.get(&format!("{path}?agency=INS")).refused(422, "invalid").suggests("agency", all);
            officer.get(&format!("{path}?agency=statistics+house")).refused(422, "invalid").suggests("agency", all);
        }
        let draft = with(activity("Price statistics"), json!({"agencies": [{"agency": "ins", "role": "partner"}]}));
        officer.post(PATH, &draft).refused(422, "invalid").suggests("/agencies/0/agency", all);
    }

    fn a_name_in_any_language_names_the_code(server: &Server) {
        let admin = server.admin();
        let read = admin.get("/api/v1/countries/JOR").expect(200);
        let names = json!({"name": {"ar": "الأردن", "fr": "Jordanie"}, "aliases": [{"alias": "Hashemite Kingdom"}]});
        admin.patch("/api/v1/countries/JOR", &names, &read.etag()).expect(200);
        for given in ["الأردن", "الاردن", "Jordan", "jordanie", "Hashemite kingdom", "Jordn"] {
            admin.get(&format!("{PATH}?country={}", given.replace(' ', "%20"))).refused(422, "invalid").suggests("country", "JOR");
        }
        admin.get(&format!("{PATH}?programme=Statistical+Capacity+Building+Programme")).refused(422, "invalid").suggests("programme", "StatCaB");
    }

    fn nonsense_of_any_size_is_refused_soon(server: &Server) {
        let (officer, began) = (server.officer(), Instant::now());
        let long = "a".repeat(900_000);
        let refuse = |body: String| officer.send("POST", PATH, Some(("application/json", body.as_bytes()))).refused(422, "invalid");
        let problem = refuse(format!("{{\"{long}\": 1}}"));
        assert!(problem.reply.body.len() < 5_000, "the name is repeated whole");
        refuse(format!("{{\"type\": \"{long}\"}}")).names("/type", "unknown_code");
        refuse(format!("{{\"programmes\": [\"{long}\"]}}")).names("/programmes/0", "too_long");
        let many: Vec<String> = (0..50_000).map(|i| format!("\"member{i}\": 1")).collect();
        let problem = refuse(format!("{{{}}}", many.join(",")));
        let errors = problem.body["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 1_001);
        assert_eq!(errors[1_000]["code"], "more_faults");
        assert_eq!(errors[1_000]["detail"], "49003 more things are wrong, which are not listed");
        let languages: Vec<String> = (0..60_000).map(|i| format!("\"l{i}\": \"x\"")).collect();
        refuse(format!("{{\"title\": {{{}}}}}", languages.join(",")));
        let query: Vec<String> = (0..1_400).map(|i| format!("p{i}")).collect();
        server.public().get(&format!("{PATH}?{}", query.join("&"))).refused(400, "unreadable");
        server.public().get(&format!("{PATH}?{}=1", "a".repeat(8_000))).refused(400, "unreadable");
        server.public().get(&format!("{PATH}?programme={}", "x,".repeat(4_000))).refused(422, "invalid").names("programme", "too_many");
        assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    }

    fn only_a_write_says_that_nothing_was_written(server: &Server) {
        let says = |problem: Problem| problem.body["detail"].as_str().unwrap().contains("Nothing was written");
        assert!(!says(server.public().get(&format!("{PATH}?limit=0")).refused(422, "invalid")));
        assert!(says(server.officer().post(PATH, &json!({})).refused(422, "invalid")));
    }

    fn what_was_given_is_quoted_and_nothing_else(server: &Server) {
        let detail = |problem: Problem| problem.body["errors"][0]["detail"].as_str().unwrap().to_owned();
        assert!(detail(server.public().get(&format!("{PATH}?count=yes")).refused(422, "invalid")).contains("\"yes\""));
        let draft = with(activity("Price statistics"), json!({"when": {"period": "0000", "precision": "year"}}));
        assert!(detail(server.officer().post(PATH, &draft).refused(422, "invalid")).contains("\"0000\""));
    }
}

#[test]
fn a_suggestion_is_near_or_there_is_none() {
    let server = Server::start(Backend::Sqlite);
    let draft = with(activity("Price statistics"), json!({"age": 3}));
    let problem = server
        .officer()
        .post(PATH, &draft)
        .refused(422, "invalid")
        .names("/age", "unknown_field");
    assert_eq!(problem.body["errors"][0].get("nearest"), None::<&Value>);
    server
        .public()
        .get("/api/v1/statistics?participation_role=traine")
        .refused(422, "invalid")
        .suggests("participation_role", "trainee");
}
