//! Lists of published figures.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{published_figures, versions};
use crate::error::Error;
use crate::paging::Cursor;
use crate::published_figures::KIND;
use crate::published_figures::model::completed;
use crate::text::fold;

/// Which claims a list shows.
#[derive(Debug, Clone, Default)]
pub struct FigureFilter {
    pub measures: Vec<String>,
    /// Words to find in scope and statement, folded.
    pub text: Option<String>,
}

/// Claims of a list: documents, the cursor of the next page, and how many there are in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    pub documents: Vec<String>,
    /// The key after which the next page begins.
    pub next: Option<i64>,
    pub total: i64,
}

/// The claims in the order they were recorded: all of them, or a page of `limit` after a cursor. Announced totals are a
/// short list, so they are searched here and not in the database.
pub fn list(
    conn: &mut Conn,
    filter: &FigureFilter,
    limit: Option<i64>,
    after: Option<&Cursor>,
) -> Result<Figures, Error> {
    let mut query = published_figures::table
        .filter(published_figures::deleted_seq.is_null())
        .into_boxed();
    if !filter.measures.is_empty() {
        query = query.filter(published_figures::measure.eq_any(&filter.measures));
    }
    let rows: Vec<(i64, String, String)> = query
        .order(published_figures::id.asc())
        .select((
            published_figures::id,
            published_figures::scope,
            published_figures::statement,
        ))
        .load(conn)?;
    let wanted = filter.text.as_deref().map(fold);
    let ids: Vec<i64> = rows
        .into_iter()
        .filter(|(_, scope, statement)| {
            wanted
                .as_deref()
                .is_none_or(|words| fold(scope).contains(words) || fold(statement).contains(words))
        })
        .map(|(id, _, _)| id)
        .collect();
    let total = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    let most = limit.and_then(|l| usize::try_from(l).ok()).unwrap_or(usize::MAX);
    let mut page: Vec<i64> = ids
        .into_iter()
        .filter(|id| after.is_none_or(|c| *id > c.key))
        .take(most.saturating_add(1))
        .collect();
    let more = page.len() > most;
    page.truncate(most);
    let next = page.last().filter(|_| more).copied();
    Ok(Figures {
        documents: documents(conn, &page)?,
        next,
        total,
    })
}

/// The name of the list's one order, for its cursors.
pub const ORDER: &str = "recorded";

fn documents(conn: &mut Conn, ids: &[i64]) -> Result<Vec<String>, Error> {
    let mut by_id: HashMap<i64, String> = HashMap::new();
    for chunk in ids.chunks(500) {
        let rows: Vec<(i64, Option<String>)> = versions::table
            .inner_join(
                published_figures::table.on(published_figures::id
                    .eq(versions::record_id)
                    .and(published_figures::version.eq(versions::version))),
            )
            .filter(versions::kind.eq(KIND).and(versions::record_id.eq_any(chunk)))
            .select((versions::record_id, versions::document))
            .load(conn)?;
        let readable = |text: String| Some(completed(serde_json::from_str(&text).ok()?).to_string());
        by_id.extend(
            rows.into_iter()
                .filter_map(|(id, document)| Some((id, readable(document?)?))),
        );
    }
    Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
}
