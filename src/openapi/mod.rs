//! What every operation of the `OpenAPI` document shares: title, licence, security, problems, common parameters.

mod examples;
mod finish;
mod patches;
mod texts;

use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{IntoParams, IntoResponses, Modify, OpenApi};

pub use finish::finish;
pub use texts::taken_off;

use crate::http::problem::Problem;

/// The document before the routes have told theirs.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Qudra",
        description = "The record of a capacity-building secretariat: activities, participants, countries and agencies, \
                       and figures that say what is certain, what was reported and what is missing.\n\n\
                       Examples are answers of the first record, given by the service at 8 o'clock on 1 December 2026: long lists are cut \
                       to two, and ids and digests, which every installation makes anew, are numbered.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    tags(
        (name = "activities", description = "What took place and what is planned"),
        (name = "participants", description = "Persons, for officers and administrators"),
        (name = "reference", description = "Programmes, countries, agencies and fields of work"),
        (name = "statistics", description = "Figures with their bounds"),
        (name = "editions", description = "Sealed releases of the statistics, and what changed between them"),
        (name = "published figures", description = "Totals that were announced: claims to hold against the record"),
        (name = "reports", description = "CSV reports with their metadata"),
        (name = "service", description = "Health and description of the service"),
    ),
    components(schemas(Problem, crate::http::problem::ProblemItem, CodeParam, DateParam, StatedLanguageParam, SearchParam, crate::past::InstantParam)),
    modifiers(&Common)
)]
pub struct Document;

struct Common;

impl Modify for Common {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let components = api.components.get_or_insert_with(Default::default);
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("qk_ and 64 hexadecimal digits")
            .description(Some("An API key made by an administrator."))
            .build();
        components.add_security_scheme("key", SecurityScheme::Http(bearer));
    }
}

/// The refusals that any operation may answer with.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it describes what is read and sent")]
pub enum Problems {
    #[response(
        status = 301,
        description = "The record has another code now; `Location` leads on",
        content_type = "application/problem+json"
    )]
    Moved(Problem),
    #[response(
        status = 308,
        description = "The record has another code now; send the same request to `Location`",
        content_type = "application/problem+json"
    )]
    MovedWrite(Problem),
    #[response(
        status = 400,
        description = "The request cannot be read",
        content_type = "application/problem+json"
    )]
    Unreadable(Problem),
    #[response(
        status = 401,
        description = "A valid key is needed",
        content_type = "application/problem+json"
    )]
    Unauthorized(Problem),
    #[response(
        status = 403,
        description = "This key may not do that",
        content_type = "application/problem+json"
    )]
    Forbidden(Problem),
    #[response(
        status = 404,
        description = "Not found; the code is `gone` where it was deleted and you may know that",
        content_type = "application/problem+json"
    )]
    NotFound(Problem),
    #[response(
        status = 405,
        description = "The method is not allowed here",
        content_type = "application/problem+json"
    )]
    Method(Problem),
    #[response(
        status = 408,
        description = "No part of the body came for too long",
        content_type = "application/problem+json"
    )]
    Timeout(Problem),
    #[response(
        status = 409,
        description = "It contradicts what is stored",
        content_type = "application/problem+json"
    )]
    Conflict(Problem),
    #[response(
        status = 412,
        description = "The record has changed since",
        content_type = "application/problem+json"
    )]
    Stale(Problem),
    #[response(
        status = 413,
        description = "The body is too large",
        content_type = "application/problem+json"
    )]
    TooLarge(Problem),
    #[response(
        status = 415,
        description = "The media type is not supported",
        content_type = "application/problem+json"
    )]
    MediaType(Problem),
    #[response(
        status = 422,
        description = "The content is not valid",
        content_type = "application/problem+json"
    )]
    Invalid(Problem),
    #[response(
        status = 428,
        description = "If-Match is required",
        content_type = "application/problem+json"
    )]
    Precondition(Problem),
    #[response(
        status = 500,
        description = "Internal error",
        content_type = "application/problem+json"
    )]
    Internal(Problem),
    #[response(
        status = 503,
        description = "The service is busy",
        content_type = "application/problem+json"
    )]
    Busy(Problem),
    #[response(
        status = 507,
        description = "The disk is full",
        content_type = "application/problem+json"
    )]
    StorageFull(Problem),
}

/// A code in a filter: no control characters, no comma.
#[derive(Debug, utoipa::ToSchema)]
#[schema(value_type = String, min_length = 1, max_length = 100, pattern = r"^[^\u0000-\u001f\u007f-\u009f,]+$")]
#[expect(dead_code, reason = "it describes what is read and sent")]
pub struct CodeParam(pub String);

/// A language in a filter, by its tag (BCP 47); `null` where none is stated.
#[derive(Debug, utoipa::ToSchema)]
#[schema(value_type = String, pattern = r"^(null|[a-z]{2,3}(-[A-Za-z0-9]{1,8})*)$")]
#[expect(dead_code, reason = "it describes what is read and sent")]
pub struct StatedLanguageParam(pub String);

/// A day, month or year in a filter.
#[derive(Debug, utoipa::ToSchema)]
#[schema(value_type = String, pattern = r"^(19|20|21)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$")]
#[expect(dead_code, reason = "it describes what is read and sent")]
pub struct DateParam(pub String);

/// Words to search for: no control characters.
#[derive(Debug, utoipa::ToSchema)]
#[schema(value_type = String, min_length = 1, max_length = 200)]
#[expect(dead_code, reason = "it describes what is read and sent")]
pub struct SearchParam(pub String);

/// Parameters of a list in pages.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes parameters")]
pub struct Paging {
    /// How many at most, 50 where it is left out; more than 500 is refused.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    #[param(pattern = "^([0-9a-f]{2})+$", max_length = 4000)]
    cursor: Option<String>,
    /// `exact` adds the total.
    #[param(inline)]
    count: Option<Count>,
}

/// How to count.
#[derive(Debug, utoipa::ToSchema)]
#[expect(dead_code, reason = "it describes what is read and sent")]
pub enum Count {
    #[schema(rename = "exact")]
    Exact,
}

/// The dry run.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes a parameter")]
pub struct DryRun {
    /// Judge everything and write nothing.
    dry_run: Option<bool>,
}

/// The condition of a change.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "it describes a header")]
pub struct IfMatch {
    /// The `ETag` of the version that the change was made from; `*` is not accepted.
    #[param(
        rename = "If-Match",
        example = "W/\"1\"",
        pattern = r#"^(W/)?"[!#-+.-~-]*"(, ?(W/)?"[!#-+.-~-]*")*$"#
    )]
    if_match: String,
}

/// The key that makes a POST safe to repeat.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "it describes a header")]
pub struct IdempotencyKey {
    /// A text of your own, kept for 24 hours: the same request under the same key has the same answer.
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 200, pattern = "^[!-~]+$")]
    idempotency_key: Option<String>,
}

/// Each path of the document with the methods it takes.
pub fn methods(document: &utoipa::openapi::OpenApi) -> Vec<(String, Vec<&'static str>)> {
    document
        .paths
        .paths
        .iter()
        .map(|(path, item)| {
            let named = [
                ("GET", item.get.is_some()),
                ("POST", item.post.is_some()),
                ("PUT", item.put.is_some()),
                ("PATCH", item.patch.is_some()),
                ("DELETE", item.delete.is_some()),
            ];
            (
                path.clone(),
                named
                    .into_iter()
                    .filter(|(_, there)| *there)
                    .map(|(name, _)| name)
                    .collect(),
            )
        })
        .collect()
}
