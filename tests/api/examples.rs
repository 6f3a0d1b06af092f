//! The examples of the document: each operation is sent to a fresh service with the first record exactly as Swagger UI
//! fills it in, and succeeds; what it answers is what the document shows. `make openapi` writes them
//! (`QUDRA_WRITE_EXAMPLES=1`), and the document is made of them.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::{Map, Value, json};

use crate::support::contract::contract;
use crate::support::*;

/// How long a list may be, as JSON in bytes, and stay whole; a longer one is cut to two.
const WHOLE: usize = 2_000;

/// One operation, filled in.
#[derive(Debug, Clone)]
pub struct Call {
    pub method: String,
    pub path: String,
    pub if_match: Option<String>,
    pub body: Option<(String, Value)>,
}

/// What was shown and answered.
struct Walk {
    failures: Vec<String>,
    examples: Value,
}

/// Every operation with its path and method.
pub fn operations() -> Vec<(&'static str, &'static str, &'static Value)> {
    let paths = contract().document["paths"].as_object().unwrap();
    let of = |(path, item): (&'static String, &'static Value)| {
        item.as_object()
            .unwrap()
            .iter()
            .map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    };
    paths.iter().flat_map(of).collect()
}

/// What Swagger UI puts into a parameter before anybody types.
fn prefilled(parameter: &Value) -> Option<String> {
    let schema = contract().resolve(&parameter["schema"]);
    let named = parameter["examples"]
        .as_object()
        .and_then(|all| all.values().next())
        .map(|first| &first["value"]);
    let candidates = [
        named,
        parameter.get("example"),
        schema.get("example"),
        schema.get("examples").map(|all| &all[0]),
        schema.get("default"),
    ];
    candidates
        .into_iter()
        .flatten()
        .next()
        .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

/// What Swagger UI puts into the body.
fn body(operation: &Value) -> Option<(String, Value)> {
    let (media, content) = operation["requestBody"]["content"].as_object()?.iter().next()?;
    let schema = contract().resolve(&content["schema"]);
    let example = content.get("example").or_else(|| schema.get("example"))?;
    Some((media.clone(), example.clone()))
}

/// An operation as it is filled in; an id that no example names is taken from the list that shows it.
pub fn filled(server: &Server, path: &'static str, method: &str, operation: &'static Value) -> Result<Call, String> {
    let mut call = Call {
        method: method.to_uppercase(),
        path: path.to_owned(),
        if_match: None,
        body: body(operation),
    };
    if call.body.is_none() && operation.get("requestBody").is_some() {
        return Err("the body has no example".to_owned());
    }
    let mut query = Vec::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let parameter = contract().resolve(parameter);
        let (name, value) = (parameter["name"].as_str().unwrap(), prefilled(parameter));
        match (parameter["in"].as_str().unwrap(), value) {
            ("path", value) => {
                let value = value.map_or_else(|| listed(server, path), Ok)?;
                call.path = call.path.replace(&format!("{{{name}}}"), &value);
            }
            ("query", Some(value)) => query.push(format!("{name}={value}")),
            ("header", Some(value)) if name == "If-Match" => call.if_match = Some(value),
            (place, Some(_)) => return Err(format!("{name} in the {place} is filled in")),
            (_, None) if parameter["required"] == true => return Err(format!("{name} is required and has no example")),
            (_, None) => {}
        }
    }
    if !query.is_empty() {
        call.path = format!("{}?{}", call.path, query.join("&"));
    }
    Ok(call)
}

/// The parameters of a path of which the document shows no value, with one.
pub fn unnamed(server: &Server, path: &str, operation: &Value) -> Value {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let open = parameters
        .map(|parameter| contract().resolve(parameter))
        .filter(|parameter| parameter["in"] == "path" && prefilled(parameter).is_none());
    let filled = open.map(|parameter| {
        let name = parameter["name"].as_str().unwrap().to_owned();
        (name, json!(listed(server, path).unwrap()))
    });
    Value::Object(filled.collect())
}

/// The id of the first record in the list that a path's records are in.
fn listed(server: &Server, path: &str) -> Result<String, String> {
    let of_activity = "/api/v1/activities/ACT0208";
    let list = match path.split('/').nth(3) {
        Some(kind @ ("counts" | "participations")) => format!("{of_activity}/{kind}"),
        Some(kind) => format!("/api/v1/{kind}"),
        None => return Err(format!("{path} has no list")),
    };
    let items = server.officer().get(&list).expect(200).json();
    items["items"][0]["id"]
        .as_str()
        .map(str::to_owned)
        .ok_or(format!("{list} is empty"))
}

/// What has to be there before an operation can be tried: the examples that record it.
fn before(path: &str, method: &str) -> Vec<(&'static str, &'static str)> {
    const PERSON: (&str, &str) = ("/api/v1/participants", "post");
    const PART: (&str, &str) = ("/api/v1/activities/{id}/participations", "post");
    let mut steps = Vec::new();
    if path.starts_with("/api/v1/participa") || path.ends_with("/participations") {
        steps.push(PERSON);
    }
    if path.starts_with("/api/v1/participations") || path.ends_with("/participations") {
        steps.push(PART);
    }
    if path.starts_with("/api/v1/editions") {
        steps.push(("/api/v1/editions", "post"));
    }
    let own = steps.iter().position(|step| *step == (path, method));
    steps.truncate(own.unwrap_or(steps.len()));
    steps
}

/// Sends it, with the key that the operation needs.
fn send(server: &Server, call: &Call) -> Reply {
    let caller = if call.method == "GET" && !call.path.contains("partici") {
        server.public()
    } else {
        server.admin()
    };
    let caller = call
        .if_match
        .iter()
        .fold(caller, |caller, etag| caller.with("if-match", etag));
    let body = call
        .body
        .as_ref()
        .map(|(media, body)| (media.as_str(), body.to_string()));
    caller.send(
        &call.method,
        &call.path,
        body.as_ref().map(|(media, body)| (*media, body.as_bytes())),
    )
}

/// Records what the example of a list's POST says.
pub fn record(server: &Server, path: &str) {
    let (path, method, operation) = operations()
        .into_iter()
        .find(|found| (found.0, found.1) == (path, "post"))
        .unwrap();
    send(server, &filled(server, path, method, operation).unwrap())
        .expect_success()
        .unwrap();
}

/// A fresh service on which what has to be there is there.
fn prepared(path: &str, method: &str) -> Result<Server, String> {
    let server = Server::of_first_record();
    for (path, method) in before(path, method) {
        let (path, _, operation) = operations()
            .into_iter()
            .find(|found| (found.0, found.1) == (path, method))
            .unwrap();
        let call = filled(&server, path, method, operation)?;
        send(&server, &call).expect_success()?;
    }
    Ok(server)
}

/// Every operation, once for all tests.
fn walk() -> &'static Walk {
    static WALK: OnceLock<Walk> = OnceLock::new();
    WALK.get_or_init(|| {
        let (mut failures, mut examples) = (Vec::new(), Map::new());
        let mut readers: HashMap<String, Server> = HashMap::new();
        for (path, method, operation) in operations() {
            let id = operation["operationId"].as_str().unwrap();
            let steps = format!("{:?}", before(path, method));
            if method == "get" && !readers.contains_key(&steps) {
                readers.insert(steps.clone(), prepared(path, method).unwrap());
            }
            let one = || match method {
                "get" => reading(&readers[&steps], path, operation),
                _ => writing(path, method, operation),
            };
            match one() {
                Ok(example) if id == "show_openapi" => drop(example),
                Ok(example) => drop(examples.insert(id.to_owned(), example)),
                Err(why) => failures.push(format!("{method} {path}: {why}")),
            }
        }
        Walk {
            failures,
            examples: Value::Object(examples),
        }
    })
}

fn reading(server: &Server, path: &'static str, operation: &'static Value) -> Result<Value, String> {
    let call = filled(server, path, "get", operation)?;
    let reply = send(server, &call);
    let reply = reply.expect_success()?;
    Ok(json!({"responses": {reply.status.to_string(): shown(&reply)}}))
}

/// Tries it and does it, from the version that is there; what a PUT shows is what was read, without what only the service
/// sets.
fn writing(path: &'static str, method: &str, operation: &'static Value) -> Result<Value, String> {
    let server = prepared(path, method)?;
    let mut call = filled(&server, path, method, operation)?;
    if let Some(removed) = path.strip_suffix("/restore") {
        let (path, method, operation) = operations()
            .into_iter()
            .find(|found| (found.0, found.1) == (removed, "delete"))
            .unwrap();
        send(&server, &filled(&server, path, method, operation)?).expect_success()?;
    }
    let (mut example, mut responses) = (Map::new(), Map::new());
    if call.if_match.is_some() {
        let etag = server.admin().get(&call.path).expect(200).etag();
        example.insert("if_match".to_owned(), json!(etag));
        call.if_match = Some(etag);
    }
    if method == "put" && before(path, method).is_empty() {
        let read = server.public().get(&call.path).expect(200).json();
        let mut body = without(read, &["id", "version", "created_at", "updated_at"]);
        if let Some(counts) = body.get_mut("counts").and_then(Value::as_object_mut) {
            counts.retain(|name, _| !["level", "rostered"].contains(&name.as_str()));
        }
        example.insert("request".to_owned(), body.clone());
        call.body = Some(("application/json".to_owned(), body));
    }
    if operation["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .any(|parameter| parameter["name"] == "dry_run")
    {
        let tried = Call {
            path: format!("{}?dry_run=true", call.path),
            ..call.clone()
        };
        let reply = send(&server, &tried).expect_success()?;
        responses.insert(reply.status.to_string(), shown(&reply));
    }
    let reply = send(&server, &call).expect_success()?;
    if reply.status != 204 {
        responses.insert(reply.status.to_string(), shown(&reply));
    }
    example.insert("responses".to_owned(), Value::Object(responses));
    Ok(Value::Object(example))
}

impl Reply {
    /// The reply where it is a success, else what it says.
    fn expect_success(self) -> Result<Self, String> {
        if (200..300).contains(&self.status) {
            Ok(self)
        } else {
            Err(format!("{}: {}", self.status, self.text()))
        }
    }
}

/// A body as the document shows it.
fn shown(reply: &Reply) -> Value {
    let text = numbered(&reply.text());
    if reply.header("content-type").is_some_and(|media| media.contains("json")) {
        cut(serde_json::from_str(&text).unwrap())
    } else {
        json!(text.split_inclusive('\n').take(3).collect::<String>())
    }
}

/// Cuts long lists to two.
fn cut(value: Value) -> Value {
    match value {
        Value::Array(items) => {
            let is_long = items.len() > 2 && json!(items).to_string().len() > WHOLE;
            let kept = if is_long { 2 } else { items.len() };
            items.into_iter().take(kept).map(cut).collect()
        }
        Value::Object(members) => Value::Object(members.into_iter().map(|(name, value)| (name, cut(value))).collect()),
        other => other,
    }
}

/// The text with its ids and digests numbered in the order in which they come: each installation makes its own.
fn numbered(text: &str) -> String {
    let is_uuid = |text: &&str| {
        let mut bytes = text.bytes().enumerate();
        bytes.all(|(at, b)| {
            if [8, 13, 18, 23].contains(&at) {
                b == b'-'
            } else {
                b.is_ascii_hexdigit()
            }
        })
    };
    let is_digest = |text: &&str| text.bytes().all(|b| b.is_ascii_hexdigit());
    let (mut known, mut numbered, mut rest): (Vec<&str>, String, &str) = (Vec::new(), String::new(), text);
    let mut number = |found| {
        let at = known.iter().position(|known| *known == found);
        at.unwrap_or_else(|| {
            known.push(found);
            known.len() - 1
        }) + 1
    };
    while let Some(next) = rest.chars().next() {
        let (taken, shown) = if let Some(id) = rest.get(..36).filter(is_uuid) {
            (36, format!("00000000-0000-7000-8000-{:012}", number(id)))
        } else if let Some(digest) = rest.get(..64).filter(is_digest) {
            (64, format!("{:064}", number(digest)))
        } else {
            (next.len_utf8(), next.to_string())
        };
        numbered.push_str(&shown);
        rest = &rest[taken..];
    }
    numbered
}

#[test]
fn every_operation_succeeds_on_a_fresh_record_as_swagger_ui_fills_it_in() {
    let failures = &walk().failures;
    assert!(failures.is_empty(), "{} fail:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_read_without_a_name_in_its_path_succeeds_before_anything_is_recorded() {
    let server = Server::of_first_record();
    for (path, _, operation) in operations()
        .into_iter()
        .filter(|(path, method, _)| *method == "get" && !path.contains('{'))
    {
        let call = filled(&server, path, "get", operation).unwrap();
        assert_eq!(call.path, path, "nothing optional is filled in");
        send(&server, &call).expect(200);
    }
}

#[test]
fn the_examples_are_what_the_service_answers() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi/examples.json");
    let told = serde_json::to_string_pretty(&walk().examples).unwrap() + "\n";
    #[expect(
        clippy::disallowed_methods,
        reason = "an order to the suite is no setting of the service"
    )]
    let is_to_write = std::env::var_os("QUDRA_WRITE_EXAMPLES").is_some();
    if is_to_write {
        std::fs::write(&file, &told).unwrap();
        return;
    }
    let committed: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let stale: Vec<&String> = walk()
        .examples
        .as_object()
        .unwrap()
        .iter()
        .filter(|(id, example)| committed.get(id) != Some(example))
        .map(|(id, _)| id)
        .collect();
    assert!(stale.is_empty(), "run make openapi: {stale:?}");
}

#[test]
fn every_success_shows_an_answer_that_its_schema_takes() {
    for (path, method, operation) in operations() {
        for (status, response) in operation["responses"]
            .as_object()
            .unwrap()
            .iter()
            .filter(|(status, _)| status.starts_with('2'))
        {
            for (media, content) in response["content"]
                .as_object()
                .into_iter()
                .flatten()
                .filter(|_| path != "/openapi.json")
            {
                let example = content
                    .get("example")
                    .unwrap_or_else(|| panic!("{method} {path} {status}: no example of {media}; run make openapi"));
                let faults = contract().against(&content["schema"], example);
                assert!(faults.is_empty(), "{method} {path} {status}: {faults:?}");
            }
        }
        for content in operation["requestBody"]["content"]
            .as_object()
            .into_iter()
            .flat_map(Map::values)
        {
            let (_, example) = body(operation).unwrap_or_else(|| panic!("{method} {path}: no example of its body"));
            let faults = contract().against(&content["schema"], &example);
            assert!(faults.is_empty(), "{method} {path}: {faults:?}");
        }
    }
}
