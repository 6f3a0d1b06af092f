//! How the record answers a claim. The claim's scope is a filter, so that like is held against like: the question it
//! answers is put to the statistics, and the figure, with its bounds, is held against the number (`verdict.rs`). What
//! could explain a difference is listed down to the activities (`causes.rs`, `duplicates.rs`); claims about the same thing
//! stand beside it (`related.rs`). Nothing here is stored but what officers say of it, which is part of the claim.

pub(crate) mod api;
pub(crate) mod schema;
pub(crate) mod verdict;

mod answer;
mod candidates;
mod causes;
mod duplicates;
mod question;
mod related;

pub use answer::{Outcome, Reconciler};
pub use verdict::Verdict;
