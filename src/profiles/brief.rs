//! The paragraph of a country brief: what the institutions of a country benefited from, attended, provided and hosted, and
//! who came, in a sentence or four that say what is certain and no more.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::Value;

use crate::statistics::{Figure, Filters};
use crate::text::{Lang, Multilingual, grouped};
use crate::texts::say;
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
        let activities = |name: &str| {
            self.figures
                .get(name)
                .map_or_else(String::new, |f| counted("brief-activities", f, lang))
        };
        let mut sentences = vec![say(
            lang,
            "brief-country",
            &[
                ("country", self.country),
                ("period", &self.period(lang)),
                ("scope", &self.scope(lang)),
                ("benefited", &activities("benefited")),
                ("attended", &activities("attended")),
                ("provided", &activities("provided")),
                ("hosted", &activities("hosted")),
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

/// A number of activities with its bounds: n, n to m, or n at least.
fn counted(id: &str, figure: &Figure, lang: Lang) -> String {
    let (low, shown) = (figure.low.to_string(), grouped(figure.low, lang));
    match figure.high {
        Some(high) if high == figure.low => say(lang, &format!("{id}-exact"), &[("n", &low), ("shown", &shown)]),
        Some(high) => {
            let args = [
                ("n", &*high.to_string()),
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
        let (uncounted, of) = (figure.uncounted.to_string(), grouped(figure.activities, lang));
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
