//! Filters as an answer states them.

use serde_json::{Map, Value, json};

use super::question::{Choice, Filters};
use crate::input::Code;

impl Filters {
    /// As an answer states them: what was chosen, by the names of the parameters.
    pub fn to_json(&self) -> Map<String, Value> {
        let mut stated = Map::new();
        let mut list = |name: &str, values: Vec<Value>| {
            let mut once: Vec<Value> = Vec::with_capacity(values.len());
            for value in values {
                if !once.contains(&value) {
                    once.push(value);
                }
            }
            if !once.is_empty() {
                stated.insert(name.to_owned(), Value::Array(once));
            }
        };
        list("status", codes_json(&self.status));
        list("type", codes_json(&self.kind));
        list("mode", codes_json(&self.mode));
        list("our_role", codes_json(&self.our_role));
        list("year", choice_json(&self.year));
        list("programme", choice_json(&self.programme));
        list("field", choice_json(&self.field));
        list("language", choice_json(&self.language));
        list("country", choice_json(&self.country));
        list("activity_country", choice_json(&self.activity_country));
        list("country_role", codes_json(&self.country_role));
        list("host_country", choice_json(&self.host_country));
        list("oic_group", choice_json(&self.oic_group));
        list("membership", choice_json(&self.membership));
        list("sex", codes_json(&self.sex));
        list("agency", choice_json(&self.agency));
        list("activity_agency", choice_json(&self.activity_agency));
        list("agency_role", codes_json(&self.agency_role));
        list("agency_kind", choice_json(&self.agency_kind));
        list("participation_role", codes_json(&self.participation_role));
        list("participation_status", codes_json(&self.participation_status));
        list("programme_kind", codes_json(&self.programme_kind));
        if let Some(meetings) = self.meetings {
            stated.insert("meetings".into(), json!(meetings));
        }
        if self.programme_tree {
            stated.insert("programme_tree".into(), json!(true));
        }
        if self.predecessors {
            stated.insert("predecessors".into(), json!(true));
        }
        for (name, date) in [("from", self.from), ("to", self.to)] {
            if let Some(date) = date {
                stated.insert(name.into(), json!(date.to_string()));
            }
        }
        stated
    }
}

fn codes_json<C: Code>(values: &[C]) -> Vec<Value> {
    values.iter().map(|value| json!(value.code())).collect()
}

fn choice_json<T: serde::Serialize>(choice: &Choice<T>) -> Vec<Value> {
    let null = choice.not_stated.then_some(Value::Null);
    choice.values.iter().map(|value| json!(value)).chain(null).collect()
}
