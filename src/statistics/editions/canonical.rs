//! The canonical form of a JSON value, over which hashes are made: UTF-8, the members of every object sorted by name, no
//! white space between tokens, characters as they are but for those that JSON must escape. It is what
//! `json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)` writes in Python.

use serde_json::Value;
use sha2::{Digest, Sha256};

/// The canonical form of a value.
pub fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(members) => {
            let mut names: Vec<&String> = members.keys().collect();
            names.sort_unstable();
            text.push('{');
            for (i, name) in names.into_iter().enumerate() {
                if i > 0 {
                    text.push(',');
                }
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                write(members.get(name).unwrap_or(&Value::Null), text);
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    text.push(',');
                }
                write(item, text);
            }
            text.push(']');
        }
        other => text.push_str(&other.to_string()),
    }
}

/// SHA-256 of a canonical form.
pub fn hash(canonical: &str) -> Vec<u8> {
    Sha256::digest(canonical).to_vec()
}

/// As it is shown: `sha256:` and 64 hexadecimal digits.
pub fn hex(hash: &[u8]) -> String {
    let digits = crate::text::hex(hash);
    format!("sha256:{digits}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_are_sorted_at_every_depth_and_nothing_stands_between_tokens() {
        let value = json!({"b": [{"z": 1, "a": null}, "é\n\u{1}\"/"], "a": 0.4375, "ع": true});
        assert_eq!(
            canonical(&value),
            "{\"a\":0.4375,\"b\":[{\"a\":null,\"z\":1},\"é\\n\\u0001\\\"/\"],\"ع\":true}"
        );
    }

    #[test]
    fn reading_a_canonical_form_and_writing_it_again_changes_nothing() {
        let text = canonical(&json!({"x": {"y": [1, 2.5, "z"]}, "a": false}));
        assert_eq!(canonical(&serde_json::from_str(&text).unwrap()), text);
    }

    #[test]
    fn a_hash_is_shown_with_its_name() {
        let empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(hex(&hash("")), empty);
    }
}
