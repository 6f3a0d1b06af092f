//! Editions in the database.

use diesel::prelude::*;
use serde_json::{Map, Value, json};

use super::KIND;
use super::canonical::{canonical, hash, hex};
use super::seal::SealedDocument;
use crate::db::schema::editions;
use crate::db::{Conn, Instant, Uid};
use crate::error::{Error, Fault, OrInternal};
use crate::ledger::Tx;
use crate::past::LedgerPoint;
use crate::reference::list::{Documents, Listed, ShortPage};
use crate::statistics::{AsOfPoint, Measure};
use crate::text::nearest;

/// An edition as it is stored.
#[derive(Queryable)]
struct Stored {
    id: i64,
    uid: Uid,
    name: String,
    seq: i64,
    at: Instant,
    note: Option<String>,
    sealed: String,
    hash: Vec<u8>,
    created_at: Instant,
}

macro_rules! columns {
    () => {
        (
            editions::id,
            editions::uid,
            editions::name,
            editions::seq,
            editions::at,
            editions::note,
            editions::sealed,
            editions::hash,
            editions::created_at,
        )
    };
}

impl Stored {
    /// Whether what is stored is still what was sealed.
    fn is_whole(&self) -> bool {
        let read: Option<Value> = serde_json::from_str(&self.sealed).ok();
        hash(&self.sealed) == self.hash && read.is_some_and(|read| canonical(&read) == self.sealed)
    }

    /// What a list shows of it.
    fn document(&self) -> Map<String, Value> {
        let members = json!({
            "id": self.uid,
            "version": 1,
            "name": self.name,
            "as_of": self.at.to_string(),
            "data_version": self.seq,
            "note": self.note,
            "hash": hex(&self.hash),
            "verified": self.is_whole(),
            "created_at": self.created_at.to_string(),
        });
        match members {
            Value::Object(members) => members,
            _ => Map::new(),
        }
    }

    /// The whole of it.
    fn whole(&self) -> Result<String, Error> {
        let mut members = self.document();
        let sealed = serde_json::from_str(&self.sealed).or_internal("a stored document cannot be read")?;
        members.insert("sealed".into(), sealed);
        Ok(Value::Object(members).to_string())
    }
}

/// Keeps a sealed edition, for ever. Gives its id and its document.
pub fn insert(tx: &mut Tx<'_>, sealed: &SealedDocument) -> Result<(Uid, String), Error> {
    let name = &sealed.order.name;
    if by_name(tx.conn(), name)?.is_some() {
        return Err(Error::Conflict(
            Fault::at("/name", "edition_exists").with("value", name),
        ));
    }
    let (uid, now, principal) = (Uid::new(), tx.now(), tx.principal());
    tx.enter("seal", KIND, uid, 1, &["all"]);
    let id: i64 = diesel::insert_into(editions::table)
        .values((
            editions::uid.eq(uid),
            editions::name.eq(name),
            editions::seq.eq(sealed.point.seq),
            editions::at.eq(sealed.point.at),
            editions::note.eq(sealed.order.note.as_deref()),
            editions::sealed.eq(&sealed.text),
            editions::hash.eq(&sealed.hash),
            editions::created_by.eq(principal),
            editions::created_at.eq(now),
        ))
        .returning(editions::id)
        .get_result(tx.conn())?;
    let stored = by_name(tx.conn(), name)?.or_internal("an edition that was just sealed is not there")?;
    // The ledger's chain covers this document and, through the hash in it, every sealed figure.
    let document = Value::Object(stored.document()).to_string();
    tx.keep_document(KIND, id, 1, Some(document))?;
    Ok((uid, stored.whole()?))
}

fn by_name(conn: &mut Conn, name: &str) -> Result<Option<Stored>, Error> {
    let found = editions::table.filter(editions::name.eq(name)).select(columns!());
    Ok(found.first(conn).optional()?)
}

/// One edition, by name or id.
pub fn find(conn: &mut Conn, segment: &str) -> Result<String, Error> {
    stored(conn, segment)?.whole()
}

fn stored(conn: &mut Conn, segment: &str) -> Result<Stored, Error> {
    let segment = crate::text::segment(segment).ok_or(Error::NotFound(KIND))?;
    let found = match Uid::parse(&segment) {
        Some(uid) => {
            let found = editions::table.filter(editions::uid.eq(uid)).select(columns!());
            found.first(conn).optional()?
        }
        None => by_name(conn, &segment)?,
    };
    found.ok_or(Error::NotFound(KIND))
}

/// Where in the past the edition of a path is.
pub fn standpoint_of(conn: &mut Conn, segment: &str) -> Result<AsOfPoint, Error> {
    stored(conn, segment).map(Stored::into_as_of)
}

impl Stored {
    fn into_as_of(self) -> AsOfPoint {
        AsOfPoint {
            point: LedgerPoint {
                seq: self.seq,
                at: self.at,
            },
            edition: Some(self.name.into()),
        }
    }
}

/// The version of a measure's definition that an edition sealed.
pub fn sealed_version(conn: &mut Conn, name: &str, measure: Measure) -> Result<u32, Error> {
    let stored = by_name(conn, name)?.or_internal("an edition that was just found is not there")?;
    let sealed: Value = serde_json::from_str(&stored.sealed).or_internal("a stored document cannot be read")?;
    let definitions = sealed
        .get("definitions")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let mut of = definitions.filter(|d| d.get("measure").and_then(Value::as_str) == Some(measure.as_str()));
    let version = of.next().and_then(|definition| definition.get("version")?.as_u64());
    // A measure that did not exist then was sealed under no other definition.
    Ok(version
        .and_then(|version| u32::try_from(version).ok())
        .unwrap_or(measure.version()))
}

/// Where in the past the edition with that name is; `fault` makes the fault where there is none.
pub fn as_of_point(conn: &mut Conn, name: &str, fault: impl FnOnce(&'static str) -> Fault) -> Result<AsOfPoint, Error> {
    if let Some(stored) = by_name(conn, name)? {
        return Ok(stored.into_as_of());
    }
    let names: Vec<String> = editions::table.select(editions::name).load(conn)?;
    let near = nearest(name, names.iter().map(String::as_str)).map(str::to_owned);
    let unknown = fault("unknown_reference")
        .with("value", crate::input::shorten(name))
        .with("kind", KIND);
    Err(Error::invalid(unknown.nearest(near)))
}

/// Editions in the order of their names.
pub fn list(conn: &mut Conn, page: &ShortPage) -> Result<Documents, Error> {
    let stored: Vec<Stored> = editions::table
        .order(editions::name.asc())
        .select(columns!())
        .load(conn)?;
    let listed = |stored: Stored| Listed {
        id: stored.id,
        document: Value::Object(stored.document()).to_string(),
        code: stored.name,
    };
    Ok(page.cut(stored.into_iter().map(listed).collect()))
}
