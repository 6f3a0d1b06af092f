//! What the record holds of the activities that could explain a difference.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::duplicates::Candidate;
use crate::activities::model::ActivityType;
use crate::db::Conn;
use crate::db::schema::{activities, activity_external_ids, activity_programmes};
use crate::error::Error;
use crate::text::{Multilingual, fold};

/// How many keys one statement names.
const STEP: usize = 500;

#[derive(Queryable)]
struct CandidateRow {
    key: i64,
    code: String,
    title: String,
    kind: ActivityType,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    first_from: Option<NaiveDate>,
    first_to: Option<NaiveDate>,
}

/// The activities as suspicion needs them, in the order they were recorded.
pub fn candidates(conn: &mut Conn, keys: &[i64]) -> Result<Vec<Candidate>, Error> {
    let mut found = Vec::with_capacity(keys.len());
    for keys in keys.chunks(STEP) {
        use activities as a;
        let lines: Vec<CandidateRow> = a::table
            .filter(a::id.eq_any(keys))
            .order(a::id.asc())
            .select((
                a::id,
                a::code,
                a::title,
                a::kind,
                a::starts_on,
                a::ends_on,
                a::first_from,
                a::first_to,
            ))
            .load(conn)?;
        let numbers: Vec<(i64, (String, String))> = activity_external_ids::table
            .filter(activity_external_ids::activity_id.eq_any(keys))
            .select((
                activity_external_ids::activity_id,
                (activity_external_ids::scheme, activity_external_ids::value),
            ))
            .load(conn)?;
        let programmes: Vec<(i64, i64)> = activity_programmes::table
            .filter(activity_programmes::activity_id.eq_any(keys))
            .select((activity_programmes::activity_id, activity_programmes::programme_id))
            .load(conn)?;
        let (mut numbers, mut programmes) = (by_key(numbers), by_key(programmes));
        found.extend(lines.into_iter().map(|line| {
            let key = line.key;
            line.candidate(
                numbers.remove(&key).unwrap_or_default(),
                programmes.remove(&key).unwrap_or_default(),
            )
        }));
    }
    Ok(found)
}

fn by_key<T>(rows: Vec<(i64, T)>) -> HashMap<i64, Vec<T>> {
    let mut grouped: HashMap<i64, Vec<T>> = HashMap::new();
    for (key, value) in rows {
        grouped.entry(key).or_default().push(value);
    }
    grouped
}

impl CandidateRow {
    fn candidate(self, numbers: Vec<(String, String)>, programmes: Vec<i64>) -> Candidate {
        let titles = Multilingual::from_json(&self.title).0;
        let exact = self.starts_on.map(|start| (start, self.ends_on.unwrap_or(start)));
        let within = self.first_from.zip(self.first_to);
        Candidate {
            key: self.key,
            code: self.code,
            titles: titles.into_iter().map(|(lang, title)| (lang, fold(&title))).collect(),
            days: exact.or(within.map(|(first, last)| (first, self.ends_on.unwrap_or(last).max(last)))),
            exact,
            kind: self.kind,
            numbers,
            programmes,
        }
    }
}
