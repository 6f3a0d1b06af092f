//! An opened figure as the `OpenAPI` document describes it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::activities::model::{ActivityType, Status};
use crate::activities::schema::{ActivityAgency, ActivityCountry, Counts, Source, Texts};
use crate::activities::when_schema::When;
use crate::statistics::coverage::Coverage;
use crate::statistics::schema::{ExplainedRow, Figure, StatedFilters};
use crate::statistics::words::{Dimension, Measure};

/// Which of the activities.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes the parameters that `Slice::read` takes")]
pub struct Sliced {
    /// How many activities at most. Default 10,000; more is refused.
    #[param(minimum = 1, maximum = 10000)]
    limit: Option<i64>,
    /// `next_cursor` of the answer before.
    #[param(pattern = "^([0-9a-f]{2})+$", max_length = 4000)]
    cursor: Option<String>,
}

/// What one activity brings to a figure: the figure if there were no other activity. One that is undecided brings 0 to
/// `high`. Its bounds are told also where the numbers of the activity are hidden and a figure of it alone would be withheld:
/// they are in the figure that is opened.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Contribution {
    /// Null only where it is a share of women that is withheld.
    #[schema(required, minimum = 0)]
    low: Option<f64>,
    /// Null where nothing bounds it.
    #[schema(required, minimum = 0)]
    high: Option<f64>,
    /// What was stated; null (not 0) where nobody stated a number.
    #[schema(required, minimum = 0)]
    reported: Option<f64>,
    /// Only where the three numbers are withheld.
    #[schema(nullable = false)]
    withheld: Option<bool>,
}

/// What several activities have in common and counts once.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountedOnce {
    /// How many different persons are on rosters, or how many different countries or agencies are named, by activities
    /// that surely belong.
    different: u64,
    /// How many of them by more than one activity.
    in_several_activities: u64,
    /// The countries (alpha-3) or agencies; null for persons.
    #[schema(required)]
    codes: Option<Vec<String>>,
}

/// An activity behind a figure: what the record has of it, and what it brings.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplainedActivity {
    id: Uuid,
    #[schema(example = "ACT0208")]
    code: String,
    title: Texts,
    r#type: ActivityType,
    when: When,
    status: Status,
    countries: Vec<ActivityCountry>,
    agencies: Vec<ActivityAgency>,
    sources: Vec<Source>,
    /// 0 nothing, 1 a head count, 2 and a number of countries, 3 and their names, 4 cells, 5 a roster.
    #[schema(minimum = 0, maximum = 5)]
    level: i32,
    counts: Counts,
    /// It has no head count, no cell and no roster.
    uncounted: bool,
    /// It may or may not belong: its date or its countries are not known well enough.
    undecided: bool,
    contribution: Contribution,
    /// Of `share_of_women` alone: its women.
    #[schema(required)]
    women: Option<Contribution>,
    /// Of `share_of_women` alone: its men.
    #[schema(required)]
    men: Option<Contribution>,
    /// The countries (alpha-3) or agencies that it names, where these are counted.
    #[schema(required)]
    names: Option<Vec<String>>,
    /// With `by`: the rows that it contributes to.
    rows: Vec<ExplainedRow>,
}

/// A figure and the activities behind it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StatisticsExplanation {
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
    /// The figure that is opened.
    total: Figure,
    /// What the office declares of its record for the whole question.
    coverage: Coverage,
    /// Null for measures that add up, and for `share_of_women`.
    #[schema(required)]
    counted_once: Option<CountedOnce>,
    /// Of `share_of_women` alone: the women that are divided.
    #[schema(required)]
    women: Option<Contribution>,
    /// Of `share_of_women` alone: the men.
    #[schema(required)]
    men: Option<Contribution>,
    /// The activities that may contribute, in the order in which they were first recorded: those of the figure's
    /// `activities` and `undecided`.
    items: Vec<ExplainedActivity>,
    /// Where the next answer begins; null after the last activity.
    #[schema(required)]
    next_cursor: Option<String>,
    /// What a reader should know.
    notes: Vec<String>,
    /// Only where an edition was asked for: its name.
    #[schema(nullable = false)]
    edition: Option<String>,
}
