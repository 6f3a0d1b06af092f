//! Activities that may be one recorded twice: the same title, first day and country, or an id of elsewhere. They are named
//! to whoever writes one, and found by `possible_duplicate=true`; they are part of no document.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::model::Status;
use crate::db::schema::{activities, activity_countries, activity_external_ids};
use crate::db::{Conn, MultiBackend, Uid};
use crate::error::{Error, OrInternal};
use crate::text::{Multilingual, fold};

/// The member of an answer that names them.
pub const MEMBER: &str = "possible_duplicates";

/// How many keys one question names.
const KEYS: usize = 1_000;

/// What two activities have in common that makes them one perhaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum MatchReason {
    ExternalId,
    Title,
}

impl MatchReason {
    fn as_str(self) -> &'static str {
        match self {
            Self::ExternalId => "external_id",
            Self::Title => "title",
        }
    }
}

/// An activity as far as its title, day and place make it the same as another.
struct Candidate {
    id: i64,
    starts_on: NaiveDate,
    /// By language, folded.
    titles: BTreeSet<(String, String)>,
    city: Option<String>,
    country: Option<i64>,
}

type Line = (i64, Option<NaiveDate>, String, Option<String>, Option<i64>);

/// Those of the activities of some days that are dated to the day; all of them where no day is named.
fn candidates(conn: &mut Conn, day: Option<NaiveDate>, with_drafts: bool) -> Result<Vec<Candidate>, Error> {
    let mut query = activities::table
        .filter(
            activities::deleted_seq
                .is_null()
                .and(activities::starts_on.is_not_null()),
        )
        .order((activities::sort_on.asc(), activities::id.asc()))
        .select((
            activities::id,
            activities::starts_on,
            activities::title,
            activities::place_city,
            activities::place_country_id,
        ))
        .into_boxed::<MultiBackend>();
    if let Some(day) = day {
        query = query.filter(activities::sort_on.eq(day).and(activities::starts_on.eq(day)));
    }
    if !with_drafts {
        query = query.filter(activities::status.ne(Status::Draft));
    }
    let lines: Vec<Line> = query.load(conn)?;
    let read = |(id, starts_on, title, city, country): Line| {
        let titles = Multilingual::from_json(&title).0;
        Some(Candidate {
            id,
            starts_on: starts_on?,
            titles: titles.into_iter().map(|(lang, title)| (lang, fold(&title))).collect(),
            city: city.map(|city| fold(&city)),
            country,
        })
    };
    Ok(lines.into_iter().filter_map(read).collect())
}

/// The countries that these activities list, and those of their places.
fn countries_of(conn: &mut Conn, all: &[&Candidate]) -> Result<HashMap<i64, BTreeSet<i64>>, Error> {
    let mut found: HashMap<i64, BTreeSet<i64>> = HashMap::new();
    for candidate in all {
        found.entry(candidate.id).or_default().extend(candidate.country);
    }
    let ids: Vec<i64> = found.keys().copied().collect();
    for chunk in ids.chunks(KEYS) {
        let rows: Vec<(i64, i64)> = activity_countries::table
            .filter(activity_countries::activity_id.eq_any(chunk))
            .select((activity_countries::activity_id, activity_countries::country_id))
            .load(conn)?;
        for (activity, country) in rows {
            found.entry(activity).or_default().insert(country);
        }
    }
    Ok(found)
}

/// Whether they are in one country or place.
fn may_be_one(one: &Candidate, other: &Candidate, countries: &HashMap<i64, BTreeSet<i64>>) -> bool {
    let of = |candidate: &Candidate| countries.get(&candidate.id);
    let in_one_country = of(one)
        .zip(of(other))
        .is_some_and(|(one, other)| !one.is_disjoint(other));
    in_one_country || (one.city.is_some() && one.city == other.city)
}

/// Whether an activity lists a country, or has a city or a country as its place.
fn names_a_place(conn: &mut Conn, id: i64) -> Result<bool, Error> {
    let (city, country): (Option<String>, Option<i64>) = activities::table
        .find(id)
        .select((activities::place_city, activities::place_country_id))
        .first(conn)?;
    if city.is_some() || country.is_some() {
        return Ok(true);
    }
    let listed = activity_countries::table.filter(activity_countries::activity_id.eq(id));
    Ok(listed.count().get_result::<i64>(conn)? > 0)
}

/// The activities that may be the one with that id, by their keys.
fn like(conn: &mut Conn, id: i64) -> Result<BTreeMap<i64, BTreeSet<MatchReason>>, Error> {
    let mut found: BTreeMap<i64, BTreeSet<MatchReason>> = BTreeMap::new();
    let (own, other) = diesel::alias!(activity_external_ids as own, activity_external_ids as other);
    let same_id: Vec<i64> = own
        .inner_join(
            other.on(other
                .field(activity_external_ids::scheme)
                .eq(own.field(activity_external_ids::scheme))
                .and(
                    other
                        .field(activity_external_ids::value)
                        .eq(own.field(activity_external_ids::value)),
                )),
        )
        .inner_join(activities::table.on(activities::id.eq(other.field(activity_external_ids::activity_id))))
        .filter(own.field(activity_external_ids::activity_id).eq(id))
        .filter(activities::id.ne(id).and(activities::deleted_seq.is_null()))
        .select(activities::id)
        .load(conn)?;
    for other in same_id {
        found.entry(other).or_default().insert(MatchReason::ExternalId);
    }
    let day: Option<NaiveDate> = activities::table.find(id).select(activities::starts_on).first(conn)?;
    // Where no country and no place is named, none can be in common, and the day's other activities need not be read.
    if let Some(day) = day
        && names_a_place(conn, id)?
    {
        let all = candidates(conn, Some(day), true)?;
        let (own, others): (Vec<_>, Vec<_>) = all.iter().partition(|candidate| candidate.id == id);
        if let Some(own) = own.first() {
            let alike: Vec<&Candidate> = others
                .into_iter()
                .filter(|c| !c.titles.is_disjoint(&own.titles))
                .collect();
            let countries = countries_of(conn, &[alike.as_slice(), &[own]].concat())?;
            for candidate in alike
                .into_iter()
                .filter(|candidate| may_be_one(own, candidate, &countries))
            {
                found.entry(candidate.id).or_default().insert(MatchReason::Title);
            }
        }
    }
    Ok(found)
}

/// The codes of the activities that the one with that id may be, for officers, who see them all.
pub fn codes(conn: &mut Conn, uid: Uid) -> Result<Vec<String>, Error> {
    Ok(named(conn, uid)?.into_iter().map(|(_, code, _)| code).collect())
}

fn named(conn: &mut Conn, uid: Uid) -> Result<Vec<(Uid, String, BTreeSet<MatchReason>)>, Error> {
    let id: i64 = activities::table
        .filter(activities::uid.eq(uid))
        .select(activities::id)
        .first(conn)?;
    let mut found = Vec::new();
    for (other, reasons) in like(conn, id)? {
        let (uid, code) = activities::table
            .find(other)
            .select((activities::uid, activities::code))
            .first(conn)?;
        found.push((uid, code, reasons));
    }
    Ok(found)
}

/// The document of an activity as it is answered to whoever wrote it: with the activities that it may be, if any.
pub fn named_in(conn: &mut Conn, uid: Uid, document: String) -> Result<String, Error> {
    let found = named(conn, uid)?;
    if found.is_empty() {
        return Ok(document);
    }
    let mut answer: Value = serde_json::from_str(&document).or_internal("a document that was made cannot be read")?;
    let shown = found.into_iter().map(|(uid, code, reasons)| {
        let reasons: Vec<&str> = reasons.into_iter().map(MatchReason::as_str).collect();
        json!({"id": uid.to_string(), "code": code, "shares": reasons})
    });
    if let Some(members) = answer.as_object_mut() {
        members.insert(MEMBER.into(), shown.collect());
    }
    Ok(answer.to_string())
}

/// The keys of all activities that may be another one.
pub fn all_keys(conn: &mut Conn, with_drafts: bool) -> Result<BTreeSet<i64>, Error> {
    let everything = candidates(conn, None, with_drafts)?;
    let mut groups: HashMap<(NaiveDate, &(String, String)), Vec<&Candidate>> = HashMap::new();
    for candidate in &everything {
        for title in &candidate.titles {
            groups.entry((candidate.starts_on, title)).or_default().push(candidate);
        }
    }
    groups.retain(|_, group| group.len() > 1);
    let alike: Vec<&Candidate> = groups.values().flatten().copied().collect();
    let countries = countries_of(conn, &alike)?;
    let mut found = BTreeSet::new();
    for group in groups.values() {
        for (at, one) in group.iter().enumerate() {
            let others = group.iter().enumerate().filter(|(place, _)| *place != at);
            if others.into_iter().any(|(_, other)| may_be_one(one, other, &countries)) {
                found.insert(one.id);
            }
        }
    }
    let mut by_number: HashMap<(String, String), Vec<i64>> = HashMap::new();
    let mut numbered = activity_external_ids::table
        .inner_join(activities::table.on(activities::id.eq(activity_external_ids::activity_id)))
        .filter(activities::deleted_seq.is_null())
        .select((
            activity_external_ids::scheme,
            activity_external_ids::value,
            activities::id,
        ))
        .into_boxed::<MultiBackend>();
    if !with_drafts {
        numbered = numbered.filter(activities::status.ne(Status::Draft));
    }
    for (scheme, value, id) in numbered.load::<(String, String, i64)>(conn)? {
        by_number.entry((scheme, value)).or_default().push(id);
    }
    found.extend(by_number.into_values().filter(|ids| ids.len() > 1).flatten());
    Ok(found)
}
