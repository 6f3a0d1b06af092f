//! Statistics from outside: what a figure says, which rows there are, how questions are refused.

use serde_json::{Value, json};

use crate::support::people::{meet, merge, person, roster_of, text, trainee};
use crate::support::*;

const S: &str = "/api/v1/statistics";

/// An answer to the public.
#[track_caller]
fn ask(server: &Server, query: &str) -> Value {
    server.public().get(&format!("{S}?{query}")).expect(200).json()
}

/// `[low, high, reported, activities, uncounted, undecided]` of a figure whose `value` fits its bounds.
#[track_caller]
fn numbers(figure: &Value) -> Value {
    let certain = figure["low"] == figure["high"];
    assert_eq!(
        figure["value"],
        if certain { figure["low"].clone() } else { Value::Null },
        "{figure}"
    );
    ["low", "high", "reported", "activities", "uncounted", "undecided"]
        .iter()
        .map(|name| figure[*name].clone())
        .collect()
}

/// Each row as its keys and its numbers.
#[track_caller]
fn rows(answer: &Value) -> Vec<(Vec<Value>, Value)> {
    let by = answer["by"].as_array().unwrap();
    let keys = |row: &Value| by.iter().map(|name| row[name.as_str().unwrap()].clone()).collect();
    answer["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (keys(row), numbers(row)))
        .collect()
}

fn course(members: Value) -> Value {
    with(activity_on("Course", "2021-03-18"), members)
}

fn from_countries(codes: &[&str]) -> Value {
    codes
        .iter()
        .map(|code| json!({"country": code, "role": "beneficiary"}))
        .collect()
}

on_both! {
    fn an_empty_record_answers_zero_and_reports_nothing(server: &Server) {
        let answer = ask(server, "by=year");
        assert_eq!(answer["rows"], json!([]));
        assert_eq!(numbers(&answer["total"]), json!([0, 0, null, 0, 0, 0]));
        assert_eq!(answer["filters"], json!({"status": ["held"]}));
        assert_eq!((&answer["measure"], &answer["version"], &answer["as_of"]), (&json!("participations"), &json!(2), &Value::Null));
        assert_eq!(answer["data_version"], server.data_version());
        assert!(answer["definition"].as_str().unwrap().len() > 40);
    }

    fn an_uncounted_activity_is_unknown_and_never_zero(server: &Server) {
        let officer = server.officer();
        officer.record(&activity_of("Counted", "2021-03-18", 43));
        officer.record(&activity_on("Silent", "2022-01-10"));
        let answer = ask(server, "by=year");
        assert_eq!(rows(&answer), [
            (vec![json!(2021)], json!([43, 43, 43, 1, 0, 0])),
            (vec![json!(2022)], json!([0, null, null, 1, 1, 0])),
        ]);
        assert_eq!(numbers(&answer["total"]), json!([43, null, 43, 2, 1, 0]));
        assert_eq!(numbers(&ask(server, "measure=people")["total"]), json!([43, null, null, 2, 1, 0]));
    }

    fn a_stated_zero_is_zero(server: &Server) {
        server.officer().record(&activity_of("Nobody came", "2021-03-18", 0));
        let answer = ask(server, "by=type");
        assert_eq!(rows(&answer), [(vec![json!("workshop")], json!([0, 0, 0, 0, 0, 0]))]);
    }

    fn qualifiers_make_bounds_and_stay_reported(server: &Server) {
        for (qualifier, bounds) in [
            ("exact", json!([50, 50, 50])), ("at_least", json!([50, null, 50])), ("more_than", json!([51, null, 50])),
            ("at_most", json!([0, 50, 50])), ("nearly", json!([0, 50, 50])), ("about", json!([0, null, 50])),
        ] {
            let made = server.officer().record(&course(json!({"title": {"en": qualifier}, "programmes": ["StatCaB"],
                "counts": {"participants": {"value": 50, "qualifier": qualifier}}})));
            let total = ask(server, "programme=StatCaB")["total"].clone();
            assert_eq!(json!([total["low"], total["high"], total["reported"]]), bounds, "{qualifier}");
            assert_eq!(total["uncounted"], 0, "{qualifier} is a head count");
            let path = format!("/api/v1/activities/{}", text(&made, "id"));
            server.officer().delete(&path, "W/\"1\"").expect(204);
        }
    }

    fn an_activity_with_several_values_is_in_several_rows_and_once_in_the_total(server: &Server) {
        let draft = json!({"programmes": ["StatCaB", "OIC-VET"], "fields": ["sti", "statistics"], "counts": {"participants": {"value": 10}}});
        server.officer().record(&course(draft));
        for (by, first) in [("programme", "OIC-VET"), ("field", "statistics")] {
            for (measure, number) in [("activities", 1), ("participations", 10)] {
                let answer = ask(server, &format!("measure={measure}&by={by}"));
                assert_eq!(answer["rows"].as_array().unwrap().len(), 2);
                assert_eq!(answer["rows"][0][by], first);
                assert_eq!(answer["total"]["value"], number);
                assert!(answer["notes"][0].as_str().unwrap().contains("several"), "{}", answer["notes"]);
            }
        }
        assert_eq!(rows(&ask(server, "by=programme&programme=StatCaB")), [(vec![json!("StatCaB")], json!([10, 10, 10, 1, 0, 0]))]);
        assert_eq!(ask(server, "by=programme,field")["rows"].as_array().unwrap().len(), 4);
    }

    fn a_programme_may_stand_for_those_below_it_and_an_older_code_for_the_new_one(server: &Server) {
        let child = json!({"code": "STAT-2", "name": {"en": "Second phase"}, "kind": "project", "parent": "StatCaB"});
        server.admin().post("/api/v1/programmes", &child).expect(201);
        server.officer().record(&course(json!({"programmes": ["STAT-2"], "counts": {"participants": {"value": 10}}})));
        server.officer().record(&course(json!({"programmes": ["Digi-CaB"], "counts": {"participants": {"value": 5}}})));
        assert_eq!(ask(server, "programme=StatCaB")["total"]["value"], 0);
        assert_eq!(ask(server, "programme=StatCaB&programme_tree=true")["total"]["value"], 10);
        let answer = ask(server, "programme=ICT-CaB");
        assert_eq!((&answer["total"]["value"], &answer["filters"]["programme"]), (&json!(5), &json!(["Digi-CaB"])));
        assert_eq!(ask(server, "programme=null")["total"]["value"], 0);
    }

    fn what_straddles_an_end_of_the_period_or_has_no_date_is_undecided(server: &Server) {
        let officer = server.officer();
        let when = |period: &str, precision: &str| json!({"when": {"start": null, "end": null, "period": period, "precision": precision}, "counts": {"participants": {"value": 10}}});
        officer.record(&with(activity("Month"), when("2021-06", "month")));
        officer.record(&with(activity("Year"), when("2021", "year")));
        officer.record(&with(activity("Undated"), json!({"counts": {"participants": {"value": 10}}})));
        officer.record(&activity_of("Day", "2021-06-20", 10));
        let total = |query: &str| numbers(&ask(server, query)["total"]);
        assert_eq!(total(""), json!([40, 40, 40, 4, 0, 0]));
        assert_eq!(total("from=2021&to=2021"), json!([30, 40, 30, 3, 0, 1]));
        assert_eq!(total("from=2021-06-15"), json!([10, 40, 10, 1, 0, 3]));
        assert_eq!(total("to=2021-06"), json!([20, 40, 20, 2, 0, 2]));
        assert_eq!(total("since=2022"), json!([0, 10, null, 0, 0, 1]));
        assert_eq!(numbers(&ask(server, "measure=activities&from=2021-06-15")["total"]), json!([1, 4, 1, 1, 0, 3]));
        let answer = ask(server, "measure=activities&by=year&from=2021-06-15");
        assert_eq!(rows(&answer), [(vec![json!(2021)], json!([1, 3, 1, 1, 0, 2])), (vec![Value::Null], json!([0, 1, 0, 0, 0, 1]))]);
        assert_eq!(answer["filters"]["from"], "2021-06-15");
    }

    fn meetings_can_be_left_out_or_be_all(server: &Server) {
        server.officer().record(&course(json!({"type": "bilateral_meeting"})));
        server.officer().record(&course(json!({"type": "training_course"})));
        for (query, types) in [("", 2), ("&meetings=exclude", 1), ("&meetings=only", 1)] {
            assert_eq!(ask(server, &format!("measure=activities{query}"))["total"]["value"], types, "{query}");
        }
        assert_eq!(ask(server, "measure=activities&meetings=only&by=type")["rows"][0]["type"], "bilateral_meeting");
    }

    fn only_held_activities_count_unless_others_are_asked_for_and_drafts_are_for_officers(server: &Server) {
        for status in ["held", "announced", "draft"] {
            server.officer().record(&course(json!({"status": status})));
        }
        assert_eq!(ask(server, "measure=activities")["total"]["value"], 1);
        assert_eq!(ask(server, "measure=activities&status=held,announced")["total"]["value"], 2);
        for path in [S, "/api/v1/statistics/totals", "/api/v1/activities", "/api/v1/reports/activities.csv", "/api/v1/reports/statistics.csv", "/api/v1/reports/annual-summary.csv"] {
            // That there are none would be false.
            for status in ["draft", "held,announced,draft"] {
                server.public().get(&format!("{path}?status={status}")).refused(422, "invalid").names_exactly(&[("status", "hidden_value")]);
            }
            server.officer().get(&format!("{path}?status=draft")).expect(200);
        }
        let seen = server.officer().get(&format!("{S}?measure=activities&status=held,announced,draft&by=status")).expect(200).json();
        assert_eq!(seen["total"]["value"], 3);
        assert_eq!(seen["filters"], json!({"status": ["held", "announced", "draft"]}));
    }

    fn countries_are_bounded_by_what_each_activity_says(server: &Server) {
        let counts = json!({"participants": {"value": 43}, "cells": [{"country": "AZE", "participants": 3}]});
        server.officer().record(&course(json!({"countries": from_countries(&["AZE", "JOR", "SEN"]), "counts": counts})));
        let answer = ask(server, "by=country");
        assert_eq!(rows(&answer), [
            (vec![json!("AZE")], json!([3, 3, 3, 1, 0, 0])),
            (vec![json!("JOR")], json!([1, 39, null, 1, 0, 0])),
            (vec![json!("SEN")], json!([1, 39, null, 1, 0, 0])),
            (vec![Value::Null], json!([40, 40, 40, 1, 0, 0])),
        ]);
        let groups = rows(&ask(server, "by=oic_group"));
        assert_eq!(groups[2], (vec![json!("Asian")], json!([3, 3, 3, 1, 0, 0])));
        assert_eq!(numbers(&ask(server, "country=JO")["total"]), json!([1, 39, null, 1, 0, 0]), "alpha-2 is taken");
        assert_eq!(ask(server, "country=JO")["filters"]["country"], json!(["JOR"]));
        assert_eq!(numbers(&ask(server, "country=TUR")["total"]), json!([0, 0, null, 0, 0, 0]), "the list is complete");
        assert_eq!(numbers(&ask(server, "measure=countries")["total"]), json!([3, 3, 3, 1, 0, 0]));
    }

    fn where_people_come_from_and_the_countries_of_an_activity_are_two_things(server: &Server) {
        let countries = json!([{"country": "AZE", "role": "beneficiary"}, {"country": "TUR", "role": "provider"}]);
        server.officer().record(&course(json!({"countries": countries, "counts": {"participants": {"value": 10}}})));
        assert_eq!(rows(&ask(server, "by=country")), [(vec![json!("AZE")], json!([10, 10, 10, 1, 0, 0]))]);
        assert_eq!(rows(&ask(server, "by=activity_country")), [(vec![json!("AZE")], json!([10, 10, 10, 1, 0, 0]))]);
        let provided = ask(server, "by=activity_country&country_role=provider");
        assert_eq!(rows(&provided), [(vec![json!("TUR")], json!([10, 10, 10, 1, 0, 0]))], "benefited and provided are never added");
        let activities = |query: &str| ask(server, &format!("measure=activities&{query}"))["total"]["value"].clone();
        assert_eq!(activities("country=TUR"), 0);
        assert_eq!(activities("country=TUR&country_role=provider"), 1);
        assert_eq!(activities("activity_country=AZE"), 1);
    }

    fn membership_and_group_are_those_of_the_first_day(server: &Server) {
        for (title, day) in [("Before", "2010-05-25"), ("During", "2015-05-25"), ("Back", "2025-03-07")] {
            let draft = json!({"countries": from_countries(&["SYR"]), "counts": {"participants": {"value": 7}}});
            server.officer().record(&with(activity_on(title, day), draft));
        }
        let answer = ask(server, "by=membership,year");
        let keys: Vec<Value> = rows(&answer).into_iter().map(|(keys, _)| json!(keys)).collect();
        assert_eq!(keys, [json!(["member", 2010]), json!(["member", 2025]), json!(["suspended", 2015])]);
        assert_eq!(numbers(&ask(server, "membership=suspended")["total"]), json!([7, 7, 7, 1, 0, 0]));
        let outside = json!({"countries": from_countries(&["FRA"]), "counts": {"participants": {"value": 4}}});
        server.officer().record(&course(outside));
        let groups = rows(&ask(server, "by=oic_group"));
        assert_eq!(groups.last().unwrap(), &(vec![json!("none")], json!([4, 4, 4, 1, 0, 0])), "outside the 57 there is no group");
    }

    fn the_host_is_the_place_unless_it_was_online(server: &Server) {
        let place = json!({"city": "Ankara", "country": "TUR"});
        for mode in ["in_person", "online", "hybrid"] {
            server.officer().record(&course(json!({"mode": mode, "place": place})));
        }
        let answer = ask(server, "measure=activities&by=host_country");
        let hosts: Vec<Value> = rows(&answer).into_iter().map(|(keys, numbers)| json!([keys[0], numbers[0]])).collect();
        assert_eq!(hosts, [json!(["TUR", 2]), json!([null, 1])]);
    }

    fn women_and_men_are_rows_wherever_somebody_counted(server: &Server) {
        server.officer().record(&activity_on("Silent", "2022-01-10"));
        assert_eq!(rows(&ask(server, "by=sex")), [(vec![json!("unknown")], json!([0, null, null, 1, 1, 0]))]);
        let counts = json!({"participants": {"value": 30}, "cells": [{"sex": "female", "participants": 12}]});
        server.officer().record(&course(json!({"counts": counts})));
        assert_eq!(rows(&ask(server, "by=sex&year=2021")), [
            (vec![json!("female")], json!([12, 12, 12, 1, 0, 0])),
            (vec![json!("male")], json!([18, 18, 18, 1, 0, 0])),
        ]);
        assert_eq!(rows(&ask(server, "by=sex"))[0].1, json!([12, null, 12, 2, 1, 0]), "among the silent one's people there may be women");
        assert_eq!(ask(server, "sex=female&year=2021")["total"]["value"], 12);
    }

    fn people_on_rosters_are_told_apart_and_merged_ones_count_once(server: &Server) {
        let officer = server.officer();
        let people: Vec<Value> = ["A", "B", "C"].iter().map(|name| meet(server, &person(name, json!({"sex": "female", "country": "SEN"})))).collect();
        let (first, second) = (officer.record(&course(json!({}))), officer.record(&activity_of("Second", "2022-05-02", 5)));
        for (activity, who) in [(&first, 0), (&first, 1), (&second, 0), (&second, 2)] {
            officer.post(&roster_of(activity), &trainee(&people[who])).expect(201);
        }
        assert_eq!(numbers(&ask(server, "")["total"]), json!([7, 7, 7, 2, 0, 0]), "two on a roster, five by number");
        assert_eq!(numbers(&ask(server, "measure=people")["total"]), json!([5, 6, 3, 2, 0, 0]));
        assert_eq!(numbers(&ask(server, "measure=people&year=2021")["total"]), json!([2, 2, 2, 1, 0, 0]));
        merge(server, &people[1], &people[0]);
        assert_eq!(numbers(&ask(server, "measure=people&year=2021")["total"]), json!([1, 1, 1, 1, 0, 0]), "one person on one roster");
        assert_eq!(numbers(&ask(server, "measure=people")["total"]), json!([5, 5, 2, 2, 0, 0]));
    }

    fn those_who_gave_are_counted_when_asked_for(server: &Server) {
        let officer = server.officer();
        let made = officer.record(&course(json!({"counts": {"participants": {"value": 20}}})));
        for (name, role, status) in [("A", "trainee", "attended"), ("B", "trainer", "attended"), ("C", "trainer", "absent")] {
            let who = meet(server, &person(name, json!({})));
            officer.post(&roster_of(&made), &json!({"participant": who["id"], "role": role, "status": status})).expect(201);
        }
        assert_eq!(ask(server, "")["total"]["value"], 20);
        // Roles that few have are told to nobody else.
        let told = ask(server, "participation_role=trainer")["total"].clone();
        assert_eq!((&told["withheld"], &told["uncounted"]), (&json!(true), &json!(0)), "that there is a roster is told");
        let ask = |query: &str| officer.get(&format!("{S}?{query}")).expect(200).json();
        let trainers = ask("participation_role=trainer");
        assert_eq!((&trainers["total"]["low"], &trainers["total"]["reported"]), (&json!(1), &json!(1)));
        assert_eq!(trainers["filters"], json!({"status": ["held"], "participation_role": ["trainer"]}));
        assert_eq!(ask("participation_role=trainer&participation_status=absent,attended")["total"]["low"], 2);
        let trainees = ask("participation_role=trainee")["total"].clone();
        assert_eq!((&trainees["low"], &trainees["high"]), (&json!(1), &json!(20)));
    }
}
