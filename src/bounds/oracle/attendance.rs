//! Attendances, and which of them fit the facts.

use super::super::{Cell, CountriesOf, CountrySet, Evidence, Qualifier, RosterCell, Sex, World};
use std::sync::LazyLock;

/// How large a world is. Beside its countries people can come from none (an organisation), beside its agencies from
/// another or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub countries: u8,
    pub agencies: u8,
    /// No attendance has more people; a number that still grows there is taken to have no end.
    pub cap: u8,
}

/// The worlds, each small enough to be enumerated: about 6,000 attendances.
pub const SHAPES: [Shape; 4] = [
    Shape {
        countries: 4,
        agencies: 0,
        cap: 6,
    },
    Shape {
        countries: 5,
        agencies: 0,
        cap: 5,
    },
    Shape {
        countries: 2,
        agencies: 2,
        cap: 4,
    },
    Shape {
        countries: 3,
        agencies: 1,
        cap: 4,
    },
];

/// How many people of each kind came: four bits for each, so that a sum over kinds is a few instructions.
pub type Attendance = u128;

/// Kinds, as a mask of their four bits each.
pub type Kinds = u128;

static ATTENDANCES: LazyLock<[Vec<Attendance>; 4]> = LazyLock::new(|| SHAPES.map(Shape::enumerate));

/// The attendances that fit some facts.
pub struct Fitting {
    /// Up to the cap.
    pub all: Vec<Attendance>,
    /// The kinds of people of whom any number more may have come.
    pub endless: Kinds,
    /// Some have more people than the cap.
    pub beyond: bool,
}

/// A box of countries (a bit each), sex and agency; `None` is whoever.
#[derive(Clone, Copy, Debug)]
pub struct Box {
    pub countries: Option<u32>,
    pub sex: Option<Sex>,
    pub agency: Option<u32>,
}

impl Shape {
    fn kinds(self) -> impl Iterator<Item = (u8, Sex, u32)> + use<> {
        let (countries, agencies) = (self.countries, u32::from(self.agencies));
        (0..=countries).flat_map(move |c| {
            Sex::BOTH
                .into_iter()
                .flat_map(move |s| (0..=agencies).map(move |a| (c, s, a)))
        })
    }

    fn enumerate(self) -> Vec<Attendance> {
        let mut all: Vec<Attendance> = vec![0];
        for kind in 0..self.kinds().count() {
            let more = |some: Attendance| {
                let left = u128::from(u64::from(self.cap) - total(some));
                (0..=left).map(move |people| some | people << (4 * kind))
            };
            all = all.into_iter().flat_map(more).collect();
        }
        all
    }

    pub fn all(self) -> CountrySet {
        (0..self.countries).collect()
    }

    /// Every attendance that fits; none where there is none up to the cap.
    pub fn fitting(self, evidence: &Evidence, world: &World) -> Fitting {
        let at = SHAPES.iter().position(|shape| *shape == self).unwrap();
        let mut rules = Rules::of(self, evidence, world);
        let known = ATTENDANCES[at].iter().copied();
        let mut all: Vec<Attendance> = known.filter(|attendance| rules.allow(*attendance)).collect();
        if let Some((kinds, stated)) = rules.left_out {
            // One sex and `unknown` leave the other what the fewest people leave.
            let fewest = all.iter().map(|attendance| total(*attendance)).min().unwrap_or(0);
            rules.least.push((kinds, fewest.saturating_sub(stated)));
            all.retain(|attendance| rules.allow(*attendance));
        }
        let kinds = 0..self.kinds().count();
        let goes_on = |kind: &usize| {
            all.iter()
                .any(|attendance| rules.allow(attendance + (A_LOT << (4 * kind))))
        };
        let at_cap = all
            .iter()
            .filter(|attendance| total(**attendance) == u64::from(self.cap));
        let mut one_more = at_cap.flat_map(|attendance| kinds.clone().map(move |kind| attendance + (1 << (4 * kind))));
        let beyond = one_more.any(|attendance| rules.allow(attendance));
        let endless = kinds
            .clone()
            .filter(goes_on)
            .fold(0, |mask, kind| mask | 15 << (4 * kind));
        Fitting { all, endless, beyond }
    }

    /// The kinds of people inside a box.
    pub fn inside(self, asked: Box) -> Kinds {
        let holds = |(c, s, a): (u8, Sex, u32)| {
            asked
                .countries
                .is_none_or(|set| c < self.countries && set >> c & 1 == 1)
                && asked.sex.is_none_or(|sex| sex == s)
                && asked
                    .agency
                    .is_none_or(|agency| agency == a && a < u32::from(self.agencies))
        };
        let kinds = self.kinds().enumerate().filter(|(_, kind)| holds(*kind));
        kinds.fold(0, |mask, (at, _)| mask | 15 << (4 * at))
    }

    /// The countries that sent somebody.
    pub fn came(self, attendance: Attendance) -> CountrySet {
        let sent = |c: &u8| attendance & self.country(*c) != 0;
        (0..self.countries).filter(sent).collect()
    }

    /// People of no country.
    fn landless(self, attendance: Attendance) -> Attendance {
        attendance & self.country(self.countries)
    }

    /// The kinds of a country; the one after the last is none.
    fn country(self, country: u8) -> Kinds {
        let bits = 8 * (u32::from(self.agencies) + 1);
        ((1 << bits) - 1) << (bits * u32::from(country))
    }
}

/// More people than anything here that has an end.
const A_LOT: u128 = 8;

/// How many people there are in all.
pub fn total(attendance: Attendance) -> u64 {
    const EVERY_OTHER: u128 = 0x0F0F_0F0F_0F0F_0F0F_0F0F_0F0F_0F0F_0F0F;
    const ONES: u128 = 0x0101_0101_0101_0101_0101_0101_0101_0101;
    let pairs = (attendance & EVERY_OTHER) + (attendance >> 4 & EVERY_OTHER);
    u64::try_from(pairs.wrapping_mul(ONES) >> 120).unwrap()
}

/// How many of these kinds.
pub fn count(attendance: Attendance, inside: Kinds) -> u64 {
    total(attendance & inside)
}

/// What the facts demand of an attendance, in the words of the design.
struct Rules {
    shape: Shape,
    /// The facts deny themselves: k below the named of a complete list, or more unnamed than can be.
    never: bool,
    head: Option<(u64, u64)>,
    /// Kinds, and exactly how many of them.
    cells: Vec<(Kinds, u64)>,
    /// Kinds, and at least how many of them.
    least: Vec<(Kinds, u64)>,
    /// The sex that a split of everybody with `unknown` does not state, and how many people it does not leave to it.
    left_out: Option<(Kinds, u64)>,
    /// Kinds, and how many of them there are, as far as a blur lets it be known.
    blurred: Option<(Kinds, u64, u64)>,
    /// Hall's condition: any rows of the roster find at least so many people to be.
    roster: Vec<(Kinds, u64)>,
    whole_roster: Option<u64>,
    has_head: bool,
    named: CountrySet,
    unnamed: Option<u64>,
    pool: CountrySet,
    complete: bool,
}

impl Rules {
    fn of(shape: Shape, evidence: &Evidence, world: &World) -> Self {
        let sets = |country: Option<u8>, sex, agency| {
            shape.inside(Box {
                countries: country.map(|c| 1 << c),
                sex,
                agency,
            })
        };
        let rows: Vec<_> = evidence
            .roster
            .iter()
            .map(|r| (sets(r.country, r.sex, r.agency), u64::from(r.count)))
            .collect();
        let roster = (1..1_usize << rows.len()).map(|some| {
            let chosen = rows
                .iter()
                .enumerate()
                .filter(|(at, _)| some >> at & 1 == 1)
                .map(|(_, row)| row);
            let kinds = chosen.clone().fold(0, |all, (kinds, _)| all | kinds);
            (kinds, chosen.map(|(_, n)| n).sum())
        });
        let rostered: u64 = rows.iter().map(|(_, n)| n).sum();
        let (mut cells, mut least, mut left_out) = (Vec::new(), Vec::new(), None);
        for c in &evidence.cells {
            let kinds = sets(c.country, c.sex, c.agency);
            if c.sex.is_none() || !is_partial(evidence, c, rostered) {
                cells.push((kinds, u64::from(c.participants)));
            } else {
                least.push((kinds, u64::from(c.participants)));
            }
        }
        for whole in evidence.cells.iter().chain(&evidence.unknown) {
            let of = |sex| {
                stated(
                    &evidence.cells,
                    &Cell {
                        sex: Some(sex),
                        ..*whole
                    },
                )
            };
            let (women, men) = (of(Sex::Female), of(Sex::Male));
            let own = stated(&evidence.cells, &Cell { sex: None, ..*whole });
            let unknown = stated(&evidence.unknown, &Cell { sex: None, ..*whole });
            let everybody = sets(whole.country, None, whole.agency);
            let sum = women.unwrap_or(0) + men.unwrap_or(0) + unknown.unwrap_or(0);
            least.push((everybody, sum));
            if women.and(men).and(unknown).is_some() {
                cells.push((everybody, sum));
            }
            let one = women.xor(men).is_some() && unknown.is_some_and(|n| n > 0);
            let other = if women.is_some() { Sex::Male } else { Sex::Female };
            let other = sets(whole.country, Some(other), whole.agency);
            let is_everybody = whole.country.is_none() && whole.agency.is_none();
            match own {
                _ if !one => {}
                _ if is_everybody => left_out = Some((other, sum)),
                Some(own) => least.push((other, own.saturating_sub(sum))),
                None => {}
            }
        }
        let of_zero = |country, sex| {
            evidence.cells.iter().any(|c| {
                *c == Cell {
                    country: Some(country),
                    sex,
                    agency: None,
                    participants: 0,
                }
            })
        };
        let by_agencies = |country| {
            let both = |sex: Sex| {
                let of = Cell {
                    country: Some(country),
                    sex: Some(sex),
                    agency: None,
                    participants: 0,
                };
                of_zero(country, Some(sex)) && !is_partial(evidence, &of, rostered)
            };
            both(Sex::Female) && both(Sex::Male)
        };
        let zero = shape
            .all()
            .iter()
            .filter(|c| of_zero(*c, None) || by_agencies(*c))
            .collect::<CountrySet>();
        let of_cells = evidence
            .cells
            .iter()
            .chain(&evidence.unknown)
            .filter(|c| c.participants > 0)
            .filter_map(|c: &Cell| c.country);
        let of_roster = evidence.roster.iter().filter_map(|r: &RosterCell| r.country);
        let named = evidence
            .listed
            .union(of_cells.chain(of_roster).collect())
            .difference(zero);
        let others = world.all.difference(named).difference(zero);
        let pool = if evidence.countries_of == CountriesOf::Members {
            others.intersect(world.members)
        } else {
            others
        };
        // Where none is named, nobody says whether the list is complete.
        let complete = evidence.countries_complete || named.is_empty();
        let k = evidence.countries.map(u64::from);
        let below = k.is_some_and(|k| k < named.len());
        let unnamed = match k {
            Some(_) if below => None,
            Some(k) => Some(k - named.len()),
            None if complete && !named.is_empty() && !evidence.listed.is_empty() => Some(0),
            None => None,
        };
        Self {
            shape,
            never: below && complete
                || unnamed.is_some_and(|u| u > pool.len())
                || differs(&evidence.cells)
                || differs(&evidence.unknown),
            head: evidence.head.map(|head| {
                let n = u64::from(head.value);
                match head.qualifier {
                    Qualifier::Exact => (n, n),
                    Qualifier::AtLeast => (n, u64::MAX),
                    Qualifier::MoreThan => (n + 1, u64::MAX),
                    Qualifier::AtMost | Qualifier::Nearly => (0, n),
                    Qualifier::About => (0, u64::MAX),
                }
            }),
            cells,
            least,
            left_out,
            blurred: evidence
                .blurred
                .map(|b| (sets(None, Some(b.sex), None), u64::from(b.low), u64::from(b.high))),
            roster: roster.collect(),
            whole_roster: Some(rostered).filter(|n| evidence.head.is_none() && evidence.roster_complete && *n > 0),
            has_head: evidence.head.is_some(),
            named,
            unnamed,
            pool,
            complete,
        }
    }

    fn allow(&self, attendance: Attendance) -> bool {
        let n = total(attendance);
        !self.never
            && self.head.is_none_or(|(low, high)| low <= n && n <= high)
            && self.whole_roster.is_none_or(|rows| rows == n)
            && self
                .cells
                .iter()
                .all(|(kinds, exact)| count(attendance, *kinds) == *exact)
            && self
                .least
                .iter()
                .all(|(kinds, least)| count(attendance, *kinds) >= *least)
            && self
                .blurred
                .iter()
                .all(|(kinds, low, high)| (*low..=*high).contains(&count(attendance, *kinds)))
            && self
                .roster
                .iter()
                .all(|(kinds, least)| count(attendance, *kinds) >= *least)
            && self.allow_countries(attendance)
    }

    fn allow_countries(&self, attendance: Attendance) -> bool {
        let came = self.shape.came(attendance);
        let elsewhere = self.shape.landless(attendance);
        let others = came.difference(self.named);
        let of_pool = others.intersect(self.pool).len();
        let named_came = !self.has_head || self.named.is_within(&came);
        let only_pool = || others.is_within(&self.pool);
        named_came
            && match (self.unnamed, self.complete) {
                // No country sent anybody: whoever came is of none.
                (Some(0), true) if self.named.is_empty() => came.is_empty(),
                (Some(u), true) if self.has_head => elsewhere == 0 && only_pool() && of_pool == u,
                (Some(u), true) => elsewhere == 0 && only_pool() && of_pool <= u,
                (Some(u), false) if self.has_head => of_pool >= u,
                (None, true) => elsewhere == 0,
                (_, false) => true,
            }
    }
}

/// What is stated of the country, sex and agency of a cell.
fn stated(cells: &[Cell], of: &Cell) -> Option<u64> {
    let same = |cell: &&Cell| (cell.country, cell.sex, cell.agency) == (of.country, of.sex, of.agency);
    cells.iter().find(same).map(|cell| u64::from(cell.participants))
}

/// Whether a sex's number is one of a split that covers some.
fn is_partial(evidence: &Evidence, cell: &Cell, rostered: u64) -> bool {
    let of = |sex| stated(&evidence.cells, &Cell { sex, ..*cell });
    let own = match (cell.country.is_none() && cell.agency.is_none(), evidence.head) {
        (false, _) => of(None),
        // Over 30: a sum of 30 or less covers some.
        (true, Some(head)) => Some(u64::from(head.value) + u64::from(head.qualifier == Qualifier::MoreThan)),
        (true, None) => Some(rostered).filter(|rows| evidence.roster_complete && *rows > 0),
    };
    match (
        of(Some(Sex::Female)),
        of(Some(Sex::Male)),
        stated(&evidence.unknown, &Cell { sex: None, ..*cell }),
    ) {
        (_, _, Some(1..)) => true,
        (Some(women), Some(men), None) => own.is_some_and(|own| women + men < own),
        _ => false,
    }
}

/// Whether two cells give different numbers for the same thing.
fn differs(cells: &[Cell]) -> bool {
    cells
        .iter()
        .any(|cell| stated(cells, cell) != Some(u64::from(cell.participants)))
}
