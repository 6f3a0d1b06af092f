//! The contract: the committed document is what the service serves, and tells everything a client needs.

use std::collections::BTreeSet;

use serde_json::Value;

use qudra::app;
use qudra::config::Config;

fn committed_text() -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi/openapi.json");
    std::fs::read_to_string(path).expect("make openapi writes it")
}

fn committed() -> Value {
    serde_json::from_str(&committed_text()).unwrap()
}

/// Every operation with its path and method.
fn operations(document: &Value) -> Vec<(String, String, &Value)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if ["get", "post", "put", "patch", "delete"].contains(&method.as_str()) {
                found.push((path.clone(), method.clone(), operation));
            }
        }
    }
    found
}

/// What a reference leads to, or the thing itself.
fn resolved<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let reference = value.get("$ref").and_then(Value::as_str);
    reference.map_or(value, |to| document.pointer(&to[1..]).unwrap())
}

#[test]
fn the_committed_document_is_what_the_code_says() {
    let written = app::document(&Config::default()).unwrap();
    assert!(
        committed_text() == written,
        "openapi/openapi.json is not what the code says: run make openapi"
    );
}

#[test]
fn every_operation_has_a_name_of_its_own_words_and_its_refusals() {
    let document = committed();
    let mut names = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        let at = format!("{method} {path}");
        let text = |name: &str| operation[name].as_str().unwrap_or_default();
        assert!(
            names.insert(text("operationId").to_owned()),
            "{at}: its operationId is taken"
        );
        assert!(
            text("summary").len() > 3 && text("description").len() > 7,
            "{at}: says too little"
        );
        let responses = operation["responses"].as_object().unwrap();
        let refusals: Vec<&String> = responses.keys().filter(|status| status.starts_with('4')).collect();
        assert!(!refusals.is_empty(), "{at}: names no refusal");
        for status in refusals {
            assert!(
                resolved(&document, &responses[status])["content"]["application/problem+json"].is_object(),
                "{at}: {status} is no problem"
            );
        }
        if method != "get" {
            assert!(
                operation["security"].as_array().is_some_and(|s| !s.is_empty()),
                "{at}: needs no key"
            );
        }
    }
    assert!(names.len() > 40, "only {} operations", names.len());
}

#[test]
fn every_reference_in_the_document_leads_somewhere() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(to)) = members.get("$ref") {
                    found.insert(to.clone());
                }
                members.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let document = committed();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    for reference in found {
        assert!(document.pointer(&reference[1..]).is_some(), "{reference} leads nowhere");
    }
}

on_both! {
    fn the_served_document_differs_from_the_committed_one_in_nothing(server: &Server) {
        let served = server.public().get("/openapi.json").expect(200);
        assert!(served.text() == committed_text(), "run make openapi");
    }

    fn every_path_of_the_document_is_served_and_refuses_other_methods(server: &Server) {
        let document = committed();
        for (path, item) in document["paths"].as_object().unwrap() {
            let there = path.replace("{id}", "nothing-of-that-name");
            let reply = server.public().send("TRACE", &there, None).expect(405);
            let allow = reply.header("allow").unwrap_or_default().to_owned();
            for method in item.as_object().unwrap().keys() {
                assert!(allow.contains(&method.to_uppercase()), "{path}: Allow is {allow}");
            }
        }
    }
}
