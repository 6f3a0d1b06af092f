//! A generated record: what it says of itself is true, and it repeats.

use diesel::prelude::*;
use qudra::db::schema::{participant_details, participants, participations};
use qudra::error::Error;
use qudra::generate::{GenerateOptions, Size, run};
use qudra::ledger::{Verdict, head, verify};
use serde_json::Value;

use crate::support::*;

const SMALL: Size = Size {
    activities: 30,
    participations: 900,
    people: 600,
};

fn made(server: &Server, scale: u32, seed: u64) -> Result<(), Error> {
    run(
        &server.ledger(),
        GenerateOptions {
            scale,
            unit: SMALL,
            seed,
        },
        |_| {},
    )
}

/// Every person, and how often each country comes: what must repeat.
fn drawn(server: &Server) -> (Vec<(String, String)>, Vec<(Option<i64>, i64)>) {
    server
        .ledger()
        .db()
        .read_here(|conn| {
            let people = participants::table
                .inner_join(participant_details::table.on(participant_details::participant_id.eq(participants::id)))
                .order(participants::code)
                .select((participants::code, participant_details::name))
                .load(conn)?;
            let rows = participations::table
                .group_by(participations::country_id)
                .order(participations::country_id)
                .select((participations::country_id, diesel::dsl::count_star()))
                .load(conn)?;
            Ok::<_, Error>((people, rows))
        })
        .unwrap()
}

on_both! {
    fn a_generated_record_has_its_numbers_and_agrees_with_itself(server: &Server) {
        made(server, 2, 1).unwrap();
        let officer = server.officer();
        assert_eq!(officer.get("/api/v1/participants?count=exact&limit=1").expect(200).json()["total"], 1_200);
        let listed = officer.get("/api/v1/activities?count=exact&limit=100").expect(200).json();
        assert_eq!(listed["total"], 60);
        let mut seats = 0;
        for activity in listed["items"].as_array().unwrap() {
            let path = format!("/api/v1/activities/{}/participations?limit=500", activity["id"].as_str().unwrap());
            let rows = officer.get(&path).expect(200).json()["items"].as_array().unwrap().clone();
            seats += rows.len();
            let came = |row: &&Value| row["status"] == "attended" && ["trainee", "delegate", "observer"].contains(&row["role"].as_str().unwrap());
            let counted = rows.iter().filter(came).count();
            assert_eq!(activity["counts"]["rostered"], counted, "{activity}");
            let head = &activity["counts"]["participants"];
            assert!(head.is_null() || head["value"] == counted, "{activity}");
            assert_eq!(activity["counts"]["level"], if counted > 0 { 5 } else { 0 }, "{activity}");
        }
        assert_eq!(seats, 1_800);
        let whole = server.ledger().db().read_here(|conn| Ok::<_, Error>((verify(conn)?, head(conn)?.seq))).unwrap();
        assert_eq!(whole.0, Verdict::Whole(whole.1));
    }

    fn the_same_seed_makes_the_same_record_and_only_once(server: &Server) {
        made(server, 1, 5).unwrap();
        let first = drawn(server);
        let other = Server::start(Backend::Sqlite);
        made(&other, 1, 5).unwrap();
        assert_eq!(drawn(&other), first);
        assert!(matches!(made(server, 1, 5), Err(Error::Startup(_))));
        made(server, 1, 6).unwrap();
        assert_ne!(drawn(server), first);
    }
}
