//! What the files say of themselves, who may have them, and that each is of one state.

use super::*;

on_both! {
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

    fn metadata_refuses_what_its_file_refuses(server: &Server) {
        let public = server.public();
        for (report, query) in [
            ("annual-summary", "as_of=2001-01-01"), ("annual-summary", "edition=nope"), ("annual-summary", "programme=StatCab"), ("annual-summary", "country=ZZ"),
            ("statistics", "by=yaer"), ("statistics", "as_of=2001-01-01&programme=StatCab"), ("country-summary", "field=stii"), ("activities", "programme=StatCab"),
            ("agencies", "as_of=2001-01-01"),
        ] {
            let [file, metadata] = ["csv", "csv-metadata.json"].map(|kind| public.get(&format!("{REPORTS}/{report}.{kind}?{query}")));
            assert_ne!(file.status, 200, "{report} {query}");
            assert_eq!((metadata.status, &metadata.json()["errors"]), (file.status, &file.json()["errors"]), "{report} {query}");
        }
        server.officer().get(&format!("{REPORTS}/participations.csv-metadata.json?activity=NONE")).refused(422, "invalid");
        public.get(&format!("{REPORTS}/participations.csv-metadata.json?activity=NONE")).expect(200);
        public.get(&format!("{REPORTS}/annual-summary.csv-metadata.json?programme=StatCaB")).expect(200);
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
        for n in 0..300 {
            officer.record(&with(activity("Many"), json!({"code": format!("M{n:03}")})));
        }
        let request = format!("GET {REPORTS}/activities.csv?sort=code HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assert!(server.raw(request.as_bytes()).ends_with("\r\n0\r\n\r\n"), "a whole file ends as one");
        server.ledger().db().maintenance(|conn| {
            Ok(conn.batch_execute("update versions set document = '{}' where record_id = (select id from activities where code = 'M290')")?)
        }).unwrap();
        let broken = server.raw(request.as_bytes());
        assert!(broken.starts_with("HTTP/1.1 200"), "{}", &broken[..100]);
        assert!(broken.contains("M249") && !broken.ends_with("\r\n0\r\n\r\n"), "a cut file does not pass for a whole one");
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
