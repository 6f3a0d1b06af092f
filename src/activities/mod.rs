//! What took place and what is planned: activities, their statements of how many came, and their rosters.
//!
//! An activity's JSON document is made once per version, when it is written, and is what every read answers. Whatever
//! changes the document raises the version: the activity's own members, its standing statement, its roster's count.

pub mod altered;
pub(crate) mod api;
pub(crate) mod bulk;
pub(crate) mod consistency;
pub(crate) mod counts;
pub(crate) mod counts_api;
pub(crate) mod draft;
pub(crate) mod duplicates;
pub(crate) mod filter;
pub(crate) mod history;
pub mod leftovers;
pub(crate) mod links;
mod matching;
pub mod model;
pub(crate) mod past;
pub(crate) mod reading;
pub(crate) mod recount;
pub(crate) mod redacted;
pub mod roster;
pub(crate) mod schema;
pub(crate) mod statements;
pub mod store;
pub(crate) mod when;
pub(crate) mod when_schema;

/// The name of the aggregate in the ledger and in `versions`.
pub const KIND: &str = "activity";
