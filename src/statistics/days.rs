//! How long activities lasted, and how many days people spent at them.

use super::bounds::Figure;
use super::dataset::Activity;

/// How many calendar days an activity lasted, first and last counted: 1 to the length of the month or year that is all
/// that is known of it, those that are listed where they are, 1 to any number where its first or last day is not known at all. Reported where it is stated to
/// the day.
pub fn days(activity: &Activity) -> Figure {
    if let Some(listed) = activity.day_count {
        return Figure {
            low: listed,
            high: Some(listed),
            reported: Some(listed),
        };
    }
    let Some((first, last)) = activity.span else {
        return Figure {
            low: 1,
            high: None,
            reported: None,
        };
    };
    // Of a month or year alone no more is known than that it took place within it.
    let within = activity.ends_on.or((first < last).then_some(last));
    let count = |from: chrono::NaiveDate| {
        let days = within.map(|end| (end - from).num_days().saturating_add(1));
        days.map(|days| u64::try_from(days).unwrap_or_default().max(1))
    };
    let high = count(first);
    let low = activity.ends_on.and_then(|_| count(last)).unwrap_or(1);
    Figure {
        low,
        high,
        reported: high.filter(|high| *high == low && first == last),
    }
}

/// People times days, end by end: none times any number is none.
pub fn person_days(people: Figure, days: Figure) -> Figure {
    let high = match (people.high, days.high) {
        (Some(0), _) | (_, Some(0)) => Some(0),
        (people, days) => people.zip(days).map(|(people, days)| people.saturating_mul(days)),
    };
    let reported = people.reported.zip(days.reported);
    Figure {
        low: people.low.saturating_mul(days.low),
        high,
        reported: reported.map(|(people, days)| people.saturating_mul(days)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::oracle::{SeededRng, Tale};
    use crate::time::PartialDate;

    fn figure(low: u64, high: Option<u64>, reported: Option<u64>) -> Figure {
        Figure { low, high, reported }
    }

    fn lasting(span: Option<&str>, end: Option<&str>) -> Figure {
        let mut activity = Tale::number(0).dataset.get(0).unwrap().clone();
        let end = end.map(|end| crate::time::parse_day(end).unwrap());
        activity.span = span
            .map(|span| PartialDate::parse(span).unwrap())
            .map(|span| (span.first(), end.map_or(span.last(), |end| end.min(span.last()))));
        activity.ends_on = end;
        days(&activity)
    }

    #[test]
    fn first_and_last_day_are_both_counted() {
        assert_eq!(
            lasting(Some("2021-03-18"), Some("2021-03-18")),
            figure(1, Some(1), Some(1))
        );
        assert_eq!(
            lasting(Some("2020-02-27"), Some("2020-03-01")),
            figure(4, Some(4), Some(4))
        );
    }

    #[test]
    fn days_that_are_listed_are_counted_and_not_those_between_them() {
        let mut activity = Tale::number(0).dataset.get(0).unwrap().clone();
        let day = |text: &str| crate::time::parse_day(text).unwrap();
        activity.span = Some((day("1954-03-01"), day("1954-03-01")));
        activity.ends_on = Some(day("1954-04-05"));
        assert_eq!(days(&activity), figure(36, Some(36), Some(36)));
        activity.day_count = Some(6);
        assert_eq!(days(&activity), figure(6, Some(6), Some(6)));
    }

    #[test]
    fn a_month_bounds_what_took_place_in_it_and_nothing_bounds_the_rest() {
        assert_eq!(lasting(Some("2024-02"), None), figure(1, Some(29), None));
        assert_eq!(lasting(Some("2023"), None), figure(1, Some(365), None));
        assert_eq!(lasting(Some("2021-03-18"), None), figure(1, None, None));
        assert_eq!(lasting(None, None), figure(1, None, None));
    }

    #[test]
    fn a_last_day_beyond_the_month_bounds_it_from_below_too() {
        assert_eq!(lasting(Some("2024-02"), Some("2024-03-02")), figure(3, Some(31), None));
        assert_eq!(lasting(Some("2024-02"), Some("2024-02-10")), figure(1, Some(10), None));
        assert_eq!(
            lasting(Some("2024-02"), Some("2024-02-01")),
            figure(1, Some(1), Some(1))
        );
    }

    #[test]
    fn days_hold_every_first_and_last_day_that_fits_and_both_ends_are_attained() {
        let mut rng = SeededRng::new(7);
        let day = |day: u32| chrono::NaiveDate::from_ymd_opt(2024, 2, day).unwrap();
        for _ in 0..20_000 {
            let (first, length) = (1 + rng.below(20), rng.below(6));
            let end = (!rng.once_in(3)).then(|| first + rng.below(9));
            let latest = end.map_or(first + length, |end| end.min(first + length));
            let mut activity = Tale::number(0).dataset.get(0).unwrap().clone();
            activity.span = Some((day(first), day(latest)));
            activity.ends_on = end.map(day);
            let known = days(&activity);
            // Of a period alone it is known that it took place within it; of a first day alone, nothing of the last.
            let last = |start: u32| match end {
                Some(end) => end..=end,
                None if first < latest => start..=latest,
                None => start..=29,
            };
            let all = || (first..=latest).flat_map(|start| last(start).map(move |end| u64::from(end - start + 1)));
            assert_eq!(Some(known.low), all().min());
            let endless = end.is_none() && first == latest;
            assert_eq!(
                known.high,
                all().max().filter(|_| !endless),
                "{first} to {latest}, {end:?}"
            );
        }
    }

    #[test]
    fn person_days_hold_every_number_of_people_and_days_and_none_times_unknown_is_none() {
        let mut rng = SeededRng::new(5);
        for _ in 0..20_000 {
            let mut some = |least: u32| {
                let low = least + rng.below(4);
                let high = Some(low + rng.below(4)).filter(|_| !rng.once_in(4));
                (u64::from(low), high.map(u64::from))
            };
            let (people, days) = (some(0), some(1));
            let (people, days) = (figure(people.0, people.1, None), figure(days.0, days.1, None));
            let product = person_days(people, days);
            // What has no end is looked at up to a number that nothing here reaches otherwise.
            let up_to = |f: Figure| f.low..=f.high.unwrap_or(100);
            let all = || up_to(people).flat_map(|people| up_to(days).map(move |days| people * days));
            assert_eq!(product.low, all().min().unwrap());
            let most = all().max().unwrap();
            assert_eq!(
                product.high,
                Some(most).filter(|most| *most < 100),
                "{people:?} {days:?}"
            );
        }
        assert_eq!(
            person_days(figure(0, Some(0), Some(0)), figure(1, None, None)).high,
            Some(0)
        );
        let known = person_days(figure(43, Some(43), Some(43)), figure(3, Some(3), Some(3)));
        assert_eq!(known, figure(129, Some(129), Some(129)));
        assert_eq!(
            person_days(figure(0, None, Some(40)), figure(3, Some(3), Some(3))).reported,
            Some(120)
        );
        assert_eq!(
            person_days(figure(9, Some(9), Some(9)), figure(1, Some(31), None)).reported,
            None
        );
    }
}
