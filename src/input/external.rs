//! Ids that a record has elsewhere.

use super::Object;
use crate::error::Fault;

/// An id that a record has elsewhere; not unique there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ExternalId {
    pub scheme: String,
    pub value: String,
}

impl ExternalId {
    /// As a cell shows it, `scheme:value`; a colon or backslash of the scheme has a backslash before it.
    pub fn written(scheme: &str, value: &str) -> String {
        format!("{}:{value}", scheme.replace('\\', "\\\\").replace(':', "\\:"))
    }

    /// Reads what [`ExternalId::written`] wrote; `None` where no colon ends the scheme.
    pub fn of_written(text: &str) -> Option<Self> {
        let mut scheme = String::new();
        let mut rest = text.chars();
        loop {
            match rest.next()? {
                ':' => break,
                '\\' if rest.as_str().starts_with([':', '\\']) => scheme.extend(rest.next()),
                c => scheme.push(c),
            }
        }
        Some(Self {
            scheme: scheme.trim().to_owned(),
            value: rest.as_str().trim().to_owned(),
        })
    }
}

/// The member `external_ids`: a list of `{"scheme", "value"}`, each pair once.
pub fn external_ids(object: &Object<'_, '_>) -> Vec<ExternalId> {
    let mut found: Vec<ExternalId> = Vec::new();
    for (pointer, item) in object.list("external_ids", 50) {
        let entry = Object::open(item, pointer.clone(), object.faults());
        let scheme = entry.code_text("scheme", 100);
        let scheme = entry.required("scheme", scheme);
        let value = entry.code_text("value", 200);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_a_cell_is_read_back() {
        for (scheme, value) in [("doi", "10.1/x"), ("s:1", "v;:2"), ("a\\:b", ":"), ("c\\", "\\:d")] {
            let read = ExternalId::of_written(&ExternalId::written(scheme, value));
            let id = ExternalId {
                scheme: scheme.into(),
                value: value.into(),
            };
            assert_eq!(read, Some(id));
        }
        assert_eq!(ExternalId::of_written("no scheme"), None);
    }
}
