//! The shapes of editions as `OpenAPI` tells them. What these say, `order.rs` enforces and `seal.rs` makes.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::past::InstantParam;
use crate::statistics::schema::{Figure, StatedFilters, StatisticsRow};
use crate::statistics::words::{Dimension, Measure};

/// An order to seal.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "2024-annual", "as_of": null, "note": "Annual report 2024"}))]
pub struct EditionDraft {
    /// Lower-case letters and digits in groups joined by hyphens.
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", min_length = 1, max_length = 60)]
    pub name: String,
    /// An instant (RFC 3339) or a day (its end in UTC); null seals what stands now.
    #[schema(value_type = Option<InstantParam>)]
    pub as_of: Option<String>,
    /// What it is for.
    #[schema(min_length = 1, max_length = 2000)]
    pub note: Option<String>,
}

/// What a list shows of an edition.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditionSummary {
    pub id: Uuid,
    /// Always 1: an edition is never changed.
    pub version: i32,
    #[schema(example = "2024-annual")]
    pub name: String,
    /// The instant that was sealed.
    pub as_of: DateTime<Utc>,
    /// The newest ledger entry of then.
    pub data_version: i64,
    #[schema(required)]
    pub note: Option<String>,
    /// SHA-256 over `sealed` in canonical form.
    #[schema(pattern = "^sha256:[0-9a-f]{64}$")]
    pub hash: String,
    /// Whether the hash of what is stored is that.
    pub verified: bool,
    pub created_at: DateTime<Utc>,
}

/// A sealed release of the statistics.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    pub id: Uuid,
    /// Always 1: an edition is never changed.
    pub version: i32,
    #[schema(example = "2024-annual")]
    pub name: String,
    /// The instant that was sealed.
    pub as_of: DateTime<Utc>,
    /// The newest ledger entry of then.
    pub data_version: i64,
    #[schema(required)]
    pub note: Option<String>,
    /// SHA-256 over `sealed` in canonical form.
    #[schema(pattern = "^sha256:[0-9a-f]{64}$")]
    pub hash: String,
    /// Whether the hash of what is stored is that.
    pub verified: bool,
    pub created_at: DateTime<Utc>,
    /// What the hash covers.
    pub sealed: SealedFigures,
}

/// Editions.
#[derive(Debug, Serialize, ToSchema)]
pub struct EditionList {
    pub items: Vec<EditionSummary>,
    /// Null on the last page.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// Only with `count=exact`.
    #[schema(nullable = false)]
    pub total: Option<i64>,
}

/// What an edition seals.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SealedFigures {
    pub name: String,
    pub as_of: DateTime<Utc>,
    pub data_version: i64,
    /// The hash of that entry in the ledger's chain, hexadecimal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub ledger_hash: String,
    /// Every measure as it was defined then.
    pub definitions: Vec<SealedDefinition>,
    /// Answers as everybody got them.
    pub figures: Vec<SealedAnswer>,
    /// People by country and sex, and by kind of agency and sex, of each whole year, as everybody is told of them.
    pub tables: Vec<SealedTable>,
}

/// A measure as it was defined.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SealedDefinition {
    pub measure: Measure,
    pub version: u32,
    pub definition: String,
}

/// A question and its answer.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SealedAnswer {
    pub measure: Measure,
    pub version: u32,
    pub by: Vec<Dimension>,
    pub filters: StatedFilters,
    pub rows: Vec<StatisticsRow>,
    pub total: Figure,
}

/// A table of what everybody is told.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SealedTable {
    pub measure: Measure,
    pub by: Vec<Dimension>,
    pub rows: Vec<SealedRow>,
}

/// A row: what is reported in the figures that everybody gets; null where nobody stated a number and where it is withheld.
/// People of whom only the split is hidden are in `unknown` and in `total`. A row with a cell that is withheld, or of 1 to 4,
/// tells its total alone.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SealedRow {
    pub year: i32,
    #[schema(nullable = false)]
    pub country: Option<String>,
    #[schema(nullable = false)]
    pub agency_kind: Option<String>,
    #[schema(required)]
    pub female: Option<u64>,
    #[schema(required)]
    pub male: Option<u64>,
    #[schema(required)]
    pub unknown: Option<u64>,
    #[schema(required)]
    pub total: Option<u64>,
    /// Whether the row tells its total alone.
    pub withheld: bool,
}
