//! `participants.csv`: persons as they are now. What names a person is kept in no past; so it is read as it stands, and an
//! erased name is in no file that is written after.

use std::collections::HashMap;

use diesel::prelude::*;

use super::Report;
use super::column::{Column, Kind};
use super::plan::{ExportRequest, Pages};
use super::sheet::Sheet;
use crate::access::Caller;
use crate::db::schema::{agencies, countries, participant_details, participant_names, participants};
use crate::db::{Conn, Instant, Uid};
use crate::error::Error;
use crate::input::Params;
use crate::participants::model::Sex;

/// `participants.csv`.
pub const REPORT: Report = Report {
    name: "participants",
    title: "Participants",
    about: "One row per person. Country, agency and position are today's; those of an activity are in \
            `participations.csv`. An empty cell is not stated.",
    columns: COLUMNS,
    key: &["participant_code"],
    of_persons: true,
    read,
};

/// How many keys a page spans.
const PAGE: i64 = 2_000;

#[rustfmt::skip] // one column a line
const COLUMNS: &[Column] = &[
    Column::new("participant_code", Kind::Code, ["Code", "الرمز", "Code"], "The person's code").required(),
    Column::new("name", Kind::FreeText, ["Name", "الاسم", "Nom"], "The name; empty where it was erased"),
    Column::new("other_names", Kind::FreeTexts, ["Other names", "أسماء أخرى", "Autres noms"], "Names in other scripts or spellings, each `name:language` or, where no language is stated, the name with `:` behind it"),
    Column::new("sex", Kind::Word(Sex::CODES), ["Sex", "الجنس", "Sexe"], "As it was stated").required(),
    Column::new("email", Kind::FreeText, ["E-mail", "البريد الإلكتروني", "Courriel"], "The e-mail address"),
    Column::new("phone", Kind::FreeText, ["Telephone", "الهاتف", "Téléphone"], "The telephone number"),
    Column::new("country", Kind::Code, ["Country", "البلد", "Pays"], "Today's country, alpha-3"),
    Column::new("agency", Kind::Code, ["Agency", "المؤسسة", "Institution"], "Today's agency, by code"),
    Column::new("position", Kind::FreeText, ["Position", "المنصب", "Fonction"], "Today's position"),
    Column::new("id", Kind::Id, ["Id", "المعرّف", "Identifiant"], "The person's id").required(),
    Column::new("version", Kind::Integer, ["Version", "النسخة", "Version"], "The record's version").required(),
    Column::new("created_at", Kind::Instant, ["Recorded", "تاريخ التسجيل", "Enregistré"], "When it was recorded").required(),
    Column::new("updated_at", Kind::Instant, ["Changed", "تاريخ التعديل", "Modifié"], "When it was last changed").required(),
];

fn read(_: &Params, _: &Caller) -> ExportRequest {
    ExportRequest::rows(COLUMNS, move |conn, ground| {
        let seq = ground.seq;
        let last: Option<i64> = participants::table
            .select(diesel::dsl::max(participants::id))
            .first(conn)?;
        let last = last.unwrap_or(0);
        let count = usize::try_from((last + PAGE - 1) / PAGE).unwrap_or(0);
        let write = move |conn: &mut Conn, page: usize, sheet: &mut Sheet<'_>| {
            let after = i64::try_from(page).unwrap_or(i64::MAX / PAGE) * PAGE;
            write(conn, seq, after, last.min(after + PAGE), sheet)
        };
        Ok(Pages::Each(count, Box::new(write)))
    })
}

#[derive(Queryable)]
struct Row {
    id: i64,
    code: String,
    sex: String,
    country: Option<String>,
    agency: Option<String>,
    uid: Uid,
    version: i32,
    created_at: Instant,
    updated_at: Instant,
    details: Option<(String, Option<String>, Option<String>, Option<String>)>,
}

/// Writes the persons of a span of keys that were there at a sequence number.
fn write(conn: &mut Conn, seq: i64, after: i64, until: i64, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let span = participants::id.gt(after).and(participants::id.le(until));
    let rows: Vec<Row> = participants::table
        .left_join(participant_details::table.on(participant_details::participant_id.eq(participants::id)))
        .left_join(countries::table.on(countries::id.nullable().eq(participants::country_id)))
        .left_join(agencies::table.on(agencies::id.nullable().eq(participants::agency_id)))
        .filter(span)
        .filter(
            participants::deleted_seq
                .is_null()
                .or(participants::deleted_seq.gt(seq)),
        )
        .order(participants::id.asc())
        .select((
            participants::id,
            participants::code,
            participants::sex,
            countries::alpha3.nullable(),
            agencies::code.nullable(),
            participants::uid,
            participants::version,
            participants::created_at,
            participants::updated_at,
            (
                participant_details::name,
                participant_details::email,
                participant_details::phone,
                participant_details::position,
            )
                .nullable(),
        ))
        .load(conn)?;
    let names: Vec<(i64, String, Option<String>)> = participant_names::table
        .filter(
            participant_names::participant_id
                .gt(after)
                .and(participant_names::participant_id.le(until)),
        )
        .order((
            participant_names::participant_id.asc(),
            participant_names::position.asc(),
        ))
        .select((
            participant_names::participant_id,
            participant_names::name,
            participant_names::lang,
        ))
        .load(conn)?;
    let mut others: HashMap<i64, Vec<String>> = HashMap::new();
    for (person, name, lang) in names {
        others
            .entry(person)
            .or_default()
            .push(format!("{name}:{}", lang.unwrap_or_default()));
    }
    for row in rows {
        let (name, email, phone, position) = row.details.unwrap_or_default();
        sheet.text(&row.code);
        sheet.text(&name);
        sheet.list(others.get(&row.id).into_iter().flatten().map(String::as_str));
        sheet.word(&row.sex);
        sheet.maybe(email.as_deref());
        sheet.maybe(phone.as_deref());
        sheet.maybe(row.country.as_deref());
        sheet.maybe(row.agency.as_deref());
        sheet.maybe(position.as_deref());
        sheet.plain(row.uid);
        sheet.plain(row.version);
        sheet.plain(row.created_at);
        sheet.plain(row.updated_at);
        sheet.end();
    }
    Ok(())
}
