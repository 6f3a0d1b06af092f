//! Every refusal in one form: RFC 9457 `application/problem+json`, in the language the caller asked for.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::{At, Error, Fault};
use crate::text::Lang;
use crate::texts;

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
    pub fn new(error: &Error, lang: Lang, instance: &str, request_id: &str) -> Self {
        let code = error.code();
        let faults = error.faults();
        let count = faults.len().to_string();
        let detail = match error {
            Error::Conflict(fault) => sentence(fault, lang),
            Error::Method(allow) => texts::say(lang, "detail-method_not_allowed", &[("allow", allow)]),
            Error::Stale { current } => texts::say(lang, "detail-stale", &[("current", &current.to_string())]),
            Error::TooLarge(most) => texts::say(lang, "detail-too_large", &[("most", &most.to_string())]),
            Error::MediaType(expected) => texts::say(lang, "detail-unsupported_media_type", &[("expected", expected)]),
            Error::Unreadable(_) => texts::say(lang, "detail-unreadable", &[("count", &count)]),
            Error::Invalid(_) => texts::say(lang, "detail-invalid", &[("count", &count)]),
            _ => texts::say(lang, &format!("detail-{code}"), &[]),
        };
        Self {
            r#type: format!("/docs/problems#{code}"),
            title: texts::say(lang, &format!("problem-{code}"), &[]),
            status: error.status(),
            detail,
            instance: instance.to_owned(),
            code: code.to_owned(),
            request_id: request_id.to_owned(),
            errors: faults.iter().map(|fault| ProblemItem::new(fault, lang)).collect(),
        }
    }
}

/// The whole response for an error.
pub fn response(error: &Error, lang: Lang, instance: &str, request_id: &str) -> HttpResponse {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
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
        Error::Busy | Error::StorageFull => {
            response.insert_header((header::RETRY_AFTER, "2"));
        }
        Error::Moved(location) => {
            response.insert_header((header::LOCATION, location.as_str()));
        }
        _ => {}
    }
    response.json(Problem::new(error, lang, instance, request_id))
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The problem without its request; the edge, which knows the request, makes it again in full.
    fn error_response(&self) -> HttpResponse {
        response(self, Lang::En, "", "")
    }
}
