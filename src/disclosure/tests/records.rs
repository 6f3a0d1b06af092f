//! Small records of which everything is enumerated that they can be.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::bounds::{Cell, CellKey, CountrySet, Evidence, Head, Qualifier, RosterCell, Sex, World};
use crate::disclosure::Threshold;

/// 1 and 2 are small, so that worlds small enough to be enumerated have large numbers.
pub(super) const THREE: Threshold = Threshold(3);

pub(super) const WORLD: World = World {
    members: CountrySet::FULL,
    all: CountrySet::FULL,
};

/// One person as far as the record may know it: sex, and agency 0, 1 or none.
pub(super) type Person = (Sex, Option<u32>);

/// What is told of everybody, whatever they are: countries, who is on the roster and with what, which cells are stated.
#[derive(Clone, Debug)]
pub(super) struct DrawnRecord {
    /// By person: the country, and on the roster which of country, sex and agency are known.
    pub(super) persons: Vec<(u8, Option<[bool; 3]>)>,
    /// By person: the sheet says nothing of the sex.
    pub(super) blanks: Vec<bool>,
    pub(super) agencies: u32,
    pub(super) cells: Vec<CellKey>,
    /// Whether cells of `unknown` stand beside those of the sexes also where their sum shows that some are missing.
    pub(super) states_unknown: bool,
    pub(super) head: Option<Qualifier>,
    pub(super) lists_countries: bool,
    pub(super) counts_countries: bool,
    pub(super) complete: bool,
}

impl DrawnRecord {
    /// Everything that these people can be.
    pub(super) fn worlds(&self) -> Vec<Vec<Person>> {
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

    pub(super) fn count(&self, world: &[Person], whose: &CellKey) -> u32 {
        let inside = |((country, _), (sex, agency)): &(&(u8, Option<[bool; 3]>), &Person)| {
            whose.country.is_none_or(|c| c == *country)
                && whose.sex.is_none_or(|s| s == *sex)
                && whose.agency.is_none_or(|a| Some(a) == *agency)
        };
        u32::try_from(self.persons.iter().zip(world).filter(inside).count()).unwrap()
    }

    /// So many of these people are on a sheet that states their sex, or does not.
    fn on_the_sheet(&self, world: &[Person], whose: &CellKey, blank: bool) -> u32 {
        let named = |at: &usize| self.blanks[*at] == blank;
        let all = (0..world.len()).filter(named);
        let one = |at: usize| {
            let alone = Self {
                persons: vec![self.persons[at]],
                ..self.clone()
            };
            alone.count(&world[at..=at], whose)
        };
        all.map(one).sum()
    }

    /// The cells of `unknown`: beside every split, but where both sexes of everybody are less than all of them.
    fn unknown(&self, world: &[Person]) -> Vec<Cell> {
        let split = |whose: &&CellKey| whose.sex.is_some();
        let mut wholes: Vec<CellKey> = self
            .cells
            .iter()
            .filter(split)
            .map(|whose| CellKey { sex: None, ..*whose })
            .collect();
        wholes.sort_unstable();
        wholes.dedup();
        let some = self.on_the_sheet(world, &CellKey::default(), true) > 0;
        let both = Sex::BOTH.iter().all(|sex| {
            self.cells.contains(&CellKey {
                sex: Some(*sex),
                ..CellKey::default()
            })
        });
        let reaches = matches!(
            self.head,
            Some(Qualifier::Exact | Qualifier::AtMost | Qualifier::Nearly | Qualifier::About)
        );
        let shows = some && both && reaches && !self.states_unknown;
        let cell = |whose: CellKey| Cell {
            country: whose.country,
            sex: None,
            agency: whose.agency,
            participants: self.on_the_sheet(world, &whose, true),
        };
        let any = self.blanks.contains(&true);
        wholes
            .into_iter()
            .filter(|whose| any && !(shows && *whose == CellKey::default()))
            .map(cell)
            .collect()
    }

    /// What is recorded of a world.
    pub(super) fn evidence(&self, world: &[Person]) -> Evidence {
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
        Evidence {
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
                    participants: match whose.sex {
                        Some(_) => self.on_the_sheet(world, whose, false),
                        None => self.count(world, whose),
                    },
                })
                .collect(),
            unknown: self.unknown(world),
            listed: if self.lists_countries { came } else { CountrySet::EMPTY },
            roster_complete: self.complete && self.persons.iter().all(|(_, known)| known.is_some()),
            roster: roster.collect(),
            ..Evidence::default()
        }
    }

    /// The same record with women for men, or with other agencies: what is hidden may be either.
    pub(super) fn mirrored(&self, world: &[Person], sexes: bool, agencies: bool) -> (Self, Vec<Person>) {
        let sex = |sex: Sex| if sexes { sex.other() } else { sex };
        let agency = |agency: u32| if agencies { agency + 7 } else { agency };
        let cells = self.cells.iter().map(|whose| CellKey {
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
    pub(super) fn crosses_countries(&self) -> bool {
        let crossed = |whose: &CellKey| whose.country.is_some() && (whose.sex.is_some() || whose.agency.is_some());
        self.cells.iter().any(crossed)
    }

    pub(super) fn boxes(&self) -> Vec<CellKey> {
        let countries = [None, Some(0), Some(1), Some(2)];
        let agencies = || [None].into_iter().chain((0..self.agencies).map(Some));
        let sexes = [None, Some(Sex::Female), Some(Sex::Male)];
        let all = countries.into_iter().flat_map(|country| {
            agencies().flat_map(move |agency| sexes.map(move |sex| CellKey { country, sex, agency }))
        });
        all.collect()
    }
}

fn drawn_key(agencies: u32) -> impl Strategy<Value = CellKey> {
    let agency = (0..2 * agencies.max(1)).prop_map(move |a| Some(a).filter(|a| *a < agencies));
    let sex = prop::option::of(prop::sample::select(Sex::BOTH.to_vec()));
    (prop::option::of(0..3_u8), sex, agency).prop_map(|(country, sex, agency)| CellKey { country, sex, agency })
}

pub(super) fn telling(persons: std::ops::RangeInclusive<usize>, agencies: u32) -> impl Strategy<Value = DrawnRecord> {
    let known = prop_oneof![
        3 => Just([true; 3]),
        1 => any::<[bool; 3]>(),
    ];
    let person = move |rostered: f64| (0..3_u8, prop::option::weighted(rostered, known.clone()));
    let persons = prop::sample::select(vec![0.05, 0.7, 0.95])
        .prop_flat_map(move |rostered| prop::collection::vec(person(rostered), persons.clone()));
    let cells = prop_oneof![
        1 => Just(Vec::new()),
        2 => prop::collection::vec(drawn_key(agencies), 0..5),
        1 => Just((0..3).flat_map(|c| Sex::BOTH.map(|sex| CellKey { country: Some(c), sex: Some(sex), agency: None })).collect()),
        1 => Just(Sex::BOTH.map(|sex| CellKey { sex: Some(sex), ..CellKey::default() }).to_vec()),
    ];
    let head = prop::option::weighted(
        0.7,
        prop_oneof![3 => Just(Qualifier::Exact), 1 => prop::sample::select(Qualifier::ALL.to_vec())],
    );
    let blanks = prop_oneof![
        2 => Just(vec![false; 8]),
        1 => prop::collection::vec(prop::bool::weighted(0.4), 8),
    ];
    (persons, blanks, cells, head, any::<[bool; 4]>()).prop_map(move |(persons, mut blanks, mut cells, head, flags)| {
        let [lists_countries, counts_countries, complete, states_unknown] = flags;
        blanks.truncate(persons.len());
        cells.retain(|whose| *whose != CellKey::default());
        let mut seen = Vec::new();
        cells.retain(|whose| {
            !seen.contains(whose) && {
                seen.push(*whose);
                true
            }
        });
        DrawnRecord {
            persons,
            blanks,
            agencies,
            cells,
            states_unknown,
            head,
            lists_countries,
            counts_countries: counts_countries && lists_countries,
            complete,
        }
    })
}

pub(super) fn run(
    cases: u32,
    tellings: impl Strategy<Value = DrawnRecord>,
    test: impl Fn(&DrawnRecord) -> Result<(), TestCaseError>,
) {
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
pub(super) fn cases(few: u32) -> u32 {
    option_env!("DISCLOSURE_CASES")
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(few)
}
