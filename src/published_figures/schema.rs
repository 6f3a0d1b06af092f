//! The shapes of published figures as `OpenAPI` tells them. What these say, `draft.rs` enforces.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::model::{ReconciliationStatus, RecordMeasure};
use crate::activities::counts::Qualifier;

/// A total that somebody announced.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishedFigure {
    /// Its id.
    pub id: Uuid,
    /// Raised by every change.
    pub version: i32,
    /// What was counted, in the announcer's own terms.
    #[schema(example = "participants")]
    pub measure: String,
    /// The number that was announced.
    #[schema(example = 2275)]
    pub value: f64,
    /// What the number means.
    pub qualifier: Qualifier,
    /// Of what, in words.
    #[schema(example = "field: STI")]
    pub scope: String,
    /// The measure of the record to hold against it; null where the record cannot recompute it.
    #[schema(required)]
    pub record_measure: Option<RecordMeasure>,
    /// The statistics query that asks for it; `all` is no filter.
    #[schema(required, example = "field=sti")]
    pub record_filter: Option<String>,
    /// Counted from: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[schema(required, example = "2007")]
    pub since: Option<String>,
    /// The day it was announced or speaks of, as far as it is known.
    #[schema(required, example = "2024-10-21")]
    pub as_of: Option<String>,
    /// The announcement in a sentence.
    pub statement: String,
    /// Where it was read.
    #[schema(required)]
    pub source: Option<String>,
    /// What officers say of how it compares with the record.
    pub reconciliation_status: ReconciliationStatus,
    /// Why; always there where it is `explained`, never where it is `open`.
    #[schema(required)]
    pub reconciliation_reason: Option<String>,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

/// A claim to record. Measure, value, scope and statement are required; measure, scope, `as_of` and source identify it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "measure": "participants", "value": 2275, "qualifier": "exact", "scope": "field: STI",
    "record_measure": "participations", "record_filter": "field=sti", "since": "2007", "as_of": "2024-10-21",
    "statement": "The 65 STI activities since 2007 had 2,275 participants", "source": "https://example.org/news/3303"
}))]
pub struct PublishedFigureDraft {
    #[schema(min_length = 1, max_length = 100)]
    pub measure: String,
    /// The number that was announced.
    #[schema(minimum = 0, maximum = 1_000_000_000_000.0)]
    pub value: f64,
    /// `exact` where it is left out.
    pub qualifier: Option<Qualifier>,
    #[schema(min_length = 1, max_length = 500)]
    pub scope: String,
    /// The measure of the record to hold against it; null where the record cannot recompute it.
    pub record_measure: Option<RecordMeasure>,
    /// The statistics query that asks for it; `all` is no filter.
    #[schema(max_length = 1000, pattern = r"^(all|[a-z_]+=[!-%'-~]+(&[a-z_]+=[!-%'-~]+)*)$")]
    pub record_filter: Option<String>,
    /// Counted from: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; not after `as_of`.
    #[schema(pattern = r"^((19|20|21)\d\d|2200)(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
    pub since: Option<String>,
    /// The day it was announced or speaks of, as far as it is known.
    #[schema(pattern = r"^((19|20|21)\d\d|2200)(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
    pub as_of: Option<String>,
    #[schema(min_length = 1, max_length = 2000)]
    pub statement: String,
    #[schema(min_length = 1, max_length = 2000)]
    pub source: Option<String>,
    /// What officers say of how it compares with the record; `open` where it is left out.
    pub reconciliation_status: Option<ReconciliationStatus>,
    /// Why; needed where it is `explained`, not taken where it is `open`.
    #[schema(min_length = 1, max_length = 2000)]
    pub reconciliation_reason: Option<String>,
    /// Read-only; may be sent back as it was read.
    pub id: Option<Uuid>,
    /// Read-only; may be sent back as it was read.
    pub version: Option<i32>,
    /// Read-only; may be sent back as it was read.
    pub created_at: Option<DateTime<Utc>>,
    /// Read-only; may be sent back as it was read.
    pub updated_at: Option<DateTime<Utc>>,
}

/// A JSON merge patch (RFC 7396) of a claim: what is there replaces, null clears, what is absent stays.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"qualifier": "more_than"}))]
pub struct PublishedFigurePatch {}

/// Published figures, in the order they were recorded.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishedFigureList {
    /// The claims.
    pub items: Vec<PublishedFigure>,
    /// Null on the last page, and where no `limit` was given.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// Only with `count=exact`.
    #[schema(nullable = false)]
    pub total: Option<i64>,
}
