//! Agencies that are one: those that are the same on the days of a link, and those that one succeeds.

use diesel::RunQueryDsl;
use serde_json::{Value, json};

use crate::differences::{holds_together, instant};
use crate::support::people::{at, person, roster_of, within};
use crate::support::*;

const S: &str = "/api/v1/statistics";

#[track_caller]
fn ask(server: &Server, query: &str) -> Value {
    server.officer().get(&format!("{S}?{query}")).expect(200).json()
}

/// One member of the total.
#[track_caller]
fn total(server: &Server, query: &str, member: &str) -> Value {
    ask(server, query)["total"][member].clone()
}

/// The rows: key, low, high, reported.
#[track_caller]
fn rows(server: &Server, dimension: &str, query: &str) -> Vec<Value> {
    let answer = ask(server, &format!("by={dimension}&{query}"));
    let row = |row: &Value| json!([row[dimension], row["low"], row["high"], row["reported"]]);
    answer["rows"].as_array().unwrap().iter().map(row).collect()
}

/// The rows of people by agency without their upper ends, where others of no stated agency may be among them, and without
/// those others.
#[track_caller]
fn people(server: &Server, query: &str) -> Vec<Value> {
    let rows = rows(server, "agency", &format!("measure=participations&{query}"));
    let named = rows.iter().filter(|row| !row[0].is_null());
    named.map(|row| json!([row[0], row[1], row[3]])).collect()
}

fn agencies(server: &Server, codes: &[&str]) {
    for code in codes {
        let agency = json!({"code": code, "name": {"en": code}, "kind": "nso"});
        server.admin().post("/api/v1/agencies", &agency).expect(201);
    }
}

/// Changes an agency as it stands.
fn change(server: &Server, code: &str, members: &Value) -> Reply {
    let path = format!("/api/v1/agencies/{code}");
    let etag = server.admin().get(&path).expect(200).etag();
    server.admin().patch(&path, members, &etag)
}

fn same_as(code: &str, from: Option<&str>, to: Option<&str>) -> Value {
    json!({"links": [{"agency": code, "relation": "same_as", "from": from, "to": to}]})
}

/// An activity of some people, some of whom an agency sent.
fn activity_of_agency(title: &str, day: &str, agency: &str, sent: u32) -> Value {
    with(
        activity_of(title, day, 10),
        json!({"agencies": [{"agency": agency, "role": "beneficiary"}],
               "counts": {"participants": {"value": 10}, "cells": [{"agency": agency, "participants": sent}]}}),
    )
}

fn record_four(server: &Server) {
    for (title, day, agency) in [
        ("X", "2020-01-10", "OLD"),
        ("Y", "2020-01-10", "NEW"),
        ("Z", "2010-01-10", "OLD"),
        ("W", "2010-01-10", "NEW"),
    ] {
        server.admin().record(&activity_of_agency(title, day, agency, 6));
    }
}

on_both! {
    fn agencies_that_are_the_same_count_as_one_on_the_days_of_their_link(server: &Server) {
        agencies(server, &["OLD", "NEW", "LAST"]);
        record_four(server);
        assert_eq!(total(server, "measure=agencies&year=2020", "value"), 2);
        let before = instant(server);
        change(server, "OLD", &same_as("NEW", Some("2015"), None)).expect(200);
        assert_eq!(total(server, "measure=agencies&year=2020", "value"), 1);
        assert_eq!(total(server, "measure=agencies&year=2010", "value"), 2, "before the link");
        assert_eq!(total(server, &format!("measure=agencies&year=2020&as_of={before}"), "value"), 2, "links of that instant");
        for filter in ["activity_agency=OLD", "activity_agency=NEW", "agency=OLD", "agency=NEW&agency_role=beneficiary", "agency=OLD&agency_kind=nso"] {
            assert_eq!(total(server, &format!("measure=activities&year=2020&{filter}"), "value"), 2, "{filter}");
            assert_eq!(total(server, &format!("measure=activities&year=2010&{filter}"), "value"), 1, "{filter}");
        }
        assert_eq!(rows(server, "agency", "measure=activities&year=2020"), [json!(["NEW", 2, 2, 2])]);
        assert_eq!(rows(server, "activity_agency", "measure=participations&year=2020"), [json!(["NEW", 20, 20, 20])]);
        assert_eq!(people(server, "year=2020"), [json!(["NEW", 12, 12])]);
        assert_eq!(people(server, "year=2020&agency=OLD"), [json!(["NEW", 12, 12])]);
        assert_eq!(people(server, "year=2010&agency=OLD"), [json!(["OLD", 6, 6])]);
        // Over all years each row has what it is on the day, and none the people of a row that was not yet, or is no more.
        assert_eq!(people(server, "agency=OLD"), [json!(["NEW", 12, 12]), json!(["OLD", 6, 6])]);
        assert_eq!(rows(server, "agency", "measure=participations&agency=OLD&to=2010"), [json!(["OLD", 6, 10, 6]), json!([null, 0, 4, 0])]);
        assert_eq!(total(server, "measure=person_days&year=2020&agency=OLD", "low"), 12);
        // What is opened, and the sheets.
        let opened = ask(server, "measure=activities&by=agency&agency=OLD&year=2020");
        let items = server.officer().get(&format!("{S}/explain?measure=activities&by=agency&agency=OLD&year=2020")).expect(200).json();
        assert_eq!(items["items"].as_array().unwrap().len(), 2, "{items}");
        assert_eq!(items["items"][0]["rows"][0]["agency"], opened["rows"][0]["agency"], "{items}");
        let sheet = |report: &str| server.officer().get(&format!("/api/v1/reports/{report}")).expect(200).text();
        let summary = sheet("agency-summary.csv?from=2015");
        assert!(summary.contains("\r\nNEW,") && !summary.contains("\r\nOLD,"), "{summary}");
        let statistics = sheet("statistics.csv?measure=agencies&by=year");
        assert!(statistics.contains("\n2020,agencies,1,") && statistics.contains("\n2010,agencies,2,"), "{statistics}");
        // What is told apart is told in figures; the agencies of the record itself are as recorded.
        let listed = server.public().get("/api/v1/activities?q=X").expect(200).json();
        assert_eq!(listed["items"][0]["agencies"][0]["agency"], "OLD");
        // The last of a chain stands for all, and no chain leads back.
        change(server, "NEW", &same_as("LAST", None, None)).expect(200);
        assert_eq!(rows(server, "agency", "measure=activities&year=2020"), [json!(["LAST", 2, 2, 2])]);
        change(server, "LAST", &same_as("OLD", None, None)).refused(422, "invalid").names("/links/0/agency", "circle");
        change(server, "LAST", &same_as("OLD", None, Some("2015"))).expect(200);
        assert_eq!(rows(server, "agency", "measure=activities&year=2010"), [json!(["OLD", 2, 2, 2])]);
        // The link goes, and everything is as it was; the file of figures and a start anew know it as well.
        for code in ["NEW", "LAST", "OLD"] {
            change(server, code, &json!({"links": []})).expect(200);
        }
        assert_eq!(total(server, "measure=agencies&year=2020", "value"), 2);
        let (answer, version) = (ask(server, "measure=participations&by=agency"), server.data_version());
        server.restart();
        assert_eq!((ask(server, "measure=participations&by=agency"), server.data_version()), (answer, version));
        let path = format!("{S}/differences?from_as_of={before}&to_as_of={}&measure=agencies&year=2020", instant(server));
        holds_together(&server.public().get(&path).expect(200).json());
    }

    fn a_link_is_a_difference_by_reference_data(server: &Server) {
        agencies(server, &["OLD", "NEW"]);
        record_four(server);
        let before = instant(server);
        change(server, "OLD", &same_as("NEW", Some("2015"), None)).expect(200);
        let of = |question: &str| {
            let path = format!("{S}/differences?from_as_of={before}&to_as_of={}&{question}", instant(server));
            let answer = server.officer().get(&path).expect(200).json();
            holds_together(&answer);
            let causes = answer["causes"].as_array().unwrap().iter();
            causes.map(|cause| json!([cause["cause"], cause["change"]["reported"]])).collect::<Vec<Value>>()
        };
        assert_eq!(of("measure=agencies&year=2020"), [json!(["reference_data", -1])]);
        assert_eq!(of("measure=activities&agency=OLD"), [json!(["reference_data", 1])]);
        assert_eq!(of("measure=participations&agency=NEW"), [json!(["reference_data", 6])]);
    }

    fn numbers_under_several_names_are_added_where_each_name_has_them(server: &Server) {
        agencies(server, &["OLD", "NEW"]);
        change(server, "OLD", &same_as("NEW", None, None)).expect(200);
        let admin = server.admin();
        let of = |title: &str, day: &str, cells: Value| {
            let counts = json!({"counts": {"participants": {"value": 30}, "cells": cells}});
            admin.record(&with(activity_on(title, day), counts))
        };
        of("Both", "2020-01-10", json!([{"agency": "OLD", "participants": 6}, {"agency": "NEW", "participants": 7}]));
        of("One", "2021-01-10", json!([{"agency": "OLD", "participants": 6}]));
        of("Women of one", "2022-01-10", json!([{"agency": "OLD", "participants": 6}, {"agency": "OLD", "sex": "female", "participants": 5},
                                                {"agency": "NEW", "participants": 7}]));
        let rostered = of("Rows of the other", "2023-01-10", json!([{"agency": "OLD", "participants": 6}]));
        for name in ["A", "B"] {
            let row = json!({"participant": person(name, json!({})), "role": "trainee", "status": "attended", "agency": "NEW"});
            admin.post(&roster_of(&rostered), &row).expect(201);
        }
        let in_year = |year: u32, more: &str| {
            let row = &rows(server, "agency", &format!("measure=participations&year={year}{more}"))[0];
            json!([row[0], row[1], row[2], row[3]])
        };
        assert_eq!(in_year(2020, ""), json!(["NEW", 13, 13, 13]));
        assert_eq!(in_year(2021, ""), json!(["NEW", 6, 6, 6]), "the only name stands for the agency");
        assert_eq!(in_year(2022, ""), json!(["NEW", 13, 30, 13]), "at least so many");
        assert_eq!(in_year(2022, "&sex=female"), json!(["NEW", 5, 30, 5]));
        assert_eq!(in_year(2023, ""), json!(["NEW", 8, 30, 8]), "rows and a number of another name are added");
        // To whom people are not shown the two hidden ones of the agency are none; the whole of it may be told.
        let public = server.public().get(&format!("{S}?measure=participations&by=agency&year=2020")).expect(200).json();
        assert_eq!(public["rows"][0]["value"], 13, "{public}");
    }

    fn a_key_sees_the_small_numbers_of_agencies_that_are_one_with_its_own(server: &Server) {
        agencies(server, &["OLD", "OTHER"]);
        let admin = server.admin();
        for (title, day) in [("X", "2020-01-10"), ("Z", "2010-01-10")] {
            let cells = json!([{"agency": "OLD", "participants": 2}, {"agency": "OTHER", "participants": 3}]);
            admin.record(&with(activity_on(title, day), json!({"counts": {"participants": {"value": 10}, "cells": cells}})));
        }
        let low = |year: u32| {
            let path = format!("{S}?measure=participations&agency=TURKSTAT,OLD&year={year}");
            server.agency().get(&path).expect(200).json()["total"]["reported"].clone()
        };
        let cells = |title: &str| server.agency().get(&format!("/api/v1/activities?q={title}")).expect(200).json()["items"][0]["counts"]["cells"].clone();
        assert_eq!((low(2020), cells("X")), (json!(null), json!([])));
        change(server, "OLD", &same_as("TURKSTAT", Some("2015"), None)).expect(200);
        assert_eq!(low(2020), 2);
        assert_eq!((&cells("X")[0]["agency"], cells("X").as_array().unwrap().len()), (&json!("OLD"), 1), "its own alone");
        assert_eq!((low(2010), cells("Z")), (json!(null), json!([])), "before they were one");
        let public = server.public().get(&format!("{S}?measure=participations&agency=OLD&year=2020")).expect(200).json();
        assert_eq!(public["total"]["reported"], json!(null));
    }

    fn a_successor_is_given_what_its_predecessors_took_part_in_where_that_is_asked_for(server: &Server) {
        agencies(server, &["OLDEST", "OLD", "NEW"]);
        for (title, agency) in [("V", "OLDEST"), ("X", "OLD"), ("Y", "NEW")] {
            server.admin().record(&activity_of_agency(title, "2020-01-10", agency, 6));
        }
        change(server, "OLD", &json!({"succeeded_by": "NEW"})).expect(200);
        let low = |query: &str| total(server, query, "low");
        assert_eq!((low("measure=activities&agency=NEW"), low("measure=activities&agency=NEW&predecessors=true")), (json!(1), json!(2)));
        assert_eq!((low("measure=participations&agency=NEW"), low("measure=participations&agency=NEW&predecessors=true")), (json!(6), json!(12)));
        assert_eq!(low("measure=activities&agency=OLD&predecessors=true"), 1, "what came after it is not its own");
        assert_eq!(rows(server, "agency", "measure=activities&predecessors=true"), [json!(["NEW", 2, 2, 2]), json!(["OLD", 1, 1, 1]), json!(["OLDEST", 1, 1, 1])]);
        let own = people(server, "predecessors=true&agency=NEW");
        assert_eq!(own, [json!(["NEW", 6, 6]), json!(["OLD", 6, 6])], "people stand in the row of their own");
        // Chains of both kinds: the oldest is the same as the old one, which was succeeded.
        change(server, "OLDEST", &same_as("OLD", None, None)).expect(200);
        assert_eq!(low("measure=activities&agency=NEW&predecessors=true"), 3);
        assert_eq!(rows(server, "agency", "measure=activities&predecessors=true"), [json!(["NEW", 3, 3, 3]), json!(["OLD", 2, 2, 2])]);
        let profile = |query: &str| server.public().get(&format!("/api/v1/agencies/{query}")).expect(200).json();
        let asked = profile("NEW/profile?predecessors=true");
        assert_eq!((&asked["figures"]["listed"]["figure"]["value"], &asked["filters"]["predecessors"]), (&json!(3), &json!(true)));
        assert_eq!(profile("NEW/profile")["figures"]["listed"]["figure"]["value"], 1);
        server.public().get("/api/v1/countries/TUR/profile?predecessors=true").refused(400, "unreadable");
        let stated = ask(server, "measure=activities&agency=NEW&predecessors=true");
        assert_eq!(stated["filters"]["predecessors"], true);
        // A claim says so in its filter.
        let claim = json!({"measure": "activities", "value": 3, "scope": "NEW with those before it", "record_measure": "activities",
                           "record_filter": "agency=NEW&predecessors=true", "statement": "Three activities", "source": "https://example.org/"});
        let claim = server.officer().post("/api/v1/published-figures", &claim).expect(201).json();
        let verdict = server.public().get(&format!("{}/reconciliation", at("/api/v1/published-figures", &claim))).expect(200).json();
        assert_eq!(verdict["verdict"], "agrees", "{verdict}");
    }

    fn what_is_declared_of_an_agency_is_declared_of_it_under_every_name(server: &Server) {
        agencies(server, &["OLD", "NEW", "NEXT"]);
        record_four(server);
        let whole = json!({"filter": "agency=OLD", "from": "2007", "state": "complete", "reason": "Checked", "source": "https://example.org/"});
        server.officer().post("/api/v1/coverage", &whole).expect(201);
        let of = |query: &str| total(server, &format!("measure=activities&{query}"), "coverage");
        assert_eq!((of("agency=OLD&from=2010"), of("agency=NEW&from=2010")), (json!("complete"), json!("partial")));
        change(server, "OLD", &same_as("NEW", Some("2015"), None)).expect(200);
        assert_eq!((of("agency=OLD&from=2010"), of("agency=NEW&from=2010")), (json!("complete"), json!("partial")), "from 2010 on they are not one");
        assert_eq!(of("agency=NEW&from=2016"), "complete");
        let answer = ask(server, "measure=activities&by=agency&from=2010");
        let covered = |row: &Value| json!([row["agency"], row["coverage"]]);
        let covered: Vec<Value> = answer["rows"].as_array().unwrap().iter().map(covered).collect();
        assert_eq!(covered, [json!(["NEW", "partial"]), json!(["OLD", "complete"])]);
        // Its successor is not it, unless the declaration says so.
        change(server, "NEW", &json!({"succeeded_by": "NEXT"})).expect(200);
        assert_eq!(of("agency=NEXT&predecessors=true&from=2016"), "partial");
        let with_older = json!({"filter": "agency=NEXT&predecessors=true", "from": "2016", "state": "complete", "reason": "Checked", "source": "https://example.org/"});
        server.officer().post("/api/v1/coverage", &with_older).expect(201);
        assert_eq!((of("agency=NEXT&predecessors=true&from=2016"), of("agency=NEXT&from=2016")), (json!("complete"), json!("complete")));
    }

    fn links_are_judged_where_they_change_and_a_stored_circle_keeps_nothing_from_being_read(server: &Server) {
        agencies(server, &["OLD", "NEW", "OTHER"]);
        record_four(server);
        let twice = json!({"links": [{"agency": "NEW", "relation": "same_as", "to": "2016"}, {"agency": "OTHER", "relation": "same_as", "from": "2015"}]});
        change(server, "OLD", &twice).refused(422, "invalid").names("/links/1", "overlapping_periods");
        let other_way_round = json!({"links": [twice["links"][1], twice["links"][0]]});
        change(server, "OLD", &other_way_round).refused(422, "invalid").names("/links/1", "overlapping_periods");
        let apart = json!({"links": [{"agency": "NEW", "relation": "same_as", "to": "2015"}, {"agency": "OTHER", "relation": "same_as", "from": "2015"}]});
        change(server, "OLD", &apart).expect(200);
        assert_eq!(rows(server, "agency", "measure=activities"), [json!(["NEW", 3, 3, 3]), json!(["OTHER", 1, 1, 1])]);
        change(server, "OLD", &same_as("NEW", None, None)).expect(200);
        // A circle from before circles were refused.
        let circle = "insert into agency_links (agency_id, relation, other_id) select n.id, 'same_as', o.id from agencies n, agencies o where n.code = 'NEW' and o.code = 'OLD'";
        within(server, move |tx| Ok(qudra::on_each!(tx.conn(), c => diesel::sql_query(circle).execute(c))?)).unwrap();
        server.admin().record(&activity_on("Another", "2020-02-01"));
        change(server, "OTHER", &json!({"notes": "Anything"})).expect(200);
        assert_eq!(rows(server, "agency", "measure=activities&year=2020"), [json!(["OLD", 2, 2, 2]), json!([null, 1, 1, 1])]);
        assert_eq!(total(server, "measure=agencies&agency=NEW", "value"), 1);
        change(server, "OLD", &json!({"notes": "Nothing new of its links"})).expect(200);
        change(server, "OTHER", &same_as("OLD", None, None)).expect(200);
        assert_eq!(total(server, "measure=activities&agency=OTHER", "value"), 4);
        change(server, "OLD", &same_as("NEW", Some("2000"), None)).refused(422, "invalid").names("/links/0/agency", "circle");
    }
}
