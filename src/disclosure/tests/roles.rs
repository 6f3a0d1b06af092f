//! Roles and statuses.

use crate::bounds::Sex;
use crate::disclosure::{Companions, Disclosable, Part, Threshold, companions};

fn rows(part: u32, country: u8, sex: Sex, count: usize) -> Vec<Part> {
    vec![
        Part {
            part,
            country: Some(country),
            sex: Some(sex),
            agency: None
        };
        count
    ]
}

#[test]
fn two_trainers_hide_who_trained() {
    let roster = [rows(1, 1, Sex::Female, 20), rows(2, 1, Sex::Male, 2)].concat();
    assert_eq!(companions(&roster, Disclosable::ALL, Threshold::default()), None);
}

#[test]
fn roles_are_told_with_as_much_as_leaves_nobody_alone() {
    let roster = [
        rows(1, 1, Sex::Female, 20),
        rows(1, 2, Sex::Female, 5),
        rows(2, 1, Sex::Male, 3),
        rows(2, 2, Sex::Male, 3),
    ]
    .concat();
    let told = companions(&roster, Disclosable::ALL, Threshold::default());
    let without_countries = Companions {
        country: false,
        sex: true,
        agency: true,
    };
    assert_eq!(told, Some(without_countries));
}

#[test]
fn an_empty_roster_hides_nothing() {
    assert!(companions(&[], Disclosable::ALL, Threshold::default()).is_some());
}
