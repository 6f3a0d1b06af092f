//! Measures of no activities: programmes and member countries, as the reference data has them on a day.

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
    let total = ask(server, query)["total"].clone();
    ["value", "low", "high", "reported"]
        .iter()
        .map(|name| total[*name].clone())
        .collect()
}

on_both! {
    fn programmes_are_those_recorded_and_launched_by_the_day(server: &Server) {
        let admin = server.admin();
        assert_eq!(total(server, "measure=programmes"), json!([4, 4, 4, 4]));
        assert_eq!(total(server, "measure=programmes&programme_kind=capacity_building_programme"), json!([2, 2, 2, 2]));
        assert_eq!(total(server, "measure=programmes&to=2020"), json!([null, 0, 4, 0]), "no year of launch is recorded");
        let etag = admin.get("/api/v1/programmes/StatCaB").etag();
        admin.patch("/api/v1/programmes/StatCaB", &json!({"launched_year": 2007}), &etag).expect(200);
        let etag = admin.get("/api/v1/programmes/Digi-CaB").etag();
        admin.patch("/api/v1/programmes/Digi-CaB", &json!({"launched_year": 2024}), &etag).expect(200);
        assert_eq!(total(server, "measure=programmes&to=2020"), json!([null, 1, 3, 1]));
        assert_eq!(total(server, "measure=programmes&to=2024-06"), json!([null, 1, 4, 1]), "launched in the year of the day");
        assert_eq!(total(server, "measure=programmes&to=2024"), json!([null, 2, 4, 2]));
        assert_eq!(total(server, "measure=programmes&programme_kind=project"), json!([0, 0, 0, 0]));
        let answer = ask(server, "measure=programmes&to=2020");
        assert_eq!(answer["filters"], json!({"to": "2020"}), "what is of no activities has no status");
        assert_eq!((&answer["version"], &answer["rows"], &answer["total"]["undecided"]), (&json!(1), &json!([]), &json!(2)));
        assert!(answer["notes"][0].as_str().unwrap().contains("no year of launch"), "{}", answer["notes"]);
        let opened = server.public().get(&format!("{S}/explain?measure=programmes&to=2020")).expect(200).json();
        assert_eq!((&opened["counted_once"]["codes"], &opened["items"], &opened["total"]), (&json!(["StatCaB"]), &json!([]), &answer["total"]));
        let csv = server.public().get("/api/v1/reports/statistics.csv?measure=programmes&by=&to=2020").expect(200).text();
        assert_eq!(csv.lines().nth(1).unwrap(), "programmes,,1,3,1,0,0,2,false,not_stated");
    }

    fn member_countries_are_those_of_the_day_suspended_ones_included(server: &Server) {
        assert_eq!(total(server, "measure=member_countries"), json!([11, 11, 11, 11]));
        assert_eq!(total(server, "measure=member_countries&to=2020"), json!([11, 11, 11, 11]), "Syria was suspended");
        assert_eq!(total(server, "measure=member_countries&to=1971"), json!([4, 4, 4, 4]));
        let answer = ask(server, "measure=member_countries&by=oic_group&to=2024-10-21");
        let rows: Vec<Value> = answer["rows"].as_array().unwrap().iter().map(|row| json!([row["oic_group"], row["value"], row["coverage"]])).collect();
        assert_eq!(rows, [json!(["African", 3, "complete"]), json!(["Arab", 4, "complete"]), json!(["Asian", 4, "complete"])]);
        assert_eq!(answer["coverage"], "complete", "by itself");
        assert_eq!(total(server, "measure=member_countries&oic_group=Arab,Asian"), json!([8, 8, 8, 8]));
        assert_eq!(total(server, "measure=member_countries&oic_group=none"), json!([0, 0, 0, 0]));
    }

    fn what_chooses_activities_is_refused_where_none_are_counted(server: &Server) {
        let public = server.public();
        let refused = public.get(&format!("{S}?measure=programmes&field=sti&since=2007&status=held&by=year")).refused(422, "invalid");
        refused.names("field", "not_of_measure").names("since", "not_of_measure").names("status", "not_of_measure").names("by", "not_of_measure");
        let refused = public.get(&format!("{S}?measure=member_countries&by=oic_group,membership&programme_kind=forum"));
        refused.refused(422, "invalid").names("by", "not_of_measure").names("programme_kind", "not_of_measure").suggests("by", "oic_group");
        public.get(&format!("{S}?measure=activities&programme_kind=forum")).refused(422, "invalid").names("programme_kind", "needs_programmes");
        public.get(&format!("{S}/totals?programme_kind=forum")).refused(422, "invalid").names("programme_kind", "needs_programmes");
        public.get(&format!("{S}?measure=programmes&programme_kind=forums")).refused(422, "invalid").suggests("programme_kind", "forum");
    }

    fn they_are_what_they_were_and_a_difference_is_one_of_the_reference_data(server: &Server) {
        let then = crate::differences::instant(server);
        server.officer().post("/api/v1/editions", &json!({"name": "one"})).expect(201);
        let new = json!({"code": "Space-CaB", "name": {"en": "Space"}, "kind": "capacity_building_programme"});
        server.admin().post("/api/v1/programmes", &new).expect(201);
        assert_eq!(total(server, "measure=programmes"), json!([5, 5, 5, 5]));
        assert_eq!(total(server, &format!("measure=programmes&as_of={then}")), json!([4, 4, 4, 4]));
        assert_eq!(total(server, "measure=programmes&edition=one"), json!([4, 4, 4, 4]));
        let sealed = server.public().get("/api/v1/editions/one").expect(200).json()["sealed"].clone();
        let defined = sealed["definitions"].as_array().unwrap().iter().filter(|one| one["measure"] == "member_countries").count();
        let figures = sealed["figures"].as_array().unwrap();
        assert!(figures.iter().any(|one| one["measure"] == "programmes" && one["total"]["value"] == 4));
        assert_eq!(defined, 1);
        let now = crate::differences::instant(server);
        let link = format!("{S}/differences?measure=programmes&from_as_of={then}&to_as_of={now}");
        let difference = server.public().get(&link).expect(200).json();
        assert_eq!(difference["causes"][0]["cause"], "reference_data", "{difference}");
    }

    fn announced_numbers_of_programmes_and_members_are_compared(server: &Server) {
        let reconcile = |members: Value| {
            let claim = with(json!({"measure": "x", "scope": "x", "statement": "x"}), members);
            let made = server.officer().post("/api/v1/published-figures", &claim).expect(201);
            let answer = server.public().get(&format!("{}/reconciliation", made.header("location").unwrap())).expect(200).json();
            let link = answer["question"]["statistics"].as_str().unwrap();
            assert_eq!(server.public().get(link).expect(200).json()["total"], answer["figure"], "{link}");
            answer
        };
        let programmes = reconcile(json!({"value": 25, "record_measure": "programmes", "record_filter": "programme_kind=capacity_building_programme"}));
        assert_eq!((&programmes["verdict"], &programmes["missing"], &programmes["figure"]["value"]), (&json!("record_incomplete"), &json!(23), &json!(2)));
        let members = reconcile(json!({"value": 11, "record_measure": "member_countries", "record_filter": "all", "since": "1969", "as_of": "2025-03-07", "scope": "y"}));
        assert_eq!((&members["verdict"], &members["question"]["filters"]), (&json!("agrees"), &json!({"to": "2025-03-07"})));
        let members = reconcile(json!({"value": 12, "record_measure": "member_countries", "record_filter": "all", "scope": "z"}));
        assert_eq!(members["verdict"], "differs", "who is a member is complete by itself");
        assert!(!members["notes"].to_string().contains("No activity"), "{}", members["notes"]);
    }
}
