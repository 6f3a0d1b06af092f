//! The reconciliation of one claim, and of all of them side by side.

use serde_json::{Value, json};

use super::candidates;
use super::causes::{CauseCandidate, CauseFinder, PossibleCause};
use super::duplicates::{MatchReason, suspicions};
use super::question::{self, NotComparable, Obstacle};
use super::related;
use super::verdict::{Claimed, Recorded, Verdict};
use crate::access::Caller;
use crate::activities::filter::documents_by_key;
use crate::db::Conn;
use crate::directory;
use crate::error::{Error, OrInternal};
use crate::http::problem::ProblemItem;
use crate::published_figures::model::{NewFigure, number};
use crate::published_figures::{draft, store};
use crate::statistics::{AsOfPoint, Dataset, Figure, Note, Question};
use crate::text::Lang;
use crate::texts::say;

/// How many activities one cause lists; its count says how many there are.
pub const MOST_LISTED: usize = 100;

/// What answers for one caller, in one language, from one state of the record.
pub struct Reconciler<'f> {
    dataset: &'f Dataset,
    as_of_point: Option<AsOfPoint>,
    caller: Caller,
    lang: Lang,
}

/// A claim as it is stored, and as it is read.
struct StoredFigure {
    document: Value,
    figure: NewFigure,
}

/// How the record answers a claim.
pub enum Outcome {
    /// It was asked.
    Compared {
        /// The question, with what the caller may see.
        question: Box<Question>,
        /// Its answer.
        figure: Figure,
        /// The answer's numbers.
        recorded: Recorded,
        /// How they compare.
        verdict: Verdict,
        /// What a reader of the figure should know.
        notes: Vec<Note>,
    },
    /// It cannot be asked.
    Not(NotComparable),
}

impl Outcome {
    /// In one word.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Compared { verdict, .. } => *verdict,
            Self::Not(_) => Verdict::NotComparable,
        }
    }
}

impl<'f> Reconciler<'f> {
    /// For a caller who reads a language.
    pub fn new(dataset: &'f Dataset, caller: Caller, lang: Lang) -> Self {
        Self {
            dataset,
            as_of_point: None,
            caller,
            lang,
        }
    }

    /// The same, of where in the past the facts are.
    #[must_use]
    pub fn at_point(self, as_of_point: Option<AsOfPoint>) -> Self {
        Self { as_of_point, ..self }
    }

    /// Puts a claim's question to the record.
    pub fn outcome_of(&self, conn: &mut Conn, claim: &NewFigure) -> Result<Outcome, Error> {
        let question = match question::from_figure(claim) {
            Ok(question) => question.for_caller(&self.caller),
            Err(not) => return Ok(Outcome::Not(not)),
        };
        let (figure, mut notes) = match self.dataset.answer(&question, None) {
            Ok(answer) => (answer.total, answer.notes),
            Err(error) => return NotComparable::refused(directory::suggested(conn, error)).map(Outcome::Not),
        };
        if figure.activities == 0 && figure.undecided == 0 && !question.measure.is_stock() {
            let (id, args) = ("note-empty-scope", Vec::new());
            notes.push(Note { id, args });
        }
        let Some(recorded) = Recorded::from_figure(&figure) else {
            return Ok(Outcome::Not(Obstacle::Withheld.into()));
        };
        Ok(Outcome::Compared {
            verdict: claimed(claim).verdict(&recorded),
            recorded,
            question: Box::new(question),
            figure,
            notes,
        })
    }

    /// The reconciliation of one claim, as the API answers it.
    pub fn reconcile(&self, conn: &mut Conn, segment: &str) -> Result<String, Error> {
        let (_, json) = store::find(conn, segment, self.caller.is_officer())?;
        let claim = StoredFigure::read(serde_json::from_str(&json).or_internal("a stored document cannot be read")?)?;
        let outcome = self.outcome_of(conn, &claim.figure)?;
        let causes = match &outcome {
            Outcome::Compared { question, .. } => self.causes(conn, question)?,
            Outcome::Not(_) => Vec::new(),
        };
        let mut body = json!({"id": claim.member("id"), "version": claim.member("version"), "claim": claim.to_json()});
        self.fill(&mut body, &claim, &outcome);
        let related: Vec<Value> = all_figures(conn)?
            .iter()
            .filter_map(|other| beside(&claim, other))
            .collect();
        if let Some(members) = body.as_object_mut() {
            members.insert("causes".into(), causes.into());
            members.insert("related".into(), related.into());
            for name in ["reconciliation_status", "reconciliation_reason"] {
                members.insert(name.into(), claim.member(name));
            }
        }
        self.date(&mut body);
        Ok(body.to_string())
    }

    /// All claims with their verdicts, in the order they were recorded.
    pub fn summary(&self, conn: &mut Conn, only: &[Verdict]) -> Result<String, Error> {
        let claims = all_figures(conn)?;
        let (mut items, mut counts) = (Vec::new(), vec![0_u64; Verdict::ALL.len()]);
        for claim in &claims {
            let outcome = self.outcome_of(conn, &claim.figure)?;
            let verdict = outcome.verdict();
            for (count, _) in counts.iter_mut().zip(Verdict::ALL).filter(|(_, v)| **v == verdict) {
                *count += 1;
            }
            if !only.is_empty() && !only.contains(&verdict) {
                continue;
            }
            let mut item = json!({"id": claim.member("id"), "claim": claim.to_json()});
            self.fill(&mut item, claim, &outcome);
            if let Some(members) = item.as_object_mut() {
                let others = claims.iter().filter(|other| beside(claim, other).is_some()).count();
                members.insert("related".into(), others.into());
                for name in ["reconciliation_status", "reconciliation_reason"] {
                    members.insert(name.into(), claim.member(name));
                }
            }
            items.push(item);
        }
        let verdicts: serde_json::Map<String, Value> = Verdict::ALL
            .iter()
            .zip(counts)
            .map(|(verdict, count)| (verdict.to_string(), count.into()))
            .collect();
        let mut body = json!({"items": items, "verdicts": verdicts});
        self.date(&mut body);
        Ok(body.to_string())
    }

    /// Says of when an answer is.
    fn date(&self, body: &mut Value) {
        let Some(members) = body.as_object_mut() else { return };
        let as_of_point = self.as_of_point.as_ref();
        members.insert("as_of".into(), json!(as_of_point.map(|at| at.point.at.to_string())));
        members.insert("data_version".into(), self.dataset.seq.into());
        if let Some(edition) = as_of_point.and_then(|as_of_point| as_of_point.edition.as_deref()) {
            members.insert("edition".into(), edition.into());
        }
    }

    /// Every claim's verdict by its id, for the page.
    pub fn verdicts(&self, conn: &mut Conn) -> Result<Vec<(Value, Outcome)>, Error> {
        let claims = all_figures(conn)?;
        claims
            .into_iter()
            .map(|claim| Ok((claim.document, self.outcome_of(conn, &claim.figure)?)))
            .collect()
    }

    /// Question, figure, verdict and differences.
    fn fill(&self, body: &mut Value, claim: &StoredFigure, outcome: &Outcome) {
        let Some(members) = body.as_object_mut() else { return };
        let mut add = |name: &str, value: Value| drop(members.insert(name.to_owned(), value));
        match outcome {
            Outcome::Compared {
                question,
                figure,
                recorded,
                verdict,
                notes,
            } => {
                let claimed = claimed(&claim.figure);
                let at = self.as_of_point.as_ref();
                add(
                    "question",
                    json!({"measure": question.measure, "filters": question.filters.to_json(), "statistics": question.link_at(at),
                           "explain": question.link_to("/api/v1/statistics/explain", at)}),
                );
                add("figure", json!(figure));
                add("verdict", json!(verdict));
                add("missing", json!(claimed.missing(recorded).map(number)));
                add("not_comparable", Value::Null);
                let said: Vec<String> = notes.iter().map(|note| note.say(self.lang)).collect();
                add("notes", said.into());
                let bounds = claimed.against_bounds(recorded);
                add(
                    "differences",
                    json!({"bounds": bounds, "reported": claimed.against_reported(recorded)}),
                );
            }
            Outcome::Not(not) => {
                add("question", Value::Null);
                add("figure", Value::Null);
                add("verdict", json!(Verdict::NotComparable));
                add("missing", Value::Null);
                let detail = say(self.lang, &format!("not-comparable-{}", not.obstacle), &[]);
                let errors: Vec<ProblemItem> = not.faults.iter().map(|f| ProblemItem::new(f, self.lang)).collect();
                add(
                    "not_comparable",
                    json!({"code": not.obstacle, "detail": detail, "errors": errors}),
                );
                add("notes", json!([]));
                add("differences", Value::Null);
            }
        }
    }

    fn causes(&self, conn: &mut Conn, question: &Question) -> Result<Vec<Value>, Error> {
        let finder = CauseFinder::new(self.dataset, question)?;
        let mut causes = Vec::new();
        for (cause, mut candidates) in finder.causes()? {
            if cause == PossibleCause::SuspectedDuplicates {
                let counted = candidates::candidates(conn, &finder.counted_keys())?;
                candidates = suspicions(&counted).into_iter().map(CauseCandidate::from).collect();
            }
            let listed: Vec<i64> = candidates
                .iter()
                .take(MOST_LISTED)
                .map(|candidate| candidate.key)
                .collect();
            let documents = documents_by_key(conn, &listed)?;
            let activities: Vec<Value> = candidates
                .iter()
                .filter_map(|candidate| Some(self.activity_json(candidate, documents.get(&candidate.key)?)))
                .collect();
            let count = candidates.len();
            causes.push(json!({"cause": cause, "effect": cause.effect(), "count": count, "activities": activities}));
        }
        Ok(causes)
    }

    /// An activity with the reason why it is named.
    fn activity_json(&self, candidate: &CauseCandidate, document: &str) -> Value {
        let document: Value = serde_json::from_str(document).unwrap_or_default();
        let member = |name: &str| document.get(name).cloned().unwrap_or_default();
        let args: Vec<(&str, &str)> = candidate
            .args
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        json!({
            "id": member("id"), "code": member("code"), "title": member("title"), "type": member("type"),
            "status": member("status"), "when": member("when"), "why": say(self.lang, &candidate.why, &args),
        })
    }
}

impl From<super::duplicates::Suspicion> for CauseCandidate {
    fn from(suspicion: super::duplicates::Suspicion) -> Self {
        let beside = ("other", suspicion.beside);
        let (why, args) = match suspicion.reason {
            MatchReason::Number { scheme, value } => (
                "why-duplicate-number",
                vec![beside, ("scheme", scheme), ("number", value)],
            ),
            MatchReason::Title => ("why-duplicate-title", vec![beside]),
            MatchReason::Mirror => ("why-duplicate-mirror", vec![beside]),
        };
        Self {
            key: suspicion.key,
            why: why.to_owned(),
            args,
        }
    }
}

/// What a claim allows. A share is the one measure that is no whole number.
fn claimed(claim: &NewFigure) -> Claimed {
    let share = crate::published_figures::model::RecordMeasure::ShareOfWomen;
    Claimed::new(claim.value, claim.qualifier, claim.record_measure != Some(share))
}

impl StoredFigure {
    fn read(document: Value) -> Result<Self, Error> {
        let figure = draft::read(&document, Some(&document))?;
        Ok(Self { document, figure })
    }

    fn member(&self, name: &str) -> Value {
        self.document.get(name).cloned().unwrap_or_default()
    }

    /// What was announced, the number as an interval too.
    fn to_json(&self) -> Value {
        let allowed = claimed(&self.figure);
        json!({
            "measure": self.member("measure"), "value": self.member("value"), "qualifier": self.member("qualifier"),
            "low": number(allowed.low), "high": allowed.high.map(number), "scope": self.member("scope"),
            "since": self.member("since"), "as_of": self.member("as_of"), "statement": self.member("statement"),
            "source": self.member("source"),
        })
    }
}

/// Every claim, in the order they were recorded.
fn all_figures(conn: &mut Conn) -> Result<Vec<StoredFigure>, Error> {
    let documents = store::list(conn, &store::FigureFilter::default(), None, None)?.documents;
    documents
        .iter()
        .map(|json| StoredFigure::read(serde_json::from_str(json).or_internal("a stored document cannot be read")?))
        .collect()
}

/// Another claim about the same thing with another number, as it stands beside this one.
fn beside(claim: &StoredFigure, other: &StoredFigure) -> Option<Value> {
    let itself = claim.member("id") == other.member("id");
    if itself
        || !related::are_of_one_thing(&claim.figure, &other.figure)
        || related::say_the_same(&claim.figure, &other.figure)
    {
        return None;
    }
    let mut value = json!({"id": other.member("id"), "relation": related::relation(&claim.figure, &other.figure)});
    if let (Some(members), Value::Object(told)) = (value.as_object_mut(), other.to_json()) {
        members.extend(told);
    }
    Some(value)
}
