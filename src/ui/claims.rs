//! The published figures on the page, each with what the record answers.

use serde_json::Value;

use super::overview::{OverviewFigure, certain, shown};
use crate::access::Caller;
use crate::db::Conn;
use crate::error::Error;
use crate::published_figures::reconciliation::{Outcome, Reconciler, Verdict};
use crate::statistics::Dataset;
use crate::text::{Lang, grouped};
use crate::texts::{date, say};
use crate::time::PartialDate;

/// A published figure with the record's answer, language left open.
#[derive(Debug, Clone)]
pub struct ReconciledFigure {
    statement: String,
    source: Option<String>,
    value: f64,
    qualifier: String,
    as_of: String,
    verdict: Verdict,
    recorded: Option<OverviewFigure>,
}

/// A row of the page.
pub struct Row {
    pub statement: String,
    pub source: Option<String>,
    pub figure: String,
    /// Written out; empty where it is not known.
    pub as_of: String,
    /// What the record says: the figure in words; empty where it cannot be asked.
    pub recorded: String,
    /// What somebody stated, where that is not the whole.
    pub note: Option<String>,
    pub verdict: String,
    /// For the style: the verdict's code.
    pub mark: &'static str,
}

/// The claims that the record can be held against come first, those since 2007 before the others: they stand beside the
/// totals above; the newest before the older ones.
pub fn load(conn: &mut Conn, dataset: &Dataset) -> Result<Vec<ReconciledFigure>, Error> {
    let mut claims: Vec<((bool, bool), ReconciledFigure)> = Vec::new();
    for (document, outcome) in Reconciler::new(dataset, Caller::default(), Lang::En).verdicts(conn)? {
        let claim = claimed(&document, &outcome);
        let beside = document.get("since").and_then(Value::as_str) == Some("2007");
        claims.push(((claim.verdict == Verdict::NotComparable, !beside), claim));
    }
    claims.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.as_of.cmp(&a.1.as_of)));
    Ok(claims.into_iter().map(|(_, claim)| claim).collect())
}

fn claimed(document: &Value, outcome: &Outcome) -> ReconciledFigure {
    let text = |name: &str| {
        document
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    ReconciledFigure {
        statement: text("statement"),
        source: Some(text("source")).filter(|source| source.starts_with("http")),
        value: document.get("value").and_then(Value::as_f64).unwrap_or_default(),
        qualifier: text("qualifier"),
        as_of: text("as_of"),
        verdict: outcome.verdict(),
        recorded: match outcome {
            Outcome::Compared { figure, .. } => Some(shown(figure)),
            Outcome::Not(_) => None,
        },
    }
}

impl ReconciledFigure {
    /// The row in a language.
    pub fn row(&self, lang: Lang) -> Row {
        let whole = format!("{:.0}", self.value);
        let whole = whole.parse().ok().filter(|_| self.value.fract() == 0.0);
        let number = whole.map_or_else(|| self.value.to_string(), |n| grouped(n, lang));
        let reported = self.recorded.as_ref().filter(|figure| figure.high != Some(figure.low));
        Row {
            statement: self.statement.clone(),
            source: self.source.clone(),
            figure: say(
                lang,
                &format!("page-qualifier-{}", self.qualifier),
                &[("shown", &number)],
            ),
            as_of: PartialDate::parse(&self.as_of).map_or_else(String::new, |day| date(lang, day)),
            recorded: self
                .recorded
                .as_ref()
                .map(|figure| certain(figure, lang))
                .unwrap_or_default(),
            note: reported
                .and_then(|figure| figure.reported)
                .map(|reported| say(lang, "page-note-reported", &[("shown", &grouped(reported, lang))])),
            verdict: say(lang, &format!("page-verdict-{}", self.verdict), &[]),
            mark: self.verdict.as_str(),
        }
    }
}
