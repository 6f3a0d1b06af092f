//! Agencies in the database.

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde_json::Value;

use super::links::SUCCEEDED_BY;
use super::model::{AgencyKind, NewAgency};
use super::{KIND, draft, links};
use crate::db::schema::{
    activities, activity_agencies, agencies, agency_aliases, agency_external_ids, agency_links, api_keys, codes,
    count_cells, counts, participants, participations, principals,
};
use crate::db::{Conn, Instant, Uid};
use crate::directory::{Kind, Resolver};
use crate::error::{Error, Fault, OrInternal};
use crate::http::write::Precondition;
use crate::input::ExternalId;
use crate::ledger::Tx;
use crate::on_each;
use crate::past::Writer;
use crate::reference::codes::no_circle;
use crate::reference::past::insert_past;
use crate::reference::propagate::{Referrer, replace_code, touch};
use crate::reference::record::{self, Current, Record, RecordMeta, Removable, Row};
use crate::reference::{Outcome, Written};
use crate::text::{self, Lang, fold};

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = agencies, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Columns<'a> {
    version: i32,
    code: &'a str,
    acronym: Option<&'a str>,
    name: String,
    name_sort: String,
    country_id: Option<i64>,
    kind: AgencyKind,
    source_url: Option<&'a str>,
    notes: Option<&'a str>,
    search_text: String,
    updated_at: Instant,
    deleted_seq: Option<i64>,
}

impl<'a> Columns<'a> {
    fn new(new: &'a NewAgency, meta: &RecordMeta, now: Instant) -> Self {
        Self {
            version: meta.version,
            code: &new.code,
            acronym: new.acronym.as_deref(),
            name: new.name.to_json(),
            name_sort: fold(new.name.best(Lang::En)),
            country_id: new.country.as_ref().map(|country| country.key),
            kind: new.kind,
            source_url: new.source_url.as_deref(),
            notes: new.notes.as_deref(),
            search_text: new.search_text(meta),
            updated_at: now,
            deleted_seq: None,
        }
    }
}

impl Record for NewAgency {
    const KIND: Kind = Kind::Agency;
    const BASE: &'static str = "/api/v1/agencies";
    const KEY: &'static str = "code";

    fn read(body: &Value, stated: Option<&Value>, refs: &mut Resolver<'_>) -> Result<Self, Error> {
        draft::read(body, stated, refs)
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn former_codes(&self) -> &[String] {
        &self.former_codes
    }

    fn external_ids(&self) -> &[ExternalId] {
        &self.external_ids
    }

    fn document(&self, meta: &RecordMeta) -> Value {
        self.document(meta)
    }

    fn check(&self, conn: &mut Conn, id: Option<i64>) -> Result<(), Error> {
        let own = |link: &super::model::Link| Some(link.agency.key) == id;
        if let Some(link) = self.links.iter().find(|link| own(link)) {
            let pointer = format!("/links/{}/agency", link.place);
            return Err(Error::invalid(Fault::at(pointer, "circle")));
        }
        links::check_links(conn, id, &self.links)?;
        let successor = self.succeeded_by.as_ref().map(|agency| agency.key);
        no_circle(conn, id, successor, "/succeeded_by", |conn, key| {
            Ok(agency_links::table
                .filter(
                    agency_links::agency_id
                        .eq(key)
                        .and(agency_links::relation.eq(SUCCEEDED_BY)),
                )
                .select(agency_links::other_id)
                .first(conn)
                .optional()?)
        })
    }

    fn insert(
        &self,
        conn: &mut Conn,
        id: Option<i64>,
        uid: Uid,
        meta: &RecordMeta,
        now: Instant,
    ) -> Result<i64, Error> {
        let columns = (
            Columns::new(self, meta, now),
            agencies::uid.eq(uid),
            agencies::created_at.eq(now),
            id.map(|id| agencies::id.eq(id)),
        );
        let id = diesel::insert_into(agencies::table)
            .values(columns)
            .returning(agencies::id)
            .get_result(conn)?;
        insert_lists(conn, id, self)?;
        Ok(id)
    }

    fn update(&self, conn: &mut Conn, id: i64, meta: &RecordMeta, now: Instant) -> Result<(), Error> {
        diesel::update(agencies::table.find(id))
            .set(Columns::new(self, meta, now))
            .execute(conn)?;
        diesel::delete(agency_aliases::table.filter(agency_aliases::agency_id.eq(id))).execute(conn)?;
        diesel::delete(agency_links::table.filter(agency_links::agency_id.eq(id))).execute(conn)?;
        diesel::delete(agency_external_ids::table.filter(agency_external_ids::agency_id.eq(id))).execute(conn)?;
        insert_lists(conn, id, self)
    }

    fn row(conn: &mut Conn, id: i64) -> Result<Option<Row>, Error> {
        let row: Option<(Uid, i32, Instant, Option<i64>)> = agencies::table
            .find(id)
            .select((
                agencies::uid,
                agencies::version,
                agencies::created_at,
                agencies::deleted_seq,
            ))
            .first(conn)
            .optional()?;
        Ok(row.map(|(uid, version, created_at, seq)| Row {
            uid,
            version,
            created_at,
            deleted: seq.is_some(),
        }))
    }

    fn renamed(tx: &mut Tx<'_>, id: i64, from: &str, to: &str) -> Result<(), Error> {
        let shown = naming_activities(tx.conn(), id)?;
        touch(tx, Referrer::Activity, &shown, &["agencies", "counts"], |document| {
            replace_code(document, &["/agencies/*/agency", "/counts/cells/*/agency"], from, to)
        })?;
        let linked: Vec<i64> = agency_links::table
            .filter(agency_links::other_id.eq(id))
            .select(agency_links::agency_id)
            .load(tx.conn())?;
        touch(
            tx,
            Referrer::Agency,
            &BTreeSet::from_iter(linked),
            &["succeeded_by", "links"],
            |document| replace_code(document, &["/succeeded_by", "/links/*/agency"], from, to),
        )?;
        raise_people(tx, id)
    }
}

impl Removable for NewAgency {
    fn uses(conn: &mut Conn, id: i64) -> Result<i64, Error> {
        // Deleted activities count too: they can be restored, and then show the agency.
        let named = i64::try_from(naming_activities(conn, id)?.len()).unwrap_or(i64::MAX);
        let owned: i64 = activities::table
            .filter(activities::owner_agency_id.eq(id))
            .count()
            .get_result(conn)?;
        let people: i64 = participants::table
            .filter(participants::agency_id.eq(id).and(participants::deleted_seq.is_null()))
            .count()
            .get_result(conn)?;
        let rostered: i64 = participations::table
            .filter(participations::agency_id.eq(id).and(participations::to_seq.is_null()))
            .count()
            .get_result(conn)?;
        let keys: i64 = api_keys::table
            .inner_join(principals::table.on(principals::id.eq(api_keys::principal_id)))
            .filter(principals::agency_id.eq(id).and(api_keys::revoked_at.is_null()))
            .count()
            .get_result(conn)?;
        let linked: i64 = agency_links::table
            .inner_join(agencies::table.on(agencies::id.eq(agency_links::agency_id)))
            .filter(agency_links::other_id.eq(id).and(agencies::deleted_seq.is_null()))
            .count()
            .get_result(conn)?;
        Ok(named + owned + people + rostered + keys + linked)
    }

    fn remove(conn: &mut Conn, id: i64, version: i32, seq: i64, now: Instant) -> Result<(), Error> {
        diesel::update(agencies::table.find(id))
            .set((
                agencies::version.eq(version),
                agencies::updated_at.eq(now),
                agencies::deleted_seq.eq(Some(seq)),
            ))
            .execute(conn)?;
        Ok(())
    }
}

/// The activities whose documents name the agency: listed, or in a cell of the statement that stands.
fn naming_activities(conn: &mut Conn, id: i64) -> Result<BTreeSet<i64>, Error> {
    let listed: Vec<i64> = activity_agencies::table
        .filter(activity_agencies::agency_id.eq(id))
        .select(activity_agencies::activity_id)
        .load(conn)?;
    let counted: Vec<i64> = count_cells::table
        .inner_join(counts::table.on(counts::id.eq(count_cells::count_id)))
        .filter(count_cells::agency_id.eq(id).and(counts::standing.eq(true)))
        .select(counts::activity_id)
        .load(conn)?;
    Ok(listed.into_iter().chain(counted).collect())
}

/// Persons and their participations keep no document: they show the new code as they are read, in a new version.
fn raise_people(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    let now = tx.now();
    let of = participants::agency_id.eq(id).and(participants::deleted_seq.is_null());
    let people: Vec<(Uid, i32)> = participants::table
        .filter(of)
        .order(participants::id.asc())
        .select((participants::uid, participants::version))
        .load(tx.conn())?;
    if !people.is_empty() {
        diesel::update(participants::table.filter(of))
            .set((
                participants::version.eq(participants::version + 1),
                participants::updated_at.eq(now),
            ))
            .execute(tx.conn())?;
        for (uid, version) in people {
            tx.enter("update", Kind::Participant.as_str(), uid, version + 1, &["agency"]);
        }
    }
    diesel::update(
        participations::table.filter(participations::agency_id.eq(id).and(participations::to_seq.is_null())),
    )
    .set(participations::version.eq(participations::version + 1))
    .execute(tx.conn())?;
    Ok(())
}

fn insert_lists(conn: &mut Conn, id: i64, new: &NewAgency) -> Result<(), Error> {
    let aliases: Vec<_> = (0_i32..)
        .zip(&new.aliases)
        .map(|(i, alias)| {
            (
                agency_aliases::agency_id.eq(id),
                agency_aliases::position.eq(i),
                agency_aliases::alias.eq(&alias.alias),
                agency_aliases::folded.eq(alias.folded()),
                agency_aliases::lang.eq(alias.lang.as_deref()),
                agency_aliases::from_on.eq(alias.period.start_text()),
                agency_aliases::to_on.eq(alias.period.end_text()),
            )
        })
        .collect();
    if !aliases.is_empty() {
        on_each!(conn, c => diesel::insert_into(agency_aliases::table).values(&aliases).execute(c))?;
    }
    let successor = new
        .succeeded_by
        .iter()
        .map(|agency| (SUCCEEDED_BY, agency.key, None, None));
    let others = new.links.iter().map(|link| {
        (
            link.relation.as_str(),
            link.agency.key,
            link.period.start_text(),
            link.period.end_text(),
        )
    });
    let links: Vec<_> = successor
        .chain(others)
        .map(|(relation, other, from, to)| {
            (
                agency_links::agency_id.eq(id),
                agency_links::relation.eq(relation),
                agency_links::other_id.eq(other),
                agency_links::from_on.eq(from),
                agency_links::to_on.eq(to),
            )
        })
        .collect();
    if !links.is_empty() {
        on_each!(conn, c => diesel::insert_into(agency_links::table).values(&links).execute(c))?;
    }
    let external_ids: Vec<_> = new
        .external_ids
        .iter()
        .map(|external| {
            (
                agency_external_ids::agency_id.eq(id),
                agency_external_ids::scheme.eq(&external.scheme),
                agency_external_ids::value.eq(&external.value),
            )
        })
        .collect();
    if !external_ids.is_empty() {
        on_each!(conn, c => diesel::insert_into(agency_external_ids::table).values(&external_ids).execute(c))?;
    }
    Ok(())
}

/// How agencies stand in a record of the past.
pub const PAST: Writer = Writer {
    kind: KIND,
    tables: &[
        ("agency_aliases", "agency_id"),
        ("agency_links", "agency_id"),
        ("agency_external_ids", "agency_id"),
        ("agencies", "id"),
    ],
    write: insert_past::<NewAgency>,
};

/// Reads a body and records it as a new agency.
pub fn insert(tx: &mut Tx<'_>, body: &Value) -> Result<Written, Error> {
    record::insert::<NewAgency>(tx, body)
}

/// Replaces an agency's content by a body (PUT), or by what stands with a merge patch applied (PATCH).
pub fn replace(
    tx: &mut Tx<'_>,
    segment: &str,
    condition: &Precondition,
    body: &Value,
    merge: bool,
) -> Result<Written, Error> {
    record::replace::<NewAgency>(tx, segment, condition, body, merge)
}

/// Creates the agency with the body's `code`, or applies the body to it; absent members leave what is stored.
pub fn upsert(tx: &mut Tx<'_>, body: &Value) -> Result<(Outcome, Uid), Error> {
    record::upsert::<NewAgency>(tx, body)
}

/// Deletes an agency to which nothing refers: a tombstone remains.
pub fn remove(tx: &mut Tx<'_>, segment: &str, condition: &Precondition) -> Result<(), Error> {
    record::remove::<NewAgency>(tx, segment, condition)
}

/// Brings a deleted agency back as it was, within [`crate::ledger::RESTORABLE_DAYS`], with the codes that others have now.
pub fn restore(tx: &mut Tx<'_>, segment: &str) -> Result<Written, Error> {
    let columns = (agencies::id, agencies::deleted_seq, agencies::updated_at);
    let segment = text::segment(segment).ok_or(Error::NotFound(KIND))?;
    let found: Option<(i64, Option<i64>, Instant)> = match Uid::parse(&segment) {
        Some(uid) => agencies::table
            .filter(agencies::uid.eq(uid))
            .select(columns)
            .first(tx.conn())
            .optional()?,
        None => agencies::table
            .inner_join(codes::table.on(codes::record_id.eq(agencies::id)))
            .filter(codes::kind.eq(KIND).and(codes::code.eq(&segment)))
            .select(columns)
            .first(tx.conn())
            .optional()?,
    };
    let (id, deleted, gone_at) = found.ok_or(Error::NotFound(KIND))?;
    if deleted.is_none() {
        return Err(Error::Conflict(Fault::new("not_deleted")));
    }
    tx.require_restorable(gone_at)?;
    let row = NewAgency::row(tx.conn(), id)?.or_internal("a record has no row")?;
    let text = crate::ledger::document_of(tx.conn(), KIND, id, row.version - 1)?
        .or_internal("a record has no document of its version")?;
    let document: Value = serde_json::from_str(&text).or_internal("a stored document cannot be read")?;
    let body = document.clone();
    record::rewrite::<NewAgency>(tx, &Current { id, row, document }, &body)
}

/// The version and the document of an agency, by code or id; [`Error::Gone`] when it was deleted.
pub fn find(conn: &mut Conn, segment: &str) -> Result<(i32, String), Error> {
    record::find::<NewAgency>(conn, segment)
}
