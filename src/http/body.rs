//! Reading requests: a JSON body with its media type, size and digest checked, and a query string.

use std::cell::RefCell;
use std::future::{Future, Ready, ready};
use std::pin::{Pin, pin};

use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::problem::TAKEN_ENCODING;
use super::stop::{LAST, Stop};
use crate::config::Config;
use crate::error::{Error, Fault};
use crate::input::{Faults, Object, Params, json, shorten};

/// The largest JSON body that is taken, in bytes.
pub const JSON_LIMIT: usize = 1_000_000;

/// The deepest nesting of a JSON body that is taken.
const DEPTH: usize = 32;

/// A JSON body that has been read as JSON, and nothing more.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Body {
    pub value: Value,
    /// SHA-256 of its bytes: two requests with one Idempotency-Key must agree in it.
    pub digest: Vec<u8>,
}

impl Body {
    /// Reads the body with `read`, which says everything that is wrong with it.
    pub fn read<T>(&self, read: impl FnOnce(&Object<'_, '_>) -> Option<T>) -> Result<T, Error> {
        let faults = RefCell::new(Faults::default());
        let object = Object::open(&self.value, "", &faults);
        let value = read(&object);
        drop(object);
        faults.into_inner().or(value)
    }
}

impl FromRequest for Body {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let merge = req.method() == actix_web::http::Method::PATCH;
        let media = req.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media = media
            .filter(|value| is_utf8(value))
            .map(|value| value.split(';').next().unwrap_or_default());
        let media = media.map(|value| value.trim().to_ascii_lowercase());
        let too_large = req
            .headers()
            .get(actix_web::http::header::CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse::<usize>().ok())
            .is_some_and(|length| length > JSON_LIMIT);
        let mut payload = payload.take();
        let encoding = encoding(req.headers());
        let patience = req.app_data::<Data<Config>>().map(|config| config.body_patience);
        let patience = patience.unwrap_or(Config::BODY_PATIENCE);
        let stop = req
            .app_data::<Data<Stop>>()
            .map(|stop| Stop::clone(stop))
            .unwrap_or_default();
        Box::pin(async move {
            match (media.as_deref(), merge) {
                (Some("application/json"), _) | (Some("application/merge-patch+json"), true) => {}
                (_, true) => return Err(Error::MediaType("application/merge-patch+json")),
                (_, false) => return Err(Error::MediaType("application/json")),
            }
            if too_large {
                return Err(Error::TooLarge(JSON_LIMIT));
            }
            if let Some(given) = encoding {
                return Err(Error::Encoding(given));
            }
            let mut bytes = Vec::new();
            let over = stop.is_over();
            let mut over = pin!(over);
            loop {
                let chunk = tokio::select! {
                    chunk = payload.next() => chunk,
                    () = tokio::time::sleep(patience) => return Err(Error::BodyTimeout(patience.as_secs())),
                    () = &mut over => return Err(Error::BodyTimeout(LAST.as_secs())),
                };
                let Some(chunk) = chunk else { break };
                let chunk = chunk.map_err(|_| unreadable("the body ended early"))?;
                if bytes.len() + chunk.len() > JSON_LIMIT {
                    return Err(Error::TooLarge(JSON_LIMIT));
                }
                bytes.extend_from_slice(&chunk);
            }
            let value = json::read(&bytes).map_err(|what| unreadable(&what))?;
            if depth(&value) > DEPTH {
                return Err(unreadable("nested too deeply"));
            }
            Ok(Self {
                value,
                digest: Sha256::digest(&bytes).to_vec(),
            })
        })
    }
}

/// What a body is said to be encoded as, where that is anything but itself.
fn encoding(headers: &HeaderMap) -> Option<String> {
    let given: Vec<&str> = headers
        .get_all(CONTENT_ENCODING)
        .map(|value| value.to_str().unwrap_or("?"))
        .collect();
    let is_itself = |given: &&str| {
        let mut codings = given.split(',').map(str::trim);
        codings.all(|coding| coding.eq_ignore_ascii_case(TAKEN_ENCODING))
    };
    (!given.iter().all(is_itself)).then(|| shorten(&given.join(", ")))
}

/// Whether a media type names no other character set than that of JSON.
fn is_utf8(media: &str) -> bool {
    let charset = |parameter: &str| {
        let (name, value) = parameter.trim().split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| value.trim().trim_matches('"').to_owned())
    };
    let mut named = media.split(';').skip(1).filter_map(charset);
    named.all(|name| ["utf-8", "utf8", "us-ascii"].contains(&name.to_ascii_lowercase().as_str()))
}

fn unreadable(what: &str) -> Error {
    Error::Unreadable(vec![Fault::at("", "not_json").with("what", what)])
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 1,
    }
}

/// The query string of a request; see [`Params`].
pub struct Query(pub Params);

impl FromRequest for Query {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Params::parse(req.query_string()).map(Self))
    }
}
