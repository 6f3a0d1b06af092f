//! The shapes of fields of work as `OpenAPI` tells them. What these say, `model.rs` enforces.
#![allow(missing_docs, reason = "the members' names are the API's words")]

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::reference::schema::Names;

/// What a field is in another classification.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldMapping {
    /// The classification: DAC, SDG, CSA.
    #[schema(min_length = 1, max_length = 100, example = "SDG")]
    pub scheme: String,
    #[schema(min_length = 1, max_length = 200, example = "9.5")]
    pub code: String,
}

/// A field of work.
#[derive(Debug, Serialize, ToSchema)]
pub struct Field {
    pub id: Uuid,
    #[schema(example = "sti")]
    pub code: String,
    pub version: i32,
    pub name: Names,
    /// The field above it, by code.
    #[schema(required)]
    pub parent: Option<String>,
    pub mappings: Vec<FieldMapping>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A field to record. Code and name are required.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "space", "name": {"en": "Space"}, "parent": "sti", "mappings": [{"scheme": "SDG", "code": "9.5"}]}))]
pub struct FieldDraft {
    /// Unique for ever; it never changes.
    #[schema(min_length = 1, max_length = 100)]
    pub code: String,
    pub name: Names,
    /// The field above it, by code.
    pub parent: Option<String>,
    #[schema(max_items = 50)]
    pub mappings: Option<Vec<FieldMapping>>,
    /// Read-only; may be sent back as it was read.
    pub id: Option<Uuid>,
    /// Read-only; may be sent back as it was read.
    pub version: Option<i32>,
    /// Read-only; may be sent back as it was read.
    pub created_at: Option<DateTime<Utc>>,
    /// Read-only; may be sent back as it was read.
    pub updated_at: Option<DateTime<Utc>>,
}

/// A JSON merge patch (RFC 7396) of a field: what is there replaces, null clears, what is absent stays.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"parent": null}))]
pub struct FieldPatch {}

/// Fields in the order of their codes.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldList {
    pub items: Vec<Field>,
    /// Null on the last page.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// Only with `count=exact`.
    #[schema(nullable = false)]
    pub total: Option<i64>,
}
