//! Every refusal in one form: RFC 9457 `application/problem+json`, in the language the caller asked for.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::{At, Error, Fault};
use crate::text::Lang;
use crate::texts;

/// Every kind of problem by its code, with its HTTP status, in the order of the statuses.
pub const KINDS: [(&str, u16); 29] = [
    ("moved", 301),
    ("unreadable", 400),
    ("unauthorized", 401),
    ("forbidden", 403),
    ("not_found", 404),
    ("gone", 404),
    ("method_not_allowed", 405),
    ("body_timeout", 408),
    ("already_on_roster", 409),
    ("claim_exists", 409),
    ("code_taken", 409),
    ("external_id_taken", 409),
    ("in_use", 409),
    ("not_deleted", 409),
    ("too_late", 409),
    ("stale", 412),
    ("too_large", 413),
    ("unsupported_encoding", 415),
    ("unsupported_media_type", 415),
    ("invalid", 422),
    ("address_too_long", 422),
    ("idempotency_key_reused", 422),
    ("read_only", 422),
    ("too_many_rows", 422),
    ("precondition_required", 428),
    ("internal", 500),
    ("busy", 503),
    ("storage_unavailable", 503),
    ("storage_full", 507),
];

/// The only `Content-Encoding` of a body that is taken: none.
pub const TAKEN_ENCODING: &str = "identity";

/// How many faults one problem lists.
pub const TOLD: usize = 1_000;

/// What a problem says of the request that it answers.
#[derive(Debug, Clone, Copy, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ProblemContext<'r> {
    pub lang: Lang,
    pub path: &'r str,
    /// Its query, without the question mark.
    pub query: &'r str,
    /// The request's id.
    pub id: &'r str,
    /// Whether its method would have written something.
    pub writes: bool,
}

/// What went wrong, in a form for programs and in words for people.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// A URI reference that names the kind of problem.
    #[schema(example = "/docs/problems#invalid")]
    pub r#type: String,
    /// The kind of problem in words.
    #[schema(example = "The content is not valid")]
    pub title: String,
    /// The HTTP status.
    #[schema(example = 422)]
    pub status: u16,
    /// This occurrence in words.
    pub detail: String,
    /// The path that was asked for.
    pub instance: String,
    /// The stable code of the kind; it never changes.
    #[schema(example = "invalid")]
    pub code: String,
    /// Quote this when you report the problem.
    pub request_id: String,
    /// Everything that is wrong, one by one; absent where there is nothing to list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemItem>,
}

/// One thing that is wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemItem {
    /// The member of the body, as a JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The query parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// The header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// The row of a sheet; 1 is its first line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// The column of a sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The stable code of the fault.
    pub code: String,
    /// The fault in words.
    pub detail: String,
    /// The nearest valid form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
}

/// One fault in words.
pub fn sentence(fault: &Fault, lang: Lang) -> String {
    let args: Vec<(&str, &str)> = fault.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    texts::say(lang, &format!("fault-{}", fault.code), &args)
}

impl ProblemItem {
    /// One fault, said in a language.
    pub fn new(fault: &Fault, lang: Lang) -> Self {
        let mut item = Self {
            pointer: None,
            parameter: None,
            header: None,
            row: None,
            column: None,
            code: fault.code.to_owned(),
            detail: sentence(fault, lang),
            nearest: fault.nearest.clone(),
        };
        match &fault.at {
            Some(At::Pointer(pointer)) => item.pointer = Some(pointer.clone()),
            Some(At::Parameter(name)) => item.parameter = Some(name.clone()),
            Some(At::Header(name)) => item.header = Some((*name).to_owned()),
            Some(At::Cell { row, column }) => (item.row, item.column) = (Some(*row), Some(column.clone())),
            None => {}
        }
        item
    }
}

impl Problem {
    /// The problem that an error is, for one request.
    pub fn new(error: &Error, request: &ProblemContext<'_>) -> Self {
        let lang = request.lang;
        let code = error.code();
        let faults = error.faults();
        let count = faults.len().to_string();
        let detail = match error {
            Error::Conflict(fault) => sentence(fault, lang),
            Error::Method(allow) => texts::say(lang, "detail-method_not_allowed", &[("allow", allow)]),
            Error::Stale { current, given } => {
                let current = current.to_string();
                texts::say(lang, "detail-stale", &[("given", given), ("current", &current)])
            }
            Error::TooLarge(most) => texts::say(lang, "detail-too_large", &[("most", &most.to_string())]),
            Error::AddressTooLong(most) => texts::say(lang, "detail-address_too_long", &[("most", &most.to_string())]),
            Error::MediaType(expected) => texts::say(lang, "detail-unsupported_media_type", &[("expected", expected)]),
            Error::Encoding(given) => {
                let args = [("given", given.as_str()), ("taken", TAKEN_ENCODING)];
                texts::say(lang, "detail-unsupported_encoding", &args)
            }
            Error::BodyTimeout(seconds) => {
                texts::say(lang, "detail-body_timeout", &[("seconds", &seconds.to_string())])
            }
            Error::Unavailable(why) => texts::say(lang, &format!("detail-{code}-{}", why.code()), &[]),
            Error::Unreadable(_) => texts::say(lang, "detail-unreadable", &[("count", &count)]),
            Error::Invalid(_) => {
                let told = texts::say(lang, "detail-invalid", &[("count", &count)]);
                if request.writes {
                    format!("{told} {}", texts::say(lang, "detail-nothing_written", &[]))
                } else {
                    told
                }
            }
            _ => texts::say(lang, &format!("detail-{code}"), &[]),
        };
        Self {
            r#type: format!("/docs/problems#{code}"),
            title: texts::say(lang, &format!("problem-{code}"), &[]),
            status: request.status(error),
            detail,
            instance: request.path.to_owned(),
            code: code.to_owned(),
            request_id: request.id.to_owned(),
            errors: items(faults, lang),
        }
    }
}

impl ProblemContext<'_> {
    /// The status of an error: a write that finds its record under another address is to be sent there as it is.
    fn status(&self, error: &Error) -> u16 {
        match error {
            Error::Moved(_) if self.writes => 308,
            _ => error.status(),
        }
    }

    /// The address of what was asked for under a record's new address: the rest of the path and the query stay.
    fn onward(&self, record: &str) -> String {
        let depth = record.matches('/').count();
        let rest = self
            .path
            .match_indices('/')
            .nth(depth)
            .and_then(|(at, _)| self.path.get(at..));
        let mark = if self.query.is_empty() { "" } else { "?" };
        format!("{record}{}{mark}{}", rest.unwrap_or_default(), self.query)
    }
}

/// The faults one by one: the first [`TOLD`], and how many there are beyond them.
fn items(faults: &[Fault], lang: Lang) -> Vec<ProblemItem> {
    let untold = faults.len().saturating_sub(TOLD);
    let more = (untold > 0).then(|| Fault::new("more_faults").with("count", untold));
    faults
        .iter()
        .take(TOLD)
        .chain(&more)
        .map(|fault| ProblemItem::new(fault, lang))
        .collect()
}

/// The whole response for an error.
pub fn response(error: &Error, request: &ProblemContext<'_>) -> HttpResponse {
    let lang = request.lang;
    let status = StatusCode::from_u16(request.status(error)).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponseBuilder::new(status);
    response
        .insert_header((
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        ))
        .insert_header((header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag())))
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")));
    match error {
        Error::Unauthorized("missing") => {
            response.insert_header((header::WWW_AUTHENTICATE, r#"Bearer realm="qudra""#));
        }
        Error::Unauthorized(_) => {
            response.insert_header((
                header::WWW_AUTHENTICATE,
                r#"Bearer realm="qudra", error="invalid_token""#,
            ));
        }
        Error::Method(allow) => {
            response.insert_header((header::ALLOW, allow.as_str()));
        }
        Error::Encoding(_) => {
            response.insert_header((header::ACCEPT_ENCODING, TAKEN_ENCODING));
        }
        Error::BodyTimeout(_) => {
            response.force_close();
        }
        Error::Busy | Error::StorageFull | Error::Unavailable(_) => {
            response.insert_header((header::RETRY_AFTER, "2"));
        }
        Error::Moved(record) => {
            response.insert_header((header::LOCATION, request.onward(record)));
        }
        _ => {}
    }
    response.json(Problem::new(error, request))
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The problem without its request; the edge, which knows the request, makes it again in full.
    fn error_response(&self) -> HttpResponse {
        response(self, &ProblemContext::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Unavailable;

    #[test]
    fn what_was_asked_of_an_older_code_is_asked_of_the_newer_one() {
        let onward = |path, query| {
            let asked = ProblemContext {
                path,
                query,
                ..ProblemContext::default()
            };
            asked.onward("/api/v1/activities/NEW")
        };
        assert_eq!(onward("/api/v1/activities/OLD", ""), "/api/v1/activities/NEW");
        assert_eq!(
            onward("/api/v1/activities/OLD/counts", "limit=5"),
            "/api/v1/activities/NEW/counts?limit=5"
        );
    }

    #[test]
    fn every_problem_is_said_whole_in_every_language() {
        let errors = [
            Error::Unreadable(vec![Fault::new("repeated")]),
            Error::Invalid(vec![Fault::new("required"), Fault::new("empty")]),
            Error::Unauthorized("missing"),
            Error::Forbidden,
            Error::NotFound("activity"),
            Error::Gone("activity"),
            Error::Moved("/elsewhere".into()),
            Error::Method("GET".into()),
            Error::Conflict(Fault::new("in_use").with("count", 3)),
            Error::Stale {
                current: 2,
                given: "W/\"1\"".into(),
            },
            Error::PreconditionRequired,
            Error::TooLarge(1_000),
            Error::AddressTooLong(8_192),
            Error::MediaType("application/json"),
            Error::Encoding("br".into()),
            Error::BodyTimeout(30),
            Error::Busy,
            Error::Unavailable(Unavailable::ReadOnly),
            Error::Unavailable(Unavailable::Moved),
            Error::Unavailable(Unavailable::Unreachable),
            Error::StorageFull,
            Error::internal("why"),
        ];
        for (error, lang) in errors.iter().flat_map(|error| Lang::ALL.map(|lang| (error, lang))) {
            let asked = ProblemContext {
                lang,
                writes: true,
                ..ProblemContext::default()
            };
            let problem = Problem::new(error, &asked);
            for text in [&problem.title, &problem.detail] {
                let said = !text.contains('{') && !text.starts_with("problem-") && !text.starts_with("detail-");
                assert!(said, "{}: {text}", lang.tag());
            }
        }
    }
}
