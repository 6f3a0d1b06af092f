//! What took place and what is planned: activities, their statements of how many came, and their rosters.
//!
//! An activity's JSON document is made once per version, when it is written, and is what every read answers. Whatever
//! changes the document raises the version: the activity's own members, its standing statement, its roster's count.

pub mod altered;
pub mod api;
pub mod bulk;
pub mod consistency;
pub mod counts;
pub mod counts_api;
pub mod draft;
pub mod duplicates;
pub mod filter;
pub mod history;
pub mod leftovers;
pub mod links;
mod matching;
pub mod model;
pub mod past;
pub mod reading;
pub mod recount;
pub mod redacted;
pub mod roster;
pub mod schema;
pub mod statements;
pub mod store;
pub mod when;

/// The name of the aggregate in the ledger and in `versions`.
pub const KIND: &str = "activity";
