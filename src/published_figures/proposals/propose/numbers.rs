//! The numbers of a text, each with what it counts.

use serde_json::json;

use super::{Ground, Obscurity, Reader};
use crate::activities::counts::Qualifier;
use crate::published_figures::model::{LARGEST, number};
use crate::published_figures::proposals::lexicon::{Unit, Word};
use crate::published_figures::proposals::reading::Meaning;
use crate::published_figures::proposals::tokens::Number;

/// A number with what it counts.
pub struct Counted {
    pub value: f64,
    /// With its place among the pieces.
    pub qualifier: Option<(usize, Qualifier)>,
    /// With its place among the pieces.
    pub unit: (usize, Unit),
    pub grounds: Vec<Ground>,
}

impl Counted {
    fn says_the_same(&self, other: &Self) -> bool {
        let qualifier = |counted: &Self| counted.qualifier.map(|(_, qualifier)| qualifier);
        (self.value, qualifier(self), self.unit.1) == (other.value, qualifier(other), other.unit.1)
    }
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

impl Reader<'_> {
    /// Each number with its scale, the qualifier before it, and what it counts: the first unit after it before another
    /// number or a stop, or else one right before it.
    pub(super) fn read_numbers(&mut self) -> Vec<Counted> {
        let mut found: Vec<Counted> = Vec::new();
        let places: Vec<usize> = (0..self.pieces.len())
            .filter(|at| !self.used.get(*at).copied().unwrap_or(true) && self.number(*at).is_some())
            .collect();
        for at in places {
            let Some(written) = self.number(at) else {
                continue;
            };
            let (scale, end) = match self.word(at + 1) {
                Some(Word::Scale(scale)) => (Some(scale), at + 2),
                _ => (None, at + 1),
            };
            let value = match whole(written, scale) {
                Ok(value) => value,
                Err(why) => {
                    self.obscure.push((at, why, Vec::new()));
                    self.use_all(at, end);
                    continue;
                }
            };
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
            let counted = Counted {
                value,
                qualifier,
                unit,
                grounds,
            };
            // Said twice, it is still one claim.
            match found.iter_mut().find(|known| known.says_the_same(&counted)) {
                Some(known) => known.grounds.extend(counted.grounds),
                None => found.push(counted),
            }
        }
        found
    }

    /// The number at a piece.
    fn number(&self, at: usize) -> Option<Number> {
        match &self.pieces.get(at)?.meaning {
            Meaning::Token(token) => token.number,
            Meaning::Word(Word::Number(value)) => Some(Number::in_words(*value)),
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
