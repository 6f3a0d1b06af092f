//! The schema: its migrations, embedded, and whether a database has them all.

use diesel::backend::Backend;
use diesel::connection::SimpleConnection;
use diesel::migration::MigrationSource;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::schema::database_info;
use super::{Conn, Uid};
use crate::error::{Error, OrInternal};
use crate::on_each;
use crate::time::Clock;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// The advisory lock of PostgreSQL that writers and migrations take: any number that nobody else uses.
pub const LOCK: i64 = 0x5155_4452_4131;

/// Applies what is missing and names it; a schema newer than this program is refused.
pub fn up(conn: &mut Conn) -> Result<Vec<String>, Error> {
    refuse_newer(conn)?;
    let applied = apply(conn)?;
    begin_epoch(conn)?;
    Ok(applied)
}

/// Refuses a schema that a newer version of this program made: it may mean what this one would get wrong.
pub fn refuse_newer(conn: &mut Conn) -> Result<(), Error> {
    let failed =
        |e: Box<dyn std::error::Error + Send + Sync>| Error::Startup(format!("migrations cannot be read: {e}"));
    let (applied, known) = match conn {
        Conn::Sqlite(inner) => (inner.applied_migrations(), versions::<Sqlite>(SQLITE)),
        Conn::Postgres(inner) => (inner.applied_migrations(), versions::<Pg>(POSTGRES)),
    };
    let (applied, known) = (applied.map_err(failed)?, known.map_err(failed)?);
    let unknown: Vec<String> = applied
        .iter()
        .map(ToString::to_string)
        .filter(|version| !known.contains(version))
        .collect();
    if unknown.is_empty() {
        return Ok(());
    }
    Err(Error::Startup(format!(
        "the database was brought up to date by a newer Qudra: this one ({}) does not know {}. Run that newer version, or \
         one newer still; nothing was changed",
        env!("CARGO_PKG_VERSION"),
        unknown.join(", ")
    )))
}

/// The versions of the embedded migrations, as the database's table has them.
fn versions<D: Backend>(migrations: EmbeddedMigrations) -> Result<Vec<String>, Box<dyn std::error::Error + Send + Sync>>
where
    EmbeddedMigrations: MigrationSource<D>,
{
    let all = MigrationSource::<D>::migrations(&migrations)?;
    Ok(all.iter().map(|one| one.name().version().to_string()).collect())
}

/// An empty database in memory with the whole schema, for a record that is rebuilt to be read. Foreign keys are off: what
/// is not rebuilt cannot be pointed to. Checks are off: what was taken once is not refused later.
pub fn in_memory() -> Result<Conn, Error> {
    let refused = |e: diesel::ConnectionError| Error::Startup(format!("cannot open a database in memory: {e}"));
    let mut conn = SqliteConnection::establish(":memory:").map_err(refused)?;
    conn.batch_execute(
        "PRAGMA foreign_keys=OFF; PRAGMA ignore_check_constraints=ON; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY",
    )?;
    let mut conn = Conn::Sqlite(conn);
    up(&mut conn)?;
    Ok(conn)
}

/// A new database gets its epoch: `ETags` of statistics and feed cursors hold it.
fn begin_epoch(conn: &mut Conn) -> Result<(), Error> {
    let begun: i64 = database_info::table.count().get_result(conn)?;
    if begun > 0 {
        return Ok(());
    }
    let row = (
        database_info::id.eq(1_i64),
        database_info::epoch.eq(Uid::new()),
        database_info::created_at.eq(Clock::default().now()),
    );
    on_each!(conn, c => diesel::insert_into(database_info::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// The epoch of a database: another after a restore, so that what was kept of the old one is not taken for the new one's.
pub fn epoch(conn: &mut Conn) -> Result<Uid, Error> {
    Ok(database_info::table.select(database_info::epoch).first(conn)?)
}

/// Gives a SQLite database that nobody else has open a new epoch, and leaves it in one file.
pub fn renew_epoch(file: &std::path::Path) -> Result<(), Error> {
    let name = file.to_str().or_internal("the path is not valid UTF-8")?;
    let refused = |e: diesel::ConnectionError| Error::Startup(format!("cannot open {name}: {e}"));
    let mut conn = SqliteConnection::establish(name).map_err(refused)?;
    conn.batch_execute("PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL")?;
    diesel::update(database_info::table)
        .set(database_info::epoch.eq(Uid::new()))
        .execute(&mut conn)?;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "the schema comes before the ledger")]
fn apply(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let failed = |e: Box<dyn std::error::Error + Send + Sync>| Error::Startup(format!("migrating failed: {e}"));
    match conn {
        Conn::Sqlite(inner) => {
            // Nobody is kept waiting where there is nothing to do, whoever writes at the moment.
            if !inner.has_pending_migration(SQLITE).map_err(failed)? {
                return Ok(Vec::new());
            }
            // One process migrates, the others wait for the lock and find it done.
            inner.immediate_transaction(|conn| {
                let done = conn.run_pending_migrations(SQLITE).map_err(failed)?;
                Ok(done.iter().map(ToString::to_string).collect())
            })
        }
        Conn::Postgres(inner) => {
            inner.batch_execute(&format!("SELECT pg_advisory_lock({LOCK})"))?;
            let done = inner
                .run_pending_migrations(POSTGRES)
                .map(|done| done.iter().map(ToString::to_string).collect());
            inner.batch_execute(&format!("SELECT pg_advisory_unlock({LOCK})"))?;
            done.map_err(failed)
        }
    }
}

/// Undoes every migration, newest first: for tests of the way back.
pub fn down(conn: &mut Conn) -> Result<(), Error> {
    let undone = match conn {
        Conn::Sqlite(inner) => inner.revert_all_migrations(SQLITE).map(drop),
        Conn::Postgres(inner) => inner.revert_all_migrations(POSTGRES).map(drop),
    };
    undone.map_err(|e| Error::Startup(format!("undoing migrations failed: {e}")))
}

/// The names of migrations that this program knows and the database does not have.
pub fn pending(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let pending = match conn {
        Conn::Sqlite(inner) => inner
            .pending_migrations(SQLITE)
            .map(|all| all.iter().map(|m| m.name().to_string()).collect()),
        Conn::Postgres(inner) => inner
            .pending_migrations(POSTGRES)
            .map(|all| all.iter().map(|m| m.name().to_string()).collect()),
    };
    pending.or_internal("the migrations cannot be listed")
}
