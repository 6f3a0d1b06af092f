//! Rosters in bulk: what a sheet says of tens of thousands of participations, as one command.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::draft::{Defaults, StatedRow};
use super::identity;
use super::model::{Content, OpenRow};
use super::states::{CHUNK, Change, apply, open_of_activities, today};
use crate::activities::consistency::FaultTarget;
use crate::db::Uid;
use crate::db::schema::activities;
use crate::directory::{Kind, Resolver};
use crate::error::{At, Error, Fault};
use crate::input::{Faults, Object};
use crate::ledger::Tx;
use diesel::prelude::*;

/// What rows came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Tally {
    pub created: usize,
    pub changed: usize,
    /// They said nothing new: nothing was written for them.
    pub unchanged: usize,
}

/// Ids that no participation has, with the places of their rows.
pub type Unknown = Vec<(usize, String)>;

/// A row that has been read.
struct Row {
    pointer: String,
    activity: i64,
    participant: i64,
    stated: StatedRow,
    /// The participation that it says it is, and the version that it was exported from.
    id: Option<String>,
    version: Option<i64>,
}

/// Records rows of participations, all or none: each has the members of a participation, `activity` and `participant` as
/// codes. A row is known by its activity and its person; of one that is there, absent members leave what is stored and
/// null clears. Faults point to `/ROW/MEMBER`, rows counted from 0. Each activity is raised once. A row that says which
/// participation it is (`id`) and is another one is refused, and so is one that would change what was changed since the
/// `version` that it says, unless forced; ids that no participation has are given back with the places of their rows.
pub fn record_rows(tx: &mut Tx<'_>, rows: &[Value], force: bool) -> Result<(Tally, Unknown), Error> {
    let faults = RefCell::new(Faults::default());
    let read = read_rows(tx, rows, &faults)?;
    refuse_repeated(&read, &faults);
    let acts: BTreeSet<i64> = read.iter().map(|row| row.activity).collect();
    let acts: Vec<i64> = acts.into_iter().collect();
    refuse_deleted(tx, &read, &acts, &faults)?;
    let mut open: HashMap<(i64, i64), OpenRow> = HashMap::new();
    for state in open_of_activities(tx.conn(), &acts)? {
        open.insert((state.activity, state.participant), state);
    }
    let new: BTreeSet<i64> = read
        .iter()
        .filter(|row| !open.contains_key(&(row.activity, row.participant)))
        .map(|row| row.participant)
        .collect();
    let today = today(tx.conn(), &new.into_iter().collect::<Vec<_>>())?;
    let (mut tally, mut changes, mut first) = (Tally::default(), Vec::new(), HashMap::new());
    let mut unknown = Vec::new();
    let is_another = |id: &String, before: Option<&OpenRow>| before.map(|open| open.uid) != Uid::parse(id);
    let others: Vec<Uid> = read
        .iter()
        .filter_map(|row| {
            let before = open.get(&(row.activity, row.participant));
            Uid::parse(row.id.as_ref().filter(|id| is_another(id, before))?)
        })
        .collect();
    let mut called = identity::called(tx.conn(), &others)?;
    for row in read {
        let before = open.remove(&(row.activity, row.participant));
        if let Some(id) = &row.id
            && is_another(id, before.as_ref())
        {
            match Uid::parse(id).and_then(|id| called.remove(&id)) {
                Some(called) => {
                    let fault = Fault::at(format!("{}/id", row.pointer), "id_of_another");
                    faults.borrow_mut().add(fault.with("code", called));
                    continue;
                }
                None => unknown.extend(row.pointer.get(1..).and_then(|at| Some((at.parse().ok()?, id.clone())))),
            }
        }
        let version = row.version;
        let (role, status) = (row.stated.role, row.stated.status);
        let defaults = match &before {
            Some(open) => Defaults::from(&open.content),
            None => today.get(&row.participant).cloned().flatten().unwrap_or(Defaults::NONE),
        };
        let known = before.as_ref().map(|open| &open.content);
        let after = row
            .stated
            .onto(&defaults, known.map(|k| k.role), known.map(|k| k.status));
        let Some(after) = after else {
            let missing = [("role", role.is_none()), ("status", status.is_none())];
            for (name, _) in missing.into_iter().filter(|(_, missing)| *missing) {
                faults
                    .borrow_mut()
                    .add(Fault::at(format!("{}/{name}", row.pointer), "required"));
            }
            continue;
        };
        if known == Some(&after) {
            tally.unchanged += 1;
            continue;
        }
        if let (Some(before), Some(version), false) = (&before, version, force)
            && version < i64::from(before.version)
        {
            let fault = identity::stale(tx.conn(), before, &after, version)?;
            faults.borrow_mut().add(Fault {
                at: Some(At::Pointer(format!("{}/version", row.pointer))),
                ..fault
            });
            continue;
        }
        if before.is_some() {
            tally.changed += 1;
        } else {
            tally.created += 1;
        }
        let (activity, participant) = (row.activity, row.participant);
        first
            .entry(activity)
            .or_insert_with(|| format!("{}/activity", row.pointer));
        changes.push(Change {
            activity,
            participant,
            before,
            after: Some(after),
        });
    }
    faults.into_inner().or(Some(()))?;
    if !changes.is_empty() {
        apply(tx, &changes, |activity| {
            FaultTarget::Roster(first.get(&activity).map_or("", String::as_str))
        })?;
    }
    Ok((tally, unknown))
}

/// Adds participations that are known to be right to rosters they are not on yet: activity, person and what is said.
pub fn insert_many(tx: &mut Tx<'_>, new: Vec<(i64, i64, Content)>) -> Result<(), Error> {
    let change = |(activity, participant, content)| Change {
        activity,
        participant,
        before: None,
        after: Some(content),
    };
    let changes: Vec<Change> = new.into_iter().map(change).collect();
    apply(tx, &changes, |_| FaultTarget::Roster("")).map(drop)
}

fn read_rows(tx: &mut Tx<'_>, rows: &[Value], faults: &RefCell<Faults>) -> Result<Vec<Row>, Error> {
    let mut refs = Resolver::new(tx.conn());
    let texts = |name: &'static str| rows.iter().filter_map(move |row| row.get(name)?.as_str());
    refs.learn(Kind::Activity, texts("activity"))?;
    refs.learn(Kind::Participant, texts("participant"))?;
    refs.learn(Kind::Agency, texts("agency"))?;
    let mut read = Vec::with_capacity(rows.len());
    for (i, row) in rows.iter().enumerate() {
        let object = Object::open(row, format!("/{i}"), faults);
        let activity = refs.member(&object, Kind::Activity, "activity");
        let activity = object.required("activity", activity);
        let participant = refs.member(&object, Kind::Participant, "participant");
        let participant = object.required("participant", participant);
        let stated = StatedRow::read(&object, &mut refs);
        let (id, version) = (object.code_text("id", 100), object.integer("version", 0..=i64::MAX));
        object.finish();
        if let (Some(activity), Some(participant)) = (activity, participant) {
            let pointer = format!("/{i}");
            read.push(Row {
                pointer,
                activity: activity.key,
                participant: participant.key,
                stated,
                id,
                version,
            });
        }
    }
    refs.finish()?;
    Ok(read)
}

/// One row for each activity and person.
fn refuse_repeated(rows: &[Row], faults: &RefCell<Faults>) {
    let mut seen = std::collections::HashSet::with_capacity(rows.len());
    for row in rows.iter().filter(|row| !seen.insert((row.activity, row.participant))) {
        faults
            .borrow_mut()
            .add(Fault::at(format!("{}/participant", row.pointer), "duplicate"));
    }
}

/// What is deleted takes no rows.
fn refuse_deleted(tx: &mut Tx<'_>, rows: &[Row], acts: &[i64], faults: &RefCell<Faults>) -> Result<(), Error> {
    use crate::db::schema::participants;
    let refuse = |gone: Vec<i64>, key: fn(&Row) -> i64, member: &str, kind: Kind| {
        for row in rows.iter().filter(|row| gone.contains(&key(row))) {
            let fault = Fault::at(format!("{}/{member}", row.pointer), "deleted_reference").with("kind", kind.as_str());
            faults.borrow_mut().add(fault);
        }
    };
    let gone = participants::table
        .filter(participants::deleted_seq.is_not_null())
        .select(participants::id);
    refuse(
        gone.load(tx.conn())?,
        |row| row.participant,
        "participant",
        Kind::Participant,
    );
    let mut gone = Vec::new();
    for chunk in acts.chunks(CHUNK) {
        let of = activities::table.filter(activities::id.eq_any(chunk).and(activities::deleted_seq.is_not_null()));
        gone.extend(of.select(activities::id).load::<i64>(tx.conn())?);
    }
    refuse(gone, |row| row.activity, "activity", Kind::Activity);
    Ok(())
}
