//! Figures: totals with distinct people (W3), a programme by year and sex (W4), country by year (W5), each asked again and
//! cold, beside a bare handler, SQL on the same database and `DuckDB` over the same CSV files; and reads with writes (W10).

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::limits::{self, Bare};
use crate::service::{self, Service};
use crate::{Options, copy, line, load, median};

type Work = fn(u32, &Path, &Options);

/// By the names under which they are asked for.
pub const WORKLOADS: [(&[&str], Work); 3] = [(&["W3", "W4", "W5"], figures), (&["W9"], start), (&["W10"], mixed)];

/// Cold questions of one kind.
pub const COLD: usize = 9;

/// A question, as it is asked again and as it has never been asked; the same in SQL and for `DuckDB`.
pub struct Question {
    pub name: &'static str,
    pub again: String,
    pub cold: Box<dyn Fn(usize) -> String>,
    sql: String,
    duck: String,
    /// Whether it is held against bytes of the same size instead of a row that is read.
    pub large: bool,
}

const COUNTED: &str = "p.to_seq is null and p.status = 'attended' and p.role in ('trainee','delegate','observer') \
                       and a.status = 'held' and a.deleted_seq is null and a.first_from >= '2007-01-01'";
const DUCK: &str = "p.status = 'attended' and p.role in ('trainee','delegate','observer') and a.status = 'held'";

pub fn questions(programme: &str) -> [Question; 3] {
    let from = "participations p join activities a on a.id = p.activity_id";
    let duck = "from read_csv('FOLDER/participations.csv') p join read_csv('FOLDER/activities.csv', types={'start_date':'DATE'}) a on a.code = p.activity_code";
    let day = |n: usize| format!("2026-06-{:02}", n + 1);
    let code = programme.to_owned();
    [
        Question {
            name: "W3 totals",
            again: "/api/v1/statistics/totals?since=2007".into(),
            cold: Box::new(move |n| format!("/api/v1/statistics/totals?since=2007&to={}", day(n))),
            sql: format!(
                "select count(distinct a.id), count(*), count(distinct p.participant_id), count(distinct p.country_id) from {from} where {COUNTED}"
            ),
            duck: format!(
                "select count(distinct a.code), count(*), count(distinct p.participant_code), count(distinct p.country) {duck} where {DUCK}"
            ),
            large: false,
        },
        Question {
            name: "W4 people of a programme by year and sex",
            again: format!("/api/v1/statistics?measure=people&by=year,sex&programme={programme}"),
            cold: Box::new(move |n| {
                format!(
                    "/api/v1/statistics?measure=people&by=year,sex&programme={code}&to={}",
                    day(n)
                )
            }),
            sql: format!(
                "select substr(a.first_from,1,4), p.sex, count(*), count(distinct p.participant_id) from {from} \
                          join activity_programmes x on x.activity_id = a.id where {COUNTED} and x.programme_id = (select id from programmes where code = '{programme}') group by 1, 2"
            ),
            duck: format!(
                "select year(a.start_date), p.sex, count(*), count(distinct p.participant_code) {duck} where {DUCK} and list_contains(string_split(a.programmes,';'),'{programme}') group by 1, 2"
            ),
            large: false,
        },
        Question {
            name: "W5 country by year",
            again: "/api/v1/statistics?by=country,year".into(),
            cold: Box::new(move |n| format!("/api/v1/statistics?by=country,year&to={}", day(n))),
            sql: format!(
                "select p.country_id, substr(a.first_from,1,4), count(*) from {from} where {COUNTED} group by 1, 2"
            ),
            duck: format!("select p.country, year(a.start_date), count(*) {duck} where {DUCK} group by 1, 2"),
            large: true,
        },
    ]
}

fn figures(scale: u32, database: &Path, options: &Options) {
    let service = Service::start(database);
    let bare = Bare::start(database);
    let folder = csv(database);
    let ids = limits::ids(database, 2_000);
    let one: Vec<String> = ids.iter().map(|id| format!("/one/{id}")).collect();
    let asked = |question: &Question| {
        options.only.is_empty() || options.only.iter().any(|o| question.name.starts_with(o.as_str()))
    };
    for question in questions(&limits::programme(database)).into_iter().filter(asked) {
        let (body, _) = service.ask(&question.again);
        let limit = if question.large {
            vec![format!("/bytes/{}", body.len())]
        } else {
            one.clone()
        };
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..crate::ROUNDS {
            ours.push(load::requests_per_second(
                &service.address,
                std::slice::from_ref(&question.again),
                options.seconds,
            ));
            theirs.push(load::requests_per_second(&bare.address, &limit, options.seconds));
        }
        let (ours, theirs) = (median(ours), median(theirs));
        let against = if question.large {
            "ready-made bytes"
        } else {
            "bare handler"
        };
        line(
            scale,
            &format!("{} again", question.name),
            &format!("{ours:.0}/s"),
            &format!("{against} {theirs:.0}/s"),
            ours / theirs,
            ">= 0.5",
        );
        let cold = median((0..COLD).map(|n| service.ask(&(question.cold)(n)).1 * 1e3).collect());
        let sql = median(
            (0..3)
                .map(|_| limits::sql_seconds(database, &question.sql) * 1e3)
                .collect(),
        );
        let duck = folder
            .as_deref()
            .and_then(|folder| duckdb_seconds(folder, &question.duck))
            .map(|s| s * 1e3);
        let duck = duck.map_or_else(|| "not there".into(), |ms| format!("{ms:.0} ms"));
        line(
            scale,
            &format!("{} cold", question.name),
            &format!("{cold:.1} ms"),
            &format!("SQL {sql:.0} ms, DuckDB over CSV {duck}"),
            sql / cold,
            "<= 50 ms at scale 100",
        );
    }
    eprintln!("scale {scale}: {:.0} MB resident", service.resident() as f64 / 1e6);
}

/// Both CSV files of the record, made once.
fn csv(database: &Path) -> Option<PathBuf> {
    let folder = database.with_extension("csv");
    if !folder.exists() {
        std::fs::create_dir_all(&folder).ok()?;
        for report in ["activities", "participations"] {
            let out = folder.join(format!("{report}.csv"));
            service::qudra(database, &["export", report, "--out", out.to_str()?]);
        }
    }
    Some(folder)
}

/// Seconds that `DuckDB` takes for a query over CSV files, without starting; `None` where it is not installed.
fn duckdb_seconds(folder: &Path, query: &str) -> Option<f64> {
    let query = query.replace("FOLDER", folder.to_str()?);
    let script = "import duckdb, sys, time\nq = sys.argv[1]\nduckdb.sql('select 1').fetchall()\nb = time.perf_counter()\nduckdb.sql(q).fetchall()\nprint(time.perf_counter() - b)";
    let output = Command::new("python").args(["-c", script, &query]).output().ok()?;
    if !output.status.success() {
        eprintln!(
            "DuckDB: {}",
            String::from_utf8_lossy(&output.stderr)
                .lines()
                .last()
                .unwrap_or_default()
        );
        return None;
    }
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}

/// From the start of the process to the first figure, which must be the right one.
fn start(scale: u32, database: &Path, _: &Options) {
    let path = "/api/v1/statistics/totals?since=2007";
    let right = strip(&Service::start(database).ask(path).0);
    let mut times = Vec::new();
    for _ in 0..crate::ROUNDS {
        let began = std::time::Instant::now();
        let service = Service::start(database);
        // The key is made before the process starts; that time is not the start's.
        let key = began.elapsed().saturating_sub(service.first_answer);
        let (body, _) = service.ask(path);
        times.push(began.elapsed().saturating_sub(key).as_secs_f64() * 1e3);
        assert_eq!(strip(&body), right, "the first figure after a start");
    }
    let (ours, most) = (median(times), if scale >= 100 { 1_000.0 } else { 50.0 });
    line(
        scale,
        "W9 start to first right figure",
        &format!("{ours:.0} ms"),
        &format!("{most:.0} ms"),
        ours / most,
        "<= 1",
    );
}

/// A key is made at every start, so that the data version moves on and nothing else does.
fn strip(body: &str) -> String {
    let cut = body.find("\"data_version\"").unwrap_or(body.len());
    body[..cut].to_owned()
}

fn mixed(scale: u32, database: &Path, options: &Options) {
    let snapshot = copy(database);
    let service = Service::start(&snapshot);
    let programme = limits::programme(&snapshot);
    let mut paths: Vec<String> = limits::ids(&snapshot, 200)
        .iter()
        .map(|id| format!("/api/v1/activities/{id}"))
        .collect();
    let others = questions(&programme);
    for (n, slot) in paths.iter_mut().enumerate() {
        match n % 10 {
            0..3 => slot.clone_from(&others[n % 10].again),
            3 => *slot = format!("/api/v1/activities?programme={programme}&from=2015&limit=50&count=exact"),
            _ => {}
        }
    }
    let (rate, p99) = load::mixed(&service.address, &service.key, &paths, options.seconds.max(10));
    line(
        scale,
        "W10 95 % reads, 5 % creates, 64 connections",
        &format!("{rate:.0}/s, p99 {p99:.0} ms"),
        "p99 40 ms",
        p99 / 40.0,
        "<= 1 at scale 10",
    );
    drop(service);
    service::remove(&snapshot);
}
