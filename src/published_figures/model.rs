//! The words of a published figure.

use serde_json::{Value, json};

use crate::activities::counts::Qualifier;
use crate::codes;
use crate::time::PartialDate;

codes! {
    /// The measure of the record that is to be held against a claim.
    pub enum RecordMeasure {
        Activities = "activities", Participations = "participations", People = "people", Countries = "countries",
        Agencies = "agencies", Days = "days", PersonDays = "person_days", ShareOfWomen = "share_of_women",
        Programmes = "programmes", MemberCountries = "member_countries",
    }
}

codes! {
    /// How far officers have brought a claim and the record together.
    pub enum ReconciliationStatus {
        /// Nobody has said anything yet.
        Open = "open",
        /// They differ, and the reason is known.
        Explained = "explained",
        /// They are taken to say the same.
        Agreed = "agreed",
    }
}

/// The largest number that a claim may state.
pub const LARGEST: f64 = 1.0e12;

/// A claim that has been read and cannot be wrong in itself.
#[derive(Debug, Clone, PartialEq)]
pub struct NewFigure {
    /// What was counted, in the announcer's own terms, e.g. `activities_benefited`.
    pub measure: String,
    /// The number.
    pub value: f64,
    /// What the number means.
    pub qualifier: Qualifier,
    /// Of what, in words.
    pub scope: String,
    /// `None` where the record cannot recompute it.
    pub record_measure: Option<RecordMeasure>,
    /// The statistics API's query that asks for it, as text; `all` is no filter.
    pub record_filter: Option<String>,
    /// Counted from.
    pub since: Option<PartialDate>,
    /// The day it was announced or speaks of.
    pub as_of: Option<PartialDate>,
    /// The announcement in a sentence.
    pub statement: String,
    /// Where it was read.
    pub source: Option<String>,
    /// What officers say of how it compares with the record.
    pub reconciliation_status: ReconciliationStatus,
    /// Why; always there where it is explained, never where it is open.
    pub reconciliation_reason: Option<String>,
}

/// What a claim's document holds beside its content.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordMeta {
    /// Its id outside.
    pub id: String,
    /// Its version.
    pub version: i32,
    /// When it was recorded.
    pub created_at: String,
    /// When it was changed last.
    pub updated_at: String,
}

impl NewFigure {
    /// The document: what the API answers, members in the order of the contract.
    pub fn document(&self, meta: &RecordMeta) -> Value {
        let date = |date: Option<PartialDate>| date.map(|d| d.to_string());
        json!({
            "id": meta.id,
            "version": meta.version,
            "measure": self.measure,
            "value": number(self.value),
            "qualifier": self.qualifier,
            "scope": self.scope,
            "record_measure": self.record_measure,
            "record_filter": self.record_filter,
            "since": date(self.since),
            "as_of": date(self.as_of),
            "statement": self.statement,
            "source": self.source,
            "reconciliation_status": self.reconciliation_status,
            "reconciliation_reason": self.reconciliation_reason,
            "created_at": meta.created_at,
            "updated_at": meta.updated_at,
        })
    }
}

/// A document with the members that claims had not yet when it was written.
pub fn completed(mut document: Value) -> Value {
    if let Some(members) = document.as_object_mut()
        && !members.contains_key("reconciliation_status")
    {
        let meta = ["created_at", "updated_at"].map(|name| (name, members.shift_remove(name)));
        members.insert("reconciliation_status".into(), json!(ReconciliationStatus::Open));
        members.insert("reconciliation_reason".into(), Value::Null);
        members.extend(
            meta.into_iter()
                .filter_map(|(name, value)| Some((name.to_owned(), value?))),
        );
    }
    document
}

/// A number as JSON writes it: whole ones without a fraction.
pub(super) fn number(value: f64) -> Value {
    if value.fract() == 0.0
        && let Ok(whole) = format!("{value:.0}").parse::<i64>()
    {
        return json!(whole);
    }
    json!(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_document_is_read_as_open() {
        let older = json!({"id": "x", "source": null, "created_at": "a", "updated_at": "b"});
        let now = completed(older).to_string();
        assert_eq!(
            now,
            r#"{"id":"x","source":null,"reconciliation_status":"open","reconciliation_reason":null,"created_at":"a","updated_at":"b"}"#
        );
        assert_eq!(completed(serde_json::from_str(&now).unwrap()).to_string(), now);
    }

    #[test]
    fn a_whole_number_is_written_without_a_fraction() {
        assert_eq!(number(2275.0).to_string(), "2275");
        assert_eq!(number(0.4375).to_string(), "0.4375");
    }
}
