//! Sheets into the record: what is taken, what is refused and how it is said, and the first record.

use std::collections::BTreeSet;

use qudra::error::At;
use qudra::imports::{self, ImportStopped, Kind, Sheet, seed};
use qudra::input::Code;
use qudra::ledger::{self, Actor, Commit, Ledger};
use serde_json::{Value, json};

use crate::first_record::seed_file;
use crate::support::*;

fn read(ledger: &Ledger, kind: Kind, bytes: &[u8], keep: Commit) -> Result<String, ImportStopped> {
    let sheet = Sheet::read(bytes);
    imports::import(ledger, Actor::CommandLine, kind, sheet, keep, Box::new(|_| {})).map(|tally| tally.to_string())
}

/// What a sheet came to: `1 created, 0 changed, 0 unchanged`.
#[track_caller]
fn takes(server: &Server, kind: Kind, text: &str) -> String {
    read(&server.ledger(), kind, text.as_bytes(), Commit::Yes).unwrap_or_else(|stopped| panic!("{text}: {stopped:?}"))
}

/// What is wrong with a sheet: row, column, code. Nothing of it may have been written.
#[track_caller]
fn refuses(server: &Server, kind: Kind, bytes: &[u8]) -> Vec<(u64, String, &'static str)> {
    let before = entries(server);
    let shown = String::from_utf8_lossy(bytes).into_owned();
    let verdict = |keep| match read(&server.ledger(), kind, bytes, keep) {
        Err(ImportStopped::Refused(refusal)) => refusal,
        other => panic!("{shown}: {other:?}"),
    };
    let refusal = verdict(Commit::Yes);
    assert_eq!(verdict(Commit::DryRun), refusal, "a dry run gives the same verdict");
    assert_eq!(entries(server), before, "{shown}: something was written");
    assert_eq!(refusal.total, refusal.faults.len());
    let place = |at: &Option<At>| match at {
        Some(At::Cell { row, column }) => (*row, column.clone()),
        _ => (0, String::new()),
    };
    refusal
        .faults
        .iter()
        .map(|fault| {
            let (row, column) = place(&fault.at);
            (row, column, fault.code)
        })
        .collect()
}

fn entries(server: &Server) -> i64 {
    server
        .ledger()
        .db()
        .read_here(|conn| Ok(ledger::head(conn)?.seq))
        .unwrap()
}

fn the_activity(server: &Server, code: &str) -> Value {
    server
        .officer()
        .get(&format!("/api/v1/activities/{code}"))
        .expect(200)
        .json()
}

on_both! {
    fn a_report_that_comes_back_changes_nothing(server: &Server) {
        for (kind, name) in seed::FILES {
            read(&server.ledger(), kind, &seed_file(name), Commit::Yes).unwrap_or_else(|e| panic!("{name}: {e:?}"));
        }
        let officer = server.officer();
        let odd = with(activity("=SUM(A1); \"quoted\""), json!({
            "code": "ODD", "notes": "'-1\nsecond line; with \\", "place": {"city": "+90"},
            "countries": [{"country": "AZE", "role": "beneficiary"}, {"country": "TUR", "role": "provider"}, {"country": "KAZ", "role": "beneficiary"}],
            "sources": [{"url": "https://example.org/a;b", "note": null}, {"url": null, "note": "page 2; below"}, {"url": "https://example.org/c", "note": "x"}],
            "external_ids": [{"scheme": "a", "value": "1;2"}, {"scheme": "sesric_event_id", "value": "9:9"}],
            "counts": {"participants": {"value": 9, "qualifier": "at_least"}, "cells": [{"country": "AZE", "sex": "female", "participants": 2}]},
        }));
        officer.record(&odd);
        let person = json!({"code": "P1", "name": "@Aysha", "other_names": [{"name": "عائشة: ب", "lang": "ar"}, {"name": "A: B"}],
                            "phone": "+90 312", "email": "a@example.org", "sex": "female", "country": "AZE"});
        officer.post("/api/v1/participants", &person).expect(201);
        let row = json!({"participant": "P1", "role": "trainee", "status": "attended", "score": 87.5, "position": "-"});
        officer.post("/api/v1/activities/ODD/participations", &row).expect(201);
        let head = entries(server);
        for kind in ["programmes", "countries", "agencies", "activities", "published-figures", "participants", "participations"] {
            for excel in ["", "?excel=1"] {
                let report = officer.get(&format!("/api/v1/reports/{kind}.csv{excel}")).expect(200);
                let kind = Kind::from_code(kind).unwrap();
                let verdict = read(&server.ledger(), kind, &report.body, Commit::Yes).unwrap_or_else(|e| panic!("{kind}: {e:?}"));
                assert!(verdict.starts_with("0 created, 0 changed, ") && !verdict.ends_with(" 0 unchanged"), "{kind}: {verdict}");
            }
        }
        assert_eq!(entries(server), head);
    }

    fn a_row_makes_an_activity_as_the_api_would(server: &Server) {
        let sheet = "Code;Title-EN;titleAr;title_ar;Type;status\n";
        let faults = refuses(server, Kind::Activities, sheet.as_bytes());
        assert_eq!(faults, [(1, "titleAr".to_owned(), "unknown_column")]);
        let sheet = "Code,Title EN,title_ar,type,STATUS,start date,end_date,period,city,country,programmes,fields,beneficiary_countries,provider_countries,partner_agencies,participants,countries_of,plan_year\n\
                     C1,Prices,دورة,training_course,held,2025-03-10,2025-03-12,2025-03-10,Baku,AZ,StatCaB ; ICT-CaB,statistics;sti, AZE;KZ ,TUR,UNSD,٢٣,members,2025\n";
        assert_eq!(takes(server, Kind::Activities, sheet), "1 created, 0 changed, 0 unchanged");
        let made = the_activity(server, "C1");
        assert_eq!(made["title"], json!({"en": "Prices", "ar": "دورة"}));
        assert_eq!(made["when"], json!({"start": "2025-03-10", "end": "2025-03-12", "precision": "day"}));
        assert_eq!(made["place"], json!({"city": "Baku", "country": "AZE"}));
        assert_eq!((made["programmes"].clone(), made["fields"].clone()), (json!(["StatCaB", "Digi-CaB"]), json!(["statistics", "sti"])));
        assert_eq!(made["countries"], json!([{"country": "AZE", "role": "beneficiary"}, {"country": "KAZ", "role": "beneficiary"}, {"country": "TUR", "role": "provider"}]));
        assert_eq!(made["counts"]["participants"], json!({"value": 23, "qualifier": "exact"}));
        assert_eq!((made["counts"]["level"].clone(), made["plan_year"].clone()), (json!(3), json!(2025)));
        assert_eq!(takes(server, Kind::Activities, sheet), "0 created, 0 changed, 1 unchanged");
        assert_eq!(the_activity(server, "C1")["version"], json!(1));
    }

    fn an_absent_column_and_an_empty_cell_leave_what_is_stored_and_null_clears(server: &Server) {
        takes(server, Kind::Activities, "code,title_en,title_fr,type,status,start_date,notes,beneficiary_countries,provider_countries,participants,participants_qualifier\n\
                                         C1,One,Un,workshop,held,2025-01-01,kept,AZE;KAZ,TUR,20,more_than\n");
        assert_eq!(takes(server, Kind::Activities, "code,title_fr,type,notes,beneficiary_countries,provider_countries,end_date,participants\nC1,null,seminar,,KAZ,,2025-01-03,30\n"), "0 created, 1 changed, 0 unchanged");
        let now = the_activity(server, "C1");
        assert_eq!((now["title"].clone(), now["type"].clone(), now["notes"].clone()), (json!({"en": "One"}), json!("seminar"), json!("kept")));
        assert_eq!(now["countries"], json!([{"country": "KAZ", "role": "beneficiary"}, {"country": "TUR", "role": "provider"}]));
        assert_eq!(now["when"], json!({"start": "2025-01-01", "end": "2025-01-03", "precision": "day"}));
        assert_eq!(now["counts"]["participants"], json!({"value": 30, "qualifier": "more_than"}));
        takes(server, Kind::Activities, "code,notes,provider_countries,period,participants\nC1,null,null,2025,null\n");
        let now = the_activity(server, "C1");
        assert_eq!((now["notes"].clone(), now["counts"]["participants"].clone()), (json!(null), json!(null)));
        assert_eq!(now["countries"], json!([{"country": "KAZ", "role": "beneficiary"}]));
        assert_eq!(now["when"]["period"], json!("2025"));
        let statements = server.officer().get("/api/v1/activities/C1/counts").expect(200).json();
        assert_eq!(statements["items"].as_array().unwrap().len(), 3, "older statements stay: {statements}");
    }

    fn every_fault_of_a_file_is_said_at_once_with_row_and_column(server: &Server) {
        let sheet = "code,title_en,type,mode,status,start_date,end_date,beneficiary_countries,partner_agencies,participants,countries_reported,notess\n\
                     C1,Fine,workshop,online,held,2025-01-01,,AZE,UNSD,20,1,\n\
                     ,Nameless,workshop,online,held,,,,,,,\n\
                     C3,,workshp,sky,held,2025-01-03,2025-01-01,AZR;KAZ;QQQ,TURKSTATT,many,,\n\
                     C4,Short,workshop\n\
                     C5,Contradiction,workshop,online,held,,,,,2,3,\n\
                     C1,Again,workshop,online,held,,,,,,,\n\
                     C7,Dates,workshop,online,held,10/09/2024,,,,,,\n";
        let found: BTreeSet<_> = refuses(server, Kind::Activities, sheet.as_bytes()).into_iter().collect();
        let wanted = [
            (1, "notess", "unknown_column"), (3, "code", "missing_key"), (4, "title_en", "required"), (4, "type", "unknown_code"),
            (4, "mode", "unknown_code"), (4, "end_date", "end_before_start"), (4, "beneficiary_countries", "unknown_reference"),
            (4, "partner_agencies", "unknown_reference"), (4, "participants", "not_a_number"), (5, "", "ragged_row"),
            (7, "code", "duplicate_row"), (8, "start_date", "not_a_date"),
        ];
        for (row, column, code) in wanted {
            assert!(found.contains(&(row, column.to_owned(), code)), "{row} {column} {code} is not among {found:?}");
        }
        assert!(found.iter().any(|(row, column, _)| *row == 6 && column == "participants"), "{found:?}");
        assert!(found.iter().all(|(row, _, _)| *row != 2), "{found:?}");
        server.officer().get("/api/v1/activities/C1").expect(404);
    }

    fn an_unknown_code_names_the_nearest_known_one(server: &Server) {
        let sheet = Sheet::read(b"code,titel_en,type,status,beneficiary_countries\nC1,One,workshop,held,Azerbaijn\n");
        let outcome = imports::import(&server.ledger(), Actor::CommandLine, Kind::Activities, sheet, Commit::Yes, Box::new(|_| {}));
        let Err(ImportStopped::Refused(refusal)) = outcome else { panic!("{outcome:?}") };
        let nearest: Vec<_> = refusal.faults.iter().filter_map(|fault| fault.nearest.clone()).collect();
        assert_eq!(nearest, ["title_en", "AZE"], "{refusal:?}");
    }

    fn a_broken_file_is_refused_with_its_reason_and_nothing_is_written(server: &Server) {
        let fine = "code,name_en\nfine,Fine\n";
        let utf16: Vec<u8> = std::iter::once(0xfeff_u16).chain(fine.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let cut = &b"code,name_en\nfine,Fine\nother,\"Oth"[..];
        let cases: [(&[u8], u64, &str, &str); 12] = [
            (b"", 0, "", "empty_file"),
            (b"\xef\xbb\xbf", 0, "", "empty_file"),
            (&utf16, 0, "", "utf16"),
            (b"PK\x03\x04", 0, "", "a_workbook"),
            (cut, 3, "", "cut_off"),
            (b"code,name_en\nfine,Fine\nother,Oth\0er\n", 3, "name_en", "control_character"),
            (b"code,name_en\nfine,Fine\n\nother,\xc9t\xe9\n", 4, "name_en", "not_utf8"),
            (b"code,name_en\nfine,Fine\nother\n", 3, "", "ragged_row"),
            (b"code,name_en\nfine,Fine\nother,Other,\n", 3, "", "ragged_row"),
            (b"code,name_en\nfine,\"Fi\"ne\n", 2, "", "text_after_quote"),
            (b"name_en\nFine\n", 1, "code", "missing_column"),
            (b"code,name_en,name-EN\nfine,Fine,Finer\n", 1, "name-EN", "repeated_column"),
        ];
        for (bytes, row, column, code) in cases {
            assert_eq!(refuses(server, Kind::Fields, bytes), [(row, column.to_owned(), code)], "{}", String::from_utf8_lossy(bytes));
        }
    }

    fn a_messy_file_is_read_all_the_same(server: &Server) {
        assert_eq!(takes(server, Kind::Fields, "code,name_en\n"), "0 created, 0 changed, 0 unchanged");
        for (text, verdict) in [
            ("\u{feff}code,name_en\r\nmessy,\"Messy, very\"\r\n", "1 created, 0 changed, 0 unchanged"),
            ("code;name_en\rmessy;Messy, very\r", "0 created, 0 changed, 1 unchanged"),
            ("sep=;\r\nCODE;Name EN;\r\n messy ;\" Messy, very \";\r\n;;\r\n", "0 created, 0 changed, 1 unchanged"),
            ("name_en\tcode\nMessy, very\tmessy", "0 created, 0 changed, 1 unchanged"),
            ("code,name_en\n\u{a0}messy,'=SUM(A1)\n", "0 created, 1 changed, 0 unchanged"),
            ("code,name_en\nmessy,=SUM(A1)\n", "0 created, 0 changed, 1 unchanged"),
        ] {
            assert_eq!(takes(server, Kind::Fields, text), verdict, "{text:?}");
        }
    }

    fn a_dry_run_gives_the_verdict_and_writes_nothing(server: &Server) {
        let head = entries(server);
        let sheet = b"code,name_en\nnew,New\nsti,Science\nhealth,Health\n";
        assert_eq!(read(&server.ledger(), Kind::Fields, sheet, Commit::DryRun).unwrap(), "1 created, 1 changed, 1 unchanged");
        assert_eq!(entries(server), head);
        server.public().get("/api/v1/fields/new").expect(404);
    }

    fn an_import_is_one_command_of_the_ledger(server: &Server) {
        use diesel::prelude::*;
        let head = entries(server);
        takes(server, Kind::Fields, "code,name_en\na,A\nb,B\nc,C\n");
        let commands: Vec<qudra::db::Uid> = server.ledger().db().read_here(|conn| {
            use qudra::db::schema::ledger::dsl;
            Ok(dsl::ledger.filter(dsl::seq.gt(head)).select(dsl::command).distinct().load(conn)?)
        }).unwrap();
        assert_eq!((commands.len(), entries(server)), (1, head + 3));
    }

    fn a_published_row_of_countries_becomes_dated_memberships(server: &Server) {
        let sheet = "iso3,iso2,m49,name_en,oic_status,oic_since,oic_group,suspension_periods,oic_group_inferred,membership_source_url\n\
                     AFG,AF,4,Afghanistan,member,1969,,1980-01/1989-03,Asian,https://example.org/m\nSYR,SY,760,Syria,member,1972,Arab,2012-08-15/2025-03-07,Arab,\n";
        // Syria stands already, with the same periods.
        assert_eq!(takes(server, Kind::Countries, sheet), "1 created, 0 changed, 1 unchanged");
        let country = server.public().get("/api/v1/countries/AFG").expect(200).json();
        let source = "https://example.org/m";
        assert_eq!(country["memberships"], json!([
            {"status": "member", "from": "1969", "to": "1980-01", "source": source},
            {"status": "suspended", "from": "1980-01", "to": "1989-03", "source": null},
            {"status": "member", "from": "1989-03", "to": null, "source": source}]));
        assert_eq!((country["m49"].clone(), country["groups"][0]["group"].clone(), country["groups"][0]["inferred"].clone()), (json!("004"), json!("Asian"), json!(true)));
        let report = "alpha3,memberships,groups\nAFG,member:1969/1980-01;suspended:1980-01/1989-03;member:1989-03/,Asian:/:inferred\n";
        assert_eq!(takes(server, Kind::Countries, report), "0 created, 0 changed, 1 unchanged");
        assert_eq!(refuses(server, Kind::Countries, b"alpha3,memberships\nAFG,member:1969\n"), [(2, "memberships".to_owned(), "not_a_stretch")]);
    }

    fn other_names_are_added_once_and_one_record_is_raised_once(server: &Server) {
        let sheet = "kind,code,alias,lang,from,to\ncountry,TUR,Turkey,en,,2022-06-01\ncountry,TR,Turquie,fr,,\nagency,UNSD,UN Stats,,,\n";
        assert_eq!(takes(server, Kind::Aliases, sheet), "3 created, 0 changed, 0 unchanged");
        let country = server.public().get("/api/v1/countries/TUR").expect(200).json();
        assert_eq!(country["aliases"], json!([
            {"alias": "Turkey", "lang": "en", "from": null, "to": "2022-06-01"}, {"alias": "Turquie", "lang": "fr", "from": null, "to": null}]));
        assert_eq!(country["version"], json!(2));
        assert_eq!(takes(server, Kind::Aliases, sheet), "0 created, 0 changed, 3 unchanged");
        assert_eq!(takes(server, Kind::Aliases, "kind,code,alias,to\ncountry,TUR,Turkey,2022-06-02\n"), "0 created, 1 changed, 0 unchanged");
        let faults = refuses(server, Kind::Aliases, b"kind,code,alias,from,to\ncontry,TUR,A,,\ncountry,TRU,B,,\ncountry,TUR,,,\ncountry,TUR,C,2020,2019\ncountry,TUR,D,,\ncountry,TUR,D,,\n");
        assert_eq!(faults, [
            (2, "kind".to_owned(), "unknown_code"), (3, "code".to_owned(), "unknown_reference"), (4, "alias".to_owned(), "required"),
            (5, "to".to_owned(), "empty_period"), (7, "alias".to_owned(), "duplicate_row")]);
    }

    fn rows_may_refer_to_rows_further_down(server: &Server) {
        let sheet = "code,name_en,kind,succeeded_by\nOLD,Old,other,NEW\nNEW,New,other,\n";
        assert_eq!(takes(server, Kind::Agencies, sheet), "2 created, 0 changed, 0 unchanged");
        assert_eq!(server.public().get("/api/v1/agencies/OLD").expect(200).json()["succeeded_by"], json!("NEW"));
        let circle = "code,name_en,kind,parent\nX,X,forum,Y\nY,Y,forum,X\n";
        let faults = refuses(server, Kind::Programmes, circle.as_bytes());
        assert!(faults.contains(&(2, "parent".to_owned(), "unknown_reference")), "{faults:?}");
    }

    fn an_older_code_finds_its_record_and_is_not_given_back(server: &Server) {
        assert_eq!(takes(server, Kind::Programmes, "code,launched_year\nICT-CaB,2019\n"), "0 created, 1 changed, 0 unchanged");
        let programme = server.public().get("/api/v1/programmes/Digi-CaB").expect(200).json();
        assert_eq!((programme["code"].clone(), programme["launched_year"].clone()), (json!("Digi-CaB"), json!(2019)));
        let faults = refuses(server, Kind::Programmes, b"code,launched_year\nICT-CaB,2019\nDigi-CaB,2020\n");
        assert_eq!(faults, [(3, "code".to_owned(), "duplicate_row")]);
    }

    fn what_was_deleted_does_not_come_back_by_an_import(server: &Server) {
        let made = server.officer().record(&with(activity("Gone"), json!({"code": "GONE"})));
        let path = format!("/api/v1/activities/{}", made["id"].as_str().unwrap());
        let etag = server.officer().get(&path).etag();
        server.officer().delete(&path, &etag).expect(204);
        let faults = refuses(server, Kind::Activities, b"code,title_en,type,status\nGONE,Back,workshop,held\n");
        assert_eq!(faults, [(2, "code".to_owned(), "deleted_record")]);
    }

    fn persons_are_known_by_code_or_by_e_mail_and_name(server: &Server) {
        let sheet = "participant_code,name,sex,email,phone,country,agency,position\nP1,Amina Diallo,F,amina@example.org,'+221 33,SN,ANSD,Head\n,Omar,ذكر,omar@example.org,,,,\n";
        assert_eq!(takes(server, Kind::Participants, sheet), "2 created, 0 changed, 0 unchanged");
        let amina = server.officer().get("/api/v1/participants/P1").expect(200).json();
        assert_eq!((amina["sex"].clone(), amina["phone"].clone(), amina["country"].clone()), (json!("female"), json!("+221 33"), json!("SEN")));
        assert_eq!(takes(server, Kind::Participants, sheet), "0 created, 0 changed, 2 unchanged");
        assert_eq!(takes(server, Kind::Participants, "participant_code,position,phone\nP1,Director,null\n"), "0 created, 1 changed, 0 unchanged");
        let amina = server.officer().get("/api/v1/participants/P1").expect(200).json();
        assert_eq!((amina["position"].clone(), amina["phone"].clone(), amina["agency"].clone()), (json!("Director"), json!(null), json!("ANSD")));
        let faults = refuses(server, Kind::Participants, b"participant_code,name,sex,email,agency\nP2,,F,x,ANSDD\nP3,Ok,3,,\n");
        assert_eq!(faults, [
            (2, "name".to_owned(), "required"), (2, "email".to_owned(), "not_an_email"), (2, "agency".to_owned(), "unknown_reference"), (3, "sex".to_owned(), "unknown_code")]);
    }

    fn a_roster_is_read_whole_and_raises_its_activity_once(server: &Server) {
        for code in ["C1", "C2"] {
            server.officer().record(&with(activity(code), json!({"code": code})));
        }
        let people: String = (0..20).map(|i| format!("P{i},Person {i},{}\n", if i % 2 == 0 { "F" } else { "M" })).collect();
        takes(server, Kind::Participants, &format!("participant_code,name,sex\n{people}"));
        let rows: String = (0..20).map(|i| format!("C{},P{i},trainee,attended,{}\n", i % 2 + 1, 50 + i)).collect();
        let sheet = format!("activity_code,participant_code,role,status,score\n{rows}");
        assert_eq!(takes(server, Kind::Participations, &sheet), "20 created, 0 changed, 0 unchanged");
        let first = the_activity(server, "C1");
        assert_eq!((first["counts"]["rostered"].clone(), first["version"].clone()), (json!(10), json!(2)));
        assert_eq!(takes(server, Kind::Participations, &sheet), "0 created, 0 changed, 20 unchanged");
        assert_eq!(the_activity(server, "C1")["version"], json!(2));
        let faults = refuses(server, Kind::Participations,
            b"activity_code,participant_code,role,status,score\nC1,P1,trainee,attended,10\nC9,P2,trainee,attended,\nC1,,trainee,attended,\nC1,P4,boss,attended,\nC1,P6,trainee,attended,101\nC1,P8,trainee,attended,high\nC2,P1,trainee,attended,\nC1,P1,trainee,attended,\n");
        let faults: BTreeSet<_> = faults.into_iter().collect();
        for (row, column, code) in [
            (3, "activity_code", "unknown_reference"), (4, "participant_code", "required"), (5, "role", "unknown_code"),
            (6, "score", "out_of_range"), (7, "score", "not_a_decimal"), (9, "participant_code", "duplicate"),
        ] {
            assert!(faults.contains(&(row, column.to_owned(), code)), "{row} {column} {code} is not among {faults:?}");
        }
    }

    fn claims_are_recognised_by_what_was_said_of_what_when_and_where(server: &Server) {
        let sheet = "measure,value,qualifier,scope,record_measure,record_filter,since,as_of,statement,source_url\n\
                     participants,2275,exact,field: STI,participations,field=sti,2007,2024-10-21,They had 2275,https://example.org/1\n\
                     participants,\"2275.5\",about,field: STI,,,,2024,About so many,\n";
        assert_eq!(takes(server, Kind::PublishedFigures, sheet), "2 created, 0 changed, 0 unchanged");
        let corrected = sheet.replace("They had 2275", "They had 2,276").replace("2275,exact", "2276,exact");
        let corrected = corrected.replace("They had 2,276", "\"They had 2,276\"");
        assert_eq!(takes(server, Kind::PublishedFigures, &corrected), "0 created, 1 changed, 1 unchanged");
        let claims = server.public().get("/api/v1/published-figures").expect(200).json();
        assert_eq!((claims["items"][0]["value"].clone(), claims["items"][0]["version"].clone()), (json!(2276), json!(2)));
        assert_eq!(claims["items"][1]["value"], json!(2275.5));
    }
}
