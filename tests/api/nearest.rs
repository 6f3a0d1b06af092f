//! Nobody is led from one country to another, nor from one agency to that of another country.

use std::collections::BTreeMap;

use qudra::countries;
use qudra::db::Conn;
use qudra::directory::{Directory, Kind};
use qudra::error::Fault;
use qudra::text::fold;
use serde_json::{Value, json};

use crate::first_record::{Fresh, seed_file};
use crate::support::*;

/// The rows of a file of the first record.
fn rows(name: &str) -> Vec<BTreeMap<String, String>> {
    let bytes = seed_file(name);
    csv::Reader::from_reader(&bytes[..])
        .deserialize()
        .map(Result::unwrap)
        .collect()
}

/// Everything that the first record calls a country, by alpha-3: names, codes of ISO 3166 and of other systems, aliases.
fn called() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for row in rows("countries.csv") {
        for column in ["iso3", "iso2", "m49", "name_en", "name_fr", "name_ar"] {
            all.push((row["iso3"].clone(), row[column].clone()));
        }
    }
    for row in rows("aliases.csv").into_iter().filter(|row| row["kind"] == "country") {
        all.push((row["code"].clone(), row["alias"].clone()));
    }
    all
}

/// Each text with the country that it is, or the one that it is said to be near.
fn meant(conn: &mut Conn, texts: &[String]) -> Vec<(Option<String>, Option<String>)> {
    let mut found = Vec::new();
    // One directory suggests for so many codes only.
    for texts in texts.chunks(100) {
        let mut directory = Directory::default();
        for text in texts {
            found.push(
                match directory.resolve(conn, Kind::Country, text, Fault::new).unwrap() {
                    Ok(reference) => (Some(reference.code), None),
                    Err(fault) => (None, fault.nearest),
                },
            );
        }
    }
    found
}

/// A text with one letter left out, and with two letters that changed places, at two places of its longest word.
fn slips(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    for at in [letters.len() / 3, letters.len() * 2 / 3] {
        let mut less = letters.clone();
        less.remove(at);
        found.push(less.iter().collect());
        if at + 1 < letters.len() {
            let mut turned = letters.clone();
            turned.swap(at, at + 1);
            found.push(turned.iter().collect());
        }
    }
    found
}

#[test]
fn no_code_and_no_name_of_a_country_leads_to_another() {
    let fresh = Fresh::start(Backend::Sqlite, "nearest");
    qudra::imports::seed::load(&fresh.ledger).unwrap();
    let called = called();
    assert!(called.len() > 1_900, "{}", called.len());
    let owner: BTreeMap<String, &str> = called.iter().map(|(code, text)| (fold(text), code.as_str())).collect();
    assert_eq!(
        called
            .iter()
            .filter(|(code, text)| owner[&fold(text)] != code)
            .collect::<Vec<_>>(),
        Vec::<&(String, String)>::new(),
        "two countries are called the same"
    );
    let mut asked: Vec<(Option<&str>, String)> = Vec::new();
    for (code, text) in &called {
        for text in [text.clone(), text.to_lowercase(), text.to_uppercase()] {
            asked.push((Some(code), text));
        }
        for slip in slips(text).into_iter().filter(|slip| slip.chars().count() > 3) {
            let meant = owner.get(&fold(&slip)).copied().unwrap_or(code);
            asked.push((Some(meant), slip));
        }
    }
    let letters = "ABEGIKNRSTUZ";
    for a in letters.chars() {
        for b in letters.chars() {
            for c in letters.chars() {
                let text: String = [a, b, c].iter().collect();
                asked.push((owner.get(&fold(&text)).copied(), text));
            }
        }
    }
    for nothing in [
        "NaN",
        "nan",
        "n/a",
        "N.A.",
        "null",
        "none",
        "-",
        "TBD",
        "all",
        "other",
        "world",
        "XXX",
        "Korea",
        "Virgin Islands",
    ] {
        asked.push((owner.get(&fold(nothing)).copied(), nothing.to_owned()));
    }
    let texts: Vec<String> = asked.iter().map(|(_, text)| text.clone()).collect();
    let answers = fresh.ledger.db().read_here(|conn| Ok(meant(conn, &texts))).unwrap();
    let mut told = 0;
    for ((wanted, text), (is, near)) in asked.iter().zip(&answers) {
        let led = is.as_deref().or(near.as_deref());
        assert!(
            led.is_none() || led == *wanted,
            "{text:?} ({wanted:?}) leads to {led:?}"
        );
        told += usize::from(led.is_some());
    }
    let texts: Vec<String> = called.iter().map(|(_, text)| text.clone()).collect();
    let answers = fresh.ledger.db().read_here(|conn| Ok(meant(conn, &texts))).unwrap();
    for ((code, text), (is, near)) in called.iter().zip(answers) {
        assert_eq!(is.or(near).as_ref(), Some(code), "{text:?} is known");
    }
    assert!(told > 5_000, "only {told} of {} were told anything", asked.len());
}

fn meant_one(fresh: &Fresh, text: &str) -> Option<String> {
    let texts = [text.to_owned()];
    let mut found = fresh.ledger.db().read_here(|conn| Ok(meant(conn, &texts))).unwrap();
    found.pop().and_then(|(is, near)| is.or(near))
}

fn land(at: usize) -> Value {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap());
    let alpha3: String = ['X', letter(at / 26), letter(at)].iter().collect();
    json!({"alpha3": alpha3, "name": {"en": format!("Territory {alpha3}")}})
}

on_both! {
    fn other_systems_codes_suggest_their_country_on_every_surface(server: &Server) {
        let admin = server.admin();
        let read = admin.get("/api/v1/countries/SEN").expect(200);
        let aliases = json!({"aliases": [{"alias": "SGL"}, {"alias": "Republic of Senegal", "lang": "en"}]});
        admin.patch("/api/v1/countries/SEN", &aliases, &read.etag()).expect(200);
        for path in ["/api/v1/activities", "/api/v1/statistics", "/api/v1/reports/statistics.csv", "/api/v1/agencies"] {
            for given in ["SGL", "sgl", "686", "republic+of+senegal", "SÉNÉGAL"] {
                admin.get(&format!("{path}?country={given}")).refused(422, "invalid").suggests("country", "SEN");
            }
            for given in ["SGN", "SEM", "AZB", "TURK", "GHA", "NaN"] {
                let refused = admin.get(&format!("{path}?country={given}")).refused(422, "invalid");
                assert_eq!(refused.body["errors"][0].get("nearest"), None, "{path} {given}");
            }
        }
    }

    fn a_generic_name_of_an_agency_leads_to_none_of_another_country(server: &Server) {
        let officer = server.officer();
        let agency = json!({"code": "INSAE", "name": {"en": "National statistical office of Senegal", "fr": "Office national"}, "country": "SEN", "kind": "nso"});
        officer.post("/api/v1/agencies", &agency).expect(201);
        let person = |agency: &str, country: &str| json!({"name": "A Person", "agency": agency, "country": country});
        let near = |agency: &str, country: &str| {
            let refused = officer.post("/api/v1/participants?dry_run=true", &person(agency, country)).refused(422, "invalid");
            refused.body["errors"][0].get("nearest").and_then(Value::as_str).map(str::to_owned)
        };
        for country in ["SEN", "TUR", "CIV"] {
            assert_eq!(near("National Statistics Office", country), None, "{country}");
        }
        assert_eq!(near("Office national", "TUR"), None);
        assert_eq!(near("Office national", "SEN").as_deref(), Some("INSAE"));
        assert_eq!(near("National statistical office of Jordan", "JOR"), None);
        let made = officer.record(&activity("Price statistics"));
        let path = format!("/api/v1/activities/{}/participations?dry_run=true", made["id"].as_str().unwrap());
        let row = json!({"participant": {"name": "A Person"}, "role": "trainee", "status": "attended", "agency": "Office national", "country": "TUR"});
        let refused = officer.post(&path, &row).refused(422, "invalid");
        assert_eq!(refused.body["errors"][0].get("nearest"), None);
    }

    fn a_territory_without_an_iso_code_is_recorded_reported_and_imported(server: &Server) {
        let admin = server.admin();
        let draft = json!({"alpha3": "XTC", "name": {"en": "Turkish Cypriot State"}, "memberships": [{"status": "observer", "from": "1979"}]});
        let made = admin.post("/api/v1/countries", &draft).expect(201);
        assert_eq!((&made.json()["alpha2"], &made.json()["m49"]), (&Value::Null, &Value::Null));
        admin.put("/api/v1/countries/XTC", &made.json(), &made.etag()).expect(200);
        admin.post("/api/v1/countries", &json!({"alpha3": "QMB", "alpha2": null, "m49": null, "name": {"en": "Another"}})).expect(201);
        admin.record(&with(activity_of("Workshop", "2024-05-06", 5), json!({"countries": [{"country": "XTC", "role": "beneficiary"}]})));
        assert_eq!(admin.get("/api/v1/statistics?country=XTC").expect(200).json()["total"]["value"], 5);
        let report = admin.get("/api/v1/reports/countries.csv").expect(200).text();
        let line = report.lines().find(|line| line.starts_with("XTC,")).unwrap();
        assert!(line.starts_with("XTC,,,Turkish Cypriot State,"), "{line}");
        let sheet = qudra::imports::Sheet::read(report.as_bytes());
        let again = qudra::imports::import(&server.ledger(), qudra::ledger::Actor::CommandLine, qudra::imports::Kind::Countries, sheet, qudra::ledger::Commit::Yes, Box::new(|_| {}));
        assert_eq!(again.unwrap().unchanged, 14);
        admin.post("/api/v1/countries", &json!({"alpha3": "NZL", "name": {"en": "New Zealand"}})).refused(422, "invalid")
            .names_exactly(&[("/alpha2", "required"), ("/m49", "required")]);
    }

    fn the_256th_country_is_refused_and_figures_are_still_answered(server: &Server) {
        let admin = server.admin();
        let filled = server.ledger().write_here(qudra::ledger::Actor::System, qudra::ledger::Commit::Yes, |tx| {
            for at in 0..255 - 12 {
                countries::store::insert(tx, &land(at))?;
            }
            Ok(())
        });
        filled.unwrap();
        admin.get("/api/v1/statistics?by=country").expect(200);
        admin.post("/api/v1/countries", &land(600)).refused(422, "invalid").names_exactly(&[("/alpha3", "too_many_countries")]);
        let sheet = qudra::imports::Sheet::read(b"alpha3,alpha2,m49,name_en\nNZL,NZ,554,New Zealand\n");
        let refused = qudra::imports::import(&server.ledger(), qudra::ledger::Actor::CommandLine, qudra::imports::Kind::Countries, sheet, qudra::ledger::Commit::Yes, Box::new(|_| {}));
        assert!(format!("{refused:?}").contains("too_many_countries"), "{refused:?}");
        let read = admin.get("/api/v1/countries/TUR").expect(200);
        admin.patch("/api/v1/countries/TUR", &json!({"notes": "seen"}), &read.etag()).expect(200);
        admin.get("/api/v1/statistics?by=country").expect(200);
    }
}

/// A record begun before all of ISO 3166 was in it gets what it lacks once, and keeps what its office wrote.
fn an_older_record_gets_the_countries_that_it_lacks(backend: Backend) {
    let fresh = Fresh::start(backend, "complete");
    assert_eq!(
        qudra::imports::seed::complete(&fresh.ledger).unwrap(),
        None,
        "a record without countries is left alone"
    );
    let old = "alpha3,alpha2,m49,name_en,oic_status\nTUR,TR,792,Turkey of ours,member\nXGH,GH,288,Our Ghana,none\n";
    let write = |bytes: &str| {
        let sheet = qudra::imports::Sheet::read(bytes.as_bytes());
        let kind = qudra::imports::Kind::Countries;
        qudra::imports::import(
            &fresh.ledger,
            qudra::ledger::Actor::CommandLine,
            kind,
            sheet,
            qudra::ledger::Commit::Yes,
            Box::new(|_| {}),
        )
        .unwrap()
    };
    assert_eq!(write(old).created, 2);
    let added = qudra::imports::seed::complete(&fresh.ledger)
        .unwrap()
        .expect("there is something to add");
    assert_eq!((added.created, added.changed), (247, 0));
    let head = fresh.head();
    assert_eq!(qudra::imports::seed::complete(&fresh.ledger).unwrap(), None);
    assert_eq!(fresh.head(), head);
    let read = |code: &'static str| -> Value {
        let found = fresh
            .ledger
            .db()
            .read_here(|conn| qudra::countries::store::find(conn, code))
            .unwrap();
        serde_json::from_str(&found.1).unwrap()
    };
    assert_eq!(
        (&read("TUR")["name"]["en"], &read("XGH")["name"]["en"]),
        (&json!("Turkey of ours"), &json!("Our Ghana"))
    );
    assert_eq!(meant_one(&fresh, "KSA").as_deref(), Some("SAU"));
    assert_eq!(meant_one(&fresh, "Turquie").as_deref(), Some("TUR"));
}

#[test]
fn an_older_record_gets_the_countries_that_it_lacks_on_sqlite() {
    an_older_record_gets_the_countries_that_it_lacks(Backend::Sqlite);
}

#[test]
fn an_older_record_gets_the_countries_that_it_lacks_on_postgres() {
    an_older_record_gets_the_countries_that_it_lacks(Backend::Postgres);
}
