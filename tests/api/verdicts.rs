//! Schemas and readers agree: bodies that differ from a good one in one place, drawn from what the schema says and from
//! where the readers' limits are, are sent to every operation that takes one. What the schema refuses is not taken; what
//! it takes is not refused for a reason that a schema can say.

use std::collections::BTreeMap;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::support::contract::{cleaned, contract};
use crate::support::*;

/// Faults of form, which a schema can say.
const OF_FORM: [&str; 15] = [
    "control_character",
    "empty",
    "not_a_date",
    "not_a_language",
    "not_a_partial_date",
    "not_a_url",
    "not_an_edition_name",
    "not_an_email",
    "out_of_range",
    "required",
    "too_long",
    "too_many",
    "unknown_field",
    "unknown_language",
    "wrong_type",
];

/// What a schema that is no calendar, and whose patterns know no pairs, cannot say.
fn beyond_schemas(value: &Value) -> bool {
    match value {
        Value::String(text) => {
            let is_no_day =
                text.len() == 10 && text.contains("-02-") && qudra::time::PartialDate::parse(text).is_none();
            let has_isolates = text.contains(|c: char| ('\u{2066}'..='\u{2069}').contains(&c) || c >= '\u{e0000}');
            is_no_day || has_isolates
        }
        Value::Array(items) => items.iter().any(beyond_schemas),
        Value::Object(members) => members.values().any(beyond_schemas),
        _ => false,
    }
}

/// Values that any member may be given by mistake, and those around what readers take.
fn strangers() -> Vec<Value> {
    let mut values = vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(2_147_483_648_i64),
        json!([]),
        json!({}),
        json!([{}]),
    ];
    let texts = [
        "",
        " ",
        "x",
        "a\nb",
        "a\tb",
        "a\u{1}b",
        "a\0b",
        "a\u{85}b",
        "a\u{202e}b",
        "a\u{200d}b",
        "\u{200b}",
        "Côte d'Ivoire",
        "دورة",
        "null",
        "2024",
        "2024-13",
        "2024-02",
        "2024-02-30",
        "2024-02-29",
        "2007-12-31",
        "2200-12-31",
        "1899-12-31",
        "2201",
        "1900",
        "2024-1-1",
        "24",
        "en",
        "EN",
        "fr-TN",
        "e",
        "http://x",
        "https://example.org/a?b=c",
        "ftp://x",
        "https://",
        "a@b",
        "a@b.c",
        "all",
        "field=sti",
        "field",
        "TUR",
        "tur",
        "TR",
        "792",
        "abc-1",
        "-a",
        "2026-12-01T08:00:00Z",
        "workshop",
        "female",
        "unknown",
        "day",
        "01a22ee8-06f8-7522-807e-cb08b86ebe2d",
    ];
    values.extend(texts.map(|text| json!(text)));
    values.extend(
        [
            35, 36, 50, 51, 60, 61, 100, 101, 200, 201, 300, 301, 500, 501, 1000, 1001, 2000, 2001, 10_000, 10_001,
        ]
        .map(|length| json!("x".repeat(length))),
    );
    values
}

/// Values at the edges of a schema, and some that its pattern draws.
fn edges(schema: &Value, runner: &mut TestRunner) -> Vec<Value> {
    let schema = contract().resolve(schema);
    let mut values = Vec::new();
    for bound in ["minimum", "maximum"].iter().filter_map(|name| schema[*name].as_f64()) {
        values.extend([bound - 1.0, bound, bound + 1.0, bound + 0.5].map(whole));
    }
    values.extend(schema["enum"].as_array().into_iter().flatten().take(2).cloned());
    if let Some(pattern) = schema["pattern"].as_str()
        && let Ok(drawn) = proptest::string::string_regex(pattern.trim_start_matches('^').trim_end_matches('$'))
    {
        values.extend((0..3).map(|_| json!(drawn.new_tree(runner).unwrap().current())));
    }
    for forms in ["oneOf", "anyOf"] {
        values.extend(
            schema[forms]
                .as_array()
                .into_iter()
                .flatten()
                .flat_map(|form| edges(form, runner)),
        );
    }
    values
}

/// A number as JSON writes it: a whole one without a fraction.
fn whole(number: f64) -> Value {
    if number.fract() == 0.0 {
        format!("{number:.0}")
            .parse::<i64>()
            .map_or(json!(number), |n| json!(n))
    } else {
        json!(number)
    }
}

/// The schemas of an object's members; of one of several forms, those of all.
fn members(schema: &Value) -> BTreeMap<&'static str, &'static Value> {
    let schema: &'static Value = contract().resolve(Box::leak(Box::new(schema.clone())));
    let mut found: BTreeMap<&str, &Value> = BTreeMap::new();
    for forms in ["oneOf", "anyOf"] {
        for form in schema[forms].as_array().into_iter().flatten() {
            found.extend(members(form));
        }
    }
    found.extend(
        schema["properties"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, schema)| (name.as_str(), schema)),
    );
    found
}

/// What a list's elements are.
fn elements(schema: &Value) -> Option<&'static Value> {
    let schema: &'static Value = contract().resolve(Box::leak(Box::new(schema.clone())));
    let of_form = || {
        ["oneOf", "anyOf"]
            .iter()
            .flat_map(|forms| schema[*forms].as_array().into_iter().flatten())
            .find_map(elements)
    };
    schema.get("items").or_else(of_form)
}

/// The body with each of its places changed once.
fn variants(schema: &Value, good: &Value, runner: &mut TestRunner, deep: u32) -> Vec<Value> {
    let mut bodies = Vec::new();
    let Some(good) = good.as_object() else { return bodies };
    let known = members(schema);
    let put = |name: &str, value: Value| {
        let mut body = good.clone();
        body.insert(name.to_owned(), value);
        Value::Object(body)
    };
    bodies.push(put("unheard_of", json!(1)));
    for (name, schema) in known {
        let mut without = good.clone();
        without.shift_remove(name);
        bodies.push(Value::Object(without));
        let texts_alone = deep > 1;
        let values = strangers()
            .into_iter()
            .filter(|value| !texts_alone || value.is_string() || value.is_null())
            .chain(edges(schema, runner));
        bodies.extend(values.map(|value| put(name, value)));
        if deep > 2 {
            continue;
        }
        let inner = good
            .get(name)
            .filter(|value| value.is_object())
            .cloned()
            .unwrap_or_else(|| json!({}));
        if !members(schema).is_empty() {
            bodies.extend(
                variants(schema, &inner, runner, deep + 1)
                    .into_iter()
                    .map(|value| put(name, value)),
            );
        }
        if let Some(element) = elements(schema) {
            let one = good
                .get(name)
                .and_then(|items| items.get(0))
                .cloned()
                .unwrap_or_else(|| json!({}));
            let most = contract().resolve(schema)["maxItems"].as_u64().unwrap_or(50);
            bodies.push(put(name, json!(vec![one.clone(); usize::try_from(most).unwrap() + 1])));
            if members(element).is_empty() {
                bodies.extend(
                    strangers()
                        .into_iter()
                        .chain(edges(element, runner))
                        .map(|value| put(name, json!([value]))),
                );
            } else {
                bodies.extend(
                    variants(element, &one, runner, deep + 1)
                        .into_iter()
                        .map(|value| put(name, json!([value]))),
                );
            }
        }
    }
    bodies
}

#[test]
fn a_schema_takes_what_its_reader_takes() {
    let server = Server::of_first_record();
    let mut wrong: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let (mut sent, mut taken) = (0_usize, 0_usize);
    for path in ["/api/v1/participants", "/api/v1/activities/{id}/participations"] {
        crate::examples::record(&server, path);
    }
    let mut runner = TestRunner::deterministic();
    for (path, method, operation) in crate::examples::operations() {
        let Some(content) = operation["requestBody"]["content"]
            .as_object()
            .and_then(|all| all.values().next())
        else {
            continue;
        };
        let call = crate::examples::filled(&server, path, method, operation).unwrap();
        let (media, good) = call.body.clone().unwrap();
        let has_dry_run = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .any(|parameter| parameter["name"] == "dry_run");
        let address = if has_dry_run {
            format!("{}?dry_run=true", call.path)
        } else {
            call.path.clone()
        };
        let caller = call
            .if_match
            .iter()
            .fold(server.admin(), |caller, etag| caller.with("if-match", etag));
        // Every seventh, of each operation others: all of them take minutes.
        let bodies = variants(&content["schema"], &good, &mut runner, 0)
            .into_iter()
            .skip(sent % 7)
            .step_by(7);
        for body in bodies {
            let reply = caller.send_unjudged(&call.method, &address, Some((&media, body.to_string().as_bytes())));
            sent += 1;
            let (raw, clean) = (
                contract().against(&content["schema"], &body),
                contract().against(&content["schema"], &cleaned(body.clone())),
            );
            let faults: Vec<String> = match reply.status {
                400 | 422 => reply.json()["errors"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|fault| {
                        format!(
                            "{} {}",
                            fault["pointer"].as_str().unwrap_or_default(),
                            fault["code"].as_str().unwrap_or_default()
                        )
                    })
                    .collect(),
                _ => Vec::new(),
            };
            taken += usize::from(reply.status < 300);
            let of_form = faults
                .iter()
                .find(|fault| OF_FORM.iter().any(|code| fault.ends_with(&format!(" {code}"))));
            let found = match (reply.status, of_form) {
                (200..300, _) if !clean.is_empty() => format!("took what the schema refuses: {}", clean[0]),
                (_, Some(fault)) if raw.is_empty() && !beyond_schemas(&body) => {
                    format!("refused what the schema takes: {fault}")
                }
                (500.., _) => format!("answered {}", reply.status),
                _ => continue,
            };
            let (place, what) = (format!("{method} {path}"), found.chars().take(160).collect::<String>());
            let example = serde_json::to_string(&body).unwrap().chars().take(260).collect();
            wrong.entry(format!("{place}: {what}")).or_insert((0, example)).0 += 1;
        }
    }
    assert!(sent > 3_000 && taken > 300, "{sent} bodies, {taken} of them taken");
    let told: Vec<String> = wrong
        .iter()
        .map(|(what, (count, example))| format!("{what} ({count})\n    {example}"))
        .collect();
    assert!(wrong.is_empty(), "of {sent} bodies:\n{}", told.join("\n"));
}
