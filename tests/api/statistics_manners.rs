//! Statistics from outside: agencies and totals, refusals, caching, and the real record.

use serde_json::{Value, json};

use crate::support::people::{meet, person, roster_of, trainee};
use crate::support::*;

const S: &str = "/api/v1/statistics";

on_both! {
    fn agencies_are_counted_by_name(server: &Server) {
        let officer = server.officer();
        let listed = json!([{"agency": "TURKSTAT", "role": "provider"}, {"agency": "UNSD", "role": "partner"}]);
        let made = officer.record(&with(activity_on("Course", "2021-03-18"), json!({"agencies": listed})));
        let who = meet(server, &person("A", json!({"agency": "ANSD"})));
        officer.post(&roster_of(&made), &trainee(&who)).expect(201);
        let value = |query: &str| officer.get(&format!("{S}?{query}")).expect(200).json()["total"]["value"].clone();
        assert_eq!(value("measure=agencies"), 3, "two listed, one of a person who came");
        assert_eq!(value("measure=agencies&agency_role=provider"), 1);
        assert_eq!(value("measure=activities&agency=TURKSTAT"), 1);
        assert_eq!(value("measure=activities&agency=TURKSTAT&agency_role=partner"), 0);
        assert_eq!(value("measure=activities&agency_kind=nso"), 1);
        assert_eq!(value("agency=ANSD"), 1);
        assert_eq!(value("agency=UNSD"), 0, "nobody came from there");
        assert_eq!(value("activity_agency=UNSD"), 1);
        let answer = officer.get(&format!("{S}?by=agency,agency_kind")).expect(200).json();
        let rows: Vec<Value> = answer["rows"].as_array().unwrap().iter().map(|row| json!([row["agency"], row["agency_kind"], row["value"]])).collect();
        assert_eq!(rows, [json!(["ANSD", "nso", 1]), json!(["UNSD", "international", 0])], "a partner may have sent people, and did not");
    }

    fn the_totals_answer_every_measure_under_the_same_filters(server: &Server) {
        let countries = json!([{"country": "AZE", "role": "beneficiary"}, {"country": "KAZ", "role": "beneficiary"}]);
        let draft = json!({"countries": countries, "agencies": [{"agency": "UNSD", "role": "partner"}], "counts": {"participants": {"value": 12}}});
        server.officer().record(&with(activity_on("Course", "2021-03-18"), draft));
        server.officer().record(&activity_of("Earlier", "2006-03-18", 100));
        let totals = server.public().get(&format!("{S}/totals?since=2007")).expect(200).json();
        let value = |measure: &str| totals[measure]["value"].clone();
        assert_eq!([value("activities"), value("participations"), value("people"), value("countries"), value("agencies")], [1, 12, 12, 2, 1].map(Value::from));
        assert_eq!(totals["people"]["reported"], Value::Null, "there is no roster");
        assert_eq!(totals["filters"], json!({"status": ["held"], "from": "2007"}));
        assert_eq!((&totals["data_version"], &totals["as_of"]), (&json!(server.data_version()), &Value::Null));
        let names: Vec<&String> = totals.as_object().unwrap().keys().collect();
        assert_eq!(names, ["activities", "participations", "people", "countries", "agencies", "filters", "as_of", "data_version", "notes"]);
    }

    fn a_question_that_cannot_be_answered_says_why(server: &Server) {
        let refused = |query: &str, status: u16| server.public().get(&format!("{S}?{query}")).refused(status, if status == 400 { "unreadable" } else { "invalid" });
        refused("mesure=people", 400).names("mesure", "unknown_parameter").suggests("mesure", "measure");
        refused("measure=persons", 422).names("measure", "unknown_code");
        refused("by=yaer", 422).suggests("by", "year");
        refused("by=year,year", 422).names("by", "repeated_dimension").suggests("by", "year");
        refused("by=year,type,mode,field", 422).names("by", "too_many").suggests("by", "year,type,mode");
        refused("by=year&by=type", 400).names("by", "repeated");
        refused("from=2010&to=2009", 422).names("from", "from_after_to").suggests("from", "2009");
        refused("since=2010&to=2009-05", 422).names("since", "from_after_to").suggests("since", "2009-05");
        refused("from=20100", 422).names("from", "not_a_partial_date");
        refused("from=2010&since=2011", 422).names("since", "same_as_from");
        refused("as_of=2199-01-01", 422).names("as_of", "in_the_future");
        refused("edition=2024-annual", 422).names("edition", "unknown_reference");
        refused("year=20x0", 400).names("year", "not_a_number");
        refused("country=TURK&programme=StatCab&agency=TURKSTATT", 422).names("country", "unknown_reference").suggests("programme", "StatCaB").suggests("agency", "TURKSTAT");
        refused("measure=activities&by=sex", 422).names_exactly(&[("by", "sex_needs_people")]);
        refused("measure=countries&sex=female", 422).names_exactly(&[("sex", "sex_needs_people")]);
        refused("measure=days&by=year,sex", 422).names_exactly(&[("by", "sex_needs_people")]).suggests("by", "year");
        refused("measure=share_of_women&by=sex&sex=female", 422).names_exactly(&[("by", "sex_needs_people"), ("sex", "sex_needs_people")]);
        refused("measure=person_day", 422).suggests("measure", "person_days");
        refused("measure=activities&by=country,activity_country", 422).names("by", "same_meaning").suggests("by", "country");
        refused("meetings=include&status=hold&agency_kind=bank", 422).names("meetings", "unknown_code").suggests("status", "held").names("agency_kind", "unknown_code");
        server.public().get(&format!("{S}/totals?sex=female")).refused(422, "invalid").names("sex", "sex_needs_people");
        server.public().get(&format!("{S}/totals?by=year")).refused(400, "unreadable").names("by", "unknown_parameter");
        server.public().get(&format!("{S}?limit=5")).refused(400, "unreadable").names("limit", "unknown_parameter");
    }

    fn an_answer_is_never_stale_and_is_not_sent_twice(server: &Server) {
        let path = format!("{S}/totals");
        let before = server.public().get(&path).expect(200);
        assert!(before.etag().starts_with("W/\"") && before.etag().contains(&format!("-{}-p", server.data_version())), "{}", before.etag());
        let again = server.public().with("if-none-match", &before.etag()).get(&path).expect(304);
        assert!(again.body.is_empty());
        assert_ne!(server.officer().get(&path).expect(200).etag(), before.etag(), "the role marks it");
        assert_ne!(server.public().with("accept-language", "ar").get(&path).expect(200).etag(), before.etag(), "and the language");
        for number in 1..=3 {
            server.officer().record(&activity_of("One more", "2021-03-18", 10));
            let after = server.public().with("if-none-match", &before.etag()).get(&path).expect(200).json();
            assert_eq!(after["participations"]["value"], number * 10);
        }
        let made = server.officer().record(&activity_of("Gone again", "2021-03-18", 10));
        server.officer().delete(&format!("/api/v1/activities/{}", made["id"].as_str().unwrap()), "W/\"1\"").expect(204);
        assert_eq!(server.public().get(&path).expect(200).json()["participations"]["value"], 30, "what is deleted does not count");
        let refused = server.officer().post("/api/v1/activities?dry_run=true", &activity_of("Dry", "2021-03-18", 10)).expect(200);
        assert_eq!(refused.json()["status"], "held");
        assert_eq!(server.public().get(&path).expect(200).json()["participations"]["value"], 30, "nor does a dry run");
    }

    fn definitions_and_notes_are_said_in_the_language_asked_for(server: &Server) {
        server.officer().record(&activity_on("Silent", "2022-01-10"));
        let said = |lang: &str| server.public().with("accept-language", lang).get(&format!("{S}?measure=people&by=year")).expect(200).json();
        let (en, ar, fr) = (said("en"), said("ar"), said("fr"));
        assert!(en["definition"].as_str().unwrap().starts_with("Different persons"));
        assert!(fr["definition"].as_str().unwrap().starts_with("Personnes"));
        assert!(ar["definition"].as_str().unwrap().starts_with("الأشخاص"));
        assert_eq!(en["rows"], ar["rows"], "codes and numbers never change");
        let notes = |answer: &Value| answer["notes"].as_array().unwrap().len();
        assert_eq!((notes(&en), notes(&ar), notes(&fr)), (2, 2, 2));
    }

    fn a_chain_of_filters_is_stated_in_full(server: &Server) {
        let query = "type=workshop&mode=online,unknown&our_role=organiser&year=2021&year=null&country=AZ&oic_group=Asian&membership=member&sex=female\
                     &agency=ANSD,null&language=en&field=sti&meetings=exclude&programme_tree=true&from=2020&to=2022-06";
        let stated = server.public().get(&format!("{S}?{query}")).expect(200).json()["filters"].clone();
        assert_eq!(stated, json!({"status": ["held"], "type": ["workshop"], "mode": ["online", "unknown"], "our_role": ["organiser"],
            "year": [2021, null], "field": ["sti"], "language": ["en"], "country": ["AZE"], "oic_group": ["Asian"], "membership": ["member"],
            "sex": ["female"], "agency": ["ANSD", null], "meetings": "exclude", "programme_tree": true, "from": "2020", "to": "2022-06"}));
    }
}

mod the_real_record_says_what_it_supports_of_the_published_65_and_2275 {
    use qudra::db::Db;
    use qudra::input::Params;
    use qudra::ledger::Ledger;
    use qudra::statistics::{self, Answer, Key, Question};
    use qudra::time::Clock;

    use crate::support::postgres;

    fn holds(url: &str) {
        let db = Db::open(url).unwrap();
        db.migrate().unwrap();
        let ledger = Ledger::new(db.clone(), Clock::System);
        qudra::imports::seed::load(&ledger).unwrap().expect("the first record");
        let ask = |query: &str| -> Answer {
            let question = Question::read(&Params::parse(query).unwrap());
            let today = qudra::time::parse_day("2026-11-23").unwrap();
            db.read_here(|conn| statistics::answer(conn, &question, today)).unwrap()
        };
        let sti = ask("field=sti&from=2007&to=2024-10-21&by=year");
        let total = sti.total;
        assert_eq!((total.low, total.high, total.reported), (98, None, Some(98)));
        assert_eq!((total.activities, total.uncounted, total.undecided), (20, 17, 0));
        let of = |year: i32| {
            sti.rows
                .iter()
                .find(|row| row.keys == [Key::Year(year)])
                .unwrap()
                .figure
        };
        assert_eq!(
            (of(2021).value, of(2022).value, of(2022).reported),
            (Some(43), None, None)
        );
        let activities = ask("measure=activities&since=2007").total;
        assert_eq!(
            (activities.low, activities.high, activities.undecided),
            (206, Some(208), 2)
        );
        let participations = ask("since=2007").total;
        assert_eq!((participations.low, participations.reported), (4020, Some(4117)));
        let asian = ask("measure=activities&by=oic_group,membership");
        assert!(asian.rows.len() >= 4, "{:?}", asian.rows);
    }

    #[test]
    fn sqlite() {
        let folder = tempfile::tempdir().unwrap();
        holds(folder.path().join("real.db").to_str().unwrap());
    }

    #[test]
    fn postgres() {
        let name = format!("qudra_test_{}_real", std::process::id());
        postgres::administer(&format!("create database {name}"));
        holds(&postgres::url(&name));
        postgres::administer(&format!("drop database {name} with (force)"));
    }
}
