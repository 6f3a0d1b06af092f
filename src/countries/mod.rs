//! Countries: ISO 3166 codes, names, and what they were when: dated memberships and regional groups.
//!
//! A country is named by alpha-3 everywhere, alpha-2 is taken too, and neither changes; it is never deleted. Periods
//! are half-open, and those of one country do not overlap. [`history::CountryHistory`] answers what a country was on a day.

pub(crate) mod api;
pub(crate) mod draft;
pub(crate) mod history;
pub mod model;
pub(crate) mod schema;
pub mod store;

/// The name of the aggregate in the ledger and in `versions`.
pub const KIND: &str = "country";
