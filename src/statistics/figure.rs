//! A figure: never a bare number.

use serde::Serialize;
use utoipa::ToSchema;

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

    /// With different persons for attendances: `certain` of them on rosters of activities that surely belong, `all` with
    /// those that may, `rostered` rows in all, and `most_certain` who came to one activity at least.
    #[must_use]
    pub fn of_people(self, certain: u64, all: u64, rostered: u64, most_certain: u64) -> Self {
        let high = self.high.map(|high| all.saturating_add(high.saturating_sub(rostered)));
        let reported = Some(certain).filter(|persons| *persons > 0);
        self.with(certain.max(most_certain), high, reported)
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

    #[test]
    fn members_are_written_in_the_order_of_the_contract() {
        let json = serde_json::to_string(&Figure::default()).expect("JSON");
        assert_eq!(
            json,
            r#"{"value":0,"low":0,"high":0,"reported":null,"activities":0,"uncounted":0,"undecided":0}"#
        );
    }
}
