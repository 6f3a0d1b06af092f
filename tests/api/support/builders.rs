//! Records as a client would write them, and small tools for JSON.

use serde_json::{Value, json};

/// The least that an activity needs: a held workshop.
pub fn activity(title: &str) -> Value {
    json!({"title": {"en": title}, "type": "workshop", "status": "held"})
}

/// A held workshop of one day.
pub fn activity_on(title: &str, day: &str) -> Value {
    with(
        activity(title),
        json!({"when": {"start": day, "end": day, "precision": "day"}}),
    )
}

/// A held workshop of one day with a head count.
pub fn activity_of(title: &str, day: &str, participants: u32) -> Value {
    with(
        activity_on(title, day),
        json!({"counts": {"participants": {"value": participants}}}),
    )
}

/// The same object with these members put in or in place of its own.
pub fn with(mut object: Value, members: Value) -> Value {
    let Value::Object(members) = members else {
        panic!("members of an object are needed")
    };
    for (name, value) in members {
        object[name] = value;
    }
    object
}

/// The same object without these members.
pub fn without(mut object: Value, names: &[&str]) -> Value {
    for name in names {
        object.as_object_mut().expect("an object").remove(*name);
    }
    object
}

/// The texts of one member of every item of a list.
pub fn every(items: &Value, name: &str) -> Vec<String> {
    items
        .as_array()
        .unwrap_or_else(|| panic!("a list is needed, not {items}"))
        .iter()
        .map(|item| {
            item[name]
                .as_str()
                .map_or_else(|| item[name].to_string(), str::to_owned)
        })
        .collect()
}
