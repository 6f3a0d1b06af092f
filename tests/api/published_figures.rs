//! Totals that were announced: recorded, corrected, listed, taken back.

use serde_json::json;

use crate::support::*;

const PATH: &str = "/api/v1/published-figures";

fn claim() -> serde_json::Value {
    json!({"measure": "participants", "value": 2275, "scope": "field: STI", "record_measure": "participations",
           "record_filter": "field=sti", "since": "2007", "as_of": "2024-10-21",
           "statement": "The 65 STI activities since 2007 had 2,275 participants", "source": "https://example.org/3303"})
}

on_both! {
    fn a_claim_is_recorded_by_an_officer_and_read_by_everybody(server: &Server) {
        let made = server.officer().post(PATH, &claim()).expect(201);
        let place = made.header("location").unwrap().to_owned();
        let made = made.json();
        assert_eq!((made["value"].clone(), made["qualifier"].clone()), (json!(2275), json!("exact")));
        assert_eq!((made["since"].clone(), made["as_of"].clone()), (json!("2007"), json!("2024-10-21")));
        assert_eq!(server.public().get(&place).expect(200).json(), made);
        assert_eq!(server.public().get(PATH).expect(200).json()["items"], json!([made]));
        for reader in [server.analyst(), server.agency()] {
            reader.post(PATH, &with(claim(), json!({"scope": "other"}))).refused(403, "forbidden");
        }
        server.public().post(PATH, &claim()).refused(401, "unauthorized");
    }

    fn the_same_claim_twice_is_a_conflict_and_the_same_number_elsewhere_is_another_claim(server: &Server) {
        let officer = server.officer();
        officer.post(PATH, &claim()).expect(201);
        officer.post(PATH, &with(claim(), json!({"value": 2300}))).refused(409, "claim_exists");
        officer.post(PATH, &with(claim(), json!({"source": "https://example.org/other"}))).expect(201);
        let third = officer.post(PATH, &with(claim(), json!({"as_of": "2025"}))).expect(201);
        let (place, etag) = (third.header("location").unwrap().to_owned(), third.etag());
        officer.patch(&place, &json!({"as_of": "2024-10-21"}), &etag).refused(409, "claim_exists");
    }

    fn everything_that_is_wrong_with_a_claim_is_said_at_once(server: &Server) {
        let body = json!({"value": "many", "qualifier": "roughly", "scope": "", "record_measure": "person",
                          "record_filter": "field", "since": "2025", "as_of": "20240101", "wording": "x"});
        let problem = server.officer().post(PATH, &body).refused(422, "invalid");
        problem
            .names("/measure", "required").names("/value", "wrong_type").names("/qualifier", "unknown_code")
            .names("/scope", "empty").names("/record_measure", "unknown_code").names("/record_filter", "not_a_filter")
            .names("/as_of", "not_a_partial_date").names("/statement", "required").names("/wording", "unknown_field");
        let upside_down = with(claim(), json!({"since": "2025", "as_of": "2024-10"}));
        server.officer().post(PATH, &upside_down).refused(422, "invalid").names_exactly(&[("/since", "from_after_to")]);
        assert_eq!(server.public().get(PATH).json()["items"], json!([]));
    }

    fn a_filter_that_the_statistics_do_not_have_is_refused_by_its_name(server: &Server) {
        let officer = server.officer();
        for (filter, name) in [("by=year", "by"), ("field=sti&as_of=2024-01-01", "as_of"), ("limit=5", "limit"), ("measure=people", "measure"), ("edition=a", "edition")] {
            for language in ["en", "ar", "fr"] {
                let refused = officer.with("accept-language", language).post(PATH, &with(claim(), json!({"record_filter": filter})));
                let refused = refused.refused(422, "invalid").names_exactly(&[("/record_filter", "unknown_filter")]);
                assert!(refused.body["errors"][0]["detail"].as_str().unwrap().contains(name), "{}", refused.body);
            }
        }
        officer.post(PATH, &with(claim(), json!({"record_filter": "feild=sti"}))).refused(422, "invalid").suggests("/record_filter", "field");
        let made = officer.post(PATH, &claim()).expect(201);
        let place = made.header("location").unwrap().to_owned();
        officer.patch(&place, &json!({"record_filter": "field=sti&by=year"}), &made.etag()).refused(422, "invalid").names("/record_filter", "unknown_filter");
    }

    fn a_claim_is_corrected_and_what_was_read_can_be_sent_back(server: &Server) {
        let officer = server.officer();
        let made = officer.post(PATH, &claim()).expect(201);
        let (place, etag) = (made.header("location").unwrap().to_owned(), made.etag());
        assert_eq!(officer.put(&place, &made.json(), &etag).expect(200).json(), made.json());
        let changed = officer.patch(&place, &json!({"qualifier": "more_than", "record_filter": null}), &etag).expect(200);
        let now = changed.json();
        assert_eq!((now["version"].clone(), now["qualifier"].clone(), now["record_filter"].clone()), (json!(2), json!("more_than"), json!(null)));
        officer.patch(&place, &json!({"value": 1}), &etag).refused(412, "stale");
        let replaced = officer.put(&place, &claim(), &changed.etag()).expect(200).json();
        assert_eq!((replaced["version"].clone(), replaced["record_filter"].clone()), (json!(3), json!("field=sti")));
    }

    fn a_deleted_claim_is_gone_for_everybody_and_comes_back_by_an_officer(server: &Server) {
        let officer = server.officer();
        let made = officer.post(PATH, &claim()).expect(201);
        let place = made.header("location").unwrap().to_owned();
        officer.delete(&place, &made.etag()).expect(204);
        assert!(matches!(officer.get(&place).status, 404 | 410));
        server.public().get(&place).expect(404);
        assert_eq!(server.public().get(PATH).json()["items"], json!([]));
        let back = officer.post(&format!("{place}/restore"), &json!({})).expect(200).json();
        assert_eq!((back["version"].clone(), back["value"].clone()), (json!(3), json!(2275)));
        officer.post(&format!("{place}/restore"), &json!({})).refused(409, "not_deleted");
        server.public().get(&place).expect(200);
    }

    fn a_claim_does_not_come_back_beside_its_successor(server: &Server) {
        let officer = server.officer();
        let made = officer.post(PATH, &claim()).expect(201);
        let place = made.header("location").unwrap().to_owned();
        officer.delete(&place, &made.etag()).expect(204);
        officer.post(PATH, &with(claim(), json!({"value": 2276}))).expect(201);
        officer.post(&format!("{place}/restore"), &json!({})).refused(409, "claim_exists");
    }

    fn the_list_comes_whole_or_in_pages_and_is_filtered(server: &Server) {
        let officer = server.officer();
        for (measure, scope) in [("participants", "Türkiye"), ("activities", "all programmes"), ("activities", "دورات الأردن")] {
            officer.post(PATH, &with(claim(), json!({"measure": measure, "scope": scope}))).expect(201);
        }
        let public = server.public();
        let scopes = |query: &str| every(&public.get(&format!("{PATH}{query}")).expect(200).json()["items"], "scope");
        assert_eq!(scopes(""), ["Türkiye", "all programmes", "دورات الأردن"]);
        assert_eq!(scopes("?measure=activities"), ["all programmes", "دورات الأردن"]);
        assert_eq!(scopes("?q=turkiye"), ["Türkiye"]);
        assert_eq!(scopes("?q=الاردن"), ["دورات الأردن"]);
        let first = public.get(&format!("{PATH}?limit=2&count=exact")).expect(200).json();
        assert_eq!((every(&first["items"], "scope").len(), first["total"].clone()), (2, json!(3)));
        let cursor = first["next_cursor"].as_str().unwrap();
        let last = public.get(&format!("{PATH}?limit=2&cursor={cursor}")).expect(200).json();
        assert_eq!((every(&last["items"], "scope"), last["next_cursor"].clone()), (vec!["دورات الأردن".to_owned()], json!(null)));
        public.get(&format!("{PATH}?mesure=x")).refused(400, "unreadable");
    }

    fn a_claim_of_an_older_first_record_is_asked_as_today_once(server: &Server) {
        let officer = server.officer();
        let older = with(claim(), json!({"measure": "activities_organised", "value": 65, "record_measure": "activities"}));
        let place = officer.post(PATH, &older).expect(201).header("location").unwrap().to_owned();
        let own = with(older, json!({"record_filter": "field=sti&type=webinar", "source": "https://example.org/own"}));
        officer.post(PATH, &own).expect(201);
        let renew = || qudra::imports::seed::renew(&server.ledger()).unwrap();
        assert_eq!(renew(), 1);
        let read = server.public().get(&place).expect(200);
        assert_eq!(read.json()["record_filter"], "field=sti&our_role=organiser,co_organiser,host");
        assert_eq!(read.json()["version"], 2);
        assert_eq!(renew(), 0);
        officer.patch(&place, &json!({"record_filter": "field=sti"}), &read.etag()).expect(200);
        let before = server.data_version();
        assert_eq!((renew(), server.data_version()), (0, before), "what an officer set back stays");
    }
}
