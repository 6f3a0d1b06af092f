//! Statements of count in the database: which one stands, and superseding it. Numbers are never edited.
//!
//! `bodies.rs` reads what is sent: a statement to add, or whether one stands and why.

mod bodies;

pub use bodies::{add, change};

use std::collections::HashMap;

use diesel::prelude::*;
use serde_json::{Value, json};

use super::counts::{Cell, CountriesOf, CountsContext, HeadCount, Qualifier, Statement};
use super::{recount, redacted, store};
use crate::db::schema::{agencies, count_cells, countries, counts};
use crate::db::{Conn, Instant, Uid};
use crate::directory::{Reference, Resolver};
use crate::disclosure::Clearance;
use crate::error::Error;
use crate::ledger::Tx;
use crate::on_each;
use crate::paging::Page;
use crate::participants::model::Sex;

/// The name of a statement in the ledger and in refusals.
const KIND: &str = "count";

/// Stores a statement; the one that stands is the one that figures read.
pub fn insert(
    tx: &mut Tx<'_>,
    activity: i64,
    seq: i64,
    statement: &Statement,
    standing: bool,
    reason: Option<&str>,
) -> Result<Uid, Error> {
    let now = tx.now();
    write(tx.conn(), activity, (seq, now), statement, standing, reason)
}

/// Writes the rows of a statement; `stated` is the entry that stated it, and when.
pub(super) fn write(
    conn: &mut Conn,
    activity: i64,
    stated: (i64, Instant),
    statement: &Statement,
    standing: bool,
    reason: Option<&str>,
) -> Result<Uid, Error> {
    let (uid, (seq, now)) = (Uid::new(), stated);
    let id: i64 = diesel::insert_into(counts::table)
        .values((
            counts::uid.eq(uid),
            counts::version.eq(1),
            counts::activity_id.eq(activity),
            counts::standing.eq(standing),
            counts::participants.eq(statement.participants.map(|h| h.value)),
            counts::qualifier.eq(statement.participants.map(|h| h.qualifier)),
            counts::countries.eq(statement.countries),
            counts::countries_of.eq(statement.countries_of),
            counts::countries_complete.eq(statement.countries_complete),
            counts::roster_complete.eq(statement.roster_complete),
            counts::source.eq(statement.source.as_deref()),
            counts::reason.eq(reason),
            counts::seq.eq(seq),
            counts::created_at.eq(now),
        ))
        .returning(counts::id)
        .get_result(conn)?;
    let cells: Vec<_> = (0_i32..)
        .zip(&statement.cells)
        .map(|(i, cell)| {
            (
                count_cells::count_id.eq(id),
                count_cells::position.eq(i),
                count_cells::country_id.eq(cell.country.as_ref().map(|c| c.key)),
                count_cells::sex.eq(cell.sex),
                count_cells::agency_id.eq(cell.agency.as_ref().map(|a| a.key)),
                count_cells::participants.eq(cell.participants),
            )
        })
        .collect();
    for chunk in cells.chunks(2_000) {
        on_each!(conn, c => diesel::insert_into(count_cells::table).values(chunk).execute(c))?;
    }
    Ok(uid)
}

/// Lets a newer statement stand; the older ones stay, and stand no longer.
pub fn supersede(tx: &mut Tx<'_>, activity: i64, seq: i64, statement: &Statement) -> Result<Uid, Error> {
    stand_down(tx.conn(), activity)?;
    insert(tx, activity, seq, statement, true, None)
}

/// Ends the standing of whatever statement stands.
pub fn stand_down(conn: &mut Conn, activity: i64) -> Result<(), Error> {
    diesel::update(counts::table.filter(counts::activity_id.eq(activity).and(counts::standing.eq(true))))
        .set((counts::standing.eq(false), counts::version.eq(counts::version + 1)))
        .execute(conn)?;
    Ok(())
}

type Row = (
    (i64, Uid, i32, i64, bool, Option<String>, Instant),
    (
        Option<i32>,
        Option<Qualifier>,
        Option<i32>,
        CountriesOf,
        bool,
        bool,
        Option<String>,
    ),
);

/// A statement as it is stored.
struct StoredStatement {
    id: i64,
    uid: Uid,
    version: i32,
    activity: i64,
    standing: bool,
    reason: Option<String>,
    created_at: Instant,
    statement: Statement,
}

impl StoredStatement {
    /// Its document, with what its activity knows beside it.
    fn document(&self, conn: &mut Conn) -> Result<Value, Error> {
        let beside = recount::beside_each(conn, self.activity, &[&self.statement])?;
        Ok(self.beside(beside.first().copied().unwrap_or_default()))
    }

    fn beside(&self, beside: CountsContext) -> Value {
        let mut document = json!({"id": self.uid.to_string(), "version": self.version});
        if let (Value::Object(members), Some(document)) = (self.statement.members(beside), document.as_object_mut()) {
            document.extend(members);
            document.insert("standing".into(), self.standing.into());
            document.insert("reason".into(), self.reason.clone().into());
            document.insert("created_at".into(), self.created_at.to_string().into());
        }
        document
    }
}

macro_rules! columns {
    () => {
        (
            (
                counts::id,
                counts::uid,
                counts::version,
                counts::activity_id,
                counts::standing,
                counts::reason,
                counts::created_at,
            ),
            (
                counts::participants,
                counts::qualifier,
                counts::countries,
                counts::countries_of,
                counts::countries_complete,
                counts::roster_complete,
                counts::source,
            ),
        )
    };
}

/// The statements of these rows, in the same order.
fn with_cells(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<StoredStatement>, Error> {
    let ids: Vec<i64> = rows.iter().map(|(own, _)| own.0).collect();
    let mut cells = cells_of(conn, &ids)?;
    let stored = |(own, said): Row| {
        let (id, uid, version, activity, standing, reason, created_at) = own;
        let (value, qualifier, countries, countries_of, countries_complete, roster_complete, source) = said;
        let participants = value
            .zip(qualifier)
            .map(|(value, qualifier)| HeadCount { value, qualifier });
        let cells = cells.remove(&id).unwrap_or_default();
        let statement = Statement {
            participants,
            countries,
            countries_of,
            countries_complete,
            roster_complete,
            cells,
            source,
        };
        StoredStatement {
            id,
            uid,
            version,
            activity,
            standing,
            reason,
            created_at,
            statement,
        }
    };
    Ok(rows.into_iter().map(stored).collect())
}

type CellRow = (
    i64,
    Option<i64>,
    Option<String>,
    Option<Sex>,
    Option<i64>,
    Option<String>,
    i32,
);

fn cells_of(conn: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, Vec<Cell>>, Error> {
    let mut found: HashMap<i64, Vec<Cell>> = HashMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let rows: Vec<CellRow> = count_cells::table
        .left_join(countries::table.on(countries::id.nullable().eq(count_cells::country_id)))
        .left_join(agencies::table.on(agencies::id.nullable().eq(count_cells::agency_id)))
        .filter(count_cells::count_id.eq_any(ids))
        .order((count_cells::count_id, count_cells::position))
        .select((
            count_cells::count_id,
            count_cells::country_id,
            countries::alpha3.nullable(),
            count_cells::sex,
            count_cells::agency_id,
            agencies::code.nullable(),
            count_cells::participants,
        ))
        .load(conn)?;
    let reference = |key: Option<i64>, code: Option<String>| Some(Reference { key: key?, code: code? });
    for (id, country, alpha3, sex, agency, code, participants) in rows {
        let (country, agency) = (reference(country, alpha3), reference(agency, code));
        found.entry(id).or_default().push(Cell {
            country,
            sex,
            agency,
            participants,
        });
    }
    Ok(found)
}

/// The statement in force, or one that says nothing.
pub fn in_force(refs: &mut Resolver<'_>, activity: i64) -> Result<Statement, Error> {
    Ok(in_force_of_each(refs.conn(), &[activity])?
        .remove(&activity)
        .unwrap_or_default())
}

/// The statements that stand for these activities; none where nothing is stated.
pub fn in_force_of_each(conn: &mut Conn, activities: &[i64]) -> Result<HashMap<i64, Statement>, Error> {
    let rows: Vec<Row> = counts::table
        .filter(counts::activity_id.eq_any(activities).and(counts::standing.eq(true)))
        .select(columns!())
        .load(conn)?;
    Ok(with_cells(conn, rows)?
        .into_iter()
        .map(|stored| (stored.activity, stored.statement))
        .collect())
}

/// A page of an activity's statements, the first stated first; the cursor of the next page; the total where asked for.
pub fn list(conn: &mut Conn, activity: i64, page: &Page) -> Result<(Vec<String>, Option<String>, Option<i64>), Error> {
    let of = counts::table.filter(counts::activity_id.eq(activity));
    let after = page.after.as_ref().map_or(0, |cursor| cursor.key);
    let mut rows: Vec<Row> = of
        .filter(counts::id.gt(after))
        .order(counts::id)
        .limit(page.limit + 1)
        .select(columns!())
        .load(conn)?;
    let more = rows.len() > usize::try_from(page.limit).unwrap_or(usize::MAX);
    if more {
        rows.pop();
    }
    let stored = with_cells(conn, rows)?;
    let all: Vec<&Statement> = stored.iter().map(|stored| &stored.statement).collect();
    let beside = recount::beside_each(conn, activity, &all)?;
    let documents = stored
        .iter()
        .zip(beside)
        .map(|(stored, beside)| stored.beside(beside).to_string());
    let documents: Vec<String> = documents.collect();
    let cursor = |last: &StoredStatement| page.cursor("", last.id);
    let next = stored.last().filter(|_| more).map(cursor);
    let total = if page.count {
        Some(of.count().get_result(conn)?)
    } else {
        None
    };
    Ok((documents, next, total))
}

/// The one order of statements.
pub const SORT: &str = "id";

/// One statement as a clearance tells it: whether readers see different parts of it, its version and its document. `with_hidden` shows those of drafts.
pub fn find(
    conn: &mut Conn,
    segment: &str,
    with_hidden: bool,
    clearance: Clearance,
) -> Result<(bool, i32, String), Error> {
    let stored = stored(conn, segment)?;
    store::require_visible(conn, stored.activity, with_hidden, KIND)?;
    let activity = super::filter::documents(conn, &[stored.activity])?
        .pop()
        .unwrap_or_default();
    let document = stored.document(conn)?.to_string();
    let differs = clearance != Clearance::Full && redacted::has_cells(&document);
    let told = redacted::statements(conn, clearance, &activity, vec![document])?;
    Ok((differs, stored.version, told.into_iter().next().unwrap_or_default()))
}

fn stored(conn: &mut Conn, segment: &str) -> Result<StoredStatement, Error> {
    let uid = Uid::parse(segment).ok_or(Error::NotFound(KIND))?;
    let row: Option<Row> = counts::table
        .filter(counts::uid.eq(uid))
        .select(columns!())
        .first(conn)
        .optional()?;
    with_cells(conn, row.into_iter().collect())?
        .pop()
        .ok_or(Error::NotFound(KIND))
}
