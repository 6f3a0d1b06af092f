//! Activities that may be one recorded twice. Suspicion is conservative and says its ground: one event number is shared by
//! the copies of a page, but a page can hold several activities; one title is used again every year. So days must overlap.

use std::collections::BTreeMap;
use std::mem::discriminant;

use chrono::NaiveDate;

use crate::activities::model::ActivityType;

/// An activity as far as suspicion needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub key: i64,
    pub code: String,
    /// Its titles, folded, by language.
    pub titles: Vec<(String, String)>,
    /// The days on which it can have been; `None` when undated.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Its first and last day, where both are known to the day.
    pub exact: Option<(NaiveDate, NaiveDate)>,
    pub kind: ActivityType,
    /// External ids: scheme and value.
    pub numbers: Vec<(String, String)>,
    pub programmes: Vec<i64>,
}

/// Why two activities may be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MatchReason {
    /// The same number in the same scheme, and days that overlap.
    Number { scheme: String, value: String },
    /// The same title in one language, whatever the marks, and days that overlap.
    Title,
    /// The same first and last day, type and programme, and titles in different languages only.
    Mirror,
}

/// An activity that may be another one recorded again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspicion {
    pub key: i64,
    /// The code of the one that was recorded before it.
    pub beside: String,
    pub reason: MatchReason,
}

/// The suspicions among activities in the order they were recorded: each activity at most once, beside the first that it
/// may be.
pub fn suspicions(candidates: &[Candidate]) -> Vec<Suspicion> {
    let mut found: BTreeMap<usize, (usize, MatchReason)> = BTreeMap::new();
    let numbers = candidates.iter().map(|c| c.numbers.clone());
    for ((scheme, value), group) in groups(numbers) {
        candidate(candidates, &group, &mut found, may_coincide, || MatchReason::Number {
            scheme: scheme.clone(),
            value: value.clone(),
        });
    }
    let titles = candidates.iter().map(|c| c.titles.clone());
    for group in groups(titles).into_values() {
        candidate(candidates, &group, &mut found, may_coincide, || MatchReason::Title);
    }
    let days = candidates
        .iter()
        .map(|c| c.exact.map(|days| (days, c.kind)).into_iter().collect());
    for group in groups(days).into_values() {
        candidate(candidates, &group, &mut found, are_mirrors, || MatchReason::Mirror);
    }
    let suspicion = |(later, (first, reason)): (usize, (usize, MatchReason))| {
        Some(Suspicion {
            key: candidates.get(later)?.key,
            beside: candidates.get(first)?.code.clone(),
            reason,
        })
    };
    found.into_iter().filter_map(suspicion).collect()
}

/// The places at which each value occurs, where there are several.
fn groups<T: Ord>(values: impl Iterator<Item = Vec<T>>) -> BTreeMap<T, Vec<usize>> {
    let mut groups: BTreeMap<T, Vec<usize>> = BTreeMap::new();
    for (place, values) in values.enumerate() {
        for value in values {
            let places = groups.entry(value).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    }
    groups.retain(|_, places| places.len() > 1);
    groups
}

/// Marks every activity of a group that may be an earlier one of it. A suspicion on another ground that is already there
/// stays, and on the same ground the earliest activity does.
fn candidate(
    candidates: &[Candidate],
    group: &[usize],
    found: &mut BTreeMap<usize, (usize, MatchReason)>,
    may_be_one: impl Fn(&Candidate, &Candidate) -> bool,
    reason: impl Fn() -> MatchReason,
) {
    for (at, later) in group.iter().enumerate() {
        let earlier = group.iter().take(at).find(|earlier| {
            let pair = candidates.get(**earlier).zip(candidates.get(*later));
            pair.is_some_and(|(a, b)| may_be_one(a, b))
        });
        if let Some(earlier) = earlier {
            let suspicion = found.entry(*later).or_insert_with(|| (*earlier, reason()));
            if *earlier < suspicion.0 && discriminant(&suspicion.1) == discriminant(&reason()) {
                *suspicion = (*earlier, reason());
            }
        }
    }
}

/// Whether they can have been on the same day; one without a date can.
fn may_coincide(one: &Candidate, other: &Candidate) -> bool {
    match (one.days, other.days) {
        (Some((a_first, a_last)), Some((b_first, b_last))) => a_first <= b_last && b_first <= a_last,
        _ => true,
    }
}

/// Whether they are of one programme and have titles in different languages only. That the days and the type are the same
/// is known.
fn are_mirrors(one: &Candidate, other: &Candidate) -> bool {
    let languages = |c: &Candidate| c.titles.iter().map(|(lang, _)| lang.clone()).collect::<Vec<_>>();
    let apart = languages(one).iter().all(|lang| !languages(other).contains(lang));
    apart
        && one
            .programmes
            .iter()
            .any(|programme| other.programmes.contains(programme))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        crate::time::parse_day(text).unwrap()
    }

    fn activity(key: i64, title: (&str, &str), days: Option<(&str, &str)>) -> Candidate {
        let days = days.map(|(first, last)| (day(first), day(last)));
        Candidate {
            key,
            code: format!("ACT{key}"),
            titles: vec![(title.0.into(), title.1.into())],
            days,
            exact: days,
            kind: ActivityType::Webinar,
            numbers: Vec::new(),
            programmes: vec![1],
        }
    }

    const MARCH: Option<(&str, &str)> = Some(("2021-03-18", "2021-03-19"));

    #[test]
    fn the_same_title_on_other_days_is_another_activity() {
        let december = activity(1, ("en", "sdg 9 indicators"), Some(("2023-12-05", "2023-12-07")));
        let january = activity(2, ("en", "sdg 9 indicators"), Some(("2024-01-16", "2024-01-18")));
        assert_eq!(suspicions(&[december.clone(), january]), []);
        let undated = activity(3, ("en", "sdg 9 indicators"), None);
        let found = suspicions(&[december, undated]);
        assert_eq!(
            (found[0].key, found[0].beside.as_str(), &found[0].reason),
            (3, "ACT1", &MatchReason::Title)
        );
    }

    #[test]
    fn one_event_number_counts_only_where_the_days_overlap() {
        let with_number = |key, title, days| Candidate {
            numbers: vec![("sesric_event_id".into(), "2470".into())],
            ..activity(key, ("en", title), days)
        };
        let all = [
            with_number(1, "one", MARCH),
            with_number(2, "two", Some(("2021-03-19", "2021-03-20"))),
            with_number(3, "three", Some(("2022-01-01", "2022-01-01"))),
        ];
        let found = suspicions(&all);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].key, found[0].beside.as_str()), (2, "ACT1"));
        assert!(matches!(&found[0].reason, MatchReason::Number { value, .. } if value == "2470"));
    }

    #[test]
    fn a_mirror_has_its_days_its_type_and_its_programme_and_no_language_in_common() {
        let (english, arabic) = (
            activity(1, ("en", "webinar"), MARCH),
            activity(2, ("ar", "ندوة"), MARCH),
        );
        assert_eq!(
            suspicions(&[english.clone(), arabic.clone()])[0].reason,
            MatchReason::Mirror
        );
        let second = activity(3, ("en", "another webinar"), MARCH);
        assert_eq!(suspicions(&[english.clone(), second]), []);
        let elsewhere = Candidate {
            programmes: vec![2],
            ..arabic
        };
        assert_eq!(suspicions(&[english, elsewhere]), []);
    }

    #[test]
    fn of_several_that_it_may_be_the_first_is_named_whatever_their_titles() {
        for (english, arabic) in [("alpha", "b"), ("zeta", "b"), ("beta", "z")] {
            let with_both = Candidate {
                titles: vec![("ar".into(), arabic.into()), ("en".into(), english.into())],
                ..activity(3, ("en", english), MARCH)
            };
            for (first, second) in [(("en", english), ("ar", arabic)), (("ar", arabic), ("en", english))] {
                let all = [activity(1, first, MARCH), activity(2, second, MARCH), with_both.clone()];
                let found = suspicions(&all);
                let named: Vec<(i64, &str)> = found.iter().map(|s| (s.key, s.beside.as_str())).collect();
                assert!(named.contains(&(3, "ACT1")), "{found:?}");
            }
        }
    }

    #[test]
    fn three_copies_are_two_too_many() {
        let copies: Vec<Candidate> = (1..=3).map(|key| activity(key, ("en", "same"), MARCH)).collect();
        let found = suspicions(&copies);
        assert_eq!(
            found.iter().map(|s| (s.key, s.beside.as_str())).collect::<Vec<_>>(),
            [(2, "ACT1"), (3, "ACT1")]
        );
    }
}
