//! Editions: sealed releases of the statistics, so that a figure once quoted can be asked for again, and nobody can have
//! changed it. An edition is a name for a point of the ledger together with the figures of then, their definitions and a
//! hash over all of it in canonical form (`canonical.rs`), which anybody can recompute. It is never changed or deleted.

pub(crate) mod api;
pub(crate) mod canonical;
pub(crate) mod order;
pub(crate) mod schema;
pub(crate) mod seal;
pub(crate) mod store;
pub(crate) mod tables;

pub use order::Order;

/// The name of the aggregate in the ledger and in `versions`.
pub const KIND: &str = "edition";
