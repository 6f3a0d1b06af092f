//! The stated numbers of one activity, each added up into every number that it is a part of.

use super::interval::Interval;
use super::set::CountrySet;
use super::statement::{Cell, Facts, RosterCell, Sex};

/// A set of axes, as bits.
pub(super) type Axes = u8;
pub(super) const NONE: Axes = 0;
pub(super) const AGENCY: Axes = 1;
pub(super) const SEX: Axes = 2;
pub(super) const COUNTRY: Axes = 4;
/// From the finest kind of number to the total: parts come before the whole they belong to.
const FINEST_FIRST: [Axes; 8] = [
    7,
    COUNTRY | SEX,
    COUNTRY | AGENCY,
    SEX | AGENCY,
    COUNTRY,
    SEX,
    AGENCY,
    NONE,
];

/// Whose number it is; an axis that is `None` is not restricted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spot {
    pub country: Option<u8>,
    pub sex: Option<Sex>,
    pub agency: Option<u32>,
}

impl Spot {
    pub fn axes(&self) -> Axes {
        let bit = |is: bool, axis| if is { axis } else { NONE };
        bit(self.country.is_some(), COUNTRY) | bit(self.sex.is_some(), SEX) | bit(self.agency.is_some(), AGENCY)
    }

    fn key(&self) -> Key {
        let sex = u64::from(self.sex == Some(Sex::Male));
        let country = u64::from(self.country.unwrap_or(0));
        Key(u64::from(self.axes()) << 41 | country << 33 | sex << 32 | u64::from(self.agency.unwrap_or(0)))
    }
}

/// A spot in one word, so that sorting and finding are cheap: axes, country (8 bits), sex (1), agency (32).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key(u64);

impl Key {
    fn axes(self) -> Axes {
        Axes::try_from(self.0 >> 41).unwrap_or(NONE)
    }

    /// The same with those axes only.
    fn along(self, axes: Axes) -> Self {
        let field = |axis, bits| if axes & axis == 0 { 0 } else { bits };
        let kept = field(COUNTRY, 0xFF << 33) | field(SEX, 1 << 32) | field(AGENCY, 0xFFFF_FFFF);
        Self(u64::from(axes) << 41 | self.0 & kept)
    }

    /// Itself, what it is a part of, and so on up to the total.
    fn upwards(self) -> impl Iterator<Item = Self> {
        let own = self.axes();
        FINEST_FIRST
            .into_iter()
            .filter(move |axes| axes & !own == 0)
            .map(move |axes| self.along(axes))
    }

    fn spot(self) -> Spot {
        let has = |axis: Axes| self.axes() & axis != 0;
        let sex = if self.0 >> 32 & 1 == 1 { Sex::Male } else { Sex::Female };
        Spot {
            country: u8::try_from(self.0 >> 33 & 0xFF).ok().filter(|_| has(COUNTRY)),
            sex: has(SEX).then_some(sex),
            agency: u32::try_from(self.0 & 0xFFFF_FFFF).ok().filter(|_| has(AGENCY)),
        }
    }
}

impl From<&Cell> for Spot {
    fn from(cell: &Cell) -> Self {
        Self {
            country: cell.country,
            sex: cell.sex,
            agency: cell.agency,
        }
    }
}

impl From<&RosterCell> for Spot {
    fn from(row: &RosterCell) -> Self {
        Self {
            country: row.country,
            sex: row.sex,
            agency: row.agency,
        }
    }
}

/// One number: what was stated of it and of its parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    key: Key,
    /// The number itself, where it was stated.
    pub cell: Option<u64>,
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

/// Something that is said of a number.
#[derive(Clone, Copy, Debug)]
enum Said {
    Exactly(u64),
    AtLeast(u64),
    Rows(u64),
}

impl Entry {
    /// Nothing was stated.
    pub const SILENT: Self = Self::new(Key(0));

    const fn new(key: Key) -> Self {
        let (by_country, by_sex, by_agency) = (0, 0, 0);
        Self {
            key,
            cell: None,
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
    fn hear(&mut self, said: Said) {
        match said {
            Said::Exactly(number) => self.cell = self.cell.or(Some(number)),
            Said::AtLeast(number) => self.floor = self.floor.max(number),
            Said::Rows(count) => self.rows = self.rows.saturating_add(count),
        }
    }

    /// Whose number it is.
    pub fn spot(&self) -> Spot {
        self.key.spot()
    }

    /// At least so many, by rows, parts and what is left of hidden ones.
    pub fn least(&self) -> u64 {
        self.rows
            .max(self.floor)
            .max(self.by_country)
            .max(self.by_sex)
            .max(self.by_agency)
    }

    /// No more than what is stated: a cell says so, or both sexes do.
    pub fn is_exact(&self) -> bool {
        self.cell.is_some() || self.exact_sexes == 2
    }

    /// Both sexes are known exactly, so that they say what the whole is.
    pub fn has_both_sexes(&self) -> bool {
        self.exact_sexes == 2
    }

    /// Somebody gave a number: itself, or parts that are not all 0.
    fn is_spoken(&self) -> bool {
        self.is_exact() || self.stated > 0
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
    pub fn of(facts: &Facts) -> Self {
        let number = |cell: &Cell| (Spot::from(cell).key(), u64::from(cell.participants));
        let cells = facts.cells.iter().map(number).filter(|(own, _)| own.axes() != NONE);
        let cells = cells.map(|(own, number)| (own, Said::Exactly(number)));
        let floors = facts.at_least.iter().map(number);
        let floors = floors.map(|(own, number)| (own, Said::AtLeast(number)));
        let own = cells.chain(floors).flat_map(|(own, said)| {
            own.upwards()
                .map(move |key| (key, if key == own { said } else { Said::Rows(0) }))
        });
        let rows = facts.roster.iter().filter(|row| row.count > 0).flat_map(|row| {
            let count = u64::from(row.count);
            Spot::from(row).key().upwards().map(move |key| (key, Said::Rows(count)))
        });
        let mut all: Vec<(Key, Said)> = own.chain(rows).collect();
        all.sort_by_key(|(key, _)| *key);
        let mut table = Self(Vec::new());
        for (key, said) in all {
            match table.0.last_mut().filter(|last| last.key == key) {
                Some(last) => last.hear(said),
                None => {
                    let mut entry = Entry::new(key);
                    entry.hear(said);
                    table.0.push(entry);
                }
            }
        }
        for axes in FINEST_FIRST {
            table.add_up(axes);
        }
        table
    }

    /// Completes the entries of these axes and adds them to what they are parts of.
    fn add_up(&mut self, axes: Axes) {
        for at in self.bounds(axes) {
            let Some(entry) = self.0.get_mut(at) else { continue };
            entry.stated = entry.cell.unwrap_or_else(|| entry.least());
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
    pub fn get(&self, spot: Spot) -> Entry {
        self.find(spot.key())
            .and_then(|at| self.0.get(at))
            .copied()
            .unwrap_or(Entry::SILENT)
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
    pub fn stated(&self, axes: Axes, inside: Inside) -> Option<u64> {
        let spoken = self
            .along(axes)
            .iter()
            .filter(|entry| entry.is_spoken() && inside.holds(&entry.spot()));
        spoken.map(|entry| entry.stated).reduce(u64::saturating_add)
    }

    fn bounds(&self, axes: Axes) -> std::ops::Range<usize> {
        let before = |limit| self.0.partition_point(|entry| entry.key.0 >> 41 < limit);
        before(u64::from(axes))..before(u64::from(axes) + 1)
    }

    fn find(&self, key: Key) -> Option<usize> {
        self.0.binary_search_by_key(&key, |entry| entry.key).ok()
    }
}

/// Which spots lie inside a box; an axis that is `None` is not restricted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Inside {
    pub countries: Option<CountrySet>,
    pub sex: Option<Sex>,
    pub agency: Option<u32>,
}

impl Inside {
    /// The axes that are restricted.
    pub fn axes(&self) -> Axes {
        let country = self.countries.and(Some(0));
        Spot {
            country,
            sex: self.sex,
            agency: self.agency,
        }
        .axes()
    }

    fn holds(&self, spot: &Spot) -> bool {
        self.countries
            .is_none_or(|set| spot.country.is_some_and(|country| set.contains(country)))
            && self.sex.is_none_or(|sex| spot.sex == Some(sex))
            && self.agency.is_none_or(|agency| spot.agency == Some(agency))
    }
}

/// Pairs of numbers that were stated for the same spot and differ.
pub(super) fn repeated(cells: &[Cell]) -> Vec<(Spot, u64, u64)> {
    let keyed = cells
        .iter()
        .map(|cell| (Spot::from(cell).key(), u64::from(cell.participants)));
    let mut all: Vec<(Key, u64)> = keyed.collect();
    all.sort_by_key(|(key, _)| *key);
    let pairs = all.iter().zip(all.iter().skip(1));
    pairs
        .filter(|(a, b)| a.0 == b.0 && a.1 != b.1)
        .map(|(a, b)| (a.0.spot(), a.1, b.1))
        .collect()
}
