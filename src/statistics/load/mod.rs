//! Reads the facts of the whole record in one snapshot: a handful of set-based queries, then sorting in memory.

mod numbers;
mod rosters;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use diesel::prelude::*;

use self::numbers::Numbers;
use self::rosters::{load_rosters, settle};
use super::bounds::{Cell, CountriesOf, Head, Qualifier, Sex};
use super::eras::Eras;
use super::facts::{Activity, Codes, Facts, Names, Statement};
use crate::activities::counts::{self as stated, StatedSex};
use crate::activities::model::{ActivityType, AgencyRole, CountryRole, Mode, OurRole, Status};
use crate::countries::atlas::Atlas;
use crate::db::schema::{
    activities, activity_agencies, activity_countries, activity_fields, activity_languages, activity_programmes,
    count_cells, counts,
};
use crate::db::{Conn, Uid, snapshot};
use crate::error::Error;
use crate::on_each;

/// Which record this is and how far it has come: cheap enough to ask before every answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Version {
    #[diesel(sql_type = crate::db::types::sql::Uid)]
    pub epoch: Uid,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub seq: i64,
}

/// The version of the record as this connection sees it.
pub fn version(conn: &mut Conn) -> Result<Version, Error> {
    let query = "SELECT epoch, (SELECT coalesce(max(seq), 0) FROM ledger) AS seq FROM database_info";
    Ok(on_each!(conn, c => diesel::sql_query(query).get_result(c))?)
}

/// Everything that figures are made of, as it stands; `today` dates what has no date.
pub fn load(conn: &mut Conn, today: NaiveDate) -> Result<Facts, Error> {
    snapshot(conn, |conn| {
        let version = version(conn)?;
        let numbers = Numbers::load(conn)?;
        let atlas = Atlas::load(conn)?;
        let mut eras = Eras::of(&atlas, numbers.countries.clone());
        let mut lists = Lists::load(conn, &numbers)?;
        let mut statements = load_statements(conn, &numbers)?;
        let mut rosters = load_rosters(conn, &numbers)?;
        let mut rows = Vec::with_capacity(rosters.values().map(Vec::len).sum());
        let mut all = Vec::new();
        for line in load_activities(conn)? {
            let came = settle(rosters.remove(&line.key).unwrap_or_default(), &mut rows);
            let others = came.end..rows.len();
            let place = line.place.and_then(|key| numbers.country(key));
            all.push(Activity {
                key: line.key,
                kind: line.kind,
                mode: line.mode,
                status: line.status,
                our_role: line.our_role,
                span: line.first_from.zip(line.first_to),
                ends_on: line.ends_on,
                host: place.filter(|_| matches!(line.mode, Mode::InPerson | Mode::Hybrid)),
                programmes: lists.programmes.remove(&line.key).unwrap_or_default().into(),
                fields: lists.fields.remove(&line.key).unwrap_or_default().into(),
                languages: lists.languages.remove(&line.key).unwrap_or_default().into(),
                countries: lists.countries.remove(&line.key).unwrap_or_default().into(),
                agencies: lists.agencies.remove(&line.key).unwrap_or_default().into(),
                statement: statements.remove(&line.key).map(Box::new),
                came,
                others,
                era: eras.on(line.first_from.unwrap_or(today)),
            });
        }
        rows.shrink_to_fit();
        let undated = all.iter().any(|activity| activity.span.is_none());
        Ok(Facts {
            epoch: version.epoch,
            seq: version.seq,
            today,
            ages: undated && eras.changes_after(today),
            names: Names {
                languages: lists.tags,
                ..numbers.names
            },
            eras: eras.into_all(),
            activities: all,
            rows,
            thought: Default::default(),
        })
    })
}

#[derive(Queryable)]
struct Line {
    key: i64,
    kind: ActivityType,
    mode: Mode,
    status: Status,
    our_role: OurRole,
    first_from: Option<NaiveDate>,
    first_to: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    place: Option<i64>,
}

fn load_activities(conn: &mut Conn) -> Result<Vec<Line>, Error> {
    use activities as a;
    Ok(a::table
        .filter(a::deleted_seq.is_null())
        .order(a::id.asc())
        .select((
            a::id,
            a::kind,
            a::mode,
            a::status,
            a::our_role,
            a::first_from,
            a::first_to,
            a::ends_on,
            a::place_country_id,
        ))
        .load(conn)?)
}
/// The lists of all activities, by the activity's key.
struct Lists {
    programmes: HashMap<i64, Vec<u32>>,
    fields: HashMap<i64, Vec<u32>>,
    languages: HashMap<i64, Vec<u32>>,
    tags: Codes,
    countries: HashMap<i64, Vec<(u8, CountryRole)>>,
    agencies: HashMap<i64, Vec<(u32, AgencyRole)>>,
}

fn group<T>(rows: impl IntoIterator<Item = (i64, T)>) -> HashMap<i64, Vec<T>> {
    let mut grouped: HashMap<i64, Vec<T>> = HashMap::new();
    for (key, value) in rows {
        grouped.entry(key).or_default().push(value);
    }
    grouped
}

impl Lists {
    fn load(conn: &mut Conn, numbers: &Numbers) -> Result<Self, Error> {
        let programmes: Vec<(i64, i64)> = activity_programmes::table
            .order((
                activity_programmes::activity_id.asc(),
                activity_programmes::position.asc(),
            ))
            .select((activity_programmes::activity_id, activity_programmes::programme_id))
            .load(conn)?;
        let fields: Vec<(i64, i64)> = activity_fields::table
            .order((activity_fields::activity_id.asc(), activity_fields::position.asc()))
            .select((activity_fields::activity_id, activity_fields::field_id))
            .load(conn)?;
        let languages: Vec<(i64, String)> = activity_languages::table
            .order((
                activity_languages::activity_id.asc(),
                activity_languages::position.asc(),
            ))
            .select((activity_languages::activity_id, activity_languages::lang))
            .load(conn)?;
        let mut tags: Vec<Arc<str>> = languages.iter().map(|(_, tag)| Arc::from(tag.as_str())).collect();
        tags.sort_unstable();
        tags.dedup();
        let tags = Codes::new(tags, []);
        let countries: Vec<(i64, i64, CountryRole)> = activity_countries::table
            .order((
                activity_countries::activity_id.asc(),
                activity_countries::position.asc(),
            ))
            .select((
                activity_countries::activity_id,
                activity_countries::country_id,
                activity_countries::role,
            ))
            .load(conn)?;
        let agencies: Vec<(i64, i64, AgencyRole)> = activity_agencies::table
            .order((activity_agencies::activity_id.asc(), activity_agencies::position.asc()))
            .select((
                activity_agencies::activity_id,
                activity_agencies::agency_id,
                activity_agencies::role,
            ))
            .load(conn)?;
        let by = |rows: Vec<(i64, i64)>, of: &HashMap<i64, u32>| {
            group(
                rows.into_iter()
                    .filter_map(|(activity, key)| Some((activity, *of.get(&key)?))),
            )
        };
        Ok(Self {
            programmes: by(programmes, &numbers.programmes),
            fields: by(fields, &numbers.fields),
            languages: group(
                languages
                    .into_iter()
                    .filter_map(|(activity, tag)| Some((activity, tags.number(&tag)?))),
            ),
            tags,
            countries: group(
                countries
                    .into_iter()
                    .filter_map(|(activity, key, role)| Some((activity, (numbers.country(key)?, role)))),
            ),
            agencies: group(
                agencies
                    .into_iter()
                    .filter_map(|(activity, key, role)| Some((activity, (numbers.agency(key)?, role)))),
            ),
        })
    }
}

type StatementLine = (
    i64,
    i64,
    Option<i32>,
    Option<stated::Qualifier>,
    Option<i32>,
    stated::CountriesOf,
    bool,
    bool,
);

fn load_statements(conn: &mut Conn, numbers: &Numbers) -> Result<HashMap<i64, Statement>, Error> {
    let lines: Vec<StatementLine> = counts::table
        .filter(counts::standing.eq(true))
        .select((
            counts::id,
            counts::activity_id,
            counts::participants,
            counts::qualifier,
            counts::countries,
            counts::countries_of,
            counts::countries_complete,
            counts::roster_complete,
        ))
        .load(conn)?;
    let cells: Vec<(i64, Option<i64>, Option<StatedSex>, Option<i64>, i32)> = count_cells::table
        .inner_join(counts::table.on(counts::id.eq(count_cells::count_id)))
        .filter(counts::standing.eq(true))
        .order((count_cells::count_id.asc(), count_cells::position.asc()))
        .select((
            count_cells::count_id,
            count_cells::country_id,
            count_cells::sex,
            count_cells::agency_id,
            count_cells::participants,
        ))
        .load(conn)?;
    let cell = |(count, country, sex, agency, people): (i64, Option<i64>, Option<StatedSex>, Option<i64>, i32)| {
        let sex = sex.map(|sex| {
            if sex == StatedSex::Female {
                Sex::Female
            } else {
                Sex::Male
            }
        });
        let country = country.map(|key| numbers.country(key)).unwrap_or_default();
        let agency = agency.and_then(|key| numbers.agency(key));
        (
            count,
            Cell {
                country,
                sex,
                agency,
                participants: natural(people),
            },
        )
    };
    let mut cells = group(cells.into_iter().map(cell));
    Ok(lines
        .into_iter()
        .map(
            |(id, activity, value, qualifier, k, of, countries_complete, roster_complete)| {
                let qualifier = qualifier.and_then(|qualifier| Qualifier::parse(qualifier.as_str()));
                let statement = Statement {
                    head: value.zip(qualifier).map(|(value, qualifier)| Head {
                        value: natural(value),
                        qualifier,
                    }),
                    countries: k.map(natural),
                    countries_of: match of {
                        stated::CountriesOf::Members => CountriesOf::Members,
                        stated::CountriesOf::Any => CountriesOf::Any,
                    },
                    countries_complete,
                    roster_complete,
                    cells: cells.remove(&id).unwrap_or_default().into(),
                };
                (activity, statement)
            },
        )
        .collect())
}

fn natural(number: i32) -> u32 {
    u32::try_from(number).unwrap_or_default()
}
