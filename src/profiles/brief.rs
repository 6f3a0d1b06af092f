//! The paragraph of a country brief: what the institutions of a country benefited from, attended, provided and hosted, and
//! who came, in a sentence or four that say what is certain and no more.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::Value;

use crate::statistics::{Figure, Filters};
use crate::text::{Lang, Multilingual, grouped};
use crate::texts::{form, say};
use crate::time::PartialDate;

/// What the paragraph tells.
pub struct Told<'a> {
    /// The country's name.
    pub country: &'a str,
    /// By the names that the profile gives them.
    pub figures: &'a HashMap<&'static str, Figure>,
    /// What was chosen.
    pub filters: &'a Filters,
    /// The last activity, as the profile shows it, or null.
    pub last: &'a Value,
    /// The next one.
    pub next: &'a Value,
    /// The day on which it is told.
    pub today: NaiveDate,
}

impl Told<'_> {
    /// The paragraph.
    pub fn say(&self, lang: Lang) -> String {
        let told = |name: &str, case| {
            let figure = self.figures.get(name);
            figure.map_or_else(String::new, |figure| clause(name, case, figure, lang))
        };
        let mut sentences = vec![say(
            lang,
            "brief-country",
            &[
                ("country", self.country),
                ("period", &self.period(lang)),
                ("scope", &self.scope(lang)),
                ("benefited", &told("benefited", OF)),
                ("attended", &told("attended", OBJECT)),
                ("provided", &told("provided", OBJECT)),
                ("hosted", &told("hosted", OBJECT)),
            ],
        )];
        sentences.extend(self.figures.get("participations").map(|figure| people(figure, lang)));
        for (id, activity) in [("brief-last", self.last), ("brief-next", self.next)] {
            if let Some((title, day)) = titled(activity, lang) {
                sentences.push(say(lang, id, &[("title", &title), ("day", &day)]));
            }
        }
        sentences.push(say(lang, "brief-as-of", &[("day", &self.today.to_string())]));
        sentences.join(" ")
    }

    /// The period that was chosen, in words that follow what happened in it; empty where none was.
    fn period(&self, lang: Lang) -> String {
        let text = |date: PartialDate| date.to_string();
        match (self.filters.from.map(text), self.filters.to.map(text)) {
            (Some(from), Some(to)) => say(lang, "brief-from-to", &[("from", &from), ("to", &to)]),
            (Some(from), None) => say(lang, "brief-since", &[("from", &from)]),
            (None, Some(to)) => say(lang, "brief-until", &[("to", &to)]),
            (None, None) => say(lang, "brief-always", &[]),
        }
    }

    /// The other filters, by code; empty where nothing was chosen.
    fn scope(&self, lang: Lang) -> String {
        let aside = ["from", "to", "status"];
        let mut chosen = Vec::new();
        for (name, value) in self.filters.to_json() {
            if aside.contains(&name.as_str()) {
                continue;
            }
            let values = value
                .as_array()
                .map_or_else(|| vec![spelt(&value)], |values| values.iter().map(spelt).collect());
            chosen.push(format!("{name}: {}", values.join(", ")));
        }
        if chosen.is_empty() {
            String::new()
        } else {
            format!(" ({})", say(lang, "brief-only", &[("chosen", &chosen.join("; "))]))
        }
    }
}

fn spelt(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A number of activities after a preposition.
const OF: &str = "brief-activities";
/// A number of activities as the object of a verb, which Arabic puts in another case.
const OBJECT: &str = "brief-activities-object";

/// What was done with a number of activities; of none, that it was not done.
fn clause(name: &str, case: &str, figure: &Figure, lang: Lang) -> String {
    let most = figure.high.unwrap_or(u64::MAX).to_string();
    let activities = counted(case, figure, lang);
    say(
        lang,
        &format!("brief-{name}"),
        &[("n", &most), ("activities", &activities)],
    )
}

/// A number with its bounds: n, n to m, or n at least.
fn counted(id: &str, figure: &Figure, lang: Lang) -> String {
    let (low, shown) = (form(figure.low).to_string(), grouped(figure.low, lang));
    match figure.high {
        Some(high) if high == figure.low => say(lang, &format!("{id}-exact"), &[("n", &low), ("shown", &shown)]),
        Some(high) => {
            let args = [
                ("n", &*form(high).to_string()),
                ("low", &*shown),
                ("high", &*grouped(high, lang)),
            ];
            say(lang, &format!("{id}-between"), &args)
        }
        None => say(lang, &format!("{id}-least"), &[("n", &low), ("shown", &shown)]),
    }
}

/// Who came, with what is certain and what is missing.
fn people(figure: &Figure, lang: Lang) -> String {
    let mut said = match (figure.low, figure.high) {
        _ if figure.withheld => say(lang, "brief-people-unknown", &[]),
        (0, None) => say(lang, "brief-people-unknown", &[]),
        _ => say(
            lang,
            "brief-people",
            &[("participations", &counted("brief-participations", figure, lang))],
        ),
    };
    if figure.uncounted > 0 {
        let (uncounted, of) = (form(figure.uncounted).to_string(), grouped(figure.activities, lang));
        let shown = grouped(figure.uncounted, lang);
        said.push(' ');
        said.push_str(&say(
            lang,
            "brief-uncounted",
            &[("n", &uncounted), ("shown", &shown), ("of", &of)],
        ));
    }
    said
}

/// Title and day of an activity that a profile shows.
fn titled(activity: &Value, lang: Lang) -> Option<(String, String)> {
    let title: Multilingual = serde_json::from_value(activity.get("title")?.clone()).ok()?;
    let when = activity.get("when")?;
    let day = when
        .get("start")
        .and_then(Value::as_str)
        .or_else(|| when.get("period")?.as_str())?;
    Some((title.best(lang).to_owned(), day.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(low: u64, high: u64) -> Figure {
        Figure {
            low,
            high: Some(high),
            ..Figure::default()
        }
    }

    fn said(name: &str, case: &str, lang: Lang) -> Vec<String> {
        let numbers = [0, 1, 2, 3, 10, 11, 99, 100, 103, 111].map(|n| between(n, n));
        let numbers = numbers.iter().map(|figure| clause(name, case, figure, lang));
        numbers.collect()
    }

    #[test]
    fn what_is_counted_after_a_verb_is_in_the_accusative_in_arabic() {
        assert_eq!(
            said("hosted", OBJECT, Lang::Ar),
            [
                "ولم تستضف أي نشاط",
                "واستضافت نشاطاً واحداً",
                "واستضافت نشاطين",
                "واستضافت 3 أنشطة",
                "واستضافت 10 أنشطة",
                "واستضافت 11 نشاطاً",
                "واستضافت 99 نشاطاً",
                "واستضافت 100 نشاط",
                "واستضافت 103 أنشطة",
                "واستضافت 111 نشاطاً",
            ]
        );
        for (name, verb) in [("attended", "وحضرت"), ("provided", "وقدّمت")] {
            assert_eq!(said(name, OBJECT, Lang::Ar)[1], format!("{verb} نشاطاً واحداً"));
        }
        let benefited = said("benefited", OF, Lang::Ar);
        assert!(
            benefited[0].starts_with("لم تستفد") && benefited[0].ends_with("من أي نشاط"),
            "{}",
            benefited[0]
        );
        assert!(benefited[1].ends_with("من نشاط واحد") && benefited[2].ends_with("من نشاطين"));
        let hosted = |low, high| clause("hosted", OBJECT, &between(low, high), Lang::Ar);
        assert_eq!(hosted(0, 1), "واستضافت نشاطاً واحداً على الأكثر");
        assert_eq!(hosted(0, 2), "واستضافت نشاطين على الأكثر");
        assert_eq!(hosted(1, 2), "واستضافت نشاطاً واحداً أو نشاطين");
        assert_eq!(hosted(0, 11), "واستضافت ما بين 0 و11 نشاطاً");
    }

    #[test]
    fn what_was_not_done_is_denied_in_french() {
        let none = |name: &str| said(name, OBJECT, Lang::Fr)[0].clone();
        assert_eq!(none("benefited"), "n’ont bénéficié d’aucune activité");
        assert_eq!(none("attended"), "n’ont assisté à aucune activité");
        assert_eq!(none("provided"), "n’ont assuré aucune activité");
        assert_eq!(none("hosted"), "n’ont accueilli aucune activité");
        assert_eq!(
            said("provided", OBJECT, Lang::Fr)[1..3],
            ["ont assuré 1 activité", "ont assuré 2 activités"]
        );
    }
}
