//! A contradiction as a fault of the body that it came in.

use super::{Counted, FaultTarget, Numbers};
use crate::bounds::{AtLeast, AtMost, Axis, CellKey, Contradiction};
use crate::error::Fault;
use crate::participants::model::Sex;

/// Tells contradictions as faults of one body.
pub struct Faults<'a> {
    counted: &'a Counted<'a>,
    numbers: &'a Numbers,
    target: FaultTarget<'a>,
}

impl<'a> Faults<'a> {
    /// Of what was counted, by its numbers, in a body of this kind.
    pub fn new(counted: &'a Counted<'a>, numbers: &'a Numbers, target: FaultTarget<'a>) -> Self {
        Self {
            counted,
            numbers,
            target,
        }
    }

    /// Each of them, but those that only repeat one on the roster.
    pub fn faults(&self, found: &[Contradiction]) -> Vec<Fault> {
        let news = found
            .iter()
            .filter(|one| !found.iter().any(|other| repeats(**one, *other)));
        news.map(|one| self.fault(*one)).collect()
    }

    fn fault(&self, contradiction: Contradiction) -> Fault {
        match contradiction {
            Contradiction::Total {
                at_most,
                because,
                at_least,
                for_all_that,
            } => self
                .target
                .fault(self.member(because), "impossible_total")
                .with("most", at_most)
                .with("because", because.as_str())
                .with("least", at_least)
                .with("why", for_all_that.as_str()),
            Contradiction::CountriesBelowNamed { countries, named } => self
                .target
                .fault("/countries", "countries_below_named")
                .with("countries", countries)
                .with("named", named),
            Contradiction::UnnamedBeyondPool { unnamed, pool } => self
                .target
                .fault("/countries", "unnamed_beyond_pool")
                .with("unnamed", unnamed)
                .with("pool", pool),
            Contradiction::CellBelowRoster { whose, cell, roster } => self
                .of_cell(whose, "cell_below_roster")
                .with("cell", cell)
                .with("roster", roster),
            Contradiction::CellBelowParts { whose, cell, by, parts } => self
                .of_cell(whose, "cell_below_parts")
                .with("cell", cell)
                .with("by", by.as_str())
                .with("parts", parts),
            Contradiction::CellAboveSexes { whose, cell, sexes } => self
                .of_cell(whose, "cell_above_sexes")
                .with("cell", cell)
                .with("sexes", sexes),
            // Two numbers for the same people are refused where the body is read.
            Contradiction::CellRepeated { .. } | Contradiction::CellsDisagree => {
                self.target.fault("/cells", "cells_disagree")
            }
        }
    }

    /// The member that says that no more came.
    fn member(&self, because: AtMost) -> &'static str {
        match because {
            AtMost::Head => "/participants/value",
            AtMost::WholeRoster => "/roster_complete",
            AtMost::EveryCountry if self.counted.statement.cells.is_empty() => "/countries",
            AtMost::BothSexes | AtMost::EveryCountry => "/cells",
        }
    }

    /// A fault at the cell that has the number, or the last of the three that add up to it.
    fn of_cell(&self, whose: CellKey, code: &'static str) -> Fault {
        let cells = self.counted.statement.cells.iter();
        let mut matching = cells.enumerate().filter(|(_, cell)| {
            let of = self.numbers.cell(cell);
            (of.country, of.sex, of.agency) == (whose.country, whose.sex, whose.agency)
        });
        let is_unknown = |cell: &crate::activities::counts::Cell| cell.sex == Some(Sex::Unknown);
        let at = matching
            .clone()
            .find(|(_, cell)| !is_unknown(cell))
            .or_else(|| matching.next());
        let at = at.map_or(0, |(at, _)| at);
        self.target.fault(&format!("/cells/{at}/participants"), code)
    }
}

/// Whether a contradiction says no more than another: rows of the roster are among the countries, sexes and agencies too.
fn repeats(one: Contradiction, other: Contradiction) -> bool {
    match (one, other) {
        (
            Contradiction::CellBelowParts { whose, parts, .. },
            Contradiction::CellBelowRoster { whose: of, roster, .. },
        ) => whose == of && parts <= roster,
        (
            Contradiction::Total {
                at_least, for_all_that, ..
            },
            Contradiction::Total {
                at_least: rows,
                for_all_that: AtLeast::Roster,
                ..
            },
        ) => !matches!(for_all_that, AtLeast::Roster | AtLeast::Head) && at_least <= rows,
        _ => false,
    }
}

impl Axis {
    fn as_str(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Sex => "sex",
            Self::Agency => "agency",
        }
    }
}

impl AtMost {
    fn as_str(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::WholeRoster => "whole_roster",
            Self::BothSexes => "both_sexes",
            Self::EveryCountry => "every_country",
        }
    }
}

impl AtLeast {
    fn as_str(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Roster => "roster",
            Self::Countries => "countries",
            Self::CountryCount => "country_count",
            Self::Sexes => "sexes",
            Self::Agencies => "agencies",
        }
    }
}
