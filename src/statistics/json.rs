//! Answers as the API writes them.

use serde::Serializer;
use serde::ser::SerializeMap;

use super::answer::{Answer, Key, Note, Row, Totals};
use super::as_of::AsOfPoint;
use super::words::Dimension;
use crate::text::Lang;

impl Answer {
    /// The answer of the API, texts in a language.
    pub fn to_json(&self, lang: Lang) -> String {
        let lines = Lines { answer: self };
        let members = vec![
            ("measure", text(self.measure.as_str())),
            ("version", self.measure.version().to_string()),
            ("definition", text(&self.measure.text(lang))),
            ("by", json(&self.by)),
            ("filters", json(&self.filters)),
            ("as_of", as_of(self.as_of_point.as_ref())),
            ("data_version", self.data_version.to_string()),
            ("rows", json(&lines)),
            ("total", json(&self.total)),
            ("coverage", json(&self.total.coverage)),
            ("notes", json(&said(&self.notes, lang))),
        ];
        object(&with_edition(members, self.as_of_point.as_ref()))
    }
}

impl Totals {
    /// The answer of the API, texts in a language.
    pub fn to_json(&self, lang: Lang) -> String {
        let figures = self
            .figures
            .iter()
            .map(|(measure, figure)| (measure.as_str(), json(figure)));
        let members: Vec<(&str, String)> = figures
            .chain([
                ("filters", json(&self.filters)),
                ("as_of", as_of(self.as_of_point.as_ref())),
                ("data_version", self.data_version.to_string()),
                ("notes", json(&said(&self.notes, lang))),
            ])
            .collect();
        object(&with_edition(members, self.as_of_point.as_ref()))
    }
}

/// The instant that was asked for.
pub(super) fn as_of(as_of_point: Option<&AsOfPoint>) -> String {
    json(&as_of_point.map(|as_of_point| as_of_point.point.at.to_string()))
}

/// What is of an edition says of which.
fn with_edition<'m>(mut members: Vec<(&'m str, String)>, as_of_point: Option<&AsOfPoint>) -> Vec<(&'m str, String)> {
    if let Some(name) = as_of_point.and_then(|as_of_point| as_of_point.edition.as_deref()) {
        members.push(("edition", text(name)));
    }
    members
}

pub(super) fn said(notes: &[Note], lang: Lang) -> Vec<String> {
    notes.iter().map(|note| note.say(lang)).collect()
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".into())
}

fn text(text: &str) -> String {
    json(&text)
}

fn object(members: &[(&str, String)]) -> String {
    let mut body = String::with_capacity(
        members
            .iter()
            .map(|(name, value)| name.len() + value.len() + 4)
            .sum::<usize>()
            + 2,
    );
    for (name, value) in members {
        body.push(if body.is_empty() { '{' } else { ',' });
        body.push_str(&text(name));
        body.push(':');
        body.push_str(value);
    }
    body.push('}');
    body
}

/// The rows as JSON: the keys under the names of the dimensions, then the figure.
struct Lines<'a> {
    answer: &'a Answer,
}

impl serde::Serialize for Lines<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.answer.rows.iter().map(|row| Line {
            by: &self.answer.by,
            row,
        }))
    }
}

struct Line<'a> {
    by: &'a [Dimension],
    row: &'a Row,
}

impl serde::Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        for (dimension, key) in self.by.iter().zip(&self.row.keys) {
            map.serialize_entry(dimension.as_str(), key)?;
        }
        self.row.figure.write(&mut map)?;
        map.end()
    }
}

impl serde::Serialize for Key {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Year(year) => to.serialize_i32(*year),
            Self::Code(code) => to.serialize_str(code),
            Self::Word(word) => to.serialize_str(word),
            Self::NotStated => to.serialize_none(),
        }
    }
}

impl std::fmt::Display for Key {
    /// As a CSV cell: empty where it is not stated.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Year(year) => year.fmt(f),
            Self::Code(code) => f.write_str(code),
            Self::Word(word) => f.write_str(word),
            Self::NotStated => Ok(()),
        }
    }
}
