//! The caller as an argument of a handler: [`Caller`] for reads that the public may do, [`Officer`] and [`Admin`] where
//! a role is needed. A key that is not valid is refused everywhere, public reads included.

use std::future::Future;
use std::pin::Pin;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::AUTHORIZATION;
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::{Caller, Role, keys};
use crate::config::Config;
use crate::error::{Error, OrInternal};
use crate::http::edge::CallerName;
use crate::ledger::Ledger;

/// A caller who may write the record: an officer or an administrator.
#[derive(Debug, Clone, Copy)]
pub struct Officer(pub Caller);

/// An administrator.
#[derive(Debug, Clone, Copy)]
pub struct Admin(pub Caller);

/// The middleware for what needs no key and asks for none: pages, documents, health. A key that is not valid is refused
/// there as it is everywhere.
pub async fn only_valid_keys<B: MessageBody + 'static>(
    mut req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    // The operations of the API ask for the caller themselves.
    if req.headers().contains_key(AUTHORIZATION)
        && !req.path().starts_with("/api/v1/")
        && let Err(error) = req.extract::<Caller>().await
    {
        return Ok(req.error_response(error));
    }
    next.call(req).await.map(ServiceResponse::map_into_boxed_body)
}

type Extracted<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

impl FromRequest for Caller {
    type Error = Error;
    type Future = Extracted<Self>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let shown = req
            .headers()
            .get(AUTHORIZATION)
            .map(|value| value.to_str().map(str::to_owned));
        let ledger = req.app_data::<Data<Ledger>>().cloned();
        let config = req.app_data::<Data<Config>>();
        let shown_from = config.map(|config| config.threshold()).unwrap_or_default();
        let req = req.clone();
        Box::pin(async move {
            let Some(shown) = shown else {
                return Ok(Self::public(shown_from));
            };
            let ledger = ledger.or_internal("the service lacks a part")?;
            let shown = shown.map_err(|_| Error::Unauthorized("invalid"))?;
            let secret = match shown.split_once(' ') {
                Some((scheme, secret)) if scheme.eq_ignore_ascii_case("bearer") => secret.trim().to_owned(),
                _ => return Err(Error::Unauthorized("invalid")),
            };
            let now = ledger.clock().now();
            let identity = ledger.db().read(move |conn| keys::find(conn, &secret, now)).await?;
            match identity {
                Some((identity, name)) => {
                    req.extensions_mut().insert(CallerName(name));
                    Ok(Self {
                        identity: Some(identity),
                        shown_from,
                    })
                }
                None => Err(Error::Unauthorized("invalid")),
            }
        })
    }
}

fn caller_in(req: &HttpRequest, payload: &mut Payload, roles: &'static [Role]) -> Extracted<Caller> {
    let caller = Caller::from_request(req, payload);
    Box::pin(async move {
        let caller = caller.await?;
        match caller.role() {
            None => Err(Error::Unauthorized("missing")),
            Some(role) if roles.contains(&role) => Ok(caller),
            Some(_) => Err(Error::Forbidden),
        }
    })
}

impl FromRequest for Officer {
    type Error = Error;
    type Future = Extracted<Self>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = caller_in(req, payload, &[Role::Officer, Role::Admin]);
        Box::pin(async move { caller.await.map(Self) })
    }
}

impl FromRequest for Admin {
    type Error = Error;
    type Future = Extracted<Self>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = caller_in(req, payload, &[Role::Admin]);
        Box::pin(async move { caller.await.map(Self) })
    }
}
