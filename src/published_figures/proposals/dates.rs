//! The dates of an announcement: since when it counts, until when, and on which day it was said.

use super::lexicon::{Link, Word};
use super::propose::Obscurity;
use super::reading::{Meaning, Piece};
use super::tokens::{Dated, Stop, Token};
use crate::activities::counts::Qualifier;
use crate::time::{PartialDate, YEARS};

/// What the pieces from `from` to `to` (not included) say of the time.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    pub from: usize,
    pub to: usize,
    pub since: Option<PartialDate>,
    pub as_of: Option<PartialDate>,
    /// What nobody can say for certain.
    pub unclear: Option<Obscurity>,
    /// A day that is the day of the announcement only beside a date since when it counts.
    pub day: Option<PartialDate>,
    /// The pieces that hold the first date, and the second.
    pub dates: Vec<(usize, usize)>,
}

/// The words before a date.
#[derive(Default)]
struct Leaders {
    since: bool,
    until: bool,
    between: bool,
    within: bool,
    from: bool,
    beginning: bool,
    any: bool,
}

/// The period that begins at a place. `said` gives the text between two characters.
pub fn period_at(pieces: &[Piece], at: usize, said: impl Fn(usize, usize) -> String) -> Option<Period> {
    let (leaders, start) = leaders(pieces, at);
    let mut period = Period {
        from: at,
        to: start,
        since: None,
        as_of: None,
        unclear: None,
        day: None,
        dates: Vec::new(),
    };
    let Some((date, end)) = date_at(pieces, start, &leaders) else {
        // Since it all began: no date narrows it.
        return (leaders.since && leaders.beginning).then_some(period);
    };
    period.to = end;
    period.dates.push((start, end));
    let Some(date) = date else {
        period.unclear = Some(Obscurity::AmbiguousDate);
        return Some(period);
    };
    if let Some((other, from, to)) =
        joined(pieces, end, &leaders, said).filter(|(other, ..)| date.first() <= other.last())
    {
        period.to = to;
        period.dates.push((from, to));
        (period.since, period.as_of) = (Some(date), Some(other));
        return Some(period);
    }
    let is_day = date.first() == date.last();
    let set_off = stop(pieces, at) != Stop::Nothing && stop(pieces, end) != Stop::Nothing;
    match () {
        () if leaders.since => period.since = Some(date),
        () if leaders.until => period.as_of = Some(date),
        () if leaders.between || leaders.from => period.unclear = Some(Obscurity::UnclearDate),
        () if !leaders.any && is_day && set_off => period.as_of = Some(date),
        () if is_day => period.day = Some(date),
        () if leaders.within => (period.since, period.as_of) = (Some(date), Some(date)),
        () => period.unclear = Some(Obscurity::UnclearDate),
    }
    Some(period)
}

/// What ends before a place; the text's two ends end everything.
fn stop(pieces: &[Piece], at: usize) -> Stop {
    match pieces.get(at) {
        Some(piece) if at > 0 => piece.stop,
        _ => Stop::Sentence,
    }
}

fn leaders(pieces: &[Piece], at: usize) -> (Leaders, usize) {
    let (mut found, mut end) = (Leaders::default(), at);
    while let Some(piece) = pieces.get(end).filter(|piece| end == at || piece.stop == Stop::Nothing) {
        let Meaning::Word(word) = piece.meaning else { break };
        match word {
            Word::Since => found.since = true,
            Word::Until | Word::Qualifier(Qualifier::AtMost) | Word::Link(Link::By) => found.until = true,
            Word::Between => found.between = true,
            Word::Link(Link::In) | Word::Span => found.within = true,
            Word::Link(Link::From | Link::Of) => found.from |= !found.any,
            Word::Beginning => found.beginning = true,
            Word::On => {}
            Word::Filler if end > at && piece.end - piece.start <= 3 => {}
            _ => break,
        }
        found.any = true;
        end += 1;
    }
    // "In the period from", "since the launch in": the first word says what the others only lead to.
    if found.since {
        found.until = false;
    }
    if found.within
        && found.from
        && !matches!(
            pieces.get(at).map(|p| &p.meaning),
            Some(Meaning::Word(Word::Link(Link::From | Link::Of)))
        )
    {
        found.from = false;
    }
    (found, end)
}

/// The second date of a span: "from 2007 to 2024", "between 2007 and 2024", "2007-2024".
fn joined(
    pieces: &[Piece],
    at: usize,
    leaders: &Leaders,
    said: impl Fn(usize, usize) -> String,
) -> Option<(PartialDate, usize, usize)> {
    let (before, piece) = (pieces.get(at.checked_sub(1)?)?, pieces.get(at)?);
    let dash = matches!(said(before.end, piece.start).trim(), "-" | "–" | "—" | "‑" | "−");
    let joins = match piece.meaning {
        Meaning::Word(Word::Until | Word::Link(Link::For)) => true,
        Meaning::Word(Word::Link(Link::In)) => said(piece.start, piece.end).to_lowercase() == "à",
        Meaning::Word(Word::And) => leaders.between,
        _ if leaders.between && piece.and => {
            let (date, end) = date_at(pieces, at, leaders)?;
            return Some((date?, at, end));
        }
        _ => false,
    };
    if !dash && (!joins || piece.stop != Stop::Nothing) {
        return None;
    }
    let mut from = if dash { at } else { at + 1 };
    while let Some(Meaning::Word(Word::Span | Word::On | Word::Filler)) = pieces.get(from).map(|p| &p.meaning) {
        from += 1;
    }
    let (date, to) = date_at(pieces, from, leaders)?;
    Some((date?, from, to))
}

/// The date that begins at a piece, and where it ends; `None` inside where it can be read in two ways.
fn date_at(pieces: &[Piece], at: usize, leaders: &Leaders) -> Option<(Option<PartialDate>, usize)> {
    match &pieces.get(at)?.meaning {
        Meaning::Token(Token {
            date: Some(Dated::On(date)),
            ..
        }) => return Some((Some(*date), at + 1)),
        Meaning::Token(Token {
            date: Some(Dated::Ambiguous),
            ..
        }) => return Some((None, at + 1)),
        _ => {}
    }
    // 21 October 2024, 1er octobre 2024, 21st of October 2024, ٢١ أكتوبر ٢٠٢٤.
    if let Some(day) = plain(pieces, at, 1, 31) {
        let month_at = skip_small(pieces, at + 1);
        if let (Some(month), Some(year)) = (month(pieces, month_at), year(pieces, month_at + 1)) {
            return date(year, month, Some(day), month_at + 2);
        }
    }
    if let Some(month) = month(pieces, at) {
        // October 21, 2024; October 21st, 2024.
        let year_at = skip_small(pieces, at + 2);
        if let (Some(day), Some(year)) = (plain(pieces, at + 1, 1, 31), year(pieces, year_at)) {
            return date(year, month, Some(day), year_at + 1);
        }
        let year_at = skip_small(pieces, at + 1);
        return date(year(pieces, year_at)?, month, None, year_at + 1);
    }
    let year = year(pieces, at)?;
    // What is counted after a number, "2024 participants", makes it a number, unless a word before it makes it a year.
    let counted = pieces.get(at + 1).is_some_and(|next| {
        next.stop == Stop::Nothing && matches!(next.meaning, Meaning::Word(Word::Unit(..) | Word::Scale(_)))
    });
    let certain = leaders.since || leaders.between;
    match (counted, certain, leaders.within || leaders.until) {
        (true, false, false) => None,
        (true, false, true) => Some((None, at + 1)),
        _ => Some((PartialDate::parse(&format!("{year:04}")), at + 1)),
    }
}

fn date(year: u32, month: u32, day: Option<u32>, to: usize) -> Option<(Option<PartialDate>, usize)> {
    let day = day.map_or_else(String::new, |day| format!("-{day:02}"));
    PartialDate::parse(&format!("{year:04}-{month:02}{day}")).map(|date| (Some(date), to))
}

/// Past "st", "er", "of" and the like.
fn skip_small(pieces: &[Piece], at: usize) -> usize {
    let small = |piece: &&Piece| match &piece.meaning {
        Meaning::Word(Word::Filler | Word::Link(Link::Of) | Word::Span) => true,
        Meaning::Token(token) => ["st", "nd", "rd", "th", "er"].contains(&token.key.as_str()),
        _ => false,
    };
    at + pieces.iter().skip(at).take(2).take_while(small).count()
}

fn month(pieces: &[Piece], at: usize) -> Option<u32> {
    match pieces.get(at)?.meaning {
        Meaning::Word(Word::Month(month)) => Some(month),
        _ => None,
    }
}

fn year(pieces: &[Piece], at: usize) -> Option<u32> {
    let (least, most) = (u32::try_from(*YEARS.start()).ok()?, u32::try_from(*YEARS.end()).ok()?);
    plain(pieces, at, least, most)
}

/// A number in one run of digits, in a range.
fn plain(pieces: &[Piece], at: usize, least: u32, most: u32) -> Option<u32> {
    let Meaning::Number(number) = pieces.get(at)?.meaning else {
        return None;
    };
    let value: u32 = format!("{:.0}", number.value).parse().ok()?;
    (number.plain && !number.negative && (least..=most).contains(&value)).then_some(value)
}
