//! Figures opened to the activities behind them.

use serde_json::{Value, json};

use crate::support::people::{meet, person, roster_of, trainee};
use crate::support::*;

const S: &str = "/api/v1/statistics";

#[track_caller]
fn explain(client: &Client, query: &str) -> Value {
    client.get(&format!("{S}/explain?{query}")).expect(200).json()
}

fn items(explanation: &Value) -> &Vec<Value> {
    explanation["items"].as_array().unwrap()
}

/// `[low, high, reported]`.
fn bounds(figure: &Value) -> Value {
    ["low", "high", "reported"]
        .iter()
        .map(|name| figure[*name].clone())
        .collect()
}

/// Contributions added as a reader would.
fn added<'a>(contributions: impl Iterator<Item = &'a Value>) -> Value {
    let (mut low, mut high, mut reported) = (0, Some(0), None);
    for one in contributions {
        low += one["low"].as_u64().unwrap();
        high = high.zip(one["high"].as_u64()).map(|(a, b)| a + b);
        reported = one["reported"].as_u64().map(|n| n + reported.unwrap_or(0)).or(reported);
    }
    json!([low, high, reported])
}

fn course(members: Value) -> Value {
    with(activity_on("Course", "2021-03-18"), members)
}

on_both! {
    fn every_activity_behind_a_figure_is_shown_with_its_statement_and_its_sources(server: &Server) {
        let officer = server.officer();
        let counted = officer.record(&course(json!({"title": {"en": "SDG 9"}, "sources": [{"url": "https://www.sesric.org/event-detail.php?id=2470", "note": null}],
            "countries": [{"country": "AZE", "role": "beneficiary"}], "counts": {"participants": {"value": 43}}})));
        officer.record(&activity_on("Silent", "2021-05-01"));
        let when = json!({"when": {"start": null, "end": null, "period": "2021", "precision": "year"}, "counts": {"participants": {"value": 7, "qualifier": "about"}}});
        officer.record(&with(activity("Some time in 2021"), when));
        officer.record(&activity_of("Before", "2019-01-01", 9));
        let opened = explain(&server.public(), "from=2021-02&to=2021-12");
        assert_eq!(bounds(&opened["total"]), json!([43, null, 43]));
        let all = items(&opened);
        assert_eq!(all.len(), 3, "what lies outside is not behind it");
        for name in ["id", "code", "title", "type", "when", "status", "countries", "agencies", "sources", "counts"] {
            assert_eq!(all[0][name], counted[name], "{name}");
        }
        assert_eq!((&all[0]["level"], &all[0]["counts"]["participants"]), (&json!(3), &json!({"value": 43, "qualifier": "exact"})));
        let seen = |item: &Value| json!([item["title"]["en"], item["uncounted"], item["undecided"], bounds(&item["contribution"])]);
        assert_eq!(all.iter().map(seen).collect::<Vec<_>>(), [
            json!(["SDG 9", false, false, [43, 43, 43]]),
            json!(["Silent", true, false, [0, null, null]]),
            json!(["Some time in 2021", false, true, [0, null, null]]),
        ]);
        assert_eq!(added(all.iter().map(|item| &item["contribution"])), bounds(&opened["total"]));
        assert_eq!((&opened["counted_once"], &opened["next_cursor"], &all[0]["rows"]), (&Value::Null, &Value::Null, &json!([])));
        assert!(opened["notes"].as_array().unwrap().len() >= 2);
    }

    fn every_row_of_the_table_is_explained_too(server: &Server) {
        let officer = server.officer();
        officer.record(&course(json!({"programmes": ["StatCaB", "OIC-VET"], "counts": {"participants": {"value": 30}, "cells": [{"sex": "female", "participants": 12}]}})));
        officer.record(&course(json!({"programmes": ["StatCaB"]})));
        let query = "by=programme,sex";
        let opened = explain(&server.public(), query);
        let table = server.public().get(&format!("{S}?{query}")).expect(200).json();
        for row in table["rows"].as_array().unwrap() {
            let here = items(&opened).iter().flat_map(|item| item["rows"].as_array().unwrap());
            let parts = here.filter(|part| part["programme"] == row["programme"] && part["sex"] == row["sex"]);
            assert_eq!(added(parts.map(|part| &part["contribution"])), bounds(row), "{row}");
        }
        assert_eq!(table["rows"].as_array().unwrap().len(), 5, "unknown is left of the activity that nobody counted");
        assert_eq!(table["total"], opened["total"]);
        let first = &items(&opened)[0]["rows"][0];
        assert_eq!(first, &json!({"programme": "OIC-VET", "sex": "female", "contribution": {"low": 12, "high": 12, "reported": 12}}));
    }

    fn what_counts_once_is_said(server: &Server) {
        let officer = server.officer();
        let (first, second) = (officer.record(&course(json!({}))), officer.record(&course(json!({}))));
        let people: Vec<Value> = ["A", "B"].iter().map(|name| meet(server, &person(name, json!({"country": "SEN", "agency": "ANSD", "sex": "female"})))).collect();
        for (activity, who) in [(&first, 0), (&first, 1), (&second, 0)] {
            officer.post(&roster_of(activity), &trainee(&people[who])).expect(201);
        }
        let public = server.public();
        let opened = explain(&public, "measure=people");
        assert_eq!(opened["total"]["value"], 2);
        assert_eq!(opened["counted_once"], json!({"different": 2, "in_several_activities": 1, "codes": null}));
        let alone: Vec<Value> = items(&opened).iter().map(|item| bounds(&item["contribution"])).collect();
        assert_eq!(alone, [json!([2, 2, 2]), json!([1, 1, 1])], "each as if it were alone");
        assert!(opened["notes"].to_string().contains("count once"), "{}", opened["notes"]);
        let countries = explain(&public, "measure=countries");
        assert_eq!(countries["counted_once"], json!({"different": 1, "in_several_activities": 1, "codes": ["SEN"]}));
        assert_eq!(items(&countries)[1]["names"], json!(["SEN"]));
        let agencies = explain(&officer, "measure=agencies");
        assert_eq!(agencies["counted_once"]["codes"], json!(["ANSD"]));
        let agencies = explain(&public, "measure=agencies");
        assert_eq!(agencies["counted_once"]["codes"], json!([]), "of two people nobody else learns the agency");
        let counts = json!({"participants": {"value": 20}, "cells": [{"sex": "female", "participants": 8}]});
        officer.record(&course(json!({"counts": counts})));
        let share = explain(&officer, "measure=share_of_women");
        assert_eq!((&share["total"]["value"], bounds(&share["women"]), bounds(&share["men"])), (&Value::Null, json!([11, 11, 11]), json!([12, 12, 12])));
        assert_eq!((&share["total"]["low"], &share["total"]["high"]), (&json!(0.4782), &json!(0.4783)), "11 of 23");
        assert_eq!(bounds(&items(&share)[2]["women"]), json!([8, 8, 8]));
        assert_eq!(share["counted_once"], Value::Null);
    }

    fn what_is_hidden_of_an_activity_is_in_the_sum_with_its_bounds(server: &Server) {
        let officer = server.officer();
        let cells = |women: u32| json!({"counts": {"participants": {"value": 30}, "cells": [{"sex": "female", "participants": women}, {"sex": "male", "participants": 30 - women}]}});
        officer.record(&course(cells(2)));
        officer.record(&course(cells(12)));
        for client in [server.public(), server.analyst(), server.agency(), server.officer()] {
            for query in ["sex=female", "sex=male", "measure=person_days&sex=female", "participation_role=trainer"] {
                let opened = explain(&client, query);
                assert_eq!(added(items(&opened).iter().map(|item| &item["contribution"])), bounds(&opened["total"]), "{query}");
                let total = &opened["total"];
                let may = total["activities"].as_u64().unwrap() + total["undecided"].as_u64().unwrap();
                assert_eq!(u64::try_from(items(&opened).len()).unwrap(), may, "{query}");
            }
        }
        // That of nobody the sex is unknown is said by the figure; no activity can add to it.
        assert!(items(&explain(&officer, "sex=unknown")).is_empty());
        let opened = explain(&server.public(), "by=sex");
        let women: Vec<Value> = items(&opened).iter().map(|item| bounds(&item["rows"][0]["contribution"])).collect();
        assert_eq!(women, [json!([1, 4, null]), json!([12, 12, 12])]);
    }

    fn long_explanations_come_in_slices(server: &Server) {
        for number in 1..=5 {
            server.officer().record(&activity_of("One", "2021-03-18", number));
        }
        let (mut seen, mut query) = (Vec::new(), "limit=2".to_owned());
        loop {
            let reply = server.public().get(&format!("{S}/explain?{query}")).expect(200);
            let slice = reply.json();
            assert_eq!(slice["total"]["value"], 15, "the figure is that of all");
            seen.extend(items(&slice).iter().map(|item| item["contribution"]["low"].as_u64().unwrap()));
            let Some(cursor) = slice["next_cursor"].as_str() else { break };
            assert!(reply.all("link").contains("rel=\"next\""));
            query = format!("limit=2&cursor={cursor}");
        }
        assert_eq!(seen, [1, 2, 3, 4, 5]);
    }

    fn it_keeps_the_manners_of_the_statistics(server: &Server) {
        server.officer().record(&with(activity_of("Secret", "2021-03-18", 5), json!({"status": "draft"})));
        let query = "status=held,draft";
        server.public().get(&format!("{S}/explain?{query}")).refused(422, "invalid").names("status", "hidden_value");
        assert_eq!(items(&explain(&server.officer(), query)).len(), 1);
        let refused = |query: &str, status: u16| server.public().get(&format!("{S}/explain?{query}")).refused(status, if status == 400 { "unreadable" } else { "invalid" });
        refused("limit=10001", 422).names("limit", "out_of_range").suggests("limit", "10000");
        refused("cursor=zz", 400).names("cursor", "bad_cursor");
        refused("by=yaer", 422).suggests("by", "year");
        refused("measure=days&by=sex", 422).names("by", "sex_needs_people");
        refused("mesure=people", 400).suggests("mesure", "measure");
        let reply = server.public().get(&format!("{S}/explain")).expect(200);
        server.public().with("if-none-match", &reply.etag()).get(&format!("{S}/explain")).expect(304);
        assert_ne!(server.officer().get(&format!("{S}/explain")).expect(200).etag(), reply.etag());
    }

    fn what_is_deleted_or_corrected_is_shown_as_it_stands(server: &Server) {
        let officer = server.officer();
        let (first, second) = (officer.record(&activity_of("One", "2021-03-18", 10)), officer.record(&activity_of("Two", "2021-03-19", 5)));
        let path = |made: &Value| format!("/api/v1/activities/{}", made["id"].as_str().unwrap());
        officer.patch(&path(&first), &json!({"title": {"en": "One again"}, "counts": {"participants": {"value": 12}}}), "W/\"1\"").expect(200);
        officer.delete(&path(&second), "W/\"1\"").expect(204);
        let opened = explain(&server.public(), "");
        assert_eq!(items(&opened).len(), 1);
        assert_eq!((&items(&opened)[0]["title"]["en"], &items(&opened)[0]["contribution"]["low"]), (&json!("One again"), &json!(12)));
        assert_eq!(items(&opened)[0]["counts"]["participants"]["value"], 12);
    }
}

/// On the real record the figures of every year, programme and country are explained, down to their sources.
mod the_real_record_is_explained_to_its_sources {
    use std::collections::BTreeMap;

    use super::*;
    use qudra::db::Db;
    use qudra::input::Params;
    use qudra::ledger::Ledger;
    use qudra::statistics::explain::{self, Slice};
    use qudra::statistics::{Question, load};
    use qudra::text::Lang;
    use qudra::time::Clock;

    #[test]
    fn sqlite() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(folder.path().join("real.db").to_str().unwrap()).unwrap();
        db.migrate().unwrap();
        let ledger = Ledger::new(db.clone(), Clock::System);
        qudra::imports::seed::load(&ledger).unwrap().expect("the first record");
        let today = qudra::time::parse_day("2026-11-23").unwrap();
        let dataset = db.read_here(|conn| load::load(conn, today)).unwrap();
        for by in ["year", "programme", "country", "oic_group", "type"] {
            for measure in ["participations", "person_days"] {
                let params = Params::parse(&format!("since=2007&measure={measure}&by={by}")).unwrap();
                let question = Question::read(&params);
                let answer = dataset.answer(&question, None).unwrap();
                let opened = dataset.explain(&question, &Slice::read(&params)).unwrap();
                let keys: Vec<i64> = opened.items.iter().map(|item| item.key).collect();
                let documents = db
                    .read_here(|conn| explain::documents(conn, &keys, dataset.seq, question.clearance))
                    .unwrap();
                let opened: Value = serde_json::from_str(&explain::to_json(&opened, &documents, Lang::En)).unwrap();
                assert_eq!(items(&opened).len(), keys.len());
                let total: Value = serde_json::to_value(answer.total).unwrap();
                assert_eq!(
                    added(items(&opened).iter().map(|item| &item["contribution"])),
                    bounds(&total),
                    "{measure} by {by}"
                );
                let mut made: BTreeMap<String, Vec<Value>> = BTreeMap::new();
                for item in items(&opened) {
                    assert!(
                        !item["sources"].as_array().unwrap().is_empty(),
                        "{} has a source",
                        item["code"]
                    );
                    for row in item["rows"].as_array().unwrap() {
                        made.entry(row[by].to_string())
                            .or_default()
                            .push(row["contribution"].clone());
                    }
                }
                for row in &answer.rows {
                    let key = serde_json::to_value(&row.keys[0]).unwrap().to_string();
                    let parts = made.remove(&key).unwrap_or_default();
                    let row: Value = serde_json::to_value(row.figure).unwrap();
                    assert_eq!(added(parts.iter()), bounds(&row), "{measure} by {by}, {key}");
                }
                assert!(made.is_empty());
            }
        }
    }
}
