//! The module held to the enumeration.

use super::super::{
    Bounds, Cell, Countries, CountrySet, Evidence, Figure, Interval, Of, Question, Sex, contradictions,
};
use super::attendance::{Box, Fitting, Shape, count, total};
use super::evidence::{Case, Cells, case};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use std::cell::RefCell;
use std::fmt::Debug;

/// What was seen over all cases.
#[derive(Default, Debug)]
struct Tally {
    cases: u32,
    possible: u32,
    refused: u32,
    refusals_missed: u32,
    questions: u32,
    along_one: u32,
    along_one_wide: u32,
    along_one_beyond_the_cap: u32,
    crossing: u32,
    crossing_wide: u32,
}

/// How many cases each test runs: some without optimisation, more with, or as many as the build is told.
pub fn cases() -> u32 {
    let some = if cfg!(debug_assertions) { 2_000 } else { 50_000 };
    option_env!("BOUNDS_CASES")
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(some)
}

/// Runs the same cases every time.
pub fn run<T: Debug>(cases: u32, strategy: impl Strategy<Value = T>, test: impl Fn(T) -> Result<(), TestCaseError>) {
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    match runner.run(&strategy, test) {
        Ok(()) => {}
        Err(TestError::Fail(why, case)) => panic!("{why}\n{case:#?}"),
        Err(why) => panic!("{why}"),
    }
}

/// What an enumeration says of one question.
struct Truth {
    low: u64,
    /// `None`: there is no end.
    high: Option<u64>,
    /// The most still grows at the cap, so that it may be larger beyond.
    grows: bool,
    /// The least still shrinks there.
    shrinks: bool,
}

fn truth(shape: Shape, fitting: &Fitting, asked: Box) -> Truth {
    let (kinds, cap) = (shape.inside(asked), u64::from(shape.cap));
    let (mut ends, mut ends_below): (Option<(u64, u64)>, Option<(u64, u64)>) = (None, None);
    let widen = |ends: &mut Option<(u64, u64)>, inside: u64| {
        let (least, most) = ends.unwrap_or((inside, inside));
        *ends = Some((least.min(inside), most.max(inside)));
    };
    for attendance in &fitting.all {
        let inside = count(*attendance, kinds);
        widen(&mut ends, inside);
        if total(*attendance) < cap {
            widen(&mut ends_below, inside);
        }
    }
    let (least, most) = ends.unwrap();
    let (least_below, most_below) = ends_below.unzip();
    Truth {
        shrinks: fitting.beyond && least_below != Some(least),
        low: least,
        high: Some(most).filter(|_| kinds & fitting.endless == 0),
        grows: fitting.beyond && most_below != Some(most),
    }
}

/// Whether a figure is right, and whether it is sharp as far as the cap lets us see.
fn check_figure(figure: Figure, truth: &Truth) -> Result<bool, TestCaseError> {
    prop_assert!(figure.low <= truth.low, "low {} above {}", figure.low, truth.low);
    let right = figure
        .high
        .is_none_or(|high| truth.high.is_some_and(|most| most <= high));
    prop_assert!(right, "high {:?} below {:?}", figure.high, truth.high);
    Ok((figure.low == truth.low || truth.shrinks)
        && (figure.high == truth.high || truth.grows && figure.high.is_some()))
}

fn question(asked: Box) -> Question<'static> {
    let set = |bits: u32| (0..32).filter(|c| bits >> c & 1 == 1).collect::<CountrySet>();
    Question {
        countries: asked.countries.map_or(Countries::Any, |bits| Countries::In(set(bits))),
        sex: asked.sex.map_or(Of::Any, Of::Is),
        agency: asked.agency.map_or(Of::Any, Of::Is),
    }
}

fn questions(shape: Shape) -> impl Iterator<Item = Box> {
    let groups = (1..1_u32 << shape.countries).map(Some);
    let with_none = move || [None].into_iter().chain(groups.clone());
    let sexes = [None, Some(Sex::Female), Some(Sex::Male)];
    // One agency more than there is: nobody mentions it, so it is asked without the enumeration knowing it.
    let agencies = [None].into_iter().chain((0..u32::from(shape.agencies)).map(Some));
    agencies.flat_map(move |agency| {
        let with_none = with_none();
        with_none.flat_map(move |countries| sexes.map(|sex| Box { countries, sex, agency }))
    })
}

fn axes_of(cell: &Cell) -> usize {
    usize::from(cell.country.is_some()) + usize::from(cell.sex.is_some()) + usize::from(cell.agency.is_some())
}

/// Cells of country and sex, none of them of a country that may be one of the unnamed, and no roster row with a blank:
/// these are sharp across country and sex too.
fn is_plain(evidence: &Evidence, known: &Bounds) -> bool {
    let unnamed = if known.unnamed() > 0 {
        known.pool()
    } else {
        CountrySet::EMPTY
    };
    !evidence
        .cells
        .iter()
        .chain(&evidence.unknown)
        .any(|cell| cell.country.is_some_and(|country| unnamed.contains(country)))
        && evidence
            .cells
            .iter()
            .chain(&evidence.unknown)
            .all(|cell| cell.agency.is_none())
        && evidence
            .roster
            .iter()
            .all(|row| row.country.is_some() && row.sex.is_some())
}

fn check_case(case: Case, seen: &RefCell<Tally>) -> Result<(), TestCaseError> {
    let Case { shape, world, evidence } = &case;
    let known = Bounds::from_evidence(evidence, world);
    let one_axis =
        evidence.cells.iter().all(|cell| axes_of(cell) == 1) && evidence.unknown.iter().all(|cell| axes_of(cell) == 0);
    let fitting = shape.fitting(evidence, world);
    let refused = contradictions(evidence, world);
    let mut seen = seen.borrow_mut();
    seen.cases += 1;
    seen.refused += u32::from(!refused.is_empty());
    if fitting.all.is_empty() {
        let beyond = known.total().low > u64::from(shape.cap);
        if refused.is_empty() && !beyond {
            prop_assert!(!one_axis, "no attendance fits, and nothing is refused");
            prop_assert!(
                !is_plain(evidence, &known),
                "no attendance fits these cells of country and sex, and nothing is refused"
            );
            seen.refusals_missed += 1;
        }
        return Ok(());
    }
    prop_assert!(refused.is_empty(), "refused {refused:?}, but {:?} fits", fitting.all[0]);
    seen.possible += 1;
    for asked in questions(*shape) {
        let axes = usize::from(asked.countries.is_some())
            + usize::from(asked.sex.is_some())
            + usize::from(asked.agency.is_some());
        let figure = known.ask(&question(asked));
        let truth = truth(*shape, &fitting, asked);
        let sharp =
            check_figure(figure, &truth).map_err(|why| TestCaseError::fail(format!("{asked:?} {figure:?}: {why}")))?;
        seen.questions += 1;
        if axes <= 1 {
            seen.along_one += 1;
            seen.along_one_beyond_the_cap += u32::from(truth.shrinks || truth.grows && truth.high.is_some());
            seen.along_one_wide += u32::from(!sharp);
            prop_assert!(sharp || !one_axis, "{asked:?} {figure:?} is wider than need be");
        } else {
            seen.crossing += 1;
            seen.crossing_wide += u32::from(!sharp);
        }
        prop_assert!(
            sharp || asked.agency.is_some() || !is_plain(evidence, &known),
            "{asked:?} {figure:?} is wider than need be, across"
        );
    }
    Ok(())
}

fn compare(kind: Cells) {
    let seen = RefCell::new(Tally::default());
    run(cases(), case(kind), |case| check_case(case, &seen));
    let seen = seen.borrow();
    println!("{kind:?}: {seen:#?}");
    println!(
        "{kind:?}: {} figures held against every attendance of {} statements: none is wrong; along one axis {} are wider \
         than need be, across axes {} of {} ({:.2} %)",
        seen.questions,
        seen.possible,
        seen.along_one_wide,
        seen.crossing_wide,
        seen.crossing,
        100.0 * f64::from(seen.crossing_wide) / f64::from(seen.crossing.max(1)),
    );
}

#[test]
fn no_bound_is_wrong_and_every_one_is_sharp_where_no_cell_names_two_axes() {
    compare(Cells::OneAxis);
}

#[test]
fn no_bound_is_wrong_where_cells_name_several_axes() {
    compare(Cells::Any);
}

#[test]
fn what_is_reported_adds_up_over_the_rows_of_one_dimension() {
    let groups = (case(Cells::Any), any::<[bool; 5]>(), any::<bool>());
    run(cases(), groups, |(case, first, with_rest)| {
        let Case { shape, world, evidence } = &case;
        if !contradictions(evidence, world).is_empty() {
            return Ok(());
        }
        let known = Bounds::from_evidence(evidence, world);
        let total = known.total();
        let sum = |rows: Vec<Figure>, left: Figure| {
            let rows: u64 = rows.iter().filter_map(|row| row.reported).sum();
            left.reported.map(|left| left + rows)
        };
        let rest_is = |left: Figure| {
            let stated = total.reported.unwrap_or(0) - left.reported.unwrap_or(0);
            let rest = Interval {
                low: total.low.saturating_sub(stated),
                high: total.high.map(|high| high.saturating_sub(stated)),
            };
            left.range() == rest || left.range() == Interval::ZERO
        };
        let nowhere = CountrySet::of_one(CountrySet::NOWHERE);
        let countries = shape
            .all()
            .union(nowhere)
            .iter()
            .map(|c| known.in_countries(&CountrySet::of_one(c)))
            .collect();
        let left = known.country_not_stated();
        prop_assert_eq!(sum(countries, left), total.reported);
        prop_assert!(rest_is(left), "{:?} of {:?}", left, total);
        let sexes = Sex::BOTH.map(|sex| known.of_sex(sex)).to_vec();
        let left = known.sex_not_stated();
        prop_assert_eq!(sum(sexes.clone(), left), total.reported);
        let lows: u64 = sexes.iter().chain([&left]).map(|sex| sex.low).sum();
        prop_assert!(lows == total.low, "{:?} and {:?} of {:?}", sexes, left, total);
        let agencies = (0..u32::from(shape.agencies))
            .map(|agency| known.of_agency(agency))
            .collect();
        prop_assert_eq!(sum(agencies, known.agency_not_stated()), total.reported);
        prop_assert!(rest_is(known.agency_not_stated()));
        let one: CountrySet = shape.all().iter().filter(|c| first[usize::from(*c)]).collect();
        let groups = if with_rest {
            vec![one, shape.all().union(nowhere).difference(one)]
        } else {
            vec![one]
        };
        let left = known.ask(&Question {
            countries: Countries::NotStated(&groups),
            ..Question::default()
        });
        let rows = groups.iter().map(|group| known.in_countries(group)).collect();
        if with_rest {
            prop_assert_eq!(sum(rows, left), total.reported);
        }
        Ok(())
    });
}

#[test]
fn no_facts_make_an_end_cross_the_other() {
    let groups = (case(Cells::Any), any::<[bool; 5]>());
    run(cases(), groups, |(case, first)| {
        let Case { shape, world, evidence } = &case;
        let known = Bounds::from_evidence(evidence, world);
        let one: CountrySet = shape.all().iter().filter(|c| first[usize::from(*c)]).collect();
        let groups = [one, shape.all().difference(one)];
        for asked in questions(*shape) {
            let Question { countries, sex, agency } = question(asked);
            let [any_country, no_country] = [countries, Countries::NotStated(&groups)];
            for countries in [any_country, no_country] {
                for sex in [sex, Of::NotStated] {
                    for agency in [agency, Of::NotStated] {
                        let figure = known.ask(&Question { countries, sex, agency });
                        prop_assert!(figure.high.is_none_or(|high| figure.low <= high), "{:?}", figure);
                    }
                }
            }
        }
        Ok(())
    });
}
