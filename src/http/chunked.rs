//! A body that comes in chunks and is never ended: the protocol layer goes on waiting for the rest of one that nobody
//! reads any more. It is held here until the answer has been sent, so that the connection is closed then.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_web::HttpMessage;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::error::PayloadError;
use actix_web::http::header::TRANSFER_ENCODING;
use bytes::Bytes;
use futures_util::Stream;

/// The body of a request, shared by who reads it and the answer.
#[derive(Clone)]
pub struct SharedBody(Rc<RefCell<Payload>>);

impl SharedBody {
    /// Takes hold of the body of a request that is sent in chunks; its readers read it through this.
    pub fn take(req: &mut ServiceRequest) -> Option<Self> {
        if !req.headers().contains_key(TRANSFER_ENCODING) {
            return None;
        }
        let held = Self(Rc::new(RefCell::new(req.take_payload())));
        req.set_payload(Payload::Stream {
            payload: Box::pin(held.clone()),
        });
        Some(held)
    }

    /// The body of the answer, with which this is let go.
    pub fn until_sent(self, body: BoxBody) -> BoxBody {
        BoxBody::new(Answered { body, _request: self })
    }
}

impl Stream for SharedBody {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut *self.0.borrow_mut()).poll_next(cx)
    }
}

struct Answered {
    body: BoxBody,
    _request: SharedBody,
}

impl MessageBody for Answered {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(cx)
    }
}
