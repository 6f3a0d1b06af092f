//! The first record: the files of `seed-data/`, compiled in, loaded into a ledger that holds nothing but keys and users.
//! They are read as `qudra import` reads them, in one command: an interrupted start leaves nothing behind, and of several
//! services that start at once one loads and the others find it done.

use diesel::prelude::*;
use rust_embed::RustEmbed;

use super::identity::Identity;
use super::{Kind, Refusal, Sheet, Tally, apply};
use crate::bounds::CountrySet;
use crate::db::Conn;
use crate::db::schema::{agencies, countries, fields, ledger as entries, programmes};
use crate::error::{Error, Fault};
use crate::http::problem::sentence;
use crate::ledger::{Actor, Commit, Ledger, Tx};
use crate::published_figures::store::renewal;
use crate::text::Lang;

#[derive(RustEmbed)]
#[folder = "seed-data/"]
struct Files;

/// The files in the order they refer to each other.
pub const FILES: [(Kind, &str); 8] = [
    (Kind::Fields, "fields.csv"),
    (Kind::Countries, "countries.csv"),
    (Kind::Agencies, "agencies.csv"),
    (Kind::Programmes, "programmes.csv"),
    (Kind::Aliases, "aliases.csv"),
    (Kind::Activities, "activities.csv"),
    (Kind::PublishedFigures, "published_figures.csv"),
    (Kind::Coverage, "coverage.csv"),
];

/// What the ledger may hold and still be without a record: who may change it.
const ACCESS: [&str; 2] = ["api_key", "user"];

/// Whether the ledger holds nothing but keys and users.
pub fn is_wanted(conn: &mut Conn) -> Result<bool, Error> {
    let other: Option<i64> = entries::table
        .filter(entries::kind.ne_all(ACCESS))
        .select(entries::seq)
        .first(conn)
        .optional()?;
    Ok(other.is_none())
}

/// Loads the first record where it is wanted; `None` where the ledger holds something already.
pub fn load(ledger: &Ledger) -> Result<Option<Tally>, Error> {
    if !ledger.db().read_here(is_wanted)? {
        return Ok(None);
    }
    ledger.write_here(Actor::System, Commit::Yes, |tx| {
        if !is_wanted(tx.conn())? {
            return Ok(None);
        }
        let mut total = Tally::default();
        for (kind, name) in FILES {
            total.created += import_file(tx, kind, name)?.created;
        }
        Ok(Some(total))
    })
}

/// Gives a record the countries of ISO 3166 that it lacks, and what countries are called elsewhere, as this version knows
/// them. A country that stands is not changed but for names it did not have, and where no country is missing nothing is.
/// `None` where there was nothing to do.
pub fn complete(ledger: &Ledger) -> Result<Option<Tally>, Error> {
    if ledger.db().read_here(missing)?.is_none() {
        return Ok(None);
    }
    ledger.write_here(Actor::System, Commit::Yes, |tx| {
        let Some(sheet) = missing(tx.conn())? else {
            return Ok(None);
        };
        let countries = enter(tx, Kind::Countries, "countries.csv", &sheet)?;
        let mut aliases = sheet_of("aliases.csv")?;
        let known: Vec<String> = countries::table.select(countries::alpha3).load(tx.conn())?;
        let is_known = |code: &str| known.iter().any(|known| known == code);
        aliases
            .lines
            .retain(|line| line.cells.get(0) == Some("country") && line.cells.get(1).is_some_and(is_known));
        enter(tx, Kind::Aliases, "aliases.csv", &aliases)?;
        Ok(Some(countries))
    })
}

/// The rows of the countries that the record lacks. A record that has none was begun without the first one, and what its
/// office recorded under other codes of a country is its own.
fn missing(conn: &mut Conn) -> Result<Option<Sheet>, Error> {
    let known: Vec<(String, Option<String>, Option<String>)> = countries::table
        .select((countries::alpha3, countries::alpha2, countries::m49))
        .load(conn)?;
    let is_known = |code: &str| {
        known.iter().any(|(alpha3, alpha2, m49)| {
            [Some(alpha3), alpha2.as_ref(), m49.as_ref()].contains(&Some(&code.to_owned()))
        })
    };
    let mut sheet = sheet_of("countries.csv")?;
    sheet.lines.retain(|line| !line.cells.iter().take(3).any(is_known));
    let too_many = known.len() + sheet.lines.len() > CountrySet::ROOM;
    Ok((!known.is_empty() && !sheet.lines.is_empty() && !too_many).then_some(sheet))
}

/// Asks the claims of a first record that was loaded by an older program as that of today asks them; gives how many.
pub fn renew(ledger: &Ledger) -> Result<usize, Error> {
    if ledger.db().read_here(renewal::due)?.is_empty() {
        return Ok(0);
    }
    ledger.write_here(Actor::System, Commit::Yes, renewal::renew)
}

/// Loads the reference data of the first record, kind by kind where there is none: for a generated record.
pub fn load_reference(ledger: &Ledger) -> Result<(), Error> {
    ledger.write_here(Actor::System, Commit::Yes, |tx| {
        let kinds = [
            (Kind::Fields, fields::table.count().get_result::<i64>(tx.conn())?),
            (Kind::Countries, countries::table.count().get_result(tx.conn())?),
            (Kind::Agencies, agencies::table.count().get_result(tx.conn())?),
            (Kind::Programmes, programmes::table.count().get_result(tx.conn())?),
        ];
        for (kind, name) in FILES {
            if kinds.contains(&(kind, 0)) {
                import_file(tx, kind, name)?;
            }
        }
        Ok(())
    })
}

fn import_file(tx: &mut Tx<'_>, kind: Kind, name: &str) -> Result<Tally, Error> {
    enter(tx, kind, name, &sheet_of(name)?)
}

fn sheet_of(name: &str) -> Result<Sheet, Error> {
    let file = Files::get(name).ok_or_else(|| Error::Startup(format!("the first record lacks {name}")))?;
    Ok(Sheet::read(&file.data))
}

fn enter(tx: &mut Tx<'_>, kind: Kind, name: &str, sheet: &Sheet) -> Result<Tally, Error> {
    let silent: super::Progress = Box::new(|_| {});
    let (mut identity, mut refused) = (Identity::default(), Refusal::default());
    let tally = apply(tx, kind, sheet, &mut identity, &mut refused, &silent)?;
    match refused.faults.first() {
        Some(fault) => Err(broken(name, &refused, fault)),
        None => Ok(tally),
    }
}

fn broken(name: &str, refused: &Refusal, fault: &Fault) -> Error {
    let what = sentence(fault, Lang::En);
    Error::Startup(format!(
        "the first record's {name} has {} fault(s), such as {:?}: {what}",
        refused.total, fault.at
    ))
}
