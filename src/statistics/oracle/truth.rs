//! Every figure holds what truly happened: never below `low`, never above `high`, and exact where everything was told.

use std::collections::BTreeSet;

use super::simulated_record::{AGENCIES, COUNTRIES, PROGRAMMES, Part, Tale, asked_agencies, representative};
use super::{SeededRng, worlds};
use crate::agencies::model::AgencyKind;
use crate::disclosure::Clearance;
use crate::input::{Code, Params};
use crate::statistics::answer::{Answer, Key};
use crate::statistics::bounds::Sex;
use crate::statistics::dataset::{Activity, Dataset};
use crate::statistics::figure::{Figure, PARTS};
use crate::statistics::question::Question;
use crate::statistics::words::{Dimension, Measure};

/// A question in the words of the API.
pub(super) fn question(rng: &mut SeededRng, measures: &[Measure]) -> (String, Question) {
    let measure = rng.pick_one(measures);
    let mut by: Vec<&str> = Vec::new();
    for _ in 0..rng.below(4) {
        let name = rng.pick_one(Dimension::CODES);
        let twice = [("country", "activity_country"), ("agency", "activity_agency")];
        let same = |a: &str, b: &str| twice.contains(&(a, b)) || twice.contains(&(b, a));
        let clash = by
            .iter()
            .any(|known| *known == name || (!measure.is_of_people() && same(known, name)));
        if !clash && (measure.takes(Dimension::Sex) || name != "sex") {
            by.push(name);
        }
    }
    let mut query = format!("measure={measure}&by={}", by.join(","));
    let mut filters: Vec<(&str, String)> = vec![
        ("from", rng.pick_one(&["2020-03-10", "2021", "2020-04"]).into()),
        ("to", rng.pick_one(&["2022", "2021-03-05", "2022-01"]).into()),
        ("country", rng.pick_some(&COUNTRIES).join(",")),
        ("activity_country", rng.pick_one(&COUNTRIES).into()),
        (
            "country_role",
            rng.pick_one(&["attending", "beneficiary", "provider", "attending,provider"])
                .into(),
        ),
        (
            "oic_group",
            rng.pick_some(&["African", "Arab", "Asian", "none"]).join(","),
        ),
        (
            "membership",
            rng.pick_one(&["member", "suspended", "member,none"]).into(),
        ),
        ("agency", rng.pick_some(&AGENCIES).join(",")),
        ("agency_kind", rng.pick_one(&["central_bank", "ministry"]).into()),
        ("programme", rng.pick_some(&PROGRAMMES).join(",")),
        (
            "participation_role",
            rng.pick_one(&["trainer", "trainee", "trainee,delegate,observer,trainer"])
                .into(),
        ),
        (
            "participation_status",
            rng.pick_one(&["absent", "attended,absent", "attended"]).into(),
        ),
        ("meetings", rng.pick_one(&["exclude", "only"]).into()),
        ("status", "held,announced".into()),
        ("year", "2020,null".into()),
    ];
    if measure.takes(Dimension::Sex) {
        filters.push(("sex", rng.pick_one(&["female", "male", "female,male"]).into()));
    }
    for (name, value) in filters {
        if rng.once_in(9) && !value.is_empty() {
            query += &format!("&{name}={value}");
        }
    }
    if !query.contains("agency=") && rng.once_in(6) {
        query += &format!("&activity_agency={}", rng.pick_one(&AGENCIES));
    }
    if query.contains("agency") && rng.once_in(2) {
        query += "&predecessors=true";
    }
    let params = Params::parse(&query).unwrap();
    let question = Question::read(&params).with_clearance(Clearance::Full);
    params.finish().unwrap_or_else(|error| panic!("{query}: {error:?}"));
    (query, question)
}

/// Whether a question asks about this person's part.
fn truth_of(dataset: &Dataset, question: &Question, activity: &Activity, part: &Part) -> bool {
    let (filters, country_context) = (&question.filters, dataset.country_context(activity).unwrap());
    let agency = part.agency.map(|agency| representative(dataset, activity, agency));
    let one_of = |given: &[String], code: Option<&str>| {
        given.is_empty() || code.is_some_and(|code| given.iter().any(|g| g == code))
    };
    let country = COUNTRIES[usize::from(part.country)];
    let among = asked_agencies(dataset, activity, &filters.agency.values, filters.predecessors);
    let of_agency = agency.is_some_and(|agency| among.contains(AGENCIES[usize::try_from(agency).unwrap()]));
    let roles = &filters.participation_role;
    let statuses = &filters.participation_status;
    let role = if roles.is_empty() {
        crate::statistics::words::CAME.contains(&part.role)
    } else {
        roles.contains(&part.role)
    };
    let status = if statuses.is_empty() {
        part.status.code() == "attended"
    } else {
        statuses.contains(&part.status)
    };
    let kind = agency.map(|agency| {
        if agency == 0 {
            AgencyKind::CentralBank
        } else {
            AgencyKind::Ministry
        }
    });
    let of_people = question.measure.is_of_people();
    role && status
        && (!of_people || one_of(&filters.country.values, Some(country)))
        && (!of_people
            || filters.oic_group.is_open()
            || country_context
                .group_of(part.country)
                .is_some_and(|g| filters.oic_group.values.contains(&g)))
        && (!of_people
            || filters.membership.is_open()
            || filters
                .membership
                .values
                .contains(&country_context.membership_of(part.country)))
        && (!of_people || filters.agency.is_open() || of_agency)
        && (!of_people
            || filters.agency_kind.is_open()
            || kind.is_some_and(|kind| filters.agency_kind.values.contains(&kind)))
        && (filters.sex.is_empty() || filters.sex.iter().any(|sex| sex.code() == part.sex.as_str()))
}

/// The value that a row states for a dimension of people, where this part truly lies in the row.
fn lies_in(by: &[Dimension], keys: &[Key], dataset: &Dataset, activity: &Activity, part: &Part) -> bool {
    let country_context = dataset.country_context(activity).unwrap();
    let agency = part.agency.map(|agency| representative(dataset, activity, agency));
    by.iter().zip(keys).all(|(dimension, key)| {
        let truth: Option<String> = match dimension {
            Dimension::Country => Some(COUNTRIES[usize::from(part.country)].into()),
            Dimension::OicGroup => country_context.group_of(part.country).map(|group| group.to_string()),
            Dimension::Membership => Some(country_context.membership_of(part.country).to_string()),
            Dimension::Sex => Some(part.sex.as_str().into()),
            Dimension::Agency => agency.map(|agency| AGENCIES[usize::try_from(agency).unwrap()].into()),
            Dimension::AgencyKind => agency.map(|a| if a == 0 { "central_bank" } else { "ministry" }.into()),
            _ => return true,
        };
        truth.is_some_and(|truth| *key != Key::NotStated && key.to_string() == truth)
    })
}

/// Whether a row speaks of people of whom something is not stated: of them the truth has nothing to say.
fn is_rest(by: &[Dimension], keys: &[Key]) -> bool {
    let of_people = [
        Dimension::Country,
        Dimension::OicGroup,
        Dimension::Membership,
        Dimension::Sex,
        Dimension::Agency,
        Dimension::AgencyKind,
    ];
    let rest = |key: &Key| *key == Key::NotStated || key.to_string() == "unknown";
    by.iter()
        .zip(keys)
        .any(|(dimension, key)| of_people.contains(dimension) && rest(key))
}

/// Whether an activity truly lies in the period asked for; everything else about it is as recorded.
fn truly_in(question: &Question, simulated: &Tale, index: usize) -> bool {
    let day = simulated.happened[index].0;
    question.filters.from.is_none_or(|from| from.first() <= day)
        && question.filters.to.is_none_or(|to| day <= to.last())
}

/// What a measure truly is.
#[derive(Debug, Clone, Copy)]
enum Truth {
    Number(u64),
    /// Women and men.
    Share(u64, u64),
}

fn check(query: &str, figure: &Figure, truth: Truth, exact: bool, seed: u64, what: &str) {
    let say = || format!("world {seed}, {query}, {what}: the truth is {truth:?}, the figure {figure:?}");
    let (low, high) = match truth {
        Truth::Number(number) => (number, number),
        // Of nobody there is no share, and of few none is told.
        Truth::Share(0, 0) => return,
        Truth::Share(..) if figure.withheld => return,
        Truth::Share(women, men) => {
            let (parts, whole) = (women * PARTS, women + men);
            (parts / whole, parts.div_ceil(whole))
        }
    };
    assert!(
        figure.low <= low && figure.high.is_none_or(|most| high <= most),
        "{}",
        say()
    );
    assert!(
        !exact || (figure.low, figure.high) == (low, Some(high)),
        "all was told, and yet {}",
        say()
    );
}

/// What a measure truly is, for these activities and the parts in them that are asked about.
fn measured(measure: Measure, simulated: &Tale, here: &[(usize, Vec<Part>)]) -> Truth {
    let number = |n: usize| u64::try_from(n).unwrap();
    let parts = || here.iter().flat_map(|(_, parts)| parts);
    Truth::Number(match measure {
        Measure::Activities => number(here.len()),
        Measure::Participations => number(parts().count()),
        Measure::People => number(parts().map(|part| part.person).collect::<BTreeSet<_>>().len()),
        Measure::Countries => number(parts().map(|part| part.country).collect::<BTreeSet<_>>().len()),
        Measure::Agencies => unreachable!("agencies named are no truth about people"),
        Measure::Programmes | Measure::MemberCountries => unreachable!("they count no activities"),
        Measure::Days => here.iter().map(|(index, _)| simulated.lasted[*index]).sum(),
        Measure::PersonDays => here
            .iter()
            .map(|(index, parts)| simulated.lasted[*index] * number(parts.len()))
            .sum(),
        Measure::ShareOfWomen => {
            let women = number(parts().filter(|part| part.sex == Sex::Female).count());
            return Truth::Share(women, number(parts().count()) - women);
        }
    })
}

/// The activities that a question is truly about, whenever they happened, by the keys that they themselves decide.
fn scope(simulated: &Tale, question: &Question) -> Vec<(usize, BTreeSet<Vec<Option<String>>>)> {
    let sent = |index: usize| {
        let came = simulated.happened[index].1.iter().filter(|part| part.came());
        came.map(|part| part.country).collect()
    };
    let asked = super::brute_force::activities(&simulated.dataset, question, Some(&sent));
    asked
        .into_iter()
        .map(|asked| (asked.index, asked.rows.into_keys().collect()))
        .collect()
}

fn holds(simulated: &Tale, seed: u64, query: &str, question: &Question, answer: &Answer) {
    let scope = scope(simulated, question);
    let parts_of = |index: usize| -> Vec<Part> {
        let activity = simulated.dataset.get(index).unwrap();
        let parts = simulated.happened[index].1.iter().copied();
        parts
            .filter(|part| truth_of(&simulated.dataset, question, activity, part))
            .collect()
    };
    let truly = |index: &usize| truly_in(question, simulated, *index);
    // The head count speaks of those who came: of others nobody says that these were all.
    let filters = &question.filters;
    let by_agency = [Dimension::Agency, Dimension::AgencyKind]
        .iter()
        .any(|dimension| question.by.contains(dimension));
    // Somebody of whom no agency is stated may be of any.
    let open = by_agency || !filters.agency.is_open() || !filters.agency_kind.is_open();
    let exact =
        simulated.told_all && !open && filters.participation_status.is_empty() && filters.participation_role.is_empty();
    let all: Vec<(usize, Vec<Part>)> = scope
        .iter()
        .map(|(index, _)| *index)
        .filter(truly)
        .map(|index| (index, parts_of(index)))
        .collect();
    let truth = measured(question.measure, simulated, &all);
    check(query, &answer.total, truth, exact, seed, "total");
    let mut seen: BTreeSet<Vec<String>> = BTreeSet::new();
    for row in &answer.rows {
        let spelt: Vec<String> = row.keys.iter().map(ToString::to_string).collect();
        assert!(
            seen.insert(spelt.clone()),
            "world {seed}, {query}: {spelt:?} is two rows"
        );
        if is_rest(&question.by, &row.keys) && question.measure.is_of_people() {
            continue;
        }
        let of_people = question.measure.is_of_people();
        let keys: Vec<Option<String>> = super::brute_force::own_keys(question, &row.keys);
        let here = scope
            .iter()
            .filter(|(_, own)| own.contains(&keys))
            .map(|(index, _)| *index)
            .filter(truly);
        let parts_here = |index: usize| {
            let activity = simulated.dataset.get(index).unwrap();
            let mut parts = parts_of(index);
            parts.retain(|part| !of_people || lies_in(&question.by, &row.keys, &simulated.dataset, activity, part));
            (index, parts)
        };
        let truth = measured(question.measure, simulated, &here.map(parts_here).collect::<Vec<_>>());
        check(query, &row.figure, truth, exact, seed, &format!("{spelt:?}"));
    }
}

const MEASURES: [Measure; 7] = [
    Measure::Activities,
    Measure::Participations,
    Measure::People,
    Measure::Countries,
    Measure::Days,
    Measure::PersonDays,
    Measure::ShareOfWomen,
];

#[test]
fn every_figure_holds_the_truth() {
    for seed in worlds() {
        let simulated = Tale::number(seed);
        let mut rng = SeededRng::new(seed ^ 0xABCD);
        for _ in 0..8 {
            let (query, question) = question(&mut rng, &MEASURES);
            let answer = simulated.dataset.answer(&question, None).unwrap();
            holds(&simulated, seed, &query, &question, &answer);
        }
    }
}

#[test]
fn nobody_who_truly_came_is_in_no_row() {
    // Where every country is told, the rows are all there is, and their values add up to the total.
    for seed in worlds().filter(|seed| seed.is_multiple_of(4)) {
        let simulated = Tale::number(seed);
        for by in ["country", "sex", "oic_group", "membership", "year", "type", "mode"] {
            let params = Params::parse(&format!("by={by}")).unwrap();
            let answer = simulated
                .dataset
                .answer(&Question::read(&params).with_clearance(Clearance::Full), None)
                .unwrap();
            let values = answer.rows.iter().map(|row| {
                row.figure
                    .value
                    .unwrap_or_else(|| panic!("world {seed}, {by}: {row:?}"))
            });
            assert_eq!(Some(values.sum()), answer.total.value, "world {seed}, {by}");
        }
    }
}
