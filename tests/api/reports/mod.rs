//! Reports: what is in the files, what they say of themselves, who may have them, and that they are of one state.

use std::io::Write;
use std::process::Command;

use diesel::prelude::*;
use qudra::access::{Caller, Identity, Role};
use qudra::db::Uid;
use qudra::db::schema::{activities, countries, participants, participation_details, participations};
use qudra::input::Params;
use qudra::ledger::{Actor, Commit, Ledger};
use qudra::reports::{self, Report, export};
use qudra::statistics::Basis;
use qudra::statistics::{Archive, AsOfRequest};
use serde_json::json;

use crate::support::*;

mod content;
mod figures;
mod manners;

const REPORTS: &str = "/api/v1/reports";

/// A CSV file as a reader of RFC 4180 sees it; every row has the width of the header.
#[derive(Debug)]
struct File {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl File {
    fn read(bytes: &[u8]) -> Self {
        assert!(bytes.ends_with(b"\r\n"), "the last line is whole");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
        let mut rows = reader
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
        Self {
            header: rows.next().unwrap(),
            rows: rows.collect(),
        }
    }

    fn of(client: &Client, name: &str) -> Self {
        Self::read(&client.get(&format!("{REPORTS}/{name}")).expect(200).body)
    }

    #[track_caller]
    fn cell(&self, row: usize, column: &str) -> &str {
        let place = self.header.iter().position(|name| name == column);
        &self.rows[row][place.unwrap_or_else(|| panic!("no column {column} in {:?}", self.header))]
    }

    #[track_caller]
    fn column(&self, column: &str) -> Vec<&str> {
        (0..self.rows.len()).map(|row| self.cell(row, column)).collect()
    }

    /// The one row of which a cell says this.
    #[track_caller]
    fn row(&self, column: &str, value: &str) -> usize {
        let found: Vec<usize> = (0..self.rows.len())
            .filter(|row| self.cell(*row, column) == value)
            .collect();
        assert_eq!(found.len(), 1, "rows with {value:?} in {column}");
        found[0]
    }
}

/// Puts people on the roster of an activity; gives their codes.
fn roster(ledger: &Ledger, activity: &str, people: usize) -> Vec<String> {
    let activity = Uid::parse(activity).unwrap();
    ledger
        .write_here(Actor::CommandLine, Commit::Yes, move |tx| {
            let now = tx.now();
            let key: i64 = activities::table
                .filter(activities::uid.eq(activity))
                .select(activities::id)
                .first(tx.conn())?;
            let country: i64 = countries::table
                .filter(countries::alpha3.eq("AZE"))
                .select(countries::id)
                .first(tx.conn())?;
            let seq = tx.enter("add", "activity", activity, 99, &["roster"]);
            let mut codes = Vec::new();
            for n in 0..people {
                let code = format!("R{key}-{n}");
                let person: i64 = diesel::insert_into(participants::table)
                    .values((
                        participants::uid.eq(Uid::new()),
                        participants::version.eq(1),
                        participants::code.eq(&code),
                        participants::sex.eq("female"),
                        participants::created_at.eq(now),
                        participants::updated_at.eq(now),
                    ))
                    .returning(participants::id)
                    .get_result(tx.conn())?;
                let last: Option<i64> = participations::table
                    .select(diesel::dsl::max(participations::number))
                    .first(tx.conn())?;
                let number = last.unwrap_or(0) + 1;
                diesel::insert_into(participations::table)
                    .values((
                        participations::number.eq(number),
                        participations::uid.eq(Uid::new()),
                        participations::version.eq(1),
                        participations::activity_id.eq(key),
                        participations::participant_id.eq(person),
                        participations::role.eq("trainee"),
                        participations::status.eq("attended"),
                        participations::country_id.eq(country),
                        participations::sex.eq("female"),
                        participations::from_seq.eq(seq),
                    ))
                    .execute(tx.conn())?;
                diesel::insert_into(participation_details::table)
                    .values((
                        participation_details::number.eq(number),
                        participation_details::position.eq("=Head, \"statistics\""),
                        participation_details::score.eq(87.5),
                    ))
                    .execute(tx.conn())?;
                codes.push(code);
            }
            Ok(codes)
        })
        .unwrap()
}

/// Every participation that stands gets another status: the rows close and others open.
fn withdraw_all(ledger: &Ledger) {
    ledger
        .write_here(Actor::CommandLine, Commit::Yes, |tx| {
            let seq = tx.enter("withdraw", "activity", Uid::new(), 1, &["roster"]);
            let open: Vec<(i64, Uid, i64, i64)> = participations::table
                .filter(participations::to_seq.is_null())
                .select((
                    participations::number,
                    participations::uid,
                    participations::activity_id,
                    participations::participant_id,
                ))
                .load(tx.conn())?;
            diesel::update(participations::table.filter(participations::to_seq.is_null()))
                .set(participations::to_seq.eq(seq))
                .execute(tx.conn())?;
            for (number, uid, activity, person) in open {
                diesel::insert_into(participations::table)
                    .values((
                        participations::number.eq(number),
                        participations::uid.eq(uid),
                        participations::version.eq(2),
                        participations::activity_id.eq(activity),
                        participations::participant_id.eq(person),
                        participations::role.eq("trainee"),
                        participations::status.eq("withdrawn"),
                        participations::sex.eq("female"),
                        participations::from_seq.eq(seq),
                    ))
                    .execute(tx.conn())?;
            }
            Ok(())
        })
        .unwrap();
}

/// Takes a file as it is written, and does something once, after the first bytes.
struct Meanwhile<F: FnOnce()> {
    bytes: Vec<u8>,
    act: Option<F>,
}

impl<F: FnOnce()> Write for Meanwhile<F> {
    fn write(&mut self, part: &[u8]) -> std::io::Result<usize> {
        self.bytes.extend_from_slice(part);
        if let Some(act) = self.act.take() {
            act();
        }
        Ok(part.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A report as an officer gets it, while something else happens.
fn export_while(server: &Server, name: &str, query: &str, act: impl FnOnce()) -> File {
    let officer = Caller {
        identity: Some(Identity {
            principal: 1,
            role: Role::Officer,
            agency: None,
        }),
        ..Caller::default()
    };
    let params = Params::parse(query).unwrap();
    let asked = (Report::find(name).unwrap().read)(&params, &officer);
    params.finish().unwrap();
    let mut out = Meanwhile {
        bytes: Vec::new(),
        act: Some(act),
    };
    let ledger = server.ledger();
    let archive = Archive::new(qudra::app::past(&ledger));
    let basis = Basis::of(&archive, None, AsOfRequest::Now, asked.plan.needs_facts());
    let basis = actix_web::rt::System::new().block_on(basis).unwrap();
    export::write(&basis, asked, &mut out).unwrap();
    assert!(out.act.is_none());
    File::read(&out.bytes)
}
