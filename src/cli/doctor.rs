//! `qudra doctor`: looks at configuration, database and schema and says what to do.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use super::out::say;
use qudra::access::keys;
use qudra::activities::{altered, leftovers};
use qudra::config::Config;
use qudra::db::pool::Url;
use qudra::db::{Conn, Db, migrate};
use qudra::error::Error;
use qudra::ledger::{self, AnchorCheck, Anchors, Verdict};
use qudra::time::Clock;

/// Checks one after the other; the exit status is 1 when one failed.
pub fn run(config: &Config) -> anyhow::Result<()> {
    let mut failed = 0_u32;
    let mut tell = |what: &str, outcome: Result<String, String>| match outcome {
        Ok(fine) => say!("ok      {what}: {fine}"),
        Err(wrong) => {
            failed += 1;
            say!("WRONG   {what}: {wrong}")
        }
    };
    tell("configuration", Ok("every setting can be read".into()))?;
    match Db::to_read(&config.database_url) {
        Err(error) => tell("database", Err(error.to_string()))?,
        Ok(db) => {
            tell("database", Ok(db.url().to_string()))?;
            tell("schema", schema(&db))?;
            tell("integrity", integrity(&db))?;
            tell("ledger", chain(&db))?;
            tell("documents", documents(&db))?;
            tell("counts", counts(&db))?;
            tell("anchors", anchors(&db, config))?;
            tell("files", private(config))?;
            tell("keys", admin_key(&db))?;
            tell("record", record(&db, config))?;
        }
    }
    tell("address", address(&config.listen))?;
    if failed > 0 {
        anyhow::bail!("{failed} check(s) failed");
    }
    Ok(())
}

fn address(listen: &str) -> Result<String, String> {
    match std::net::TcpListener::bind(listen) {
        Ok(_) => Ok(format!("{listen} is free")),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            Ok(format!("{listen} is in use: Qudra may be serving already"))
        }
        Err(error) => Err(format!("{listen}: {error}; set QUDRA_LISTEN")),
    }
}

fn schema(db: &Db) -> Result<String, String> {
    // A newer schema is no fault that this version could mend.
    if let Err(newer) = db.read_here(migrate::refuse_newer) {
        return Err(newer.to_string());
    }
    match db.read_here(migrate::pending) {
        Ok(pending) if pending.is_empty() => Ok("up to date".into()),
        Ok(pending) => Err(format!("{} is missing; run qudra migrate", pending.join(", "))),
        Err(error) => Err(format!("{error}; run qudra migrate")),
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

fn integrity(db: &Db) -> Result<String, String> {
    let found = db.read_here(|conn| match conn {
        Conn::Sqlite(inner) => {
            let query = "select integrity_check as line from pragma_integrity_check where integrity_check <> 'ok' \
                         union all select 'foreign key of ' || \"table\" from pragma_foreign_key_check limit 20";
            Ok(diesel::sql_query(query)
                .load::<Line>(inner)?
                .into_iter()
                .map(|l| l.line)
                .collect::<Vec<_>>())
        }
        Conn::Postgres(inner) => {
            inner.batch_execute("select 1").map_err(Error::from)?;
            Ok(Vec::new())
        }
    });
    match found {
        Ok(found) if found.is_empty() => Ok("nothing wrong found".into()),
        Ok(found) => Err(format!("{}; restore the newest backup", found.join("; "))),
        Err(error) => Err(error.to_string()),
    }
}

fn chain(db: &Db) -> Result<String, String> {
    match db.read_here(ledger::verify) {
        Ok(Verdict::Whole(seq)) => Ok(format!("whole, {seq} entries")),
        Ok(Verdict::BrokenAt(seq)) => Err(format!("broken at entry {seq}: somebody changed the database by hand")),
        Err(error) => Err(format!("{error}; run qudra migrate")),
    }
}

fn documents(db: &Db) -> Result<String, String> {
    match db.read_here(ledger::altered) {
        Ok(altered) if altered.is_empty() => Ok("as they were recorded".into()),
        Ok(altered) => {
            let list: Vec<String> = altered.iter().map(ToString::to_string).collect();
            Err(format!(
                "those of entries {} are not what was recorded: somebody changed the database by hand; compare a backup",
                list.join(", ")
            ))
        }
        Err(error) => Err(format!("{error}; run qudra migrate")),
    }
}

/// What figures are made of, held against the documents.
fn counts(db: &Db) -> Result<String, String> {
    match db.read_here(altered::counts) {
        Ok(altered) if altered.is_empty() => Ok("as the documents say".into()),
        Ok(altered) => Err(format!(
            "those of {} are not what their documents say: somebody changed the database by hand; compare a backup",
            altered.join(", ")
        )),
        Err(error) => Err(format!("{error}; run qudra migrate")),
    }
}

fn anchors(db: &Db, config: &Config) -> Result<String, String> {
    let checked = Anchors::new(config).and_then(|anchors| db.read_here(|conn| anchors.check(conn)));
    match checked {
        Ok(AnchorCheck::Agree(count)) => Ok(format!("the ledger has all {count}")),
        Ok(AnchorCheck::Nowhere) => Ok("none yet; qudra serve and qudra backup write them".into()),
        Ok(AnchorCheck::Differs(seq)) => Err(format!(
            "entry {seq} is missing or is not the one that was written down: the ledger was cut or written anew"
        )),
        Err(error) => Err(error.to_string()),
    }
}

/// The database's files hold persons: others on this machine may not read them.
#[cfg(unix)]
fn private(config: &Config) -> Result<String, String> {
    use std::os::unix::fs::PermissionsExt;
    let Ok(Url::Sqlite(path)) = Url::parse(&config.database_url) else {
        return Ok("the server's".into());
    };
    let open: Vec<String> = ["", "-wal", "-shm", ".figures", ".anchors"]
        .into_iter()
        .map(|ending| format!("{}{ending}", path.display()))
        .filter(|file| std::fs::metadata(file).is_ok_and(|found| found.permissions().mode() & 0o077 != 0))
        .collect();
    if open.is_empty() {
        Ok("readable by their owner alone".into())
    } else {
        Err(format!("others may read {0}; run chmod 600 {0}", open.join(" ")))
    }
}

#[cfg(not(unix))]
fn private(_: &Config) -> Result<String, String> {
    Ok("not looked at on this system".into())
}

/// What earlier releases took and no write would leave today is no failure: it is listed.
fn record(db: &Db, config: &Config) -> Result<String, String> {
    let today = Clock::System.now().utc().date_naive();
    match db.read_here(|conn| leftovers::lines(conn, today, &config.shared_id_schemes)) {
        Ok(lines) if lines.is_empty() => Ok("nothing that would not be taken today".into()),
        Ok(lines) => Ok(lines.join("; ")),
        Err(error) => Err(format!("{error}; run qudra migrate")),
    }
}

fn admin_key(db: &Db) -> Result<String, String> {
    match db.read_here(keys::altered) {
        Ok(altered) if altered.is_empty() => {}
        Ok(altered) => {
            let list: Vec<String> = altered.iter().map(ToString::to_string).collect();
            return Err(format!(
                "{} are not as the ledger says: somebody changed the database by hand; revoke what nobody here made",
                list.join(", ")
            ));
        }
        Err(error) => return Err(format!("{error}; run qudra migrate")),
    }
    match db.read_here(keys::list) {
        Ok(keys)
            if keys
                .iter()
                .any(|k| k.role.as_deref() == Some("admin") && k.revoked_at.is_none()) =>
        {
            Ok(format!("{} in all", keys.len()))
        }
        Ok(_) => Err("there is no administrator's key; run qudra key create --role admin --name \"Your name\"".into()),
        Err(error) => Err(format!("{error}; run qudra migrate")),
    }
}
