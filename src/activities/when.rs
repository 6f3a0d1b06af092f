//! When an activity takes place: its reading, and what is wrong with a time that is new.

use chrono::{Days, NaiveDate};
use serde_json::Value;

use super::model::Status;
use crate::error::Fault;
use crate::input::Object;
use crate::time::{Precision, When};

/// How many days one activity may last or list.
pub const MOST_DAYS: i64 = 366;

/// The member `when`.
pub fn read(object: &Object<'_, '_>) -> Option<When> {
    let Some(value) = object.value("when") else {
        return Some(When::Unknown);
    };
    let when = Object::open(value, object.pointer("when"), object.faults());
    let precision = when.code::<Precision>("precision");
    let precision = when.required("precision", precision);
    let (start, end, period) = (when.day("start"), when.day("end"), when.partial_date("period"));
    let days = when.value("days").is_some().then(|| listed(&when));
    when.finish();
    let misfit = |name: &str| {
        when.add(Fault::at(when.pointer(name), "precision_mismatch").with("precision", precision?.as_str()));
        None
    };
    if days.is_some() && precision != Some(Precision::Day) {
        return misfit("days");
    }
    match precision? {
        Precision::Day => {
            if when.value("period").is_some() {
                return misfit("period");
            }
            if let Some(days) = days {
                return of_days(&when, days?, start, end);
            }
            let start = when.required("start", start)?;
            if end.is_some_and(|end| end < start) {
                when.add(Fault::at(when.pointer("end"), "end_before_start").with("start", start));
                return None;
            }
            Some(When::Days { start, end })
        }
        Precision::Month | Precision::Year => {
            if when.value("start").is_some() {
                return misfit("start");
            }
            let period = when.required("period", period)?;
            if Some(period.precision()) != precision {
                return misfit("period");
            }
            if end.is_some_and(|end| end < period.first()) {
                when.add(Fault::at(when.pointer("end"), "end_outside_period").with("period", period));
                return None;
            }
            Some(When::Within { period, end })
        }
        Precision::Unknown => {
            for name in ["start", "end", "period"] {
                if value.get(name).is_some_and(|v| !v.is_null()) {
                    return misfit(name);
                }
            }
            Some(When::Unknown)
        }
    }
}

/// The list `days`: at least two, each after the one before it.
fn listed(when: &Object<'_, '_>) -> Option<Vec<NaiveDate>> {
    let given = when.days("days", usize::try_from(MOST_DAYS).unwrap_or_default())?;
    if given.len() < 2 {
        when.add(Fault::at(when.pointer("days"), "too_few").with("least", 2));
        return None;
    }
    let mut days: Vec<NaiveDate> = Vec::with_capacity(given.len());
    let mut in_order = true;
    for (pointer, day) in given {
        if let Some(before) = days.last().filter(|before| day <= **before) {
            when.add(Fault::at(pointer, "days_not_in_order").with("before", before));
            in_order = false;
        }
        days.push(day);
    }
    in_order.then_some(days)
}

/// Listed days with the first and the last one, which may be said beside them.
fn of_days(
    when: &Object<'_, '_>,
    days: Vec<NaiveDate>,
    start: Option<NaiveDate>,
    end: Option<NaiveDate>,
) -> Option<When> {
    let mut fits = true;
    for (name, said, day) in [("start", start, days.first()), ("end", end, days.last())] {
        if let (Some(said), Some(day)) = (said, day)
            && said != *day
        {
            when.add(Fault::at(when.pointer(name), "not_of_days").nearest(Some(day.to_string())));
            fits = false;
        }
    }
    fits.then_some(When::Listed(days))
}

/// Says what is wrong with a time in itself or with the status: what is held has begun, and what lasts longer than a year
/// lists its days. What stands is left alone until it changes.
pub fn judge(
    object: &Object<'_, '_>,
    when: Option<&When>,
    status: Option<Status>,
    stated: Option<&Value>,
    today: NaiveDate,
) {
    let (Some(when), Some(status)) = (when, status) else {
        return;
    };
    let stated = |name: &str| stated.and_then(|document| document.get(name));
    let stands = stated("when") == Some(&when.to_json());
    let held_already = stated("status").and_then(Value::as_str) == Some(status.as_str());
    if let Some(latest) = begins_too_late(when, status, today).filter(|_| !(stands && held_already)) {
        let name = if when.period().is_some() { "period" } else { "start" };
        object.add(Fault::at(format!("/when/{name}"), "held_before_it_began").with("latest", latest));
    }
    if let Some(days) = lasts_too_long(when).filter(|_| !stands) {
        let fault = Fault::at("/when/end", "lasts_too_long").with("days", days);
        object.add(fault.with("most", MOST_DAYS));
    }
}

/// The last day on which something held can have begun, where it surely began later: today ends somewhere on earth when
/// tomorrow has begun in UTC.
pub fn begins_too_late(when: &When, status: Status, today: NaiveDate) -> Option<NaiveDate> {
    let latest = latest_beginning(today);
    let (first, _) = when.first_day_span()?;
    (status == Status::Held && first > latest).then_some(latest)
}

/// The last day on which something held can have begun.
pub fn latest_beginning(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(1)).unwrap_or(today)
}

/// How many days it lasts at least, where those are too many to follow one another.
pub fn lasts_too_long(when: &When) -> Option<i64> {
    let days = when.fewest_days();
    (when.listed().is_none() && days > MOST_DAYS).then_some(days)
}
