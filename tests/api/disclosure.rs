//! What those who may not see persons are told: the same bytes for records that differ only in what is hidden.

use serde_json::{Value, json};

use crate::differences::instant;
use crate::support::people::{A, at, counts_of, meet, person, roster_of};
use crate::support::*;

const S: &str = "/api/v1/statistics";

/// Questions that such a reader may ask, of which the hidden number must leave no trace.
fn questions(activity: &Value) -> Vec<String> {
    let mut all = vec![
        at(A, activity),
        counts_of(activity),
        format!("{}/versions", at(A, activity)),
        A.to_owned(),
        "/en/".to_owned(),
        format!("{S}/totals"),
    ];
    for query in [
        "by=sex",
        "by=country,sex",
        "by=agency",
        "by=agency,sex",
        "by=year,sex",
        "by=country",
        "",
        "by=oic_group",
        "country=AZE",
        "by=oic_group,sex",
        "sex=female",
        "sex=unknown",
        "sex=female&by=country",
        "agency=TURKSTAT",
        "agency=TURKSTAT&by=sex",
        "by=agency_kind",
        "participation_role=trainee",
        "participation_role=trainer",
        "participation_status=absent&by=country",
        "from=2021-03-18&to=2021-03-18&by=sex",
    ] {
        for measure in ["participations", "people", "person_days"] {
            all.push(format!("{S}?measure={measure}&{query}"));
            all.push(format!("{S}/explain?measure={measure}&{query}"));
        }
        all.push(format!("/api/v1/reports/statistics.csv?{query}"));
    }
    for query in [
        "measure=share_of_women",
        "measure=agencies",
        "measure=countries",
        "measure=share_of_women&by=country",
    ] {
        all.push(format!("{S}?{query}"));
    }
    for report in [
        "activities",
        "annual-summary",
        "country-summary",
        "agency-summary",
        "programme-summary",
    ] {
        all.push(format!("/api/v1/reports/{report}.csv"));
    }
    all
}

/// Leaves out what any edit changes: versions and times.
fn without_versions(text: &str) -> String {
    let numbers = |text: &str, name: &str| {
        let mut parts = text.split(name);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            out.push_str(name);
            out.push_str(
                part.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | ':' | '.' | 'T' | 'Z')),
            );
        }
        out
    };
    let text = numbers(text, "\"version\":");
    let text = numbers(&text, "\"updated_at\":\"");
    numbers(&text, "\"data_version\":")
}

fn answers(client: &Client, activity: &Value) -> Vec<(String, String)> {
    let ask = |path: String| {
        let text = client.get(&path).expect(200).text();
        // In a file and on the page versions and times have columns and places of their own.
        let text = if path.contains("activities.csv") {
            let lines = text
                .lines()
                .map(|line| line.rsplitn(4, ',').last().unwrap_or_default().to_owned());
            lines.collect::<Vec<_>>().join("\n")
        } else if path == "/en/" {
            text.lines()
                .filter(|line| !line.contains("data version") && !line.contains("version"))
                .collect::<Vec<_>>()
                .join("\n")
        } else if path.ends_with("/versions") || path == counts_of(activity) {
            // Each edit leaves one more; only the newest is compared.
            let json: Value = serde_json::from_str(&text).unwrap();
            let last = json["items"]
                .as_array()
                .and_then(|items| items.last().cloned())
                .unwrap_or_default();
            let mut last = last.get("document").cloned().unwrap_or(last);
            for name in ["id", "created_at"] {
                last.as_object_mut().map(|members| members.remove(name));
            }
            without_versions(&last.to_string())
        } else {
            without_versions(&text)
        };
        (path, text)
    };
    questions(activity).into_iter().map(ask).collect()
}

fn assert_same(before: &[(String, String)], after: &[(String, String)]) {
    for ((path, before), (_, after)) in before.iter().zip(after) {
        assert_eq!(before, after, "{path}");
    }
}

fn with_cells(people: u32, cells: &Value) -> Value {
    with(
        activity_on("A course", "2021-03-18"),
        json!({
            "countries": [{"country": "AZE", "role": "beneficiary"}, {"country": "TUR", "role": "beneficiary"}],
            "counts": {"participants": {"value": people}, "cells": cells},
        }),
    )
}

fn recount(server: &Server, activity: &Value, people: u32, cells: &Value) {
    recount_as(server, activity, "exact", people, cells);
}

fn recount_as(server: &Server, activity: &Value, qualifier: &str, people: u32, cells: &Value) {
    let counts = json!({"participants": {"value": people, "qualifier": qualifier}, "cells": cells});
    server.officer().post(&counts_of(activity), &counts).expect(201);
}

on_both! {
    fn two_cells_that_differ_in_what_is_hidden_give_the_same_bytes(server: &Server) {
        let cases = [
            (json!([{"sex": "female", "participants": 2}]), json!([{"sex": "female", "participants": 4}])),
            (json!([{"sex": "female", "participants": 1}, {"sex": "male", "participants": 29}]), json!([{"sex": "female", "participants": 3}, {"sex": "male", "participants": 27}])),
            (json!([{"country": "AZE", "sex": "female", "participants": 2}]), json!([{"country": "AZE", "sex": "female", "participants": 3}])),
            (json!([{"agency": "TURKSTAT", "participants": 2}]), json!([{"agency": "TURKSTAT", "participants": 3}])),
            (json!([{"agency": "TURKSTAT", "sex": "male", "participants": 4}]), json!([{"agency": "TURKSTAT", "sex": "male", "participants": 1}])),
        ];
        let made = server.officer().record(&with_cells(30, &json!([])));
        for (first, second) in cases {
            recount(server, &made, 30, &first);
            let (public, analyst) = (answers(&server.public(), &made), answers(&server.analyst(), &made));
            recount(server, &made, 30, &second);
            assert_same(&public, &answers(&server.public(), &made));
            assert_same(&analyst, &answers(&server.analyst(), &made));
            let seen = server.officer().get(&at(A, &made)).expect(200).json();
            assert_eq!(seen["counts"]["cells"], second, "officers see it as it is");
        }
    }

    fn beside_a_loose_head_count_hidden_cells_leave_no_trace_in_the_total(server: &Server) {
        let women = |number: u32| json!([{"sex": "female", "participants": number}]);
        let of_agency = |number: u32| json!([{"agency": "TURKSTAT", "participants": number}]);
        let from_there = |number: u32| json!([{"country": "AZE", "sex": "female", "participants": number}]);
        let made = server.officer().record(&with_cells(30, &json!([])));
        for (qualifier, first, second) in [
            ("about", women(2), women(3)),
            ("at_most", women(27), women(28)),
            ("nearly", of_agency(2), of_agency(3)),
            ("about", from_there(1), from_there(4)),
            ("at_least", women(3), women(1)),
        ] {
            recount_as(server, &made, qualifier, 30, &first);
            let before = [answers(&server.public(), &made), answers(&server.agency(), &made)];
            recount_as(server, &made, qualifier, 30, &second);
            assert_same(&before[0], &answers(&server.public(), &made));
            if !second.to_string().contains("TURKSTAT") {
                assert_same(&before[1], &answers(&server.agency(), &made));
            }
        }
    }

    fn what_a_cell_has_more_than_the_roster_is_no_way_round(server: &Server) {
        let made = server.officer().record(&with_cells(30, &json!([])));
        let mut last = Value::Null;
        for number in 0..25 {
            let who = meet(server, &person(&format!("Person {number}"), json!({})));
            let sex = if number < 10 { "female" } else { "male" };
            let row = json!({"participant": who["id"], "role": "trainee", "status": "attended", "sex": sex, "country": "TUR"});
            last = server.officer().post(&roster_of(&made), &row).expect(201).json();
        }
        recount(server, &made, 30, &json!([{"sex": "female", "participants": 12}]));
        let before = answers(&server.public(), &made);
        let path = format!("/api/v1/participations/{}", last["id"].as_str().unwrap());
        let etag = server.officer().get(&path).expect(200).etag();
        server.officer().patch(&path, &json!({"sex": "female"}), &etag).expect(200);
        assert_same(&before, &answers(&server.public(), &made));
    }

    fn two_rosters_that_differ_in_what_is_hidden_give_the_same_bytes(server: &Server) {
        let made = server.officer().record(&with_cells(12, &json!([])));
        let mut first = Value::Null;
        for number in 0..12 {
            let sex = if number < 2 { "female" } else { "male" };
            let country = if number % 3 == 0 { "AZE" } else { "TUR" };
            let who = meet(server, &person(&format!("Person {number}"), json!({})));
            let row = json!({"participant": who["id"], "role": "trainee", "status": "attended", "sex": sex, "country": country, "agency": "TURKSTAT"});
            first = server.officer().post(&roster_of(&made), &row).expect(201).json();
        }
        let before = answers(&server.public(), &made);
        let path = format!("/api/v1/participations/{}", first["id"].as_str().unwrap());
        let etag = server.officer().get(&path).expect(200).etag();
        server.officer().patch(&path, &json!({"sex": "female"}), &etag).expect(200);
        assert_same(&before, &answers(&server.public(), &made));
        let women = server.officer().get(&format!("{S}?sex=female")).expect(200).json();
        assert_eq!(women["total"]["value"], 3);
        let women = server.public().get(&format!("{S}?by=sex")).expect(200).json();
        assert_eq!(women["rows"][0]["withheld"], true, "{women}");
        assert!(!women["notes"].as_array().unwrap().is_empty());
    }

    fn the_past_is_told_as_it_was_told_then(server: &Server) {
        let cells = json!([{"sex": "female", "participants": 12}, {"agency": "TURKSTAT", "participants": 8}]);
        let made = server.officer().record(&with_cells(30, &cells));
        let who = meet(server, &person("One", json!({"sex": "female", "country": "AZE", "agency": "ANSD"})));
        let row = json!({"participant": who["id"], "role": "trainee", "status": "attended"});
        server.officer().post(&roster_of(&made), &row).expect(201);
        let path = at(A, &made);
        let questions = [path.clone(), A.to_owned(), format!("{S}?by=sex"), format!("{S}?by=agency"), format!("{S}?by=country,sex"),
                         format!("{S}/explain?by=sex"), "/api/v1/reports/activities.csv".to_owned(), "/api/v1/reports/annual-summary.csv".to_owned()];
        let ask = |client: &Client, moment: &str| -> Vec<String> {
            let told = |question: &String| {
                let mark = if question.contains('?') { '&' } else { '?' };
                let reply = client.get(&format!("{question}{}", if moment.is_empty() { String::new() } else { format!("{mark}as_of={moment}") })).expect(200);
                match reply.header("content-type") {
                    Some("application/json") => {
                        let mut json = reply.json();
                        json.as_object_mut().map(|members| members.remove("as_of"));
                        json.to_string()
                    }
                    _ => reply.text(),
                }
            };
            questions.iter().map(told).collect()
        };
        // The roster has one of another agency: no number of agencies is told, the 8 neither.
        let shown = server.public().get(&path).expect(200).json()["counts"]["cells"].to_string();
        assert!(!shown.contains("TURKSTAT"), "{shown}");
        let clients = [server.public(), server.analyst(), server.agency(), server.officer()];
        let before: Vec<_> = clients.iter().map(|client| ask(client, "")).collect();
        let then = instant(server);
        recount(server, &made, 40, &json!([{"sex": "female", "participants": 20}]));
        server.admin().patch("/api/v1/agencies/TURKSTAT", &json!({"code": "TUIK"}), &server.admin().get("/api/v1/agencies/TURKSTAT").etag()).expect(200);
        for (client, before) in clients.iter().zip(before) {
            for ((question, now), then) in questions.iter().zip(ask(client, &then)).zip(before) {
                assert_eq!(now, then, "{question}");
            }
        }
    }

    fn an_agency_sees_its_own_people_as_they_are_and_is_not_sent_anothers_answer(server: &Server) {
        let made = server.officer().record(&with_cells(30, &json!([{"agency": "TURKSTAT", "participants": 2}])));
        let ask = |client: &Client| client.get(&format!("{S}?agency=TURKSTAT")).expect(200);
        assert_eq!(ask(&server.agency()).json()["total"]["value"], 2);
        assert_eq!(ask(&server.analyst()).json()["total"]["withheld"], true);
        assert_ne!(ask(&server.agency()).etag(), ask(&server.analyst()).etag());
        let cells = |client: &Client| client.get(&at(A, &made)).expect(200).json()["counts"]["cells"].clone();
        assert_eq!(cells(&server.agency()), json!([{"agency": "TURKSTAT", "participants": 2}]));
        assert_eq!(cells(&server.public()), json!([]));
    }

    fn head_counts_are_the_same_for_everybody_and_what_is_large_is_not_hidden(server: &Server) {
        let cells = json!([{"country": "AZE", "participants": 2}, {"sex": "female", "participants": 12}, {"sex": "male", "participants": 18}]);
        server.officer().record(&with_cells(30, &cells));
        for path in [S.to_owned(), format!("{S}?by=country"), format!("{S}?by=sex"), format!("{S}?by=year,sex")] {
            let rows = |client: &Client| without_versions(&client.get(&path).expect(200).json()["rows"].to_string());
            assert_eq!(rows(&server.public()), rows(&server.officer()), "{path}");
        }
    }
}
