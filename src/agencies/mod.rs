//! Agencies: statistics offices, ministries, central banks, organs, international bodies, universities.
//!
//! The code is the key; an acronym is not: several bodies share one. An agency may be given another code: the older
//! ones go on finding it, and everything that shows it is raised. A deleted agency leaves a tombstone.

pub(crate) mod api;
pub(crate) mod draft;
pub(crate) mod filter;
pub(crate) mod links;
pub(crate) mod model;
pub(crate) mod schema;
pub mod store;

/// The name of the aggregate in the ledger and in `versions`.
pub const KIND: &str = "agency";
