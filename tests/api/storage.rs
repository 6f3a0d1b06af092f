//! What the service does when its database is busy, moved, or asked by too many at once.

use std::io::Read;
use std::net::TcpStream;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use qudra::error::Error;
use qudra::ledger::{Actor, Commit};
use serde_json::json;

use crate::support::*;

const A: &str = "/api/v1/activities";

/// Holds the lane for writes until it is let go.
fn hold_the_lane(server: &Server) -> (mpsc::Sender<()>, std::thread::JoinHandle<()>) {
    let (go, wait) = mpsc::channel::<()>();
    let (here, begun) = mpsc::channel();
    let ledger = server.ledger();
    let holder = std::thread::spawn(move || {
        ledger
            .write_here(Actor::System, Commit::DryRun, move |_| {
                here.send(()).unwrap();
                let _released = wait.recv_timeout(Duration::from_secs(30));
                Ok(())
            })
            .unwrap();
    });
    begun.recv().unwrap();
    (go, holder)
}

/// Holds as many long readers as there can be, until they are let go.
fn hold_all_scans(server: &Server) -> (Vec<mpsc::Sender<()>>, Vec<std::thread::JoinHandle<()>>) {
    let mut held = (Vec::new(), Vec::new());
    for _ in 0..16 {
        let (go, wait) = mpsc::channel::<()>();
        let (here, begun) = mpsc::channel();
        let db = server.ledger().db().clone();
        held.1.push(std::thread::spawn(move || {
            let scan = db.scan(move |_| {
                here.send(()).unwrap();
                let _released = wait.recv_timeout(Duration::from_secs(30));
                Ok::<_, Error>(())
            });
            drop(actix_web::rt::System::new().block_on(scan));
        }));
        // The last ones wait for a turn.
        let _begun = begun.recv_timeout(Duration::from_millis(500));
        held.0.push(go);
    }
    held
}

on_both! {
    fn a_write_behind_a_long_one_is_refused_in_time_and_not_done_later(server: &Server) {
        let (go, holder) = hold_the_lane(server);
        let began = Instant::now();
        let refused = server.officer().post(A, &activity("Late"));
        let took = began.elapsed();
        assert_eq!(refused.status, 503, "{}", refused.text());
        assert!(refused.header("retry-after").is_some());
        assert!(took > Duration::from_secs(4) && took < Duration::from_secs(8), "{took:?}");
        server.public().get(A).expect(200);
        server.public().get("/readyz").expect(200);
        drop(go);
        holder.join().unwrap();
        server.officer().post(A, &activity("In time")).expect(201);
        let titles = server.public().get(A).expect(200).text();
        assert!(titles.contains("In time") && !titles.contains("Late"), "{titles}");
    }

    fn a_recent_past_is_read_without_the_lane_for_writes(server: &Server) {
        let made = server.officer().record(&activity("Workshop"));
        let at = made["created_at"].as_str().unwrap();
        // Once somebody has begun to write after that instant, nothing of that instant can be under way.
        let (go, holder) = hold_the_lane(server);
        let began = Instant::now();
        let list = server.public().get(&format!("{A}?as_of={at}")).expect(200).json();
        assert_eq!(every(&list["items"], "version"), ["1"]);
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
        drop(go);
        holder.join().unwrap();
    }

    fn when_long_readers_take_all_their_turns_points_are_still_answered(server: &Server) {
        let made = server.officer().record(&activity("Workshop"));
        let (go, readers) = hold_all_scans(server);
        let began = Instant::now();
        let item = format!("{A}/{}", made["id"].as_str().unwrap());
        for path in ["/healthz", "/readyz", &item, &item, "/api/v1/countries/TUR"] {
            server.public().get(path).expect(200);
        }
        server.officer().post(A, &activity("Another")).expect(201);
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
        let refused = server.public().get("/api/v1/reports/activities.csv");
        assert_eq!(refused.status, 503, "{}", refused.text());
        assert!(refused.header("retry-after").is_some());
        drop(go);
        readers.into_iter().for_each(|reader| reader.join().unwrap());
        server.public().get("/api/v1/reports/activities.csv").expect(200);
    }

    fn clients_that_take_nothing_of_their_exports_keep_nobody_from_the_database(server: &Server) {
        server.ledger().db().migrate().unwrap();
        for n in 0..40 {
            server.officer().record(&with(activity(&format!("Workshop {n}")), json!({"notes": "n".repeat(9_000)})));
        }
        let stalled: Vec<TcpStream> = (0..4)
            .map(|_| {
                let mut client = TcpStream::connect(server.address()).unwrap();
                let request = "GET /api/v1/reports/activities.csv HTTP/1.1\r\nhost: x\r\n\r\n";
                std::io::Write::write_all(&mut client, request.as_bytes()).unwrap();
                let mut first = [0_u8; 16];
                client.read_exact(&mut first).unwrap();
                assert!(first.starts_with(b"HTTP/1.1 200"));
                client
            })
            .collect();
        let began = Instant::now();
        server.public().get(A).expect(200);
        server.public().get("/api/v1/statistics/totals").expect(200);
        server.officer().post(A, &activity("Another")).expect(201);
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
        drop(stalled);
    }

    fn the_newest_entry_is_never_of_the_future_though_the_clock_was_set_back(server: &Server) {
        // What a clock that was a day ahead left behind.
        let ahead = server.ledger().clock().now().utc() + chrono::Duration::days(1);
        let ledger = qudra::ledger::Ledger::new(server.ledger().db().clone(), qudra::time::Clock::Fixed(ahead));
        ledger.write_here(Actor::System, Commit::Yes, |tx| {
            let body = json!({"code": "ahead", "name": {"en": "Ahead"}});
            qudra::reference::record::insert::<qudra::fields::model::NewField>(tx, &body)
        }).unwrap();
        let made = server.officer().record(&activity("Workshop"));
        let at = made["created_at"].as_str().unwrap();
        let list = server.public().get(&format!("{A}?as_of={at}")).expect(200).json();
        assert_eq!(every(&list["items"], "version"), ["1"]);
        let second = server.officer().record(&activity("Another"));
        assert!(second["created_at"].as_str().unwrap() > at, "two commands of one instant");
        let list = server.public().get(&format!("{A}?as_of={at}")).expect(200).json();
        assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
        server.public().get(&format!("{A}?as_of=2199-01-01")).refused(422, "invalid").names("as_of", "in_the_future");
    }
}

#[test]
fn a_file_that_is_moved_away_is_noticed_and_its_return_too() {
    let server = Server::start(Backend::Sqlite);
    let here = std::path::PathBuf::from(server.database_url().strip_prefix("sqlite://").unwrap());
    let there = here.with_extension("moved");
    server.public().get("/readyz").expect(200);
    std::fs::rename(&here, &there).unwrap();
    let refused = server.officer().post(A, &activity("Lost"));
    assert!(refused.header("retry-after").is_some());
    refused.refused(503, "storage_unavailable");
    server.public().get("/readyz").refused(503, "storage_unavailable");
    server.public().get(A).expect(200);
    assert!(!here.exists(), "an empty file was made");
    std::fs::copy(&there, &here).unwrap();
    server
        .officer()
        .post(A, &activity("Into a copy"))
        .refused(503, "storage_unavailable");
    std::fs::rename(&there, &here).unwrap();
    server.officer().post(A, &activity("Back")).expect(201);
    server.public().get("/readyz").expect(200);
    server.restart();
    let titles = server.public().get(A).expect(200).text();
    assert!(titles.contains("Back") && !titles.contains("Lost"), "{titles}");
}
