//! The shapes of persons as `OpenAPI` tells them. What these say, `draft.rs` enforces.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::model::Sex;

/// A name in another script, spelling or time.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherName {
    #[schema(min_length = 1, max_length = 200, example = "عائشة ديالو")]
    pub name: String,
    /// BCP 47.
    #[schema(pattern = r"^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$", max_length = 35, example = "ar")]
    pub lang: Option<String>,
}

/// An id elsewhere; not unique there.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PersonExternalId)]
pub struct ExternalId {
    #[schema(min_length = 1, max_length = 100, example = "orcid")]
    pub scheme: String,
    #[schema(min_length = 1, max_length = 200, example = "0000-0002-1825-0097")]
    pub value: String,
}

/// A person. Personal data: for officers and administrators.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0192d3a4-7b1c-7e2f-8a3b-5c6d7e8f9a0b", "code": "P000001", "version": 1, "name": "Aïcha Diallo",
    "other_names": [{"name": "عائشة ديالو", "lang": "ar"}], "sex": "female", "email": "aicha.diallo@example.org", "phone": null,
    "country": "SEN", "agency": null, "position": "Statistician", "external_ids": [], "same_as": null,
    "created_at": "2026-11-23T08:00:00Z", "updated_at": "2026-11-23T08:00:00Z"
}))]
pub struct Participant {
    pub id: Uuid,
    pub code: String,
    pub version: i32,
    pub name: String,
    pub other_names: Vec<OtherName>,
    pub sex: Sex,
    #[schema(required)]
    pub email: Option<String>,
    #[schema(required)]
    pub phone: Option<String>,
    /// Alpha-3.
    #[schema(required)]
    pub country: Option<String>,
    /// The agency's code.
    #[schema(required)]
    pub agency: Option<String>,
    #[schema(required)]
    pub position: Option<String>,
    pub external_ids: Vec<ExternalId>,
    /// The person that this one was found to be.
    #[schema(required)]
    pub same_as: Option<Uuid>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A person to record. The name is required.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Aïcha Diallo", "sex": "female", "email": "aicha.diallo@example.org", "position": "Statistician"}))]
pub struct ParticipantDraft {
    /// Unique for ever; made by the service where it is left out.
    #[schema(min_length = 1, max_length = 100, example = "P000001")]
    pub code: Option<String>,
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    #[schema(max_items = 20)]
    pub other_names: Option<Vec<OtherName>>,
    /// `unknown` where it is left out.
    pub sex: Option<Sex>,
    /// Kept as it is typed.
    #[schema(max_length = 254, format = "email")]
    pub email: Option<String>,
    #[schema(min_length = 1, max_length = 50)]
    pub phone: Option<String>,
    /// Alpha-3 (alpha-2 is taken too).
    #[schema(min_length = 1, max_length = 100)]
    pub country: Option<String>,
    /// The agency's code.
    #[schema(min_length = 1, max_length = 100)]
    pub agency: Option<String>,
    #[schema(min_length = 1, max_length = 300)]
    pub position: Option<String>,
    #[schema(max_items = 50)]
    pub external_ids: Option<Vec<ExternalId>>,
    /// Read-only; may be sent back as it was read.
    pub id: Option<Uuid>,
    /// Read-only; may be sent back as it was read.
    pub version: Option<i32>,
    /// Read-only; may be sent back as it was read.
    pub same_as: Option<Uuid>,
    /// Read-only; may be sent back as it was read.
    pub created_at: Option<DateTime<Utc>>,
    /// Read-only; may be sent back as it was read.
    pub updated_at: Option<DateTime<Utc>>,
}

/// A JSON merge patch (RFC 7396) of a person: what is there replaces, null clears, what is absent stays.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"position": "Head of Unit"}))]
pub struct ParticipantPatch {}

/// A page of persons.
#[derive(Debug, Serialize, ToSchema)]
pub struct ParticipantList {
    pub items: Vec<Participant>,
    /// Null on the last page.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// Only with `count=exact`.
    #[schema(nullable = false)]
    pub total: Option<i64>,
}
