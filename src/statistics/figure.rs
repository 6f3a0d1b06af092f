//! A figure: never a bare number.

use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::coverage::Coverage;

/// In what the numbers of a figure are held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// Ones.
    #[default]
    Whole,
    /// 4375 is 0.4375: no comparison and no rounding is ever made of floating-point numbers.
    TenThousandths,
}

/// How many parts a number in [`Scale::TenThousandths`] has.
pub const PARTS: u64 = 10_000;

/// One number of a figure, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    pub amount: u64,
    pub scale: Scale,
}

/// What is certain about a number, what was stated, and what is missing. Where disclosure control withholds it the four
/// numbers say nothing ([`Figure::withhold`]), and it is written so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// The number, where `low` and `high` agree; `None` where it is not certain.
    pub value: Option<u64>,
    /// It is certainly not less.
    pub low: u64,
    /// It is certainly not more; `None` where nothing bounds it.
    pub high: Option<u64>,
    /// The sum of the numbers as they were stated, approximate ones included; `None` (not 0) where nobody stated one.
    pub reported: Option<u64>,
    /// How many activities may contribute.
    pub activities: u64,
    /// How many of them have no head count, no cell and no roster.
    pub uncounted: u64,
    /// How many further activities may or may not belong: outside `low`, inside `high`.
    pub undecided: u64,
    /// In what the four numbers are held.
    pub scale: Scale,
    /// Whether the four numbers are not told.
    pub withheld: bool,
    /// Whether numbers that were stated are hidden in it.
    pub blurred: bool,
    /// Whether everything that it is about is declared to be recorded.
    pub coverage: Coverage,
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
            scale: Scale::Whole,
            withheld: false,
            blurred: false,
            coverage: Coverage::NotStated,
        }
    }

    /// The same of a scope that is covered so.
    #[must_use]
    pub fn covered(self, coverage: Coverage) -> Self {
        Self { coverage, ..self }
    }

    /// With the numbers of a range instead of its own.
    #[must_use]
    pub fn with_numbers(self, low: u64, high: Option<u64>, reported: Option<u64>) -> Self {
        let numbers = Self::new(low, high, reported);
        Self {
            value: numbers.value,
            low: numbers.low,
            high: numbers.high,
            reported: numbers.reported,
            ..self
        }
    }

    /// With different persons for attendances: `certain` of them on rosters of activities that surely belong, `all` with
    /// those that may, `rostered` rows in all, and `most_certain` who came to one activity at least.
    #[must_use]
    pub fn of_people(self, certain: u64, all: u64, rostered: u64, most_certain: u64) -> Self {
        let high = self.high.map(|high| all.saturating_add(high.saturating_sub(rostered)));
        let reported = Some(certain).filter(|persons| *persons > 0);
        self.with_numbers(certain.max(most_certain), high, reported)
    }

    /// The same in ten-thousandths.
    #[must_use]
    pub fn in_ten_thousandths(self) -> Self {
        Self {
            scale: Scale::TenThousandths,
            ..self
        }
    }

    /// The same without its numbers: how many activities there are is told, what they say is not.
    #[must_use]
    pub fn withhold(self) -> Self {
        Self {
            value: None,
            low: 0,
            high: None,
            reported: None,
            withheld: true,
            ..self
        }
    }

    /// The same, withheld where numbers were stated and all of them are hidden.
    #[must_use]
    pub fn controlled(self) -> Self {
        if self.blurred && self.reported.is_none() {
            self.withhold()
        } else {
            self
        }
    }

    /// `value`, `low`, `high` and `reported` as every output writes them: none where nothing is certain, bounded or
    /// stated, and none at all where they are withheld.
    pub fn numbers(&self) -> [Option<Number>; 4] {
        let told = |amount: Option<u64>| {
            let scale = self.scale;
            amount.filter(|_| !self.withheld).map(|amount| Number { amount, scale })
        };
        [self.value, Some(self.low), self.high, self.reported].map(told)
    }

    /// Writes its members in the order of the contract, `withheld` only where it is.
    pub fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let [value, low, high, reported] = self.numbers();
        map.serialize_entry("value", &value)?;
        map.serialize_entry("low", &low)?;
        map.serialize_entry("high", &high)?;
        map.serialize_entry("reported", &reported)?;
        map.serialize_entry("activities", &self.activities)?;
        map.serialize_entry("uncounted", &self.uncounted)?;
        map.serialize_entry("undecided", &self.undecided)?;
        map.serialize_entry("coverage", &self.coverage)?;
        if self.withheld {
            map.serialize_entry("withheld", &true)?;
        }
        Ok(())
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        self.write(&mut map)?;
        map.end()
    }
}

impl Serialize for Number {
    /// A whole number as one, a share as a decimal fraction of at most four places.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.scale {
            Scale::Whole => to.serialize_u64(self.amount),
            Scale::TenThousandths if self.amount.is_multiple_of(PARTS) => to.serialize_u64(self.amount / PARTS),
            // The nearest floating-point number of four places is written with these four places.
            Scale::TenThousandths => {
                let part = u32::try_from(self.amount % PARTS).unwrap_or_default();
                let whole = u32::try_from(self.amount / PARTS).unwrap_or(u32::MAX);
                to.serialize_f64(f64::from(whole) + f64::from(part) / 10_000.0)
            }
        }
    }
}

impl fmt::Display for Number {
    /// As JSON writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.scale {
            Scale::Whole => self.amount.fmt(f),
            Scale::TenThousandths => {
                write!(f, "{}", self.amount / PARTS)?;
                let places = format!("{:04}", self.amount % PARTS);
                match places.trim_end_matches('0') {
                    "" => Ok(()),
                    places => write!(f, ".{places}"),
                }
            }
        }
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
            r#"{"value":0,"low":0,"high":0,"reported":null,"activities":0,"uncounted":0,"undecided":0,"coverage":"not_stated"}"#
        );
    }

    #[test]
    fn a_share_is_written_alike_in_json_and_csv_and_exactly() {
        for amount in 0..=PARTS {
            let number = Number {
                amount,
                scale: Scale::TenThousandths,
            };
            let json = serde_json::to_string(&number).expect("JSON");
            assert_eq!(json, number.to_string(), "{amount}");
        }
        let number = |amount| {
            Number {
                amount,
                scale: Scale::TenThousandths,
            }
            .to_string()
        };
        assert_eq!(
            [0, 1, 4375, 4000, 10_000].map(number),
            ["0", "0.0001", "0.4375", "0.4", "1"]
        );
    }

    #[test]
    fn what_is_withheld_says_so_and_tells_no_number() {
        let figure = Figure {
            activities: 1,
            ..Figure::new(3, Some(9), Some(4))
        };
        let json = serde_json::to_string(&figure.withhold()).expect("JSON");
        assert_eq!(
            json,
            r#"{"value":null,"low":null,"high":null,"reported":null,"activities":1,"uncounted":0,"undecided":0,"coverage":"not_stated","withheld":true}"#
        );
    }
}
