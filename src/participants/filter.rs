//! Which persons a list shows, and in which order.

use diesel::dsl::{Eq, InnerJoinOn, IntoBoxed};
use diesel::prelude::*;

use super::model::Sex;
use super::store;
use crate::db::schema::{participant_details, participants};
use crate::db::{Conn, MultiBackend};
use crate::directory::{Directory, Kind};
use crate::error::{Error, Fault};
use crate::input::Params;
use crate::paging::Page;
use crate::text::{containing, fold, nearest};

/// What may be sorted by; a leading `-` turns it round.
pub const SORTS: [&str; 4] = ["code", "-code", "name", "-name"];

/// The filters of a list, codes not yet looked up.
#[derive(Debug, Clone)]
pub struct ParticipantFilter {
    pub countries: Vec<String>,
    pub agencies: Vec<String>,
    pub sexes: Vec<Sex>,
    pub text: Option<String>,
    pub sort: &'static str,
}

/// A filter whose codes have been looked up.
#[derive(Debug, Clone)]
pub struct Resolved {
    filter: ParticipantFilter,
    countries: Vec<i64>,
    agencies: Vec<i64>,
}

/// One page of a list: documents, the cursor of the next page, the total where it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParticipantPage {
    pub documents: Vec<String>,
    pub next: Option<String>,
    pub total: Option<i64>,
}

type Joined = InnerJoinOn<
    participants::table,
    participant_details::table,
    Eq<participant_details::participant_id, participants::id>,
>;
type Query<'a> = IntoBoxed<'a, Joined, MultiBackend>;

impl ParticipantFilter {
    /// Reads the parameters of a list.
    pub fn read(params: &Params) -> Self {
        let owned = |values: Vec<&str>| values.into_iter().map(str::to_owned).collect();
        let sort = match params.single("sort") {
            None => "code",
            Some(given) => SORTS.into_iter().find(|sort| *sort == given).unwrap_or_else(|| {
                params.invalid(
                    Fault::parameter("sort", "unknown_code")
                        .with("value", crate::input::shorten(given))
                        .with("known", SORTS.join(", "))
                        .nearest(nearest(given, SORTS)),
                );
                "code"
            }),
        };
        Self {
            countries: owned(params.many("country")),
            agencies: owned(params.many("agency")),
            sexes: params.codes("sex"),
            text: params.search("q").map(str::to_owned),
            sort,
        }
    }

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
        let countries = keys(Kind::Country, "country", &self.countries)?;
        let agencies = keys(Kind::Agency, "agency", &self.agencies)?;
        if faults.is_empty() {
            Ok(Resolved {
                filter: self,
                countries,
                agencies,
            })
        } else {
            Err(Error::Invalid(faults))
        }
    }
}

impl Resolved {
    /// The persons that match, in no order.
    fn query(&self) -> Query<'_> {
        let mut query = participants::table
            .inner_join(participant_details::table.on(participant_details::participant_id.eq(participants::id)))
            .into_boxed()
            .filter(participants::deleted_seq.is_null());
        if !self.countries.is_empty() {
            query = query.filter(participants::country_id.eq_any(&self.countries));
        }
        if !self.agencies.is_empty() {
            query = query.filter(participants::agency_id.eq_any(&self.agencies));
        }
        if !self.filter.sexes.is_empty() {
            query = query.filter(participants::sex.eq_any(&self.filter.sexes));
        }
        if let Some(text) = &self.filter.text {
            let named = participant_details::search_text.like(containing(text)).escape('\\');
            let addressed = participant_details::email_folded.eq(fold(text)).assume_not_null();
            query = query.filter(named.or(addressed));
        }
        query
    }

    /// One page in the filter's order.
    pub fn page(&self, conn: &mut Conn, page: &Page) -> Result<ParticipantPage, Error> {
        let mut rows = self.keys(conn, page)?;
        let more = rows.len() > usize::try_from(page.limit).unwrap_or(usize::MAX);
        if more {
            rows.pop();
        }
        let next = rows
            .last()
            .filter(|_| more)
            .map(|(key, value)| page.cursor(value, *key));
        let total = if page.count {
            Some(self.query().count().get_result(conn)?)
        } else {
            None
        };
        let keys: Vec<i64> = rows.iter().map(|(key, _)| *key).collect();
        Ok(ParticipantPage {
            documents: store::documents(conn, &keys)?,
            next,
            total,
        })
    }

    /// The keys of a page with their sort values, one more than the page holds.
    fn keys(&self, conn: &mut Conn, page: &Page) -> Result<Vec<(i64, String)>, Error> {
        let limit = page.limit + 1;
        macro_rules! by {
            ($column:expr, $order:ident, $from:ident, $beyond:ident) => {{
                let mut query = self
                    .query()
                    .order(($column.$order(), participants::id.$order()))
                    .limit(limit);
                if let Some(cursor) = &page.after {
                    let beyond = $column
                        .$beyond(cursor.value.clone())
                        .or(participants::id.$beyond(cursor.key));
                    query = query.filter($column.$from(cursor.value.clone()).and(beyond));
                }
                Ok(query.select((participants::id, $column)).load(conn)?)
            }};
        }
        match self.filter.sort {
            "-code" => by!(participants::code, desc, le, lt),
            "name" => by!(participant_details::name_sort, asc, ge, gt),
            "-name" => by!(participant_details::name_sort, desc, le, lt),
            _ => by!(participants::code, asc, ge, gt),
        }
    }
}
