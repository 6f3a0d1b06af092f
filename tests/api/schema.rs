//! Both databases have the same tables, columns, nullability, constraints and indexes, and `db::schema` describes them.

use std::collections::{BTreeMap, BTreeSet};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use qudra::db::migrate;
use serde_json::json;

use crate::support::*;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// The one text column, called `line`, of a query of our own.
fn lines(server: &Server, sql: &str) -> Vec<String> {
    let sql = sql.to_owned();
    let rows: Vec<Line> = server
        .ledger()
        .db()
        .maintenance(|conn| Ok(qudra::on_each!(conn, c => diesel::sql_query(sql).load(c))?))
        .unwrap();
    rows.into_iter().map(|row| row.line).collect()
}

const OF_SQLITE: &str = "select m.name || '|' || c.name || '|' || lower(c.type) || '|' || \
     case when c.\"notnull\" = 1 or c.pk > 0 then 'required' else 'optional' end as line \
     from sqlite_master m, pragma_table_info(m.name) c \
     where m.type = 'table' and m.name not like 'sqlite%' and m.name not like '\\_\\_%' escape '\\'";

const OF_POSTGRES: &str = "select table_name || '|' || column_name || '|' || data_type || '|' || \
     case is_nullable when 'NO' then 'required' else 'optional' end as line from information_schema.columns \
     where table_schema = 'public' and table_name not like '\\_\\_%'";

/// Table and column, with type and whether it is required.
type Columns = BTreeMap<(String, String), (String, String)>;

fn columns(server: &Server) -> Columns {
    let sql = match server.backend {
        Backend::Sqlite => OF_SQLITE,
        Backend::Postgres => OF_POSTGRES,
    };
    lines(server, sql)
        .iter()
        .map(|line| {
            let parts: Vec<String> = line.split('|').map(str::to_owned).collect();
            (
                (parts[0].clone(), parts[1].clone()),
                (parts[2].clone(), parts[3].clone()),
            )
        })
        .collect()
}

/// What `src/db/schema.rs` says of each column: its SQL type and whether it is required.
fn described() -> Columns {
    let text = include_str!("../../src/db/schema.rs");
    let (mut found, mut table, mut renamed) = (Columns::new(), String::new(), None);
    for line in text.lines().map(str::trim).filter(|line| !line.contains("joinable!")) {
        if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            name.clone_into(&mut table);
        } else if let Some(name) = line.strip_prefix("#[sql_name = \"") {
            renamed = name.split('"').next().map(str::to_owned);
        } else if let Some((name, kind)) = line.trim_end_matches(',').split_once(" -> ") {
            let name = renamed.take().unwrap_or_else(|| name.to_owned());
            let inner = kind.strip_prefix("Nullable<").map(|kind| kind.trim_end_matches('>'));
            let needed = if inner.is_some() { "optional" } else { "required" };
            found.insert(
                (table.clone(), name),
                (inner.unwrap_or(kind).to_owned(), needed.to_owned()),
            );
        }
    }
    found
}

fn native(kind: &str, backend: Backend) -> &'static str {
    let (sqlite, postgres) = match kind {
        "BigInt" => ("integer", "bigint"),
        "Integer" => ("integer", "integer"),
        "Text" => ("text", "text"),
        "Bool" => ("integer", "boolean"),
        "Double" => ("real", "double precision"),
        "Date" => ("text", "date"),
        "Binary" => ("blob", "bytea"),
        "Uid" => ("blob", "uuid"),
        "Instant" => ("integer", "timestamp with time zone"),
        other => panic!("{other} is a type that this test does not know"),
    };
    if backend == Backend::Sqlite { sqlite } else { postgres }
}

on_both! {
    fn the_columns_of_the_code_are_those_of_the_database(server: &Server) {
        let described = described();
        assert!(described.len() > 200, "only {} columns were read", described.len());
        let expected: Columns = described
            .into_iter()
            .map(|(column, (kind, needed))| (column, (native(&kind, server.backend).to_owned(), needed)))
            .collect();
        let found = columns(server);
        for (column, form) in &expected {
            assert_eq!(found.get(column), Some(form), "{column:?}");
        }
        for column in found.keys() {
            assert!(expected.contains_key(column), "src/db/schema.rs does not know {column:?}");
        }
    }

    fn migrations_go_up_and_down_and_up_again(server: &Server) {
        let before = columns(server);
        let db = server.ledger().db().clone();
        db.maintenance(migrate::down).unwrap();
        assert_eq!(columns(server), Columns::new(), "tables are left");
        assert!(!db.maintenance(migrate::pending).unwrap().is_empty());
        assert!(!db.migrate().unwrap().is_empty());
        assert_eq!(columns(server), before);
        assert_eq!(db.migrate().unwrap(), Vec::<String>::new(), "a second time there is nothing to do");
    }

    fn countries_come_through_their_migration_whole_with_what_refers_to_them(server: &Server) {
        let made = server.officer().record(&with(activity("Workshop"), json!({"countries": [{"country": "TUR", "role": "beneficiary"}]})));
        let path = format!("/api/v1/activities/{}", made["id"].as_str().unwrap());
        let countries = server.public().get("/api/v1/countries").json();
        let folder = match server.backend { Backend::Sqlite => "sqlite", Backend::Postgres => "postgres" };
        for way in ["down", "up"] {
            let sql = std::fs::read_to_string(format!("migrations/{folder}/2026-12-01-000004_territories_without_iso_codes/{way}.sql")).unwrap();
            server.ledger().db().maintenance(move |conn| {
                Ok(qudra::on_each!(conn, c => c.batch_execute(&format!("begin;{sql};commit")))?)
            }).unwrap();
        }
        assert_eq!(server.public().get("/api/v1/countries").json(), countries);
        assert_eq!(server.public().get(&path).json()["countries"], made["countries"]);
        if server.backend == Backend::Sqlite {
            assert_eq!(lines(server, "select \"table\" as line from pragma_foreign_key_check"), Vec::<String>::new());
        }
        let territory = json!({"alpha3": "XTC", "name": {"en": "Turkish Cypriot State"}});
        server.admin().post("/api/v1/countries", &territory).expect(201);
    }

    fn a_service_without_its_schema_is_not_ready(server: &Server) {
        let db = server.ledger().db().clone();
        db.maintenance(migrate::down).unwrap();
        server.public().get("/readyz").refused(503, "busy");
        server.public().get("/healthz").expect(200);
        db.migrate().unwrap();
        server.public().get("/readyz").expect(200);
    }

    fn several_processes_may_migrate_at_once(server: &Server) {
        server.ledger().db().maintenance(migrate::down).unwrap();
        let url = server.database_url();
        std::thread::scope(|scope| {
            let all: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| qudra::db::Db::open(url).unwrap().migrate().unwrap()))
                .collect();
            let done: usize = all.into_iter().map(|one| one.join().unwrap().len()).sum();
            assert_eq!(done, std::fs::read_dir("migrations/sqlite").unwrap().count(), "each is applied once");
        });
    }
}

/// The names of constraints on SQLite, out of the statements that made the tables.
fn constraints_of_sqlite(server: &Server) -> BTreeSet<String> {
    let made = lines(
        server,
        "select sql as line from sqlite_master where type = 'table' and sql is not null",
    );
    made.iter()
        .flat_map(|sql| {
            sql.split("constraint ")
                .skip(1)
                .map(|rest| rest.split_whitespace().next().unwrap())
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn both_databases_name_the_same_constraints() {
    let (sqlite, postgres) = (Server::start(Backend::Sqlite), Server::start(Backend::Postgres));
    let of_sqlite = constraints_of_sqlite(&sqlite);
    let of_postgres: BTreeSet<String> = lines(
        &postgres,
        "select conname::text as line from pg_constraint c join pg_class t on t.oid = c.conrelid \
         where c.connamespace = 'public'::regnamespace and contype in ('p', 'u', 'f', 'c') and relname not like '\\_\\_%' \
         and not (contype = 'p' and array_length(conkey, 1) = 1)",
    )
    .into_iter()
    .collect();
    assert!(of_postgres.len() > 60);
    // What a type says on PostgreSQL (uuid, boolean, date) is a check on SQLite.
    let by_type = |name: &String| ["_length", "_flag", "_date"].iter().any(|end| name.ends_with(end));
    let only_there: Vec<_> = of_sqlite
        .difference(&of_postgres)
        .filter(|name| !by_type(name))
        .collect();
    assert!(only_there.is_empty(), "only on SQLite: {only_there:?}");
    // A primary key of one column has a name only where it was given one.
    let only_here: Vec<_> = of_postgres.difference(&of_sqlite).collect();
    assert!(only_here.is_empty(), "only on PostgreSQL: {only_here:?}");
}

#[test]
fn both_databases_have_the_same_indexes() {
    let (sqlite, postgres) = (Server::start(Backend::Sqlite), Server::start(Backend::Postgres));
    let of_sqlite: BTreeSet<String> = lines(
        &sqlite,
        "select name || '|' || case when sql like 'create unique%' then 'unique' else '' end as line \
         from sqlite_master where type = 'index' and sql is not null",
    )
    .into_iter()
    .collect();
    let of_postgres: BTreeSet<String> = lines(
        &postgres,
        "select i.relname || '|' || case when x.indisunique then 'unique' else '' end as line from pg_index x \
         join pg_class i on i.oid = x.indexrelid join pg_namespace n on n.oid = i.relnamespace \
         where n.nspname = 'public' and not exists (select 1 from pg_constraint c where c.conindid = x.indexrelid)",
    )
    .into_iter()
    .collect();
    assert!(of_sqlite.len() > 20);
    assert_eq!(of_sqlite, of_postgres);
}

#[test]
fn a_sqlite_file_is_set_up_as_promised() {
    let server = Server::start(Backend::Sqlite);
    let pragma = |name: &str| {
        lines(
            &server,
            &format!("select cast({name} as text) as line from pragma_{name}"),
        )
    };
    assert_eq!(pragma("journal_mode"), ["wal"]);
    assert_eq!(pragma("application_id"), [0x5155_4452.to_string()]);
    assert_eq!(pragma("auto_vacuum"), ["2"], "incremental");
    assert_eq!(pragma("synchronous"), ["2"], "full");
    assert_eq!(pragma("foreign_keys"), ["1"]);
    assert_eq!(pragma("secure_delete"), ["1"]);
    let loose = lines(
        &server,
        "select name as line from sqlite_master where type = 'table' and name not like 'sqlite%' \
         and name not like '\\_\\_%' escape '\\' and sql not like '%strict%'",
    );
    assert!(loose.is_empty(), "not STRICT: {loose:?}");
}

#[test]
fn an_address_of_an_unknown_kind_is_refused() {
    for url in ["mysql://localhost/qudra", "", "sqlite:///no/such/folder/q.db"] {
        let error = qudra::db::Db::open(url).err().map(|e| e.to_string());
        assert!(error.is_some(), "{url:?} was opened");
    }
}
