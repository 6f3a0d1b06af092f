//! The record as it was. A reader who asks `as_of` gets a [`RecordView`] of the record as it stood after an entry of the ledger:
//! a snapshot database in memory with the same schema, rebuilt from the documents that the versions left, on which every
//! list, report and statistic runs unchanged. What a kind's rows are is known to the kind alone: `app` gives its
//! [`Writer`]s. Persons are in no snapshot: rosters of the past are states in the database itself.
//!
//! `as_of` reads and resolves the instant, `snapshot` rebuilds, `cache` keeps what was rebuilt.

mod as_of;
mod cache;
mod snapshot;
mod view;

use std::sync::Arc;

pub use as_of::{AsOf, AsOfParam, InstantParam, LedgerPoint, first_instant};
pub use cache::SnapshotCache;
pub use snapshot::{COPYING_PRINCIPAL, Snapshot, SnapshotRow, Writer, member};
pub use view::RecordView;

use crate::db::Conn;
use crate::error::{Error, Fault};
use crate::ledger::Ledger;

/// The past of one record. One per service, shared by its workers; cheap to clone.
#[derive(Clone)]
pub struct History {
    ledger: Ledger,
    writers: &'static [Writer],
    cache: Arc<SnapshotCache<i64, Snapshot>>,
}

/// How many bytes of rebuilt records are kept; the newest one is kept however large it is.
const KEPT_BYTES: usize = 32 << 20;

impl History {
    /// Nothing is rebuilt until somebody asks. `writers` are those of every kind that keeps documents, each after the kinds
    /// that it refers to.
    pub fn new(ledger: Ledger, writers: &'static [Writer]) -> Self {
        Self {
            ledger,
            writers,
            cache: Arc::new(SnapshotCache::new(KEPT_BYTES, |all| {
                all.iter().map(|(_, one)| one.bytes()).sum()
            })),
        }
    }

    /// The ledger whose past it is.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The record as a reader wants it: as it stands where `as_of` is `None`.
    ///
    /// # Errors
    /// [`Error::Invalid`] where `as_of` lies in the future or before the first entry, naming the nearest instant that does
    /// not; [`Error::Busy`] when too many ask for different points at once.
    pub async fn view(&self, as_of: Option<AsOf>) -> Result<RecordView, Error> {
        match as_of {
            None => Ok(RecordView::present(&self.ledger)),
            Some(as_of) => {
                let point = as_of
                    .resolve(&self.ledger, |code| Fault::parameter("as_of", code))
                    .await?;
                Ok(RecordView::past(&self.ledger, point, self.snapshot(point.seq).await?))
            }
        }
    }

    /// The same after the other parameters were read. Where `as_of` cannot be answered that is one fault more, and the
    /// codes among the others are looked up in the record as it stands.
    pub async fn view_after(&self, read: Result<(), Error>, as_of: Option<AsOf>) -> (Result<(), Error>, RecordView) {
        match Error::both(read, self.view(as_of).await) {
            Ok(((), view)) => (Ok(()), view),
            Err(error) => (Err(error), RecordView::present(&self.ledger)),
        }
    }

    /// The record as it stood after the entry `seq`: made once, however many ask at the same time, from the nearest one that
    /// is kept and that nobody uses, or else from the documents.
    pub async fn snapshot(&self, seq: i64) -> Result<Arc<Snapshot>, Error> {
        let writers = self.writers;
        let make = || {
            let spare = self.cache.take_nearest(|kept| kept.abs_diff(seq));
            let made = move |conn: &mut Conn| match spare {
                Some(spare) => spare.moved(conn, seq, writers),
                None => Snapshot::build(conn, seq, writers),
            };
            self.ledger.db().scan(made)
        };
        self.cache.get(seq, make).await
    }
}
