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
pub mod as_of;
pub mod basis;
pub mod country_contexts;
pub mod coverage;
pub mod dataset;
pub mod differences;
pub mod editions;
pub mod engine;
pub mod explain;
pub mod figure;
pub mod filter_text;
pub mod filters;
pub mod keys;
pub mod link;
pub mod list_question;
pub mod load;
pub mod measures;
pub mod plan;
pub mod protected;
pub mod question;
pub mod schema;
pub mod scope;
pub mod words;

mod dated_records;
mod days;
mod distinct;
mod json;
mod partial_sum;
mod people;
mod pivot;
mod population;
mod records;
mod select;
mod tally;
mod women;

#[cfg(test)]
mod oracle;

pub use crate::bounds;
pub use answer::{Answer, Key, Note, Row, Totals};
pub use archive::Archive;
pub use as_of::{AsOfPoint, AsOfRequest};
pub use basis::Basis;
pub use coverage::Coverage;
pub use dataset::Dataset;
pub use engine::{Engine, answer};
pub use figure::Figure;
pub use list_question::ListQuestion;
pub use question::{Filters, Question};
pub use schema::{Chosen, Parameters};
pub use scope::ActivityInScope;
pub use words::{Dimension, Measure};
