//! The question that a claim answers, or why the record has none.

use crate::codes;
use crate::error::{Error, Fault};
use crate::input::{Code, Params};
use crate::published_figures::model::NewFigure;
use crate::statistics::{Measure, Question};
use crate::time::PartialDate;

codes! {
    /// Why the record cannot be held against a claim.
    pub enum Obstacle {
        /// No measure of the record counts what was announced.
        NoMeasure = "no_measure",
        /// The measure is one that is not answered.
        UnknownMeasure = "unknown_measure",
        /// Its scope is in words only.
        NoFilter = "no_filter",
        /// The statistics refuse its filter.
        RefusedFilter = "refused_filter",
        /// Its filter and its dates leave no day.
        EmptyPeriod = "empty_period",
        /// The record's figure is withheld from the caller.
        Withheld = "withheld",
    }
}

/// Why a claim is not compared, with what is wrong in particular.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotComparable {
    pub obstacle: Obstacle,
    pub faults: Vec<Fault>,
}

impl From<Obstacle> for NotComparable {
    fn from(obstacle: Obstacle) -> Self {
        Self {
            obstacle,
            faults: Vec::new(),
        }
    }
}

impl NotComparable {
    /// What the statistics refuse; anything else that went wrong stays what it is.
    pub fn refused(error: Error) -> Result<Self, Error> {
        match error {
            Error::Invalid(faults) | Error::Unreadable(faults) => Ok(Self {
                obstacle: Obstacle::RefusedFilter,
                faults,
            }),
            error => Err(error),
        }
    }
}

/// The question, read from the claim's measure, filter, `since` and `as_of`. A filter may have a period of its own: then
/// both hold. What stood on a day of the world is asked by `to`, not by the record's own `as_of`.
pub fn from_figure(claim: &NewFigure) -> Result<Question, NotComparable> {
    let measure = claim.record_measure.ok_or(Obstacle::NoMeasure)?;
    let measure = Measure::from_code(measure.as_str()).ok_or(Obstacle::UnknownMeasure)?;
    let filter = claim.record_filter.as_deref().ok_or(Obstacle::NoFilter)?;
    let refused = |error| NotComparable::refused(error).unwrap_or_else(|_| Obstacle::RefusedFilter.into());
    let filter = if filter == "all" { "" } else { filter };
    let params = Params::parse(&format!("measure={measure}&{filter}")).map_err(refused)?;
    let mut question = Question::read(&params);
    params.finish().map_err(refused)?;
    // The total is the same however it is split.
    question.by.clear();
    let filters = &mut question.filters;
    let later = |a: PartialDate, b: PartialDate| if b.first() > a.first() { b } else { a };
    let earlier = |a: PartialDate, b: PartialDate| if b.last() < a.last() { b } else { a };
    // What there is on a day is there since whenever.
    if !measure.is_stock() {
        filters.from = both(filters.from, claim.since, later);
    }
    filters.to = both(filters.to, claim.as_of, earlier);
    match (filters.from, filters.to) {
        (Some(from), Some(to)) if from.first() > to.last() => Err(Obstacle::EmptyPeriod.into()),
        _ => Ok(question),
    }
}

fn both<T>(one: Option<T>, other: Option<T>, choose: impl Fn(T, T) -> T) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(choose(one, other)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published_figures::draft;
    use serde_json::json;

    fn ask_of(
        measure: Option<&str>,
        filter: Option<&str>,
        since: Option<&str>,
        as_of: Option<&str>,
    ) -> Result<String, Obstacle> {
        let body = json!({"measure": "x", "value": 1, "scope": "x", "statement": "x", "record_measure": measure,
                          "record_filter": filter, "since": since, "as_of": as_of});
        // As it stands in the record, whatever would be taken today.
        from_figure(&draft::read(&body, Some(&body)).unwrap())
            .map(|question| question.link())
            .map_err(|not| not.obstacle)
    }

    #[test]
    fn since_and_as_of_are_the_period_in_which_it_happened() {
        let link = ask_of(
            Some("participations"),
            Some("field=sti"),
            Some("2007"),
            Some("2024-10-21"),
        )
        .unwrap();
        assert_eq!(
            link,
            "/api/v1/statistics?measure=participations&status=held&field=sti&from=2007&to=2024-10-21"
        );
        let all = ask_of(Some("activities"), Some("all"), None, None).unwrap();
        assert_eq!(all, "/api/v1/statistics?measure=activities&status=held");
    }

    #[test]
    fn a_period_of_the_filters_own_holds_beside_the_claims() {
        let link = ask_of(
            Some("activities"),
            Some("from=2010&to=2030"),
            Some("2007"),
            Some("2024-10-21"),
        )
        .unwrap();
        assert!(link.ends_with("from=2010&to=2024-10-21"), "{link}");
        let apart = ask_of(Some("activities"), Some("from=2010"), None, Some("2009"));
        assert_eq!(apart, Err(Obstacle::EmptyPeriod));
    }

    #[test]
    fn what_cannot_be_asked_says_why() {
        for (measure, filter, why) in [
            (None, None, Obstacle::NoMeasure),
            (Some("activities"), None, Obstacle::NoFilter),
            (Some("activities"), Some("sector=health"), Obstacle::RefusedFilter),
            (Some("activities"), Some("measure=people"), Obstacle::RefusedFilter),
            (Some("activities"), Some("sex=female"), Obstacle::RefusedFilter),
        ] {
            assert_eq!(ask_of(measure, filter, None, None), Err(why), "{filter:?}");
        }
        assert!(ask_of(Some("activities"), Some("by=year"), None, None).is_ok());
    }
}
