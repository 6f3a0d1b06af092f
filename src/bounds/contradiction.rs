//! Which facts cannot all be true, with the numbers, so that a caller can say what to change.

use super::conclusions::Bounds;
use super::interval::Interval;
use super::statement::{Evidence, Sex, World};
use super::table::{Entry, TableKey, repeated};

/// Whose number it is: of this country, sex and agency together; an axis that is `None` is not restricted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellKey {
    /// Of this country.
    pub country: Option<u8>,
    /// Of this sex.
    pub sex: Option<Sex>,
    /// Of this agency.
    pub agency: Option<u32>,
}

/// One of the three axes of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Axis {
    /// Where people come from.
    Country,
    /// Women and men.
    Sex,
    /// For whom they work.
    Agency,
}

/// Why there can be no more than so many people in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtMost {
    /// The head count says so.
    Head,
    /// Without a head count a complete roster is the whole.
    WholeRoster,
    /// The numbers of women and of men are both stated for all of them, or with those of no stated sex.
    BothSexes,
    /// Nobody came from elsewhere, and the number of every country that came is stated.
    EveryCountry,
}

/// Why there must be at least so many people in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtLeast {
    /// The head count says so.
    Head,
    /// So many counted rows on the roster.
    Roster,
    /// The cells and roster rows of the countries add up to it; a country without either came with one at least.
    Countries,
    /// So many countries came (k, or those named), each with one at least.
    CountryCount,
    /// The cells and roster rows of the sexes add up to it.
    Sexes,
    /// The cells and roster rows of the agencies add up to it.
    Agencies,
}

/// One reason why no attendance fits the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// The total is below the roster, the cells or the number of countries, or above what the cells leave open.
    Total {
        /// There are no more than so many, ...
        at_most: u64,
        /// ... because of this, ...
        because: AtMost,
        /// ... but at least so many, ...
        at_least: u64,
        /// ... because of that.
        for_all_that: AtLeast,
    },
    /// k is below the number of countries named. Only where the list is complete; otherwise such a k counts as not stated.
    CountriesBelowNamed {
        /// k as stated.
        countries: u64,
        /// How many countries are named.
        named: u64,
    },
    /// More countries without a name than there are countries that they can be.
    UnnamedBeyondPool {
        /// k less the countries named.
        unnamed: u64,
        /// So many countries (members, if they are `members`) are neither named nor have a cell of 0.
        pool: u64,
    },
    /// Two cells give different numbers for the same thing.
    CellRepeated {
        /// What they count.
        whose: CellKey,
        /// One number.
        first: u64,
        /// The other.
        second: u64,
    },
    /// A cell is below the roster rows that it includes.
    CellBelowRoster {
        /// What the cell counts.
        whose: CellKey,
        /// Its number.
        cell: u64,
        /// So many rows.
        roster: u64,
    },
    /// A cell is below the sum of its parts: the cells and roster rows of its countries, sexes or agencies.
    CellBelowParts {
        /// What the cell counts.
        whose: CellKey,
        /// Its number.
        cell: u64,
        /// What its parts were split by.
        by: Axis,
        /// Their sum.
        parts: u64,
    },
    /// A cell is above the sum of its women, its men and those of no stated sex, who are all stated.
    CellAboveSexes {
        /// What the cell counts.
        whose: CellKey,
        /// Its number.
        cell: u64,
        /// Women and men together.
        sexes: u64,
    },
    /// The cells along two axes and the roster cannot be met together, though no single one is wrong.
    CellsDisagree,
}

/// Everything that makes these facts impossible; empty where they are not, as far as is known. Complete where no cell
/// names two axes: then facts without a contradiction have an attendance that fits them.
pub fn contradictions(evidence: &Evidence, world: &World) -> Vec<Contradiction> {
    let known = Bounds::from_evidence(evidence, world);
    let mut found: Vec<Contradiction> = repeated(&evidence.cells)
        .into_iter()
        .chain(repeated(&evidence.unknown))
        .map(|(table_key, first, second)| Contradiction::CellRepeated {
            whose: table_key.into(),
            first,
            second,
        })
        .collect();
    found.extend(known.table.entries().iter().flat_map(of_cell));
    found.extend(of_countries(evidence, &known));
    found.extend(of_total(evidence, &known));
    if found.is_empty() && !known.is_possible() {
        found.push(Contradiction::CellsDisagree);
    }
    found
}

/// A cell against the roster and its parts.
fn of_cell(entry: &Entry) -> impl Iterator<Item = Contradiction> + use<> {
    let (entry, whose) = (*entry, CellKey::from(entry.table_key()));
    // Women, men and those of no stated sex are a country's or an agency's people as its own number is.
    let sum = entry.with_unknown().filter(|_| whose != CellKey::default());
    entry.cell.or(sum).into_iter().flat_map(move |cell| {
        let roster = (cell < entry.rows && !entry.is_sex_in_part()).then_some(Contradiction::CellBelowRoster {
            whose,
            cell,
            roster: entry.rows,
        });
        let parts = [
            (Axis::Country, entry.by_country),
            (Axis::Sex, entry.by_sex.max(entry.of_sexes)),
            (Axis::Agency, entry.by_agency),
        ];
        let below = parts
            .into_iter()
            .filter(move |(_, parts)| cell < *parts && !entry.is_sex_in_part());
        let below = below.map(move |(by, parts)| Contradiction::CellBelowParts { whose, cell, by, parts });
        let sexes = entry.all_sexes().filter(|sexes| cell > *sexes);
        let above = sexes.map(|sexes| Contradiction::CellAboveSexes { whose, cell, sexes });
        roster.into_iter().chain(below).chain(above)
    })
}

fn of_countries(evidence: &Evidence, known: &Bounds) -> Option<Contradiction> {
    let (named, unnamed, pool) = (known.named().len(), known.unnamed(), known.pool().len());
    let countries = evidence
        .countries
        .map(u64::from)
        .filter(|k| evidence.countries_complete && *k < named);
    countries
        .map(|countries| Contradiction::CountriesBelowNamed { countries, named })
        .or_else(|| (unnamed > pool).then_some(Contradiction::UnnamedBeyondPool { unnamed, pool }))
}

/// Every reason for a least total against the tightest reason for a most.
fn of_total(evidence: &Evidence, known: &Bounds) -> Vec<Contradiction> {
    let everybody = known.table.get(TableKey::default());
    let head = evidence.head.map_or(Interval::ANY, |head| head.range());
    let whole_roster = evidence.head.is_none() && evidence.roster_complete && everybody.rows > 0;
    let lands = known.lands.everybody(|place| place.sexes).whole;
    let at_most = [
        (head.high, AtMost::Head),
        (whole_roster.then_some(everybody.rows), AtMost::WholeRoster),
        (everybody.all_sexes(), AtMost::BothSexes),
        (lands.high, AtMost::EveryCountry),
    ];
    let Some((at_most, because)) = at_most
        .into_iter()
        .filter_map(|(most, why)| Some((most?, why)))
        .min_by_key(|(most, _)| *most)
    else {
        return Vec::new();
    };
    let came = known.lands.each * (known.named().len() + known.unnamed());
    let at_least = [
        (head.low, AtLeast::Head),
        (everybody.rows, AtLeast::Roster),
        (came, AtLeast::CountryCount),
        (if came > at_most { 0 } else { lands.low }, AtLeast::Countries),
        (everybody.by_sex.max(everybody.of_sexes), AtLeast::Sexes),
        (everybody.by_agency, AtLeast::Agencies),
    ];
    let above = at_least.into_iter().filter(|(least, _)| *least > at_most);
    above
        .map(|(at_least, for_all_that)| Contradiction::Total {
            at_most,
            because,
            at_least,
            for_all_that,
        })
        .collect()
}

impl From<TableKey> for CellKey {
    fn from(table_key: TableKey) -> Self {
        Self {
            country: table_key.country,
            sex: table_key.sex,
            agency: table_key.agency,
        }
    }
}
