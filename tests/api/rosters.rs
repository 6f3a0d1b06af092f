//! Rosters: who took part, one by one and by the sheet.

use diesel::prelude::*;
use qudra::activities::roster::bulk::{Tally, record_rows};
use qudra::db::Uid;
use qudra::db::schema::{ledger, participation_details, participations};
use qudra::error::Error;
use qudra::ledger::{Actor, Commit, Verdict, verify};
use serde_json::{Value, json};

use crate::support::people::*;
use crate::support::*;

on_both! {
    fn a_participation_takes_what_the_person_is_today_and_keeps_it(server: &Server) {
        let officer = server.officer();
        let made = meet(server, &person("A", json!({"country": "SEN", "agency": "ANSD", "position": "Clerk", "sex": "female"})));
        let course = officer.record(&activity("Course"));
        let reply = officer.post(&roster_of(&course), &json!({"participant": made["code"], "role": "trainee", "status": "attended", "score": 80})).expect(201);
        let row = reply.json();
        assert_eq!(reply.header("location"), Some(at("/api/v1/participations", &row).as_str()));
        assert_eq!(reply.etag(), "W/\"1\"");
        let expected = json!({"id": row["id"], "version": 1, "activity": course["id"], "participant": made["id"], "role": "trainee", "status": "attended",
            "country": "SEN", "agency": "ANSD", "position": "Clerk", "sex": "female", "score": 80.0});
        assert_eq!(row, expected);
        officer.patch(&at(P, &made), &json!({"country": "TUR", "agency": null, "position": "Head"}), "W/\"1\"").expect(200);
        assert_eq!(officer.get(&at("/api/v1/participations", &row)).expect(200).json(), row, "it stays as it was then");
        let other = officer.record(&activity("Another"));
        let stated = json!({"participant": made["id"], "role": "speaker", "status": "confirmed", "country": "AZ", "agency": "QazStat", "position": null, "sex": "male"});
        let row = officer.post(&roster_of(&other), &stated).expect(201).json();
        assert_eq!((&row["country"], &row["agency"], &row["position"], &row["sex"]), (&json!("AZE"), &json!("QazStat"), &Value::Null, &json!("male")));
    }

    fn a_new_person_can_be_recorded_with_the_participation(server: &Server) {
        let officer = server.officer();
        let course = officer.record(&activity("Course"));
        let draft = json!({"participant": {"name": "New One", "country": "SEN", "sex": "female"}, "role": "delegate", "status": "attended"});
        let row = officer.post(&roster_of(&course), &draft).expect(201).json();
        assert_eq!((&row["country"], &row["sex"]), (&json!("SEN"), &json!("female")));
        let stored = officer.get(&format!("{P}/{}", text(&row, "participant"))).expect(200).json();
        assert_eq!(stored["name"], "New One");
        let broken = json!({"participant": {"nom": "X"}, "role": "delegate", "status": "attended"});
        officer.post(&roster_of(&course), &broken).refused(422, "invalid").names_exactly(&[("/participant/name", "required"), ("/participant/nom", "unknown_field")]);
    }

    fn a_person_takes_part_in_an_activity_once(server: &Server) {
        let officer = server.officer();
        let made = meet(server, &person("A", json!({})));
        let course = officer.record(&activity("Course"));
        officer.post(&roster_of(&course), &trainee(&made)).expect(201);
        officer.post(&roster_of(&course), &trainee(&made)).refused(409, "already_on_roster").names("/participant", "already_on_roster");
        let twice = json!({"items": [trainee(&meet(server, &person("B", json!({})))), trainee(&made)]});
        officer.post(&roster_of(&course), &twice).refused(409, "already_on_roster").names("/items/1/participant", "already_on_roster");
        let other = officer.record(&activity("Another"));
        let twice = json!({"items": [trainee(&made), trainee(&made)]});
        officer.post(&roster_of(&other), &twice).refused(422, "invalid").names_exactly(&[("/items/1/participant", "duplicate")]);
        assert_eq!(now(server, &other)["version"], 1, "a refusal wrote nothing");
    }

    fn several_participations_are_recorded_all_or_none_and_raise_the_activity_once(server: &Server) {
        let officer = server.officer();
        let course = officer.record(&activity("Course"));
        let people: Vec<Value> = (0..3).map(|i| meet(server, &person(&format!("N{i}"), json!({})))).collect();
        let bad = json!({"items": [trainee(&people[0]), {"participant": "nobody", "role": "traine", "status": "attended", "x": 1}, {"role": "trainee"}]});
        officer.post(&roster_of(&course), &bad).refused(422, "invalid").names_exactly(&[("/items/1/participant", "unknown_reference"),
            ("/items/1/role", "unknown_code"), ("/items/1/x", "unknown_field"), ("/items/2/participant", "required"), ("/items/2/status", "required")]);
        assert_eq!(now(server, &course)["counts"]["rostered"], 0);
        let items: Vec<Value> = people.iter().map(trainee).collect();
        let reply = officer.post(&roster_of(&course), &json!({"items": items})).expect(201).json();
        assert_eq!(every(&reply["items"], "participant"), people.iter().map(|p| text(p, "id")).collect::<Vec<_>>());
        let after = now(server, &course);
        assert_eq!((&after["version"], &after["counts"]["rostered"], &after["counts"]["level"]), (&json!(2), &json!(3), &json!(5)));
        officer.post(&roster_of(&course), &json!({"items": []})).refused(422, "invalid").names("/items", "required");
        let many: Vec<Value> = (0..501).map(|_| trainee(&people[0])).collect();
        officer.post(&roster_of(&course), &json!({"items": many})).refused(422, "invalid").names("/items", "too_many");
    }

    fn a_roster_is_listed_in_pages_in_the_order_of_its_recording(server: &Server) {
        let officer = server.officer();
        let course = officer.record(&activity("Course"));
        let items: Vec<Value> = (0..5).map(|i| json!({"participant": {"name": format!("N{i}"), "code": format!("C{i}")}, "role": "trainee", "status": "attended"})).collect();
        let made = officer.post(&roster_of(&course), &json!({"items": items})).expect(201).json();
        let first = officer.get(&format!("{}?limit=3&count=exact", roster_of(&course))).expect(200).json();
        assert_eq!(first["total"], 5);
        let rest = format!("{}?limit=3&cursor={}", roster_of(&course), text(&first, "next_cursor"));
        let second = officer.get(&rest).expect(200).json();
        assert_eq!(second["next_cursor"], Value::Null);
        let seen: Vec<Value> = first["items"].as_array().unwrap().iter().chain(second["items"].as_array().unwrap()).cloned().collect();
        assert_eq!(json!(seen), made["items"]);
        officer.get(&format!("{A}/none/participations")).refused(404, "not_found");
    }

    fn a_participation_is_changed_with_its_states_kept(server: &Server) {
        let officer = server.officer();
        let made = meet(server, &person("A", json!({"country": "SEN", "position": "Clerk"})));
        let course = officer.record(&activity("Course"));
        let nominated = with(trainee(&made), json!({"status": "nominated"}));
        let row = officer.post(&roster_of(&course), &nominated).expect(201).json();
        let path = at("/api/v1/participations", &row);
        assert_eq!(now(server, &course)["counts"]["rostered"], 0, "a nominee did not come");
        let changed = officer.patch(&path, &json!({"status": "attended", "score": 91.5}), "W/\"1\"").expect(200);
        assert_eq!(changed.etag(), "W/\"2\"");
        let expected = with(row.clone(), json!({"version": 2, "status": "attended", "score": 91.5}));
        assert_eq!(changed.json(), expected);
        let after = now(server, &course);
        assert_eq!((&after["version"], &after["counts"]["rostered"]), (&json!(3), &json!(1)));
        let same = officer.patch(&path, &json!({"status": "attended"}), "W/\"2\"").expect(200);
        assert_eq!((same.etag(), &now(server, &course)["version"]), ("W/\"2\"".into(), &json!(3)), "nothing changed");
        officer.patch(&path, &json!({"role": "expert"}), "W/\"1\"").refused(412, "stale");
        officer.patch(&path, &json!({"participant": made["code"]}), "W/\"2\"").refused(422, "read_only");
        officer.patch(&path, &json!({"score": 101, "role": null, "status": "came"}), "W/\"2\"").refused(422, "invalid")
            .names_exactly(&[("/score", "out_of_range"), ("/role", "required"), ("/status", "unknown_code")]);
        let back = officer.put(&path, &expected, "W/\"2\"").expect(200);
        assert_eq!(back.etag(), "W/\"2\"", "what was read can be sent back");
        let bare = officer.put(&path, &json!({"role": "trainee", "status": "attended"}), "W/\"2\"").expect(200).json();
        assert_eq!((&bare["country"], &bare["position"], &bare["sex"], &bare["score"]), (&Value::Null, &Value::Null, &json!("unknown"), &Value::Null));
        server.ledger().db().read_here(|conn| {
            let states: Vec<(i64, i32, String, Option<i64>)> = participations::table.order(participations::id)
                .select((participations::number, participations::version, participations::status, participations::to_seq)).load(conn)?;
            let told: Vec<(i32, &str, bool)> = states.iter().map(|(_, version, status, to)| (*version, status.as_str(), to.is_none())).collect();
            assert_eq!(told, [(1, "nominated", false), (2, "attended", false), (3, "attended", true)]);
            assert!(states.iter().all(|state| state.0 == states[0].0), "one number: {states:?}");
            let details: i64 = participation_details::table.count().get_result(conn)?;
            assert_eq!(details, 0, "personal values are overwritten in place");
            Ok::<(), Error>(())
        }).unwrap();
    }

    fn who_is_taken_off_the_roster_is_gone_and_can_come_again(server: &Server) {
        let officer = server.officer();
        let made = meet(server, &person("A", json!({})));
        let course = officer.record(&activity("Course"));
        let row = officer.post(&roster_of(&course), &trainee(&made)).expect(201).json();
        let path = at("/api/v1/participations", &row);
        officer.send("DELETE", &path, None).refused(428, "precondition_required");
        officer.delete(&path, "W/\"1\"").expect(204);
        officer.get(&path).refused(404, "gone");
        let after = now(server, &course);
        assert_eq!((&after["version"], &after["counts"]["rostered"], &after["counts"]["level"]), (&json!(3), &json!(0), &json!(0)));
        let again = officer.post(&roster_of(&course), &trainee(&made)).expect(201).json();
        assert_ne!(again["id"], row["id"]);
        for nothing in ["none", "0192d3a4-7b1c-7e2f-8a3b-5c6d7e8f9a0b"] {
            officer.get(&format!("/api/v1/participations/{nothing}")).refused(404, "not_found");
        }
    }

    fn only_those_who_came_are_counted(server: &Server) {
        let officer = server.officer();
        let course = officer.record(&activity("Course"));
        let mut items = Vec::new();
        for role in ["trainee", "delegate", "observer", "trainer", "expert", "speaker", "organiser"] {
            for status in ["attended", "absent", "withdrawn", "confirmed"] {
                items.push(json!({"participant": {"name": format!("{role} {status}")}, "role": role, "status": status}));
            }
        }
        officer.post(&roster_of(&course), &json!({"items": items})).expect(201);
        assert_eq!(now(server, &course)["counts"]["rostered"], 3);
    }

    fn a_roster_larger_than_the_head_count_is_refused(server: &Server) {
        let officer = server.officer();
        let course = officer.record(&activity_of("Course", "2024-05-06", 2));
        let items: Vec<Value> = (0..3).map(|i| json!({"participant": {"name": format!("N{i}")}, "role": "trainee", "status": "attended"})).collect();
        let refused = officer.post(&roster_of(&course), &json!({"items": items})).refused(422, "invalid");
        let refused = refused.names("/items", "impossible_total");
        let said = refused.body["errors"][0]["detail"].as_str().unwrap();
        assert!(said.contains('2') && said.contains('3'), "{said}");
        assert_eq!(officer.get(P).expect(200).json()["items"], json!([]), "none of them was recorded");
        officer.post(&roster_of(&course), &json!({"items": &items[..2]})).expect(201);
        let absent = with(items[2].clone(), json!({"status": "absent"}));
        let row = officer.post(&roster_of(&course), &absent).expect(201).json();
        officer.patch(&at("/api/v1/participations", &row), &json!({"status": "attended"}), "W/\"1\"").refused(422, "invalid").names("", "impossible_total");
        let fewer = json!({"counts": {"participants": {"value": 1}}});
        let etag = format!("W/\"{}\"", now(server, &course)["version"]);
        officer.patch(&at(A, &course), &fewer, &etag).refused(422, "invalid").names("/counts/participants/value", "impossible_total");
    }

    fn repeated_requests_on_a_roster_answer_alike_and_add_nothing(server: &Server) {
        let course = server.officer().record(&activity("Course"));
        let items: Vec<Value> = (0..3).map(|i| json!({"participant": {"name": format!("N{i}")}, "role": "trainee", "status": "attended"})).collect();
        let body = json!({"items": items});
        let officer = server.officer().with("idempotency-key", "batch");
        let first = officer.post(&roster_of(&course), &body).expect(201);
        server.officer().post(&roster_of(&course), &json!({"participant": {"name": "Later"}, "role": "trainee", "status": "attended"})).expect(201);
        assert_eq!(officer.post(&roster_of(&course), &body).expect(201).json(), first.json());
        let one = server.officer().with("idempotency-key", "one");
        let body = json!({"participant": {"name": "Single"}, "role": "trainee", "status": "attended"});
        let first = one.post(&roster_of(&course), &body).expect(201).json();
        assert_eq!(one.post(&roster_of(&course), &body).expect(201).json(), first);
        assert_eq!(server.officer().get(&format!("{}?count=exact", roster_of(&course))).expect(200).json()["total"], 5);
    }

    fn a_sheet_of_participations_is_one_command_that_raises_each_activity_once(server: &Server) {
        let officer = server.officer();
        let acts: Vec<Value> = (0..3).map(|i| officer.record(&with(activity("Course"), json!({"code": format!("A{i}")})))).collect();
        for i in 0..4 {
            meet(server, &person("N", json!({"code": format!("P{i}"), "country": "SEN", "sex": "female", "position": "Clerk"})));
        }
        let record = |rows: Vec<Value>| server.ledger().write_here(Actor::CommandLine, Commit::Yes, move |tx| record_rows(tx, &rows, false).map(|(tally, _)| tally));
        let entries = || server.ledger().db().read_here(|conn| Ok::<i64, Error>(ledger::table.count().get_result(conn)?)).unwrap();
        let row = |a: usize, p: usize| json!({"activity": format!("A{a}"), "participant": format!("P{p}"), "role": "trainee", "status": "attended"});
        let rows: Vec<Value> = (0..2).flat_map(|a| (0..4).map(move |p| (a, p))).map(|(a, p)| row(a, p)).collect();
        let before = entries();
        assert_eq!(record(rows.clone()).unwrap(), Tally { created: 8, changed: 0, unchanged: 0 });
        assert_eq!(entries() - before, 2, "one entry for each activity that is touched");
        assert_eq!((&now(server, &acts[0])["version"], &now(server, &acts[0])["counts"]["rostered"]), (&json!(2), &json!(4)));
        assert_eq!(now(server, &acts[2])["version"], 1);
        assert_eq!(record(rows).unwrap(), Tally { created: 0, changed: 0, unchanged: 8 });
        assert_eq!(entries() - before, 2, "a second time nothing is new");
        let patch = vec![json!({"activity": "A1", "participant": "P2", "status": "absent", "position": null, "score": 50}), row(2, 0), row(1, 3)];
        assert_eq!(record(patch).unwrap(), Tally { created: 1, changed: 1, unchanged: 1 });
        assert_eq!(now(server, &acts[1])["counts"]["rostered"], 3);
        let listed = officer.get(&roster_of(&acts[1])).expect(200).json();
        let changed = listed["items"].as_array().unwrap().iter().find(|row| row["status"] == "absent").unwrap();
        assert_eq!((&changed["position"], &changed["score"], &changed["country"], &changed["version"]), (&Value::Null, &json!(50.0), &json!("SEN"), &json!(2)));
        let verdict = server.ledger().db().read_here(verify).unwrap();
        assert_eq!(verdict, Verdict::Whole(entries()));
    }

    fn a_sheet_of_participations_with_faults_changes_nothing_and_names_each_row(server: &Server) {
        let officer = server.officer();
        let course = officer.record(&with(activity_of("Course", "2024-05-06", 1), json!({"code": "A"})));
        for i in 0..2 {
            meet(server, &person("N", json!({"code": format!("P{i}")})));
        }
        let record = |rows: Vec<Value>| server.ledger().write_here(Actor::CommandLine, Commit::Yes, move |tx| record_rows(tx, &rows, false).map(|(tally, _)| tally));
        let faults = |rows: Vec<Value>| match record(rows) {
            Err(Error::Invalid(faults)) => faults.iter().map(|f| format!("{:?} {}", f.at, f.code)).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let row = |p: &str| json!({"activity": "A", "participant": p, "role": "trainee", "status": "attended"});
        let found = faults(vec![row("P0"), row("P9"), row("P0"), json!({"activity": "B", "participant": "P1"}), json!({"activity": "A", "participant": "P1", "role": "chef"})]);
        for (at, code) in [("/1/participant", "unknown_reference"), ("/2/participant", "duplicate"), ("/3/activity", "unknown_reference"),
            ("/4/role", "unknown_code"), ("/4/status", "required")] {
            assert!(found.iter().any(|f| f.contains(&format!("{at:?}")) && f.ends_with(code)), "{at} {code} in {found:?}");
        }
        let found = faults(vec![row("P0"), row("P1")]);
        assert_eq!(found, [r#"Some(Pointer("/0/activity")) impossible_total"#]);
        assert_eq!(now(server, &course)["version"], 1);
        assert_eq!(officer.get(&roster_of(&course)).expect(200).json()["items"], json!([]));
    }

    fn an_id_is_as_good_as_a_code_in_a_path(server: &Server) {
        let made = server.officer().record(&with(activity("Course"), json!({"code": "KURS 1"})));
        let uid = Uid::parse(&text(&made, "id")).unwrap();
        server.officer().post(&format!("{A}/{uid}/counts"), &json!({"participants": {"value": 3}})).expect(201);
        let by_code = server.public().get(&format!("{A}/KURS%201/counts")).expect(200).json();
        assert_eq!(by_code["items"][0]["participants"]["value"], 3);
        let row = json!({"items": [{"participant": {"name": "N"}, "role": "trainee", "status": "attended"}]});
        let reply = server.officer().post(&format!("{A}/KURS%201/participations"), &row).expect(201);
        assert_eq!(reply.header("location"), Some("/api/v1/activities/KURS%201/participations"));
    }
}
