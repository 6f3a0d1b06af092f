//! An activity as the row that filters and figures read.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::activities::model::{ActivityType, Mode, NewActivity, OurRole, Status};
use crate::db::Instant;
use crate::db::schema::activities;
use crate::text::{Lang, fold};
use crate::time::Precision;

/// An activity's row: what is asked of it without reading its document.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = activities, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Row<'a> {
    version: i32,
    code: &'a str,
    title: String,
    title_sort: String,
    kind: ActivityType,
    mode: Mode,
    status: Status,
    our_role: OurRole,
    precision: Precision,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    day_count: Option<i32>,
    period: Option<String>,
    first_from: Option<NaiveDate>,
    first_to: Option<NaiveDate>,
    sort_on: NaiveDate,
    plan_year: Option<i32>,
    place_city: Option<&'a str>,
    place_country_id: Option<i64>,
    notes: Option<&'a str>,
    search_text: String,
    updated_at: Instant,
}

impl<'a> Row<'a> {
    /// The row of a version that is written at `now`.
    pub fn new(new: &'a NewActivity, code: &'a str, version: i32, now: Instant) -> Self {
        let span = new.when.first_day_span();
        Self {
            version,
            code,
            title: new.title.to_json(),
            title_sort: fold(new.title.best(Lang::En)),
            kind: new.kind,
            mode: new.mode,
            status: new.status,
            our_role: new.our_role,
            precision: new.when.precision(),
            starts_on: new.when.start(),
            ends_on: new.when.end(),
            day_count: new.when.listed().and_then(|days| i32::try_from(days.len()).ok()),
            period: new.when.period().map(|p| p.to_string()),
            first_from: span.map(|(first, _)| first),
            first_to: span.map(|(_, last)| last),
            sort_on: new.sort_on(),
            plan_year: new.plan_year,
            place_city: new.place.as_ref().and_then(|p| p.city.as_deref()),
            place_country_id: new.place.as_ref().and_then(|p| p.country.as_ref()).map(|c| c.key),
            notes: new.notes.as_deref(),
            search_text: new.search_text(code),
            updated_at: now,
        }
    }
}
