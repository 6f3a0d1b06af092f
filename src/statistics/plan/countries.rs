//! Which countries an activity belongs to: those listed in the roles asked for and those that a number names surely, those
//! from which people may have come, though nobody names them, perhaps.

use std::collections::HashMap;

use super::{Inclusion, Plan};
use crate::activities::model::CountryRole;
use crate::statistics::answer::Groups;
use crate::statistics::bounds::CountrySet;
use crate::statistics::country_contexts::CountryContext;
use crate::statistics::dataset::{Activity, Precomputed};
use crate::statistics::filters::CountryFilter;
use crate::statistics::keys::{CountryPart, Keys, country_keys, distinct, not_stated};
use crate::statistics::people::Member;
use crate::statistics::words::Dimension;

/// What an activity says of the countries in the roles asked for.
#[derive(Debug, Clone, Copy)]
struct Stated {
    /// Listed in a role asked for or, as attending, named by a number.
    named: CountrySet,
    /// Nobody names them, and people may have come from there.
    possible: CountrySet,
}

/// Which of an activity's countries are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Sides<'a> {
    /// Those listed in these roles; with *attending*, those that numbers name too.
    pub roles: &'a [CountryRole],
    /// Where it took place.
    pub place: bool,
}

impl Sides<'_> {
    /// Whether what an activity says of its people says something of them.
    fn attended(&self) -> bool {
        self.roles.contains(&CountryRole::Attending)
    }
}

impl Plan<'_> {
    /// Those that questions are about.
    fn sides(&self) -> Sides<'_> {
        Sides {
            roles: &self.country_roles,
            place: false,
        }
    }

    fn stated(&self, place: usize, activity: &Activity, sides: Sides<'_>) -> Stated {
        let in_roles = |(_, role): &&(u8, CountryRole)| sides.roles.contains(role);
        let listed = activity.countries.iter().filter(in_roles).map(|(country, _)| *country);
        let listed: CountrySet = listed.chain(activity.host.filter(|_| sides.place)).collect();
        if !sides.roles.iter().any(|role| role.sends()) {
            return Stated {
                named: listed,
                possible: CountrySet::EMPTY,
            };
        }
        let nowhere = CountrySet::of_one(CountrySet::NOWHERE);
        let of = |precomputed: &Precomputed| {
            if !sides.attended() {
                return Stated {
                    named: listed,
                    possible: precomputed.possible.difference(precomputed.sending),
                };
            }
            // That people came of no country names none.
            let named = listed.union(precomputed.attested.difference(nowhere));
            Stated {
                named,
                possible: precomputed.possible.difference(named),
            }
        };
        let precomputed = self.dataset.precomputed(place, self.clearance, false, true);
        precomputed.map_or_else(
            || of(&activity.precomputed),
            |precomputed| of(precomputed.of_countries()),
        )
    }

    /// Whether one of the countries that nobody names must be of this group.
    fn must_include(&self, place: usize, group: CountrySet, sides: Sides<'_>) -> bool {
        let precomputed = self.dataset.precomputed(place, self.clearance, false, true);
        sides.attended() && precomputed.is_some_and(|precomputed| precomputed.of_countries().must_include(group))
    }

    /// Whether an activity belongs to a group of countries.
    fn belongs(&self, place: usize, stated: &Stated, group: CountrySet, sides: Sides<'_>) -> Inclusion {
        if !stated.named.intersect(group).is_empty() || self.must_include(place, group, sides) {
            Inclusion::Inside
        } else if stated.possible.intersect(group).is_empty() {
            Inclusion::Outside
        } else {
            Inclusion::Perhaps
        }
    }

    /// Whether an activity belongs to the countries that a filter asks for.
    pub(super) fn under(&self, place: usize, activity: &Activity, filter: &CountryFilter) -> Inclusion {
        self.under_sides(place, activity, filter, self.sides())
    }

    /// Whether these of its countries are among those that a filter asks for.
    pub(in crate::statistics) fn under_sides(
        &self,
        place: usize,
        activity: &Activity,
        filter: &CountryFilter,
        sides: Sides<'_>,
    ) -> Inclusion {
        let stated = self.stated(place, activity, sides);
        if stated.named.is_empty() && filter.admits_none() {
            return Inclusion::Inside;
        }
        let group = self
            .dataset
            .country_context(activity)
            .map(|country_context| filter.set(country_context));
        group.map_or(Inclusion::Outside, |group| self.belongs(place, &stated, group, sides))
    }

    /// Whether an activity names no country in the roles asked for, and people of some country may have come.
    pub(in crate::statistics) fn leaves_countries_open(&self, place: usize, activity: &Activity) -> bool {
        let stated = self.stated(place, activity, self.sides());
        stated.named.is_empty() && !stated.possible.is_empty()
    }

    /// The dimensions of countries that the activities themselves decide.
    fn country_parts(&self) -> Vec<(usize, CountryPart)> {
        let of_people = self.measure.is_of_people();
        let part = |(place, dimension): (usize, &Dimension)| {
            let part = match dimension {
                Dimension::ActivityCountry => CountryPart::Code,
                Dimension::Country if !of_people => CountryPart::Code,
                Dimension::OicGroup if !of_people => CountryPart::Group,
                Dimension::Membership if !of_people => CountryPart::Membership,
                _ => return None,
            };
            Some((place, part))
        };
        self.by.iter().enumerate().filter_map(part).collect()
    }

    /// Whether an activity may belong to rows that others have made: those of countries that it does not name.
    pub fn is_by_listed_country(&self) -> bool {
        !self.country_parts().is_empty()
    }

    /// The keys of the countries that an activity names; *not stated* where it names none.
    pub(super) fn named_country_keys(&self, place: usize, activity: &Activity) -> Option<Vec<Keys>> {
        let places = self.country_parts();
        if places.is_empty() {
            return None;
        }
        let Stated { named, .. } = self.stated(place, activity, self.sides());
        if named.is_empty() {
            return Some(vec![not_stated(&places)]);
        }
        let country_context = self.dataset.country_context(activity)?;
        let admitted = named.intersect(self.listed_rows.set(country_context)).iter();
        Some(distinct(
            admitted
                .map(|country| country_keys(&places, country, country_context))
                .collect(),
        ))
    }

    /// Puts the activities into those rows of countries that they do not name and to which they may belong all the same.
    /// Gives whether one belongs to several rows.
    pub(in crate::statistics) fn add_undecided(&self, groups: &mut Groups, members: &[Member]) -> bool {
        let places = self.country_parts();
        if places.is_empty() {
            return false;
        }
        let mut rows: HashMap<Keys, Vec<(Keys, Keys)>> = HashMap::new();
        for keys in groups.keys() {
            let (of_country, others) = parted(*keys, &places);
            // The row of those that name none is of those alone.
            if of_country != not_stated(&places) {
                rows.entry(others).or_default().push((*keys, of_country));
            }
        }
        let mut overlap = false;
        let mut country_contexts: HashMap<usize, HashMap<Keys, CountrySet>> = HashMap::new();
        for (place, decided) in members {
            let Some(activity) = self.dataset.get(*place) else {
                continue;
            };
            let stated = self.stated(*place, activity, self.sides());
            if stated.possible.is_empty() {
                continue;
            }
            let Some(country_context) = self.dataset.country_context(activity) else {
                continue;
            };
            let sets = country_contexts
                .entry(activity.country_context)
                .or_insert_with(|| row_sets(&places, self.listed_rows.set(country_context), country_context));
            let mut own = usize::from(!stated.named.is_empty());
            for others in self.keys_beside_countries(activity) {
                for (keys, of_country) in rows.get(&others).into_iter().flatten() {
                    let Some(set) = sets.get(of_country) else { continue };
                    if !stated.named.intersect(*set).is_empty() {
                        continue;
                    }
                    let sure = match self.belongs(*place, &stated, *set, self.sides()) {
                        Inclusion::Inside => *decided,
                        Inclusion::Perhaps => false,
                        Inclusion::Outside => continue,
                    };
                    groups.entry(*keys).or_default().push((*place, sure));
                    own += 1;
                }
            }
            overlap |= own > 1;
        }
        overlap
    }
}

/// Keys as those of the dimensions of countries and those of all others.
fn parted(keys: Keys, places: &[(usize, CountryPart)]) -> (Keys, Keys) {
    let (mut of_country, mut others) = ([0; 3], keys);
    for (place, _) in places {
        let slots = of_country.get_mut(*place).zip(others.get_mut(*place));
        slots.into_iter().for_each(|(own, other)| std::mem::swap(own, other));
    }
    (of_country, others)
}

/// The countries of each row, of those asked for.
fn row_sets(
    places: &[(usize, CountryPart)],
    asked: CountrySet,
    country_context: &CountryContext,
) -> HashMap<Keys, CountrySet> {
    let mut sets: HashMap<Keys, CountrySet> = HashMap::new();
    for country in asked.iter() {
        sets.entry(country_keys(places, country, country_context))
            .or_default()
            .insert(country);
    }
    sets
}
