//! What every request passes: a request id, HEAD as GET, panics caught, refusals turned into problems, headers for
//! safety and caches, and one log line without anything personal in it.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{ConnectionType, Method};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};
use futures_util::FutureExt;
use uuid::Uuid;

use super::chunked::SharedBody;
use super::stop::Stop;
use super::{problem, surface};
use crate::error::Error;
use crate::input::shorten;
use crate::text::Lang;

/// How many bytes path and query may have together: more than any question needs.
pub const LONGEST_ADDRESS: usize = 8 * 1024;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The middleware around all routes.
pub async fn wrap<B: MessageBody + 'static>(
    mut req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let began = Instant::now();
    let request_id = Uuid::now_v7().simple().to_string();
    let method = req.method().clone();
    let mut path = req.path().to_owned();
    let query = req.query_string().to_owned();
    let keyed = req.headers().contains_key(header::AUTHORIZATION);
    let preflight = req.headers().get(header::ACCESS_CONTROL_REQUEST_METHOD);
    let preflight = preflight.and_then(|asked| asked.to_str().ok()).map(str::to_owned);
    let lang = req
        .headers()
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .map_or(Lang::En, Lang::negotiate);
    if method == Method::HEAD {
        // The protocol layer drops the body of the answer; the routes know only GET.
        req.head_mut().method = Method::GET;
    }
    let held = SharedBody::take(&mut req);
    let length = req.uri().path_and_query().map_or(0, |address| address.as_str().len());
    let outcome = if length > LONGEST_ADDRESS {
        path = shorten(&path);
        Ok(Ok(req.error_response(Error::AddressTooLong(LONGEST_ADDRESS))))
    } else {
        let outcome = AssertUnwindSafe(next.call(req)).catch_unwind().await;
        outcome.map(|outcome| outcome.map(ServiceResponse::map_into_boxed_body))
    };
    let mut response = match outcome {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => return Err(error),
        Err(panic) => return Err(Error::Internal(crate::error::panicked(&*panic)).into()),
    };
    let caller = name_of(response.request());
    let asked = problem::ProblemContext {
        lang,
        path: &path,
        query: &query,
        id: &request_id,
        writes: !matches!(method, Method::GET | Method::HEAD | Method::OPTIONS),
    };
    let problem = response.response().error().map(|error| {
        if let Some(ours) = error.as_error::<Error>() {
            if let Some(cause) = ours.cause() {
                tracing::error!(%request_id, caller, %method, path, %cause, "a request failed");
            }
            problem::response(ours, &asked)
        } else {
            let status = error.as_response_error().status_code().as_u16();
            problem::response(&foreign(status), &asked)
        }
    });
    // The framework's own services refuse with an empty body.
    let bare = response.status().is_client_error() && response.response().body().size().is_eof();
    let problem = problem.or_else(|| {
        let status = response.status().as_u16();
        bare.then(|| problem::response(&foreign(status), &asked))
    });
    if let Some(problem) = problem {
        let (request, _) = response.into_parts();
        response = ServiceResponse::new(request, problem);
    }
    if response
        .request()
        .app_data::<Data<Stop>>()
        .is_some_and(|stop| stop.has_begun())
    {
        response
            .response_mut()
            .head_mut()
            .set_connection_type(ConnectionType::Close);
    }
    if let Some(held) = held {
        response = response.map_body(|_, body| held.until_sent(body));
    }
    let status = response.status().as_u16();
    let request = surface::Request {
        method: &method,
        path: &path,
        keyed,
        preflight: preflight.as_deref(),
    };
    surface::dress(response.headers_mut(), &request);
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    tracing::info!(%request_id, caller, %method, path, status, micros = %began.elapsed().as_micros(), "answered");
    Ok(response)
}

/// The name of who showed a valid key: left with the request for the log, and never the key.
pub struct CallerName(pub String);

/// Who sent a request, as the log says it.
fn name_of(req: &HttpRequest) -> String {
    let named = req.extensions().get::<CallerName>().map(|name| name.0.clone());
    named.unwrap_or_else(|| {
        let is_keyed = req.headers().contains_key(header::AUTHORIZATION);
        if is_keyed { "unknown key" } else { "public" }.to_owned()
    })
}

/// The framework's own refusals, by their status.
fn foreign(status: u16) -> Error {
    match status {
        404 => Error::NotFound("page"),
        414 => Error::AddressTooLong(LONGEST_ADDRESS),
        413 => Error::TooLarge(super::body::JSON_LIMIT),
        400..=499 => Error::Unreadable(Vec::new()),
        _ => Error::internal(format!("the framework answered {status}")),
    }
}
