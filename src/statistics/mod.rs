//! Figures that can be stood behind: how many activities, participations, people, countries and agencies, each with what
//! is certain, what was stated and what is missing (`docs/COUNTING.md`).
//!
//! A question is read once (`question`), looked up (`plan`) and answered from facts in memory (`facts`, read by `load`, kept
//! in step by `engine`). What is certain of one activity is said by `bounds`, which knows nothing of the rest. `pivot` adds up
//! what activities were asked when they were read, `people` asks each anew, `records` counts records; `tally` is how all of
//! them add. No figure is ever added up from other figures.

pub mod answer;
pub mod api;
pub mod archive;
pub mod basis;
pub mod coverage;
pub mod differences;
pub mod editions;
pub mod engine;
pub mod eras;
pub mod explain;
pub mod facts;
pub mod figure;
pub mod filters;
pub mod keys;
pub mod link;
pub mod listed;
pub mod load;
pub mod measures;
pub mod moment;
pub mod plan;
pub mod question;
pub mod schema;
pub mod scope;
pub mod seen;
pub mod words;
pub mod written;

mod crowd;
mod days;
mod distinct;
mod json;
mod people;
mod pivot;
mod records;
mod running;
mod select;
mod stock;
mod tally;
mod women;

#[cfg(test)]
mod oracle;

pub use crate::bounds;
pub use answer::{Answer, Key, Note, Row, Totals};
pub use archive::Archive;
pub use basis::Basis;
pub use coverage::Coverage;
pub use engine::{Engine, answer};
pub use facts::Facts;
pub use figure::Figure;
pub use listed::Listed;
pub use moment::{Moment, Standpoint};
pub use question::{Filters, Question};
pub use schema::{Chosen, Parameters};
pub use scope::InScope;
pub use words::{Dimension, Measure};
