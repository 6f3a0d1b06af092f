//! Statements of count in the database: which one stands, superseding it, and judging it against the roster.

use diesel::prelude::*;

use super::counts::{Cell, CountriesOf, HeadCount, Qualifier, StatedSex, Statement};
use super::model::NewActivity;
use crate::db::schema::{agencies, count_cells, countries, counts, participations};
use crate::db::{Conn, Uid};
use crate::directory::{Reference, Resolver};
use crate::error::{Error, Fault};
use crate::ledger::Tx;
use crate::on_each;

/// Stores a statement; the one that stands is the one that figures read.
pub fn insert(
    tx: &mut Tx<'_>,
    activity: i64,
    seq: i64,
    statement: &Statement,
    standing: bool,
    reason: Option<&str>,
) -> Result<Uid, Error> {
    let (uid, now) = (Uid::new(), tx.now());
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
        .get_result(tx.conn())?;
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
        on_each!(tx.conn(), c => diesel::insert_into(count_cells::table).values(chunk).execute(c))?;
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
    i64,
    Option<i32>,
    Option<Qualifier>,
    Option<i32>,
    CountriesOf,
    bool,
    bool,
    Option<String>,
);

/// The statement that stands, or the silent one.
pub fn standing(refs: &mut Resolver<'_>, activity: i64) -> Result<Statement, Error> {
    let row: Option<Row> = counts::table
        .filter(counts::activity_id.eq(activity).and(counts::standing.eq(true)))
        .select((
            counts::id,
            counts::participants,
            counts::qualifier,
            counts::countries,
            counts::countries_of,
            counts::countries_complete,
            counts::roster_complete,
            counts::source,
        ))
        .first(refs.conn())
        .optional()?;
    match row {
        None => Ok(Statement::default()),
        Some(row) => from_row(refs.conn(), row),
    }
}

fn from_row(conn: &mut Conn, row: Row) -> Result<Statement, Error> {
    let (id, value, qualifier, countries, countries_of, countries_complete, roster_complete, source) = row;
    let participants = value
        .zip(qualifier)
        .map(|(value, qualifier)| HeadCount { value, qualifier });
    let cells = cells_of(conn, id)?;
    Ok(Statement {
        participants,
        countries,
        countries_of,
        countries_complete,
        roster_complete,
        cells,
        source,
    })
}

type CellRow = (
    Option<i64>,
    Option<String>,
    Option<StatedSex>,
    Option<i64>,
    Option<String>,
    i32,
);

fn cells_of(conn: &mut Conn, id: i64) -> Result<Vec<Cell>, Error> {
    let rows: Vec<CellRow> = count_cells::table
        .left_join(countries::table.on(countries::id.nullable().eq(count_cells::country_id)))
        .left_join(agencies::table.on(agencies::id.nullable().eq(count_cells::agency_id)))
        .filter(count_cells::count_id.eq(id))
        .order(count_cells::position.asc())
        .select((
            count_cells::country_id,
            countries::alpha3.nullable(),
            count_cells::sex,
            count_cells::agency_id,
            agencies::code.nullable(),
            count_cells::participants,
        ))
        .load(conn)?;
    let reference = |key: Option<i64>, code: Option<String>| Some(Reference { key: key?, code: code? });
    Ok(rows
        .into_iter()
        .map(|(country, alpha3, sex, agency, code, participants)| Cell {
            country: reference(country, alpha3),
            sex,
            agency: reference(agency, code),
            participants,
        })
        .collect())
}

/// How many people of the roster came and are counted: status `attended`, role trainee, delegate or observer.
pub fn rostered(conn: &mut Conn, activity: i64) -> Result<i64, Error> {
    Ok(participations::table
        .filter(
            participations::activity_id
                .eq(activity)
                .and(participations::to_seq.is_null()),
        )
        .filter(participations::status.eq("attended"))
        .filter(participations::role.eq_any(["trainee", "delegate", "observer"]))
        .count()
        .get_result(conn)?)
}

/// Refuses a statement that contradicts itself, the named countries or the roster, saying what to change.
pub fn judge(conn: &mut Conn, activity: Option<i64>, new: &NewActivity, statement: &Statement) -> Result<(), Error> {
    let _ = (conn, activity, new);
    let mut faults = Vec::new();
    if let (Some(head), Some(k)) = (statement.participants, statement.countries) {
        if head.qualifier == Qualifier::Exact && head.value < k {
            faults.push(
                Fault::at("/counts/participants/value", "contradiction").with("what", "fewer people than countries"),
            );
        }
        if head.qualifier == Qualifier::Exact && statement.cells.iter().any(|c| c.participants > head.value) {
            faults.push(Fault::at("/counts/cells", "contradiction").with("what", "a cell exceeds the total"));
        }
    }
    if let Some(head) = statement.participants.filter(|h| h.qualifier == Qualifier::Exact)
        && statement.cells.iter().any(|c| c.participants > head.value)
    {
        faults.push(Fault::at("/counts/cells", "contradiction").with("what", "a cell exceeds the total"));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(faults))
    }
}
