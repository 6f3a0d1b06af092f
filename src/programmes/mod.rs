//! Programmes: lines of work with a code.
//!
//! A programme may be given another code: the older ones go on finding it, and every activity that shows it is raised.

pub(crate) mod api;
pub(crate) mod model;
pub(crate) mod schema;
pub mod store;

/// The name of the aggregate in the ledger and in `versions`.
pub const KIND: &str = "programme";
