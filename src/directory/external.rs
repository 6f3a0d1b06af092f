//! Ids that records have elsewhere: each belongs to one record of its kind.

use chrono::Duration;
use diesel::prelude::*;
use serde_json::Value;

use super::Kind;
use crate::db::schema::{
    activities, activity_external_ids, agencies, agency_external_ids, participant_external_ids, participants,
};
use crate::db::{Conn, Instant};
use crate::error::{Error, Fault};
use crate::input::ExternalId;
use crate::ledger::{RESTORABLE_DAYS, Tx};

/// The code of a record that has this id, other than the record `own`.
fn holder(
    conn: &mut Conn,
    kind: Kind,
    own: Option<i64>,
    id: &ExternalId,
    oldest: Instant,
) -> Result<Option<String>, Error> {
    let own = own.unwrap_or_default();
    macro_rules! of {
        ($ids:ident, $key:ident, $records:ident) => {
            $ids::table
                .inner_join($records::table.on($records::id.eq($ids::$key)))
                .filter($ids::scheme.eq(&id.scheme).and($ids::value.eq(&id.value)))
                .filter($records::id.ne(own))
                .filter(
                    $records::deleted_seq
                        .is_null()
                        .or($records::updated_at.ge(oldest)),
                )
                .order($records::id.asc())
                .select($records::code)
                .first(conn)
                .optional()?
        };
    }
    Ok(match kind {
        Kind::Activity => of!(activity_external_ids, activity_id, activities),
        Kind::Agency => of!(agency_external_ids, agency_id, agencies),
        Kind::Participant => of!(participant_external_ids, participant_id, participants),
        Kind::Programme | Kind::Country | Kind::Field | Kind::Coverage => None,
    })
}

/// Refuses ids that another record of the kind has, deleted ones included while they can be restored. Those that the
/// record itself had before stay, and those of shared schemes are anybody's.
pub fn refuse_taken(
    tx: &mut Tx<'_>,
    kind: Kind,
    own: Option<i64>,
    ids: &[ExternalId],
    stated: Option<&Value>,
) -> Result<(), Error> {
    let oldest = Instant::new(tx.now().utc() - Duration::days(RESTORABLE_DAYS));
    let stated = stated
        .and_then(|document| document.get("external_ids"))
        .and_then(Value::as_array);
    let had = |id: &ExternalId| {
        let is_same = |entry: &Value| {
            let text = |name: &str| entry.get(name).and_then(Value::as_str);
            text("scheme") == Some(&id.scheme) && text("value") == Some(&id.value)
        };
        stated.is_some_and(|entries| entries.iter().any(is_same))
    };
    for id in ids {
        if had(id) || tx.shares(&id.scheme) {
            continue;
        }
        if let Some(code) = holder(tx.conn(), kind, own, id, oldest)? {
            let value = ExternalId::written(&id.scheme, &id.value);
            return Err(Error::Conflict(
                Fault::at("/external_ids", "external_id_taken")
                    .with("value", value)
                    .with("code", code),
            ));
        }
    }
    Ok(())
}

/// Ids of schemes that are not shared and that several records of a kind have all the same, as earlier releases took
/// them: kind, id, how many records.
pub fn doubles(conn: &mut Conn, shared: &[String]) -> Result<Vec<(Kind, String, i64)>, Error> {
    use diesel::dsl::count_star;
    let mut found = Vec::new();
    macro_rules! of {
        ($kind:expr, $ids:ident, $key:ident, $records:ident) => {
            let rows: Vec<(String, String, i64)> = $ids::table
                .inner_join($records::table.on($records::id.eq($ids::$key)))
                .filter($records::deleted_seq.is_null())
                .group_by(($ids::scheme, $ids::value))
                .having(count_star().gt(1))
                .select(($ids::scheme, $ids::value, count_star()))
                .load(conn)?;
            let own = rows.into_iter().filter(|(scheme, ..)| !shared.contains(scheme));
            found.extend(own.map(|(scheme, value, count)| ($kind, ExternalId::written(&scheme, &value), count)));
        };
    }
    of!(Kind::Activity, activity_external_ids, activity_id, activities);
    of!(Kind::Agency, agency_external_ids, agency_id, agencies);
    of!(
        Kind::Participant,
        participant_external_ids,
        participant_id,
        participants
    );
    Ok(found)
}
