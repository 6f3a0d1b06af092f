//! The rows of one activity, and what tells them apart.

use std::collections::HashMap;

use crate::agencies::model::AgencyKind;
use crate::participants::model::Sex as SexCode;
use crate::statistics::bounds::CountrySet;
use crate::statistics::dataset::Activity;
use crate::statistics::filters::AgencyFilter;
use crate::statistics::keys::{AgencyPart, CountryPart, Keys, NOT_STATED, country_keys};
use crate::statistics::plan::Plan;
use crate::statistics::population::Population;

/// How the countries of an context fall into rows.
pub(super) struct ContextRows {
    /// The countries asked about; `None` where any will do.
    pub(super) filter: Option<CountrySet>,
    /// Whether people of no stated country will do too.
    pub(super) with_none: bool,
    /// The countries of each row, as far as they are asked about.
    pub(super) sets: HashMap<Keys, CountrySet>,
    /// The rows that are groups of countries; empty where each country is a row.
    pub(super) groups: Vec<CountrySet>,
    /// The groups that the filter tells apart; empty where it tells each country apart.
    pub(super) chosen: Vec<CountrySet>,
    /// The agencies asked about, and of them those of each kind.
    pub(super) agencies: AgencyFilter,
    pub(super) kinds: HashMap<u32, AgencyFilter>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum CountriesKey {
    All,
    Row(Keys),
    NotStated,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum SexKey {
    All,
    Is(SexCode),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum AgenciesKey {
    All,
    Agency(u32),
    Kind(u32),
    NotStated,
}

/// A row of an activity's own: what it is, and its keys.
pub(super) type Part<T> = (T, Keys);

/// Where nothing is stated of an activity.
pub(super) struct Unstated {
    by_country: bool,
    /// Countries that can have sent people, and those of which a number is stated.
    reach: CountrySet,
    numbered: CountrySet,
    by_agency: bool,
    mentioned: Vec<u32>,
}

/// Countries that are alike to an activity, or the row of countries itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Equivalence {
    Countries(u8),
    Row(CountriesKey),
}

pub(super) type Alike = Result<(Equivalence, SexKey, AgenciesKey), ()>;

impl Unstated {
    pub(super) fn new(plan: &Plan<'_>, activity: &Activity, population: &Population<'_>) -> Self {
        let by_country = plan.country_places.iter().any(|(_, part)| *part == CountryPart::Code);
        let by_agency = plan.agency_places.iter().any(|(_, part)| *part == AgencyPart::Code);
        let (mut reach, mut numbered, mut mentioned) = (CountrySet::EMPTY, CountrySet::EMPTY, Vec::new());
        if by_country {
            (reach, numbered) = (population.reach().union(population.named()), population.numbered());
        }
        if by_agency {
            mentioned = population.agencies(activity, &AgencyFilter::default());
        }
        Self {
            by_country,
            reach,
            numbered,
            by_agency,
            mentioned,
        }
    }

    /// What else has the same answer as this row; `Err` where nothing has, `None` where the activity cannot touch it.
    pub(super) fn like(
        &self,
        rows: &ContextRows,
        population: &Population<'_>,
        row: (CountriesKey, SexKey, AgenciesKey),
    ) -> Option<Alike> {
        let (lands, sexes, work) = row;
        let like = match lands {
            CountriesKey::Row(keys) => {
                let set = rows.sets.get(&keys)?;
                if self.by_country {
                    let country = set.iter().next().filter(|country| self.reach.contains(*country))?;
                    population
                        .whole()
                        .filter(|_| !self.numbered.contains(country))
                        .map(|known| Equivalence::Countries(known.likeness(country)))
                } else {
                    Some(Equivalence::Row(lands))
                }
            }
            CountriesKey::All | CountriesKey::NotStated => Some(Equivalence::Row(lands)),
        };
        let work = match work {
            AgenciesKey::Agency(agency) if self.by_agency => self
                .mentioned
                .binary_search(&agency)
                .err()
                .map(|_| AgenciesKey::Agency(NOT_STATED)),
            work => Some(work),
        };
        Some(like.zip(work).map(|(like, work)| (like, sexes, work)).ok_or(()))
    }
}

impl ContextRows {
    pub(super) fn of(plan: &Plan<'_>, place: usize, places: &[(usize, CountryPart)]) -> Self {
        let (country_context, agencies) = (
            plan.dataset.country_contexts.get(place),
            plan.of_agencies.in_context(place),
        );
        let filter = country_context
            .filter(|_| !plan.from_countries.is_open())
            .map(|country_context| plan.from_countries.set(country_context));
        let mut sets: HashMap<Keys, CountrySet> = HashMap::new();
        if let Some(country_context) = country_context.filter(|_| !places.is_empty()) {
            for country in filter.unwrap_or(CountrySet::FULL).iter() {
                sets.entry(country_keys(places, country, country_context))
                    .or_default()
                    .insert(country);
            }
        }
        let groups = |places: &[(usize, CountryPart)]| -> Vec<CountrySet> {
            let by_code = places.iter().any(|(_, part)| *part == CountryPart::Code);
            let mut parted: HashMap<Keys, CountrySet> = HashMap::new();
            if let Some(country_context) = country_context.filter(|_| !by_code && !places.is_empty()) {
                for country in CountrySet::FULL.iter() {
                    parted
                        .entry(country_keys(places, country, country_context))
                        .or_default()
                        .insert(country);
                }
            }
            parted.into_values().collect()
        };
        let chosen: Vec<(usize, CountryPart)> = plan.from_countries.parts().into_iter().enumerate().collect();
        let (groups, chosen) = (groups(places), groups(&chosen));
        let with_none = plan.from_countries.admits_none();
        let agencies = agencies.clone();
        let by_kind = plan.agency_places.iter().any(|(_, part)| *part == AgencyPart::Kind);
        let kinds = (0..).zip(AgencyKind::ALL).filter(|_| by_kind);
        let kinds = kinds.map(|(kind, _)| (kind, agencies.of_kind(kind)));
        Self {
            kinds: kinds.collect(),
            agencies,
            filter,
            with_none,
            sets,
            groups,
            chosen,
        }
    }

    /// The one row that all people of an activity are certainly in.
    pub(super) fn only_row(&self, population: &Population<'_>) -> Option<Keys> {
        let inside = self.filter.filter(|_| !self.with_none);
        let reach = population.reach().intersect(inside.unwrap_or(CountrySet::FULL));
        let bounded = inside.is_some() || !population.has_people_from_nowhere();
        let holds = |(_, set): &(&Keys, &CountrySet)| reach.is_within(set);
        self.sets
            .iter()
            .filter(|_| bounded && !reach.is_empty())
            .find(holds)
            .map(|(keys, _)| *keys)
    }
}
