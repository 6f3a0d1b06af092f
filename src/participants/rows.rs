//! The rows behind a person: its own, its personal values, its lists.

use std::collections::HashMap;

use diesel::prelude::*;
use serde_json::Value;

use super::model::{NewPerson, OtherName, RecordMeta, Sex};
use crate::db::schema::{
    agencies, countries, merges, participant_details, participant_external_ids, participant_names, participants,
};
use crate::db::{Conn, Instant, Uid};
use crate::directory::Reference;
use crate::error::Error;
use crate::input::ExternalId;
use crate::on_each;
use crate::text::fold;

/// A person as it is stored.
pub(super) struct StoredPerson {
    pub key: i64,
    pub uid: Uid,
    pub version: i32,
    pub is_deleted: bool,
    pub updated_at: Instant,
    pub document: Value,
}

type Row = (
    (i64, Uid, i32, String, Sex, Option<i64>),
    (Instant, Instant, Option<i64>),
    (Option<String>, Option<String>, Option<i64>),
    (String, Option<String>, Option<String>, Option<String>),
);

/// The persons with these keys, in the given order.
pub(super) fn load(conn: &mut Conn, keys: &[i64]) -> Result<Vec<StoredPerson>, Error> {
    let rows: Vec<Row> = participants::table
        .inner_join(participant_details::table.on(participant_details::participant_id.eq(participants::id)))
        .left_join(countries::table.on(countries::id.nullable().eq(participants::country_id)))
        .left_join(agencies::table.on(agencies::id.nullable().eq(participants::agency_id)))
        .filter(participants::id.eq_any(keys))
        .select((
            (
                participants::id,
                participants::uid,
                participants::version,
                participants::code,
                participants::sex,
                participants::country_id,
            ),
            (
                participants::created_at,
                participants::updated_at,
                participants::deleted_seq,
            ),
            (
                countries::alpha3.nullable(),
                agencies::code.nullable(),
                participants::agency_id,
            ),
            (
                participant_details::name,
                participant_details::email,
                participant_details::phone,
                participant_details::position,
            ),
        ))
        .load(conn)?;
    let mut names: HashMap<i64, Vec<OtherName>> = HashMap::new();
    for (key, name, lang) in participant_names::table
        .filter(participant_names::participant_id.eq_any(keys))
        .order((participant_names::participant_id, participant_names::position))
        .select((
            participant_names::participant_id,
            participant_names::name,
            participant_names::lang,
        ))
        .load::<(i64, String, Option<String>)>(conn)?
    {
        names.entry(key).or_default().push(OtherName { name, lang });
    }
    let mut ids: HashMap<i64, Vec<ExternalId>> = HashMap::new();
    for (key, scheme, value) in participant_external_ids::table
        .filter(participant_external_ids::participant_id.eq_any(keys))
        .order((
            participant_external_ids::participant_id,
            participant_external_ids::position,
        ))
        .select((
            participant_external_ids::participant_id,
            participant_external_ids::scheme,
            participant_external_ids::value,
        ))
        .load::<(i64, String, String)>(conn)?
    {
        ids.entry(key).or_default().push(ExternalId { scheme, value });
    }
    let merged: HashMap<i64, Uid> = merges::table
        .inner_join(participants::table.on(participants::id.eq(merges::same_as_id)))
        .filter(merges::participant_id.eq_any(keys).and(merges::to_seq.is_null()))
        .select((merges::participant_id, participants::uid))
        .load::<(i64, Uid)>(conn)?
        .into_iter()
        .collect();
    let reference = |key: Option<i64>, code: Option<String>| Some(Reference { key: key?, code: code? });
    let mut found: HashMap<i64, StoredPerson> = HashMap::with_capacity(rows.len());
    for ((key, uid, version, code, sex, country_id), times, (alpha3, agency, agency_id), details) in rows {
        let ((created_at, updated_at, deleted), (name, email, phone, position)) = (times, details);
        let person = NewPerson {
            code: None,
            name,
            other_names: names.remove(&key).unwrap_or_default(),
            sex,
            email,
            phone,
            country: reference(country_id, alpha3),
            agency: reference(agency_id, agency),
            position,
            external_ids: ids.remove(&key).unwrap_or_default(),
        };
        let document = person.document(&RecordMeta {
            id: uid.to_string(),
            code: &code,
            version,
            same_as: merged.get(&key).map(Uid::to_string),
            created_at: created_at.to_string(),
            updated_at: updated_at.to_string(),
        });
        found.insert(
            key,
            StoredPerson {
                key,
                uid,
                version,
                is_deleted: deleted.is_some(),
                updated_at,
                document,
            },
        );
    }
    Ok(keys.iter().filter_map(|key| found.remove(key)).collect())
}

/// The documents of these persons, in the given order.
pub fn documents(conn: &mut Conn, keys: &[i64]) -> Result<Vec<String>, Error> {
    Ok(load(conn, keys)?
        .into_iter()
        .map(|stored| stored.document.to_string())
        .collect())
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = participant_details, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct Details<'a> {
    name: &'a str,
    name_sort: String,
    email: Option<&'a str>,
    email_folded: Option<String>,
    phone: Option<&'a str>,
    position: Option<&'a str>,
    search_text: String,
}

impl<'a> Details<'a> {
    pub fn new(person: &'a NewPerson, code: &str) -> Self {
        Self {
            name: &person.name,
            name_sort: fold(&person.name),
            email: person.email.as_deref(),
            email_folded: person.email.as_deref().map(fold),
            phone: person.phone.as_deref(),
            position: person.position.as_deref(),
            search_text: person.search_text(code),
        }
    }
}

pub(super) fn insert_lists(conn: &mut Conn, key: i64, new: &NewPerson) -> Result<(), Error> {
    if !new.other_names.is_empty() {
        let rows: Vec<_> = (0_i32..)
            .zip(&new.other_names)
            .map(|(i, other)| {
                (
                    participant_names::participant_id.eq(key),
                    participant_names::position.eq(i),
                    participant_names::name.eq(&other.name),
                    participant_names::lang.eq(other.lang.as_deref()),
                )
            })
            .collect();
        on_each!(conn, c => diesel::insert_into(participant_names::table).values(&rows).execute(c))?;
    }
    if !new.external_ids.is_empty() {
        let rows: Vec<_> = (0_i32..)
            .zip(&new.external_ids)
            .map(|(i, external)| {
                (
                    participant_external_ids::participant_id.eq(key),
                    participant_external_ids::scheme.eq(&external.scheme),
                    participant_external_ids::value.eq(&external.value),
                    participant_external_ids::position.eq(i),
                )
            })
            .collect();
        on_each!(conn, c => diesel::insert_into(participant_external_ids::table).values(&rows).execute(c))?;
    }
    Ok(())
}
