//! A question whose codes have been looked up: which activities it is about, and which people of theirs.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::bounds::CountrySet;
use super::eras::Era;
use super::facts::{Activity, Codes, Facts, Row};
use super::question::{Choice, Filters, Question};
use super::words::{Dimension, GroupCode, Measure, Meetings, PersonRole, PersonStatus};
use crate::activities::model::{ActivityType, CountryRole, Status};
use crate::agencies::model::AgencyKind;
use crate::countries::model::MembershipStatus;
use crate::error::{Error, Fault};
use crate::input::shorten;
use crate::participants::model::Sex as SexCode;
use crate::time;

/// The keys of a row, one number per dimension in the order asked for; a dimension that is not asked for is 0.
pub type Keys = [u32; 3];

/// The key of what is not stated. It sorts after all others.
pub const NOT_STATED: u32 = u32::MAX;

/// Puts together keys that fill different places.
pub fn join(a: Keys, b: Keys) -> Keys {
    let ([a0, a1, a2], [b0, b1, b2]) = (a, b);
    [a0 | b0, a1 | b1, a2 | b2]
}

/// The keys that are 0 everywhere but at one place.
pub fn at(place: usize, key: u32) -> Keys {
    let mut keys = [0; 3];
    if let Some(slot) = keys.get_mut(place) {
        *slot = key;
    }
    keys
}

/// Numbers of which any will do, and whether having none will do too. `None` is a filter that was not given.
#[derive(Debug, Clone, Default)]
pub struct Pick(Option<(BTreeSet<u32>, bool)>);

impl Pick {
    fn admits(&self, number: u32) -> bool {
        self.0.as_ref().is_none_or(|(numbers, _)| numbers.contains(&number))
    }

    fn admits_none(&self) -> bool {
        self.0.as_ref().is_none_or(|(_, not_stated)| *not_stated)
    }

    fn admits_any(&self, numbers: &[u32]) -> bool {
        if numbers.is_empty() {
            self.admits_none()
        } else {
            numbers.iter().any(|number| self.admits(*number))
        }
    }

    /// The keys that an activity with these numbers has: those that are admitted, or *not stated*.
    fn keys(&self, numbers: &[u32]) -> Vec<u32> {
        if numbers.is_empty() && self.admits_none() {
            return vec![NOT_STATED];
        }
        numbers.iter().copied().filter(|number| self.admits(*number)).collect()
    }
}

/// Which countries will do, by code, group and membership together.
#[derive(Debug, Clone, Default)]
pub struct CountryFilter {
    codes: Option<(CountrySet, bool)>,
    groups: Choice<GroupCode>,
    memberships: Choice<MembershipStatus>,
}

impl CountryFilter {
    /// Whether any country will do.
    pub fn is_open(&self) -> bool {
        self.codes.is_none() && self.groups.is_open() && self.memberships.is_open()
    }

    /// The countries that will do, as they stood in an era.
    pub fn set(&self, era: &Era) -> CountrySet {
        let mut set = self.codes.map_or(CountrySet::FULL, |(set, _)| set);
        if !self.groups.is_open() {
            let none = if self.groups.not_stated {
                era.ungrouped()
            } else {
                CountrySet::EMPTY
            };
            set = set.intersect(
                self.groups
                    .values
                    .iter()
                    .fold(none, |all, group| all.union(era.group(*group))),
            );
        }
        if !self.memberships.is_open() {
            let all = |all: CountrySet, membership: &MembershipStatus| all.union(era.membership(*membership));
            set = set.intersect(self.memberships.values.iter().fold(CountrySet::EMPTY, all));
        }
        set
    }

    /// Whether no country at all will do.
    pub fn admits_none(&self) -> bool {
        self.codes.is_none_or(|(_, none)| none)
            && (self.groups.is_open() || self.groups.not_stated)
            && (self.memberships.is_open() || self.memberships.not_stated)
    }
}

/// Which agencies will do, by code and kind together.
#[derive(Debug, Clone, Default)]
pub struct AgencyFilter {
    codes: Pick,
    kinds: Pick,
    /// The kind of each agency.
    kind_of: Vec<AgencyKind>,
}

impl AgencyFilter {
    /// Whether any agency will do.
    pub fn is_open(&self) -> bool {
        self.codes.0.is_none() && self.kinds.0.is_none()
    }

    /// Whether this agency will do.
    pub fn admits(&self, agency: u32) -> bool {
        self.codes.admits(agency) && self.kinds.admits(kind(&self.kind_of, agency))
    }

    /// Whether no agency at all will do.
    pub fn admits_none(&self) -> bool {
        self.codes.admits_none() && self.kinds.admits_none()
    }

    /// The agencies that will do, where they were named; otherwise agencies that nobody mentions may be among them.
    pub fn named(&self) -> Option<Vec<u32>> {
        self.codes
            .0
            .as_ref()
            .map(|(codes, _)| codes.iter().copied().filter(|agency| self.admits(*agency)).collect())
    }

    /// With only this kind of agency.
    #[must_use]
    pub fn of_kind(&self, kind: u32) -> Self {
        let kinds = Pick(Some((BTreeSet::from([kind]), false)));
        Self {
            codes: self.codes.clone(),
            kinds,
            kind_of: self.kind_of.clone(),
        }
    }
}

/// The key of an agency's kind.
pub fn kind(kind_of: &[AgencyKind], agency: u32) -> u32 {
    let kind = usize::try_from(agency).ok().and_then(|at| kind_of.get(at));
    kind.map_or(NOT_STATED, |kind| index(AgencyKind::ALL, *kind))
}

/// What a dimension of countries shows of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountryPart {
    Code,
    Group,
    Membership,
}

/// What a dimension of agencies shows of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgencyPart {
    Code,
    Kind,
}

/// Whose participations are counted.
#[derive(Debug, Clone)]
pub struct Who {
    roles: Vec<PersonRole>,
    statuses: Vec<PersonStatus>,
}

impl Who {
    /// Whether a roster row is one of those asked for.
    pub fn asks_for(&self, row: &Row) -> bool {
        self.roles.contains(&row.role) && self.statuses.contains(&row.status)
    }

    /// Whether all who came are among those asked for: then the head count speaks of them.
    pub fn has_all_who_came(&self) -> bool {
        PersonRole::CAME.iter().all(|role| self.roles.contains(role)) && self.statuses.contains(&PersonStatus::Attended)
    }

    /// Whether only those who came are asked for.
    pub fn has_only_who_came(&self) -> bool {
        self.roles.iter().all(|role| role.came())
            && self.statuses.iter().all(|status| *status == PersonStatus::Attended)
    }
}

/// Whether an activity lies in the period that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    Inside,
    /// Its month or year straddles an end, or it has no date.
    Perhaps,
    Outside,
}

/// A question, looked up.
#[derive(Debug)]
pub struct Plan<'f> {
    pub facts: &'f Facts,
    pub measure: Measure,
    pub by: Vec<Dimension>,
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
    listed_agencies: Vec<AgencyFilter>,
    agency_rows: AgencyFilter,
    /// Where the people come from.
    pub from_countries: CountryFilter,
    pub of_agencies: AgencyFilter,
    pub of_sex: Vec<SexCode>,
    pub who: Who,
    /// Places of the dimensions that split the people of an activity.
    pub country_places: Vec<(usize, CountryPart)>,
    pub sex_place: Option<usize>,
    pub agency_places: Vec<(usize, AgencyPart)>,
}

/// Looks codes up and keeps the faults.
struct Desk<'f> {
    facts: &'f Facts,
    faults: Vec<Fault>,
}

impl Desk<'_> {
    fn numbers(&mut self, name: &'static str, kind: &'static str, codes: &Codes, given: &mut Choice<String>) -> Pick {
        if given.is_open() {
            return Pick(None);
        }
        let mut numbers = BTreeSet::new();
        for value in &mut given.values {
            let number = codes
                .number(value)
                .or_else(|| codes.number(&value.to_uppercase()).filter(|_| kind == "country"));
            match number.and_then(|number| Some((number, codes.code(number)?))) {
                Some((number, code)) => {
                    numbers.insert(number);
                    *value = code.to_string();
                }
                None => self.faults.push(
                    Fault::parameter(name, "unknown_reference")
                        .with("value", shorten(value))
                        .with("kind", kind)
                        .nearest(codes.nearest(value)),
                ),
            }
        }
        Pick(Some((numbers, given.not_stated)))
    }

    fn countries(&mut self, name: &'static str, given: &mut Choice<String>) -> Option<(CountrySet, bool)> {
        let facts = self.facts;
        let pick = self.numbers(name, "country", &facts.names.countries, given);
        let set = |numbers: &BTreeSet<u32>| numbers.iter().filter_map(|number| u8::try_from(*number).ok()).collect();
        pick.0.map(|(numbers, none)| (set(&numbers), none))
    }

    /// Languages are no closed list: one that occurs nowhere finds nothing.
    fn languages(&mut self, given: &Choice<String>) -> Pick {
        let known = &self.facts.names.languages;
        let numbers = given.values.iter().filter_map(|tag| known.number(tag)).collect();
        Pick((!given.is_open()).then_some((numbers, given.not_stated)))
    }
}

impl<'f> Plan<'f> {
    /// Looks up the codes of a question; every unknown one is refused with the nearest known.
    pub fn of(question: &Question, facts: &'f Facts) -> Result<Self, Error> {
        let (measure, by) = (question.measure, question.by.clone());
        let mut filters = question.filters.clone();
        let mut desk = Desk {
            facts,
            faults: Vec::new(),
        };
        let names = &facts.names;
        let mut programmes = desk.numbers("programme", "programme", &names.programmes, &mut filters.programme);
        if let (true, Some((numbers, _))) = (filters.programme_tree, &mut programmes.0) {
            with_children(numbers, &names.parents);
        }
        let fields = desk.numbers("field", "field", &names.fields, &mut filters.field);
        let languages = desk.languages(&filters.language);
        let hosts = desk.numbers("host_country", "country", &names.countries, &mut filters.host_country);
        let country = desk.countries("country", &mut filters.country);
        let activity_country = desk.countries("activity_country", &mut filters.activity_country);
        let agency = desk.numbers("agency", "agency", &names.agencies, &mut filters.agency);
        let activity_agency = desk.numbers(
            "activity_agency",
            "agency",
            &names.agencies,
            &mut filters.activity_agency,
        );
        let kinds = &filters.agency_kind;
        let numbered = |kind: &AgencyKind| index(AgencyKind::ALL, *kind);
        let kinds = Pick((!kinds.is_open()).then(|| (kinds.values.iter().map(numbered).collect(), kinds.not_stated)));
        if !desk.faults.is_empty() {
            return Err(Error::Invalid(desk.faults));
        }
        let year = |year: &i32| u32::try_from(*year).ok();
        let years = Pick((!filters.year.is_open()).then(|| {
            (
                filters.year.values.iter().filter_map(year).collect(),
                filters.year.not_stated,
            )
        }));
        let by_code = |codes| CountryFilter {
            codes,
            ..CountryFilter::default()
        };
        let whole = |codes| CountryFilter {
            codes,
            groups: filters.oic_group.clone(),
            memberships: filters.membership.clone(),
        };
        let agencies = |codes: Pick, kinds: Pick| AgencyFilter {
            codes,
            kinds,
            kind_of: names.kind_of.clone(),
        };
        let of_people = measure.is_of_people();
        let shown = by.contains(&Dimension::ActivityCountry);
        let listed_rows = match (of_people, shown) {
            (true, _) => by_code(activity_country),
            (false, true) => whole(activity_country.or(country)),
            (false, false) => whole(country.or(activity_country)),
        };
        let shown = by.contains(&Dimension::ActivityAgency);
        let first = |a: &Pick, b: &Pick| if a.0.is_some() { a.clone() } else { b.clone() };
        let agency_rows = match (of_people, shown) {
            (true, _) => agencies(activity_agency.clone(), Pick(None)),
            (false, true) => agencies(first(&activity_agency, &agency), kinds.clone()),
            (false, false) => agencies(first(&agency, &activity_agency), kinds.clone()),
        };
        let main_country = whole(country);
        let main_agency = agencies(agency, kinds);
        let mut listed_countries = vec![by_code(activity_country)];
        let mut listed_agencies = vec![agencies(activity_agency, Pick(None))];
        let (mut from_countries, mut of_agencies) = (CountryFilter::default(), AgencyFilter::default());
        if of_people {
            (from_countries, of_agencies) = (main_country, main_agency);
        } else {
            listed_countries.push(main_country);
            listed_agencies.push(main_agency);
        }
        let or = |given: &[PersonRole], usual: &[PersonRole]| {
            if given.is_empty() {
                usual.to_vec()
            } else {
                given.to_vec()
            }
        };
        let statuses = if filters.participation_status.is_empty() {
            vec![PersonStatus::Attended]
        } else {
            filters.participation_status.clone()
        };
        let who = Who {
            roles: or(&filters.participation_role, &PersonRole::CAME),
            statuses,
        };
        let (mut country_places, mut sex_place, mut agency_places) = (Vec::new(), None, Vec::new());
        for (place, dimension) in by.iter().enumerate().filter(|_| of_people) {
            match dimension {
                Dimension::Country => country_places.push((place, CountryPart::Code)),
                Dimension::OicGroup => country_places.push((place, CountryPart::Group)),
                Dimension::Membership => country_places.push((place, CountryPart::Membership)),
                Dimension::Sex => sex_place = Some(place),
                Dimension::Agency => agency_places.push((place, AgencyPart::Code)),
                Dimension::AgencyKind => agency_places.push((place, AgencyPart::Kind)),
                _ => {}
            }
        }
        Ok(Self {
            facts,
            measure,
            by,
            statuses: filters
                .status
                .iter()
                .copied()
                .filter(|s| question.with_drafts || *s != Status::Draft)
                .collect(),
            kinds: filters.kind.clone(),
            meetings: filters.meetings,
            from: filters.from.map(time::PartialDate::first),
            to: filters.to.map(time::PartialDate::last),
            programmes,
            fields,
            languages,
            hosts,
            years,
            listed_countries: listed_countries
                .into_iter()
                .filter(|filter| !filter.is_open())
                .collect(),
            listed_rows,
            country_roles: if filters.country_role.is_empty() {
                vec![CountryRole::Beneficiary, CountryRole::Attending]
            } else {
                filters.country_role.clone()
            },
            listed_agencies: listed_agencies.into_iter().filter(|filter| !filter.is_open()).collect(),
            agency_rows,
            from_countries,
            of_agencies,
            of_sex: filters.sex.clone(),
            who,
            country_places,
            sex_place,
            agency_places,
            filters,
        })
    }

    /// The filters as an answer states them, codes as they are today.
    pub fn stated_filters(&self) -> serde_json::Map<String, serde_json::Value> {
        self.filters.to_json()
    }

    /// Whether an activity is asked about, and whether it surely lies in the period.
    pub fn happened(&self, activity: &Activity) -> Happened {
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
                .listed_countries
                .iter()
                .all(|filter| self.lists_country(activity, filter))
            && self
                .listed_agencies
                .iter()
                .all(|filter| self.lists_agency(activity, filter));
        if fits {
            self.in_period(activity)
        } else {
            Happened::Outside
        }
    }

    fn fits_meetings(&self, activity: &Activity) -> bool {
        let is_meeting = ActivityType::MEETINGS.contains(&activity.kind);
        match self.meetings {
            None => true,
            Some(Meetings::Exclude) => !is_meeting,
            Some(Meetings::Only) => is_meeting,
        }
    }

    fn in_period(&self, activity: &Activity) -> Happened {
        if self.from.is_none() && self.to.is_none() {
            return Happened::Inside;
        }
        let Some((first, last)) = activity.span else {
            return Happened::Perhaps;
        };
        let begins = |day: NaiveDate| self.from.is_none_or(|from| from <= day);
        let ends = |day: NaiveDate| self.to.is_none_or(|to| day <= to);
        match () {
            () if begins(first) && ends(last) => Happened::Inside,
            () if begins(last) && ends(first) => Happened::Perhaps,
            () => Happened::Outside,
        }
    }

    /// The countries listed on an activity in the roles asked for.
    fn listed(&self, activity: &Activity) -> CountrySet {
        let listed = activity
            .countries
            .iter()
            .filter(|(_, role)| self.country_roles.contains(role));
        listed.map(|(country, _)| *country).collect()
    }

    fn lists_country(&self, activity: &Activity, filter: &CountryFilter) -> bool {
        let listed = self.listed(activity);
        if listed.is_empty() {
            return filter.admits_none();
        }
        self.facts
            .era(activity)
            .is_some_and(|era| !listed.intersect(filter.set(era)).is_empty())
    }

    /// The agencies listed on an activity in the roles asked for, each once.
    pub fn agencies_listed(&self, activity: &Activity) -> Vec<u32> {
        let roles = &self.filters.agency_role;
        let listed = activity
            .agencies
            .iter()
            .filter(|(_, role)| roles.is_empty() || roles.contains(role));
        let mut agencies: Vec<u32> = listed.map(|(agency, _)| *agency).collect();
        agencies.sort_unstable();
        agencies.dedup();
        agencies
    }

    /// Whether only agencies in certain roles are asked for.
    pub fn narrows_agency_roles(&self) -> bool {
        !self.filters.agency_role.is_empty()
    }

    fn lists_agency(&self, activity: &Activity, filter: &AgencyFilter) -> bool {
        let listed = self.agencies_listed(activity);
        if listed.is_empty() {
            filter.admits_none()
        } else {
            listed.iter().any(|agency| filter.admits(*agency))
        }
    }

    /// The keys of the rows that an activity belongs to, as far as the activity itself decides: the places of the
    /// dimensions that split its people stay 0.
    pub fn keys(&self, activity: &Activity) -> Vec<Keys> {
        let mut all: Vec<Keys> = vec![[0; 3]];
        let of_people = self.measure.is_of_people();
        let (mut countries, mut agencies) = (Vec::new(), Vec::new());
        for (place, dimension) in self.by.iter().enumerate() {
            let one = |key: u32| vec![key];
            let keys = match dimension {
                Dimension::Year => self.years.keys(year(activity).as_slice()),
                Dimension::Programme => self.programmes.keys(&activity.programmes),
                Dimension::Field => self.fields.keys(&activity.fields),
                Dimension::Language => self.languages.keys(&activity.languages),
                Dimension::HostCountry => self.hosts.keys(host(activity).as_slice()),
                Dimension::Type => one(index(ActivityType::ALL, activity.kind)),
                Dimension::Mode => one(index(crate::activities::model::Mode::ALL, activity.mode)),
                Dimension::Status => one(index(Status::ALL, activity.status)),
                Dimension::OurRole => one(index(crate::activities::model::OurRole::ALL, activity.our_role)),
                Dimension::ActivityCountry => {
                    countries.push((place, CountryPart::Code));
                    continue;
                }
                Dimension::ActivityAgency => {
                    agencies.push((place, AgencyPart::Code));
                    continue;
                }
                Dimension::Sex => continue,
                _ if of_people => continue,
                Dimension::Country => {
                    countries.push((place, CountryPart::Code));
                    continue;
                }
                Dimension::OicGroup => {
                    countries.push((place, CountryPart::Group));
                    continue;
                }
                Dimension::Membership => {
                    countries.push((place, CountryPart::Membership));
                    continue;
                }
                Dimension::Agency => {
                    agencies.push((place, AgencyPart::Code));
                    continue;
                }
                Dimension::AgencyKind => {
                    agencies.push((place, AgencyPart::Kind));
                    continue;
                }
            };
            let keys: Vec<Keys> = keys.into_iter().map(|key| at(place, key)).collect();
            all = cross(&all, &keys);
        }
        if !countries.is_empty() {
            all = cross(&all, &self.listed_country_keys(activity, &countries));
        }
        if !agencies.is_empty() {
            all = cross(&all, &self.listed_agency_keys(activity, &agencies));
        }
        all
    }

    fn listed_country_keys(&self, activity: &Activity, places: &[(usize, CountryPart)]) -> Vec<Keys> {
        let listed = self.listed(activity);
        let Some(era) = self.facts.era(activity) else {
            return Vec::new();
        };
        if listed.is_empty() {
            return if self.listed_rows.admits_none() {
                vec![not_stated(places)]
            } else {
                Vec::new()
            };
        }
        let admitted = listed.intersect(self.listed_rows.set(era));
        once(
            admitted
                .iter()
                .map(|country| country_keys(places, country, era))
                .collect(),
        )
    }

    fn listed_agency_keys(&self, activity: &Activity, places: &[(usize, AgencyPart)]) -> Vec<Keys> {
        let listed = self.agencies_listed(activity);
        if listed.is_empty() {
            return if self.agency_rows.admits_none() {
                vec![not_stated(places)]
            } else {
                Vec::new()
            };
        }
        let admitted = listed.into_iter().filter(|agency| self.agency_rows.admits(*agency));
        once(admitted.map(|agency| self.agency_keys(places, agency)).collect())
    }

    /// The keys of an agency at these places.
    pub fn agency_keys(&self, places: &[(usize, AgencyPart)], agency: u32) -> Keys {
        let key = |part: &AgencyPart| match part {
            AgencyPart::Code => agency,
            AgencyPart::Kind => kind(&self.facts.names.kind_of, agency),
        };
        places
            .iter()
            .fold([0; 3], |keys, (place, part)| join(keys, at(*place, key(part))))
    }
}

/// The keys of a country at these places, as it stood in an era.
pub fn country_keys(places: &[(usize, CountryPart)], country: u8, era: &Era) -> Keys {
    let key = |part: &CountryPart| match part {
        CountryPart::Code => u32::from(country),
        CountryPart::Group => era
            .group_of(country)
            .map_or(NOT_STATED, |group| index(GroupCode::ALL, group)),
        CountryPart::Membership => index(MembershipStatus::ALL, era.membership_of(country)),
    };
    places
        .iter()
        .fold([0; 3], |keys, (place, part)| join(keys, at(*place, key(part))))
}

/// *Not stated* at all of these places.
pub fn not_stated<T>(places: &[(usize, T)]) -> Keys {
    places
        .iter()
        .fold([0; 3], |keys, (place, _)| join(keys, at(*place, NOT_STATED)))
}

/// Every pair of keys, put together.
pub fn cross(a: &[Keys], b: &[Keys]) -> Vec<Keys> {
    a.iter().flat_map(|a| b.iter().map(move |b| join(*a, *b))).collect()
}

fn once(mut keys: Vec<Keys>) -> Vec<Keys> {
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The place of a code in its list.
pub fn index<T: PartialEq>(all: &[T], value: T) -> u32 {
    all.iter()
        .position(|known| *known == value)
        .and_then(|at| u32::try_from(at).ok())
        .unwrap_or(NOT_STATED)
}

fn year(activity: &Activity) -> Option<u32> {
    activity
        .span
        .and_then(|(first, _)| u32::try_from(time::year(first)).ok())
}

fn host(activity: &Activity) -> Option<u32> {
    activity.host.map(u32::from)
}

/// Adds the programmes below those in the set.
fn with_children(programmes: &mut BTreeSet<u32>, parents: &[Option<u32>]) {
    loop {
        let below = |(_, parent): &(u32, &Option<u32>)| parent.is_some_and(|parent| programmes.contains(&parent));
        let children: Vec<u32> = (0..).zip(parents).filter(below).map(|(child, _)| child).collect();
        let before = programmes.len();
        programmes.extend(children);
        if programmes.len() == before {
            return;
        }
    }
}
