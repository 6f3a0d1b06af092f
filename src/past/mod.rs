//! The record as it was. A reader who asks `as_of` gets a [`View`] of the record as it stood after an entry of the ledger:
//! a scratch database in memory with the same schema, rebuilt from the documents that the versions left, on which every
//! list, report and statistic runs unchanged. What a kind's rows are is known to the kind alone: `app` gives its
//! [`Writer`]s. Persons are in no scratch: rosters of the past are states in the database itself.
//!
//! `moment` reads and resolves `as_of`, `scratch` rebuilds, `shelf` keeps what was rebuilt.

mod moment;
mod scratch;
mod shelf;
mod view;

use std::sync::Arc;

pub use moment::{AsOf, AsOfParam, InstantParam, Point, first_instant};
pub use scratch::{Scratch, Stood, WHO, Writer, member};
pub use shelf::Shelf;
pub use view::View;

use crate::db::Conn;
use crate::error::{Error, Fault};
use crate::ledger::Ledger;

/// The past of one record. One per service, shared by its workers; cheap to clone.
#[derive(Clone)]
pub struct Past {
    ledger: Ledger,
    writers: &'static [Writer],
    shelf: Arc<Shelf<i64, Scratch>>,
}

/// How many bytes of rebuilt records are kept; the newest one is kept however large it is.
const KEPT_BYTES: usize = 32 << 20;

impl Past {
    /// Nothing is rebuilt until somebody asks. `writers` are those of every kind that keeps documents, each after the kinds
    /// that it refers to.
    pub fn new(ledger: Ledger, writers: &'static [Writer]) -> Self {
        Self {
            ledger,
            writers,
            shelf: Arc::new(Shelf::new(KEPT_BYTES, |all| {
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
    pub async fn view(&self, as_of: Option<AsOf>) -> Result<View, Error> {
        match as_of {
            None => Ok(View::present(&self.ledger)),
            Some(as_of) => {
                let point = as_of
                    .resolve(&self.ledger, |code| Fault::parameter("as_of", code))
                    .await?;
                Ok(View::past(&self.ledger, point, self.scratch(point.seq).await?))
            }
        }
    }

    /// The same after the other parameters were read. Where `as_of` cannot be answered that is one fault more, and the
    /// codes among the others are looked up in the record as it stands.
    pub async fn view_after(&self, read: Result<(), Error>, as_of: Option<AsOf>) -> (Result<(), Error>, View) {
        match Error::both(read, self.view(as_of).await) {
            Ok(((), view)) => (Ok(()), view),
            Err(error) => (Err(error), View::present(&self.ledger)),
        }
    }

    /// The record as it stood after the entry `seq`: made once, however many ask at the same time, from the nearest one that
    /// is kept and that nobody uses, or else from the documents.
    pub async fn scratch(&self, seq: i64) -> Result<Arc<Scratch>, Error> {
        let writers = self.writers;
        let make = || {
            let spare = self.shelf.spare(|kept| kept.abs_diff(seq));
            let made = move |conn: &mut Conn| match spare {
                Some(spare) => spare.moved(conn, seq, writers),
                None => Scratch::build(conn, seq, writers),
            };
            self.ledger.db().scan(made)
        };
        self.shelf.get(seq, make).await
    }

    /// The same on the calling thread, kept by nobody: for the command line.
    pub fn scratch_here(&self, seq: i64) -> Result<Arc<Scratch>, Error> {
        let scratch = self
            .ledger
            .db()
            .read_here(|conn| Scratch::build(conn, seq, self.writers))?;
        Ok(Arc::new(scratch))
    }
}
