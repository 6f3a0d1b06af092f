//! The shapes of declarations of coverage as `OpenAPI` tells them. What these say, `model.rs` enforces.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::statistics::coverage::State;

/// What the office declares of a part of its record.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CoverageDeclaration)]
pub struct Coverage {
    /// Its id.
    pub id: Uuid,
    /// Raised by every change.
    pub version: i32,
    /// The statistics query that the declaration is about; `all` is no filter.
    #[schema(example = "field=sti")]
    pub filter: String,
    /// The first day that it is about: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; null since ever.
    #[schema(required, example = "2007")]
    pub from: Option<String>,
    /// The last day, the whole of a month or year included; null until today.
    #[schema(required, example = "2024-12-31")]
    pub to: Option<String>,
    /// Whether everything that belongs to it is recorded, or a part.
    pub state: State,
    /// Why it is declared.
    pub reason: String,
    /// Where it can be seen.
    #[schema(required)]
    pub source: Option<String>,
    /// When it was declared.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

/// A declaration to record. State and reason are required.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CoverageDeclarationDraft, example = json!({
    "filter": "field=sti", "from": "2007", "to": "2024-12-31", "state": "complete",
    "reason": "Every work plan and report of the field was entered and checked", "source": "https://example.org/audit-2024"
}))]
pub struct CoverageDraft {
    /// The statistics query that it is about; `all` (where it is left out) is no filter.
    #[schema(max_length = 1000, pattern = r"^(all|[a-z_]+=[!-%'-~]+(&[a-z_]+=[!-%'-~]+)*)$")]
    pub filter: Option<String>,
    /// The first day that it is about; since ever where it is left out. Not after `to`.
    #[schema(pattern = r"^(19\d\d|2[01]\d\d|2200)(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
    pub from: Option<String>,
    /// The last day, the whole of a month or year included; until today where it is left out.
    #[schema(pattern = r"^(19\d\d|2[01]\d\d|2200)(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
    pub to: Option<String>,
    /// Whether everything that belongs to it is recorded, or a part.
    pub state: State,
    /// Why it is declared.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
    /// Where it can be seen.
    #[schema(min_length = 1, max_length = 2000)]
    pub source: Option<String>,
    /// Read-only; may be sent back as it was read.
    pub id: Option<Uuid>,
    /// Read-only; may be sent back as it was read.
    pub version: Option<i32>,
    /// Read-only; may be sent back as it was read.
    pub created_at: Option<DateTime<Utc>>,
    /// Read-only; may be sent back as it was read.
    pub updated_at: Option<DateTime<Utc>>,
}

/// A JSON merge patch (RFC 7396) of a declaration: what is there replaces, null clears, what is absent stays.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CoverageDeclarationPatch, example = json!({"to": "2024-12-31"}))]
pub struct CoveragePatch {}

/// Declarations in the order they were made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CoverageDeclarationList)]
pub struct CoverageList {
    /// The declarations.
    pub items: Vec<Coverage>,
    /// Null on the last page.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// Only with `count=exact`.
    #[schema(nullable = false)]
    pub total: Option<i64>,
}
