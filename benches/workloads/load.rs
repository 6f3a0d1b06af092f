//! Load: wrk for reads, one plain client for writes and downloads.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::Instant;

/// An activity that is recorded.
const NEW: &str = r#"{"title":{"en":"Training course on national accounts"},"type":"training_course","mode":"in_person","status":"held","when":{"start":"2024-03-04","end":"2024-03-08","precision":"day"},"counts":{"participants":{"value":24,"qualifier":"exact"}}}"#;

/// Requests per second over these paths, 16 connections.
pub fn requests_per_second(address: &str, paths: &[String], seconds: u32) -> f64 {
    let lua = format!(
        "{}\nrequest = function() i = i % #paths + 1; return wrk.format('GET', paths[i]) end",
        list(paths)
    );
    let told = wrk(address, 16, seconds, &lua);
    word(&told, "Requests/sec").parse().unwrap()
}

/// The paths as the script knows them, and the place of the last one asked for.
fn list(paths: &[String]) -> String {
    let quoted: Vec<String> = paths.iter().map(|path| format!("{path:?}")).collect();
    format!("paths = {{{}}}\nlocal i = 0", quoted.join(","))
}

/// Runs `wrk` with a script and gives what it said; every answer must have been 2xx.
fn wrk(address: &str, connections: u32, seconds: u32, lua: &str) -> String {
    let script = std::env::temp_dir().join(format!("qudra-bench-{}.lua", std::process::id()));
    let lua = format!("{lua}\ndone = function(s, l, r) io.stderr:write(s.errors.status .. ' refused') end");
    std::fs::write(&script, lua).unwrap();
    let output = Command::new("wrk")
        .args([
            "-t1",
            &format!("-c{connections}"),
            &format!("-d{seconds}s"),
            "--latency",
        ])
        .args(["-s", script.to_str().unwrap(), &format!("http://{address}")])
        .output()
        .expect("wrk is needed: apt-get install wrk");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let refused = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(refused.contains("0 refused"), "answers were not 2xx: {refused} {told}");
    told
}

/// The word behind a label at the beginning of a line.
fn word(told: &str, label: &str) -> String {
    let line = told.lines().find(|line| line.trim_start().starts_with(label));
    let word = line.and_then(|line| line.split_whitespace().nth(1));
    word.unwrap_or_else(|| panic!("wrk said: {told}")).to_owned()
}

/// What a download came to.
pub struct Download {
    pub bytes: u64,
    pub first_byte: f64,
    pub seconds: f64,
}

/// Reads a whole answer on a connection of its own.
pub fn download(address: &str, path: &str, key: &str) -> Download {
    let mut stream = TcpStream::connect(address).unwrap();
    let began = Instant::now();
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut buffer = vec![0_u8; 1 << 20];
    let (mut bytes, mut first_byte) = (0_u64, 0.0);
    loop {
        let read = stream.read(&mut buffer).unwrap();
        if bytes == 0 {
            first_byte = began.elapsed().as_secs_f64();
            assert!(
                buffer.starts_with(b"HTTP/1.1 200"),
                "{}",
                String::from_utf8_lossy(&buffer[..read.min(300)])
            );
        }
        if read == 0 {
            break;
        }
        bytes += read as u64;
    }
    Download {
        bytes,
        first_byte,
        seconds: began.elapsed().as_secs_f64(),
    }
}

/// Activities recorded per second by one client, each acknowledged before the next.
pub fn creates_per_second(address: &str, key: &str, seconds: u32) -> f64 {
    let agent = ureq::agent();
    let url = format!("http://{address}/api/v1/activities");
    let (began, mut done) = (Instant::now(), 0_u32);
    while began.elapsed().as_secs_f64() < f64::from(seconds) {
        let answer = agent
            .post(&url)
            .header("Authorization", format!("Bearer {key}"))
            .header("Content-Type", "application/json")
            .send(NEW)
            .unwrap();
        assert_eq!(answer.status(), 201);
        drop(answer.into_body().read_to_string().unwrap());
        done += 1;
    }
    f64::from(done) / began.elapsed().as_secs_f64()
}

/// Requests per second and the 99th percentile in milliseconds: 64 connections, one of twenty requests records an activity.
pub fn mixed(address: &str, key: &str, paths: &[String], seconds: u32) -> (f64, f64) {
    let lua = format!(
        "{}\nlocal body = [[{NEW}]]\n\
         local headers = {{['Content-Type'] = 'application/json', ['Authorization'] = 'Bearer {key}'}}\n\
         request = function() i = i + 1; if i % 20 == 0 then return wrk.format('POST', '/api/v1/activities', headers, body) end; \
         return wrk.format('GET', paths[i % #paths + 1]) end",
        list(paths)
    );
    let told = wrk(address, 64, seconds, &lua);
    let p99 = word(&told, "99%");
    let number = |unit: &str| p99.strip_suffix(unit).and_then(|n| n.parse::<f64>().ok());
    let milliseconds = number("us")
        .map(|n| n / 1e3)
        .or(number("ms"))
        .or(number("s").map(|n| n * 1e3));
    (word(&told, "Requests/sec").parse().unwrap(), milliseconds.unwrap())
}
