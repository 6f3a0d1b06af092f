//! The shapes of participations as `OpenAPI` tells them. What these say, `draft.rs` enforces.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::model::{ParticipationStatus, Role};
use crate::participants::model::Sex;
use crate::participants::schema::ParticipantDraft;

/// One person's part in one activity, with country, agency, position and sex as they were then.
#[derive(Debug, Serialize, ToSchema)]
pub struct Participation {
    pub id: Uuid,
    pub version: i32,
    /// The activity's id.
    pub activity: Uuid,
    /// The person's id.
    pub participant: Uuid,
    pub role: Role,
    pub status: ParticipationStatus,
    /// Alpha-3.
    #[schema(required)]
    pub country: Option<String>,
    /// The agency's code.
    #[schema(required)]
    pub agency: Option<String>,
    #[schema(required)]
    pub position: Option<String>,
    pub sex: Sex,
    #[schema(required, minimum = 0, maximum = 100)]
    pub score: Option<f64>,
}

/// Who takes part: an id, a code, or the members of a new person.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "it describes what is read and sent")]
pub enum Who {
    /// An id or a code.
    Known(String),
    New(Box<ParticipantDraft>),
}

/// A participation to record. Country, agency, position and sex are the person's of today where they are left out.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"participant": "P000001", "role": "trainee", "status": "attended"}))]
pub struct ParticipationDraft {
    pub participant: Who,
    pub role: Role,
    pub status: ParticipationStatus,
    /// Alpha-3 (alpha-2 is taken too).
    #[schema(min_length = 1, max_length = 100)]
    pub country: Option<String>,
    /// The agency's code.
    #[schema(min_length = 1, max_length = 100)]
    pub agency: Option<String>,
    #[schema(min_length = 1, max_length = 300)]
    pub position: Option<String>,
    pub sex: Option<Sex>,
    #[schema(minimum = 0, maximum = 100)]
    pub score: Option<f64>,
}

/// Several participations: all are recorded, or none.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ParticipationDrafts {
    #[schema(min_items = 1, max_items = 500)]
    pub items: Vec<ParticipationDraft>,
}

/// One participation, or several at once.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(example = json!({"participant": "P000001", "role": "trainee", "status": "attended"}))]
#[expect(dead_code, reason = "it describes what is read and sent")]
pub enum ParticipationBody {
    One(Box<ParticipationDraft>),
    Several(ParticipationDrafts),
}

/// What was recorded: one participation, or those of several.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "it describes what is read and sent")]
pub enum ParticipationsMade {
    One(Participation),
    Several(ParticipationItems),
}

/// The participations of one request, in its order.
#[derive(Debug, Serialize, ToSchema)]
pub struct ParticipationItems {
    pub items: Vec<Participation>,
}

/// A participation in the place of the one that stands. What is left out is cleared.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"role": "trainee", "status": "attended", "country": "AZE", "sex": "female", "score": 87.5}))]
pub struct ParticipationContent {
    pub role: Role,
    pub status: ParticipationStatus,
    /// Alpha-3 (alpha-2 is taken too).
    #[schema(min_length = 1, max_length = 100)]
    pub country: Option<String>,
    /// The agency's code.
    #[schema(min_length = 1, max_length = 100)]
    pub agency: Option<String>,
    #[schema(min_length = 1, max_length = 300)]
    pub position: Option<String>,
    pub sex: Option<Sex>,
    #[schema(minimum = 0, maximum = 100)]
    pub score: Option<f64>,
    /// Read-only; may be sent back as it was read.
    #[schema(nullable = false)]
    pub id: Option<Uuid>,
    /// Read-only; may be sent back as it was read.
    #[schema(nullable = false)]
    pub version: Option<i32>,
    /// Read-only; may be sent back as it was read.
    #[schema(nullable = false)]
    pub activity: Option<Uuid>,
    /// Read-only; may be sent back as it was read.
    #[schema(nullable = false)]
    pub participant: Option<Uuid>,
}

/// A JSON merge patch (RFC 7396) of a participation: what is there replaces, null clears, what is absent stays.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"status": "attended"}))]
pub struct ParticipationPatch {}

/// A page of a roster.
#[derive(Debug, Serialize, ToSchema)]
pub struct ParticipationList {
    pub items: Vec<Participation>,
    /// Null on the last page.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// Only with `count=exact`.
    #[schema(nullable = false)]
    pub total: Option<i64>,
}
