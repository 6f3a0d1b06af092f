//! Figures that can be stood behind: how many activities, participations, people, countries and agencies, each with what
//! is certain, what was stated and what is missing (`docs/COUNTING.md`).
//!
//! A question is read once (`question`), looked up (`plan`) and answered from a dataset in memory (`dataset`, read by `load`,
//! kept in step by `engine`). What is certain of one activity is said by `bounds`, which knows nothing of the rest. `pivot` adds up
//! what activities were asked when they were read, `people` asks each anew, `records` counts records; `tally` is how all of
//! them add. No figure is ever added up from other figures.

pub(crate) mod answer;
pub(crate) mod api;
pub(crate) mod archive;
pub(crate) mod as_of;
pub(crate) mod basis;
pub(crate) mod country_contexts;
pub(crate) mod coverage;
pub(crate) mod dataset;
pub(crate) mod differences;
pub(crate) mod editions;
pub mod engine;
pub mod explain;
pub(crate) mod figure;
pub(crate) mod filter_text;
pub(crate) mod filters;
mod filters_json;
pub(crate) mod keys;
pub(crate) mod link;
pub(crate) mod list_question;
pub mod load;
pub(crate) mod measures;
pub(crate) mod plan;
pub(crate) mod protected;
pub(crate) mod question;
pub(crate) mod schema;
pub(crate) mod scope;
pub(crate) mod words;

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

use crate::bounds;
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
