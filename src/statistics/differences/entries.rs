//! The entries of the ledger between two points that can have changed a figure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;
use serde_json::Value;

use super::Cause;
use crate::activities;
use crate::activities::model::Status;
use crate::db::schema::{activities as rows, ledger, participants as people, versions};
use crate::db::{Conn, Instant, Uid};
use crate::directory::Kind;
use crate::error::{Error, OrInternal};
use crate::participants;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub seq: i64,
    pub at: Instant,
    pub action: String,
    pub kind: String,
    pub subject: Uid,
    /// The code that the subject had after it; `None` where it was deleted, and of persons for those who see none.
    pub code: Option<String>,
    /// What changed, by the names of members.
    pub changed: Vec<String>,
}

/// The entries between two points, as far as figures can depend on them.
#[derive(Debug, Default)]
pub struct Entries {
    /// By the activity's key.
    of_activities: BTreeMap<i64, Vec<Entry>>,
    /// Those that left or removed a draft, by sequence number, where the reader sees no drafts.
    hidden: BTreeSet<i64>,
    others: BTreeMap<Cause, Vec<Entry>>,
}

/// How many keys one question names.
const KEYS: usize = 500;

type Line = (i64, Instant, String, String, Uid, String);

/// What somebody who asks may see of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    pub sees_persons: bool,
    pub sees_drafts: bool,
}

/// The kinds of reference data.
const REFERENCE: [Kind; 4] = [Kind::Country, Kind::Programme, Kind::Agency, Kind::Field];

impl Entries {
    /// Reads the entries after `first` up to `last`, as far as the reader may see them.
    pub fn between(conn: &mut Conn, first: i64, last: i64, reader: Reader) -> Result<Self, Error> {
        let kinds: Vec<&str> = REFERENCE
            .into_iter()
            .map(Kind::as_str)
            .chain([activities::KIND])
            .collect();
        let of_persons = ledger::kind
            .eq(participants::KIND)
            .and(ledger::action.eq_any(["merge", "unmerge", "erase"]));
        let lines: Vec<Line> = ledger::table
            .filter(ledger::seq.gt(first).and(ledger::seq.le(last)))
            .filter(ledger::kind.eq_any(kinds).or(of_persons))
            .order(ledger::seq.asc())
            .select((
                ledger::seq,
                ledger::at,
                ledger::action,
                ledger::kind,
                ledger::subject,
                ledger::changed,
            ))
            .load(conn)?;
        let subjects = |kind: &str| -> Vec<Uid> {
            let of_kind = lines.iter().filter(|line| line.3 == kind);
            let once: BTreeSet<Uid> = of_kind.map(|line| line.4).collect();
            once.into_iter().collect()
        };
        let keys = keys_of(conn, &subjects(activities::KIND))?;
        let persons = if reader.sees_persons {
            codes_of_persons(conn, &subjects(participants::KIND))?
        } else {
            HashMap::new()
        };
        let seqs: Vec<i64> = lines.iter().map(|line| line.0).collect();
        let mut left = records_after(conn, &seqs)?;
        let mut entries = Self::default();
        if !reader.sees_drafts {
            entries.hidden = of_drafts(conn, &lines, &left)?;
        }
        for (seq, at, action, kind, subject, changed) in lines {
            let code = left
                .remove(&seq)
                .and_then(|left| left.code)
                .or_else(|| persons.get(&subject).cloned());
            let entry = Entry {
                seq,
                at,
                code,
                changed: changed
                    .split(',')
                    .filter(|name| !name.is_empty())
                    .map(str::to_owned)
                    .collect(),
                subject,
                action,
                kind,
            };
            let cause = match (entry.kind.as_str(), entry.action.as_str()) {
                (kind, _) if kind == activities::KIND => {
                    if let Some(key) = keys.get(&entry.subject) {
                        entries.of_activities.entry(*key).or_default().push(entry);
                    }
                    continue;
                }
                (kind, "erase") if kind == participants::KIND => Cause::Erasure,
                (kind, _) if kind == participants::KIND => Cause::Merge,
                _ => Cause::ReferenceData,
            };
            entries.others.entry(cause).or_default().push(entry);
        }
        Ok(entries)
    }

    /// Whether an activity was recorded between the points.
    pub fn created(&self, key: i64) -> bool {
        let of = self.of_activities.get(&key).into_iter().flatten();
        of.into_iter().any(|entry| entry.action == "create")
    }

    /// Whether an activity that everybody could see was brought back between the points.
    pub fn restored(&self, key: i64) -> bool {
        let of = self.of_activities.get(&key).into_iter().flatten();
        of.into_iter()
            .any(|entry| entry.action == "restore" && !self.hidden.contains(&entry.seq))
    }

    /// Whether anything was entered for an activity between the points.
    pub fn edited(&self, key: i64) -> bool {
        self.of_activities.contains_key(&key)
    }

    /// The entries behind a cause that the reader may see: those of these activities, or those that name none.
    pub fn take(&mut self, cause: Cause, activities: &BTreeSet<i64>) -> Vec<Entry> {
        let mut found = self.others.remove(&cause).unwrap_or_default();
        for key in activities {
            let of = self.of_activities.get(key).into_iter().flatten();
            found.extend(of.filter(|entry| !self.hidden.contains(&entry.seq)).cloned());
        }
        found.sort_by_key(|entry| entry.seq);
        found
    }
}

fn keys_of(conn: &mut Conn, uids: &[Uid]) -> Result<HashMap<Uid, i64>, Error> {
    let mut found = HashMap::with_capacity(uids.len());
    for chunk in uids.chunks(KEYS) {
        let of = rows::table
            .filter(rows::uid.eq_any(chunk))
            .select((rows::uid, rows::id));
        found.extend(of.load::<(Uid, i64)>(conn)?);
    }
    Ok(found)
}

fn codes_of_persons(conn: &mut Conn, uids: &[Uid]) -> Result<HashMap<Uid, String>, Error> {
    let mut found = HashMap::with_capacity(uids.len());
    for chunk in uids.chunks(KEYS) {
        let of = people::table
            .filter(people::uid.eq_any(chunk))
            .select((people::uid, people::code));
        found.extend(of.load::<(Uid, String)>(conn)?);
    }
    Ok(found)
}

/// What an entry left, as its document says.
struct RecordAfter {
    code: Option<String>,
    is_draft: bool,
}

/// What these entries left; nothing of those that deleted a record.
fn records_after(conn: &mut Conn, seqs: &[i64]) -> Result<HashMap<i64, RecordAfter>, Error> {
    let mut found = HashMap::with_capacity(seqs.len());
    for chunk in seqs.chunks(KEYS) {
        let of = versions::table
            .filter(versions::seq.eq_any(chunk))
            .select((versions::seq, versions::document));
        for (seq, document) in of.load::<(i64, Option<String>)>(conn)? {
            let Some(document) = document else { continue };
            let document: Value = serde_json::from_str(&document).or_internal("a stored document cannot be read")?;
            let word = |name: &str| document.get(name).and_then(Value::as_str);
            let left = RecordAfter {
                code: word("code").or_else(|| word("alpha3")).map(str::to_owned),
                is_draft: is_draft(&document),
            };
            found.insert(seq, left);
        }
    }
    Ok(found)
}

fn is_draft(document: &Value) -> bool {
    document.get("status").and_then(Value::as_str) == Some(Status::Draft.as_str())
}

/// Those of the entries that left a draft of an activity, or deleted one.
fn of_drafts(conn: &mut Conn, lines: &[Line], left: &HashMap<i64, RecordAfter>) -> Result<BTreeSet<i64>, Error> {
    let mut drafts: HashMap<Uid, bool> = HashMap::new();
    let mut hidden = BTreeSet::new();
    for (seq, _, _, kind, subject, _) in lines {
        if kind != activities::KIND {
            continue;
        }
        let is_draft = match (left.get(seq), drafts.get(subject)) {
            (Some(left), _) => left.is_draft,
            (None, Some(was_draft)) => *was_draft,
            (None, None) => was_draft(conn, *subject, *seq)?,
        };
        drafts.insert(*subject, is_draft);
        if is_draft {
            hidden.insert(*seq);
        }
    }
    Ok(hidden)
}

/// Whether the activity was a draft before an entry.
fn was_draft(conn: &mut Conn, subject: Uid, seq: i64) -> Result<bool, Error> {
    let document: Option<Option<String>> = versions::table
        .inner_join(rows::table.on(rows::id.eq(versions::record_id)))
        .filter(versions::kind.eq(activities::KIND).and(rows::uid.eq(subject)))
        .filter(versions::seq.lt(seq))
        .order(versions::seq.desc())
        .select(versions::document)
        .first(conn)
        .optional()?;
    let document = document.flatten().and_then(|text| serde_json::from_str(&text).ok());
    Ok(document.is_some_and(|document: Value| is_draft(&document)))
}
