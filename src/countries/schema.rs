//! The shapes of countries as `OpenAPI` tells them. What these say, `draft.rs` enforces.
#![allow(missing_docs, reason = "the members' names are the API's words")]

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::model::{Group, MembershipStatus};
use crate::reference::schema::{Alias, Names};

/// A half-open period of one status.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    pub status: MembershipStatus,
    /// The first day it holds: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; null where it is open.
    #[schema(
        pattern = r"^(19\d\d|2[01]\d\d|2200)(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
        example = "1969"
    )]
    pub from: Option<String>,
    /// The first day it does not; null where it is open.
    #[schema(pattern = r"^(19\d\d|2[01]\d\d|2200)(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
    pub to: Option<String>,
    /// Where it was read.
    #[schema(min_length = 1, max_length = 2000)]
    pub source: Option<String>,
}

/// A half-open period in one regional group.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountryGroup {
    pub group: Group,
    /// The first day it holds: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; null where it is open.
    #[schema(pattern = r"^(19\d\d|2[01]\d\d|2200)(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
    pub from: Option<String>,
    /// The first day it does not; null where it is open.
    #[schema(pattern = r"^(19\d\d|2[01]\d\d|2200)(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
    pub to: Option<String>,
    /// Completed by a rule, not read in a source; false where it is left out.
    pub inferred: Option<bool>,
    /// Where it was read.
    #[schema(min_length = 1, max_length = 2000)]
    pub source: Option<String>,
}

/// A country.
#[derive(Debug, Serialize, ToSchema)]
pub struct Country {
    pub id: Uuid,
    /// ISO 3166-1 alpha-3: the key.
    #[schema(example = "TUR")]
    pub alpha3: String,
    /// ISO 3166-1 alpha-2; null of a territory that has none.
    #[schema(required, example = "TR")]
    pub alpha2: Option<String>,
    /// UN M49, three digits; null of a territory that has none.
    #[schema(required, example = "792")]
    pub m49: Option<String>,
    pub version: i32,
    pub name: Names,
    pub aliases: Vec<Alias>,
    /// By their beginning; they never overlap.
    pub memberships: Vec<Membership>,
    /// By their beginning; they never overlap.
    pub groups: Vec<CountryGroup>,
    #[schema(required)]
    pub source_url: Option<String>,
    #[schema(required)]
    pub notes: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A country to record.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"alpha3": "XZZ", "alpha2": "XZ", "m49": "899", "name": {"en": "Northland"}, "memberships": [{"status": "observer", "from": "2020"}]}))]
pub struct CountryDraft {
    /// ISO 3166-1 alpha-3: the key, which never changes. A territory without an ISO code has one that ISO leaves to its
    /// users (AAA to AAZ, QMA to QZZ, XAA to XZZ, ZZA to ZZZ).
    #[schema(pattern = "^[A-Z]{3}$")]
    pub alpha3: String,
    /// Required unless `alpha3` is a code that ISO leaves to its users.
    #[schema(pattern = "^[A-Z]{2}$")]
    pub alpha2: Option<String>,
    /// UN M49, leading zeros kept. Required unless `alpha3` is a code that ISO leaves to its users.
    #[schema(pattern = "^[0-9]{3}$")]
    pub m49: Option<String>,
    pub name: Names,
    #[schema(max_items = 200)]
    pub aliases: Option<Vec<Alias>>,
    /// They must not overlap.
    #[schema(max_items = 50)]
    pub memberships: Option<Vec<Membership>>,
    /// They must not overlap.
    #[schema(max_items = 50)]
    pub groups: Option<Vec<CountryGroup>>,
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

/// A JSON merge patch (RFC 7396) of a country: what is there replaces, null clears, what is absent stays.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"notes": "seen"}))]
pub struct CountryPatch {}

/// Countries in the order of alpha-3.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountryList {
    pub items: Vec<Country>,
    /// Null on the last page.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// Only with `count=exact`.
    #[schema(nullable = false)]
    pub total: Option<i64>,
}
