//! From an untrusted body to a [`NewActivity`], with everything that is wrong said at once.

use std::cell::RefCell;

use chrono::NaiveDate;
use serde_json::Value;

use super::consistency::FaultTarget;
use super::counts::Statement;
use super::model::{Mode, NewActivity, OurRole, Place, Source};
use super::{duplicates, recount, when};
use crate::directory::{Kind, Reference, Resolver, own_code};
use crate::error::{Error, Fault};
use crate::input::{Code, Faults, Object, external_ids, read_only};
use crate::reference::draft::url;

/// Members that only the service sets.
const READ_ONLY: [&str; 4] = ["id", "version", "created_at", "updated_at"];

/// Reads a body. `stated` is the document that the body would replace: its read-only members may be sent back. `today` is
/// what a new or changed time is checked against.
pub fn read(
    body: &Value,
    stated: Option<&Value>,
    today: NaiveDate,
    refs: &mut Resolver<'_>,
) -> Result<NewActivity, Error> {
    let faults = RefCell::new(Faults::of(body, stated));
    let object = Object::open(body, "", &faults);
    let activity = members(&object, stated, today, refs);
    drop(object);
    faults.into_inner().or(activity)
}

fn members(
    object: &Object<'_, '_>,
    stated: Option<&Value>,
    today: NaiveDate,
    refs: &mut Resolver<'_>,
) -> Option<NewActivity> {
    read_only(object, &READ_ONLY, stated);
    let code = own_code(object, stated);
    let title = object.multilingual("title", 500);
    let title = object.required("title", title);
    let kind = object.code("type");
    let kind = object.required("type", kind);
    let status = object.code("status");
    let status = object.required("status", status);
    let mode = object.code("mode").unwrap_or(Mode::Unknown);
    let our_role = object.code("our_role").unwrap_or(OurRole::Organiser);
    let when = when::read(object);
    when::check_status(object, when.as_ref(), status, stated, today);
    let plan_year = object
        .integer("plan_year", 1900..=2200)
        .and_then(|y| i32::try_from(y).ok());
    let place = object.value("place").and_then(|value| {
        let place = Object::open(value, object.pointer("place"), object.faults());
        let city = place.text("city", 200);
        let country = refs.member(&place, Kind::Country, "country");
        place.finish();
        (city.is_some() || country.is_some()).then_some(Place { city, country })
    });
    let programmes = refs.list(object, Kind::Programme, "programmes", 20);
    let programme_basis = object.code("programme_basis");
    let fields = refs.list(object, Kind::Field, "fields", 20);
    let languages = read_languages(object);
    let countries = roles(object, refs, "countries", "country", Kind::Country);
    let agencies = roles(object, refs, "agencies", "agency", Kind::Agency);
    let statement = object.value("counts").map(|value| {
        let counts = Object::open(value, object.pointer("counts"), object.faults());
        let stated = stated.and_then(|document| document.get("counts"));
        read_only(&counts, &["level", "rostered"], stated);
        let statement = Statement::read(&counts, refs);
        counts.finish();
        statement
    });
    let external_ids = external_ids(object);
    // Part of the answer to a write, and of no document.
    object.given(duplicates::MEMBER);
    let sources = read_sources(object);
    let notes = object.text("notes", 10_000);
    object.finish();
    if let Some(statement) = &statement {
        recount::add_inconsistencies(object, refs, statement, FaultTarget::Activity);
    }
    Some(NewActivity {
        code,
        title: title?,
        kind: kind?,
        mode,
        status: status?,
        our_role,
        when: when?,
        plan_year,
        place,
        programme_basis: programme_basis.filter(|_| !programmes.is_empty()),
        programmes,
        fields,
        languages,
        countries,
        agencies,
        statement,
        external_ids,
        sources,
        notes,
    })
}

fn read_languages(object: &Object<'_, '_>) -> Vec<String> {
    let mut languages: Vec<String> = Vec::new();
    for (pointer, tag) in object.code_texts("languages", 20, 35) {
        let fault = || Fault::at(pointer.clone(), "not_a_language").with("value", &tag);
        if !object.fits(crate::text::is_language_tag(&tag), fault) {
            continue;
        }
        if languages.contains(&tag) {
            object.add(Fault::at(pointer, "duplicate"));
        } else {
            languages.push(tag);
        }
    }
    languages
}

/// A list of `{NAME: code, "role": role}`, each pair once.
fn roles<R: Code + PartialEq>(
    object: &Object<'_, '_>,
    refs: &mut Resolver<'_>,
    list: &'static str,
    name: &'static str,
    kind: Kind,
) -> Vec<(Reference, R)> {
    let mut found: Vec<(Reference, R)> = Vec::new();
    for (pointer, item) in object.list(list, 500) {
        let entry = Object::open(item, pointer.clone(), object.faults());
        let reference = refs.member(&entry, kind, name);
        let reference = entry.required(name, reference);
        let role = entry.code::<R>("role");
        let role = entry.required("role", role);
        entry.finish();
        if let (Some(reference), Some(role)) = (reference, role) {
            if found.contains(&(reference.clone(), role)) {
                object.add(Fault::at(pointer, "duplicate"));
            } else {
                found.push((reference, role));
            }
        }
    }
    found
}

fn read_sources(object: &Object<'_, '_>) -> Vec<Source> {
    object
        .list("sources", 50)
        .into_iter()
        .filter_map(|(pointer, item)| {
            let entry = Object::open(item, pointer.clone(), object.faults());
            let (url, note) = (url(&entry, "url"), entry.text("note", 2_000));
            entry.finish();
            if item.is_object() && ["url", "note"].iter().all(|n| item.get(n).is_none_or(Value::is_null)) {
                object.add(Fault::at(pointer, "source_without_content"));
            }
            (url.is_some() || note.is_some()).then_some(Source { url, note })
        })
        .collect()
}
