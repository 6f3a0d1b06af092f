//! How the past is asked for, and what is refused.

use super::*;

/// An instant as an answer writes it.
fn read(text: &Value) -> DateTime<Utc> {
    text.as_str().unwrap().parse().unwrap()
}

on_both! {
    fn an_answer_about_the_past_says_of_when_it_is_and_never_changes(server: &Server) {
        let (admin, public) = (server.admin(), server.public());
        let made = admin.record(&activity_of("Workshop", "2024-05-06", 12));
        let (then, version, path) = (instant(), server.data_version(), at(A, &made));
        let etag = admin.get(&path).etag();
        admin.patch(&path, &json!({"counts": {"participants": {"value": 20}}, "title": {"en": "Course"}}), &etag).expect(200);
        let question = as_of("/api/v1/statistics?by=year", &then);
        let first = public.get(&question).expect(200);
        let answer = first.json();
        assert_eq!((read(&answer["as_of"]), &answer["data_version"]), (read(&json!(then)), &json!(version)));
        assert_eq!(answer["total"]["value"], 12);
        assert!(first.etag().contains(&format!("-{version}-")), "{}", first.etag());
        admin.record(&activity_of("Another", "2024-05-07", 5));
        public.with("if-none-match", &first.etag()).get(&question).expect(304);
        server.restart();
        assert_eq!(server.public().get(&question).expect(200).body, first.body);
        let public = server.public();
        let single = public.get(&as_of(&path, &then)).expect(200);
        assert_eq!((&single.json()["title"]["en"], single.etag().as_str()), (&json!("Workshop"), "W/\"1-r2\""));
        assert!(single.header("memento-datetime").unwrap().ends_with(" GMT"));
        let list = public.get(&as_of(A, &then)).expect(200);
        assert_eq!(every(&list.json()["items"], "version"), ["1"]);
        let csv = public.get(&as_of("/api/v1/reports/activities.csv", &then)).expect(200).text();
        assert!(csv.contains("Workshop") && !csv.contains("Another"), "{csv}");
    }

    fn drafts_of_the_past_are_hidden_from_those_who_see_no_drafts(server: &Server) {
        let admin = server.admin();
        let made = admin.record(&with(activity("Hidden"), json!({"status": "draft"})));
        let then = instant();
        let path = at(A, &made);
        admin.patch(&path, &json!({"status": "held"}), &admin.get(&path).etag()).expect(200);
        server.public().get(&path).expect(200);
        server.public().get(&as_of(&path, &then)).refused(404, "not_found");
        assert_eq!(server.officer().get(&as_of(&path, &then)).expect(200).json()["status"], "draft");
        let totals = as_of("/api/v1/statistics/totals?status=draft,held", &then);
        assert_eq!(server.officer().get(&totals).expect(200).json()["activities"]["value"], 1);
        server.public().get(&totals).refused(422, "invalid").names("status", "hidden_value");
    }

    fn a_list_of_the_past_is_turned_page_by_page(server: &Server) {
        let admin = server.admin();
        for n in 0..5 {
            admin.record(&activity(&format!("Workshop {n}")));
        }
        let then = instant();
        admin.record(&activity("Workshop 9"));
        let public = server.public();
        let (mut titles, mut path) = (Vec::new(), as_of(&format!("{A}?sort=title&limit=2&count=exact"), &then));
        loop {
            let page = public.get(&path).expect(200);
            assert_eq!(page.json()["total"], 5);
            titles.extend(page.json()["items"].as_array().unwrap().iter().map(|item| text(&item["title"], "en")));
            let Some(link) = page.header("link") else { break };
            link.trim_start_matches('<').split('>').next().unwrap().clone_into(&mut path);
        }
        assert_eq!(titles, (0..5).map(|n| format!("Workshop {n}")).collect::<Vec<_>>());
    }

    fn a_code_of_then_leads_to_the_record_of_then(server: &Server) {
        let (admin, public) = (server.admin(), server.public());
        let path = "/api/v1/programmes/StatCaB";
        let then = instant();
        admin.patch(path, &json!({"code": "Stat"}), &admin.get(path).etag()).expect(200);
        let between = instant();
        admin.patch("/api/v1/programmes/Stat", &json!({"code": "Stats"}), &admin.get("/api/v1/programmes/Stat").etag()).expect(200);
        assert_eq!(public.get(&as_of(path, &then)).expect(200).json()["code"], "StatCaB");
        let moved = public.get(&as_of(path, &between)).expect(301);
        let place = moved.header("location").unwrap().to_owned();
        assert_eq!(public.get(&place).expect(200).json()["code"], "Stat", "{place}");
        public.get(&as_of("/api/v1/statistics?programme=Stats", &between)).refused(422, "invalid")
            .names("programme", "unknown_reference").suggests("programme", "Stat");
    }

    fn an_instant_that_nobody_can_answer_for_is_refused_with_the_nearest_one(server: &Server) {
        let public = server.public();
        for path in ["/api/v1/statistics", "/api/v1/statistics/totals", A, "/api/v1/programmes", "/api/v1/reports/statistics.csv",
                     "/api/v1/reports/annual-summary.csv", "/api/v1/reports/activities.csv"] {
            let ask = |at: &str| public.get(&as_of(path, at));
            let future = ask("2199-01-01T00:00:00Z").refused(422, "invalid").names("as_of", "in_the_future");
            let nearest = text(&future.body["errors"][0], "nearest");
            ask(&nearest).expect(200);
            let early = ask("1999-12-31").refused(422, "invalid").names("as_of", "before_the_first_entry");
            ask(&text(&early.body["errors"][0], "nearest")).expect(200);
            for (far, code) in [("9999-12-31", "in_the_future"), ("2101-01-01", "in_the_future"), ("9999-12-31T23:59:59Z", "in_the_future"), ("1899-12-31", "before_the_first_entry"), ("0001-01-01", "before_the_first_entry")] {
                let refused = ask(far).refused(422, "invalid").names("as_of", code);
                ask(&text(&refused.body["errors"][0], "nearest")).expect(200);
            }
            ask("0000-12-31").refused(400, "unreadable").names("as_of", "not_an_instant");
            ask("2024-02-30").refused(422, "invalid").names("as_of", "not_an_instant");
            ask("2024").refused(400, "unreadable").names("as_of", "not_an_instant").suggests("as_of", "2024-12-31");
            ask("2024-10-21T12:00:00+03:00").refused(400, "unreadable").suggests("as_of", "2024-10-21T09:00:00Z");
            ask("").refused(400, "unreadable").names("as_of", "not_an_instant");
            public.get(&format!("{}&as_of=2024-01-01", as_of(path, "2024-01-01"))).refused(400, "unreadable").names("as_of", "repeated");
        }
    }

    fn today_goes_as_far_as_it_has_come(server: &Server) {
        server.admin().record(&activity("Workshop"));
        let today = &instant()[..10];
        let answer = server.public().get(&as_of("/api/v1/statistics/totals", today)).expect(200).json();
        assert_eq!((&answer["activities"]["value"], &answer["data_version"]), (&json!(1), &json!(server.data_version())));
        assert!(answer["as_of"].as_str().unwrap().starts_with(today), "{answer}");
    }

    fn what_is_of_persons_or_already_of_the_past_does_not_take_as_of(server: &Server) {
        let officer = server.officer();
        let made = officer.record(&activity("Workshop"));
        let activity = at(A, &made);
        for path in [P, &format!("{activity}/participations"), &format!("{activity}/versions"), &format!("{activity}/counts"),
                     "/api/v1/reports/participations.csv", "/api/v1/reports/participants.csv"] {
            officer.get(&as_of(path, "2026-01-01")).refused(400, "unreadable").names("as_of", "unknown_parameter");
        }
        officer.get("/api/v1/activities?edition=2024-annual").refused(400, "unreadable").names("edition", "unknown_parameter");
    }

    fn an_undated_activity_is_of_the_day_that_is_asked_for(server: &Server) {
        let admin = server.admin();
        admin.record(&with(activity("Undated"), json!({"countries": [{"country": "TUR", "role": "beneficiary"}]})));
        let path = "/api/v1/countries/TUR";
        let change = json!({"memberships": [{"status": "observer", "from": "1969", "to": "2199"}, {"status": "member", "from": "2199"}]});
        admin.patch(path, &change, &admin.get(path).etag()).expect(200);
        let answer = server.public().get(&as_of("/api/v1/statistics?measure=activities&by=membership", &instant())).expect(200).json();
        assert_eq!(every(&answer["rows"], "membership"), ["observer"]);
    }
}
