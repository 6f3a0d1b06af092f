//! Finds records by what people call them: id, code, an older code, alpha-3, alpha-2. One rule for paths, bodies,
//! filters and sheets. What is not found is answered with the nearest code there is.

mod names;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use diesel::prelude::*;

use crate::db::schema::{activities, agencies, codes, countries, fields, participants, programmes};
use crate::db::{Conn, Uid};
use crate::error::{Error, Fault};
use crate::input::{SUGGESTED, shorten};
use crate::text;
use names::Names;

/// The kinds of record that are referred to by code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Kind {
    Activity,
    Programme,
    Agency,
    Country,
    Field,
    Participant,
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
        }
    }
}

/// A record that was referred to: its key inside, and the code it has today.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
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
        let wanted = text::tidy(code);
        let at = (kind, wanted.clone());
        if !self.found.contains_key(&at) {
            let mut found = lookup(conn, kind, &wanted)?;
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
            .nearest(self.nearest(conn, kind, &wanted)?)))
    }

    /// What an unknown code may have meant; several records of one name are all named.
    fn nearest(&mut self, conn: &mut Conn, kind: Kind, wanted: &str) -> Result<Option<String>, Error> {
        self.suggested += 1;
        if self.suggested > SUGGESTED {
            return Ok(None);
        }
        let names = match self.all.entry(kind) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(Names::load(conn, kind)?),
        };
        Ok(names.nearest(wanted))
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
            match directory.nearest(conn, kind, value) {
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
            .map(text::tidy)
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
            Kind::Programme | Kind::Country | Kind::Field => {}
        }
        Ok(())
    }
}

/// What a path segment or a code means.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Found {
    Here(Reference),
    /// An older code: the record has another one now.
    Renamed(Reference),
}

/// Finds a record by id or code for a path; `None` when there is none, however the segment is formed.
pub fn find(conn: &mut Conn, kind: Kind, segment: &str) -> Result<Option<Found>, Error> {
    if segment.chars().any(char::is_control) {
        return Ok(None);
    }
    if let Some(uid) = Uid::parse(segment)
        && let Some(reference) = by_uid(conn, kind, uid)?
    {
        return Ok(Some(Found::Here(reference)));
    }
    let wanted = text::tidy(segment);
    Ok(lookup(conn, kind, &wanted)?.map(|reference| {
        let same = reference.code == wanted || kind == Kind::Country;
        if same {
            Found::Here(reference)
        } else {
            Found::Renamed(reference)
        }
    }))
}

/// The key of the record that a path means; an older code is [`Error::Moved`] to `base/CODE`.
pub fn key_of(conn: &mut Conn, kind: Kind, segment: &str, base: &str) -> Result<i64, Error> {
    match find(conn, kind, segment)? {
        None => Err(Error::NotFound(kind.as_str())),
        Some(Found::Here(reference)) => Ok(reference.key),
        Some(Found::Renamed(reference)) => Err(Error::Moved(format!("{base}/{}", encode(&reference.code)))),
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

macro_rules! first_reference {
    ($conn:expr, $query:expr) => {
        Ok($query
            .first::<(i64, String)>($conn)
            .optional()?
            .map(|(key, code)| Reference { key, code }))
    };
}

fn lookup(conn: &mut Conn, kind: Kind, code: &str) -> Result<Option<Reference>, Error> {
    match kind {
        Kind::Field => first_reference!(
            conn,
            fields::table
                .filter(fields::code.eq(code))
                .select((fields::id, fields::code))
        ),
        Kind::Country => {
            let upper = code.to_uppercase();
            first_reference!(
                conn,
                countries::table
                    .filter(countries::alpha3.eq(&upper).or(countries::alpha2.eq(&upper)))
                    .select((countries::id, countries::alpha3))
            )
        }
        Kind::Programme => first_reference!(
            conn,
            codes::table
                .inner_join(programmes::table.on(programmes::id.eq(codes::record_id)))
                .filter(codes::kind.eq("programme").and(codes::code.eq(code)))
                .select((programmes::id, programmes::code))
        ),
        Kind::Agency => first_reference!(
            conn,
            codes::table
                .inner_join(agencies::table.on(agencies::id.eq(codes::record_id)))
                .filter(
                    codes::kind
                        .eq("agency")
                        .and(codes::code.eq(code))
                        .and(agencies::deleted_seq.is_null())
                )
                .select((agencies::id, agencies::code))
        ),
        Kind::Activity => first_reference!(
            conn,
            codes::table
                .inner_join(activities::table.on(activities::id.eq(codes::record_id)))
                .filter(codes::kind.eq("activity").and(codes::code.eq(code)))
                .select((activities::id, activities::code))
        ),
        Kind::Participant => first_reference!(
            conn,
            codes::table
                .inner_join(participants::table.on(participants::id.eq(codes::record_id)))
                .filter(codes::kind.eq("participant").and(codes::code.eq(code)))
                .select((participants::id, participants::code))
        ),
    }
}

fn by_uid(conn: &mut Conn, kind: Kind, uid: Uid) -> Result<Option<Reference>, Error> {
    macro_rules! by {
        ($table:ident, $code:ident) => {
            first_reference!(
                conn,
                $table::table
                    .filter($table::uid.eq(uid))
                    .select(($table::id, $table::$code))
            )
        };
    }
    match kind {
        Kind::Field => by!(fields, code),
        Kind::Country => by!(countries, alpha3),
        Kind::Programme => by!(programmes, code),
        Kind::Agency => by!(agencies, code),
        Kind::Activity => by!(activities, code),
        Kind::Participant => by!(participants, code),
    }
}

/// Gives a record its code, for ever; a code of another record is the fault `code_taken`.
pub fn claim(conn: &mut Conn, kind: Kind, code: &str, key: i64, seq: i64, pointer: &str) -> Result<(), Error> {
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

/// Resolves codes while a body is read: unknown ones are faults of that body, a failing database ends the reading.
pub struct Resolver<'c> {
    conn: &'c mut Conn,
    directory: Directory,
    failed: Option<Error>,
}

impl<'c> Resolver<'c> {
    /// Reads on this connection.
    pub fn new(conn: &'c mut Conn) -> Self {
        Self {
            conn,
            directory: Directory::default(),
            failed: None,
        }
    }

    /// Reads on this connection what this directory does not know yet.
    pub fn knowing(conn: &'c mut Conn, directory: Directory) -> Self {
        Self {
            conn,
            directory,
            failed: None,
        }
    }

    /// The record that `code` names, or its fault at `pointer`.
    pub fn reference(
        &mut self,
        object: &crate::input::Object<'_, '_>,
        kind: Kind,
        pointer: &str,
        code: &str,
    ) -> Option<Reference> {
        match self.directory.resolve(self.conn, kind, code, |c| Fault::at(pointer, c)) {
            Ok(outcome) => object.keep(outcome),
            Err(error) => {
                self.failed = Some(error);
                None
            }
        }
    }

    /// The record that a member names by code; absent and null are `None`.
    pub fn member(
        &mut self,
        object: &crate::input::Object<'_, '_>,
        kind: Kind,
        name: &'static str,
    ) -> Option<Reference> {
        let code = object.text(name, CODE_LONGEST)?;
        self.reference(object, kind, &object.pointer(name), &code)
    }

    /// A list of codes, each once.
    pub fn list(
        &mut self,
        object: &crate::input::Object<'_, '_>,
        kind: Kind,
        name: &'static str,
        most: usize,
    ) -> Vec<Reference> {
        let mut found: Vec<Reference> = Vec::new();
        for (pointer, code) in object.texts(name, most, CODE_LONGEST) {
            if let Some(reference) = self.reference(object, kind, &pointer, &code) {
                if found.contains(&reference) {
                    object.add(Fault::at(pointer, "duplicate"));
                } else {
                    found.push(reference);
                }
            }
        }
        found
    }

    /// The connection, for what a reader must look up itself.
    pub fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    /// Says that the database failed while a reader looked something up itself.
    pub fn fail(&mut self, error: Error) {
        self.failed = Some(error);
    }

    /// Looks up many codes at once, so that each is at hand when it is met.
    pub fn learn<'a>(&mut self, kind: Kind, codes: impl IntoIterator<Item = &'a str>) -> Result<(), Error> {
        self.directory.learn(self.conn, kind, codes)
    }

    /// Ends the reading: the database's own failure comes before anything else.
    pub fn finish(self) -> Result<(), Error> {
        self.into_directory().map(drop)
    }

    /// Ends the reading and gives what is known by now.
    pub fn into_directory(self) -> Result<Directory, Error> {
        match self.failed {
            Some(error) => Err(error),
            None => Ok(self.directory),
        }
    }
}

/// How long a code may be, in characters.
pub const CODE_LONGEST: usize = 100;

/// A code may not hold what separates codes in a list, nor look like an id.
pub fn code_is_fit(object: &crate::input::Object<'_, '_>, name: &'static str, code: &str) -> bool {
    let fit = !code.contains([',', ';', '\n', '\r', '\t']) && code != "null" && Uid::parse(code).is_none();
    if !fit {
        object.fault(name, "unfit_code");
    }
    fit
}
