//! The shapes of differences as `OpenAPI` tells them. What these say, `json.rs` writes.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::Cause;
use crate::activities::schema::Texts;
use crate::participants::model::Sex;
use crate::past::InstantParam;
use crate::statistics::Chosen;
use crate::statistics::schema::{Figure, StatedFilters};
use crate::statistics::words::Measure;

/// The two instants.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes parameters")]
pub struct Instants {
    /// The earlier instant (RFC 3339) or day (its end in UTC). Default the first entry, further back than which nothing
    /// reaches.
    from_as_of: Option<InstantParam>,
    /// The later one. Default now.
    to_as_of: Option<InstantParam>,
}

/// What is compared.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes parameters")]
pub struct Compared {
    /// What is counted. Default `participations`.
    #[param(inline)]
    measure: Option<Measure>,
    /// People of these sexes; for `participations`, `people` and `person_days`.
    #[param(inline)]
    sex: Option<Vec<Sex>>,
}

/// What `since` is where `from` is something else.
const SINCE: &str = "First day at or after: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. What is known by month or year and straddles \
                     it, or has no date, is undecided. (`from` names an edition here.)";

/// The filters of every question, but for `from`, which names an edition where this is used.
#[derive(Debug)]
pub struct SinceOnly;

impl IntoParams for SinceOnly {
    fn into_params(parameter_in_provider: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = Chosen::into_params(parameter_in_provider);
        parameters.retain(|parameter| parameter.name != "from");
        for since in parameters.iter_mut().filter(|parameter| parameter.name == "since") {
            since.description = Some(SINCE.to_owned());
        }
        parameters
    }
}

/// One of the two points.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DifferenceSide {
    /// The edition's name, where editions are compared.
    #[schema(required)]
    edition: Option<String>,
    as_of: DateTime<Utc>,
    /// The newest ledger entry of then.
    data_version: i64,
    /// The version of the measure's definition that the edition sealed; otherwise today's.
    version: u32,
    total: Figure,
}

/// How much each number of a figure changed; null where nothing bounds it on one side, or nobody stated a number on either.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FigureChange {
    #[schema(required)]
    low: Option<f64>,
    #[schema(required)]
    high: Option<f64>,
    #[schema(required)]
    reported: Option<f64>,
    activities: i64,
    uncounted: i64,
    undecided: i64,
}

/// An activity whose contribution changed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedActivity {
    id: Uuid,
    code: String,
    title: Texts,
    /// What it would be alone; null where the question was not about it.
    #[schema(required)]
    before: Option<Figure>,
    #[schema(required)]
    after: Option<Figure>,
    change: FigureChange,
}

/// An entry of the ledger.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LedgerEntry {
    seq: i64,
    at: DateTime<Utc>,
    #[schema(example = "update")]
    action: String,
    #[schema(example = "activity")]
    kind: String,
    /// The subject; null of persons, except for those who may see persons.
    #[schema(required)]
    id: Option<Uuid>,
    /// Its code after the entry; null where it was deleted, and of persons, except for those who may see persons.
    #[schema(required)]
    code: Option<String>,
    /// What changed, by the names of members.
    changed: Vec<String>,
}

/// What one cause did.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CausedChange {
    cause: Cause,
    change: FigureChange,
    /// For measures that add up their changes add up to the cause's.
    activities: Vec<ChangedActivity>,
    /// The entries behind it.
    entries: Vec<LedgerEntry>,
}

/// How a figure changed between two points of the record's history.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StatisticsDifferences {
    measure: Measure,
    /// The version of the measure's definition, which both figures are counted by.
    version: u32,
    definition: String,
    filters: StatedFilters,
    from: DifferenceSide,
    to: DifferenceSide,
    change: FigureChange,
    /// In the order in which they are taken apart; their changes add up to the whole.
    causes: Vec<CausedChange>,
    notes: Vec<String>,
}
