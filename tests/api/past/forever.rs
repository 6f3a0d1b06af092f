//! Random stories: everything that can happen to a record happens, every question is asked after every step, and asked
//! again of that instant at the end.

use std::collections::BTreeSet;

use super::story::Story;
use super::*;
use crate::differences::holds_together;

const QUESTIONS: [&str; 24] = [
    "/api/v1/statistics/totals",
    "/api/v1/statistics?by=year",
    "/api/v1/statistics?by=country,sex",
    "/api/v1/statistics?by=oic_group&status=held,draft,announced",
    "/api/v1/statistics?by=membership",
    "/api/v1/statistics?by=programme,field",
    "/api/v1/statistics?by=agency_kind&measure=people",
    "/api/v1/statistics?by=activity_agency&measure=agencies",
    "/api/v1/statistics?by=activity_country&measure=countries&from=2020",
    "/api/v1/statistics?programme=StatCaB&programme_tree=true",
    "/api/v1/statistics?participation_role=trainer,trainee&participation_status=absent,attended&by=agency",
    "/api/v1/activities?limit=500&count=exact",
    "/api/v1/activities?country=TUR&programme=StatCaB&sort=title",
    "/api/v1/activities?q=work&sort=-updated_at&status=held,draft",
    "/api/v1/programmes",
    "/api/v1/agencies?q=stat",
    "/api/v1/agencies/TURKSTAT",
    "/api/v1/countries?membership=member&group=Arab",
    "/api/v1/fields",
    "/api/v1/published-figures",
    "/api/v1/reports/activities.csv",
    "/api/v1/reports/statistics.csv?by=country,year",
    "/api/v1/reports/agency-summary.csv",
    "/api/v1/reports/countries.csv",
];

/// Every question to the public and to an officer.
fn ask(server: &Server, at: Option<&str>) -> Vec<(String, Said)> {
    let mut answers = Vec::new();
    for (who, caller) in [("public", server.public()), ("officer", server.officer())] {
        for question in QUESTIONS {
            let path = at.map_or_else(|| question.to_owned(), |at| as_of(question, at));
            answers.push((format!("{who} {question}"), said(&caller.get(&path))));
        }
    }
    answers
}

/// Steps before the first that is remembered, so that there is something to change.
const PROLOGUE: usize = 60;

/// What happened: kind and action of every entry.
fn happened(server: &Server) -> BTreeSet<String> {
    use diesel::prelude::*;
    use qudra::db::schema::ledger;
    let entries = ledger::table.select((ledger::kind, ledger::action)).distinct();
    let entries: Vec<(String, String)> = server.ledger().db().read_here(|conn| Ok(entries.load(conn)?)).unwrap();
    entries
        .into_iter()
        .map(|(kind, action)| format!("{action} {kind}"))
        .collect()
}

/// Between any two instants the differences begin and end with what was told then, and add up.
fn compare(server: &Server, remembered: &[(String, i64, Vec<(String, Said)>)]) {
    let told = |step: usize, measure: &str| -> Value {
        let (_, _, answers) = &remembered[step];
        let totals = answers
            .iter()
            .find(|(question, _)| question.starts_with("public") && question.ends_with("/totals"));
        serde_json::from_str::<Value>(&totals.unwrap().1.body).unwrap()[measure].clone()
    };
    let last = remembered.len() - 1;
    for (first, last) in [(0, last), (0, last / 2), (last / 2, last)] {
        for measure in ["activities", "participations", "people", "countries", "agencies"] {
            let (from, to) = (&remembered[first].0, &remembered[last].0);
            let path = format!("/api/v1/statistics/differences?measure={measure}&from_as_of={from}&to_as_of={to}");
            let answer = server.public().get(&path).expect(200).json();
            holds_together(&answer);
            assert_eq!(answer["from"]["total"], told(first, measure), "{path}");
            assert_eq!(answer["to"]["total"], told(last, measure), "{path}");
        }
    }
}

fn live_through(server: &Server, seed: u64, steps: usize) {
    let mut story = Story::begin(server, seed);
    let mut remembered = Vec::new();
    for _ in 0..PROLOGUE {
        story.step();
    }
    for step in 0..steps {
        if step % 2 == 0 {
            story.surely(step / 2);
        } else {
            story.step();
        }
        let version = server.data_version();
        let at = instant();
        remembered.push((at, version, ask(server, None)));
    }
    let happened = happened(server);
    for what in [
        "delete activity",
        "restore activity",
        "update activity",
        "delete agency",
        "update agency",
        "update country",
        "update programme",
        "merge participant",
        "unmerge participant",
        "erase participant",
        "update published_figure",
    ] {
        assert!(happened.contains(what), "nobody did: {what} (seed {seed})");
    }
    compare(server, &remembered);
    // Backwards, forwards: the order in which the past is asked for does not matter.
    for (at, version, then) in remembered.iter().rev() {
        for ((question, then), (_, now)) in then.iter().zip(ask(server, Some(at))) {
            assert!(then.status < 500, "{question}");
            assert_eq!(*then, now, "seed {seed}: {question} as of {at} (version {version})");
        }
    }
}

on_both! {
    fn whatever_happens_later_the_past_answers_as_it_did_then(server: &Server) {
        live_through(server, 20_261_125, 25);
    }

    fn another_story_ends_no_differently(server: &Server) {
        live_through(server, 7, 25);
    }
}
