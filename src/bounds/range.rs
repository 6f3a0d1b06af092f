//! From how many to how many people can be inside a box of countries, sex and agency.

use super::conclusions::{Bounds, CountryPeople};
use super::interval::Interval;
use super::set::CountrySet;
use super::split::Split;
use super::statement::Sex;
use super::table::{AGENCY, CellBox, Entry, TableKey};

/// What splits people in two: this sex and the other, this agency and the others, both together and all others.
#[derive(Clone, Copy)]
enum Kind {
    Sex(Sex),
    Agency(u32),
    Both(Sex, u32),
}

impl Bounds {
    /// The bounds of a box; empty where the facts contradict each other.
    pub(super) fn range(&self, asked: CellBox) -> Interval {
        let Some(group) = asked.countries else {
            return match (asked.sex, asked.agency) {
                (None, None) => self.sexes.whole,
                (Some(sex), None) => self.all(Kind::Sex(sex)).part,
                (None, Some(agency)) => self.all(Kind::Agency(agency)).part,
                (Some(sex), Some(agency)) => self.all(Kind::Both(sex, agency)).part,
            };
        };
        let inside = match (asked.sex, asked.agency) {
            (None, None) => self.group(&group, Kind::Sex(Sex::Female)).whole,
            (Some(sex), None) => self.group(&group, Kind::Sex(sex)).part,
            (None, Some(agency)) => self.group(&group, Kind::Agency(agency)).part,
            (Some(sex), Some(agency)) => self.corner(&group, sex, agency),
        };
        inside.intersect(self.covered(&group, asked))
    }

    /// Everybody, split in two.
    fn all(&self, kind: Kind) -> Split {
        let stated = match kind {
            Kind::Sex(sex) => return oriented(self.sexes, sex),
            Kind::Agency(agency) => self.by_agency(TableKey::default(), self.sexes.whole, agency),
            Kind::Both(sex, agency) => {
                let of = |sex| {
                    let table_key = TableKey {
                        sex: Some(sex),
                        ..TableKey::default()
                    };
                    self.by_agency(table_key, oriented(self.sexes, sex).part, agency)
                };
                let all = self.all(Kind::Agency(agency));
                let rest = oriented(self.sexes, sex).rest.low.max(all.rest.low);
                let part = of(sex).intersect(all.minus(of(sex.other()))).part;
                Split {
                    part,
                    rest: Interval::at_least(rest),
                    whole: self.sexes.whole,
                }
                .tight()
            }
        };
        stated.intersect(self.lands.everybody(|place| self.place(place, kind)))
    }

    /// The people of a group of countries, split in two: what its countries say, and what the others leave of everybody.
    fn group(&self, group: &CountrySet, kind: Kind) -> Split {
        let lands = &self.lands;
        let (all, others) = (self.all(kind), group.complement());
        let inside = lands.pool.intersect(*group).len();
        let outside = lands.pool.len().saturating_sub(inside);
        let (fewest, most) = (lands.unnamed.saturating_sub(outside), lands.unnamed.min(inside));
        let place = |place: &CountryPeople| self.place(place, kind);
        let with = |unnamed: u64, open: bool, open_outside: bool| {
            let left = lands.unnamed.saturating_sub(unnamed);
            let outside = lands.people(&others, left, open_outside || lands.elsewhere, place);
            lands.people(group, unnamed, open, place).intersect(all.minus(outside))
        };
        if lands.each == 0 {
            return with(0, most > 0, lands.unnamed.min(outside) > 0);
        }
        // Fewest people inside with the fewest unnamed inside, most with the most.
        let (low, high) = (
            with(fewest, fewest > 0, fewest < lands.unnamed),
            with(most, most > 0, most < lands.unnamed),
        );
        let ends = |low: Interval, high: Interval| Interval {
            low: low.low,
            high: high.high,
        };
        Split {
            part: ends(low.part, high.part),
            rest: ends(low.rest, high.rest),
            whole: ends(low.whole, high.whole),
        }
    }

    /// People of a group, a sex and an agency: a table of three axes has no exact short cut, so every pair of them is used.
    fn corner(&self, group: &CountrySet, sex: Sex, agency: u32) -> Interval {
        let women = self.group(group, Kind::Sex(sex));
        let staff = self.group(group, Kind::Agency(agency));
        let (sexes, agencies) = (self.all(Kind::Sex(sex)), self.all(Kind::Agency(agency)));
        let both = self.all(Kind::Both(sex, agency));
        let overlap = |a: Interval, b: Interval, of: Interval| {
            of.high.map_or(0, |of| a.low.saturating_add(b.low).saturating_sub(of))
        };
        let low = overlap(women.part, staff.part, women.whole)
            .max(overlap(women.part, both.part, sexes.part))
            .max(overlap(staff.part, both.part, agencies.part));
        let upper = |bounds: Interval| Interval { low, ..bounds };
        let inside = self.group(group, Kind::Both(sex, agency)).part;
        inside
            .intersect(upper(women.part))
            .intersect(upper(staff.part))
            .intersect(upper(both.part))
    }

    /// The sum of the cells, where each country of the group that can have sent people has one.
    fn covered(&self, group: &CountrySet, asked: CellBox) -> Interval {
        let countries = group.intersect(self.lands.reach());
        let of = |country| {
            self.table.get(TableKey {
                country: Some(country),
                sex: asked.sex,
                agency: asked.agency,
            })
        };
        let exact = |country| Some(of(country)).filter(Entry::is_exact).map(|entry| entry.stated);
        if self.table.is_empty() {
            return Interval::ANY;
        }
        countries
            .iter()
            .map(exact)
            .sum::<Option<u64>>()
            .map_or(Interval::ANY, Interval::exactly)
    }

    /// A country's people, split in two, by what is stated of it alone.
    fn place(&self, place: &CountryPeople, kind: Kind) -> Split {
        let table_key = TableKey {
            country: Some(place.country),
            ..TableKey::default()
        };
        match kind {
            Kind::Sex(sex) => oriented(place.sexes, sex),
            Kind::Agency(agency) => self.by_agency(table_key, place.sexes.whole, agency),
            Kind::Both(sex, agency) => {
                let sexes = oriented(place.sexes, sex);
                let women = self.by_agency(
                    TableKey {
                        sex: Some(sex),
                        ..table_key
                    },
                    sexes.part,
                    agency,
                );
                let staff = self.by_agency(table_key, sexes.whole, agency);
                let rest = Interval::at_least(sexes.rest.low.max(staff.rest.low).max(women.rest.low));
                let part = women.part.intersect(Interval { low: 0, ..staff.part });
                Split {
                    part,
                    rest,
                    whole: sexes.whole,
                }
                .tight()
            }
        }
    }

    /// The people of a spot without agency, split into those of an agency and all others.
    fn by_agency(&self, table_key: TableKey, whole: Interval, agency: u32) -> Split {
        let staff = self.table.get(TableKey {
            agency: Some(agency),
            ..table_key
        });
        let others = self.table.get(table_key).by_agency.saturating_sub(staff.stated);
        Split {
            part: staff.range(),
            rest: Interval::at_least(others),
            whole,
        }
        .tight()
    }
}

/// A split into women and men with this sex first.
fn oriented(sexes: Split, first: Sex) -> Split {
    match first {
        Sex::Female => sexes,
        Sex::Male => sexes.swapped(),
    }
}

impl Bounds {
    /// Whether any attendance fits, as far as any two axes go.
    pub(super) fn is_possible(&self) -> bool {
        let agencies = self
            .table
            .along(AGENCY)
            .iter()
            .filter_map(|entry| entry.table_key().agency);
        let kinds = agencies.flat_map(|agency| {
            [
                Kind::Agency(agency),
                Kind::Both(Sex::Female, agency),
                Kind::Both(Sex::Male, agency),
            ]
        });
        self.possible && kinds.map(|kind| self.all(kind)).all(|split| split.is_possible())
    }
}
