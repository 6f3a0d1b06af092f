//! The bounds of counts: what is certain about how many came, from whatever was stated.
//!
//! An [`Evidence`] is what was recorded of one activity, [`Bounds`] what follows from it, [`Figure`] its answer to one
//! question, [`contradictions`] what to say when it cannot be true. [`DistinctCountries`] adds
//! activities up where they overlap. The rules are `design.md` §2; an enumeration of every possible attendance of small
//! worlds (`oracle/`) holds them to it: never wrong, and sharp wherever no cell names two axes.

mod across;
mod ask;
mod conclusions;
mod contradiction;
mod interval;
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

#[cfg(test)]
pub use across::distinct_countries;
pub use across::{DistinctCountries, Sent};
pub use ask::{Countries, Of, Question};
pub use conclusions::Bounds;
pub use contradiction::{AtLeast, AtMost, Axis, CellKey, Contradiction, contradictions};
pub use interval::{Figure, Interval};
pub use numbers::Number;
pub use set::CountrySet;
pub use statement::{Cell, CountriesOf, Evidence, Head, Qualifier, RosterCell, Sex, SexRange, World};
