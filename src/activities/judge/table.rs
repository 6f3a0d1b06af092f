//! The numbers of one activity: what its cells and its roster say, parts added up into their wholes.

use std::collections::{BTreeMap, BTreeSet};

use super::Facts;
use crate::activities::counts::StatedSex;
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
    /// How many of its two sexes are known exactly.
    pub exact_sexes: u8,
}

impl Entry {
    /// So many are stated to lie inside.
    pub fn stated(&self) -> i64 {
        self.cell.map_or_else(
            || self.parts.values().copied().fold(self.rows, i64::max),
            |(_, number)| number,
        )
    }

    /// What the parts along an axis add up to; 0 where nothing is stated of them.
    pub fn by(&self, axis: Axis) -> i64 {
        self.parts.get(&axis).copied().unwrap_or(0)
    }

    /// Whether it is known to the person.
    pub fn is_exact(&self) -> bool {
        self.cell.is_some() || self.exact_sexes == 2
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
            sex: cell.sex,
            agency: key(&cell.agency),
        };
        table.entry(spot).or_default().cell = Some((at, i64::from(cell.participants)));
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
