//! The numbers of one activity: what its cells and its roster say, parts added up into their wholes.

use std::collections::{BTreeMap, BTreeSet};

use super::Facts;
use crate::activities::counts::{Qualifier, StatedSex};
use crate::directory::Reference;

/// Whose number it is; an axis that is `None` is not restricted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Spot {
    pub country: Option<i64>,
    pub sex: Option<StatedSex>,
    pub agency: Option<i64>,
}

impl Spot {
    /// How many axes are restricted.
    pub fn axes(self) -> usize {
        [self.country.is_some(), self.sex.is_some(), self.agency.is_some()]
            .into_iter()
            .filter(|is| *is)
            .count()
    }

    /// What it is a part of, by the axis that is left out.
    fn wholes(self) -> impl Iterator<Item = (Axis, Self)> {
        let country = self.country.map(|_| (Axis::Country, Self { country: None, ..self }));
        let sex = self.sex.map(|_| (Axis::Sex, Self { sex: None, ..self }));
        let agency = self.agency.map(|_| (Axis::Agency, Self { agency: None, ..self }));
        [country, sex, agency].into_iter().flatten()
    }
}

/// An axis of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Axis {
    Country,
    Sex,
    Agency,
}

impl Axis {
    /// The name that faults say.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Sex => "sex",
            Self::Agency => "agency",
        }
    }
}

/// One number: what was stated of it and of its parts.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// The cell's place in the statement and its number.
    pub cell: Option<(usize, i64)>,
    /// People of the roster inside.
    pub rows: i64,
    /// What its parts add up to, by the axis that divides them.
    pub parts: BTreeMap<Axis, i64>,
    /// A sex's number in a split that covers some: there are at least so many.
    pub is_partial: bool,
    /// Where it is stated how many are of no stated sex, and their number.
    pub unknown: Option<(usize, i64)>,
    /// What is stated of its sexes adds up to it, `unknown` included.
    pub of_sexes: i64,
    /// All three are stated.
    has_all_three: bool,
    /// How many of its two sexes are known exactly.
    exact_sexes: u8,
}

impl Entry {
    /// So many are stated to lie inside.
    pub fn stated(&self) -> i64 {
        match self.cell {
            Some((_, number)) if !self.is_partial => number,
            _ if self.has_all_three => self.of_sexes,
            _ => {
                let own = self.cell.map_or(0, |(_, number)| number);
                self.parts
                    .values()
                    .copied()
                    .fold(self.rows.max(self.of_sexes).max(own), i64::max)
            }
        }
    }

    /// What its sexes say that it is: both are known exactly, or with `unknown` all are stated.
    pub fn all_sexes(&self) -> Option<i64> {
        let three = self.has_all_three.then_some(self.of_sexes);
        three.or_else(|| (self.exact_sexes == 2).then(|| self.by(Axis::Sex)))
    }

    /// The number that is its own, and where it is stated: its cell, or the last of its three sexes.
    pub fn own(&self) -> Option<(usize, i64)> {
        let three = self
            .unknown
            .filter(|_| self.has_all_three)
            .map(|(at, _)| (at, self.of_sexes));
        self.cell.filter(|_| !self.is_partial).or(three)
    }

    /// What the sexes inside add up to, as their own numbers and as rows have it.
    pub fn sexes(&self) -> i64 {
        self.by(Axis::Sex).max(self.of_sexes)
    }

    /// What the parts along an axis add up to; 0 where nothing is stated of them.
    pub fn by(&self, axis: Axis) -> i64 {
        self.parts.get(&axis).copied().unwrap_or(0)
    }

    /// Whether it is known to the person.
    pub fn is_exact(&self) -> bool {
        (self.cell.is_some() && !self.is_partial) || self.all_sexes().is_some()
    }
}

/// All numbers, by whose they are.
pub type Table = BTreeMap<Spot, Entry>;

/// Every number of which something is stated, parts added up into their wholes from the finest on.
pub fn table(facts: &Facts<'_>) -> Table {
    let mut table = Table::from([(Spot::default(), Entry::default())]);
    for (at, cell) in facts.statement.cells.iter().enumerate() {
        let key = |reference: &Option<Reference>| reference.as_ref().map(|r| r.key);
        let spot = Spot {
            country: key(&cell.country),
            sex: cell.sex.filter(|sex| *sex != StatedSex::Unknown),
            agency: key(&cell.agency),
        };
        let number = i64::from(cell.participants);
        let entry = table.entry(spot).or_default();
        if cell.sex == Some(StatedSex::Unknown) {
            entry.unknown = Some((at, number));
        } else {
            entry.cell = Some((at, number));
        }
        if cell.sex.is_some() {
            table.entry(Spot { sex: None, ..spot }).or_default();
        }
    }
    for rows in facts.roster {
        let own = Spot {
            country: rows.country,
            sex: rows.sex,
            agency: rows.agency,
        };
        let mut spots = BTreeSet::from([own]);
        for _ in 0..3 {
            let wider: Vec<Spot> = spots
                .iter()
                .flat_map(|spot| spot.wholes())
                .map(|(_, whole)| whole)
                .collect();
            spots.extend(wider);
        }
        for spot in spots {
            table.entry(spot).or_default().rows += rows.count;
        }
    }
    read_splits(&mut table, facts);
    for axes in (1..=3).rev() {
        let spots: Vec<Spot> = table.keys().copied().filter(|spot| spot.axes() == axes).collect();
        for spot in spots {
            let Some((stated, exact)) = table.get(&spot).map(|entry| (entry.stated(), entry.is_exact())) else {
                continue;
            };
            for (axis, whole) in spot.wholes() {
                let whole = table.entry(whole).or_default();
                *whole.parts.entry(axis).or_default() += stated;
                whole.exact_sexes += u8::from(axis == Axis::Sex && exact);
            }
        }
    }
    table
}

/// Tells splits by sex that cover all people from those that cover some.
fn read_splits(table: &mut Table, facts: &Facts<'_>) {
    let rostered = table.get(&Spot::default()).map_or(0, |everybody| everybody.rows);
    let is_whole = facts.statement.roster_complete && rostered > 0;
    let of_all = match facts.statement.participants {
        Some(head) => Some(i64::from(head.value) + i64::from(head.qualifier == Qualifier::MoreThan)),
        None => Some(rostered).filter(|_| is_whole),
    };
    let wholes: Vec<Spot> = table.keys().copied().filter(|spot| spot.sex.is_none()).collect();
    for whole in wholes {
        let of = |sex| Spot {
            sex: Some(sex),
            ..whole
        };
        let number = |spot| {
            table
                .get(&spot)
                .and_then(|entry: &Entry| entry.cell)
                .map(|(_, number)| number)
        };
        let (women, men, own) = (
            number(of(StatedSex::Female)),
            number(of(StatedSex::Male)),
            number(whole),
        );
        let unknown = table
            .get(&whole)
            .and_then(|entry| entry.unknown)
            .map(|(_, number)| number);
        let sum = [women, men, unknown].into_iter().flatten().sum();
        let stated = if whole == Spot::default() { of_all } else { own };
        let is_partial = match (women.zip(men), unknown) {
            (_, Some(1..)) => true,
            (Some(_), None) => stated.is_some_and(|stated| sum < stated),
            _ => false,
        };
        if let Some(entry) = table.get_mut(&whole) {
            entry.of_sexes = sum;
            entry.has_all_three = women.and(men).and(unknown).is_some();
        }
        for sex in [StatedSex::Female, StatedSex::Male] {
            if let Some(entry) = table.get_mut(&of(sex)) {
                entry.is_partial = is_partial && entry.cell.is_some();
            }
        }
    }
}
