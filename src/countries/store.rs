//! Countries in the database.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::Value;

pub use super::history::CountryHistory;
use super::model::{Group, MembershipStatus, NewCountry};
use super::{KIND, draft};
use crate::bounds::CountrySet;
use crate::db::schema::{countries, country_aliases, country_groups, country_memberships, versions};
use crate::db::{Conn, Instant, Uid};
use crate::directory::{Kind, Resolver};
use crate::error::{Error, Fault};
use crate::http::write::Precondition;
use crate::ledger::Tx;
use crate::on_each;
use crate::past::Writer;
use crate::reference::list::{Documents, Listed, ShortPage};
use crate::reference::past::insert_past;
use crate::reference::record::{self, Record, RecordMeta, Row};
use crate::reference::{Outcome, Written};
use crate::text::containing;

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = countries, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Columns<'a> {
    version: i32,
    alpha3: &'a str,
    alpha2: Option<&'a str>,
    m49: Option<&'a str>,
    name: String,
    source_url: Option<&'a str>,
    notes: Option<&'a str>,
    search_text: String,
    updated_at: Instant,
}

impl<'a> Columns<'a> {
    fn new(new: &'a NewCountry, version: i32, now: Instant) -> Self {
        Self {
            version,
            alpha3: &new.alpha3,
            alpha2: new.alpha2.as_deref(),
            m49: new.m49.as_deref(),
            name: new.name.to_json(),
            source_url: new.source_url.as_deref(),
            notes: new.notes.as_deref(),
            search_text: new.search_text(),
            updated_at: now,
        }
    }
}

impl Record for NewCountry {
    const KIND: Kind = Kind::Country;
    const BASE: &'static str = "/api/v1/countries";
    const KEY: &'static str = "alpha3";

    fn read(body: &Value, stated: Option<&Value>, _refs: &mut Resolver<'_>) -> Result<Self, Error> {
        draft::read(body, stated)
    }

    fn code(&self) -> &str {
        &self.alpha3
    }

    fn document(&self, meta: &RecordMeta) -> Value {
        self.document(meta)
    }

    fn check(&self, conn: &mut Conn, id: Option<i64>) -> Result<(), Error> {
        let others = || countries::table.filter(countries::id.ne(id.unwrap_or(0)));
        let all: i64 = others().count().get_result(conn)?;
        if usize::try_from(all).is_ok_and(|all| all >= CountrySet::ROOM) {
            let fault = Fault::at("/alpha3", "too_many_countries").with("most", CountrySet::ROOM);
            return Err(Error::invalid(fault));
        }
        let alpha3: i64 = others()
            .filter(countries::alpha3.eq(&self.alpha3))
            .count()
            .get_result(conn)?;
        // Null equals nothing: several territories may have no code.
        let alpha2: i64 = others()
            .filter(countries::alpha2.eq(&self.alpha2))
            .count()
            .get_result(conn)?;
        let m49: i64 = others().filter(countries::m49.eq(&self.m49)).count().get_result(conn)?;
        let taken = [
            ("/alpha3", Some(&self.alpha3), alpha3),
            ("/alpha2", self.alpha2.as_ref(), alpha2),
            ("/m49", self.m49.as_ref(), m49),
        ];
        match taken.into_iter().find(|(.., holders)| *holders > 0) {
            Some((pointer, code, _)) => {
                let fault = Fault::at(pointer, "code_taken").with("value", code.map_or("", String::as_str));
                Err(Error::Conflict(fault))
            }
            None => Ok(()),
        }
    }

    fn insert(
        &self,
        conn: &mut Conn,
        id: Option<i64>,
        uid: Uid,
        meta: &RecordMeta,
        now: Instant,
    ) -> Result<i64, Error> {
        let id = diesel::insert_into(countries::table)
            .values((
                Columns::new(self, meta.version, now),
                countries::uid.eq(uid),
                countries::created_at.eq(now),
                id.map(|id| countries::id.eq(id)),
            ))
            .returning(countries::id)
            .get_result(conn)?;
        insert_lists(conn, id, self)?;
        Ok(id)
    }

    fn update(&self, conn: &mut Conn, id: i64, meta: &RecordMeta, now: Instant) -> Result<(), Error> {
        diesel::update(countries::table.find(id))
            .set(Columns::new(self, meta.version, now))
            .execute(conn)?;
        diesel::delete(country_aliases::table.filter(country_aliases::country_id.eq(id))).execute(conn)?;
        diesel::delete(country_memberships::table.filter(country_memberships::country_id.eq(id))).execute(conn)?;
        diesel::delete(country_groups::table.filter(country_groups::country_id.eq(id))).execute(conn)?;
        insert_lists(conn, id, self)
    }

    fn row(conn: &mut Conn, id: i64) -> Result<Option<Row>, Error> {
        let row: Option<(Uid, i32, Instant)> = countries::table
            .find(id)
            .select((countries::uid, countries::version, countries::created_at))
            .first(conn)
            .optional()?;
        Ok(row.map(|(uid, version, created_at)| Row {
            uid,
            version,
            created_at,
            deleted: false,
        }))
    }
}

fn insert_lists(conn: &mut Conn, id: i64, new: &NewCountry) -> Result<(), Error> {
    let aliases: Vec<_> = (0_i32..)
        .zip(&new.aliases)
        .map(|(i, alias)| {
            (
                country_aliases::country_id.eq(id),
                country_aliases::position.eq(i),
                country_aliases::alias.eq(&alias.alias),
                country_aliases::folded.eq(alias.folded()),
                country_aliases::lang.eq(alias.lang.as_deref()),
                country_aliases::from_on.eq(alias.period.start_text()),
                country_aliases::to_on.eq(alias.period.end_text()),
            )
        })
        .collect();
    if !aliases.is_empty() {
        on_each!(conn, c => diesel::insert_into(country_aliases::table).values(&aliases).execute(c))?;
    }
    let memberships: Vec<_> = (0_i32..)
        .zip(&new.memberships)
        .map(|(i, membership)| {
            (
                country_memberships::country_id.eq(id),
                country_memberships::position.eq(i),
                country_memberships::status.eq(membership.status),
                country_memberships::from_on.eq(membership.period.start_text()),
                country_memberships::to_on.eq(membership.period.end_text()),
                country_memberships::source.eq(membership.source.as_deref()),
            )
        })
        .collect();
    if !memberships.is_empty() {
        on_each!(conn, c => diesel::insert_into(country_memberships::table).values(&memberships).execute(c))?;
    }
    let groups: Vec<_> = (0_i32..)
        .zip(&new.groups)
        .map(|(i, grouping)| {
            (
                country_groups::country_id.eq(id),
                country_groups::position.eq(i),
                country_groups::group_code.eq(grouping.group),
                country_groups::from_on.eq(grouping.period.start_text()),
                country_groups::to_on.eq(grouping.period.end_text()),
                country_groups::inferred.eq(grouping.inferred),
                country_groups::source.eq(grouping.source.as_deref()),
            )
        })
        .collect();
    if !groups.is_empty() {
        on_each!(conn, c => diesel::insert_into(country_groups::table).values(&groups).execute(c))?;
    }
    Ok(())
}

/// How countries stand in a record of the past.
pub const PAST: Writer = Writer {
    kind: KIND,
    tables: &[
        ("country_aliases", "country_id"),
        ("country_memberships", "country_id"),
        ("country_groups", "country_id"),
        ("countries", "id"),
    ],
    write: insert_past::<NewCountry>,
};

/// Reads a body and records it as a new country.
pub fn insert(tx: &mut Tx<'_>, body: &Value) -> Result<Written, Error> {
    record::insert::<NewCountry>(tx, body)
}

/// Replaces a country's content by a body (PUT), or by what stands with a merge patch applied (PATCH).
pub fn replace(
    tx: &mut Tx<'_>,
    segment: &str,
    condition: &Precondition,
    body: &Value,
    merge: bool,
) -> Result<Written, Error> {
    record::replace::<NewCountry>(tx, segment, condition, body, merge)
}

/// Creates the country with the body's `alpha3`, or applies the body to it; absent members leave what is stored.
pub fn upsert(tx: &mut Tx<'_>, body: &Value) -> Result<(Outcome, Uid), Error> {
    record::upsert::<NewCountry>(tx, body)
}

/// The version and the document of a country, by alpha-3, alpha-2 or id.
pub fn find(conn: &mut Conn, segment: &str) -> Result<(i32, String), Error> {
    record::find::<NewCountry>(conn, segment)
}

/// Which countries a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct CountryFilter {
    /// Today's status.
    pub memberships: Vec<MembershipStatus>,
    /// Today's group.
    pub groups: Vec<Group>,
    pub text: Option<String>,
}

/// Countries in the order of alpha-3.
pub fn list(conn: &mut Conn, filter: &CountryFilter, today: NaiveDate, page: &ShortPage) -> Result<Documents, Error> {
    let mut query = countries::table
        .inner_join(
            versions::table.on(versions::kind
                .eq(KIND)
                .and(versions::record_id.eq(countries::id))
                .and(versions::version.eq(countries::version))),
        )
        .filter(versions::document.is_not_null())
        .order(countries::alpha3.asc())
        .select((countries::id, countries::alpha3, versions::document.assume_not_null()))
        .into_boxed();
    if let Some(text) = &filter.text {
        query = query.filter(countries::search_text.like(containing(text)).escape('\\'));
    }
    let mut matching: Vec<Listed> = query
        .load::<(i64, String, String)>(conn)?
        .into_iter()
        .map(|(id, code, document)| Listed { id, code, document })
        .collect();
    if !filter.memberships.is_empty() || !filter.groups.is_empty() {
        let country_history = CountryHistory::load(conn)?;
        let fits = |key: i64| {
            (filter.memberships.is_empty() || filter.memberships.contains(&country_history.membership(key, today)))
                && (filter.groups.is_empty()
                    || country_history
                        .group(key, today)
                        .is_some_and(|group| filter.groups.contains(&group)))
        };
        matching.retain(|listed| fits(listed.id));
    }
    Ok(page.cut(matching))
}
