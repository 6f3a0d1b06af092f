//! Claims about the same thing: the same measure and scope, counted from the same day, with other numbers.

use super::verdict::Claimed;
use crate::codes;
use crate::published_figures::model::NewFigure;
use crate::text::fold;

codes! {
    /// How two claims about the same thing stand to each other.
    pub enum ClaimRelation {
        /// Both can be true of one number.
        Compatible = "compatible",
        /// The later one is the larger: it may have grown in between.
        MayHaveGrown = "may_have_grown",
        /// They cannot both be true: they speak of the same day, or the later one is smaller, or a day is missing.
        Contradicts = "contradicts",
    }
}

/// Whether two claims are about the same thing: measure and scope, whatever the marks and letter variants, and since.
pub fn are_of_one_thing(one: &NewFigure, other: &NewFigure) -> bool {
    fold(&one.measure) == fold(&other.measure) && fold(&one.scope) == fold(&other.scope) && one.since == other.since
}

/// Whether what they say is the same, wherever and whenever it was said.
pub fn say_the_same(one: &NewFigure, other: &NewFigure) -> bool {
    Claimed::new(one.value, one.qualifier, true) == Claimed::new(other.value, other.qualifier, true)
}

/// How two claims about the same thing stand to each other.
pub fn relation(one: &NewFigure, other: &NewFigure) -> ClaimRelation {
    let number = |claim: &NewFigure| Claimed::new(claim.value, claim.qualifier, true);
    if number(one).can_be(&number(other)) {
        return ClaimRelation::Compatible;
    }
    let Some((a, b)) = one.as_of.zip(other.as_of) else {
        return ClaimRelation::Contradicts;
    };
    let (earlier, later) = if a.last() < b.first() {
        (one, other)
    } else if b.last() < a.first() {
        (other, one)
    } else {
        return ClaimRelation::Contradicts;
    };
    if later.value > earlier.value {
        ClaimRelation::MayHaveGrown
    } else {
        ClaimRelation::Contradicts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published_figures::draft;
    use serde_json::json;

    fn claim(value: u32, qualifier: &str, as_of: Option<&str>) -> NewFigure {
        let body = json!({"measure": "programmes", "value": value, "qualifier": qualifier, "scope": "all", "statement": "x", "as_of": as_of});
        draft::read(&body, None).unwrap()
    }

    #[test]
    fn twenty_five_and_twenty_one_contradict_each_other_and_more_than_twenty_fits_both() {
        let all = [
            claim(25, "exact", None),
            claim(21, "exact", Some("2023-07-26")),
            claim(20, "more_than", Some("2024-05-17")),
        ];
        assert_eq!(relation(&all[0], &all[1]), ClaimRelation::Contradicts);
        assert_eq!(relation(&all[0], &all[2]), ClaimRelation::Compatible);
        assert_eq!(relation(&all[2], &all[1]), ClaimRelation::Compatible);
    }

    #[test]
    fn a_later_and_larger_number_may_have_grown_and_a_smaller_one_contradicts() {
        let (three, four) = (
            claim(3, "exact", Some("2020-09-14")),
            claim(4, "exact", Some("2021-09")),
        );
        assert_eq!(relation(&three, &four), ClaimRelation::MayHaveGrown);
        assert_eq!(relation(&four, &three), ClaimRelation::MayHaveGrown);
        let fewer = claim(2, "exact", Some("2022"));
        assert_eq!(relation(&fewer, &four), ClaimRelation::Contradicts);
        assert_eq!(
            relation(&claim(5, "exact", Some("2021")), &four),
            ClaimRelation::Contradicts,
            "days overlap"
        );
    }

    #[test]
    fn scope_and_measure_decide_what_is_one_thing() {
        let one = claim(1, "exact", None);
        let mut other = one.clone();
        other.scope = "ALL".into();
        assert!(are_of_one_thing(&one, &other) && say_the_same(&one, &other));
        other.scope = "some".into();
        assert!(!are_of_one_thing(&one, &other));
    }
}
