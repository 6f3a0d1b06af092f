//! The dates of an announcement: since when it counts, until when, and on which day it was said.

use super::lexicon::Word;
use super::reading::{Meaning, Piece};
use super::tokens::{Dated, Token};
use crate::time::{PartialDate, YEARS};

/// A date that was found: the pieces from `from` to `to` (not included) say it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Found {
    pub from: usize,
    pub to: usize,
    pub date: PartialDate,
}

/// The dates of a text, in their order.
pub fn dates(pieces: &[Piece]) -> Vec<Found> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < pieces.len() {
        match date_at(pieces, at) {
            Some((date, to)) => {
                found.push(Found { from: at, to, date });
                at = to;
            }
            None => at += 1,
        }
    }
    found
}

/// The date that begins at a piece, and where it ends.
fn date_at(pieces: &[Piece], at: usize) -> Option<(PartialDate, usize)> {
    if let Meaning::Token(Token {
        date: Some(Dated::On(date)),
        ..
    }) = pieces.get(at)?.meaning
    {
        return Some((date, at + 1));
    }
    // 21 October 2024, 1er octobre 2024, 21st of October 2024, ٢١ أكتوبر ٢٠٢٤.
    if let Some(day) = plain(pieces, at, 1.0, 31.0) {
        let month_at = skip_small(pieces, at + 1);
        if let (Some(month), Some(year)) = (month(pieces, month_at), year(pieces, month_at + 1)) {
            return made(year, month, Some(day), month_at + 2);
        }
    }
    let month = month(pieces, at);
    if let Some(month) = month {
        // October 21, 2024.
        if let (Some(day), Some(year)) = (
            plain(pieces, at + 1, 1.0, 31.0),
            year(pieces, skip_small(pieces, at + 2)),
        ) {
            return made(year, month, Some(day), skip_small(pieces, at + 2) + 1);
        }
        return made(year(pieces, at + 1)?, month, None, at + 2);
    }
    let year = year(pieces, at)?;
    // What is counted after a number, "2024 participants", makes it a number, unless a word before it makes it a year.
    let counted = matches!(
        pieces.get(at + 1).map(|p| &p.meaning),
        Some(Meaning::Word(Word::Unit(_) | Word::Scale(_)))
    );
    let told = at
        .checked_sub(1)
        .and_then(|before| pieces.get(before))
        .is_some_and(|p| matches!(p.meaning, Meaning::Word(Word::Since | Word::Until | Word::In)));
    (told || !counted).then(|| PartialDate::parse(&format!("{year:04}")).map(|date| (date, at + 1)))?
}

fn made(year: i32, month: u32, day: Option<u32>, to: usize) -> Option<(PartialDate, usize)> {
    let day = day.map_or_else(String::new, |day| format!("-{day:02}"));
    PartialDate::parse(&format!("{year:04}-{month:02}{day}")).map(|date| (date, to))
}

/// Past "st", "er", "of" and the like.
fn skip_small(pieces: &[Piece], at: usize) -> usize {
    let small = |piece: &&Piece| {
        matches!(piece.meaning, Meaning::Word(Word::Filler | Word::From)) && piece.end - piece.start <= 3
    };
    at + pieces.iter().skip(at).take(2).take_while(small).count()
}

fn month(pieces: &[Piece], at: usize) -> Option<u32> {
    match pieces.get(at)?.meaning {
        Meaning::Word(Word::Month(month)) => Some(month),
        _ => None,
    }
}

fn year(pieces: &[Piece], at: usize) -> Option<i32> {
    let (least, most) = (f64::from(*YEARS.start()), f64::from(*YEARS.end()));
    plain(pieces, at, least, most).and_then(|year| i32::try_from(year).ok())
}

/// A number in one run of digits, in a range.
fn plain(pieces: &[Piece], at: usize, least: f64, most: f64) -> Option<u32> {
    let Meaning::Token(Token {
        number: Some(number), ..
    }) = pieces.get(at)?.meaning
    else {
        return None;
    };
    let fits = number.plain && !number.negative && (least..=most).contains(&number.value);
    fits.then(|| format!("{:.0}", number.value).parse().ok())?
}
