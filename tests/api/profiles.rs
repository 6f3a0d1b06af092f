//! Profiles of countries, agencies and programmes: the statistics' own answers, side by side.

use serde_json::{Value, json};

use crate::differences::instant;
use crate::support::people::{meet, person, roster_of, text, trainee};
use crate::support::record::load_real_record;
use crate::support::*;

fn profile(client: &Client, path: &str) -> Value {
    client.get(&format!("/api/v1/{path}")).expect(200).json()
}

/// Asks every question that a profile names, and holds its figures against the answers.
#[track_caller]
fn is_what_the_statistics_say(client: &Client, profile: &Value) {
    for (name, asked) in profile["figures"].as_object().unwrap() {
        let answer = client.get(&text(asked, "statistics")).expect(200).json();
        assert_eq!(answer["total"], asked["figure"], "{name}");
    }
    for (table, of) in profile["by"].as_object().unwrap() {
        for (column, link) in of["statistics"].as_object().unwrap() {
            let answer = client.get(link.as_str().unwrap()).expect(200).json();
            let dimension = answer["by"][0].as_str().unwrap();
            let stated: Vec<(Value, Value)> = answer["rows"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| {
                    let mut figure = row.clone();
                    let key = figure.as_object_mut().unwrap().shift_remove(dimension).unwrap();
                    (key, figure)
                })
                .collect();
            let shown = of["rows"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|row| !row[column].is_null());
            let shown: Vec<(Value, Value)> = shown.map(|row| (row["key"].clone(), row[column].clone())).collect();
            assert_eq!(shown, stated, "{column} by {table}");
        }
    }
}

fn figure<'p>(profile: &'p Value, name: &str) -> &'p Value {
    &profile["figures"][name]["figure"]
}

fn course(title: &str, day: &str, members: Value) -> Value {
    with(activity_on(title, day), members)
}

fn listed(countries: &[(&str, &str)]) -> Value {
    let all: Vec<Value> = countries
        .iter()
        .map(|(code, role)| json!({"country": code, "role": role}))
        .collect();
    json!({"countries": all})
}

/// A small record: Azerbaijan benefits twice, attends once, provides once and hosts one of them.
fn fill(server: &Server) {
    let officer = server.officer();
    let first = course(
        "First",
        "2019-04-10",
        with(
            listed(&[("AZE", "beneficiary"), ("TUR", "provider")]),
            json!({
        "programmes": ["StatCaB"], "fields": ["statistics"], "mode": "in_person", "place": {"city": "Baku", "country": "AZE"},
        "agencies": [{"agency": "TURKSTAT", "role": "provider"}], "counts": {"participants": {"value": 20}}}),
        ),
    );
    officer.record(&first);
    let second = course(
        "Second",
        "2021-03-18",
        with(
            listed(&[("AZE", "beneficiary"), ("BHR", "beneficiary")]),
            json!({"programmes": ["StatCaB", "Digi-CaB"]}),
        ),
    );
    let second = officer.record(&second);
    officer.record(&course(
        "Meeting",
        "2020-01-20",
        with(
            listed(&[("AZE", "attending")]),
            json!({"type": "conference", "agencies": [{"agency": "TURKSTAT", "role": "partner"}]}),
        ),
    ));
    officer.record(&course(
        "Taught",
        "2022-05-05",
        with(
            listed(&[("AZE", "provider"), ("UGA", "beneficiary")]),
            json!({"programmes": ["Digi-CaB"]}),
        ),
    ));
    officer.record(&course(
        "Planned",
        "2199-05-05",
        with(
            listed(&[("AZE", "beneficiary")]),
            json!({"status": "announced", "title": {"en": "Planned", "ar": "مقبل"}}),
        ),
    ));
    officer.record(&course(
        "Secret",
        "2021-05-05",
        with(listed(&[("AZE", "beneficiary")]), json!({"status": "draft"})),
    ));
    let somebody = meet(
        server,
        &person("Somebody", json!({"country": "AZE", "agency": "TURKSTAT"})),
    );
    officer.post(&roster_of(&second), &trainee(&somebody)).expect(201);
}

on_both! {
    fn a_country_benefits_attends_provides_and_hosts_side_by_side(server: &Server) {
        fill(server);
        let answer = profile(&server.public(), "countries/az/profile");
        is_what_the_statistics_say(&server.public(), &answer);
        let values = ["benefited", "attended", "provided", "hosted", "took_place"].map(|name| figure(&answer, name)["value"].clone());
        assert_eq!(values, [2, 2, 1, 0, 1], "a roster names it as attending");
        assert_eq!((answer["country"]["code"].clone(), answer["country"]["name"].clone()), (json!("AZE"), json!("Azerbaijan")));
        assert_eq!(every(&answer["by"]["programme"]["rows"], "key"), ["Digi-CaB", "StatCaB", "null"]);
        assert_eq!(answer["by"]["programme"]["rows"][1]["name"], "Statistical Capacity Building Programme");
        assert_eq!(every(&answer["by"]["year"]["rows"], "key"), ["2019", "2020", "2021", "2022"]);
        assert_eq!((answer["last"]["title"]["en"].clone(), answer["last"]["roles"].clone()), (json!("Second"), json!(["benefited", "attended"])));
        assert_eq!((answer["next"]["title"]["en"].clone(), answer["next"]["roles"].clone()), (json!("Planned"), json!(["benefited"])));
        assert_eq!(answer["data_version"], server.data_version());
    }

    fn the_paragraph_says_what_is_certain_in_three_languages(server: &Server) {
        fill(server);
        let path = "countries/AZE/profile?since=2007&programme=StatCaB";
        let told = |lang: &str| text(&profile(&server.public().with("Accept-Language", lang), path), "brief");
        let english = told("en");
        assert!(english.starts_with("The public institutions of Azerbaijan have benefited from 2 activities since 2007 (only programme: Statistical Capacity Building Programme). They attended 1 activity, provided no recorded activity and were host of no recorded activity. 1 activity took place there."), "{english}");
        assert!(english.contains("The last that they benefited from or attended was “Second”, 18 March 2021."), "{english}");
        assert!(told("fr").contains("ont bénéficié de 2 activités depuis 2007"), "{}", told("fr"));
        assert!(told("fr").contains("Elles ont assisté à une activité, n’ont assuré aucune activité enregistrée et n’ont été l’hôte d’aucune activité enregistrée. Dans le pays a eu lieu une activité."), "{}", told("fr"));
        assert!(told("ar").contains("من نشاطين منذ 2007"), "{}", told("ar"));
        assert!(told("ar").contains("وحضرت نشاطاً واحداً، ولم تقدّم أي نشاط مسجَّل، ولم تستضف أي نشاط مسجَّل. وانعقد في هذا البلد نشاط واحد."), "{}", told("ar"));
        assert!(english.contains(" Coverage not stated: nobody has declared") && told("ar").contains(" التغطية غير محددة"), "{english}");
        // An undated activity may or may not lie in the period.
        server.officer().record(&with(activity("Undated"), with(listed(&[("AZE", "beneficiary")]), json!({"programmes": ["StatCaB"]}))));
        assert!(told("en").contains("from 2 activities since 2007") && told("en").contains(" 1 further activity may be theirs too:"), "{}", told("en"));
        let whole = text(&profile(&server.public(), "countries/UGA/profile"), "brief");
        assert!(whole.contains("have benefited from 1 activity. They"), "{whole}");
        assert!(whole.contains("How many people came from there is not on record. The one activity where they may have been does not say"), "{whole}");
    }

    fn a_brief_names_the_statuses_that_were_chosen_and_tells_no_held_activity_among_others(server: &Server) {
        fill(server);
        let planned = profile(&server.public(), "countries/AZE/profile?status=announced,postponed&since=2019-05");
        assert_eq!((&planned["last"], &planned["next"]["title"]["en"]), (&Value::Null, &json!("Planned")));
        let told = |lang: &str, query: &str| text(&profile(&server.public().with("Accept-Language", lang), &format!("countries/AZE/profile?{query}")), "brief");
        let query = "status=announced,postponed&since=2019-05-01&field=statistics&type=training_course,workshop";
        assert!(told("en", query).starts_with("Azerbaijan, in activities that are announced or postponed since 1 May 2019 (only type: training course or workshop; field: Statistics): as beneficiary no recorded activity,"), "{}", told("en", query));
        assert!(told("fr", query).contains("activités annoncées ou reportées depuis le 1er mai 2019 (seulement type : cours de formation ou atelier ; domaine : Statistics)"), "{}", told("fr", query));
        assert!(told("ar", query).contains("في الأنشطة المعلنة أو المؤجلة منذ 1 مايو 2019"), "{}", told("ar", query));
        let cancelled = profile(&server.public(), "countries/AZE/profile?status=cancelled");
        assert_eq!((&cancelled["last"], &cancelled["next"]), (&Value::Null, &Value::Null));
        // A title that is not there in the reader's language says so; no code and no ISO date is in the prose.
        assert!(told("ar", "status=announced").contains("والتالي: «مقبل»، 5 مايو 2199."), "{}", told("ar", "status=announced"));
        assert!(told("ar", "since=2007").contains("«Second» (العنوان بالإنجليزية)، 18 مارس 2021."), "{}", told("ar", "since=2007"));
        for lang in ["en", "fr", "ar"] {
            for query in [query, "since=2019-04-10&to=2024-02", "our_role=organiser,co_organiser&mode=online&programme=StatCaB"] {
                let brief = told(lang, query);
                let prose: String = brief.split(['«', '“']).map(|part| part.rsplit(['»', '”']).next().unwrap()).collect();
                assert!(!prose.contains('_') && !prose.contains("brief-") && !prose.contains("word-"), "{brief}");
                let is_iso = |word: &str| word.len() >= 7 && word.as_bytes()[4] == b'-' && word[..4].bytes().all(|b| b.is_ascii_digit());
                assert!(!prose.split_whitespace().any(is_iso), "{brief}");
            }
        }
    }

    fn filters_narrow_a_profile_as_they_narrow_the_statistics(server: &Server) {
        fill(server);
        for query in ["since=2020", "to=2020", "programme=Digi-CaB", "type=conference", "meetings=exclude", "status=announced", "field=statistics&from=2019-04&to=2019-04-10"] {
            for path in ["countries/AZE", "agencies/TURKSTAT"] {
                let answer = profile(&server.public(), &format!("{path}/profile?{query}"));
                is_what_the_statistics_say(&server.public(), &answer);
            }
        }
        let answer = profile(&server.public(), "countries/AZE/profile?since=2020&programme=Digi-CaB");
        assert_eq!(answer["filters"], json!({"status": ["held"], "programme": ["Digi-CaB"], "from": "2020"}));
        assert_eq!(figure(&answer, "benefited")["value"], 1);
    }

    fn an_agency_is_shown_by_role_with_the_people_who_came_from_it(server: &Server) {
        fill(server);
        let answer = profile(&server.public(), "agencies/TURKSTAT/profile");
        is_what_the_statistics_say(&server.public(), &answer);
        let values = ["listed", "provider", "partner", "beneficiary"].map(|name| figure(&answer, name)["value"].clone());
        assert_eq!(values, [2, 1, 1, 0]);
        let officer = profile(&server.officer(), "agencies/TURKSTAT/profile");
        is_what_the_statistics_say(&server.officer(), &officer);
        assert_eq!(figure(&officer, "people")["reported"], 1);
        assert_eq!((answer["last"]["title"]["en"].clone(), answer["next"].clone()), (json!("Meeting"), Value::Null));
    }

    fn a_programme_is_shown_by_type_year_and_country(server: &Server) {
        fill(server);
        let answer = profile(&server.public(), "programmes/StatCaB/profile");
        is_what_the_statistics_say(&server.public(), &answer);
        assert_eq!(figure(&answer, "activities")["value"], 2);
        assert_eq!(every(&answer["by"]["country"]["rows"], "key"), ["AZE", "BHR", "TUR", "null"]);
        assert_eq!(answer["by"]["country"]["rows"][0]["name"], "Azerbaijan");
        let turkey = &answer["by"]["country"]["rows"][2];
        assert_eq!((turkey["benefited"].clone(), turkey["provided"]["value"].clone()), (Value::Null, json!(1)));
        // An older code leads to the profile under the new one.
        let moved = server.public().get("/api/v1/programmes/ICT-CaB/profile").expect(301);
        assert_eq!(moved.header("location"), Some("/api/v1/programmes/Digi-CaB/profile"));
    }

    fn a_profile_keeps_the_manners_of_reads(server: &Server) {
        fill(server);
        let public = server.public();
        let read = public.get("/api/v1/countries/AZE/profile").expect(200);
        public.with("If-None-Match", &read.etag()).get("/api/v1/countries/AZE/profile").expect(304);
        for path in ["countries/XXX", "agencies/NOBODY", "programmes/NONE-CaB"] {
            public.get(&format!("/api/v1/{path}/profile")).refused(404, "not_found");
        }
        public.get("/api/v1/countries/AZE/profile?country=TUR").refused(400, "unreadable").names_exactly(&[("country", "unknown_parameter")]);
        public.get("/api/v1/programmes/StatCaB/profile?programme=Digi-CaB").refused(400, "unreadable");
        public.get("/api/v1/countries/AZE/profile?by=year&from=2024x").refused(400, "unreadable").names("by", "unknown_parameter").names("from", "not_a_partial_date");
        public.get("/api/v1/countries/AZE/profile?programme=StatCap").refused(422, "invalid").suggests("programme", "StatCaB");
        let today = server.ledger().clock().now().utc().date_naive();
        public.get(&format!("/api/v1/countries/AZE/profile?as_of={today}")).expect(200);
        public.get("/api/v1/countries/AZE/profile?as_of=2020-01-01").refused(422, "invalid").names("as_of", "before_the_first_entry");
        public.get("/api/v1/countries/AZE/profile?as_of=yesterday").refused(400, "unreadable").names("as_of", "not_an_instant");
        public.get("/api/v1/countries/AZE/profile?edition=2024-annual").refused(422, "invalid").names("edition", "unknown_reference");
        public.get("/api/v1/countries/AZE/profile?from=2024&to=2020").refused(422, "invalid").names("from", "from_after_to");
    }

    fn a_profile_of_the_past_is_the_one_that_was_told_then(server: &Server) {
        fill(server);
        let (officer, public) = (server.officer(), server.public());
        let path = "/api/v1/countries/AZE/profile";
        let then = instant(server);
        let before = profile(&public, "countries/AZE/profile");
        officer.post("/api/v1/editions", &json!({"name": "then"})).expect(201);
        officer.record(&course("Later", "2021-03-04", listed(&[("AZE", "beneficiary")])));
        officer.patch("/api/v1/countries/AZE", &json!({"name": {"en": "Azerbaidjan"}}), &officer.get("/api/v1/countries/AZE").etag());
        assert_ne!(profile(&public, "countries/AZE/profile")["figures"], before["figures"]);
        for moment in [format!("as_of={then}"), "edition=then".to_owned()] {
            let past = public.get(&format!("{path}?{moment}")).expect(200);
            assert!(past.header("memento-datetime").is_some());
            let past = past.json();
            for member in ["country", "last", "next", "brief"] {
                assert_eq!(past[member], before[member], "{member}");
            }
            assert_eq!(figure(&past, "benefited"), figure(&before, "benefited"));
            is_what_the_statistics_say(&public, &past);
        }
    }

    fn profiles_of_the_real_record_are_what_the_statistics_say(server: &Server) {
        load_real_record(server);
        for path in ["countries/PAK", "countries/SDN", "agencies/TURKSTAT", "programmes/StatCaB"] {
            let answer = profile(&server.public(), &format!("{path}/profile?since=2007"));
            is_what_the_statistics_say(&server.public(), &answer);
        }
        let brief = text(&profile(&server.public().with("Accept-Language", "ar"), "countries/PAK/profile?since=2007"), "brief");
        assert!(brief.starts_with("باكستان: استفادت"), "{brief}");
    }
}
