//! The same answers by the shortest way that is plainly right: every row asks every activity, with all that is known.

use std::collections::{BTreeMap, BTreeSet};

use super::tale::Tale;
use super::truth::question;
use super::{Dice, worlds};
use crate::activities::model::{ActivityType, CountryRole, Status};
use crate::disclosure::Clearance;
use crate::input::{Code, Params};
use crate::statistics::answer::Key;
use crate::statistics::bounds::{self, Countries, CountrySet, Known, Of, Sex};
use crate::statistics::facts::{Activity, Axes, Facts};
use crate::statistics::figure::Figure;
use crate::statistics::question::{Choice, Question};
use crate::statistics::tally::{Share, Tally};
use crate::statistics::words::{Dimension, Measure, Meetings};

/// Which keys of a row the activities decide themselves; the others are `None`, and so is what is not stated (as "").
pub(super) fn own_keys(question: &Question, keys: &[Key]) -> Vec<Option<String>> {
    let own = |dimension: &Dimension| !splits(question, *dimension);
    question
        .by
        .iter()
        .zip(keys)
        .map(|(dimension, key)| own(dimension).then(|| key.to_string()))
        .collect()
}

/// Whether a dimension splits the people of one activity.
fn splits(question: &Question, dimension: Dimension) -> bool {
    use Dimension as D;
    question.measure.is_of_people()
        && matches!(
            dimension,
            D::Country | D::OicGroup | D::Membership | D::Sex | D::Agency | D::AgencyKind
        )
}

/// The activities that a question is about, whatever the period, with their own keys.
pub(super) fn activities(facts: &Facts, question: &Question) -> Vec<(usize, BTreeSet<Vec<Option<String>>>)> {
    facts
        .activities()
        .filter(|(_, activity)| fits(facts, question, activity))
        .map(|(index, activity)| (index, keys(facts, question, activity)))
        .collect()
}

fn spelt(codes: &crate::statistics::facts::Codes, numbers: &[u32]) -> Vec<String> {
    let all: Vec<String> = numbers
        .iter()
        .map(|number| codes.code(*number).unwrap().to_string())
        .collect();
    if all.is_empty() { vec![String::new()] } else { all }
}

/// The countries listed in the roles asked for: code, group, membership.
fn listed(facts: &Facts, question: &Question, activity: &Activity) -> Vec<[String; 3]> {
    let roles = &question.filters.country_role;
    let usual = [CountryRole::Beneficiary, CountryRole::Attending];
    let asked = |role: &CountryRole| {
        if roles.is_empty() {
            usual.contains(role)
        } else {
            roles.contains(role)
        }
    };
    let era = facts.era(activity).unwrap();
    let countries: BTreeSet<u8> = activity
        .countries
        .iter()
        .filter(|(_, role)| asked(role))
        .map(|(country, _)| *country)
        .collect();
    countries
        .into_iter()
        .map(|country| {
            let code = facts.names.countries.code(u32::from(country)).unwrap().to_string();
            let group = era.group_of(country).map_or(String::new(), |group| group.to_string());
            [code, group, era.membership_of(country).to_string()]
        })
        .collect()
}

/// Whether a country passes the filters of countries listed; `main` are those of the country that the measure means.
fn passes(question: &Question, country: &[String; 3], main: bool) -> bool {
    let filters = &question.filters;
    let [code, group, membership] = country;
    if !main {
        return filters.activity_country.is_open() || filters.activity_country.values.contains(code);
    }
    (filters.country.is_open() || filters.country.values.contains(code))
        && (filters.oic_group.is_open() || filters.oic_group.values.iter().any(|g| g.as_str() == group))
        && (filters.membership.is_open() || filters.membership.values.iter().any(|m| m.as_str() == membership))
}

/// The agencies listed: code and kind.
fn agencies(facts: &Facts, activity: &Activity) -> Vec<[String; 2]> {
    let agencies: BTreeSet<u32> = activity.agencies.iter().map(|(agency, _)| *agency).collect();
    let kind = |agency: u32| facts.names.kind_of[usize::try_from(agency).unwrap()].to_string();
    agencies
        .into_iter()
        .map(|agency| [facts.names.agencies.code(agency).unwrap().to_string(), kind(agency)])
        .collect()
}

fn passes_agency(question: &Question, agency: &[String; 2]) -> bool {
    let filters = &question.filters;
    (filters.agency.is_open() || filters.agency.values.contains(&agency[0]))
        && (filters.agency_kind.is_open() || filters.agency_kind.values.iter().any(|kind| kind.as_str() == agency[1]))
}

fn fits(facts: &Facts, question: &Question, activity: &Activity) -> bool {
    let filters = &question.filters;
    let meeting = ActivityType::MEETINGS.contains(&activity.kind);
    let year = activity.span.map(|(first, _)| crate::time::year(first));
    let programmes = spelt(&facts.names.programmes, &activity.programmes);
    let countries = listed(facts, question, activity);
    let of_people = question.measure.is_of_people();
    let main_open =
        of_people || (filters.country.is_open() && filters.oic_group.is_open() && filters.membership.is_open());
    let agency_open = of_people || (filters.agency.is_open() && filters.agency_kind.is_open());
    filters.status.contains(&activity.status)
        && activity.status != Status::Draft
        && filters
            .meetings
            .is_none_or(|meetings| (meetings == Meetings::Only) == meeting)
        && (filters.year.is_open() || year.map_or(filters.year.not_stated, |year| filters.year.values.contains(&year)))
        && (filters.programme.is_open()
            || programmes
                .iter()
                .any(|programme| filters.programme.values.contains(programme)))
        && (filters.activity_country.is_open() || countries.iter().any(|country| passes(question, country, false)))
        && (main_open || countries.iter().any(|country| passes(question, country, true)))
        && (agency_open
            || agencies(facts, activity)
                .iter()
                .any(|agency| passes_agency(question, agency)))
}

fn keys(facts: &Facts, question: &Question, activity: &Activity) -> BTreeSet<Vec<Option<String>>> {
    let filters = &question.filters;
    let of_people = question.measure.is_of_people();
    let both = !filters.country.is_open() && !filters.activity_country.is_open();
    let shown = question.by.contains(&Dimension::ActivityCountry);
    let kept = |country: &[String; 3]| {
        let (main, own) = (passes(question, country, true), passes(question, country, false));
        let mut free = question.clone();
        free.filters.country = Choice::default();
        match (of_people, both, shown) {
            (true, ..) => own,
            (false, true, true) => own && passes(&free, country, true),
            (false, true, false) => main,
            (false, false, _) => main && own,
        }
    };
    let countries = listed(facts, question, activity);
    let none = countries.is_empty();
    let mut countries: Vec<[String; 3]> = countries.into_iter().filter(kept).collect();
    let has = |any: &[Dimension]| {
        question
            .by
            .iter()
            .any(|dimension| any.contains(dimension) && !splits(question, *dimension))
    };
    let by_country = has(&[
        Dimension::Country,
        Dimension::ActivityCountry,
        Dimension::OicGroup,
        Dimension::Membership,
    ]);
    if none || !by_country {
        countries = vec![Default::default()];
    }
    let all = agencies(facts, activity);
    let none = all.is_empty();
    let mut all: Vec<[String; 2]> = all
        .into_iter()
        .filter(|agency| of_people || passes_agency(question, agency))
        .collect();
    if none || !has(&[Dimension::Agency, Dimension::ActivityAgency, Dimension::AgencyKind]) {
        all = vec![Default::default()];
    }
    let year = activity
        .span
        .map_or(String::new(), |(first, _)| crate::time::year(first).to_string());
    let host: Vec<u32> = activity.host.map(u32::from).into_iter().collect();
    let programmes: Vec<String> = spelt(&facts.names.programmes, &activity.programmes)
        .into_iter()
        .filter(|programme| filters.programme.is_open() || filters.programme.values.contains(programme))
        .collect();
    let mut found = BTreeSet::new();
    for country in &countries {
        for agency in &all {
            for programme in &programmes {
                for field in &spelt(&facts.names.fields, &activity.fields) {
                    for language in &spelt(&facts.languages, &activity.languages) {
                        let key = |dimension: &Dimension| {
                            use Dimension as D;
                            let text = match dimension {
                                _ if splits(question, *dimension) => return None,
                                D::Year => &year,
                                D::Programme => programme,
                                D::Type => return Some(activity.kind.to_string()),
                                D::Mode => return Some(activity.mode.to_string()),
                                D::Field => field,
                                D::Country | D::ActivityCountry => &country[0],
                                D::HostCountry => return spelt(&facts.names.countries, &host).into_iter().next(),
                                D::OicGroup => &country[1],
                                D::Membership => &country[2],
                                D::Agency | D::ActivityAgency => &agency[0],
                                D::AgencyKind => &agency[1],
                                D::Language => language,
                                D::Status => return Some(activity.status.to_string()),
                                D::OurRole => return Some(activity.our_role.to_string()),
                                D::Sex => return None,
                            };
                            Some(text.clone())
                        };
                        found.insert(question.by.iter().map(key).collect());
                    }
                }
            }
        }
    }
    found
}

/// Whether it surely happened inside the period; `None` where it surely did not.
fn decided(question: &Question, activity: &Activity) -> Option<bool> {
    let (from, to) = (question.filters.from, question.filters.to);
    if from.is_none() && to.is_none() {
        return Some(true);
    }
    let Some((first, last)) = activity.span else {
        return Some(false);
    };
    let days: Vec<bool> = first
        .iter_days()
        .take_while(|day| *day <= last)
        .map(|day| from.is_none_or(|from| from.first() <= day) && to.is_none_or(|to| day <= to.last()))
        .collect();
    match (days.iter().all(|inside| *inside), days.iter().any(|inside| *inside)) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    }
}

const ALL_AXES: Axes = Axes {
    country: true,
    sex: true,
    agency: true,
};

fn known(facts: &Facts, activity: &Activity) -> Known {
    Known::of(
        &activity.facts(facts.came(activity), ALL_AXES),
        &facts.era(activity).unwrap().world,
    )
}

#[test]
fn one_dimension_of_people_is_the_sum_of_what_each_activity_answers() {
    for seed in worlds() {
        let tale = Tale::number(seed);
        let facts = &tale.facts;
        for by in ["country", "oic_group", "membership", "sex", "agency"] {
            for period in ["", "&from=2020-03-10&to=2021"] {
                let query = format!("by={by}{period}");
                let params = Params::parse(&query).unwrap();
                let question = Question::read(&params).seen_with(Clearance::Full);
                let answer = facts.answer(&question, None).unwrap();
                for row in &answer.rows {
                    let mut sum = Tally::default();
                    for activity in facts
                        .activities()
                        .map(|(_, activity)| activity)
                        .filter(|activity| fits(facts, &question, activity))
                    {
                        let Some(decided) = decided(&question, activity) else {
                            continue;
                        };
                        let known = known(facts, activity);
                        let figure = ask(facts, activity, &known, by, &row.keys[0]);
                        sum.add(&Share {
                            figure,
                            counted: known.is_counted(),
                            decided,
                            hidden: false,
                        });
                    }
                    assert_eq!(row.figure, sum.figure(), "world {seed}, {query}, {:?}", row.keys);
                }
            }
        }
    }
}

fn ask(facts: &Facts, activity: &Activity, known: &Known, by: &str, key: &Key) -> bounds::Figure {
    let era = facts.era(activity).unwrap();
    let text = key.to_string();
    let number = |codes: &crate::statistics::facts::Codes| codes.number(&text).unwrap();
    let groups: Vec<CountrySet> = match by {
        "oic_group" => [0, 1, 2, 3]
            .map(|at| era.group(crate::statistics::words::GroupCode::ALL[at]))
            .to_vec(),
        "membership" => [0, 1, 2, 3]
            .map(|at| era.membership(crate::countries::model::MembershipStatus::ALL[at]))
            .to_vec(),
        _ => Vec::new(),
    };
    let mut question = bounds::Question::default();
    match (by, key) {
        ("sex", _) => question.sex = Sex::parse(&text).map_or(Of::NotStated, Of::Is),
        ("agency", Key::NotStated) => question.agency = Of::NotStated,
        ("agency", _) => question.agency = Of::Is(number(&facts.names.agencies)),
        ("country", Key::NotStated) => question.countries = Countries::NotStated(&[]),
        ("country", _) => {
            question.countries = Countries::In(CountrySet::one(u8::try_from(number(&facts.names.countries)).unwrap()));
        }
        ("oic_group", Key::NotStated) => {
            // Members of which no group is stated are among those of whom nothing is stated.
            let ungrouped = era.ungrouped();
            if known.lies_in(&ungrouped) {
                return known.in_countries(&ungrouped);
            }
            let rows: Vec<CountrySet> = groups.iter().copied().chain([ungrouped]).collect();
            let rest = known.ask(&bounds::Question {
                countries: Countries::NotStated(&rows),
                ..question
            });
            let stated = known.in_countries(&ungrouped).reported;
            let more = stated.unwrap_or(0);
            let reported = crate::statistics::figure::plus(rest.reported, stated);
            return bounds::Figure {
                low: rest.low + more,
                high: rest.high.map(|high| high + more),
                reported,
            };
        }
        (_, Key::NotStated) => question.countries = Countries::NotStated(&groups),
        ("oic_group", _) => {
            question.countries = Countries::In(era.group(Code::from_code(&text).unwrap()));
        }
        _ => question.countries = Countries::In(era.membership(Code::from_code(&text).unwrap())),
    }
    known.ask(&question)
}

#[test]
fn what_was_reported_adds_up_over_the_rows_of_a_dimension_with_one_value() {
    for seed in worlds() {
        let tale = Tale::number(seed);
        for by in [
            "year",
            "type",
            "mode",
            "status",
            "host_country",
            "country",
            "oic_group",
            "membership",
            "sex",
            "agency",
            "agency_kind",
        ] {
            for filter in [
                "",
                "&country=AAA,BBB",
                "&sex=female",
                "&oic_group=Arab",
                "&agency=bank,office",
                "&country=AAA,null",
                "&country=null",
                "&sex=female,unknown",
                "&sex=unknown",
                "&sex=female,male",
                "&agency=bank,null",
                "&oic_group=Arab,null",
                "&agency_kind=ministry,null",
                "&membership=member,null",
            ] {
                // "Of no country, or not a man" is no box: what is stated of both overlaps in ways that nobody stated.
                let of_people = ["country", "oic_group", "membership", "sex", "agency", "agency_kind"];
                let mixed = filter.contains("null") || filter.contains("unknown");
                if mixed && of_people.contains(&by) && !filter.starts_with(&format!("&{by}=")) {
                    continue;
                }
                let measure = if seed.is_multiple_of(2) {
                    "participations"
                } else {
                    "person_days"
                };
                let query = format!("measure={measure}&by={by}{filter}");
                let params = Params::parse(&query).unwrap();
                let answer = tale
                    .facts
                    .answer(&Question::read(&params).seen_with(Clearance::Full), None)
                    .unwrap();
                let stated: Vec<u64> = answer.rows.iter().filter_map(|row| row.figure.reported).collect();
                let total = answer.total.reported;
                assert_eq!(
                    stated.iter().sum::<u64>(),
                    total.unwrap_or(0),
                    "world {seed}, {query}: {:?}",
                    answer.rows
                );
                assert!(
                    total.is_some() || stated.is_empty() || stated.iter().all(|n| *n == 0),
                    "world {seed}, {query}"
                );
            }
        }
    }
}

#[test]
fn records_are_counted_once_whatever_their_dimensions() {
    for seed in worlds() {
        let tale = Tale::number(seed);
        let facts = &tale.facts;
        let mut dice = Dice::new(seed ^ 0x77);
        for _ in 0..6 {
            let (query, question) = question(&mut dice, &[Measure::Activities, Measure::Agencies]);
            let answer = facts.answer(&question, None).unwrap();
            let in_scope = activities(facts, &question);
            let dated = |index: usize| decided(&question, facts.get(index).unwrap());
            let count = |rows: &mut dyn Iterator<Item = usize>| -> (u64, u64, u64, u64) {
                let (mut sure, mut perhaps, mut low, mut high) = (0, 0, BTreeSet::new(), BTreeSet::new());
                for index in rows {
                    let named = named(facts, &question, index);
                    let counts = question.measure == Measure::Activities || !named.is_empty();
                    match dated(index) {
                        Some(true) if counts => sure += 1,
                        Some(false) if counts => perhaps += 1,
                        _ => {}
                    }
                    match dated(index) {
                        Some(true) => low.extend(named.iter().copied()),
                        Some(false) => high.extend(named.iter().copied()),
                        None => {}
                    }
                }
                high.extend(low.iter().copied());
                let number = |set: BTreeSet<u32>| u64::try_from(set.len()).unwrap();
                let (low, high) = (number(low), number(high));
                if question.measure == Measure::Activities {
                    (sure, perhaps, sure, sure + perhaps)
                } else {
                    (sure, perhaps, low, high)
                }
            };
            let of = |figure: &Figure| (figure.activities, figure.undecided, figure.low, figure.high.unwrap());
            assert_eq!(
                of(&answer.total),
                count(&mut in_scope.iter().map(|(index, _)| *index)),
                "world {seed}, {query}"
            );
            let mut expected: BTreeMap<Vec<Option<String>>, Vec<usize>> = BTreeMap::new();
            for (index, keys) in in_scope.iter().filter(|(index, _)| dated(*index).is_some()) {
                for keys in keys.iter().filter(|_| !question.by.is_empty()) {
                    expected.entry(keys.clone()).or_default().push(*index);
                }
            }
            let rows: BTreeMap<Vec<Option<String>>, &Figure> = answer
                .rows
                .iter()
                .map(|row| (own_keys(&question, &row.keys), &row.figure))
                .collect();
            assert_eq!(
                rows.keys().collect::<Vec<_>>(),
                expected.keys().collect::<Vec<_>>(),
                "world {seed}, {query}"
            );
            for (keys, figure) in rows {
                assert_eq!(
                    of(figure),
                    count(&mut expected[&keys].iter().copied()),
                    "world {seed}, {query}, {keys:?}"
                );
            }
        }
    }
}

/// The agencies that an activity names, listed or of a person counted.
fn named(facts: &Facts, question: &Question, index: usize) -> BTreeSet<u32> {
    let activity = facts.get(index).unwrap();
    let (roles, statuses) = (
        &question.filters.participation_role,
        &question.filters.participation_status,
    );
    let counted = |row: &&crate::statistics::facts::Row| {
        let role = if roles.is_empty() {
            crate::statistics::words::CAME.contains(&row.role)
        } else {
            roles.contains(&row.role)
        };
        role && if statuses.is_empty() {
            row.status.code() == "attended"
        } else {
            statuses.contains(&row.status)
        }
    };
    let of_rows = facts
        .roster(activity)
        .iter()
        .filter(counted)
        .filter_map(crate::statistics::facts::Row::agency);
    activity
        .agencies
        .iter()
        .map(|(agency, _)| *agency)
        .chain(of_rows)
        .collect()
}
