//! Putting proposed figures together from the pieces of a text.

use serde_json::{Value, json};

use super::dates::{Found, dates};
use super::lexicon::{Unit, Word};
use super::names::Kind;
use super::reading::{Meaning, Piece};
use super::tokens::{Dated, Token};
use crate::activities::counts::Qualifier;
use crate::codes;
use crate::published_figures::model::{RecordMeasure, number};
use crate::statistics::link::escaped;
use crate::text::fold;
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
        /// Three digits after its mark may be thousands or a fraction.
        AmbiguousNumber = "ambiguous_number",
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

/// A number with what it counts.
struct Counted {
    value: f64,
    qualifier: Option<(usize, Qualifier)>,
    unit: (usize, Unit),
    grounds: Vec<Ground>,
}

/// Reading in progress: the pieces, and which of them have been used.
struct Reader<'p> {
    text: Vec<char>,
    pieces: &'p [Piece],
    used: Vec<bool>,
    obscure: Vec<(usize, Obscurity, Vec<String>)>,
}

/// What all numbers of a text share.
#[derive(Default)]
struct Scope {
    since: Option<PartialDate>,
    as_of: Option<PartialDate>,
    named: Vec<(Kind, String, Option<Word>)>,
    group: Option<&'static str>,
    benefited: bool,
    provided: bool,
    grounds: Vec<Ground>,
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

    /// A date after *since* is since; two joined by *to* or a dash are both ends; after *in* it is both; else as of.
    fn read_dates(&mut self, scope: &mut Scope) {
        let found = dates(self.pieces);
        let mut at = 0;
        while let Some(date) = found.get(at) {
            let before = date.from.checked_sub(1).and_then(|before| self.word(before));
            let next = found.get(at + 1).filter(|next| self.are_joined(date, next));
            let (since, as_of) = match (before, next) {
                (_, Some(next)) => (Some(*date), Some(*next)),
                (Some(Word::Since), None) => (Some(*date), None),
                (Some(Word::In), None) if date.date.first() != date.date.last() => (Some(*date), Some(*date)),
                _ => (None, Some(*date)),
            };
            at += if next.is_some() { 2 } else { 1 };
            if matches!(before, Some(Word::Since | Word::In | Word::Until | Word::From)) {
                self.use_all(date.from - 1, date.from);
            }
            self.take_date(scope, since, "since");
            self.take_date(scope, as_of, "as_of");
        }
        for (at, piece) in self.pieces.iter().enumerate() {
            if let Meaning::Token(Token {
                date: Some(Dated::Ambiguous),
                ..
            }) = piece.meaning
            {
                self.used.get_mut(at).into_iter().for_each(|used| *used = true);
                self.obscure.push((at, Obscurity::AmbiguousDate, Vec::new()));
            }
        }
    }

    /// Whether two years stand as a span: "from 2007 to 2024", "between 2007 and 2024", "2007-2024".
    fn are_joined(&self, one: &Found, other: &Found) -> bool {
        let (Some(first), Some(second)) = (self.pieces.get(one.to - 1), self.pieces.get(other.from)) else {
            return false;
        };
        let between = fold(&self.said(first.end, second.start));
        let joins = ["-", "to", "and", "a", "et", "au", "الي", "و", "حتي", "till", "until"];
        joins.contains(&between.as_str()) && one.date.first() <= other.date.last()
    }

    fn take_date(&mut self, scope: &mut Scope, found: Option<Found>, member: &'static str) {
        let Some(found) = found else { return };
        self.use_all(found.from, found.to);
        let place = if member == "since" {
            &mut scope.since
        } else {
            &mut scope.as_of
        };
        if place.is_some_and(|known| known != found.date) {
            self.obscure.push((found.from, Obscurity::SecondDate, Vec::new()));
            return;
        }
        *place = Some(found.date);
        scope
            .grounds
            .extend(self.ground(found.from, found.to, member, json!(found.date.to_string())));
    }

    /// Each number with its scale, the qualifier before it, and what it counts: the first unit after it before another
    /// number or a stop, or else one right before it.
    fn read_numbers(&mut self) -> Vec<Counted> {
        let mut found: Vec<Counted> = Vec::new();
        let places: Vec<usize> = (0..self.pieces.len())
            .filter(|at| !self.used.get(*at).copied().unwrap_or(true) && self.number(*at).is_some())
            .collect();
        for at in places {
            let Some((mut value, fraction)) = self.number(at) else {
                continue;
            };
            let mut end = at + 1;
            if let Some(Word::Scale(scale)) = self.word(end) {
                if fraction {
                    self.obscure.push((at, Obscurity::AmbiguousNumber, Vec::new()));
                    self.use_all(at, end + 1);
                    continue;
                }
                (value, end) = (value * scale, end + 1);
            }
            let Some(unit) = self.unit_after(end).or_else(|| self.unit_before(at)) else {
                // A written-out number without a unit is a word like any other.
                if !matches!(self.word(at), Some(Word::Number(_))) {
                    self.obscure.push((at, Obscurity::NumberWithoutUnit, Vec::new()));
                    self.use_all(at, end);
                }
                continue;
            };
            let qualifier = at.checked_sub(1).and_then(|before| match self.word(before) {
                Some(Word::Qualifier(qualifier)) => Some((before, qualifier)),
                _ => None,
            });
            let mut grounds: Vec<Ground> = self.ground(at, end, "value", number(value)).into_iter().collect();
            if let Some((before, qualifier)) = qualifier {
                self.use_all(before, at);
                grounds.extend(self.ground(before, at, "qualifier", json!(qualifier)));
            }
            self.use_all(at, end);
            self.use_all(unit.0, unit.0 + 1);
            grounds.extend(self.ground(unit.0, unit.0 + 1, "measure", json!(unit.1.measure)));
            found.push(Counted {
                value,
                qualifier,
                unit,
                grounds,
            });
        }
        found
    }

    /// The number at a piece, and whether its mark may be that of a fraction.
    fn number(&self, at: usize) -> Option<(f64, bool)> {
        match &self.pieces.get(at)?.meaning {
            Meaning::Token(Token {
                number: Some(number), ..
            }) => Some((number.value, number.could_be_fraction)),
            Meaning::Word(Word::Number(value)) => Some((*value, false)),
            _ => None,
        }
    }

    fn unit_after(&self, from: usize) -> Option<(usize, Unit)> {
        for at in from..self.pieces.len().min(from + 6) {
            let piece = self.pieces.get(at)?;
            if piece.after_stop && at > from || self.number(at).is_some() {
                return None;
            }
            if let (Some(Word::Unit(unit)), Some(false)) = (self.word(at), self.used.get(at)) {
                return Some((at, unit));
            }
        }
        None
    }

    fn unit_before(&self, at: usize) -> Option<(usize, Unit)> {
        let before = at.checked_sub(1)?;
        match self.word(before)? {
            Word::Unit(unit) if self.used.get(before) == Some(&false) => Some((before, unit)),
            _ => None,
        }
    }

    /// Names, groups, roles: what all numbers share.
    fn read_names(&mut self, scope: &mut Scope) {
        let mut link: Option<Word> = None;
        for at in 0..self.pieces.len() {
            let Some(piece) = self.pieces.get(at) else { continue };
            match &piece.meaning {
                Meaning::Named(named) => {
                    let how = piece.particle.or(link);
                    scope.named.push((named.kind, named.code.clone(), how));
                    let value = json!(format!("{}={}", parameter(named.kind), named.code));
                    scope.grounds.extend(self.ground(at, at + 1, "record_filter", value));
                    self.use_all(at, at + 1);
                }
                Meaning::Ambiguous(all) => {
                    let candidates = all
                        .iter()
                        .map(|named| format!("{}={}", parameter(named.kind), named.code))
                        .collect();
                    self.obscure.push((at, Obscurity::AmbiguousName, candidates));
                    self.use_all(at, at + 1);
                }
                Meaning::Word(Word::Group(group)) => {
                    scope.group = Some(group);
                    let value = json!(format!("oic_group={group}"));
                    scope.grounds.extend(self.ground(at, at + 1, "record_filter", value));
                    self.use_all(at, at + 1);
                }
                Meaning::Word(word @ (Word::From | Word::In | Word::For | Word::By)) => {
                    link = Some(*word);
                    self.use_all(at, at + 1);
                    continue;
                }
                Meaning::Word(Word::Benefited) => {
                    scope.benefited = true;
                    self.use_all(at, at + 1);
                }
                Meaning::Word(Word::Provided) => {
                    scope.provided = true;
                    self.use_all(at, at + 1);
                }
                Meaning::Word(Word::All | Word::Filler | Word::Since | Word::Until) => {
                    self.use_all(at, at + 1);
                    continue;
                }
                Meaning::Word(_) | Meaning::Token(_) => {}
            }
            link = None;
        }
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

fn parameter(kind: Kind) -> &'static str {
    match kind {
        Kind::Country => "country",
        Kind::Programme => "programme",
        Kind::Field => "field",
        Kind::Agency => "agency",
    }
}

impl Scope {
    fn codes(&self, kind: Kind) -> Vec<&(Kind, String, Option<Word>)> {
        let mut found: Vec<&(Kind, String, Option<Word>)> = Vec::new();
        for named in self.named.iter().filter(|(of, ..)| *of == kind) {
            if !found.iter().any(|known| known.1 == named.1) {
                found.push(named);
            }
        }
        found
    }

    /// The question to the statistics, as text.
    fn filter(&self, unit: Unit) -> String {
        let of_people = matches!(
            unit.record,
            Some(RecordMeasure::Participations | RecordMeasure::People | RecordMeasure::PersonDays)
        );
        let mut pairs: Vec<(&str, String)> = Vec::new();
        for kind in [Kind::Programme, Kind::Field, Kind::Agency] {
            let codes: Vec<String> = self.codes(kind).iter().map(|(_, code, _)| escaped(code)).collect();
            if !codes.is_empty() {
                pairs.push((parameter(kind), codes.join(",")));
            }
        }
        let countries = self.codes(Kind::Country);
        let codes = countries
            .iter()
            .map(|(_, code, _)| escaped(code))
            .collect::<Vec<_>>()
            .join(",");
        let link = countries.iter().find_map(|(.., link)| *link);
        match (link, of_people) {
            _ if countries.is_empty() => {}
            (Some(Word::In), _) => pairs.push(("host_country", codes)),
            (Some(Word::By), _) => pairs.extend([("activity_country", codes), ("country_role", "provider".to_owned())]),
            (_, true) => pairs.push(("country", codes)),
            (link, false) => {
                pairs.push(("activity_country", codes));
                if self.benefited || link == Some(Word::For) {
                    pairs.push(("country_role", "beneficiary".to_owned()));
                } else if self.provided {
                    pairs.push(("country_role", "provider".to_owned()));
                }
            }
        }
        pairs.extend(self.group.map(|group| ("oic_group", group.to_owned())));
        pairs.extend(unit.filter.map(|(name, value)| (name, value.to_owned())));
        let spelt: Vec<String> = pairs
            .into_iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if spelt.is_empty() {
            "all".to_owned()
        } else {
            spelt.join("&")
        }
    }

    /// Of what, in words: by the codes.
    fn words(&self) -> String {
        let mut said = Vec::new();
        for kind in [Kind::Programme, Kind::Field, Kind::Country, Kind::Agency] {
            let codes: Vec<&str> = self.codes(kind).iter().map(|(_, code, _)| code.as_str()).collect();
            if !codes.is_empty() {
                said.push(format!("{}: {}", parameter(kind), codes.join(", ")));
            }
        }
        said.extend(self.group.map(|group| format!("OIC group: {group}")));
        if said.is_empty() {
            "all programmes".to_owned()
        } else {
            said.join("; ")
        }
    }
}
