//! What the facts of one activity answer, and several together.

use super::super::{
    Bounds, Cell, Countries, CountriesOf, CountrySet, Evidence, Figure, Head, Interval, Of, Qualifier, Question, Sex,
    SexRange, distinct_countries,
};
use super::{figure, headed, known, of_country, rows, women, world};

#[test]
fn of_43_people_of_18_countries_each_sent_1_to_26() {
    let known = known(&Evidence {
        listed: (0..18).collect(),
        ..headed(43)
    });
    assert_eq!(known.in_countries(&CountrySet::of_one(3)), figure(1, 26, None));
    assert_eq!(known.in_countries(&CountrySet::of_one(30)), figure(0, 0, None));
    assert_eq!(known.in_countries(&(0..57).collect()), figure(43, 43, Some(43)));
    assert_eq!(known.country_not_stated(), figure(43, 43, Some(43)));
    let regions = [(0..20).collect(), (20..57).collect()];
    let left = Question {
        countries: Countries::NotStated(&regions),
        ..Question::default()
    };
    assert_eq!(known.ask(&left), figure(0, 0, Some(0)));
}

#[test]
fn of_45_people_of_11_members_nobody_is_from_elsewhere() {
    let evidence = Evidence {
        countries: Some(11),
        countries_of: CountriesOf::Members,
        ..headed(45)
    };
    let known = known(&evidence);
    assert_eq!((known.unnamed(), known.pool()), (11, world().members));
    assert_eq!(known.in_countries(&CountrySet::of_one(3)), figure(0, 35, None));
    assert_eq!(known.in_countries(&CountrySet::of_one(200)), figure(0, 0, None));
    assert_eq!(known.in_countries(&(0..50).collect()), figure(4, 45, None));
    assert_eq!(distinct_countries([&known.sent()], &world()), Interval::exactly(11));
}

#[test]
fn an_incomplete_list_leaves_every_country_open() {
    let known = known(&Evidence {
        listed: [1, 2].into_iter().collect(),
        countries_complete: false,
        ..headed(10)
    });
    assert_eq!(known.in_countries(&CountrySet::of_one(1)), figure(1, 9, None));
    assert_eq!(known.in_countries(&CountrySet::of_one(100)), figure(0, 8, None));
    assert_eq!(
        known.in_countries(&CountrySet::FULL),
        figure(2, 10, None),
        "organisations are of no country"
    );
    assert_eq!(distinct_countries([&known.sent()], &world()), Interval::at_least(2));
}

#[test]
fn twelve_women_of_thirty_mean_eighteen_men() {
    let known = known(&Evidence {
        cells: vec![women(None, 12)],
        ..headed(30)
    });
    assert_eq!(known.of_sex(Sex::Female), figure(12, 12, Some(12)));
    assert_eq!(known.of_sex(Sex::Male), figure(18, 18, Some(18)));
    assert_eq!(known.sex_not_stated(), figure(0, 0, Some(0)));
}

#[test]
fn where_no_country_sent_anybody_people_came_of_none() {
    let nowhere = CountrySet::of_one(CountrySet::NOWHERE);
    let board = known(&Evidence {
        countries: Some(0),
        ..headed(12)
    });
    assert_eq!(board.total(), figure(12, 12, Some(12)));
    assert_eq!(board.in_countries(&nowhere), figure(12, 12, Some(12)));
    assert_eq!(board.in_countries(&(0..249).collect()), figure(0, 0, None));
    assert_eq!(board.country_not_stated(), figure(0, 0, Some(0)));
    assert_eq!(distinct_countries([&board.sent()], &world()), Interval::exactly(0));
}

#[test]
fn what_nobody_counted_is_unknown_and_not_zero() {
    let known = known(&Evidence {
        listed: CountrySet::of_one(1),
        ..Evidence::default()
    });
    assert!(!known.is_counted());
    assert_eq!(
        known.total(),
        Figure {
            low: 0,
            high: None,
            reported: None
        }
    );
    assert_eq!(
        known.in_countries(&CountrySet::of_one(1)),
        Figure {
            low: 0,
            high: None,
            reported: None
        }
    );
    assert_eq!(known.in_countries(&CountrySet::of_one(2)), figure(0, 0, None));
    assert_eq!(distinct_countries([&known.sent()], &world()), Interval::ANY);
}

#[test]
fn about_forty_is_reported_and_bounds_nothing() {
    let about = Evidence {
        head: Some(Head {
            value: 40,
            qualifier: Qualifier::About,
        }),
        ..Evidence::default()
    };
    assert_eq!(
        known(&about).total(),
        Figure {
            low: 0,
            high: None,
            reported: Some(40)
        }
    );
    let with_roster = Evidence {
        roster: vec![rows(Some(1), None, 45)],
        ..about
    };
    assert_eq!(
        known(&with_roster).total(),
        Figure {
            low: 45,
            high: None,
            reported: Some(45)
        }
    );
    assert_eq!(
        known(&with_roster).country_not_stated(),
        Figure {
            low: 0,
            high: None,
            reported: Some(0)
        }
    );
}

#[test]
fn a_complete_roster_is_the_whole_and_an_incomplete_one_at_least_these() {
    let roster = vec![
        rows(Some(1), Some(Sex::Female), 2),
        rows(Some(2), None, 1),
        rows(None, Some(Sex::Male), 1),
    ];
    let whole = Evidence {
        roster,
        listed: (1..4).collect(),
        ..Evidence::default()
    };
    let full = known(&whole);
    assert_eq!(full.total(), figure(4, 4, Some(4)));
    assert_eq!(full.in_countries(&CountrySet::of_one(1)), figure(2, 3, Some(2)));
    assert_eq!(full.in_countries(&CountrySet::of_one(3)), figure(0, 1, None));
    assert_eq!(full.country_not_stated(), figure(1, 1, Some(1)));
    assert_eq!(distinct_countries([&full.sent()], &world()), Interval::between(2, 3));
    let part = known(&Evidence {
        roster_complete: false,
        ..whole
    });
    assert_eq!(
        part.total(),
        Figure {
            low: 4,
            high: None,
            reported: Some(4)
        }
    );
}

#[test]
fn two_rows_of_one_country_do_not_make_thirty_people_its_own() {
    let evidence = Evidence {
        roster: vec![rows(Some(1), None, 2)],
        ..headed(30)
    };
    assert_eq!(
        known(&evidence).in_countries(&CountrySet::of_one(1)),
        figure(2, 30, Some(2))
    );
    let listed = Evidence {
        listed: CountrySet::of_one(1),
        ..evidence
    };
    assert_eq!(
        known(&listed).in_countries(&CountrySet::of_one(1)),
        figure(30, 30, Some(30))
    );
}

#[test]
fn a_cell_of_0_overrides_the_list() {
    let known = known(&Evidence {
        listed: (0..3).collect(),
        cells: vec![of_country(1, 0)],
        ..headed(9)
    });
    assert_eq!(known.named().len(), 2);
    assert_eq!(known.numbered(), CountrySet::of_one(1));
    assert_eq!(known.in_countries(&CountrySet::of_one(1)), figure(0, 0, Some(0)));
    assert_eq!(known.in_countries(&CountrySet::of_one(0)), figure(1, 8, None));
}

#[test]
fn no_women_and_no_men_are_nobody() {
    let men = Cell {
        sex: Some(Sex::Male),
        ..women(Some(1), 0)
    };
    let known = known(&Evidence {
        listed: (0..2).collect(),
        cells: vec![women(Some(1), 0), men],
        ..headed(9)
    });
    assert_eq!(known.named(), CountrySet::of_one(0));
    assert_eq!(known.in_countries(&CountrySet::of_one(0)), figure(9, 9, Some(9)));
}

#[test]
fn a_crossing_has_what_is_stated_inside_and_what_the_margins_force() {
    let cells = vec![of_country(0, 8), women(None, 9), women(Some(1), 1)];
    let known = known(&Evidence {
        cells,
        listed: (0..2).collect(),
        ..headed(10)
    });
    let women_of = |country| {
        known.ask(&Question {
            countries: Countries::In(CountrySet::of_one(country)),
            sex: Of::Is(Sex::Female),
            ..Question::default()
        })
    };
    assert_eq!(women_of(0), figure(8, 8, None));
    assert_eq!(women_of(1), figure(1, 1, Some(1)));
    assert_eq!(known.in_countries(&CountrySet::of_one(1)), figure(2, 2, Some(1)));
    let unknown = Question {
        countries: Countries::In(CountrySet::of_one(0)),
        sex: Of::NotStated,
        agency: Of::Any,
    };
    assert_eq!(known.ask(&unknown), figure(0, 8, Some(8)));
}

#[test]
fn any_agency_may_be_among_the_rest() {
    let staff = Cell {
        country: None,
        sex: None,
        agency: Some(7),
        participants: 4,
    };
    let known = known(&Evidence {
        cells: vec![staff],
        ..headed(10)
    });
    assert_eq!(known.of_agency(7), figure(4, 4, Some(4)));
    assert_eq!(known.of_agency(8), figure(0, 6, None));
    assert_eq!(known.agency_not_stated(), figure(6, 6, Some(6)));
}

#[test]
fn a_blurred_number_narrows_and_is_not_reported() {
    let blurred = Some(SexRange {
        sex: Sex::Male,
        low: 1,
        high: 4,
    });
    let known = known(&Evidence { blurred, ..headed(30) });
    assert_eq!(known.of_sex(Sex::Male), figure(1, 4, None));
    assert_eq!(known.of_sex(Sex::Female), figure(26, 29, None));
    assert_eq!(known.sex_not_stated(), figure(3, 30, Some(30)));
}

#[test]
fn members_in_common_are_counted_once() {
    let named = known(&Evidence {
        listed: (0..50).collect(),
        ..headed(80)
    });
    let eleven = known(&Evidence {
        countries: Some(11),
        countries_of: CountriesOf::Members,
        ..headed(45)
    });
    let any = known(&Evidence {
        countries: Some(11),
        ..headed(45)
    });
    let distinct = |activities: &[&Bounds]| {
        let sent: Vec<_> = activities.iter().map(|known| known.sent()).collect();
        distinct_countries(&sent, &world())
    };
    assert_eq!(distinct(&[&named, &eleven]), Interval::between(50, 57));
    assert_eq!(distinct(&[&named, &any]), Interval::between(50, 61));
    assert_eq!(distinct(&[&eleven, &eleven, &any]), Interval::between(11, 33));
}
