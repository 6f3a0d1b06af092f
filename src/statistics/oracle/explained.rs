//! Opened figures: what the activities contribute adds up to the figure and to every row, exactly.

use std::collections::{BTreeMap, BTreeSet};

use super::simulated_record::Tale;
use super::truth::question;
use super::{SeededRng, of_activities, worlds};
use crate::disclosure::{Clearance, Threshold};
use crate::statistics::answer::Key;
use crate::statistics::explain::{Explanation, Slice};
use crate::statistics::figure::{Figure, PARTS};
use crate::statistics::measures::Together;
use crate::statistics::question::Question;
use crate::statistics::words::Measure;

const ALL: Slice = Slice {
    limit: usize::MAX,
    after: None,
    list: String::new(),
};

/// Contributions added by hand, as a reader would. Where there is none, nobody stated a number; but the number of
/// activities is one that the record states itself.
fn added<'a>(measure: Measure, contributions: impl Iterator<Item = &'a Figure>) -> Figure {
    let (mut low, mut high, mut reported) = (0, Some(0), (measure == Measure::Activities).then_some(0));
    let mut sum = Figure::default();
    for one in contributions {
        low += one.low;
        high = high.zip(one.high).map(|(a, b)| a + b);
        reported = one.reported.map(|n: u64| n + reported.unwrap_or(0)).or(reported);
        sum.activities += one.activities;
        sum.uncounted += one.uncounted;
        sum.undecided += one.undecided;
    }
    sum.with_numbers(low, high, reported)
}

/// Whether what was added by hand is what is told: a withheld figure tells how many activities there are. Of an activity
/// that says that nobody came nothing is added, and yet 0 is reported.
fn is_told(sum: &Figure, told: &Figure) -> bool {
    let marks = |figure: &Figure| (figure.activities, figure.uncounted, figure.undecided);
    let numbers = |figure: &Figure| (figure.value, figure.low, figure.high, figure.reported.unwrap_or(0));
    let stated = sum.reported.is_none() || told.reported.is_some();
    marks(sum) == marks(told) && (told.withheld || (numbers(sum) == numbers(told) && stated))
}

fn spelt(keys: &[Key]) -> Vec<String> {
    keys.iter().map(|key| format!("{key:?}")).collect()
}

/// What each row is made of.
fn by_row(explanation: &Explanation) -> BTreeMap<Vec<String>, Vec<Figure>> {
    let mut rows: BTreeMap<Vec<String>, Vec<Figure>> = BTreeMap::new();
    for item in &explanation.items {
        for (keys, figure) in &item.rows {
            rows.entry(spelt(keys)).or_default().push(*figure);
        }
    }
    rows
}

fn adds_up(simulated: &Tale, question: &Question, explanation: &Explanation, say: &str) -> usize {
    let answer = simulated.dataset.answer(question, None).unwrap();
    let sum = added(
        question.measure,
        explanation.items.iter().map(|item| &item.contribution),
    );
    assert!(is_told(&sum, &answer.total), "{say}: {sum:?} is not {:?}", answer.total);
    let may = |figure: &Figure| figure.activities + figure.undecided > 0;
    let items = explanation.items.iter().filter(|item| may(&item.contribution)).count();
    let items = u64::try_from(items).unwrap();
    assert_eq!(items, answer.total.activities + answer.total.undecided, "{say}");
    let stated = |figure: &Figure| figure.reported.is_some();
    let mut shown = explanation.items.iter().map(|item| item.contribution);
    assert!(
        shown.all(|figure| may(&figure) || stated(&figure)),
        "{say}: what adds nothing"
    );
    let mut made = by_row(explanation);
    for row in &answer.rows {
        let parts = made.remove(&spelt(&row.keys)).unwrap_or_default();
        let sum = added(question.measure, parts.iter());
        assert!(
            is_told(&sum, &row.figure),
            "{say}, {:?}: {sum:?} is not {:?}",
            row.keys,
            row.figure
        );
    }
    assert!(made.is_empty(), "{say}: rows that are none: {made:?}");
    answer.rows.len()
}

fn counts_once(simulated: &Tale, question: &Question, explanation: &Explanation, say: &str) {
    let answer = simulated.dataset.answer(question, None).unwrap();
    let total = answer.total;
    let once = explanation.counted_once.as_ref().unwrap();
    assert_eq!(once.different, total.reported.unwrap_or(0), "{say}");
    assert!(once.in_several <= once.different, "{say}");
    // Countries are named by activities that nobody counted, too.
    let certain = question.measure == Measure::Countries || total.low >= once.different;
    assert!(certain, "{say}");
    let alone = explanation
        .items
        .iter()
        .filter(|_| !total.withheld)
        .map(|item| item.contribution);
    assert!(alone.clone().all(|one| one.low <= total.low), "{say}");
    let unbounded = alone.clone().any(|one| one.high.is_none());
    assert!(total.withheld || total.high.is_none() == unbounded, "{say}");
    let most: u64 = alone.filter_map(|one| one.high).sum();
    assert!(total.high.is_none_or(|high| high <= most), "{say}");
    if let Some(codes) = &once.codes {
        let sure = explanation.items.iter().filter(|item| !item.undecided);
        let named: BTreeSet<_> = sure.flat_map(|item| item.names.clone().unwrap()).collect();
        assert_eq!(named.into_iter().collect::<Vec<_>>(), *codes, "{say}");
    }
    let rows: BTreeSet<Vec<String>> = answer.rows.iter().map(|row| spelt(&row.keys)).collect();
    assert!(by_row(explanation).keys().all(|keys| rows.contains(keys)), "{say}");
}

/// The share, divided by hand from the women and men of the activities.
fn divides(simulated: &Tale, question: &Question, explanation: &Explanation, say: &str) {
    let total = simulated.dataset.answer(question, None).unwrap().total;
    let both = explanation.women_and_men.unwrap();
    let parts = || explanation.items.iter().map(|item| item.women_and_men.unwrap());
    let (women, men): (Vec<Figure>, Vec<Figure>) = parts().map(|both| (both.women, both.men)).unzip();
    let (women, men) = (
        added(question.measure, women.iter()),
        added(question.measure, men.iter()),
    );
    assert_eq!((women.low, women.high), (both.women.low, both.women.high), "{say}");
    assert_eq!((men.low, men.high), (both.men.low, both.men.high), "{say}");
    if let Some(most) = men.high.filter(|men| !total.withheld && women.low + men > 0) {
        assert_eq!(total.low, women.low * PARTS / (women.low + most), "{say}");
    }
    if let Some(most) = women.high.filter(|women| !total.withheld && men.low + women > 0) {
        assert_eq!(total.high, Some((most * PARTS).div_ceil(most + men.low)), "{say}");
    }
}

/// As officers, as everybody, and as agencies read it.
fn readers() -> [Clearance; 4] {
    let threshold = Threshold::default();
    let agency = |key| Clearance::ProtectedBut(threshold, key);
    [Clearance::Full, Clearance::Protected(threshold), agency(0), agency(1)]
}

#[test]
fn what_the_activities_contribute_adds_up_to_the_figure_and_to_every_row_for_every_reader() {
    let (mut figures, mut rows, mut once, mut shares) = (0, 0, 0, 0);
    for seed in worlds() {
        let simulated = Tale::number(seed);
        let mut rng = SeededRng::new(seed ^ 0xE4);
        for _ in 0..12 {
            let (query, question) = question(&mut rng, &of_activities());
            let reader = rng.pick_one(&readers());
            let question = question.with_clearance(reader);
            let say = format!("world {seed}, {query}, {reader:?}");
            let explanation = simulated.dataset.explain(&question, &ALL).unwrap();
            match question.measure.definition().together {
                Together::Added => {
                    rows += adds_up(&simulated, &question, &explanation, &say);
                    figures += 1;
                }
                Together::CountedOnce => {
                    counts_once(&simulated, &question, &explanation, &say);
                    once += 1;
                }
                Together::Stock => unreachable!("it counts activities"),
                Together::Divided => {
                    divides(&simulated, &question, &explanation, &say);
                    shares += 1;
                }
            }
        }
    }
    println!("{figures} figures and {rows} rows add up; {once} count once, {shares} are divided");
    assert!(figures > 400 && rows > 400 && once > 300 && shares > 50);
}

#[test]
fn slices_put_together_are_the_whole() {
    for seed in worlds().take(40) {
        let simulated = Tale::number(seed);
        let mut rng = SeededRng::new(seed ^ 0x51);
        let (query, question) = question(&mut rng, &of_activities());
        let whole = simulated.dataset.explain(&question, &ALL).unwrap();
        let (mut items, mut after) = (Vec::new(), None);
        loop {
            let slice = simulated
                .dataset
                .explain(&question, &Slice { limit: 1, after, ..ALL })
                .unwrap();
            assert!(slice.items.len() <= 1);
            after = slice.items.last().map(|item| item.key);
            items.extend(slice.items);
            if slice.next.is_none() {
                break;
            }
        }
        assert_eq!(items, whole.items, "world {seed}, {query}");
    }
}
