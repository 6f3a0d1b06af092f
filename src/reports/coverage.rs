//! `coverage.csv`.

use serde::Deserialize;

use super::Report;
use super::column::{Column, Kind};
use super::plan::ExportRequest;
use super::reference::{self, RecordMeta};
use super::sheet::Sheet;
use crate::db::Conn;
use crate::error::Error;
use crate::statistics::coverage::State;

/// `coverage.csv`.
pub const REPORT: Report = Report {
    name: "coverage",
    title: "Coverage",
    about: "One row per declaration of the office on its own record: for a filter and a span of time it is complete or \
            partial, with the reason. Of two with one scope the later counts.",
    columns: COLUMNS,
    key: &["id"],
    of_persons: false,
    read: |_, _| ExportRequest::whole(COLUMNS, write),
};

#[rustfmt::skip] // one column a line
const COLUMNS: &[Column] = &[
    Column::new("filter", Kind::FreeText, ["Filter", "المرشح", "Filtre"], "The statistics' parameters that it is about; `all` is no filter").required(),
    Column::new("from", Kind::PartialDate, ["From", "من", "Du"], "The first day that it is about; empty since ever"),
    Column::new("to", Kind::PartialDate, ["To", "إلى", "Au"], "The last day, the whole of a month or year included; empty until today"),
    Column::new("state", Kind::Word(State::CODES), ["State", "الحالة", "État"], "Whether everything that belongs to it is recorded, or a part").required(),
    Column::new("reason", Kind::FreeText, ["Reason", "السبب", "Motif"], "Why it is declared").required(),
    Column::new("source", Kind::FreeText, ["Source", "المصدر", "Source"], "Where it can be seen"),
    Column::new("id", Kind::Id, ["Id", "المعرّف", "Identifiant"], "The record's id").required(),
    Column::new("version", Kind::Integer, ["Version", "النسخة", "Version"], "The record's version").required(),
    Column::new("created_at", Kind::Instant, ["Recorded", "تاريخ التسجيل", "Enregistré"], "When it was recorded").required(),
    Column::new("updated_at", Kind::Instant, ["Changed", "تاريخ التعديل", "Modifié"], "When it was last changed").required(),
];

#[derive(Deserialize)]
struct Declaration {
    filter: String,
    from: Option<String>,
    to: Option<String>,
    state: String,
    reason: String,
    source: Option<String>,
    #[serde(flatten)]
    meta: RecordMeta,
}

fn write(conn: &mut Conn, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    for declaration in reference::declarations::<Declaration>(conn)? {
        sheet.text(&declaration.filter);
        sheet.maybe(declaration.from.as_deref());
        sheet.maybe(declaration.to.as_deref());
        sheet.text(&declaration.state);
        sheet.text(&declaration.reason);
        sheet.maybe(declaration.source.as_deref());
        declaration.meta.end(sheet);
    }
    Ok(())
}
