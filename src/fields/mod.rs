//! Fields of work, as a shallow tree, with what they are called in other classifications (DAC, SDG, CSA).
//!
//! A field's code never changes.

pub(crate) mod api;
pub mod model;
pub(crate) mod schema;
pub mod store;

/// The name of the aggregate in the ledger and in `versions`.
pub const KIND: &str = "field";
