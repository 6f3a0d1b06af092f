//! The first record: loaded once into an empty ledger, whole, with its traps as they are.

use std::path::Path;

use qudra::db::Db;
use qudra::imports::{self, ColumnKind, ImportStopped, Kind, Sheet, seed};
use qudra::ledger::{self, Actor, Commit, Ledger};
use qudra::time::Clock;
use serde_json::{Value, json};

use crate::support::*;

fn read(ledger: &Ledger, kind: Kind, bytes: &[u8], keep: Commit) -> Result<String, ImportStopped> {
    let sheet = Sheet::read(bytes);
    imports::import(ledger, Actor::CommandLine, kind, sheet, keep, Box::new(|_| {})).map(|tally| tally.to_string())
}

pub fn seed_file(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("seed-data").join(name)).unwrap()
}

/// A ledger on a database with nothing in it, and what keeps the database alive.
pub struct Fresh {
    pub ledger: Ledger,
    place: Place,
}

enum Place {
    Folder(#[allow(dead_code, reason = "it is held, not read")] tempfile::TempDir),
    Database(String),
}

impl Fresh {
    pub fn start(backend: Backend, name: &str) -> Self {
        let (url, place) = match backend {
            Backend::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                (
                    folder.path().join("q.db").to_str().unwrap().to_owned(),
                    Place::Folder(folder),
                )
            }
            Backend::Postgres => {
                let name = format!("qudra_fresh_{}_{name}", std::process::id());
                postgres::administer(&format!("create database {name}"));
                (postgres::url(&name), Place::Database(name))
            }
        };
        let db = Db::open(&url).unwrap();
        db.migrate().unwrap();
        Self {
            ledger: Ledger::new(db, Clock::System),
            place,
        }
    }

    pub fn head(&self) -> i64 {
        self.ledger.db().read_here(|conn| Ok(ledger::head(conn)?.seq)).unwrap()
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if let Place::Database(name) = &self.place {
            let sql = format!("drop database if exists {name} with (force)");
            drop(std::panic::catch_unwind(|| postgres::administer(&sql)));
        }
    }
}

fn the_first_record_is_loaded_whole(backend: Backend) {
    let fresh = Fresh::start(backend, "whole");
    let key = server_key(&fresh.ledger);
    assert!(
        fresh.ledger.db().read_here(seed::is_wanted).unwrap(),
        "keys do not make a record"
    );
    let loaded = seed::load(&fresh.ledger).unwrap().expect("it was wanted");
    assert_eq!((loaded.created, loaded.changed), (1377, 0));
    let head = fresh.head();
    assert_eq!(seed::load(&fresh.ledger).unwrap(), None, "it is loaded once");
    for (kind, name) in seed::FILES {
        let again = read(&fresh.ledger, kind, &seed_file(name), Commit::Yes).unwrap();
        assert!(again.starts_with("0 created, 0 changed, "), "{name}: {again}");
    }
    assert_eq!(fresh.head(), head, "a second import appends nothing");
    drop(key);
}

fn server_key(ledger: &Ledger) -> String {
    server::make_key(ledger, qudra::access::Role::Admin, None)
}

#[test]
fn the_first_record_is_loaded_whole_on_sqlite() {
    the_first_record_is_loaded_whole(Backend::Sqlite);
}

#[test]
fn the_first_record_is_loaded_whole_on_postgres() {
    the_first_record_is_loaded_whole(Backend::Postgres);
}

#[test]
fn the_service_is_not_ready_before_the_first_record_is_loaded() {
    let fresh = Fresh::start(Backend::Sqlite, "ready");
    let config = qudra::config::Config {
        listen: "127.0.0.1:0".into(),
        seed: true,
        workers: 1,
        ..Default::default()
    };
    let ledger = fresh.ledger.clone();
    let (tell, told) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let running = qudra::app::start(&config, ledger, qudra::app::listen(&config).unwrap()).unwrap();
            tell.send((running.address, running.handle.clone())).unwrap();
            running.wait().await.unwrap();
        });
    });
    let (address, handle) = told.recv().unwrap();
    let public = Client::new(format!("http://{address}"), None);
    public.get("/readyz").refused(503, "busy");
    public.get("/healthz").expect(200);
    seed::load(&fresh.ledger).unwrap();
    public.get("/readyz").expect(200);
    let total = public.get("/api/v1/activities?limit=1&count=exact").expect(200).json()["total"].clone();
    assert_eq!(total, json!(218));
    drop(handle.stop(false));
    thread.join().unwrap();
}

#[test]
fn the_traps_of_the_real_record_are_kept_as_they_are() {
    let fresh = Fresh::start(Backend::Sqlite, "traps");
    seed::load(&fresh.ledger).unwrap();
    let document = |code: &str| -> Value {
        let code = code.to_owned();
        let read = fresh
            .ledger
            .db()
            .read_here(|conn| qudra::activities::store::find(conn, &code, true))
            .unwrap();
        serde_json::from_str(&read.json).unwrap()
    };
    // "27 countries" beside 26 names: two facts.
    let poverty = document("ACT0104");
    assert_eq!(
        (
            poverty["countries"].as_array().unwrap().len(),
            poverty["counts"]["countries"].clone()
        ),
        (26, json!(27))
    );
    // Only the month, only the year, nothing.
    assert_eq!(
        document("ACT0042")["when"],
        json!({"start": null, "end": null, "period": "2010-03", "precision": "month"})
    );
    assert_eq!(
        document("ACT0011")["when"],
        json!({"start": null, "end": null, "period": "2008", "precision": "year"})
    );
    assert_eq!(
        document("ACT0317")["when"],
        json!({"start": null, "end": null, "precision": "unknown"})
    );
    // "More than 37" of 29 members, none of them named, so that it is not stated whether they are all; "nearly 100".
    let session = document("ACT0200")["counts"].clone();
    assert_eq!(session["participants"], json!({"value": 37, "qualifier": "more_than"}));
    assert_eq!(
        (session["countries_of"].clone(), session["countries_complete"].clone()),
        (json!("members"), Value::Null)
    );
    assert_eq!(
        document("ACT0238")["counts"]["participants"],
        json!({"value": 100, "qualifier": "nearly"})
    );
    // Nothing was said of how many came: not zero.
    assert_eq!(document("ACT0317")["counts"]["participants"], json!(null));
}

#[test]
fn every_column_is_described_and_every_report_can_be_read() {
    let docs = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/IMPORTS.md")).unwrap();
    for kind in Kind::ALL {
        let part = docs.split("\n## ").find(|part| part.starts_with(kind.as_str()));
        let part = part.unwrap_or_else(|| panic!("docs/IMPORTS.md does not describe {kind}"));
        for column in kind.columns() {
            let is_told_once = column.how == ColumnKind::Ignored;
            assert!(
                part.contains(&format!("`{}`", column.name)) || is_told_once,
                "{kind}: {}",
                column.name
            );
            for name in column.also {
                assert!(part.contains(&format!("`{name}`")), "{kind}: {name}");
            }
        }
    }
}
