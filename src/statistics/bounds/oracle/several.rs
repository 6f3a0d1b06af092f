//! Several activities at once: distinct countries and distinct people.

use super::super::{CountrySet, Facts, Interval, Known, distinct_countries, distinct_people};
use super::attendance::{Attendance, Shape};
use super::facts::activities;
use super::held::{cases, run};
use proptest::prelude::*;
use std::cell::Cell;

#[test]
fn distinct_countries_are_never_wrong_over_several_activities() {
    let (possible, closed) = (Cell::new(0), Cell::new(0));
    run(cases(), activities(), |(shape, world, all)| {
        let sets = all.iter().map(|facts| came(shape, &shape.fitting(facts, &world).all));
        let unions = sets.fold(vec![CountrySet::EMPTY], |unions, sets| unions_of(&unions, &sets));
        let numbers = || unions.iter().map(CountrySet::len);
        let (Some(low), Some(high)) = (numbers().min(), numbers().max()) else {
            return Ok(());
        };
        let sent: Vec<_> = all.iter().map(|facts| Known::of(facts, &world).sent()).collect();
        let range = distinct_countries(&sent, &world);
        let right = range.low <= low && range.high.is_none_or(|most| most >= high);
        prop_assert!(right, "{range:?}, but {low} to {high}: {sent:?}");
        possible.set(possible.get() + 1);
        // With head counts, no end left open and no cell of 0 the rule is sharp, but that it does not know how many
        // countries there are in all.
        let headed = |facts: &Facts| facts.head.is_some() && facts.cells.iter().all(|cell| cell.participants > 0);
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
fn came(shape: Shape, fitting: &[&Attendance]) -> Vec<CountrySet> {
    let set = |attendance: &&Attendance| -> Vec<u8> {
        let numbers = shape.by_country(attendance);
        (0..shape.countries).filter(|c| numbers[usize::from(*c)] > 0).collect()
    };
    let mut all: Vec<Vec<u8>> = fitting.iter().map(set).collect();
    all.sort();
    all.dedup();
    all.into_iter().map(|set| set.into_iter().collect()).collect()
}

#[test]
fn distinct_people_are_sharp() {
    // Persons 0 to 3 can be on rosters, 4 to 7 cannot; each activity is a roster and how many people came.
    let activity = (0..16_u32, 0..3_u32, 0..2_u32);
    run(500, prop::collection::vec(activity, 1..4), |activities| {
        let on_rosters = activities.iter().fold(0, |all, (roster, ..)| all | roster).count_ones();
        let mut unions = vec![0_u32];
        for (roster, more, spread) in &activities {
            let (least, most) = (roster.count_ones() + more, roster.count_ones() + more + spread);
            let sets = (0..1_u32 << 13)
                .filter(|set| set & 15 & roster == *roster && (least..=most).contains(&set.count_ones()));
            // Whoever comes without being on this roster is one of the other persons, or somebody new.
            let sets: Vec<u32> = sets
                .filter(|set| set & !roster & 15 & !all_rosters(&activities) == 0)
                .collect();
            unions = unions
                .iter()
                .flat_map(|some| sets.iter().map(move |set| some | set))
                .collect();
            unions.sort_unstable();
            unions.dedup();
        }
        let ranges = activities.iter().map(|(roster, more, spread)| {
            let rostered = u64::from(roster.count_ones());
            let least = rostered + u64::from(*more);
            (Interval::between(least, least + u64::from(*spread)), rostered)
        });
        let range = distinct_people(u64::from(on_rosters), ranges);
        let numbers = || unions.iter().map(|set| u64::from(set.count_ones()));
        prop_assert_eq!(
            range,
            Interval::between(numbers().min().unwrap(), numbers().max().unwrap())
        );
        Ok(())
    });
}

fn all_rosters(activities: &[(u32, u32, u32)]) -> u32 {
    activities.iter().fold(0, |all, (roster, ..)| all | roster)
}
