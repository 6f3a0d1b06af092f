//! Differences: why a figure is another one now, cause by cause, with what stands behind each.

use qudra::participants::identity;
use serde_json::{Value, json};

use super::support::people::{A, at, meet, merge, person, roster_of, text, trainee, within};
use super::support::*;

const PATH: &str = "/api/v1/statistics/differences";

/// The instant of the newest entry.
pub fn instant(server: &Server) -> String {
    let head = server.ledger().db().read_here(qudra::ledger::head).unwrap();
    head.at.unwrap().to_string()
}

fn ask(server: &Server, query: &str) -> Value {
    let answer = server.public().get(&format!("{PATH}?{query}")).expect(200).json();
    holds_together(&answer);
    answer
}

/// The changes of the causes add up to the whole and, of measures that add up, those of the activities to their cause's.
#[track_caller]
pub fn holds_together(answer: &Value) {
    let causes = answer["causes"].as_array().unwrap();
    let adds_up =
        ["activities", "participations", "days", "person_days"].contains(&answer["measure"].as_str().unwrap());
    for name in ["low", "reported", "activities", "uncounted", "undecided"] {
        let of = |value: &Value| value[name].as_f64().unwrap_or(0.0);
        let sum: f64 = causes.iter().map(|cause| of(&cause["change"])).sum();
        assert!((sum - of(&answer["change"])).abs() < 1e-9, "{name}: {answer}");
        let total = of(&answer["to"]["total"]) - of(&answer["from"]["total"]);
        assert!((total - of(&answer["change"])).abs() < 1e-9, "{name}: {answer}");
        for cause in causes.iter().filter(|_| adds_up) {
            let moved: f64 = cause["activities"]
                .as_array()
                .unwrap()
                .iter()
                .map(|a| of(&a["change"]))
                .sum();
            assert!(
                (moved - of(&cause["change"])).abs() < 1e-9,
                "{name} of {}: {answer}",
                cause["cause"]
            );
        }
    }
}

/// Cause, change of what was reported, and the actions behind it.
fn causes(answer: &Value) -> Vec<(String, i64, Vec<String>)> {
    let causes = answer["causes"].as_array().unwrap().iter();
    let cause = |cause: &Value| {
        let reported = cause["change"]["reported"].as_i64().unwrap_or(0);
        (text(cause, "cause"), reported, every(&cause["entries"], "action"))
    };
    causes.map(cause).collect()
}

fn caused(name: &str, reported: i64, actions: &[&str]) -> (String, i64, Vec<String>) {
    (
        name.to_owned(),
        reported,
        actions.iter().map(|a| (*a).to_owned()).collect(),
    )
}

on_both! {
    fn every_cause_is_told_with_its_entries_and_activities(server: &Server) {
        let officer = server.officer();
        let turkish = |title: &str, n: u32| {
            with(activity_of(title, "2024-05-06", n), json!({"countries": [{"country": "TUR", "role": "beneficiary"}]}))
        };
        let corrected = officer.record(&turkish("Corrected", 10));
        let deleted = officer.record(&turkish("Deleted", 20));
        let restored = officer.record(&turkish("Restored", 40));
        let rostered = officer.record(&activity_on("Rostered", "2024-05-07"));
        let people = ["One", "Two"].map(|name| meet(server, &person(name, json!({}))));
        for who in &people {
            officer.post(&roster_of(&rostered), &trainee(who)).expect(201);
        }
        let delete = |made: &Value| { officer.delete(&at(A, made), &officer.get(&at(A, made)).etag()).expect(204); };
        delete(&restored);
        let from = instant(server);
        let first = server.public().get("/api/v1/statistics").expect(200).json();
        officer.patch(&at(A, &corrected), &json!({"counts": {"participants": {"value": 13}}}), &officer.get(&at(A, &corrected)).etag()).expect(200);
        delete(&deleted);
        officer.post(&format!("{}/restore", at(A, &restored)), &json!({})).expect(200);
        officer.record(&turkish("Late", 100));
        merge(server, &people[0], &people[1]);
        let erased = text(&people[1], "id");
        within(server, move |tx| identity::erase(tx, &erased)).unwrap();
        let answer = ask(server, &format!("from_as_of={from}"));
        assert_eq!(causes(&answer), [
            caused("late_entry", 100, &["create"]),
            caused("restoration", 40, &["restore"]),
            caused("deletion", -20, &["delete"]),
            caused("correction", 3, &["update"]),
            caused("merge", -1, &["merge"]),
            caused("erasure", 0, &["erase"]),
        ]);
        assert_eq!(answer["change"]["reported"], 122);
        assert_eq!((&answer["from"]["total"], &answer["to"]["total"]), (&first["total"], &server.public().get("/api/v1/statistics").expect(200).json()["total"]));
        let correction = &answer["causes"][3];
        assert_eq!((&correction["activities"][0]["id"], &correction["activities"][0]["before"]["value"], &correction["activities"][0]["after"]["value"]),
                   (&corrected["id"], &json!(10), &json!(13)));
        assert_eq!((&correction["entries"][0]["code"], &correction["entries"][0]["changed"]), (&corrected["code"], &json!(["counts"])));
        // Persons are named to those who may see them only.
        let merged = &answer["causes"][4]["entries"][0];
        assert_eq!((&merged["id"], &merged["code"]), (&Value::Null, &Value::Null));
        let seen = officer.get(&format!("{PATH}?from_as_of={from}")).expect(200).json();
        assert_eq!(seen["causes"][4]["entries"][0]["code"], people[0]["code"]);
        // An instant compared with itself is no difference.
        let same = ask(server, &format!("from_as_of={from}&to_as_of={from}"));
        assert_eq!((&same["causes"], &same["change"]["reported"]), (&json!([]), &json!(0)));
        for measure in ["activities", "people", "countries", "agencies", "days", "person_days", "share_of_women"] {
            ask(server, &format!("from_as_of={from}&measure={measure}"));
        }
    }

    fn reference_data_changes_figures_too(server: &Server) {
        let (admin, path) = (server.admin(), "/api/v1/countries/TUR");
        admin.record(&with(activity_of("Workshop", "2024-05-06", 10), json!({"countries": [{"country": "TUR", "role": "beneficiary"}]})));
        let from = instant(server);
        let change = json!({"groups": [{"group": "Arab"}]});
        admin.patch(path, &change, &admin.get(path).etag()).expect(200);
        let answer = ask(server, &format!("from_as_of={from}&oic_group=Arab"));
        assert_eq!(causes(&answer), [caused("reference_data", 10, &["update"])]);
        assert_eq!((&answer["causes"][0]["entries"][0]["code"], answer["causes"][0]["activities"].as_array().unwrap().len()), (&json!("TUR"), 1));
        let programme = "/api/v1/programmes/StatCaB";
        admin.patch(programme, &json!({"code": "Stat"}), &admin.get(programme).etag()).expect(200);
        // Codes of both points are known.
        for code in ["StatCaB", "Stat"] {
            ask(server, &format!("from_as_of={from}&programme={code}"));
        }
    }

    fn two_editions_are_compared_by_their_names(server: &Server) {
        let (officer, public) = (server.officer(), server.public());
        officer.record(&activity_of("First", "2023-05-06", 10));
        officer.post("/api/v1/editions", &json!({"name": "2023-annual"})).expect(201);
        officer.record(&activity_of("Second", "2024-05-06", 5));
        officer.post("/api/v1/editions", &json!({"name": "2024-annual"})).expect(201);
        let path = "/api/v1/editions/2024-annual/differences";
        let answer = public.get(&format!("{path}?from=2023-annual")).expect(200);
        let body = answer.json();
        holds_together(&body);
        assert_eq!((&body["from"]["edition"], &body["to"]["edition"]), (&json!("2023-annual"), &json!("2024-annual")));
        assert_eq!(causes(&body), [caused("late_entry", 5, &["create"])]);
        public.with("if-none-match", &answer.etag()).get(&format!("{path}?from=2023-annual")).expect(304);
        let narrowed = public.get(&format!("{path}?from=2023-annual&since=2025&measure=activities")).expect(200).json();
        assert_eq!(narrowed["causes"], json!([]));
        public.get(&format!("{path}?from=2023-anual")).refused(422, "invalid").names("from", "unknown_reference").suggests("from", "2023-annual");
        public.get(path).refused(400, "unreadable").names("from", "required");
        public.get("/api/v1/editions/2022/differences?from=2023-annual").refused(404, "not_found");
        public.get("/api/v1/editions/2023-annual/differences?from=2024-annual").refused(422, "invalid").names("from", "from_after_to");
    }

    fn who_sees_no_drafts_sees_an_activity_come_when_it_is_published(server: &Server) {
        let officer = server.officer();
        let draft = |title: &str| officer.record(&with(activity_of(title, "2024-05-06", 10), json!({"status": "draft"})));
        let change = |made: &Value, body: Value| { officer.patch(&at(A, made), &body, &officer.get(&at(A, made)).etag()).expect(200); };
        let delete = |made: &Value| { officer.delete(&at(A, made), &officer.get(&at(A, made)).etag()).expect(204); };
        let older = draft("Older");
        let withdrawn = officer.record(&activity_of("Withdrawn", "2024-05-06", 40));
        let from = instant(server);
        let newer = draft("Newer");
        for made in [&older, &newer] {
            change(made, json!({"notes": "not yet"}));
        }
        delete(&newer);
        officer.post(&format!("{}/restore", at(A, &newer)), &json!({})).expect(200);
        for made in [&older, &newer] {
            change(made, json!({"status": "held"}));
        }
        change(&newer, json!({"counts": {"participants": {"value": 11}}}));
        let answer = ask(server, &format!("from_as_of={from}"));
        assert_eq!(causes(&answer), [caused("late_entry", 21, &["update", "update", "update"])]);
        let entries = answer["causes"][0]["entries"].as_array().unwrap();
        let changed: Vec<&Value> = entries.iter().map(|entry| &entry["changed"][0]).collect();
        assert_eq!(changed, ["status", "status", "counts"]);
        // The same entries that the versions of the activities show.
        let versions = server.public().get(&format!("{}/versions", at(A, &newer))).expect(200).json();
        let seen = every(&versions["items"], "at");
        for at in every(&answer["causes"][0]["entries"], "at").iter().skip(1) {
            assert!(seen.contains(at), "{at} is not among {seen:?}");
        }
        let all = officer.get(&format!("{PATH}?from_as_of={from}")).expect(200).json();
        assert_eq!(causes(&all), [caused("late_entry", 11, &["create", "update", "delete", "restore", "update", "update"]), caused("correction", 10, &["update", "update"])]);
        // What becomes a draft again is gone for them, and its entries with it.
        let published = instant(server);
        change(&withdrawn, json!({"status": "draft"}));
        delete(&withdrawn);
        assert_eq!(causes(&ask(server, &format!("from_as_of={published}"))), [caused("deletion", -40, &[])]);
    }

    fn a_comparison_that_cannot_be_made_is_refused(server: &Server) {
        let public = server.public();
        let nearest = |refused: &Problem| { public.get(&format!("{PATH}?from_as_of={}", text(&refused.body["errors"][0], "nearest"))).expect(200); };
        // Without a beginning it goes back to the first entry.
        let whole = public.get(PATH).expect(200).json();
        let (from, to) = (&whole["from"]["data_version"], &whole["to"]["data_version"]);
        assert!(from.as_i64() < to.as_i64(), "{from} {to}");
        nearest(&public.get(&format!("{PATH}?from_as_of=2199-01-01")).refused(422, "invalid").names("from_as_of", "in_the_future"));
        nearest(&public.get(&format!("{PATH}?from_as_of=1999-01-01")).refused(422, "invalid").names("from_as_of", "before_the_first_entry"));
        nearest(&public.get(&format!("{PATH}?from_as_of=1899-12-31&to_as_of=9999-12-31")).refused(422, "invalid")
            .names("from_as_of", "before_the_first_entry").names("to_as_of", "in_the_future"));
        let first = server.officer().record(&activity("First"));
        server.officer().record(&activity("Second"));
        let now = instant(server);
        let earlier = text(&first, "created_at");
        public.get(&format!("{PATH}?from_as_of={now}&to_as_of={earlier}")).refused(422, "invalid").names("from_as_of", "from_after_to").suggests("from_as_of", &earlier);
        public.get(&format!("{PATH}?from_as_of={now}&to_as_of=1999")).refused(400, "unreadable").names("to_as_of", "not_an_instant");
        public.get(&format!("{PATH}?from_as_of={now}&by=year")).refused(400, "unreadable").names("by", "unknown_parameter");
        public.get(&format!("{PATH}?from_as_of={now}&as_of=2026-01-01")).refused(400, "unreadable").names("as_of", "unknown_parameter");
        public.get(&format!("{PATH}?from_as_of={now}&measure=activities&sex=female")).refused(422, "invalid").names("sex", "sex_needs_people");
    }
}
