//! Lists of activities, for the API and the report: filters that mean what they mean in figures
//! (`docs/decisions/0022-lists-and-figures-have-one-meaning-of-a-filter.md`).
//!
//! `filter` reads them once. What the rows of the database answer as figures would is asked there, so that a page costs a
//! page; everything else is decided by the facts, by the rule that decides for figures (`statistics::listed`).

pub(crate) mod api;
pub(crate) mod filter;
