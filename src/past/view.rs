//! The record as a reader wants it.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header::{HeaderName, HeaderValue};
use chrono::NaiveDate;

use super::{LedgerPoint, Snapshot};
use crate::db::Conn;
use crate::error::{Error, OrInternal};
use crate::ledger::Ledger;

/// The record as it stands, or as it stood at a point. Cheap to clone.
#[derive(Clone)]
pub struct RecordView {
    ledger: Ledger,
    past: Option<(LedgerPoint, Arc<Snapshot>)>,
}

impl RecordView {
    /// As it stands.
    pub fn present(ledger: &Ledger) -> Self {
        Self {
            ledger: ledger.clone(),
            past: None,
        }
    }

    /// As it stood.
    pub fn past(ledger: &Ledger, point: LedgerPoint, snapshot: Arc<Snapshot>) -> Self {
        Self {
            ledger: ledger.clone(),
            past: Some((point, snapshot)),
        }
    }

    /// Where in the past it is; `None` for the present.
    pub fn point(&self) -> Option<LedgerPoint> {
        self.past.as_ref().map(|(point, _)| *point)
    }

    /// What "today" is in it.
    pub fn day(&self) -> NaiveDate {
        let today = || self.ledger.clock().now().utc().date_naive();
        self.point().map_or_else(today, LedgerPoint::day)
    }

    /// Answers a point or a page.
    pub async fn read<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        match &self.past {
            None => self.ledger.db().read(work).await,
            Some(_) => self.scan(work).await,
        }
    }

    /// Answers something long, off the workers.
    pub async fn scan<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        match &self.past {
            None => self.ledger.db().scan(work).await,
            Some((_, snapshot)) => {
                let snapshot = snapshot.clone();
                let work = actix_web::web::block(move || snapshot.read_here(work));
                work.await.or_internal("a thread of readers is gone")?
            }
        }
    }

    /// Reads on the calling thread, which may block.
    pub fn read_here<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
        match &self.past {
            None => self.ledger.db().scan_here(work),
            Some((_, snapshot)) => snapshot.read_here(work),
        }
    }

    /// An answer that was read here: one of the past says so in `Memento-Datetime` (RFC 7089).
    #[must_use]
    pub fn dated(&self, mut response: HttpResponse) -> HttpResponse {
        if let Some(date) = self.point().and_then(memento) {
            response
                .headers_mut()
                .insert(HeaderName::from_static("memento-datetime"), date);
        }
        response
    }
}

/// An instant as HTTP writes it.
fn memento(point: LedgerPoint) -> Option<HeaderValue> {
    let date = point.at.utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    HeaderValue::from_str(&date).ok()
}
