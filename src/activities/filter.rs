//! Which activities a list shows, and in which order: built once from the parameters, shared by the API, reports and
//! pages.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{ActivityType, AgencyRole, CountryRole, Mode, OurRole, Status};
use super::{KIND, duplicates};
use crate::db::Conn;
use crate::db::schema::{activities, versions};
use crate::directory::{Directory, Kind};
use crate::error::{Error, Fault};
use crate::input::Params;
use crate::text::nearest;
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
    /// Whether they may be another one recorded again.
    pub possible_duplicate: Option<bool>,
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
            languages: params.languages("language"),
            years: read_years(params),
            from: from.map(PartialDate::first),
            to: to.map(PartialDate::last),
            plan_year: params
                .integer("plan_year", 1900..=2200)
                .and_then(|y| i32::try_from(y).ok()),
            possible_duplicate: params.flag("possible_duplicate"),
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

/// A filter whose codes have been looked up.
#[derive(Debug, Clone)]
pub struct Resolved {
    pub(super) filter: ActivityFilter,
    pub(super) programmes: Vec<i64>,
    pub(super) fields: Vec<i64>,
    pub(super) countries: Vec<i64>,
    pub(super) agencies: Vec<i64>,
    /// The keys of those that may be another one, where that is asked.
    pub(super) duplicates: Vec<i64>,
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
    /// Whether all that match are counted without looking at each.
    pub fn counts_quickly(&self) -> bool {
        self.programmes.len() == 1 && self.is_of_days_only()
    }

    /// Whether it asks for nothing but programmes and the days from one on.
    pub(super) fn is_of_days_only(&self) -> bool {
        let codes = [&self.fields, &self.countries, &self.agencies, &self.languages];
        codes.iter().all(|codes| codes.is_empty())
            && (self.kinds.is_empty() && self.modes.is_empty() && self.statuses.is_empty())
            && (self.our_roles.is_empty() && self.country_roles.is_empty() && self.agency_roles.is_empty())
            && (self.years.is_empty() && self.to.is_none() && self.plan_year.is_none() && self.text.is_none())
            && self.possible_duplicate.is_none()
    }

    /// Looks the codes up; unknown ones are refused with the nearest known ones.
    pub fn resolve(self, conn: &mut Conn) -> Result<Resolved, Error> {
        let duplicates = match self.possible_duplicate {
            Some(_) => duplicates::all(conn, self.with_drafts)?.into_iter().collect(),
            None => Vec::new(),
        };
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
            duplicates,
            filter: self,
        };
        if faults.is_empty() {
            Ok(resolved)
        } else {
            Err(Error::Invalid(faults))
        }
    }
}

/// The documents of these activities, in the given order.
pub fn documents(conn: &mut Conn, ids: &[i64]) -> Result<Vec<String>, Error> {
    let mut by_id = documents_by_key(conn, ids)?;
    Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
}

/// The documents of these activities, by their keys.
pub fn documents_by_key(conn: &mut Conn, ids: &[i64]) -> Result<std::collections::HashMap<i64, String>, Error> {
    let rows: Vec<(i64, Option<String>)> = versions::table
        .inner_join(
            activities::table.on(activities::id
                .eq(versions::record_id)
                .and(activities::version.eq(versions::version))),
        )
        .filter(versions::kind.eq(KIND).and(versions::record_id.eq_any(ids)))
        .select((versions::record_id, versions::document))
        .load(conn)?;
    let standing = rows.into_iter().filter_map(|(id, document)| Some((id, document?)));
    Ok(standing.collect())
}
