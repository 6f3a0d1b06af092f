//! What the document shows. Answers are those that the service gave of the first record (`openapi/examples.json`, written
//! by `make openapi`), and the names of records in addresses are those of the first record.

use serde_json::{Value, json};

use super::finish::{members, put};

/// What was sent and answered, by operation: `{"responses": {STATUS: BODY}, "request": BODY, "if_match": ETAG}`.
const ANSWERED: &str = include_str!("../../openapi/examples.json");

/// Names of records that a fresh service has: the beginning of the path, one to look at, and one that nothing refers to,
/// which can therefore be deleted. Persons and editions are there once the examples that record them were sent. What has
/// an id alone is found in its list.
const NAMES: [(&str, &str, &str); 7] = [
    ("/api/v1/activities/{id}", "ACT0208", "ACT0208"),
    ("/api/v1/agencies/{id}", "TURKSTAT", "ANETI"),
    ("/api/v1/countries/{id}", "TUR", "TUR"),
    ("/api/v1/editions/{name}", "2024-annual", "2024-annual"),
    ("/api/v1/fields/{id}", "sti", "halal"),
    ("/api/v1/participants/{id}", "P000001", "P000001"),
    ("/api/v1/programmes/{id}", "StatCaB", "Agri-CaB"),
];

/// Puts the examples into all operations.
pub fn add_examples(document: &mut Value) -> Result<(), serde_json::Error> {
    let answered: Value = serde_json::from_str(ANSWERED)?;
    for (path, item) in members(document, "/paths") {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            name(path, method, operation);
            let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
            let Some(known) = answered.get(id).cloned() else {
                continue;
            };
            if let Some(etag) = known.get("if_match") {
                fill(operation, "header", etag);
            }
            if let Some(request) = known.get("request") {
                illustrate(operation.get_mut("requestBody"), request);
            }
            for (status, body) in known.get("responses").and_then(Value::as_object).into_iter().flatten() {
                let response = operation.get_mut("responses").and_then(|all| all.get_mut(status));
                illustrate(response, body);
            }
        }
    }
    Ok(())
}

/// Puts a body into what has a content.
fn illustrate(part: Option<&mut Value>, body: &Value) {
    let content = part
        .and_then(|part| part.get_mut("content"))
        .and_then(Value::as_object_mut);
    for media in content.into_iter().flat_map(|content| content.values_mut()) {
        put(media, "", "example", body.clone());
    }
}

/// Names the record in an address.
fn name(path: &str, method: &str, operation: &mut Value) {
    let Some((_, seen, free)) = NAMES.iter().find(|(start, ..)| path.starts_with(start)) else {
        return;
    };
    let is_removal = method == "delete" || path.ends_with("/restore");
    fill(operation, "path", &json!(if is_removal { free } else { seen }));
}

/// Fills in the parameters of a place that have to be there.
fn fill(operation: &mut Value, place: &str, value: &Value) {
    let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        let needed = parameter.get("required").is_some_and(|required| required == true);
        if needed && parameter.get("in").is_some_and(|found| found == place) {
            put(parameter, "", "example", value.clone());
        }
    }
}
