//! What the office declares of its own record, and what follows for a question: whether everything that belongs to it is
//! recorded, a part, or nobody says. The rule is here and nowhere else; it knows scopes, and nothing of activities.

mod scope;
mod values;

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod oracle_agencies;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

pub use scope::{DayRange, Scope, Subject};

use super::dataset::Names;
use super::keys::Keys;
use super::plan::Plan;
use super::question::Filters;
use super::words::{Dimension, Measure};
use crate::codes;
use crate::text::Lang;
use crate::texts;
use crate::time::PartialDate;

codes! {
    /// What is declared of a scope.
    pub enum State {
        /// Everything that belongs to it is recorded.
        Complete = "complete",
        /// Some of it is not.
        Partial = "partial",
    }
}

codes! {
    /// What follows for a figure.
    pub enum Coverage {
        /// Everything that it is about is declared to be recorded.
        Complete = "complete",
        /// Some of what it is about is declared not to be recorded, or only a part is declared complete.
        Partial = "partial",
        /// Nothing is declared of what it is about.
        NotStated = "not_stated",
    }
}

impl Coverage {
    /// In words: `Coverage: partial`.
    pub fn text(self, lang: Lang) -> String {
        texts::say(lang, &format!("coverage-{self}"), &[])
    }

    /// What can be said of several figures together.
    pub fn weakest(all: impl IntoIterator<Item = Self>) -> Self {
        let mut weakest = None;
        for one in all {
            weakest = Some(match (weakest, one) {
                (Some(Self::Partial), _) | (_, Self::Partial) => Self::Partial,
                (Some(Self::NotStated), _) | (_, Self::NotStated) => Self::NotStated,
                _ => Self::Complete,
            });
        }
        weakest.unwrap_or(Self::NotStated)
    }
}

/// A declaration as it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// Without a status unless one is written.
    pub filters: Filters,
    pub from: Option<PartialDate>,
    pub to: Option<PartialDate>,
    pub state: State,
}

impl Declared {
    /// Whether it may speak of other questions tomorrow than on this day.
    pub fn ages(&self, day: NaiveDate) -> bool {
        self.to.is_none_or(|to| to.last() >= day)
    }
}

/// Declarations as one measure reads them on a day, with what follows from several.
#[derive(Debug, Default)]
pub struct Declarations {
    /// Each alone, and those of one filter whose times join.
    complete: Vec<Scope>,
    partial: Vec<Scope>,
}

impl Declarations {
    /// Of scopes with what is declared of them, in the order in which it was declared: of two with one scope the later
    /// counts.
    pub fn new(declared: impl IntoIterator<Item = (Scope, State)>) -> Self {
        let mut known: Vec<(Scope, State)> = Vec::new();
        for (scope, state) in declared {
            known.retain(|(other, _)| *other != scope);
            known.push((scope, state));
        }
        let of = |wanted: State| {
            let fitting = known.iter().filter(move |(_, state)| *state == wanted);
            fitting.map(|(scope, _)| scope.clone())
        };
        Self {
            complete: joined(of(State::Complete).collect()),
            partial: of(State::Partial).collect(),
        }
    }

    /// Whether nothing at all is declared.
    pub fn is_empty(&self) -> bool {
        self.complete.is_empty() && self.partial.is_empty()
    }

    /// What follows for a question. It is complete where a complete declaration holds for it and every partial one that
    /// touches it is wider than that one.
    pub fn coverage(&self, asked: &Scope) -> Coverage {
        let contrary: Vec<&Scope> = self.partial.iter().filter(|scope| scope.touches(asked)).collect();
        let mut holding = self.complete.iter().filter(|scope| scope.holds_for(asked));
        if holding.any(|complete| contrary.iter().all(|partial| partial.is_wider_than(complete))) {
            return Coverage::Complete;
        }
        let is_touched = !contrary.is_empty() || self.complete.iter().any(|scope| scope.touches(asked));
        if is_touched {
            Coverage::Partial
        } else {
            Coverage::NotStated
        }
    }

    /// The subjects that any of them speaks of.
    fn subjects(&self) -> Vec<Subject> {
        let all = self.complete.iter().chain(&self.partial);
        all.flat_map(Scope::subjects).collect()
    }
}

/// These, and of those with one filter every stretch that some of them make together.
fn joined(mut scopes: Vec<Scope>) -> Vec<Scope> {
    scopes.sort_by_key(|scope| scope.span.first);
    let mut all = scopes.clone();
    for (at, start) in scopes.iter().enumerate() {
        let later: Vec<DayRange> = scopes
            .iter()
            .skip(at)
            .filter(|next| next.is_of_one_filter_with(start))
            .map(|next| next.span)
            .collect();
        for end in later.iter().map(|span| span.last) {
            let mut last = start.span.last;
            for span in later.iter().filter(|span| span.last <= end) {
                let next = last.checked_add_days(Days::new(1)).unwrap_or(last);
                if span.first.is_none_or(|first| first <= next) {
                    last = last.max(span.last);
                }
            }
            let mut stretch = start.clone();
            stretch.span.last = last;
            if last == end && !all.contains(&stretch) {
                all.push(stretch);
            }
        }
    }
    all
}

/// What the rows of one answer are covered by.
pub struct Covering<'p, 'f> {
    plan: &'p Plan<'f>,
    declarations: Declarations,
    asked: Scope,
    /// For each dimension whether it makes a difference.
    tells: Vec<bool>,
    known: BTreeMap<Keys, Coverage>,
}

impl<'p, 'f> Covering<'p, 'f> {
    /// Of the answer to a question.
    pub fn of(plan: &'p Plan<'f>) -> Self {
        let (names, today) = (&plan.dataset.names, plan.dataset.today);
        let declarations = Declarations::new(scopes(names, plan.measure, today));
        let subjects = declarations.subjects();
        let tells = |dimension: &Dimension| {
            *dimension == Dimension::Year || subjects.contains(&Subject::of(*dimension, plan.measure))
        };
        Self {
            asked: Scope::of_question(plan.filters(), plan.measure, names, today),
            tells: plan.by.iter().map(tells).collect(),
            known: BTreeMap::new(),
            declarations,
            plan,
        }
    }

    /// Of the total.
    pub fn total(&self) -> Coverage {
        if self.plan.measure == Measure::MemberCountries {
            return Coverage::Complete;
        }
        self.declarations.coverage(&self.asked)
    }

    /// Of a row.
    pub fn row(&mut self, mut keys: Keys) -> Coverage {
        if self.plan.measure.is_stock() || self.declarations.is_empty() {
            return self.total();
        }
        let full = keys;
        for (key, _) in keys.iter_mut().zip(&self.tells).filter(|(_, tells)| !**tells) {
            *key = 0;
        }
        if let Some(known) = self.known.get(&keys) {
            return *known;
        }
        let mut scope = self.asked.clone();
        let spelt = self.plan.spell(full);
        for ((dimension, key), tells) in self.plan.by.iter().zip(&spelt).zip(&self.tells) {
            if *tells {
                scope.narrow(*dimension, key, self.plan);
            }
        }
        let coverage = self.declarations.coverage(&scope);
        self.known.insert(keys, coverage);
        coverage
    }
}

/// The scopes of what is declared, as a measure reads their filters. Programmes are no activities: only what is declared
/// without a filter speaks of them.
fn scopes(names: &Names, measure: Measure, today: NaiveDate) -> impl Iterator<Item = (Scope, State)> {
    let read = move |declared: &Declared| (Scope::declared(declared, measure, names, today), declared.state);
    let speaks = move |(scope, _): &(Scope, State)| measure != Measure::Programmes || scope.subjects().next().is_none();
    names.declared.iter().map(read).filter(speaks)
}
