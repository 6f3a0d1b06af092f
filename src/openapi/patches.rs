//! The bodies of PATCH: a JSON merge patch (RFC 7396) of what a PUT takes. Every member may be left out, an object is
//! patched member by member, and null clears what a record may be without. Made of the drafts, so that both say the same.

use serde_json::{Map, Value, json};

/// What a schema's name is made of where it is of a whole record.
const WHOLE: [&str; 2] = ["Draft", "Content"];

/// Gives each patch that names no members of its own those of its draft.
pub fn derive(schemas: &mut Map<String, Value>) {
    let open = |(name, schema): (&String, &Value)| {
        let kind = name.strip_suffix("Patch")?;
        let draft = WHOLE.iter().map(|whole| format!("{kind}{whole}"));
        let draft = draft.into_iter().rev().find(|draft| schemas.contains_key(draft))?;
        schema.get("properties").is_none().then(|| (name.clone(), draft))
    };
    let open: Vec<(String, String)> = schemas.iter().filter_map(open).collect();
    let mut made = Map::new();
    for (name, draft) in open {
        let mut patch = patch(schemas, &draft, &mut made);
        for member in ["description", "example"] {
            let own = schemas.get(&name).and_then(|schema| schema.get(member)).cloned();
            if let (Some(own), Some(patch)) = (own, patch.as_object_mut()) {
                patch.insert(member.to_owned(), own);
            }
        }
        schemas.insert(name, patch);
    }
    schemas.extend(made);
    schemas.sort_keys();
}

/// The patch of an object; patches of objects inside it are put into `made`.
fn patch(schemas: &Map<String, Value>, of: &str, made: &mut Map<String, Value>) -> Value {
    let (mut properties, required) = members(schemas, of);
    for (name, property) in &mut properties {
        *property = inside(schemas, property, made);
        if !required.contains(name) {
            *property = or_null(property);
        }
    }
    json!({
        "type": "object",
        "description": "What is there replaces, null clears, what is absent stays.",
        "properties": properties,
        "additionalProperties": false,
    })
}

/// The members of an object, and those that it cannot be without. Of one of several forms: those of all, as each has them.
fn members(schemas: &Map<String, Value>, name: &str) -> (Map<String, Value>, Vec<String>) {
    let Some(schema) = schemas.get(name) else {
        return Default::default();
    };
    let forms = || schema.get("anyOf").and_then(Value::as_array);
    let forms = if schema.get("properties").is_some() {
        None
    } else {
        forms()
    };
    let Some(forms) = forms else {
        let properties = schema.get("properties").and_then(Value::as_object);
        let required = schema.get("required").and_then(Value::as_array);
        let required = required.into_iter().flatten().filter_map(Value::as_str);
        return (
            properties.cloned().unwrap_or_default(),
            required.map(str::to_owned).collect(),
        );
    };
    let forms: Vec<_> = forms
        .iter()
        .filter_map(referred)
        .map(|form| members(schemas, form))
        .collect();
    let mut choices: Map<String, Value> = Map::new();
    for (property, schema) in forms.iter().flat_map(|(properties, _)| properties) {
        let known = choices.entry(property.clone()).or_insert_with(|| json!([]));
        if let Value::Array(known) = known
            && !known.contains(schema)
        {
            known.push(schema.clone());
        }
    }
    let needed = |name: &String| forms.iter().all(|(_, required)| required.contains(name));
    let required = choices.keys().filter(|name| needed(name)).cloned().collect();
    let all = choices.into_iter().map(|(name, known)| (name, json!({"anyOf": known})));
    (all.collect(), required)
}

/// A member's schema with the objects in it to be patched, not replaced; lists are replaced.
fn inside(schemas: &Map<String, Value>, property: &Value, made: &mut Map<String, Value>) -> Value {
    if let Some(forms) = property.get("oneOf").and_then(Value::as_array) {
        let forms: Vec<Value> = forms.iter().map(|form| inside(schemas, form, made)).collect();
        return json!({"oneOf": forms});
    }
    let Some(name) = referred(property).filter(|name| !members(schemas, name).0.is_empty()) else {
        return property.clone();
    };
    let own = format!("{}Patch", name.strip_suffix("Draft").unwrap_or(name));
    if !made.contains_key(&own) {
        let patch = patch(schemas, name, made);
        made.insert(own.clone(), patch);
    }
    let mut reference = property.clone();
    if let Some(reference) = reference.as_object_mut() {
        reference.insert("$ref".to_owned(), json!(format!("#/components/schemas/{own}")));
    }
    reference
}

/// The schema that a reference names.
pub(super) fn referred(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/components/schemas/")
}

/// The same, or null.
fn or_null(schema: &Value) -> Value {
    let mut schema = schema.clone();
    for forms in ["oneOf", "anyOf"] {
        if let Some(forms) = schema.get_mut(forms).and_then(Value::as_array_mut) {
            if !forms
                .iter()
                .any(|form| form.get("type").is_some_and(|kind| kind == "null"))
            {
                forms.push(json!({"type": "null"}));
            }
            return schema;
        }
    }
    match schema.get("type").cloned() {
        Some(Value::String(kind)) if kind != "null" && schema.get("enum").is_none() => {
            if let Some(object) = schema.as_object_mut() {
                object.insert("type".to_owned(), json!([kind, "null"]));
            }
            schema
        }
        Some(Value::Array(_)) => schema,
        _ => json!({"oneOf": [schema, {"type": "null"}]}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_leaves_everything_out_and_clears_what_need_not_be_there() {
        let schemas = json!({
            "ThingDraft": {"type": "object", "required": ["name", "when"], "additionalProperties": false, "properties": {
                "name": {"type": "string", "minLength": 1}, "when": {"$ref": "#/components/schemas/When"},
                "note": {"type": ["string", "null"]}, "place": {"oneOf": [{"$ref": "#/components/schemas/Place"}, {"type": "null"}]}}},
            "ThingPatch": {"type": "object", "example": {"note": "x"}, "description": "A patch."},
            "Place": {"type": "object", "properties": {"city": {"type": "string"}}},
            "When": {"anyOf": [{"$ref": "#/components/schemas/Day"}, {"$ref": "#/components/schemas/Year"}]},
            "Day": {"type": "object", "required": ["start"], "properties": {"start": {"type": "string"}}},
            "Year": {"type": "object", "required": ["period"], "properties": {"period": {"type": "string"}, "start": {"type": "null"}}},
        });
        let Value::Object(mut schemas) = schemas else { panic!() };
        derive(&mut schemas);
        let of = |name: &str| schemas.get(name).cloned().unwrap_or_default();
        assert_eq!(
            of("ThingPatch"),
            json!({"type": "object", "description": "A patch.", "properties": {
                "name": {"type": "string", "minLength": 1}, "when": {"$ref": "#/components/schemas/WhenPatch"},
                "note": {"type": ["string", "null"]},
                "place": {"oneOf": [{"$ref": "#/components/schemas/PlacePatch"}, {"type": "null"}]}},
                "additionalProperties": false, "example": {"note": "x"}})
        );
        assert_eq!(
            of("WhenPatch")["properties"],
            json!({"start": {"anyOf": [{"type": "string"}, {"type": "null"}]}, "period": {"anyOf": [{"type": "string"}, {"type": "null"}]}})
        );
        assert_eq!(
            of("PlacePatch")["properties"],
            json!({"city": {"type": ["string", "null"]}})
        );
    }
}
