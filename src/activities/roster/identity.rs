//! Which participation a row of a sheet says it is, and what was changed since the version that it says.

use std::collections::HashMap;

use diesel::prelude::*;

use super::model::{Content, OpenRow, ParticipationStatus, Role};
use super::states::CHUNK;
use crate::db::schema::{activities, ledger, participants, participations, principals};
use crate::db::{Conn, Instant, Uid};
use crate::error::{Error, Fault};
use crate::participants::model::Sex;

/// What the participations with these ids are, as far as there are any: their activities and persons, by code.
pub fn called(conn: &mut Conn, ids: &[Uid]) -> Result<HashMap<Uid, String>, Error> {
    let mut known = HashMap::new();
    for ids in ids.chunks(CHUNK) {
        let codes: Vec<(Uid, String, String)> = participations::table
            .inner_join(activities::table.on(activities::id.eq(participations::activity_id)))
            .inner_join(participants::table.on(participants::id.eq(participations::participant_id)))
            .filter(participations::uid.eq_any(ids).and(participations::to_seq.is_null()))
            .select((participations::uid, activities::code, participants::code))
            .load(conn)?;
        known.extend(
            codes
                .into_iter()
                .map(|(id, activity, person)| (id, format!("{activity}, {person}"))),
        );
    }
    Ok(known)
}

type State = (Role, ParticipationStatus, Option<i64>, Option<i64>, Sex);

/// The fault of a row that would change a participation from an older version: who changed it last, what, and what of
/// that the row would undo.
pub fn stale(conn: &mut Conn, before: &OpenRow, after: &Content, version: i64) -> Result<Fault, Error> {
    let (by, at): (String, Instant) = participations::table
        .inner_join(ledger::table.on(ledger::seq.eq(participations::from_seq)))
        .inner_join(principals::table.on(principals::id.eq(ledger::principal_id)))
        .filter(participations::id.eq(before.id))
        .select((principals::name, ledger::at))
        .first(conn)?;
    let then: Option<State> = participations::table
        .filter(participations::number.eq(before.number))
        .filter(participations::version.eq(i32::try_from(version).unwrap_or_default()))
        .select((
            participations::role,
            participations::status,
            participations::country_id,
            participations::agency_id,
            participations::sex,
        ))
        .first(conn)
        .optional()?;
    let now = &before.content;
    // Position and score are kept as they are now alone: what else was changed can only have been one of them.
    let mut changed: Vec<&str> = then.map_or_else(Vec::new, |(role, status, country, agency, sex)| {
        let differs = [
            ("role", role != now.role),
            ("status", status != now.status),
            ("country", country != now.country),
            ("agency", agency != now.agency),
            ("sex", sex != now.sex),
        ];
        differs
            .into_iter()
            .filter_map(|(name, differs)| differs.then_some(name))
            .collect()
    });
    if changed.is_empty() {
        changed = vec!["position", "score"];
    }
    let own = [
        ("role", now.role != after.role),
        ("status", now.status != after.status),
        ("country", now.country != after.country),
        ("agency", now.agency != after.agency),
        ("sex", now.sex != after.sex),
        ("position", now.position != after.position),
        ("score", now.score != after.score),
    ];
    let undone: Vec<&str> = own
        .into_iter()
        .filter_map(|(name, differs)| (differs && changed.contains(&name)).then_some(name))
        .collect();
    Ok(Fault::stale_row(version, &by, at, &changed, &undone))
}
