//! Finding the words of announcements and the names of the record in a text, the longest first.

use super::lexicon::{Phrases, Word};
use super::names::{Named, Names};
use super::tokens::{Token, tokens};

/// What a piece of the text says.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Meaning {
    /// A word or a number that stands for itself.
    Token(Token),
    Word(Word),
    Named(Named),
    /// A name that several records have.
    Ambiguous(Vec<Named>),
}

/// A piece of the text, by characters.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Piece {
    pub start: usize,
    pub end: usize,
    pub meaning: Meaning,
    /// What an Arabic particle written with it says: for, in.
    pub particle: Option<Word>,
    /// Whether a mark that ends a clause stands before it.
    pub after_stop: bool,
}

/// The pieces of a text in their order.
pub fn pieces(text: &str, words: &Phrases<Word>, names: &Names) -> Vec<Piece> {
    let tokens = tokens(text);
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(token) = tokens.get(at) {
        let (meaning, particle, length) = meaning(&tokens, at, words, names);
        let end = tokens.get(at + length - 1).map_or(token.end, |last| last.end);
        found.push(Piece {
            start: token.start,
            end,
            meaning,
            particle,
            after_stop: token.after_stop,
        });
        at += length;
    }
    found
}

/// What stands at a place, and how many tokens it is long. A name wins over a phrase of the same length.
fn meaning(tokens: &[Token], at: usize, words: &Phrases<Word>, names: &Names) -> (Meaning, Option<Word>, usize) {
    let Some(token) = tokens.get(at) else {
        return (Meaning::Word(Word::Filler), None, 1);
    };
    for (key, particle) in spellings(&token.key) {
        let named = named(tokens, at, &key, names);
        let word = longest(tokens, at, &key, words);
        match (named, word) {
            (Some((named, length)), word) if word.is_none_or(|(_, of_word)| length >= of_word) => {
                return (named, particle, length);
            }
            (_, Some((word, length))) => return (Meaning::Word(word), particle, length),
            _ => {}
        }
    }
    (Meaning::Token(token.clone()), None, 1)
}

/// The records that the longest name at a place names. Two names of one record are one.
fn named(tokens: &[Token], at: usize, key: &str, names: &Names) -> Option<(Meaning, usize)> {
    let list = names.0.get(key)?;
    let fits = |keys: &[String], named: &Named| {
        follows(tokens, at, keys)
            && named
                .exactly
                .as_deref()
                .is_none_or(|exactly| is_written(tokens, at, keys.len(), exactly))
    };
    let length = list.iter().find(|(keys, named)| fits(keys, named))?.0.len();
    let mut all: Vec<Named> = Vec::new();
    for (_, named) in list
        .iter()
        .filter(|(keys, named)| keys.len() == length && fits(keys, named))
    {
        if !all
            .iter()
            .any(|known| (known.kind, &known.code) == (named.kind, &named.code))
        {
            all.push(named.clone());
        }
    }
    match all.as_slice() {
        [one] => Some((Meaning::Named(one.clone()), length)),
        _ => Some((Meaning::Ambiguous(all), length)),
    }
}

fn longest(tokens: &[Token], at: usize, key: &str, words: &Phrases<Word>) -> Option<(Word, usize)> {
    let (keys, word) = words.get(key)?.iter().find(|(keys, _)| follows(tokens, at, keys))?;
    Some((*word, keys.len()))
}

/// Whether the later words of a phrase follow; the first is known to fit.
fn follows(tokens: &[Token], at: usize, keys: &[String]) -> bool {
    keys.iter()
        .enumerate()
        .skip(1)
        .all(|(i, key)| tokens.get(at + i).is_some_and(|token| token.key == *key))
}

/// Whether the words are written exactly so, marks between them aside.
fn is_written(tokens: &[Token], at: usize, length: usize, exactly: &str) -> bool {
    let written: String = tokens
        .iter()
        .skip(at)
        .take(length)
        .map(|token| token.raw.as_str())
        .collect();
    let plain: String = exactly.chars().filter(|c| c.is_alphanumeric()).collect();
    written == plain
}

/// A word as it stands, and without the particles that Arabic writes with it: and, for, in, the.
fn spellings(key: &str) -> Vec<(String, Option<Word>)> {
    let mut found = vec![(key.to_owned(), None)];
    let mut bare = vec![key];
    bare.extend(
        ['و', 'ف']
            .iter()
            .filter_map(|and| key.strip_prefix(*and))
            .filter(|rest| rest.chars().count() > 2),
    );
    for key in bare {
        if key.len() != found.first().map_or(0, |(first, _)| first.len()) {
            found.push((key.to_owned(), None));
        }
        if let Some(rest) = key.strip_prefix("لل") {
            found.push((format!("ال{rest}"), Some(Word::For)));
        }
        for (prefix, word) in [('ل', Word::For), ('ب', Word::In)] {
            if let Some(rest) = key.strip_prefix(prefix).filter(|rest| rest.chars().count() > 2) {
                found.push((rest.to_owned(), Some(word)));
            }
        }
        if let Some(rest) = key.strip_prefix("ال").filter(|rest| rest.chars().count() > 1) {
            found.push((rest.to_owned(), None));
        }
    }
    found
}
