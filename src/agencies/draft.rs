//! From an untrusted body to a [`NewAgency`], with everything that is wrong said at once.

use std::cell::RefCell;

use serde_json::Value;

use super::model::{Link, NewAgency};
use crate::directory::{Kind, Resolver};
use crate::error::{Error, Fault};
use crate::input::{self, Faults, Object};
use crate::reference::draft::{Period, aliases, code, former_codes, read_only, url};

/// Reads a body. `stated` is the document that the body would replace: its read-only members may be sent back.
pub fn read(body: &Value, stated: Option<&Value>, refs: &mut Resolver<'_>) -> Result<NewAgency, Error> {
    let faults = RefCell::new(Faults::of(body, stated));
    let object = Object::open(body, "", &faults);
    let agency = members(&object, stated, refs);
    drop(object);
    faults.into_inner().or(agency)
}

fn members(object: &Object<'_, '_>, stated: Option<&Value>, refs: &mut Resolver<'_>) -> Option<NewAgency> {
    read_only(object, stated);
    let code = code(object, stated);
    let former_codes = former_codes(object);
    let acronym = object.text("acronym", 100);
    let name = object.multilingual("name", 500);
    let name = object.required("name", name);
    let country = refs.member(object, Kind::Country, "country");
    let kind = object.code("kind");
    let kind = object.required("kind", kind);
    let succeeded_by = refs.member(object, Kind::Agency, "succeeded_by");
    let links = links(object, refs);
    let aliases = aliases(object);
    let mut external_ids = input::external_ids(object);
    external_ids.sort_by(|a, b| (&a.scheme, &a.value).cmp(&(&b.scheme, &b.value)));
    let source_url = url(object, "source_url");
    let notes = object.text("notes", 10_000);
    object.finish();
    Some(NewAgency {
        code: code?,
        former_codes,
        acronym,
        name: name?,
        country,
        kind: kind?,
        succeeded_by,
        links,
        aliases,
        external_ids,
        source_url,
        notes,
    })
}

fn links(object: &Object<'_, '_>, refs: &mut Resolver<'_>) -> Vec<Link> {
    let mut found: Vec<Link> = Vec::new();
    for (place, (pointer, item)) in object.list("links", 50).into_iter().enumerate() {
        let entry = Object::open(item, pointer.clone(), object.faults());
        let relation = entry.code("relation");
        let relation = entry.required("relation", relation);
        let agency = refs.member(&entry, Kind::Agency, "agency");
        let agency = entry.required("agency", agency);
        let period = Period::read(&entry);
        entry.finish();
        if let (Some(relation), Some(agency)) = (relation, agency) {
            if found
                .iter()
                .any(|link| link.relation == relation && link.agency == agency)
            {
                object.add(Fault::at(pointer, "duplicate"));
            } else {
                found.push(Link {
                    relation,
                    agency,
                    period,
                    place,
                });
            }
        }
    }
    found.sort_by(|a, b| (a.relation, &a.agency.code).cmp(&(b.relation, &b.agency.code)));
    found
}
