//! From an untrusted body to a [`NewFigure`], with everything that is wrong said at once.

use std::cell::RefCell;

use serde_json::Value;

use super::model::{LARGEST, NewFigure, ReconciliationStatus};
use crate::activities::counts::Qualifier;
use crate::error::{Error, Fault};
use crate::input::{Faults, Object, Params, read_only};
use crate::statistics::Filters;

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
        let fit = is_filter(text);
        if !fit {
            object.fault("record_filter", "not_a_filter");
        }
        // What stands was taken when it was recorded.
        let stands = stated.and_then(|stated| stated.get("record_filter")?.as_str()) == Some(text);
        let strange = if fit && !stands { strangers(text) } else { Vec::new() };
        let known = strange.is_empty();
        for (name, nearest) in strange {
            let fault = Fault::at(object.pointer("record_filter"), "unknown_filter").with("name", name);
            object.add(fault.nearest(nearest));
        }
        fit && known
    });
    let (since, as_of) = (object.partial_date("since"), object.partial_date("as_of"));
    if let (Some(since), Some(as_of)) = (since, as_of)
        && since.first() > as_of.last()
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

/// `all`, or `name=value` pairs joined by `&`. Whether the values mean something is asked when it is put to the record.
fn is_filter(text: &str) -> bool {
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let is_pair = |pair: &str| {
        pair.split_once('=')
            .is_some_and(|(name, value)| is_name(name) && !value.is_empty() && !value.contains(char::is_whitespace))
    };
    text == "all" || text.split('&').all(is_pair)
}

/// The names in a filter that are no filters of the statistics, each with the nearest that is one.
fn strangers(filter: &str) -> Vec<(String, Option<String>)> {
    let Ok(params) = Params::parse(if filter == "all" { "" } else { filter }) else {
        return Vec::new();
    };
    Filters::read(&params);
    let found = params.finish().err();
    let faults = found.iter().flat_map(Error::faults);
    faults
        .filter(|fault| fault.code == "unknown_parameter")
        .map(|fault| (fault.said("name").unwrap_or_default().to_owned(), fault.nearest.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_filter_is_all_or_pairs() {
        for good in ["all", "agency=CBG&programme=CB-CaB", "field=sti"] {
            assert!(is_filter(good), "{good}");
        }
        for bad in ["everything", "field", "field=", "=sti", "Field=sti", "a=b&", "a=b c"] {
            assert!(!is_filter(bad), "{bad}");
        }
    }

    #[test]
    fn what_is_no_filter_of_the_statistics_is_named_with_the_nearest_that_is_one() {
        let names = |filter: &str| strangers(filter).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        for name in ["by", "measure", "as_of", "edition", "limit", "cursor", "sector"] {
            assert_eq!(names(&format!("field=sti&{name}=year")), [name]);
        }
        for good in [
            "all",
            "field=sti&sex=female",
            "from=2010&to=2030&programme_tree=true",
            "type=webinr",
        ] {
            assert!(names(good).is_empty(), "{good}");
        }
        assert_eq!(strangers("feild=sti"), [("feild".to_owned(), Some("field".to_owned()))]);
    }

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
