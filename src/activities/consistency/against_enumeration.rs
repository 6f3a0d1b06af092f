//! The check compared with the enumeration of every attendance of small worlds.

use std::cell::Cell as Count;

use proptest::prelude::*;

use super::{Counted, FaultTarget, RosterCount, contradictions};
use crate::activities::counts::{Cell, CountriesOf, HeadCount, Statement};
use crate::bounds::oracle::against_enumeration::{cases, run};
use crate::bounds::oracle::evidence::{Case, Cells, case};
use crate::bounds::{self, Bounds, Sex};
use crate::directory::Reference;
use crate::input::Code as _;
use crate::participants::model::Sex as StatedSex;

fn sex(sex: Sex) -> StatedSex {
    StatedSex::from_code(sex.as_str()).unwrap()
}

fn small(number: u32) -> i32 {
    i32::try_from(number).unwrap()
}

fn statement(evidence: &bounds::Evidence) -> Statement {
    let reference = |key: i64| Reference {
        key,
        code: key.to_string(),
    };
    let cell = |cell: &bounds::Cell| Cell {
        country: cell.country.map(|country| reference(country.into())),
        sex: cell.sex.map(sex),
        agency: cell.agency.map(|agency| reference(agency.into())),
        participants: small(cell.participants),
    };
    let unknown = |of: &bounds::Cell| Cell {
        sex: Some(StatedSex::Unknown),
        ..cell(of)
    };
    Statement {
        participants: evidence.head.map(|head| HeadCount {
            value: small(head.value),
            qualifier: head.qualifier,
        }),
        countries: evidence.countries.map(small),
        countries_of: evidence.countries_of,
        countries_complete: evidence.countries_complete,
        roster_complete: evidence.roster_complete,
        cells: evidence
            .cells
            .iter()
            .map(cell)
            .chain(evidence.unknown.iter().map(unknown))
            .collect(),
        source: None,
    }
}

/// What the check says of a case, in the codes of its faults.
fn fault_codes(case: &Case) -> Vec<&'static str> {
    let statement = statement(&case.evidence);
    let keys = |set: bounds::CountrySet| set.iter().map(i64::from).collect::<Vec<_>>();
    let roster = case.evidence.roster.iter().map(|row| RosterCount {
        country: row.country.map(i64::from),
        sex: row.sex,
        agency: row.agency.map(i64::from),
        count: row.count.into(),
    });
    let (listed, members) = (keys(case.evidence.listed), keys(case.world.members));
    let roster: Vec<RosterCount> = roster.collect();
    let names_members = statement.countries_of == CountriesOf::Members && statement.countries.is_some();
    let evidence = Counted {
        statement: &statement,
        listed: &listed,
        roster: &roster,
        members: Some(members.as_slice()).filter(|_| names_members),
    };
    let faults = contradictions(&evidence, FaultTarget::Activity);
    faults.into_iter().map(|fault| fault.code).collect()
}

/// Whether only countries of the small world can have come: the world of the check has no end.
fn is_closed(evidence: &bounds::Evidence) -> bool {
    let members = evidence.countries_of == bounds::CountriesOf::Members && evidence.countries.is_some();
    members || evidence.countries_complete && evidence.countries.is_none() && !evidence.listed.is_empty()
}

/// Cells of countries and sexes, none of them of a country that may be one of the unnamed, and no roster row with a blank.
fn is_plain(evidence: &bounds::Evidence, known: &Bounds) -> bool {
    let may_be_unnamed = |country: u8| known.unnamed() > 0 && known.pool().contains(country);
    let is_plain = |cell: &bounds::Cell| cell.agency.is_none() && !cell.country.is_some_and(may_be_unnamed);
    evidence.cells.iter().chain(&evidence.unknown).all(is_plain)
        && evidence
            .roster
            .iter()
            .all(|row| row.country.is_some() && row.sex.is_some())
}

fn compare(kind: Cells) {
    let (missed, refused) = (Count::new(0), Count::new(0));
    run(cases(), case(kind), |mut case| {
        // A body knows no blur, and states each number once.
        case.evidence.blurred = None;
        let mut seen = Vec::new();
        let mut unknown = Vec::new();
        case.evidence.unknown.retain(|cell| {
            let whose = (cell.country, cell.agency);
            let new = !unknown.contains(&whose);
            unknown.push(whose);
            new
        });
        case.evidence.cells.retain(|cell| {
            let whose = (cell.country, cell.sex, cell.agency);
            let new = !seen.contains(&whose);
            seen.push(whose);
            new
        });
        let codes = fault_codes(&case);
        let fitting = case.shape.fitting(&case.evidence, &case.world);
        if let Some(fits) = fitting.all.first() {
            prop_assert!(codes.is_empty(), "refused as {codes:?}, but {fits:x} fits");
            return Ok(());
        }
        refused.set(refused.get() + u32::from(!codes.is_empty()));
        let known = Bounds::from_evidence(&case.evidence, &case.world);
        if codes.is_empty() && is_closed(&case.evidence) && known.total().low <= u64::from(case.shape.cap) {
            missed.set(missed.get() + 1);
            prop_assert!(
                kind == Cells::Any && !is_plain(&case.evidence, &known),
                "let through, and no attendance fits"
            );
        }
        Ok(())
    });
    println!(
        "{kind:?}: {} refused, {} let through that cannot be",
        refused.get(),
        missed.get()
    );
}

#[test]
fn a_statement_of_single_axes_is_let_through_exactly_where_an_attendance_fits() {
    compare(Cells::OneAxis);
}

#[test]
fn a_statement_that_an_attendance_fits_is_never_refused() {
    compare(Cells::Any);
}
