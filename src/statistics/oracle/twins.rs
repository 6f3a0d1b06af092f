//! Twins: two records that differ only in what is hidden of their activities give the same bytes to every question, to
//! every opened figure and in the fixed tables of an edition, and the same activities in every list.

use std::sync::Arc;

use super::tale::Tale;
use super::truth::question;
use super::{Dice, of_activities, worlds};
use crate::activities::model::CountryRole;
use crate::disclosure::{Clearance, Threshold};
use crate::statistics::bounds::{Head, Qualifier, Sex};
use crate::statistics::editions::tables::tables;
use crate::statistics::explain::Slice;
use crate::statistics::facts::{Activity, Axes, Block, Facts, NOWHERE, Row, Seated};
use crate::statistics::question::{Choice, Filters, Question};
use crate::statistics::seen::Seen;
use crate::statistics::{Listed, Measure};
use crate::text::Lang;

const THRESHOLD: Threshold = Threshold::DEFAULT;

/// Everything that a reader is told of an activity; `own` is the agency whose people that reader sees as they are.
fn told(facts: &Facts, one: &Seated, own: Option<i64>) -> String {
    let Seated { activity, came, others } = one;
    let world = facts.era(activity).map_or(NOWHERE, |era| era.world);
    let roster = [came.as_slice(), others].concat();
    let own = own.map_or_else(Vec::new, |own| facts.own_agencies(activity, own));
    let seen = Seen::of(activity, came, &roster, &world, own, THRESHOLD);
    let axes = (0..8).map(|bits| Axes {
        country: bits & 1 != 0,
        sex: bits & 2 != 0,
        agency: bits & 4 != 0,
    });
    let rows: Vec<_> = axes
        .map(|axes| came.iter().map(|row| seen.extent().row(row, axes)).collect::<Vec<_>>())
        .collect();
    let parts: Vec<_> = roster.iter().map(|row| seen.part_row(row)).collect();
    let split = (activity.is_split(&roster), activity.crosses_countries());
    format!("{seen:?} {rows:?} {parts:?} {split:?}")
}

/// The same row with another sex, agency or role.
fn other_row(dice: &mut Dice, row: Row) -> Row {
    let mut sex = row.sex;
    let mut agency = row.agency();
    match dice.below(3) {
        0 => sex = sex.map(Sex::other),
        1 => agency = agency.map(|_| dice.below(3)),
        _ => {}
    }
    Row::new(row.person, agency, row.country, sex, row.role, row.status)
}

/// The same activity with other numbers where any may be hidden.
fn other(dice: &mut Dice, facts: &Facts, one: &Seated) -> Seated {
    let mut one = one.clone();
    one.as_recorded();
    if let Some(statement) = one.activity.statement.as_mut() {
        if let (true, Some(cell)) = (dice.once_in(4), statement.unknown.first_mut()) {
            cell.participants = (cell.participants + dice.below(5)).saturating_sub(2);
        }
        for cell in &mut statement.cells {
            if (cell.sex.is_some() || cell.agency.is_some()) && dice.once_in(2) {
                cell.participants = (cell.participants + dice.below(5)).saturating_sub(2);
            }
        }
    }
    for row in one.came.iter_mut().chain(&mut one.others) {
        if dice.once_in(2) {
            *row = other_row(dice, *row);
        }
    }
    // Who gave and who was absent may be told apart by role and status.
    let parts: Vec<_> = one.others.iter().map(|row| (row.role, row.status)).collect();
    for row in &mut one.others {
        if let (true, Some((role, status))) = (dice.once_in(3), parts.first()) {
            (row.role, row.status) = (*role, *status);
        }
    }
    one.stand_in(facts.eras.get(one.activity.era));
    one
}

fn differ(one: &Seated, other: &Seated) -> bool {
    let all = |one: &Seated| {
        let Seated { activity, came, others } = one;
        format!("{:?} {:?} {came:?} {others:?}", activity.recorded, activity.statement)
    };
    all(one) != all(other)
}

/// Loose head counts more often than a tale has them.
fn loosened(dice: &mut Dice, activity: &mut Activity) {
    let qualifier = dice.pick(Qualifier::ALL);
    if let Some(statement) = activity.statement.as_mut().filter(|_| dice.once_in(2)) {
        statement.head = statement.head.map(|head| Head { qualifier, ..head });
    }
}

fn laid_out(facts: &Facts, seated: Vec<Seated>) -> Facts {
    let think = |mut one: Seated| {
        one.stand_in(facts.eras.get(one.activity.era));
        one
    };
    Facts {
        blocks: vec![Arc::new(Block::of(seated.into_iter().map(think)))],
        ..facts.clone()
    }
}

/// A record and its twin, and in how many activities they differ.
fn twins(dice: &mut Dice, facts: &Facts, own: Option<i64>) -> (Facts, Facts, usize) {
    let mut seated: Vec<Seated> = facts.blocks.iter().flat_map(|block| block.seated()).collect();
    for one in &mut seated {
        one.as_recorded();
        loosened(dice, &mut one.activity);
        one.stand_in(facts.eras.get(one.activity.era));
    }
    let mut differing = 0;
    let mut twin = |one: &Seated| {
        let says = told(facts, one, own);
        let found = (0..30)
            .map(|_| other(dice, facts, one))
            .find(|other| differ(one, other) && told(facts, other, own) == says);
        differing += usize::from(found.is_some());
        found.unwrap_or_else(|| one.clone())
    };
    let others: Vec<Seated> = seated.iter().map(&mut twin).collect();
    (laid_out(facts, seated), laid_out(facts, others), differing)
}

/// What a question is answered, and what is shown when its figure is opened.
fn bytes(facts: &Facts, question: &Question) -> (String, String) {
    let slice = Slice {
        limit: usize::MAX,
        after: None,
        list: String::new(),
    };
    let answer = facts.answer(question, None).unwrap().to_json(Lang::En);
    let opened = facts.explain(question, &slice).unwrap();
    let opened = format!(
        "{:?} {:?} {:?}",
        opened.items, opened.counted_once, opened.women_and_men
    );
    (answer, opened)
}

/// A list under the filters of a question, and what only lists ask.
fn listed(dice: &mut Dice, question: &Question) -> Listed {
    let countries = question.filters.country.clone();
    let filters = Filters {
        country: Choice::default(),
        ..question.filters.clone()
    };
    let mut flag = || dice.pick(&[None, None, Some(true), Some(false)]);
    Listed {
        countries,
        uncounted: flag(),
        unstated_countries: flag(),
        country_roles: dice.some(CountryRole::ALL),
        by_place: dice.once_in(2),
        levels: if dice.once_in(2) {
            Vec::new()
        } else {
            dice.some(&[0, 1, 2, 3, 4, 5])
        },
        undecided: dice.once_in(2),
        question: Question::total(Measure::Activities, filters).seen_with(question.clearance),
    }
}

#[test]
fn records_that_differ_only_in_what_is_hidden_give_the_same_bytes() {
    let (mut differing, mut asked, mut rows) = (0, 0, 0);
    for seed in worlds() {
        let tale = Tale::number(seed);
        let mut dice = Dice::new(seed ^ 0x7713);
        let clearance = dice.pick(&[Clearance::Protected(THRESHOLD), Clearance::ProtectedBut(THRESHOLD, 1)]);
        let (one, twin, activities) = twins(&mut dice, &tale.facts, clearance.agency());
        if activities == 0 {
            continue;
        }
        differing += activities;
        for _ in 0..25 {
            let (query, question) = question(&mut dice, &of_activities());
            let question = question.seen_with(clearance);
            assert_eq!(
                bytes(&one, &question),
                bytes(&twin, &question),
                "world {seed}, {query}, {clearance:?}"
            );
            let list = listed(&mut dice, &question);
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
