//! From an untrusted body to a [`NewCountry`], with everything that is wrong said at once.

use std::cell::RefCell;

use serde_json::Value;

use super::model::{Grouping, Membership, NewCountry, is_user_assigned};
use crate::error::{Error, Fault};
use crate::input::{Faults, Object};
use crate::reference::draft::{Period, aliases, fixed, no_overlap, read_only, url};

/// Reads a body. `stated` is the document that the body would replace: its read-only members may be sent back.
pub fn read(body: &Value, stated: Option<&Value>) -> Result<NewCountry, Error> {
    let faults = RefCell::new(Faults::of(body, stated));
    let object = Object::open(body, "", &faults);
    let country = members(&object, stated);
    drop(object);
    faults.into_inner().or(country)
}

fn members(object: &Object<'_, '_>, stated: Option<&Value>) -> Option<NewCountry> {
    read_only(object, stated);
    let alpha3 = form(object, "alpha3", "not_alpha3", 3, |b| b.is_ascii_uppercase());
    let alpha3 = object.required("alpha3", alpha3);
    let mut alpha2 = form(object, "alpha2", "not_alpha2", 2, |b| b.is_ascii_uppercase());
    let mut m49 = form(object, "m49", "not_m49", 3, |b| b.is_ascii_digit());
    if !alpha3.as_deref().is_some_and(is_user_assigned) {
        alpha2 = object.required("alpha2", alpha2);
        m49 = object.required("m49", m49);
    }
    fixed(object, "alpha3", alpha3.as_deref(), stated);
    let name = object.multilingual("name", 500);
    let name = object.required("name", name);
    let aliases = aliases(object);
    let memberships = memberships(object);
    let groups = groups(object);
    let source_url = url(object, "source_url");
    let notes = object.text("notes", 10_000);
    object.finish();
    Some(NewCountry {
        alpha3: alpha3?,
        alpha2,
        m49,
        name: name?,
        aliases,
        memberships,
        groups,
        source_url,
        notes,
    })
}

/// A code of exactly `length` bytes of a kind.
fn form(
    object: &Object<'_, '_>,
    name: &'static str,
    fault: &'static str,
    length: usize,
    fit: impl Fn(u8) -> bool,
) -> Option<String> {
    object.code_text(name, 100).filter(|code| {
        let is_fit = code.len() == length && code.bytes().all(&fit);
        let value = || crate::input::shorten(code);
        object.fits(is_fit, || Fault::at(object.pointer(name), fault).with("value", value()))
    })
}

fn memberships(object: &Object<'_, '_>) -> Vec<Membership> {
    let mut found = Vec::new();
    let mut periods = Vec::new();
    for (pointer, item) in object.list("memberships", 50) {
        let entry = Object::open(item, pointer.clone(), object.faults());
        let status = entry.code("status");
        let status = entry.required("status", status);
        let period = Period::read(&entry);
        let source = entry.text("source", 2_000);
        entry.finish();
        periods.push((pointer, period));
        found.extend(status.map(|status| Membership { status, period, source }));
    }
    no_overlap(object, &periods);
    found.sort_by_key(|membership| membership.period.order());
    found
}

fn groups(object: &Object<'_, '_>) -> Vec<Grouping> {
    let mut found = Vec::new();
    let mut periods = Vec::new();
    for (pointer, item) in object.list("groups", 50) {
        let entry = Object::open(item, pointer.clone(), object.faults());
        let group = entry.code("group");
        let group = entry.required("group", group);
        let period = Period::read(&entry);
        let inferred = entry.flag("inferred").unwrap_or(false);
        let source = entry.text("source", 2_000);
        entry.finish();
        periods.push((pointer, period));
        found.extend(group.map(|group| Grouping {
            group,
            period,
            inferred,
            source,
        }));
    }
    no_overlap(object, &periods);
    found.sort_by_key(|grouping| grouping.period.order());
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn everything_that_is_wrong_with_a_country_is_said_at_once() {
        let body = json!({
            "alpha3": "tur", "alpha2": "TR", "m49": "92", "nme": {"en": "Türkiye"},
            "memberships": [
                {"status": "member", "from": "1969", "to": "1969"}, {"status": "membr", "from": "1970"},
                {"status": "observer", "from": "1999"}
            ],
        });
        let Err(Error::Invalid(faults)) = read(&body, None) else {
            panic!("it was taken")
        };
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
        assert_eq!(
            codes,
            [
                "not_alpha3",
                "not_m49",
                "required",
                "empty_period",
                "unknown_code",
                "overlapping_periods",
                "unknown_field"
            ]
        );
    }
}
