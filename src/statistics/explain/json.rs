//! An opened figure as the API answers it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{CountedOnce, Explanation, Item, WomenAndMen};
use crate::statistics::answer::Note;
use crate::statistics::figure::Figure;
use crate::statistics::json::said;
use crate::statistics::words::Measure;
use crate::text::Lang;

/// The members of an activity's document that an explanation shows as they are.
const SHOWN: [&str; 9] = [
    "id",
    "code",
    "title",
    "type",
    "when",
    "status",
    "countries",
    "agencies",
    "sources",
];

/// The answer, texts in a language; `documents` are the activities by key.
pub fn to_json(explanation: &Explanation, documents: &BTreeMap<i64, Value>, lang: Lang) -> String {
    let answer = &explanation.answer;
    let items = explanation.items.iter();
    let items = items.filter_map(|item| Some(activity(explanation, item, documents.get(&item.key)?)));
    let mut notes = answer.notes.clone();
    let once = explanation.counted_once.as_ref().filter(|_| !answer.measure.is_stock());
    notes.extend(once.map(|once| note(answer.measure, once)));
    let as_of_point = answer.as_of_point.as_ref();
    let mut body = json!({
        "measure": answer.measure,
        "version": answer.measure.version(),
        "definition": answer.measure.text(lang),
        "by": answer.by,
        "filters": answer.filters,
        "as_of": as_of_point.map(|as_of_point| as_of_point.point.at.to_string()),
        "data_version": answer.data_version,
        "total": answer.total,
        "coverage": answer.total.coverage,
        "counted_once": explanation.counted_once.as_ref().map(counted_once),
        "women": explanation.women_and_men.map(|both| contribution(&both.women)),
        "men": explanation.women_and_men.map(|both| contribution(&both.men)),
        "items": items.collect::<Vec<_>>(),
        "next_cursor": explanation.next,
        "notes": said(&notes, lang),
    });
    let edition = as_of_point.and_then(|as_of_point| as_of_point.edition.as_deref());
    if let (Some(name), Some(members)) = (edition, body.as_object_mut()) {
        members.insert("edition".into(), json!(name));
    }
    body.to_string()
}

/// What is counted once, in words.
fn note(measure: Measure, once: &CountedOnce) -> Note {
    let id = match measure {
        Measure::Countries => "note-once-countries",
        Measure::Agencies => "note-once-agencies",
        _ => "note-once-people",
    };
    let args = vec![
        ("different", once.different.to_string()),
        ("several", once.in_several.to_string()),
    ];
    Note { id, args }
}

fn counted_once(once: &CountedOnce) -> Value {
    json!({"different": once.different, "in_several_activities": once.in_several, "codes": once.codes})
}

/// `low`, `high`, `reported`, and `withheld` where it is.
fn contribution(figure: &Figure) -> Value {
    let [_, low, high, reported] = figure.numbers();
    let mut members = json!({"low": low, "high": high, "reported": reported});
    if let (true, Some(members)) = (figure.withheld, members.as_object_mut()) {
        members.insert("withheld".into(), json!(true));
    }
    members
}

fn activity(explanation: &Explanation, item: &Item, document: &Value) -> Value {
    let member = |name: &str| document.get(name).cloned().unwrap_or_default();
    let mut members: Map<String, Value> = SHOWN.iter().map(|name| ((*name).to_owned(), member(name))).collect();
    let counts = member("counts");
    let level = counts.get("level").cloned().unwrap_or_default();
    let both = item
        .women_and_men
        .map(|WomenAndMen { women, men }| (contribution(&women), contribution(&men)));
    let (women, men) = both.unzip();
    let rows: Vec<Value> = item
        .rows
        .iter()
        .map(|(keys, figure)| {
            let keys = explanation.by().iter().zip(keys);
            let mut row: Map<String, Value> = keys.map(|(by, key)| (by.to_string(), json!(key))).collect();
            row.insert("contribution".into(), contribution(figure));
            Value::Object(row)
        })
        .collect();
    for (name, value) in [
        ("level", level),
        ("counts", counts),
        ("uncounted", json!(item.uncounted)),
        ("undecided", json!(item.undecided)),
        ("contribution", contribution(&item.contribution)),
        ("women", json!(women)),
        ("men", json!(men)),
        ("names", json!(item.names)),
        ("rows", json!(rows)),
    ] {
        members.insert(name.into(), value);
    }
    Value::Object(members)
}
