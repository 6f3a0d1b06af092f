//! What readers take of texts, days and names, said in every schema of a body: `input::Object` reads them all alike.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::patches::referred;

/// Characters that no text holds; isolates without their other half, and what lies beyond the basic plane, no pattern says.
const REFUSED: &str = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u206a-\u206f\ufff0-\ufffb";

/// Characters that cannot be seen, besides those: what has nothing else is empty.
const UNSEEN: &str = r"\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2069\u3164\ufe00-\ufe0f\ufeff\uffa0";

/// What is taken off the ends of a text, besides: NUL alone stays, and is refused.
const AT_ENDS: &str = r"\u0001-\u001f\u007f-\u009f\u202a-\u202e\u206a-\u206f\ufff0-\ufffb";

/// How long a code or the name of a record is at most.
const CODE: usize = 100;

/// The pattern of what may stand at the ends of a text, or of a code, and is taken off.
pub fn taken_off() -> String {
    format!("[{AT_ENDS}{UNSEEN}]*")
}

/// The pattern of a text with something to see in it and nothing inside that is refused.
fn free_text(refused: &str) -> String {
    let (ends, seen) = (taken_off(), format!("[^{refused}{UNSEEN}]"));
    format!("^{ends}{seen}([^{refused}]*{seen})?{ends}$")
}

/// Completes the schemas that bodies are made of, and that of words to search for.
pub fn complete(schemas: &mut Map<String, Value>) {
    if let Some(search) = schemas.get_mut("SearchParam").and_then(Value::as_object_mut) {
        search.insert("pattern".to_owned(), json!(free_text(&format!("{REFUSED}\\t\\n\\r"))));
    }
    for name in of_bodies(schemas) {
        let Some(schema) = schemas.get_mut(&name) else { continue };
        texts(schema);
        match name.as_str() {
            "Names" | "Texts" => one_language(schema),
            "CountryDraft" => own_codes(schema),
            _ => {}
        }
    }
    forms_of_when(schemas);
}

/// The names of drafts, and of all that they are made of.
fn of_bodies(schemas: &Map<String, Value>) -> BTreeSet<String> {
    let is_body = |name: &&String| {
        ["Announcement", "Draft", "Drafts", "Content", "Patch"]
            .iter()
            .any(|end| name.ends_with(end))
    };
    let mut open: Vec<String> = schemas.keys().filter(is_body).cloned().collect();
    let mut found = BTreeSet::new();
    while let Some(name) = open.pop() {
        if let Some(schema) = schemas.get(&name)
            && found.insert(name)
        {
            references(schema, &mut open);
        }
    }
    found
}

fn references(schema: &Value, found: &mut Vec<String>) {
    found.extend(referred(schema).map(str::to_owned));
    match schema {
        Value::Array(parts) => parts.iter().for_each(|part| references(part, found)),
        Value::Object(members) => members.values().for_each(|part| references(part, found)),
        _ => {}
    }
}

/// Gives every text its length and characters, and every day the years of the record.
fn texts(schema: &mut Value) {
    match schema {
        Value::Array(parts) => parts.iter_mut().for_each(texts),
        Value::Object(members) => {
            members.values_mut().for_each(texts);
            let is_text = members.get("type").is_some_and(|kind| match kind {
                Value::Array(kinds) => kinds.iter().any(|kind| kind == "string"),
                kind => kind == "string",
            });
            let has = |name: &str| members.contains_key(name);
            if !is_text || has("enum") || has("pattern") {
                return;
            }
            let format = members.get("format").and_then(Value::as_str);
            match format {
                Some("date") => drop(members.insert("pattern".to_owned(), json!("^((19|20|21)[0-9]{2}|2200)-"))),
                Some("email") => {
                    members.remove("format");
                    let other = format!("{REFUSED}{UNSEEN}@");
                    let pattern = format!(r"^[^{other}]+@[^{other}.]+(\.[^{other}.]+)+$");
                    members.insert("pattern".to_owned(), json!(pattern));
                }
                Some("uri") => {
                    members.remove("format");
                    let pattern = format!("^https?://[^\\s{REFUSED}]*[^{REFUSED}{UNSEEN}][^\\s{REFUSED}]*$");
                    members.insert("pattern".to_owned(), json!(pattern));
                }
                Some(_) => {}
                None => {
                    members.entry("minLength").or_insert(json!(1));
                    members.entry("maxLength").or_insert(json!(CODE));
                    members.insert("pattern".to_owned(), json!(free_text(REFUSED)));
                }
            }
        }
        _ => {}
    }
}

/// A text in one language at least.
fn one_language(schema: &mut Value) {
    let one = ["en", "ar", "fr"].map(|lang| json!({"required": [lang], "properties": {lang: {"type": "string"}}}));
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("anyOf".to_owned(), json!(one));
    }
}

/// Only a territory that ISO gives no code is without the other two.
fn own_codes(schema: &mut Value) {
    let both =
        json!({"required": ["alpha2", "m49"], "properties": {"alpha2": {"type": "string"}, "m49": {"type": "string"}}});
    let own = json!({"properties": {"alpha3": {"pattern": "^(AA[A-Z]|Q[M-Z][A-Z]|X[A-Z]{2}|ZZ[A-Z])$"}}});
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("anyOf".to_owned(), json!([both, own]));
    }
}

/// What one form of a time has, another may have as null. They tell themselves apart by more than one member, which judges
/// of `oneOf` do not see.
fn forms_of_when(schemas: &mut Map<String, Value>) {
    let when = schemas.get_mut("When").and_then(Value::as_object_mut);
    let Some((when, forms)) = when.and_then(|when| when.remove("oneOf").map(|forms| (when, forms))) else {
        return;
    };
    when.insert("anyOf".to_owned(), forms.clone());
    let forms = forms.as_array().into_iter().flatten();
    let forms: Vec<String> = forms.filter_map(referred).map(str::to_owned).collect();
    let of = |name: &String| {
        schemas
            .get(name)
            .and_then(|form| form.get("properties"))
            .and_then(Value::as_object)
    };
    let names: BTreeSet<String> = forms.iter().filter_map(of).flat_map(Map::keys).cloned().collect();
    for form in &forms {
        let properties = schemas.get_mut(form).and_then(|form| form.get_mut("properties"));
        let Some(properties) = properties.and_then(Value::as_object_mut) else {
            continue;
        };
        for name in &names {
            properties
                .entry(name)
                .or_insert(json!({"type": "null", "description": "Not of this form."}));
        }
    }
}
