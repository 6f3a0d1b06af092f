//! The rows behind participations: open states, what persons are today, and carrying changes out.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;

use super::draft::Defaults;
use super::model::{Content, OpenRow, ParticipationStatus, Role};
use crate::activities::consistency::FaultTarget;
use crate::activities::recount;
use crate::db::schema::{participant_details, participants as people, participation_details, participations};
use crate::db::{Conn, Uid};
use crate::error::Error;
use crate::ledger::Tx;
use crate::on_each;
use crate::participants::model::Sex;

/// How many keys one question names, and how many rows one statement writes.
pub(super) const CHUNK: usize = 1_000;

/// What happens to one participation of a roster.
#[derive(Debug)]
pub(super) struct Change {
    pub activity: i64,
    pub participant: i64,
    /// The state that is open; `None` for a new participation.
    pub before: Option<OpenRow>,
    /// The state that follows; `None` takes it off the roster.
    pub after: Option<Content>,
}

/// Carries the changes out: closes states, opens the next, checks each activity and gives it one new version. Gives the ids of
/// the participations, in the order of the changes. `through` says where a contradiction of an activity is told.
pub(super) fn apply<'p>(
    tx: &mut Tx<'_>,
    changes: &[Change],
    through: impl Fn(i64) -> FaultTarget<'p>,
) -> Result<Vec<Uid>, Error> {
    let mut by_activity: BTreeMap<i64, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        by_activity.entry(change.activity).or_default().push(change);
    }
    let ids: Vec<i64> = by_activity.keys().copied().collect();
    let first = tx.next_seq();
    let touched = recount::begin(tx, &ids)?;
    let seqs: HashMap<i64, i64> = touched.iter().map(|touched| touched.id).zip(first..).collect();
    for (activity, changes) in &by_activity {
        let rows: Vec<i64> = changes
            .iter()
            .filter_map(|change| change.before.as_ref())
            .map(|open| open.id)
            .collect();
        for chunk in rows.chunks(CHUNK) {
            diesel::update(participations::table.filter(participations::id.eq_any(chunk)))
                .set(participations::to_seq.eq(seqs.get(activity).copied()))
                .execute(tx.conn())?;
        }
    }
    let uids = open_states(tx.conn(), changes, &seqs)?;
    recount::finish(tx, touched, &["participations", "counts"], through)?;
    Ok(uids)
}

fn open_states(conn: &mut Conn, changes: &[Change], seqs: &HashMap<i64, i64>) -> Result<Vec<Uid>, Error> {
    // A number is never used again: it lies above every row's key, and rows are never deleted.
    let last: Option<i64> = participations::table
        .select(diesel::dsl::max(participations::id))
        .first(conn)?;
    let mut next = last.unwrap_or(0);
    let mut uids = Vec::with_capacity(changes.len());
    for chunk in changes.chunks(CHUNK) {
        let (mut states, mut details, mut old) = (Vec::new(), Vec::new(), Vec::new());
        for change in chunk {
            let (number, uid, version) = if let Some(open) = &change.before {
                (open.number, open.uid, open.version + 1)
            } else {
                next += 1;
                (next, Uid::new(), 1)
            };
            uids.push(uid);
            let personal = |content: &Content| (content.position.clone(), content.score);
            let before = change.before.as_ref().map(|open| personal(&open.content));
            let after = change.after.as_ref().map(personal);
            if before.as_ref().is_some_and(|before| *before != (None, None)) && before != after {
                old.push(number);
            }
            let Some(content) = &change.after else { continue };
            if let Some((position, score)) =
                after.filter(|after| *after != (None, None) && before.as_ref() != Some(after))
            {
                details.push((
                    participation_details::number.eq(number),
                    participation_details::position.eq(position),
                    participation_details::score.eq(score),
                ));
            }
            states.push((
                participations::number.eq(number),
                participations::uid.eq(uid),
                participations::version.eq(version),
                participations::activity_id.eq(change.activity),
                participations::participant_id.eq(change.participant),
                participations::role.eq(content.role),
                participations::status.eq(content.status),
                participations::country_id.eq(content.country),
                participations::agency_id.eq(content.agency),
                participations::sex.eq(content.sex),
                participations::from_seq.eq(seqs.get(&change.activity).copied().unwrap_or_default()),
            ));
        }
        if !old.is_empty() {
            let of = participation_details::table.filter(participation_details::number.eq_any(&old));
            diesel::delete(of).execute(conn)?;
        }
        if !states.is_empty() {
            on_each!(conn, c => diesel::insert_into(participations::table).values(&states).execute(c))?;
        }
        if !details.is_empty() {
            on_each!(conn, c => diesel::insert_into(participation_details::table).values(&details).execute(c))?;
        }
    }
    Ok(uids)
}

type Row = (
    (i64, i64, Uid, i32, i64, i64),
    (Role, ParticipationStatus, Option<i64>, Option<i64>, Sex),
    (Option<String>, Option<f64>),
);

/// The open states that meet a condition.
macro_rules! open_rows {
    ($conn:expr, $condition:expr) => {
        participations::table
            .left_join(participation_details::table.on(participation_details::number.eq(participations::number)))
            .filter(participations::to_seq.is_null())
            .filter($condition)
            .select((
                (
                    participations::id,
                    participations::number,
                    participations::uid,
                    participations::version,
                    participations::activity_id,
                    participations::participant_id,
                ),
                (
                    participations::role,
                    participations::status,
                    participations::country_id,
                    participations::agency_id,
                    participations::sex,
                ),
                (
                    participation_details::position.nullable(),
                    participation_details::score.nullable(),
                ),
            ))
            .load::<Row>($conn)?
            .into_iter()
            .map(open_of)
    };
}

fn open_of((own, said, (position, score)): Row) -> OpenRow {
    let (id, number, uid, version, activity, participant) = own;
    let (role, status, country, agency, sex) = said;
    let content = Content {
        role,
        status,
        country,
        agency,
        position,
        sex,
        score,
    };
    OpenRow {
        id,
        number,
        uid,
        version,
        activity,
        participant,
        content,
    }
}

/// The open states with these ids.
pub(super) fn open_by_uid(conn: &mut Conn, uids: &[Uid]) -> Result<Vec<OpenRow>, Error> {
    Ok(open_rows!(conn, participations::uid.eq_any(uids)).collect())
}

/// The open states with these numbers.
pub(super) fn open_by_number(conn: &mut Conn, numbers: &[i64]) -> Result<Vec<OpenRow>, Error> {
    Ok(open_rows!(conn, participations::number.eq_any(numbers)).collect())
}

/// The open states of an activity from this number on, up to another.
pub(super) fn open_between(conn: &mut Conn, activity: i64, from: i64, to: i64) -> Result<Vec<OpenRow>, Error> {
    let near = participations::number
        .between(from, to)
        .and(participations::activity_id.eq(activity));
    Ok(open_rows!(conn, near).collect())
}

/// The open states of these activities' rosters.
pub(super) fn open_of_activities(conn: &mut Conn, ids: &[i64]) -> Result<Vec<OpenRow>, Error> {
    let mut found = Vec::new();
    for chunk in ids.chunks(CHUNK) {
        found.extend(open_rows!(conn, participations::activity_id.eq_any(chunk)));
    }
    Ok(found)
}

/// What persons are today, by key; those that are deleted are `None`.
pub(super) fn today(conn: &mut Conn, keys: &[i64]) -> Result<HashMap<i64, Option<Defaults>>, Error> {
    let mut found = HashMap::with_capacity(keys.len());
    type Person = (i64, Option<i64>, Option<i64>, Sex, Option<i64>, Option<String>);
    for chunk in keys.chunks(CHUNK) {
        let rows: Vec<Person> = people::table
            .inner_join(participant_details::table.on(participant_details::participant_id.eq(people::id)))
            .filter(people::id.eq_any(chunk))
            .select((
                people::id,
                people::country_id,
                people::agency_id,
                people::sex,
                people::deleted_seq,
                participant_details::position,
            ))
            .load(conn)?;
        for (key, country, agency, sex, deleted, position) in rows {
            let defaults = Defaults {
                country,
                agency,
                position,
                sex,
                score: None,
            };
            found.insert(key, deleted.is_none().then_some(defaults));
        }
    }
    Ok(found)
}
