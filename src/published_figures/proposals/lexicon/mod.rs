//! The words of announcements, in three languages, folded as texts are compared.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::propose::Obscurity;
use crate::activities::counts::Qualifier;
use crate::published_figures::model::RecordMeasure;
use crate::text::{Lang, fold};

mod units;
mod words;

pub use self::units::COUNTRIES;

/// What a word or phrase says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Word {
    Qualifier(Qualifier),
    /// A qualifier that stands behind its number: or more.
    Behind(Qualifier),
    /// Thousand, million.
    Scale(f64),
    /// About so many: une trentaine.
    Collective(f64),
    /// What is counted, and in which number of the noun.
    Unit(Unit, Noun),
    /// The number of what is counted follows.
    NumberOf(Unit),
    Month(u32),
    /// Counted from.
    Since,
    /// Up to and including.
    Until,
    Between,
    /// On a day.
    On,
    /// The year, the period: says that a date follows.
    Span,
    /// The beginning of it all: with a date the day since when it counts, without one no date.
    Beginning,
    Link(Link),
    Verb(Verb),
    /// A city that news items begin with.
    City,
    /// All member countries and programmes: no filter.
    All,
    /// A regional group, by its code.
    Group(&'static str),
    /// How an activity was held, by its code.
    Mode(&'static str),
    /// The office that announces.
    Office,
    /// A single one.
    One,
    /// What was spoken of before.
    This,
    /// Beside the name of one it says nothing; alone it is one that is not named.
    Programme,
    /// Counted once each: says nothing of activities and countries, and another measure of people.
    Distinct,
    And,
    /// A part of what stands before follows.
    Part,
    /// The sentence states no total, and why.
    Void(Obscurity),
    /// Says nothing that counts.
    Filler,
}

/// How a name belongs to what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    In,
    From,
    Of,
    For,
    By,
    With,
    /// With people: attended by, au profit de.
    Attended,
    Under,
    /// In the field of.
    Field,
    /// Drew on the expertise of.
    Expertise,
    /// According to.
    Source,
}

/// What somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Organised, implemented, conducted.
    Organised,
    /// Held: organised where it says by whom.
    Held,
    /// Hosted, of which no filter says who.
    Hosted,
    Provided,
    Benefited,
    Participated,
    Trained,
    /// Brought together, engaged: people follow.
    Gathered,
    /// Announced, said.
    Said,
}

/// The number of a noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    Singular,
    Plural,
    /// Two, as Arabic says in the noun itself.
    Dual,
}

/// Kinds of what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    Activities,
    People,
    Countries,
    Agencies,
    Other,
}

/// What is counted, in the announcer's words and in the record's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    pub measure: &'static str,
    pub family: Family,
    pub record: Option<RecordMeasure>,
    /// What narrows it: a parameter and its value.
    pub filter: Option<(&'static str, &'static str)>,
    /// Whether it counts only some of what the record counts, and no filter says which: diplomats.
    pub narrow: bool,
    /// Whether a field beside it says what they know, not what they came for: experts in statistics.
    pub skilled: bool,
}

/// A meaning and the phrases that have it, `|` between them: English, French, Arabic.
type Line = (Word, [&'static str; 3]);

/// Phrases by their first word, longest first.
pub type Phrases<T> = HashMap<String, Vec<(Vec<String>, T)>>;

/// The phrases of a language.
pub fn words(lang: Lang) -> &'static Phrases<Word> {
    static EACH: LazyLock<[Phrases<Word>; 3]> = LazyLock::new(|| Lang::ALL.map(collect));
    let [en, ar, fr] = &*EACH;
    match lang {
        Lang::En => en,
        Lang::Ar => ar,
        Lang::Fr => fr,
    }
}

fn collect(lang: Lang) -> Phrases<Word> {
    let mut phrases = Phrases::new();
    let lines = units::NUMBER_OF.into_iter().chain(words::LINES.iter().copied());
    for (word, [en, fr, ar]) in lines.chain(units::lines()) {
        let said = match lang {
            Lang::En => en,
            Lang::Fr => fr,
            Lang::Ar => ar,
        };
        for phrase in said.split('|').filter(|phrase| !phrase.is_empty()) {
            add(&mut phrases, phrase, word);
        }
    }
    sort(&mut phrases);
    phrases
}

/// Adds a phrase under its first word.
pub fn add<T>(phrases: &mut Phrases<T>, phrase: &str, meaning: T) {
    let keys: Vec<String> = super::tokens::tokens(&fold(phrase))
        .into_iter()
        .map(|token| token.key)
        .collect();
    if let Some(first) = keys.first() {
        phrases.entry(first.clone()).or_default().push((keys, meaning));
    }
}

/// Puts the longest phrases first; of equal ones the first that was added.
pub fn sort<T>(phrases: &mut Phrases<T>) {
    for list in phrases.values_mut() {
        list.sort_by_key(|(keys, _)| std::cmp::Reverse(keys.len()));
    }
}
