//! `countries.csv`.

use serde::Deserialize;

use super::Report;
use super::column::{Column, Kind};
use super::plan::ExportRequest;
use super::reference::{self, Alias, RecordMeta, Texts, list, period};
use crate::text::Lang;

/// `countries.csv`.
pub const REPORT: Report = Report {
    name: "countries",
    title: "Countries",
    about: "One row per country of the record: its codes, its names, and what it was to the organisation and when. \
            Periods are half-open: from the first day they hold to the first day they do not; a month or a year means its \
            first day.",
    columns: COLUMNS,
    key: &["alpha3"],
    of_persons: false,
    read: |_, _| ExportRequest::whole(COLUMNS, write),
};

#[rustfmt::skip] // one column a line
const COLUMNS: &[Column] = &[
    Column::new("alpha3", Kind::Code, ["Country", "البلد", "Pays"], "ISO 3166-1 alpha-3, the key").required(),
    Column::new("alpha2", Kind::Code, ["Alpha-2", "الرمز الثنائي", "Alpha-2"], "ISO 3166-1 alpha-2; empty of a territory that has none"),
    Column::new("m49", Kind::Code, ["M49", "رمز M49", "M49"], "UN M49, three digits: a text, since leading zeros count; empty of a territory that has none"),
    Column::new("name_en", Kind::FreeText, ["Name", "الاسم بالإنجليزية", "Nom (anglais)"], "Its name in English").in_lang(Lang::En),
    Column::new("name_ar", Kind::FreeText, ["Name (Arabic)", "الاسم", "Nom (arabe)"], "Its name in Arabic").in_lang(Lang::Ar),
    Column::new("name_fr", Kind::FreeText, ["Name (French)", "الاسم بالفرنسية", "Nom"], "Its name in French").in_lang(Lang::Fr),
    Column::new("memberships", Kind::Codes, ["Memberships", "العضويات", "Adhésions"], "What it was when, each `STATUS:FROM/TO` with `member`, `observer`, `suspended` or `none`; an open end is empty"),
    Column::new("groups", Kind::Codes, ["Regional groups", "المجموعات الإقليمية", "Groupes régionaux"], "Its regional group and when, each `GROUP:FROM/TO` with `African`, `Arab` or `Asian`, and `:inferred` behind it where a rule completed it"),
    Column::new("aliases", Kind::FreeTexts, ["Other names", "أسماء أخرى", "Autres noms"], "Other names, each `NAME:LANGUAGE:FROM/TO`; what is not stated is empty"),
    Column::new("source_url", Kind::FreeText, ["Source", "المصدر", "Source"], "Where it was read"),
    Column::new("notes", Kind::FreeText, ["Notes", "ملاحظات", "Notes"], "Anything else"),
    Column::new("id", Kind::Id, ["Id", "المعرّف", "Identifiant"], "The record's id"),
    Column::new("version", Kind::Integer, ["Version", "النسخة", "Version"], "The record's version").required(),
    Column::new("created_at", Kind::Instant, ["Recorded", "تاريخ التسجيل", "Enregistré"], "When it was recorded"),
    Column::new("updated_at", Kind::Instant, ["Changed", "تاريخ التعديل", "Modifié"], "When it was last changed"),
];

#[derive(Deserialize)]
struct Country {
    alpha3: String,
    alpha2: Option<String>,
    m49: Option<String>,
    name: Texts,
    #[serde(default)]
    memberships: Vec<Membership>,
    #[serde(default)]
    groups: Vec<Group>,
    #[serde(default)]
    aliases: Vec<Alias>,
    source_url: Option<String>,
    notes: Option<String>,
    #[serde(flatten)]
    meta: RecordMeta,
}

#[derive(Deserialize)]
struct Membership {
    #[serde(rename = "status")]
    word: String,
    from: Option<String>,
    to: Option<String>,
}

#[derive(Deserialize)]
struct Group {
    #[serde(rename = "group")]
    word: String,
    from: Option<String>,
    to: Option<String>,
    inferred: bool,
}

fn write(conn: &mut crate::db::Conn, sheet: &mut super::sheet::Sheet<'_>) -> Result<(), crate::error::Error> {
    for country in reference::countries::<Country>(conn)? {
        let membership = |m: &Membership| format!("{}:{}", m.word, period(m.from.as_deref(), m.to.as_deref()));
        let group = |g: &Group| {
            let how = if g.inferred { ":inferred" } else { "" };
            format!("{}:{}{how}", g.word, period(g.from.as_deref(), g.to.as_deref()))
        };
        sheet.text(&country.alpha3);
        sheet.maybe(country.alpha2.as_deref());
        sheet.maybe(country.m49.as_deref());
        country.name.write(sheet);
        list(sheet, &country.memberships.iter().map(membership).collect::<Vec<_>>());
        list(sheet, &country.groups.iter().map(group).collect::<Vec<_>>());
        reference::aliases(sheet, &country.aliases);
        sheet.maybe(country.source_url.as_deref());
        sheet.maybe(country.notes.as_deref());
        country.meta.end(sheet);
    }
    Ok(())
}
