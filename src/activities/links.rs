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

/// How many rows one statement writes.
const CHUNK: usize = 2_000;

/// Writes the rows of every list of these activities that is not empty, each kind of list in few statements.
pub fn insert(conn: &mut Conn, activities: &[(i64, &NewActivity)]) -> Result<(), Error> {
    macro_rules! rows {
        ($table:ident, $list:ident, |$id:ident, $new:ident, $i:ident, $item:ident| $row:expr) => {
            let rows: Vec<_> = activities
                .iter()
                .flat_map(|($id, $new)| (0_i32..).zip(&$new.$list).map(move |($i, $item)| $row))
                .collect();
            for chunk in rows.chunks(CHUNK) {
                on_each!(conn, c => diesel::insert_into($table::table).values(chunk).execute(c))?;
            }
        };
    }
    rows!(activity_programmes, programmes, |id, new, i, programme| (
        activity_programmes::activity_id.eq(*id),
        activity_programmes::programme_id.eq(programme.key),
        activity_programmes::position.eq(i),
        activity_programmes::basis.eq(new.programme_basis),
        activity_programmes::sort_on.eq(new.sort_on()),
    ));
    rows!(activity_fields, fields, |id, new, i, field| (
        activity_fields::activity_id.eq(*id),
        activity_fields::field_id.eq(field.key),
        activity_fields::position.eq(i),
    ));
    rows!(activity_languages, languages, |id, new, i, lang| (
        activity_languages::activity_id.eq(*id),
        activity_languages::lang.eq(lang),
        activity_languages::position.eq(i),
    ));
    rows!(activity_countries, countries, |id, new, i, entry| (
        activity_countries::activity_id.eq(*id),
        activity_countries::country_id.eq(entry.0.key),
        activity_countries::role.eq(entry.1),
        activity_countries::position.eq(i),
    ));
    rows!(activity_agencies, agencies, |id, new, i, entry| (
        activity_agencies::activity_id.eq(*id),
        activity_agencies::agency_id.eq(entry.0.key),
        activity_agencies::role.eq(entry.1),
        activity_agencies::position.eq(i),
    ));
    rows!(activity_external_ids, external_ids, |id, new, i, external| (
        activity_external_ids::activity_id.eq(*id),
        activity_external_ids::scheme.eq(&external.scheme),
        activity_external_ids::value.eq(&external.value),
        activity_external_ids::position.eq(i),
    ));
    rows!(activity_sources, sources, |id, new, i, source| (
        activity_sources::activity_id.eq(*id),
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
