//! Splits by sex that cover all people, or some.

use super::super::{Cell, Countries, CountrySet, Evidence, Head, Of, Qualifier, Question, RosterCell, Sex};
use super::{figure, headed, known, of_country, rows, women};

/// What women, men and those of no stated sex are, with the qualifier of the head count.
fn sexes(
    head: Option<Head>,
    cells: &[(Option<Sex>, u32)],
    roster: Vec<RosterCell>,
) -> [(u64, Option<u64>, Option<u64>); 3] {
    let of = |(sex, participants): &(Option<Sex>, u32)| Cell {
        sex: *sex,
        ..women(None, *participants)
    };
    let (cells, unknown) = cells.iter().map(of).partition(|cell| cell.sex.is_some());
    let known = known(&Evidence {
        head,
        cells,
        unknown,
        roster,
        ..Evidence::default()
    });
    let [women, men] = Sex::BOTH.map(|sex| known.of_sex(sex));
    [women, men, known.sex_not_stated()].map(|figure| (figure.low, figure.high, figure.reported))
}

const WOMEN: Option<Sex> = Some(Sex::Female);
const MEN: Option<Sex> = Some(Sex::Male);

#[test]
fn a_sex_that_is_left_out_takes_the_rest_with_the_qualifier_of_the_head_count() {
    let of = |qualifier| sexes(Some(Head { value: 30, qualifier }), &[(WOMEN, 12)], vec![]);
    let (twelve, nobody) = ((12, Some(12), Some(12)), (0, Some(0), Some(0)));
    assert_eq!(of(Qualifier::AtLeast), [twelve, (18, None, Some(18)), nobody]);
    assert_eq!(of(Qualifier::AtMost), [twelve, (0, Some(18), Some(18)), nobody]);
    assert_eq!(of(Qualifier::About), [twelve, (0, None, Some(18)), nobody]);
    // Without a head count nobody says how many men there were.
    let alone = sexes(None, &[(WOMEN, 12)], vec![]);
    assert_eq!(alone, [twelve, (0, None, None), nobody]);
    let on_the_roster = sexes(None, &[(WOMEN, 12)], vec![rows(None, None, 30)]);
    assert_eq!(on_the_roster, [twelve, (18, Some(18), Some(18)), nobody]);
}

#[test]
fn a_split_that_covers_some_leaves_the_rest_of_no_stated_sex() {
    let exact = Some(Head::exact(30));
    let some = [
        (12, Some(20), Some(12)),
        (10, Some(18), Some(10)),
        (8, Some(8), Some(8)),
    ];
    assert_eq!(sexes(exact, &[(WOMEN, 12), (MEN, 10)], vec![]), some);
    assert_eq!(sexes(exact, &[(WOMEN, 12), (MEN, 10), (None, 8)], vec![]), some);
    assert_eq!(sexes(None, &[(WOMEN, 12), (MEN, 10), (None, 8)], vec![]), some);
    assert_eq!(sexes(None, &[(WOMEN, 12), (MEN, 10)], vec![rows(None, None, 30)]), some);
    let at_most = Head {
        value: 30,
        qualifier: Qualifier::AtMost,
    };
    let loose = sexes(Some(at_most), &[(WOMEN, 12), (MEN, 10)], vec![]);
    assert_eq!(
        loose,
        [
            (12, Some(20), Some(12)),
            (10, Some(18), Some(10)),
            (0, Some(8), Some(8))
        ]
    );
    // Twelve women and five of whom nobody says: the others are men.
    let one = sexes(exact, &[(WOMEN, 12), (None, 5)], vec![]);
    assert_eq!(
        one,
        [
            (12, Some(17), Some(12)),
            (13, Some(18), Some(13)),
            (5, Some(5), Some(5))
        ]
    );
    // A blank on the sheet may be a woman of the roster.
    let rostered = sexes(exact, &[(WOMEN, 12), (MEN, 10), (None, 8)], vec![rows(None, WOMEN, 15)]);
    assert_eq!(
        rostered,
        [
            (15, Some(20), Some(15)),
            (10, Some(15), Some(10)),
            (5, Some(5), Some(5))
        ]
    );
}

#[test]
fn both_sexes_cover_all_where_their_sum_reaches_the_number() {
    let all = [
        (12, Some(12), Some(12)),
        (10, Some(10), Some(10)),
        (0, Some(0), Some(0)),
    ];
    let both = [(WOMEN, 12), (MEN, 10)];
    assert_eq!(sexes(None, &both, vec![]), all);
    for qualifier in [
        Qualifier::Exact,
        Qualifier::AtLeast,
        Qualifier::AtMost,
        Qualifier::About,
    ] {
        assert_eq!(
            sexes(Some(Head { value: 22, qualifier }), &both, vec![]),
            all,
            "{qualifier:?}"
        );
    }
    let over_21 = Head {
        value: 21,
        qualifier: Qualifier::MoreThan,
    };
    assert_eq!(sexes(Some(over_21), &both, vec![]), all);
    let over_22 = Head {
        value: 22,
        qualifier: Qualifier::MoreThan,
    };
    assert_eq!(
        sexes(Some(over_22), &both, vec![])[0],
        (12, None, Some(12)),
        "22 are not above 22: they are some"
    );
    let nobody_else = [(WOMEN, 12), (MEN, 10), (None, 0)];
    assert_eq!(sexes(None, &nobody_else, vec![]), all);
}

#[test]
fn a_split_inside_a_country_is_read_alike() {
    let of = |cells: Vec<Cell>| {
        let known = known(&Evidence { cells, ..headed(30) });
        let asked = |sex| Question {
            countries: Countries::In(CountrySet::of_one(1)),
            sex,
            ..Question::default()
        };
        [Of::Is(Sex::Female), Of::Is(Sex::Male), Of::NotStated].map(|sex| known.ask(&asked(sex)))
    };
    let men = |number| Cell {
        sex: MEN,
        ..women(Some(1), number)
    };
    let rest = of(vec![of_country(1, 5), women(Some(1), 2)]);
    assert_eq!(
        rest,
        [figure(2, 2, Some(2)), figure(3, 3, Some(3)), figure(0, 0, Some(0))]
    );
    let some = of(vec![of_country(1, 5), women(Some(1), 2), men(1)]);
    assert_eq!(
        some,
        [figure(2, 4, Some(2)), figure(1, 3, Some(1)), figure(2, 2, Some(2))]
    );
}
