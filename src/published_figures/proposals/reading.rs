//! Finding the words of announcements and the names of the record in a text, the longest first.

use super::lexicon::{self, Link, Phrases, Word};
use super::names::{Named, Names};
use super::number_words;
use super::tokens::{Number, Stop, Token, tokens};
use crate::text::Lang;

/// What a piece of the text says.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// A word that nothing here knows.
    Token(Token),
    Number(Number),
    Word(Word),
    Named(Named),
    /// A name that several records have.
    Ambiguous(Vec<Named>),
}

/// A piece of the text, by characters.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    pub start: usize,
    pub end: usize,
    pub meaning: Meaning,
    /// What an Arabic particle written with it says: for, in.
    pub particle: Option<Link>,
    /// Whether the Arabic "and" is written with it.
    pub and: bool,
    pub stop: Stop,
    pub glued: bool,
}

/// The pieces of a text in their order.
pub fn pieces(text: &str, lang: Option<Lang>, names: &Names) -> Vec<Piece> {
    let tokens = tokens(text);
    let lang = lang.unwrap_or_else(|| language(&tokens));
    let words = lexicon::words(lang);
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(token) = tokens.get(at) {
        let (meaning, particles, length) = number(&tokens, at, lang)
            .or_else(|| meaning(&tokens, at, lang, words, names))
            .unwrap_or_else(|| match token.number {
                Some(number) => (Meaning::Number(number), Particles::default(), 1),
                None => (Meaning::Token(token.clone()), Particles::default(), 1),
            });
        let end = tokens.get(at + length - 1).map_or(token.end, |last| last.end);
        found.push(Piece {
            start: token.start,
            end,
            meaning,
            particle: particles.link,
            and: particles.and,
            stop: token.stop,
            glued: token.glued,
        });
        at += length;
    }
    found
}

/// The language of a text: by its letters, and then by the words that it knows.
fn language(tokens: &[Token]) -> Lang {
    let has_arabic = |token: &&Token| token.raw.chars().any(|c| matches!(c, '\u{0620}'..='\u{064a}'));
    let letters = tokens
        .iter()
        .filter(|token| token.raw.chars().any(char::is_alphabetic))
        .count();
    if tokens.iter().filter(has_arabic).count() * 2 > letters {
        return Lang::Ar;
    }
    let known = |lang: Lang| {
        let words = lexicon::words(lang);
        let of_word = |at: usize| longest(tokens, at, tokens.get(at).map_or("", |t| t.key.as_str()), words).is_some();
        (0..tokens.len()).filter(|at| of_word(*at)).count()
    };
    if known(Lang::Fr) > known(Lang::En) {
        Lang::Fr
    } else {
        Lang::En
    }
}

/// What Arabic writes together with a word.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Particles {
    link: Option<Link>,
    and: bool,
}

/// A number that is written as words.
fn number(tokens: &[Token], at: usize, lang: Lang) -> Option<(Meaning, Particles, usize)> {
    let run = tokens.iter().skip(at).enumerate();
    let run = run.take_while(|(i, token)| token.number.is_none() && (*i == 0 || token.stop == Stop::Nothing));
    let mut words: Vec<&str> = run.take(12).map(|(_, token)| token.key.as_str()).collect();
    let whole = *words.first()?;
    // 33 thousand: the digits are the number.
    let scales = ["thousand", "mille", "الف", "الفا", "الاف"];
    if scales.contains(&whole)
        && at
            .checked_sub(1)
            .and_then(|before| tokens.get(before))
            .is_some_and(|t| t.number.is_some())
    {
        return None;
    }
    let forms: Vec<(String, Particles)> = if lang == Lang::Ar {
        // The article makes no number: العشرين is a date or a place in a row.
        let particles = |form: &str| {
            whole
                .strip_suffix(form)
                .is_some_and(|before| before.chars().all(|c| "وفبل".contains(c)))
        };
        spellings(whole)
            .into_iter()
            .filter(|(form, _)| particles(form))
            .collect()
    } else {
        vec![(whole.to_owned(), Particles::default())]
    };
    forms.iter().find_map(|(form, particles)| {
        *words.first_mut()? = form;
        let (value, length) = number_words::read(&words, lang)?;
        // One says which, not how many.
        let meaning = match (value, lang) {
            (1, Lang::Fr) => Meaning::Word(Word::Filler),
            (1, _) => Meaning::Word(Word::One),
            _ => Meaning::Number(Number {
                value: f64::from(value),
                plain: false,
                could_be_fraction: false,
                negative: false,
            }),
        };
        Some((meaning, *particles, length))
    })
}

/// What stands at a place, and how many tokens it is long. A name wins over a phrase of the same length.
fn meaning(
    tokens: &[Token],
    at: usize,
    lang: Lang,
    words: &Phrases<Word>,
    names: &Names,
) -> Option<(Meaning, Particles, usize)> {
    let token = tokens.get(at)?;
    let forms = if lang == Lang::Ar {
        spellings(&token.key)
    } else {
        vec![(token.key.clone(), Particles::default())]
    };
    for (key, particles) in forms {
        let named = named(tokens, at, &key, names);
        let word = longest(tokens, at, &key, words).filter(|_| token.number.is_none());
        match (named, word) {
            // عمان: the country, or the city of another?
            (Some((Meaning::Named(named), length)), Some((Word::City, of_word))) if length == of_word => {
                return Some((Meaning::Ambiguous(vec![named]), particles, length));
            }
            (Some((named, length)), word) if word.is_none_or(|(_, of_word)| length >= of_word) => {
                return Some((named, particles, length));
            }
            (_, Some((_, 1))) if lang == Lang::Fr && token.raw.to_lowercase() == "à" => {
                return Some((Meaning::Word(Word::Link(Link::In)), particles, 1));
            }
            (_, Some((word, length))) => return Some((Meaning::Word(word), particles, length)),
            _ => {}
        }
    }
    None
}

/// The records that the longest name at a place names. Two names of one record are one.
fn named(tokens: &[Token], at: usize, key: &str, names: &Names) -> Option<(Meaning, usize)> {
    let fitting = names.0.get(key)?.iter().filter_map(|(keys, named)| {
        let length = follows(tokens, at, keys, true)?;
        let exactly = named.exactly.as_deref();
        exactly
            .is_none_or(|exactly| is_written(tokens, at, length, exactly))
            .then_some((length, named))
    });
    let fitting: Vec<(usize, &Named)> = fitting.collect();
    let length = fitting.iter().map(|(length, _)| *length).max()?;
    let mut all: Vec<Named> = Vec::new();
    for (_, named) in fitting.iter().filter(|(of, _)| *of == length) {
        if !all
            .iter()
            .any(|known| (known.kind, &known.code) == (named.kind, &named.code))
        {
            all.push((*named).clone());
        }
    }
    match all.as_slice() {
        [one] => Some((Meaning::Named(one.clone()), length)),
        _ => Some((Meaning::Ambiguous(all), length)),
    }
}

fn longest(tokens: &[Token], at: usize, key: &str, words: &Phrases<Word>) -> Option<(Word, usize)> {
    let fits = |(keys, word): &(Vec<String>, Word)| Some((*word, follows(tokens, at, keys, false)?));
    words.get(key)?.iter().find_map(fits)
}

/// How many words a phrase takes, if its later words follow; the first is known to fit. Names may have articles between:
/// la science, la technologie et l'innovation.
fn follows(tokens: &[Token], at: usize, keys: &[String], articles: bool) -> Option<usize> {
    let mut end = at + 1;
    for key in keys.iter().skip(1) {
        let is_article = |token: &Token| articles && ["la", "le", "les", "l", "the"].contains(&token.key.as_str());
        if tokens
            .get(end)
            .is_some_and(|token| token.key != *key && is_article(token))
        {
            end += 1;
        }
        let fits = tokens
            .get(end)
            .is_some_and(|token| token.key == *key && (articles || token.stop == Stop::Nothing));
        end += usize::from(fits);
        fits.then_some(())?;
    }
    Some(end - at)
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
fn spellings(key: &str) -> Vec<(String, Particles)> {
    let mut found = vec![(key.to_owned(), Particles::default())];
    let mut bare = vec![(key, false)];
    let joined = ['و', 'ف'].iter().filter_map(|and| key.strip_prefix(*and));
    bare.extend(joined.filter(|rest| rest.chars().count() > 1).map(|rest| (rest, true)));
    for (key, and) in bare {
        let with = |link: Option<Link>| Particles { link, and };
        if and {
            found.push((key.to_owned(), with(None)));
        }
        if let Some(rest) = key.strip_prefix("لل") {
            found.push((format!("ال{rest}"), with(Some(Link::For))));
            found.push((rest.to_owned(), with(Some(Link::For))));
        }
        for (prefix, link) in [('ل', Link::For), ('ب', Link::In)] {
            if let Some(rest) = key.strip_prefix(prefix).filter(|rest| rest.chars().count() > 2) {
                found.push((rest.to_owned(), with(Some(link))));
                found.extend(rest.strip_prefix("ال").map(|bare| (bare.to_owned(), with(Some(link)))));
            }
        }
        if let Some(rest) = key.strip_prefix("ال").filter(|rest| rest.chars().count() > 1) {
            found.push((rest.to_owned(), with(None)));
        }
    }
    found
}
