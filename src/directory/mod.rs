//! Finds records by what people call them: id, code, an older code, alpha-3, alpha-2. One rule for paths, bodies,
//! filters and sheets. What is not found is answered with the nearest code there is.
//!
//! `lookup.rs` asks the database for one record, `names.rs` knows what an unknown code may have meant, and `resolver.rs`
//! reads the codes of a body.

pub(crate) mod external;
mod lookup;
mod names;
mod resolver;

pub use resolver::Resolver;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use diesel::prelude::*;
use serde_json::Value;

use crate::db::schema::{activities, agencies, codes, participants};
use crate::db::{Conn, Uid};
use crate::error::{Error, Fault};
use crate::input::{Object, SUGGESTED, shorten};
use crate::text;
use lookup::{by_uid, lookup};
use names::Names;

/// The kinds of record that are referred to by code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Kind {
    Activity,
    Programme,
    Agency,
    Country,
    Field,
    Participant,
    /// Found by its id alone.
    Coverage,
}

impl Kind {
    /// The name used by the ledger, `codes` and faults.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Activity => "activity",
            Self::Programme => "programme",
            Self::Agency => "agency",
            Self::Country => "country",
            Self::Field => "field",
            Self::Participant => "participant",
            Self::Coverage => "coverage",
        }
    }
}

/// A record that was referred to: its key inside, and the code it has today.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Reference {
    pub key: i64,
    pub code: String,
}

/// Looks codes up, each once. Made for one request, one row or one sheet.
#[derive(Debug, Default)]
pub struct Directory {
    found: HashMap<(Kind, String), Option<Reference>>,
    all: HashMap<Kind, Names>,
    /// How many unknown codes were compared with all known ones; beyond [`SUGGESTED`] none is.
    suggested: usize,
}

impl Directory {
    /// The record with that code (or older code, alpha-2, or id), or the fault `unknown_reference` made with `fault`.
    pub fn resolve(
        &mut self,
        conn: &mut Conn,
        kind: Kind,
        code: &str,
        fault: impl FnOnce(&'static str) -> Fault,
    ) -> Result<Result<Reference, Fault>, Error> {
        self.resolve_in(conn, kind, code, None, fault)
    }

    /// As [`Self::resolve`], for an agency that is named beside a country: none of another is suggested.
    pub fn resolve_in(
        &mut self,
        conn: &mut Conn,
        kind: Kind,
        code: &str,
        country: Option<&str>,
        fault: impl FnOnce(&'static str) -> Fault,
    ) -> Result<Result<Reference, Fault>, Error> {
        let (wanted, former) = (text::code(code), text::former_code(code));
        let at = (kind, former.clone().unwrap_or_else(|| wanted.clone()));
        if !self.found.contains_key(&at) {
            let mut found = lookup_spelt(conn, kind, &wanted, former.as_deref())?;
            if let (None, Some(uid)) = (&found, Uid::parse(&wanted)) {
                // Looked up again by its code, so that a deleted record is not found by its id either.
                if let Some(reference) = by_uid(conn, kind, uid)? {
                    found = lookup(conn, kind, &reference.code)?;
                }
            }
            self.found.insert(at.clone(), found);
        }
        if let Some(Some(reference)) = self.found.get(&at) {
            return Ok(Ok(reference.clone()));
        }
        Ok(Err(fault("unknown_reference")
            .with("value", shorten(code))
            .with("kind", kind.as_str())
            .nearest(self.nearest(conn, kind, &wanted, country)?)))
    }

    /// What an unknown code may have meant; several records of one name are all named.
    fn nearest(
        &mut self,
        conn: &mut Conn,
        kind: Kind,
        wanted: &str,
        country: Option<&str>,
    ) -> Result<Option<String>, Error> {
        self.suggested += 1;
        if self.suggested > SUGGESTED {
            return Ok(None);
        }
        let names = match self.all.entry(kind) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(Names::load(conn, kind)?),
        };
        Ok(names.nearest(wanted, country))
    }
}

/// A refusal that names what unknown codes may have meant by all that records are called: for readers that know the codes
/// alone. Where the database fails, that is the error.
pub fn suggested(conn: &mut Conn, mut error: Error) -> Error {
    const KINDS: [Kind; 4] = [Kind::Programme, Kind::Agency, Kind::Country, Kind::Field];
    let mut directory = Directory::default();
    let (Error::Invalid(faults) | Error::Unreadable(faults)) = &mut error else {
        return error;
    };
    for fault in faults.iter_mut().filter(|fault| fault.code == "unknown_reference") {
        let kind = fault.said("kind");
        let kind = KINDS.into_iter().find(|known| Some(known.as_str()) == kind);
        if let (Some(kind), Some(value)) = (kind, fault.said("value")) {
            match directory.nearest(conn, kind, value, None) {
                Ok(nearest) => fault.nearest = nearest,
                Err(failed) => return failed,
            }
        }
    }
    error
}

impl Directory {
    /// Takes a record for known, so that it is not looked up.
    pub fn know(&mut self, kind: Kind, reference: Reference) {
        self.found.insert((kind, reference.code.clone()), Some(reference));
    }

    /// Looks up many codes of activities, persons or agencies at once; of other kinds there are few.
    pub fn learn<'a>(
        &mut self,
        conn: &mut Conn,
        kind: Kind,
        given: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), Error> {
        let wanted: std::collections::BTreeSet<String> = given
            .into_iter()
            .map(text::code)
            .filter(|code| !self.found.contains_key(&(kind, code.clone())))
            .collect();
        let wanted: Vec<String> = wanted.into_iter().collect();
        macro_rules! learn_from {
            ($table:ident) => {
                for chunk in wanted.chunks(1_000) {
                    let rows: Vec<(String, i64, String)> = codes::table
                        .inner_join($table::table.on($table::id.eq(codes::record_id)))
                        .filter(codes::kind.eq(kind.as_str()).and(codes::code.eq_any(chunk)))
                        .filter($table::deleted_seq.is_null())
                        .select((codes::code, $table::id, $table::code))
                        .load(conn)?;
                    for (code, key, now) in rows {
                        self.found
                            .insert((kind, code), Some(Reference { key, code: now }));
                    }
                }
            };
        }
        match kind {
            Kind::Activity => learn_from!(activities),
            Kind::Participant => learn_from!(participants),
            Kind::Agency => learn_from!(agencies),
            Kind::Programme | Kind::Country | Kind::Field | Kind::Coverage => {}
        }
        Ok(())
    }
}

/// What a path segment or a code means.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum LookupResult {
    Here(Reference),
    /// An older code: the record has another one now.
    Renamed(Reference),
}

/// The record with a code as it was stored before codes were cleaned, or else with the clean one.
fn lookup_spelt(conn: &mut Conn, kind: Kind, code: &str, former: Option<&str>) -> Result<Option<Reference>, Error> {
    let found = match former {
        Some(former) => lookup(conn, kind, former)?,
        None => None,
    };
    match found {
        Some(found) => Ok(Some(found)),
        None => lookup(conn, kind, code),
    }
}

/// Finds a record by id or code for a path; `None` when there is none, however the segment is formed.
pub fn find(conn: &mut Conn, kind: Kind, segment: &str) -> Result<Option<LookupResult>, Error> {
    let Some(wanted) = text::segment(segment) else {
        return Ok(None);
    };
    if let Some(uid) = Uid::parse(&wanted)
        && let Some(reference) = by_uid(conn, kind, uid)?
    {
        return Ok(Some(LookupResult::Here(reference)));
    }
    let former = text::former_code(segment);
    Ok(lookup_spelt(conn, kind, &wanted, former.as_deref())?.map(|reference| {
        let same = reference.code == wanted || Some(&reference.code) == former.as_ref() || kind == Kind::Country;
        if same {
            LookupResult::Here(reference)
        } else {
            LookupResult::Renamed(reference)
        }
    }))
}

/// The key of the record that a path means; an older code is [`Error::Moved`] to `base/CODE`.
pub fn key_of(conn: &mut Conn, kind: Kind, segment: &str, base: &str) -> Result<i64, Error> {
    match find(conn, kind, segment)? {
        None => Err(Error::NotFound(kind.as_str())),
        Some(LookupResult::Here(reference)) => Ok(reference.key),
        Some(LookupResult::Renamed(reference)) => Err(Error::Moved(format!("{base}/{}", encode(&reference.code)))),
    }
}

/// A code as a path segment.
pub fn encode(code: &str) -> String {
    percent_encoding::utf8_percent_encode(code, percent_encoding::NON_ALPHANUMERIC)
        .to_string()
        .replace("%2D", "-")
        .replace("%5F", "_")
        .replace("%2E", ".")
}

/// Gives a record its code, for ever; a code of another record is the fault `code_taken`.
pub fn insert_code(conn: &mut Conn, kind: Kind, code: &str, key: i64, seq: i64, pointer: &str) -> Result<(), Error> {
    let holder: Option<i64> = codes::table
        .find((kind.as_str(), code))
        .select(codes::record_id)
        .first(conn)
        .optional()?;
    match holder {
        Some(holder) if holder == key => Ok(()),
        Some(_) => Err(Error::Conflict(Fault::at(pointer, "code_taken").with("value", code))),
        None => {
            diesel::insert_into(codes::table)
                .values((
                    codes::kind.eq(kind.as_str()),
                    codes::code.eq(code),
                    codes::record_id.eq(key),
                    codes::seq.eq(seq),
                ))
                .execute(conn)?;
            Ok(())
        }
    }
}

/// Whether a code is free or belongs to nobody else than `key`.
pub fn is_free(conn: &mut Conn, kind: Kind, code: &str) -> Result<bool, Error> {
    let holder: Option<i64> = codes::table
        .find((kind.as_str(), code))
        .select(codes::record_id)
        .first(conn)
        .optional()?;
    Ok(holder.is_none())
}

/// Whether any record of a kind has a code.
pub fn has_any(conn: &mut Conn, kind: Kind) -> Result<bool, Error> {
    let known = codes::table.filter(codes::kind.eq(kind.as_str()));
    Ok(diesel::select(diesel::dsl::exists(known)).get_result(conn)?)
}

/// How long a code may be, in characters.
pub const CODE_LONGEST: usize = 100;

/// The member `code` of a body; the one that is stated already is taken as it is.
pub fn own_code(object: &Object<'_, '_>, stated: Option<&Value>) -> Option<String> {
    let stands = stated
        .and_then(|document| document.get("code"))
        .filter(|code| !code.is_null());
    if stands.is_some() && stands == object.value("code") {
        return stands.and_then(Value::as_str).map(str::to_owned);
    }
    let code = object.code_text("code", CODE_LONGEST);
    code.filter(|code| code_is_fit(object, "code", code))
}

/// A code may not hold what separates codes in a list, nor look like an id.
pub fn code_is_fit(object: &Object<'_, '_>, name: &'static str, code: &str) -> bool {
    let fit = !code.contains([',', ';', '\n', '\r', '\t']) && code != "null" && Uid::parse(code).is_none();
    object.fits(fit, || Fault::at(object.pointer(name), "unfit_code"))
}
