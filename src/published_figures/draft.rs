//! From an untrusted body to a [`NewFigure`], with everything that is wrong said at once.

use std::cell::RefCell;

use serde_json::Value;

use super::model::{LARGEST, NewFigure, ReconciliationStatus};
use crate::activities::counts::Qualifier;
use crate::error::{Error, Fault};
use crate::input::{Faults, Object, read_only};
use crate::statistics::filter_text;

/// Members that only the service sets.
const READ_ONLY: [&str; 4] = ["id", "version", "created_at", "updated_at"];

/// Reads a body. `stated` is the document that the body would replace: its read-only members may be sent back.
pub fn read(body: &Value, stated: Option<&Value>) -> Result<NewFigure, Error> {
    let faults = RefCell::new(Faults::of(body, stated));
    let object = Object::open(body, "", &faults);
    let figure = members(&object, stated);
    drop(object);
    faults.into_inner().or(figure)
}

fn members(object: &Object<'_, '_>, stated: Option<&Value>) -> Option<NewFigure> {
    read_only(object, &READ_ONLY, stated);
    let measure = object.code_text("measure", 100);
    let measure = object.required("measure", measure);
    let value = object.number("value", 0.0, LARGEST);
    let value = object.required("value", value);
    let qualifier = object.code("qualifier").unwrap_or(Qualifier::Exact);
    let scope = object.text("scope", 500);
    let scope = object.required("scope", scope);
    let record_measure = object.code("record_measure");
    let record_filter = object.text("record_filter", 1_000).filter(|text| {
        let fault = || Fault::at(object.pointer("record_filter"), "not_a_filter");
        let fit = object.fits(filter_text::is_filter(text), fault);
        // What stands was taken when it was recorded.
        let stands = stated.and_then(|stated| stated.get("record_filter")?.as_str()) == Some(text);
        let pointer = object.pointer("record_filter");
        let unknown = if fit && !stands {
            filter_text::unknown_names(text, &pointer)
        } else {
            Vec::new()
        };
        let known = unknown.is_empty();
        unknown.into_iter().for_each(|fault| object.add(fault));
        fit && known
    });
    let (since, as_of) = (object.partial_date("since"), object.partial_date("as_of"));
    if let (Some(since), Some(as_of)) = (since, as_of)
        && since.first() > as_of.last()
        && !object.are_stored(&["since", "as_of"])
    {
        object.add(Fault::at(object.pointer("since"), "from_after_to"));
    }
    let statement = object.text("statement", 2_000);
    let statement = object.required("statement", statement);
    let source = object.text("source", 2_000);
    let reconciliation_status = object
        .code("reconciliation_status")
        .unwrap_or(ReconciliationStatus::Open);
    let reconciliation_reason = object.text("reconciliation_reason", 2_000);
    match (reconciliation_status, &reconciliation_reason) {
        (ReconciliationStatus::Explained, None) if object.value("reconciliation_reason").is_none() => {
            object.fault("reconciliation_reason", "reason_needed");
        }
        (ReconciliationStatus::Open, Some(_)) => object.fault("reconciliation_reason", "reason_of_nothing"),
        _ => {}
    }
    object.finish();
    Some(NewFigure {
        measure: measure?,
        value: value?,
        qualifier,
        scope: scope?,
        record_measure,
        record_filter,
        since,
        as_of,
        statement: statement?,
        source,
        reconciliation_status,
        reconciliation_reason,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn everything_wrong_with_a_claim_is_said_at_once() {
        let body =
            json!({"value": -1, "qualifier": "roughly", "scope": "x", "since": "2024", "as_of": "2007", "wording": 1});
        let Err(Error::Invalid(faults)) = read(&body, None) else {
            panic!("it was taken")
        };
        let codes: Vec<&str> = faults.iter().map(|f| f.code).collect();
        for code in [
            "required",
            "out_of_range",
            "unknown_code",
            "from_after_to",
            "unknown_field",
        ] {
            assert!(codes.contains(&code), "{code} is not among {codes:?}");
        }
    }
}
