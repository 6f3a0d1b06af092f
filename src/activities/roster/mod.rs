//! Rosters: who took part in an activity, in which role, with country, agency, position and sex as they were then.
//!
//! A participation is an identity (`number` inside, `uid` outside) with *states*, one row each: an edit closes the open
//! row and opens the next, so that figures of the past can be answered. Position and score are personal: they stand in a
//! table of their own and are overwritten in place. A change of a roster raises its activity's version once per command.

pub(crate) mod api;
pub mod bulk;
pub(crate) mod draft;
mod identity;
pub(crate) mod model;
pub(crate) mod schema;
mod states;
pub(crate) mod store;

/// The name of a participation in refusals.
pub const KIND: &str = "participation";
