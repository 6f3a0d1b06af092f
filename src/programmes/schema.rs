//! The shapes of programmes as `OpenAPI` tells them. What these say, `model.rs` enforces.
#![allow(missing_docs, reason = "the members' names are the API's words")]

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::model::{CodeBasis, ProgrammeKind};
use crate::reference::schema::Names;

/// A line of work with a code.
#[derive(Debug, Serialize, ToSchema)]
pub struct Programme {
    pub id: Uuid,
    #[schema(example = "StatCaB")]
    pub code: String,
    pub version: i32,
    /// Codes it had before, oldest first; they go on finding it.
    pub former_codes: Vec<String>,
    pub name: Names,
    pub kind: ProgrammeKind,
    /// The programme above it, by code.
    #[schema(required)]
    pub parent: Option<String>,
    #[schema(required)]
    pub launched_year: Option<i32>,
    #[schema(required)]
    pub code_basis: Option<CodeBasis>,
    #[schema(required)]
    pub source_url: Option<String>,
    #[schema(required)]
    pub notes: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A programme to record. Code, name and kind are required.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "Halal-CaB", "name": {"en": "Halal Capacity Building Programme"}, "kind": "capacity_building_programme"}))]
pub struct ProgrammeDraft {
    /// Unique for ever. Another one may be given later: the one before goes on finding the programme.
    #[schema(min_length = 1, max_length = 100)]
    pub code: String,
    /// Codes it had before. They only become more: what is left out here stays.
    #[schema(max_items = 1000)]
    pub former_codes: Option<Vec<String>>,
    pub name: Names,
    pub kind: ProgrammeKind,
    /// The programme above it, by code.
    pub parent: Option<String>,
    #[schema(minimum = 1900, maximum = 2200)]
    pub launched_year: Option<i32>,
    pub code_basis: Option<CodeBasis>,
    #[schema(max_length = 2000, format = "uri")]
    pub source_url: Option<String>,
    #[schema(min_length = 1, max_length = 10000)]
    pub notes: Option<String>,
    /// Read-only; may be sent back as it was read.
    pub id: Option<Uuid>,
    /// Read-only; may be sent back as it was read.
    pub version: Option<i32>,
    /// Read-only; may be sent back as it was read.
    pub created_at: Option<DateTime<Utc>>,
    /// Read-only; may be sent back as it was read.
    pub updated_at: Option<DateTime<Utc>>,
}

/// A JSON merge patch (RFC 7396) of a programme: what is there replaces, null clears, what is absent stays.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"notes": "seen"}))]
pub struct ProgrammePatch {}

/// Programmes in the order of their codes.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgrammeList {
    pub items: Vec<Programme>,
    /// Null on the last page.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// Only with `count=exact`.
    #[schema(nullable = false)]
    pub total: Option<i64>,
}
