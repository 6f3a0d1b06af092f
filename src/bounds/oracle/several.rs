//! Several activities at once: distinct countries.

use super::super::{Bounds, CountrySet, Evidence, distinct_countries};
use super::against_enumeration::{cases, run};
use super::attendance::{Attendance, Shape};
use super::evidence::activities;
use proptest::prelude::*;
use std::cell::Cell;

#[test]
fn distinct_countries_are_never_wrong_over_several_activities() {
    let (possible, closed) = (Cell::new(0), Cell::new(0));
    run(cases(), activities(), |(shape, world, all)| {
        let sets = all
            .iter()
            .map(|evidence| came(shape, &shape.fitting(evidence, &world).all));
        let unions = sets.fold(vec![CountrySet::EMPTY], |unions, sets| unions_of(&unions, &sets));
        let numbers = || unions.iter().map(CountrySet::len);
        let (Some(low), Some(high)) = (numbers().min(), numbers().max()) else {
            return Ok(());
        };
        let sent: Vec<_> = all
            .iter()
            .map(|evidence| Bounds::from_evidence(evidence, &world).sent())
            .collect();
        let range = distinct_countries(&sent, &world);
        let right = range.low <= low && range.high.is_none_or(|most| most >= high);
        prop_assert!(right, "{range:?}, but {low} to {high}: {sent:?}");
        possible.set(possible.get() + 1);
        // With head counts, no end left open and no cell of 0 the rule is sharp, but that it does not know how many
        // countries there are in all.
        let headed =
            |evidence: &Evidence| evidence.head.is_some() && evidence.cells.iter().all(|cell| cell.participants > 0);
        if let Some(most) = range.high.filter(|_| all.iter().all(headed)) {
            let sharp = range.low == low && most.min(shape.all().len()) == high;
            prop_assert!(sharp, "{range:?} is wider than {low} to {high}: {sent:?}");
            closed.set(closed.get() + 1);
        }
        Ok(())
    });
    println!(
        "distinct countries: {} sets of activities, {} of them held to be sharp",
        possible.get(),
        closed.get()
    );
}

/// Every set of the one joined to every set of the other.
fn unions_of(some: &[CountrySet], others: &[CountrySet]) -> Vec<CountrySet> {
    let mut all: Vec<CountrySet> = some
        .iter()
        .flat_map(|set| others.iter().map(|other| set.union(*other)))
        .collect();
    all.sort_by_key(|set| set.iter().collect::<Vec<_>>());
    all.dedup();
    all
}

/// The sets of countries that can have come.
fn came(shape: Shape, fitting: &[Attendance]) -> Vec<CountrySet> {
    let set = |attendance: &Attendance| -> Vec<u8> { shape.came(*attendance).iter().collect() };
    let mut all: Vec<Vec<u8>> = fitting.iter().map(set).collect();
    all.sort();
    all.dedup();
    all.into_iter().map(|set| set.into_iter().collect()).collect()
}
