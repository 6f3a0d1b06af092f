//! Putting proposed figures together from the pieces of a text.
//!
//! `numbers.rs` reads each number with what it counts, `scope.rs` what all numbers share: days, names, groups and roles.

mod numbers;
mod scope;

use serde_json::{Value, json};

use self::numbers::Counted;
use self::scope::Scope;
use super::lexicon::Word;
use super::reading::{Meaning, Piece};
use crate::activities::counts::Qualifier;
use crate::codes;
use crate::published_figures::model::number;
use crate::time::PartialDate;

codes! {
    /// Why a part of the text is in no proposal.
    pub enum Obscurity {
        /// Nothing here knows the words.
        UnknownWords = "unknown_words",
        /// It does not say of what the number is.
        NumberWithoutUnit = "number_without_unit",
        /// It can be read with the day first or the month first.
        AmbiguousDate = "ambiguous_date",
        /// Three digits after its mark may be thousands or a fraction; or it is a fraction of what is counted in whole numbers.
        AmbiguousNumber = "ambiguous_number",
        /// It is below zero.
        NegativeNumber = "negative_number",
        /// It is larger than a figure may be.
        NumberTooLarge = "number_too_large",
        /// Several records have that name.
        AmbiguousName = "ambiguous_name",
        /// Another date was taken for what this one could be.
        SecondDate = "second_date",
        /// It names what is counted, and no number is with it.
        UnitWithoutNumber = "unit_without_number",
    }
}

/// A part of the text that a proposal rests on.
#[derive(Debug, Clone, PartialEq)]
struct Ground {
    start: usize,
    end: usize,
    member: &'static str,
    value: Value,
}

/// Reading in progress: the pieces, and which of them have been used.
struct Reader<'p> {
    text: Vec<char>,
    pieces: &'p [Piece],
    used: Vec<bool>,
    obscure: Vec<(usize, Obscurity, Vec<String>)>,
}

/// The answer: a proposal per number, and what was not understood.
pub fn propose(text: &str, pieces: &[Piece]) -> Value {
    let mut reader = Reader {
        text: text.chars().collect(),
        pieces,
        used: vec![false; pieces.len()],
        obscure: Vec::new(),
    };
    let mut scope = Scope::default();
    reader.read_dates(&mut scope);
    let counted = reader.read_numbers();
    reader.read_names(&mut scope);
    let proposals: Vec<Value> = counted
        .iter()
        .map(|counted| reader.proposal(text, counted, &scope))
        .collect();
    json!({"text": text, "proposals": proposals, "not_understood": reader.not_understood()})
}

impl Reader<'_> {
    fn said(&self, start: usize, end: usize) -> String {
        self.text.get(start..end).unwrap_or_default().iter().collect()
    }

    fn word(&self, at: usize) -> Option<Word> {
        match self.pieces.get(at)?.meaning {
            Meaning::Word(word) => Some(word),
            _ => None,
        }
    }

    fn use_all(&mut self, from: usize, to: usize) {
        for used in self.used.iter_mut().take(to).skip(from) {
            *used = true;
        }
    }

    fn ground(&self, from: usize, to: usize, member: &'static str, value: Value) -> Option<Ground> {
        let (start, end) = (self.pieces.get(from)?.start, self.pieces.get(to.checked_sub(1)?)?.end);
        Some(Ground {
            start,
            end,
            member,
            value,
        })
    }

    /// The draft of one number, with the words it rests on.
    fn proposal(&self, text: &str, counted: &Counted, scope: &Scope) -> Value {
        let unit = counted.unit.1;
        let filter = scope.filter(unit);
        let measure = match (unit.record, unit.measure) {
            (_, "activities") if scope.provided && !scope.benefited => "activities_provided",
            (_, "activities") if scope.benefited => "activities_benefited",
            (_, "activities") => "activities_organised",
            (_, measure) => measure,
        };
        let date = |date: Option<PartialDate>| date.map(|date| date.to_string());
        let qualifier = counted.qualifier.map_or(Qualifier::Exact, |(_, qualifier)| qualifier);
        let figure = json!({
            "measure": measure, "value": number(counted.value), "qualifier": qualifier, "scope": scope.words(),
            "record_measure": unit.record, "record_filter": unit.record.map(|_| filter),
            "since": date(scope.since), "as_of": date(scope.as_of), "statement": text, "source": null,
        });
        let mut grounds: Vec<&Ground> = counted.grounds.iter().chain(&scope.grounds).collect();
        grounds.sort_by_key(|ground| ground.start);
        let understood: Vec<Value> = grounds.into_iter().map(|ground| self.shown(ground)).collect();
        json!({"figure": figure, "understood": understood})
    }

    fn shown(&self, ground: &Ground) -> Value {
        json!({"start": ground.start, "end": ground.end, "text": self.said(ground.start, ground.end), "member": ground.member, "value": ground.value})
    }

    /// The parts that nothing was made of, neighbours of one kind together.
    fn not_understood(&self) -> Vec<Value> {
        let mut parts: Vec<(usize, usize, Obscurity, Vec<String>)> = Vec::new();
        for (at, piece) in self.pieces.iter().enumerate() {
            let told = self.obscure.iter().find(|(place, ..)| *place == at);
            let (why, candidates) = match (told, self.used.get(at)) {
                (Some((_, why, candidates)), _) => (*why, candidates.clone()),
                (None, Some(false)) if matches!(piece.meaning, Meaning::Word(Word::Unit(_))) => {
                    (Obscurity::UnitWithoutNumber, Vec::new())
                }
                (None, Some(false)) => (Obscurity::UnknownWords, Vec::new()),
                _ => continue,
            };
            match parts.last_mut() {
                Some((_, end, Obscurity::UnknownWords, _))
                    if why == Obscurity::UnknownWords
                        && at
                            .checked_sub(1)
                            .is_some_and(|before| self.pieces.get(before).is_some_and(|p| p.end == *end)) =>
                {
                    *end = piece.end;
                }
                _ => parts.push((piece.start, piece.end, why, candidates)),
            }
        }
        let shown = |(start, end, why, candidates): (usize, usize, Obscurity, Vec<String>)| json!({"start": start, "end": end, "text": self.said(start, end), "code": why, "candidates": candidates});
        parts.into_iter().map(shown).collect()
    }
}
