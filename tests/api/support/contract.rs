//! Every answer of every test against the document: its status, its media type, its headers and its body must be there,
//! and what was asked, where it succeeded. Objects are closed here: a member that the document does not name is a fault.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use jsonschema::{Draft, Registry, Validator};
use qudra::app;
use qudra::config::Config;
use serde_json::{Map, Value, json};
use ureq::http::HeaderMap;

/// Headers that any answer may have; `docs/API.md` speaks of them, not each operation.
const COMMON: &[&str] = &[
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "access-control-max-age",
    "cache-control",
    "connection",
    "content-encoding",
    "content-language",
    "content-length",
    "content-security-policy",
    "content-type",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "date",
    "permissions-policy",
    "referrer-policy",
    "strict-transport-security",
    "transfer-encoding",
    "vary",
    "x-content-type-options",
    "x-frame-options",
    "x-request-id",
];

/// What was asked and what came back.
#[derive(Debug, Clone, Copy)]
pub struct Exchange<'r> {
    pub method: &'r str,
    /// With its query.
    pub path: &'r str,
    /// The body with its media type.
    pub sent: Option<(&'r str, &'r [u8])>,
    pub status: u16,
    pub headers: &'r HeaderMap,
    pub body: &'r [u8],
}

/// The document, ready to judge.
pub struct Contract {
    pub document: Value,
    registry: Registry<'static>,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// The one of this process.
pub fn contract() -> &'static Contract {
    static CONTRACT: OnceLock<Contract> = OnceLock::new();
    CONTRACT.get_or_init(|| {
        let text = app::document(&Config::default()).expect("the service describes itself");
        let document: Value = serde_json::from_str(&text).unwrap();
        let mut closed = json!({"components": {"schemas": document["components"]["schemas"]}});
        close(&document, &mut closed);
        let registry = Registry::new().draft(Draft::Draft202012).add("urn:qudra", closed);
        Contract {
            document,
            registry: registry.unwrap().prepare().unwrap(),
            validators: Mutex::default(),
        }
    })
}

/// Judges an exchange; a path that the document does not name is none of its business.
///
/// # Panics
/// Where the answer is not what the document says.
#[track_caller]
pub fn judge(exchange: &Exchange<'_>) {
    let faults = contract().faults(exchange);
    let Exchange {
        method, path, status, ..
    } = exchange;
    let faults: String = faults.iter().map(|fault| format!("\n- {fault}")).collect();
    assert!(
        faults.is_empty(),
        "{method} {path}: the answer {status} is not what the document says:{faults}\n{}",
        String::from_utf8_lossy(exchange.body)
            .chars()
            .take(3000)
            .collect::<String>()
    );
}

impl Contract {
    /// Where an exchange is not what the document says.
    pub fn faults(&self, exchange: &Exchange<'_>) -> Vec<String> {
        let (path, query) = exchange.path.split_once('?').unwrap_or((exchange.path, ""));
        let path = &percent_encoding::percent_decode_str(path).decode_utf8_lossy();
        let Some(item) = self.item(path) else { return Vec::new() };
        let is_head = exchange.method == "HEAD";
        let method = if is_head {
            "get"
        } else {
            &exchange.method.to_lowercase()
        };
        let Some(operation) = item.get(method) else {
            return self.other_method(exchange);
        };
        let Some(response) = operation["responses"].get(exchange.status.to_string()) else {
            return vec![format!("{} is not documented", exchange.status)];
        };
        let response = self.resolve(response);
        let mut faults = undocumented_headers(response, exchange.headers);
        if !is_head {
            faults.extend(self.body(response, exchange));
        }
        // Probes and readers of the document may add what they like.
        if exchange.status < 300 && path.starts_with("/api/") {
            faults.extend(self.question(operation, query, exchange.sent));
        }
        faults
    }

    /// The path's entry: one that is spelt out comes before a template.
    fn item(&self, path: &str) -> Option<&Value> {
        let paths = self.document["paths"].as_object().unwrap();
        let fits = |template: &str| {
            let (wanted, given) = (template.split('/'), path.split('/'));
            wanted.clone().count() == given.clone().count()
                && wanted
                    .zip(given)
                    .all(|(wanted, given)| wanted == given || wanted.starts_with('{') && !given.is_empty())
        };
        let of_template = || paths.iter().find(|(template, _)| fits(template)).map(|(_, item)| item);
        paths.get(path).or_else(of_template)
    }

    /// A method that the path does not take is refused as a problem; `OPTIONS` says which it takes.
    fn other_method(&self, exchange: &Exchange<'_>) -> Vec<String> {
        let refusal =
            json!({"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}});
        match exchange.status {
            400..500 => self.body(&refusal, exchange),
            _ if exchange.method == "OPTIONS" => Vec::new(),
            status => vec![format!(
                "the document does not know this method, and it answers {status}"
            )],
        }
    }

    fn body(&self, response: &Value, exchange: &Exchange<'_>) -> Vec<String> {
        let Some(content) = response.get("content").and_then(Value::as_object) else {
            let is_empty = exchange.body.is_empty();
            return if is_empty {
                Vec::new()
            } else {
                vec!["a body where none is documented".to_owned()]
            };
        };
        let media = exchange
            .headers
            .get("content-type")
            .map(|value| value.to_str().unwrap())
            .unwrap_or_default();
        let media = media.split(';').next().unwrap_or_default().trim();
        let Some(described) = content.get(media) else {
            return vec![format!("the media type {media:?} is not documented")];
        };
        // What is compressed is judged where it is not.
        if !media.ends_with("json") || exchange.headers.contains_key("content-encoding") {
            return Vec::new();
        }
        match serde_json::from_slice(exchange.body) {
            Ok(value) => self.against(&described["schema"], &value),
            Err(error) => vec![format!("it is no JSON: {error}")],
        }
    }

    /// What succeeded must be askable by the document: readers that take more than it says are described wrongly.
    fn question(&self, operation: &Value, query: &str, sent: Option<(&str, &[u8])>) -> Vec<String> {
        let mut faults = Vec::new();
        for (name, values) in given(query) {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let mut parameters = parameters.map(|parameter| self.resolve(parameter));
            let Some(parameter) = parameters.find(|p| p["name"] == *name && p["in"] == "query") else {
                faults.push(format!("it took the parameter {name}, which is not documented"));
                continue;
            };
            let value = self.read(&parameter["schema"], &values);
            let wrong = self.against(&parameter["schema"], &value);
            faults.extend(
                wrong
                    .into_iter()
                    .map(|fault| format!("it took {name}={values:?}: {fault}")),
            );
        }
        let content = &operation["requestBody"]["content"];
        match (sent, content.as_object()) {
            (None, _) | (_, None) => {}
            (Some((media, bytes)), Some(content)) => {
                let media = media.split(';').next().unwrap_or_default().trim();
                // A patch is taken as plain JSON too, which is not the exact word for it.
                let described = content.get(media).or_else(|| content.values().next()).unwrap();
                if let Ok(value) = serde_json::from_slice(bytes) {
                    let wrong = self.against(&described["schema"], &cleaned(value));
                    faults.extend(wrong.into_iter().map(|fault| format!("it took the body: {fault}")));
                }
            }
        }
        faults
    }

    /// A parameter's values as its schema means them.
    fn read(&self, schema: &Value, values: &[String]) -> Value {
        let schema = self.resolve(schema);
        let scalar = |schema: &Value, text: &String| {
            let kind = &self.resolve(schema)["type"];
            let is = |name: &str| kind == name || kind.as_array().is_some_and(|kinds| kinds.iter().any(|k| k == name));
            match text.as_str() {
                "true" | "false" if is("boolean") => json!(text == "true"),
                number if is("integer") => number.parse::<i64>().map_or_else(|_| json!(text), |n| json!(n)),
                _ => json!(text),
            }
        };
        let values: Vec<String> = values.iter().map(|value| qudra::text::code(value)).collect();
        if schema["type"] == "array" {
            let values = values
                .iter()
                .flat_map(|value| value.split(','))
                .map(|value| value.trim().to_owned());
            return values.map(|value| scalar(&schema["items"], &value)).collect();
        }
        values.first().map_or(Value::Null, |value| scalar(schema, value))
    }

    /// Where a value is not what a schema of the document says.
    pub fn against(&self, schema: &Value, value: &Value) -> Vec<String> {
        let validator = self.validator(schema);
        if validator.is_valid(value) {
            return Vec::new();
        }
        let said = |error: jsonschema::ValidationError<'_>| {
            let what: String = error.to_string().chars().take(400).collect();
            format!("{}: {what}", error.instance_path())
        };
        validator.iter_errors(value).map(said).take(20).collect()
    }

    /// The validator of a schema, made once.
    fn validator(&self, schema: &Value) -> Arc<Validator> {
        let key = schema.to_string();
        let mut validators = self.validators.lock().unwrap();
        let made = validators.entry(key).or_insert_with_key(|key| {
            let absolute: Value = serde_json::from_str(&key.replace("\"#/", "\"urn:qudra#/")).unwrap();
            let validator = jsonschema::options()
                .with_draft(Draft::Draft202012)
                .with_registry(&self.registry)
                .should_validate_formats(true)
                .build(&absolute);
            Arc::new(validator.unwrap_or_else(|error| panic!("{key} is no schema: {error}")))
        });
        made.clone()
    }

    /// What a reference leads to, or the thing itself.
    pub fn resolve<'d>(&'d self, value: &'d Value) -> &'d Value {
        match value.get("$ref").and_then(Value::as_str) {
            Some(reference) => self
                .document
                .pointer(&reference[1..])
                .expect("a reference leads somewhere"),
            None => value,
        }
    }
}

/// A body with its texts as readers clean them: that is what a schema speaks of.
pub fn cleaned(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(qudra::text::code(&text)),
        Value::Array(items) => items.into_iter().map(cleaned).collect(),
        Value::Object(members) => {
            let members = members.into_iter().map(|(name, value)| (name, cleaned(value)));
            Value::Object(members.collect())
        }
        other => other,
    }
}

/// The parameters of a query string, decoded, each with all its values.
fn given(query: &str) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    let decode = |text: &str| {
        let text = text.replace('+', " ");
        percent_encoding::percent_decode_str(&text)
            .decode_utf8_lossy()
            .into_owned()
    };
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decode(name), decode(value));
        match found.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => found.push((name, vec![value])),
        }
    }
    found
}

fn undocumented_headers(response: &Value, sent: &HeaderMap) -> Vec<String> {
    let empty = Map::new();
    let documented = response.get("headers").and_then(Value::as_object).unwrap_or(&empty);
    let names = |name: &str| documented.keys().any(|known| known.eq_ignore_ascii_case(name));
    let unknown = sent.keys().map(ureq::http::HeaderName::as_str);
    let unknown = unknown.filter(|name| !COMMON.contains(name) && !names(name));
    let missing = documented.iter().filter(|(_, header)| header["required"] == true);
    let missing = missing.filter(|(name, _)| !sent.contains_key(name.as_str()));
    let unknown = unknown.map(|name| format!("the header {name} is not documented"));
    unknown
        .chain(missing.map(|(name, _)| format!("the header {name} is missing")))
        .collect()
}

/// Closes every object that names its members; parts that are put together (`allOf`) become one object first.
fn close(document: &Value, value: &mut Value) {
    match value {
        Value::Object(_) => {
            if let Some(parts) = value.get("allOf").and_then(Value::as_array).cloned() {
                *value = together(document, &parts);
            }
            let members = value.as_object_mut().unwrap();
            members.values_mut().for_each(|member| close(document, member));
            if members.get("properties").is_some_and(Value::is_object)
                && members.get("type").is_some_and(|t| t == "object")
            {
                members.entry("additionalProperties").or_insert(json!(false));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| close(document, item)),
        _ => {}
    }
}

/// One object with the members of several.
fn together(document: &Value, parts: &[Value]) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for part in parts {
        let part = match part.get("$ref").and_then(Value::as_str) {
            Some(reference) => document.pointer(&reference[1..]).unwrap(),
            None => part,
        };
        properties.extend(part["properties"].as_object().unwrap().clone());
        required.extend(part["required"].as_array().into_iter().flatten().cloned());
    }
    json!({"type": "object", "properties": properties, "required": required})
}
