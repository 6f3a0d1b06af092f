//! Answering a question from the facts.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::as_of::AsOfPoint;
use super::coverage::Covering;
use super::dataset::Dataset;
use super::figure::Figure;
use super::keys::{Keys, NOT_STATED};
use super::partial_sum::Outcome;
use super::people::{Member, People};
use super::pivot::Pivot;
use super::plan::{Inclusion, Plan};
use super::question::{Filters, Question};
use super::records::Records;
use super::words::{Dimension, GroupCode, Measure};
use crate::access::Caller;
use crate::activities::model::{ActivityType, Mode, OurRole, Status};
use crate::agencies::model::AgencyKind;
use crate::countries::model::MembershipStatus;
use crate::error::{Error, Fault};
use crate::participants::model::Sex as SexCode;
use crate::text::Lang;
use crate::texts;

/// How many rows one answer of the API has at most; `statistics.csv` knows no such limit.
pub const MOST_ROWS: usize = 100_000;

/// The key of a row in one dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Key {
    Year(i32),
    Code(Arc<str>),
    Word(&'static str),
    NotStated,
}

/// One row: a key per dimension, in the order asked for, and the figure.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Row {
    pub keys: Vec<Key>,
    pub figure: Figure,
}

/// Something a reader of the figures should know, as a text of `locales/` with what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Note {
    pub id: &'static str,
    pub args: Vec<(&'static str, String)>,
}

impl Note {
    /// In words.
    pub fn say(&self, lang: Lang) -> String {
        let args: Vec<(&str, &str)> = self.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        texts::say(lang, self.id, &args)
    }
}

/// The answer to a question.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Answer {
    pub measure: Measure,
    pub by: Vec<Dimension>,
    /// Sorted by their keys; what is not stated comes last.
    pub rows: Vec<Row>,
    /// Asked anew of all activities, never added up from the rows.
    pub total: Figure,
    /// What was chosen, by the names of the parameters.
    pub filters: Map<String, Value>,
    pub notes: Vec<Note>,
    /// Where in the past it is; `None` for the record as it stands.
    pub as_of_point: Option<AsOfPoint>,
    pub data_version: i64,
}

/// The totals of all measures under the same filters.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Totals {
    pub figures: Vec<(Measure, Figure)>,
    pub filters: Map<String, Value>,
    pub notes: Vec<Note>,
    /// Where in the past it is; `None` for the record as it stands.
    pub as_of_point: Option<AsOfPoint>,
    pub data_version: i64,
}

impl Dataset {
    /// Answers a question with at most `most` rows.
    pub fn answer(&self, question: &Question, most: Option<usize>) -> Result<Answer, Error> {
        let plan = Plan::new(question, self)?;
        let outcome = plan.outcome(&plan.members(), most)?;
        Ok(self.answer_from(question, &plan, outcome))
    }

    /// What a question comes to, as it is answered.
    pub(super) fn answer_from(&self, question: &Question, plan: &Plan<'_>, outcome: Outcome) -> Answer {
        let Outcome {
            total,
            mut rows,
            overlap,
        } = outcome;
        rows.sort_unstable_by_key(|(keys, _)| plan.ranks(*keys));
        let mut covering = Covering::of(plan);
        let total = total.covered(covering.total());
        let rows: Vec<Row> = rows
            .into_iter()
            .map(|(keys, figure)| Row {
                keys: plan.spell(keys),
                figure: figure.covered(covering.row(keys)),
            })
            .collect();
        let mut notes = notes(question, &total, overlap && !rows.is_empty());
        if let Some(threshold) = plan
            .clearance
            .threshold()
            .filter(|_| total.blurred || rows.iter().any(|row| row.figure.blurred))
        {
            let args = vec![("below", (threshold.get() - 1).to_string())];
            notes.push(Note {
                id: "note-small-numbers",
                args,
            });
        }
        Answer {
            measure: question.measure,
            by: question.by.clone(),
            rows,
            total,
            filters: plan.stated_filters(),
            notes,
            as_of_point: None,
            data_version: self.seq,
        }
    }

    /// The totals of all measures; `answer` answers a question for each.
    pub fn totals(
        &self,
        filters: &Filters,
        caller: &Caller,
        answer: impl FnOnce(&[Question]) -> Result<Vec<Answer>, Error>,
    ) -> Result<Totals, Error> {
        let mut totals = Totals {
            figures: Vec::new(),
            filters: Map::new(),
            notes: Vec::new(),
            as_of_point: None,
            data_version: self.seq,
        };
        let question = |measure| Question::total(measure, filters.clone()).for_caller(caller);
        let questions: Vec<Question> = Measure::TOTALS.into_iter().map(question).collect();
        for (measure, answer) in Measure::TOTALS.into_iter().zip(answer(&questions)?) {
            for note in answer.notes {
                if measure == Measure::Activities || note.id == "note-small-numbers" {
                    totals.notes.push(note);
                }
            }
            totals.filters = answer.filters;
            totals.figures.push((measure, answer.total));
        }
        Ok(totals)
    }
}

/// Refuses more rows than `most`.
pub(super) fn limit(rows: usize, most: Option<usize>) -> Result<(), Error> {
    match most {
        Some(most) if rows > most => Err(Error::invalid(
            Fault::parameter("by", "too_many_rows")
                .with("count", rows)
                .with("most", most)
                .with("use", "/api/v1/reports/statistics.csv"),
        )),
        _ => Ok(()),
    }
}

pub(super) type Groups = HashMap<Keys, Vec<Member>>;

impl Plan<'_> {
    /// What a question comes to whose rows are those of the countries that activities are listed with: an activity may
    /// belong to rows that others make.
    pub(super) fn by_listed_country(&self, members: &[Member], most: Option<usize>) -> Result<Outcome, Error> {
        let (groups, overlap) = self.groups(members);
        let outcome = if !self.measure.is_of_people() {
            Records::new(self).grouped(members, &groups)
        } else if let Some(pivot) = Pivot::new(self) {
            pivot.grouped(members, &groups)
        } else {
            return self.ask_each(members, most);
        };
        limit(outcome.rows.len(), most)?;
        Ok(Outcome { overlap, ..outcome })
    }

    /// What a question about people comes to, by asking each activity anew.
    pub(super) fn ask_each(&self, members: &[Member], most: Option<usize>) -> Result<Outcome, Error> {
        let (mut groups, overlap) = if self.by.is_empty() {
            Default::default()
        } else {
            self.groups(members)
        };
        let people = People::new(self, members);
        let mut rows = Vec::new();
        for (keys, members) in groups.drain() {
            rows.append(&mut people.rows(&members, keys));
            limit(rows.len(), most)?;
        }
        Ok(Outcome {
            total: people.total(members),
            rows,
            overlap,
        })
    }

    /// The activities in scope.
    pub(super) fn members(&self) -> Vec<Member> {
        self.members_in(|_| true)
    }

    /// The activities in scope of the blocks that will do.
    pub(super) fn members_in(&self, will_do: impl Fn(usize) -> bool) -> Vec<Member> {
        let member = |(place, activity)| match self.inclusion(place, activity) {
            Inclusion::Inside => Some((place, true)),
            Inclusion::Perhaps => Some((place, false)),
            Inclusion::Outside => None,
        };
        self.dataset.activities_in(will_do).filter_map(member).collect()
    }

    /// The activities by the keys that they themselves decide, each with whether it surely belongs there, and whether one
    /// belongs to several.
    pub(super) fn groups(&self, members: &[Member]) -> (Groups, bool) {
        let mut groups = Groups::new();
        let mut overlap = false;
        for member in members {
            let Some(activity) = self.dataset.get(member.0) else {
                continue;
            };
            let keys = self.keys(member.0, activity);
            overlap |= keys.len() > 1;
            for keys in keys {
                groups.entry(keys).or_default().push(*member);
            }
        }
        overlap |= self.add_undecided(&mut groups, members);
        (groups, overlap)
    }

    /// The keys of a row in the words of the API.
    pub(super) fn spell(&self, keys: Keys) -> Vec<Key> {
        self.by
            .iter()
            .zip(keys)
            .map(|(dimension, key)| self.spell_one(*dimension, key))
            .collect()
    }

    /// The places of a row's keys among the sorted codes; what is not stated comes last.
    pub(super) fn ranks(&self, keys: Keys) -> Keys {
        let mut ranks = keys;
        for (dimension, rank) in self.by.iter().zip(&mut ranks) {
            *rank = self.rank(*dimension, *rank);
        }
        ranks
    }

    fn rank(&self, dimension: Dimension, key: u32) -> u32 {
        let names = &self.dataset.names;
        if key == NOT_STATED {
            return key;
        }
        match dimension {
            Dimension::Programme => names.programmes.rank(key),
            Dimension::Field => names.fields.rank(key),
            Dimension::Language => self.dataset.languages.rank(key),
            Dimension::Country | Dimension::ActivityCountry | Dimension::HostCountry => names.countries.rank(key),
            Dimension::Agency | Dimension::ActivityAgency => names.agencies.rank(key),
            _ => key,
        }
    }

    fn spell_one(&self, dimension: Dimension, key: u32) -> Key {
        let names = &self.dataset.names;
        let word = |codes: &[&'static str]| {
            let code = usize::try_from(key).ok().and_then(|at| codes.get(at).copied());
            code.map_or(Key::NotStated, Key::Word)
        };
        let code = |code: Option<&Arc<str>>| code.map_or(Key::NotStated, |code| Key::Code(code.clone()));
        if key == NOT_STATED {
            return Key::NotStated;
        }
        match dimension {
            Dimension::Year => i32::try_from(key).map_or(Key::NotStated, Key::Year),
            Dimension::Programme => code(names.programmes.code(key)),
            Dimension::Field => code(names.fields.code(key)),
            Dimension::Language => code(self.dataset.languages.code(key)),
            Dimension::Country | Dimension::ActivityCountry | Dimension::HostCountry => code(names.countries.code(key)),
            Dimension::Agency | Dimension::ActivityAgency => code(names.agencies.code(key)),
            Dimension::AgencyKind => word(AgencyKind::CODES),
            Dimension::Type => word(ActivityType::CODES),
            Dimension::Mode => word(Mode::CODES),
            Dimension::Status => word(Status::CODES),
            Dimension::OurRole => word(OurRole::CODES),
            Dimension::OicGroup => word(GroupCode::CODES),
            Dimension::Membership => word(MembershipStatus::CODES),
            Dimension::Sex => word(SexCode::CODES),
        }
    }
}

fn notes(question: &Question, total: &Figure, overlap: bool) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut note = |id: &'static str, args: Vec<(&'static str, String)>| notes.push(Note { id, args });
    if overlap {
        note("note-overlap", Vec::new());
    }
    let distinct = matches!(
        question.measure,
        Measure::People | Measure::Countries | Measure::Agencies
    );
    if distinct && !question.by.is_empty() {
        note("note-distinct", Vec::new());
    }
    let of_who_came = question.measure.is_of_people() || question.measure == Measure::Countries;
    if of_who_came && total.uncounted > 0 {
        let args = vec![
            ("uncounted", total.uncounted.to_string()),
            ("activities", total.activities.to_string()),
        ];
        note("note-uncounted", args);
    }
    let (measure, filters) = (question.measure, &question.filters);
    let of_some_time = !filters.year.is_open() || filters.from.is_some() || filters.to.is_some();
    let by_time = of_some_time || question.by.contains(&Dimension::Year);
    if by_time && matches!(measure, Measure::Days | Measure::PersonDays) {
        note("note-first-day", Vec::new());
    }
    if total.undecided > 0 {
        let id = if question.measure == Measure::Programmes {
            "note-undecided-programmes"
        } else {
            "note-undecided"
        };
        note(id, vec![("undecided", total.undecided.to_string())]);
    }
    notes
}
