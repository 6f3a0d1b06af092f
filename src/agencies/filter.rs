//! Which agencies a list shows, and in which order.

use diesel::prelude::*;

use super::KIND;
use super::model::AgencyKind;
use crate::db::schema::{agencies, versions};
use crate::db::{Conn, MultiBackend};
use crate::directory::{Directory, Kind};
use crate::error::{Error, Fault};
use crate::input::{Params, shorten};
use crate::paging::{Cursor, Page};
use crate::reference::list::Documents;
use crate::text::{containing, nearest};

/// What may be sorted by; a leading `-` turns it round.
pub const SORTS: [&str; 4] = ["code", "-code", "name", "-name"];

/// The filters of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyFilter {
    pub kinds: Vec<AgencyKind>,
    /// Alpha-3 or alpha-2.
    pub countries: Vec<String>,
    pub text: Option<String>,
    pub sort: &'static str,
}

impl AgencyFilter {
    /// Reads the parameters of a list.
    pub fn read(params: &Params) -> Self {
        Self {
            kinds: params.codes("kind"),
            countries: params.many("country").into_iter().map(str::to_owned).collect(),
            text: params.search("q").map(str::to_owned),
            sort: read_sort(params),
        }
    }

    fn query<'a>(&'a self, countries: &'a [i64]) -> agencies::BoxedQuery<'a, MultiBackend> {
        let mut query = agencies::table.filter(agencies::deleted_seq.is_null()).into_boxed();
        if !self.kinds.is_empty() {
            query = query.filter(agencies::kind.eq_any(&self.kinds));
        }
        if !countries.is_empty() {
            query = query.filter(agencies::country_id.eq_any(countries));
        }
        if let Some(text) = &self.text {
            query = query.filter(agencies::search_text.like(containing(text)).escape('\\'));
        }
        query
    }
}

fn read_sort(params: &Params) -> &'static str {
    let Some(given) = params.single("sort") else {
        return "code";
    };
    SORTS.into_iter().find(|sort| *sort == given).unwrap_or_else(|| {
        params.invalid(
            Fault::parameter("sort", "unknown_code")
                .with("value", shorten(given))
                .with("known", SORTS.join(", "))
                .nearest(nearest(given, SORTS)),
        );
        "code"
    })
}

/// One page of agencies in the filter's order.
pub fn list(conn: &mut Conn, filter: &AgencyFilter, page: &Page) -> Result<Documents, Error> {
    let mut directory = Directory::default();
    let (mut countries, mut faults) = (Vec::new(), Vec::new());
    for code in &filter.countries {
        match directory.resolve(conn, Kind::Country, code, |c| Fault::parameter("country", c))? {
            Ok(reference) => countries.push(reference.key),
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let limit = page.limit + 1;
    macro_rules! by {
        ($column:expr, $order:ident, $beyond:ident) => {{
            let mut query = filter
                .query(&countries)
                .order(($column.$order(), agencies::id.$order()))
                .limit(limit);
            if let Some(Cursor { value, key, .. }) = &page.after {
                query = query.filter(
                    $column
                        .$beyond(value)
                        .or($column.eq(value).and(agencies::id.$beyond(*key))),
                );
            }
            query.select((agencies::id, $column)).load::<(i64, String)>(conn)?
        }};
    }
    let mut rows = match filter.sort {
        "-code" => by!(agencies::code, desc, lt),
        "name" => by!(agencies::name_sort, asc, gt),
        "-name" => by!(agencies::name_sort, desc, lt),
        _ => by!(agencies::code, asc, gt),
    };
    let more = rows.len() > usize::try_from(page.limit).unwrap_or(usize::MAX);
    if more {
        rows.pop();
    }
    let next = rows
        .last()
        .filter(|_| more)
        .map(|(key, value)| page.cursor(value, *key));
    let total = if page.count {
        Some(filter.query(&countries).count().get_result(conn)?)
    } else {
        None
    };
    let ids: Vec<i64> = rows.into_iter().map(|(id, _)| id).collect();
    Ok(Documents {
        documents: documents(conn, &ids)?,
        next,
        total,
    })
}

/// The documents of these agencies, in the given order.
fn documents(conn: &mut Conn, ids: &[i64]) -> Result<Vec<String>, Error> {
    let rows: Vec<(i64, Option<String>)> = versions::table
        .inner_join(
            agencies::table.on(agencies::id
                .eq(versions::record_id)
                .and(agencies::version.eq(versions::version))),
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
