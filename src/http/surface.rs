//! Which part of the service an address belongs to, and which headers every answer there has: pages and problems, new
//! and unchanged (304), to GET and to HEAD alike. The one table; docs/API.md shows it.

use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// A part of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// The API, its description and its health.
    Api,
    /// The files of the pages.
    Asset,
    /// The interactive documentation.
    Docs,
    /// Pages for people, and every address that is nothing else.
    Page,
}

/// What a request was, as far as the headers of its answer depend on it.
#[derive(Debug, Clone, Copy)]
pub struct Request<'r> {
    /// As it was sent: HEAD is HEAD.
    pub method: &'r Method,
    /// Without the query.
    pub path: &'r str,
    /// Whether it showed a key.
    pub keyed: bool,
    /// The method that another site's page asks to send, of a preflight request.
    pub preflight: Option<&'r str>,
}

/// What the answer depends on beside the address. All surfaces check keys and refuse in the language asked for.
const VARY: &str = "Authorization, Accept-Encoding, Accept-Language";

/// Headers that a page of another site may read.
const EXPOSED: &str = "Content-Disposition, Content-Language, ETag, Link, Retry-After, X-Request-Id";

/// Headers that a page of another site may send. No `Authorization`: a key is for programs, not for browsers.
const ACCEPTED: &str = "Accept-Language, If-None-Match";

impl Surface {
    /// The surface of a path.
    pub fn from_path(path: &str) -> Self {
        let is_below = |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        match path {
            "/docs/problems" => Self::Page,
            "/openapi.json" | "/healthz" | "/readyz" | "/api" => Self::Api,
            _ if is_below("/api") => Self::Api,
            _ if is_below("/static") => Self::Asset,
            _ if is_below("/docs") => Self::Docs,
            _ => Self::Page,
        }
    }

    /// What a browser that shows the answer may load.
    pub const fn policy(self) -> &'static str {
        match self {
            Self::Api | Self::Asset => "default-src 'none'; frame-ancestors 'none'",
            Self::Docs => {
                "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                 connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
            }
            Self::Page => {
                "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; \
                 frame-ancestors 'none'"
            }
        }
    }

    /// Whether pages of other sites may read what is answered without a key.
    const fn is_open(self) -> bool {
        matches!(self, Self::Api)
    }
}

/// Puts the headers of its surface on an answer. A handler decides `Cache-Control` and `ETag` where it knows better.
pub fn dress(headers: &mut HeaderMap, request: &Request<'_>) {
    let surface = Surface::from_path(request.path);
    let mut set = |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::CONTENT_SECURITY_POLICY, surface.policy());
    set(header::VARY, VARY);
    let reads = |method: &str| ["GET", "HEAD"].contains(&method);
    if surface.is_open() && !request.keyed {
        if reads(request.method.as_str()) {
            set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
            set(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        } else if *request.method == Method::OPTIONS && request.preflight.is_some_and(reads) {
            set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
            set(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD");
            set(header::ACCESS_CONTROL_ALLOW_HEADERS, ACCEPTED);
            set(header::ACCESS_CONTROL_MAX_AGE, "86400");
        }
    }
    if request.keyed {
        set(header::CACHE_CONTROL, "private, no-store");
    } else if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
}
