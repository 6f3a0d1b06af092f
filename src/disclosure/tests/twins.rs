//! Every hidden number has a twin: another record with another number there, of which the same is told. The attacker
//! knows the rule, the head count, the countries, and everything that is told; and still cannot say.

use std::collections::{BTreeSet, HashMap};

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::bounds::{Cell, CountrySet, Facts, Head, Known, Qualifier, RosterCell, Sex, Whose, World, contradictions};
use crate::disclosure::{Threshold, protect};

/// 1 and 2 are small, so that worlds small enough to be enumerated have large numbers.
const THREE: Threshold = Threshold(3);

const WORLD: World = World {
    members: CountrySet::FULL,
    all: CountrySet::FULL,
};

/// One person as far as the record may know it: sex, and agency 0, 1 or none.
type Person = (Sex, Option<u32>);

/// What is told of everybody, whatever they are: countries, who is on the roster and with what, which cells are stated.
#[derive(Clone, Debug)]
struct Telling {
    /// By person: the country, and on the roster which of country, sex and agency are known.
    persons: Vec<(u8, Option<[bool; 3]>)>,
    agencies: u32,
    cells: Vec<Whose>,
    head: Option<Qualifier>,
    lists_countries: bool,
    counts_countries: bool,
    complete: bool,
}

impl Telling {
    /// Everything that these people can be.
    fn worlds(&self) -> Vec<Vec<Person>> {
        let agencies = [None].into_iter().chain((0..self.agencies).map(Some));
        let kinds: Vec<Person> = agencies.flat_map(|agency| Sex::BOTH.map(|sex| (sex, agency))).collect();
        let mut worlds = vec![Vec::new()];
        for _ in &self.persons {
            let longer = |world: &Vec<Person>| {
                kinds
                    .iter()
                    .map(|kind| [world.as_slice(), &[*kind]].concat())
                    .collect::<Vec<_>>()
            };
            worlds = worlds.iter().flat_map(longer).collect();
        }
        worlds
    }

    fn count(&self, world: &[Person], whose: &Whose) -> u32 {
        let inside = |((country, _), (sex, agency)): &(&(u8, Option<[bool; 3]>), &Person)| {
            whose.country.is_none_or(|c| c == *country)
                && whose.sex.is_none_or(|s| s == *sex)
                && whose.agency.is_none_or(|a| Some(a) == *agency)
        };
        u32::try_from(self.persons.iter().zip(world).filter(inside).count()).unwrap()
    }

    /// What is recorded of a world.
    fn facts(&self, world: &[Person]) -> Facts {
        let n = u32::try_from(world.len()).unwrap();
        let value = |qualifier| match qualifier {
            Qualifier::AtLeast | Qualifier::MoreThan => n.saturating_sub(1),
            Qualifier::AtMost | Qualifier::Nearly | Qualifier::About => n + 1,
            Qualifier::Exact => n,
        };
        let came: CountrySet = self.persons.iter().map(|(country, _)| *country).collect();
        let mut rows: Vec<_> = self
            .persons
            .iter()
            .zip(world)
            .filter_map(|((country, known), (sex, agency))| {
                let [c, s, a] = (*known)?;
                Some((
                    Some(*country).filter(|_| c),
                    Some(*sex).filter(|_| s),
                    agency.filter(|_| a),
                ))
            })
            .collect();
        rows.sort_unstable();
        let roster = rows.chunk_by(|a, b| a == b).map(|alike| RosterCell {
            country: alike[0].0,
            sex: alike[0].1,
            agency: alike[0].2,
            count: u32::try_from(alike.len()).unwrap(),
        });
        Facts {
            head: self.head.map(|qualifier| Head {
                value: value(qualifier),
                qualifier,
            }),
            countries: self.counts_countries.then(|| u32::try_from(came.len()).unwrap()),
            cells: self
                .cells
                .iter()
                .map(|whose| Cell {
                    country: whose.country,
                    sex: whose.sex,
                    agency: whose.agency,
                    participants: self.count(world, whose),
                })
                .collect(),
            listed: if self.lists_countries { came } else { CountrySet::EMPTY },
            roster_complete: self.complete && self.persons.iter().all(|(_, known)| known.is_some()),
            roster: roster.collect(),
            ..Facts::default()
        }
    }

    /// The same record with women for men, or with other agencies: what is hidden may be either.
    fn mirrored(&self, world: &[Person], sexes: bool, agencies: bool) -> (Self, Vec<Person>) {
        let sex = |sex: Sex| if sexes { sex.other() } else { sex };
        let agency = |agency: u32| if agencies { agency + 7 } else { agency };
        let cells = self.cells.iter().map(|whose| Whose {
            sex: whose.sex.map(sex),
            agency: whose.agency.map(agency),
            ..*whose
        });
        let telling = Self {
            cells: cells.collect(),
            ..self.clone()
        };
        (telling, world.iter().map(|(s, a)| (sex(*s), a.map(agency))).collect())
    }

    /// Whether a cell names a country and something else.
    fn crosses_countries(&self) -> bool {
        let crossed = |whose: &Whose| whose.country.is_some() && (whose.sex.is_some() || whose.agency.is_some());
        self.cells.iter().any(crossed)
    }

    fn boxes(&self) -> Vec<Whose> {
        let countries = [None, Some(0), Some(1), Some(2)];
        let agencies = || [None].into_iter().chain((0..self.agencies).map(Some));
        let sexes = [None, Some(Sex::Female), Some(Sex::Male)];
        let all = countries.into_iter().flat_map(|country| {
            agencies().flat_map(move |agency| sexes.map(move |sex| Whose { country, sex, agency }))
        });
        all.collect()
    }
}

fn whose(agencies: u32) -> impl Strategy<Value = Whose> {
    let agency = (0..2 * agencies.max(1)).prop_map(move |a| Some(a).filter(|a| *a < agencies));
    let sex = prop::option::of(prop::sample::select(Sex::BOTH.to_vec()));
    (prop::option::of(0..3_u8), sex, agency).prop_map(|(country, sex, agency)| Whose { country, sex, agency })
}

fn telling(persons: std::ops::RangeInclusive<usize>, agencies: u32) -> impl Strategy<Value = Telling> {
    let known = prop_oneof![
        3 => Just([true; 3]),
        1 => any::<[bool; 3]>(),
    ];
    let person = move |rostered: f64| (0..3_u8, prop::option::weighted(rostered, known.clone()));
    let persons = prop::sample::select(vec![0.05, 0.7, 0.95])
        .prop_flat_map(move |rostered| prop::collection::vec(person(rostered), persons.clone()));
    let cells = prop_oneof![
        1 => Just(Vec::new()),
        2 => prop::collection::vec(whose(agencies), 0..5),
        1 => Just((0..3).flat_map(|c| Sex::BOTH.map(|sex| Whose { country: Some(c), sex: Some(sex), agency: None })).collect()),
        1 => Just(Sex::BOTH.map(|sex| Whose { sex: Some(sex), ..Whose::default() }).to_vec()),
    ];
    let head = prop::option::weighted(
        0.7,
        prop_oneof![3 => Just(Qualifier::Exact), 1 => prop::sample::select(Qualifier::ALL.to_vec())],
    );
    (persons, cells, head, any::<[bool; 3]>()).prop_map(
        move |(persons, mut cells, head, [lists_countries, counts_countries, complete])| {
            cells.retain(|whose| *whose != Whose::default());
            let mut seen = Vec::new();
            cells.retain(|whose| {
                !seen.contains(whose) && {
                    seen.push(*whose);
                    true
                }
            });
            Telling {
                persons,
                agencies,
                cells,
                head,
                lists_countries,
                counts_countries: counts_countries && lists_countries,
                complete,
            }
        },
    )
}

fn run(cases: u32, tellings: impl Strategy<Value = Telling>, test: impl Fn(&Telling) -> Result<(), TestCaseError>) {
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 500,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    if let Err(why) = runner.run(&tellings, |telling| test(&telling)) {
        panic!("{why}");
    }
}

/// How many tellings: `DISCLOSURE_CASES=1000 cargo test --lib disclosure` for more.
fn cases(few: u32) -> u32 {
    option_env!("DISCLOSURE_CASES")
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(few)
}

/// Looks at every record that may stand behind what is told: who reads it knows neither whether what is hidden was
/// stated of women or of men, nor of which agency.
fn every_hidden_number_has_a_twin(telling: &Telling) -> Result<(), TestCaseError> {
    let mut groups: HashMap<String, Vec<(Telling, Vec<Person>, Facts)>> = HashMap::new();
    for world in telling.worlds() {
        for (sexes, agencies) in [(false, false), (true, false), (false, true), (true, true)] {
            let (telling, world) = telling.mirrored(&world, sexes, agencies);
            let told = protect(&telling.facts(&world), &[], THREE).facts;
            // Where nobody stated a head count, what the parts add up to is one: it is told, and may give a part away.
            if told
                .at_least
                .iter()
                .any(|least| Whose::from(least) == Whose::default() && least.participants > 0)
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
                .map(|(telling, world, _)| Known::of(&telling.facts(world), &WORLD).figure_of(whose))
                .collect();
            let numbers = [
                figures
                    .iter()
                    .map(|figure| figure.range().value())
                    .collect::<BTreeSet<_>>(),
                figures.iter().map(|figure| figure.reported).collect(),
            ];
            // Which cells are stated is known to this reader; what crosses two axes is held to what is told alone.
            let crosses = [whose.country.is_some(), whose.sex.is_some(), whose.agency.is_some()];
            if crosses.into_iter().filter(|is| *is).count() > 1 {
                let told = Known::of(&members[0].2, &WORLD).figure_of(whose);
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
                    members.first().map(|(telling, world, _)| (telling, world))
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

/// What is told is true, and tells as much of the countries as is known.
fn what_is_told_is_true(telling: &Telling) -> Result<(), TestCaseError> {
    for world in telling.worlds().iter().step_by(7) {
        let facts = telling.facts(world);
        if !contradictions(&facts, &WORLD).is_empty() {
            continue;
        }
        for own in [&[][..], &[0]] {
            let (known, told) = (
                Known::of(&facts, &WORLD),
                Known::of(&protect(&facts, own, THREE).facts, &WORLD),
            );
            prop_assert_eq!(known.is_counted(), told.is_counted());
            for whose in telling.boxes() {
                let figure = told.figure_of(&whose);
                let truth = u64::from(telling.count(world, &whose));
                prop_assert!(figure.range().contains(truth), "{whose:?} is {truth}, not {figure:?}");
                if whose == Whose::default() {
                    prop_assert_eq!(figure, known.figure_of(&whose));
                } else if whose.sex.is_none() && whose.agency.is_none() && !telling.crosses_countries() {
                    prop_assert_eq!(figure, known.figure_of(&whose), "{:?}", whose);
                }
                let exact = known.numbers().find(|number| number.whose == whose && number.exact);
                if exact.is_some() && whose.sex.is_none() && whose.agency.is_none() {
                    prop_assert_eq!(figure.reported, known.figure_of(&whose).reported, "{:?}", whose);
                }
                if own.iter().any(|own| whose.agency == Some(*own)) {
                    prop_assert_eq!(figure.reported, known.figure_of(&whose).reported, "own {:?}", whose);
                }
            }
            prop_assert_eq!(told.named(), known.named());
            prop_assert_eq!(told.unnamed(), known.unnamed());
            if !telling.crosses_countries() {
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
            let facts = telling.facts(&world);
            let known = Known::of(&facts, &WORLD);
            let small = known.numbers().any(|number| {
                let beside = number.stated - number.rows.min(number.stated);
                [number.stated, number.rows, beside]
                    .into_iter()
                    .any(|n| THREE.is_small(n))
            });
            let rest = |figure: crate::bounds::Figure| figure.high.is_some_and(|high| THREE.is_small(high));
            let ends =
                telling.boxes().iter().any(|whose| rest(known.figure_of(whose))) || rest(known.country_not_stated());
            let homeless = facts
                .roster
                .iter()
                .any(|row| row.country.is_none() && row.sex.is_some());
            if !small && !ends && !homeless {
                let told = protect(&facts, &[], THREE).facts;
                prop_assert_eq!(told, facts);
            }
        }
        Ok(())
    });
}
