//! The paragraph of a country brief: what the institutions of a country benefited from, attended, provided and hosted, what
//! took place there, and who came, in sentences that say what is certain and no more.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::Value;

use super::names::Names;
use crate::activities::model::Status;
use crate::statistics::{Figure, Filters};
use crate::text::{Lang, Multilingual, grouped};
use crate::texts::{date, form, knows, say};
use crate::time::{PartialDate, Precision};

/// What the paragraph tells.
pub struct BriefContents<'a> {
    /// The country's name.
    pub country: &'a str,
    /// By the names that the profile gives them.
    pub figures: &'a HashMap<&'static str, Figure>,
    /// What was chosen.
    pub filters: &'a Filters,
    /// What programmes and fields are called.
    pub names: &'a Names,
    /// The last activity, as the profile shows it, or null.
    pub last: &'a Value,
    /// The next one.
    pub next: &'a Value,
    /// The day on which it is told.
    pub today: NaiveDate,
}

impl BriefContents<'_> {
    /// The paragraph.
    pub fn paragraph(&self, lang: Lang) -> String {
        let mut sentences = if self.filters.status == [Status::Held] {
            self.of_what_was_held(lang)
        } else {
            self.of_other_statuses(lang)
        };
        sentences.extend(self.undecided(lang));
        sentences.extend(self.figures.get("participations").map(|figure| people(figure, lang)));
        for (id, activity) in [("brief-last", self.last), ("brief-next", self.next)] {
            if let Some((title, when)) = titled(activity, lang) {
                sentences.push(say(lang, id, &[("title", &title), ("day", &when)]));
            }
        }
        sentences.extend(self.coverage(lang));
        let today = date(lang, PartialDate::day(self.today));
        sentences.push(say(lang, "brief-as-of", &[("day", &today)]));
        sentences.join(" ")
    }

    /// What may be theirs besides, said once for all roles: who came, or when, is not stated.
    fn undecided(&self, lang: Lang) -> Option<String> {
        let most = self.figures.values().map(|figure| figure.undecided).max().unwrap_or(0);
        let args = [("n", &*form(most).to_string()), ("shown", &*grouped(most, lang))];
        (most > 0).then(|| say(lang, "brief-undecided", &args))
    }

    /// How much of what the country benefited from is recorded.
    fn coverage(&self, lang: Lang) -> Option<String> {
        let coverage = self.figures.get("benefited")?.coverage;
        Some(coverage.text(lang))
    }

    /// A figure of activities without those that may belong to it, which are said apart.
    fn decided(&self, name: &str) -> Option<Figure> {
        let figure = *self.figures.get(name)?;
        let high = figure
            .high
            .map(|high| high.saturating_sub(figure.undecided).max(figure.low));
        Some(Figure { high, ..figure })
    }

    /// What was done, by verbs.
    fn of_what_was_held(&self, lang: Lang) -> Vec<String> {
        let told = |name: &str, case| {
            let figure = self.decided(name);
            figure.map_or_else(String::new, |figure| clause(name, case, &figure, lang))
        };
        let args = [
            ("country", self.country),
            ("period", &self.period(lang)),
            ("scope", &self.scope(lang)),
            ("benefited", &told("benefited", OF)),
            ("attended", &told("attended", OBJECT)),
            ("provided", &told("provided", OBJECT)),
            ("hosted", &told("hosted", OBJECT)),
        ];
        vec![say(lang, "brief-country", &args), told("took_place", SUBJECT)]
    }

    /// What is announced, postponed or cancelled has not been done: the roles, with the statuses by name.
    fn of_other_statuses(&self, lang: Lang) -> Vec<String> {
        let told = |name: &str| {
            let figure = self.decided(name);
            figure.map_or_else(String::new, |figure| counted(SUBJECT, &figure, lang))
        };
        let statuses = self
            .filters
            .status
            .iter()
            .map(|status| word(lang, "status", status.as_str()));
        let statuses: Vec<String> = statuses.collect();
        let args = [
            ("country", self.country),
            ("statuses", &*statuses.join(&say(lang, "brief-or", &[]))),
            ("period", &self.period(lang)),
            ("scope", &self.scope(lang)),
            ("benefited", &told("benefited")),
            ("attended", &told("attended")),
            ("provided", &told("provided")),
            ("hosted", &told("hosted")),
            ("took_place", &told("took_place")),
        ];
        vec![say(lang, "brief-statuses", &args)]
    }

    /// The period that was chosen, in words that follow what happened in it; empty where none was.
    fn period(&self, lang: Lang) -> String {
        let is_day = |date: PartialDate| date.precision() == Precision::Day;
        let text = |given: PartialDate| match date(lang, given) {
            day if is_day(given) => say(lang, "date-in-text", &[("d", &day)]),
            other => other,
        };
        match (self.filters.from, self.filters.to) {
            (Some(from), Some(to)) => say(lang, "brief-from-to", &[("from", &text(from)), ("to", &text(to))]),
            (Some(from), None) => say(lang, "brief-since", &[("from", &text(from))]),
            (None, Some(to)) if is_day(to) => say(lang, "brief-until-day", &[("to", &date(lang, to))]),
            (None, Some(to)) => say(lang, "brief-until", &[("to", &date(lang, to))]),
            (None, None) => String::new(),
        }
    }

    /// The other filters, in words; empty where nothing was chosen.
    fn scope(&self, lang: Lang) -> String {
        let aside = ["from", "to", "status", "programme_tree"];
        let mut chosen = Vec::new();
        for (name, value) in self.filters.to_json() {
            if aside.contains(&name.as_str()) {
                continue;
            }
            let one = |value: &Value| self.spelt(lang, &name, value);
            let values: Vec<String> = match value.as_array() {
                Some(values) => values.iter().map(one).collect(),
                None => vec![one(&value)],
            };
            let values = values.join(&say(lang, "brief-or", &[]));
            chosen.push(say(
                lang,
                "brief-chosen",
                &[("of", &word(lang, "filter", &name)), ("is", &values)],
            ));
        }
        if chosen.is_empty() {
            String::new()
        } else {
            let chosen = chosen.join(&say(lang, "brief-and", &[]));
            format!(" ({})", say(lang, "brief-only", &[("chosen", &chosen)]))
        }
    }

    /// A filter's value as people call it.
    fn spelt(&self, lang: Lang, filter: &str, value: &Value) -> String {
        let Some(code) = value.as_str() else {
            return say(lang, "brief-not-stated", &[]);
        };
        let name = self.names.name_of(filter, code);
        name.map_or_else(|| word(lang, filter, code), str::to_owned)
    }
}

/// A word of the record in words; what has none is itself.
fn word(lang: Lang, of: &str, code: &str) -> String {
    let id = format!("word-{of}-{code}");
    if knows(lang, &id) {
        say(lang, &id, &[])
    } else {
        code.to_owned()
    }
}

/// A number of activities after a preposition.
const OF: &str = "brief-activities";
/// A number of activities as the object of a verb, which Arabic puts in another case.
const OBJECT: &str = "brief-activities-object";
/// A number of activities as the subject.
const SUBJECT: &str = "brief-activities-subject";

/// What was done with a number of activities; of none, that none is recorded.
fn clause(name: &str, case: &str, figure: &Figure, lang: Lang) -> String {
    let most = form(figure.high.unwrap_or(100)).to_string();
    let most = if figure.high == Some(0) { "0" } else { &most };
    let activities = counted(case, figure, lang);
    say(
        lang,
        &format!("brief-{name}"),
        &[("n", most), ("activities", &activities)],
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

/// Title and day of an activity that a profile shows. A title that is not there in the reader's language says in which it is.
fn titled(activity: &Value, lang: Lang) -> Option<(String, String)> {
    let titles: Multilingual = serde_json::from_value(activity.get("title")?.clone()).ok()?;
    let when = activity.get("when")?;
    let day = when
        .get("start")
        .and_then(Value::as_str)
        .or_else(|| when.get("period")?.as_str())?;
    let (of, title) = [lang]
        .into_iter()
        .chain(Lang::ALL)
        .find_map(|lang| Some((lang, titles.get(lang)?)))?;
    let is_in = if of == lang { "same" } else { of.tag() };
    let title = say(lang, "brief-title", &[("title", title), ("lang", is_in)]);
    Some((
        title,
        PartialDate::parse(day).map_or_else(|| day.to_owned(), |day| date(lang, day)),
    ))
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
                "ولم تستضف أي نشاط مسجَّل",
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
            benefited[0].starts_with("لم تستفد") && benefited[0].ends_with("من أي نشاط مسجَّل"),
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
        assert_eq!(none("benefited"), "n’ont bénéficié d’aucune activité enregistrée");
        assert_eq!(none("attended"), "n’ont assisté à aucune activité enregistrée");
        assert_eq!(none("provided"), "n’ont assuré aucune activité enregistrée");
        assert_eq!(none("hosted"), "n’ont été l’hôte d’aucune activité enregistrée");
        assert_eq!(
            said("benefited", OF, Lang::Fr)[1..3],
            ["ont bénéficié d’une activité", "ont bénéficié de 2 activités"]
        );
        assert_eq!(
            said("provided", OBJECT, Lang::Fr)[1..3],
            ["ont assuré une activité", "ont assuré 2 activités"]
        );
    }

    #[test]
    fn what_took_place_is_counted_as_the_subject() {
        assert_eq!(
            said("took_place", SUBJECT, Lang::En)[..2],
            ["No recorded activity took place there.", "1 activity took place there."]
        );
        let arabic = said("took_place", SUBJECT, Lang::Ar);
        assert_eq!(arabic[1], "وانعقد في هذا البلد نشاط واحد.");
        assert_eq!(arabic[2], "وانعقد في هذا البلد نشاطان.");
        assert_eq!(
            clause("took_place", SUBJECT, &between(151, 151), Lang::Ar),
            "وانعقد في هذا البلد 151 نشاطاً."
        );
    }

    #[test]
    fn dates_are_written_out() {
        let shown = |lang| {
            ["2024", "2024-10", "2024-10-21", "2024-01-01"].map(|text| date(lang, PartialDate::parse(text).unwrap()))
        };
        assert_eq!(
            shown(Lang::En),
            ["2024", "October 2024", "21 October 2024", "1 January 2024"]
        );
        assert_eq!(
            shown(Lang::Fr),
            ["2024", "octobre 2024", "21 octobre 2024", "1er janvier 2024"]
        );
        assert_eq!(
            shown(Lang::Ar),
            ["2024", "أكتوبر 2024", "21 أكتوبر 2024", "1 يناير 2024"]
        );
    }
}
