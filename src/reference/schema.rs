//! The shapes that several kinds share, as `OpenAPI` tells them. What these say, `draft.rs` enforces.
#![allow(missing_docs, reason = "the members' names are the API's words")]

use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::openapi::Count;

/// A name in one or more languages; one at least.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(min_properties = 1)]
pub struct Names {
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

/// Another name, with the half-open period in which it was in force.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Alias {
    #[schema(min_length = 1, max_length = 500, example = "Turkey")]
    pub alias: String,
    /// BCP 47.
    #[schema(max_length = 35, pattern = r"^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$", example = "en")]
    pub lang: Option<String>,
    /// The first day it holds: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; null where it is open.
    #[schema(pattern = r"^(19\d\d|2[01]\d\d|2200)(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
    pub from: Option<String>,
    /// The first day it does not; null where it is open.
    #[schema(
        pattern = r"^(19\d\d|2[01]\d\d|2200)(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
        example = "2022-06-01"
    )]
    pub to: Option<String>,
}

/// Parameters of a list that comes whole unless a limit is given.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes parameters")]
pub struct ShortPaging {
    /// How many at most; all where it is left out, and more than 500 is refused.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    #[param(pattern = "^([0-9a-f]{2})+$", max_length = 4000)]
    cursor: Option<String>,
    /// `exact` adds the total.
    #[param(inline)]
    count: Option<Count>,
}
