//! The shapes of agencies as `OpenAPI` tells them. What these say, `draft.rs` enforces.
#![allow(missing_docs, reason = "the members' names are the API's words")]

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::model::{AgencyKind, Relation};
use crate::reference::schema::{Alias, Names};

/// A dated link to another agency; the successor has a member of its own.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgencyLink {
    pub relation: Relation,
    /// The other agency, by code.
    pub agency: String,
    /// The first day it holds: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; null where it is open.
    #[schema(pattern = r"^(19\d\d|2[01]\d\d|2200)(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
    pub from: Option<String>,
    /// The first day it does not; null where it is open.
    #[schema(pattern = r"^(19\d\d|2[01]\d\d|2200)(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
    pub to: Option<String>,
}

/// An id that the agency has elsewhere; not unique there.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgencyExternalId {
    #[schema(min_length = 1, max_length = 100, example = "ror")]
    pub scheme: String,
    #[schema(min_length = 1, max_length = 200)]
    pub value: String,
}

/// An institution.
#[derive(Debug, Serialize, ToSchema)]
pub struct Agency {
    pub id: Uuid,
    #[schema(example = "TURKSTAT")]
    pub code: String,
    pub version: i32,
    /// Not a key: several bodies share one.
    #[schema(required)]
    pub acronym: Option<String>,
    pub name: Names,
    /// Alpha-3; null for international bodies.
    #[schema(required)]
    pub country: Option<String>,
    pub kind: AgencyKind,
    /// The agency that followed it, by code.
    #[schema(required)]
    pub succeeded_by: Option<String>,
    pub aliases: Vec<Alias>,
    pub external_ids: Vec<AgencyExternalId>,
    pub links: Vec<AgencyLink>,
    /// Codes it had before, oldest first; they go on finding it.
    pub former_codes: Vec<String>,
    #[schema(required)]
    pub source_url: Option<String>,
    #[schema(required)]
    pub notes: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// An agency to record. Code, name and kind are required.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "StatsNZ", "name": {"en": "Statistics New Zealand"}, "kind": "nso"}))]
pub struct AgencyDraft {
    /// Unique for ever. Another one may be given later: the one before goes on finding the agency.
    #[schema(min_length = 1, max_length = 100)]
    pub code: String,
    /// Not a key: several bodies share one.
    #[schema(min_length = 1, max_length = 100)]
    pub acronym: Option<String>,
    pub name: Names,
    /// Alpha-3 (alpha-2 is taken too).
    pub country: Option<String>,
    pub kind: AgencyKind,
    /// The agency that followed it, by code.
    pub succeeded_by: Option<String>,
    #[schema(max_items = 200)]
    pub aliases: Option<Vec<Alias>>,
    #[schema(max_items = 50)]
    pub external_ids: Option<Vec<AgencyExternalId>>,
    #[schema(max_items = 50)]
    pub links: Option<Vec<AgencyLink>>,
    /// Codes it had before. They only become more: what is left out here stays.
    #[schema(max_items = 1000)]
    pub former_codes: Option<Vec<String>>,
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

/// A JSON merge patch (RFC 7396) of an agency: what is there replaces, null clears, what is absent stays.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"notes": "seen"}))]
pub struct AgencyPatch {}

/// A page of agencies.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgencyList {
    pub items: Vec<Agency>,
    /// Null on the last page.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// Only with `count=exact`.
    #[schema(nullable = false)]
    pub total: Option<i64>,
}
