//! How the record answers what was announced.

use serde_json::{Value, json};

use crate::differences::instant;
use crate::support::people::text;
use crate::support::record::load_real_record;
use crate::support::*;

const PATH: &str = "/api/v1/published-figures";

fn claim(members: Value) -> Value {
    let least = json!({"measure": "activities", "value": 3, "scope": "StatCaB", "record_measure": "activities",
                       "record_filter": "programme=StatCaB", "since": "2020", "as_of": "2021-12-31", "statement": "Three"});
    with(least, members)
}

/// Records a claim and gives its place.
#[track_caller]
fn announce(server: &Server, members: Value) -> String {
    let made = server.officer().post(PATH, &claim(members)).expect(201);
    made.header("location").unwrap().to_owned()
}

#[track_caller]
fn reconcile(client: &Client, place: &str) -> Value {
    client.get(&format!("{place}/reconciliation")).expect(200).json()
}

/// The codes that a cause lists; their number is its count.
#[track_caller]
fn suspects(reconciliation: &Value, cause: &str) -> Vec<String> {
    let all = reconciliation["causes"].as_array().unwrap();
    let found = all
        .iter()
        .find(|c| c["cause"] == cause)
        .unwrap_or_else(|| panic!("no {cause}"));
    let codes = every(&found["activities"], "code");
    assert_eq!(found["count"], codes.len());
    codes
}

fn in_statcab(title: &str, members: Value) -> Value {
    with(
        activity_on(title, "2021-03-18"),
        with(json!({"programmes": ["StatCaB"]}), members),
    )
}

on_both! {
    fn a_claim_agrees_when_the_record_certainly_says_the_same(server: &Server) {
        for title in ["one", "two", "three"] {
            server.officer().record(&in_statcab(title, json!({})));
        }
        let place = announce(server, json!({}));
        let answer = reconcile(&server.public(), &place);
        assert_eq!(answer["verdict"], "agrees");
        assert_eq!(answer["differences"], json!({"bounds": {"by": 0, "direction": "fits"}, "reported": {"by": 0, "direction": "fits"}}));
        assert_eq!(answer["question"]["filters"], json!({"status": ["held"], "programme": ["StatCaB"], "from": "2020", "to": "2021-12-31"}));
        // The question is one that the statistics answer with the same figure.
        let link = text(&answer["question"], "statistics");
        assert_eq!(server.public().get(&link).expect(200).json()["total"], answer["figure"]);
        assert_eq!((answer["claim"]["low"].clone(), answer["claim"]["high"].clone()), (json!(3), json!(3)));
        assert_eq!(answer["data_version"], server.data_version());
    }

    fn what_is_not_counted_leaves_a_claim_within_the_bounds(server: &Server) {
        server.officer().record(&in_statcab("counted", json!({"counts": {"participants": {"value": 40}}})));
        let silent = server.officer().record(&in_statcab("silent", json!({})));
        let place = announce(server, json!({"record_measure": "participations", "value": 100}));
        let answer = reconcile(&server.public(), &place);
        assert_eq!(answer["verdict"], "within_bounds");
        assert_eq!(answer["differences"]["reported"], json!({"by": 60, "direction": "record_lower"}));
        assert_eq!(suspects(&answer, "uncounted"), [text(&silent, "code")]);
        assert!(answer["notes"][0].as_str().unwrap().contains("how many came"), "{}", answer["notes"]);
        // Fewer than are certain cannot be true.
        let place = announce(server, json!({"record_measure": "participations", "value": 30, "scope": "fewer"}));
        let answer = reconcile(&server.public(), &place);
        assert_eq!((answer["verdict"].clone(), answer["differences"]["bounds"].clone()), (json!("differs"), json!({"by": 10, "direction": "record_higher"})));
    }

    fn everything_that_could_explain_a_difference_is_listed_with_its_reason(server: &Server) {
        let officer = server.officer();
        let code = |draft: &Value| text(&officer.record(draft), "code");
        let first = code(&in_statcab("Course", json!({"external_ids": [{"scheme": "sesric_event_id", "value": "7"}]})));
        let undated = code(&with(in_statcab("Undated", json!({})), json!({"when": {"precision": "unknown"}})));
        let straddling = code(&with(in_statcab("Straddling", json!({})), json!({"when": {"period": "2021", "precision": "year"}})));
        let number = code(&in_statcab("Other words", json!({"external_ids": [{"scheme": "sesric_event_id", "value": "7"}]})));
        let copy = code(&in_statcab("COURSE", json!({})));
        let mirror = code(&in_statcab("x", json!({"title": {"ar": "دورة"}})));
        let announced = code(&in_statcab("Announced", json!({"status": "announced"})));
        let draft = code(&in_statcab("Draft", json!({"status": "draft"})));
        let unnamed = code(&with(activity_on("No programme", "2021-05-01"), json!({})));
        let guest = code(&in_statcab("Guest", json!({"our_role": "participant", "when": {"start": "2021-04-01", "end": "2021-04-01", "precision": "day"}})));
        let meeting = code(&in_statcab("Meeting", json!({"type": "conference"})));
        // The same title in another month, and another programme, are no suspects.
        code(&with(in_statcab("Course", json!({})), json!({"when": {"start": "2020-06-01", "end": "2020-06-02", "precision": "day"}})));
        code(&in_statcab("Elsewhere", json!({"programmes": ["Digi-CaB"]})));
        let place = announce(server, json!({"value": 20, "as_of": "2021-06-30"}));
        let answer = reconcile(&server.public(), &place);
        assert_eq!(suspects(&answer, "undated"), [undated]);
        assert_eq!(suspects(&answer, "undecided"), [straddling]);
        assert_eq!(suspects(&answer, "suspected_duplicates"), [number.clone(), copy, mirror]);
        assert_eq!(suspects(&answer, "excluded_by_status"), std::slice::from_ref(&announced));
        assert_eq!(suspects(&answer, "not_stated"), [unnamed]);
        assert_eq!(suspects(&answer, "counted_as_guest"), [guest]);
        assert_eq!(suspects(&answer, "counted_meetings"), [meeting]);
        assert_eq!(suspects(&answer, "uncounted"), Vec::<String>::new(), "the number of activities needs no counts");
        let all = answer["causes"].as_array().unwrap();
        let duplicates = all.iter().find(|c| c["cause"] == "suspected_duplicates").unwrap();
        assert_eq!(duplicates["effect"], "lower");
        let why = text(&duplicates["activities"][0], "why");
        assert!(why.contains(&first) && why.contains('7'), "{why}");
        // A draft is nobody's business but the officers'.
        assert_eq!(suspects(&reconcile(&officer, &place), "excluded_by_status"), [announced, draft]);
    }

    fn a_claim_narrowed_by_role_or_type_shows_what_was_left_out(server: &Server) {
        let officer = server.officer();
        let listed = |role: &str| json!({"countries": [{"country": "AZE", "role": role}]});
        officer.record(&in_statcab("benefited", listed("beneficiary")));
        let attended = text(&officer.record(&in_statcab("attended", listed("attending"))), "code");
        let provided = text(&officer.record(&in_statcab("provided", listed("provider"))), "code");
        let party = text(&officer.record(&in_statcab("party", with(listed("beneficiary"), json!({"our_role": "party"})))), "code");
        let webinar = text(&officer.record(&in_statcab("webinar", with(listed("beneficiary"), json!({"type": "webinar"})))), "code");
        let filter = "activity_country=AZE&country_role=beneficiary&our_role=organiser&type=workshop";
        let answer = reconcile(&server.public(), &announce(server, json!({"record_filter": filter})));
        assert_eq!((&answer["figure"]["low"], &answer["figure"]["high"]), (&json!(1), &json!(2)));
        assert_eq!(suspects(&answer, "excluded_by_listed_role"), [attended]);
        assert_eq!(suspects(&answer, "excluded_by_role"), [party]);
        assert_eq!(suspects(&answer, "excluded_by_type"), [webinar]);
        // Who attended is stated; for whom it was provided is not.
        assert_eq!(suspects(&answer, "not_stated"), [provided]);
    }

    fn what_cannot_be_compared_says_why(server: &Server) {
        for (members, code) in [
            (json!({"record_measure": null}), "no_measure"),
            (json!({"record_filter": null, "scope": "b"}), "no_filter"),
            (json!({"record_filter": "field=helth", "scope": "c"}), "refused_filter"),
            (json!({"record_filter": "programme=StatCap", "scope": "d"}), "refused_filter"),
            (json!({"record_filter": "from=2022", "scope": "e"}), "empty_period"),
        ] {
            let answer = reconcile(&server.public(), &announce(server, members));
            assert_eq!((answer["verdict"].clone(), answer["figure"].clone()), (json!("not_comparable"), Value::Null));
            assert_eq!(answer["not_comparable"]["code"], code);
            assert!(text(&answer["not_comparable"], "detail").len() > 20);
        }
        let list = server.public().get(&format!("{PATH}/reconciliation?verdict=not_comparable")).expect(200).json();
        let nearest: Vec<Value> = list["items"].as_array().unwrap().iter().map(|i| i["not_comparable"]["errors"][0]["nearest"].clone()).collect();
        assert_eq!(nearest[3], "StatCaB");
        assert_eq!(list["verdicts"], json!({"agrees": 0, "within_bounds": 0, "record_incomplete": 0, "differs": 0, "not_comparable": 5}));
    }

    fn claims_about_the_same_thing_stand_beside_each_other(server: &Server) {
        let of = |value: u32, qualifier: &str, as_of: Value, source: &str| announce(server, json!({
            "measure": "capacity_building_programmes", "scope": "all programmes", "value": value, "qualifier": qualifier,
            "as_of": as_of, "since": null, "record_measure": null, "record_filter": null, "source": source}));
        let twenty_five = of(25, "exact", Value::Null, "https://example.org/a");
        of(21, "exact", json!("2023-07-26"), "https://example.org/b");
        of(20, "more_than", json!("2024-05-17"), "https://example.org/c");
        announce(server, json!({"measure": "capacity_building_programmes", "scope": "used by Indonesia"}));
        let related = reconcile(&server.public(), &twenty_five)["related"].clone();
        assert_eq!(every(&related, "value"), ["21", "20"]);
        assert_eq!(every(&related, "relation"), ["contradicts", "compatible"]);
        assert_eq!(every(&related, "source"), ["https://example.org/b", "https://example.org/c"]);
        assert_eq!((related[1]["low"].clone(), related[1]["as_of"].clone()), (json!(21), json!("2024-05-17")));
    }

    fn officers_say_how_far_it_is_reconciled_and_the_ledger_keeps_it(server: &Server) {
        let place = announce(server, json!({}));
        let officer = server.officer();
        let read = officer.get(&place).expect(200);
        assert_eq!((read.json()["reconciliation_status"].clone(), read.json()["reconciliation_reason"].clone()), (json!("open"), Value::Null));
        let explained = json!({"reconciliation_status": "explained"});
        officer.patch(&place, &explained, &read.etag()).refused(422, "invalid").names_exactly(&[("/reconciliation_reason", "reason_needed")]);
        let before = server.data_version();
        let explained = with(explained, json!({"reconciliation_reason": "The record is a sample"}));
        let changed = officer.patch(&place, &explained, &read.etag()).expect(200);
        assert_eq!(server.data_version(), before + 1);
        assert_eq!(changed.json()["version"], 2);
        officer.patch(&place, &json!({"reconciliation_status": "agreed"}), &read.etag()).refused(412, "stale");
        let reopened = json!({"reconciliation_status": "open"});
        officer.patch(&place, &reopened, &changed.etag()).refused(422, "invalid").names_exactly(&[("/reconciliation_reason", "reason_of_nothing")]);
        let answer = reconcile(&server.public(), &place);
        assert_eq!((answer["reconciliation_status"].clone(), answer["version"].clone()), (json!("explained"), json!(2)));
        for reader in [server.analyst(), server.agency()] {
            reader.patch(&place, &explained, &changed.etag()).refused(403, "forbidden");
        }
    }

    fn drafts_are_counted_for_nobody_who_may_not_see_them(server: &Server) {
        server.officer().record(&in_statcab("draft", json!({"status": "draft"})));
        let place = announce(server, json!({"value": 1, "record_filter": "programme=StatCaB&status=draft,held"}));
        assert_eq!(reconcile(&server.public(), &place)["verdict"], "record_incomplete");
        assert_eq!(reconcile(&server.analyst(), &place)["verdict"], "record_incomplete");
        assert_eq!(reconcile(&server.officer(), &place)["verdict"], "agrees");
        let here = |client: Client| client.get(&format!("{place}/reconciliation")).etag();
        assert_ne!(here(server.public()), here(server.officer()));
    }

    fn a_reconciliation_keeps_the_manners_of_reads(server: &Server) {
        let place = format!("{}/reconciliation", announce(server, json!({})));
        let read = server.public().get(&place).expect(200);
        server.public().with("If-None-Match", &read.etag()).get(&place).expect(304);
        server.officer().record(&in_statcab("new", json!({})));
        assert_ne!(server.public().get(&place).etag(), read.etag());
        server.public().get(&format!("{place}?as=csv")).refused(400, "unreadable");
        for id in ["nothing", "0192d3a0-0000-7000-8000-000000000000"] {
            server.public().get(&format!("{PATH}/{id}/reconciliation")).refused(404, "not_found");
        }
        server.public().get(&format!("{PATH}/reconciliation?verdict=agree")).refused(422, "invalid").suggests("verdict", "agrees");
        let arabic = server.public().with("Accept-Language", "ar").get(&place).expect(200).json();
        assert_eq!(arabic["verdict"], "record_incomplete");
    }

    fn a_reconciliation_of_the_past_answers_as_it_did_then(server: &Server) {
        let place = announce(server, json!({}));
        server.officer().record(&in_statcab("first", json!({})));
        let before = reconcile(&server.public(), &place);
        let then = instant(server);
        let list = server.public().get(&format!("{PATH}/reconciliation")).expect(200).json();
        for title in ["second", "third"] {
            server.officer().record(&in_statcab(title, json!({})));
        }
        assert_eq!(reconcile(&server.public(), &place)["verdict"], "agrees");
        let past = server.public().get(&format!("{place}/reconciliation?as_of={then}")).expect(200).json();
        for name in ["claim", "figure", "verdict", "differences", "causes", "data_version", "reconciliation_status"] {
            assert_eq!(past[name], before[name], "{name}");
        }
        let link = text(&past["question"], "statistics");
        assert_eq!(server.public().get(&link).expect(200).json()["total"], past["figure"], "{link}");
        let opened = server.public().get(&text(&past["question"], "explain")).expect(200).json();
        assert_eq!((&opened["total"], &opened["as_of"]), (&past["figure"], &past["as_of"]));
        let past = server.public().get(&format!("{PATH}/reconciliation?as_of={then}")).expect(200).json();
        assert_eq!(past["verdicts"], list["verdicts"]);
        server.public().get(&format!("{PATH}/reconciliation?as_of=1999")).refused(400, "unreadable").names("as_of", "not_an_instant");
    }

    fn every_announced_total_of_the_real_record_is_reconciled(server: &Server) {
        load_real_record(server);
        let list = server.public().get(&format!("{PATH}/reconciliation")).expect(200).json();
        let items = list["items"].as_array().unwrap();
        assert_eq!(items.len(), 34);
        assert_eq!(list["verdicts"], json!({"agrees": 1, "within_bounds": 12, "record_incomplete": 15, "differs": 0, "not_comparable": 6}));
        for item in items {
            let alone = reconcile(&server.public(), &format!("{PATH}/{}", text(item, "id")));
            for name in ["claim", "question", "figure", "verdict", "missing", "not_comparable", "differences", "notes"] {
                assert_eq!(alone[name], item[name], "{name} of {}", item["claim"]);
            }
            if item["verdict"] == "not_comparable" {
                let code = if item["claim"]["measure"] == "trainers_certified" { "no_measure" } else { "no_filter" };
                assert_eq!(item["not_comparable"]["code"], code, "{}", item["claim"]);
                continue;
            }
            let link = text(&item["question"], "statistics");
            assert_eq!(server.public().get(&link).expect(200).json()["total"], item["figure"], "{link}");
            // And it is opened down to the activities, each with its sources.
            let opened = server.public().get(&text(&item["question"], "explain")).expect(200).json();
            assert_eq!(opened["total"], item["figure"], "{link}");
            // The record is a sample: it is never above what was announced.
            assert_ne!(item["differences"]["bounds"]["direction"], "record_higher", "{}", item["claim"]);
            assert_eq!(item["missing"].is_null(), item["verdict"] != "record_incomplete", "{}", item["claim"]);
        }
        let of = |measure: &str, scope: &str| {
            let fits = |i: &&Value| i["claim"]["measure"] == measure && i["claim"]["scope"] == scope;
            items.iter().find(fits).unwrap_or_else(|| panic!("{measure} of {scope}"))
        };
        let sti = of("activities_organised", "field: STI");
        assert_eq!((&sti["figure"]["value"], &sti["verdict"], &sti["missing"]), (&json!(6), &json!("record_incomplete"), &json!(59)), "14 more were held by others");
        let sti = of("participants", "field: STI");
        assert_eq!((&sti["verdict"], &sti["figure"]["low"], &sti["figure"]["uncounted"]), (&json!("within_bounds"), &json!(98), &json!(3)));
        let members = of("member_states", "OIC");
        assert_eq!((&members["verdict"], &members["figure"]["value"]), (&json!("agrees"), &json!(57)));
        for item in items.iter().filter(|item| !item["figure"].is_null() && item["claim"]["measure"] != "member_states") {
            assert_eq!(item["figure"]["coverage"], "partial", "{}", item["claim"]);
        }
        let diplomacy: Vec<&Value> = items.iter().filter(|i| i["claim"]["scope"] == "Diplomacy-CaB").collect();
        assert_eq!(diplomacy.iter().map(|i| i["related"].clone()).collect::<Vec<_>>(), [1, 1]);
        // "The Central Bank of The Gambia had benefited from 7": the record has its meetings, of no programme.
        let bank = of("activities_benefited", "Central Bank of The Gambia under CB-CaB");
        let bank = reconcile(&server.public(), &format!("{PATH}/{}", text(bank, "id")));
        assert_eq!(suspects(&bank, "not_stated"), ["ACT0281"]);
        assert!(bank["notes"].to_string().contains("No activity of the record"), "{}", bank["notes"]);
    }
}
