//! What all numbers of a text share: its days, names, groups and roles, and the question to the statistics they make.

use serde_json::json;

use super::{Ground, Obscurity, Reader};
use crate::published_figures::model::RecordMeasure;
use crate::published_figures::proposals::dates::{Found, dates};
use crate::published_figures::proposals::lexicon::{Unit, Word};
use crate::published_figures::proposals::names::Kind;
use crate::published_figures::proposals::reading::Meaning;
use crate::published_figures::proposals::tokens::{Dated, Token};
use crate::statistics::link::escaped;
use crate::text::fold;
use crate::time::PartialDate;

/// What all numbers of a text share.
#[derive(Default)]
pub struct Scope {
    pub since: Option<PartialDate>,
    pub as_of: Option<PartialDate>,
    named: Vec<(Kind, String, Option<Word>)>,
    group: Option<&'static str>,
    pub benefited: bool,
    pub provided: bool,
    pub grounds: Vec<Ground>,
}

impl Reader<'_> {
    /// A date after *since* is since; two joined by *to* or a dash are both ends; after *in* it is both; else as of.
    pub(super) fn read_dates(&mut self, scope: &mut Scope) {
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

    /// Names, groups, roles: what all numbers share.
    pub(super) fn read_names(&mut self, scope: &mut Scope) {
        let mut link: Option<Word> = None;
        for at in 0..self.pieces.len() {
            let Some(piece) = self.pieces.get(at) else { continue };
            match &piece.meaning {
                Meaning::Named(named) if named.kind == Kind::Office => self.use_all(at, at + 1),
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
}

fn parameter(kind: Kind) -> &'static str {
    match kind {
        Kind::Country => "country",
        Kind::Programme => "programme",
        Kind::Field => "field",
        Kind::Agency | Kind::Office => "agency",
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
    pub fn filter(&self, unit: Unit) -> String {
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
    pub fn words(&self) -> String {
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
