//! A number of a text with what it counts.

use super::{Obscurity, Reader};
use crate::activities::counts::Qualifier;
use crate::published_figures::model::LARGEST;
use crate::published_figures::proposals::lexicon::{COUNTRIES, Family, Link, Noun, Unit, Word};
use crate::published_figures::proposals::names::Kind;
use crate::published_figures::proposals::reading::Meaning;
use crate::published_figures::proposals::tokens::{Number, Stop};

/// A number with what it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub value: f64,
    /// With its place among the pieces.
    pub qualifier: Option<(usize, Qualifier)>,
    /// The pieces of the number itself.
    pub number: (usize, usize),
    pub unit: Unit,
    /// The pieces of what it counts.
    pub units: (usize, usize),
    /// Several types that were counted together.
    pub types: Vec<&'static str>,
    pub adjectives: Vec<Adjective>,
    /// How it belongs to what stands before.
    pub link: Option<Link>,
    /// Whether it counts a part of the figure before it.
    pub part: bool,
}

impl Figure {
    /// Whether it is exactly so many.
    pub fn is(&self, count: u32) -> bool {
        (self.value - f64::from(count)).abs() < 0.5
    }
}

/// A programme, a field or a mode right at what is counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Adjective {
    pub at: usize,
    pub parameter: &'static str,
    pub value: String,
}

/// How many it is, in whole numbers, as everything is counted here.
fn whole(number: Number, scale: Option<f64>) -> Result<f64, Obscurity> {
    let value = scale.map_or(number.value, |scale| (number.value * scale).round());
    match () {
        () if number.negative => Err(Obscurity::NegativeNumber),
        () if number.could_be_fraction && scale.is_some() || value.fract() != 0.0 => Err(Obscurity::AmbiguousNumber),
        () if value > LARGEST => Err(Obscurity::NumberTooLarge),
        () => Ok(value),
    }
}

/// What began as a figure: the figure and where it ends, or where it stopped to be one.
pub enum FigureReading {
    Figure(Box<Figure>, usize),
    Not(usize, Obscurity),
}

impl Reader<'_> {
    pub(super) fn word(&self, at: usize) -> Option<Word> {
        match self.pieces.get(at)?.meaning {
            Meaning::Word(word) => Some(word),
            _ => None,
        }
    }

    fn number(&self, at: usize) -> Option<Number> {
        match self.pieces.get(at)?.meaning {
            Meaning::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Whether a piece goes on with the clause of the one before it.
    fn goes_on(&self, at: usize, end: usize) -> bool {
        at < end && self.pieces.get(at).is_some_and(|piece| piece.stop == Stop::Nothing)
    }

    /// The figure that begins at a place: qualifier, number, scale, adjectives, unit, adjectives, qualifier.
    pub(super) fn figure(&self, from: usize, end: usize, counted: Option<Unit>) -> Option<FigureReading> {
        let (mut at, mut qualifier) = (from, None);
        while let Some(Word::Qualifier(said)) = self.word(at) {
            if qualifier.is_some() {
                return Some(FigureReading::Not(at + 1, Obscurity::AmbiguousNumber));
            }
            qualifier = Some((at, said));
            at += 1;
            at += usize::from(self.word(at) == Some(Word::Filler));
        }
        let number_at = at;
        let (value, mut at) = if let Some(Word::Unit(_, Noun::Dual)) = self.word(at) {
            (2.0, at)
        } else if let Some(Word::Collective(about)) = self.word(at) {
            qualifier = qualifier.or(Some((at, Qualifier::About)));
            (about, at + 1)
        } else {
            let number = self.number(at)?;
            let scale = match self.word(at + 1) {
                Some(Word::Scale(scale)) if self.goes_on(at + 1, end) => Some(scale),
                _ => None,
            };
            let after = at + 1 + usize::from(scale.is_some());
            // 49th, 12e, 33x: an ordinal, or something that is not known.
            if self.pieces.get(after).is_some_and(|next| next.glued) {
                match self.word(after) {
                    Some(Word::Behind(_)) => {}
                    Some(Word::Void(why)) => return Some(FigureReading::Not(after + 1, why)),
                    _ => return Some(FigureReading::Not(after + 1, Obscurity::UnknownWords)),
                }
            }
            match whole(number, scale) {
                Ok(value) => (value, after),
                Err(why) => return Some(FigureReading::Not(after, why)),
            }
        };
        let number = (number_at, at);
        if let Some(Word::Behind(said)) = self.word(at).filter(|_| self.goes_on(at, end)) {
            qualifier = qualifier.or(Some((at, said)));
            at += 1;
        }
        let (mut part, mut distinct) = (false, false);
        let mut adjectives = Vec::new();
        while self.goes_on(at, end) {
            match self.word(at) {
                Some(Word::Filler | Word::Link(Link::Of)) => {}
                // 1,100 of them women.
                Some(Word::Part) => part = true,
                Some(Word::Distinct) => distinct = true,
                Some(Word::Programme) if self.names_programme(at) => {}
                _ => match self.adjective(at) {
                    Some(adjective) => adjectives.push(adjective),
                    None => break,
                },
            }
            at += 1;
        }
        let (unit, units, types, mut at) = match (self.word(at), counted) {
            (Some(Word::All), _) if self.goes_on(at, end) => (COUNTRIES, (at, at + 1), Vec::new(), at + 1),
            (Some(Word::Unit(unit, noun)), _) if self.goes_on(at, end) || noun == Noun::Dual => {
                let (types, after) = self.together(at, unit, end);
                // Different people are not attendances.
                if self.is_compound(at, after, end, noun, value) || distinct && unit.family == Family::People {
                    return Some(FigureReading::Not(after + 1, Obscurity::UnknownWords));
                }
                (unit, (at, after), types, after)
            }
            (_, Some(unit)) => (unit, number, Vec::new(), at),
            _ => return Some(FigureReading::Not(number.1, Obscurity::NumberWithoutUnit)),
        };
        while self.goes_on(at, end) {
            let behind = match self.word(at) {
                Some(Word::Behind(said)) => Some(said),
                // "33 ألف مشارك تقريبا": it qualifies what stands before unless a number follows.
                Some(Word::Qualifier(said)) if self.number(at + 1).is_none() || !self.goes_on(at + 1, end) => {
                    Some(said)
                }
                _ => None,
            };
            if let Some(said) = behind {
                if qualifier.is_some_and(|(_, known)| known != said) {
                    return Some(FigureReading::Not(at + 1, Obscurity::AmbiguousNumber));
                }
                qualifier = Some((at, said));
            } else if let Some(adjective) = self.adjective(at) {
                adjectives.push(adjective);
            } else {
                break;
            }
            at += 1;
        }
        let year = self
            .number(number.0)
            .is_some_and(|n| n.plain && (1950.0..=2050.0).contains(&n.value));
        let article = from
            .checked_sub(1)
            .is_some_and(|before| matches!(self.word(before), Some(Word::Filler | Word::On)));
        // The 2019 workshops: a year, or so many?
        if year && qualifier.is_none() && number.1 == number.0 + 1 && (unit.family == Family::Activities || article) {
            return Some(FigureReading::Not(at, Obscurity::AmbiguousNumber));
        }
        let figure = Figure {
            value,
            qualifier,
            number,
            unit,
            units,
            types,
            adjectives,
            link: None,
            part,
        };
        Some(FigureReading::Figure(Box::new(figure), at))
    }

    /// Whether what seems to be counted only begins a longer word: 12 women-led workshops, 65 workshop participants.
    fn is_compound(&self, at: usize, after: usize, end: usize, noun: Noun, value: f64) -> bool {
        let piece = |at: usize| self.pieces.get(at);
        let said = |from: usize, to: usize| {
            piece(from)
                .zip(piece(to))
                .map(|(from, to)| self.said(from.end, to.start))
                .unwrap_or_default()
        };
        let hyphen = |text: &str| matches!(text, "-" | "‐" | "‑");
        let latin = piece(at).is_some_and(|piece| self.said(piece.start, piece.end).is_ascii());
        let next = self.goes_on(after, end);
        let joined = next && hyphen(&said(after - 1, after));
        let follows = next && matches!(self.word(after), Some(Word::Unit(..)));
        // The French "cours" is one and many.
        let one =
            piece(at).is_some_and(|piece| !self.said(piece.start, piece.end).split(' ').any(|word| word == "cours"));
        let few = latin && one && noun == Noun::Singular && value > 1.5;
        joined || hyphen(&said(at.saturating_sub(1), at)) || follows || few
    }

    /// Whether the word "programme" stands beside the name of one.
    pub(super) fn names_programme(&self, at: usize) -> bool {
        let named = |at: usize| matches!(self.pieces.get(at).map(|piece| &piece.meaning), Some(Meaning::Named(named)) if named.kind == Kind::Programme);
        let small = |at: usize| matches!(self.word(at), Some(Word::Filler | Word::On | Word::Link(Link::Of)));
        named(at + 1) || at.checked_sub(1).is_some_and(named) || small(at + 1) && named(at + 2)
    }

    /// Several units that one number counts: training courses and workshops, officials and experts.
    fn together(&self, at: usize, first: Unit, end: usize) -> (Vec<&'static str>, usize) {
        let (mut types, mut after) = (Vec::new(), at + 1);
        types.extend(first.filter.filter(|(name, _)| *name == "type").map(|(_, value)| value));
        loop {
            let piece = self.pieces.get(after).filter(|_| after < end);
            let next = match piece {
                Some(piece) if matches!(piece.meaning, Meaning::Word(Word::And)) => after + 1,
                Some(piece) if piece.and || piece.stop == Stop::Clause => after,
                _ => return (types, after),
            };
            let Some(Word::Unit(unit, _)) = self.word(next).filter(|_| next < end) else {
                return (types, after);
            };
            let same = |family| first.family == family && unit.family == family;
            match (first.filter, unit.filter) {
                (None, None) if same(Family::People) && !first.narrow && !unit.narrow => {}
                (Some(("type", _)), Some(("type", value))) if same(Family::Activities) => types.push(value),
                _ => return (types, after),
            }
            after = next + 1;
        }
    }

    fn adjective(&self, at: usize) -> Option<Adjective> {
        let (parameter, value) = match &self.pieces.get(at)?.meaning {
            Meaning::Word(Word::Mode(mode)) => ("mode", (*mode).to_owned()),
            Meaning::Named(named) if named.kind == Kind::Programme => ("programme", named.code.clone()),
            Meaning::Named(named) if named.kind == Kind::Field => ("field", named.code.clone()),
            _ => return None,
        };
        Some(Adjective { at, parameter, value })
    }
}
