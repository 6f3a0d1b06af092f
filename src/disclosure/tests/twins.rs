//! Every hidden number has a twin: another record with another number there, of which the same is told. The attacker
//! knows the rule, the head count, the countries, and everything that is told; and still cannot say.

use std::cell::Cell as Counter;
use std::collections::{BTreeSet, HashMap};

use proptest::prelude::*;

use super::records::{DrawnRecord, Person, THREE, WORLD, cases, run, telling};
use crate::bounds::{Bounds, CellKey, Evidence, Qualifier, Sex, contradictions};
use crate::disclosure::protect;

/// Looks at every record that may stand behind what is told: who reads it knows neither whether what is hidden was
/// stated of women or of men, nor of which agency.
fn every_hidden_number_has_a_twin(telling: &DrawnRecord) -> Result<(), TestCaseError> {
    let mut groups: HashMap<String, Vec<(DrawnRecord, Vec<Person>, Evidence)>> = HashMap::new();
    for world in telling.worlds() {
        for (sexes, agencies) in [(false, false), (true, false), (false, true), (true, true)] {
            let (telling, world) = telling.mirrored(&world, sexes, agencies);
            let told = protect(&telling.evidence(&world), &[], THREE).evidence;
            // Where nobody stated a head count, what the parts add up to is one: it is told, and may give a part away.
            if told
                .at_least
                .iter()
                .any(|least| CellKey::from(least) == CellKey::default() && least.participants > 0)
            {
                continue;
            }
            let text = format!("{told:?}");
            groups.entry(text).or_default().push((telling, world, told));
        }
    }
    for (told_text, members) in &groups {
        for whose in telling.boxes().iter().filter(|w| w.sex.is_some() || w.agency.is_some()) {
            let small = |n: u64| THREE.is_small(n);
            let figures: Vec<_> = members
                .iter()
                .map(|(telling, world, _)| Bounds::from_evidence(&telling.evidence(world), &WORLD).figure_of(whose))
                .collect();
            // Of a number that is told, so many rows of the roster are in it, and so many are on no roster.
            let is_told = Bounds::from_evidence(&members[0].2, &WORLD)
                .figure_of(whose)
                .reported
                .is_some();
            let parts = members.iter().map(|(telling, world, _)| {
                let known = Bounds::from_evidence(&telling.evidence(world), &WORLD);
                let number = known.numbers().find(|number| number.whose == *whose);
                number.map_or((0, 0), |number| {
                    (number.rows, number.stated - number.rows.min(number.stated))
                })
            });
            let (rows, beside): (BTreeSet<_>, BTreeSet<_>) = parts
                .filter(|_| is_told)
                .map(|(rows, beside)| (Some(rows), Some(beside)))
                .unzip();
            let numbers = [
                figures
                    .iter()
                    .map(|figure| figure.range().value())
                    .collect::<BTreeSet<_>>(),
                figures.iter().map(|figure| figure.reported).collect(),
                rows,
                beside,
            ];
            // Which cells are stated is known to this reader; what crosses two axes is held to what is told alone.
            let crosses = [whose.country.is_some(), whose.sex.is_some(), whose.agency.is_some()];
            if crosses.into_iter().filter(|is| *is).count() > 1 {
                let told = Bounds::from_evidence(&members[0].2, &WORLD).figure_of(whose);
                let pinned = told.range().value().filter(|n| small(*n));
                prop_assert!(
                    pinned.is_none() && !told.reported.is_some_and(small),
                    "{whose:?} is {told:?} by what is told: {told_text}"
                );
                continue;
            }
            for number in numbers {
                let only = number
                    .first()
                    .copied()
                    .flatten()
                    .filter(|n| small(*n) && number.len() == 1);
                prop_assert!(
                    only.is_none(),
                    "{whose:?} is {only:?} in all {} records of which this is told:\n{told_text}\nas in {:?}",
                    members.len(),
                    members
                        .iter()
                        .map(|(telling, world, _)| (telling, world))
                        .collect::<Vec<_>>()
                );
            }
        }
    }
    Ok(())
}

#[test]
fn every_hidden_number_of_sexes_has_a_twin() {
    run(cases(150), telling(1..=7, 0), every_hidden_number_has_a_twin);
}

#[test]
fn every_hidden_number_of_agencies_has_a_twin() {
    run(cases(40), telling(1..=5, 1), every_hidden_number_has_a_twin);
    run(cases(20), telling(2..=4, 2), every_hidden_number_has_a_twin);
}

/// Beside a head count, exact or not, nothing of what is hidden is told: not what it adds up to either.
#[test]
fn beside_a_head_count_records_that_differ_in_what_is_hidden_are_told_alike() {
    let several = Counter::new(0);
    run(cases(150), telling(1..=6, 1), |telling| {
        let telling = DrawnRecord {
            persons: telling.persons.iter().map(|(country, _)| (*country, None)).collect(),
            head: telling.head.or(Some(Qualifier::About)),
            cells: telling
                .cells
                .iter()
                .filter(|whose| whose.country.is_none())
                .copied()
                .collect(),
            ..telling.clone()
        };
        let mut alike: HashMap<String, BTreeSet<String>> = HashMap::new();
        let mut records: HashMap<String, BTreeSet<String>> = HashMap::new();
        for world in telling.worlds() {
            let evidence = telling.evidence(&world);
            let protected = protect(&evidence, &[], THREE);
            let shown = evidence
                .cells
                .iter()
                .filter(|cell| protected.disclosable.shows(&CellKey::from(*cell), false));
            let key = format!(
                "{:?}",
                (
                    protected.disclosable,
                    protected.evidence.blurred,
                    shown.collect::<Vec<_>>(),
                    // What the sexes of an agency add up to is its number, and told where agencies are.
                    protected
                        .evidence
                        .cells
                        .iter()
                        .filter(|cell| cell.sex.is_none())
                        .collect::<Vec<_>>(),
                    &protected.evidence.unknown
                )
            );
            alike
                .entry(key.clone())
                .or_default()
                .insert(format!("{:?}", protected.evidence));
            records.entry(key).or_default().insert(format!("{evidence:?}"));
        }
        for (key, told) in &alike {
            prop_assert_eq!(told.len(), 1, "{}: {:?}", key, told);
        }
        several.set(several.get() + records.values().filter(|records| records.len() > 1).count());
        Ok(())
    });
    assert!(
        several.get() > 50,
        "{} groups of records were told alike",
        several.get()
    );
}

/// What is told is true, and tells as much of the countries as is known.
fn what_is_told_is_true(telling: &DrawnRecord) -> Result<(), TestCaseError> {
    for world in telling.worlds().iter().step_by(7) {
        let evidence = telling.evidence(world);
        if !contradictions(&evidence, &WORLD).is_empty() {
            continue;
        }
        for own in [&[][..], &[0]] {
            let (known, told) = (
                Bounds::from_evidence(&evidence, &WORLD),
                Bounds::from_evidence(&protect(&evidence, own, THREE).evidence, &WORLD),
            );
            prop_assert_eq!(known.is_counted(), told.is_counted());
            // What hidden parts add up to is told where nobody stated a head count, and says nothing beside an exact one.
            let told_of_all = telling.head.is_none_or(|qualifier| qualifier == Qualifier::Exact);
            let told_of_countries = told_of_all && !telling.crosses_countries();
            for whose in telling.boxes() {
                let figure = told.figure_of(&whose);
                let truth = u64::from(telling.count(world, &whose));
                prop_assert!(figure.range().contains(truth), "{whose:?} is {truth}, not {figure:?}");
                if whose == CellKey::default() {
                    prop_assert!(
                        !told_of_all || figure == known.figure_of(&whose),
                        "everybody: {figure:?}"
                    );
                } else if whose.sex.is_none() && whose.agency.is_none() && told_of_countries {
                    prop_assert_eq!(figure, known.figure_of(&whose), "{:?}", whose);
                }
                let exact = known.numbers().find(|number| number.whose == whose && number.exact);
                let of_country = whose.country.is_some() && whose.sex.is_none() && whose.agency.is_none();
                if exact.is_some() && of_country {
                    prop_assert_eq!(figure.reported, known.figure_of(&whose).reported, "{:?}", whose);
                }
                if own.iter().any(|own| whose.agency == Some(*own)) {
                    prop_assert_eq!(figure.reported, known.figure_of(&whose).reported, "own {:?}", whose);
                }
            }
            prop_assert_eq!(told.named(), known.named());
            prop_assert_eq!(told.unnamed(), known.unnamed());
            if told_of_countries {
                prop_assert_eq!(told.country_not_stated(), known.country_not_stated());
                prop_assert_eq!(told.sent(), known.sent());
            }
        }
    }
    Ok(())
}

#[test]
fn what_is_told_is_true_and_head_counts_and_countries_stay() {
    run(cases(200), telling(1..=6, 1), what_is_told_is_true);
    run(cases(100), telling(1..=7, 0), what_is_told_is_true);
    run(cases(50), telling(1..=4, 2), what_is_told_is_true);
}

/// Where no number is small, everything is told.
#[test]
fn where_nothing_is_small_nothing_is_hidden() {
    run(cases(100), telling(3..=7, 0), |telling| {
        for world in telling.worlds() {
            let evidence = telling.evidence(&world);
            let known = Bounds::from_evidence(&evidence, &WORLD);
            let small = known.numbers().any(|number| {
                let beside = number.stated - number.rows.min(number.stated);
                [number.stated, number.rows, beside]
                    .into_iter()
                    .any(|n| THREE.is_small(n))
            });
            let rest = |figure: crate::bounds::Figure| figure.high.is_some_and(|high| THREE.is_small(high));
            let rest_is_small = Sex::BOTH
                .into_iter()
                .any(|sex| known.of_sex(sex).reported.is_some_and(|n| THREE.is_small(n)));
            let small = small || rest_is_small;
            let ends =
                telling.boxes().iter().any(|whose| rest(known.figure_of(whose))) || rest(known.country_not_stated());
            let homeless = evidence
                .roster
                .iter()
                .any(|row| row.country.is_none() && row.sex.is_some());
            if !small && !ends && !homeless {
                let told = protect(&evidence, &[], THREE).evidence;
                prop_assert_eq!(told, evidence);
            }
        }
        Ok(())
    });
}
