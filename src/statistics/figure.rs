//! A figure: never a bare number.

use serde::Serialize;
use utoipa::ToSchema;

use super::bounds;

/// What is certain about a number, what was stated, and what is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The number, where `low` and `high` agree; null where it is not certain.
    #[schema(required)]
    pub value: Option<u64>,
    /// It is certainly not less.
    pub low: u64,
    /// It is certainly not more; null where nothing bounds it.
    #[schema(required)]
    pub high: Option<u64>,
    /// The sum of the numbers as they were stated, approximate ones included; null (not 0) where nobody stated one.
    #[schema(required)]
    pub reported: Option<u64>,
    /// How many activities may contribute.
    pub activities: u64,
    /// How many of them have no head count, no cell and no roster.
    pub uncounted: u64,
    /// How many further activities may or may not lie in the period: outside `low`, inside `high`.
    pub undecided: u64,
}

/// One activity's share of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Share {
    pub figure: bounds::Figure,
    /// Whether somebody counted.
    pub counted: bool,
    /// Whether it surely lies in the period that was asked for.
    pub decided: bool,
}

impl Default for Figure {
    /// Nothing contributes: zero, and nobody stated a number.
    fn default() -> Self {
        Self::new(0, Some(0), None)
    }
}

impl Figure {
    /// A figure to which no activity contributes yet. An upper end below the lower one gives way: what was counted stands.
    pub fn new(low: u64, high: Option<u64>, reported: Option<u64>) -> Self {
        let high = high.map(|high| high.max(low));
        let value = high.filter(|high| *high == low);
        Self {
            value,
            low,
            high,
            reported,
            activities: 0,
            uncounted: 0,
            undecided: 0,
        }
    }

    /// With the numbers of a range instead of its own.
    #[must_use]
    pub fn with(self, low: u64, high: Option<u64>, reported: Option<u64>) -> Self {
        let Self {
            activities,
            uncounted,
            undecided,
            ..
        } = self;
        Self {
            activities,
            uncounted,
            undecided,
            ..Self::new(low, high, reported)
        }
    }

    /// Adds an activity: intervals of different activities add, an end that is missing stays missing.
    pub fn add(&mut self, share: &Share) {
        let figure = share.figure;
        let high = self.high.zip(figure.high).map(|(a, b)| a.saturating_add(b));
        let may = u64::from(figure.high != Some(0));
        *self = if share.decided {
            let mut sum = self.with(
                self.low.saturating_add(figure.low),
                high,
                plus(self.reported, figure.reported),
            );
            sum.activities += may;
            sum.uncounted += if share.counted { 0 } else { may };
            sum
        } else {
            let mut sum = self.with(self.low, high, self.reported);
            sum.undecided += may;
            sum
        };
    }
}

/// Adds stated numbers: null and a number are the number.
pub fn plus(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.saturating_add(b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(low: u64, high: Option<u64>, reported: Option<u64>, counted: bool, decided: bool) -> Share {
        Share {
            figure: bounds::Figure { low, high, reported },
            counted,
            decided,
        }
    }

    #[test]
    fn an_uncounted_activity_leaves_the_low_end_and_takes_the_high_one() {
        let mut figure = Figure::default();
        figure.add(&share(43, Some(43), Some(43), true, true));
        assert_eq!((figure.value, figure.high), (Some(43), Some(43)));
        figure.add(&share(0, None, None, false, true));
        assert_eq!(
            (figure.value, figure.low, figure.high, figure.reported),
            (None, 43, None, Some(43))
        );
        assert_eq!((figure.activities, figure.uncounted, figure.undecided), (2, 1, 0));
    }

    #[test]
    fn an_undecided_activity_is_in_the_high_end_only() {
        let mut figure = Figure::default();
        figure.add(&share(5, Some(9), Some(5), true, false));
        assert_eq!((figure.low, figure.high, figure.reported), (0, Some(9), None));
        assert_eq!((figure.activities, figure.uncounted, figure.undecided), (0, 0, 1));
    }

    #[test]
    fn an_activity_that_cannot_contribute_is_not_among_those_that_may() {
        let mut figure = Figure::default();
        figure.add(&share(0, Some(0), Some(0), true, true));
        assert_eq!(
            (figure.value, figure.reported, figure.activities),
            (Some(0), Some(0), 0)
        );
    }

    #[test]
    fn members_are_written_in_the_order_of_the_contract() {
        let json = serde_json::to_string(&Figure::default()).expect("JSON");
        assert_eq!(
            json,
            r#"{"value":0,"low":0,"high":0,"reported":null,"activities":0,"uncounted":0,"undecided":0}"#
        );
    }
}
