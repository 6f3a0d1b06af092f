//! The shapes of profiles as `OpenAPI` tells them. What these say, `answer.rs` writes.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::activities::model::{ActivityType, Mode, OurRole, Status};
use crate::activities::schema::Texts;
use crate::activities::when_schema::When;
use crate::openapi::{CodeParam, DateParam};
use crate::statistics::schema::{Figure, StatedFilters};
use crate::statistics::words::Meetings;

/// Which activities a profile is made of; several values by comma or by repeating mean *or*.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes the parameters that a profile takes")]
pub struct ProfileParams {
    /// First day at or after: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    from: Option<DateParam>,
    /// The same as `from`.
    since: Option<DateParam>,
    /// First day at or before, the whole of a month or year included.
    to: Option<DateParam>,
    /// Statuses. Default `held`.
    #[param(inline)]
    status: Option<Vec<Status>>,
    /// Types.
    r#type: Option<Vec<ActivityType>>,
    /// Whether meetings are left out or are all that counts.
    #[param(inline)]
    meetings: Option<Meetings>,
    /// Modes.
    mode: Option<Vec<Mode>>,
    /// The secretariat's own roles.
    our_role: Option<Vec<OurRole>>,
    /// Fields by code.
    field: Option<Vec<CodeParam>>,
    /// Whether a programme stands for those below it too.
    programme_tree: Option<bool>,
}

/// The programmes a profile is narrowed to.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes a parameter")]
pub struct ProgrammeParam {
    /// Programmes by code.
    programme: Option<Vec<CodeParam>>,
}

/// Whether an agency's profile is of those it succeeds too.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes a parameter")]
pub struct PredecessorsParam {
    /// Whether the agency stands for those it succeeds too.
    predecessors: Option<bool>,
}

/// Whom a profile is about.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileSubject {
    id: Uuid,
    /// Its code today; of countries alpha-3.
    code: String,
    /// In the language asked for, or else in the first there is.
    name: String,
}

/// A figure with the question that it answers.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedFigure {
    /// Where it can be asked.
    #[schema(
        example = "/api/v1/statistics?measure=activities&status=held&activity_country=SDN&country_role=beneficiary"
    )]
    statistics: String,
    figure: Figure,
}

/// An activity as a profile names it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileActivity {
    id: Uuid,
    code: String,
    title: Texts,
    r#type: ActivityType,
    status: Status,
    when: When,
    /// The roles in which it is in the profile.
    roles: Vec<String>,
}

/// What a country benefited from, attended, provided and hosted (as its role), and what took place there: side by side,
/// never added.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountryFigures {
    benefited: AskedFigure,
    attended: AskedFigure,
    provided: AskedFigure,
    hosted: AskedFigure,
    took_place: AskedFigure,
    participations: AskedFigure,
    people: AskedFigure,
}

/// The key of a row: a code, a year, or null where it is not stated.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "it describes what is read and sent")]
pub enum RowKey {
    Year(i32),
    Code(String),
}

/// One row; null where no activity belongs to it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountryRow {
    #[schema(required)]
    key: Option<RowKey>,
    /// What the key is called in the language asked for; null where it says it all.
    #[schema(required)]
    name: Option<String>,
    #[schema(required)]
    benefited: Option<Figure>,
    #[schema(required)]
    attended: Option<Figure>,
    #[schema(required)]
    provided: Option<Figure>,
    #[schema(required)]
    hosted: Option<Figure>,
    #[schema(required)]
    took_place: Option<Figure>,
    #[schema(required)]
    participations: Option<Figure>,
}

/// Where the columns can be asked.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountryQuestions {
    benefited: String,
    attended: String,
    provided: String,
    hosted: String,
    took_place: String,
    participations: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountryTable {
    statistics: CountryQuestions,
    rows: Vec<CountryRow>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountryTables {
    programme: CountryTable,
    year: CountryTable,
    field: CountryTable,
}

/// What the record says of a country.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountryProfile {
    country: ProfileSubject,
    filters: StatedFilters,
    figures: CountryFigures,
    by: CountryTables,
    /// The latest activity held until today that it benefited from or attended; null where `status` leaves out what is held.
    #[schema(required)]
    last: Option<ProfileActivity>,
    /// The earliest such activity announced from today on; null where `status` leaves out what is announced.
    #[schema(required)]
    next: Option<ProfileActivity>,
    /// The paragraph of a country brief, in the language asked for.
    brief: String,
    /// The instant in the past that was asked for; null for the record as it stands.
    #[schema(required)]
    as_of: Option<DateTime<Utc>>,
    /// The newest ledger entry that the answer reflects.
    data_version: i64,
    /// Only where an edition was asked for: its name.
    #[schema(nullable = false)]
    edition: Option<String>,
}

/// The activities on which an agency is listed, in any role and in each, and the people who came from it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgencyFigures {
    listed: AskedFigure,
    beneficiary: AskedFigure,
    provider: AskedFigure,
    organiser: AskedFigure,
    co_organiser: AskedFigure,
    host: AskedFigure,
    funder: AskedFigure,
    supporter: AskedFigure,
    /// Listed without a role that is stated.
    partner: AskedFigure,
    participations: AskedFigure,
    people: AskedFigure,
}

/// One row; null where no activity belongs to it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgencyRow {
    #[schema(required)]
    key: Option<RowKey>,
    /// What the key is called in the language asked for; null where it says it all.
    #[schema(required)]
    name: Option<String>,
    #[schema(required)]
    listed: Option<Figure>,
    #[schema(required)]
    beneficiary: Option<Figure>,
    #[schema(required)]
    provider: Option<Figure>,
    #[schema(required)]
    participations: Option<Figure>,
}

/// Where the columns can be asked.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgencyQuestions {
    listed: String,
    beneficiary: String,
    provider: String,
    participations: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgencyTable {
    statistics: AgencyQuestions,
    rows: Vec<AgencyRow>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgencyTables {
    programme: AgencyTable,
    year: AgencyTable,
    field: AgencyTable,
}

/// What the record says of an agency.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgencyProfile {
    agency: ProfileSubject,
    filters: StatedFilters,
    figures: AgencyFigures,
    by: AgencyTables,
    /// The latest activity held until today, in any of its roles.
    #[schema(required)]
    last: Option<ProfileActivity>,
    /// The earliest announced from today on.
    #[schema(required)]
    next: Option<ProfileActivity>,
    /// The instant in the past that was asked for; null for the record as it stands.
    #[schema(required)]
    as_of: Option<DateTime<Utc>>,
    /// The newest ledger entry that the answer reflects.
    data_version: i64,
    /// Only where an edition was asked for: its name.
    #[schema(nullable = false)]
    edition: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeFigures {
    activities: AskedFigure,
    participations: AskedFigure,
    people: AskedFigure,
    countries: AskedFigure,
    agencies: AskedFigure,
}

/// One row; null where no activity belongs to it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeRow {
    #[schema(required)]
    key: Option<RowKey>,
    /// What the key is called in the language asked for; null where it says it all.
    #[schema(required)]
    name: Option<String>,
    #[schema(required)]
    activities: Option<Figure>,
    #[schema(required)]
    participations: Option<Figure>,
}

/// Where the columns can be asked.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeQuestions {
    activities: String,
    participations: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeTable {
    statistics: ProgrammeQuestions,
    rows: Vec<ProgrammeRow>,
}

/// One row; null where no activity belongs to it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeCountryRow {
    /// Alpha-3; null where it is not stated.
    #[schema(required)]
    key: Option<String>,
    #[schema(required)]
    name: Option<String>,
    #[schema(required)]
    benefited: Option<Figure>,
    #[schema(required)]
    attended: Option<Figure>,
    #[schema(required)]
    provided: Option<Figure>,
    #[schema(required)]
    participations: Option<Figure>,
}

/// Where the columns can be asked.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeCountryQuestions {
    benefited: String,
    attended: String,
    provided: String,
    participations: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeCountryTable {
    statistics: ProgrammeCountryQuestions,
    rows: Vec<ProgrammeCountryRow>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeTables {
    r#type: ProgrammeTable,
    year: ProgrammeTable,
    country: ProgrammeCountryTable,
}

/// What the record says of a programme.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeProfile {
    programme: ProfileSubject,
    filters: StatedFilters,
    figures: ProgrammeFigures,
    by: ProgrammeTables,
    /// The latest activity held until today.
    #[schema(required)]
    last: Option<ProfileActivity>,
    /// The earliest announced from today on.
    #[schema(required)]
    next: Option<ProfileActivity>,
    /// The instant in the past that was asked for; null for the record as it stands.
    #[schema(required)]
    as_of: Option<DateTime<Utc>>,
    /// The newest ledger entry that the answer reflects.
    data_version: i64,
    /// Only where an edition was asked for: its name.
    #[schema(nullable = false)]
    edition: Option<String>,
}
