//! The bounds of counts: what is certain about how many came, from whatever was stated.
//!
//! A [`Facts`] is the statement about one activity, [`Known`] the same thought through, [`Figure`] its answer to one
//! question, [`contradictions`] what to say when it cannot be true. [`DistinctCountries`] adds
//! activities up where they overlap. The rules are `design.md` §2; an enumeration of every possible attendance of small
//! worlds (`oracle.rs`) holds them to it: never wrong, and sharp wherever no cell names two axes.

mod across;
mod ask;
mod contradiction;
mod interval;
mod known;
mod numbers;
mod range;
mod set;
mod split;
mod statement;
mod table;
mod view;

#[cfg(test)]
mod examples;
#[cfg(test)]
pub(crate) mod oracle;

pub use across::{DistinctCountries, Sent, distinct_countries};
pub use ask::{Countries, Of, Question};
pub use contradiction::{AtLeast, AtMost, Axis, Contradiction, Whose, contradictions};
pub use interval::{Figure, Interval};
pub use known::Known;
pub use numbers::Number;
pub use set::CountrySet;
pub use statement::{Blurred, Cell, CountriesOf, Facts, Head, Qualifier, RosterCell, Sex, World};
