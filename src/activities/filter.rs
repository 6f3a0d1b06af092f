//! Which activities a list shows, and in which order: built once from the parameters, shared by the API, reports and
//! pages.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::KIND;
use super::model::{ActivityType, AgencyRole, CountryRole, Mode, OurRole, Status};
use crate::db::schema::{
    activities, activity_agencies, activity_countries, activity_fields, activity_languages, activity_programmes,
    versions,
};
use crate::db::{Conn, Instant, MultiBackend};
use crate::directory::{Directory, Kind};
use crate::error::{Error, Fault};
use crate::input::Params;
use crate::paging::Page;
use crate::text::{containing, nearest};
use crate::time::PartialDate;

/// What may be sorted by; a leading `-` turns it round.
pub const SORTS: [&str; 8] = [
    "start",
    "-start",
    "code",
    "-code",
    "title",
    "-title",
    "updated_at",
    "-updated_at",
];

/// The filters of a list, codes not yet looked up.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct ActivityFilter {
    pub kinds: Vec<ActivityType>,
    pub modes: Vec<Mode>,
    pub statuses: Vec<Status>,
    pub our_roles: Vec<OurRole>,
    pub programmes: Vec<String>,
    pub fields: Vec<String>,
    pub countries: Vec<String>,
    pub country_roles: Vec<CountryRole>,
    pub agencies: Vec<String>,
    pub agency_roles: Vec<AgencyRole>,
    pub languages: Vec<String>,
    pub years: Vec<i32>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub plan_year: Option<i32>,
    pub text: Option<String>,
    pub sort: &'static str,
    /// Whether drafts are among them.
    pub with_drafts: bool,
}

impl ActivityFilter {
    /// Reads the parameters of a list.
    pub fn read(params: &Params, with_drafts: bool) -> Self {
        let owned = |values: Vec<&str>| values.into_iter().map(str::to_owned).collect();
        let (from, to) = (params.partial_date("from"), params.partial_date("to"));
        if let (Some(from), Some(to)) = (from, to)
            && from.first() > to.last()
        {
            params.invalid(Fault::parameter("from", "from_after_to"));
        }
        Self {
            kinds: params.codes("type"),
            modes: params.codes("mode"),
            statuses: read_statuses(params, with_drafts),
            our_roles: params.codes("our_role"),
            programmes: owned(params.many("programme")),
            fields: owned(params.many("field")),
            countries: owned(params.many("country")),
            country_roles: params.codes("country_role"),
            agencies: owned(params.many("agency")),
            agency_roles: params.codes("agency_role"),
            languages: owned(params.many("language")),
            years: read_years(params),
            from: from.map(PartialDate::first),
            to: to.map(PartialDate::last),
            plan_year: params
                .integer("plan_year", 1900..=2200)
                .and_then(|y| i32::try_from(y).ok()),
            text: params.search("q").map(str::to_owned),
            sort: read_sort(params),
            with_drafts,
        }
    }
}

fn read_statuses(params: &Params, with_drafts: bool) -> Vec<Status> {
    let statuses = params.codes("status");
    if !with_drafts && statuses.contains(&Status::Draft) {
        params.invalid(hidden_drafts());
    }
    statuses
}

/// What those are told who ask for drafts and may not see them: that there are none would be false.
pub fn hidden_drafts() -> Fault {
    Fault::parameter("status", "hidden_value").with("value", Status::Draft)
}

/// The years of `year=`.
pub fn read_years(params: &Params) -> Vec<i32> {
    let years = params.integers("year", 1900..=2200);
    years.into_iter().filter_map(|year| i32::try_from(year).ok()).collect()
}

fn read_sort(params: &Params) -> &'static str {
    let Some(given) = params.one("sort") else {
        return "-start";
    };
    SORTS.into_iter().find(|sort| *sort == given).unwrap_or_else(|| {
        params.invalid(
            Fault::parameter("sort", "unknown_code")
                .with("value", crate::input::shorten(given))
                .with("known", SORTS.join(", "))
                .nearest(nearest(given, SORTS)),
        );
        "-start"
    })
}

type Query<'a> = activities::BoxedQuery<'a, MultiBackend>;

/// A filter whose codes have been looked up.
#[derive(Debug, Clone)]
pub struct Resolved {
    filter: ActivityFilter,
    programmes: Vec<i64>,
    fields: Vec<i64>,
    countries: Vec<i64>,
    agencies: Vec<i64>,
}

/// One page of a list: documents, the cursor of the next page, the total where it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct ActivityPage {
    pub documents: Vec<String>,
    pub next: Option<String>,
    pub total: Option<i64>,
}

impl ActivityFilter {
    /// Looks the codes up; unknown ones are refused with the nearest known ones.
    pub fn resolve(self, conn: &mut Conn) -> Result<Resolved, Error> {
        let mut directory = Directory::default();
        let mut faults = Vec::new();
        let mut keys = |kind: Kind, name: &'static str, codes: &[String]| -> Result<Vec<i64>, Error> {
            let mut keys = Vec::new();
            for code in codes {
                match directory.resolve(conn, kind, code, |c| Fault::parameter(name, c))? {
                    Ok(reference) => keys.push(reference.key),
                    Err(fault) => faults.push(fault),
                }
            }
            Ok(keys)
        };
        let resolved = Resolved {
            programmes: keys(Kind::Programme, "programme", &self.programmes)?,
            fields: keys(Kind::Field, "field", &self.fields)?,
            countries: keys(Kind::Country, "country", &self.countries)?,
            agencies: keys(Kind::Agency, "agency", &self.agencies)?,
            filter: self,
        };
        if faults.is_empty() {
            Ok(resolved)
        } else {
            Err(Error::Invalid(faults))
        }
    }
}

impl Resolved {
    /// The rows that match, in no order.
    pub fn query(&self) -> Query<'_> {
        let filter = &self.filter;
        let mut query = activities::table.filter(activities::deleted_seq.is_null()).into_boxed();
        if !filter.with_drafts {
            query = query.filter(activities::status.ne(Status::Draft));
        }
        if !filter.kinds.is_empty() {
            query = query.filter(activities::kind.eq_any(&filter.kinds));
        }
        if !filter.modes.is_empty() {
            query = query.filter(activities::mode.eq_any(&filter.modes));
        }
        if !filter.statuses.is_empty() {
            query = query.filter(activities::status.eq_any(&filter.statuses));
        }
        if !filter.our_roles.is_empty() {
            query = query.filter(activities::our_role.eq_any(&filter.our_roles));
        }
        if !self.programmes.is_empty() {
            let of = activity_programmes::table
                .filter(activity_programmes::programme_id.eq_any(&self.programmes))
                .select(activity_programmes::activity_id);
            query = query.filter(activities::id.eq_any(of));
        }
        if !self.fields.is_empty() {
            let of = activity_fields::table
                .filter(activity_fields::field_id.eq_any(&self.fields))
                .select(activity_fields::activity_id);
            query = query.filter(activities::id.eq_any(of));
        }
        let roles = if filter.country_roles.is_empty() {
            CountryRole::ALL
        } else {
            &filter.country_roles
        };
        let listed = activity_countries::table.filter(activity_countries::role.eq_any(roles));
        if !self.countries.is_empty() {
            let of = listed.filter(activity_countries::country_id.eq_any(&self.countries));
            query = query.filter(activities::id.eq_any(of.select(activity_countries::activity_id)));
        } else if !filter.country_roles.is_empty() {
            query = query.filter(activities::id.eq_any(listed.select(activity_countries::activity_id)));
        }
        let roles = if filter.agency_roles.is_empty() {
            AgencyRole::ALL
        } else {
            &filter.agency_roles
        };
        let listed = activity_agencies::table.filter(activity_agencies::role.eq_any(roles));
        if !self.agencies.is_empty() {
            let of = listed.filter(activity_agencies::agency_id.eq_any(&self.agencies));
            query = query.filter(activities::id.eq_any(of.select(activity_agencies::activity_id)));
        } else if !filter.agency_roles.is_empty() {
            query = query.filter(activities::id.eq_any(listed.select(activity_agencies::activity_id)));
        }
        if !filter.languages.is_empty() {
            let of = activity_languages::table
                .filter(activity_languages::lang.eq_any(&filter.languages))
                .select(activity_languages::activity_id);
            query = query.filter(activities::id.eq_any(of));
        }
        if !filter.years.is_empty() {
            let mut any: Option<
                Box<
                    dyn BoxableExpression<
                            activities::table,
                            MultiBackend,
                            SqlType = diesel::sql_types::Nullable<diesel::sql_types::Bool>,
                        >,
                >,
            > = None;
            for year in &filter.years {
                let first = NaiveDate::from_ymd_opt(*year, 1, 1).unwrap_or(crate::time::UNDATED);
                let last = NaiveDate::from_ymd_opt(*year, 12, 31).unwrap_or(crate::time::UNDATED);
                let inside = activities::first_from.ge(first).and(activities::first_to.le(last));
                any = Some(match any {
                    None => Box::new(inside),
                    Some(other) => Box::new(other.or(inside)),
                });
            }
            if let Some(any) = any {
                query = query.filter(any);
            }
        }
        if let Some(from) = filter.from {
            query = query.filter(activities::sort_on.ge(from));
        }
        if let Some(to) = filter.to {
            query = query.filter(activities::first_to.le(to));
        }
        if let Some(year) = filter.plan_year {
            query = query.filter(activities::plan_year.eq(year));
        }
        if let Some(text) = &filter.text {
            query = query.filter(activities::search_text.like(containing(text)).escape('\\'));
        }
        query
    }

    /// One page in the filter's order.
    pub fn page(&self, conn: &mut Conn, page: &Page) -> Result<ActivityPage, Error> {
        let mut rows = self.keys(conn, page)?;
        let more = rows.len() > usize::try_from(page.limit).unwrap_or(usize::MAX);
        if more {
            rows.pop();
        }
        let next = rows.last().filter(|_| more).map(|(id, value)| page.cursor(value, *id));
        let total = if page.count {
            Some(self.query().count().get_result(conn)?)
        } else {
            None
        };
        let ids: Vec<i64> = rows.iter().map(|(id, _)| *id).collect();
        Ok(ActivityPage {
            documents: documents(conn, &ids)?,
            next,
            total,
        })
    }

    /// The keys of all that match, in the filter's order: for reports.
    pub fn all_keys(&self, conn: &mut Conn) -> Result<Vec<i64>, Error> {
        let all = Page::whole();
        Ok(self.keys(conn, &all)?.into_iter().map(|(id, _)| id).collect())
    }

    /// The keys of a page with their sort values, one more than the page holds.
    fn keys(&self, conn: &mut Conn, page: &Page) -> Result<Vec<(i64, String)>, Error> {
        let bad = || Error::invalid(Fault::parameter("cursor", "bad_cursor"));
        let limit = page.limit + 1;
        macro_rules! by {
            ($column:expr, $read:expr, $show:expr, desc) => {{
                let mut query = self
                    .query()
                    .order(($column.desc(), activities::id.desc()))
                    .limit(limit);
                if let Some(cursor) = &page.after {
                    let value = $read(cursor.value.as_str()).ok_or_else(bad)?;
                    query = query.filter(
                        $column
                            .le(value.clone())
                            .and($column.lt(value).or(activities::id.lt(cursor.key))),
                    );
                }
                query
                    .select((activities::id, $column))
                    .load::<(i64, _)>(conn)?
                    .into_iter()
                    .map(|(id, v)| (id, $show(v)))
                    .collect()
            }};
            ($column:expr, $read:expr, $show:expr, asc) => {{
                let mut query = self
                    .query()
                    .order(($column.asc(), activities::id.asc()))
                    .limit(limit);
                if let Some(cursor) = &page.after {
                    let value = $read(cursor.value.as_str()).ok_or_else(bad)?;
                    query = query.filter(
                        $column
                            .ge(value.clone())
                            .and($column.gt(value).or(activities::id.gt(cursor.key))),
                    );
                }
                query
                    .select((activities::id, $column))
                    .load::<(i64, _)>(conn)?
                    .into_iter()
                    .map(|(id, v)| (id, $show(v)))
                    .collect()
            }};
        }
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let show_day = |day: NaiveDate| day.to_string();
        let word = |text: &str| Some(text.to_owned());
        let show_word = |word: String| word;
        let instant = |text: &str| text.parse().ok().and_then(Instant::from_micros);
        let show_instant = |at: Instant| at.micros().to_string();
        Ok(match self.filter.sort {
            "start" => by!(activities::sort_on, day, show_day, asc),
            "code" => by!(activities::code, word, show_word, asc),
            "-code" => by!(activities::code, word, show_word, desc),
            "title" => by!(activities::title_sort, word, show_word, asc),
            "-title" => by!(activities::title_sort, word, show_word, desc),
            "updated_at" => by!(activities::updated_at, instant, show_instant, asc),
            "-updated_at" => by!(activities::updated_at, instant, show_instant, desc),
            _ => by!(activities::sort_on, day, show_day, desc),
        })
    }
}

/// The documents of these activities, in the given order.
pub fn documents(conn: &mut Conn, ids: &[i64]) -> Result<Vec<String>, Error> {
    let rows: Vec<(i64, Option<String>)> = versions::table
        .inner_join(
            activities::table.on(activities::id
                .eq(versions::record_id)
                .and(activities::version.eq(versions::version))),
        )
        .filter(versions::kind.eq(KIND).and(versions::record_id.eq_any(ids)))
        .select((versions::record_id, versions::document))
        .load(conn)?;
    let mut by_id: std::collections::HashMap<i64, String> = rows
        .into_iter()
        .filter_map(|(id, document)| Some((id, document?)))
        .collect();
    Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
}
