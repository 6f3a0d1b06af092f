//! The shapes of statistics as `OpenAPI` tells them. What these say, `question.rs` enforces and `answer.rs` writes.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::openapi::schema::{Schema, Type};
use utoipa::openapi::{ObjectBuilder, RefOr};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use super::coverage::Coverage;
use super::explain::schema::Contribution;
use super::question::MOST_DIMENSIONS;
use super::words::{Dimension, GroupCode, Measure, Meetings};
use crate::activities::model::{ActivityType, AgencyRole, CountryRole, Mode, OurRole, Status};
use crate::activities::roster::model::{ParticipationStatus, Role};
use crate::agencies::model::AgencyKind;
use crate::countries::model::MembershipStatus;
use crate::openapi::{CodeParam, DateParam, StatedLanguageParam, taken_off};
use crate::participants::model::Sex as SexCode;
use crate::programmes::model::ProgrammeKind;

/// A year of the first day, or `null` for undated activities.
#[derive(Debug, ToSchema)]
#[schema(value_type = String, pattern = "^((19|20|21)[0-9]{2}|2200|null)$")]
#[expect(dead_code, reason = "it describes what is read and sent")]
pub struct YearParam(pub String);

/// A parameter whose pattern is made of the codes that it takes.
macro_rules! of_codes {
    ($(#[doc = $about:literal])* $name:ident, $pattern:expr) => {
        $(#[doc = $about])*
        #[derive(Debug)]
        #[expect(dead_code, reason = "it describes what is read and sent")]
        pub struct $name(pub String);

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let object = ObjectBuilder::new().schema_type(Type::String).pattern(Some($pattern));
                let about = concat!($($about),*).trim();
                object.description(Some(about)).into()
            }
        }

        impl ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
        }
    };
}

fn or_null(codes: &[&str]) -> String {
    format!("^({}|null)$", codes.join("|"))
}

of_codes! {
    /// A regional group, `none` outside the 57, or `null` where none is stated.
    GroupParam, or_null(GroupCode::CODES)
}

of_codes! {
    /// A membership, or `null` where no country is stated.
    MembershipParam, or_null(MembershipStatus::CODES)
}

of_codes! {
    /// A kind of agency, or `null` where no agency is stated.
    AgencyKindParam, or_null(AgencyKind::CODES)
}

of_codes! {
    /// Up to three dimensions, separated by commas, each at most once; none is the total alone.
    ByParam, {
        let (one, ends) = (Dimension::CODES.join("|"), taken_off());
        format!("^{ends}(({one})(,({one})){{0,{}}})?{ends}$", MOST_DIMENSIONS - 1)
    }
}

/// The schemas that only parameters refer to.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(YearParam, GroupParam, MembershipParam, AgencyKindParam, ByParam)))]
pub struct Parameters;

/// What is asked and how it is split.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "it describes the parameters that the question and its filters are read from"
)]
pub struct Asked {
    /// What is counted. Default `participations`.
    #[param(inline)]
    measure: Option<Measure>,
    /// What the figure is split by; without it only the total is answered. `sex` belongs to `participations`, `people` and
    /// `person_days`.
    by: Option<ByParam>,
    /// People of these sexes; for `participations`, `people` and `person_days`.
    #[param(inline)]
    sex: Option<Vec<SexCode>>,
    /// Kinds of programme; for `programmes`, which takes no other filter but `to`. `member_countries` takes `oic_group` and `to`.
    #[param(inline)]
    programme_kind: Option<Vec<ProgrammeKind>>,
}

/// Which activities and which people; several values by comma or by repeating mean *or*, and `null` is *not stated*.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "it describes the parameters that the question and its filters are read from"
)]
pub struct Chosen {
    /// Statuses. Default `held`.
    #[param(inline)]
    status: Option<Vec<Status>>,
    /// Types.
    r#type: Option<Vec<ActivityType>>,
    /// Whether meetings (bilateral meetings, expert group meetings, conferences) are left out or are all that counts.
    #[param(inline)]
    meetings: Option<Meetings>,
    /// Modes.
    mode: Option<Vec<Mode>>,
    /// The secretariat's own roles.
    our_role: Option<Vec<OurRole>>,
    /// First day at or after: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. What is known by month or year and straddles it, or has
    /// no date, is undecided.
    from: Option<DateParam>,
    /// The same as `from`.
    since: Option<DateParam>,
    /// First day at or before, the whole of a month or year included.
    to: Option<DateParam>,
    /// Years of the first day; `null` for undated ones.
    year: Option<Vec<YearParam>>,
    /// Programmes by code.
    programme: Option<Vec<CodeParam>>,
    /// Whether a programme stands for those below it too.
    programme_tree: Option<bool>,
    /// Fields by code.
    field: Option<Vec<CodeParam>>,
    /// Languages, BCP 47.
    language: Option<Vec<StatedLanguageParam>>,
    /// Countries by alpha-3 or alpha-2: where people come from, for measures of people; listed on the activity, for the others.
    country: Option<Vec<CodeParam>>,
    /// Countries listed on the activity, in the roles of `country_role`.
    activity_country: Option<Vec<CodeParam>>,
    /// Roles of listed countries. Default `beneficiary,attending`.
    country_role: Option<Vec<CountryRole>>,
    /// Countries where in-person and hybrid activities took place.
    host_country: Option<Vec<CodeParam>>,
    /// Regional groups of the country that the measure means, on the first day: `African`, `Arab`, `Asian`; `none`
    /// outside the 57.
    oic_group: Option<Vec<GroupParam>>,
    /// Membership of the country that the measure means, on the first day: `member`, `observer`, `suspended`, `none`.
    membership: Option<Vec<MembershipParam>>,
    /// Agencies by code: for whom people work, for measures of people; listed on the activity, for the others.
    agency: Option<Vec<CodeParam>>,
    /// Agencies listed on the activity.
    activity_agency: Option<Vec<CodeParam>>,
    /// Narrows listed agencies to these roles.
    agency_role: Option<Vec<AgencyRole>>,
    /// Kinds of the agency that the measure means.
    agency_kind: Option<Vec<AgencyKindParam>>,
    /// Whether an agency stands for those it succeeds too.
    predecessors: Option<bool>,
    /// Roles of the people counted. Default `trainee,delegate,observer`: those who came.
    #[param(inline)]
    participation_role: Option<Vec<Role>>,
    /// How far their participation came. Default `attended`.
    #[param(inline)]
    participation_status: Option<Vec<ParticipationStatus>>,
}

/// What was chosen, by the names of the parameters; codes as they are today.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StatedFilters {
    #[schema(nullable = false)]
    status: Option<Vec<Status>>,
    #[schema(nullable = false)]
    r#type: Option<Vec<ActivityType>>,
    #[schema(nullable = false)]
    mode: Option<Vec<Mode>>,
    #[schema(nullable = false)]
    our_role: Option<Vec<OurRole>>,
    #[schema(nullable = false)]
    year: Option<Vec<Option<i32>>>,
    #[schema(nullable = false)]
    programme: Option<Vec<Option<String>>>,
    #[schema(nullable = false)]
    field: Option<Vec<Option<String>>>,
    #[schema(nullable = false)]
    language: Option<Vec<Option<String>>>,
    #[schema(nullable = false)]
    country: Option<Vec<Option<String>>>,
    #[schema(nullable = false)]
    activity_country: Option<Vec<Option<String>>>,
    #[schema(nullable = false)]
    country_role: Option<Vec<CountryRole>>,
    #[schema(nullable = false)]
    host_country: Option<Vec<Option<String>>>,
    #[schema(nullable = false)]
    oic_group: Option<Vec<Option<GroupCode>>>,
    #[schema(nullable = false)]
    membership: Option<Vec<Option<MembershipStatus>>>,
    #[schema(nullable = false)]
    sex: Option<Vec<SexCode>>,
    #[schema(nullable = false)]
    agency: Option<Vec<Option<String>>>,
    #[schema(nullable = false)]
    activity_agency: Option<Vec<Option<String>>>,
    #[schema(nullable = false)]
    agency_role: Option<Vec<AgencyRole>>,
    #[schema(nullable = false)]
    agency_kind: Option<Vec<Option<AgencyKind>>>,
    #[schema(nullable = false)]
    participation_role: Option<Vec<Role>>,
    #[schema(nullable = false)]
    participation_status: Option<Vec<ParticipationStatus>>,
    #[schema(nullable = false)]
    programme_kind: Option<Vec<ProgrammeKind>>,
    #[schema(nullable = false)]
    meetings: Option<Meetings>,
    #[schema(nullable = false)]
    programme_tree: Option<bool>,
    #[schema(nullable = false)]
    predecessors: Option<bool>,
    #[schema(nullable = false, example = "2007")]
    from: Option<String>,
    #[schema(nullable = false, example = "2024-10-21")]
    to: Option<String>,
}

/// An object that ends in the members of a figure.
macro_rules! with_figure {
    ($(#[$about:meta])* $name:ident { $($keys:tt)* }) => {
        $(#[$about])*
        #[derive(Debug, Serialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($keys)*
            /// The number, where `low` and `high` agree; null where it is not certain.
            #[schema(required, minimum = 0)]
            value: Option<f64>,
            /// It is certainly not less; null only where it is withheld.
            #[schema(required, minimum = 0)]
            low: Option<f64>,
            /// It is certainly not more; null where nothing bounds it.
            #[schema(required, minimum = 0)]
            high: Option<f64>,
            /// The sum of the numbers as they were stated, approximate ones included; null (not 0) where nobody stated one.
            #[schema(required, minimum = 0)]
            reported: Option<f64>,
            /// How many activities may contribute.
            activities: u64,
            /// How many of them have no head count, no cell and no roster.
            uncounted: u64,
            /// How many further activities may or may not belong, by their dates or their countries: outside `low`, inside `high`.
            undecided: u64,
            /// What the office declares of its record for this scope: all of it is recorded, a part, or nobody says. A zero in a
            /// partial record is *none recorded*. Absent only in editions that were sealed before it was said.
            #[schema(nullable = false)]
            coverage: Option<Coverage>,
            /// Only where the four numbers are withheld, which are null then: withheld, unknown and zero are three answers.
            #[schema(nullable = false)]
            withheld: Option<bool>,
        }
    };
}

with_figure! {
    /// What is certain about a number, what was stated, and what is missing. The numbers are whole ones, but for
    /// `share_of_women`: there they are decimal fractions of at most four places, from 0 to 1.
    Figure {}
}

/// An object that begins with a key per dimension asked for.
macro_rules! with_keys {
    ($then:ident! $(#[$about:meta])* $name:ident { $($members:tt)* }) => {
        $then! {
            $(#[$about])*
            $name {
                #[schema(example = 2021)]
                year: Option<i32>,
                programme: Option<String>,
                #[schema(nullable = false)]
                r#type: Option<ActivityType>,
                #[schema(nullable = false)]
                mode: Option<Mode>,
                field: Option<String>,
                /// Alpha-3.
                country: Option<String>,
                /// Alpha-3.
                activity_country: Option<String>,
                /// Alpha-3.
                host_country: Option<String>,
                oic_group: Option<GroupCode>,
                membership: Option<MembershipStatus>,
                #[schema(nullable = false)]
                sex: Option<SexCode>,
                agency: Option<String>,
                activity_agency: Option<String>,
                agency_kind: Option<AgencyKind>,
                language: Option<String>,
                #[schema(nullable = false)]
                status: Option<Status>,
                #[schema(nullable = false)]
                our_role: Option<OurRole>,
                $($members)*
            }
        }
    };
}

/// An object of its members and no others.
macro_rules! alone {
    ($(#[$about:meta])* $name:ident { $($members:tt)* }) => {
        $(#[$about])*
        #[derive(Debug, Serialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($members)*
        }
    };
}

with_keys! { with_figure!
    /// One row: a key per dimension asked for, then the figure. Null is *not stated*.
    StatisticsRow {}
}

with_keys! { alone!
    /// A row that an activity contributes to: a key per dimension asked for, then what it contributes. Null is *not
    /// stated*.
    ExplainedRow {
        contribution: Contribution,
    }
}

/// The answer to a question.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Statistics {
    measure: Measure,
    /// The version of the measure's definition.
    version: u32,
    /// What is counted and what is not.
    definition: String,
    by: Vec<Dimension>,
    filters: StatedFilters,
    /// The instant in the past that was asked for; null for the record as it stands.
    #[schema(required)]
    as_of: Option<DateTime<Utc>>,
    /// The newest ledger entry that the answer reflects.
    data_version: i64,
    /// Sorted by their keys, what is not stated last; a combination to which no activity belongs is no row.
    rows: Vec<StatisticsRow>,
    /// Asked anew of all activities, never added up from the rows.
    total: Figure,
    /// What the office declares of its record for the whole question; each row says it of its own.
    coverage: Coverage,
    /// What a reader should know.
    notes: Vec<String>,
    /// Only where an edition was asked for: its name.
    #[schema(nullable = false)]
    edition: Option<String>,
}

/// The totals of all measures under the same filters.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StatisticsTotals {
    activities: Figure,
    participations: Figure,
    people: Figure,
    countries: Figure,
    agencies: Figure,
    filters: StatedFilters,
    /// The instant in the past that was asked for; null for the record as it stands.
    #[schema(required)]
    as_of: Option<DateTime<Utc>>,
    /// The newest ledger entry that the answer reflects.
    data_version: i64,
    /// What a reader should know.
    notes: Vec<String>,
    /// Only where an edition was asked for: its name.
    #[schema(nullable = false)]
    edition: Option<String>,
}
