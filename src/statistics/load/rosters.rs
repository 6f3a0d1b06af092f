//! Rosters: the rows that are open, or were at a sequence number; persons linked by merges as one, each person once in
//! an activity.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::ActivityKeys;
use super::numbers::{Numbers, number};
use crate::activities::roster::model::{ParticipationStatus, Role};
use crate::db::schema::{merges, participations};
use crate::db::{Conn, MultiBackend};
use crate::error::Error;
use crate::statistics::bounds::Sex;
use crate::statistics::dataset::Row;

type Line = (
    (i64, i64),
    i64,
    Role,
    ParticipationStatus,
    Option<i64>,
    Option<i64>,
    String,
);

/// Which record of a person stands for which, by merges: as they stand, or stood at a sequence number.
#[derive(Debug, Default)]
pub(super) struct MergedPersons(HashMap<i64, i64>);

impl MergedPersons {
    pub(super) fn load(conn: &mut Conn, at: Option<i64>) -> Result<Self, Error> {
        let mut query = merges::table
            .select((merges::participant_id, merges::same_as_id))
            .into_boxed::<MultiBackend>();
        query = match at {
            None => query.filter(merges::to_seq.is_null()),
            Some(seq) => query
                .filter(merges::from_seq.le(seq))
                .filter(merges::to_seq.is_null().or(merges::to_seq.gt(seq))),
        };
        Ok(Self(query.load::<(i64, i64)>(conn)?.into_iter().collect()))
    }

    /// The person that a record stands for: the end of its chain of merges. A circle is one person, its smallest number.
    fn person(&self, participant: i64) -> i64 {
        let Self(merged) = self;
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
}

/// Everybody who is linked to one of these by merges that stand or stood after `seq`.
pub(super) fn linked(conn: &mut Conn, persons: &[i64], seq: i64) -> Result<Vec<i64>, Error> {
    let pairs: Vec<(i64, i64)> = merges::table
        .filter(merges::to_seq.is_null().or(merges::to_seq.gt(seq)))
        .select((merges::participant_id, merges::same_as_id))
        .load(conn)?;
    let mut neighbours: HashMap<i64, Vec<i64>> = HashMap::new();
    for (one, other) in pairs {
        neighbours.entry(one).or_default().push(other);
        neighbours.entry(other).or_default().push(one);
    }
    let mut seen: HashSet<i64> = persons.iter().copied().collect();
    let mut ahead: Vec<i64> = persons.to_vec();
    while let Some(person) = ahead.pop() {
        for other in neighbours.get(&person).into_iter().flatten() {
            if seen.insert(*other) {
                ahead.push(*other);
            }
        }
    }
    Ok(seen.into_iter().collect())
}

/// The activities on whose rosters these persons are, or ever were.
pub(super) fn activities_of(conn: &mut Conn, persons: &[i64]) -> Result<Vec<i64>, Error> {
    let mut found = Vec::new();
    for chunk in persons.chunks(super::KEYS) {
        let of: Vec<i64> = participations::table
            .filter(participations::participant_id.eq_any(chunk))
            .select(participations::activity_id)
            .distinct()
            .load(conn)?;
        found.extend(of);
    }
    Ok(found)
}

/// The roster rows by activity, in the order in which they were recorded; as they were at a sequence number if one is
/// given.
pub(super) fn load_rosters(
    conn: &mut Conn,
    which: ActivityKeys<'_>,
    at: Option<i64>,
    numbers: &Numbers,
    merged: &MergedPersons,
) -> Result<HashMap<i64, Vec<Row>>, Error> {
    use participations as p;
    let mut query = p::table
        .select((
            (p::activity_id, p::number),
            p::participant_id,
            p::role,
            p::status,
            p::country_id,
            p::agency_id,
            p::sex,
        ))
        .into_boxed::<MultiBackend>();
    query = match which {
        ActivityKeys::Between(first, last) => query.filter(p::activity_id.between(first, last)),
        ActivityKeys::These(keys) => query.filter(p::activity_id.eq_any(keys)),
    };
    query = match at {
        None => query.filter(p::to_seq.is_null()),
        Some(seq) => query
            .filter(p::from_seq.le(seq))
            .filter(p::to_seq.is_null().or(p::to_seq.gt(seq))),
    };
    let mut lines: Vec<Line> = query.load(conn)?;
    lines.sort_unstable_by_key(|line| line.0);
    Ok(super::group(lines.into_iter().map(
        |((activity, _), participant, role, status, country, agency, sex)| {
            let person = number(merged.person(participant));
            let country = country.and_then(|key| numbers.country(key));
            let agency = agency.and_then(|key| numbers.agency(key));
            (
                activity,
                Row::new(person, agency, country, Sex::parse(&sex), role, status),
            )
        },
    )))
}

/// A roster as those who came and count, each person once, and all other rows.
pub(super) fn one_row_per_person(roster: Vec<Row>) -> (Vec<Row>, Vec<Row>) {
    let (all, mut others): (Vec<Row>, Vec<Row>) = roster.into_iter().partition(Row::came);
    let mut came: Vec<Row> = Vec::with_capacity(all.len());
    let mut seen: HashMap<u32, usize> = HashMap::with_capacity(all.len());
    for row in all {
        if let Some(first) = seen.get(&row.person).and_then(|at| came.get_mut(*at)) {
            first.fill_from(&row);
            others.push(row);
        } else {
            seen.insert(row.person, came.len());
            came.push(row);
        }
    }
    (came, others)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(person: u32, sex: Option<Sex>, status: ParticipationStatus) -> Row {
        Row::new(person, None, None, sex, Role::Trainee, status)
    }

    #[test]
    fn merges_are_followed_to_their_end_and_a_circle_is_one_person() {
        let chain = MergedPersons(HashMap::from([(1, 2), (2, 3)]));
        assert_eq!([1, 2, 3, 4].map(|person| chain.person(person)), [3, 3, 3, 4]);
        let circle = MergedPersons(HashMap::from([(1, 2), (2, 3), (3, 1), (4, 2)]));
        let persons = [1, 2, 3, 4].map(|person| circle.person(person));
        assert_eq!(persons, [1, 1, 1, 1].map(|_| persons[0]));
    }

    #[test]
    fn a_person_on_a_roster_twice_counts_once_with_what_either_row_states() {
        let roster = vec![
            row(1, None, ParticipationStatus::Attended),
            row(2, None, ParticipationStatus::Absent),
            row(1, Some(Sex::Female), ParticipationStatus::Attended),
        ];
        let (came, others) = one_row_per_person(roster);
        assert_eq!((came.len(), came[0].sex), (1, Some(Sex::Female)));
        assert_eq!(others.len(), 2, "all rows stay");
    }
}
