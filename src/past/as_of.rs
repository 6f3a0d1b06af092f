//! `as_of`: when something was recorded, and the entry of the ledger up to which that goes.

use chrono::{Datelike, Days, Duration, NaiveDate, NaiveTime};
use diesel::prelude::*;
use utoipa::IntoParams;

use crate::db::schema::ledger as entries;
use crate::db::{Conn, Instant};
use crate::error::{Error, Fault, OrInternal};
use crate::input::{Params, shorten};
use crate::ledger::{Ledger, head};
use crate::time::PartialDate;

/// A point of the record's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerPoint {
    /// The newest entry that was there.
    pub seq: i64,
    /// The instant that was asked for.
    pub at: Instant,
}

impl LedgerPoint {
    /// Its day in UTC: what "today" was then.
    pub fn day(self) -> NaiveDate {
        self.at.utc().date_naive()
    }
}

/// What `as_of` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// An instant.
    Instant(Instant),
    /// The end of a day in UTC; of today: as far as it has come.
    Day(NaiveDate),
}

/// The parameter of whatever can be asked of the past.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes a parameter")]
pub struct AsOfParam {
    /// The record as it stood then: an instant (RFC 3339), or a day (its end in UTC; of today: as far as it has come).
    /// What was recorded later is not in the answer, and what was changed or deleted later is as it was. Not before the
    /// first entry, not in the future.
    as_of: Option<InstantParam>,
}

/// An instant, or a day.
#[derive(Debug, utoipa::ToSchema)]
#[schema(value_type = String, pattern = r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9]))?$")]
#[expect(dead_code, reason = "it describes what is read and sent")]
pub struct InstantParam(pub String);

/// A command is dated when it begins. An instant this young, with no entry after it, may therefore still be overtaken by
/// a command that is under way: such a one is waited for. No command, and be it the import of a long sheet, takes longer.
const SETTLED: Duration = Duration::hours(1);

impl AsOf {
    /// Reads the parameter `as_of`.
    pub fn read(params: &Params) -> Option<Self> {
        Self::read_named(params, "as_of")
    }

    /// Reads a parameter of that name.
    pub fn read_named(params: &Params, name: &'static str) -> Option<Self> {
        let text = params.single(name)?;
        let read = Self::parse(text);
        if read.is_none() {
            let fault = Fault::parameter(name, "not_an_instant").with("value", shorten(text));
            if is_of_no_month(text) {
                params.invalid(fault);
            } else {
                params.unreadable(fault.nearest(nearest(text)));
            }
        }
        read
    }

    /// An instant (RFC 3339) or a day of the years 1 to 9999, whether the record reaches there or not; anything else is
    /// `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let read = match day(text) {
            Some(day) => Self::Day(day),
            None => Self::Instant(Instant::parse(text)?),
        };
        let year = match read {
            Self::Instant(at) => at.utc().year(),
            Self::Day(day) => day.year(),
        };
        (1..=9999).contains(&year).then_some(read)
    }

    /// The newest entry at or before it. `fault` makes the fault of where it was stated.
    ///
    /// # Errors
    /// [`Error::Invalid`] where it lies in the future (the nearest is now), or before the first entry (the nearest is that
    /// entry's instant).
    pub async fn resolve(self, ledger: &Ledger, fault: impl Fn(&'static str) -> Fault) -> Result<LedgerPoint, Error> {
        // A clock that was set back does not make the newest entry one of the future.
        let newest = ledger.db().read(head).await?.at;
        let now = newest.map_or_else(|| ledger.clock().now(), |newest| newest.max(ledger.clock().now()));
        let (at, may_grow) = match self {
            Self::Instant(at) => (at, false),
            Self::Day(day) if day == now.utc().date_naive() => (now, true),
            Self::Day(day) => (end_of(day).or_internal("a day has no end")?, false),
        };
        if at > now {
            let fault = fault("in_the_future").with("now", now);
            return Err(Error::invalid(fault.nearest(Some(now.to_string()))));
        }
        let look = move |conn: &mut Conn| LedgerPosition::at(conn, at);
        let mut seen = ledger.db().read(look).await?;
        if !may_grow && seen.is_newest && now.utc() - at.utc() < SETTLED {
            ledger.db().wait_for_writes_before(at).await?;
            seen = ledger.db().read(look).await?;
        }
        match seen.seq {
            Some(seq) => Ok(LedgerPoint { seq, at }),
            None => {
                let first = seen.first;
                let fault = fault("before_the_first_entry")
                    .with("first", first.map(|first| first.to_string()).unwrap_or_default());
                Err(Error::invalid(fault.nearest(first.map(|first| first.to_string()))))
            }
        }
    }
}

/// A day in exactly the form YYYY-MM-DD.
fn day(text: &str) -> Option<NaiveDate> {
    let fits = |(place, byte): (usize, u8)| match place {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    let is_form = text.len() == 10 && text.bytes().enumerate().all(fits);
    is_form.then(|| text.parse().ok()).flatten()
}

/// Whether only the day is at fault: the 30th of February has the form of a day and is none.
fn is_of_no_month(text: &str) -> bool {
    let parts = text.get(..8).zip(text.get(8..10)).zip(text.get(10..));
    parts.is_some_and(|((month, day), rest)| {
        day.bytes().all(|b| b.is_ascii_digit()) && AsOf::parse(&format!("{month}01{rest}")).is_some()
    })
}

/// The last microsecond of a day.
fn end_of(day: NaiveDate) -> Option<Instant> {
    let midnight = day.checked_add_days(Days::new(1))?.and_time(NaiveTime::MIN).and_utc();
    Some(Instant::new(midnight - Duration::microseconds(1)))
}

/// What was most likely meant: the last day of a month or a year, and an offset whose plus sign became a space on its way.
fn nearest(text: &str) -> Option<String> {
    let last = PartialDate::parse(text).map(|date| date.last().to_string());
    last.or_else(|| Instant::parse(&text.replace(' ', "+")).map(|at| at.to_string()))
        .or_else(|| Instant::parse(&format!("{text}Z")).map(|at| at.to_string()))
}

/// When the first entry was made: nothing before it can be answered.
pub fn first_instant(conn: &mut Conn) -> Result<Option<Instant>, Error> {
    instant_of(conn, 1)
}

fn instant_of(conn: &mut Conn, seq: i64) -> Result<Option<Instant>, Error> {
    Ok(entries::table.find(seq).select(entries::at).first(conn).optional()?)
}

/// The ledger as it was at an instant.
struct LedgerPosition {
    /// The newest entry at or before it.
    seq: Option<i64>,
    /// No entry came later yet: the next one may be of the same instant, or of an earlier one while it is under way.
    is_newest: bool,
    /// When the first entry was made.
    first: Option<Instant>,
}

impl LedgerPosition {
    /// The sequence has no gaps and its instants never fall, so that halving finds the entry with a few looks by key, and
    /// the table needs no index by instant.
    fn at(conn: &mut Conn, at: Instant) -> Result<Self, Error> {
        let newest: Option<i64> = entries::table.select(diesel::dsl::max(entries::seq)).first(conn)?;
        let newest = newest.unwrap_or(0);
        // Everything up to `within` was there; everything from `beyond` on was not.
        let (mut within, mut beyond) = (0, newest + 1);
        while beyond - within > 1 {
            let middle = within + (beyond - within) / 2;
            match instant_of(conn, middle)? {
                Some(entered) if entered <= at => within = middle,
                _ => beyond = middle,
            }
        }
        Ok(Self {
            seq: (within > 0).then_some(within),
            is_newest: within == newest,
            first: first_instant(conn)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_day;

    #[test]
    fn an_instant_or_a_day_is_read_and_nothing_else() {
        assert_eq!(AsOf::parse("2024-10-21"), parse_day("2024-10-21").map(AsOf::Day));
        let Some(AsOf::Instant(at)) = AsOf::parse("2024-10-21T12:00:00+03:00") else {
            panic!("an instant")
        };
        assert_eq!(at.to_string(), "2024-10-21T09:00:00Z");
        for bad in [
            "",
            "2024",
            "2024-10",
            "now",
            "2024-10-21T12:00:00",
            "2024-10-21 12:00",
            "2024-13-01",
            "0000-01-01",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59-01:00",
            "+024-01-01",
        ] {
            assert_eq!(AsOf::parse(bad), None, "{bad}");
        }
        for far in ["9999-12-31", "1899-12-31", "0001-01-01", "9999-12-31T00:00:00Z"] {
            assert!(AsOf::parse(far).is_some(), "{far}");
        }
    }

    #[test]
    fn a_day_means_its_last_microsecond() {
        let end = end_of(parse_day("2024-12-31").unwrap()).unwrap();
        assert_eq!(end.to_string(), "2024-12-31T23:59:59.999999Z");
    }

    #[test]
    fn what_was_most_likely_meant_is_said() {
        assert_eq!(nearest("2024").as_deref(), Some("2024-12-31"));
        assert_eq!(nearest("2024-02").as_deref(), Some("2024-02-29"));
        assert_eq!(
            nearest("2024-10-21T12:00:00 03:00").as_deref(),
            Some("2024-10-21T09:00:00Z")
        );
        assert_eq!(nearest("2024-10-21T12:00:00").as_deref(), Some("2024-10-21T12:00:00Z"));
        assert_eq!(nearest("yesterday"), None);
    }
}
