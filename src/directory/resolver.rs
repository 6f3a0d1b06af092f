//! The codes of a body, as it is read.

use super::{CODE_LONGEST, Directory, Kind, Reference};
use crate::db::Conn;
use crate::error::{Error, Fault};
use crate::input::Object;

/// Resolves codes while a body is read: unknown ones are faults of that body, a failing database ends the reading.
pub struct Resolver<'c> {
    conn: &'c mut Conn,
    directory: Directory,
    failed: Option<Error>,
    /// Whether a code that names nothing is passed over: where the past is rebuilt.
    forgives: bool,
}

impl<'c> Resolver<'c> {
    /// Reads on this connection.
    pub fn new(conn: &'c mut Conn) -> Self {
        Self {
            conn,
            directory: Directory::default(),
            failed: None,
            forgives: false,
        }
    }

    /// Reads stored documents on this connection, and what this directory does not know yet. A code that names nothing
    /// is passed over: nothing stored may fail to be read.
    pub fn knowing(conn: &'c mut Conn, directory: Directory) -> Self {
        Self {
            conn,
            directory,
            failed: None,
            forgives: true,
        }
    }

    /// The record that `code` names, or its fault at `pointer`.
    pub fn reference(&mut self, object: &Object<'_, '_>, kind: Kind, pointer: &str, code: &str) -> Option<Reference> {
        self.reference_in(object, kind, pointer, code, None)
    }

    fn reference_in(
        &mut self,
        object: &Object<'_, '_>,
        kind: Kind,
        pointer: &str,
        code: &str,
        country: Option<&str>,
    ) -> Option<Reference> {
        let fault = |c| Fault::at(pointer, c);
        match self.directory.resolve_in(self.conn, kind, code, country, fault) {
            Ok(Ok(found)) => Some(found),
            Ok(Err(fault)) if self.forgives => {
                tracing::error!(?fault, "a stored document names what is not there");
                None
            }
            Ok(Err(fault)) => {
                object.faults().borrow_mut().insist(fault);
                None
            }
            Err(error) => {
                self.failed = Some(error);
                None
            }
        }
    }

    /// The record that a member names by code; absent and null are `None`.
    pub fn member(&mut self, object: &Object<'_, '_>, kind: Kind, name: &'static str) -> Option<Reference> {
        let code = object.code_text(name, CODE_LONGEST)?;
        self.reference(object, kind, &object.pointer(name), &code)
    }

    /// The agency that `agency` names by code, beside the country that the same body names.
    pub fn agency(&mut self, object: &Object<'_, '_>, country: Option<&Reference>) -> Option<Reference> {
        let code = object.code_text("agency", CODE_LONGEST)?;
        let country = country.map(|country| country.code.as_str());
        self.reference_in(object, Kind::Agency, &object.pointer("agency"), &code, country)
    }

    /// A list of codes, each once.
    pub fn list(&mut self, object: &Object<'_, '_>, kind: Kind, name: &'static str, most: usize) -> Vec<Reference> {
        let mut found: Vec<Reference> = Vec::new();
        for (pointer, code) in object.code_texts(name, most, CODE_LONGEST) {
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
