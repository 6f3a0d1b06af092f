//! Rosters: open rows, persons linked by merges as one, each person once in an activity.

use std::collections::HashMap;

use diesel::prelude::*;

use super::group;
use super::numbers::Numbers;
use crate::activities::roster::model::{ParticipationStatus, Role};
use crate::db::Conn;
use crate::db::schema::{merges, participations};
use crate::error::Error;
use crate::statistics::bounds::Sex;
use crate::statistics::facts::Row;

type RosterLine = (i64, i64, Role, ParticipationStatus, Option<i64>, Option<i64>, String);

/// The open roster rows by activity, in the order in which they were recorded.
pub(super) fn load_rosters(conn: &mut Conn, numbers: &Numbers) -> Result<HashMap<i64, Vec<Row>>, Error> {
    use participations as p;
    let merged: HashMap<i64, i64> = merges::table
        .filter(merges::to_seq.is_null())
        .select((merges::participant_id, merges::same_as_id))
        .load::<(i64, i64)>(conn)?
        .into_iter()
        .collect();
    let lines: Vec<RosterLine> = p::table
        .filter(p::to_seq.is_null())
        .order((p::activity_id.asc(), p::number.asc()))
        .select((
            p::activity_id,
            p::participant_id,
            p::role,
            p::status,
            p::country_id,
            p::agency_id,
            p::sex,
        ))
        .load(conn)?;
    let mut persons: HashMap<i64, u32> = HashMap::new();
    let mut next = 0_u32;
    Ok(group(lines.into_iter().map(
        |(activity, participant, role, status, country, agency, sex)| {
            let person = *persons.entry(same_person(&merged, participant)).or_insert_with(|| {
                next += 1;
                next - 1
            });
            let country = country.and_then(|key| numbers.country(key));
            let agency = agency.and_then(|key| numbers.agency(key));
            (
                activity,
                Row::new(person, agency, country, Sex::parse(&sex), role, status),
            )
        },
    )))
}

/// The person that a record stands for: the end of its chain of merges. A circle is one person, its smallest number.
fn same_person(merged: &HashMap<i64, i64>, participant: i64) -> i64 {
    let mut person = participant;
    for _ in 0..merged.len() {
        match merged.get(&person) {
            Some(same) => person = *same,
            None => return person,
        }
    }
    let around = std::iter::successors(merged.get(&person), |at| merged.get(at)).take(merged.len());
    around.copied().chain([person]).min().unwrap_or(person)
}

/// Appends a roster: first those who came and count, each person once, then all others. Gives where the first are.
pub(super) fn settle(roster: Vec<Row>, rows: &mut Vec<Row>) -> std::ops::Range<usize> {
    let start = rows.len();
    let (came, mut others): (Vec<Row>, Vec<Row>) = roster.into_iter().partition(Row::came);
    let mut seen: HashMap<u32, usize> = HashMap::with_capacity(came.len());
    for row in came {
        if let Some(first) = seen.get(&row.person).and_then(|at| rows.get_mut(*at)) {
            first.complete(&row);
            others.push(row);
        } else {
            seen.insert(row.person, rows.len());
            rows.push(row);
        }
    }
    let end = rows.len();
    rows.append(&mut others);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(person: u32, sex: Option<Sex>, status: ParticipationStatus) -> Row {
        Row::new(person, None, None, sex, Role::Trainee, status)
    }

    #[test]
    fn merges_are_followed_to_their_end_and_a_circle_is_one_person() {
        let chain = HashMap::from([(1, 2), (2, 3)]);
        assert_eq!([1, 2, 3, 4].map(|person| same_person(&chain, person)), [3, 3, 3, 4]);
        let circle = HashMap::from([(1, 2), (2, 3), (3, 1), (4, 2)]);
        let persons = [1, 2, 3, 4].map(|person| same_person(&circle, person));
        assert_eq!(persons, [1, 1, 1, 1].map(|_| persons[0]));
    }

    #[test]
    fn a_person_on_a_roster_twice_counts_once_with_what_either_row_states() {
        let mut rows = vec![row(9, None, ParticipationStatus::Attended)];
        let roster = vec![
            row(1, None, ParticipationStatus::Attended),
            row(2, None, ParticipationStatus::Absent),
            row(1, Some(Sex::Female), ParticipationStatus::Attended),
        ];
        let came = settle(roster, &mut rows);
        assert_eq!(came, 1..2);
        assert_eq!(rows[1].sex, Some(Sex::Female));
        assert_eq!(rows.len(), 4, "all rows stay");
    }
}
