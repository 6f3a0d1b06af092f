//! The sentences of the promise, one by one.

use crate::bounds::{Blurred, Cell, CountrySet, Facts, Head, Interval, Known, Qualifier, RosterCell, Sex, World};
use crate::disclosure::{Protected, Telling, Threshold, protect};

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

fn headed(people: u32, cells: Vec<Cell>) -> Facts {
    Facts {
        head: Some(Head::exact(people)),
        cells,
        ..Facts::default()
    }
}

fn told(facts: &Facts) -> Protected {
    protect(facts, &[], Threshold::default())
}

fn sexes(facts: &Facts) -> [(u64, Option<u64>, Option<u64>); 2] {
    let known = Known::of(&told(facts).facts, &WORLD);
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
    let facts = told(&headed(30, vec![women(2)])).facts;
    assert_eq!(
        facts.blurred,
        Some(Blurred {
            sex: Sex::Female,
            low: 1,
            high: 4
        })
    );
    assert!(facts.cells.is_empty());
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
    let open = Facts {
        cells: vec![women(3)],
        ..Facts::default()
    };
    assert_eq!(sexes(&open), [(0, None, None), (0, None, None)]);
    let known = Known::of(&told(&open).facts, &WORLD);
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
        let loose = |cells: Vec<Cell>| Facts {
            head: Some(Head { value: 30, qualifier }),
            cells,
            ..Facts::default()
        };
        for (one, other) in [(women(2), women(3)), (of_agency(2), of_agency(3))] {
            assert_eq!(told(&loose(vec![one])), told(&loose(vec![other])), "{qualifier:?}");
        }
        let known = Known::of(&told(&loose(vec![women(2), of_agency(3)])).facts, &WORLD);
        assert_eq!((known.total().range(), known.total().reported), (range, Some(30)));
    }
    let at_most = |number| Facts {
        head: Some(Head {
            value: 30,
            qualifier: Qualifier::AtMost,
        }),
        cells: vec![women(number)],
        ..Facts::default()
    };
    assert_eq!(told(&at_most(27)), told(&at_most(28)));
}

#[test]
fn two_women_of_twelve_who_are_on_no_roster_are_not_left_over() {
    let row = |sex, count| RosterCell {
        country: Some(1),
        sex: Some(sex),
        agency: None,
        count,
    };
    let with = |women_there: u32, cells: Vec<Cell>| Facts {
        roster: vec![row(Sex::Female, women_there), row(Sex::Male, 25 - women_there)],
        roster_complete: false,
        ..headed(30, cells)
    };
    assert_eq!(told(&with(10, vec![women(12)])), told(&with(11, vec![women(12)])));
    // Where both are stated the roster says no more of them.
    let both = || vec![women(12), men(18)];
    assert_eq!(told(&with(10, both())), told(&with(11, both())));
    let known = Known::of(&told(&with(10, both())).facts, &WORLD);
    assert_eq!(known.of_sex(Sex::Female).reported, Some(12));
}

#[test]
fn zero_stays_zero_and_what_is_large_stays() {
    for cells in [vec![women(0)], vec![women(5)], vec![women(12), men(18)]] {
        let facts = headed(30, cells);
        assert_eq!(told(&facts).facts, facts);
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
    assert_eq!(told(&with(1)).told.sex, Telling::Hidden);
    assert_eq!(told(&with(10)).told.sex, Telling::Whole);
}

#[test]
fn a_small_number_of_a_country_hides_the_crossing_of_all_and_leaves_the_sexes() {
    let facts = headed(
        30,
        vec![
            cell(Some(1), Some(Sex::Female), None, 2),
            cell(Some(1), Some(Sex::Male), None, 8),
            cell(Some(2), Some(Sex::Female), None, 10),
            cell(Some(2), Some(Sex::Male), None, 10),
        ],
    );
    let Protected { facts: told, told: how } = told(&facts);
    assert_eq!((how.sex, how.agency), (Telling::Alone, Telling::Whole));
    assert!(
        told.cells
            .iter()
            .all(|cell| cell.country.is_none() || cell.sex.is_none())
    );
    let known = Known::of(&told, &WORLD);
    assert_eq!(known.of_sex(Sex::Female).reported, Some(12));
    assert_eq!(known.in_countries(&CountrySet::one(1)).range(), Interval::exactly(10));
}

#[test]
fn an_agency_of_a_few_hides_the_agencies_and_so_do_the_few_that_others_leave() {
    for cells in [
        vec![cell(None, None, Some(1), 3)],
        vec![cell(None, None, Some(1), 27)],
        vec![cell(None, None, Some(1), 20), cell(None, None, Some(2), 4)],
    ] {
        let told = told(&headed(30, cells));
        assert_eq!(told.told.agency, Telling::Hidden);
        assert!(told.facts.cells.is_empty());
    }
    let large = headed(30, vec![cell(None, None, Some(1), 20), cell(None, None, Some(2), 10)]);
    assert_eq!(told(&large).facts, large);
}

#[test]
fn an_agency_sees_its_own_people_and_nobody_elses() {
    let row = |agency, sex, count| RosterCell {
        country: Some(1),
        sex: Some(sex),
        agency: Some(agency),
        count,
    };
    let facts = Facts {
        roster: vec![row(1, Sex::Female, 2), row(2, Sex::Female, 1), row(2, Sex::Male, 20)],
        ..Facts::default()
    };
    let known = |own: &[u32]| Known::of(&protect(&facts, own, Threshold::default()).facts, &WORLD);
    assert_eq!(known(&[1]).of_agency(1).reported, Some(2));
    assert_eq!(known(&[1]).of_agency(2).reported, None);
    assert_eq!(known(&[]).of_agency(1).reported, None);
    assert_eq!(known(&[]).total().range(), Interval::exactly(23));
}

#[test]
fn the_threshold_goes_up_only() {
    assert_eq!(Threshold::new(4), None);
    let ten = Threshold::new(10).unwrap();
    let facts = headed(30, vec![women(7)]);
    let blurred = protect(&facts, &[], ten).facts.blurred;
    assert_eq!(
        blurred,
        Some(Blurred {
            sex: Sex::Female,
            low: 1,
            high: 9
        })
    );
}
