//! The shapes of reconciliations as `OpenAPI` tells them. What these say, `answer.rs` writes.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::causes::{Effect, PossibleCause};
use super::question::Obstacle;
use super::related::ClaimRelation;
use super::verdict::{Difference, Verdict};
use crate::activities::counts::Qualifier;
use crate::activities::model::{ActivityType, Status};
use crate::activities::schema::Texts;
use crate::activities::when_schema::When;
use crate::http::problem::ProblemItem;
use crate::published_figures::model::ReconciliationStatus;
use crate::statistics::Measure;
use crate::statistics::schema::Figure;
use crate::statistics::schema::StatedFilters;

/// The filter of the list of verdicts; several values by comma or by repeating mean *or*.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes the parameters that the list takes")]
pub struct VerdictParams {
    /// Only claims with these verdicts; the counts are always those of all.
    #[param(inline)]
    verdict: Option<Vec<Verdict>>,
}

/// A claim as it was announced, its number as an interval too.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimedFigure {
    /// What was counted, in the announcer's own terms.
    measure: String,
    #[schema(example = 2275)]
    value: f64,
    qualifier: Qualifier,
    /// The least that it says.
    low: f64,
    /// The most that it says; null where nothing bounds it.
    #[schema(required)]
    high: Option<f64>,
    scope: String,
    #[schema(required, example = "2007")]
    since: Option<String>,
    #[schema(required, example = "2024-10-21")]
    as_of: Option<String>,
    statement: String,
    #[schema(required)]
    source: Option<String>,
}

/// The question that a claim answers.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReconciliationQuestion {
    measure: Measure,
    filters: StatedFilters,
    /// Where it can be asked.
    #[schema(example = "/api/v1/statistics?measure=participations&status=held&field=sti&from=2007&to=2024-10-21")]
    statistics: String,
    /// Where the figure is opened down to its activities.
    #[schema(
        example = "/api/v1/statistics/explain?measure=participations&status=held&field=sti&from=2007&to=2024-10-21"
    )]
    explain: String,
}

/// Why the record has no figure to hold against a claim.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NotComparable)]
pub struct Not {
    code: Obstacle,
    /// In words.
    detail: String,
    /// What the statistics refuse in its filter.
    errors: Vec<ProblemItem>,
}

/// How far the record is from a claim.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Differences {
    /// Of what is certain: from `low` to `high`.
    bounds: Difference,
    /// Of what was reported; null where nobody stated a number.
    #[schema(required)]
    reported: Option<Difference>,
}

/// An activity that could explain a difference.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    id: Uuid,
    code: String,
    title: Texts,
    r#type: ActivityType,
    status: Status,
    when: When,
    /// Why it is named.
    why: String,
}

/// Activities that could explain a difference in one way.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    cause: PossibleCause,
    /// Which way the record's figure would go if the claim saw these activities the other way.
    effect: Effect,
    /// How many there are.
    count: u64,
    /// The first 100 of them.
    #[schema(max_items = 100)]
    activities: Vec<Witness>,
}

/// Another claim about the same thing, with another number.
#[derive(Debug, Serialize, ToSchema)]
pub struct RelatedClaim {
    id: Uuid,
    relation: ClaimRelation,
    #[serde(flatten)]
    claim: ClaimedFigure,
}

/// How the record answers a claim.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reconciliation {
    /// The claim's id.
    id: Uuid,
    /// The claim's version: what a change of its status names in `If-Match`.
    version: i32,
    claim: ClaimedFigure,
    /// Null where the record cannot be asked.
    #[schema(required)]
    question: Option<ReconciliationQuestion>,
    /// What the record answers; null where it cannot be asked.
    #[schema(required)]
    figure: Option<Figure>,
    verdict: Verdict,
    /// How many are missing in an incomplete record: what was claimed at least, less the most that the record can hold. Null
    /// under another verdict, and of a share.
    #[schema(required, minimum = 0)]
    missing: Option<f64>,
    /// Why it cannot be asked; null where it can.
    #[schema(required)]
    not_comparable: Option<Not>,
    /// What a reader of the figure should know.
    notes: Vec<String>,
    #[schema(required)]
    differences: Option<Differences>,
    /// Every way in which activities could explain a difference, with none where there are none; empty where the record
    /// cannot be asked.
    causes: Vec<Explanation>,
    /// Other claims about the same thing.
    related: Vec<RelatedClaim>,
    /// What officers say of it.
    reconciliation_status: ReconciliationStatus,
    #[schema(required)]
    reconciliation_reason: Option<String>,
    /// The instant in the past that was asked for; null for the record as it stands.
    #[schema(required)]
    as_of: Option<DateTime<Utc>>,
    /// The newest ledger entry that the answer reflects.
    data_version: i64,
    /// Only where an edition was asked for: its name.
    #[schema(nullable = false)]
    edition: Option<String>,
}

/// A claim with its verdict.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReconciliationItem {
    /// The claim's id.
    id: Uuid,
    claim: ClaimedFigure,
    #[schema(required)]
    question: Option<ReconciliationQuestion>,
    #[schema(required)]
    figure: Option<Figure>,
    verdict: Verdict,
    /// How many are missing in an incomplete record: what was claimed at least, less the most that the record can hold. Null
    /// under another verdict, and of a share.
    #[schema(required, minimum = 0)]
    missing: Option<f64>,
    #[schema(required)]
    not_comparable: Option<Not>,
    /// What a reader of the figure should know.
    notes: Vec<String>,
    #[schema(required)]
    differences: Option<Differences>,
    /// How many other claims about the same thing there are.
    related: u64,
    reconciliation_status: ReconciliationStatus,
    #[schema(required)]
    reconciliation_reason: Option<String>,
}

/// How many claims have each verdict.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerdictCounts {
    agrees: u64,
    within_bounds: u64,
    record_incomplete: u64,
    differs: u64,
    not_comparable: u64,
}

/// Every claim with its verdict, in the order they were recorded.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReconciliationList {
    items: Vec<ReconciliationItem>,
    verdicts: VerdictCounts,
    /// The instant in the past that was asked for; null for the record as it stands.
    #[schema(required)]
    as_of: Option<DateTime<Utc>>,
    /// The newest ledger entry that the answer reflects.
    data_version: i64,
    /// Only where an edition was asked for: its name.
    #[schema(nullable = false)]
    edition: Option<String>,
}
