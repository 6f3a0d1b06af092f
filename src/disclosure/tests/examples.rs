//! The sentences of the promise, one by one.

use crate::bounds::{Bounds, Cell, CountrySet, Evidence, Head, Interval, Qualifier, RosterCell, Sex, SexRange, World};
use crate::disclosure::{Protected, SplitDisclosure, Threshold, protect};

const WORLD: World = World {
    members: CountrySet::FULL,
    all: CountrySet::FULL,
};

fn cell(country: Option<u8>, sex: Option<Sex>, agency: Option<u32>, participants: u32) -> Cell {
    Cell {
        country,
        sex,
        agency,
        participants,
    }
}

fn women(number: u32) -> Cell {
    cell(None, Some(Sex::Female), None, number)
}

fn men(number: u32) -> Cell {
    cell(None, Some(Sex::Male), None, number)
}

fn headed(people: u32, cells: Vec<Cell>) -> Evidence {
    Evidence {
        head: Some(Head::exact(people)),
        cells,
        ..Evidence::default()
    }
}

fn protected(evidence: &Evidence) -> Protected {
    protect(evidence, &[], Threshold::default())
}

fn sexes(evidence: &Evidence) -> [(u64, Option<u64>, Option<u64>); 2] {
    let known = Bounds::from_evidence(&protected(evidence).evidence, &WORLD);
    Sex::BOTH.map(|sex| {
        let figure = known.of_sex(sex);
        (figure.low, figure.high, figure.reported)
    })
}

#[test]
fn two_women_of_thirty_are_one_to_four_and_twenty_six_to_twenty_nine_men() {
    let blurred = [(1, Some(4), None), (26, Some(29), None)];
    for cells in [
        vec![women(2), men(28)],
        vec![women(2)],
        vec![men(28)],
        vec![women(4)],
        vec![men(29)],
    ] {
        assert_eq!(sexes(&headed(30, cells)), blurred);
    }
    let evidence = protected(&headed(30, vec![women(2)])).evidence;
    assert_eq!(
        evidence.blurred,
        Some(SexRange {
            sex: Sex::Female,
            low: 1,
            high: 4
        })
    );
    assert!(evidence.cells.is_empty());
}

#[test]
fn of_fewer_than_ten_a_small_split_is_not_stated() {
    assert_eq!(
        sexes(&headed(9, vec![women(4), men(5)])),
        [(0, Some(9), None), (0, Some(9), None)]
    );
    assert_eq!(
        sexes(&headed(10, vec![women(4)])),
        [(1, Some(4), None), (6, Some(9), None)]
    );
}

#[test]
fn a_small_number_of_a_part_is_not_stated() {
    let open = Evidence {
        cells: vec![women(3)],
        ..Evidence::default()
    };
    assert_eq!(sexes(&open), [(0, None, None), (0, None, None)]);
    let known = Bounds::from_evidence(&protected(&open).evidence, &WORLD);
    assert_eq!(
        (known.total().low, known.total().reported, known.is_counted()),
        (3, Some(3), true)
    );
    assert_eq!(known.sex_not_stated().reported, Some(3));
}

#[test]
fn beside_a_loose_head_count_hidden_numbers_are_not_its_least() {
    let of_agency = |number| cell(None, None, Some(1), number);
    for (qualifier, range) in [
        (Qualifier::About, Interval::ANY),
        (Qualifier::Nearly, Interval::between(0, 30)),
        (Qualifier::AtMost, Interval::between(0, 30)),
        (Qualifier::AtLeast, Interval::at_least(30)),
        (Qualifier::MoreThan, Interval::at_least(31)),
    ] {
        let loose = |cells: Vec<Cell>| Evidence {
            head: Some(Head { value: 30, qualifier }),
            cells,
            ..Evidence::default()
        };
        for (one, other) in [(women(2), women(3)), (of_agency(2), of_agency(3))] {
            assert_eq!(
                protected(&loose(vec![one])),
                protected(&loose(vec![other])),
                "{qualifier:?}"
            );
        }
        let known = Bounds::from_evidence(&protected(&loose(vec![women(2), of_agency(3)])).evidence, &WORLD);
        assert_eq!((known.total().range(), known.total().reported), (range, Some(30)));
    }
    let at_most = |number| Evidence {
        head: Some(Head {
            value: 30,
            qualifier: Qualifier::AtMost,
        }),
        cells: vec![women(number)],
        ..Evidence::default()
    };
    assert_eq!(protected(&at_most(27)), protected(&at_most(28)));
}

#[test]
fn two_women_of_twelve_who_are_on_no_roster_are_not_left_over() {
    let row = |sex, count| RosterCell {
        country: Some(1),
        sex: Some(sex),
        agency: None,
        count,
    };
    let with = |women_there: u32, cells: Vec<Cell>| Evidence {
        roster: vec![row(Sex::Female, women_there), row(Sex::Male, 25 - women_there)],
        roster_complete: false,
        ..headed(30, cells)
    };
    assert_eq!(
        protected(&with(10, vec![women(12)])),
        protected(&with(11, vec![women(12)]))
    );
    // Where both are stated the roster says no more of them.
    let both = || vec![women(12), men(18)];
    assert_eq!(protected(&with(10, both())), protected(&with(11, both())));
    let known = Bounds::from_evidence(&protected(&with(10, both())).evidence, &WORLD);
    assert_eq!(known.of_sex(Sex::Female).reported, Some(12));
}

#[test]
fn zero_stays_zero_and_what_is_large_stays() {
    for cells in [vec![women(0)], vec![women(5)], vec![women(12), men(18)]] {
        let evidence = headed(30, cells);
        assert_eq!(protected(&evidence).evidence, evidence);
    }
}

#[test]
fn where_all_are_women_the_one_from_a_country_would_be_told() {
    let with = |from_there: u32| {
        headed(
            30,
            vec![
                men(0),
                cell(Some(1), None, None, from_there),
                cell(Some(2), None, None, 30 - from_there),
            ],
        )
    };
    assert_eq!(protected(&with(1)).disclosable.sex, SplitDisclosure::Suppressed);
    assert_eq!(protected(&with(10)).disclosable.sex, SplitDisclosure::Full);
}

#[test]
fn a_small_number_of_a_country_hides_the_crossing_of_all_and_leaves_the_sexes() {
    let evidence = headed(
        30,
        vec![
            cell(Some(1), Some(Sex::Female), None, 2),
            cell(Some(1), Some(Sex::Male), None, 8),
            cell(Some(2), Some(Sex::Female), None, 10),
            cell(Some(2), Some(Sex::Male), None, 10),
        ],
    );
    let Protected {
        evidence: told,
        disclosable: how,
    } = protected(&evidence);
    assert_eq!(
        (how.sex, how.agency),
        (SplitDisclosure::MarginOnly, SplitDisclosure::Full)
    );
    assert!(
        told.cells
            .iter()
            .all(|cell| cell.country.is_none() || cell.sex.is_none())
    );
    let known = Bounds::from_evidence(&told, &WORLD);
    assert_eq!(known.of_sex(Sex::Female).reported, Some(12));
    assert_eq!(
        known.in_countries(&CountrySet::of_one(1)).range(),
        Interval::exactly(10)
    );
}

#[test]
fn an_agency_of_a_few_hides_the_agencies_and_so_do_the_few_that_others_leave() {
    for cells in [
        vec![cell(None, None, Some(1), 3)],
        vec![cell(None, None, Some(1), 27)],
        vec![cell(None, None, Some(1), 20), cell(None, None, Some(2), 4)],
    ] {
        let told = protected(&headed(30, cells));
        assert_eq!(told.disclosable.agency, SplitDisclosure::Suppressed);
        assert!(told.evidence.cells.is_empty());
    }
    let large = headed(30, vec![cell(None, None, Some(1), 20), cell(None, None, Some(2), 10)]);
    assert_eq!(protected(&large).evidence, large);
}

#[test]
fn an_agency_sees_its_own_people_and_nobody_elses() {
    let row = |agency, sex, count| RosterCell {
        country: Some(1),
        sex: Some(sex),
        agency: Some(agency),
        count,
    };
    let evidence = Evidence {
        roster: vec![row(1, Sex::Female, 2), row(2, Sex::Female, 1), row(2, Sex::Male, 20)],
        ..Evidence::default()
    };
    let known = |own: &[u32]| Bounds::from_evidence(&protect(&evidence, own, Threshold::default()).evidence, &WORLD);
    assert_eq!(known(&[1]).of_agency(1).reported, Some(2));
    assert_eq!(known(&[1]).of_agency(2).reported, None);
    assert_eq!(known(&[]).of_agency(1).reported, None);
    assert_eq!(known(&[]).total().range(), Interval::exactly(23));
}

#[test]
fn the_threshold_goes_up_only() {
    assert_eq!(Threshold::new(4), None);
    let ten = Threshold::new(10).unwrap();
    let evidence = headed(30, vec![women(7)]);
    let blurred = protect(&evidence, &[], ten).evidence.blurred;
    assert_eq!(
        blurred,
        Some(SexRange {
            sex: Sex::Female,
            low: 1,
            high: 9
        })
    );
}
