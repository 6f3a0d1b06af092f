//! When activities take place: listed days, what is held before it began, what lasts longer than a year.

use chrono::{Days, NaiveDate, Utc};
use qudra::imports::{self, Kind, Sheet};
use qudra::ledger::{Actor, Commit};
use serde_json::{Value, json};

use crate::support::people::within;
use crate::support::*;

const PATH: &str = "/api/v1/activities";

fn mondays() -> Value {
    json!([
        "1954-03-01",
        "1954-03-08",
        "1954-03-15",
        "1954-03-22",
        "1954-03-29",
        "1954-04-05"
    ])
}

fn on(when: Value) -> Value {
    with(activity("Timed"), json!({"when": when}))
}

fn figure(server: &Server, measure: &str, year: &str) -> Value {
    let path = format!("/api/v1/statistics?measure={measure}&{year}");
    server.public().get(&path).expect(200).json()["total"].clone()
}

fn imported(server: &Server, text: &str) -> Result<String, String> {
    let sheet = Sheet::read(text.as_bytes());
    let done = imports::import(
        &server.ledger(),
        Actor::CommandLine,
        Kind::Activities,
        sheet,
        Commit::Yes,
        Box::new(|_| {}),
    );
    done.map(|tally| tally.to_string())
        .map_err(|stopped| format!("{stopped:?}"))
}

fn today() -> NaiveDate {
    #[expect(clippy::disallowed_methods, reason = "the server's clock is the machine's")]
    Utc::now().date_naive()
}

on_both! {
    fn six_mondays_are_six_days(server: &Server) {
        let draft = with(activity_of("Six Mondays", "1954-03-01", 20), json!({"code": "M6", "when": {"days": mondays(), "precision": "day"}}));
        let made = server.officer().record(&draft);
        assert_eq!(made["when"], json!({"start": "1954-03-01", "end": "1954-04-05", "days": mondays(), "precision": "day"}));
        assert_eq!([&figure(server, "days", "year=1954")["value"], &figure(server, "person_days", "year=1954")["value"]], [6, 120]);
        let version = server.ledger().db().read_here(|conn| Ok(qudra::ledger::head(conn)?.at.unwrap())).unwrap();
        // Its past counts them too, and what was read can be sent back.
        let path = format!("{PATH}/M6");
        server.officer().put(&path, &made, "W/\"1\"").expect(200);
        server.officer().patch(&path, &json!({"when": {"days": null}}), "W/\"1\"").expect(200);
        assert_eq!(figure(server, "days", "year=1954")["value"], 36);
        assert_eq!(figure(server, "days", &format!("year=1954&as_of={version}"))["value"], 6);
    }

    fn listed_days_that_contradict_themselves_are_refused(server: &Server) {
        let leap: Vec<String> = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap().iter_days().step_by(2).take(367).map(|d| d.to_string()).collect();
        for (when, place, code) in [
            (json!({"days": ["2024-05-02"], "precision": "day"}), "/when/days", "too_few"),
            (json!({"days": [], "precision": "day"}), "/when/days", "too_few"),
            (json!({"days": leap, "precision": "day"}), "/when/days", "too_many"),
            (json!({"days": ["2024-05-02", "2024-05-02"], "precision": "day"}), "/when/days/1", "days_not_in_order"),
            (json!({"days": ["2024-05-02", "2024-05-01"], "precision": "day"}), "/when/days/1", "days_not_in_order"),
            (json!({"days": ["2024-05-02", "2024-05"], "precision": "day"}), "/when/days/1", "not_a_date"),
            (json!({"days": ["2024-05-02", 3], "precision": "day"}), "/when/days/1", "wrong_type"),
            (json!({"days": ["2024-05-02", "2024-05-09"], "start": "2024-05-01", "precision": "day"}), "/when/start", "not_of_days"),
            (json!({"days": ["2024-05-02", "2024-05-09"], "end": "2024-05-10", "precision": "day"}), "/when/end", "not_of_days"),
            (json!({"days": ["2024-05-02", "2024-05-09"], "period": "2024-05", "precision": "month"}), "/when/days", "precision_mismatch"),
            (json!({"days": "2024-05-02", "precision": "day"}), "/when/days", "wrong_type"),
        ] {
            server.officer().post(PATH, &on(when)).refused(422, "invalid").names_exactly(&[(place, code)]);
        }
        let most = json!({"days": leap[..366], "precision": "day"});
        server.officer().post(PATH, &on(most)).expect(201);
    }

    fn what_is_held_has_begun_by_tomorrow(server: &Server) {
        let officer = server.officer();
        let day = |days: u64| today().checked_add_days(Days::new(days)).unwrap();
        let next_year = (today() + Days::new(366)).format("%Y").to_string();
        officer.post(PATH, &on(json!({"start": day(1), "precision": "day"}))).expect(201);
        officer.post(PATH, &on(json!({"period": today().format("%Y-%m").to_string(), "precision": "month"}))).expect(201);
        // Three days leave room for a midnight between here and there.
        for (when, place) in [
            (json!({"start": day(3), "end": day(4), "precision": "day"}), "/when/start"),
            (json!({"days": [day(3), day(9)], "precision": "day"}), "/when/start"),
            (json!({"period": "2142-01", "precision": "month"}), "/when/period"),
            (json!({"period": next_year, "precision": "year"}), "/when/period"),
        ] {
            officer.post(PATH, &on(when.clone())).refused(422, "invalid").names_exactly(&[(place, "held_before_it_began")]);
            let planned = officer.record(&with(on(when), json!({"status": "announced"})));
            let path = format!("{PATH}/{}", planned["id"].as_str().unwrap());
            officer.patch(&path, &json!({"status": "held"}), "W/\"1\"").refused(422, "invalid").names_exactly(&[(place, "held_before_it_began")]);
            officer.patch(&path, &json!({"status": "postponed"}), "W/\"1\"").expect(200);
        }
        let sheet = "code,title_en,type,status,start_date\nFC05,Typed 2142 for 2024,workshop,held,2142-03-04\n";
        assert!(imported(server, sheet).unwrap_err().contains("held_before_it_began"));
    }

    fn what_lasts_over_a_year_lists_its_days(server: &Server) {
        let officer = server.officer();
        for status in ["held", "draft", "announced"] {
            let body = |when: Value| with(on(when), json!({"status": status}));
            officer.post(PATH, &body(json!({"start": "1924-05-02", "end": "2024-05-02", "precision": "day"}))).refused(422, "invalid").names_exactly(&[("/when/end", "lasts_too_long")]);
            officer.post(PATH, &body(json!({"start": "2023-01-01", "end": "2024-01-02", "precision": "day"}))).refused(422, "invalid").names("/when/end", "lasts_too_long");
            officer.post(PATH, &body(json!({"period": "2020", "end": "2022-01-01", "precision": "year"}))).refused(422, "invalid").names("/when/end", "lasts_too_long");
            officer.post(PATH, &body(json!({"start": "2023-01-01", "end": "2024-01-01", "precision": "day"}))).expect(201);
            officer.post(PATH, &body(json!({"period": "2020", "end": "2021-12-31", "precision": "year"}))).expect(201);
            officer.post(PATH, &body(json!({"days": ["2020-01-01", "2023-01-01"], "precision": "day"}))).expect(201);
        }
    }

    fn what_was_stored_before_stays_until_its_time_changes(server: &Server) {
        let officer = server.officer();
        let made = officer.record(&with(on(json!({"start": "2142-03-04", "end": "2142-03-05", "precision": "day"})), json!({"status": "announced", "code": "OLD"})));
        // As an earlier release could leave it: a century of something held.
        within(server, |tx| {
            use diesel::prelude::*;
            use qudra::db::schema::versions;
            let old = |text: String| text.replace("\"announced\"", "\"held\"").replace("2142-03-05", "2199-03-05");
            let (id, text): (i64, Option<String>) = versions::table.filter(versions::kind.eq("activity")).select((versions::record_id, versions::document)).first(tx.conn())?;
            diesel::update(versions::table.filter(versions::record_id.eq(id).and(versions::kind.eq("activity")))).set(versions::document.eq(text.map(old))).execute(tx.conn())?;
            Ok(())
        }).unwrap();
        let path = format!("{PATH}/{}", made["id"].as_str().unwrap());
        let stands = officer.get(&path).expect(200).json();
        assert_eq!([&stands["status"], &stands["when"]["end"]], ["held", "2199-03-05"]);
        officer.patch(&path, &json!({"notes": "Seen"}), "W/\"1\"").expect(200);
        officer.patch(&path, &json!({"when": {"end": "2199-03-06"}}), "W/\"2\"").refused(422, "invalid")
            .names_exactly(&[("/when/start", "held_before_it_began"), ("/when/end", "lasts_too_long")]);
        officer.patch(&path, &json!({"status": "announced"}), "W/\"2\"").expect(200);
        officer.patch(&path, &json!({"status": "held"}), "W/\"3\"").refused(422, "invalid").names_exactly(&[("/when/start", "held_before_it_began")]);
    }

    fn sheets_read_and_write_listed_days(server: &Server) {
        let head = "code,title_en,type,status,start_date,end_date,days\n";
        let row = |days: &str| format!("{head}D1,Mondays,workshop,held,1954-03-01,1954-03-15,{days}\n");
        assert_eq!(imported(server, &row("1954-03-01;1954-03-08; ١٩٥٤-٠٣-١٥")).unwrap(), "1 created, 0 changed, 0 unchanged");
        assert_eq!(figure(server, "days", "year=1954")["value"], 3);
        let report = server.public().get("/api/v1/reports/activities.csv").expect(200).text();
        assert!(report.contains("1954-03-01;1954-03-08;1954-03-15"), "{report}");
        assert_eq!(imported(server, &report).unwrap(), "0 created, 0 changed, 1 unchanged");
        assert_eq!(imported(server, &row("")).unwrap(), "0 created, 0 changed, 1 unchanged");
        let alone = "code,title_en,type,status,days\nD2,Two,workshop,held,1955-03-01;1955-03-08\n";
        assert_eq!(imported(server, alone).unwrap(), "1 created, 0 changed, 0 unchanged");
        assert!(imported(server, &row("1954-03-01;1954-03-01")).unwrap_err().contains("days_not_in_order"));
        assert_eq!(imported(server, &row("null")).unwrap(), "0 created, 1 changed, 0 unchanged");
        assert_eq!(figure(server, "days", "year=1954")["value"], 15);
    }

    fn days_over_new_year_are_of_the_year_in_which_they_began_and_the_answer_says_so(server: &Server) {
        server.officer().record(&with(activity("Over"), json!({"when": {"start": "1952-12-30", "end": "1953-01-03", "precision": "day"}})));
        for (question, days) in [("year=1952", 5), ("year=1953", 0), ("from=1953", 0), ("to=1953", 5), ("by=year", 5)] {
            let answer = server.public().get(&format!("/api/v1/statistics?measure=days&{question}")).expect(200).json();
            assert_eq!(answer["total"]["value"], days, "{question}");
            assert!(answer["notes"].to_string().contains("in which it began"), "{question}: {}", answer["notes"]);
        }
        let all = server.public().get("/api/v1/statistics?measure=days").expect(200).json();
        assert!(!all["notes"].to_string().contains("in which it began"));
    }
}
