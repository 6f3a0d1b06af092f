//! The facts in memory, never stale: every answer first asks the record how far it has come, and reads it anew when it
//! has moved on. Several instances over one database need nothing more to agree.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::NaiveDate;

use super::answer::{Answer, MOST_ROWS, Totals};
use super::facts::Facts;
use super::load::{Version, catch_up, load, version};
use super::question::{Filters, Question};
use crate::db::Conn;
use crate::error::Error;
use crate::ledger::Ledger;

/// Answers questions. One per service, shared by its workers.
pub struct Engine {
    ledger: Ledger,
    current: RwLock<Option<Arc<Facts>>>,
    /// One reads the record at a time; the others wait for what it read.
    turn: tokio::sync::Mutex<()>,
}

/// From so many activities and roster rows on an answer is worked out off the request threads.
const LARGE: usize = 10_000;

impl Engine {
    /// Nothing is read until somebody asks.
    pub fn new(ledger: Ledger) -> Self {
        Self {
            ledger,
            current: RwLock::new(None),
            turn: tokio::sync::Mutex::new(()),
        }
    }

    /// The facts as they stand at this moment.
    pub async fn facts(&self) -> Result<Arc<Facts>, Error> {
        let version = self.ledger.db().read(version).await?;
        let today = self.ledger.clock().now().utc().date_naive();
        if let Some(facts) = self.fresh(version, today) {
            return Ok(facts);
        }
        let _turn = self.turn.lock().await;
        if let Some(facts) = self.fresh(version, today) {
            return Ok(facts);
        }
        let before = self.current();
        let read = move |conn: &mut Conn| match before.map(|facts| catch_up(conn, &facts, today)).transpose()?.flatten()
        {
            Some(facts) => Ok(facts),
            None => load(conn, today),
        };
        let facts = Arc::new(self.ledger.db().scan(read).await?);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(facts.clone());
        Ok(facts)
    }

    fn current(&self) -> Option<Arc<Facts>> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn fresh(&self, version: Version, today: NaiveDate) -> Option<Arc<Facts>> {
        let is_fresh = |facts: &&Arc<Facts>| {
            facts.epoch == version.epoch && facts.seq >= version.seq && (facts.today == today || !facts.ages)
        };
        self.current().filter(|facts| is_fresh(&facts))
    }

    /// Answers a question with the rows that the API gives at most.
    pub async fn answer(&self, facts: &Arc<Facts>, question: Question) -> Result<Answer, Error> {
        self.work(facts, move |facts| facts.answer(&question, Some(MOST_ROWS)))
            .await
    }

    /// The totals of all measures.
    pub async fn totals(&self, facts: &Arc<Facts>, filters: Filters, with_drafts: bool) -> Result<Totals, Error> {
        self.work(facts, move |facts| facts.totals(&filters, with_drafts)).await
    }

    async fn work<T, F>(&self, facts: &Arc<Facts>, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Facts) -> Result<T, Error> + Send + 'static,
    {
        if facts.activity_count() + facts.row_count() < LARGE {
            return work(facts);
        }
        let facts = facts.clone();
        actix_web::web::block(move || work(&facts))
            .await
            .map_err(|_| Error::Internal)?
    }
}

/// Answers a question from the database itself, for the command line and for threads that may block: nothing is kept.
pub fn answer(conn: &mut Conn, question: &Question, today: NaiveDate) -> Result<Answer, Error> {
    load(conn, today)?.answer(question, None)
}
