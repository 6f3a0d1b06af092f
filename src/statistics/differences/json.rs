//! A difference as the API answers it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Cause, Caused, ContributionChange, Difference, Entry, Side};
use crate::statistics::answer::Note;
use crate::statistics::figure::{Figure, PARTS, Scale};
use crate::statistics::json::said;
use crate::statistics::measures::Together;
use crate::text::Lang;

/// What an answer names activities by: their documents, as far as the reader could see them at either point.
pub type Told = BTreeMap<i64, Value>;

/// The answer, texts in a language.
pub fn to_json(difference: &Difference, activities: &Told, lang: Lang) -> String {
    let measure = difference.question.measure;
    let (from, to) = (&difference.from, &difference.to);
    let causes = difference.causes.iter().map(|caused| cause(caused, activities));
    let mut notes = vec![note("note-steps")];
    if measure.definition().together != Together::Added {
        notes.push(note("note-once-differences"));
    }
    for (cause, id) in [(Cause::Erasure, "note-erasure"), (Cause::Definition, "note-definition")] {
        if difference.causes.iter().any(|caused| caused.cause == cause) {
            notes.push(note(id));
        }
    }
    json!({
        "measure": measure,
        "version": measure.version(),
        "definition": measure.text(lang),
        "filters": difference.filters,
        "from": side(from),
        "to": side(to),
        "change": change(Some(&from.total), Some(&to.total)),
        "causes": causes.collect::<Vec<_>>(),
        "notes": said(&notes, lang),
    })
    .to_string()
}

fn note(id: &'static str) -> Note {
    Note { id, args: Vec::new() }
}

fn side(side: &Side) -> Value {
    let point = side.as_of_point.point;
    json!({
        "edition": side.as_of_point.edition.as_deref(),
        "as_of": point.at.to_string(),
        "data_version": point.seq,
        "version": side.version,
        "total": side.total,
    })
}

fn cause(caused: &Caused, activities: &Told) -> Value {
    let moved = caused.activities.iter();
    json!({
        "cause": caused.cause,
        "change": change(Some(&caused.before), Some(&caused.after)),
        "activities": moved.filter_map(|moved| activity(moved, activities.get(&moved.key)?)).collect::<Vec<_>>(),
        "entries": caused.entries.iter().map(entry).collect::<Vec<_>>(),
    })
}

fn activity(moved: &ContributionChange, document: &Value) -> Option<Value> {
    let mut members: Map<String, Value> = Map::new();
    for name in ["id", "code", "title"] {
        members.insert(name.to_owned(), document.get(name)?.clone());
    }
    members.insert("before".into(), json!(moved.before));
    members.insert("after".into(), json!(moved.after));
    let change = change(moved.before.as_ref(), moved.after.as_ref());
    members.insert("change".into(), change);
    Some(Value::Object(members))
}

fn entry(entry: &Entry) -> Value {
    let is_shown = entry.kind != crate::participants::KIND || entry.code.is_some();
    json!({
        "seq": entry.seq,
        "at": entry.at.to_string(),
        "action": entry.action,
        "kind": entry.kind,
        "id": is_shown.then_some(entry.subject),
        "code": entry.code,
        "changed": entry.changed,
    })
}

/// How much each number of a figure changed; what was not there counts as nothing, and what has no bound on either side
/// has no change.
fn change(before: Option<&Figure>, after: Option<&Figure>) -> Value {
    let nothing = Figure::default();
    let scale = before.or(after).map_or(Scale::Whole, |figure| figure.scale);
    let (before, after) = (before.unwrap_or(&nothing), after.unwrap_or(&nothing));
    let is_told = !before.withheld && !after.withheld;
    let number = |change: Option<i128>| change.filter(|_| is_told).map(|change| written(change, scale));
    let high = before
        .high
        .zip(after.high)
        .map(|(before, after)| signed_change(after, before));
    let reported = before.reported.or(after.reported).map(|_| {
        let stated = |figure: &Figure| figure.reported.unwrap_or(0);
        signed_change(stated(after), stated(before))
    });
    json!({
        "low": number(Some(signed_change(after.low, before.low))),
        "high": number(high),
        "reported": number(reported),
        "activities": written(signed_change(after.activities, before.activities), Scale::Whole),
        "uncounted": written(signed_change(after.uncounted, before.uncounted), Scale::Whole),
        "undecided": written(signed_change(after.undecided, before.undecided), Scale::Whole),
    })
}

fn signed_change(after: u64, before: u64) -> i128 {
    i128::from(after) - i128::from(before)
}

fn written(change: i128, scale: Scale) -> Value {
    let whole = i64::try_from(change).unwrap_or(if change < 0 { i64::MIN } else { i64::MAX });
    match scale {
        Scale::Whole => json!(whole),
        Scale::TenThousandths => {
            let parts = i32::try_from(whole).unwrap_or_default();
            let most = u32::try_from(PARTS).unwrap_or(1);
            json!(f64::from(parts) / f64::from(most))
        }
    }
}
