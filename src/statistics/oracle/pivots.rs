//! The one pass over what activities were asked already, held against asking each activity anew.

use super::tale::Tale;
use super::{Dice, worlds};
use crate::disclosure::Clearance;
use crate::input::Params;
use crate::statistics::pivot::Pivot;
use crate::statistics::plan::Plan;
use crate::statistics::question::Question;

#[test]
fn one_pass_over_what_was_asked_already_answers_as_asking_each_activity_anew() {
    let mut rows_seen = 0;
    for seed in worlds() {
        let tale = Tale::number(seed);
        let mut dice = Dice::new(seed ^ 0x1234);
        for measure in ["participations", "people"] {
            for own in ["", "year", "programme", "type,year", "field,activity_country", "mode"] {
                for split in ["", "sex", "country"] {
                    let by = [own, split]
                        .map(str::to_owned)
                        .into_iter()
                        .filter(|part| !part.is_empty());
                    let by = by.collect::<Vec<_>>().join(",");
                    let period = dice.pick(&["", "&from=2020-03-10&to=2021", "&year=2020,null", "&programme=two,null"]);
                    let query = format!("measure={measure}&by={by}{period}");
                    let question = Question::read(&Params::parse(&query).unwrap()).seen_with(Clearance::Full);
                    let plan = Plan::of(&question, &tale.facts).unwrap();
                    let members = plan.members();
                    let quick = Pivot::of(&plan).expect("nothing else is asked").answer(&members);
                    let (total, mut rows, overlap) = plan.ask_each(&members, None).unwrap();
                    let mut quick_rows = quick.rows;
                    rows.sort_unstable_by_key(|(keys, _)| *keys);
                    quick_rows.sort_unstable_by_key(|(keys, _)| *keys);
                    assert_eq!(quick.total, total, "world {seed}, {query}");
                    assert_eq!(quick_rows, rows, "world {seed}, {query}");
                    assert!(by.is_empty() || quick.overlap == overlap, "world {seed}, {query}");
                    rows_seen += rows.len();
                }
            }
        }
    }
    assert!(rows_seen > 10_000, "{rows_seen} rows were compared");
}
