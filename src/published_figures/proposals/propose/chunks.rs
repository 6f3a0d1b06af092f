//! A sentence as chunks: figures, names with what links them, periods, verbs. What is none of them is marked.

use super::figures::{Figure, FigureReading};
use super::{Obscurity, Reader};
use crate::published_figures::proposals::dates::{Period, period_at};
use crate::published_figures::proposals::lexicon::{Family, Link, Noun, Unit, Verb, Word};
use crate::published_figures::proposals::names::Kind;
use crate::published_figures::proposals::reading::{Meaning, Piece};
use crate::published_figures::proposals::tokens::{Dated, Stop, Token};

/// A chunk of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Chunk {
    Figure(Box<Figure>),
    /// Names of one kind; `institutions` where it is the institutions of a country.
    Names {
        kind: Kind,
        codes: Vec<String>,
        link: Option<Link>,
        institutions: bool,
    },
    Group {
        code: &'static str,
        link: Option<Link>,
    },
    /// All countries, or institutions of none in particular.
    All {
        link: Option<Link>,
    },
    Office {
        link: Option<Link>,
    },
    Verb(Verb, Voice),
    /// One activity.
    Event,
    /// Activities without a number.
    Activities(Unit),
    Period(Box<Period>),
    Mode(&'static str),
    And,
    Comma,
    Part,
}

/// How a verb says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// Organised, a organisé.
    Active,
    /// Were organised, ont été organisées, نظمها: what was done stands before it.
    Passive,
    /// تم تنظيم: what was done follows, and nobody is said to have done it.
    Impersonal,
}

/// With the pieces it stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    pub from: usize,
    pub to: usize,
    pub chunk: Chunk,
}

impl Reader<'_> {
    /// The chunks of the sentence from one piece to another.
    pub(super) fn chunks(&mut self, from: usize, end: usize) -> Vec<Placed> {
        let mut found: Vec<Placed> = Vec::new();
        let (mut at, mut link, mut counted) = (self.dateline(from, end).unwrap_or(from), None, None);
        while at < end {
            let Some(piece) = self.pieces.get(at).cloned() else {
                break;
            };
            if piece.stop == Stop::Clause && at > from {
                found.push(Placed {
                    from: at,
                    to: at,
                    chunk: Chunk::Comma,
                });
            }
            if piece.and && at > from {
                found.push(Placed {
                    from: at,
                    to: at,
                    chunk: Chunk::And,
                });
            }
            let pieces = self.pieces.get(..end).unwrap_or_default();
            if let Some(period) = period_at(pieces, at, |start, end| self.said(start, end)) {
                let to = period.to;
                found.push(Placed {
                    from: at,
                    to,
                    chunk: Chunk::Period(Box::new(period)),
                });
                (at, link) = (to, None);
                continue;
            }
            let before = link;
            let (chunk, to) = self.chunk(&piece, at, end, &mut link, &mut counted);
            if let Some(mut chunk) = chunk {
                if let Chunk::Figure(figure) = &mut chunk {
                    figure.link = piece.particle.or(before);
                    // A word that was not read, or a range, may make another number of it: barely 65, 20 to 25, under 100.
                    let under = before == Some(Link::Under) && self.is_below(at);
                    if under || self.is_shaken(at, from) {
                        self.mark_unread(at, to, Obscurity::NotATotal);
                        (at, link) = (to, None);
                        continue;
                    }
                    // The 57 member countries are a name.
                    let article = at
                        .checked_sub(1)
                        .is_some_and(|one| matches!(self.word(one), Some(Word::Filler | Word::On)));
                    if figure.unit.family == Family::Countries && figure.is(57) && article {
                        chunk = Chunk::All { link: before };
                    }
                }
                found.push(Placed { from: at, to, chunk });
                link = None;
            }
            at = to;
        }
        found
    }

    /// The chunk at a place and where it ends; no chunk where a link waits for its name, or the words were not read.
    fn chunk(
        &mut self,
        piece: &Piece,
        at: usize,
        end: usize,
        link: &mut Option<Link>,
        counted: &mut Option<Unit>,
    ) -> (Option<Chunk>, usize) {
        if let Some(began) = self.figure(at, end, *counted) {
            return match began {
                FigureReading::Figure(figure, to) => (Some(Chunk::Figure(figure)), to),
                FigureReading::Not(to, why) => {
                    self.mark_unread(at, to, why);
                    (None, to)
                }
            };
        }
        let how = piece.particle.or(*link);
        let word = match &piece.meaning {
            Meaning::Word(word) => *word,
            Meaning::Named(named) if named.kind == Kind::Office => return (Some(Chunk::Office { link: how }), at + 1),
            Meaning::Named(_) => return self.names(at, end, how, false),
            Meaning::Ambiguous(all) => {
                let candidates = all
                    .iter()
                    .map(|named| format!("{}={}", named.kind.parameter(), named.code))
                    .collect();
                self.mark_with(at, at + 1, Obscurity::AmbiguousName, candidates);
                return (None, at + 1);
            }
            Meaning::Token(Token {
                date: Some(Dated::Ambiguous),
                ..
            }) => {
                self.mark_unread(at, at + 1, Obscurity::AmbiguousDate);
                return (None, at + 1);
            }
            Meaning::Token(_) | Meaning::Number(_) => {
                self.mark_unread(at, at + 1, Self::strange(piece));
                return (None, at + 1);
            }
        };
        let chunk = match word {
            Word::Verb(verb) => Chunk::Verb(verb, self.voice(at)),
            Word::Group(code) => Chunk::Group { code, link: how },
            Word::All => Chunk::All { link: how },
            Word::Office => Chunk::Office { link: how },
            Word::And => Chunk::And,
            Word::Part => Chunk::Part,
            Word::Mode(mode) => Chunk::Mode(mode),
            Word::Unit(unit, noun) => return self.uncounted(unit, noun, at, end, how),
            Word::One
                if matches!(
                    self.word(at + 1),
                    Some(Word::Unit(
                        Unit {
                            family: Family::Activities,
                            ..
                        },
                        _
                    ))
                ) =>
            {
                return (Some(Chunk::Event), at + 2);
            }
            Word::Link(said) => {
                *link = Some(said);
                return (None, at + 1);
            }
            Word::NumberOf(unit) => {
                *counted = Some(unit);
                return (None, at + 1);
            }
            Word::On if self.said(piece.start, piece.end).eq_ignore_ascii_case("on") => {
                *link = Some(Link::Field);
                return (None, at + 1);
            }
            Word::Until if self.said(piece.start, piece.end).eq_ignore_ascii_case("au") => {
                *link = Some(Link::In);
                return (None, at + 1);
            }
            Word::Filler | Word::On => return (None, at + 1),
            Word::Programme if self.names_programme(at) => return (None, at + 1),
            Word::Programme => {
                self.mark_unread(at, at + 1, Obscurity::UnclearScope);
                return (None, at + 1);
            }
            // "This course", "these activities": what was spoken of before.
            Word::This => {
                let next = self.word(at + 1).filter(|_| at + 1 < end);
                let one = matches!(
                    next,
                    Some(Word::Unit(
                        Unit {
                            family: Family::Activities,
                            ..
                        },
                        Noun::Singular
                    ))
                );
                if one {
                    return (Some(Chunk::Event), at + 2);
                }
                self.mark_unread(at, at + 1, Obscurity::UnclearScope);
                return (None, at + 1);
            }
            // A bound that stands at no number may stand at any.
            Word::Qualifier(_) | Word::Behind(_) => {
                self.mark_unread(at, at + 1, Obscurity::NotATotal);
                return (None, at + 1);
            }
            Word::Void(why) => {
                self.mark_unread(at, at + 1, why);
                return (None, at + 1);
            }
            _ => {
                self.mark_unread(at, at + 1, Obscurity::UnknownWords);
                return (None, at + 1);
            }
        };
        (Some(chunk), at + 1)
    }

    /// A unit without a number: one activity, activities in general, institutions of somebody.
    fn uncounted(
        &mut self,
        unit: Unit,
        noun: Noun,
        at: usize,
        end: usize,
        link: Option<Link>,
    ) -> (Option<Chunk>, usize) {
        match (unit.family, noun) {
            (Family::Activities, Noun::Singular) => (Some(Chunk::Event), at + 1),
            (Family::Activities, Noun::Plural) => (Some(Chunk::Activities(unit)), at + 1),
            (Family::Agencies, Noun::Plural) => self.institutions(at, end, link),
            _ => {
                self.mark_unread(at, at + 1, Obscurity::UnitWithoutNumber);
                (None, at + 1)
            }
        }
    }

    /// The institutions of a country, of a group, of all, or of nobody in particular.
    fn institutions(&mut self, at: usize, end: usize, link: Option<Link>) -> (Option<Chunk>, usize) {
        let mut next = at + 1;
        while next < end
            && matches!(
                self.word(next),
                Some(Word::Filler | Word::Until | Word::Link(Link::Of | Link::In | Link::From))
            )
        {
            next += 1;
        }
        match self
            .pieces
            .get(next)
            .filter(|piece| next < end && piece.stop == Stop::Nothing)
            .map(|piece| &piece.meaning)
        {
            Some(Meaning::Named(named)) if named.kind == Kind::Country => self.names(next, end, link, true),
            Some(Meaning::Word(Word::Group(code))) => (Some(Chunk::Group { code, link }), next + 1),
            Some(Meaning::Word(Word::All)) => (Some(Chunk::All { link }), next + 1),
            _ => (Some(Chunk::All { link }), at + 1),
        }
    }

    /// Names of one kind that stand as a list: in Jordan, Egypt and Iraq.
    fn names(&mut self, at: usize, end: usize, link: Option<Link>, institutions: bool) -> (Option<Chunk>, usize) {
        let Some(Meaning::Named(first)) = self.pieces.get(at).map(|piece| &piece.meaning) else {
            return (None, at + 1);
        };
        let kind = first.kind;
        let (mut codes, mut to, mut finished) = (vec![first.code.clone()], at + 1, true);
        while let Some(piece) = self.pieces.get(to).filter(|_| to < end) {
            let and = matches!(piece.meaning, Meaning::Word(Word::And));
            let (joined, comma) = (and || piece.and, piece.stop == Stop::Clause);
            let mut next = if and { to + 1 } else { to };
            while (and || comma)
                && matches!(
                    self.word(next),
                    Some(Word::Filler | Word::On | Word::Link(Link::Of | Link::In) | Word::Until)
                )
            {
                next += 1;
            }
            let Some(Meaning::Named(named)) = self.pieces.get(next).filter(|_| next < end).map(|piece| &piece.meaning)
            else {
                break;
            };
            // The Statistical Capacity Building Programme (StatCaB).
            let again = codes.last() == Some(&named.code);
            if named.kind != kind || !joined && !comma && !again {
                break;
            }
            if !again {
                codes.push(named.code.clone());
                finished = joined;
            }
            to = next + 1;
        }
        if !finished {
            self.mark_unread(at, to, Obscurity::UnclearRole);
        }
        (
            Some(Chunk::Names {
                kind,
                codes,
                link,
                institutions,
            }),
            to,
        )
    }
}
