//! Finishes the document once all routes have told theirs: what applies to all operations is said here, once.

use serde_json::{Map, Value, json};

use super::{examples, patches, texts};
use crate::config::Config;

/// The kinds of record that may have another code than before.
const RENAMED: [&str; 4] = ["activities", "agencies", "participants", "programmes"];

/// The refusals by their status, with the names under which the document keeps them.
const PROBLEMS: [(&str, &str); 17] = [
    ("301", "Moved"),
    ("308", "MovedWrite"),
    ("400", "Unreadable"),
    ("401", "Unauthorized"),
    ("403", "Forbidden"),
    ("404", "NotFound"),
    ("405", "Method"),
    ("408", "Timeout"),
    ("409", "Conflict"),
    ("412", "Stale"),
    ("413", "TooLarge"),
    ("415", "MediaType"),
    ("422", "Invalid"),
    ("428", "Precondition"),
    ("500", "Internal"),
    ("503", "Busy"),
    ("507", "StorageFull"),
];

/// The whole document: licence, contact, server, and what applies to all operations.
///
/// # Errors
/// Where the description is no JSON.
pub fn finish(document: utoipa::openapi::OpenApi, config: &Config) -> Result<Value, serde_json::Error> {
    let mut document = serde_json::to_value(document)?;
    if let Some(schemas) = document
        .pointer_mut("/components/schemas")
        .and_then(Value::as_object_mut)
    {
        texts::complete(schemas);
        patches::derive(schemas);
    }
    let mut problems = Map::new();
    for (path, item) in members(&mut document, "/paths") {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            fit(path, method, operation, &mut problems);
        }
    }
    // In the order of the statuses, whichever operation came first.
    let problems = PROBLEMS.iter().filter_map(|(_, name)| problems.remove_entry(*name));
    let (responses, parameters) = (
        Value::Object(problems.collect()),
        json!({"IfNoneMatch": if_none_match()}),
    );
    put(&mut document, "/components", "responses", responses);
    put(&mut document, "/components", "parameters", parameters);
    examples::add_examples(&mut document)?;
    describe(&mut document, config);
    Ok(document)
}

/// The members of an object with their names; none where there is no object.
pub(super) fn members<'d>(
    document: &'d mut Value,
    pointer: &str,
) -> impl Iterator<Item = (&'d String, &'d mut Value)> + use<'d> {
    let found = document.pointer_mut(pointer).and_then(Value::as_object_mut);
    found.into_iter().flatten()
}

/// Puts a member into the object at a place.
pub(super) fn put(document: &mut Value, pointer: &str, name: &str, value: Value) {
    if let Some(object) = document.pointer_mut(pointer).and_then(Value::as_object_mut) {
        object.insert(name.to_owned(), value);
    }
}

/// Who publishes it, under which licence (the data have one of their own, which is not that of the program), and where.
fn describe(document: &mut Value, config: &Config) {
    let mut contact = json!({"name": config.office_name.best(crate::text::Lang::En)});
    if let Some(address) = config.contact.as_deref() {
        let name = if address.contains("://") { "url" } else { "email" };
        put(&mut contact, "", name, json!(address));
    }
    let about = document
        .pointer("/info/description")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let licence = &config.data_licence;
    let about = format!(
        "{about}\n\nThe data are published under the licence {licence}; `license` below is that of the program."
    );
    put(document, "/info", "description", json!(about));
    put(document, "/info", "contact", contact);
    put(document, "/info", "x-data-licence", json!(licence));
    let server = config.base_url.as_deref().unwrap_or("/");
    put(document, "", "servers", json!([{"url": server}]));
}

/// Leaves an operation the refusals that it can answer with, says which need no key, and what is sent beside the bodies.
fn fit(path: &str, method: &str, operation: &mut Value, problems: &mut Map<String, Value>) {
    let of_api = path.starts_with("/api/");
    let is_read = method == "get";
    let keyed = operation.get("security").is_some();
    if !keyed {
        let open = if of_api { json!([{}, {"key": []}]) } else { json!([]) };
        put(operation, "", "security", open);
    }
    let named = parameters(operation);
    let has = |name: &str| named.iter().any(|known| known == name);
    let is_cached = operation.pointer("/responses/304").is_some();
    if is_cached {
        let reference = json!({"$ref": "#/components/parameters/IfNoneMatch"});
        match operation.get_mut("parameters").and_then(Value::as_array_mut) {
            Some(parameters) => parameters.push(reference),
            None => put(operation, "", "parameters", json!([reference])),
        }
    }
    let (conditional, body) = (has("If-Match"), operation.get("requestBody").is_some());
    let renamed = RENAMED.iter().any(|kind| path.contains(&format!("/{kind}/{{")));
    let possible = |status: &str| match status {
        "301" => renamed && is_read,
        "308" => renamed && !is_read,
        "400" => of_api,
        "403" => keyed,
        "404" => path.contains('{'),
        "405" => !of_api,
        "409" | "507" => !is_read,
        "412" | "428" => conditional,
        "408" | "413" | "415" => body,
        _ => true,
    };
    let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else {
        return;
    };
    responses.retain(|status, _| possible(status));
    for (status, response) in responses.iter_mut() {
        let media = response.get("content").and_then(Value::as_object);
        let media = media.and_then(|content| content.keys().next()).cloned();
        let is_written = !is_read && has("dry_run");
        let sent = match status.as_str() {
            "200" | "201" if is_written => written(status, !path.ends_with("/participations")),
            "200" | "304" if is_cached => read(status, media.as_deref(), has("cursor"), has("as_of")),
            _ => refused(status),
        };
        for (name, header) in sent {
            if response.get("headers").is_none() {
                put(response, "", "headers", json!({}));
            }
            put(response, "/headers", name, header);
        }
        if let Some((_, name)) = PROBLEMS.iter().find(|(problem, _)| problem == status) {
            let reference = json!({"$ref": format!("#/components/responses/{name}")});
            problems.insert((*name).to_owned(), std::mem::replace(response, reference));
        }
    }
}

/// The names of an operation's parameters. Lists are sent with commas (`type=workshop,seminar`), and a flag is a number
/// too (`excel=1`).
fn parameters(operation: &mut Value) -> Vec<String> {
    let mut names = Vec::new();
    let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        names.extend(parameter.get("name").and_then(Value::as_str).map(str::to_owned));
        match parameter.pointer("/schema/type").and_then(Value::as_str) {
            Some("array") => {
                put(parameter, "", "style", json!("form"));
                put(parameter, "", "explode", json!(false));
            }
            Some("boolean") => put(
                parameter,
                "",
                "schema",
                json!({"type": ["boolean", "integer"], "enum": [true, false, 1, 0]}),
            ),
            _ => {}
        }
    }
    names
}

/// The condition of a read.
fn if_none_match() -> Value {
    json!({
        "name": "If-None-Match", "in": "header", "required": false,
        "description": "The `ETag` of an answer that you have: 304 while it is still the same.",
        "schema": {"type": "string"}
    })
}

fn header(about: &str, required: bool) -> Value {
    json!({"description": about, "required": required, "schema": {"type": "string"}})
}

/// The headers of an answer to a write; one that may record several has the version of one.
fn written(status: &str, of_one: bool) -> Vec<(&'static str, Value)> {
    if status == "201" {
        vec![
            ("Location", header("Where it is.", true)),
            (
                "ETag",
                header("Its version, for `If-Match`; of several at once none.", of_one),
            ),
        ]
    } else {
        vec![(
            "ETag",
            header("Its version, for `If-Match`; absent in a dry run.", false),
        )]
    }
}

/// The headers of an answer to a read.
fn read(status: &str, media: Option<&str>, in_pages: bool, of_past: bool) -> Vec<(&'static str, Value)> {
    let tag = "The version: for `If-None-Match`, and of one record for `If-Match`.";
    let mut sent = vec![("ETag", header(tag, true))];
    if of_past {
        sent.push((
            "Memento-Datetime",
            header("Of when it is, where the past was asked for.", false),
        ));
    }
    if media == Some("text/csv") {
        sent.push(("Content-Disposition", header("The name to keep the file under.", true)));
        sent.push(("Link", header("`describedby`: the metadata of the file.", true)));
    }
    if status == "200" && in_pages {
        sent.push(("Link", header("`next`: the next page; absent on the last.", false)));
    }
    sent
}

/// The headers of a refusal.
fn refused(status: &str) -> Vec<(&'static str, Value)> {
    match status {
        "301" | "308" => {
            let about = "Where the record is now, with the rest of the address and the query.";
            vec![("Location", header(about, true))]
        }
        "401" => vec![(
            "WWW-Authenticate",
            header("`Bearer`, and what is wrong with the key.", true),
        )],
        "405" => vec![("Allow", header("The methods that are allowed here.", true))],
        "415" => vec![(
            "Accept-Encoding",
            header(
                "What a body may be encoded as, where its encoding is what is refused.",
                false,
            ),
        )],
        "503" | "507" => vec![("Retry-After", header("After how many seconds to try again.", true))],
        _ => Vec::new(),
    }
}
