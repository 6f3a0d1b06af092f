//! The caller as an argument of a handler: [`Caller`] for reads that the public may do, [`Officer`] and [`Admin`] where
//! a role is needed. A key that is not valid is refused everywhere, public reads included.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use super::{Caller, Role, keys};
use crate::error::Error;
use crate::ledger::Ledger;

/// A caller who may write the record: an officer or an administrator.
#[derive(Debug, Clone, Copy)]
pub struct Officer(pub Caller);

/// An administrator.
#[derive(Debug, Clone, Copy)]
pub struct Admin(pub Caller);

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
        Box::pin(async move {
            let Some(shown) = shown else { return Ok(Self::default()) };
            let ledger = ledger.ok_or(Error::Internal)?;
            let shown = shown.map_err(|_| Error::Unauthorized("invalid"))?;
            let secret = match shown.split_once(' ') {
                Some((scheme, secret)) if scheme.eq_ignore_ascii_case("bearer") => secret.trim().to_owned(),
                _ => return Err(Error::Unauthorized("invalid")),
            };
            let now = ledger.clock().now();
            let identity = ledger.db().read(move |conn| keys::find(conn, &secret, now)).await?;
            match identity {
                Some(identity) => Ok(Self {
                    identity: Some(identity),
                }),
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
