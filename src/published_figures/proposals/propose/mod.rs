//! Putting proposed figures together from the pieces of a text.
//!
//! A sentence becomes chunks (`chunks.rs`; `figures.rs` reads a number with what it counts, `signs.rs` what stands around
//! it). `sentence.rs` says which figures are told of one another, `clauses.rs` and `verbs.rs` who did what, `modifiers.rs`
//! what names and periods narrow, and `sense.rs` puts that together: each figure with its scope (`scope.rs`), the question
//! to the statistics. A part that is not read, or that can belong to the figure in two ways, leaves every figure of the
//! text without a filter.

mod chunks;
mod clauses;
mod figures;
mod modifiers;
mod scope;
mod sense;
mod sentence;
mod signs;
mod verbs;

use serde_json::{Value, json};

use self::chunks::Placed;
use self::sense::{ReadFigure, Sense};
use super::reading::Piece;
use super::tokens::Stop;
use crate::codes;
use crate::published_figures::model::number;
use crate::time::PartialDate;

codes! {
    /// Why a part of the text was not read, or is in no filter.
    pub enum Obscurity {
        /// Nothing here knows the words.
        UnknownWords = "unknown_words",
        /// It does not say of what the number is.
        NumberWithoutUnit = "number_without_unit",
        /// It can be read with the day first or the month first, or as a number.
        AmbiguousDate = "ambiguous_date",
        /// It does not say whether it is counted from then, until then or in that time.
        UnclearDate = "unclear_date",
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
        /// The figure is of one activity, and no filter says which.
        OneActivity = "one_activity",
        /// It says that something is not so.
        Negated = "negated",
        /// It says what is to come, or what could be.
        Planned = "planned",
        /// It asks.
        Question = "question",
        /// It makes the number a share, an average, a difference, or a bound that no qualifier says.
        NotATotal = "not_a_total",
        /// The office speaks of what others did.
        NotTheOffice = "not_the_office",
        /// What part it had is not said, or no filter can say it.
        UnclearRole = "unclear_role",
        /// Which of the figures it belongs to is not said, or no filter can say it.
        UnclearScope = "unclear_scope",
    }
}

impl Obscurity {
    /// Whether it keeps a sentence from stating a total.
    fn voids(self) -> bool {
        matches!(self, Self::Negated | Self::Planned | Self::Question | Self::NotATotal)
    }
}

/// A part of the text that a proposal rests on.
#[derive(Debug, Clone, PartialEq)]
struct TextSpan {
    start: usize,
    end: usize,
    member: &'static str,
    value: Value,
}

/// A part of the text, by pieces, that was not read.
#[derive(Debug, Clone, PartialEq)]
struct Mark {
    from: usize,
    to: usize,
    why: Obscurity,
    candidates: Vec<String>,
}

/// Reading in progress: the pieces, and what of them was not read.
struct Reader<'p> {
    text: Vec<char>,
    pieces: &'p [Piece],
    marks: Vec<Mark>,
}

/// The answer: a proposal per number, and what was not read.
pub fn propose(text: &str, pieces: &[Piece]) -> Value {
    let mut reader = Reader {
        text: text.chars().collect(),
        pieces,
        marks: Vec::new(),
    };
    let mut senses: Vec<Sense> = Vec::new();
    for (from, to) in reader.sentences() {
        let chunks: Vec<Placed> = reader.chunks(from, to);
        senses.push(reader.sense(&chunks, from, to));
    }
    reader.compare(&senses);
    let read_whole = reader.marks.is_empty();
    let unread = reader.not_understood();
    let mut claims: Vec<ReadFigure> = Vec::new();
    for claim in senses.into_iter().flat_map(|sense| sense.claims) {
        // Said twice, it is still one claim.
        match claims.iter_mut().find(|known| known.says_the_same(&claim)) {
            Some(known) => known.grounds.extend(claim.grounds),
            None => claims.push(claim),
        }
    }
    let words: Vec<&str> = unread.iter().filter_map(|part| part["text"].as_str()).collect();
    let shown = claims
        .iter()
        .map(|claim| reader.proposal(text, claim, read_whole, &words));
    let proposals: Vec<Value> = shown.collect();
    json!({"text": text, "read_whole": read_whole, "proposals": proposals, "not_understood": unread})
}

impl Reader<'_> {
    fn said(&self, start: usize, end: usize) -> String {
        self.text.get(start..end).unwrap_or_default().iter().collect()
    }

    /// The sentences, by their pieces.
    fn sentences(&self) -> Vec<(usize, usize)> {
        let starts = self.pieces.iter().enumerate().skip(1);
        let starts = starts
            .filter(|(_, piece)| piece.stop == Stop::Sentence)
            .map(|(at, _)| at);
        let mut bounds: Vec<usize> = std::iter::once(0).chain(starts).collect();
        bounds.push(self.pieces.len());
        bounds
            .windows(2)
            .filter_map(|pair| Some((*pair.first()?, *pair.last()?)))
            .collect()
    }

    fn mark_unread(&mut self, from: usize, to: usize, why: Obscurity) {
        self.mark_with(from, to, why, Vec::new());
    }

    fn mark_with(&mut self, from: usize, to: usize, why: Obscurity, candidates: Vec<String>) {
        // What was said of a part first stands.
        if !self.marks.iter().any(|mark| mark.from < to && from < mark.to) {
            self.marks.push(Mark {
                from,
                to,
                why,
                candidates,
            });
        }
    }

    fn ground(&self, from: usize, to: usize, member: &'static str, value: Value) -> Option<TextSpan> {
        let (start, end) = (self.pieces.get(from)?.start, self.pieces.get(to.checked_sub(1)?)?.end);
        Some(TextSpan {
            start,
            end,
            member,
            value,
        })
    }

    /// The draft of one number, with the words it rests on. Where a part of the text was not read, nothing says of what it
    /// is: then it has neither filter nor dates, and its scope is that part.
    fn proposal(&self, text: &str, claim: &ReadFigure, read_whole: bool, unread: &[&str]) -> Value {
        let date = |date: Option<PartialDate>| date.filter(|_| read_whole).map(|date| date.to_string());
        let filter = claim
            .filter
            .as_ref()
            .filter(|_| read_whole && claim.unit.record.is_some());
        let scope = if read_whole {
            claim.scope.clone()
        } else {
            unread.join("; ").chars().take(500).collect()
        };
        let figure = json!({
            "measure": claim.measure, "value": number(claim.value), "qualifier": claim.qualifier, "scope": scope,
            "record_measure": claim.unit.record, "record_filter": filter,
            "since": date(claim.since), "as_of": date(claim.as_of), "statement": text, "source": null,
        });
        let of_scope = |ground: &&TextSpan| matches!(ground.member, "record_filter" | "since" | "as_of");
        let mut grounds: Vec<&TextSpan> = claim.grounds.iter().filter(|g| read_whole || !of_scope(g)).collect();
        grounds.sort_by_key(|ground| ground.start);
        let understood: Vec<Value> = grounds.into_iter().map(|ground| self.span_json(ground)).collect();
        json!({"figure": figure, "understood": understood})
    }

    fn span_json(&self, ground: &TextSpan) -> Value {
        json!({"start": ground.start, "end": ground.end, "text": self.said(ground.start, ground.end), "member": ground.member, "value": ground.value})
    }

    /// The parts that were not read, neighbours that nothing knows together.
    fn not_understood(&mut self) -> Vec<Value> {
        self.marks.sort_by_key(|mark| mark.from);
        let mut parts: Vec<Mark> = Vec::new();
        for mark in &self.marks {
            match parts.last_mut() {
                Some(last) if last.to == mark.from && last.why == mark.why && mark.why == Obscurity::UnknownWords => {
                    last.to = mark.to;
                }
                _ => parts.push(mark.clone()),
            }
        }
        let shown = |mark: Mark| {
            let (start, end) = (
                self.pieces.get(mark.from)?.start,
                self.pieces.get(mark.to.checked_sub(1)?)?.end,
            );
            Some(
                json!({"start": start, "end": end, "text": self.said(start, end), "code": mark.why, "candidates": mark.candidates}),
            )
        };
        parts.into_iter().filter_map(shown).collect()
    }
}
