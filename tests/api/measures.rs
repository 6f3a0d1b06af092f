//! Days, person-days and the share of women: what they say, what they leave open, and when they are withheld.

use serde_json::{Value, json};

use crate::support::*;

const S: &str = "/api/v1/statistics";

#[track_caller]
fn ask(server: &Server, query: &str) -> Value {
    server.public().get(&format!("{S}?{query}")).expect(200).json()
}

/// `[value, low, high, reported]` of a total.
#[track_caller]
fn total(server: &Server, query: &str) -> Value {
    numbers(&ask(server, query)["total"])
}

fn numbers(figure: &Value) -> Value {
    ["value", "low", "high", "reported"]
        .iter()
        .map(|name| figure[*name].clone())
        .collect()
}

fn lasting(start: &str, end: &str, counts: Value) -> Value {
    let when = json!({"when": {"start": start, "end": end, "precision": "day"}, "counts": counts});
    with(activity("Course"), when)
}

fn within(period: &str, precision: &str, counts: Value) -> Value {
    let when =
        json!({"when": {"start": null, "end": null, "period": period, "precision": precision}, "counts": counts});
    with(activity("Course"), when)
}

fn people(number: u32) -> Value {
    json!({"participants": {"value": number}})
}

fn women_and_men(women: u32, men: u32) -> Value {
    json!({"participants": {"value": women + men},
           "cells": [{"sex": "female", "participants": women}, {"sex": "male", "participants": men}]})
}

on_both! {
    fn days_are_calendar_days_with_the_first_and_the_last(server: &Server) {
        let officer = server.officer();
        officer.record(&lasting("2020-02-27", "2020-03-01", people(10)));
        assert_eq!(total(server, "measure=days"), json!([4, 4, 4, 4]));
        officer.record(&within("2020-02", "month", people(10)));
        assert_eq!(total(server, "measure=days"), json!([null, 5, 33, 4]), "a month has at most its days");
        officer.record(&with(activity("Undated"), json!({"counts": people(10)})));
        let answer = ask(server, "measure=days&by=year");
        assert_eq!(numbers(&answer["total"]), json!([null, 6, null, 4]), "nothing bounds what has no date");
        assert_eq!(numbers(&answer["rows"][0]), json!([null, 5, 33, 4]));
        assert_eq!(numbers(&answer["rows"][1]), json!([null, 1, null, null]));
        assert_eq!(total(server, "measure=days&from=2020&to=2020"), json!([null, 5, null, 4]), "the undated one is undecided");
        assert!(answer["definition"].as_str().unwrap().starts_with("Calendar days"));
        assert_eq!(total(server, "measure=days&country=TUR"), json!([null, 0, null, null]), "its country is one of the activity, which none of these states");
    }

    fn person_days_are_people_times_days_end_by_end(server: &Server) {
        let officer = server.officer();
        officer.record(&lasting("2021-03-01", "2021-03-03", json!({"participants": {"value": 43, "qualifier": "exact"},
            "cells": [{"sex": "female", "participants": 12}]})));
        assert_eq!(total(server, "measure=person_days"), json!([129, 129, 129, 129]));
        let by_sex = ask(server, "measure=person_days&by=sex");
        let of: Vec<Value> = by_sex["rows"].as_array().unwrap().iter().map(|row| json!([row["sex"], row["value"], row["reported"]])).collect();
        assert_eq!(of, [json!(["female", 36, 36]), json!(["male", 93, 93])]);
        officer.record(&within("2021-02", "month", people(2)));
        assert_eq!(total(server, "measure=person_days"), json!([null, 131, 185, 129]), "2 people, 1 to 28 days");
        officer.record(&with(activity("Undated"), json!({"counts": people(0)})));
        assert_eq!(total(server, "measure=person_days"), json!([null, 131, 185, 129]), "nobody came, however long it was");
        officer.record(&lasting("2021-05-01", "2021-05-02", json!({"participants": {"value": 40, "qualifier": "about"}})));
        assert_eq!(total(server, "measure=person_days"), json!([null, 131, null, 209]));
    }

    fn the_share_of_women_is_a_decimal_fraction_with_bounds_rounded_outwards(server: &Server) {
        let officer = server.officer();
        officer.record(&lasting("2021-03-01", "2021-03-01", women_and_men(7, 9)));
        assert_eq!(total(server, "measure=share_of_women"), json!([0.4375, 0.4375, 0.4375, 0.4375]));
        officer.record(&lasting("2022-03-01", "2022-03-01", women_and_men(10, 20)));
        let answer = ask(server, "measure=share_of_women&by=year");
        assert_eq!(numbers(&answer["rows"][1]), json!([null, 0.3333, 0.3334, 0.3333]));
        assert_eq!(numbers(&answer["total"]), json!([null, 0.3695, 0.3696, 0.3696]), "17 of 46");
        assert_eq!(answer["version"], 2);
        officer.record(&lasting("2023-03-01", "2023-03-01", people(4)));
        assert_eq!(total(server, "measure=share_of_women&year=2023"), json!([null, 0, 1, null]), "unknown, and nothing is withheld");
        assert_eq!(total(server, "measure=share_of_women"), json!([null, 0.34, 0.42, 0.3696]), "17 to 21 of 50");
        let csv = server.public().get("/api/v1/reports/statistics.csv?measure=share_of_women").expect(200).text();
        assert_eq!(csv.lines().nth(1).unwrap(), "2021,share_of_women,0.4375,0.4375,0.4375,0.4375,1,0,0,false,not_stated");
        assert_eq!(csv.lines().nth(3).unwrap(), "2023,share_of_women,,0,1,,1,0,0,false,not_stated");
    }

    fn a_share_of_fewer_than_ten_is_withheld_and_neither_zero_nor_unknown(server: &Server) {
        let officer = server.officer();
        officer.record(&lasting("2021-03-01", "2021-03-01", women_and_men(4, 5)));
        officer.record(&lasting("2022-03-01", "2022-03-01", women_and_men(0, 12)));
        let answer = ask(server, "measure=share_of_women&by=year");
        let withheld = json!({"year": 2021, "value": null, "low": null, "high": null, "reported": null,
                              "activities": 1, "uncounted": 0, "undecided": 0, "coverage": "not_stated", "withheld": true});
        assert_eq!(answer["rows"][0], withheld);
        assert_eq!(numbers(&answer["rows"][1]), json!([0, 0, 0, 0]));
        assert!(answer["rows"][1].get("withheld").is_none(), "only present where it acts");
        let csv = server.public().get("/api/v1/reports/statistics.csv?measure=share_of_women").expect(200).text();
        assert_eq!(csv.lines().nth(1).unwrap(), "2021,share_of_women,,,,,1,0,0,true,not_stated");
        assert_eq!(csv.lines().nth(2).unwrap(), "2022,share_of_women,0,0,0,0,1,0,0,false,not_stated");
        let metadata = server.public().get("/api/v1/reports/statistics.csv-metadata.json?measure=share_of_women").expect(200).json();
        let about = metadata["dc:description"].as_str().unwrap();
        assert!(about.contains("withheld is an empty cell") && about.contains("Women of the women and men who came"), "{about}");
        assert_eq!(metadata["tableSchema"]["columns"][2]["datatype"], json!({"base": "decimal", "minimum": 0, "maximum": 1}));
        let whole = server.public().get("/api/v1/reports/statistics.csv-metadata.json").expect(200).json();
        assert_eq!(whole["tableSchema"]["columns"][2]["datatype"], "nonNegativeInteger");
    }

    fn a_number_of_women_alone_leaves_the_rest_to_men(server: &Server) {
        let counts = json!({"participants": {"value": 30}, "cells": [{"sex": "female", "participants": 12}]});
        server.officer().record(&with(lasting("2021-03-01", "2021-03-01", counts), json!({"countries": [{"country": "AZE", "role": "beneficiary"}]})));
        assert_eq!(total(server, "measure=share_of_women"), json!([0.4, 0.4, 0.4, 0.4]));
        assert_eq!(total(server, "measure=share_of_women&country=AZE"), json!([0.4, 0.4, 0.4, 0.4]), "country is where people come from");
        let rows = ask(server, "measure=share_of_women&by=country");
        assert_eq!((&rows["rows"][0]["country"], &rows["rows"][0]["value"]), (&json!("AZE"), &json!(0.4)));
    }
}
