//! Whether the numbers that figures are made of are those of the documents, of which the ledger has a digest each.

use diesel::prelude::*;
use serde_json::{Value, json};

use super::counts::{CountsContext, Statement};
use super::{KIND, reading, statements};
use crate::db::Conn;
use crate::db::schema::{activities, versions};
use crate::error::{Error, OrInternal};

/// How many activities are read at once.
const PAGE: i64 = 500;

/// How many faults are enough.
const ENOUGH: usize = 20;

/// The members that a statement's own rows hold; the others depend on what is beside it.
const OWN: [&str; 5] = ["participants", "countries", "countries_of", "cells", "source"];

type Row = (i64, String, Option<String>);

/// The codes of activities whose standing statement is another than their document says: the first twenty.
pub fn counts(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let (mut last, mut found) = (0, Vec::new());
    loop {
        let page: Vec<Row> = activities::table
            .inner_join(
                versions::table.on(versions::kind
                    .eq(KIND)
                    .and(versions::record_id.eq(activities::id))
                    .and(versions::version.eq(activities::version))),
            )
            .filter(activities::id.gt(last).and(activities::deleted_seq.is_null()))
            .order(activities::id.asc())
            .limit(PAGE)
            .select((activities::id, activities::code, versions::document))
            .load(conn)?;
        let Some((newest, ..)) = page.last() else {
            return Ok(found);
        };
        last = *newest;
        let ids: Vec<i64> = page.iter().map(|(id, ..)| *id).collect();
        let stored = statements::in_force_of_each(conn, &ids)?;
        for (id, code, document) in page {
            let document: Value = serde_json::from_str(&reading::as_read_today(document.unwrap_or_default()))
                .or_internal("a stored document cannot be read")?;
            let said = document.get("counts").unwrap_or(&Value::Null);
            if !is_what_is_said(stored.get(&id), said) {
                found.push(code);
            }
        }
        found.truncate(ENOUGH);
        if found.len() == ENOUGH {
            return Ok(found);
        }
    }
}

fn is_what_is_said(stored: Option<&Statement>, said: &Value) -> bool {
    let silent = Statement::default();
    let is = stored.unwrap_or(&silent).members(CountsContext::default());
    OWN.iter().all(|name| match (is.get(name), said.get(name)) {
        (Some(is), Some(said)) => is == said,
        (is, None) => is.is_none_or(|is| is.is_null() || *is == json!([]) || *name == "countries_of"),
        (None, Some(_)) => false,
    })
}
