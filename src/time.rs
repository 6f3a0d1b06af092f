//! When things take place, as far as it is known: to the day, the month, the year, or not at all. And the clock.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use serde_json::{Value, json};

use crate::codes;
use crate::db::Instant;

/// The years that the record takes.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// Tells the time; tests set it.
#[derive(Debug, Clone, Copy, Default)]
pub enum Clock {
    /// The machine's.
    #[default]
    System,
    /// Always the same.
    Fixed(DateTime<Utc>),
}

impl Clock {
    /// Now, to the microsecond.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the machine's clock"
    )]
    pub fn now(self) -> Instant {
        match self {
            Self::System => Instant::new(Utc::now()),
            Self::Fixed(at) => Instant::new(at),
        }
    }
}

/// A date of which the month or the day may be unknown: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDate {
    first: NaiveDate,
    last: NaiveDate,
    precision: Precision,
}

codes! {
    /// How exactly a time is known.
    pub enum Precision { Day = "day", Month = "month", Year = "year", Unknown = "unknown" }
}

impl PartialDate {
    /// Reads exactly `YYYY`, `YYYY-MM` or `YYYY-MM-DD` of the years 1900 to 2200; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits_at = |range: std::ops::Range<usize>| -> Option<u32> {
            let part = text.get(range)?;
            part.bytes()
                .all(|b| b.is_ascii_digit())
                .then(|| part.parse().ok())
                .flatten()
        };
        let dash_at = |at: usize| text.as_bytes().get(at) == Some(&b'-');
        let year = i32::try_from(digits_at(0..4)?).ok().filter(|y| YEARS.contains(y))?;
        match text.len() {
            4 => Some(Self {
                first: NaiveDate::from_ymd_opt(year, 1, 1)?,
                last: NaiveDate::from_ymd_opt(year, 12, 31)?,
                precision: Precision::Year,
            }),
            7 if dash_at(4) => {
                let first = NaiveDate::from_ymd_opt(year, digits_at(5..7)?, 1)?;
                let last = first
                    .checked_add_months(Months::new(1))?
                    .checked_sub_days(Days::new(1))?;
                Some(Self {
                    first,
                    last,
                    precision: Precision::Month,
                })
            }
            10 if dash_at(4) && dash_at(7) => {
                let day = NaiveDate::from_ymd_opt(year, digits_at(5..7)?, digits_at(8..10)?)?;
                Some(Self {
                    first: day,
                    last: day,
                    precision: Precision::Day,
                })
            }
            _ => None,
        }
    }

    /// A day.
    pub fn day(day: NaiveDate) -> Self {
        Self {
            first: day,
            last: day,
            precision: Precision::Day,
        }
    }

    /// Its first day.
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> NaiveDate {
        self.last
    }

    /// Day, month or year.
    pub fn precision(self) -> Precision {
        self.precision
    }
}

impl std::fmt::Display for PartialDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.precision {
            Precision::Year => write!(f, "{}", self.first.format("%Y")),
            Precision::Month => write!(f, "{}", self.first.format("%Y-%m")),
            Precision::Day | Precision::Unknown => write!(f, "{}", self.first),
        }
    }
}

/// Reads a day in exactly ten characters, of the years 1900 to 2200.
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    PartialDate::parse(text)
        .filter(|date| date.precision == Precision::Day)
        .map(PartialDate::first)
}

/// When an activity takes place, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum When {
    /// The first day is known; the last one perhaps.
    Days { start: NaiveDate, end: Option<NaiveDate> },
    /// Its days, which do not follow one another: several, in order.
    Listed(Vec<NaiveDate>),
    /// The first day lies in this month or year; the last day may still be known.
    Within {
        period: PartialDate,
        end: Option<NaiveDate>,
    },
    /// Nothing is known.
    Unknown,
}

impl When {
    /// How exactly the first day is known.
    pub fn precision(&self) -> Precision {
        match self {
            Self::Days { .. } | Self::Listed(_) => Precision::Day,
            Self::Within { period, .. } => period.precision(),
            Self::Unknown => Precision::Unknown,
        }
    }

    /// The first day, where it is known.
    pub fn start(&self) -> Option<NaiveDate> {
        match self {
            Self::Days { start, .. } => Some(*start),
            Self::Listed(days) => days.first().copied(),
            Self::Within { .. } | Self::Unknown => None,
        }
    }

    /// The last day, where it is known.
    pub fn end(&self) -> Option<NaiveDate> {
        match self {
            Self::Days { end, .. } | Self::Within { end, .. } => *end,
            Self::Listed(days) => days.last().copied(),
            Self::Unknown => None,
        }
    }

    /// Its days, where they are listed.
    pub fn listed(&self) -> Option<&[NaiveDate]> {
        match self {
            Self::Listed(days) => Some(days),
            Self::Days { .. } | Self::Within { .. } | Self::Unknown => None,
        }
    }

    /// The month or year, where that is all that is known of the first day.
    pub fn period(&self) -> Option<PartialDate> {
        match self {
            Self::Within { period, .. } => Some(*period),
            Self::Days { .. } | Self::Listed(_) | Self::Unknown => None,
        }
    }

    /// The span in which the first day lies, both ends included; `None` when undated.
    pub fn first_day_span(&self) -> Option<(NaiveDate, NaiveDate)> {
        match self {
            Self::Within { period, end } => Some((period.first(), end.map_or(period.last(), |e| e.min(period.last())))),
            Self::Days { .. } | Self::Listed(_) | Self::Unknown => self.start().map(|start| (start, start)),
        }
    }

    /// From the first day to the last one, the fewest days that it can have been.
    pub fn fewest_days(&self) -> i64 {
        let lasting = self.first_day_span().zip(self.end());
        lasting.map_or(1, |((_, first), last)| (last - first).num_days() + 1)
    }

    /// Where it stands in a list by date; undated ones before everything.
    pub fn sort_on(&self) -> NaiveDate {
        self.first_day_span().map_or(UNDATED, |(first, _)| first)
    }

    /// The JSON form.
    pub fn to_json(&self) -> Value {
        let mut when = json!({"start": self.start(), "end": self.end()});
        if let Some(members) = when.as_object_mut() {
            if let Some(days) = self.listed() {
                members.insert("days".into(), json!(days));
            }
            if let Some(period) = self.period() {
                members.insert("period".into(), json!(period.to_string()));
            }
            members.insert("precision".into(), json!(self.precision().as_str()));
        }
        when
    }
}

/// The sort day of what has no date: before every day that can be recorded.
pub const UNDATED: NaiveDate = match NaiveDate::from_ymd_opt(1000, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// The year of a day.
pub fn year(day: NaiveDate) -> i32 {
    day.year()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partial_date_is_read_in_its_three_exact_forms_only() {
        for good in ["2024", "2024-02", "2024-02-29"] {
            assert_eq!(PartialDate::parse(good).map(|d| d.to_string()).as_deref(), Some(good));
        }
        for bad in [
            "",
            "24",
            "2024-2",
            "2024-13",
            "2023-02-29",
            "+024",
            "20240101",
            "0000",
            "9999-01-01",
            "2024-01-01 ",
            "2024/01/01",
        ] {
            assert_eq!(PartialDate::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_month_spans_its_days_and_is_cut_by_a_known_end() {
        let period = PartialDate::parse("2024-02").expect("a month");
        let when = When::Within {
            period,
            end: parse_day("2024-02-10"),
        };
        assert_eq!(
            when.first_day_span(),
            Some((period.first(), parse_day("2024-02-10").expect("a day")))
        );
        assert_eq!(When::Unknown.sort_on(), UNDATED);
    }
}
