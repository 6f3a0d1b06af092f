//! How far the sexes and the agencies of one activity may be shown.
//!
//! A number is given away by itself, by what is left of a whole when the other parts are known, and by what is left of
//! a cell beside the roster rows in it. Every such number must be 0 or large; one that is not hides the split in which
//! it stands. An end counts as well: of whom at most 4 can be there, at most 4 are.

use super::Threshold;
use crate::bounds::{
    Axis, Bounds, Cell, CellKey, Countries, CountrySet, Evidence, Figure, Interval, Number, Of, Sex, SexRange, World,
};

/// How far the numbers along one axis may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum SplitDisclosure {
    /// As they are, crossed with countries and, where both are whole, with the other axis.
    Full,
    /// Of everybody together, not crossed with anything.
    MarginOnly,
    /// Not at all.
    Suppressed,
}

/// How far an activity's people may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Disclosable {
    pub sex: SplitDisclosure,
    pub agency: SplitDisclosure,
}

impl Disclosable {
    /// Nothing is hidden.
    pub const ALL: Self = Self {
        sex: SplitDisclosure::Full,
        agency: SplitDisclosure::Full,
    };

    /// Whether a number with these axes may be shown; an agency's own may (`is_own`).
    pub fn shows(self, whose: &CellKey, is_own: bool) -> bool {
        let told = |telling: SplitDisclosure, given: bool, others: bool| match telling {
            _ if !given => true,
            SplitDisclosure::Full => true,
            SplitDisclosure::MarginOnly => !others,
            SplitDisclosure::Suppressed => false,
        };
        let (country, sex, agency) = (whose.country.is_some(), whose.sex.is_some(), whose.agency.is_some());
        is_own || (told(self.sex, sex, country || agency) && told(self.agency, agency, country || sex))
    }

    /// Whether a cell of the sex `unknown` may be told: where the sexes beside it are.
    pub fn shows_unknown(self, cell: &Cell, is_own: bool) -> bool {
        let beside = CellKey {
            sex: Some(Sex::Female),
            ..CellKey::from(cell)
        };
        self.shows(&beside, is_own)
    }
}

/// In which no country is a member or not: who may be told what must not depend on the day.
const ANYWHERE: World = World {
    members: CountrySet::FULL,
    all: CountrySet::FULL,
};

/// One activity's numbers before the bench.
pub(super) struct SplitAnalysis {
    pub(super) known: Bounds,
    pub(super) numbers: Vec<Number>,
    threshold: Threshold,
}

impl SplitAnalysis {
    /// Calls up an activity.
    pub(super) fn new(evidence: &Evidence, threshold: Threshold) -> Self {
        let known = Bounds::from_evidence(evidence, &ANYWHERE);
        let numbers = known.numbers().collect();
        Self {
            known,
            numbers,
            threshold,
        }
    }

    /// How far its people may be told, and what is left of a split by sex that may not.
    pub(super) fn disclosable(&self) -> (Disclosable, Option<SexRange>) {
        let has = |axis: fn(&CellKey) -> bool| self.numbers.iter().any(|number| axis(&number.whose));
        let (sex, agency) = (has(|whose| whose.sex.is_some()), has(|whose| whose.agency.is_some()));
        let sex_alone = !sex || self.may_tell_sexes();
        let agency_alone = !agency || self.may_tell_agencies();
        // As much as may be told together; sexes before agencies.
        let together = [(true, true), (true, false), (false, true)].into_iter();
        let whole = together
            .filter(|(with_sex, with_agency)| (sex_alone || !with_sex) && (agency_alone || !with_agency))
            .find(|(with_sex, with_agency)| self.may_cross(*with_sex, *with_agency));
        let (sex_whole, agency_whole) = whole.unwrap_or((false, false));
        let telling = |stated: bool, alone: bool, whole: bool| match (alone, whole) {
            _ if !stated => SplitDisclosure::Full,
            (true, true) => SplitDisclosure::Full,
            (true, false) => SplitDisclosure::MarginOnly,
            (false, _) => SplitDisclosure::Suppressed,
        };
        let told = Disclosable {
            sex: telling(sex, sex_alone, sex_whole),
            agency: telling(agency, agency_alone, agency_whole),
        };
        let blurred = self.blurred().filter(|_| told.sex == SplitDisclosure::Suppressed);
        (told, blurred)
    }

    /// Whether exactly as many as are stated came, by whatever is known.
    pub(super) fn is_certain(&self, number: &Number) -> bool {
        number.stated > 0 && self.known.figure_of(&number.whose).range().value() == Some(number.stated)
    }

    fn is_small(&self, number: u64) -> bool {
        self.threshold.is_small(number)
    }

    /// Whether a number, the roster rows in it, or those in it who are on no roster are few: of 12 women, and 15 men of 25
    /// on the roster, ten women are on it and two are not.
    fn has_small_part(&self, number: &Number) -> bool {
        let beside = number.stated.saturating_sub(number.rows);
        [number.stated, number.rows, beside]
            .into_iter()
            .any(|some| self.is_small(some))
    }

    /// Whether so few can be there that their number is as good as told.
    fn is_narrow(&self, range: Interval) -> bool {
        range.high.is_some_and(|high| self.is_small(high))
    }

    /// What the stated parts leave of a whole.
    fn is_small_rest(&self, rest: Figure) -> bool {
        self.is_narrow(rest.range()) || rest.reported.is_some_and(|reported| self.is_small(reported))
    }

    fn of_sexes(&self) -> [Interval; 2] {
        Sex::BOTH.map(|sex| self.known.of_sex(sex).range())
    }

    /// The sexes of everybody together.
    fn may_tell_sexes(&self) -> bool {
        let stated = self.numbers.iter().filter(|n| n.whose == of_sex(n.whose.sex));
        let sexes = self.of_sexes();
        // Of a split that covers some, those of no stated sex may be either.
        let is_whole = self.known.covers_sexes() || stated.clone().all(|number| !number.is_partial);
        let is_one_narrow = is_whole && sexes.iter().any(|sex| self.is_narrow(*sex));
        let reported = Sex::BOTH.map(|sex| self.known.of_sex(sex).reported);
        let is_one_small = is_one_narrow || reported.into_iter().flatten().any(|number| self.is_small(number));
        let is_one_none = sexes.iter().any(|sex| sex.high == Some(0)) && self.known.total().low > 0;
        let gives_away = is_one_small || is_one_none && self.has_small_country();
        !gives_away && self.may_tell_alone(stated)
    }

    /// The agencies of everybody together.
    fn may_tell_agencies(&self) -> bool {
        let stated = self.numbers.iter().filter(|n| n.whose == of_agency(n.whose.agency));
        !self.is_small_rest(self.known.agency_not_stated()) && self.may_tell_alone(stated)
    }

    /// Numbers along one axis, of everybody together. Where cells state all of them, their roster rows are not told.
    fn may_tell_alone<'a>(&self, mut stated: impl Iterator<Item = &'a Number> + Clone) -> bool {
        let by_cells = stated.clone().all(|number| number.exact);
        let is_small = |number: &Number| self.is_small(number.stated) || (!by_cells && self.has_small_part(number));
        stated.all(|number| !is_small(number) && !self.gives_countries_away(number))
    }

    /// Whether what is told of everybody is told of the few from a country: where all are women, the one from there is a
    /// woman. *All* are all people, all of whom something is stated, or all on the roster.
    fn gives_countries_away(&self, number: &Number) -> bool {
        let everybody = self.numbers.iter().find(|number| number.whose == CellKey::default());
        let (stated, rows) = everybody.map_or((0, 0), |everybody| (everybody.stated, everybody.rows));
        let all = [self.known.total().high, Some(stated)].contains(&Some(number.stated));
        let all = (all && number.stated > 0) || (number.rows == rows && rows > 0);
        all && self.has_small_country()
    }

    /// Whether so few came from some country that they are small.
    fn has_small_country(&self) -> bool {
        let countries = self.known.named().union(self.known.numbered());
        let mut each = countries
            .iter()
            .map(|country| self.known.in_countries(&CountrySet::of_one(country)));
        each.any(|figure| self.is_small_rest(figure))
    }

    /// Sexes, agencies or both, crossed with the countries and with each other, row by row of the roster.
    fn may_cross(&self, with_sex: bool, with_agency: bool) -> bool {
        let inside = |whose: &CellKey| (with_sex || whose.sex.is_none()) && (with_agency || whose.agency.is_none());
        let mut parts: Vec<((CellKey, Axis), u64)> = Vec::new();
        for number in self.numbers.iter().filter(|number| inside(&number.whose)) {
            let whose = number.whose;
            if whose.sex.is_none() && whose.agency.is_none() {
                continue;
            }
            if self.has_small_part(number) {
                return false;
            }
            parts.extend(wholes(whose).map(|whole| (whole, number.rows)));
        }
        let follows = self.numbers.iter().any(|number| {
            let alone = number.whose.country.is_none() && inside(&number.whose) && number.whose != CellKey::default();
            alone && self.follows_of_a_country(number.whose)
        });
        parts.sort_unstable();
        let mut rows_of: Vec<(CellKey, u64)> = self.numbers.iter().map(|number| (number.whose, number.rows)).collect();
        rows_of.sort_unstable();
        let mut parts = parts.chunk_by(|(one, _), (other, _)| one == other);
        !follows
            && parts.all(|parts| {
                let Some(((whole, axis), _)) = parts.first() else {
                    return true;
                };
                let rows = parts.iter().fold(0_u64, |sum, (_, rows)| sum.saturating_add(*rows));
                let place = rows_of.binary_search_by_key(whole, |(whose, _)| *whose).ok();
                let of_whole = place.and_then(|place| rows_of.get(place)).map_or(0, |(_, rows)| *rows);
                self.leaves_nothing_small(whole, *axis, of_whole.saturating_sub(rows))
            })
    }

    /// Whether the number of these people, or of the other sex, is small and certain in some country, said or not.
    fn follows_of_a_country(&self, whose: CellKey) -> bool {
        let countries = self.known.named().union(self.known.numbered());
        let both = [whose.sex, whose.sex.map(Sex::other)];
        both.into_iter().any(|sex| {
            countries.iter().any(|country| {
                let range = self
                    .known
                    .figure_of(&CellKey {
                        country: Some(country),
                        sex,
                        ..whose
                    })
                    .range();
                range.low > 0 && self.is_narrow(range)
            })
        })
    }

    /// Whether what the parts of a number along an axis leave of it may be known; `rows` of the roster are of none of them.
    fn leaves_nothing_small(&self, whole: &CellKey, axis: Axis, rows: u64) -> bool {
        let question = whole.question();
        let rest = match axis {
            // Two make up everybody: what one leaves is the other. Of whom no sex is stated can be either.
            Axis::Sex => {
                let part = |sex| {
                    self.known
                        .figure_of(&CellKey {
                            sex: Some(sex),
                            ..*whole
                        })
                        .range()
                };
                return !Sex::BOTH.into_iter().map(part).any(|range| self.is_narrow(range));
            }
            Axis::Agency => self.known.ask(&crate::bounds::Question {
                agency: Of::NotStated,
                ..question
            }),
            Axis::Country => self.known.ask(&crate::bounds::Question {
                countries: Countries::NotStated(&[]),
                ..question
            }),
        };
        !self.is_small_rest(rest) && !self.is_small(rows)
    }

    /// What is left of sexes that were stated for the whole of enough people: the few are few, the others the rest.
    fn blurred(&self) -> Option<SexRange> {
        let [women, men] = self.of_sexes().map(|sex| sex.value());
        let (women, men) = (women?, men?);
        let most = u64::from(self.threshold.get()) - 1;
        let enough = women.saturating_add(men) >= 2 * (most + 1);
        let few = [(Sex::Female, women), (Sex::Male, men)]
            .into_iter()
            .find(|(_, number)| self.is_small(*number));
        few.filter(|_| enough).map(|(sex, _)| SexRange {
            sex,
            low: 1,
            high: self.threshold.get() - 1,
        })
    }
}

fn of_sex(sex: Option<Sex>) -> CellKey {
    CellKey {
        sex: Some(sex.unwrap_or(Sex::Female)),
        ..CellKey::default()
    }
}

fn of_agency(agency: Option<u32>) -> CellKey {
    CellKey {
        agency: Some(agency.unwrap_or_default()),
        ..CellKey::default()
    }
}

/// The numbers of which a number is a part, with the axis along which it is. That a country's people are a part of
/// everybody gives nobody away.
fn wholes(whose: CellKey) -> impl Iterator<Item = (CellKey, Axis)> {
    let without_country = CellKey { country: None, ..whose };
    let without_sex = CellKey { sex: None, ..whose };
    let without_agency = CellKey { agency: None, ..whose };
    [
        (without_country, Axis::Country, whose.country.is_some()),
        (without_sex, Axis::Sex, whose.sex.is_some()),
        (without_agency, Axis::Agency, whose.agency.is_some()),
    ]
    .into_iter()
    .filter(|(.., given)| *given)
    .map(|(whole, axis, _)| (whole, axis))
}

impl From<&Cell> for CellKey {
    fn from(cell: &Cell) -> Self {
        Self {
            country: cell.country,
            sex: cell.sex,
            agency: cell.agency,
        }
    }
}
