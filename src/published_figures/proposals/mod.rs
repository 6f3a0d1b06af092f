//! An announcement in words → published figures to confirm, one per number. Nothing is written, and nothing is guessed: a
//! text is read whole, or the words that were not read are marked and no figure of it has a filter.
//!
//! `tokens.rs` splits the text into words and numbers, `number_words.rs` reads numbers that are words, `lexicon` knows the
//! words of announcements, `names` the names of the record, `reading.rs` finds them all in the text, `dates.rs` reads the
//! dates, and `propose` puts the figures together.

pub(crate) mod api;
pub(crate) mod schema;

mod dates;
mod lexicon;
mod names;
mod number_words;
mod propose;
mod reading;
mod tokens;
