//! An announcement in words → published figures to confirm, one per number. Nothing is written, and nothing is guessed in
//! silence: every proposal says which words it rests on, and what was not understood is said beside them.
//!
//! `tokens.rs` splits the text into words and numbers, `lexicon.rs` knows the words of announcements, `names.rs` the names
//! of the record, `reading.rs` finds both in the text, and `propose` puts the figures together.

pub mod api;
pub mod schema;

mod dates;
mod lexicon;
mod names;
mod propose;
mod reading;
mod tokens;
