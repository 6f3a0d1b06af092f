//! What stands in the files, and that they come back unchanged.

use super::*;

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
        let file = File::of(&officer, "activities.csv");
        assert_eq!(file.rows.len(), 1);
        assert_eq!(File::of(&server.public(), "activities.csv").cell(0, "cells"), "", "two women of one country");
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
            ("source_urls", "https://example.org/a"),
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
            "sources": [{"url": "https://example.org/a;b", "note": null}, {"url": null, "note": "one; two؛ three"}],
        })));
        officer.post("/api/v1/participants", &json!({
            "name": "-Aygün", "other_names": [{"name": "أيغون؛", "lang": "ar"}, {"name": "A:az", "lang": null}],
            "sex": "female", "email": "a@example.org", "phone": "+994 12", "country": "AZE", "agency": "TURKSTAT",
        })).expect(201);
        let made = officer.record(&activity_on("Roster", "2022-03-18"));
        officer.post(&format!("/api/v1/activities/{}/participations", made["code"].as_str().unwrap()), &json!({
            "participant": {"name": "Second", "sex": "male"}, "role": "trainee", "status": "attended", "country": "UZB",
            "position": "@head", "score": 87.5,
        })).expect(201);
        officer.post("/api/v1/published-figures", &json!({
            "measure": "participants", "value": 2.5, "qualifier": "about", "scope": "=STI", "statement": "+1",
        })).expect(201);
        let path = "/api/v1/agencies/TURKSTAT";
        let etag = server.admin().get(path).expect(200).etag();
        server.admin().patch(path, &json!({
            "aliases": [{"alias": "DIE; Ankara", "lang": "tr", "from": "1926", "to": "2005-11"}, {"alias": "x:y"}],
            "links": [{"relation": "part_of", "agency": "UNSD", "from": "2001"}],
            "external_ids": [{"scheme": "ror", "value": "a:b;c"}],
        }), &etag).expect(200);
        let folder = tempfile::tempdir().unwrap();
        for name in ["countries", "agencies", "programmes", "activities", "published-figures", "participants", "participations"] {
            let file = folder.path().join(name);
            let csv = officer.get(&format!("{REPORTS}/{name}.csv")).expect(200).body;
            std::fs::write(&file, &csv).unwrap();
            let output = Command::new(env!("CARGO_BIN_EXE_qudra"))
                .args(["--database-url", server.database_url(), "import", name, file.to_str().unwrap()])
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stdout);
            let rows = File::read(&csv).rows.len();
            assert!(rows > 0, "{name}");
            assert_eq!(said.trim(), format!("0 created, 0 changed, {rows} unchanged"),
                       "{name}: {}", String::from_utf8_lossy(&output.stderr));
        }
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
}
