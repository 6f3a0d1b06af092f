//! What the office declares of its own record: for a filter and a span of time it is complete, or partial, with the reason
//! and a source. What follows for a figure is said in `statistics::coverage`.

pub(crate) mod api;
pub(crate) mod model;
pub(crate) mod schema;
pub(crate) mod store;

/// The name of the aggregate in the ledger and in `versions`.
pub const KIND: &str = "coverage";
