//! The numbers of what activities refer to: the keys that the database gives, which never change.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use diesel::prelude::*;

use crate::agencies::links::Links;
use crate::agencies::model::AgencyKind;
use crate::countries::history::CountryHistory;
use crate::db::Conn;
use crate::db::schema::{agencies, codes, countries, coverage, fields, programmes};
use crate::error::Error;
use crate::programmes::model::ProgrammeKind;
use crate::statistics::bounds::CountrySet;
use crate::statistics::coverage::{Declared, State};
use crate::statistics::dataset::{Codes, Names, ProgrammeLaunch};
use crate::statistics::filter_text;
use crate::time::PartialDate;

/// In rows and filters: it is stated that people came of no country.
const NO_COUNTRY: &str = "none";

/// The numbers of what activities refer to.
pub(super) struct Numbers {
    pub(super) names: Arc<Names>,
    /// Countries in the order of their keys, since a set of countries has room for 256, the last of which is none.
    pub(super) countries: HashMap<i64, u8>,
    agencies: HashSet<u32>,
}

type Named = Vec<(i64, String)>;

/// What is declared of the record, the latest word last. A filter that nobody can read any more speaks of nothing.
fn declared(conn: &mut Conn) -> Result<Vec<Declared>, Error> {
    let rows: Vec<(String, Option<String>, Option<String>, State)> = coverage::table
        .order((coverage::updated_at.asc(), coverage::id.asc()))
        .select((coverage::filter, coverage::from_on, coverage::to_on, coverage::state))
        .load(conn)?;
    let read = |(filter, from, to, state): (String, Option<String>, Option<String>, State)| {
        let date = |text: Option<String>| text.as_deref().and_then(PartialDate::parse);
        let filters = filter_text::read(&filter).ok()?;
        Some(Declared {
            filters,
            from: date(from),
            to: date(to),
            state,
        })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// A key as a number; the greatest stands for what no record has.
pub(super) fn number(key: i64) -> u32 {
    u32::try_from(key).unwrap_or(u32::MAX - 1)
}

fn numbered(rows: &Named) -> impl Iterator<Item = (u32, Arc<str>)> + '_ {
    rows.iter().map(|(key, code)| (number(*key), Arc::from(code.as_str())))
}

/// Puts values at their numbers.
fn by_number<T: Clone>(values: impl IntoIterator<Item = (i64, T)>, absent: &T) -> Vec<T> {
    let mut all = Vec::new();
    for (key, value) in values {
        let at = usize::try_from(key).unwrap_or(0);
        if all.len() <= at {
            all.resize(at + 1, absent.clone());
        }
        if let Some(slot) = all.get_mut(at) {
            *slot = value;
        }
    }
    all
}

impl Numbers {
    pub(super) fn load(conn: &mut Conn, country_history: Arc<CountryHistory>) -> Result<Self, Error> {
        let lines: Vec<(i64, String, Option<i64>, ProgrammeKind, Option<i32>)> = programmes::table
            .select((
                programmes::id,
                programmes::code,
                programmes::parent_id,
                programmes::kind,
                programmes::launched_year,
            ))
            .load(conn)?;
        let parents = lines.iter().map(|(key, _, parent, ..)| (*key, parent.map(number)));
        let parents = by_number(parents, &None);
        let launched = lines.iter().map(|(key, _, _, kind, year)| ProgrammeLaunch {
            programme: number(*key),
            kind: *kind,
            year: *year,
        });
        let launched = launched.collect();
        let programmes: Named = lines.into_iter().map(|(key, code, ..)| (key, code)).collect();
        let fields: Named = fields::table.select((fields::id, fields::code)).load(conn)?;
        let lands: Vec<(i64, String, Option<String>)> = countries::table
            .order(countries::id.asc())
            .select((countries::id, countries::alpha3, countries::alpha2))
            .load(conn)?;
        if lands.len() > CountrySet::ROOM {
            let countries = lands.len();
            return Err(Error::internal(format!(
                "figures cannot tell {countries} countries apart"
            )));
        }
        let nowhere = (u32::from(CountrySet::NOWHERE), Arc::from(NO_COUNTRY));
        let country_codes = (0..)
            .zip(&lands)
            .map(|(number, land)| (number, Arc::from(land.1.as_str())))
            .chain([nowhere]);
        let alpha2 = (0..)
            .zip(&lands)
            .filter_map(|(number, land)| Some((land.2.clone()?, number)));
        let country_codes = Codes::new(country_codes, alpha2);
        let countries = lands
            .iter()
            .zip(0..CountrySet::NOWHERE)
            .map(|(land, number)| (land.0, number))
            .collect();
        let lines: Vec<(i64, String, AgencyKind)> = agencies::table
            .filter(agencies::deleted_seq.is_null())
            .select((agencies::id, agencies::code, agencies::kind))
            .load(conn)?;
        let kind_of = by_number(lines.iter().map(|(key, _, kind)| (*key, *kind)), &AgencyKind::Other);
        let agencies: Named = lines.into_iter().map(|(key, code, _)| (key, code)).collect();
        let older: Vec<(String, String, i64)> = codes::table
            .filter(codes::kind.eq_any(["programme", "agency"]))
            .select((codes::kind, codes::code, codes::record_id))
            .load(conn)?;
        let spelt = |kind: &str, known: &Named| -> Vec<(String, u32)> {
            let known: HashSet<i64> = known.iter().map(|(key, _)| *key).collect();
            let of = older.iter().filter(|(of, ..)| of == kind);
            of.filter(|(_, _, key)| known.contains(key))
                .map(|(_, code, key)| (code.clone(), number(*key)))
                .collect()
        };
        let names = Names {
            programmes: Codes::new(numbered(&programmes), spelt("programme", &programmes)),
            parents,
            fields: Codes::new(numbered(&fields), []),
            countries: country_codes,
            agencies: Codes::new(numbered(&agencies), spelt("agency", &agencies)),
            kind_of,
            links: Links::load(conn)?.map_agencies(number),
            launched,
            country_history,
            declared: declared(conn)?,
        };
        let agencies = agencies.iter().map(|(key, _)| number(*key)).collect();
        Ok(Self {
            names: Arc::new(names),
            countries,
            agencies,
        })
    }

    pub(super) fn country(&self, key: i64) -> Option<u8> {
        self.countries.get(&key).copied()
    }

    pub(super) fn agency(&self, key: i64) -> Option<u32> {
        Some(number(key)).filter(|number| self.agencies.contains(number))
    }
}
