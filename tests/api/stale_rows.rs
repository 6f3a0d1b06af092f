//! Rows that say which record they are, and from which version they were exported.

use qudra::error::{At, Fault};
use qudra::imports::{self, ImportStopped, Imported, Kind, Sheet};
use qudra::ledger::{Actor, Commit};
use serde_json::json;

use crate::support::*;

fn import(server: &Server, kind: Kind, text: &str, force: bool) -> Result<Imported, Vec<Fault>> {
    let sheet = Sheet::read(text.as_bytes());
    match imports::run(
        &server.ledger(),
        Actor::CommandLine,
        kind,
        sheet,
        (Commit::Yes, force),
        Box::new(|_| {}),
    ) {
        Ok(imported) => Ok(imported),
        Err(ImportStopped::Refused(refusal)) => Err(refusal.faults),
        Err(ImportStopped::Failed(error)) => panic!("{error}"),
    }
}

#[track_caller]
fn tally(server: &Server, kind: Kind, text: &str, force: bool) -> String {
    import(server, kind, text, force)
        .unwrap_or_else(|faults| panic!("{text}: {faults:?}"))
        .tally
        .to_string()
}

/// The column and the code of the one fault, and what it says under these names.
#[track_caller]
fn fault(server: &Server, kind: Kind, text: &str) -> (String, &'static str, Fault) {
    let mut faults = import(server, kind, text, false).expect_err("a refusal");
    assert_eq!(faults.len(), 1, "{faults:?}");
    let fault = faults.remove(0);
    let Some(At::Cell { row: 2, column }) = fault.at.clone() else {
        panic!("{fault:?}")
    };
    (column, fault.code, fault)
}

fn report(server: &Server, name: &str) -> String {
    server
        .admin()
        .get(&format!("/api/v1/reports/{name}.csv"))
        .expect(200)
        .text()
}

const CHANGED: &str = "0 created, 1 changed, 0 unchanged";

on_both! {
    fn a_stale_row_undoes_nobodys_correction(server: &Server) {
        let officer = server.officer();
        officer.record(&with(activity_of("FC44", "1940-01-10", 10), json!({"code": "FC44"})));
        let old = report(server, "activities").replace(",FC44,", ",A better title,");
        officer.patch("/api/v1/activities/FC44", &json!({"counts": {"participants": {"value": 25}}}), "W/\"1\"").expect(200);
        let (column, code, fault) = fault(server, Kind::Activities, &old);
        assert_eq!((column.as_str(), code), ("version", "stale_row"));
        assert_eq!([fault.said("version"), fault.said("changed"), fault.said("undone")], [Some("1"), Some("counts"), Some("counts")]);
        assert!(fault.said("by").is_some_and(|by| !by.is_empty()) && fault.said("at").is_some());
        let now = officer.get("/api/v1/activities/FC44").expect(200).json();
        assert_eq!(now["counts"]["participants"]["value"], 25);
        // The fresh sheet is taken, the stale one only by force.
        let fresh = report(server, "activities").replace(",FC44,", ",Fresh,");
        assert_eq!(tally(server, Kind::Activities, &fresh, false), CHANGED);
        assert_eq!(tally(server, Kind::Activities, &old, true), CHANGED);
        assert_eq!(officer.get("/api/v1/activities/FC44").expect(200).json()["counts"]["participants"]["value"], 10);
        // A row that would change nothing is no conflict, however old.
        assert_eq!(tally(server, Kind::Activities, &old, false), "0 created, 0 changed, 1 unchanged");
    }

    fn rosters_and_codes_of_others_make_no_row_stale(server: &Server) {
        let (admin, officer) = (server.admin(), server.officer());
        let made = officer.record(&with(activity_on("Course", "1940-01-10"), json!({"code": "R1", "programmes": ["Digi-CaB"], "agencies": [{"agency": "TURKSTAT", "role": "host"}]})));
        let old = report(server, "activities").replace(",Course,", ",A better title,");
        let person = people::meet(server, &people::person("Amina", json!({})));
        officer.post(&people::roster_of(&made), &people::trainee(&person)).expect(201);
        admin.patch("/api/v1/agencies/TURKSTAT", &json!({"code": "TUIK"}), &admin.get("/api/v1/agencies/TURKSTAT").etag()).expect(200);
        assert_eq!(officer.get("/api/v1/activities/R1").expect(200).json()["version"], 3);
        assert_eq!(tally(server, Kind::Activities, &old, false), CHANGED);
    }

    fn the_rule_holds_for_every_kind_of_sheet(server: &Server) {
        let (admin, officer) = (server.admin(), server.officer());
        let activity = officer.record(&with(activity_on("Course", "1940-01-10"), json!({"code": "K1"})));
        let person = people::meet(server, &people::person("Amina", json!({"code": "P1", "position": "Clerk"})));
        let seat = officer.post(&people::roster_of(&activity), &people::trainee(&person)).expect(201).json();
        officer.post("/api/v1/agencies", &json!({"code": "K-AG", "name": {"en": "Office"}, "kind": "ministry", "notes": "n"})).expect(201);
        let claim = officer.post("/api/v1/published-figures", &json!({"measure": "activities", "value": 3, "scope": "all", "statement": "s", "source": "x"})).expect(201).json();
        let cases = [
            (Kind::Participants, "participants", "Clerk", "/api/v1/participants/P1".to_owned(), json!({"sex": "female"})),
            (Kind::Participations, "participations", "Clerk", format!("/api/v1/participations/{}", seat["id"].as_str().unwrap()), json!({"status": "absent"})),
            (Kind::Agencies, "agencies", ",n,", "/api/v1/agencies/K-AG".to_owned(), json!({"notes": "m"})),
            (Kind::PublishedFigures, "published-figures", ",s,", format!("/api/v1/published-figures/{}", claim["id"].as_str().unwrap()), json!({"value": 4})),
            (Kind::Programmes, "programmes", "Digi-CaB,", "/api/v1/programmes/Digi-CaB".to_owned(), json!({"name": {"en": "Renamed"}})),
            (Kind::Countries, "countries", "AZE,AZ,", "/api/v1/countries/AZE".to_owned(), json!({"name": {"en": "Renamed"}})),
        ];
        for (kind, name, has, path, patch) in cases {
            let old = report(server, name);
            let mut lines = old.lines();
            let head = lines.next().unwrap();
            let line = lines.find(|line| line.contains(has)).unwrap_or_else(|| panic!("{has} in {old}"));
            let etag = admin.get(&path).expect(200).etag();
            admin.patch(&path, &patch, &etag).expect(200);
            let member = patch.as_object().unwrap().keys().next().unwrap().clone();
            let text = format!("{head}\n{line}\n");
            let (column, code, fault) = fault(server, kind, &text);
            assert_eq!((column.as_str(), code), ("version", "stale_row"), "{name}");
            assert!(fault.said("changed").is_some_and(|changed| changed.contains(&member)), "{name}: {fault:?}");
            assert_eq!(tally(server, kind, &text, true), CHANGED, "{name}");
        }
    }

    fn a_row_whose_id_and_key_name_two_records_is_refused(server: &Server) {
        let officer = server.officer();
        officer.record(&with(activity_of("FC46", "1941-01-10", 10), json!({"code": "FC46"})));
        let renamed = report(server, "activities").replace("FC46,FC46,", "FC46-2024,FC46,");
        let (column, code, fault_of) = fault(server, Kind::Activities, &renamed);
        assert_eq!((column.as_str(), code, fault_of.said("code")), ("id", "id_of_another", Some("FC46")));
        officer.record(&with(activity("Other"), json!({"code": "OTHER"})));
        let crossed = report(server, "activities").replace("FC46,FC46,", "X,X,").replace("OTHER,Other,", "FC46,Other,").replace("X,X,", "OTHER,FC46,");
        assert_eq!(import(server, Kind::Activities, &crossed, true).expect_err("a refusal").iter().map(|f| f.code).collect::<Vec<_>>(), ["id_of_another"; 2]);
        let list = server.public().get("/api/v1/activities?count=exact").expect(200).json();
        assert_eq!(list["total"], 2);
    }

    fn an_id_that_nobody_has_is_named_and_the_row_taken(server: &Server) {
        let head = "id,version,code,title_en,type,status\n";
        for (id, code) in [("17", "N1"), ("0192d3a4-0000-7000-8000-000000000000", "N2")] {
            let done = import(server, Kind::Activities, &format!("{head}{id},7,{code},New,workshop,held\n"), false).unwrap();
            assert_eq!(done.tally.to_string(), "1 created, 0 changed, 0 unchanged");
            assert_eq!((done.noticed.faults[0].code, done.noticed.faults[0].said("value")), ("unknown_id", Some(id)));
        }
        let (column, code, _) = fault(server, Kind::Activities, &format!("{head},soon,N1,New,workshop,held\n"));
        assert_eq!((column.as_str(), code), ("version", "not_a_number"));
    }

    fn a_person_without_a_code_is_known_by_the_id(server: &Server) {
        let made = people::meet(server, &people::person("Amina", json!({})));
        let sheet = format!("id,name,position\n{},Amina,Head\n", made["id"].as_str().unwrap());
        assert_eq!(tally(server, Kind::Participants, &sheet, false), CHANGED);
    }
}
