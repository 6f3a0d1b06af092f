//! From an untrusted body to a [`NewPerson`], with everything that is wrong said at once.

use std::cell::RefCell;

use serde_json::Value;

use super::model::{NewPerson, OtherName, Sex, is_email};
use crate::directory::{Kind, Resolver, own_code};
use crate::error::{Error, Fault};
use crate::input::{Faults, Object, external_ids, read_only};
use crate::text::is_language_tag;

/// Members that only the service sets.
const READ_ONLY: [&str; 5] = ["id", "version", "same_as", "created_at", "updated_at"];

/// Reads a body. `stated` is the document that the body would replace: its read-only members may be sent back.
pub fn read(body: &Value, stated: Option<&Value>, refs: &mut Resolver<'_>) -> Result<NewPerson, Error> {
    let faults = RefCell::new(Faults::of(body, stated));
    let object = Object::open(body, "", &faults);
    let person = members(&object, stated, refs);
    drop(object);
    faults.into_inner().or(person)
}

/// Reads the members of a person, also of one inside another body.
pub fn members(object: &Object<'_, '_>, stated: Option<&Value>, refs: &mut Resolver<'_>) -> Option<NewPerson> {
    read_only(object, &READ_ONLY, stated);
    let code = own_code(object, stated);
    let name = object.text("name", 200);
    let name = object.required("name", name);
    let other_names = other_names(object);
    let sex = object.code("sex").unwrap_or(Sex::Unknown);
    let email = object.code_text("email", 254).filter(|email| {
        let fit = is_email(email);
        if !fit {
            object.fault("email", "not_an_email");
        }
        fit
    });
    let phone = object.text("phone", 50);
    let country = refs.member(object, Kind::Country, "country");
    let agency = refs.agency(object, country.as_ref());
    let position = object.text("position", 300);
    let external_ids = external_ids(object);
    object.finish();
    let name = name?;
    Some(NewPerson {
        code,
        name,
        other_names,
        sex,
        email,
        phone,
        country,
        agency,
        position,
        external_ids,
    })
}

/// A list of `{"name", "lang"}`; `lang` may be left out.
fn other_names(object: &Object<'_, '_>) -> Vec<OtherName> {
    let mut found: Vec<OtherName> = Vec::new();
    for (pointer, item) in object.list("other_names", 20) {
        let entry = Object::open(item, pointer.clone(), object.faults());
        let name = entry.text("name", 200);
        let name = entry.required("name", name);
        let lang = entry.code_text("lang", 35);
        if let Some(tag) = lang.as_ref().filter(|tag| !is_language_tag(tag)) {
            entry.add(Fault::at(entry.pointer("lang"), "not_a_language").with("value", tag));
        }
        entry.finish();
        if let Some(name) = name {
            let other = OtherName { name, lang };
            if found.contains(&other) {
                object.add(Fault::at(pointer, "duplicate"));
            } else {
                found.push(other);
            }
        }
    }
    found
}
