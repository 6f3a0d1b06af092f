//! Ids that a record has elsewhere.

use super::Object;
use crate::error::Fault;

/// An id that a record has elsewhere; not unique there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct ExternalId {
    pub scheme: String,
    pub value: String,
}

/// The member `external_ids`: a list of `{"scheme", "value"}`, each pair once.
pub fn external_ids(object: &Object<'_, '_>) -> Vec<ExternalId> {
    let mut found: Vec<ExternalId> = Vec::new();
    for (pointer, item) in object.list("external_ids", 50) {
        let entry = Object::open(item, pointer.clone(), object.faults());
        let scheme = entry.text("scheme", 100);
        let scheme = entry.required("scheme", scheme);
        let value = entry.text("value", 200);
        let value = entry.required("value", value);
        entry.finish();
        if let (Some(scheme), Some(value)) = (scheme, value) {
            let id = ExternalId { scheme, value };
            if found.contains(&id) {
                object.add(Fault::at(pointer, "duplicate"));
            } else {
                found.push(id);
            }
        }
    }
    found
}
