//! The words of a programme, and its reading from an untrusted body.

use std::cell::RefCell;

use serde_json::{Value, json};

use crate::codes;
use crate::directory::{self, Reference, Resolver};
use crate::error::Error;
use crate::input::{Faults, Object};
use crate::reference::draft::{code, former_codes, read_only, search_text, url};
use crate::reference::record::RecordMeta;
use crate::text::Multilingual;

codes! {
    /// What a programme is.
    pub enum ProgrammeKind {
        /// Over all the others.
        Apex = "apex",
        CapacityBuildingProgramme = "capacity_building_programme", VocationalProgramme = "vocational_programme",
        Internship = "internship", Forum = "forum", Network = "network",
        /// A project that funds activities.
        Project = "project",
    }
}

codes! {
    /// Whether a source publishes the code, or it was assigned here.
    pub enum CodeBasis { Assigned = "assigned", Published = "published" }
}

/// A programme that has been read and cannot be wrong in itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProgramme {
    pub code: String,
    /// Codes that it had before, as the body states them.
    pub former_codes: Vec<String>,
    pub name: Multilingual,
    pub kind: ProgrammeKind,
    pub parent: Option<Reference>,
    pub launched_year: Option<i32>,
    pub code_basis: Option<CodeBasis>,
    pub source_url: Option<String>,
    pub notes: Option<String>,
}

impl NewProgramme {
    /// Reads a body. `stated` is the document that the body would replace: its read-only members may be sent back.
    pub fn read(body: &Value, stated: Option<&Value>, refs: &mut Resolver<'_>) -> Result<Self, Error> {
        let faults = RefCell::new(Faults::of(body, stated));
        let object = Object::open(body, "", &faults);
        let programme = Self::members(&object, stated, refs);
        drop(object);
        faults.into_inner().or(programme)
    }

    fn members(object: &Object<'_, '_>, stated: Option<&Value>, refs: &mut Resolver<'_>) -> Option<Self> {
        read_only(object, stated);
        let code = code(object, stated);
        let former_codes = former_codes(object);
        let name = object.multilingual("name", 500);
        let name = object.required("name", name);
        let kind = object.code("kind");
        let kind = object.required("kind", kind);
        let parent = refs.member(object, directory::Kind::Programme, "parent");
        let launched_year = object
            .integer("launched_year", 1900..=2200)
            .and_then(|year| i32::try_from(year).ok());
        let code_basis = object.code("code_basis");
        let source_url = url(object, "source_url");
        let notes = object.text("notes", 10_000);
        object.finish();
        Some(Self {
            code: code?,
            former_codes,
            name: name?,
            kind: kind?,
            parent,
            launched_year,
            code_basis,
            source_url,
            notes,
        })
    }

    /// The document: what the API answers, members in the order of the contract.
    pub fn document(&self, meta: &RecordMeta) -> Value {
        json!({
            "id": meta.id,
            "code": self.code,
            "version": meta.version,
            "former_codes": meta.former_codes,
            "name": self.name,
            "kind": self.kind,
            "parent": self.parent.as_ref().map(|parent| &parent.code),
            "launched_year": self.launched_year,
            "code_basis": self.code_basis,
            "source_url": self.source_url,
            "notes": self.notes,
            "created_at": meta.created_at,
            "updated_at": meta.updated_at,
        })
    }

    /// What `q=` searches.
    pub fn search_text(&self, meta: &RecordMeta) -> String {
        let former = meta.former_codes.iter().map(String::as_str);
        search_text(&self.name, std::iter::once(self.code.as_str()).chain(former))
    }
}
