//! How many people came in all: the least that must have against the most that can have.

use super::countries::Lands;
use super::table::{Axis, Entry, Spot, Table};
use super::{Facts, Through};
use crate::activities::counts::{Qualifier, Statement};
use crate::error::Fault;

/// Every reason for a least total against the tightest reason for a most.
pub fn of_total(facts: &Facts<'_>, table: &Table, lands: &Lands, through: Through<'_>) -> Vec<Fault> {
    let silent = Entry::default();
    let of = |country: i64| {
        table
            .get(&Spot {
                country: Some(country),
                ..Spot::default()
            })
            .unwrap_or(&silent)
    };
    let everybody = table.get(&Spot::default()).unwrap_or(&silent);
    let (head_low, head_high) = head(facts.statement);
    let whole_roster = facts.statement.participants.is_none() && facts.statement.roster_complete && everybody.rows > 0;
    let every_country = lands.closed && lands.unnamed == 0 && lands.named.iter().all(|country| of(*country).is_exact());
    let by_country: i64 = lands
        .named
        .iter()
        .map(|country| of(*country).stated().max(lands.each))
        .sum();
    let of_countries = if facts.statement.cells.is_empty() {
        "/countries"
    } else {
        "/cells"
    };
    let at_most = [
        (head_high, "head", "/participants/value"),
        (
            whole_roster.then_some(everybody.rows),
            "whole_roster",
            "/roster_complete",
        ),
        (everybody.all_sexes(), "both_sexes", "/cells"),
        (every_country.then_some(by_country), "every_country", of_countries),
    ];
    let Some((most, because, member)) = at_most
        .into_iter()
        .filter_map(|(most, why, at)| Some((most?, why, at)))
        .min_by_key(|(most, _, _)| *most)
    else {
        return Vec::new();
    };
    let came = lands.each * (lands.named_count() + lands.unnamed);
    let at_least = [
        (head_low, "head"),
        (everybody.rows, "roster"),
        (came, "country_count"),
        (
            if came > most {
                0
            } else {
                by_country + lands.each * lands.unnamed
            },
            "countries",
        ),
        (everybody.sexes(), "sexes"),
        (everybody.by(Axis::Agency), "agencies"),
    ];
    let above = at_least.into_iter().filter(|(least, _)| *least > most);
    // Rows of the roster are among the countries, sexes and agencies: said once is enough.
    let told =
        |why: &str, least: i64| why == "roster" || why == "head" || least > everybody.rows || everybody.rows <= most;
    above
        .filter(|(least, why)| told(why, *least))
        .map(|(least, why)| {
            let fault = through
                .fault(member, "impossible_total")
                .with("most", most)
                .with("because", because);
            fault.with("least", least).with("why", why)
        })
        .collect()
}

/// What the head count says of the number of people.
fn head(statement: &Statement) -> (i64, Option<i64>) {
    let Some(head) = statement.participants else {
        return (0, None);
    };
    let value = i64::from(head.value);
    match head.qualifier {
        Qualifier::Exact => (value, Some(value)),
        Qualifier::AtLeast => (value, None),
        Qualifier::MoreThan => (value + 1, None),
        Qualifier::AtMost | Qualifier::Nearly => (0, Some(value)),
        Qualifier::About => (0, None),
    }
}
