//! The numbers of one activity one by one, for those who decide which of them may be told.

use super::ask::{Countries, Of, Question};
use super::conclusions::Bounds;
use super::contradiction::CellKey;
use super::interval::Figure;
use super::set::CountrySet;

/// One number of which something is stated: of a country, a sex, an agency, of several of these together, or of
/// everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// Whose number it is.
    pub whose: CellKey,
    /// So many are stated to lie inside: its cell, otherwise the most that rows or parts make certain.
    pub stated: u64,
    /// No more than that: a cell says so, or both sexes do.
    pub exact: bool,
    /// A sex's number in a split that covers some: there are at least so many.
    pub is_partial: bool,
    /// So many roster rows lie inside.
    pub rows: u64,
}

impl Bounds {
    /// Every number of which something is stated, parts and wholes alike, in no order that means anything.
    pub fn numbers(&self) -> impl Iterator<Item = Number> + '_ {
        self.table.entries().iter().map(|entry| Number {
            whose: entry.table_key().into(),
            stated: entry.stated,
            exact: entry.is_exact(),
            is_partial: entry.is_sex_in_part(),
            rows: entry.rows,
        })
    }

    /// How many people a number of this kind counts, whether something is stated of it or not.
    pub fn figure_of(&self, whose: &CellKey) -> Figure {
        self.ask(&whose.question())
    }
}

impl CellKey {
    /// The question for this number.
    pub fn question(&self) -> Question<'static> {
        Question {
            countries: self
                .country
                .map_or(Countries::Any, |country| Countries::In(CountrySet::of_one(country))),
            sex: self.sex.map_or(Of::Any, Of::Is),
            agency: self.agency.map_or(Of::Any, Of::Is),
        }
    }
}
