//! A question whose codes have been looked up: which activities it is about, and which people of theirs.

mod countries;
mod lookup;

pub use countries::Sides;
pub use lookup::countries_of;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::dataset::{Activity, Dataset};
use super::filters::{CountryFilter, DatedAgencies, Pick, Who};
use super::keys::{AgencyPart, CountryPart, Keys, cross, distinct, index, join, key_at, kind, not_stated};
use super::question::Filters;
use super::words::{Dimension, Measure, Meetings};
use crate::activities::model::{ActivityType, CountryRole, Mode, OurRole, Status};
use crate::disclosure::Clearance;
use crate::participants::model::Sex as SexCode;
use crate::time;

/// Whether an activity is one of those asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inclusion {
    Inside,
    /// Its month or year straddles an end of the period, it has no date, or it does not say which countries took part.
    Perhaps,
    Outside,
}

impl Inclusion {
    /// Whether both are so; the other is asked only where it matters.
    #[must_use]
    pub fn and(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Inside => other(),
            Self::Perhaps if other() != Self::Outside => Self::Perhaps,
            Self::Perhaps | Self::Outside => Self::Outside,
        }
    }
}

/// A question, looked up.
#[derive(Debug)]
pub struct Plan<'f> {
    pub dataset: &'f Dataset,
    pub measure: Measure,
    pub by: Vec<Dimension>,
    /// As what the people of activities are read.
    pub clearance: Clearance,
    statuses: Vec<Status>,
    kinds: Vec<ActivityType>,
    meetings: Option<Meetings>,
    filters: Filters,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    programmes: Pick,
    fields: Pick,
    languages: Pick,
    hosts: Pick,
    years: Pick,
    listed_countries: Vec<CountryFilter>,
    listed_rows: CountryFilter,
    country_roles: Vec<CountryRole>,
    listed_agencies: Vec<DatedAgencies>,
    agency_rows: DatedAgencies,
    /// Where the people come from.
    pub from_countries: CountryFilter,
    pub of_agencies: DatedAgencies,
    pub of_sex: Vec<SexCode>,
    pub who: Who,
    /// Places of the dimensions that split the people of an activity.
    pub country_places: Vec<(usize, CountryPart)>,
    pub sex_place: Option<usize>,
    pub agency_places: Vec<(usize, AgencyPart)>,
}

impl Plan<'_> {
    /// Whether those are among the people asked about of whom country, sex or agency is not stated.
    pub fn asks_for_the_rest(&self) -> bool {
        self.of_sex.contains(&SexCode::Unknown)
            || (!self.from_countries.is_open() && self.from_countries.admits_none())
            || (!self.of_agencies.asked.is_open() && self.of_agencies.asked.admits_none())
    }

    /// The filters as an answer states them, codes as they are today.
    pub fn stated_filters(&self) -> serde_json::Map<String, serde_json::Value> {
        self.filters.to_json()
    }

    /// The filters, codes as they are today.
    pub fn filters(&self) -> &Filters {
        &self.filters
    }

    /// Whether an activity is asked about: surely, perhaps, or not.
    pub fn inclusion(&self, place: usize, activity: &Activity) -> Inclusion {
        let among = |list: &[u32], pick: &Pick| pick.admits_any(list);
        let fits = self.statuses.contains(&activity.status)
            && (self.kinds.is_empty() || self.kinds.contains(&activity.kind))
            && self.fits_meetings(activity)
            && (self.filters.mode.is_empty() || self.filters.mode.contains(&activity.mode))
            && (self.filters.our_role.is_empty() || self.filters.our_role.contains(&activity.our_role))
            && among(&activity.programmes, &self.programmes)
            && among(&activity.fields, &self.fields)
            && among(&activity.languages, &self.languages)
            && self.hosts.admits_any(host(activity).as_slice())
            && self.years.admits_any(year(activity).as_slice())
            && self
                .listed_agencies
                .iter()
                .all(|filter| self.lists_agency(activity, filter));
        if !fits {
            return Inclusion::Outside;
        }
        let mut inclusion = self.in_period(activity);
        for filter in &self.listed_countries {
            inclusion = inclusion.and(|| self.under(place, activity, filter));
        }
        inclusion
    }

    fn fits_meetings(&self, activity: &Activity) -> bool {
        let is_meeting = ActivityType::MEETINGS.contains(&activity.kind);
        match self.meetings {
            None => true,
            Some(Meetings::Exclude) => !is_meeting,
            Some(Meetings::Only) => is_meeting,
        }
    }

    /// Whether it lies in the period that was asked for.
    pub fn in_period(&self, activity: &Activity) -> Inclusion {
        if self.from.is_none() && self.to.is_none() {
            return Inclusion::Inside;
        }
        let Some((first, last)) = activity.span else {
            return Inclusion::Perhaps;
        };
        let begins = |day: NaiveDate| self.from.is_none_or(|from| from <= day);
        let ends = |day: NaiveDate| self.to.is_none_or(|to| day <= to);
        match () {
            () if begins(first) && ends(last) => Inclusion::Inside,
            () if begins(last) && ends(first) => Inclusion::Perhaps,
            () => Inclusion::Outside,
        }
    }

    /// The agencies listed on an activity in the roles asked for, one in several roles several times.
    pub fn agencies_in_roles<'a>(&'a self, activity: &'a Activity) -> impl Iterator<Item = &'a u32> {
        let roles = &self.filters.agency_role;
        let asked = |role| roles.is_empty() || roles.contains(role);
        let listed = activity.agencies.iter().filter(move |(_, role)| asked(role));
        listed.map(|(agency, _)| agency)
    }

    /// The same, each once.
    pub fn agencies_listed(&self, activity: &Activity) -> Vec<u32> {
        let mut agencies: Vec<u32> = self.agencies_in_roles(activity).copied().collect();
        agencies.sort_unstable();
        agencies.dedup();
        agencies
    }

    /// Whether only agencies in certain roles are asked for.
    pub fn narrows_agency_roles(&self) -> bool {
        !self.filters.agency_role.is_empty()
    }

    fn lists_agency(&self, activity: &Activity, filter: &DatedAgencies) -> bool {
        let (listed, filter) = (
            self.agencies_listed(activity),
            filter.in_context(activity.country_context),
        );
        if listed.is_empty() {
            filter.admits_none()
        } else {
            listed.iter().any(|agency| filter.admits(*agency))
        }
    }

    /// The keys of the rows that an activity belongs to, as far as the activity itself decides: the places of the
    /// dimensions that split its people stay 0.
    pub fn keys(&self, place: usize, activity: &Activity) -> Vec<Keys> {
        let beside = self.keys_beside_countries(activity);
        match self.named_country_keys(place, activity) {
            Some(countries) => cross(&beside, &countries),
            None => beside,
        }
    }

    /// The same but for the countries it is listed with, whose places stay 0 too.
    fn keys_beside_countries(&self, activity: &Activity) -> Vec<Keys> {
        let mut keys = Vec::new();
        self.keys_into(activity, &mut keys);
        keys
    }

    /// The same into a list that is used again.
    pub fn keys_into(&self, activity: &Activity, all: &mut Vec<Keys>) {
        all.clear();
        all.push([0; 3]);
        let of_people = self.measure.is_of_people();
        let mut agencies = Vec::new();
        for (place, dimension) in self.by.iter().enumerate() {
            match dimension {
                Dimension::Year => set_each(all, place, self.years.keys(year(activity).as_slice())),
                Dimension::Programme => set_each(all, place, self.programmes.keys(&activity.programmes)),
                Dimension::Field => set_each(all, place, self.fields.keys(&activity.fields)),
                Dimension::Language => set_each(all, place, self.languages.keys(&activity.languages)),
                Dimension::HostCountry => set_each(all, place, self.hosts.keys(host(activity).as_slice())),
                Dimension::Type => set_index(all, place, index(ActivityType::ALL, activity.kind)),
                Dimension::Mode => set_index(all, place, index(Mode::ALL, activity.mode)),
                Dimension::Status => set_index(all, place, index(Status::ALL, activity.status)),
                Dimension::OurRole => set_index(all, place, index(OurRole::ALL, activity.our_role)),
                // Countries are looked at apart; along the others the people of an activity are split.
                Dimension::ActivityCountry
                | Dimension::Country
                | Dimension::OicGroup
                | Dimension::Membership
                | Dimension::Sex => {}
                Dimension::Agency | Dimension::AgencyKind if of_people => {}
                Dimension::ActivityAgency | Dimension::Agency => agencies.push((place, AgencyPart::Code)),
                Dimension::AgencyKind => agencies.push((place, AgencyPart::Kind)),
            }
        }
        if !agencies.is_empty() {
            *all = cross(all, &self.listed_agency_keys(activity, &agencies));
        }
    }

    fn listed_agency_keys(&self, activity: &Activity, places: &[(usize, AgencyPart)]) -> Vec<Keys> {
        let (listed, rows) = (
            self.agencies_listed(activity),
            self.agency_rows.in_context(activity.country_context),
        );
        if listed.is_empty() {
            return if rows.admits_none() {
                vec![not_stated(places)]
            } else {
                Vec::new()
            };
        }
        let admitted = listed.into_iter().filter(|agency| rows.admits(*agency));
        let with_successors =
            admitted.flat_map(|agency| std::iter::once(agency).chain(self.successors(activity, agency)));
        let shown = with_successors.filter(|agency| rows.admits(*agency));
        distinct(shown.map(|agency| self.agency_keys(places, agency)).collect())
    }

    /// The agencies that are given what this one took part in.
    fn successors(&self, activity: &Activity, agency: u32) -> BTreeSet<u32> {
        let country_context = self
            .dataset
            .country_context(activity)
            .filter(|_| self.filters.predecessors);
        country_context.map_or_else(BTreeSet::new, |country_context| {
            self.dataset.names.links.successors(agency, &country_context.agencies)
        })
    }

    /// The keys of an agency at these places.
    pub fn agency_keys(&self, places: &[(usize, AgencyPart)], agency: u32) -> Keys {
        let key = |part: &AgencyPart| match part {
            AgencyPart::Code => agency,
            AgencyPart::Kind => kind(&self.dataset.names.kind_of, agency),
        };
        places
            .iter()
            .fold([0; 3], |keys, (place, part)| join(keys, key_at(*place, key(part))))
    }
}

/// Gives every row this key at a place.
fn set_index(all: &mut [Keys], place: usize, key: u32) {
    for slot in all.iter_mut().filter_map(|keys| keys.get_mut(place)) {
        *slot = key;
    }
}

/// Makes a row of each with every one of these keys at a place.
fn set_each(all: &mut Vec<Keys>, place: usize, mut keys: impl Iterator<Item = u32>) {
    let Some(first) = keys.next() else {
        all.clear();
        return;
    };
    let rows = all.len();
    for key in keys {
        for row in 0..rows {
            let mut keys = all.get(row).copied().unwrap_or_default();
            keys.get_mut(place).into_iter().for_each(|slot| *slot = key);
            all.push(keys);
        }
    }
    set_index(all.get_mut(..rows).unwrap_or_default(), place, first);
}

fn year(activity: &Activity) -> Option<u32> {
    activity
        .span
        .and_then(|(first, _)| u32::try_from(time::year(first)).ok())
}

fn host(activity: &Activity) -> Option<u32> {
    activity.host.map(u32::from)
}
