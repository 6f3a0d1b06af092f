//! Persons: those who came, those who gave, and those who were nominated. For officers and administrators only.
//!
//! What names a person (names in every script, e-mail, phone, position, ids elsewhere) stands in tables of its own and is
//! overwritten in place: it is in no version document and not in the ledger, which names changed members only. So
//! erasure is a delete there, and the counted facts under a person's number remain.

pub(crate) mod api;
pub(crate) mod bulk;
pub(crate) mod draft;
pub(crate) mod filter;
pub mod identity;
pub(crate) mod model;
mod rows;
pub(crate) mod schema;
pub mod store;

/// The name of the aggregate in the ledger.
pub const KIND: &str = "participant";
