//! A field of work, and its reading from an untrusted body.

use std::cell::RefCell;

use serde_json::{Value, json};

use crate::directory::{self, Reference, Resolver};
use crate::error::{Error, Fault};
use crate::input::{Faults, Object};
use crate::reference::draft::{code, fixed, read_only, search_text};
use crate::reference::record::RecordMeta;
use crate::text::Multilingual;

/// A field that has been read and cannot be wrong in itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct NewField {
    pub code: String,
    pub name: Multilingual,
    pub parent: Option<Reference>,
    /// Codes in other classifications, sorted.
    pub mappings: Vec<Mapping>,
}

/// What a field is in another classification.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Mapping {
    /// DAC, SDG, CSA.
    pub scheme: String,
    pub code: String,
}

impl NewField {
    /// Reads a body. `stated` is the document that the body would replace: its read-only members may be sent back.
    pub fn read(body: &Value, stated: Option<&Value>, refs: &mut Resolver<'_>) -> Result<Self, Error> {
        let faults = RefCell::new(Faults::of(body, stated));
        let object = Object::open(body, "", &faults);
        let field = Self::members(&object, stated, refs);
        drop(object);
        faults.into_inner().or(field)
    }

    fn members(object: &Object<'_, '_>, stated: Option<&Value>, refs: &mut Resolver<'_>) -> Option<Self> {
        read_only(object, stated);
        let code = code(object, stated);
        fixed(object, "code", code.as_deref(), stated);
        let name = object.multilingual("name", 500);
        let name = object.required("name", name);
        let parent = refs.member(object, directory::Kind::Field, "parent");
        let mappings = mappings(object);
        object.finish();
        Some(Self {
            code: code?,
            name: name?,
            parent,
            mappings,
        })
    }

    /// The document: what the API answers, members in the order of the contract.
    pub fn document(&self, meta: &RecordMeta) -> Value {
        json!({
            "id": meta.id,
            "code": self.code,
            "version": meta.version,
            "name": self.name,
            "parent": self.parent.as_ref().map(|parent| &parent.code),
            "mappings": self.mappings.iter().map(|m| json!({"scheme": m.scheme, "code": m.code})).collect::<Vec<_>>(),
            "created_at": meta.created_at,
            "updated_at": meta.updated_at,
        })
    }

    /// What `q=` searches.
    pub fn search_text(&self) -> String {
        search_text(&self.name, [self.code.as_str()])
    }
}

/// The list `mappings`, each pair once.
fn mappings(object: &Object<'_, '_>) -> Vec<Mapping> {
    let mut found: Vec<Mapping> = Vec::new();
    for (pointer, item) in object.list("mappings", 50) {
        let entry = Object::open(item, pointer.clone(), object.faults());
        let scheme = entry.code_text("scheme", 100);
        let scheme = entry.required("scheme", scheme);
        let code = entry.code_text("code", 200);
        let code = entry.required("code", code);
        entry.finish();
        if let (Some(scheme), Some(code)) = (scheme, code) {
            let mapping = Mapping { scheme, code };
            if found.contains(&mapping) {
                object.add(Fault::at(pointer, "duplicate"));
            } else {
                found.push(mapping);
            }
        }
    }
    found.sort();
    found
}
