//! Which activities belong to a question: those that do not say which countries took part.

use serde_json::{Value, json};

use crate::support::people::{at, now};
use crate::support::*;

const S: &str = "/api/v1/statistics";

#[track_caller]
fn ask(server: &Server, query: &str) -> Value {
    server.public().get(&format!("{S}?{query}")).expect(200).json()
}

/// `[low, high, activities, undecided]`.
fn marks(figure: &Value) -> Value {
    let members = ["low", "high", "activities", "undecided"];
    members.iter().map(|name| figure[*name].clone()).collect()
}

/// The number of activities under a filter.
#[track_caller]
fn count(server: &Server, filter: &str) -> Value {
    marks(&ask(server, &format!("measure=activities&{filter}"))["total"])
}

fn counted(title: &str, countries: &[&str], counts: Value) -> Value {
    let listed: Vec<Value> = countries
        .iter()
        .map(|code| json!({"country": code, "role": "beneficiary"}))
        .collect();
    with(
        activity_on(title, "2020-05-04"),
        json!({"countries": listed, "counts": counts}),
    )
}

fn people(value: u32, members: Value) -> Value {
    with(json!({"participants": {"value": value}}), members)
}

on_both! {
    fn an_activity_that_names_no_country_may_belong_to_each(server: &Server) {
        let officer = server.officer();
        officer.record(&activity_on("Silent", "2020-05-04"));
        officer.record(&counted("Listed", &["AZE"], people(5, json!({}))));
        assert_eq!(count(server, "activity_country=AZE"), json!([1, 2, 1, 1]));
        assert_eq!(count(server, "country=AZE"), json!([1, 2, 1, 1]), "the same for what is no measure of people");
        assert_eq!(count(server, "activity_country=TUR"), json!([0, 1, 0, 1]), "whose list is complete did not go there");
        assert_eq!(count(server, "oic_group=Asian"), json!([1, 2, 1, 1]));
        assert_eq!(count(server, "activity_country=null"), json!([1, 1, 1, 0]));
        let by = ask(server, "measure=activities&by=country");
        assert_eq!(marks(&by["total"]), json!([2, 2, 2, 0]));
        let rows: Vec<Value> = by["rows"].as_array().unwrap().iter().map(|row| json!([row["country"], marks(row)])).collect();
        assert_eq!(rows, [json!(["AZE", [1, 2, 1, 1]]), json!([null, [1, 1, 1, 0]])]);
        let opened = server.public().get(&format!("{S}/explain?measure=activities&country=AZE&by=country")).expect(200).json();
        let items = opened["activities"].as_array().or(opened["items"].as_array()).unwrap();
        let undecided: Vec<(&str, bool)> = items.iter().map(|item| (item["title"]["en"].as_str().unwrap(), item["undecided"].as_bool().unwrap())).collect();
        assert_eq!(undecided, [("Silent", true), ("Listed", false)]);
        // Every measure takes them so.
        let people = ask(server, "measure=participations&activity_country=AZE")["total"].clone();
        assert_eq!((&people["low"], &people["high"], &people["undecided"]), (&json!(5), &Value::Null, &json!(1)));
        // What it gave and where it took place is as it is listed.
        assert_eq!(count(server, "activity_country=AZE&country_role=provider"), json!([0, 0, 0, 0]));
    }

    fn a_number_names_a_country_as_attending_and_a_zero_rules_it_out(server: &Server) {
        let officer = server.officer();
        let cells = json!({"cells": [{"country": "AZE", "participants": 2}, {"country": "TUR", "participants": 0}]});
        officer.record(&counted("Cells", &[], people(9, cells)));
        assert_eq!(count(server, "activity_country=AZE"), json!([1, 1, 1, 0]));
        assert_eq!(count(server, "activity_country=AZE&country_role=attending"), json!([1, 1, 1, 0]));
        assert_eq!(count(server, "activity_country=AZE&country_role=beneficiary"), json!([0, 0, 0, 0]), "named, and as attending alone");
        assert_eq!(count(server, "activity_country=TUR"), json!([0, 0, 0, 0]));
        assert_eq!(count(server, "activity_country=SEN"), json!([0, 1, 0, 1]));
    }

    fn those_that_nobody_names_must_include_a_country_where_all_came(server: &Server) {
        let officer = server.officer();
        officer.record(&counted("All", &[], people(40, json!({"countries": 11, "countries_of": "members"}))));
        assert_eq!(count(server, "activity_country=AZE"), json!([1, 1, 1, 0]), "11 of 11 members");
        assert_eq!(count(server, "activity_country=FRA"), json!([0, 0, 0, 0]), "which is no member");
        officer.record(&counted("Most", &[], people(40, json!({"countries": 10, "countries_of": "members"}))));
        assert_eq!(count(server, "activity_country=AZE"), json!([1, 2, 1, 1]));
        assert_eq!(count(server, "activity_country=AZE,BHR"), json!([2, 2, 2, 0]), "one of the two at least");
        officer.record(&counted("Complete", &["TUR"], people(4, json!({"countries": 1}))));
        assert_eq!(count(server, "activity_country=AZE"), json!([1, 2, 1, 1]));
        officer.record(&counted("Open", &["TUR"], people(4, json!({"countries_complete": false}))));
        assert_eq!(count(server, "activity_country=AZE"), json!([1, 3, 1, 2]));
    }

    fn what_was_known_of_the_countries_answers_for_the_past(server: &Server) {
        let officer = server.officer();
        let silent = officer.record(&activity_on("Silent", "2020-05-04"));
        let then = now(server, &silent)["updated_at"].as_str().unwrap().to_owned();
        let listed = json!({"countries": [{"country": "TUR", "role": "beneficiary"}], "counts": {"participants": {"value": 5}}});
        officer.patch(&at("/api/v1/activities", &silent), &listed, "\"1\"").expect(200);
        assert_eq!(count(server, "activity_country=AZE"), json!([0, 0, 0, 0]));
        assert_eq!(count(server, &format!("activity_country=AZE&as_of={then}")), json!([0, 1, 0, 1]));
        let later = now(server, &silent)["updated_at"].as_str().unwrap().to_owned();
        let change = server.public().get(&format!("{S}/differences?measure=activities&activity_country=AZE&from_as_of={then}&to_as_of={later}")).expect(200).json();
        let causes = change["causes"].as_array().unwrap();
        let cause = causes.iter().find(|cause| cause["cause"] == "correction").unwrap_or_else(|| panic!("{change}"));
        assert_eq!(cause["change"]["undecided"], -1, "{cause}");
    }
}
