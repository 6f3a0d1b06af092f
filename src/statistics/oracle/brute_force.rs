//! The same answers by the shortest way that is plainly right: every row asks every activity, with all that is known.

use std::collections::{BTreeMap, BTreeSet};

use super::simulated_record::{AGENCIES, Tale, asked_agencies, representative};
use super::truth::question;
use super::{SeededRng, worlds};
use crate::activities::model::{ActivityType, CountryRole, Status};
use crate::disclosure::Clearance;
use crate::input::{Code, Params};
use crate::statistics::answer::Key;
use crate::statistics::bounds::{self, Bounds, Countries, CountriesOf, CountrySet, Of, Sex};
use crate::statistics::dataset::{Activity, Axes, Dataset};
use crate::statistics::figure::Figure;
use crate::statistics::question::{Choice, Question};
use crate::statistics::tally::{ActivityFigure, Tally};
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

/// How an activity belongs to a row or to what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Belongs {
    /// It says so.
    Named,
    /// It must, though it does not say so.
    Must,
    /// It may.
    May,
}

/// An activity that a question may be about, whatever the period.
pub(super) struct Asked {
    pub index: usize,
    /// Whether it surely is one, but for its date.
    pub sure: bool,
    /// The rows of its own keys that it belongs to.
    pub rows: BTreeMap<Vec<Option<String>>, Belongs>,
}

/// The activities that a question may be about; where the countries that truly sent people are given, those that it is
/// about and their rows.
pub(super) fn activities(
    dataset: &Dataset,
    question: &Question,
    truly: Option<&dyn Fn(usize) -> CountrySet>,
) -> Vec<Asked> {
    let asked = |(index, activity): (usize, &Activity)| {
        let lands = CountryKnowledge::of(dataset, question, activity, truly.map(|sent| sent(index)));
        let sure = fits(dataset, question, activity, &lands)?;
        let rows = keys(dataset, question, activity, &lands);
        Some(Asked { index, sure, rows })
    };
    dataset.activities().filter_map(asked).collect()
}

/// What there is to know of an activity's countries in the roles asked for.
struct CountryKnowledge {
    named: CountrySet,
    /// Said by nobody, and yet possible.
    possible: CountrySet,
    /// So many more came than are named, and they are among these.
    unnamed: (usize, CountrySet),
    /// Those that the record names, whoever truly came.
    recorded: CountrySet,
}

impl CountryKnowledge {
    fn of(dataset: &Dataset, question: &Question, activity: &Activity, truly: Option<CountrySet>) -> Self {
        let roles = &question.filters.country_role;
        let sending = [CountryRole::Beneficiary, CountryRole::Attending];
        let asked = |role: &CountryRole| if roles.is_empty() { &sending[..] } else { roles }.contains(role);
        let listed_in = |asked: &dyn Fn(&CountryRole) -> bool| -> CountrySet {
            let listed = activity.countries.iter().filter(|(_, role)| asked(role));
            listed.map(|(country, _)| *country).collect()
        };
        let attending = asked(&CountryRole::Attending);
        // A number of people of whom the sex is not stated names its country too.
        let cells = || {
            let recorded = activity.recorded.as_deref();
            let statement = recorded.map_or(&activity.statement, |recorded| &recorded.statement);
            statement.iter().flat_map(|statement| statement.every_cell())
        };
        let of_cells = cells()
            .filter(|cell| cell.participants > 0)
            .filter_map(|cell| cell.country);
        let of_rows = dataset
            .rows_of_those_who_came(activity)
            .iter()
            .filter_map(|row| row.country);
        let numbered: CountrySet = of_cells.chain(of_rows).collect();
        let mut named = listed_in(&asked);
        if attending {
            named = named.union(numbered);
        }
        let recorded = named;
        let nothing = (0, CountrySet::EMPTY);
        let listed = listed_in(&|role| sending.contains(role));
        let all_named = listed.union(numbered);
        let is_open = is_open_to_any(activity, all_named, listed);
        if let Some(sent) = truly {
            // Of a list that is the whole the roles are as listed.
            let attended = if is_open { sent } else { sent.difference(listed) };
            return Self {
                named: if attending { named.union(attended) } else { named },
                possible: CountrySet::EMPTY,
                unnamed: nothing,
                recorded,
            };
        }
        let known = bounds_of(dataset, activity);
        // Where any country may have sent people, one that is listed in another role may have attended as well.
        let beside = if attending && is_open { named } else { all_named };
        let may = |country: &u8| {
            !beside.contains(*country) && known.in_countries(&CountrySet::of_one(*country)).high != Some(0)
        };
        let asks = sending.iter().any(asked);
        let possible = (0..CountrySet::NOWHERE)
            .filter(|country| asks && may(country))
            .collect();
        Self {
            named,
            possible,
            unnamed: if attending {
                unnamed(dataset, activity, all_named, listed)
            } else {
                nothing
            },
            recorded,
        }
    }

    /// How it belongs to a group of countries.
    fn belongs(&self, group: CountrySet) -> Option<Belongs> {
        let (unnamed, pool) = self.unnamed;
        if self.named.iter().any(|country| group.contains(country)) {
            Some(Belongs::Named)
        } else if unnamed > pool.iter().filter(|country| !group.contains(*country)).count() {
            Some(Belongs::Must)
        } else {
            let may = self.possible.iter().any(|country| group.contains(country));
            may.then_some(Belongs::May)
        }
    }
}

/// Whether the list of countries is incomplete, or there is neither list nor number of countries.
fn is_open_to_any(activity: &Activity, named: CountrySet, listed: CountrySet) -> bool {
    let statement = activity.statement.as_deref();
    let cells = statement.iter().flat_map(|statement| statement.cells.iter());
    let none = cells.filter(|cell| cell.participants == 0 && cell.sex.is_none() && cell.agency.is_none());
    let none: CountrySet = none.filter_map(|cell| cell.country).collect();
    let names = !named.difference(none).is_empty();
    let is_complete = statement.is_none_or(|statement| statement.countries_complete);
    let is_counted = statement.is_some_and(|statement| statement.countries.is_some());
    let is_list = is_complete && names && !listed.is_empty();
    (names && !is_complete) || !(is_counted || is_list)
}

/// With a head count, how many more countries came than are named, and among which they are.
fn unnamed(dataset: &Dataset, activity: &Activity, named: CountrySet, listed: CountrySet) -> (usize, CountrySet) {
    let Some(statement) = activity.statement.as_deref().filter(|s| s.head.is_some()) else {
        return (0, CountrySet::EMPTY);
    };
    let world = dataset.country_context(activity).unwrap().world;
    let none = statement
        .cells
        .iter()
        .filter(|cell| cell.participants == 0 && cell.sex.is_none() && cell.agency.is_none());
    let none: CountrySet = none.filter_map(|cell| cell.country).collect();
    let named = named.difference(none);
    let whole = (statement.countries_complete && !listed.is_empty()).then(|| named.len());
    let count = statement.countries.map(u64::from).or(whole).unwrap_or(0);
    let all = if statement.countries_of == CountriesOf::Members {
        world.members
    } else {
        world.all
    };
    let more = usize::try_from(count.saturating_sub(named.len())).unwrap();
    (more, all.difference(named).difference(none))
}

fn spelt(codes: &crate::statistics::dataset::Codes, numbers: &[u32]) -> Vec<String> {
    let all: Vec<String> = numbers
        .iter()
        .map(|number| codes.code(*number).unwrap().to_string())
        .collect();
    if all.is_empty() { vec![String::new()] } else { all }
}

/// What a country is in an activity's context: code, group, membership. A country that the record does not know has no code.
fn described(dataset: &Dataset, activity: &Activity, country: u8) -> [String; 3] {
    let country_context = dataset.country_context(activity).unwrap();
    let code = dataset.names.countries.code(u32::from(country));
    let group = country_context
        .group_of(country)
        .map_or(String::new(), |group| group.to_string());
    [
        code.map_or(String::new(), ToString::to_string),
        group,
        country_context.membership_of(country).to_string(),
    ]
}

/// The countries that pass.
fn those(dataset: &Dataset, activity: &Activity, passes: impl Fn(&[String; 3]) -> bool) -> CountrySet {
    (0..=255_u8)
        .filter(|country| passes(&described(dataset, activity, *country)))
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

/// The agencies listed, as they stand on the activity's first day: code and kind.
fn agencies(dataset: &Dataset, activity: &Activity) -> Vec<[String; 2]> {
    let recorded = activity.recorded.as_deref();
    let listed = recorded
        .map_or(&activity.agencies, |recorded| &recorded.agencies)
        .iter();
    described_agencies(
        dataset,
        listed
            .map(|(agency, _)| representative(dataset, activity, *agency))
            .collect(),
    )
}

fn described_agencies(dataset: &Dataset, agencies: BTreeSet<u32>) -> Vec<[String; 2]> {
    let kind = |agency: u32| dataset.names.kind_of[usize::try_from(agency).unwrap()].to_string();
    agencies
        .into_iter()
        .map(|agency| [dataset.names.agencies.code(agency).unwrap().to_string(), kind(agency)])
        .collect()
}

/// Whether an agency listed passes; `main` are the filters of the agency that the measure means.
fn passes_agency(
    dataset: &Dataset,
    question: &Question,
    activity: &Activity,
    agency: &[String; 2],
    main: bool,
) -> bool {
    let filters = &question.filters;
    let given = if main {
        &filters.agency
    } else {
        &filters.activity_agency
    };
    let among = asked_agencies(dataset, activity, &given.values, filters.predecessors);
    let is_asked = given.is_open() || among.contains(&agency[0]);
    let mut kinds = filters.agency_kind.values.iter();
    let of_kind = !main || filters.agency_kind.is_open() || kinds.any(|kind| kind.as_str() == agency[1]);
    is_asked && of_kind
}

/// Whether it is asked about, and whether surely.
fn fits(dataset: &Dataset, question: &Question, activity: &Activity, lands: &CountryKnowledge) -> Option<bool> {
    let filters = &question.filters;
    let meeting = ActivityType::MEETINGS.contains(&activity.kind);
    let year = activity.span.map(|(first, _)| crate::time::year(first));
    let programmes = spelt(&dataset.names.programmes, &activity.programmes);
    let of_people = question.measure.is_of_people();
    let main_open =
        of_people || (filters.country.is_open() && filters.oic_group.is_open() && filters.membership.is_open());
    let agency_open = of_people || (filters.agency.is_open() && filters.agency_kind.is_open());
    let lists_agency = |main: bool| {
        let mut listed = agencies(dataset, activity).into_iter();
        listed.any(|agency| passes_agency(dataset, question, activity, &agency, main))
    };
    let fits = filters.status.contains(&activity.status)
        && activity.status != Status::Draft
        && filters
            .meetings
            .is_none_or(|meetings| (meetings == Meetings::Only) == meeting)
        && (filters.year.is_open() || year.map_or(filters.year.not_stated, |year| filters.year.values.contains(&year)))
        && (filters.programme.is_open()
            || programmes
                .iter()
                .any(|programme| filters.programme.values.contains(programme)))
        && (agency_open || lists_agency(true))
        && (filters.activity_agency.is_open() || lists_agency(false));
    let mut sure = fits.then_some(true)?;
    for (open, main) in [(filters.activity_country.is_open(), false), (main_open, true)] {
        if !open {
            let group = those(dataset, activity, |country| passes(question, country, main));
            sure &= lands.belongs(group)? != Belongs::May;
        }
    }
    Some(sure)
}

fn keys(
    dataset: &Dataset,
    question: &Question,
    activity: &Activity,
    lands: &CountryKnowledge,
) -> BTreeMap<Vec<Option<String>>, Belongs> {
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
    let has = |any: &[Dimension]| {
        question
            .by
            .iter()
            .any(|dimension| any.contains(dimension) && !splits(question, *dimension))
    };
    let shown = [
        has(&[Dimension::Country, Dimension::ActivityCountry]),
        has(&[Dimension::OicGroup]),
        has(&[Dimension::Membership]),
    ];
    // The row of what is not stated is of those that name no country, or one of no group.
    let unstated: [String; 3] = Default::default();
    let row = |country: [String; 3]| {
        let mut row = country;
        let hidden = row.iter_mut().zip(shown).filter(|(_, shown)| !shown);
        hidden.for_each(|(part, _)| part.clear());
        row
    };
    let mut countries: Vec<([String; 3], Belongs)> = Vec::new();
    if shown == [false; 3] || lands.recorded.is_empty() {
        countries.push((unstated.clone(), Belongs::Named));
    }
    if shown != [false; 3] {
        let all = (0..=255_u8).map(|country| described(dataset, activity, country));
        let rows: BTreeSet<[String; 3]> = all.filter(|c| !shown[0] || !c[0].is_empty()).map(row).collect();
        for one in rows {
            let group = those(dataset, activity, |country| {
                kept(country) && row(country.clone()) == one
            });
            match lands.belongs(group) {
                Some(belongs) if one != unstated || !lands.recorded.intersect(group).is_empty() => {
                    countries.push((one, belongs));
                }
                _ => {}
            }
        }
    }
    let all = agencies(dataset, activity);
    let none = all.is_empty();
    let passes = |agency: &[String; 2]| {
        let passes = |main| passes_agency(dataset, question, activity, agency, main);
        passes(false) && (of_people || passes(true))
    };
    let mut all: Vec<[String; 2]> = all.into_iter().filter(passes).collect();
    // Every agency that stands for itself is given what those it succeeds took part in.
    for number in (0..3).filter(|number| filters.predecessors && representative(dataset, activity, *number) == *number)
    {
        let own = AGENCIES[usize::try_from(number).unwrap()].to_owned();
        let older = asked_agencies(dataset, activity, &[own], true);
        let successor = described_agencies(dataset, BTreeSet::from([number])).remove(0);
        if passes(&successor) && !all.contains(&successor) && all.iter().any(|[code, _]| older.contains(code)) {
            all.push(successor);
        }
    }
    if none || !has(&[Dimension::Agency, Dimension::ActivityAgency, Dimension::AgencyKind]) {
        all = vec![Default::default()];
    }
    let year = activity
        .span
        .map_or(String::new(), |(first, _)| crate::time::year(first).to_string());
    let host: Vec<u32> = activity.host.map(u32::from).into_iter().collect();
    let programmes: Vec<String> = spelt(&dataset.names.programmes, &activity.programmes)
        .into_iter()
        .filter(|programme| filters.programme.is_open() || filters.programme.values.contains(programme))
        .collect();
    let mut found = BTreeMap::new();
    for (country, belongs) in &countries {
        for agency in &all {
            for programme in &programmes {
                for field in &spelt(&dataset.names.fields, &activity.fields) {
                    for language in &spelt(&dataset.languages, &activity.languages) {
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
                                D::HostCountry => return spelt(&dataset.names.countries, &host).into_iter().next(),
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
                        found.insert(question.by.iter().map(key).collect(), *belongs);
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

fn bounds_of(dataset: &Dataset, activity: &Activity) -> Bounds {
    Bounds::from_evidence(
        &activity.evidence(dataset.rows_of_those_who_came(activity), ALL_AXES),
        &dataset.country_context(activity).unwrap().world,
    )
}

#[test]
fn one_dimension_of_people_is_the_sum_of_what_each_activity_answers() {
    for seed in worlds() {
        let simulated = Tale::number(seed);
        let dataset = &simulated.dataset;
        for by in ["country", "oic_group", "membership", "sex", "agency"] {
            for period in ["", "&from=2020-03-10&to=2021"] {
                let query = format!("by={by}{period}");
                let params = Params::parse(&query).unwrap();
                let question = Question::read(&params).with_clearance(Clearance::Full);
                let answer = dataset.answer(&question, None).unwrap();
                for row in &answer.rows {
                    let mut sum = Tally::default();
                    for asked in activities(dataset, &question, None) {
                        let activity = dataset.get(asked.index).unwrap();
                        let Some(decided) = decided(&question, activity) else {
                            continue;
                        };
                        if by == "agency" && row.keys[0] != Key::NotStated {
                            // Of an agency for which another stands there is nobody.
                            let own = dataset.names.agencies.number(&row.keys[0].to_string()).unwrap();
                            if representative(dataset, activity, own) != own {
                                continue;
                            }
                        }
                        let known = bounds_of(dataset, activity);
                        let figure = ask(dataset, activity, &known, by, &row.keys[0]);
                        sum.add(&ActivityFigure {
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

fn ask(dataset: &Dataset, activity: &Activity, known: &Bounds, by: &str, key: &Key) -> bounds::Figure {
    let country_context = dataset.country_context(activity).unwrap();
    let text = key.to_string();
    let number = |codes: &crate::statistics::dataset::Codes| codes.number(&text).unwrap();
    let groups: Vec<CountrySet> = match by {
        "oic_group" => [0, 1, 2, 3]
            .map(|at| country_context.group(crate::statistics::words::GroupCode::ALL[at]))
            .to_vec(),
        "membership" => [0, 1, 2, 3]
            .map(|at| country_context.membership(crate::countries::model::MembershipStatus::ALL[at]))
            .to_vec(),
        _ => Vec::new(),
    };
    let mut question = bounds::Question::default();
    match (by, key) {
        ("sex", _) => question.sex = Sex::parse(&text).map_or(Of::NotStated, Of::Is),
        ("agency", Key::NotStated) => question.agency = Of::NotStated,
        ("agency", _) => question.agency = Of::Is(number(&dataset.names.agencies)),
        ("country", Key::NotStated) => question.countries = Countries::NotStated(&[]),
        ("country", _) => {
            question.countries = Countries::In(CountrySet::of_one(
                u8::try_from(number(&dataset.names.countries)).unwrap(),
            ));
        }
        ("oic_group", Key::NotStated) => {
            // Members of which no group is stated are among those of whom nothing is stated.
            let ungrouped = country_context.ungrouped();
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
            question.countries = Countries::In(country_context.group(Code::from_code(&text).unwrap()));
        }
        _ => question.countries = Countries::In(country_context.membership(Code::from_code(&text).unwrap())),
    }
    known.ask(&question)
}

#[test]
fn what_was_reported_adds_up_over_the_rows_of_a_dimension_with_one_value() {
    for seed in worlds() {
        let simulated = Tale::number(seed);
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
                let answer = simulated
                    .dataset
                    .answer(&Question::read(&params).with_clearance(Clearance::Full), None)
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
        let simulated = Tale::number(seed);
        let dataset = &simulated.dataset;
        let mut rng = SeededRng::new(seed ^ 0x77);
        for _ in 0..6 {
            let (query, question) = question(&mut rng, &[Measure::Activities, Measure::Agencies]);
            let answer = dataset.answer(&question, None).unwrap();
            let in_scope = activities(dataset, &question, None);
            let dated = |index: usize| decided(&question, dataset.get(index).unwrap());
            let count = |rows: &mut dyn Iterator<Item = (usize, bool)>| -> (u64, u64, u64, u64) {
                let (mut sure, mut perhaps, mut low, mut high) = (0, 0, BTreeSet::new(), BTreeSet::new());
                for (index, belongs) in rows {
                    let named = named(dataset, &question, index);
                    let counts = question.measure == Measure::Activities || !named.is_empty();
                    let is_sure = dated(index).map(|dated| dated && belongs);
                    match is_sure {
                        Some(true) if counts => sure += 1,
                        Some(false) if counts => perhaps += 1,
                        _ => {}
                    }
                    match is_sure {
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
                count(&mut in_scope.iter().map(|asked| (asked.index, asked.sure))),
                "world {seed}, {query}"
            );
            // A row is made by those that say that they belong to it; others that may are in it all the same.
            let mut expected: BTreeMap<Vec<Option<String>>, Vec<(usize, bool)>> = BTreeMap::new();
            let here = || {
                in_scope
                    .iter()
                    .filter(|asked| dated(asked.index).is_some() && !question.by.is_empty())
            };
            for makes in [true, false] {
                for asked in here() {
                    for (keys, belongs) in &asked.rows {
                        let row = (asked.index, asked.sure && *belongs != Belongs::May);
                        if makes && *belongs == Belongs::Named {
                            expected.entry(keys.clone()).or_default().push(row);
                        } else if !makes && *belongs != Belongs::Named {
                            expected.entry(keys.clone()).and_modify(|rows| rows.push(row));
                        }
                    }
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
fn named(dataset: &Dataset, question: &Question, index: usize) -> BTreeSet<u32> {
    let activity = dataset.get(index).unwrap();
    let (roles, statuses) = (
        &question.filters.participation_role,
        &question.filters.participation_status,
    );
    let counted = |row: &&crate::statistics::dataset::Row| {
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
    let recorded = activity.recorded.as_deref();
    let rows = recorded.map_or(dataset.roster(activity).to_vec(), |recorded| {
        [&*recorded.came, &*recorded.others].concat()
    });
    let of_rows = rows.iter().filter(counted);
    let of_rows = of_rows.filter_map(crate::statistics::dataset::Row::agency);
    let listed = recorded
        .map_or(&activity.agencies, |recorded| &recorded.agencies)
        .iter();
    let named = listed.map(|(agency, _)| *agency).chain(of_rows);
    named.map(|agency| representative(dataset, activity, agency)).collect()
}
