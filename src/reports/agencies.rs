//! `agencies.csv`.

use serde::Deserialize;

use super::Report;
use super::column::{Column, Kind};
use super::plan::ExportRequest;
use super::reference::{self, Alias, RecordMeta, Texts, list, period};
use super::sheet::Sheet;
use crate::agencies::model::AgencyKind;
use crate::db::Conn;
use crate::error::Error;
use crate::input;
use crate::text::Lang;

/// `agencies.csv`.
pub const REPORT: Report = Report {
    name: "agencies",
    title: "Agencies",
    about: "One row per agency of the record. The code is the key; several agencies may have one acronym.",
    columns: COLUMNS,
    key: &["code"],
    of_persons: false,
    read: |_, _| ExportRequest::whole(COLUMNS, write),
};

#[rustfmt::skip] // one column a line
const COLUMNS: &[Column] = &[
    Column::new("code", Kind::Code, ["Code", "الرمز", "Code"], "The agency's code, the key").required(),
    Column::new("former_codes", Kind::Codes, ["Former codes", "الرموز السابقة", "Anciens codes"], "Codes that it had before and is still found by"),
    Column::new("acronym", Kind::FreeText, ["Acronym", "الاختصار", "Sigle"], "Its acronym, which others may share"),
    Column::new("name_en", Kind::FreeText, ["Name", "الاسم بالإنجليزية", "Nom (anglais)"], "Its name in English").in_lang(Lang::En),
    Column::new("name_ar", Kind::FreeText, ["Name (Arabic)", "الاسم", "Nom (arabe)"], "Its name in Arabic").in_lang(Lang::Ar),
    Column::new("name_fr", Kind::FreeText, ["Name (French)", "الاسم بالفرنسية", "Nom"], "Its name in French").in_lang(Lang::Fr),
    Column::new("country", Kind::Code, ["Country", "البلد", "Pays"], "Its country, alpha-3; empty for international bodies"),
    Column::new("kind", Kind::Word(AgencyKind::CODES), ["Kind", "النوع", "Nature"], "What it is").required(),
    Column::new("succeeded_by", Kind::Code, ["Succeeded by", "خلفتها", "Remplacée par"], "The agency that took its place, by code"),
    Column::new("links", Kind::Codes, ["Links", "الروابط", "Liens"], "Links to other agencies, each `RELATION:CODE:FROM/TO` with `part_of` or `same_as`; an open end is empty"),
    Column::new("aliases", Kind::FreeTexts, ["Other names", "أسماء أخرى", "Autres noms"], "Other names, each `NAME:LANGUAGE:FROM/TO`; what is not stated is empty"),
    Column::new("external_ids", Kind::FreeTexts, ["Ids elsewhere", "معرّفات أخرى", "Identifiants externes"], "Ids elsewhere, each `SCHEME:VALUE`"),
    Column::new("source_url", Kind::FreeText, ["Source", "المصدر", "Source"], "Where it was read"),
    Column::new("notes", Kind::FreeText, ["Notes", "ملاحظات", "Notes"], "Anything else"),
    Column::new("id", Kind::Id, ["Id", "المعرّف", "Identifiant"], "The record's id"),
    Column::new("version", Kind::Integer, ["Version", "النسخة", "Version"], "The record's version").required(),
    Column::new("created_at", Kind::Instant, ["Recorded", "تاريخ التسجيل", "Enregistrée"], "When it was recorded"),
    Column::new("updated_at", Kind::Instant, ["Changed", "تاريخ التعديل", "Modifiée"], "When it was last changed"),
];

#[derive(Deserialize)]
struct Agency {
    code: String,
    #[serde(default)]
    former_codes: Vec<String>,
    acronym: Option<String>,
    name: Texts,
    country: Option<String>,
    kind: String,
    succeeded_by: Option<String>,
    #[serde(default)]
    links: Vec<Link>,
    #[serde(default)]
    aliases: Vec<Alias>,
    #[serde(default)]
    external_ids: Vec<ExternalId>,
    source_url: Option<String>,
    notes: Option<String>,
    #[serde(flatten)]
    meta: RecordMeta,
}

#[derive(Deserialize)]
struct Link {
    relation: String,
    agency: String,
    from: Option<String>,
    to: Option<String>,
}

#[derive(Deserialize)]
struct ExternalId {
    scheme: String,
    value: String,
}

fn write(conn: &mut Conn, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    for agency in reference::agencies::<Agency>(conn)? {
        let link = |l: &Link| {
            format!(
                "{}:{}:{}",
                l.relation,
                l.agency,
                period(l.from.as_deref(), l.to.as_deref())
            )
        };
        let id = |e: &ExternalId| input::ExternalId::written(&e.scheme, &e.value);
        sheet.text(&agency.code);
        list(sheet, &agency.former_codes);
        sheet.maybe(agency.acronym.as_deref());
        agency.name.write(sheet);
        sheet.maybe(agency.country.as_deref());
        sheet.text(&agency.kind);
        sheet.maybe(agency.succeeded_by.as_deref());
        list(sheet, &agency.links.iter().map(link).collect::<Vec<_>>());
        reference::aliases(sheet, &agency.aliases);
        list(sheet, &agency.external_ids.iter().map(id).collect::<Vec<_>>());
        sheet.maybe(agency.source_url.as_deref());
        sheet.maybe(agency.notes.as_deref());
        agency.meta.end(sheet);
    }
    Ok(())
}
