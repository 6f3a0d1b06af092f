//! The shapes of activities as `OpenAPI` tells them. What these say, `draft.rs` and `counts.rs` enforce.
#![allow(missing_docs, reason = "the members' names are the API's words")]

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::counts::{CountriesOf, Qualifier};
use super::model::{ActivityType, AgencyRole, Basis, CountryRole, Mode, OurRole, Status};
use super::when_schema::When;
use crate::codes;
use crate::participants::model::Sex;

/// A text in one or more languages; one at least.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(min_properties = 1)]
pub struct Texts {
    /// In English.
    #[schema(min_length = 1, max_length = 500)]
    pub en: Option<String>,
    /// In Arabic.
    #[schema(min_length = 1, max_length = 500)]
    pub ar: Option<String>,
    /// In French.
    #[schema(min_length = 1, max_length = 500)]
    pub fr: Option<String>,
}

/// Where it takes place, as printed; kept for online ones too.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    #[schema(min_length = 1, max_length = 200, example = "Ankara")]
    pub city: Option<String>,
    /// Alpha-3 (alpha-2 is taken too).
    #[schema(example = "TUR")]
    pub country: Option<String>,
}

/// A country and its role.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityCountry {
    /// Alpha-3 (alpha-2 is taken too).
    #[schema(example = "AZE")]
    pub country: String,
    pub role: CountryRole,
}

/// An agency and its role.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityAgency {
    /// The agency's code.
    #[schema(example = "TURKSTAT")]
    pub agency: String,
    pub role: AgencyRole,
}

/// A stated head count.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HeadCount {
    #[schema(minimum = 0, maximum = 10_000_000, example = 43)]
    pub value: i32,
    /// `exact` where it is left out.
    pub qualifier: Option<Qualifier>,
}

/// A number for a country, a sex or an agency, or for several of these at once; `0` is a statement.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(min_properties = 2)]
pub struct CountCell {
    /// Alpha-3.
    #[schema(example = "AZE")]
    pub country: Option<String>,
    pub sex: Option<Sex>,
    /// The agency's code.
    pub agency: Option<String>,
    #[schema(minimum = 0, maximum = 10_000_000, example = 2)]
    pub participants: i32,
}

/// What a body states about how many came.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountsDraft {
    /// Null where no head count was stated.
    pub participants: Option<HeadCount>,
    /// How many countries came.
    #[schema(minimum = 0, maximum = 300)]
    pub countries: Option<i32>,
    /// Which countries the unnamed ones may be; `any` where it is left out.
    pub countries_of: Option<CountriesOf>,
    /// Nobody came from elsewhere; true where it is left out or null and a country is named, and not stated where none is.
    pub countries_complete: Option<bool>,
    /// Without a head count the roster is the whole; true where it is left out or null; not stated while there is no roster.
    pub roster_complete: Option<bool>,
    #[schema(max_items = 2000)]
    pub cells: Option<Vec<CountCell>>,
    /// Where it was read.
    #[schema(min_length = 1, max_length = 2000)]
    pub source: Option<String>,
    /// Read-only; may be sent back as it was read.
    pub level: Option<i32>,
    /// Read-only; may be sent back as it was read.
    pub rostered: Option<i64>,
}

/// The statement that stands, with its level of knowledge.
#[derive(Debug, Serialize, ToSchema)]
pub struct Counts {
    /// Null where no head count was stated.
    #[schema(required)]
    pub participants: Option<HeadCount>,
    /// How many countries came.
    #[schema(required)]
    pub countries: Option<i32>,
    pub countries_of: CountriesOf,
    /// Whether nobody came from elsewhere; null where no country is named.
    #[schema(required)]
    pub countries_complete: Option<bool>,
    /// Whether the roster is the whole where no head count is stated; null where there is none.
    #[schema(required)]
    pub roster_complete: Option<bool>,
    pub cells: Vec<CountCell>,
    #[schema(required)]
    pub source: Option<String>,
    /// 0 nothing, 1 a head count, 2 and a number of countries, 3 and their names, 4 cells, 5 a roster.
    #[schema(minimum = 0, maximum = 5)]
    pub level: i32,
    /// People of the roster who came and are counted.
    #[schema(minimum = 0)]
    pub rostered: i64,
}

/// An id elsewhere; not unique there.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExternalId {
    #[schema(min_length = 1, max_length = 100, example = "sesric_event_id")]
    pub scheme: String,
    #[schema(min_length = 1, max_length = 200, example = "2470")]
    pub value: String,
}

/// Where a fact was read: an address, a note, or both.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(min_properties = 1)]
pub struct Source {
    #[schema(max_length = 2000, format = "uri")]
    pub url: Option<String>,
    #[schema(min_length = 1, max_length = 2000)]
    pub note: Option<String>,
}

/// Another activity that may be the same.
#[derive(Debug, Serialize, ToSchema)]
pub struct PossibleDuplicate {
    pub id: Uuid,
    #[schema(example = "ACT0208")]
    pub code: String,
    /// What they share: `external_id`, or `title`, which is the title in one language, the first day and a country or place.
    pub shares: Vec<SharedGround>,
}

codes! {
    /// What two activities share that may be one.
    pub enum SharedGround { ExternalId = "external_id", Title = "title" }
}

/// One thing that took place or will.
#[derive(Debug, Serialize, ToSchema)]
pub struct Activity {
    pub id: Uuid,
    #[schema(example = "ACT0208")]
    pub code: String,
    pub version: i32,
    pub title: Texts,
    pub r#type: ActivityType,
    pub mode: Mode,
    pub status: Status,
    pub our_role: OurRole,
    pub when: When,
    /// The work plan's year, which is not the year held.
    #[schema(required)]
    pub plan_year: Option<i32>,
    #[schema(required)]
    pub place: Option<Place>,
    pub programmes: Vec<String>,
    /// Whether a source names the programmes, or they were inferred.
    #[schema(required)]
    pub programme_basis: Option<Basis>,
    pub fields: Vec<String>,
    pub languages: Vec<String>,
    pub countries: Vec<ActivityCountry>,
    pub agencies: Vec<ActivityAgency>,
    pub counts: Counts,
    pub external_ids: Vec<ExternalId>,
    pub sources: Vec<Source>,
    #[schema(required)]
    pub notes: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// Only in the answer to a write, and only where there are any: the activities that this one may be.
    pub possible_duplicates: Option<Vec<PossibleDuplicate>>,
}

/// A language by its tag (BCP 47).
#[derive(Debug, Serialize, ToSchema)]
#[schema(value_type = String, max_length = 35, pattern = r"^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$")]
pub struct LanguageTag(pub String);

/// An activity to record. Title, type and status are required.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": {"en": "Workshop on Price Statistics", "fr": "Atelier sur les statistiques des prix"}, "type": "workshop",
    "mode": "in_person", "status": "announced", "our_role": "organiser",
    "when": {"start": "2027-03-15", "end": "2027-03-17", "precision": "day"}, "place": {"city": "Ankara", "country": "TUR"},
    "programmes": ["StatCaB"], "fields": ["statistics"], "languages": ["en"],
    "countries": [{"country": "AZE", "role": "beneficiary"}, {"country": "SEN", "role": "beneficiary"}],
    "agencies": [{"agency": "TURKSTAT", "role": "host"}],
    "counts": {"participants": {"value": 25, "qualifier": "about"}}
}))]
pub struct ActivityDraft {
    /// Unique for ever; made by the service where it is left out.
    #[schema(min_length = 1, max_length = 100)]
    pub code: Option<String>,
    pub title: Texts,
    pub r#type: ActivityType,
    pub mode: Option<Mode>,
    pub status: Status,
    pub our_role: Option<OurRole>,
    pub when: Option<When>,
    #[schema(minimum = 1900, maximum = 2200)]
    pub plan_year: Option<i32>,
    pub place: Option<Place>,
    /// Codes of programmes.
    #[schema(max_items = 20)]
    pub programmes: Option<Vec<String>>,
    pub programme_basis: Option<Basis>,
    /// Codes of fields.
    #[schema(max_items = 20)]
    pub fields: Option<Vec<String>>,
    /// BCP 47 tags.
    #[schema(max_items = 20, value_type = Option<Vec<LanguageTag>>)]
    pub languages: Option<Vec<String>>,
    #[schema(max_items = 500)]
    pub countries: Option<Vec<ActivityCountry>>,
    #[schema(max_items = 500)]
    pub agencies: Option<Vec<ActivityAgency>>,
    /// States, or supersedes, the standing statement; null states nothing.
    pub counts: Option<CountsDraft>,
    #[schema(max_items = 50)]
    pub external_ids: Option<Vec<ExternalId>>,
    #[schema(max_items = 50)]
    pub sources: Option<Vec<Source>>,
    #[schema(min_length = 1, max_length = 10000)]
    pub notes: Option<String>,
    /// Taken from an answer that is sent back, and not read.
    #[schema(value_type = Value, required = false)]
    pub possible_duplicates: Option<Vec<PossibleDuplicate>>,
    /// Read-only; may be sent back as it was read.
    pub id: Option<Uuid>,
    /// Read-only; may be sent back as it was read.
    pub version: Option<i32>,
    /// Read-only; may be sent back as it was read.
    pub created_at: Option<DateTime<Utc>>,
    /// Read-only; may be sent back as it was read.
    pub updated_at: Option<DateTime<Utc>>,
}

/// A JSON merge patch (RFC 7396) of an activity: what is there replaces, null clears, what is absent stays.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"notes": "seen"}))]
pub struct ActivityPatch {}

/// A page of activities.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivityList {
    pub items: Vec<Activity>,
    /// Null on the last page.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// Only with `count=exact`.
    #[schema(nullable = false)]
    pub total: Option<i64>,
}

/// An earlier version of an activity.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivityVersion {
    pub version: i32,
    /// The ledger's sequence number.
    pub seq: i64,
    pub at: DateTime<Utc>,
    /// Null where this version is its deletion.
    #[schema(required)]
    pub document: Option<Activity>,
}

/// The versions of an activity, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivityVersions {
    pub items: Vec<ActivityVersion>,
}
