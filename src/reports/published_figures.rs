//! `published-figures.csv`.

use serde::Deserialize;

use super::Report;
use super::column::{Column, Kind};
use super::plan::ExportRequest;
use super::reference::{self, RecordMeta};
use super::sheet::Sheet;
use crate::activities::counts::Qualifier;
use crate::db::Conn;
use crate::error::Error;
use crate::published_figures::model::{ReconciliationStatus, RecordMeasure};

/// `published-figures.csv`.
pub const REPORT: Report = Report {
    name: "published-figures",
    title: "Published figures",
    about: "One row per total that somebody announced, with its source. It is a claim to be held against the record, never \
            a part of a total.",
    columns: COLUMNS,
    key: &["id"],
    of_persons: false,
    read: |_, _| ExportRequest::whole(COLUMNS, write),
};

#[rustfmt::skip] // one column a line
const COLUMNS: &[Column] = &[
    Column::new("measure", Kind::FreeText, ["Measure", "المقياس", "Mesure"], "What was counted, in the announcer's own terms").required(),
    Column::new("value", Kind::Number, ["Value", "القيمة", "Valeur"], "The number that was announced").required(),
    Column::new("qualifier", Kind::Word(Qualifier::CODES), ["Meaning", "المعنى", "Sens"], "What the number means").required(),
    Column::new("scope", Kind::FreeText, ["Scope", "النطاق", "Portée"], "Of what, in words").required(),
    Column::new("record_measure", Kind::Word(RecordMeasure::CODES), ["Measure of the record", "مقياس السجل", "Mesure du registre"], "The measure of the record that answers it; empty where none does"),
    Column::new("record_filter", Kind::FreeText, ["Filter of the record", "مرشح السجل", "Filtre du registre"], "The statistics' parameters that ask for it; `all` is no filter"),
    Column::new("since", Kind::PartialDate, ["Since", "منذ", "Depuis"], "Counted from"),
    Column::new("as_of", Kind::PartialDate, ["As of", "حتى", "Au"], "The day it was announced or speaks of"),
    Column::new("statement", Kind::FreeText, ["Statement", "النص", "Énoncé"], "The announcement in a sentence").required(),
    Column::new("source_url", Kind::FreeText, ["Source", "المصدر", "Source"], "Where it was read"),
    Column::new("reconciliation_status", Kind::Word(ReconciliationStatus::CODES), ["Reconciliation", "المطابقة", "Rapprochement"], "What officers say of how it compares with the record").required(),
    Column::new("reconciliation_reason", Kind::FreeText, ["Reason", "السبب", "Motif"], "Why it is explained or agreed"),
    Column::new("id", Kind::Id, ["Id", "المعرّف", "Identifiant"], "The record's id").required(),
    Column::new("version", Kind::Integer, ["Version", "النسخة", "Version"], "The record's version").required(),
    Column::new("created_at", Kind::Instant, ["Recorded", "تاريخ التسجيل", "Enregistré"], "When it was recorded").required(),
    Column::new("updated_at", Kind::Instant, ["Changed", "تاريخ التعديل", "Modifié"], "When it was last changed").required(),
];

#[derive(Deserialize)]
struct Figure {
    measure: String,
    value: serde_json::Number,
    qualifier: String,
    scope: String,
    record_measure: Option<String>,
    record_filter: Option<String>,
    since: Option<String>,
    as_of: Option<String>,
    statement: String,
    source: Option<String>,
    #[serde(default = "open")]
    reconciliation_status: String,
    reconciliation_reason: Option<String>,
    #[serde(flatten)]
    meta: RecordMeta,
}

/// What a claim is that was recorded before this was asked.
fn open() -> String {
    ReconciliationStatus::Open.to_string()
}

fn write(conn: &mut Conn, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    for figure in reference::published_figures::<Figure>(conn)? {
        sheet.text(&figure.measure);
        sheet.plain(decimal(&figure.value));
        sheet.text(&figure.qualifier);
        sheet.text(&figure.scope);
        sheet.maybe(figure.record_measure.as_deref());
        sheet.maybe(figure.record_filter.as_deref());
        sheet.maybe(figure.since.as_deref());
        sheet.maybe(figure.as_of.as_deref());
        sheet.text(&figure.statement);
        sheet.maybe(figure.source.as_deref());
        sheet.text(&figure.reconciliation_status);
        sheet.maybe(figure.reconciliation_reason.as_deref());
        figure.meta.end(sheet);
    }
    Ok(())
}

/// A number without an exponent, which a decimal does not have.
fn decimal(number: &serde_json::Number) -> String {
    let text = number.to_string();
    let exponent = text.contains(['e', 'E']);
    number
        .as_f64()
        .filter(|_| exponent)
        .map_or(text, |number| number.to_string())
}
