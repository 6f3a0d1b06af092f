//! A question as an address: what a reader can ask again.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::as_of::AsOfPoint;
use super::question::Question;

/// What stands in a query as it is: letters, digits, and what codes and dates are made of.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A value of a query string, escaped where it has to be.
pub fn escaped(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

impl Question {
    /// The address that asks this question, such as `/api/v1/statistics?measure=activities&status=held&field=sti`.
    pub fn link(&self) -> String {
        self.link_at(None)
    }

    /// The same, asked of where in the past somebody stands.
    pub fn link_at(&self, as_of_point: Option<&AsOfPoint>) -> String {
        self.link_to("/api/v1/statistics", as_of_point)
    }

    /// The address of an operation that takes the same question.
    pub fn link_to(&self, path: &str, as_of_point: Option<&AsOfPoint>) -> String {
        let mut link = format!("{path}?measure={}", self.measure);
        if !self.by.is_empty() {
            let by: Vec<&str> = self.by.iter().map(|dimension| dimension.as_str()).collect();
            link.push_str(&format!("&by={}", by.join(",")));
        }
        for (name, value) in self.filters.to_json() {
            link.push_str(&format!("&{name}={}", spelt(&value)));
        }
        match as_of_point.map(|at| (at.point.at, at.edition.as_deref())) {
            None => {}
            Some((_, Some(edition))) => link.push_str(&format!("&edition={edition}")),
            Some((instant, None)) => link.push_str(&format!("&as_of={instant}")),
        }
        link
    }
}

fn spelt(value: &Value) -> String {
    match value {
        Value::Array(values) => values.iter().map(spelt).collect::<Vec<_>>().join(","),
        Value::String(text) => escaped(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Params;

    #[test]
    fn a_link_asks_the_same_question_again() {
        for query in [
            "measure=activities",
            "measure=people&by=year,country&country=AZE,null&status=held,announced&from=2007&to=2024-10-21",
            "agency=Bank%20Indonesia&programme=CB-CaB&programme_tree=true&meetings=exclude&year=2020,null",
            "activity_country=SDN&country_role=beneficiary&field=%D8%A3",
        ] {
            let asked = Question::read(&Params::parse(query).unwrap());
            let link = asked.link();
            let again = Params::parse(link.split_once('?').unwrap().1).unwrap();
            assert_eq!(Question::read(&again), asked, "{link}");
            again.finish().unwrap();
        }
    }
}
