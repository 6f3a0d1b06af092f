//! The stated numbers of one activity, each added up into every number that it is a part of.
//!
//! `key.rs` says whose number one is, `splits.rs` reads what is stated of the sexes: of all people, or of some.

mod key;
mod splits;

pub(super) use key::{AGENCY, Axes, COUNTRY, NONE, SEX, TableKey};
use key::{FINEST_FIRST, PackedKey};
pub(super) use splits::LeftOut;

use super::interval::Interval;
use super::set::CountrySet;
use super::statement::{Cell, Evidence, Sex};

/// One number: what was stated of it and of its parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    key: PackedKey,
    /// The number itself, where it was stated.
    pub cell: Option<u64>,
    /// The number is a sex's, and the split covers some: there are at least so many.
    is_partial: bool,
    /// What the split of the number leaves to this sex, where it covers all and states the other alone.
    implied: Option<Implied>,
    /// So many are stated to be of no stated sex.
    unknown: Option<u64>,
    /// What is stated of its sexes adds up to it, `unknown` included, and of how many of the three something is.
    pub of_sexes: u64,
    sexes_stated: u8,
    /// Roster rows inside.
    pub rows: u64,
    /// At least so many, as numbers say that are hidden.
    floor: u64,
    /// The sums of its parts along each axis that it does not have.
    pub by_country: u64,
    pub by_sex: u64,
    pub by_agency: u64,
    /// How many of its two sexes are known exactly.
    exact_sexes: u8,
    /// So many are stated to lie inside: the cell, otherwise the most that rows or parts make certain.
    pub stated: u64,
}

/// A number that nobody stated and that follows.
#[derive(Clone, Copy, Debug)]
struct Implied {
    number: u64,
    /// It is so many and not more.
    is_exact: bool,
}

/// Something that is said of a number.
#[derive(Clone, Copy, Debug)]
enum Statement {
    Exactly(u64),
    Unknown(u64),
    AtLeast(u64),
    Rows(u64),
}

impl Entry {
    /// Nothing was stated.
    pub const EMPTY: Self = Self::new(PackedKey(0));

    const fn new(key: PackedKey) -> Self {
        let (by_country, by_sex, by_agency) = (0, 0, 0);
        Self {
            key,
            cell: None,
            is_partial: false,
            implied: None,
            unknown: None,
            of_sexes: 0,
            sexes_stated: 0,
            rows: 0,
            floor: 0,
            by_country,
            by_sex,
            by_agency,
            exact_sexes: 0,
            stated: 0,
        }
    }

    /// Takes in what is said of the number.
    fn record(&mut self, said: Statement) {
        match said {
            Statement::Exactly(number) => self.cell = self.cell.or(Some(number)),
            Statement::Unknown(number) => self.unknown = self.unknown.or(Some(number)),
            Statement::AtLeast(number) => self.floor = self.floor.max(number),
            Statement::Rows(count) => self.rows = self.rows.saturating_add(count),
        }
    }

    /// Whose number it is.
    pub fn table_key(&self) -> TableKey {
        self.key.table_key()
    }

    /// At least so many, by rows, parts and what is left of hidden ones.
    pub fn least(&self) -> u64 {
        self.rows
            .max(self.floor)
            .max(self.by_country)
            .max(self.by_sex)
            .max(self.of_sexes)
            .max(self.by_agency)
    }

    /// No more than what is stated: a cell says so, or its sexes do.
    pub fn is_exact(&self) -> bool {
        match (self.cell, self.implied) {
            (Some(_), _) => !self.is_partial,
            (None, Some(implied)) if implied.is_exact => true,
            _ => self.all_sexes().is_some(),
        }
    }

    /// What its sexes say the whole is: both are known exactly, or with `unknown` all are stated.
    pub fn all_sexes(&self) -> Option<u64> {
        let both = || Some(self.by_sex).filter(|_| self.exact_sexes == 2);
        self.with_unknown().or_else(both)
    }

    /// Women, men and those of no stated sex together, where all three are stated.
    pub fn with_unknown(&self) -> Option<u64> {
        Some(self.of_sexes).filter(|_| self.sexes_stated == 3)
    }

    /// A sex's number in a split that covers some.
    pub fn is_sex_in_part(&self) -> bool {
        self.is_partial
    }

    /// The cell, where the number is that and no other.
    pub fn exact_cell(&self) -> Option<u64> {
        self.cell.filter(|_| !self.is_partial)
    }

    /// Somebody gave a number: itself, or parts that are not all 0.
    fn is_spoken(&self) -> bool {
        self.cell.is_some() || self.is_exact() || self.stated > 0
    }

    /// Concludes what is stated of it, once its parts have been added.
    fn complete(&mut self) {
        let implied = self.implied.map_or(0, |implied| implied.number);
        let least = || self.least().max(self.cell.unwrap_or(0)).max(implied);
        let exact = self.exact_cell().or_else(|| self.with_unknown());
        self.stated = exact.unwrap_or_else(least);
    }

    /// What its statements alone say of the number.
    pub fn range(&self) -> Interval {
        if self.is_exact() {
            Interval::exactly(self.stated)
        } else {
            Interval::at_least(self.stated)
        }
    }
}

/// All numbers of which something is stated, sorted by axes and then by spot.
#[derive(Clone, Debug, Default)]
pub(super) struct Table(Vec<Entry>);

impl Table {
    /// Of two cells for the same spot the first counts; `repeated` finds them.
    pub fn from_evidence(evidence: &Evidence) -> Self {
        let number = |cell: &Cell| (TableKey::from(cell).key(), u64::from(cell.participants));
        let cells = evidence.cells.iter().map(number).filter(|(own, _)| own.axes() != NONE);
        let cells = cells.map(|(own, number)| (own, Statement::Exactly(number)));
        let floors = evidence.at_least.iter().map(number);
        let floors = floors.map(|(own, number)| (own, Statement::AtLeast(number)));
        let own = cells.chain(floors).flat_map(|(own, said)| {
            own.upwards()
                .map(move |key| (key, if key == own { said } else { Statement::Rows(0) }))
        });
        // The sex that is not stated may follow from the one that is.
        let other = |cell: &Cell| cell.sex.map(|_| TableKey::from(cell).key().other_sex());
        let others = evidence.cells.iter().filter_map(other);
        let others = others.flat_map(PackedKey::upwards).map(|key| (key, Statement::Rows(0)));
        let unknown = evidence.unknown.iter().map(number).flat_map(|(own, number)| {
            own.upwards().map(move |key| {
                let said = if key == own {
                    Statement::Unknown(number)
                } else {
                    Statement::Rows(0)
                };
                (key, said)
            })
        });
        let rows = evidence.roster.iter().filter(|row| row.count > 0).flat_map(|row| {
            let count = u64::from(row.count);
            TableKey::from(row)
                .key()
                .upwards()
                .map(move |key| (key, Statement::Rows(count)))
        });
        let mut all: Vec<(PackedKey, Statement)> = own.chain(others).chain(unknown).chain(rows).collect();
        all.sort_by_key(|(key, _)| *key);
        let mut table = Self(Vec::new());
        for (key, said) in all {
            match table.0.last_mut().filter(|last| last.key == key) {
                Some(last) => last.record(said),
                None => {
                    let mut entry = Entry::new(key);
                    entry.record(said);
                    table.0.push(entry);
                }
            }
        }
        table.read_splits(evidence);
        for axes in FINEST_FIRST {
            table.add_up(axes);
        }
        table
    }

    /// Completes the entries of these axes and adds them to what they are parts of.
    fn add_up(&mut self, axes: Axes) {
        if axes & SEX != 0 {
            self.imply(axes);
        }
        for at in self.bounds(axes) {
            let Some(entry) = self.0.get_mut(at) else { continue };
            entry.complete();
            let part = *entry;
            for axis in [COUNTRY, SEX, AGENCY].into_iter().filter(|axis| axes & axis != 0) {
                let Some(whole) = self
                    .find(part.key.along(axes & !axis))
                    .and_then(|at| self.0.get_mut(at))
                else {
                    continue;
                };
                let sum = match axis {
                    COUNTRY => &mut whole.by_country,
                    SEX => &mut whole.by_sex,
                    _ => &mut whole.by_agency,
                };
                *sum = sum.saturating_add(part.stated);
                whole.exact_sexes += u8::from(axis == SEX && part.is_exact());
            }
        }
    }

    /// What was stated of a number.
    pub fn get(&self, table_key: TableKey) -> Entry {
        self.find(table_key.key())
            .and_then(|at| self.0.get(at))
            .copied()
            .unwrap_or(Entry::EMPTY)
    }

    /// Whether nothing at all was stated.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The entries with exactly these axes, in the order of their spots.
    pub fn along(&self, axes: Axes) -> &[Entry] {
        self.0.get(self.bounds(axes)).unwrap_or(&[])
    }

    /// All entries.
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// The sum of what is stated of these axes inside a box; `None` where nobody stated anything.
    pub fn stated(&self, axes: Axes, inside: CellBox) -> Option<u64> {
        let spoken = self
            .along(axes)
            .iter()
            .filter(|entry| entry.is_spoken() && inside.holds(&entry.table_key()));
        spoken.map(|entry| entry.stated).reduce(u64::saturating_add)
    }

    fn bounds(&self, axes: Axes) -> std::ops::Range<usize> {
        let before = |limit| self.0.partition_point(|entry| entry.key.0 >> 41 < limit);
        before(u64::from(axes))..before(u64::from(axes) + 1)
    }

    fn find(&self, key: PackedKey) -> Option<usize> {
        self.0.binary_search_by_key(&key, |entry| entry.key).ok()
    }
}

/// Which spots lie inside a box; an axis that is `None` is not restricted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CellBox {
    pub countries: Option<CountrySet>,
    pub sex: Option<Sex>,
    pub agency: Option<u32>,
}

impl CellBox {
    /// The axes that are restricted.
    pub fn axes(&self) -> Axes {
        let country = self.countries.and(Some(0));
        TableKey {
            country,
            sex: self.sex,
            agency: self.agency,
        }
        .axes()
    }

    fn holds(&self, table_key: &TableKey) -> bool {
        self.countries
            .is_none_or(|set| table_key.country.is_some_and(|country| set.contains(country)))
            && self.sex.is_none_or(|sex| table_key.sex == Some(sex))
            && self.agency.is_none_or(|agency| table_key.agency == Some(agency))
    }
}

/// Pairs of numbers that were stated for the same spot and differ.
pub(super) fn repeated(cells: &[Cell]) -> Vec<(TableKey, u64, u64)> {
    let keyed = cells
        .iter()
        .map(|cell| (TableKey::from(cell).key(), u64::from(cell.participants)));
    let mut all: Vec<(PackedKey, u64)> = keyed.collect();
    all.sort_by_key(|(key, _)| *key);
    let pairs = all.iter().zip(all.iter().skip(1));
    pairs
        .filter(|(a, b)| a.0 == b.0 && a.1 != b.1)
        .map(|(a, b)| (a.0.table_key(), a.1, b.1))
        .collect()
}
