//! Programmes, countries, agencies and fields, from outside and as the importer uses them.

use qudra::countries::model::Group;
use qudra::countries::store::CountryHistory;
use qudra::ledger::{Actor, Commit, Outcome};
use qudra::{agencies, countries, fields, programmes};
use serde_json::{Value, json};

use super::support::*;

const COUNTRIES: &str = "/api/v1/countries";
const PROGRAMMES: &str = "/api/v1/programmes";
const AGENCIES: &str = "/api/v1/agencies";
const FIELDS: &str = "/api/v1/fields";

fn agency(code: &str) -> Value {
    json!({"code": code, "name": {"en": format!("The {code}")}, "kind": "other"})
}

fn codes(client: &Client, path: &str) -> Vec<String> {
    let items = client.get(path).expect(200).json()["items"].clone();
    every(&items, if path.starts_with(COUNTRIES) { "alpha3" } else { "code" })
}

/// How many entries the ledger has.
fn entries(server: &Server) -> i64 {
    let head = server.ledger().db().read_here(qudra::ledger::head).unwrap();
    head.seq
}

type Upsert = fn(&mut qudra::ledger::Tx<'_>, &Value) -> Result<(Outcome, qudra::db::Uid), qudra::error::Error>;

fn upsert(server: &Server, upsert: Upsert, body: Value) -> Outcome {
    let written = server
        .ledger()
        .write_here(Actor::System, Commit::Yes, move |tx| upsert(tx, &body));
    written.unwrap().0
}

on_both! {
    fn everybody_reads_reference_data_and_short_lists_come_whole(server: &Server) {
        let public = server.public();
        assert_eq!(codes(&public, COUNTRIES).len(), 12);
        assert_eq!(codes(&public, PROGRAMMES), ["Digi-CaB", "OIC-StatCom", "OIC-VET", "StatCaB"]);
        assert_eq!(codes(&public, FIELDS), ["health", "statistics", "sti"]);
        assert_eq!(codes(&public, AGENCIES), ["ANSD", "QazStat", "TURKSTAT", "UNSD"]);
        for list in [COUNTRIES, PROGRAMMES, FIELDS, AGENCIES] {
            let all = public.get(&format!("{list}?count=exact")).expect(200);
            let body = all.json();
            assert_eq!(body["next_cursor"], Value::Null, "{list}");
            assert_eq!(body["total"], body["items"].as_array().unwrap().len(), "{list}");
            public.with("if-none-match", &all.etag()).get(list).expect(304);
            public.get(&format!("{list}?limit=501")).refused(422, "invalid").names("limit", "out_of_range");
            public.get(&format!("{list}?colour=red")).refused(400, "unreadable").names("colour", "unknown_parameter");
            let first = public.get(&format!("{list}?limit=2")).expect(200);
            assert!(first.header("link").unwrap().contains("rel=\"next\""), "{list}");
            let cursor = first.json()["next_cursor"].as_str().unwrap().to_owned();
            let rest = public.get(&format!("{list}?limit=500&cursor={cursor}")).expect(200).json();
            let together = [first.json()["items"].as_array().unwrap().clone(), rest["items"].as_array().unwrap().clone()];
            assert_eq!(together.concat(), *body["items"].as_array().unwrap(), "{list}");
        }
    }

    fn each_kind_is_written_by_the_roles_that_may(server: &Server) {
        let field = json!({"code": "space", "name": {"en": "Space"}});
        let programme = json!({"code": "Space-CaB", "name": {"en": "Space"}, "kind": "project"});
        let country = json!({"alpha3": "NZL", "alpha2": "NZ", "m49": "554", "name": {"en": "New Zealand"}});
        for (list, draft) in [(FIELDS, &field), (PROGRAMMES, &programme), (COUNTRIES, &country), (AGENCIES, &agency("X"))] {
            server.public().post(list, draft).refused(401, "unauthorized");
            server.agency().post(list, draft).refused(403, "forbidden");
            server.analyst().post(list, draft).refused(403, "forbidden");
            if list == AGENCIES {
                server.officer().post(list, draft).expect(201);
            } else {
                server.officer().post(list, draft).refused(403, "forbidden");
                server.admin().post(list, draft).expect(201);
            }
        }
        let officer = server.officer();
        let etag = officer.get("/api/v1/agencies/X").etag();
        officer.patch("/api/v1/agencies/X", &json!({"notes": "seen"}), &etag).expect(200);
        let etag = officer.get("/api/v1/fields/space").etag();
        officer.patch("/api/v1/fields/space", &json!({"parent": "sti"}), &etag).refused(403, "forbidden");
        officer.delete("/api/v1/fields/space", &etag).refused(403, "forbidden");
    }

    fn a_country_is_found_by_alpha_3_alpha_2_and_id_and_is_never_deleted(server: &Server) {
        let public = server.public();
        let country = public.get("/api/v1/countries/TUR").expect(200);
        let id = country.json()["id"].as_str().unwrap().to_owned();
        for segment in ["TR", "tur", &id] {
            assert_eq!(public.get(&format!("{COUNTRIES}/{segment}")).expect(200).json(), country.json());
        }
        public.get("/api/v1/countries/XXX").refused(404, "not_found");
        public.get("/api/v1/countries/%00").refused(404, "not_found");
        let refused = server.admin().delete("/api/v1/countries/TUR", &country.etag()).refused(405, "method_not_allowed");
        assert!(!refused.reply.header("allow").unwrap().contains("DELETE"));
    }

    fn names_in_every_language_codes_and_aliases_are_searched_without_their_marks(server: &Server) {
        let (admin, public) = (server.admin(), server.public());
        let etag = public.get("/api/v1/countries/TUR").etag();
        let patch = json!({"name": {"ar": "تركيا"}, "aliases": [{"alias": "Turkey", "lang": "en", "to": "2022-06-01"}]});
        let turkey = admin.patch("/api/v1/countries/TUR", &patch, &etag).expect(200).json();
        assert_eq!(turkey["name"], json!({"ar": "تركيا", "en": "Türkiye"}));
        assert_eq!(turkey["aliases"], json!([{"alias": "Turkey", "lang": "en", "from": null, "to": "2022-06-01"}]));
        for words in ["Turkiye", "TÜRKİYE", "turkey", "تركيا", "TR", "792"] {
            assert_eq!(codes(&public, &format!("{COUNTRIES}?q={words}")), ["TUR"], "{words}");
        }
        assert_eq!(codes(&public, &format!("{COUNTRIES}?q=Cote d’Ivoire")), ["CIV"]);
        assert_eq!(codes(&public, &format!("{COUNTRIES}?q=%25")), Vec::<String>::new());
        let draft = with(agency("İŞKUR"), json!({"acronym": "ISK", "aliases": [{"alias": "Iş ve Işçi Bulma Kurumu"}]}));
        admin.post(AGENCIES, &draft).expect(201);
        for words in ["iskur", "ISK", "is ve isci"] {
            assert_eq!(codes(&public, &format!("{AGENCIES}?q={words}")), ["İŞKUR"], "{words}");
        }
        assert_eq!(codes(&public, &format!("{PROGRAMMES}?q=ict-cab")), ["Digi-CaB"]);
        assert_eq!(codes(&public, &format!("{FIELDS}?q=TECHNOLOGY")), ["sti"]);
    }

    fn countries_are_filtered_by_what_they_are_today(server: &Server) {
        let public = server.public();
        assert_eq!(codes(&public, &format!("{COUNTRIES}?membership=none")), ["FRA"]);
        assert_eq!(codes(&public, &format!("{COUNTRIES}?membership=member,none")).len(), 12);
        assert_eq!(codes(&public, &format!("{COUNTRIES}?group=Arab&membership=member")), ["BHR", "JOR", "PSE", "SYR"]);
        let etag = public.get("/api/v1/countries/SYR").etag();
        let suspended = json!({"memberships": [{"status": "member", "to": "2020"}, {"status": "suspended", "from": "2020"}],
                               "groups": [{"group": "Arab", "to": "2000"}, {"group": "Asian", "from": "2000"}]});
        server.admin().patch("/api/v1/countries/SYR", &suspended, &etag).expect(200);
        assert_eq!(codes(&public, &format!("{COUNTRIES}?membership=suspended")), ["SYR"]);
        assert_eq!(codes(&public, &format!("{COUNTRIES}?group=Arab")), ["BHR", "JOR", "PSE"]);
        public.get(&format!("{COUNTRIES}?membership=memeber")).refused(422, "invalid").suggests("membership", "member");
    }

    fn periods_of_one_country_do_not_overlap_and_begin_before_they_end(server: &Server) {
        let admin = server.admin();
        let etag = admin.get("/api/v1/countries/JOR").etag();
        let patch = json!({
            "memberships": [{"status": "member", "from": "1969", "to": "1980-02"}, {"status": "suspended", "from": "1980-01"},
                            {"status": "observer", "from": "1950-05", "to": "1950-05-01"}],
            "groups": [{"group": "Arab"}, {"group": "Asian", "from": "2000"}],
            "aliases": [{"alias": "Transjordan", "from": "1946", "to": "1921"}],
        });
        admin.patch("/api/v1/countries/JOR", &patch, &etag).refused(422, "invalid").names_exactly(&[
            ("/memberships/1", "overlapping_periods"),
            ("/memberships/2/to", "empty_period"),
            ("/groups/1", "overlapping_periods"),
            ("/aliases/0/to", "empty_period"),
        ]);
        let touching = json!({"memberships": [{"status": "suspended", "from": "1980-01", "to": "1984"},
                                              {"status": "member", "from": "1969", "to": "1980-01-01"}]});
        let changed = admin.patch("/api/v1/countries/JOR", &touching, &etag).expect(200).json();
        assert_eq!(every(&changed["memberships"], "from"), ["1969", "1980-01"], "in the order of their beginning");
    }

    fn the_codes_of_a_country_are_its_own_and_alpha_3_never_changes(server: &Server) {
        let admin = server.admin();
        let draft = |alpha3: &str, alpha2: &str, m49: &str| json!({"alpha3": alpha3, "alpha2": alpha2, "m49": m49, "name": {"en": "X"}});
        admin.post(COUNTRIES, &draft("TUR", "XX", "001")).refused(409, "code_taken").names("/alpha3", "code_taken");
        admin.post(COUNTRIES, &draft("XXX", "TR", "001")).refused(409, "code_taken").names("/alpha2", "code_taken");
        admin.post(COUNTRIES, &draft("XXX", "XX", "792")).refused(409, "code_taken").names("/m49", "code_taken");
        admin.post(COUNTRIES, &draft("xxx", "X", "1")).refused(422, "invalid").names_exactly(&[
            ("/alpha3", "not_alpha3"), ("/alpha2", "not_alpha2"), ("/m49", "not_m49"),
        ]);
        let etag = admin.get("/api/v1/countries/TUR").etag();
        let refused = admin.patch("/api/v1/countries/TUR", &json!({"alpha3": "TRK"}), &etag).refused(422, "invalid");
        refused.names_exactly(&[("/alpha3", "fixed_code")]);
        let etag = admin.get("/api/v1/fields/sti").etag();
        let refused = admin.patch("/api/v1/fields/sti", &json!({"code": "science"}), &etag).refused(422, "invalid");
        refused.names_exactly(&[("/code", "fixed_code")]);
    }

    fn what_was_read_can_be_sent_back_and_changes_nothing(server: &Server) {
        let admin = server.admin();
        for path in ["countries/SYR", "programmes/Digi-CaB", "agencies/TURKSTAT", "fields/sti"] {
            let path = format!("/api/v1/{path}");
            let read = admin.get(&path).expect(200);
            let before = entries(server);
            let put = admin.put(&path, &read.json(), &read.etag()).expect(200);
            assert_eq!((put.json(), put.etag()), (read.json(), read.etag()), "{path}");
            assert_eq!(entries(server), before, "{path}: nothing is entered");
            let noted = admin.patch(&path, &json!({"name": {"fr": "Nouveau"}}), &read.etag()).expect(200).json();
            assert_eq!((&noted["version"], &noted["name"]["fr"]), (&json!(2), &json!("Nouveau")), "{path}");
            assert_eq!(noted, admin.get(&path).json(), "{path}");
            admin.put(&path, &read.json(), &read.etag()).refused(412, "stale");
            admin.send("PUT", &path, Some(("application/json", b"{}"))).refused(428, "precondition_required");
            let id = json!({"id": "0192d3a0-0000-7000-8000-000000000000", "version": 9});
            let refused = admin.patch(&path, &id, "W/\"2\"").refused(422, "invalid");
            refused.names_exactly(&[("/id", "read_only"), ("/version", "read_only")]);
        }
    }

    fn nothing_succeeds_itself_and_nothing_stands_above_itself(server: &Server) {
        let admin = server.admin();
        admin.post(AGENCIES, &with(agency("Older"), json!({"succeeded_by": "UNSD"}))).expect(201);
        let etag = admin.get("/api/v1/agencies/UNSD").etag();
        let patch = json!({"succeeded_by": "Older"});
        admin.patch("/api/v1/agencies/UNSD", &patch, &etag).refused(422, "invalid").names("/succeeded_by", "circle");
        let own = json!({"links": [{"relation": "same_as", "agency": "UNSD"}]});
        admin.patch("/api/v1/agencies/UNSD", &own, &etag).refused(422, "invalid").names("/links/0/agency", "circle");
        for (list, draft) in [
            (FIELDS, json!({"code": "child", "name": {"en": "Child"}, "parent": "sti"})),
            (PROGRAMMES, json!({"code": "child", "name": {"en": "Child"}, "kind": "forum", "parent": "StatCaB"})),
        ] {
            let parent = format!("{list}/{}", draft["parent"].as_str().unwrap());
            admin.post(list, &draft).expect(201);
            let etag = admin.get(&parent).etag();
            for above in ["child", parent.rsplit('/').next().unwrap()] {
                let refused = admin.patch(&parent, &json!({"parent": above}), &etag).refused(422, "invalid");
                refused.names_exactly(&[("/parent", "circle")]);
            }
        }
    }

    fn agencies_share_acronyms_and_are_walked_in_pages_in_either_order(server: &Server) {
        let (officer, public) = (server.officer(), server.public());
        for i in 0..7 {
            let same = if i % 2 == 0 { "Twin" } else { "Other" };
            let draft = json!({"code": format!("A{i}"), "acronym": "INS", "name": {"en": same}, "kind": "university", "country": "CI"});
            officer.post(AGENCIES, &draft).expect(201);
        }
        for (sort, expected) in [
            ("code", "A0 A1 A2 A3 A4 A5 A6"),
            ("-code", "A6 A5 A4 A3 A2 A1 A0"),
            ("name", "A1 A3 A5 A0 A2 A4 A6"),
            ("-name", "A6 A4 A2 A0 A5 A3 A1"),
        ] {
            let (mut seen, mut next) = (Vec::new(), String::new());
            loop {
                let path = format!("{AGENCIES}?kind=university&q=ins&limit=3&sort={sort}&count=exact{next}");
                let page = public.get(&path).expect(200).json();
                assert_eq!(page["total"], 7);
                seen.extend(every(&page["items"], "code"));
                let Some(cursor) = page["next_cursor"].as_str() else { break };
                next = format!("&cursor={cursor}");
            }
            assert_eq!(seen.join(" "), expected, "{sort}");
        }
        assert_eq!(codes(&public, &format!("{AGENCIES}?country=TUR,KZ")), ["QazStat", "TURKSTAT"]);
        assert_eq!(codes(&public, &format!("{AGENCIES}?kind=nso&kind=international&country=SEN")), ["ANSD"]);
        public.get(&format!("{AGENCIES}?country=Azerbaijn")).refused(422, "invalid").suggests("country", "AZE");
    }

    fn a_draft_is_told_everything_that_is_wrong_with_it(server: &Server) {
        let admin = server.admin();
        let draft = json!({"code": "a,b", "name": {}, "kind": "ministery", "country": "Kazakstan", "succeeded_by": "Nobody",
            "aliases": [{"alias": "A", "lang": "English"}, {"lang": "en"}], "links": [{"relation": "part_of"}],
            "external_ids": [{"scheme": "ror", "value": "1"}, {"scheme": "ror", "value": "1"}],
            "source_url": "www.example.org", "colour": "red", "former_codes": ["x", "x"]});
        let refused = admin.post(AGENCIES, &draft).refused(422, "invalid").suggests("/kind", "ministry").suggests("/country", "KAZ");
        refused.names_exactly(&[
            ("/code", "unfit_code"), ("/name", "required"), ("/kind", "unknown_code"), ("/country", "unknown_reference"),
            ("/succeeded_by", "unknown_reference"), ("/aliases/0/lang", "not_a_language"), ("/aliases/1/alias", "required"),
            ("/links/0/agency", "required"), ("/external_ids/1", "duplicate"), ("/source_url", "not_a_url"),
            ("/colour", "unknown_field"), ("/former_codes/1", "duplicate"),
        ]);
        for list in [PROGRAMMES, AGENCIES] {
            admin.post(list, &json!({})).refused(422, "invalid").names_exactly(&[
                ("/code", "required"), ("/name", "required"), ("/kind", "required"),
            ]);
        }
    }

    fn an_import_creates_changes_or_leaves_and_absent_members_leave_what_is_stored(server: &Server) {
        let admin = server.admin();
        let body = json!({"code": "Halal-CaB", "name": {"en": "Halal"}, "kind": "forum", "notes": "A note", "former_codes": ["Z", "A"]});
        assert_eq!(upsert(server, programmes::store::upsert, body.clone()), Outcome::Created);
        let before = entries(server);
        assert_eq!(upsert(server, programmes::store::upsert, body), Outcome::Unchanged);
        assert_eq!(entries(server), before, "nothing is entered where nothing changes");
        let body = json!({"code": "Halal-CaB", "name": {"fr": "Halal"}, "launched_year": 2020});
        assert_eq!(upsert(server, programmes::store::upsert, body), Outcome::Changed);
        let read = admin.get("/api/v1/programmes/Halal-CaB").json();
        assert_eq!((&read["name"], &read["notes"]), (&json!({"en": "Halal", "fr": "Halal"}), &json!("A note")));
        assert_eq!((&read["former_codes"], &read["version"]), (&json!(["Z", "A"]), &json!(2)));
        let body = json!({"code": "Halal-CaB", "notes": null, "former_codes": []});
        assert_eq!(upsert(server, programmes::store::upsert, body), Outcome::Changed);
        assert_eq!(admin.get("/api/v1/programmes/Halal-CaB").json()["notes"], Value::Null);
        let body = json!({"code": "ICT-CaB", "name": {"en": "Digital"}});
        assert_eq!(upsert(server, programmes::store::upsert, body), Outcome::Changed);
        let read = admin.get("/api/v1/programmes/Digi-CaB").expect(200).json();
        assert_eq!(read["name"]["en"], "Digital", "an older code means the record, and does not give it back");
        assert_eq!(upsert(server, countries::store::upsert, json!({"alpha3": "TUR", "notes": "x"})), Outcome::Changed);
        assert_eq!(upsert(server, agencies::store::upsert, json!({"code": "UNSD", "acronym": "UNSD"})), Outcome::Unchanged);
        assert_eq!(upsert(server, fields::store::upsert, json!({"code": "sti", "mappings": [{"scheme": "SDG", "code": "9.5"}]})), Outcome::Changed);
    }

    fn the_atlas_knows_what_a_country_was_and_what_the_record_said_of_it_then(server: &Server) {
        let before = entries(server);
        let etag = server.admin().get("/api/v1/countries/SYR").etag();
        let patch = json!({"memberships": [{"status": "observer"}], "groups": []});
        server.admin().patch("/api/v1/countries/SYR", &patch, &etag).expect(200);
        let (now, then) = server.ledger().db().read_here(|conn| Ok((CountryHistory::load(conn)?, CountryHistory::as_of(conn, before)?))).unwrap();
        let day = |text: &str| qudra::time::parse_day(text).unwrap();
        let key = now.countries().find(|(_, land)| land.alpha3 == "SYR").unwrap().0;
        assert_eq!(then.membership(key, day("2012-08-14")).as_str(), "member");
        assert_eq!(then.membership(key, day("2012-08-15")).as_str(), "suspended");
        assert_eq!(then.membership(key, day("2025-03-07")).as_str(), "member");
        assert_eq!(then.group(key, day("2020-01-01")), Some(Group::Arab));
        assert_eq!((now.membership(key, day("2012-08-15")).as_str(), now.group(key, day("2020-01-01"))), ("observer", None));
        assert_eq!((now.members(day("2020-01-01")).count(), then.members(day("2020-01-01")).count()), (10, 11));
        let loaded = server.ledger().db().read_here(|conn| CountryHistory::as_of(conn, i64::MAX)).unwrap();
        assert_eq!(loaded, now, "rows and documents agree");
    }
}
