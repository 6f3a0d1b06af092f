//! Rows of `fields.csv`, `programmes.csv`, `agencies.csv` and `countries.csv`, as published and as our own reports
//! write them.
//!
//! The published countries say their membership in columns of today's status, the year of joining and the suspensions;
//! the report says it as periods: `member:1969/2012-08-15;suspended:2012-08-15/2025-03-07;member:2025-03-07/`. Both
//! become the same periods, half-open: from the first day it holds to the first day it does not.

use serde_json::{Value, json};

use super::cells::{self, CellValue};
use super::columns::{Column, ColumnKind, column, known_as};
use super::draft::{Draft, Row};
use crate::error::Fault;
use crate::input::{ExternalId, shorten};

use ColumnKind::{Code, Codes, Ignored, Integer, Own, OwnCodes, Text};

/// The columns of fields.
pub const FIELDS: &[Column] = &[
    column("code", "/code", Code),
    column("name_en", "/name/en", Text),
    column("name_ar", "/name/ar", Text),
    column("name_fr", "/name/fr", Text),
    column("parent", "/parent", Code),
    column("id", "", Ignored),
    column("version", "", Ignored),
    column("created_at", "", Ignored),
    column("updated_at", "", Ignored),
];

/// The columns of programmes.
pub const PROGRAMMES: &[Column] = &[
    column("code", "/code", Code),
    column("former_codes", "/former_codes", Codes),
    column("name_en", "/name/en", Text),
    column("name_ar", "/name/ar", Text),
    column("name_fr", "/name/fr", Text),
    column("kind", "/kind", Code),
    column("parent", "/parent", Code),
    column("launched_year", "/launched_year", Integer),
    column("code_basis", "/code_basis", Code),
    column("source_url", "/source_url", Text),
    column("notes", "/notes", Text),
    column("id", "", Ignored),
    column("version", "", Ignored),
    column("created_at", "", Ignored),
    column("updated_at", "", Ignored),
];

/// The columns of agencies.
pub const AGENCIES: &[Column] = &[
    column("code", "/code", Code),
    column("former_codes", "/former_codes", Codes),
    column("acronym", "/acronym", Text),
    column("name_en", "/name/en", Text),
    column("name_ar", "/name/ar", Text),
    column("name_fr", "/name/fr", Text),
    column("country", "/country", Code),
    column("kind", "/kind", Code),
    column("succeeded_by", "/succeeded_by", Code),
    column("links", "/links", OwnCodes),
    column("aliases", "/aliases", Own),
    column("external_ids", "/external_ids", Own),
    column("source_url", "/source_url", Text),
    column("notes", "/notes", Text),
    column("id", "", Ignored),
    column("version", "", Ignored),
    column("created_at", "", Ignored),
    column("updated_at", "", Ignored),
];

/// The columns of countries.
pub const COUNTRIES: &[Column] = &[
    known_as("alpha3", &["iso3", "code"], "/alpha3", Code),
    known_as("alpha2", &["iso2"], "/alpha2", Code),
    column("m49", "/m49", Own),
    column("name_en", "/name/en", Text),
    column("name_ar", "/name/ar", Text),
    column("name_fr", "/name/fr", Text),
    column("memberships", "/memberships", OwnCodes),
    column("groups", "/groups", OwnCodes),
    column("aliases", "/aliases", Own),
    column("source_url", "/source_url", Text),
    column("notes", "/notes", Text),
    column("oic_status", "", Own),
    column("oic_since", "", Own),
    column("suspension_periods", "", Own),
    column("oic_group", "", Own),
    column("oic_group_inferred", "", Own),
    column("membership_source_url", "", Own),
    column("group_source_url", "", Own),
    column("suspension_source_url", "", Own),
    column("id", "", Ignored),
    column("version", "", Ignored),
    column("created_at", "", Ignored),
    column("updated_at", "", Ignored),
];

/// The body that a row of fields, programmes or agencies makes of what stands.
pub fn body<'s>(row: Row<'s>, standing: Option<&Value>) -> Draft<'s> {
    let mut draft = Draft::new(row, standing);
    draft.read_plain();
    aliases(&mut draft);
    external_ids(&mut draft);
    links(&mut draft);
    draft
}

/// The body that a row of countries makes of what stands.
pub fn country<'s>(row: Row<'s>, standing: Option<&Value>) -> Draft<'s> {
    let mut draft = Draft::new(row, standing);
    draft.read_plain();
    aliases(&mut draft);
    match draft.row.said("m49") {
        CellValue::Nothing => {}
        CellValue::Clear => draft.set("/m49", Value::Null),
        // A spreadsheet takes 004 for a number and drops its zeros.
        CellValue::Text(text) => draft.set("/m49", json!(format!("{text:0>3}"))),
    }
    memberships(&mut draft);
    published_membership(&mut draft);
    groups(&mut draft);
    published_group(&mut draft);
    draft
}

/// Ids elsewhere as `scheme:value`, joined by `;`.
pub fn external_ids(draft: &mut Draft<'_>) {
    let items = match draft.row.said("external_ids") {
        CellValue::Nothing => return,
        CellValue::Clear => Vec::new(),
        CellValue::Text(text) => cells::split(&text),
    };
    let text = |entry: &Value, name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let shown = |entry: &Value| ExternalId::written(&text(entry, "scheme"), &text(entry, "value"));
    if draft.stated("external_ids").iter().map(shown).eq(items.iter().cloned()) {
        return;
    }
    let mut ids = Vec::new();
    for item in items {
        match ExternalId::of_written(&item) {
            Some(id) => ids.push(json!({"scheme": id.scheme, "value": id.value})),
            None => draft.fault(
                "external_ids",
                Fault::new("not_an_external_id").with("value", shorten(&item)),
            ),
        }
    }
    draft.set("/external_ids", json!(ids));
}

/// Other names, joined by `;`: each `NAME:LANGUAGE:FROM/TO`, or the name alone, which keeps the language and the time of
/// the one that stands.
fn aliases(draft: &mut Draft<'_>) {
    let items = match draft.row.said("aliases") {
        CellValue::Nothing => return,
        CellValue::Clear => Vec::new(),
        CellValue::Text(text) => cells::split(&text),
    };
    let stated = draft.stated("aliases");
    let known = |name: &str| {
        stated
            .iter()
            .find(|entry| entry.get("alias").and_then(Value::as_str) == Some(name))
    };
    let read = |item: String| {
        alias(&item)
            .or_else(|| known(&item).cloned())
            .unwrap_or_else(|| json!({"alias": item}))
    };
    draft.set("/aliases", items.into_iter().map(read).collect());
}

/// `NAME:LANGUAGE:FROM/TO`, read from the right, since a name may hold a colon.
fn alias(item: &str) -> Option<Value> {
    let (rest, period) = item.rsplit_once(':')?;
    let (name, lang) = rest.rsplit_once(':')?;
    let (from, to) = period.split_once('/')?;
    let lang = Some(lang.trim()).filter(|lang| !lang.is_empty());
    Some(json!({"alias": name.trim(), "lang": lang, "from": end(from), "to": end(to)}))
}

/// Links to other agencies, joined by `;`: each `RELATION:CODE:FROM/TO`.
fn links(draft: &mut Draft<'_>) {
    let items = match draft.row.said("links") {
        CellValue::Nothing => return,
        CellValue::Clear => Vec::new(),
        CellValue::Text(text) => cells::split(&text),
    };
    let mut found = Vec::new();
    for item in items {
        let link = item.split_once(':').and_then(|(relation, rest)| {
            let (agency, period) = rest.rsplit_once(':')?;
            let (from, to) = period.split_once('/')?;
            Some(json!({"relation": relation.trim(), "agency": agency.trim(), "from": end(from), "to": end(to)}))
        });
        match link {
            Some(link) => found.push(link),
            None => draft.fault("links", Fault::new("not_a_link").with("value", shorten(&item))),
        }
    }
    draft.set("/links", json!(found));
}

/// A period of a cell: what holds, and from when to when.
struct DatedWord {
    word: String,
    from: Value,
    to: Value,
    inferred: bool,
}

/// `WORD:FROM/TO`, either end left out where it is open, with `:inferred` behind it where it was completed by a rule; the
/// word alone holds at any time.
fn stretch(item: &str) -> Option<DatedWord> {
    let (item, inferred) = item
        .strip_suffix(":inferred")
        .map_or((item, false), |item| (item, true));
    let (word, period) = item.split_once(':').unwrap_or((item, "/"));
    let (from, to) = period.split_once('/')?;
    Some(DatedWord {
        word: word.trim().to_owned(),
        from: end(from),
        to: end(to),
        inferred,
    })
}

/// The end of a period: a date, or null where it is open.
fn end(text: &str) -> Value {
    if text.trim().is_empty() {
        Value::Null
    } else {
        cells::date(text)
    }
}

/// The periods of a cell in the form of a body; a stated one that is the same keeps its source.
fn stretches(
    draft: &mut Draft<'_>,
    column: &'static str,
    member: &'static str,
    with_inferred: bool,
) -> Option<Vec<Value>> {
    let items = match draft.row.said(column) {
        CellValue::Nothing => return None,
        CellValue::Clear => return Some(Vec::new()),
        CellValue::Text(text) => cells::split(&text),
    };
    let stated = draft.stated(column);
    let mut found = Vec::new();
    for item in items {
        let Some(stretch) = stretch(&item) else {
            draft.fault(column, Fault::new("not_a_stretch").with("value", shorten(&item)));
            continue;
        };
        let mut entry = json!({member: stretch.word, "from": stretch.from, "to": stretch.to});
        if let Some(members) = entry.as_object_mut().filter(|_| with_inferred) {
            members.insert("inferred".into(), json!(stretch.inferred));
        }
        let is_same = |known: &&Value| {
            entry.as_object().is_some_and(|members| {
                members
                    .iter()
                    .all(|(name, value)| known.get(name).unwrap_or(&Value::Null) == value)
            })
        };
        let known = stated.iter().find(is_same).cloned();
        found.push(known.unwrap_or(entry));
    }
    Some(found)
}

fn memberships(draft: &mut Draft<'_>) {
    if let Some(found) = stretches(draft, "memberships", "status", false) {
        draft.set("/memberships", json!(found));
    }
}

fn groups(draft: &mut Draft<'_>) {
    if let Some(found) = stretches(draft, "groups", "group", true) {
        draft.set("/groups", json!(found));
    }
}

/// Today's status, the year of joining and the suspensions as periods that follow each other.
fn published_membership(draft: &mut Draft<'_>) {
    let Some(status) = draft.row.text("oic_status") else {
        return;
    };
    draft.come_from("/memberships", "oic_status");
    let source = draft.row.text("membership_source_url");
    let suspension_source = draft.row.text("suspension_source_url");
    let mut from = draft
        .row
        .text("oic_since")
        .map_or(Value::Null, |text| cells::date(&text));
    let mut found = Vec::new();
    let suspensions = draft.row.text("suspension_periods").unwrap_or_default();
    for item in cells::split(&suspensions) {
        let Some((out, back)) = item.split_once('/') else {
            draft.fault(
                "suspension_periods",
                Fault::new("not_a_period").with("value", shorten(&item)),
            );
            continue;
        };
        let (out, back) = (
            cells::date(out),
            if back.trim().is_empty() {
                Value::Null
            } else {
                cells::date(back)
            },
        );
        for (word, begin, end, source) in [
            (&status, &from, &out, &source),
            (&"suspended".to_owned(), &out, &back, &suspension_source),
        ] {
            let column = if word == "suspended" {
                "suspension_periods"
            } else {
                "oic_since"
            };
            draft.come_from(format!("/memberships/{}/from", found.len()), column);
            draft.come_from(format!("/memberships/{}/to", found.len()), "suspension_periods");
            found.push(json!({"status": word, "from": begin, "to": end, "source": source}));
        }
        from = back;
    }
    let is_out = found.last().is_some_and(|last| last.get("to") == Some(&Value::Null));
    if !is_out {
        draft.come_from(format!("/memberships/{}/from", found.len()), "oic_since");
        found.push(json!({"status": status, "from": from, "to": null, "source": source}));
    }
    draft.set("/memberships", json!(found));
}

/// The group that a page states, or else the one that a rule gives.
fn published_group(draft: &mut Draft<'_>) {
    let (stated, inferred) = (draft.row.text("oic_group"), draft.row.text("oic_group_inferred"));
    let (group, is_inferred, column) = match (stated, inferred) {
        (Some(group), _) => (group, false, "oic_group"),
        (None, Some(group)) => (group, true, "oic_group_inferred"),
        (None, None) => return,
    };
    draft.come_from("/groups", column);
    let source = draft.row.text("group_source_url").filter(|_| !is_inferred);
    draft.set(
        "/groups",
        json!([{"group": group, "from": null, "to": null, "inferred": is_inferred, "source": source}]),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_a_word_with_a_half_open_period() {
        let read = |item: &str| stretch(item).map(|s| (s.word, s.from, s.to, s.inferred));
        let syria = ("suspended".to_owned(), json!("2012-08-15"), json!("2025-03-07"), false);
        assert_eq!(read("suspended:2012-08-15/2025-03-07"), Some(syria));
        assert_eq!(
            read("Arab:/:inferred"),
            Some(("Arab".to_owned(), Value::Null, Value::Null, true))
        );
        assert_eq!(
            read("member: ١٩٦٩/"),
            Some(("member".to_owned(), json!("1969"), Value::Null, false))
        );
        assert_eq!(read("none"), Some(("none".to_owned(), Value::Null, Value::Null, false)));
        assert_eq!(read("member:1969"), None);
    }

    #[test]
    fn an_alias_is_read_from_the_right() {
        let turkey = json!({"alias": "Turkey", "lang": "en", "from": null, "to": "2022-06-01"});
        assert_eq!(alias("Turkey:en:/2022-06-01"), Some(turkey));
        let odd = json!({"alias": "Centre: the second", "lang": null, "from": "1978", "to": null});
        assert_eq!(alias("Centre: the second::1978/"), Some(odd));
        assert_eq!(alias("Ivory Coast"), None);
        assert_eq!(alias("Centre: the second"), None);
    }
}
