//! What narrows the figures of a sentence: names and periods by their links, and what figures have of themselves.

use super::chunks::Chunk;
use super::figures::{Adjective, Figure};
use super::scope::{Modifier, Narrowing};
use super::sentence::Sentence;
use super::verbs::VerbReading;
use super::{Obscurity, Reader};
use crate::published_figures::proposals::lexicon::{Family, Link, Verb};
use crate::published_figures::proposals::names::Kind;

impl Reader<'_> {
    /// What narrows the figures of a sentence beside its subjects, with the place of each among the chunks.
    pub(super) fn modifiers(&mut self, sentence: &Sentence<'_>, said: &VerbReading) -> Vec<(usize, Modifier)> {
        let mut found = Vec::new();
        let has = |family: Family| sentence.figures.iter().any(|(_, figure)| figure.unit.family == family);
        let counts_activities = has(Family::Activities);
        let of_activities = counts_activities
            || sentence
                .chunks
                .iter()
                .any(|placed| matches!(placed.chunk, Chunk::Activities(_)));
        let since = sentence
            .chunks
            .iter()
            .any(|placed| matches!(&placed.chunk, Chunk::Period(period) if period.since.is_some()));
        let reached = sentence.figures.iter().any(|(_, figure)| figure.units == figure.number)
            || sentence
                .chunks
                .iter()
                .any(|placed| matches!(placed.chunk, Chunk::Verb(Verb::Gathered, _)));
        for (at, placed) in sentence.chunks.iter().enumerate() {
            let (from, to) = (placed.from, placed.to);
            let what = match &placed.chunk {
                Chunk::Names {
                    kind: Kind::Programme,
                    codes,
                    ..
                } => Some(Narrowing::Programme(codes.clone())),
                Chunk::Names {
                    kind: Kind::Field,
                    codes,
                    ..
                } => Some(Narrowing::Field(codes.clone())),
                _ if said.is_subject(at) => continue,
                Chunk::Names {
                    kind: Kind::Country,
                    codes,
                    link,
                    institutions,
                } => match link {
                    Some(Link::In) if !institutions => Some(Narrowing::Place(codes.clone())),
                    Some(Link::For) if of_activities => Some(Narrowing::Countries(codes.clone(), Some("beneficiary"))),
                    Some(Link::Expertise) => Some(Narrowing::Countries(codes.clone(), Some("provider"))),
                    Some(Link::From | Link::Of) if has(Family::People) => Some(Narrowing::FromCountries(codes.clone())),
                    _ => None,
                },
                Chunk::Names { codes, link, .. } => match link {
                    Some(Link::With | Link::Expertise) => Some(Narrowing::Agencies(codes.clone())),
                    Some(Link::For) if of_activities => Some(Narrowing::Agencies(codes.clone())),
                    Some(Link::From | Link::Of) if has(Family::People) => Some(Narrowing::FromAgencies(codes.clone())),
                    _ => None,
                },
                Chunk::Group { code, link } => match link {
                    Some(Link::For) if of_activities => Some(Narrowing::Group(code)),
                    Some(Link::From | Link::Of) if has(Family::People) => Some(Narrowing::FromGroup(code)),
                    _ => None,
                },
                Chunk::Mode(mode) => Some(Narrowing::Mode((*mode).to_owned())),
                Chunk::Event => {
                    self.mark_unread(from, to, Obscurity::OneActivity);
                    continue;
                }
                Chunk::Activities(unit) if counts_activities || sentence.figures.is_empty() => {
                    let general = unit.filter.is_none() && sentence.figures.is_empty();
                    if !general {
                        self.mark_unread(from, to, Obscurity::UnitWithoutNumber);
                    }
                    continue;
                }
                Chunk::Activities(unit) => match unit.filter {
                    Some((name, value)) => Some(Narrowing::Type(name, value.to_owned())),
                    None => continue,
                },
                Chunk::Period(period) => {
                    let dates = &period.dates;
                    // "The number of participants reached 33,000 in 2023": in that year, or until then?
                    let until_then =
                        reached && dates.len() == 1 && period.since.is_some() && period.since == period.as_of;
                    let day = period.day.is_some() && !since;
                    let why = period.unclear.or((day || until_then).then_some(Obscurity::UnclearDate));
                    if let Some(why) = why {
                        self.mark_unread(from, to, why);
                        continue;
                    }
                    let (one, two) = (
                        dates.first().copied().unwrap_or((from, to)),
                        dates.last().copied().unwrap_or((from, to)),
                    );
                    let as_of = period.as_of.or(period.day);
                    let parts = [
                        (one, period.since.map(Narrowing::Since)),
                        (two, as_of.map(Narrowing::AsOf)),
                    ];
                    found.extend(
                        parts
                            .into_iter()
                            .filter_map(|((from, to), what)| Some((at, Modifier { from, to, what: what? }))),
                    );
                    continue;
                }
                Chunk::Part if !sentence.figures.iter().any(|(figure, _)| *figure > at) => None,
                _ => continue,
            };
            match what {
                Some(what) => found.push((at, Modifier { from, to, what })),
                None => self.mark_unread(from, to, Obscurity::UnclearRole),
            }
        }
        found
    }
}

/// What a figure has of itself, of its verb, and of the activities that it is told of.
pub fn own(sentence: &Sentence<'_>, said: &VerbReading, chain: &[usize], index: usize) -> Vec<Modifier> {
    let Some((_, figure)) = sentence.figures.get(index) else {
        return Vec::new();
    };
    let mut found = adjectives(figure);
    found.extend(said.modifiers_of(index).iter().cloned());
    if figure.unit.family == Family::Activities {
        found.extend(own_type(figure));
        // A part of activities has what the whole has.
        if sentence.is_part(index) {
            let whole = chain
                .iter()
                .filter(|other| **other < index)
                .filter_map(|other| Some((*other, sentence.figures.get(*other)?.1)));
            for (other, whole) in whole.filter(|(_, whole)| whole.unit.family == Family::Activities) {
                found.extend(adjectives(whole));
                found.extend(own_type(whole));
                found.extend(said.modifiers_of(other).iter().cloned());
            }
        }
        return found;
    }
    let others = chain.iter().filter(|other| **other != index);
    let others: Vec<(usize, &Figure)> = others
        .filter_map(|other| Some((*other, sentence.figures.get(*other)?.1)))
        .collect();
    for (other, activities) in others
        .iter()
        .filter(|(_, other)| other.unit.family == Family::Activities)
    {
        found.extend(adjectives(activities));
        found.extend(own_type(activities));
        found.extend(said.modifiers_of(*other).iter().cloned());
    }
    for (_, people) in others
        .iter()
        .filter(|(_, other)| other.unit.family != Family::Activities)
    {
        found.extend(adjectives(people));
    }
    found
}

fn adjectives(figure: &Figure) -> Vec<Modifier> {
    let modifier = |adjective: &Adjective| {
        let value = adjective.value.clone();
        let what = match adjective.parameter {
            "programme" => Narrowing::Programme(vec![value]),
            "field" => Narrowing::Field(vec![value]),
            _ => Narrowing::Mode(value),
        };
        Modifier {
            from: adjective.at,
            to: adjective.at + 1,
            what,
        }
    };
    figure.adjectives.iter().map(modifier).collect()
}

/// The type that activities are of.
fn own_type(figure: &Figure) -> Option<Modifier> {
    let (name, value) = figure
        .unit
        .filter
        .filter(|_| figure.unit.family == Family::Activities)?;
    let value = if figure.types.len() > 1 {
        figure.types.join(",")
    } else {
        value.to_owned()
    };
    Some(Modifier {
        from: figure.units.0,
        to: figure.units.1,
        what: Narrowing::Type(name, value),
    })
}
