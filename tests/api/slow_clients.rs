//! Clients that begin and do not go on.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::support::*;

const A: &str = "/api/v1/activities";

/// A service that waits for bodies a second only.
fn impatient() -> Server {
    Server::start_with(Backend::Sqlite, |config| config.body_patience = Duration::from_secs(1))
}

/// Sends this much and no more.
fn begin(server: &Server, bytes: &str) -> TcpStream {
    let mut client = TcpStream::connect(server.address()).unwrap();
    client.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    client.write_all(bytes.as_bytes()).unwrap();
    client
}

/// All that comes until the service closes the connection.
fn rest(mut client: TcpStream) -> String {
    let mut answer = String::new();
    client.read_to_string(&mut answer).unwrap();
    answer
}

fn post(server: &Server, headers: &str, body: &str) -> String {
    let key = server.admin_key();
    format!(
        "POST {A} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {key}\r\ncontent-type: application/json\r\n{headers}\r\n{body}"
    )
}

#[test]
fn a_body_that_never_comes_is_given_up_with_a_problem() {
    let server = impatient();
    for (headers, body) in [
        ("content-length: 1000\r\n", "{"),
        ("content-length: 1000\r\n", ""),
        ("transfer-encoding: chunked\r\n", "1\r\n{\r\n"),
    ] {
        let began = Instant::now();
        let answer = rest(begin(&server, &post(&server, headers, body)));
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
        assert!(
            answer.contains("body_timeout") && answer.contains("connection: close"),
            "{answer}"
        );
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    }
    assert_eq!(
        server.public().get(A).expect(200).json()["items"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
}

#[test]
fn a_body_that_comes_slowly_is_waited_for() {
    let server = impatient();
    let body = activity("Slow").to_string();
    let (first, second) = body.split_at(20);
    let mut client = begin(
        &server,
        &post(
            &server,
            &format!("content-length: {}\r\nconnection: close\r\n", body.len()),
            "",
        ),
    );
    for part in [first, &second[..5], &second[5..]] {
        std::thread::sleep(Duration::from_millis(600));
        client.write_all(part.as_bytes()).unwrap();
    }
    assert!(rest(client).starts_with("HTTP/1.1 201 "));
}

#[test]
fn connections_that_stop_in_the_middle_of_anything_are_closed() {
    let server = impatient();
    let whole = format!("GET {A} HTTP/1.1\r\nhost: x\r\n\r\n");
    let begun = [
        // A header that does not end, at once and after an answer.
        format!("GET {A} HTTP/1.1\r\nhost: x\r\nx-slow: "),
        format!("{whole}GET {A} HTTP/1.1\r\nx-slow: "),
        // Bodies that nobody reads: of a GET, of a refused write, of a path that is not there.
        format!("GET {A} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n1"),
        format!("POST {A} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{{"),
        format!(
            "POST {A} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{{\r\n"
        ),
        "POST /nowhere HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n".to_owned(),
        "POST /nowhere HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{".to_owned(),
    ];
    let began = Instant::now();
    let clients: Vec<TcpStream> = begun.iter().map(|bytes| begin(&server, bytes)).collect();
    for (client, bytes) in clients.into_iter().zip(&begun) {
        let answer = rest(client);
        assert!(answer.starts_with("HTTP/1.1 "), "{bytes}: {answer}");
        assert!(
            began.elapsed() < Duration::from_secs(12),
            "{bytes}: {:?}",
            began.elapsed()
        );
    }
}

#[test]
fn a_great_many_that_stop_in_the_middle_do_not_hurt_the_others() {
    let server = Server::start(Backend::Sqlite);
    let bytes = post(&server, "content-length: 1000\r\n", "{");
    let held: Vec<TcpStream> = (0..400).map(|_| begin(&server, &bytes)).collect();
    let began = Instant::now();
    for n in 0..20 {
        server
            .officer()
            .post(A, &activity(&format!("Workshop {n}")))
            .expect(201);
        server.public().get(A).expect(200);
    }
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    drop(held);
}

#[test]
fn a_body_that_is_encoded_is_refused_and_told_what_is_taken() {
    let server = impatient();
    for coding in ["br", "gzip", "nonsense", "identity, gzip"] {
        let refused = server
            .officer()
            .with("content-encoding", coding)
            .post(A, &activity("Encoded"));
        assert_eq!(refused.header("accept-encoding"), Some("identity"));
        refused.refused(415, "unsupported_encoding");
    }
    server
        .officer()
        .with("content-encoding", "identity")
        .post(A, &activity("Plain"))
        .expect(201);
}
