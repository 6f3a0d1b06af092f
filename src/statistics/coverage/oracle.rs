//! The rule held against its own words, spelt out over small worlds: every activity that there can be, every set of
//! declarations that join.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::{Coverage, Declarations, Declared, Scope, State};
use crate::statistics::dataset::Names;
use crate::statistics::filter_text;
use crate::statistics::question::Filters;
use crate::statistics::words::Measure;
use crate::time::{PartialDate, parse_day};

/// The days of the small world; the last is today.
const DAYS: [&str; 5] = ["2020-01-01", "2020-01-02", "2020-01-03", "2020-01-04", "2020-01-05"];

/// What a filter can say: types (one each), modes (one each), fields (several each).
const TYPES: [&str; 5] = [
    "",
    "type=workshop",
    "type=webinar",
    "type=workshop,webinar",
    "meetings=exclude",
];
const MODES: [&str; 3] = ["", "mode=online", "mode=online,hybrid"];
const FIELDS: [&str; 4] = ["", "field=sti", "field=health", "field=sti,health"];

fn day(at: usize) -> NaiveDate {
    parse_day(DAYS[at]).unwrap()
}

/// A filter with a span by the places of its days.
#[derive(Debug, Clone, PartialEq, Eq)]
struct StatedScope {
    filter: String,
    from: Option<usize>,
    to: Option<usize>,
}

fn said() -> impl Strategy<Value = StatedScope> {
    let pick = proptest::sample::select;
    let end = || proptest::option::of(0..DAYS.len());
    (
        pick(TYPES.to_vec()),
        pick(MODES.to_vec()),
        pick(FIELDS.to_vec()),
        end(),
        end(),
    )
        .prop_map(|(kind, mode, field, from, to)| {
            let parts: Vec<&str> = [kind, mode, field]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect();
            let filter = if parts.is_empty() {
                "all".to_owned()
            } else {
                parts.join("&")
            };
            let (from, to) = match (from, to) {
                (Some(from), Some(to)) if from > to => (Some(to), Some(from)),
                ends => ends,
            };
            StatedScope { filter, from, to }
        })
}

impl StatedScope {
    fn filters(&self) -> Filters {
        let date = |at: Option<usize>| at.map(|at| PartialDate::day(day(at)));
        Filters {
            from: date(self.from),
            to: date(self.to),
            ..filter_text::read(&self.filter).unwrap()
        }
    }

    fn asked(&self) -> Scope {
        Scope::of_question(&self.filters(), Measure::Activities, &Names::default(), day(4))
    }

    fn declared(&self, state: State) -> (Scope, State) {
        let declared = Declared {
            filters: filter_text::read(&self.filter).unwrap(),
            from: self.filters().from,
            to: self.filters().to,
            state,
        };
        (
            Scope::declared(&declared, Measure::Activities, &Names::default(), day(4)),
            state,
        )
    }

    fn values(&self, name: &str) -> Option<BTreeSet<&str>> {
        let pair = self
            .filter
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
        Some(pair.split(',').collect())
    }

    /// The days that it is about; one long before the first stands for ever.
    fn days(&self) -> BTreeSet<NaiveDate> {
        let first = self.from.map_or(day(0) - Days::new(9), day);
        let last = day(self.to.unwrap_or(4));
        first.iter_days().take_while(|day| *day <= last).collect()
    }

    /// Whether an activity belongs to it.
    fn takes(&self, kind: &str, mode: &str, fields: &[&str], on: NaiveDate) -> bool {
        let is_meeting = kind == "conference";
        self.values("type").is_none_or(|kinds| kinds.contains(kind))
            && (self.values("meetings").is_none() || !is_meeting)
            && self.values("mode").is_none_or(|modes| modes.contains(mode))
            && self
                .values("field")
                .is_none_or(|asked| fields.iter().any(|field| asked.contains(field)))
            && self.days().contains(&on)
    }

    /// Whether the question has each member of its filter with no other values.
    fn is_said_by(&self, asked: &Self) -> bool {
        let has = |name: &str| {
            let own = self.values(name);
            own.is_none_or(|own| asked.values(name).is_some_and(|values| values.is_subset(&own)))
        };
        // To leave meetings out is to name every other type.
        let meetings =
            self.values("meetings").is_none() || asked.values("meetings").is_some() || asked.values("type").is_some();
        has("type") && has("mode") && has("field") && meetings
    }
}

/// Every activity that there can be.
fn activities() -> Vec<(&'static str, &'static str, Vec<&'static str>, NaiveDate)> {
    let mut all = Vec::new();
    let days: Vec<NaiveDate> = std::iter::once(day(0) - Days::new(9))
        .chain((0..DAYS.len()).map(day))
        .collect();
    for kind in ["workshop", "webinar", "conference"] {
        for mode in ["online", "hybrid", "in_person"] {
            for fields in [vec![], vec!["sti"], vec!["health"], vec!["sti", "health"]] {
                all.extend(days.iter().map(|day| (kind, mode, fields.clone(), *day)));
            }
        }
    }
    all
}

fn share_an_activity(one: &StatedScope, other: &StatedScope) -> bool {
    let both = |(kind, mode, fields, on): (&str, &str, Vec<&str>, NaiveDate)| {
        one.takes(kind, mode, &fields, on) && other.takes(kind, mode, &fields, on)
    };
    activities().into_iter().any(both)
}

/// The words of the rule, tried out.
fn spelt_out(declared: &[(StatedScope, State)], asked: &StatedScope) -> Coverage {
    let last_word = |at: usize| {
        !declared[at + 1..]
            .iter()
            .any(|(other, _)| other.declared(State::Partial).0 == declared[at].0.declared(State::Partial).0)
    };
    let standing: Vec<&(StatedScope, State)> = (0..declared.len())
        .filter(|at| last_word(*at))
        .map(|at| &declared[at])
        .collect();
    let of = |state: State| {
        standing
            .iter()
            .filter(move |(_, other)| *other == state)
            .map(|(said, _)| said)
    };
    let complete: Vec<&StatedScope> = of(State::Complete).collect();
    let contrary: Vec<&StatedScope> = of(State::Partial)
        .filter(|partial| share_an_activity(partial, asked))
        .collect();
    // Every set of complete ones with one filter whose days are one stretch.
    for chosen in 1_u32..(1 << complete.len()) {
        let chosen: Vec<&StatedScope> = (0..complete.len())
            .filter(|at| chosen & (1 << at) != 0)
            .map(|at| complete[at])
            .collect();
        let filter = &chosen[0].filter;
        let days: BTreeSet<NaiveDate> = chosen.iter().flat_map(|said| said.days()).collect();
        let stretch = days
            .iter()
            .zip(days.iter().skip(1))
            .all(|(a, b)| *a + Days::new(1) == *b);
        let one = chosen.iter().all(|said| said.filter == *filter) && stretch;
        if !one || !chosen[0].is_said_by(asked) || !asked.days().is_subset(&days) {
            continue;
        }
        let is_wider = |partial: &&StatedScope| {
            let contains = partial.is_said_by(chosen[0]) && days.is_subset(&partial.days());
            contains && !(chosen[0].is_said_by(partial) && partial.days() == days)
        };
        if contrary.iter().all(is_wider) {
            return Coverage::Complete;
        }
    }
    if standing.iter().any(|(said, _)| share_an_activity(said, asked)) {
        Coverage::Partial
    } else {
        Coverage::NotStated
    }
}

fn state() -> impl Strategy<Value = State> {
    proptest::sample::select(State::ALL)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn coverage_is_what_the_words_of_the_rule_say(
        declared in proptest::collection::vec((said(), state()), 0..5), asked in said(),
    ) {
        let rule = Declarations::new(declared.iter().map(|(said, state)| said.declared(*state)));
        prop_assert_eq!(rule.coverage(&asked.asked()), spelt_out(&declared, &asked));
    }

    /// What is complete is complete in every part of it.
    #[test]
    fn a_declaration_that_holds_has_every_activity_of_the_question(declared in said(), asked in said()) {
        let (scope, _) = declared.declared(State::Complete);
        if scope.holds_for(&asked.asked()) {
            for (kind, mode, fields, on) in activities() {
                prop_assert!(!asked.takes(kind, mode, &fields, on) || declared.takes(kind, mode, &fields, on));
            }
        }
        prop_assert_eq!(scope.touches(&asked.asked()), share_an_activity(&declared, &asked));
    }
}

fn declared(filter: &str, from: &str, to: &str, state: State) -> (Scope, State) {
    let declared = Declared {
        filters: filter_text::read(filter).unwrap(),
        from: PartialDate::parse(from),
        to: PartialDate::parse(to),
        state,
    };
    let today = parse_day("2026-11-30").unwrap();
    (
        Scope::declared(&declared, Measure::Activities, &Names::default(), today),
        state,
    )
}

fn asked(filter: &str, from: &str, to: &str) -> Scope {
    let filters = Filters {
        from: PartialDate::parse(from),
        to: PartialDate::parse(to),
        ..filter_text::read(filter).unwrap()
    };
    Scope::of_question(
        &filters,
        Measure::Activities,
        &Names::default(),
        parse_day("2026-11-30").unwrap(),
    )
}

#[test]
fn a_field_that_was_checked_is_complete_in_a_record_that_is_partial() {
    let rule = Declarations::new([
        declared("all", "2007", "", State::Partial),
        declared("field=sti", "2007", "2015", State::Complete),
        declared("field=sti", "2016", "2024", State::Complete),
    ]);
    assert_eq!(
        rule.coverage(&asked("field=sti", "2010", "2024-10-21")),
        Coverage::Complete
    );
    assert_eq!(
        rule.coverage(&asked("field=sti&type=webinar", "2010", "2012")),
        Coverage::Complete
    );
    assert_eq!(
        rule.coverage(&asked("field=sti,health", "2010", "2012")),
        Coverage::Partial
    );
    assert_eq!(rule.coverage(&asked("field=sti", "2010", "2025")), Coverage::Partial);
    assert_eq!(
        rule.coverage(&asked("field=sti", "", "2024")),
        Coverage::Partial,
        "since ever is more"
    );
    assert_eq!(rule.coverage(&asked("all", "1990", "2006")), Coverage::NotStated);
}

#[test]
fn the_roles_in_which_a_country_is_listed_are_part_of_what_is_declared() {
    let rule = Declarations::new([declared(
        "activity_country=SDN&country_role=beneficiary",
        "",
        "",
        State::Complete,
    )]);
    let of = |filter: &str| rule.coverage(&asked(filter, "", ""));
    assert_eq!(of("country=SDN&country_role=beneficiary"), Coverage::Complete);
    assert_eq!(
        of("activity_country=SDN"),
        Coverage::Partial,
        "who attended is not declared"
    );
    assert_eq!(of("activity_country=SDN&country_role=provider"), Coverage::Partial);
}

#[test]
fn of_two_with_one_scope_the_later_counts() {
    let (yes, no) = (State::Complete, State::Partial);
    let of = |states: [State; 2]| {
        Declarations::new(states.map(|state| declared("all", "", "", state))).coverage(&asked("all", "2020", "2020"))
    };
    assert_eq!((of([no, yes]), of([yes, no])), (Coverage::Complete, Coverage::Partial));
}
