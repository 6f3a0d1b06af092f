//! What facts that cannot be true are told.

use super::super::{
    AtLeast, AtMost, Axis, Bounds, Cell, CellKey, Contradiction, CountriesOf, CountrySet, Evidence, Sex, contradictions,
};
use super::{headed, of_country, rows, women, world};

fn no_sex(country: Option<u8>, participants: u32) -> Cell {
    Cell {
        sex: None,
        ..women(country, participants)
    }
}

#[test]
fn each_refusal_names_its_numbers() {
    let refused = |evidence: Evidence| contradictions(&evidence, &world());
    let total = |at_most, because, at_least, for_all_that| {
        vec![Contradiction::Total {
            at_most,
            because,
            at_least,
            for_all_that,
        }]
    };
    let whose = |country, sex| CellKey {
        country,
        sex,
        agency: None,
    };
    let roster = |count| vec![rows(None, None, count)];
    let men = |participants| Cell {
        sex: Some(Sex::Male),
        ..women(None, participants)
    };
    assert_eq!(
        refused(Evidence {
            roster: roster(12),
            ..headed(10)
        }),
        total(10, AtMost::Head, 12, AtLeast::Roster)
    );
    assert_eq!(
        refused(Evidence {
            cells: vec![of_country(1, 6), of_country(2, 6)],
            ..headed(10)
        }),
        total(10, AtMost::Head, 12, AtLeast::Countries)
    );
    let staff = |agency, participants| Cell {
        country: None,
        sex: None,
        agency: Some(agency),
        participants,
    };
    assert_eq!(
        refused(Evidence {
            cells: vec![staff(1, 6), staff(2, 6)],
            ..headed(10)
        }),
        total(10, AtMost::Head, 12, AtLeast::Agencies)
    );
    assert_eq!(
        refused(Evidence {
            countries: Some(11),
            ..headed(10)
        }),
        total(10, AtMost::Head, 11, AtLeast::CountryCount)
    );
    assert_eq!(
        refused(Evidence {
            cells: vec![women(None, 4), men(5)],
            unknown: vec![no_sex(None, 0)],
            ..headed(10)
        }),
        total(9, AtMost::BothSexes, 10, AtLeast::Head)
    );
    assert_eq!(
        refused(Evidence {
            cells: vec![of_country(1, 4)],
            listed: CountrySet::of_one(1),
            ..headed(10)
        }),
        total(4, AtMost::EveryCountry, 10, AtLeast::Head)
    );
    assert_eq!(
        refused(Evidence {
            roster: roster(3),
            cells: vec![women(None, 5)],
            ..Evidence::default()
        }),
        total(3, AtMost::WholeRoster, 5, AtLeast::Sexes)
    );
    assert_eq!(
        refused(Evidence {
            countries: Some(1),
            listed: (0..2).collect(),
            ..headed(10)
        }),
        [Contradiction::CountriesBelowNamed { countries: 1, named: 2 }]
    );
    assert_eq!(
        refused(Evidence {
            countries: Some(1),
            listed: (0..2).collect(),
            countries_complete: false,
            ..headed(10)
        }),
        []
    );
    assert_eq!(
        refused(Evidence {
            countries: Some(58),
            countries_of: CountriesOf::Members,
            ..headed(60)
        }),
        [Contradiction::UnnamedBeyondPool { unnamed: 58, pool: 57 }]
    );
    assert_eq!(
        refused(Evidence {
            cells: vec![women(None, 4), women(None, 5)],
            ..headed(10)
        }),
        [Contradiction::CellRepeated {
            whose: whose(None, Some(Sex::Female)),
            first: 4,
            second: 5
        }]
    );
    assert_eq!(
        refused(Evidence {
            cells: vec![women(None, 1)],
            roster: vec![rows(None, Some(Sex::Female), 2)],
            ..headed(10)
        }),
        [Contradiction::CellBelowRoster {
            whose: whose(None, Some(Sex::Female)),
            cell: 1,
            roster: 2
        }]
    );
    let one_of_two = vec![of_country(1, 1), women(Some(1), 2)];
    assert_eq!(
        refused(Evidence {
            cells: one_of_two,
            countries_complete: false,
            ..headed(10)
        }),
        [Contradiction::CellBelowParts {
            whose: whose(Some(1), None),
            cell: 1,
            by: Axis::Sex,
            parts: 2
        }]
    );
    assert_eq!(
        refused(Evidence {
            cells: vec![women(None, 4), men(5)],
            unknown: vec![no_sex(None, 3)],
            ..headed(10)
        }),
        total(10, AtMost::Head, 12, AtLeast::Sexes)
    );
    let men_of_1 = Cell {
        sex: Some(Sex::Male),
        ..women(Some(1), 2)
    };
    assert_eq!(
        refused(Evidence {
            cells: vec![of_country(1, 5), women(Some(1), 2), men_of_1],
            unknown: vec![no_sex(Some(1), 0)],
            countries_complete: false,
            ..headed(10)
        }),
        [Contradiction::CellAboveSexes {
            whose: whose(Some(1), None),
            cell: 5,
            sexes: 4
        }]
    );
    // One person is left for country 1, who must be a man there and a woman in all.
    let cells = vec![women(None, 3), women(Some(1), 0), of_country(0, 2)];
    assert_eq!(
        refused(Evidence {
            cells,
            listed: (0..2).collect(),
            ..headed(3)
        }),
        [Contradiction::CellsDisagree]
    );
}

#[test]
fn facts_that_contradict_each_other_still_give_figures_that_are_in_order() {
    let evidence = Evidence {
        roster: vec![rows(Some(1), Some(Sex::Male), 12)],
        cells: vec![women(None, 4)],
        ..headed(10)
    };
    let known = Bounds::from_evidence(&evidence, &world());
    for figure in [
        known.total(),
        known.of_sex(Sex::Male),
        known.in_countries(&CountrySet::of_one(1)),
        known.sex_not_stated(),
    ] {
        assert!(figure.high.is_none_or(|high| figure.low <= high), "{figure:?}");
    }
    assert_eq!(known.in_countries(&CountrySet::of_one(1)).low, 12);
}
