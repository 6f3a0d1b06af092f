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

    fn agencies_that_are_the_same_count_as_one_on_the_days_of_their_link(server: &Server) {
        let admin = server.admin();
        for code in ["OLD", "NEW", "LAST"] {
            admin.post("/api/v1/agencies", &json!({"code": code, "name": {"en": code}, "kind": "nso"})).expect(201);
        }
        for (title, day, agency) in [("X", "2020-01-10", "OLD"), ("Y", "2020-01-10", "NEW"), ("Z", "2010-01-10", "OLD"), ("W", "2010-01-10", "NEW")] {
            let cells = json!({"participants": {"value": 10}, "cells": [{"agency": agency, "participants": 6}]});
            admin.record(&with(activity_on(title, day), json!({"agencies": [{"agency": agency, "role": "beneficiary"}], "counts": cells})));
        }
        assert_eq!(ask(server, "measure=agencies&year=2020")["total"]["value"], 2);
        let before = admin.get("/api/v1/agencies/OLD").expect(200).json();
        let then = server.public().get(&format!("{S}?measure=agencies")).expect(200).json()["data_version"].clone();
        std::thread::sleep(std::time::Duration::from_millis(5));
        let instant = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        std::thread::sleep(std::time::Duration::from_millis(5));
        let link = json!({"links": [{"agency": "NEW", "relation": "same_as", "from": "2015"}]});
        admin.patch(&at("/api/v1/agencies", &before), &link, "\"1\"").expect(200);
        assert_eq!(ask(server, "measure=agencies&year=2020")["total"]["value"], 1);
        assert_eq!(ask(server, "measure=agencies&year=2010")["total"]["value"], 2, "before the link");
        assert_eq!(ask(server, &format!("measure=agencies&year=2020&as_of={instant}"))["total"]["value"], 2, "{then}");
        for filter in ["activity_agency=OLD", "activity_agency=NEW", "agency=OLD"] {
            assert_eq!(ask(server, &format!("measure=activities&year=2020&{filter}"))["total"]["value"], 2, "{filter}");
            assert_eq!(ask(server, &format!("measure=activities&year=2010&{filter}"))["total"]["value"], 1, "{filter}");
        }
        let of = |query: &str| -> Vec<Value> {
            let answer = server.officer().get(&format!("{S}?{query}")).expect(200).json();
            answer["rows"].as_array().unwrap().iter().map(|row| json!([row["agency"], row["reported"]])).collect()
        };
        assert_eq!(of("measure=activities&by=agency&year=2020"), [json!(["NEW", 2])]);
        assert_eq!(of("measure=participations&by=agency&year=2020"), [json!(["NEW", 12]), json!([null, 8])]);
        assert_eq!(of("measure=participations&by=agency&year=2020&agency=OLD"), [json!(["NEW", 12])]);
        let people = server.officer().get(&format!("{S}?measure=participations&year=2010&agency=OLD")).expect(200).json();
        assert_eq!(people["total"]["low"], 6);
        // The last of a chain stands for all, and no chain leads back.
        let link = json!({"links": [{"agency": "LAST", "relation": "same_as", "from": null, "to": null}]});
        admin.patch("/api/v1/agencies/NEW", &link, "\"1\"").expect(200);
        assert_eq!(of("measure=activities&by=agency&year=2020"), [json!(["LAST", 2])]);
        let back = json!({"links": [{"agency": "OLD", "relation": "same_as"}]});
        admin.patch("/api/v1/agencies/LAST", &back, "\"1\"").refused(422, "invalid").names("/links/0/agency", "circle");
        let early = json!({"links": [{"agency": "OLD", "relation": "same_as", "to": "2015"}]});
        admin.patch("/api/v1/agencies/LAST", &early, "\"1\"").expect(200);
        assert_eq!(of("measure=activities&by=agency&year=2010"), [json!(["OLD", 2])]);
    }

    fn a_successor_is_given_what_its_predecessors_took_part_in_where_that_is_asked_for(server: &Server) {
        let admin = server.admin();
        for code in ["OLD", "NEW"] {
            admin.post("/api/v1/agencies", &json!({"code": code, "name": {"en": code}, "kind": "nso"})).expect(201);
        }
        for (title, agency) in [("X", "OLD"), ("Y", "NEW")] {
            admin.record(&with(activity_on(title, "2020-01-10"), json!({"agencies": [{"agency": agency, "role": "beneficiary"}],
                "counts": {"participants": {"value": 10}, "cells": [{"agency": agency, "participants": 6}]}})));
        }
        admin.patch("/api/v1/agencies/OLD", &json!({"succeeded_by": "NEW"}), "\"1\"").expect(200);
        let value = |query: &str| server.officer().get(&format!("{S}?{query}")).expect(200).json()["total"]["low"].clone();
        assert_eq!((value("measure=activities&agency=NEW"), value("measure=activities&agency=NEW&predecessors=true")), (json!(1), json!(2)));
        assert_eq!((value("measure=participations&agency=NEW"), value("measure=participations&agency=NEW&predecessors=true")), (json!(6), json!(12)));
        assert_eq!(value("measure=activities&agency=OLD&predecessors=true"), 1, "what came after it is not its own");
        let rows = server.public().get(&format!("{S}?measure=activities&by=agency&predecessors=true")).expect(200).json();
        let rows: Vec<Value> = rows["rows"].as_array().unwrap().iter().map(|row| json!([row["agency"], row["value"]])).collect();
        assert_eq!(rows, [json!(["NEW", 2]), json!(["OLD", 1])]);
        let profile = server.public().get("/api/v1/agencies/NEW/profile?predecessors=true").expect(200).json();
        assert_eq!(profile["figures"]["listed"]["figure"]["value"], 2);
        assert_eq!(profile["filters"]["predecessors"], true);
    }
}
