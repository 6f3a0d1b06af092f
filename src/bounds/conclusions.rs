//! What follows from the evidence on one activity, worked out once.

use super::interval::{Figure, Interval};
use super::set::CountrySet;
use super::split::Split;
use super::statement::{CountriesOf, Evidence, Sex, SexRange, World};
use super::table::{COUNTRY, LeftOut, Table, TableKey};

/// What is certain about the people of one activity, ready to be asked. Made once per activity by [`Bounds::from_evidence`];
/// answers cost some set operations and one pass over the countries of which a number is stated, and never allocate.
/// Evidence that contradicts itself ([`contradictions`](super::contradictions)) is answered too: what is counted stands as `low`.
#[derive(Clone, Debug)]
pub struct Bounds {
    pub(super) counted: bool,
    pub(super) reported: Option<u64>,
    pub(super) table: Table,
    pub(super) lands: CountriesOfEvidence,
    /// Women, men and N, drawn in by everything that is stated.
    pub(super) sexes: Split,
    /// The sex that the split of everybody leaves out.
    pub(super) left_out: Option<LeftOut>,
    /// Whether it is stated how many there are in all: by a head count, or by a roster that is the whole.
    pub(super) has_whole: bool,
    /// Whether any numbers fit, as far as countries, sexes and the total go.
    pub(super) possible: bool,
}

/// Which countries can have sent people, and how many at least.
#[derive(Clone, Debug)]
pub(super) struct CountriesOfEvidence {
    /// Listed, or with a number above 0 of their own; none with a cell of 0.
    pub named: CountrySet,
    /// Those of them that certainly sent somebody: all with a head count, otherwise those with a number.
    pub certain: CountrySet,
    /// u: so many more came, and no one names them.
    pub unnamed: u64,
    /// Members or any.
    pub unnamed_of: CountriesOf,
    /// They are among these.
    pub pool: CountrySet,
    /// Apart from those, people may have come from here: the list is incomplete, or there is neither list nor k; or from
    /// no country, where it is stated that none sent anybody.
    pub further: CountrySet,
    /// And from no country at all (organisations): the list is incomplete.
    pub elsewhere: bool,
    /// With a head count every named and unnamed country sent at least one, otherwise perhaps none.
    pub each: u64,
    /// The countries, named or further, of which any number is stated, in ascending order.
    pub places: Vec<CountryPeople>,
    /// The same as a set.
    pub placed: CountrySet,
}

/// A country of which a number is stated, its own or that of a part.
#[derive(Clone, Copy, Debug)]
pub(super) struct CountryPeople {
    pub country: u8,
    /// Its women, its men and both.
    pub sexes: Split,
}

impl Bounds {
    /// Thinks the facts through. Cheap without cells and roster; otherwise it sorts some four entries for each of them.
    pub fn from_evidence(evidence: &Evidence, world: &World) -> Self {
        let table = Table::from_evidence(evidence);
        let lands = CountriesOfEvidence::of(evidence, world, &table);
        let everybody = table.get(TableKey::default());
        let counted = evidence.is_counted();
        let reported = evidence
            .head
            .map_or(0, |head| u64::from(head.value))
            .max(everybody.stated);
        let whole = people(evidence, everybody.rows).intersect(everybody.range());
        let of_sex = |sex| {
            table
                .get(TableKey {
                    sex: Some(sex),
                    ..TableKey::default()
                })
                .range()
                .intersect(blurred(evidence.blurred, sex))
        };
        let stated = Split {
            part: of_sex(Sex::Female),
            rest: of_sex(Sex::Male),
            whole,
        }
        .tight();
        let sexes = stated.intersect(lands.everybody(|place| place.sexes));
        let left_out = table.left_out();
        let sexes = match left_out.filter(|left| left.unknown > 0) {
            Some(left) => sexes.intersect(left.least(sexes.whole.low)),
            None => sexes,
        };
        let possible = sexes.is_possible() && lands.unnamed <= lands.pool.len();
        Self {
            counted,
            reported: counted.then_some(reported),
            table,
            lands,
            sexes: sexes.with_ends_in_order(),
            left_out,
            has_whole: evidence.head.is_some() || is_whole(evidence, everybody.rows),
            possible,
        }
    }

    /// Whether the split of everybody by sex covers all, so that nobody is of no stated sex.
    pub fn covers_sexes(&self) -> bool {
        let is_exact = |sex| {
            self.table
                .get(TableKey {
                    sex: Some(sex),
                    ..TableKey::default()
                })
                .is_exact()
        };
        Sex::BOTH.into_iter().any(is_exact)
    }

    /// N, everybody.
    pub fn total(&self) -> Figure {
        Figure::new(self.sexes.whole, self.reported)
    }

    /// Whether somebody counted: a head count (an `about` is one), a cell or a roster.
    pub fn is_counted(&self) -> bool {
        self.counted
    }

    /// The countries named as having sent people: those listed and those with a number, without those with a cell of 0.
    pub fn named(&self) -> CountrySet {
        self.lands.named
    }

    /// Whether people may have come of any country that no 0 rules out: the list is incomplete, or there is neither list
    /// nor k.
    pub fn is_open_to_any(&self) -> bool {
        !self.lands.further.is_within(&CountrySet::of_one(CountrySet::NOWHERE))
    }

    /// The countries for which a number is stated, 0 included: rows of the dimension beside those listed.
    pub fn numbered(&self) -> CountrySet {
        self.table
            .along(COUNTRY)
            .iter()
            .filter_map(|entry| entry.table_key().country)
            .collect()
    }

    /// u: how many more countries came that no one names.
    pub fn unnamed(&self) -> u64 {
        self.lands.unnamed
    }

    /// The countries that the unnamed can be.
    pub fn pool(&self) -> CountrySet {
        self.lands.pool
    }

    /// Whether everybody certainly is of this group of countries, as far as anybody can be of any.
    pub fn lies_in(&self, group: &CountrySet) -> bool {
        let reach = self.lands.reach();
        !self.lands.elsewhere && !reach.is_empty() && reach.is_within(group)
    }
}

/// What the head count says of N, or without one a complete roster.
fn people(evidence: &Evidence, rostered: u64) -> Interval {
    let stated = match evidence.head {
        Some(head) => head.range(),
        None if is_whole(evidence, rostered) => Interval::exactly(rostered),
        None => Interval::ANY,
    };
    stated.intersect(evidence.people.unwrap_or(Interval::ANY))
}

/// Whether the roster is the whole.
fn is_whole(evidence: &Evidence, rostered: u64) -> bool {
    evidence.head.is_none() && evidence.roster_complete && rostered > 0
}

fn blurred(blurred: Option<SexRange>, sex: Sex) -> Interval {
    blurred
        .filter(|blurred| blurred.sex == sex)
        .map_or(Interval::ANY, |blurred| {
            Interval::between(u64::from(blurred.low), u64::from(blurred.high))
        })
}

impl CountriesOfEvidence {
    fn of(evidence: &Evidence, world: &World, table: &Table) -> Self {
        let (mut barred, mut numbered, mut spoken) = (CountrySet::EMPTY, CountrySet::EMPTY, CountrySet::EMPTY);
        for entry in table.along(COUNTRY) {
            let Some(country) = entry.table_key().country else {
                continue;
            };
            match entry.stated {
                1.. => numbered.insert(country),
                0 if entry.is_exact() => barred.insert(country),
                0 => spoken.insert(country),
            }
        }
        let named = evidence.listed.union(numbered).difference(barred);
        let others = world.all.difference(named).difference(barred);
        let count = named.len();
        let incomplete = !evidence.countries_complete && count > 0;
        let k = match evidence.countries.map(u64::from) {
            // The list is the whole; without one, cells and rows alone do not say that nobody else came.
            None if !incomplete && count > 0 && !evidence.listed.is_empty() => Some(count),
            k => k,
        };
        let pool = match evidence.countries_of {
            CountriesOf::Members => others.intersect(world.members),
            CountriesOf::Any => others,
        };
        let each = u64::from(evidence.head.is_some());
        let least = |country| if named.contains(country) { each } else { 0 };
        let place = |country| CountryPeople {
            country,
            sexes: sexes_of(table, country, least(country)),
        };
        let further = match k {
            Some(0) if count == 0 => CountrySet::of_one(CountrySet::NOWHERE),
            Some(_) if !incomplete => CountrySet::EMPTY,
            _ => others,
        };
        let placed = numbered.union(spoken).intersect(named.union(further));
        Self {
            named,
            unnamed_of: evidence.countries_of,
            unnamed: k.map_or(0, |k| k.saturating_sub(count)),
            pool,
            further,
            elsewhere: incomplete,
            each,
            certain: if evidence.head.is_some() { named } else { numbered },
            placed,
            places: placed.iter().map(place).collect(),
        }
    }

    /// Every country that can have sent people.
    pub fn reach(&self) -> CountrySet {
        let pool = if self.unnamed > 0 { self.pool } else { CountrySet::EMPTY };
        self.named.union(pool).union(self.further)
    }

    /// The people of a group of countries when `unnamed` of the unnamed are in it, split in two: what is stated of each
    /// country alone, before the countries outside and the total are used.
    pub fn people(
        &self,
        group: &CountrySet,
        unnamed: u64,
        open: bool,
        split: impl Fn(&CountryPeople) -> Split,
    ) -> Split {
        let silent = self.named.difference(self.placed).intersect(*group);
        let open = open || !silent.is_empty() || !self.further.difference(self.placed).intersect(*group).is_empty();
        let low = self.each.saturating_mul(silent.len().saturating_add(unnamed));
        let start = if open { Split::open_from(low) } else { Split::NOBODY };
        let placed = self.places.iter().filter(|place| group.contains(place.country));
        placed.map(split).fold(start, Split::plus)
    }

    /// The same of all countries and of none.
    pub fn everybody(&self, split: impl Fn(&CountryPeople) -> Split) -> Split {
        self.people(
            &CountrySet::FULL,
            self.unnamed,
            self.unnamed > 0 || self.elsewhere,
            split,
        )
    }
}

/// A country's women, men and both, by what is stated of it alone.
fn sexes_of(table: &Table, country: u8, each: u64) -> Split {
    let of = |sex| {
        table
            .get(TableKey {
                country: Some(country),
                sex,
                agency: None,
            })
            .range()
    };
    let whole = of(None).intersect(Interval::at_least(each)).with_ends_in_order();
    Split {
        part: of(Some(Sex::Female)),
        rest: of(Some(Sex::Male)),
        whole,
    }
    .tight()
}
