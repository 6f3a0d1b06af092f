//! What a sentence says: which names, periods and verbs belong to which of its figures, and how. What could belong in two
//! ways is marked.

use serde_json::{Value, json};

use super::chunks::{Chunk, Placed};
use super::figures::Figure;
use super::modifiers::own;
use super::scope::{Modifier, Narrowing, Scope};
use super::sentence::Sentence;
use super::verbs::VerbReading;
use super::{Obscurity, Reader, TextSpan};
use crate::activities::counts::Qualifier;
use crate::published_figures::model::number;
use crate::published_figures::proposals::lexicon::{Family, Link, Unit, Verb};
use crate::published_figures::proposals::names::Kind;
use crate::time::PartialDate;

/// One number with all that was said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadFigure {
    pub measure: &'static str,
    pub value: f64,
    pub qualifier: Qualifier,
    pub unit: Unit,
    pub filter: Option<String>,
    pub scope: String,
    pub since: Option<PartialDate>,
    pub as_of: Option<PartialDate>,
    pub grounds: Vec<TextSpan>,
}

impl ReadFigure {
    pub fn says_the_same(&self, other: &Self) -> bool {
        (
            self.measure,
            self.value,
            self.qualifier,
            &self.filter,
            self.since,
            self.as_of,
        ) == (
            other.measure,
            other.value,
            other.qualifier,
            &other.filter,
            other.since,
            other.as_of,
        )
    }
}

/// What a sentence says.
#[derive(Debug, Default)]
pub struct Sense {
    pub claims: Vec<ReadFigure>,
    /// The kinds of narrowing in it, each with its pieces.
    narrowed: Vec<(&'static str, usize, usize)>,
}

impl Reader<'_> {
    /// What the chunks of the sentence from one piece to another say together.
    pub(super) fn sense(&mut self, chunks: &[Placed], from: usize, to: usize) -> Sense {
        let sentence = Sentence::new(chunks);
        if self
            .marks
            .iter()
            .any(|mark| mark.why.voids() && (from..to).contains(&mark.from))
        {
            return Sense::default();
        }
        let said = self.verbs(&sentence);
        let modifiers = self.modifiers(&sentence, &said);
        let scopes = self.scopes(&sentence, &said, &modifiers);
        let mut sense = Sense::default();
        for (index, (_, figure)) in sentence.figures.iter().enumerate() {
            let Some(scope) = scopes.get(index) else { continue };
            sense.claims.push(self.figure_of(figure, scope, said.measure(index)));
        }
        let of_figures = scopes.iter().flat_map(Scope::modifiers);
        for modifier in of_figures.chain(modifiers.iter().map(|(_, modifier)| modifier)) {
            if !sense.narrowed.iter().any(|(kind, ..)| *kind == modifier.what.kind()) {
                sense.narrowed.push((modifier.what.kind(), modifier.from, modifier.to));
            }
        }
        sense
    }

    /// The scope of each figure.
    fn scopes(&mut self, sentence: &Sentence<'_>, said: &VerbReading, modifiers: &[(usize, Modifier)]) -> Vec<Scope> {
        let chains = sentence.chains();
        let starts: Vec<usize> = chains
            .iter()
            .filter_map(|chain| Some(sentence.place(*chain.first()?)))
            .collect();
        let first = starts.first().copied().unwrap_or(sentence.chunks.len());
        // What stands after a chain and before the next belongs to it.
        let after = |chain: usize| {
            let next = starts.get(chain + 1).copied().unwrap_or(sentence.chunks.len());
            let start = starts.get(chain).copied().unwrap_or_default();
            modifiers.iter().filter(move |(at, _)| (start..next).contains(at))
        };
        let kinds = |chain: usize| {
            after(chain)
                .filter(|(_, m)| !m.what.is_origin())
                .map(|(_, m)| m.what.kind())
                .collect::<std::collections::BTreeSet<_>>()
        };
        let last = chains.len().saturating_sub(1);
        let shared = (0..last).all(|chain| kinds(chain).is_empty());
        if !shared {
            for chain in 0..=last {
                let strange = after(chain).find(|(_, m)| {
                    !m.what.is_origin() && (0..=last).any(|other| !kinds(other).contains(m.what.kind()))
                });
                strange
                    .into_iter()
                    .for_each(|(_, modifier)| self.mark_unread(modifier.from, modifier.to, Obscurity::UnclearScope));
            }
        }
        // "20 from Morocco and 12 women": from there too?
        let has_people = |chain: &Vec<usize>| {
            chain.iter().any(|index| {
                sentence
                    .figures
                    .get(*index)
                    .is_some_and(|(_, f)| f.unit.family == Family::People)
            })
        };
        let origin = |chain: usize| after(chain).find(|(_, m)| m.what.is_origin());
        let of_people: Vec<usize> = (0..chains.len())
            .filter(|chain| chains.get(*chain).is_some_and(has_people))
            .collect();
        if of_people.iter().any(|chain| origin(*chain).is_none()) {
            for (_, modifier) in of_people.iter().filter_map(|chain| origin(*chain)) {
                self.mark_unread(modifier.from, modifier.to, Obscurity::UnclearScope);
            }
        }
        let mut scopes = Vec::new();
        for (number, chain) in chains.iter().enumerate() {
            for index in chain {
                let Some((_, figure)) = sentence.figures.get(*index) else {
                    continue;
                };
                let mut all: Vec<&Modifier> = modifiers.iter().filter(|(at, _)| *at < first).map(|(_, m)| m).collect();
                all.extend(after(number).map(|(_, m)| m));
                if shared && number < last {
                    all.extend(after(last).filter(|(_, m)| !m.what.is_origin()).map(|(_, m)| m));
                }
                if figure.unit.family != Family::People {
                    all.retain(|modifier| !modifier.what.is_origin());
                }
                let own = own(sentence, said, chain, *index);
                let mut scope = Scope::default();
                for modifier in all.into_iter().chain(&own) {
                    if let Err(second) = scope.add(modifier) {
                        let date = matches!(second.what, Narrowing::Since(_) | Narrowing::AsOf(_));
                        self.mark_unread(
                            second.from,
                            second.to,
                            if date {
                                Obscurity::SecondDate
                            } else {
                                Obscurity::UnclearScope
                            },
                        );
                    }
                }
                scopes.push(scope);
            }
            self.read_number(sentence, said, &chains, number);
        }
        scopes
    }

    /// Marks what makes the figures of a chain unclear.
    fn read_number(&mut self, sentence: &Sentence<'_>, said: &VerbReading, chains: &[Vec<usize>], number: usize) {
        let Some(chain) = chains.get(number) else { return };
        let figures: Vec<(usize, &Figure)> = chain
            .iter()
            .filter_map(|index| sentence.figures.get(*index).copied())
            .collect();
        let of = |family: Family| figures.iter().filter(move |(_, figure)| figure.unit.family == family);
        let one = of(Family::Activities).find(|(_, figure)| figure.is(1));
        if let Some((_, one)) = one.filter(|_| figures.len() > 1) {
            self.mark_unread(one.number.0, one.units.1, Obscurity::OneActivity);
        }
        // People of the workshops or of everything?
        let alone = of(Family::Activities).next().is_none();
        let narrower = |index: usize, figure: &Figure| {
            figure.unit.family == Family::Activities
                && (figure.unit.filter.is_some()
                    || !figure.adjectives.is_empty()
                    || !figure.types.is_empty()
                    || !said.modifiers_of(index).is_empty())
        };
        // "Organised 65 and trained 2,275": the verb of its own says that they are all whom the office trained.
        let start = figures.first().map_or(0, |(at, _)| *at);
        let earlier = sentence
            .figures
            .iter()
            .map(|(at, _)| *at)
            .filter(|at| *at < start)
            .max();
        let trained = sentence
            .between(earlier.unwrap_or_default(), start)
            .any(|(_, placed)| matches!(placed.chunk, Chunk::Verb(Verb::Trained, _)));
        let ours = |index: usize, figure: &Figure| {
            narrower(index, figure)
                && !(trained && said.is_ours(index) && figure.unit.filter.is_none() && figure.adjectives.is_empty())
        };
        let elsewhere = sentence
            .figures
            .iter()
            .enumerate()
            .any(|(index, (_, figure))| !chain.contains(&index) && ours(index, figure));
        for (at, figure) in &figures {
            let (from, to) = (figure.number.0, figure.units.1);
            let of_place = figure.unit.family == Family::Countries
                && matches!(figure.link, Some(Link::In | Link::For | Link::With | Link::Under));
            let by_whom = alone
                && figure.unit.family == Family::People
                && matches!(figure.link, Some(Link::By | Link::With | Link::Under | Link::For));
            // Experts in statistics: their field, or that of what they came for?
            let next = sentence.chunk(at + 1);
            let own_field = figure.adjectives.iter().any(|adjective| adjective.parameter == "field")
                || matches!(next, Some(Chunk::Names { kind: Kind::Field, .. }));
            let skill = figure.unit.skilled && own_field
                || figure.unit.family == Family::People && figure.adjectives.iter().any(|a| a.parameter == "field");
            if by_whom
                || skill
                || figure.unit.narrow
                || of_place
                || alone && elsewhere && figure.unit.family != Family::Other
            {
                self.mark_unread(from, to, Obscurity::UnclearScope);
            }
            let index = sentence
                .figures
                .iter()
                .position(|(place, _)| place == at)
                .unwrap_or_default();
            if sentence.is_part(index) {
                let whole = index.checked_sub(1).and_then(|before| sentence.figures.get(before));
                let fits = whole.is_some_and(|(_, whole)| {
                    whole.unit.family == figure.unit.family
                        && whole.unit.filter.is_none()
                        && figure.unit.filter.is_some()
                });
                // What follows a part without a comma is told of the part alone.
                let next = sentence
                    .figures
                    .get(index + 1)
                    .map_or(sentence.chunks.len(), |(next, _)| *next);
                let tail = sentence
                    .between(*at, next)
                    .take_while(|(_, placed)| placed.chunk != Chunk::Comma);
                let told = tail.into_iter().any(|(_, placed)| {
                    matches!(
                        placed.chunk,
                        Chunk::Names { .. } | Chunk::Period(_) | Chunk::Group { .. }
                    )
                });
                if !fits || told {
                    self.mark_unread(from, to, Obscurity::UnclearScope);
                }
            }
        }
    }

    /// The figure with its scope, and the words that it rests on.
    fn figure_of(&mut self, figure: &Figure, scope: &Scope, verb: Option<&'static str>) -> ReadFigure {
        let unit = figure.unit;
        let own = unit
            .filter
            .filter(|(name, _)| unit.family != Family::Activities || *name == "sex");
        let filter = scope
            .filter(unit.family, own)
            .map_err(|strange| self.mark_unread(strange.from, strange.to, Obscurity::UnclearRole));
        let value = self.ground(figure.number.0, figure.number.1, "value", number(figure.value));
        let measure = verb
            .filter(|_| unit.measure == "activities")
            .unwrap_or(match figure.types.len() {
                0 | 1 => unit.measure,
                _ => verb.unwrap_or("activities"),
            });
        let qualifier = figure
            .qualifier
            .and_then(|(at, said)| self.ground(at, at + 1, "qualifier", json!(said)));
        let counted = self.ground(figure.units.0, figure.units.1, "measure", json!(measure));
        let mut grounds: Vec<TextSpan> = value.into_iter().chain(qualifier).chain(counted).collect();
        for modifier in scope.modifiers() {
            let (member, value): (_, Value) = match &modifier.what {
                Narrowing::Since(date) => ("since", json!(date.to_string())),
                Narrowing::AsOf(date) => ("as_of", json!(date.to_string())),
                what => (
                    "record_filter",
                    json!(Scope::of(what).filter(unit.family, None).unwrap_or_default()),
                ),
            };
            grounds.extend(self.ground(modifier.from, modifier.to, member, value));
        }
        ReadFigure {
            measure,
            value: figure.value,
            qualifier: figure.qualifier.map_or(Qualifier::Exact, |(_, qualifier)| qualifier),
            unit,
            filter: filter.ok(),
            scope: scope.words(),
            since: scope.since(),
            as_of: scope.as_of(),
            grounds,
        }
    }

    /// Sentences that narrow differently: what one says may hold for the others too.
    pub(super) fn compare(&mut self, senses: &[Sense]) {
        let counting = senses.iter().filter(|sense| !sense.claims.is_empty()).count();
        for (number, sense) in senses.iter().enumerate() {
            let others = senses
                .iter()
                .enumerate()
                .filter(|(other, sense)| *other != number && !sense.claims.is_empty());
            for (kind, from, to) in &sense.narrowed {
                let lacks = |other: &Sense| !other.narrowed.iter().any(|(known, ..)| known == kind);
                if counting > 0 && others.clone().any(|(_, other)| lacks(other)) {
                    self.mark_unread(*from, *to, Obscurity::UnclearScope);
                }
            }
        }
    }
}
