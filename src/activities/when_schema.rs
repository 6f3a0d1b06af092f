//! The shapes of a time as `OpenAPI` tells them: one for each precision. What these say, `when.rs` enforces.
#![allow(missing_docs, reason = "the members' names are the API's words")]

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::codes;

codes! {
    /// Known to the day.
    pub enum PrecisionDay { Day = "day" }
}

codes! {
    /// Known to the month.
    pub enum PrecisionMonth { Month = "month" }
}

codes! {
    /// Known to the year.
    pub enum PrecisionYear { Year = "year" }
}

codes! {
    /// Not known.
    pub enum PrecisionUnknown { Unknown = "unknown" }
}

/// The first day is known.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhenDay {
    /// The first day.
    pub start: NaiveDate,
    /// The last day, not before the first; null where it is not known. What lasts over 366 days lists its `days`.
    pub end: Option<NaiveDate>,
    pub precision: PrecisionDay,
}

/// Its days are listed, since they do not follow one another: six Mondays.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhenListed {
    /// The first of the days; in a body it may be left out.
    pub start: Option<NaiveDate>,
    /// The last of the days; in a body it may be left out.
    pub end: Option<NaiveDate>,
    /// In order, each once.
    #[schema(min_items = 2, max_items = 366)]
    pub days: Vec<NaiveDate>,
    pub precision: PrecisionDay,
}

/// Only the month is known.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhenMonth {
    /// Always null.
    #[schema(value_type = Option<()>)]
    pub start: Option<()>,
    /// The last day may be known all the same.
    pub end: Option<NaiveDate>,
    /// The month, `YYYY-MM`.
    #[schema(pattern = r"^((19|20|21)\d\d|2200)-(0[1-9]|1[0-2])$")]
    pub period: String,
    pub precision: PrecisionMonth,
}

/// Only the year is known.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhenYear {
    /// Always null.
    #[schema(value_type = Option<()>)]
    pub start: Option<()>,
    /// The last day may be known all the same.
    pub end: Option<NaiveDate>,
    /// The year, `YYYY`.
    #[schema(pattern = r"^((19|20|21)\d\d|2200)$")]
    pub period: String,
    pub precision: PrecisionYear,
}

/// Nothing is known.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhenUnknown {
    /// Always null.
    #[schema(value_type = Option<()>)]
    pub start: Option<()>,
    /// Always null.
    #[schema(value_type = Option<()>)]
    pub end: Option<()>,
    pub precision: PrecisionUnknown,
}

/// When it takes place, as far as it is known.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "it describes what is read and sent")]
pub enum When {
    Day(WhenDay),
    Listed(WhenListed),
    Month(WhenMonth),
    Year(WhenYear),
    Unknown(WhenUnknown),
}
