//! Whose numbers they are, and the order in which they are added up.

use super::super::statement::{Cell, RosterCell, Sex};

/// A set of axes, as bits.
pub(in crate::bounds) type Axes = u8;
pub(in crate::bounds) const NONE: Axes = 0;
pub(in crate::bounds) const AGENCY: Axes = 1;
pub(in crate::bounds) const SEX: Axes = 2;
pub(in crate::bounds) const COUNTRY: Axes = 4;
/// From the finest kind of number to the total: parts come before the whole they belong to.
pub(super) const FINEST_FIRST: [Axes; 8] = [
    7,
    COUNTRY | AGENCY,
    COUNTRY | SEX,
    SEX | AGENCY,
    COUNTRY,
    SEX,
    AGENCY,
    NONE,
];

/// Whose number it is; an axis that is `None` is not restricted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::bounds) struct TableKey {
    pub country: Option<u8>,
    pub sex: Option<Sex>,
    pub agency: Option<u32>,
}

impl TableKey {
    pub fn axes(&self) -> Axes {
        let bit = |is: bool, axis| if is { axis } else { NONE };
        bit(self.country.is_some(), COUNTRY) | bit(self.sex.is_some(), SEX) | bit(self.agency.is_some(), AGENCY)
    }

    pub(super) fn key(&self) -> PackedKey {
        let sex = u64::from(self.sex == Some(Sex::Male));
        let country = u64::from(self.country.unwrap_or(0));
        PackedKey(u64::from(self.axes()) << 41 | country << 33 | sex << 32 | u64::from(self.agency.unwrap_or(0)))
    }
}

/// A spot in one word, so that sorting and finding are cheap: axes, country (8 bits), sex (1), agency (32).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PackedKey(pub(super) u64);

impl PackedKey {
    pub(super) fn axes(self) -> Axes {
        Axes::try_from(self.0 >> 41).unwrap_or(NONE)
    }

    /// The same with those axes only.
    pub(super) fn along(self, axes: Axes) -> Self {
        let field = |axis, bits| if axes & axis == 0 { 0 } else { bits };
        let kept = field(COUNTRY, 0xFF << 33) | field(SEX, 1 << 32) | field(AGENCY, 0xFFFF_FFFF);
        Self(u64::from(axes) << 41 | self.0 & kept)
    }

    /// Itself, what it is a part of, and so on up to the total.
    pub(super) fn upwards(self) -> impl Iterator<Item = Self> {
        let own = self.axes();
        FINEST_FIRST
            .into_iter()
            .filter(move |axes| axes & !own == 0)
            .map(move |axes| self.along(axes))
    }

    /// The other sex of the same.
    pub(super) fn other_sex(self) -> Self {
        Self(self.0 ^ 1 << 32)
    }

    pub(super) fn table_key(self) -> TableKey {
        let has = |axis: Axes| self.axes() & axis != 0;
        let sex = if self.0 >> 32 & 1 == 1 { Sex::Male } else { Sex::Female };
        TableKey {
            country: u8::try_from(self.0 >> 33 & 0xFF).ok().filter(|_| has(COUNTRY)),
            sex: has(SEX).then_some(sex),
            agency: u32::try_from(self.0 & 0xFFFF_FFFF).ok().filter(|_| has(AGENCY)),
        }
    }
}

impl From<&Cell> for TableKey {
    fn from(cell: &Cell) -> Self {
        Self {
            country: cell.country,
            sex: cell.sex,
            agency: cell.agency,
        }
    }
}

impl From<&RosterCell> for TableKey {
    fn from(row: &RosterCell) -> Self {
        Self {
            country: row.country,
            sex: row.sex,
            agency: row.agency,
        }
    }
}
