//! The schema: its migrations, embedded, and whether a database has them all.

use diesel::connection::SimpleConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::Conn;
use crate::error::Error;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// The advisory lock of PostgreSQL that writers and migrations take: any number that nobody else uses.
pub const LOCK: i64 = 0x5155_4452_4131;

/// Applies what is missing and names it; a schema newer than this program is refused.
pub fn up(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let failed = |e: Box<dyn std::error::Error + Send + Sync>| Error::Startup(format!("migrating failed: {e}"));
    match conn {
        Conn::Sqlite(inner) => {
            // The lock file of SQLite is the database: one process migrates, the others find it done.
            let mut tries = 0;
            loop {
                match inner.run_pending_migrations(SQLITE) {
                    Ok(done) => return Ok(done.iter().map(ToString::to_string).collect()),
                    Err(e) if tries < 50 && e.to_string().contains("locked") => {
                        tries += 1;
                        std::thread::sleep(std::time::Duration::from_millis(100));
                    }
                    Err(e) if tries < 50 && e.to_string().contains("already exists") => {
                        tries += 1;
                        std::thread::sleep(std::time::Duration::from_millis(100));
                    }
                    Err(e) => return Err(failed(e)),
                }
            }
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
    pending.map_err(|_| Error::Internal)
}
