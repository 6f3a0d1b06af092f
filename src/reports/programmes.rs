//! `programmes.csv`.

use serde::Deserialize;

use super::Report;
use super::column::{Column, Kind};
use super::plan::ExportRequest;
use super::reference::{self, RecordMeta, Texts, list};
use super::sheet::Sheet;
use crate::db::Conn;
use crate::error::Error;
use crate::programmes::model::{CodeBasis, ProgrammeKind};
use crate::text::Lang;

/// `programmes.csv`.
pub const REPORT: Report = Report {
    name: "programmes",
    title: "Programmes",
    about: "One row per programme. A programme may be renamed; the codes that it had before find it still.",
    columns: COLUMNS,
    key: &["code"],
    of_persons: false,
    read: |_, _| ExportRequest::whole(COLUMNS, write),
};

#[rustfmt::skip] // one column a line
const COLUMNS: &[Column] = &[
    Column::new("code", Kind::Code, ["Code", "الرمز", "Code"], "The programme's code, the key").required(),
    Column::new("former_codes", Kind::Codes, ["Former codes", "الرموز السابقة", "Anciens codes"], "Codes that it had before"),
    Column::new("name_en", Kind::FreeText, ["Name", "الاسم بالإنجليزية", "Nom (anglais)"], "Its name in English").in_lang(Lang::En),
    Column::new("name_ar", Kind::FreeText, ["Name (Arabic)", "الاسم", "Nom (arabe)"], "Its name in Arabic").in_lang(Lang::Ar),
    Column::new("name_fr", Kind::FreeText, ["Name (French)", "الاسم بالفرنسية", "Nom"], "Its name in French").in_lang(Lang::Fr),
    Column::new("kind", Kind::Word(ProgrammeKind::CODES), ["Kind", "النوع", "Nature"], "What it is").required(),
    Column::new("parent", Kind::Code, ["Part of", "تابع لـ", "Fait partie de"], "The programme above it, by code"),
    Column::new("launched_year", Kind::Year, ["Launched", "سنة الإطلاق", "Lancement"], "The year of its launch"),
    Column::new("code_basis", Kind::Word(CodeBasis::CODES), ["Basis of the code", "أساس الرمز", "Base du code"], "Whether a source publishes the code or it was assigned here"),
    Column::new("source_url", Kind::FreeText, ["Source", "المصدر", "Source"], "Where it was read"),
    Column::new("notes", Kind::FreeText, ["Notes", "ملاحظات", "Notes"], "Anything else"),
    Column::new("id", Kind::Id, ["Id", "المعرّف", "Identifiant"], "The record's id"),
    Column::new("version", Kind::Integer, ["Version", "النسخة", "Version"], "The record's version").required(),
    Column::new("created_at", Kind::Instant, ["Recorded", "تاريخ التسجيل", "Enregistré"], "When it was recorded"),
    Column::new("updated_at", Kind::Instant, ["Changed", "تاريخ التعديل", "Modifié"], "When it was last changed"),
];

#[derive(Deserialize)]
struct Programme {
    code: String,
    #[serde(default)]
    former_codes: Vec<String>,
    name: Texts,
    kind: String,
    parent: Option<String>,
    launched_year: Option<i32>,
    code_basis: Option<String>,
    source_url: Option<String>,
    notes: Option<String>,
    #[serde(flatten)]
    meta: RecordMeta,
}

fn write(conn: &mut Conn, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    for programme in reference::programmes::<Programme>(conn)? {
        sheet.text(&programme.code);
        list(sheet, &programme.former_codes);
        programme.name.write(sheet);
        sheet.text(&programme.kind);
        sheet.maybe(programme.parent.as_deref());
        sheet.plain_or_empty(programme.launched_year);
        sheet.maybe(programme.code_basis.as_deref());
        sheet.maybe(programme.source_url.as_deref());
        sheet.maybe(programme.notes.as_deref());
        programme.meta.end(sheet);
    }
    Ok(())
}
