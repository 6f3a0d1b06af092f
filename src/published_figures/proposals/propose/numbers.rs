//! The numbers of a text, each with what it counts.

use serde_json::json;

use super::{Ground, Obscurity, Reader};
use crate::activities::counts::Qualifier;
use crate::published_figures::model::number;
use crate::published_figures::proposals::lexicon::{Unit, Word};
use crate::published_figures::proposals::reading::Meaning;
use crate::published_figures::proposals::tokens::Token;

/// A number with what it counts.
pub struct Counted {
    pub value: f64,
    /// With its place among the pieces.
    pub qualifier: Option<(usize, Qualifier)>,
    /// With its place among the pieces.
    pub unit: (usize, Unit),
    pub grounds: Vec<Ground>,
}

impl Reader<'_> {
    /// Each number with its scale, the qualifier before it, and what it counts: the first unit after it before another
    /// number or a stop, or else one right before it.
    pub(super) fn read_numbers(&mut self) -> Vec<Counted> {
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
}
