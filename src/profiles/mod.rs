//! Profiles of countries, agencies and programmes: what the record says of one of them on a page, for a country brief or
//! before a meeting. Every figure is the answer to a question that `/statistics` answers, and names it (`subject.rs`); the
//! roles of a country or an agency stand side by side and are never added. `brief.rs` says the main ones in a paragraph.
//!
//! A capability of its own, above the statistics and the reference data: the statistics know no names, and the reference
//! data knows no figures.

pub(crate) mod api;
pub(crate) mod schema;

mod answer;
mod brief;
mod names;
mod subject;
