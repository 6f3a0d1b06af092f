//! The shapes of proposals as `OpenAPI` tells them. What these say, `propose` writes.

use serde::Serialize;
use utoipa::ToSchema;

use super::propose::Obscurity;
use crate::activities::counts::Qualifier;
use crate::published_figures::model::RecordMeasure;

/// An announcement in words.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "65 activities, 2,275 participants since 2007 in STI, 21 October 2024"}))]
pub struct Announcement {
    /// What was announced.
    #[schema(min_length = 1, max_length = 2000)]
    text: String,
    /// The language whose words it uses; where it is left out, the one that knows most of them.
    #[schema(inline)]
    lang: Option<AnnouncementLang>,
}

/// A language of announcements.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "it describes what is read and sent")]
pub enum AnnouncementLang {
    En,
    Ar,
    Fr,
}

/// A figure that can be recorded as it is, once somebody has confirmed it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposedFigure {
    measure: String,
    value: f64,
    qualifier: Qualifier,
    /// Of what, by codes; the words that were not read where the text was not read whole.
    scope: String,
    #[schema(required)]
    record_measure: Option<RecordMeasure>,
    /// Null where the text was not read whole, as are `since` and `as_of`.
    #[schema(required)]
    record_filter: Option<String>,
    #[schema(required)]
    since: Option<String>,
    #[schema(required)]
    as_of: Option<String>,
    /// The text as it was given.
    statement: String,
    /// Always null: a text does not say where it was read.
    #[schema(required)]
    source: Option<String>,
}

/// A part of the text and what it was taken for. Places are counted in characters, the end not included.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Understood {
    start: u32,
    end: u32,
    text: String,
    /// The member of the figure that rests on it.
    #[schema(example = "since")]
    member: String,
    /// What it says there; of a name the filter that it is.
    value: UnderstoodValue,
}

/// A number or a text.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "it describes what is read and sent")]
pub enum UnderstoodValue {
    Number(f64),
    Text(String),
}

/// A part of the text that was not read, or that no filter can say, and why. Places are counted in characters, the end not
/// included.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NotUnderstood {
    start: u32,
    end: u32,
    text: String,
    code: Obscurity,
    /// What it may name, where it names several.
    candidates: Vec<String>,
}

/// A proposal.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    figure: ProposedFigure,
    /// The parts of the text that it rests on, in their order.
    understood: Vec<Understood>,
}

/// One proposal per number of an announcement.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proposals {
    text: String,
    /// Whether every word was read: exactly where `not_understood` is empty.
    read_whole: bool,
    proposals: Vec<Proposal>,
    /// The parts that were not read, in their order.
    not_understood: Vec<NotUnderstood>,
}
