//! Who did what: the verbs of a sentence with their subjects and the figures that they speak of.

use super::chunks::{Chunk, Placed};
use super::clauses::{Clause, clause};
use super::scope::{Modifier, Narrowing, ORGANISED};
use super::sentence::Sentence;
use super::{Obscurity, Reader};
use crate::published_figures::proposals::lexicon::{Family, Link, Verb};
use crate::published_figures::proposals::names::Kind;

/// What the verbs of a sentence say of its figures.
#[derive(Debug, Default)]
pub struct VerbReading {
    /// Chunks that are somebody who did something.
    subjects: Vec<usize>,
    /// By the figure: what the verb says of it, and the measure that it makes.
    of: Vec<(Vec<Modifier>, Vec<&'static str>)>,
}

impl VerbReading {
    pub fn is_subject(&self, chunk: usize) -> bool {
        self.subjects.contains(&chunk)
    }

    /// What a verb says of a figure.
    pub fn modifiers_of(&self, figure: usize) -> &[Modifier] {
        self.of.get(figure).map_or(&[], |(modifiers, _)| modifiers)
    }

    /// Whether the verb says no more than that the office held it.
    pub fn is_ours(&self, figure: usize) -> bool {
        let ours = |modifier: &Modifier| matches!(modifier.what, Narrowing::OurRole(ORGANISED));
        self.modifiers_of(figure).iter().all(ours)
    }

    /// In the announcer's terms, the strongest of what was said.
    pub fn measure(&self, figure: usize) -> Option<&'static str> {
        let said = &self.of.get(figure)?.1;
        let order = [
            "activities_provided",
            "activities_benefited",
            "activities_participated",
            "activities_organised",
        ];
        order.into_iter().find(|measure| said.contains(measure))
    }

    fn add(&mut self, figures: &[usize], modifier: Option<&Modifier>, measure: Option<&'static str>) {
        for figure in figures {
            if let Some((modifiers, measures)) = self.of.get_mut(*figure) {
                modifiers.extend(modifier.cloned());
                measures.extend(measure);
            }
        }
    }
}

impl Reader<'_> {
    /// What the verbs of a sentence say of its figures.
    pub(super) fn verbs(&mut self, sentence: &Sentence<'_>) -> VerbReading {
        let mut said = VerbReading {
            subjects: Vec::new(),
            of: vec![(Vec::new(), Vec::new()); sentence.figures.len()],
        };
        let verbs: Vec<usize> = (0..sentence.chunks.len())
            .filter(|at| matches!(sentence.chunk(*at), Some(Chunk::Verb(..))))
            .collect();
        let mut done: Vec<(bool, Vec<usize>)> = Vec::new();
        let mut last: (Vec<usize>, bool) = (Vec::new(), false);
        for (number, at) in verbs.iter().enumerate() {
            let before = number.checked_sub(1).and_then(|before| verbs.get(before)).copied();
            let next = verbs.get(number + 1).copied().unwrap_or(sentence.chunks.len());
            let Some(mut clause) = clause(sentence, *at, before, next) else {
                continue;
            };
            // Who stands between two verbs did what the first says.
            clause.subjects.retain(|subject| !said.subjects.contains(subject));
            // "benefited from 130 activities and provided 16": who is not named again is the same.
            let active = sentence.figures.iter().any(|(place, _)| (*at..next).contains(place));
            if clause.subjects.is_empty() && !clause.counted && active && number > 0 && !clause.impersonal {
                (clause.subjects, clause.counted) = last.clone();
            }
            last = (clause.subjects.clone(), clause.counted);
            said.subjects.extend(&clause.subjects);
            self.clause(sentence, &clause, &mut said);
            done.push((clause.active, clause.targets));
        }
        self.doubtful(sentence, &done);
        // "58 activities by Pakistan": what somebody is said to have given is provided.
        for (at, placed) in sentence.chunks.iter().enumerate() {
            if let Chunk::Names {
                link: Some(Link::Expertise),
                ..
            } = placed.chunk
            {
                let targets = sentence.figures.iter().position(|(place, _)| *place > at);
                let earlier = sentence.figures.iter().rposition(|(place, _)| *place < at);
                said.add(
                    &earlier.or(targets).into_iter().collect::<Vec<_>>(),
                    None,
                    Some("activities_provided"),
                );
            }
            if let Chunk::Names {
                link: Some(Link::For),
                kind: Kind::Country | Kind::Agency,
                ..
            }
            | Chunk::Group {
                link: Some(Link::For), ..
            } = placed.chunk
            {
                let earlier = sentence
                    .figures
                    .iter()
                    .rposition(|(place, figure)| *place < at && figure.unit.family == Family::Activities);
                said.add(
                    &earlier.into_iter().collect::<Vec<_>>(),
                    None,
                    Some("activities_benefited"),
                );
            }
        }
        said
    }

    /// Marks figures of activities that no verb speaks of while one speaks of others ("84 were organised for Senegal, 12
    /// for Mali"), and those that a second verb takes from the first ("organised 65, 12 were held").
    fn doubtful(&mut self, sentence: &Sentence<'_>, done: &[(bool, Vec<usize>)]) {
        let by = |figure: usize| done.iter().filter(move |(_, targets)| targets.contains(&figure));
        for (index, (_, figure)) in sentence.figures.iter().enumerate() {
            let nobody = by(index).next().is_none() && done.iter().any(|(_, targets)| !targets.is_empty());
            let taken = by(index).any(|(active, targets)| *active && targets.first() != Some(&index))
                && by(index).any(|(active, _)| !active);
            if figure.unit.family == Family::Activities && !sentence.is_part(index) && (nobody || taken) {
                self.mark_unread(figure.number.0, figure.units.1, Obscurity::UnclearScope);
            }
        }
    }

    fn clause(&mut self, sentence: &Sentence<'_>, clause: &Clause<'_>, said: &mut VerbReading) {
        let (from, to) = (clause.placed.from, clause.placed.to);
        let chunk = |at: &usize| sentence.chunks.get(*at);
        let named: Vec<&Placed> = clause.subjects.iter().filter_map(chunk).collect();
        let office = named.iter().any(|placed| {
            matches!(
                placed.chunk,
                Chunk::Office { .. }
                    | Chunk::Names {
                        kind: Kind::Programme | Kind::Field,
                        ..
                    }
            )
        });
        let is_other = |placed: &&&Placed| {
            matches!(
                placed.chunk,
                Chunk::Names {
                    kind: Kind::Country | Kind::Agency,
                    ..
                } | Chunk::Group { .. }
                    | Chunk::All { .. }
            )
        };
        let others: Vec<&&Placed> = named.iter().filter(is_other).collect();
        let targets = clause.targets.as_slice();
        match clause.verb {
            Verb::Organised | Verb::Held => {
                for other in &others {
                    // Together with the office it is a partner; alone the record is not of it.
                    match &other.chunk {
                        Chunk::Names {
                            kind: Kind::Agency,
                            codes,
                            ..
                        } if office => {
                            let partner = Modifier {
                                from: other.from,
                                to: other.to,
                                what: Narrowing::Agencies(codes.clone()),
                            };
                            said.add(targets, Some(&partner), None);
                        }
                        _ => self.mark_unread(other.from, other.to, Obscurity::NotTheOffice),
                    }
                }
                if clause.counted
                    && !targets.is_empty()
                    && others.is_empty()
                    && !office
                    && clause.verb == Verb::Organised
                    && is_before(sentence, clause)
                {
                    self.mark_unread(from, to, Obscurity::NotTheOffice);
                }
                if clause.verb == Verb::Organised || office {
                    let ours = Modifier {
                        from,
                        to,
                        what: Narrowing::OurRole(ORGANISED),
                    };
                    said.add(targets, Some(&ours), Some("activities_organised"));
                }
            }
            Verb::Trained | Verb::Said => {
                others
                    .iter()
                    .for_each(|other| self.mark_unread(other.from, other.to, Obscurity::NotTheOffice));
            }
            Verb::Gathered => others
                .iter()
                .for_each(|other| self.mark_unread(other.from, other.to, Obscurity::UnclearRole)),
            Verb::Hosted => self.mark_unread(from, to, Obscurity::UnclearRole),
            Verb::Provided | Verb::Benefited | Verb::Participated => self.took_part(clause, &named, office, said),
        }
    }

    /// Who benefited, provided or participated.
    fn took_part(&mut self, clause: &Clause<'_>, named: &[&Placed], office: bool, said: &mut VerbReading) {
        let (from, to) = (clause.placed.from, clause.placed.to);
        let (role, measure) = match clause.verb {
            Verb::Provided => (Some("provider"), "activities_provided"),
            Verb::Benefited => (Some("beneficiary"), "activities_benefited"),
            _ => (None, "activities_participated"),
        };
        if office && clause.verb == Verb::Participated {
            let added = Modifier {
                from,
                to,
                what: Narrowing::OurRole("participant"),
            };
            said.add(&clause.targets, Some(&added), Some(measure));
        } else if office || named.is_empty() && (!clause.counted || clause.verb == Verb::Provided) {
            self.mark_unread(from, to, Obscurity::UnclearRole);
        }
        for placed in named {
            let (from, to) = (placed.from, placed.to);
            let what = match &placed.chunk {
                Chunk::Names {
                    kind: Kind::Country,
                    codes,
                    ..
                } => Narrowing::Countries(codes.clone(), role),
                Chunk::Names {
                    kind: Kind::Agency,
                    codes,
                    ..
                } => Narrowing::Agencies(codes.clone()),
                Chunk::Group { code, .. } if clause.verb != Verb::Provided => Narrowing::Group(code),
                Chunk::All { .. } => {
                    said.add(&clause.targets, None, Some(measure));
                    continue;
                }
                Chunk::Group { .. } => {
                    self.mark_unread(from, to, Obscurity::UnclearRole);
                    continue;
                }
                _ => continue,
            };
            // Without a figure of activities it may be of people, and nothing says how.
            if clause.targets.is_empty() {
                self.mark_unread(from, to, Obscurity::UnclearRole);
            }
            said.add(&clause.targets, Some(&Modifier { from, to, what }), Some(measure));
        }
    }
}

/// Whether the figure that did it stands before the verb and is not what was done.
fn is_before(sentence: &Sentence<'_>, clause: &Clause<'_>) -> bool {
    let verb = sentence
        .chunks
        .iter()
        .position(|placed| std::ptr::eq(placed, clause.placed))
        .unwrap_or_default();
    clause
        .targets
        .iter()
        .all(|target| sentence.figures.get(*target).is_some_and(|(place, _)| *place > verb))
}
