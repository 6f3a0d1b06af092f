//! The one pass over what activities were asked already, held against asking each activity anew.

use super::simulated_record::Tale;
use super::{SeededRng, worlds};
use crate::disclosure::{Clearance, Threshold};
use crate::input::Params;
use crate::statistics::partial_sum::{Adder, Outcome, PartialSum};
use crate::statistics::people::Member;
use crate::statistics::plan::Plan;
use crate::statistics::question::Question;
use crate::statistics::words::Measure;

/// What a question comes to in one pass, and when a part of the activities was added up before the others; `None` where
/// each has to be asked anew.
fn quickly(plan: &Plan<'_>, members: &[Member], rng: &mut SeededRng) -> Option<(Outcome, Outcome)> {
    if plan.is_by_listed_country() {
        // Its rows are known when all activities are: nothing is gone on with.
        let outcome = || plan.outcome(members, None).unwrap();
        return (plan.measure != Measure::ShareOfWomen || plan.by.len() < 3).then(|| (outcome(), outcome()));
    }
    let adder = Adder::new(plan)?;
    let (before, after): (Vec<Member>, Vec<Member>) = members.iter().partition(|_| rng.once_in(2));
    let mut running = adder.begin();
    adder.add(&mut running, &before);
    let mut running: PartialSum<'_> = running.into_owned();
    adder.add(&mut running, &after);
    let parted = adder.finish(running, None).unwrap();
    Some((plan.outcome(members, None).unwrap(), parted))
}

#[test]
fn one_pass_over_what_was_asked_already_answers_as_asking_each_activity_anew() {
    let mut rows_seen = 0;
    let threshold = Threshold::default();
    let clearances = [
        Clearance::Full,
        Clearance::Protected(threshold),
        Clearance::Protected(Threshold::new(8).unwrap()),
        Clearance::ProtectedBut(threshold, 1),
    ];
    for seed in worlds() {
        let simulated = Tale::number(seed);
        let mut rng = SeededRng::new(seed ^ 0x1234);
        for measure in ["participations", "people", "person_days", "share_of_women"] {
            for own in ["", "year", "programme", "type,year", "field,activity_country", "mode"] {
                for split in ["", "sex", "country"] {
                    let by = [own, split]
                        .map(str::to_owned)
                        .into_iter()
                        .filter(|part| !part.is_empty());
                    let by = by.collect::<Vec<_>>().join(",");
                    let period =
                        rng.pick_one(&["", "&from=2020-03-10&to=2021", "&year=2020,null", "&programme=two,null"]);
                    let query = format!("measure={measure}&by={by}{period}");
                    let question =
                        Question::read(&Params::parse(&query).unwrap()).with_clearance(rng.pick_one(&clearances));
                    let plan = Plan::new(&question, &simulated.dataset).unwrap();
                    let members = plan.members();
                    let Some((quick, parted)) = quickly(&plan, &members, &mut rng) else {
                        assert!(
                            measure == "share_of_women" && !split.is_empty(),
                            "{query} needs no more than was asked"
                        );
                        continue;
                    };
                    assert_eq!(quick.total, parted.total, "world {seed}, {query}, in parts");
                    let Outcome {
                        total,
                        mut rows,
                        overlap,
                    } = plan.ask_each(&members, None).unwrap();
                    let (mut quick_rows, mut parted_rows) = (quick.rows, parted.rows);
                    parted_rows.sort_unstable_by_key(|(keys, _)| *keys);
                    rows.sort_unstable_by_key(|(keys, _)| *keys);
                    quick_rows.sort_unstable_by_key(|(keys, _)| *keys);
                    assert_eq!(quick.total, total, "world {seed}, {query}");
                    assert_eq!(quick_rows, rows, "world {seed}, {query}");
                    assert_eq!(parted_rows, rows, "world {seed}, {query}, in parts");
                    assert!(by.is_empty() || quick.overlap == overlap, "world {seed}, {query}");
                    rows_seen += rows.len();
                }
            }
        }
    }
    assert!(rows_seen > 10_000, "{rows_seen} rows were compared");
}

#[test]
fn a_total_is_the_same_whatever_splits_it() {
    let dimensions = ["sex", "agency", "sex,country", "year,sex", "agency,sex,country"];
    for seed in worlds() {
        let simulated = Tale::number(seed);
        for clearance in [Clearance::Full, Clearance::default()] {
            for measure in ["participations", "people", "person_days", "share_of_women"] {
                for who in ["", "&participation_status=attended,absent", "&sex=female"] {
                    let total = |by: &str| {
                        let query = format!("measure={measure}&by={by}{who}");
                        let question = Question::read(&Params::parse(&query).unwrap()).with_clearance(clearance);
                        let plan = Plan::new(&question, &simulated.dataset).unwrap();
                        plan.ask_each(&plan.members(), None).unwrap().total
                    };
                    if measure != "share_of_women" || !who.contains("sex") {
                        for by in dimensions
                            .iter()
                            .filter(|by| measure != "share_of_women" || !by.contains("sex"))
                        {
                            assert_eq!(
                                total(by),
                                total(""),
                                "world {seed}, {measure} by {by}{who}, {clearance:?}"
                            );
                        }
                    }
                }
            }
        }
    }
}
