//! What the stack itself permits: a bare actix handler that reads the same rows, `sqlite3 -csv`, raw commits.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use actix_web::{App, HttpResponse, HttpServer, web};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Text};
use diesel::{PgConnection, QueryableByName, SqliteConnection, sql_query};

#[derive(QueryableByName)]
struct Document {
    #[diesel(sql_type = Text)]
    document: String,
}

#[derive(QueryableByName)]
struct Total {
    #[diesel(sql_type = BigInt)]
    total: i64,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = Binary)]
    uid: Vec<u8>,
}

#[derive(QueryableByName)]
struct Code {
    #[diesel(sql_type = Text)]
    code: String,
}

/// The bare server as a process of its own.
pub struct Bare {
    child: Child,
    pub address: String,
}

impl Bare {
    pub fn start(database: &Path) -> Self {
        let address = format!("127.0.0.1:{}", crate::service::free_port());
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--bare", address.as_str(), database.to_str().unwrap()])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        while std::net::TcpStream::connect(&address).is_err() {
            std::thread::sleep(Duration::from_millis(5));
        }
        Self { child, address }
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Seconds that SQLite takes for a query, without starting.
pub fn sql_seconds(database: &Path, query: &str) -> f64 {
    let mut conn = open(database);
    let began = Instant::now();
    conn.batch_execute(query).unwrap();
    began.elapsed().as_secs_f64()
}

fn open(database: &Path) -> SqliteConnection {
    let mut conn = SqliteConnection::establish(database.to_str().unwrap()).unwrap();
    conn.batch_execute("PRAGMA query_only=ON; PRAGMA busy_timeout=5000")
        .unwrap();
    conn
}

thread_local! {
    static CONN: RefCell<Option<SqliteConnection>> = const { RefCell::new(None) };
}

fn with<T>(database: &Path, work: impl FnOnce(&mut SqliteConnection) -> T) -> T {
    CONN.with_borrow_mut(|conn| work(conn.get_or_insert_with(|| open(database))))
}

async fn one(database: web::Data<PathBuf>, id: web::Path<String>) -> HttpResponse {
    let uid = uuid::Uuid::parse_str(&id).unwrap();
    let found: Document = with(&database, |conn| {
        sql_query(
            "select document from activities a join versions v on v.kind = 'activity' and v.record_id = a.id \
             and v.version = a.version where a.uid = ?",
        )
        .bind::<Binary, _>(uid.as_bytes().to_vec())
        .get_result(conn)
        .unwrap()
    });
    HttpResponse::Ok().content_type("application/json").body(found.document)
}

async fn page(database: web::Data<PathBuf>, path: web::Path<(String, String)>) -> HttpResponse {
    let (programme, year) = path.into_inner();
    let since = format!("{year}-01-01");
    let (documents, total) = with(&database, |conn| {
        let documents: Vec<Document> = sql_query(
            "select document from activity_programmes p join activities a on a.id = p.activity_id \
             join versions v on v.kind = 'activity' and v.record_id = a.id and v.version = a.version \
             where p.programme_id = (select id from programmes where code = ?) and p.sort_on >= ? \
             and a.deleted_seq is null and a.status <> 'draft' order by p.sort_on desc, p.activity_id desc limit 50",
        )
        .bind::<Text, _>(&programme)
        .bind::<Text, _>(&since)
        .load(conn)
        .unwrap();
        let total: Total = sql_query(
            "select count(*) as total from activity_programmes p join activities a on a.id = p.activity_id \
             where p.programme_id = (select id from programmes where code = ?) and p.sort_on >= ? \
             and a.deleted_seq is null and a.status <> 'draft'",
        )
        .bind::<Text, _>(&programme)
        .bind::<Text, _>(&since)
        .get_result(conn)
        .unwrap();
        (documents, total.total)
    });
    let items: Vec<String> = documents.into_iter().map(|d| d.document).collect();
    HttpResponse::Ok()
        .content_type("application/json")
        .body(format!("{{\"items\":[{}],\"total\":{total}}}", items.join(",")))
}

/// So many bytes, made once.
async fn bytes(count: web::Path<usize>) -> HttpResponse {
    static MADE: std::sync::OnceLock<bytes::Bytes> = std::sync::OnceLock::new();
    let made = MADE.get_or_init(|| bytes::Bytes::from(vec![b'x'; *count]));
    HttpResponse::Ok().content_type("application/json").body(made.clone())
}

/// So many bytes, made once, after a look at the ledger's head, as every answer on PostgreSQL takes one first.
async fn head(database: web::Data<PathBuf>, count: web::Path<usize>) -> HttpResponse {
    thread_local! {
        static HEAD: RefCell<Option<PgConnection>> = const { RefCell::new(None) };
    }
    let total: Total = HEAD.with_borrow_mut(|conn| {
        let conn = conn.get_or_insert_with(|| PgConnection::establish(database.to_str().unwrap()).unwrap());
        sql_query("select max(seq) as total from ledger")
            .get_result(conn)
            .unwrap()
    });
    assert!(total.total > 0);
    bytes(count).await
}

/// Serves until it is killed: `--bare ADDRESS DATABASE`.
pub fn serve_bare() {
    let args: Vec<String> = std::env::args().skip_while(|a| a != "--bare").collect();
    let database = web::Data::new(PathBuf::from(&args[2]));
    actix_web::rt::System::new()
        .block_on(async {
            HttpServer::new(move || {
                App::new()
                    .app_data(database.clone())
                    .route("/one/{id}", web::get().to(one))
                    .route("/page/{programme}/{year}", web::get().to(page))
                    .route("/head/{count}", web::get().to(head))
                    .route("/bytes/{count}", web::get().to(bytes))
            })
            .bind(&args[1])?
            .run()
            .await
        })
        .unwrap();
}

/// Ids of activities, spread over the table.
pub fn ids(database: &Path, most: i64) -> Vec<String> {
    let rows: Vec<Id> = sql_query(
        "select uid from activities where deleted_seq is null and status <> 'draft' order by random() limit ?",
    )
    .bind::<BigInt, _>(most)
    .load(&mut open(database))
    .unwrap();
    rows.into_iter()
        .map(|row| uuid::Uuid::from_slice(&row.uid).unwrap().to_string())
        .collect()
}

/// The programme with the most activities.
pub fn programme(database: &Path) -> String {
    let row: Code = sql_query(
        "select code from programmes where id = (select programme_id from activity_programmes group by programme_id order by count(*) desc limit 1)",
    )
    .get_result(&mut open(database))
    .unwrap();
    row.code
}

/// The same rows and columns as `participations.csv` by `sqlite3 -csv`: bytes and seconds.
pub fn sqlite_csv(database: &Path) -> (u64, f64) {
    let query = "select a.code, t.code, p.role, p.status, c.alpha3, g.code, d.position, p.sex, d.score \
                 from participations p join activities a on a.id = p.activity_id join participants t on t.id = p.participant_id \
                 left join countries c on c.id = p.country_id left join agencies g on g.id = p.agency_id \
                 left join participation_details d on d.number = p.number where p.to_seq is null order by p.id";
    let began = Instant::now();
    let output = Command::new("sqlite3")
        .args(["-csv", "-header", database.to_str().unwrap(), query])
        .output()
        .unwrap();
    assert!(output.status.success(), "sqlite3 failed");
    (output.stdout.len() as u64, began.elapsed().as_secs_f64())
}

/// One row a commit, as durable as ours (WAL, synchronous=FULL), rows of a document's size.
pub fn raw_commits_per_second(beside: &Path, seconds: u32) -> f64 {
    let path = beside.with_extension("raw");
    crate::service::remove(&path);
    let mut conn = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    conn.batch_execute(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; create table t (id integer primary key, document text not null) strict",
    )
    .unwrap();
    let document = "x".repeat(900);
    let (began, mut done) = (Instant::now(), 0_u32);
    while began.elapsed().as_secs_f64() < f64::from(seconds) {
        sql_query("insert into t (document) values (?)")
            .bind::<Text, _>(&document)
            .execute(&mut conn)
            .unwrap();
        done += 1;
    }
    let rate = f64::from(done) / began.elapsed().as_secs_f64();
    drop(conn);
    crate::service::remove(&path);
    rate
}

/// What one more activity writes, table by table: the rows that the newest activity with a count left behind, with new keys.
const SAME_ROWS: [(&str, &str, &[(&str, &str)]); 5] = [
    (
        "ledger",
        "seq = (select max(seq) from ledger)",
        &[("seq", "seq + 1"), ("subject", "randomblob(16)")],
    ),
    (
        "activities",
        "id = (select max(id) from activities)",
        &[("id", "id + 1"), ("uid", "randomblob(16)"), ("code", "'B' || id")],
    ),
    (
        "codes",
        "kind = 'activity' and code = (select code from activities where id = (select max(id) from activities) - 1)",
        &[
            ("code", "'B' || record_id"),
            ("record_id", "record_id + 1"),
            ("seq", "(select max(seq) from ledger)"),
        ],
    ),
    (
        "counts",
        "id = (select max(id) from counts)",
        &[
            ("id", "id + 1"),
            ("uid", "randomblob(16)"),
            ("activity_id", "activity_id + 1"),
            ("seq", "(select max(seq) from ledger)"),
        ],
    ),
    (
        "versions",
        "kind = 'activity' and record_id = (select max(id) from activities) - 1 and version = 1",
        &[
            ("record_id", "record_id + 1"),
            ("seq", "(select max(seq) from ledger)"),
            ("salt", "randomblob(16)"),
        ],
    ),
];

/// Commits of the very rows that recording an activity writes, by SQL alone, on a copy whose newest activity was recorded
/// by the service: what the shape of the record permits.
pub fn same_rows_per_second(recorded: &Path, seconds: u32) -> f64 {
    let mut conn = SqliteConnection::establish(recorded.to_str().unwrap()).unwrap();
    conn.batch_execute(
        "PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384; PRAGMA foreign_keys=ON",
    )
    .unwrap();
    let statements = SAME_ROWS.map(|(table, of, new)| {
        let columns = columns(&mut conn, table);
        let values = columns.iter().map(|column| {
            let given = new.iter().find(|(name, _)| name == column);
            given.map_or(column.as_str(), |(_, value)| *value)
        });
        let (values, columns) = (values.collect::<Vec<_>>().join(", "), columns.join(", "));
        format!("insert into {table} ({columns}) select {values} from {table} where {of}")
    });
    let one = format!("begin immediate; {}; commit", statements.join("; "));
    let (began, mut done) = (Instant::now(), 0_u32);
    while began.elapsed().as_secs_f64() < f64::from(seconds) {
        conn.batch_execute(&one).unwrap();
        done += 1;
    }
    f64::from(done) / began.elapsed().as_secs_f64()
}

fn columns(conn: &mut SqliteConnection, table: &str) -> Vec<String> {
    let rows: Vec<Code> = sql_query("select name as code from pragma_table_info(?)")
        .bind::<Text, _>(table)
        .load(conn)
        .unwrap();
    rows.into_iter().map(|row| row.code).collect()
}
