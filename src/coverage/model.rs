//! A declaration, and its reading from an untrusted body.

use std::cell::RefCell;

use serde_json::{Value, json};

use crate::directory::{Kind, Resolver};
use crate::error::{Error, Fault};
use crate::input::{Faults, Object};
use crate::reference::draft::read_only;
use crate::reference::record::RecordMeta;
use crate::statistics::coverage::State;
use crate::statistics::filter_text;
use crate::statistics::question::{Choice, Filters};
use crate::time::PartialDate;

/// What is written where no filter is.
pub const ALL: &str = "all";

/// A declaration that has been read and cannot be wrong in itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCoverage {
    /// The statistics' parameters, as text; `all` is no filter.
    pub filter: String,
    pub from: Option<PartialDate>,
    /// The whole of it included.
    pub to: Option<PartialDate>,
    pub state: State,
    pub reason: String,
    pub source: Option<String>,
}

impl NewCoverage {
    /// Reads a body. `stated` is the document that the body would replace: its read-only members may be sent back.
    pub fn read(body: &Value, stated: Option<&Value>, refs: &mut Resolver<'_>) -> Result<Self, Error> {
        let faults = RefCell::new(Faults::of(body, stated));
        let object = Object::open(body, "", &faults);
        let coverage = Self::members(&object, stated, refs);
        drop(object);
        faults.into_inner().or(coverage)
    }

    fn members(object: &Object<'_, '_>, stated: Option<&Value>, refs: &mut Resolver<'_>) -> Option<Self> {
        read_only(object, stated);
        let filter = object.text("filter", 1_000).unwrap_or_else(|| ALL.to_owned());
        // What stands was taken when it was declared.
        let stands = stated.and_then(|stated| stated.get("filter")?.as_str()) == Some(&filter);
        if !stands {
            check_filter(object, &filter, refs);
        }
        let (from, to) = (object.partial_date("from"), object.partial_date("to"));
        if let (Some(from), Some(to)) = (from, to)
            && from.first() > to.last()
            && !object.are_stored(&["from", "to"])
        {
            object.add(Fault::at(object.pointer("from"), "from_after_to"));
        }
        let state = object.code("state");
        let state = object.required("state", state);
        let reason = object.text("reason", 2_000);
        let reason = object.required("reason", reason);
        let source = object.text("source", 2_000);
        object.finish();
        Some(Self {
            filter,
            from,
            to,
            state: state?,
            reason: reason?,
            source,
        })
    }

    /// The document: what the API answers, members in the order of the contract.
    pub fn document(&self, meta: &RecordMeta) -> Value {
        let date = |date: Option<PartialDate>| date.map(|date| date.to_string());
        json!({
            "id": meta.id,
            "version": meta.version,
            "filter": self.filter,
            "from": date(self.from),
            "to": date(self.to),
            "state": self.state,
            "reason": self.reason,
            "source": self.source,
            "created_at": meta.created_at,
            "updated_at": meta.updated_at,
        })
    }
}

/// Says what is wrong with a filter: its form, its names, its values, and codes that nobody knows.
fn check_filter(object: &Object<'_, '_>, text: &str, refs: &mut Resolver<'_>) {
    if !filter_text::is_filter(text) {
        object.fault("filter", "not_a_filter");
        return;
    }
    let pointer = object.pointer("filter");
    match filter_text::read(text) {
        Ok(filters) => {
            for (kind, choice) in references(&filters) {
                for code in &choice.values {
                    refs.reference(object, kind, &pointer, code);
                }
            }
        }
        Err(error) => filter_text::faults(&error, &pointer)
            .into_iter()
            .for_each(|fault| object.add(fault)),
    }
}

/// The filters that name records.
fn references(filters: &Filters) -> [(Kind, &Choice<String>); 7] {
    [
        (Kind::Programme, &filters.programme),
        (Kind::Field, &filters.field),
        (Kind::Country, &filters.country),
        (Kind::Country, &filters.activity_country),
        (Kind::Country, &filters.host_country),
        (Kind::Agency, &filters.agency),
        (Kind::Agency, &filters.activity_agency),
    ]
}
