//! The lists of activities: programmes, fields, languages, countries, agencies.

use std::collections::HashMap;

use diesel::prelude::*;

use super::numbers::{Numbers, number};
use super::{ActivityKeys, Tags, group};
use crate::activities::model::{AgencyRole, CountryRole};
use crate::db::schema::{
    activity_agencies, activity_countries, activity_fields, activity_languages, activity_programmes,
};
use crate::db::{Conn, MultiBackend};
use crate::error::Error;

/// The lists of some activities, by the activity's key.
#[derive(Default)]
pub(super) struct Lists {
    pub(super) programmes: HashMap<i64, Vec<u32>>,
    pub(super) fields: HashMap<i64, Vec<u32>>,
    pub(super) languages: HashMap<i64, Vec<u32>>,
    pub(super) countries: HashMap<i64, Vec<(u8, CountryRole)>>,
    pub(super) agencies: HashMap<i64, Vec<(u32, AgencyRole)>>,
}

/// The rows of one kind of list, in its order.
macro_rules! listed {
    ($conn:expr, $which:expr, $table:ident, ($($column:ident),+) -> $row:ty) => {{
        let query = $table::table
            .order(($table::activity_id.asc(), $table::position.asc()))
            .select(($table::activity_id, $($table::$column),+))
            .into_boxed::<MultiBackend>();
        let query = match $which {
            ActivityKeys::Between(first, last) => query.filter($table::activity_id.between(first, last)),
            ActivityKeys::These(keys) => query.filter($table::activity_id.eq_any(keys)),
        };
        query.load::<$row>($conn)?.into_iter()
    }};
}

impl Lists {
    pub(super) fn load(
        conn: &mut Conn,
        which: ActivityKeys<'_>,
        numbers: &Numbers,
        tags: &mut Tags,
    ) -> Result<Self, Error> {
        let programmes = listed!(conn, which, activity_programmes, (programme_id) -> (i64, i64));
        let fields = listed!(conn, which, activity_fields, (field_id) -> (i64, i64));
        let languages = listed!(conn, which, activity_languages, (lang) -> (i64, String));
        let countries = listed!(conn, which, activity_countries, (country_id, role) -> (i64, i64, CountryRole));
        let agencies = listed!(conn, which, activity_agencies, (agency_id, role) -> (i64, i64, AgencyRole));
        let country = |(activity, key, role)| Some((activity, (numbers.country(key)?, role)));
        let agency = |(activity, key, role)| Some((activity, (numbers.agency(key)?, role)));
        Ok(Self {
            programmes: group(programmes.map(|(activity, key)| (activity, number(key)))),
            fields: group(fields.map(|(activity, key)| (activity, number(key)))),
            languages: group(languages.map(|(activity, tag)| (activity, tags.number(tag)))),
            countries: group(countries.filter_map(country)),
            agencies: group(agencies.filter_map(agency)),
        })
    }
}
