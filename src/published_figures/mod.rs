//! Totals that somebody announced: claims to be reconciled, never an input to a total.
//!
//! A claim is what one source said on one day about one scope: measure, scope, `as_of` and source identify it. Its number
//! and its wording may be corrected without making it another claim, and the same number announced in two places is two
//! claims. Claims that contradict each other stand side by side.

pub(crate) mod api;
pub(crate) mod draft;
pub(crate) mod model;
pub(crate) mod proposals;
pub(crate) mod reconciliation;
pub(crate) mod schema;
pub(crate) mod store;

/// The name of the aggregate in the ledger and in `versions`.
pub const KIND: &str = "published_figure";
