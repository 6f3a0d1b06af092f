//! The promises of speed, each measured beside its limit in the same run and given as a ratio.
//!
//! `make bench` (or `cargo bench -- --scale 10 --only W1,W6`) makes the data of a scale with `qudra generate`, then runs
//! the workloads against the real service: W1 one activity, W2 a filtered page with its total, W3 totals with distinct
//! people, W4 year by sex of one programme, W5 country by year (each repeated and cold), W6 the export of all
//! participations, W7 one writer, W9 the start, W10 reads and writes together; with `--postgres` W3 to W5 on PostgreSQL too.
//! Ours and the limit take turns; medians are shown. The machine's noise is in both, so read the ratios.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "a benchmark stops at the first surprise"
)]

mod figures;
mod limits;
mod load;
mod postgres;
mod service;

use std::path::{Path, PathBuf};

use service::Service;

/// How often ours and the limit take turns.
const ROUNDS: usize = 5;

/// What is measured, and how long.
pub struct Options {
    scales: Vec<u32>,
    only: Vec<String>,
    seconds: u32,
    postgres: bool,
}

fn main() {
    let options = options();
    if std::env::args().any(|a| a == "--bare") {
        limits::serve_bare();
        return;
    }
    println!("| scale | workload | ours | limit | ratio | aim |");
    println!("|---|---|---|---|---|---|");
    for scale in &options.scales {
        let database = prepared(*scale);
        let wants = |name: &str| options.only.is_empty() || options.only.iter().any(|o| o == name);
        if wants("W1") || wants("W2") {
            reads(*scale, &database, &options);
        }
        for (names, work) in figures::WORKLOADS {
            if names.iter().any(|name| wants(name)) {
                work(*scale, &database, &options);
            }
        }
        if options.postgres {
            postgres::figures(*scale, &database, &options);
        }
        if wants("W6") {
            export(*scale, &database);
        }
        if wants("W7") {
            writes(*scale, &database, &options);
        }
        if wants("W9") {
            start(*scale, &database);
        }
    }
}

fn options() -> Options {
    let args: Vec<String> = std::env::args().collect();
    let value = |name: &str| {
        args.iter()
            .position(|a| a == name)
            .and_then(|i| args.get(i + 1))
            .cloned()
    };
    let list = |text: String| text.split(',').map(str::to_owned).collect::<Vec<_>>();
    Options {
        scales: value("--scale").map_or_else(|| vec![1], |v| list(v).iter().map(|s| s.parse().unwrap()).collect()),
        only: value("--only").map(list).unwrap_or_default(),
        seconds: value("--seconds").map_or(3, |v| v.parse().unwrap()),
        postgres: args.iter().any(|a| a == "--postgres"),
    }
}

/// The generated database of a scale, made once and kept under `target/bench`.
fn prepared(scale: u32) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("scale-{scale}.db"));
    if !path.exists() {
        eprintln!("generating scale {scale} …");
        let partial = folder.join(format!("scale-{scale}.partial"));
        service::remove(&partial);
        service::qudra(&partial, &["generate", "--scale", &scale.to_string(), "--seed", "1"]);
        std::fs::rename(&partial, &path).unwrap();
        let beside = |path: &Path| PathBuf::from(format!("{}.figures", path.display()));
        std::fs::rename(beside(&partial), beside(&path)).unwrap();
    }
    path
}

/// A copy that a workload may write to.
pub(crate) fn copy(database: &Path) -> PathBuf {
    let copy = database.with_extension("scratch");
    service::remove(&copy);
    std::fs::copy(database, &copy).unwrap();
    // What is still to be written of the copy is no part of what is measured.
    std::fs::File::open(&copy).unwrap().sync_all().unwrap();
    let beside = |path: &Path| PathBuf::from(format!("{}.figures", path.display()));
    drop(std::fs::copy(beside(database), beside(&copy)));
    copy
}

pub(crate) fn line(scale: u32, workload: &str, ours: &str, limit: &str, ratio: f64, aim: &str) {
    println!("| {scale} | {workload} | {ours} | {limit} | {ratio:.2} | {aim} |");
}

/// The middle one.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn reads(scale: u32, database: &Path, options: &Options) {
    let service = Service::start(database);
    let bare = limits::Bare::start(database);
    let ids = limits::ids(database, 2_000);
    let programme = limits::programme(database);
    let one: Vec<String> = ids.iter().map(|id| format!("/api/v1/activities/{id}")).collect();
    let bare_one: Vec<String> = ids.iter().map(|id| format!("/one/{id}")).collect();
    let page = vec![format!(
        "/api/v1/activities?programme={programme}&from=2015&limit=50&count=exact"
    )];
    let bare_page = vec![format!("/page/{programme}/2015")];
    for (name, ours, limit) in [
        ("W1 one activity", &one, &bare_one),
        ("W2 page of a programme, with total", &page, &bare_page),
    ] {
        if !options.only.is_empty() && !options.only.iter().any(|o| name.starts_with(o.as_str())) {
            continue;
        }
        let (mut a, mut b) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            a.push(load::requests_per_second(&service.address, ours, options.seconds));
            b.push(load::requests_per_second(&bare.address, limit, options.seconds));
        }
        let (a, b) = (median(a), median(b));
        line(
            scale,
            name,
            &format!("{a:.0}/s"),
            &format!("bare handler {b:.0}/s"),
            a / b,
            ">= 0.6",
        );
    }
}

fn export(scale: u32, database: &Path) {
    let service = Service::start(database);
    let (mut ours, mut first, mut limit, mut size) = (Vec::new(), Vec::new(), Vec::new(), 0);
    // The figures that are read at the start are no part of the export.
    std::thread::sleep(std::time::Duration::from_secs(5));
    service.forget_peak();
    let rested = service.resident();
    for _ in 0..ROUNDS {
        let download = load::download(&service.address, "/api/v1/reports/participations.csv", &service.key);
        size = download.bytes;
        ours.push(download.bytes as f64 / 1e6 / download.seconds);
        first.push(download.first_byte * 1e3);
        let (bytes, seconds) = limits::sqlite_csv(database);
        limit.push(bytes as f64 / 1e6 / seconds);
    }
    let grown = (service.peak() - rested) as f64 / 1e6;
    let (ours, limit) = (median(ours), median(limit));
    let name = format!("W6 export of {:.1} MB", size as f64 / 1e6);
    let shown = format!(
        "{ours:.0} MB/s, first byte {:.1} ms, grown {grown:.1} MB",
        median(first)
    );
    line(
        scale,
        &name,
        &shown,
        &format!("sqlite3 -csv {limit:.0} MB/s"),
        ours / limit,
        ">= 1.5, <= 20 ms, < 16 MB",
    );
}

fn writes(scale: u32, database: &Path, options: &Options) {
    let snapshot = copy(database);
    let service = Service::start(&snapshot);
    let (mut ours, mut raw, mut same) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(load::creates_per_second(
            &service.address,
            &service.key,
            options.seconds,
        ));
        raw.push(limits::raw_commits_per_second(database, options.seconds));
        same.push(limits::same_rows_per_second(&snapshot, options.seconds));
    }
    let (ours, raw, same) = (median(ours), median(raw), median(same));
    let shown = format!("{ours:.0}/s");
    for (limit, rate) in [("commits of one row", raw), ("commits of the same rows", same)] {
        line(
            scale,
            "W7 one writer",
            &shown,
            &format!("{limit} {rate:.0}/s"),
            ours / rate,
            ">= 0.8",
        );
    }
    drop(service);
    service::remove(&snapshot);
}

fn start(scale: u32, database: &Path) {
    let (mut times, mut resident) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let service = Service::start(database);
        times.push(service.first_answer.as_secs_f64() * 1e3);
        std::thread::sleep(std::time::Duration::from_secs(1));
        resident.push(service.resident() as f64 / 1e6);
    }
    let (ours, resident) = (median(times), median(resident));
    line(
        scale,
        "W9 start to first answer",
        &format!("{ours:.0} ms, {resident:.0} MB"),
        "50 ms",
        ours / 50.0,
        "<= 1",
    );
}
