//! Twins: two records that differ only in what is hidden of their activities give the same bytes to every question, to
//! every opened figure and in the fixed tables of an edition, and the same activities in every list.

use std::sync::Arc;

use super::simulated_record::Tale;
use super::truth::question;
use super::{SeededRng, of_activities, worlds};
use crate::activities::model::CountryRole;
use crate::disclosure::{Clearance, Threshold};
use crate::statistics::bounds::{Head, Qualifier, Sex};
use crate::statistics::dataset::{Activity, Axes, Block, Dataset, LoadedActivity, NOWHERE, Row};
use crate::statistics::editions::tables::tables;
use crate::statistics::explain::Slice;
use crate::statistics::protected::ProtectedActivity;
use crate::statistics::question::{Choice, Filters, Question};
use crate::statistics::{ListQuestion, Measure};
use crate::text::Lang;

const THRESHOLD: Threshold = Threshold::DEFAULT;

/// Everything that a reader is told of an activity; `own` is the agency whose people that reader sees as they are.
fn redacted(dataset: &Dataset, one: &LoadedActivity, own: Option<i64>) -> String {
    let LoadedActivity { activity, came, others } = one;
    let world = dataset
        .country_context(activity)
        .map_or(NOWHERE, |country_context| country_context.world);
    let roster = [came.as_slice(), others].concat();
    let own = own.map_or_else(Vec::new, |own| dataset.own_agencies(activity, own));
    let seen = ProtectedActivity::of(activity, came, &roster, &world, own, THRESHOLD);
    let axes = (0..8).map(|bits| Axes {
        country: bits & 1 != 0,
        sex: bits & 2 != 0,
        agency: bits & 4 != 0,
    });
    let rows: Vec<_> = axes
        .map(|axes| {
            came.iter()
                .map(|row| seen.visible_figures().row(row, axes))
                .collect::<Vec<_>>()
        })
        .collect();
    let parts: Vec<_> = roster.iter().map(|row| seen.part_row(row)).collect();
    let split = (activity.is_split(&roster), activity.crosses_countries());
    format!("{seen:?} {rows:?} {parts:?} {split:?}")
}

/// The same row with another sex, agency or role.
fn other_row(rng: &mut SeededRng, row: Row) -> Row {
    let mut sex = row.sex;
    let mut agency = row.agency();
    match rng.below(3) {
        0 => sex = sex.map(Sex::other),
        1 => agency = agency.map(|_| rng.below(3)),
        _ => {}
    }
    Row::new(row.person, agency, row.country, sex, row.role, row.status)
}

/// The same activity with other numbers where any may be hidden.
fn other(rng: &mut SeededRng, dataset: &Dataset, one: &LoadedActivity) -> LoadedActivity {
    let mut one = one.clone();
    one.restore_recorded_agencies();
    if let Some(statement) = one.activity.statement.as_mut() {
        if let (true, Some(cell)) = (rng.once_in(4), statement.unknown.first_mut()) {
            cell.participants = (cell.participants + rng.below(5)).saturating_sub(2);
        }
        for cell in &mut statement.cells {
            if (cell.sex.is_some() || cell.agency.is_some()) && rng.once_in(2) {
                cell.participants = (cell.participants + rng.below(5)).saturating_sub(2);
            }
        }
    }
    for row in one.came.iter_mut().chain(&mut one.others) {
        if rng.once_in(2) {
            *row = other_row(rng, *row);
        }
    }
    // Who gave and who was absent may be told apart by role and status.
    let parts: Vec<_> = one.others.iter().map(|row| (row.role, row.status)).collect();
    for row in &mut one.others {
        if let (true, Some((role, status))) = (rng.once_in(3), parts.first()) {
            (row.role, row.status) = (*role, *status);
        }
    }
    one.replace_linked_agencies(dataset.country_contexts.get(one.activity.country_context));
    one
}

fn differ(one: &LoadedActivity, other: &LoadedActivity) -> bool {
    let all = |one: &LoadedActivity| {
        let LoadedActivity { activity, came, others } = one;
        format!("{:?} {:?} {came:?} {others:?}", activity.recorded, activity.statement)
    };
    all(one) != all(other)
}

/// Loose head counts more often than a tale has them.
fn loosened(rng: &mut SeededRng, activity: &mut Activity) {
    let qualifier = rng.pick_one(Qualifier::ALL);
    if let Some(statement) = activity.statement.as_mut().filter(|_| rng.once_in(2)) {
        statement.head = statement.head.map(|head| Head { qualifier, ..head });
    }
}

fn laid_out(dataset: &Dataset, loaded: Vec<LoadedActivity>) -> Dataset {
    let think = |mut one: LoadedActivity| {
        one.replace_linked_agencies(dataset.country_contexts.get(one.activity.country_context));
        one
    };
    Dataset {
        blocks: vec![Arc::new(Block::new(loaded.into_iter().map(think)))],
        ..dataset.clone()
    }
}

/// A record and its twin, and in how many activities they differ.
fn twins(rng: &mut SeededRng, dataset: &Dataset, own: Option<i64>) -> (Dataset, Dataset, usize) {
    let mut loaded: Vec<LoadedActivity> = dataset
        .blocks
        .iter()
        .flat_map(|block| block.loaded_activities())
        .collect();
    for one in &mut loaded {
        one.restore_recorded_agencies();
        loosened(rng, &mut one.activity);
        one.replace_linked_agencies(dataset.country_contexts.get(one.activity.country_context));
    }
    let mut differing = 0;
    let mut twin = |one: &LoadedActivity| {
        let says = redacted(dataset, one, own);
        let found = (0..30)
            .map(|_| other(rng, dataset, one))
            .find(|other| differ(one, other) && redacted(dataset, other, own) == says);
        differing += usize::from(found.is_some());
        found.unwrap_or_else(|| one.clone())
    };
    let others: Vec<LoadedActivity> = loaded.iter().map(&mut twin).collect();
    (laid_out(dataset, loaded), laid_out(dataset, others), differing)
}

/// What a question is answered, and what is shown when its figure is opened.
fn bytes(dataset: &Dataset, question: &Question) -> (String, String) {
    let slice = Slice {
        limit: usize::MAX,
        after: None,
        list: String::new(),
    };
    let answer = dataset.answer(question, None).unwrap().to_json(Lang::En);
    let opened = dataset.explain(question, &slice).unwrap();
    let opened = format!(
        "{:?} {:?} {:?}",
        opened.items, opened.counted_once, opened.women_and_men
    );
    (answer, opened)
}

/// A list under the filters of a question, and what only lists ask.
fn listed(rng: &mut SeededRng, question: &Question) -> ListQuestion {
    let countries = question.filters.country.clone();
    let filters = Filters {
        country: Choice::default(),
        ..question.filters.clone()
    };
    let mut flag = || rng.pick_one(&[None, None, Some(true), Some(false)]);
    ListQuestion {
        countries,
        uncounted: flag(),
        unstated_countries: flag(),
        country_roles: rng.pick_some(CountryRole::ALL),
        by_place: rng.once_in(2),
        levels: if rng.once_in(2) {
            Vec::new()
        } else {
            rng.pick_some(&[0, 1, 2, 3, 4, 5])
        },
        undecided: rng.once_in(2),
        question: Question::total(Measure::Activities, filters).with_clearance(question.clearance),
    }
}

#[test]
fn records_that_differ_only_in_what_is_hidden_give_the_same_bytes() {
    let (mut differing, mut asked, mut rows) = (0, 0, 0);
    for seed in worlds() {
        let simulated = Tale::number(seed);
        let mut rng = SeededRng::new(seed ^ 0x7713);
        let clearance = rng.pick_one(&[Clearance::Protected(THRESHOLD), Clearance::ProtectedBut(THRESHOLD, 1)]);
        let (one, twin, activities) = twins(&mut rng, &simulated.dataset, clearance.agency());
        if activities == 0 {
            continue;
        }
        differing += activities;
        for _ in 0..25 {
            let (query, question) = question(&mut rng, &of_activities());
            let question = question.with_clearance(clearance);
            assert_eq!(
                bytes(&one, &question),
                bytes(&twin, &question),
                "world {seed}, {query}, {clearance:?}"
            );
            let list = listed(&mut rng, &question);
            assert_eq!(
                one.listed(&list).unwrap(),
                twin.listed(&list).unwrap(),
                "world {seed}, a list of {query}, {clearance:?}: {list:?}"
            );
            asked += 1;
        }
        let everybody = Clearance::Protected(THRESHOLD);
        if clearance == everybody {
            let sealed = tables(&one, everybody).unwrap();
            assert_eq!(
                sealed.to_string(),
                tables(&twin, everybody).unwrap().to_string(),
                "world {seed}"
            );
            let of = |table: &serde_json::Value| table["rows"].as_array().map_or(0, Vec::len);
            rows += sealed.as_array().unwrap().iter().map(of).sum::<usize>();
        }
    }
    println!("{differing} activities with a twin, {asked} questions, {rows} rows of fixed tables");
    assert!(differing > 60 && asked > 1_000 && rows > 50);
}
