//! A verb with what stands around it: who did it, and what was done.

use super::chunks::{Chunk, Placed, Voice};
use super::figures::Figure;
use super::sentence::Sentence;
use crate::published_figures::proposals::lexicon::{Family, Link, Verb};
use crate::published_figures::proposals::names::Kind;

/// A verb with what stands around it.
pub struct Clause<'s> {
    pub verb: Verb,
    pub placed: &'s Placed,
    /// The figures of activities that it speaks of.
    pub targets: Vec<usize>,
    /// Who did it, by the chunks.
    pub subjects: Vec<usize>,
    /// Whether nobody is said to have done it.
    pub impersonal: bool,
    /// Whether what was done follows it.
    pub active: bool,
    /// Whether people, countries or agencies that are counted did it.
    pub counted: bool,
}

/// Whether what was done stands before the verb: it says so itself (were organised), or the verb follows it without anybody
/// who did it between, and does not begin anew after "and" or a comma.
fn passive(sentence: &Sentence<'_>, at: usize, start: usize) -> bool {
    let Some(Chunk::Verb(_, voice)) = sentence.chunk(at) else {
        return false;
    };
    let is_activities =
        |placed: &&Placed| matches!(&placed.chunk, Chunk::Figure(figure) if figure.unit.family == Family::Activities);
    let before = sentence.chunks.iter().take(at).skip(start);
    let since = before.clone().rev().take_while(|placed| !is_activities(placed));
    let somebody = since.clone().any(|placed| {
        matches!(
            placed.chunk,
            Chunk::Names { link: None, .. }
                | Chunk::Group { link: None, .. }
                | Chunk::Office { link: None }
                | Chunk::All { link: None }
                | Chunk::Figure(_)
        )
    });
    let anew = at
        .checked_sub(1)
        .and_then(|before| sentence.chunk(before))
        .is_some_and(|chunk| matches!(chunk, Chunk::And | Chunk::Comma));
    let by = sentence.chunks.get(at + 1).is_some_and(|placed| {
        matches!(
            placed.chunk,
            Chunk::Office { link: Some(Link::By) }
                | Chunk::Names {
                    link: Some(Link::By),
                    ..
                }
        )
    });
    *voice == Voice::Passive || before.clone().any(|placed| is_activities(&placed)) && !somebody && (!anew || by)
}

/// A verb with its subjects and targets.
pub fn clause<'s>(sentence: &Sentence<'s>, at: usize, before: Option<usize>, next: usize) -> Option<Clause<'s>> {
    let placed = sentence.chunks.get(at)?;
    let Chunk::Verb(verb, voice) = placed.chunk else {
        return None;
    };
    let figures = || sentence.figures.iter().enumerate();
    let after = figures().find(|(_, (place, _))| (at + 1..next).contains(place));
    let start = before.map_or(0, |before| before + 1);
    let is_activities = |figure: &Figure| figure.unit.family == Family::Activities;
    // What is done follows the verb, or stands before it: "organised 65 activities", "65 activities were organised".
    let object =
        after.filter(|(_, (_, figure))| is_activities(figure) || matches!(verb, Verb::Trained | Verb::Gathered));
    let object = object.filter(|(index, _)| !passive(sentence, at, start) && !sentence.is_part(*index));
    let range = match object {
        Some((_, (place, _))) => *place..next,
        None => start..at,
    };
    let in_range = figures().filter(|(_, (place, figure))| range.contains(place) && is_activities(figure));
    let mut targets: Vec<usize> = in_range.map(|(index, _)| index).collect();
    if object.is_none() && targets.is_empty() {
        // "57 countries took part in 1,080 activities": after those who did.
        targets = figures()
            .filter(|(_, (place, figure))| (at..next).contains(place) && is_activities(figure))
            .map(|(index, _)| index)
            .collect();
        if matches!(verb, Verb::Organised | Verb::Held | Verb::Hosted) {
            targets.clear();
        }
    }
    // Who does it stands before the verb, or, in Arabic, between it and what is done; of what was done "by" names it.
    let end = object.or(after).map_or(next, |(_, (place, _))| *place);
    let is_somebody = |(_, placed): &(usize, &Placed)| {
        matches!(
            placed.chunk,
            Chunk::Names { link: None, .. }
                | Chunk::Group { link: None, .. }
                | Chunk::Office { link: None }
                | Chunk::All { link: None }
        )
    };
    let is_agent = |(_, placed): &(usize, &Placed)| {
        matches!(
            placed.chunk,
            Chunk::Names {
                link: Some(Link::By),
                ..
            } | Chunk::Group {
                link: Some(Link::By),
                ..
            } | Chunk::Office { link: Some(Link::By) }
        )
    };
    let is_topic = |placed: &Placed| {
        matches!(
            placed.chunk,
            Chunk::Names {
                kind: Kind::Programme | Kind::Field,
                ..
            }
        )
    };
    let around = sentence.chunks.iter().enumerate();
    let subjects: Vec<usize> = around
        .clone()
        .filter(|(place, placed)| (start..at).contains(place) || (at + 1..end).contains(place) && !is_topic(placed))
        .filter(is_somebody)
        .chain(
            around
                .filter(|(place, _)| (at + 1..next).contains(place))
                .filter(is_agent),
        )
        .map(|(place, _)| place)
        .collect();
    let counted = figures().any(|(index, (place, figure))| {
        !targets.contains(&index)
            && !is_activities(figure)
            && ((start..at).contains(place) || (at + 1..next).contains(place))
    });
    Some(Clause {
        verb,
        placed,
        targets,
        subjects,
        impersonal: voice == Voice::Impersonal,
        active: object.is_some(),
        counted,
    })
}
