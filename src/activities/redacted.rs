//! Documents as those read them who may not see persons: the cells of a statement that tell nobody (`crate::disclosure`).
//! Only the statement that stands is told with splits; what stood before shows head counts and countries alone, since the
//! two beside each other would give away what neither does.

use std::collections::HashMap;

use diesel::prelude::*;
use serde_json::Value;

use super::reading;
use super::recount::ROLES_OF_THOSE_WHO_CAME;
use crate::agencies::links::{LinkPeriod, Links};
use crate::bounds::{Cell, CellKey, CountriesOf, Evidence, Head, Qualifier, RosterCell, Sex};
use crate::db::schema::{agencies, countries, participations};
use crate::db::{Conn, Uid};
use crate::disclosure::{Clearance, protect};
use crate::error::{Error, OrInternal};
use crate::input::Code as _;
use crate::time::{Clock, PartialDate};

/// Activities' documents as they stood at a sequence number of the ledger, each as this clearance tells it.
pub fn documents(
    conn: &mut Conn,
    clearance: Clearance,
    seq: i64,
    documents: Vec<String>,
) -> Result<Vec<String>, Error> {
    let documents: Vec<String> = documents.into_iter().map(reading::as_read_today).collect();
    if clearance == Clearance::Full || !documents.iter().any(|document| has_cells(document)) {
        return Ok(documents);
    }
    let own = OwnAgency::load(conn, clearance)?;
    let opened = documents
        .iter()
        .map(|text| has_cells(text).then(|| read(text)).transpose());
    let opened = opened.collect::<Result<Vec<Option<Value>>, Error>>()?;
    let ids: Vec<Uid> = opened.iter().flatten().filter_map(id_of).collect();
    let mut rosters = rosters(conn, seq, &ids)?;
    let told = documents.into_iter().zip(opened).map(|(text, opened)| {
        let Some(document) = opened else { return text };
        let roster = id_of(&document).and_then(|id| rosters.remove(&id)).unwrap_or_default();
        let own = own.number(&document);
        redact(clearance, own, roster, document).to_string()
    });
    Ok(told.collect())
}

/// Statements of one activity, whose document is `activity`, as this clearance tells them.
pub fn statements(
    conn: &mut Conn,
    clearance: Clearance,
    activity: &str,
    statements: Vec<String>,
) -> Result<Vec<String>, Error> {
    if clearance == Clearance::Full || !statements.iter().any(|statement| has_cells(statement)) {
        return Ok(statements);
    }
    let own = OwnAgency::load(conn, clearance)?;
    let activity = read(activity)?;
    let own = own.number(&activity).to_vec();
    let id = id_of(&activity).into_iter().collect::<Vec<_>>();
    let roster = rosters(conn, i64::MAX, &id)?.into_values().flatten().collect();
    let told = redact(clearance, &own, roster, activity);
    let cells = told.pointer("/counts/cells").cloned().unwrap_or_default();
    let tell = |text: String| {
        let mut statement = read(&text)?;
        if statement.get("standing") == Some(&Value::Bool(true)) {
            if let Some(slot) = statement.get_mut("cells") {
                *slot = cells.clone();
            }
        } else {
            without_splits(&mut statement, &own);
        }
        Ok(statement.to_string())
    };
    statements.into_iter().map(tell).collect()
}

/// Leaves of an earlier statement what is told without knowing more: the countries' own counts.
pub fn without_splits(counts: &mut Value, own: &[String]) {
    let is_own = |cell: &Value| word(cell, "agency").is_some_and(|agency| own.iter().any(|own| own == agency));
    let splits = |cell: &Value| word(cell, "sex").is_some() || word(cell, "agency").is_some();
    if let Some(cells) = counts.get_mut("cells").and_then(Value::as_array_mut) {
        cells.retain(|cell| !splits(cell) || is_own(cell));
    }
}

/// Whether a document has cells at all: most have none and are answered as they are stored.
pub fn has_cells(document: &str) -> bool {
    !document.contains("\"cells\":[]")
}

/// The id of an activity's document.
fn id_of(document: &Value) -> Option<Uid> {
    word(document, "id").and_then(Uid::parse)
}

fn read(text: &str) -> Result<Value, Error> {
    serde_json::from_str(text).or_internal("a stored document cannot be read")
}

fn word<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name).and_then(Value::as_str)
}

/// The codes of the agency whose own people are told as they are, of those that it succeeds and of those that are one with
/// any of them: for each stretch of days.
pub struct OwnAgency(Vec<(LinkPeriod<i64>, Vec<String>)>);

impl OwnAgency {
    /// Of who reads it so.
    pub fn load(conn: &mut Conn, clearance: Clearance) -> Result<Self, Error> {
        let Some(agency) = clearance.agency() else {
            return Ok(Self(Vec::new()));
        };
        let links = Links::load(conn)?;
        let own = |stretch: LinkPeriod<i64>| {
            let keys = links.under_any_name(&[agency], &stretch.one, true);
            let codes = agencies::table.filter(agencies::id.eq_any(keys)).select(agencies::code);
            Ok((stretch, codes.load(conn)?))
        };
        links
            .periods()
            .into_iter()
            .map(own)
            .collect::<Result<_, Error>>()
            .map(Self)
    }

    /// On an activity's first day, which its document has; an undated one is of today.
    pub fn number(&self, document: &Value) -> &[String] {
        let date = |at: &str| {
            document
                .pointer(at)
                .and_then(Value::as_str)
                .and_then(PartialDate::parse)
        };
        let day = date("/when/start").or_else(|| date("/when/period"));
        let day = day.map_or_else(|| Clock::default().now().utc().date_naive(), PartialDate::first);
        let own = self.0.iter().find(|(stretch, _)| stretch.has(day));
        own.map_or(&[], |(_, codes)| codes)
    }
}

/// Codes as small numbers, in the order in which they are met.
#[derive(Default)]
struct Numbers(HashMap<String, u32>);

impl Numbers {
    fn of(&mut self, code: &str) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(code.to_owned()).or_insert(next)
    }
}

fn redact(clearance: Clearance, own: &[String], roster: Vec<Line>, mut document: Value) -> Value {
    let Some(threshold) = clearance.threshold() else {
        return document;
    };
    let (mut lands, mut agencies) = (Numbers::default(), Numbers::default());
    let mut evidence = evidence(&document, &mut lands, &mut agencies);
    evidence.roster = cells_of(roster, &mut lands, &mut agencies);
    let own: Vec<u32> = own.iter().map(|code| agencies.of(code)).collect();
    let told = protect(&evidence, &own, threshold).disclosable;
    let is_own = |cell: &Cell| cell.agency.is_some_and(|agency| own.contains(&agency));
    let mut shown = evidence
        .cells
        .iter()
        .map(|cell| told.shows(&CellKey::from(cell), is_own(cell)));
    let mut unknown = evidence
        .unknown
        .iter()
        .map(|cell| told.shows_unknown(cell, is_own(cell)));
    if let Some(cells) = document.pointer_mut("/counts/cells").and_then(Value::as_array_mut) {
        cells.retain(|cell| {
            let next = if is_of_unknown(cell) {
                unknown.next()
            } else {
                shown.next()
            };
            next.unwrap_or(false)
        });
    }
    document
}

/// The statement of a document, as the bounds read it.
fn evidence(document: &Value, lands: &mut Numbers, agencies: &mut Numbers) -> Evidence {
    let counts = document.get("counts").cloned().unwrap_or_default();
    let number = |value: Option<&Value>| value.and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
    let mut land = |code: &str| u8::try_from(lands.of(code)).unwrap_or(u8::MAX);
    let head = counts.get("participants").and_then(|head| {
        Some(Head {
            value: number(head.get("value"))?,
            qualifier: word(head, "qualifier").and_then(Qualifier::from_code)?,
        })
    });
    let list = |name: &str, of: &Value| of.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let (mut cells, mut unknown) = (Vec::new(), Vec::new());
    for cell in list("cells", &counts) {
        let among = if is_of_unknown(&cell) { &mut unknown } else { &mut cells };
        among.push(Cell {
            country: word(&cell, "country").map(&mut land),
            sex: word(&cell, "sex").and_then(Sex::parse),
            agency: word(&cell, "agency").map(|code| agencies.of(code)),
            participants: number(cell.get("participants")).unwrap_or(0),
        });
    }
    let listed = list("countries", document);
    let sending = listed
        .iter()
        .filter(|line| matches!(word(line, "role"), Some("beneficiary" | "attending")));
    Evidence {
        head,
        countries: number(counts.get("countries")),
        countries_of: match word(&counts, "countries_of") {
            Some("members") => CountriesOf::Members,
            _ => CountriesOf::Any,
        },
        countries_complete: counts.get("countries_complete") != Some(&Value::Bool(false)),
        roster_complete: counts.get("roster_complete") != Some(&Value::Bool(false)),
        cells,
        unknown,
        listed: sending
            .filter_map(|line| word(line, "country"))
            .map(&mut land)
            .collect(),
        ..Evidence::default()
    }
}

/// Whether a cell counts those of whom it is stated that no sex is.
fn is_of_unknown(cell: &Value) -> bool {
    word(cell, "sex") == Some("unknown")
}

/// A row of a roster: country, sex, agency.
type Line = (Option<String>, String, Option<String>);

/// How many activities one question names.
const STEP: usize = 500;

/// The rows of activities' rosters that counted at a sequence number.
fn rosters(conn: &mut Conn, seq: i64, activities: &[Uid]) -> Result<HashMap<Uid, Vec<Line>>, Error> {
    use crate::db::schema::activities as a;
    use participations as p;
    let mut found: HashMap<Uid, Vec<Line>> = HashMap::new();
    for some in activities.chunks(STEP) {
        let lines: Vec<(Uid, Line)> = p::table
            .inner_join(a::table.on(a::id.eq(p::activity_id)))
            .left_join(countries::table.on(countries::id.nullable().eq(p::country_id)))
            .left_join(agencies::table.on(agencies::id.nullable().eq(p::agency_id)))
            .filter(a::uid.eq_any(some))
            .filter(p::from_seq.le(seq).and(p::to_seq.is_null().or(p::to_seq.gt(seq))))
            .filter(p::status.eq("attended").and(p::role.eq_any(ROLES_OF_THOSE_WHO_CAME)))
            .select((
                a::uid,
                (countries::alpha3.nullable(), p::sex, agencies::code.nullable()),
            ))
            .load(conn)?;
        for (activity, line) in lines {
            found.entry(activity).or_default().push(line);
        }
    }
    Ok(found)
}

/// Rows that are alike, together.
fn cells_of(lines: Vec<Line>, lands: &mut Numbers, agencies: &mut Numbers) -> Vec<RosterCell> {
    let mut rows: Vec<(Option<u8>, Option<Sex>, Option<u32>)> = lines
        .into_iter()
        .map(|(country, sex, agency)| {
            let country = country.map(|code| u8::try_from(lands.of(&code)).unwrap_or(u8::MAX));
            (country, Sex::parse(&sex), agency.map(|code| agencies.of(&code)))
        })
        .collect();
    rows.sort_unstable();
    let alike = rows.chunk_by(|a, b| a == b).filter_map(|alike| {
        let (country, sex, agency) = *alike.first()?;
        Some(RosterCell {
            country,
            sex,
            agency,
            count: u32::try_from(alike.len()).unwrap_or(u32::MAX),
        })
    });
    alike.collect()
}
