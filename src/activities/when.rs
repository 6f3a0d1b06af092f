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
    let fault = |name: &str, code| Fault::at(when.pointer(name), code);
    let fits = |name: &str| {
        let misfit = || fault(name, "precision_mismatch").with("precision", precision.map_or("", Precision::as_str));
        when.fits(value.get(name).is_none_or(Value::is_null), misfit)
    };
    if precision? != Precision::Day && !fits("days") {
        return None;
    }
    match precision? {
        Precision::Day => {
            if !fits("period") {
                return None;
            }
            if let Some(days) = days.filter(|days| !(when.is_stored() && days.as_ref().is_none_or(Vec::is_empty))) {
                return of_days(&when, days?, start, end);
            }
            let start = when.required("start", start)?;
            let in_order = end.is_none_or(|end| start <= end);
            let in_order = when.fits(in_order, || fault("end", "end_before_start").with("start", start));
            in_order.then_some(When::Days { start, end })
        }
        Precision::Month | Precision::Year => {
            if !fits("start") {
                return None;
            }
            let period = when.required("period", period)?;
            let misfit =
                || fault("period", "precision_mismatch").with("precision", precision.map_or("", Precision::as_str));
            if !when.fits(Some(period.precision()) == precision, misfit) {
                return None;
            }
            let in_order = end.is_none_or(|end| period.first() <= end);
            let in_order = when.fits(in_order, || fault("end", "end_outside_period").with("period", period));
            in_order.then_some(When::Within { period, end })
        }
        Precision::Unknown => ["start", "end", "period"]
            .into_iter()
            .all(fits)
            .then_some(When::Unknown),
    }
}

/// The list `days`: at least two, each after the one before it.
fn listed(when: &Object<'_, '_>) -> Option<Vec<NaiveDate>> {
    let given = when.days("days", usize::try_from(MOST_DAYS).unwrap_or_default())?;
    if !when.fits(given.len() >= 2, || {
        Fault::at(when.pointer("days"), "too_few").with("least", 2)
    }) {
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
    if when.is_stored() {
        days.sort_unstable();
        days.dedup();
        in_order = true;
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
        if let (Some(said), Some(day)) = (said, day) {
            let fault = || Fault::at(when.pointer(name), "not_of_days").nearest(Some(day.to_string()));
            fits &= when.fits(said == *day, fault);
        }
    }
    fits.then_some(When::Listed(days))
}

/// Says what is wrong with a time in itself or with the status: what is held has begun, and what lasts longer than a year
/// lists its days. What stands is left alone until it changes.
pub fn check_status(
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
    let is_stored = object.faults().borrow().is_stored("/when");
    let stands = is_stored || stated("when") == Some(&when.to_json());
    let held_already = stated("status").and_then(Value::as_str) == Some(status.as_str());
    if let Some(latest) = begins_too_late(when, status, today).filter(|_| !(stands && held_already)) {
        let name = if when.period().is_some() { "period" } else { "start" };
        let fault = Fault::at(format!("/when/{name}"), "held_before_it_began").with("latest", latest);
        object.faults().borrow_mut().insist(fault);
    }
    if let Some(days) = lasts_too_long(when).filter(|_| !stands) {
        let fault = Fault::at("/when/end", "lasts_too_long").with("days", days);
        object.faults().borrow_mut().insist(fault.with("most", MOST_DAYS));
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
