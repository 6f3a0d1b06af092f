//! Reports: what is in the files, what they say of themselves, who may have them, and that they are of one state.

use std::io::Write;
use std::process::Command;

use diesel::prelude::*;
use qudra::access::{Caller, Identity, Role};
use qudra::db::Uid;
use qudra::db::schema::{activities, countries, participants, participation_details, participations};
use qudra::input::Params;
use qudra::ledger::{Actor, Keep, Ledger};
use qudra::reports::{self, Report, export};
use serde_json::json;

use crate::support::*;

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
        .write_here(Actor::CommandLine, Keep::Yes, move |tx| {
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
        .write_here(Actor::CommandLine, Keep::Yes, |tx| {
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
    };
    let params = Params::parse(query).unwrap();
    let asked = (Report::find(name).unwrap().read)(&params, &officer);
    params.finish().unwrap();
    let mut out = Meanwhile {
        bytes: Vec::new(),
        act: Some(act),
    };
    let ledger = server.ledger();
    export::write(ledger.db(), asked, &mut out).unwrap();
    assert!(out.act.is_none());
    File::read(&out.bytes)
}

on_both! {
    fn a_report_gives_what_was_recorded(server: &Server) {
        let officer = server.officer();
        let made = officer.record(&with(activity_of("Prices, \"indices\"\nand more", "2021-03-18", 43), json!({
            "title": {"en": "Prices, \"indices\" and more", "ar": "دورة تدريبية، الأسعار"},
            "type": "training_course", "mode": "online", "programmes": ["StatCaB", "Digi-CaB"], "fields": ["statistics"],
            "countries": [{"country": "AZE", "role": "beneficiary"}, {"country": "TUR", "role": "provider"},
                          {"country": "UZB", "role": "beneficiary"}],
            "agencies": [{"agency": "TURKSTAT", "role": "provider"}, {"agency": "UNSD", "role": "partner"}],
            "counts": {"participants": {"value": 43, "qualifier": "more_than"}, "countries": 5, "countries_of": "members",
                       "cells": [{"country": "AZE", "sex": "female", "participants": 2}], "source": "p. 3"},
            "external_ids": [{"scheme": "event", "value": "2470"}],
            "sources": [{"url": "https://example.org/a", "note": null}, {"url": null, "note": "a letter"}],
            "notes": "first line\nsecond, line", "languages": ["en", "ar"],
        })));
        let file = File::of(&server.public(), "activities.csv");
        assert_eq!(file.rows.len(), 1);
        for (column, value) in [
            ("code", made["code"].as_str().unwrap()),
            ("title_en", "Prices, \"indices\" and more"),
            ("title_ar", "دورة تدريبية، الأسعار"),
            ("title_fr", ""),
            ("type", "training_course"),
            ("start_date", "2021-03-18"),
            ("period", ""),
            ("date_precision", "day"),
            ("programmes", "StatCaB;Digi-CaB"),
            ("languages", "en;ar"),
            ("beneficiary_countries", "AZE;UZB"),
            ("provider_countries", "TUR"),
            ("attending_countries", ""),
            ("provider_agencies", "TURKSTAT"),
            ("partner_agencies", "UNSD"),
            ("participants", "43"),
            ("participants_qualifier", "more_than"),
            ("countries_reported", "5"),
            ("countries_of", "members"),
            ("countries_complete", "true"),
            ("cells", r#"[{"country":"AZE","sex":"female","participants":2}]"#),
            ("counts_source", "p. 3"),
            ("level", "4"),
            ("external_ids", "event:2470"),
            ("source_urls", "https://example.org/a;"),
            ("source_notes", ";a letter"),
            ("notes", "first line\nsecond, line"),
            ("id", made["id"].as_str().unwrap()),
            ("version", "1"),
            ("updated_at", made["updated_at"].as_str().unwrap()),
        ] {
            assert_eq!(file.cell(0, column), value, "{column}");
        }
    }

    fn what_somebody_wrote_does_not_run_in_a_spreadsheet(server: &Server) {
        let formula = "=HYPERLINK(\"http://example.org\")";
        server.officer().record(&with(activity(formula), json!({"notes": "@SUM(1)", "place": {"city": "＋x"}})));
        let file = File::of(&server.public(), "activities.csv");
        assert_eq!(file.cell(0, "title_en"), format!("'{formula}"));
        assert_eq!(file.cell(0, "notes"), "'@SUM(1)");
        assert_eq!(file.cell(0, "city"), "'＋x");
    }

    fn every_report_has_the_columns_that_its_metadata_describes(server: &Server) {
        let officer = server.officer();
        assert!(reports::ALL.len() >= 7);
        for report in reports::ALL {
            let path = format!("{REPORTS}/{}.csv", report.name);
            let reply = officer.get(&path).expect(200);
            let file = File::read(&reply.body);
            let metadata = server.public().get(&format!("{path}-metadata.json")).expect(200);
            assert_eq!(metadata.header("content-type"), Some("application/csvm+json"));
            let metadata = metadata.json();
            assert_eq!(metadata["url"], format!("{}.csv", report.name));
            assert_eq!(metadata["@context"][0], "http://www.w3.org/ns/csvw");
            let columns = &metadata["tableSchema"]["columns"];
            assert_eq!(every(columns, "name"), file.header, "{path}");
            for column in columns.as_array().unwrap() {
                for lang in ["ar", "fr"] {
                    assert!(!column["titles"][lang].as_str().unwrap().is_empty(), "{column}");
                }
                assert_eq!(column["titles"]["en"][0], column["name"], "{column}");
                if column["name"].as_str().unwrap().ends_with("_ar") {
                    assert_eq!((&column["lang"], &column["textDirection"]), (&json!("ar"), &json!("rtl")));
                }
            }
            for key in metadata["tableSchema"]["primaryKey"].as_array().into_iter().flatten() {
                assert!(file.header.contains(&key.as_str().unwrap().to_owned()), "{key}");
            }
        }
    }

    fn a_report_says_what_it_is(server: &Server) {
        let reply = server.public().get(&format!("{REPORTS}/programmes.csv")).expect(200);
        assert_eq!(reply.header("content-type"), Some("text/csv; charset=utf-8; header=present"));
        let disposition = reply.header("content-disposition").unwrap();
        assert!(disposition.starts_with("attachment; filename=\"qudra-programmes-20"), "{disposition}");
        assert!(reply.all("link").contains("<programmes.csv-metadata.json>; rel=\"describedby\""), "{}", reply.all("link"));
        assert!(reply.text().contains("Digi-CaB,ICT-CaB,"), "{}", reply.text());
        assert!(!reply.body.starts_with(b"\xef\xbb\xbf"));
        let excel = server.public().get(&format!("{REPORTS}/programmes.csv?excel=1")).expect(200);
        assert_eq!(excel.body, [b"\xef\xbb\xbf".as_slice(), &reply.body].concat());
        assert!(server.public().head(&format!("{REPORTS}/programmes.csv")).expect(200).body.is_empty());
    }

    fn a_report_is_not_sent_twice_and_changes_with_the_record_and_the_reader(server: &Server) {
        let (public, path) = (server.public(), format!("{REPORTS}/activities.csv"));
        let etag = public.get(&path).expect(200).etag();
        assert!(etag.starts_with("W/\""), "{etag}");
        assert!(public.with("if-none-match", &etag).get(&path).expect(304).body.is_empty());
        assert_ne!(server.officer().get(&path).expect(200).etag(), etag);
        assert_ne!(public.get(&format!("{path}?type=webinar")).expect(200).etag(), etag);
        server.officer().record(&activity("One more"));
        let later = public.with("if-none-match", &etag).get(&path).expect(200);
        assert_ne!(later.etag(), etag);
        let metadata = public.get(&format!("{path}-metadata.json")).expect(200).etag();
        public.with("if-none-match", &metadata).get(&format!("{path}-metadata.json")).expect(304);
    }

    fn activities_are_filtered_and_ordered_as_in_their_list(server: &Server) {
        let officer = server.officer();
        officer.record(&with(activity_on("B", "2021-03-18"), json!({"type": "webinar", "programmes": ["StatCaB"]})));
        officer.record(&activity_on("A", "2022-03-18"));
        officer.record(&with(activity_on("C", "2020-03-18"), json!({"type": "webinar"})));
        let titles = |query: &str| {
            let file = File::of(&server.public(), &format!("activities.csv{query}"));
            file.column("title_en").join(" ")
        };
        assert_eq!(titles(""), "A B C");
        assert_eq!(titles("?sort=title"), "A B C");
        assert_eq!(titles("?type=webinar&sort=start"), "C B");
        assert_eq!(titles("?programme=StatCaB"), "B");
        assert_eq!(titles("?year=1999"), "");
    }

    fn unknown_parameters_and_codes_are_refused(server: &Server) {
        let public = server.public();
        public.get(&format!("{REPORTS}/activities.csv?yaer=2021")).refused(400, "unreadable")
            .names("yaer", "unknown_parameter").suggests("yaer", "year");
        public.get(&format!("{REPORTS}/activities.csv?programme=StatCap")).refused(422, "invalid")
            .suggests("programme", "StatCaB");
        public.get(&format!("{REPORTS}/countries.csv?excel=perhaps")).refused(400, "unreadable");
        public.get(&format!("{REPORTS}/countries.csv-metadata.json?excel=1")).refused(400, "unreadable");
        public.get(&format!("{REPORTS}/nothing.csv")).refused(404, "not_found");
        server.officer().get(&format!("{REPORTS}/participations.csv?activity=NONE")).refused(422, "invalid")
            .names("activity", "unknown_reference");
    }

    fn drafts_are_in_the_files_of_officers_only(server: &Server) {
        server.officer().record(&with(activity("Not yet"), json!({"status": "draft"})));
        assert!(File::of(&server.public(), "activities.csv").rows.is_empty());
        assert!(File::of(&server.analyst(), "activities.csv").rows.is_empty());
        assert_eq!(File::of(&server.officer(), "activities.csv").column("title_en"), ["Not yet"]);
    }

    fn persons_are_for_officers_and_administrators(server: &Server) {
        for name in ["participants.csv", "participations.csv"] {
            let path = format!("{REPORTS}/{name}");
            server.public().get(&path).refused(401, "unauthorized");
            server.agency().get(&path).refused(403, "forbidden");
            server.analyst().get(&path).refused(403, "forbidden");
            server.officer().get(&path).expect(200);
            server.admin().get(&path).expect(200);
        }
    }

    fn participants_are_told_with_their_names(server: &Server) {
        let officer = server.officer();
        let person = officer.post("/api/v1/participants", &json!({
            "name": "-Aygün Əliyeva", "other_names": [{"name": "أيغون", "lang": "ar"}, {"name": "Aygun", "lang": null}],
            "sex": "female", "email": "a@example.org", "phone": "+994 12 000", "country": "AZE", "agency": "TURKSTAT",
            "position": "Head, prices",
        })).expect(201).json();
        let file = File::of(&officer, "participants.csv");
        for (column, value) in [
            ("participant_code", person["code"].as_str().unwrap()),
            ("name", "'-Aygün Əliyeva"),
            ("other_names", "أيغون:ar;Aygun:"),
            ("sex", "female"),
            ("email", "a@example.org"),
            ("phone", "'+994 12 000"),
            ("country", "AZE"),
            ("agency", "TURKSTAT"),
            ("position", "Head, prices"),
            ("id", person["id"].as_str().unwrap()),
            ("version", "1"),
        ] {
            assert_eq!(file.cell(0, column), value, "{column}");
        }
    }

    fn participations_are_told_as_they_were_then(server: &Server) {
        let officer = server.officer();
        let first = officer.record(&with(activity_on("First", "2021-03-18"), json!({"programmes": ["StatCaB"]})));
        let second = officer.record(&activity_on("Second", "2022-03-18"));
        let people = roster(&server.ledger(), first["id"].as_str().unwrap(), 2);
        roster(&server.ledger(), second["id"].as_str().unwrap(), 3);
        let file = File::of(&officer, "participations.csv");
        assert_eq!(file.rows.len(), 5);
        let row = file.row("participant_code", &people[1]);
        for (column, value) in [
            ("activity_code", first["code"].as_str().unwrap()),
            ("role", "trainee"),
            ("status", "attended"),
            ("country", "AZE"),
            ("agency", ""),
            ("position", "'=Head, \"statistics\""),
            ("sex", "female"),
            ("score", "87.5"),
            ("activity_start", "2021-03-18"),
        ] {
            assert_eq!(file.cell(row, column), value, "{column}");
        }
        let rows = |query: &str| File::of(&officer, &format!("participations.csv?{query}")).rows.len();
        assert_eq!(rows("programme=StatCaB"), 2);
        assert_eq!(rows("year=2022"), 3);
        assert_eq!(rows("year=2021,2022"), 5);
        assert_eq!(rows(&format!("activity={}", second["code"].as_str().unwrap())), 3);
        assert_eq!(rows(&format!("activity={}&programme=StatCaB", second["id"].as_str().unwrap())), 0);
        let etag = officer.get(&format!("/api/v1/activities/{}", second["id"].as_str().unwrap())).etag();
        officer.delete(&format!("/api/v1/activities/{}", second["id"].as_str().unwrap()), &etag).expect(204);
        assert_eq!(File::of(&officer, "participations.csv").rows.len(), 2);
    }

    fn a_file_is_of_one_state_while_somebody_writes(server: &Server) {
        let officer = server.officer();
        let made = officer.record(&activity_on("Before", "2021-03-18"));
        let id = made["id"].as_str().unwrap();
        let ledger = server.ledger();
        roster(&ledger, id, 3);
        for query in ["", "year=2021"] {
            let before = File::of(&officer, &format!("participations.csv?{query}")).column("status").join(" ");
            let file = export_while(server, "participations", query, || {
                withdraw_all(&ledger);
                roster(&ledger, officer.record(&activity_on("Late", "2021-03-18"))["id"].as_str().unwrap(), 1);
            });
            assert_eq!(file.column("status").join(" "), before, "?{query}");
        }
        let path = format!("/api/v1/activities/{id}");
        let file = export_while(server, "activities", "sort=title", || {
            let etag = officer.get(&path).expect(200).etag();
            officer.patch(&path, &json!({"title": {"en": "After"}}), &etag).expect(200);
            officer.record(&activity("Another"));
        });
        assert_eq!(file.column("title_en"), ["Before", "Late", "Late"]);
        assert!(File::of(&officer, "activities.csv").column("title_en").contains(&"After"));
    }

    fn a_report_that_cannot_be_read_is_an_honest_500(server: &Server) {
        use diesel::connection::SimpleConnection;
        server.officer().record(&activity("One"));
        server.ledger().db().maintenance(|conn| {
            Ok(conn.batch_execute("update versions set document = '{}' where kind = 'activity'")?)
        }).unwrap();
        server.public().get(&format!("{REPORTS}/activities.csv")).refused(500, "internal");
    }

    fn a_transfer_that_fails_later_is_broken_off(server: &Server) {
        use diesel::connection::SimpleConnection;
        let officer = server.officer();
        for n in 0..250 {
            officer.record(&with(activity("Many"), json!({"code": format!("M{n:03}")})));
        }
        let request = format!("GET {REPORTS}/activities.csv?sort=code HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assert!(server.raw(request.as_bytes()).ends_with("\r\n0\r\n\r\n"), "a whole file ends as one");
        server.ledger().db().maintenance(|conn| {
            Ok(conn.batch_execute("update versions set document = '{}' where record_id = (select id from activities where code = 'M240')")?)
        }).unwrap();
        let broken = server.raw(request.as_bytes());
        assert!(broken.starts_with("HTTP/1.1 200"), "{}", &broken[..100]);
        assert!(broken.contains("M199") && !broken.ends_with("\r\n0\r\n\r\n"), "a cut file does not pass for a whole one");
    }

    fn the_command_line_writes_the_same_bytes(server: &Server) {
        let officer = server.officer();
        let made = officer.record(&activity_on("Same", "2021-03-18"));
        roster(&server.ledger(), made["id"].as_str().unwrap(), 2);
        let qudra = |args: &[&str]| {
            let output = Command::new(env!("CARGO_BIN_EXE_qudra"))
                .args(["--database-url", server.database_url()])
                .args(args)
                .output()
                .unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            output.stdout
        };
        for report in reports::ALL {
            let served = officer.get(&format!("{REPORTS}/{}.csv", report.name)).expect(200).body;
            assert_eq!(qudra(&["export", report.name]), served, "{}", report.name);
        }
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("out.csv");
        qudra(&["export", "participations", "--excel", "--filter", "year=2021", "--out", file.to_str().unwrap()]);
        let served = officer.get(&format!("{REPORTS}/participations.csv?year=2021&excel=1")).expect(200).body;
        assert_eq!(std::fs::read(&file).unwrap(), served);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
    }

    fn reference_data_is_told_with_its_times(server: &Server) {
        let public = server.public();
        let file = File::of(&public, "countries.csv");
        let row = file.row("alpha3", "SYR");
        assert_eq!(file.cell(row, "memberships"), "member:1972/2012-08-15;suspended:2012-08-15/2025-03-07;member:2025-03-07/");
        assert_eq!(file.cell(row, "groups"), "Arab:/");
        assert_eq!((file.cell(row, "alpha2"), file.cell(row, "m49")), ("SY", "760"));
        let file = File::of(&public, "agencies.csv");
        let row = file.row("code", "TURKSTAT");
        assert_eq!((file.cell(row, "acronym"), file.cell(row, "country")), ("TurkStat", "TUR"));
        let file = File::of(&public, "programmes.csv");
        assert_eq!(file.cell(file.row("code", "Digi-CaB"), "former_codes"), "ICT-CaB");
    }

    fn published_figures_are_told_with_their_source(server: &Server) {
        server.officer().post("/api/v1/published-figures", &json!({
            "measure": "participants", "value": 2275, "qualifier": "exact", "scope": "STI",
            "record_measure": "participations", "record_filter": "field=sti", "since": "2007", "as_of": "2024-10-21",
            "statement": "2,275 participants since 2007", "source": "https://example.org/sti",
        })).expect(201);
        let file = File::of(&server.public(), "published-figures.csv");
        let row: Vec<&str> = file.rows[0].iter().take(10).map(String::as_str).collect();
        assert_eq!(row, ["participants", "2275", "exact", "STI", "participations", "field=sti", "2007", "2024-10-21",
                         "2,275 participants since 2007", "https://example.org/sti"]);
    }

    fn an_exported_file_that_comes_back_changes_nothing(server: &Server) {
        let officer = server.officer();
        officer.record(&with(activity_of("=Round, trip", "2021-03-18", 43), json!({
            "countries": [{"country": "AZE", "role": "beneficiary"}], "notes": "'+1",
            "sources": [{"url": "https://example.org/a;b", "note": null}, {"url": null, "note": "one; two"}],
        })));
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("activities.csv");
        std::fs::write(&file, officer.get(&format!("{REPORTS}/activities.csv")).expect(200).body).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_qudra"))
            .args(["--database-url", server.database_url(), "import", "activities", file.to_str().unwrap()])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(said.trim(), "0 created, 0 changed, 1 unchanged", "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn every_column_of_every_report_is_described() {
    let described = reports::describe();
    let page = std::fs::read_to_string("docs/REPORTS.md").unwrap();
    if !page.ends_with(&described) {
        let intro = page.split("\n## ").next().unwrap();
        let right = std::env::temp_dir().join("qudra-REPORTS.md");
        std::fs::write(&right, format!("{intro}{described}")).unwrap();
        panic!("docs/REPORTS.md is not what the columns say; {} is", right.display());
    }
}

#[test]
fn reports_are_named_once_and_their_columns_too() {
    let names: Vec<&str> = reports::ALL.iter().map(|report| report.name).collect();
    for report in reports::ALL {
        assert_eq!(names.iter().filter(|name| **name == report.name).count(), 1);
        assert_eq!(Report::find(report.name).unwrap().title, report.title);
        for column in report.columns {
            let same = report.columns.iter().filter(|other| other.name == column.name).count();
            assert_eq!(same, 1, "{} of {}", column.name, report.name);
        }
        for key in report.key {
            assert!(
                report
                    .columns
                    .iter()
                    .any(|column| column.name == *key && column.required)
            );
        }
    }
}
