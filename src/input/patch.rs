//! JSON merge patches (RFC 7396), and what they changed.

use serde_json::{Map, Value};

use crate::error::{Error, Fault};

/// `target` with the patch applied; a patch that is no object is refused.
pub fn merged(target: &Value, patch: &Value) -> Result<Value, Error> {
    if !patch.is_object() {
        return Err(Error::invalid(Fault::at("", "wrong_type").with("expected", "object")));
    }
    let mut target = target.clone();
    merge(&mut target, patch);
    Ok(target)
}

fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(changes) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    if let Value::Object(members) = target {
        for (name, change) in changes {
            // What clears nothing is kept as null, so that a reader sees a name that it does not know.
            if change.is_null() && members.contains_key(name) {
                members.shift_remove(name);
            } else if change.is_null() {
                members.insert(name.clone(), Value::Null);
            } else {
                merge(members.entry(name.clone()).or_insert(Value::Null), change);
            }
        }
    }
}

/// The members of `after` that are not the same in `before`.
pub fn differing<'a>(before: &Value, after: &'a Value) -> Vec<&'a str> {
    let members = after.as_object().into_iter().flatten();
    members
        .filter(|(name, value)| before.get(name.as_str()) != Some(value))
        .map(|(name, _)| name.as_str())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn null_clears_and_what_is_absent_stays() {
        let stored = json!({"a": {"x": 1, "y": 2}, "b": [1], "c": 3});
        let patch = json!({"a": {"x": null, "z": 4}, "b": [2], "d": null});
        assert_eq!(
            merged(&stored, &patch).ok(),
            Some(json!({"a": {"y": 2, "z": 4}, "b": [2], "c": 3, "d": null}))
        );
        assert!(merged(&stored, &json!([1])).is_err());
    }

    #[test]
    fn only_members_that_differ_are_named() {
        assert_eq!(
            differing(&json!({"a": 1, "b": 2}), &json!({"a": 1, "b": 3, "c": 4})),
            ["b", "c"]
        );
    }
}
