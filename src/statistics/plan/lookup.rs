//! Looking up the codes of a question; every unknown one is refused (with what it may have meant by those who can ask the
//! record for its names: `directory::suggested`).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Plan;
use crate::activities::model::{CountryRole, Status};
use crate::activities::roster::model::{ParticipationStatus, Role};
use crate::agencies::model::AgencyKind;
use crate::error::{Error, Fault};
use crate::input::shorten;
use crate::statistics::bounds::CountrySet;
use crate::statistics::dataset::{Codes, Dataset};
use crate::statistics::filters::{AgencyFilter, CountryFilter, DatedAgencies, Pick, Who};
use crate::statistics::keys::{AgencyPart, CountryPart, index};
use crate::statistics::question::{Choice, Question};
use crate::statistics::words::{CAME, Dimension};
use crate::time;

/// Looks codes up and keeps the faults.
struct CodeLookup<'f> {
    dataset: &'f Dataset,
    faults: Vec<Fault>,
}

impl CodeLookup<'_> {
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
                        .with("kind", kind),
                ),
            }
        }
        Pick(Some((numbers, given.not_stated)))
    }

    fn countries(&mut self, name: &'static str, given: &mut Choice<String>) -> Option<(CountrySet, bool)> {
        let dataset = self.dataset;
        let pick = self.numbers(name, "country", &dataset.names.countries, given);
        let set = |numbers: &BTreeSet<u32>| numbers.iter().filter_map(|number| u8::try_from(*number).ok()).collect();
        pick.0.map(|(numbers, none)| (set(&numbers), none))
    }

    /// Languages are no closed list: one that occurs nowhere finds nothing.
    fn languages(&mut self, given: &Choice<String>) -> Pick {
        let known = &self.dataset.languages;
        let numbers = given.values.iter().filter_map(|tag| known.number(tag)).collect();
        Pick((!given.is_open()).then_some((numbers, given.not_stated)))
    }
}

/// The countries that a filter of that name asks for.
pub fn countries_of(dataset: &Dataset, name: &'static str, mut given: Choice<String>) -> Result<CountryFilter, Error> {
    let faults = Vec::new();
    let mut lookup = CodeLookup { dataset, faults };
    let codes = lookup.countries(name, &mut given);
    if lookup.faults.is_empty() {
        Ok(CountryFilter {
            codes,
            ..CountryFilter::default()
        })
    } else {
        Err(Error::Invalid(lookup.faults))
    }
}

impl<'f> Plan<'f> {
    /// Looks up the codes of a question; every unknown one is refused with the nearest known.
    pub fn new(question: &Question, dataset: &'f Dataset) -> Result<Self, Error> {
        let (measure, by) = (question.measure, question.by.clone());
        let mut filters = question.filters.clone();
        let mut lookup = CodeLookup {
            dataset,
            faults: Vec::new(),
        };
        let names = &dataset.names;
        let mut programmes = lookup.numbers("programme", "programme", &names.programmes, &mut filters.programme);
        if let (true, Some((numbers, _))) = (filters.programme_tree, &mut programmes.0) {
            with_children(numbers, &names.parents);
        }
        let fields = lookup.numbers("field", "field", &names.fields, &mut filters.field);
        let languages = lookup.languages(&filters.language);
        let hosts = lookup.numbers("host_country", "country", &names.countries, &mut filters.host_country);
        let country = lookup.countries("country", &mut filters.country);
        let activity_country = lookup.countries("activity_country", &mut filters.activity_country);
        let agency = lookup.numbers("agency", "agency", &names.agencies, &mut filters.agency);
        let activity_agency = lookup.numbers(
            "activity_agency",
            "agency",
            &names.agencies,
            &mut filters.activity_agency,
        );
        let kinds = &filters.agency_kind;
        let numbered = |kind: &AgencyKind| index(AgencyKind::ALL, *kind);
        let kinds = Pick((!kinds.is_open()).then(|| (kinds.values.iter().map(numbered).collect(), kinds.not_stated)));
        if !lookup.faults.is_empty() {
            return Err(Error::Invalid(lookup.faults));
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
        let kind_of: Arc<[AgencyKind]> = names.kind_of.as_slice().into();
        let agencies = |codes: Pick, kinds: Pick| {
            let asked = AgencyFilter {
                codes,
                kinds,
                kind_of: kind_of.clone(),
            };
            DatedAgencies::of(asked, &names.links, &dataset.country_contexts, filters.predecessors)
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
        let (mut from_countries, mut of_agencies) = (CountryFilter::default(), DatedAgencies::default());
        if of_people {
            (from_countries, of_agencies) = (main_country, main_agency);
        } else {
            listed_countries.push(main_country);
            listed_agencies.push(main_agency);
        }
        let or = |given: &[Role], usual: &[Role]| {
            if given.is_empty() {
                usual.to_vec()
            } else {
                given.to_vec()
            }
        };
        let statuses = if filters.participation_status.is_empty() {
            vec![ParticipationStatus::Attended]
        } else {
            filters.participation_status.clone()
        };
        let who = Who {
            roles: or(&filters.participation_role, &CAME),
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
            dataset,
            measure,
            by,
            clearance: question.clearance,
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
            listed_agencies: listed_agencies
                .into_iter()
                .filter(|filter| !filter.asked.is_open())
                .collect(),
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
