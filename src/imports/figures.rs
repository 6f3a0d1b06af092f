//! Rows of `published-figures.csv`, as published and as our own report writes it, and of `coverage.csv`.

use super::columns::{Column, ColumnKind, column, known_as};

use ColumnKind::{Code, Date, Decimal, Ignored, Text};

/// The columns, in the order of the report.
pub const COLUMNS: &[Column] = &[
    column("measure", "/measure", Text),
    column("value", "/value", Decimal),
    column("qualifier", "/qualifier", Code),
    column("scope", "/scope", Text),
    column("record_measure", "/record_measure", Code),
    column("record_filter", "/record_filter", Text),
    column("since", "/since", Date),
    column("as_of", "/as_of", Date),
    column("statement", "/statement", Text),
    known_as("source", &["source_url"], "/source", Text),
    column("reconciliation_status", "/reconciliation_status", Code),
    column("reconciliation_reason", "/reconciliation_reason", Text),
    column("id", "", Ignored),
    column("version", "", Ignored),
    column("created_at", "", Ignored),
    column("updated_at", "", Ignored),
];

/// The columns of declarations of coverage, in the order of the report.
pub const COVERAGE: &[Column] = &[
    column("filter", "/filter", Text),
    column("from", "/from", Date),
    column("to", "/to", Date),
    column("state", "/state", Code),
    column("reason", "/reason", Text),
    column("source", "/source", Text),
    column("id", "/id", Code),
    column("version", "", Ignored),
    column("created_at", "", Ignored),
    column("updated_at", "", Ignored),
];
