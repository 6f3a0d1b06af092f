//! Opening a figure: the activities behind it, each with what it would be alone. It asks the very code that adds figures
//! up, one activity at a time, so that what adds up adds up here too; for what is counted once it says what that is.
//! Contributions have their bounds also where the numbers of one activity are hidden and a figure of it alone would be
//! withheld: they are in the figure that is opened.

mod documents;
mod json;
pub(crate) mod schema;
mod women_and_men;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use self::women_and_men::WomenAndMenPlans;
use super::answer::{Answer, Key, MOST_ROWS};
use super::dataset::Dataset;
use super::dated_records::DatedRecords;
use super::figure::Figure;
use super::keys::Keys;
use super::measures::Together;
use super::people::{Member, People};
use super::plan::Plan;
use super::question::Question;
use super::records::Records;
use super::words::{Dimension, Measure};
use crate::error::Error;
use crate::input::Params;
use crate::paging::{self, Cursor};

pub use documents::documents;
pub use json::to_json;

/// How many activities one answer opens at most, and without `limit`.
pub const MOST: i64 = 10_000;

/// The sort that its cursors belong to.
const SORT: &str = "explain";

/// Which of the activities are asked for.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Slice {
    pub limit: usize,
    /// After the activity with this key.
    pub after: Option<i64>,
    /// The list that its cursors belong to.
    pub list: String,
}

impl Slice {
    /// Reads `limit` and `cursor`.
    pub fn read(params: &Params) -> Self {
        let limit = params.integer("limit", 1..=MOST).unwrap_or(MOST);
        let list = paging::list_of(params, SORT);
        Self {
            limit: usize::try_from(limit).unwrap_or_default(),
            after: paging::after(params, &list).map(|cursor| cursor.key),
            list,
        }
    }
}

/// A figure, opened.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Explanation {
    /// The answer to the question itself.
    pub answer: Answer,
    /// For measures that count once what several activities have in common.
    pub counted_once: Option<CountedOnce>,
    /// For the share of women: what is divided.
    pub women_and_men: Option<WomenAndMen>,
    pub items: Vec<Item>,
    /// Where the next slice begins.
    pub next: Option<String>,
}

/// What counts once, over the activities that surely belong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedOnce {
    /// How many different ones are named.
    pub different: u64,
    /// How many of them by more than one activity.
    pub in_several: u64,
    /// Their codes in order; `None` for persons.
    pub codes: Option<Vec<Arc<str>>>,
}

/// How many women and how many men.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct WomenAndMen {
    pub women: Figure,
    pub men: Figure,
}

/// One activity behind a figure.
#[derive(Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Item {
    /// Its key in the database.
    pub key: i64,
    /// Nobody counted.
    pub uncounted: bool,
    /// It may or may not belong: its date, or which countries took part, is not known well enough.
    pub undecided: bool,
    /// The figure if there were no other activity. Those of measures that add up add up to the figure.
    pub contribution: Figure,
    pub women_and_men: Option<WomenAndMen>,
    /// The codes it names of what counts once; `None` for measures that count none.
    pub names: Option<Vec<Arc<str>>>,
    /// The rows that it contributes to, with what it contributes, in the order of the answer's rows.
    pub rows: Vec<(Vec<Key>, Figure)>,
}

/// Asks one plan about sets of activities.
enum Counting<'p, 'f> {
    People(People<'p, 'f>),
    Records(Records<'p, 'f>),
}

impl<'p, 'f> Counting<'p, 'f> {
    fn new(plan: &'p Plan<'f>, members: &[Member]) -> Self {
        if plan.measure.is_of_people() {
            Self::People(People::new(plan, members))
        } else {
            Self::Records(Records::new(plan))
        }
    }

    fn alone(&self, member: Member) -> Figure {
        match self {
            Self::People(people) => people.bounds(&[member]),
            Self::Records(records) => records.count(&[member]),
        }
    }

    /// What each of `some`, by their places, contributes to each row of a group of activities.
    fn rows(&self, keys: Keys, group: &[Member], some: &BTreeSet<usize>) -> Vec<(usize, Keys, Figure)> {
        let here = group.iter().filter(|(place, _)| some.contains(place));
        match self {
            Self::Records(records) => here.map(|member| (member.0, keys, records.count(&[*member]))).collect(),
            Self::People(people) => {
                let slots = people.row_slots(group, keys);
                let alone = |member: &Member| {
                    let rows = people.rows_of(&[*member], &slots).into_iter();
                    let (place, _) = *member;
                    rows.map(move |(keys, figure)| (place, keys, figure))
                };
                here.flat_map(alone).collect()
            }
        }
    }
}

impl Dataset {
    /// Opens the figure that answers a question.
    pub fn explain(&self, question: &Question, slice: &Slice) -> Result<Explanation, Error> {
        let mut answer = self.answer(question, Some(MOST_ROWS))?;
        answer.rows.clear();
        let plan = Plan::new(question, self)?;
        let members = plan.members();
        let counting = Counting::new(&plan, &members);
        let precomputed = match question.measure {
            Measure::ShareOfWomen => Some(WomenAndMenPlans::of(self, question)?),
            _ => None,
        };
        let (chosen, next) = self.slice(&plan, &counting, &members, slice);
        let mut rows = rows(&plan, &counting, &members, &chosen);
        let both = precomputed.as_ref().map(|precomputed| precomputed.counting(&members));
        let items = chosen.iter().filter_map(|(member, contribution)| {
            let (place, decided) = *member;
            let sure = if decided {
                *contribution
            } else {
                counting.alone((place, true))
            };
            Some(Item {
                key: self.get(place)?.key,
                uncounted: sure.uncounted > 0,
                undecided: !decided,
                contribution: *contribution,
                women_and_men: both.as_ref().map(|both| both.of(&[*member])),
                names: self.named(&counting, question.measure, place),
                rows: rows.remove(&place).unwrap_or_default(),
            })
        });
        let items: Vec<Item> = items.collect();
        Ok(Explanation {
            counted_once: if question.measure.is_stock() {
                Some(CountedOnce::stock(DatedRecords::new(&plan).codes()))
            } else {
                self.counted_once(&counting, question.measure, &members)
            },
            women_and_men: both.as_ref().map(|both| both.of(&members)),
            answer,
            items,
            next,
        })
    }

    /// What each activity that a question is about would be alone, by its key. Those of measures that add up add up to the
    /// answer's total.
    pub fn contributions(&self, question: &Question) -> Result<BTreeMap<i64, Figure>, Error> {
        let plan = Plan::new(question, self)?;
        let members = plan.members();
        let counting = Counting::new(&plan, &members);
        let alone = |member: &Member| Some((self.get(member.0)?.key, counting.alone(*member)));
        Ok(members.iter().filter_map(alone).collect())
    }

    /// The activities of a slice that contribute, each with what it contributes, and where the next one begins.
    fn slice(
        &self,
        plan: &Plan<'_>,
        counting: &Counting<'_, '_>,
        members: &[Member],
        slice: &Slice,
    ) -> (Vec<(Member, Figure)>, Option<String>) {
        let key = |member: &Member| self.get(member.0).map_or(0, |activity| activity.key);
        let later = members
            .iter()
            .filter(|member| slice.after.is_none_or(|after| key(member) > after));
        let mut contributing = later
            .map(|member| (*member, counting.alone(*member)))
            .filter(|(_, figure)| contributes(plan, figure));
        let chosen: Vec<(Member, Figure)> = contributing.by_ref().take(slice.limit).collect();
        let next = contributing.next().and(chosen.last()).map(|(member, _)| {
            Cursor {
                sort: slice.list.clone(),
                value: String::new(),
                key: key(member),
            }
            .encode()
        });
        (chosen, next)
    }

    /// What an activity names of what counts once, in the order of the codes.
    fn named(&self, counting: &Counting<'_, '_>, measure: Measure, place: usize) -> Option<Vec<Arc<str>>> {
        let codes = match measure {
            Measure::Countries => &self.names.countries,
            Measure::Agencies => &self.names.agencies,
            _ => return None,
        };
        let Counting::Records(records) = counting else {
            return None;
        };
        let numbers = records.named(place).into_iter();
        let mut named: Vec<Arc<str>> = numbers.filter_map(|number| codes.code(number).cloned()).collect();
        named.sort_unstable();
        Some(named)
    }

    fn counted_once(&self, counting: &Counting<'_, '_>, measure: Measure, members: &[Member]) -> Option<CountedOnce> {
        if measure.definition().together != Together::CountedOnce {
            return None;
        }
        let sure = members.iter().filter(|(_, decided)| *decided);
        match counting {
            Counting::People(people) => {
                let mut times: HashMap<u32, u64> = HashMap::new();
                for member in sure {
                    let persons: BTreeSet<u32> = people.persons(&[*member]).into_iter().collect();
                    persons
                        .into_iter()
                        .for_each(|person| *times.entry(person).or_default() += 1);
                }
                Some(CountedOnce::of(times.values().copied(), None))
            }
            Counting::Records(records) => {
                let mut times: BTreeMap<Arc<str>, u64> = BTreeMap::new();
                // Nobody came from a country to an activity to which nobody came at all.
                for (place, _) in sure.filter(|member| records.count(&[**member]).activities > 0) {
                    for code in self.named(counting, measure, *place)? {
                        *times.entry(code).or_default() += 1;
                    }
                }
                let codes = times.keys().cloned().collect();
                Some(CountedOnce::of(times.values().copied(), Some(codes)))
            }
        }
    }
}

/// The rows that each of the chosen contributes to, by its place.
fn rows(
    plan: &Plan<'_>,
    counting: &Counting<'_, '_>,
    members: &[Member],
    chosen: &[(Member, Figure)],
) -> HashMap<usize, Vec<(Vec<Key>, Figure)>> {
    let mut found: HashMap<usize, Vec<(Keys, Figure)>> = HashMap::new();
    if !plan.by.is_empty() {
        let some: BTreeSet<usize> = chosen.iter().map(|((place, _), _)| *place).collect();
        for (keys, group) in plan.groups(members).0 {
            let rows = counting.rows(keys, &group, &some).into_iter();
            // That nobody is in a row is said there, by those who may be in others.
            let is_behind = |figure: &Figure| contributes(plan, figure) || states(plan.measure, figure).is_some();
            for (place, keys, figure) in rows.filter(|(_, _, figure)| is_behind(figure)) {
                found.entry(place).or_default().push((keys, figure));
            }
        }
    }
    let spelt = |mut rows: Vec<(Keys, Figure)>| {
        rows.sort_unstable_by_key(|(keys, _)| plan.ranks(*keys));
        rows.into_iter()
            .map(|(keys, figure)| (plan.spell(keys), figure))
            .collect()
    };
    found.into_iter().map(|(place, rows)| (place, spelt(rows))).collect()
}

impl CountedOnce {
    /// What is there on a day, each once, and in no activity.
    fn stock(codes: Vec<Arc<str>>) -> Self {
        Self {
            different: u64::try_from(codes.len()).unwrap_or(u64::MAX),
            in_several: 0,
            codes: Some(codes),
        }
    }

    fn of(times: impl Iterator<Item = u64>, codes: Option<Vec<Arc<str>>>) -> Self {
        let (mut different, mut in_several) = (0, 0);
        for times in times {
            different += 1;
            in_several += u64::from(times > 1);
        }
        Self {
            different,
            in_several,
            codes,
        }
    }
}

/// Whether an activity with this figure is behind the whole: it may add something, or it states a number. One that says
/// "at most 5" of what is otherwise known to be none adds to what was reported alone, and a zero that is stated is shown;
/// that nothing is left of whom something is not stated is no statement.
fn contributes(plan: &Plan<'_>, figure: &Figure) -> bool {
    let least = u64::from(plan.asks_for_the_rest());
    figure.activities + figure.undecided > 0 || states(plan.measure, figure).is_some_and(|number| number >= least)
}

/// The number that is added to what was reported; `None` where nobody stated one.
fn states(measure: Measure, figure: &Figure) -> Option<u64> {
    figure
        .reported
        .filter(|_| measure.definition().together == Together::Added)
}

impl Explanation {
    /// The dimensions of its rows.
    pub fn by(&self) -> &[Dimension] {
        &self.answer.by
    }
}
