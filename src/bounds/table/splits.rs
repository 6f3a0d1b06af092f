//! Splits by sex: which cover all people and which some, and what they leave to the sex that they do not state.

use super::super::interval::Interval;
use super::super::split::Split;
use super::super::statement::{Evidence, Qualifier, Sex};
use super::key::{AGENCY, Axes, COUNTRY, NONE, SEX, TableKey};
use super::{Entry, Implied, Table};

/// The sex that a split of everybody does not state, and what it leaves to it.
#[derive(Clone, Copy, Debug)]
pub(in crate::bounds) struct LeftOut {
    pub sex: Sex,
    /// So many are stated to be of the other sex.
    stated: u64,
    /// So many are stated to be of no stated sex; the split covers all where nobody is.
    pub unknown: u64,
}

impl LeftOut {
    /// What is left of so many people.
    pub fn left_of(&self, people: u64) -> u64 {
        people.saturating_sub(self.stated.saturating_add(self.unknown))
    }

    /// At least so many are of this sex, where there are at least so many people.
    pub fn least(&self, people: u64) -> Split {
        let left = Split {
            part: Interval::at_least(self.left_of(people)),
            ..Split::open_from(0)
        };
        if self.sex == Sex::Female { left } else { left.swapped() }
    }
}

impl Table {
    /// Tells splits by sex that cover all people from those that cover some, everybody's and inside countries and agencies.
    pub(super) fn read_splits(&mut self, evidence: &Evidence) {
        let everybody = self.get(TableKey::default());
        let of_all = match evidence.head {
            Some(head) => Some(u64::from(head.value) + u64::from(head.qualifier == Qualifier::MoreThan)),
            None => Some(everybody.rows).filter(|rows| evidence.roster_complete && *rows > 0),
        };
        for axes in [NONE, COUNTRY, AGENCY, COUNTRY | AGENCY] {
            for at in self.bounds(axes) {
                let Some(whole) = self.0.get(at).copied() else { continue };
                let of = |sex| {
                    TableKey {
                        sex: Some(sex),
                        ..whole.table_key()
                    }
                    .key()
                };
                let cells = Sex::BOTH.map(|sex| self.find(of(sex)).and_then(|at| self.0.get(at)?.cell));
                let [women, men] = cells;
                let sum = [women, men, whole.unknown]
                    .into_iter()
                    .flatten()
                    .fold(0, u64::saturating_add);
                let stated = if axes == NONE { of_all } else { whole.cell };
                let is_partial = match (women.zip(men), whole.unknown) {
                    (_, Some(1..)) => true,
                    (Some(_), None) => stated.is_some_and(|stated| sum < stated),
                    _ => false,
                };
                if let Some(entry) = self.0.get_mut(at) {
                    entry.of_sexes = sum;
                    entry.sexes_stated = [women, men, whole.unknown]
                        .iter()
                        .map(|cell| u8::from(cell.is_some()))
                        .sum();
                }
                for (sex, cell) in Sex::BOTH.into_iter().zip(cells) {
                    let Some(entry) = self.find(of(sex)).and_then(|at| self.0.get_mut(at)) else {
                        continue;
                    };
                    entry.is_partial = is_partial && cell.is_some();
                    // A number of its own, less the sex that is stated and the unknown, is left to the other.
                    let left = whole
                        .cell
                        .filter(|_| axes != NONE && is_partial && cell.is_none() && sum > 0);
                    if let Some(own) = left.filter(|_| women.or(men).is_some()) {
                        entry.floor = entry.floor.max(own.saturating_sub(sum));
                    }
                }
            }
        }
    }

    /// Where a split inside a country or an agency covers all and states one sex, the rest is the other's. Of everybody,
    /// the rest is as loose as the head count: [`Table::left_out`].
    pub(super) fn imply(&mut self, axes: Axes) {
        let wholes = axes & !SEX;
        for at in self.bounds(wholes).filter(|_| wholes != NONE) {
            let Some(whole) = self.0.get(at).copied() else { continue };
            let at = Sex::BOTH.map(|sex| {
                self.find(
                    TableKey {
                        sex: Some(sex),
                        ..whole.table_key()
                    }
                    .key(),
                )
            });
            let [Some(women), Some(men)] = at else { continue };
            for (one, other) in [(women, men), (men, women)] {
                let mut parts = [one, other].map(|at| self.0.get(at).copied().unwrap_or(Entry::EMPTY));
                parts.iter_mut().for_each(Entry::complete);
                let [one, left] = parts;
                let Some(stated) = one.exact_cell().filter(|_| left.cell.is_none()) else {
                    continue;
                };
                let sum = stated.saturating_add(left.stated);
                let implied = Implied {
                    number: whole
                        .cell
                        .unwrap_or_else(|| whole.least().max(sum))
                        .saturating_sub(stated),
                    is_exact: whole.cell.is_some(),
                };
                if let Some(entry) = self.0.get_mut(other) {
                    entry.implied = Some(implied);
                }
            }
        }
    }

    /// The sex that the split of everybody leaves out; `None` where none or both are stated.
    pub(in crate::bounds) fn left_out(&self) -> Option<LeftOut> {
        let cells = Sex::BOTH.map(|sex| {
            self.get(TableKey {
                sex: Some(sex),
                ..TableKey::default()
            })
            .cell
        });
        let (sex, stated) = match cells {
            [Some(women), None] => (Sex::Male, women),
            [None, Some(men)] => (Sex::Female, men),
            _ => return None,
        };
        let unknown = self.get(TableKey::default()).unknown.unwrap_or(0);
        Some(LeftOut { sex, stated, unknown })
    }
}
