//! Which activities a list shows, and in which order: built once from the parameters, shared by the API, reports and
//! pages.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{ActivityType, Mode, OurRole, Status};
use super::{KIND, duplicates};
use crate::db::Conn;
use crate::db::schema::{activities, versions};
use crate::directory::{Directory, Kind};
use crate::error::{Error, Fault};
use crate::input::Params;
use crate::text::nearest;

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

/// The conditions of a list that its rows answer, codes not yet looked up. What takes more (countries, agencies, what is
/// undecided) was decided before: those that will do are [`ActivityFilter::only`], and the
/// days of the filter are then no more than where to look.
#[derive(Debug, Clone)]
pub struct ActivityFilter {
    pub kinds: Vec<ActivityType>,
    pub modes: Vec<Mode>,
    pub statuses: Vec<Status>,
    pub our_roles: Vec<OurRole>,
    pub programmes: Vec<String>,
    pub fields: Vec<String>,
    pub languages: Vec<String>,
    pub years: Vec<i32>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub plan_year: Option<i32>,
    /// Whether they have no date at all.
    pub undated: Option<bool>,
    /// Whether they were announced and are past.
    pub overdue: Option<bool>,
    /// Whether they may be another one recorded again.
    pub possible_duplicate: Option<bool>,
    pub text: Option<String>,
    pub sort: &'static str,
    /// Whether drafts are among them.
    pub with_drafts: bool,
    /// Those that were deleted, and no others.
    pub deleted: bool,
    /// The keys of those that were chosen for whoever asks, in order; the conditions are of these.
    pub only: Option<Vec<i64>>,
}

impl Default for ActivityFilter {
    /// All that everybody may see, the newest first.
    fn default() -> Self {
        Self {
            kinds: Vec::new(),
            modes: Vec::new(),
            statuses: Vec::new(),
            our_roles: Vec::new(),
            programmes: Vec::new(),
            fields: Vec::new(),
            languages: Vec::new(),
            years: Vec::new(),
            from: None,
            to: None,
            plan_year: None,
            undated: None,
            overdue: None,
            possible_duplicate: None,
            text: None,
            sort: "-start",
            with_drafts: false,
            deleted: false,
            only: None,
        }
    }
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

/// The order that `sort=` asks for.
pub fn read_sort(params: &Params) -> &'static str {
    let Some(given) = params.single("sort") else {
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
    /// The keys of those that may be another one, where that is asked.
    pub(super) duplicates: Vec<i64>,
    /// The day that tells what is past.
    pub(super) today: NaiveDate,
}

/// One page of a list: documents, the cursor of the next page, the total where it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityPage {
    pub documents: Vec<String>,
    pub next: Option<String>,
    pub total: Option<i64>,
}

impl ActivityFilter {
    /// Whether all that match are counted without looking at each.
    pub fn counts_quickly(&self) -> bool {
        (self.programmes.len() == 1 && self.is_of_days_only()) || (self.only.is_some() && self.asks_no_more())
    }

    /// Whether it asks for nothing but programmes and the days from one on.
    pub(super) fn is_of_days_only(&self) -> bool {
        (self.fields.is_empty() && self.languages.is_empty() && self.kinds.is_empty() && self.modes.is_empty())
            && (self.statuses.is_empty() && self.our_roles.is_empty() && self.years.is_empty() && self.to.is_none())
            && self.only.is_none()
            && self.asks_no_more()
    }

    /// Whether it asks for nothing that a choice made before has not decided.
    pub(super) fn asks_no_more(&self) -> bool {
        (self.plan_year.is_none() && self.text.is_none() && self.possible_duplicate.is_none())
            && (self.undated.is_none() && self.overdue.is_none() && !self.deleted)
    }

    /// Looks the codes up; unknown ones are refused with the nearest known ones. What is past is so on the day `today`.
    pub fn resolve(self, conn: &mut Conn, today: NaiveDate) -> Result<Resolved, Error> {
        let duplicates = match self.possible_duplicate {
            Some(_) => duplicates::all_keys(conn, self.with_drafts)?.into_iter().collect(),
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
            duplicates,
            today,
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

/// The documents of deleted activities as they were before that, in the given order.
pub(super) fn last_documents(conn: &mut Conn, ids: &[i64]) -> Result<Vec<String>, Error> {
    let rows: Vec<(i64, Option<String>)> = versions::table
        .inner_join(
            activities::table.on(activities::id
                .eq(versions::record_id)
                .and((activities::version - 1).eq(versions::version))),
        )
        .filter(versions::kind.eq(KIND).and(versions::record_id.eq_any(ids)))
        .select((versions::record_id, versions::document))
        .load(conn)?;
    let mut by_id: std::collections::HashMap<i64, Option<String>> = rows.into_iter().collect();
    Ok(ids.iter().filter_map(|id| by_id.remove(id)?).collect())
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
