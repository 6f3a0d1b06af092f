//! Holding a claim's number against a figure. Plain numbers in, a word and two differences out.

use serde::Serialize;
use utoipa::ToSchema;

use crate::activities::counts::Qualifier;
use crate::codes;
use crate::published_figures::model::number;
use crate::statistics::figure::{Number, PARTS, Scale};
use crate::statistics::{Coverage, Figure};

codes! {
    /// How a claim and the record compare.
    pub enum Verdict {
        /// Whatever the record's figure is exactly, the claim is true of it.
        Agrees = "agrees",
        /// It can be true: the record does not know enough to say.
        WithinBounds = "within_bounds",
        /// More was announced than the record can hold, and the record is not declared complete for that scope.
        RecordIncomplete = "record_incomplete",
        /// Less was announced than is certain, or more than is possible in a scope that is declared complete.
        Differs = "differs",
        /// The record has no figure to hold against it.
        NotComparable = "not_comparable",
    }
}

codes! {
    /// On which side of the claim the record is.
    pub enum Direction {
        /// The record has fewer than was claimed.
        RecordLower = "record_lower",
        /// It fits the claim.
        Fits = "fits",
        /// The record has more than was claimed.
        RecordHigher = "record_higher",
    }
}

/// By how much two numbers differ.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// How far the record is from the nearest number that the claim allows; 0 where it fits.
    #[schema(value_type = f64, minimum = 0)]
    pub by: serde_json::Value,
    /// On which side the record is.
    pub direction: Direction,
}

/// What a claim allows: the numbers from `low` to `high`, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Claimed {
    pub value: f64,
    pub low: f64,
    /// `None` where nothing bounds it.
    pub high: Option<f64>,
    /// `about` and `nearly` are held against the record by their number.
    by_number: bool,
}

/// What the record says: certain between `low` and `high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recorded {
    pub low: f64,
    pub high: Option<f64>,
    pub reported: Option<f64>,
    /// What the office declares of its record for this scope.
    pub coverage: Coverage,
    pub scale: Scale,
}

impl Claimed {
    /// A number with its qualifier, as statements of count are read (`docs/COUNTING.md`). `whole` is said of what can
    /// only be a whole number: then more than 500 is 501 at least.
    pub fn new(value: f64, qualifier: Qualifier, whole: bool) -> Self {
        let above = if whole { value.floor() + 1.0 } else { value };
        let (low, high) = match qualifier {
            Qualifier::Exact => (value, Some(value)),
            Qualifier::AtLeast => (value, None),
            Qualifier::MoreThan => (above, None),
            Qualifier::AtMost | Qualifier::Nearly => (0.0, Some(value)),
            Qualifier::About => (0.0, None),
        };
        Self {
            value,
            low,
            high,
            by_number: matches!(qualifier, Qualifier::About | Qualifier::Nearly),
        }
    }

    /// The ends that the record is held against.
    fn ends(&self) -> (f64, Option<f64>) {
        if self.by_number {
            (self.value, Some(self.value))
        } else {
            (self.low, self.high)
        }
    }

    /// Whether both can be true of one number.
    pub fn can_be(&self, other: &Self) -> bool {
        let reaches = |high: Option<f64>, low: f64| high.is_none_or(|high| low <= high);
        let ((a_low, a_high), (b_low, b_high)) = (self.ends(), other.ends());
        reaches(a_high, b_low) && reaches(b_high, a_low)
    }

    /// How the record's figure compares. Of a share nothing can be missing: what is not recorded can move it either way.
    pub fn verdict(&self, record: &Recorded) -> Verdict {
        let (low, high) = self.ends();
        let is_more = record.high.is_some_and(|top| top < low);
        let is_less = high.is_some_and(|top| record.low > top);
        let inside = low <= record.low && high.is_none_or(|top| record.high.is_some_and(|most| most <= top));
        let may_lack = record.coverage != Coverage::Complete;
        match (is_more, is_less) {
            (true, _) if may_lack => Verdict::RecordIncomplete,
            (_, true) if may_lack && record.scale == Scale::TenThousandths => Verdict::RecordIncomplete,
            (true, _) | (_, true) => Verdict::Differs,
            (false, false) if inside => Verdict::Agrees,
            (false, false) => Verdict::WithinBounds,
        }
    }

    /// How many are missing in an incomplete record: what was claimed at least, less the most that the record can hold.
    /// `None` under another verdict, and of a share.
    pub fn missing(&self, record: &Recorded) -> Option<f64> {
        let incomplete = self.verdict(record) == Verdict::RecordIncomplete && record.scale == Scale::Whole;
        record.high.filter(|_| incomplete).map(|high| self.ends().0 - high)
    }

    /// The distance of what is certain from what is claimed; 0 where some number is both.
    pub fn against_bounds(&self, record: &Recorded) -> Difference {
        let (low, high) = self.ends();
        match (record.high, high) {
            (Some(most), _) if most < low => difference(low - most, Direction::RecordLower),
            (_, Some(top)) if record.low > top => difference(record.low - top, Direction::RecordHigher),
            _ => difference(0.0, Direction::Fits),
        }
    }

    /// The distance of what was reported from what is claimed; `None` where nobody stated a number.
    pub fn against_reported(&self, record: &Recorded) -> Option<Difference> {
        let reported = record.reported?;
        let certain = Recorded {
            low: reported,
            high: Some(reported),
            ..*record
        };
        Some(self.against_bounds(&certain))
    }
}

fn difference(by: f64, direction: Direction) -> Difference {
    Difference {
        by: number(by),
        direction,
    }
}

impl Recorded {
    /// The numbers of a figure; `None` where they are withheld.
    pub fn from_figure(figure: &Figure) -> Option<Self> {
        let [_, low, high, reported] = figure.numbers();
        let told = |number: Number| match number.scale {
            Scale::Whole => real(number.amount),
            Scale::TenThousandths => real(number.amount) / real(PARTS),
        };
        Some(Self {
            low: told(low?),
            high: high.map(told),
            reported: reported.map(told),
            coverage: figure.coverage,
            scale: figure.scale,
        })
    }
}

/// A whole number as a real one; exact below 2^53.
fn real(number: u64) -> f64 {
    let [high, low] = [number >> 32, number & 0xffff_ffff].map(|half| u32::try_from(half).map_or(0.0, f64::from));
    high.mul_add(4_294_967_296.0, low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn record(low: f64, high: Option<f64>, reported: Option<f64>) -> Recorded {
        Recorded {
            low,
            high,
            reported,
            coverage: Coverage::NotStated,
            scale: Scale::Whole,
        }
    }

    fn complete(low: f64, high: Option<f64>, reported: Option<f64>) -> Recorded {
        Recorded {
            coverage: Coverage::Complete,
            ..record(low, high, reported)
        }
    }

    #[test]
    fn the_record_agrees_only_where_no_number_it_may_be_contradicts_the_claim() {
        let exact = Claimed::new(65.0, Qualifier::Exact, true);
        assert_eq!(exact.verdict(&record(65.0, Some(65.0), None)), Verdict::Agrees);
        assert_eq!(exact.verdict(&record(20.0, Some(65.0), None)), Verdict::WithinBounds);
        assert_eq!(exact.verdict(&record(20.0, None, None)), Verdict::WithinBounds);
        assert_eq!(exact.verdict(&record(66.0, None, None)), Verdict::Differs);
        let more = Claimed::new(500.0, Qualifier::MoreThan, true);
        assert_eq!(more.verdict(&complete(500.0, Some(500.0), None)), Verdict::Differs);
        assert_eq!(more.verdict(&record(501.0, None, None)), Verdict::Agrees);
        let nearly = Claimed::new(100.0, Qualifier::Nearly, true);
        assert_eq!(nearly.verdict(&record(100.0, Some(100.0), None)), Verdict::Agrees);
        assert_eq!(nearly.verdict(&record(97.0, None, None)), Verdict::WithinBounds);
        assert_eq!(nearly.missing(&record(97.0, Some(97.0), None)), Some(3.0));
    }

    #[test]
    fn what_a_record_cannot_hold_is_missing_in_it_unless_it_is_declared_complete() {
        let exact = Claimed::new(65.0, Qualifier::Exact, true);
        let here = record(6.0, Some(7.0), Some(6.0));
        assert_eq!(exact.verdict(&here), Verdict::RecordIncomplete);
        assert_eq!(exact.missing(&here), Some(58.0));
        let partial = Recorded {
            coverage: Coverage::Partial,
            ..here
        };
        assert_eq!(exact.missing(&partial), Some(58.0));
        let complete = complete(6.0, Some(7.0), Some(6.0));
        assert_eq!(
            (exact.verdict(&complete), exact.missing(&complete)),
            (Verdict::Differs, None)
        );
        let more = Claimed::new(500.0, Qualifier::MoreThan, true);
        assert_eq!(
            more.missing(&record(51.0, Some(51.0), None)),
            Some(450.0),
            "501 at least"
        );
        assert_eq!(
            exact.missing(&record(66.0, Some(70.0), None)),
            None,
            "less was announced"
        );
    }

    #[test]
    fn about_a_number_is_held_against_the_record_by_that_number() {
        let about = Claimed::new(33_000.0, Qualifier::About, true);
        assert_eq!(
            about.verdict(&record(2_000.0, None, Some(2_400.0))),
            Verdict::WithinBounds
        );
        assert_eq!(about.verdict(&complete(0.0, Some(1_000.0), None)), Verdict::Differs);
        assert_eq!(about.missing(&record(0.0, Some(1_000.0), None)), Some(32_000.0));
        assert_eq!(about.verdict(&record(33_000.0, Some(33_000.0), None)), Verdict::Agrees);
    }

    #[test]
    fn a_difference_says_how_far_and_on_which_side() {
        let exact = Claimed::new(2_275.0, Qualifier::Exact, true);
        let here = record(98.0, None, Some(98.0));
        assert_eq!(exact.against_bounds(&here).direction, Direction::Fits);
        let reported = exact.against_reported(&here).unwrap();
        assert_eq!(
            (reported.by, reported.direction),
            (json!(2_177), Direction::RecordLower)
        );
        let more = Claimed::new(500.0, Qualifier::MoreThan, true).against_bounds(&record(51.0, Some(51.0), None));
        assert_eq!((more.by, more.direction), (json!(450), Direction::RecordLower));
        assert_eq!(exact.against_reported(&record(0.0, None, None)), None);
    }

    fn qualifier() -> impl Strategy<Value = Qualifier> {
        proptest::sample::select(Qualifier::ALL)
    }

    proptest! {
        /// Held against every whole number that the claim and the figure allow: a claim is true of all of them, of some,
        /// or of none.
        #[test]
        fn the_verdict_is_what_trying_every_number_finds(
            value in 0_u32..12, qualifier in qualifier(), low in 0_u32..12, more in 0_u32..12, bounded in any::<bool>(), sure in any::<bool>(),
        ) {
            let claim = Claimed::new(f64::from(value), qualifier, true);
            let high = bounded.then(|| f64::from(low + more));
            let figure = if sure { complete(f64::from(low), high, None) } else { record(f64::from(low), high, None) };
            // 40 stands for every number that is larger than all that are named.
            let numbers: Vec<u32> = if bounded { (low..=low + more).collect() } else { (low..=40).collect() };
            let is_true = |n: u32| match qualifier {
                Qualifier::Exact | Qualifier::About | Qualifier::Nearly => n == value,
                Qualifier::AtLeast => n >= value,
                Qualifier::MoreThan => n > value,
                Qualifier::AtMost => n <= value,
            };
            // What a record that may be incomplete lacks are the numbers above all that it can hold.
            let lacks = !sure && bounded && (low + more + 1..=40).any(is_true);
            let expected = match numbers.iter().filter(|n| is_true(**n)).count() {
                0 if lacks => Verdict::RecordIncomplete,
                0 => Verdict::Differs,
                all if all == numbers.len() => Verdict::Agrees,
                _ => Verdict::WithinBounds,
            };
            prop_assert_eq!(claim.verdict(&figure), expected);
            prop_assert_eq!(claim.against_bounds(&figure).direction == Direction::Fits, !matches!(expected, Verdict::Differs | Verdict::RecordIncomplete));
        }
    }

    #[test]
    fn a_share_is_compared_as_a_fraction_and_what_is_withheld_is_not_compared() {
        let figure = Figure::new(4_375, Some(4_375), Some(4_375)).in_ten_thousandths();
        let share = Recorded::from_figure(&figure).unwrap();
        assert_eq!(
            Claimed::new(0.4375, Qualifier::Exact, false).verdict(&share),
            Verdict::Agrees
        );
        assert_eq!(
            Claimed::new(0.4, Qualifier::MoreThan, false).verdict(&share),
            Verdict::Agrees
        );
        assert_eq!(Recorded::from_figure(&figure.withhold()), None);
    }

    #[test]
    fn of_a_share_outside_the_bounds_nothing_is_missing_whichever_way_it_lies() {
        let figure = Figure::new(3_000, Some(4_000), None).in_ten_thousandths();
        for claimed in [0.5, 0.2] {
            let claim = Claimed::new(claimed, Qualifier::Exact, false);
            for (coverage, verdict) in [
                (Coverage::NotStated, Verdict::RecordIncomplete),
                (Coverage::Partial, Verdict::RecordIncomplete),
                (Coverage::Complete, Verdict::Differs),
            ] {
                let share = Recorded::from_figure(&figure.covered(coverage)).unwrap();
                assert_eq!(
                    (claim.verdict(&share), claim.missing(&share)),
                    (verdict, None),
                    "{claimed} {coverage}"
                );
            }
        }
    }

    #[test]
    fn large_numbers_stay_what_they_are() {
        assert!((real(1_234_567_890_123) - 1_234_567_890_123.0).abs() < 0.5);
    }
}
