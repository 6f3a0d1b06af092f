//! The rows of an activity's lists: programmes, fields, languages, countries, agencies, external ids, sources.

use diesel::prelude::*;

use super::model::NewActivity;
use crate::db::Conn;
use crate::db::schema::{
    activity_agencies, activity_countries, activity_external_ids, activity_fields, activity_languages,
    activity_programmes, activity_sources,
};
use crate::error::Error;
use crate::on_each;

/// Numbers the elements of a list from 0.
fn numbered<T>(items: &[T]) -> impl Iterator<Item = (i32, &T)> {
    (0_i32..).zip(items)
}

/// Writes the rows of every list that is not empty, each list in one statement.
pub fn insert(conn: &mut Conn, id: i64, new: &NewActivity) -> Result<(), Error> {
    macro_rules! rows {
        ($table:ident, $items:expr, |$i:ident, $item:ident| $row:expr) => {
            if !$items.is_empty() {
                let rows: Vec<_> = numbered($items).map(|($i, $item)| $row).collect();
                on_each!(conn, c => diesel::insert_into($table::table).values(&rows).execute(c))?;
            }
        };
    }
    rows!(activity_programmes, &new.programmes, |i, programme| (
        activity_programmes::activity_id.eq(id),
        activity_programmes::programme_id.eq(programme.key),
        activity_programmes::position.eq(i),
        activity_programmes::basis.eq(new.programme_basis),
        activity_programmes::sort_on.eq(new.sort_on()),
    ));
    rows!(activity_fields, &new.fields, |i, field| (
        activity_fields::activity_id.eq(id),
        activity_fields::field_id.eq(field.key),
        activity_fields::position.eq(i),
    ));
    rows!(activity_languages, &new.languages, |i, lang| (
        activity_languages::activity_id.eq(id),
        activity_languages::lang.eq(lang),
        activity_languages::position.eq(i),
    ));
    rows!(activity_countries, &new.countries, |i, entry| (
        activity_countries::activity_id.eq(id),
        activity_countries::country_id.eq(entry.0.key),
        activity_countries::role.eq(entry.1),
        activity_countries::position.eq(i),
    ));
    rows!(activity_agencies, &new.agencies, |i, entry| (
        activity_agencies::activity_id.eq(id),
        activity_agencies::agency_id.eq(entry.0.key),
        activity_agencies::role.eq(entry.1),
        activity_agencies::position.eq(i),
    ));
    rows!(activity_external_ids, &new.external_ids, |i, external| (
        activity_external_ids::activity_id.eq(id),
        activity_external_ids::scheme.eq(&external.scheme),
        activity_external_ids::value.eq(&external.value),
        activity_external_ids::position.eq(i),
    ));
    rows!(activity_sources, &new.sources, |i, source| (
        activity_sources::activity_id.eq(id),
        activity_sources::position.eq(i),
        activity_sources::url.eq(source.url.as_deref()),
        activity_sources::note.eq(source.note.as_deref()),
    ));
    Ok(())
}

/// Removes the rows of every list, before they are written anew.
pub fn delete(conn: &mut Conn, id: i64) -> Result<(), Error> {
    macro_rules! delete_from {
        ($($table:ident),+) => {
            $(diesel::delete($table::table.filter($table::activity_id.eq(id))).execute(conn)?;)+
        };
    }
    delete_from!(
        activity_programmes,
        activity_fields,
        activity_languages,
        activity_countries,
        activity_agencies,
        activity_external_ids,
        activity_sources
    );
    Ok(())
}
