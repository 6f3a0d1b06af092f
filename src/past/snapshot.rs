//! A record rebuilt in memory from the documents that stood after an entry of the ledger.

use std::sync::{Mutex, PoisonError};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types as st;
use serde_json::Value;

use crate::db::schema::{codes, count_cells, counts, database_info, ledger, participations, principals, versions};
use crate::db::{Conn, Instant, Uid, migrate};
use crate::error::{Error, OrInternal};
use crate::on_each;

/// A record of one kind as it stood.
#[derive(Debug, Clone, QueryableByName)]
pub struct SnapshotRow {
    /// Its key in the database.
    #[diesel(sql_type = st::BigInt)]
    pub record_id: i64,
    /// Its version.
    #[diesel(sql_type = st::Integer)]
    pub version: i32,
    /// The entry that left it so.
    #[diesel(sql_type = st::BigInt)]
    pub seq: i64,
    /// What the API answered.
    #[diesel(sql_type = st::Text)]
    document: String,
}

impl SnapshotRow {
    /// Its document.
    pub fn document(&self) -> Result<Value, Error> {
        serde_json::from_str(&self.document).map_err(|error| {
            let record = self.record_id;
            Error::internal(format!(
                "the stored document of record {record} cannot be read: {error}"
            ))
        })
    }
}

/// A member of a document that the service itself wrote there.
pub fn member<T>(document: &Value, name: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<T, Error> {
    let text = document.get(name).and_then(Value::as_str);
    text.and_then(read)
        .ok_or_else(|| Error::internal(format!("a stored document lacks the member {name}")))
}

/// Writes the rows of one kind's records, under the keys that they had.
#[derive(Clone, Copy)]
pub struct Writer {
    /// The kind as `versions` names it.
    pub kind: &'static str,
    /// The tables that hold its rows, each with the column, or the expression, that has the record's key.
    pub tables: &'static [(&'static str, &'static str)],
    /// Takes records of the kind that stood: all of them, or some beside those that are written already.
    pub write: fn(&mut Conn, &[SnapshotRow]) -> Result<(), Error>,
}

/// A record as it stood: a database in memory that nobody writes any more.
pub struct Snapshot {
    conn: Mutex<Conn>,
    seq: i64,
    bytes: usize,
}

/// How many rows one statement writes.
const CHUNK: usize = 500;

impl Snapshot {
    /// Rebuilds the record as it stood after the entry `seq`, reading what `present` holds.
    pub(super) fn build(present: &mut Conn, seq: i64, writers: &[Writer]) -> Result<Self, Error> {
        let mut conn = migrate::in_memory()?;
        conn.batch_execute("BEGIN")?;
        copy_database_info(present, &mut conn, seq)?;
        copy_codes(present, &mut conn, (0, seq))?;
        for writer in writers {
            let records = rows_at(present, writer.kind, seq, None)?;
            write(&mut conn, writer, seq, &records)?;
        }
        copy_rosters(present, &mut conn, seq, None)?;
        Self::finish(conn, seq)
    }

    /// The record as it stood after another entry: what changed between the two is taken out and written again.
    pub(super) fn moved(self, present: &mut Conn, seq: i64, writers: &[Writer]) -> Result<Self, Error> {
        let between = (self.seq.min(seq), self.seq.max(seq));
        let changed = changed(present, between)?;
        if changed.len() > MANY {
            return Self::build(present, seq, writers);
        }
        let mut conn = self.conn.into_inner().unwrap_or_else(PoisonError::into_inner);
        conn.batch_execute("PRAGMA query_only=OFF; BEGIN")?;
        diesel::delete(ledger::table).execute(&mut conn)?;
        copy_entry(present, &mut conn, seq)?;
        if self.seq < seq {
            copy_codes(present, &mut conn, between)?;
        } else {
            diesel::delete(codes::table.filter(codes::seq.gt(seq))).execute(&mut conn)?;
        }
        for writer in writers {
            let keys: Vec<i64> = changed
                .iter()
                .filter(|one| one.kind == writer.kind)
                .map(|one| one.record_id)
                .collect();
            if keys.is_empty() {
                continue;
            }
            clear(&mut conn, writer, &keys)?;
            let records = rows_at(present, writer.kind, seq, Some(between))?;
            write(&mut conn, writer, seq, &records)?;
            if writer.kind == ACTIVITY {
                copy_rosters(present, &mut conn, seq, Some(&keys))?;
            }
        }
        Self::finish(conn, seq)
    }

    fn finish(mut conn: Conn, seq: i64) -> Result<Self, Error> {
        conn.batch_execute("COMMIT; PRAGMA query_only=ON")?;
        let bytes = size(&mut conn)?;
        let conn = Mutex::new(conn);
        Ok(Self { conn, seq, bytes })
    }

    /// Reads on the calling thread, one reader at a time.
    pub fn read_here<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
        let mut conn = self.conn.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut conn)
    }

    /// What it holds in memory: its pages, and what SQLite and its statements hold beside them.
    pub(super) fn bytes(&self) -> usize {
        self.bytes + self.bytes / 8 + (1 << 20)
    }
}

/// From so many changed records on everything is rebuilt.
const MANY: usize = 2_000;

/// The kind whose rosters are copied.
const ACTIVITY: &str = "activity";

/// A record of which there are versions.
#[derive(QueryableByName)]
struct Changed {
    #[diesel(sql_type = st::Text)]
    kind: String,
    #[diesel(sql_type = st::BigInt)]
    record_id: i64,
}

/// The records that got a version after the one entry and up to the other; a few more than [`MANY`] at most.
fn changed(present: &mut Conn, (after, last): (i64, i64)) -> Result<Vec<Changed>, Error> {
    let query = format!(
        "SELECT DISTINCT kind, record_id FROM versions WHERE seq > $1 AND seq <= $2 ORDER BY kind, record_id LIMIT {}",
        MANY + 1
    );
    Ok(on_each!(present, c => diesel::sql_query(&query)
        .bind::<st::BigInt, _>(after)
        .bind::<st::BigInt, _>(last)
        .load(c))?)
}

/// Takes records out, with the rows of their lists.
fn clear(past: &mut Conn, writer: &Writer, keys: &[i64]) -> Result<(), Error> {
    let keys = serde_json::to_string(keys).or_internal("keys cannot be written")?;
    for (table, column) in writer.tables {
        let query = format!("DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each($1))");
        on_each!(past, c => diesel::sql_query(&query).bind::<st::Text, _>(&keys).execute(c))?;
    }
    let query = "DELETE FROM versions WHERE kind = $1 AND record_id IN (SELECT value FROM json_each($2))";
    on_each!(past, c => diesel::sql_query(query)
        .bind::<st::Text, _>(writer.kind)
        .bind::<st::Text, _>(&keys)
        .execute(c))?;
    Ok(())
}

fn write(past: &mut Conn, writer: &Writer, seq: i64, records: &[SnapshotRow]) -> Result<(), Error> {
    keep_versions(past, writer.kind, records)?;
    (writer.write)(past, records).map_err(|error| {
        let (kind, faults) = (writer.kind, error.faults());
        Error::internal(format!(
            "records ({kind}) as of {seq} cannot be rebuilt: {error} {faults:?}"
        ))
    })
}

/// The epoch and the entry itself, so that the snapshot says of which database and data version it is.
fn copy_database_info(present: &mut Conn, past: &mut Conn, seq: i64) -> Result<(), Error> {
    let epoch: Uid = database_info::table.select(database_info::epoch).first(present)?;
    diesel::update(database_info::table)
        .set(database_info::epoch.eq(epoch))
        .execute(past)?;
    let created_at: Instant = database_info::table.select(database_info::created_at).first(present)?;
    diesel::insert_into(principals::table)
        .values((
            principals::id.eq(COPYING_PRINCIPAL),
            principals::uid.eq(Uid::new()),
            principals::kind.eq("system"),
            principals::name.eq("qudra"),
            principals::created_at.eq(created_at),
        ))
        .execute(past)?;
    copy_entry(present, past, seq)
}

fn copy_entry(present: &mut Conn, past: &mut Conn, seq: i64) -> Result<(), Error> {
    let epoch: Uid = database_info::table.select(database_info::epoch).first(present)?;
    let (at, hash): (Instant, Vec<u8>) = ledger::table
        .find(seq)
        .select((ledger::at, ledger::hash))
        .first(present)?;
    diesel::insert_into(ledger::table)
        .values((
            ledger::seq.eq(seq),
            ledger::at.eq(at),
            ledger::principal_id.eq(COPYING_PRINCIPAL),
            ledger::command.eq(Uid::new()),
            ledger::action.eq("stand"),
            ledger::kind.eq("record"),
            ledger::subject.eq(epoch),
            ledger::version.eq(1),
            ledger::changed.eq(""),
            ledger::hash.eq(hash),
        ))
        .execute(past)?;
    Ok(())
}

/// Everybody who ever wrote: who wrote what is asked of the ledger and not of the past.
pub const COPYING_PRINCIPAL: i64 = 1;

/// The codes that were given after the one entry and up to the other.
fn copy_codes(present: &mut Conn, past: &mut Conn, (after, last): (i64, i64)) -> Result<(), Error> {
    // Persons' codes are in no past.
    let rows: Vec<(String, String, i64, i64)> = codes::table
        .filter(
            codes::seq
                .gt(after)
                .and(codes::seq.le(last))
                .and(codes::kind.ne("participant")),
        )
        .select((codes::kind, codes::code, codes::record_id, codes::seq))
        .load(present)?;
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(kind, code, record, seq)| {
            (
                codes::kind.eq(kind),
                codes::code.eq(code),
                codes::record_id.eq(record),
                codes::seq.eq(seq),
            )
        })
        .collect();
    for chunk in rows.chunks(CHUNK) {
        on_each!(past, c => diesel::insert_into(codes::table).values(chunk).execute(c))?;
    }
    Ok(())
}

/// The newest document of each record at or before `seq`, or of those alone that got a version `between` two entries; what
/// had none, or was deleted, is not among them.
fn rows_at(present: &mut Conn, kind: &str, seq: i64, between: Option<(i64, i64)>) -> Result<Vec<SnapshotRow>, Error> {
    let some = match between {
        None => "",
        Some(_) => "AND record_id IN (SELECT record_id FROM versions WHERE kind = $1 AND seq > $3 AND seq <= $4)",
    };
    let query = format!(
        "SELECT record_id, version, seq, document FROM versions AS v \
         WHERE kind = $1 AND seq <= $2 {some} AND document IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM versions AS n WHERE n.kind = v.kind AND n.record_id = v.record_id AND n.version > v.version AND n.seq <= $2) \
         ORDER BY record_id"
    );
    Ok(on_each!(present, c => {
        let query = diesel::sql_query(&query).bind::<st::Text, _>(kind).bind::<st::BigInt, _>(seq);
        match between {
            None => query.load(c),
            Some((after, last)) => query.bind::<st::BigInt, _>(after).bind::<st::BigInt, _>(last).load(c),
        }
    })?)
}

fn keep_versions(past: &mut Conn, kind: &str, records: &[SnapshotRow]) -> Result<(), Error> {
    for chunk in records.chunks(CHUNK) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|stood| {
                (
                    versions::kind.eq(kind),
                    versions::record_id.eq(stood.record_id),
                    versions::version.eq(stood.version),
                    versions::seq.eq(stood.seq),
                    versions::document.eq(stood.document.as_str()),
                )
            })
            .collect();
        on_each!(past, c => diesel::insert_into(versions::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// The rosters of activities of which a part was stated by country, sex or agency: what may be told of such a part depends
/// on who came. Rows are states under persons' numbers, and the persons are in no snapshot.
fn copy_rosters(present: &mut Conn, past: &mut Conn, seq: i64, among: Option<&[i64]>) -> Result<(), Error> {
    use participations as p;
    let is_asked = |key: &i64| among.is_none_or(|keys| keys.binary_search(key).is_ok());
    let stated: Vec<i64> = count_cells::table
        .inner_join(counts::table.on(counts::id.eq(count_cells::count_id)))
        .select(counts::activity_id)
        .distinct()
        .load(past)?;
    let stated: Vec<i64> = stated.into_iter().filter(is_asked).collect();
    for some in stated.chunks(CHUNK) {
        let rows: Vec<OpenRosterRow> = p::table
            .filter(p::activity_id.eq_any(some))
            .filter(p::from_seq.le(seq).and(p::to_seq.is_null().or(p::to_seq.gt(seq))))
            .select(OpenRosterRow::as_select())
            .load(present)?;
        for rows in rows.chunks(CHUNK) {
            on_each!(past, c => diesel::insert_into(p::table).values(rows).execute(c))?;
        }
    }
    Ok(())
}

/// A row of a roster.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = participations, treat_none_as_default_value = false)]
struct OpenRosterRow {
    id: i64,
    number: i64,
    uid: Uid,
    version: i32,
    activity_id: i64,
    participant_id: i64,
    role: String,
    status: String,
    country_id: Option<i64>,
    agency_id: Option<i64>,
    sex: String,
    from_seq: i64,
    to_seq: Option<i64>,
}

#[derive(QueryableByName)]
struct Size {
    #[diesel(sql_type = st::BigInt)]
    bytes: i64,
}

fn size(conn: &mut Conn) -> Result<usize, Error> {
    let query = "SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()";
    let size: Size = on_each!(conn, c => diesel::sql_query(query).get_result(c))?;
    Ok(usize::try_from(size.bytes).unwrap_or(usize::MAX))
}
