//! The one door for changes: a gap-free chain in commit order, nothing lost, nothing half done, whatever happens beside it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use qudra::db::schema::{ledger, versions};
use qudra::ledger::{Verdict, verify};
use serde_json::json;

use crate::support::*;

const PATH: &str = "/api/v1/activities";

fn verdict(server: &Server) -> Verdict {
    server.ledger().db().read_here(verify).unwrap()
}

fn tamper(server: &Server, sql: &str) {
    let db = server.ledger().db().clone();
    db.maintenance(|conn| Ok(conn.batch_execute(sql)?)).unwrap();
}

/// Does the same in 16 threads at once and gives what each came to.
fn sixteen<T: Send>(work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let work = &work;
        let all: Vec<_> = (0..16).map(|i| scope.spawn(move || work(i))).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

on_both! {
    fn sixteen_writers_leave_no_gap(server: &Server) {
        let before = server.data_version();
        sixteen(|i| {
            for n in 0..5 {
                let made = server.officer().record(&activity(&format!("{i}-{n}")));
                let path = format!("{PATH}/{}", made["code"].as_str().unwrap());
                server.officer().patch(&path, &json!({"notes": "changed"}), "W/\"1\"").expect(200);
                server.officer().post(PATH, &json!({})).expect(422);
            }
        });
        let seqs: Vec<i64> = server.ledger().db().read_here(|conn| Ok(ledger::table.order(ledger::seq).select(ledger::seq).load(conn)?)).unwrap();
                assert!(seqs.iter().copied().eq(1..=before + 160));
        assert_eq!(verdict(server), Verdict::Whole(before + 160));
        let at: Vec<qudra::db::Instant> = server.ledger().db().read_here(|conn| Ok(ledger::table.order(ledger::seq).select(ledger::at).load(conn)?)).unwrap();
        assert!(at.windows(2).all(|pair| pair[0] <= pair[1]), "instants go forward only");
    }

    fn of_sixteen_changes_of_one_version_exactly_one_wins(server: &Server) {
        let path = format!("{PATH}/{}", server.officer().record(&activity("Contested"))["code"].as_str().unwrap());
        for round in 1..=4 {
            let etag = format!("W/\"{round}\"");
            let outcomes = sixteen(|i| server.officer().patch(&path, &json!({"notes": format!("{round}-{i}")}), &etag).status);
            assert_eq!(outcomes.iter().filter(|s| **s == 200).count(), 1, "{outcomes:?}");
            assert_eq!(outcomes.iter().filter(|s| **s == 412).count(), 15, "{outcomes:?}");
        }
        assert_eq!(server.public().get(&path).etag(), "W/\"5-r2\"");
    }

    fn no_update_is_lost_when_everybody_tries_again(server: &Server) {
        let path = format!("{PATH}/{}", server.officer().record(&activity("Shared"))["code"].as_str().unwrap());
        sixteen(|i| loop {
            let read = server.officer().get(&path).expect(200);
            let mut ids = read.json()["external_ids"].clone();
            ids.as_array_mut().unwrap().push(json!({"scheme": "writer", "value": i.to_string()}));
            let reply = server.officer().patch(&path, &json!({"external_ids": ids}), &read.etag());
            if reply.status == 200 {
                break;
            }
            reply.expect(412);
        });
        let shared = server.public().get(&path).json();
        assert_eq!((shared["external_ids"].as_array().unwrap().len(), shared["version"].as_i64()), (16, Some(17)));
    }

    fn the_same_code_from_sixteen_makes_one_record(server: &Server) {
        let outcomes = sixteen(|_| server.officer().post(PATH, &with(activity("Race"), json!({"code": "RACE"}))).status);
        assert_eq!(outcomes.iter().filter(|s| **s == 201).count(), 1, "{outcomes:?}");
        assert_eq!(outcomes.iter().filter(|s| **s == 409).count(), 15, "{outcomes:?}");
        let made: std::collections::BTreeSet<String> = sixteen(|_| server.officer().record(&activity("No code"))["code"].to_string()).into_iter().collect();
        assert_eq!(made.len(), 16, "codes made by the service differ");
    }

    fn an_entry_says_who_did_what_and_names_no_values(server: &Server) {
        let made = server.officer().record(&with(activity("Named"), json!({"code": "E-1", "notes": "private words"})));
        server.admin().patch(&format!("{PATH}/E-1"), &json!({"notes": "other words", "plan_year": 2024}), "W/\"1\"").expect(200);
        server.officer().delete(&format!("{PATH}/E-1"), "W/\"2\"").expect(204);
        type Entry = (i64, String, String, qudra::db::Uid, i32, String, Option<Vec<u8>>);
        let of = qudra::db::Uid::parse(made["id"].as_str().unwrap()).unwrap();
        let entries: Vec<Entry> = server.ledger().db().read_here(|conn| {
            Ok(ledger::table.filter(ledger::subject.eq(of)).order(ledger::seq)
                .select((ledger::principal_id, ledger::action, ledger::kind, ledger::subject, ledger::version, ledger::changed, ledger::digest)).load(conn)?)
        }).unwrap();
        let actions: Vec<&str> = entries.iter().map(|e| e.1.as_str()).collect();
        assert_eq!(actions, ["create", "update", "delete"]);
        assert_eq!(entries.iter().map(|e| e.4).collect::<Vec<_>>(), [1, 2, 3]);
        assert_ne!(entries[0].0, entries[1].0, "two keys are two principals");
        assert_eq!(entries[0].0, entries[2].0);
        let changed: std::collections::BTreeSet<&str> = entries[1].5.split(',').collect();
        assert_eq!(changed, ["notes", "plan_year"].into());
        assert!(entries.iter().all(|e| e.2 == "activity" && !e.5.contains("words")));
        assert!(entries[0].6.is_some() && entries[2].6.is_none(), "what left a document has its digest");
    }

    fn a_record_and_its_entry_are_of_the_same_instant(server: &Server) {
        let officer = server.officer();
        let made = officer.record(&with(activity_of("Course", "2024-05-06", 5), json!({"code": "SAME"})));
        officer.patch(&format!("{PATH}/SAME"), &json!({"notes": "changed"}), "W/\"1\"").expect(200);
        officer.post(&format!("{PATH}/SAME/counts"), &json!({"participants": {"value": 6}})).expect(201);
        let rows = json!({"items": [{"participant": {"name": "A"}, "role": "trainee", "status": "attended"}, {"participant": {"name": "B"}, "role": "trainee", "status": "attended"}]});
        officer.post(&format!("{PATH}/SAME/participations"), &rows).expect(201);
        let figure = json!({"measure": "activities", "value": 65, "scope": "all", "statement": "65 activities", "source": "the page"});
        let figure = officer.post("/api/v1/published-figures", &figure).expect(201).json();
        server.admin().post("/api/v1/programmes", &json!({"code": "NewCab", "name": {"en": "New"}, "kind": "project"})).expect(201);
        server.admin().patch("/api/v1/programmes/NewCab", &json!({"code": "Newer-Cab"}), "W/\"1\"").expect(200);
        let kept = ledger::table.inner_join(versions::table.on(versions::seq.eq(ledger::seq)));
        let kept = kept.filter(versions::document.is_not_null()).select((ledger::at, versions::version, versions::document.assume_not_null()));
        let kept: Vec<(qudra::db::Instant, i32, String)> = server.ledger().db().read_here(|conn| Ok(kept.load(conn)?)).unwrap();
        let mut held = 0;
        for (at, version, document) in kept {
            let document: serde_json::Value = serde_json::from_str(&document).unwrap();
            if let Some(updated) = document["updated_at"].as_str() {
                assert_eq!(updated, at.to_string(), "{document}");
                assert!(version > 1 || document["created_at"] == updated, "{document}");
                held += 1;
            }
        }
        assert!(held >= 7, "{held}");
        for (path, at) in [(format!("{PATH}/SAME"), &made["created_at"]), (format!("/api/v1/published-figures/{}", figure["id"].as_str().unwrap()), &figure["created_at"])] {
            let asked = format!("{path}?as_of={}", at.as_str().unwrap());
            assert_eq!(officer.get(&asked).expect(200).json()["version"], 1);
        }
    }

    fn a_changed_entry_is_found(server: &Server) {
        for i in 0..3 {
            server.officer().record(&activity(&i.to_string()));
        }
        let last = server.data_version();
        assert_eq!(verdict(server), Verdict::Whole(last));
        tamper(server, &format!("update ledger set action = 'delete' where seq = {}", last - 1));
        assert_eq!(verdict(server), Verdict::BrokenAt(last - 1));
    }

    fn a_removed_entry_is_found(server: &Server) {
        for i in 0..3 {
            server.officer().record(&activity(&i.to_string()));
        }
        let last = server.data_version();
        tamper(server, &format!("delete from versions where seq = {0}; delete from codes where seq = {0}; delete from ledger where seq = {0}", last - 1));
        assert_eq!(verdict(server), Verdict::BrokenAt(last - 1));
    }

    fn an_entry_moved_in_time_is_found(server: &Server) {
        server.officer().record(&activity("A"));
        let last = server.data_version();
        let earlier = match server.backend { Backend::Sqlite => "at - 1", Backend::Postgres => "at - interval '1 microsecond'" };
        tamper(server, &format!("update ledger set at = {earlier} where seq = {last}"));
        assert_eq!(verdict(server), Verdict::BrokenAt(last));
    }

    fn a_document_has_the_digest_that_its_entry_names(server: &Server) {
        use sha2::Digest as _;
        server.officer().record(&activity("Digested"));
        type Kept = (Option<String>, Option<Vec<u8>>, Option<Vec<u8>>);
        let last = server.data_version();
        let (document, salt, digest): Kept = server.ledger().db().read_here(|conn| {
            Ok(versions::table.inner_join(ledger::table.on(ledger::seq.eq(versions::seq))).filter(versions::seq.eq(last))
                .select((versions::document, versions::salt, ledger::digest)).first(conn)?)
        }).unwrap();
        let computed = sha2::Sha256::new().chain_update(salt.unwrap()).chain_update(document.unwrap()).finalize();
        assert_eq!(digest.as_deref(), Some(computed.as_slice()));
    }

    fn a_panic_in_a_write_harms_nobody_else(server: &Server) {
        let (ledger, before) = (server.ledger(), server.data_version());
        let broken = ledger.write_here(qudra::ledger::Actor::System, qudra::ledger::Commit::Yes, |tx| -> Result<(), _> {
            tx.enter("create", "nonsense", qudra::db::Uid::new(), 1, &[]);
            panic!("a defect")
        });
        assert!(broken.is_err());
        assert_eq!(server.data_version(), before);
        server.officer().record(&activity("Afterwards"));
        assert_eq!(verdict(server), Verdict::Whole(before + 1));
    }

    fn a_killed_process_loses_no_acknowledged_write(server: &Server) {
        let before = server.data_version();
        let mut service = Process::start(server.database_url());
        let (acknowledged, count) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for i in 0..8 {
                let (acknowledged, count, address) = (&acknowledged, &count, service.address.clone());
                scope.spawn(move || {
                    for n in 0..10_000 {
                        let code = format!("K{i}-{n}");
                        let body = with(activity("Killed"), json!({"code": code})).to_string();
                        let answer = ureq::post(format!("{address}{PATH}"))
                            .header("authorization", format!("Bearer {}", server.admin_key()))
                            .header("content-type", "application/json")
                            .send(body.as_bytes());
                        if answer.is_err() {
                            return;
                        }
                        acknowledged.lock().unwrap().push(code);
                        count.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
            let began = Instant::now();
            while count.load(Ordering::Relaxed) < 60 && began.elapsed() < Duration::from_secs(30) {
                std::thread::sleep(Duration::from_millis(2));
            }
            service.child.kill().unwrap();
            service.child.wait().unwrap();
        });
        let acknowledged = acknowledged.into_inner().unwrap();
        assert!(acknowledged.len() >= 60, "only {}", acknowledged.len());
        let again = Process::start(server.database_url());
        for code in &acknowledged {
            assert_eq!(ureq::get(format!("{}{PATH}/{code}", again.address)).call().unwrap().status(), 200, "{code} is lost");
        }
        let entered = server.data_version() - before;
        assert!(entered >= i64::try_from(acknowledged.len()).unwrap());
        assert_eq!(verdict(server), Verdict::Whole(before + entered));
    }
}

/// The real program beside the tests, killed when dropped.
struct Process {
    child: Child,
    address: String,
}

impl Process {
    fn start(database_url: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_qudra"))
            .args([
                "serve",
                "--no-seed",
                "--listen",
                "127.0.0.1:0",
                "--database-url",
                database_url,
            ])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.split_whitespace().find(|word| word.starts_with("http://"));
        let address = address.unwrap_or_else(|| panic!("no address in {line:?}")).to_owned();
        Self { child, address }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
