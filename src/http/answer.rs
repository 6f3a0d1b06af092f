//! Answers to reads and writes: JSON, a weak `ETag`, 304 where the caller has it already.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use bytes::Bytes;

use crate::db::Uid;

/// What a write answers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Answer {
    pub status: u16,
    pub location: Option<String>,
    pub etag: Option<String>,
    /// JSON text. With 204 it is shown by a dry run only.
    pub body: Option<String>,
    /// The person shown in the body: such a body is not stored for retries but read again.
    pub person: Option<Uid>,
}

impl Answer {
    /// 201 with the record and where it is.
    pub fn created(location: String, version: i32, body: String) -> Self {
        Self {
            status: 201,
            location: Some(location),
            etag: Some(etag(version)),
            body: Some(body),
            person: None,
        }
    }

    /// 200 with the record.
    pub fn ok(version: i32, body: String) -> Self {
        Self {
            status: 200,
            location: None,
            etag: Some(etag(version)),
            body: Some(body),
            person: None,
        }
    }

    /// 204: the record is gone; a dry run shows what would go.
    pub fn deleted(version: i32, body: String) -> Self {
        Self {
            status: 204,
            ..Self::ok(version, body)
        }
    }

    /// Puts a mark into the `ETag`: of the way in which what is stored is read.
    #[must_use]
    pub fn with_etag_mark(self, mark: &str) -> Self {
        Self {
            etag: self.etag.map(|etag| with_mark(&etag, mark)),
            ..self
        }
    }

    /// Says that the body shows a person.
    #[must_use]
    pub fn of_person(mut self, person: Uid) -> Self {
        self.person = Some(person);
        self
    }

    /// As an HTTP response; a dry run answers 200 and names no place.
    pub fn respond(self, dry_run: bool) -> HttpResponse {
        let status = if dry_run { 200 } else { self.status };
        let is_shown = status != 204;
        let mut response = HttpResponseBuilder::new(StatusCode::from_u16(status).unwrap_or(StatusCode::OK));
        if let Some(etag) = self.etag.filter(|_| !dry_run && is_shown) {
            response.insert_header((header::ETAG, etag));
        }
        if let Some(location) = self.location.filter(|_| !dry_run) {
            response.insert_header((header::LOCATION, location));
        }
        match self.body.filter(|_| is_shown) {
            Some(body) => response.insert_header(json()).body(body),
            None => response.finish(),
        }
    }
}

/// The weak `ETag` of a version.
pub fn etag(version: i32) -> String {
    format!("W/\"{version}\"")
}

/// An `ETag` with one more mark behind what it has: what follows a hyphen is no part of the version.
fn with_mark(etag: &str, mark: &str) -> String {
    let opaque = etag.strip_suffix('"').unwrap_or(etag);
    format!("{opaque}-{mark}\"")
}

fn json() -> (header::HeaderName, HeaderValue) {
    (header::CONTENT_TYPE, HeaderValue::from_static("application/json"))
}

/// A read that may be answered with 304.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Read {
    pub etag: String,
    /// JSON text.
    pub body: Bytes,
    /// `Link` headers.
    pub links: Vec<String>,
}

impl Read {
    /// A record at a version.
    pub fn of(version: i32, body: impl Into<Bytes>) -> Self {
        Self {
            etag: etag(version),
            body: body.into(),
            links: Vec::new(),
        }
    }

    /// A record at a version, of which different readers see different parts.
    pub fn seen_by(mark: &str, version: i32, body: impl Into<Bytes>) -> Self {
        Self {
            etag: format!("W/\"{version}-{mark}\""),
            ..Self::of(version, body)
        }
    }

    /// A record at a version, with a mark of the reader where that `differs`.
    pub fn redacted(mark: &str, differs: bool, version: i32, body: String) -> Self {
        if differs {
            Self::seen_by(mark, version, body)
        } else {
            Self::of(version, body)
        }
    }

    /// Puts a mark into the `ETag`: of the way in which what is stored is read.
    #[must_use]
    pub fn marked(self, mark: &str) -> Self {
        Self {
            etag: with_mark(&self.etag, mark),
            ..self
        }
    }

    /// The response, or 304 when `If-None-Match` names this `ETag`.
    pub fn respond(self, req: &HttpRequest) -> HttpResponse {
        conditional(req, &self.etag, || {
            let mut response = HttpResponse::Ok();
            response.insert_header(json());
            for link in self.links {
                response.append_header((header::LINK, link));
            }
            response.body(self.body)
        })
    }
}

/// An answer with its `ETag`, or 304 where `If-None-Match` names it.
pub fn conditional(req: &HttpRequest, etag: &str, answer: impl FnOnce() -> HttpResponse) -> HttpResponse {
    let mut response = if has_already(req, etag) {
        HttpResponse::NotModified().finish()
    } else {
        answer()
    };
    if let Ok(etag) = HeaderValue::from_str(etag) {
        response.headers_mut().insert(header::ETAG, etag);
    }
    response
}

/// The `ETag` of what has no version: by its bytes.
pub fn etag_of_bytes(bytes: &[u8]) -> String {
    format!("W/\"{:08x}-{:x}\"", crc32fast::hash(bytes), bytes.len())
}

/// Whether `If-None-Match` names this `ETag` (weak comparison) or `*`.
pub fn has_already(req: &HttpRequest, etag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    req.headers()
        .get_all(header::IF_NONE_MATCH)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|tag| tag.trim() == "*" || opaque(tag) == opaque(etag))
}

/// A page of documents: `items`, `next_cursor`, `total` where it was counted, and the link to the next page.
pub fn list(
    req: &HttpRequest,
    seq: i64,
    mark: &str,
    documents: &[String],
    next: Option<&str>,
    total: Option<i64>,
) -> HttpResponse {
    let mut body = String::with_capacity(documents.iter().map(|d| d.len() + 1).sum::<usize>() + 200);
    body.push_str(r#"{"items":["#);
    for (i, document) in documents.iter().enumerate() {
        if i > 0 {
            body.push(',');
        }
        body.push_str(document);
    }
    body.push_str("],\"next_cursor\":");
    match next {
        Some(cursor) => {
            body.push('"');
            body.push_str(cursor);
            body.push('"');
        }
        None => body.push_str("null"),
    }
    if let Some(total) = total {
        body.push_str(&format!(",\"total\":{total}"));
    }
    body.push('}');
    let links = next.map(|cursor| next_link(req, cursor)).into_iter().collect();
    Read {
        etag: format!("W/\"{seq}-{mark}\""),
        body: body.into(),
        links,
    }
    .respond(req)
}

/// The link to the next page of what this request asked for.
pub fn next_link(req: &HttpRequest, cursor: &str) -> String {
    let kept: Vec<&str> = req
        .query_string()
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="))
        .collect();
    let mut query = kept.join("&");
    if !query.is_empty() {
        query.push('&');
    }
    format!("<{}?{query}cursor={cursor}>; rel=\"next\"", req.path())
}
