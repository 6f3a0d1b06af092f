//! Nothing stored may ever fail to be read: limits bind those who write, not the past.

use diesel::prelude::*;
use qudra::db::schema::versions;

use super::*;

/// Whatever is made from stored documents.
const ASKED: [&str; 32] = [
    A,
    "/api/v1/coverage",
    "/api/v1/reports/coverage.csv",
    "/api/v1/agencies",
    "/api/v1/programmes",
    "/api/v1/countries",
    "/api/v1/fields",
    "/api/v1/published-figures",
    "/api/v1/published-figures/reconciliation",
    "/api/v1/statistics?by=year",
    "/api/v1/statistics?by=country&measure=activities",
    "/api/v1/statistics?by=agency&measure=activities",
    "/api/v1/statistics?by=programme&measure=activities",
    "/api/v1/statistics?measure=person_days",
    "/api/v1/statistics/totals",
    "/api/v1/statistics/explain",
    "/api/v1/countries/TUR/profile",
    "/api/v1/programmes/StatCaB/profile",
    "/api/v1/reports/activities.csv",
    "/api/v1/reports/agencies.csv",
    "/api/v1/reports/programmes.csv",
    "/api/v1/reports/countries.csv",
    "/api/v1/reports/published-figures.csv",
    "/api/v1/reports/statistics.csv",
    "/api/v1/reports/annual-summary.csv",
    "/api/v1/reports/country-summary.csv",
    "/api/v1/reports/agency-summary.csv",
    "/api/v1/reports/programme-summary.csv",
    "/api/v1/statistics?by=type",
    "/api/v1/statistics?by=field&measure=activities",
    "/api/v1/statistics?by=language&measure=activities",
    "/api/v1/statistics?by=sex",
];

fn everything_answers(server: &Server, then: &str, later: &str) {
    let public = server.public();
    for question in ASKED {
        let reply = public.send_unjudged("GET", &as_of(question, then), None);
        assert_eq!(reply.status, 200, "{question} as of {then}: {}", reply.text());
    }
    let between = format!("/api/v1/statistics/differences?measure=activities&from_as_of={then}&to_as_of={later}");
    public.get(&between).expect(200);
}

/// Puts other members into the document that a record has, as an older program with other limits may have left it.
fn overwrite(server: &Server, kind: &str, uid: &Value, members: &Value) {
    server
        .ledger()
        .db()
        .maintenance(|conn| {
            let rows: Vec<(i64, i32, Option<String>)> = versions::table
                .filter(versions::kind.eq(kind))
                .select((versions::record_id, versions::version, versions::document))
                .load(conn)?;
            for (id, version, document) in rows {
                let Some(document) = document else { continue };
                let document: Value = serde_json::from_str(&document).unwrap();
                if document["id"] != *uid {
                    continue;
                }
                let changed = with(document, members.clone()).to_string();
                diesel::update(versions::table.find((kind, id, version)))
                    .set(versions::document.eq(changed))
                    .execute(conn)?;
            }
            Ok(())
        })
        .unwrap();
}

/// A list of as many elements as that.
fn many(count: usize, element: impl Fn(usize) -> Value) -> Value {
    (0..count).map(element).collect()
}

on_both! {
    fn a_record_may_be_renamed_as_often_as_it_must_and_the_past_still_answers(server: &Server) {
        let officer = server.admin();
        officer.record(&with(activity_of("Workshop", "2024-05-06", 12), json!({
            "programmes": ["StatCaB"], "agencies": [{"agency": "TURKSTAT", "role": "host"}],
        })));
        let before = instant();
        for (list, code) in [("/api/v1/agencies", "TURKSTAT"), ("/api/v1/programmes", "StatCaB")] {
            let mut code = code.to_owned();
            for n in 0..55 {
                let path = format!("{list}/{code}");
                let etag = officer.get(&path).etag();
                code = format!("RENAMED-{n}");
                officer.patch(&path, &json!({"code": code}), &etag).expect(200);
            }
            let path = format!("{list}/{code}");
            let read = officer.get(&path).expect(200);
            assert_eq!(read.json()["former_codes"].as_array().unwrap().len(), 55);
            officer.put(&path, &read.json(), &read.etag()).expect(200);
            officer.patch(&path, &json!({"notes": "It can still be mended."}), &read.etag()).expect(200);
        }
        let then = instant();
        officer.post("/api/v1/editions", &json!({"name": "renamed"})).expect(201);
        officer.post("/api/v1/programmes", &json!({"code": "StatCaB-2", "name": {"en": "Another"}, "kind": "forum"})).expect(201);
        let public = server.public();
        for question in ASKED.iter().filter(|question| !question.contains("StatCaB")) {
            for at in [&before, &then] {
                let reply = public.get(&as_of(question, at));
                assert_eq!(reply.status, 200, "{question} as of {at}: {}", reply.text());
            }
        }
        public.get("/api/v1/statistics?edition=renamed").expect(200);
        public.get(&format!("/api/v1/statistics/differences?measure=activities&from_as_of={before}")).expect(200);
    }

    fn whatever_is_stored_is_read_again_though_no_writer_may_send_it_any_more(server: &Server) {
        let officer = server.admin();
        let made = officer.record(&with(activity_of("Workshop", "2024-05-06", 12), json!({
            "programmes": ["StatCaB"], "fields": ["sti"], "agencies": [{"agency": "TURKSTAT", "role": "host"}],
            "countries": [{"country": "TUR", "role": "attending"}],
        })));
        officer.record(&with(activity_of("Other", "2024-05-07", 5), json!({"countries": [{"country": "SEN", "role": "beneficiary"}]})));
        let claim = officer.post("/api/v1/published-figures", &json!({
            "measure": "activities", "value": 2, "scope": "all", "record_measure": "activities", "record_filter": "all", "statement": "Two.",
        })).expect(201).json();
        let id_of = |path: &str| officer.get(path).expect(200).json()["id"].clone();
        let declared = officer.post("/api/v1/coverage", &json!({"state": "partial", "reason": "A sample."})).expect(201).json();
        let listed = officer.record(&activity_of("Course", "2024-05-08", 9));
        let early = officer.record(&activity_of("Forecast", "2024-05-09", 9));
        let ids = ["/api/v1/agencies/TURKSTAT", "/api/v1/programmes/StatCaB", "/api/v1/countries/TUR", "/api/v1/fields/sti"].map(id_of);
        let [agency, programme, country, field] = ids;
        let long = "\u{200b}a\u{7}".repeat(8_000);
        let aliases = many(250, |n| json!({"alias": format!("Alias {n}"), "lang": "no language at all", "from": "2000", "to": "1999"}));
        let external = many(60, |n| json!({"scheme": "s".repeat(200), "value": format!("{n}{}", "v".repeat(300))}));
        overwrite(server, "activity", &made["id"], &json!({
            "code": "A,B;C", "title": {"en": long, "xx": "?"}, "notes": long, "plan_year": 1, "external_ids": external,
            "when": {"precision": "day", "start": "2024-05-06", "end": "2024-05-01"}, "place": {"city": long, "country": "TUR"},
            "languages": many(30, |n| json!(format!("not a language {n}"))),
            "sources": many(60, |n| json!({"url": format!("ftp://{n}"), "note": long})),
            "counts": {"participants": {"value": 20_000_000, "qualifier": "exact"}, "countries": 1, "countries_of": "members",
                       "countries_complete": true, "roster_complete": true, "source": long, "level": 4, "rostered": 0,
                       "cells": [{"country": "TUR", "participants": 3}, {"country": "FRA", "participants": 30_000_000}, {"sex": "female", "participants": 1}]},
        }));
        overwrite(server, "activity", &listed["id"], &json!({
            "when": {"precision": "day", "start": "2024-05-07", "end": "2024-05-01", "period": "2024", "days": ["2024-05-08", "2024-05-01", "2024-05-08"]},
            "counts": {"participants": {"value": 9, "qualifier": "exact"}, "countries": 0, "countries_of": "any",
                       "countries_complete": true, "roster_complete": true, "source": null, "level": 4, "rostered": 0,
                       "cells": [{"sex": "female", "participants": 8}, {"sex": "male", "participants": 8}, {"sex": "unknown", "participants": 8}]},
        }));
        overwrite(server, "activity", &early["id"], &json!({
            "when": {"precision": "day", "start": "2190-01-01", "end": "2199-12-31", "days": many(900, |n| json!(format!("2190-01-{:02}", n % 31 + 1)))},
            "status": "held", "once_a_member": true,
        }));
        overwrite(server, "coverage", &declared["id"], &json!({
            "filter": "no filter at all", "from": "2024", "to": "2007", "reason": long, "source": long,
        }));
        overwrite(server, "agency", &agency, &json!({
            "acronym": long, "name": {"en": long}, "aliases": aliases, "external_ids": external, "source_url": "nowhere", "notes": long,
            "former_codes": many(1_500, |n| json!(format!("OLD,{n}"))),
        }));
        overwrite(server, "programme", &programme, &json!({
            "name": {"en": long}, "source_url": "nowhere", "former_codes": many(1_500, |n| json!(format!("OLD,{n}"))),
        }));
        overwrite(server, "country", &country, &json!({
            "alpha2": "TRX", "m49": "7", "name": {"en": long}, "aliases": aliases, "source_url": "nowhere",
            "memberships": many(60, |n| json!({"status": "member", "from": (1900 + n).to_string(), "source": long})),
            "groups": many(60, |n| json!({"group": "Asian", "from": (1900 + n).to_string(), "inferred": false})),
        }));
        overwrite(server, "field", &field, &json!({"name": {"en": long}, "mappings": many(80, |n| json!({"scheme": long, "code": n.to_string()}))}));
        overwrite(server, "published_figure", &claim["id"], &json!({
            "measure": long, "value": -1e17, "scope": long, "record_filter": "no filter at all", "statement": long,
            "since": "2024", "as_of": "2007", "reconciliation_status": "explained", "reconciliation_reason": long,
        }));
        let then = instant();
        officer.post("/api/v1/editions", &json!({"name": "sealed"})).expect(201);
        everything_answers(server, &then, &instant());
        let public = server.public();
        public.get("/api/v1/statistics?edition=sealed&by=country").expect(200);
        let item = as_of(&format!("{A}/{}", made["id"].as_str().unwrap()), &then);
        let item = public.send_unjudged("GET", &item, None).expect(200).json();
        assert_eq!((&item["plan_year"], item["external_ids"].as_array().unwrap().len()), (&json!(1), 60));
        for question in ASKED {
            let reply = public.send_unjudged("GET", question, None);
            assert_eq!(reply.status, 200, "{question}: {}", reply.text());
        }
        // Another member of each can still be changed, and what is changed is judged.
        for (path, member) in [
            (format!("{A}/{}", listed["id"].as_str().unwrap()), "notes"),
            (format!("{A}/{}", early["id"].as_str().unwrap()), "notes"),
            ("/api/v1/agencies/TURKSTAT".into(), "notes"),
            ("/api/v1/programmes/StatCaB".into(), "notes"),
            ("/api/v1/fields/sti".into(), "name"),
            (format!("/api/v1/published-figures/{}", claim["id"].as_str().unwrap()), "source"),
            (format!("/api/v1/coverage/{}", declared["id"].as_str().unwrap()), "source"),
        ] {
            let saying = |text: &str| match member {
                "name" => json!({member: {"en": text}}),
                _ => json!({member: text}),
            };
            let ask = |method: &str, etag: &str, body: Option<Value>| {
                let bytes = body.map(|body| body.to_string()).unwrap_or_default();
                let sent = (method == "PATCH").then_some(("application/merge-patch+json", bytes.as_bytes()));
                officer.with("if-match", etag).send_unjudged(method, &path, sent)
            };
            let etag = ask("GET", "*", None).expect(200).etag();
            let refused = ask("PATCH", &etag, Some(saying(&"a".repeat(20_000)))).expect(422);
            assert_eq!(refused.json()["errors"].as_array().unwrap().len(), 1, "{path}: {}", refused.text());
            let changed = ask("PATCH", &etag, Some(saying("Mended.")));
            assert_eq!(changed.status, 200, "{path}: {}", changed.text());
        }
    }
}
