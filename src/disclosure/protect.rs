//! Making the protected statement of one activity.

use super::Threshold;
use super::analysis::{Disclosable, SplitAnalysis, SplitDisclosure};
use crate::bounds::{Cell, CellKey, CountrySet, Evidence, Number, RosterCell};

/// One activity as it may be told to those who may not see persons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protected {
    /// The same kind of thing as what it was made of: cells, roster rows without what is hidden, and what is left of it.
    pub evidence: Evidence,
    /// What may be told of its people at all.
    pub disclosable: Disclosable,
}

/// The protected statement of an activity: its statement and the rows of its roster that count, with country, sex and
/// agency together. The numbers of the agencies in `own` are told as they are.
///
/// - The head count and the countries' counts stay. Where nobody stated a head count, what the parts add up to is one, and
///   is told; where one was stated, however loosely, it and what is shown are all that is told of everybody: beside "about
///   30" the two women who are hidden would be the least that there were. Of a country of which only parts are stated that
///   are hidden it is told that it sent people, and no number.
/// - The sexes, stated for the whole of 10 people or more (twice the threshold): the few are known as 1 to 4, the
///   others as the rest. Otherwise a split with a small number is not stated.
/// - What is crossed with countries (or sexes with agencies) is not stated for any of them where one number is small;
///   the split of everybody may still be.
pub fn protect(evidence: &Evidence, own: &[u32], threshold: Threshold) -> Protected {
    let analysis = SplitAnalysis::new(evidence, threshold);
    let (told, blurred) = analysis.disclosable();
    if told == Disclosable::ALL {
        return Protected {
            evidence: evidence.clone(),
            disclosable: told,
        };
    }
    let is_own = |agency: Option<u32>| agency.is_some_and(|agency| own.contains(&agency));
    let shown = |number: &&Number| told.shows(&number.whose, is_own(number.whose.agency));
    let mut protected = Evidence {
        cells: Vec::new(),
        unknown: evidence.unknown.clone(),
        roster: masked_roster(&evidence.roster, told, is_own),
        blurred,
        people: evidence.head.is_none().then(|| analysis.known.total().range()),
        at_least: Vec::new(),
        ..evidence.clone()
    };
    for number in analysis.numbers.iter().filter(shown) {
        let whose = number.whose;
        if whose == CellKey::default() {
            if evidence.head.is_none() {
                protected.at_least.push(cell(whose, number.stated));
            }
        } else if number.exact || (whose.country.is_none() && !is_own(whose.agency) && analysis.is_certain(number)) {
            protected.cells.push(cell(whose, number.stated));
        } else if number.is_partial {
            protected
                .cells
                .extend(evidence.cells.iter().find(|cell| CellKey::from(*cell) == whose));
        } else if number.rows > 0 && !threshold.is_small(number.rows) && !is_country(&whose) {
            protected.at_least.push(cell(whose, number.rows));
        }
    }
    let floors = evidence.at_least.iter();
    protected
        .at_least
        .extend(floors.filter(|cell| told.shows(&CellKey::from(*cell), is_own(cell.agency))));
    protected
        .unknown
        .retain(|cell| told.shows_unknown(cell, is_own(cell.agency)));
    name_countries(&mut protected, analysis.known.named());
    Protected {
        evidence: protected,
        disclosable: told,
    }
}

fn is_country(whose: &CellKey) -> bool {
    whose.sex.is_none() && whose.agency.is_none()
}

fn cell(whose: CellKey, number: u64) -> Cell {
    Cell {
        country: whose.country,
        sex: whose.sex,
        agency: whose.agency,
        participants: u32::try_from(number).unwrap_or(u32::MAX),
    }
}

/// Lists the countries that only hidden numbers name. Where there was no list, this is none of all who came.
fn name_countries(evidence: &mut Evidence, named: CountrySet) {
    let rows = evidence.roster.iter().filter_map(|row| row.country);
    let cells = evidence.cells.iter().chain(&evidence.unknown);
    let cells = cells.filter(|cell| cell.participants > 0);
    let told: CountrySet = cells.filter_map(|cell| cell.country).chain(rows).collect();
    let missing = named.difference(told.union(evidence.listed));
    if !missing.is_empty() {
        evidence.countries_complete &= !evidence.listed.is_empty() || evidence.countries.is_some();
        evidence.listed = evidence.listed.union(missing);
    }
}

/// The rows without what may not be told of each of them, those that are alike together.
fn masked_roster(roster: &[RosterCell], told: Disclosable, is_own: impl Fn(Option<u32>) -> bool) -> Vec<RosterCell> {
    let mask = |row: &RosterCell| {
        let own = is_own(row.agency);
        let (sex, agency) = (told.sex == SplitDisclosure::Full, told.agency == SplitDisclosure::Full);
        (
            row.country,
            row.sex.filter(|_| own || sex),
            row.agency.filter(|_| own || agency),
            row.count,
        )
    };
    let mut rows: Vec<_> = roster.iter().map(mask).collect();
    rows.sort_unstable();
    rows.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2))
        .filter_map(|alike| {
            let (country, sex, agency, _) = *alike.first()?;
            let count = alike.iter().fold(0_u32, |sum, (.., count)| sum.saturating_add(*count));
            Some(RosterCell {
                country,
                sex,
                agency,
                count,
            })
        })
        .collect()
}
