//! What is declared of agencies, held against every day and every agency of small worlds in which some are the same for some
//! days, and some succeed others.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::{Declared, Scope, State};
use crate::agencies::links::{Links, SameAs};
use crate::reference::draft::Period;
use crate::statistics::dataset::{Codes, Names};
use crate::statistics::question::{Choice, Filters};
use crate::statistics::words::Measure;
use crate::time::{PartialDate, parse_day};

const CODES: [&str; 3] = ["A", "B", "C"];

fn day(at: u64) -> NaiveDate {
    parse_day("2020-01-01").unwrap() + Days::new(at)
}

fn date(at: Option<u64>) -> Option<PartialDate> {
    at.map(|at| PartialDate::day(day(at)))
}

/// Agencies by a mask, whether those that they succeed too, and the days.
type Said = (u32, bool, Option<u64>, Option<u64>);

fn said() -> impl Strategy<Value = Said> {
    let end = || proptest::option::of(0..5_u64);
    let said = (1..8_u32, any::<bool>(), end(), end());
    said.prop_map(|(agencies, older, from, to)| match (from, to) {
        (Some(from), Some(to)) if from > to => (agencies, older, Some(to), Some(from)),
        _ => (agencies, older, from, to),
    })
}

/// A later one may be the same as an earlier one, so that there is no circle.
fn links() -> impl Strategy<Value = Links<u32>> {
    let period = || (proptest::option::of(0..3_u64), proptest::option::of(3..5_u64));
    let same_as = |agency: u32| (0..agency, period(), any::<bool>()).prop_map(move |link| (agency, link));
    let succeeded = proptest::collection::vec((0..3_u32, 0..3_u32), 0..3);
    ((same_as(1), same_as(2)), succeeded).prop_map(|((one, two), succeeded)| Links {
        same_as: [one, two]
            .into_iter()
            .filter(|(_, (.., is_linked))| *is_linked)
            .map(|(agency, (other, (from, to), _))| SameAs {
                agency,
                other,
                period: Period {
                    from: date(from),
                    to: date(to),
                },
            })
            .collect(),
        succeeded,
    })
}

/// The agency that stands for one on a day, by the words of the links.
fn representative(links: &Links<u32>, agency: u32, on: NaiveDate) -> u32 {
    let holds = |link: &&SameAs<u32>| {
        let Period { from, to } = link.period;
        link.agency == agency && from.is_none_or(|from| from.first() <= on) && to.is_none_or(|to| on < to.first())
    };
    let link = links.same_as.iter().find(holds);
    link.map_or(agency, |link| representative(links, link.other, on))
}

/// Which agencies an activity of that day may list to belong.
fn taken(links: &Links<u32>, said: &Said, on: NaiveDate) -> BTreeSet<u32> {
    let asked = (0..3).filter(|agency| said.0 & (1 << agency) != 0);
    let mut all: BTreeSet<u32> = asked.map(|agency| representative(links, agency, on)).collect();
    for _ in 0..4 {
        for (older, newer) in links.succeeded.iter().filter(|_| said.1) {
            if all.contains(&representative(links, *newer, on)) {
                all.insert(representative(links, *older, on));
            }
        }
    }
    all
}

fn filters(said: &Said) -> Filters {
    let asked = CODES.iter().enumerate().filter(|(at, _)| said.0 & (1 << at) != 0);
    Filters {
        agency: Choice {
            values: asked.map(|(_, code)| (*code).to_owned()).collect(),
            not_stated: false,
        },
        predecessors: said.1,
        ..Filters::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn a_declaration_of_agencies_holds_where_it_has_those_of_the_question_on_each_of_its_days(
        links in links(), declared in said(), asked in said(),
    ) {
        let codes = (0..).zip(CODES).map(|(number, code)| (number, Arc::from(code)));
        let names = Names { agencies: Codes::new(codes, []), links: links.clone(), ..Names::default() };
        let of = |said: &Said| (filters(said), date(said.2), date(said.3));
        let ((filters, from, to), today) = (of(&declared), day(4));
        let rule = Scope::declared(&Declared { filters, from, to, state: State::Complete }, Measure::Activities, &names, today);
        let (filters, from, to) = of(&asked);
        let question = Scope::of_question(&Filters { from, to, ..filters }, Measure::Activities, &names, today);
        // A day long before stands for ever.
        let days = |said: &Said| -> BTreeSet<u64> { (said.2.map_or(0, |from| from + 9)..=said.3.unwrap_or(4) + 9).collect() };
        let on = |at: u64| day(0) + Days::new(at) - Days::new(9);
        let has = days(&asked).is_subset(&days(&declared))
            && days(&asked).iter().all(|at| taken(&links, &asked, on(*at)).is_subset(&taken(&links, &declared, on(*at))));
        prop_assert_eq!(rule.holds_for(&question), has);
    }
}
