//! What earlier releases took and no write would leave today: it stays, and `qudra doctor` lists it.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::Status;
use super::when::{MOST_DAYS, latest_beginning};
use crate::db::Conn;
use crate::db::schema::{activities, codes};
use crate::directory::external;
use crate::error::Error;
use crate::text;

/// How many records a line names.
const NAMED: usize = 20;

type Line = (
    String,
    Status,
    Option<NaiveDate>,
    Option<NaiveDate>,
    Option<NaiveDate>,
    Option<i32>,
);

/// One line for each kind of thing that is there, in words for an administrator; none where there is nothing.
pub fn lines(conn: &mut Conn, today: NaiveDate, shared: &[String]) -> Result<Vec<String>, Error> {
    let times: Vec<Line> = activities::table
        .filter(activities::deleted_seq.is_null())
        .order(activities::id.asc())
        .select((
            activities::code,
            activities::status,
            activities::first_from,
            activities::first_to,
            activities::ends_on,
            activities::day_count,
        ))
        .load(conn)?;
    let latest = latest_beginning(today);
    let is_early = |line: &&Line| line.1 == Status::Held && line.2.is_some_and(|first| first > latest);
    let is_long = |line: &&Line| {
        let lasting = line.3.zip(line.4).map(|(first, last)| (last - first).num_days() + 1);
        line.5.is_none() && lasting.is_some_and(|days| days > MOST_DAYS)
    };
    let named = |found: Vec<&Line>| found.into_iter().map(|line| line.0.clone()).collect::<Vec<_>>();
    let early = named(times.iter().filter(is_early).collect());
    let long = named(times.iter().filter(is_long).collect());
    let doubles = external::doubles(conn, shared)?;
    let doubles = doubles
        .into_iter()
        .map(|(kind, id, count)| format!("{id} ({count} of kind {})", kind.as_str()));
    let marked: Vec<(String, String)> = codes::table.select((codes::kind, codes::code)).load(conn)?;
    let marked = marked.into_iter().filter(|(_, code)| text::former_code(code).is_some());
    let marked = marked.map(|(kind, code)| format!("{kind} {}", code.escape_unicode()));
    let told = [
        ("held before they begin", early),
        ("longer than a year without listed days", long),
        ("ids elsewhere that several records have", doubles.collect()),
        ("codes that are written otherwise today", marked.collect()),
    ];
    Ok(told
        .into_iter()
        .filter(|(_, found)| !found.is_empty())
        .map(|(what, found)| line(what, &found))
        .collect())
}

fn line(what: &str, found: &[String]) -> String {
    let named: Vec<&str> = found.iter().take(NAMED).map(String::as_str).collect();
    let more = found.len() - named.len();
    let rest = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    format!("{what}: {}{rest}", named.join(", "))
}
