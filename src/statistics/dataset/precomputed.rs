//! What one activity answers to the questions that are asked most, asked once when its facts are read: everybody, each
//! sex, each country. Figures along one of these are then sums over plain numbers.

use super::activity::{Activity, Axes, Row};
use crate::statistics::bounds::{Bounds, CountriesOf, CountrySet, Figure, Interval, Sent, Sex, World};

/// A [`Figure`] of one activity in twelve bytes; what is greater than 4,294,967,294 is taken for that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PackedFigure {
    low: u32,
    /// [`NONE`]: nothing bounds it.
    high: u32,
    /// [`NONE`]: nobody stated a number.
    reported: u32,
}

const NONE: u32 = u32::MAX;

fn pack(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(NONE).min(NONE - 1)
}

impl PackedFigure {
    /// Certainly none, and nobody said so.
    pub const NOTHING: Self = Self {
        low: 0,
        high: 0,
        reported: NONE,
    };

    /// At least so many.
    pub fn low(self) -> u64 {
        u64::from(self.low)
    }

    /// At most so many; `None`: nothing bounds it.
    pub fn high(self) -> Option<u64> {
        (self.high != NONE).then(|| u64::from(self.high))
    }

    /// What was stated; `None`: nobody stated one.
    pub fn reported(self) -> Option<u64> {
        (self.reported != NONE).then(|| u64::from(self.reported))
    }
}

impl From<Figure> for PackedFigure {
    fn from(figure: Figure) -> Self {
        Self {
            low: pack(figure.low),
            high: figure.high.map_or(NONE, pack),
            reported: figure.reported.map_or(NONE, pack),
        }
    }
}

impl From<PackedFigure> for Figure {
    fn from(packed: PackedFigure) -> Self {
        Self {
            low: packed.low(),
            high: packed.high(),
            reported: packed.reported(),
        }
    }
}

/// What an activity answers about those who came.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Precomputed {
    /// Whether somebody counted.
    pub counted: bool,
    pub everybody: PackedFigure,
    pub women: PackedFigure,
    pub men: PackedFigure,
    /// Those of whom no sex is stated.
    pub sexless: PackedFigure,
    /// Those of whom no country is stated.
    pub landless: PackedFigure,
    /// The countries that are rows of their own: named, or with a number.
    pub countries: Box<[(u8, PackedFigure)]>,
    /// Countries of which it says nothing and from which people may have come, those together that are alike.
    pub elsewhere: Box<[(CountrySet, PackedFigure)]>,
    /// The only country that all of them can be of.
    pub only: Option<u8>,
    /// The countries named as having sent people.
    pub sending: CountrySet,
    /// The countries that a cell above 0 or a roster row names.
    pub attested: CountrySet,
    /// The countries that no number names and from which people may have come: of the pool, or any where the list is
    /// incomplete or there is neither list nor k; then those listed are among them, whatever their role.
    pub possible: CountrySet,
    /// Which countries sent people; `None`: just those named.
    pub sent: Option<Box<Sent>>,
    /// The agencies of those on the roster, each once.
    pub agencies: Box<[u32]>,
}

impl Default for Precomputed {
    fn default() -> Self {
        Self {
            counted: false,
            everybody: PackedFigure::NOTHING,
            women: PackedFigure::NOTHING,
            men: PackedFigure::NOTHING,
            sexless: PackedFigure::NOTHING,
            landless: PackedFigure::NOTHING,
            countries: Box::default(),
            elsewhere: Box::default(),
            only: None,
            sending: CountrySet::EMPTY,
            attested: CountrySet::EMPTY,
            possible: CountrySet::EMPTY,
            sent: None,
            agencies: Box::default(),
        }
    }
}

impl Precomputed {
    /// Asks an activity with the roster rows of those who came.
    pub fn new(activity: &Activity, rows: &[Row], world: &World) -> Self {
        let known = Bounds::from_evidence(&activity.evidence(rows, Axes::ALL), world);
        Self::from_bounds(&known, rows.iter().filter_map(Row::agency).collect())
    }

    /// Asks what is known of an activity; `agencies` are those of its roster that may be named.
    pub fn from_bounds(known: &Bounds, mut agencies: Vec<u32>) -> Self {
        let only = only_country(known);
        let own = known.named().union(known.numbered()).union(only.into_iter().collect());
        let country = |country| (country, known.in_countries(&CountrySet::of_one(country)).into());
        agencies.sort_unstable();
        agencies.dedup();
        let sent = known.sent();
        let countries: Box<[(u8, PackedFigure)]> = own.iter().map(country).collect();
        let elsewhere = elsewhere(known, own);
        let possible = possible(known, &countries, &elsewhere);
        Self {
            counted: known.is_counted(),
            everybody: known.total().into(),
            women: known.of_sex(Sex::Female).into(),
            men: known.of_sex(Sex::Male).into(),
            sexless: known.sex_not_stated().into(),
            landless: known.country_not_stated().into(),
            countries,
            elsewhere,
            only,
            sending: known.named(),
            attested: known.attested(),
            possible,
            sent: (sent != sent_by(known.named())).then(|| Box::new(sent)),
            agencies: agencies.into(),
        }
    }

    /// Whether one of the countries that nobody names must be of this group: more came than there are outside it.
    pub fn must_include(&self, group: CountrySet) -> bool {
        let outside = |sent: &Sent| sent.pool.difference(group).len();
        self.sent
            .as_deref()
            .is_some_and(|sent| sent.unnamed.low > outside(sent))
    }

    /// Which countries sent people.
    pub fn sent(&self) -> Sent {
        self.sent.as_deref().copied().unwrap_or_else(|| sent_by(self.sending))
    }
}

/// The countries that nobody names and from which people may have come, of those that were asked about.
fn possible(known: &Bounds, countries: &[(u8, PackedFigure)], elsewhere: &[(CountrySet, PackedFigure)]) -> CountrySet {
    let open = |share: &PackedFigure| share.high() != Some(0);
    let alone = countries.iter().filter(|(_, share)| open(share));
    let alone: CountrySet = alone.map(|(country, _)| *country).collect();
    let alike = elsewhere.iter().filter(|(_, share)| open(share));
    let all = alike.fold(alone, |all, (set, _)| all.union(*set));
    let nowhere = CountrySet::of_one(CountrySet::NOWHERE);
    let stated = if known.is_open_to_any() {
        known.attested()
    } else {
        known.named()
    };
    all.intersect(known.reach()).difference(stated.union(nowhere))
}

/// These countries and no other.
fn sent_by(named: CountrySet) -> Sent {
    Sent {
        named,
        perhaps: CountrySet::EMPTY,
        unnamed: Interval::ZERO,
        pool: CountrySet::EMPTY,
        of: CountriesOf::Any,
        at_most: 0,
        open: false,
    }
}

fn elsewhere(known: &Bounds, own: CountrySet) -> Box<[(CountrySet, PackedFigure)]> {
    let mut alike: Vec<(u8, CountrySet)> = Vec::new();
    for country in known.reach().difference(own).iter() {
        let likeness = known.likeness(country);
        match alike.iter_mut().find(|(known, _)| *known == likeness) {
            Some((_, set)) => set.insert(country),
            None => alike.push((likeness, CountrySet::of_one(country))),
        }
    }
    let answered = alike.into_iter().filter_map(|(_, set)| {
        let one = CountrySet::of_one(set.iter().next()?);
        Some((set, PackedFigure::from(known.in_countries(&one))))
    });
    answered.filter(|(_, share)| *share != PackedFigure::NOTHING).collect()
}

fn only_country(known: &Bounds) -> Option<u8> {
    let reach = known.reach();
    let one = reach.iter().next().filter(|_| reach.len() == 1);
    one.filter(|_| !known.has_people_from_nowhere())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_the_same_when_it_has_been_packed() {
        for figure in [
            Figure {
                low: 0,
                high: None,
                reported: None,
            },
            Figure {
                low: 3,
                high: Some(3),
                reported: Some(3),
            },
            Figure {
                low: 0,
                high: Some(0),
                reported: Some(0),
            },
        ] {
            assert_eq!(Figure::from(PackedFigure::from(figure)), figure);
        }
        assert_eq!(
            Figure::from(PackedFigure::NOTHING),
            Figure {
                low: 0,
                high: Some(0),
                reported: None
            }
        );
    }
}
