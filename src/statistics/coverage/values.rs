//! The values of a condition, by code, and what follows from them: roles, linked agencies, programmes below programmes.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::scope::{DayRange, Values};
use crate::activities::model::CountryRole;
use crate::agencies::links::LinkPeriod;
use crate::input::Code;
use crate::statistics::dataset::Names;
use crate::statistics::question::{Choice, Filters};

/// The roles in which countries are listed that a question is about.
pub(super) fn country_roles(filters: &Filters) -> BTreeSet<&'static str> {
    if filters.country_role.is_empty() {
        BTreeSet::from([CountryRole::Beneficiary.code(), CountryRole::Attending.code()])
    } else {
        filters.country_role.iter().map(|role| role.code()).collect()
    }
}

/// The same of agencies; none is any.
pub(super) fn agency_roles(filters: &Filters) -> BTreeSet<&'static str> {
    filters.agency_role.iter().map(|role| role.code()).collect()
}

pub(super) fn chosen<T>(choice: &Choice<T>, spell: impl Fn(&T) -> String) -> Values {
    let null = choice.not_stated.then_some(None);
    choice
        .values
        .iter()
        .map(|value| Some(spell(value)))
        .chain(null)
        .collect()
}

/// The stretches of days on which the same agencies are one.
pub(super) fn stretches(names: &Names) -> Vec<DayRange> {
    let span = |stretch: LinkPeriod<u32>| DayRange {
        first: stretch.first,
        last: stretch.last.unwrap_or(NaiveDate::MAX),
    };
    names.links.periods().into_iter().map(span).collect()
}

/// Agencies asked for, as they are in each stretch.
pub(super) fn dated(codes: Values, names: &Names, predecessors: bool) -> Vec<Values> {
    let in_stretch = |stretch: LinkPeriod<u32>| {
        let (numbers, others): (Vec<_>, Vec<_>) = codes.iter().partition(|code| number(code.as_ref(), names).is_some());
        let numbers = numbers.into_iter().filter_map(|code| number(code.as_ref(), names));
        let standing = names.links.representatives(numbers, &stretch.one, predecessors);
        let standing = standing.into_iter().map(|number| code(number, names));
        standing.chain(others.into_iter().cloned()).collect()
    };
    names.links.periods().into_iter().map(in_stretch).collect()
}

/// The agency of a row, as it is in each stretch: there is no such row where another stands for it.
pub(super) fn row_of(value: Option<String>, names: &Names, predecessors: bool) -> Vec<Values> {
    let Some(number) = number(value.as_ref(), names) else {
        return dated(BTreeSet::from([value]), names, false);
    };
    let in_stretch = |stretch: LinkPeriod<u32>| {
        let own = (stretch.one.agency(number) == number).then_some(number);
        let standing = names.links.representatives(own, &stretch.one, predecessors);
        standing.into_iter().map(|number| code(number, names)).collect()
    };
    names.links.periods().into_iter().map(in_stretch).collect()
}

pub(super) fn number(code: Option<&String>, names: &Names) -> Option<u32> {
    code.and_then(|code| names.agencies.number(code))
}

pub(super) fn code(number: u32, names: &Names) -> Option<String> {
    names.agencies.code(number).map(ToString::to_string)
}

/// Adds the programmes below these.
pub(super) fn with_children(programmes: &mut Values, names: &Names) {
    loop {
        let before = programmes.len();
        for (child, parent) in (0..).zip(&names.parents) {
            let code = |number: u32| names.programmes.code(number).map(ToString::to_string);
            let Some((child, parent)) = code(child).zip(parent.and_then(code)) else {
                continue;
            };
            if programmes.contains(&Some(parent)) {
                programmes.insert(Some(child));
            }
        }
        if programmes.len() == before {
            return;
        }
    }
}
