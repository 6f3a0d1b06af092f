//! Participations in the database: reading their open states, and changing rosters.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use serde_json::{Value, json};

use super::KIND;
use super::draft::{Defaults, Participant, StatedRow, who};
use super::model::OpenRow;
use super::states::{Change, apply, open_between, open_by_number, open_by_uid, today};
use crate::activities::consistency::FaultTarget;
use crate::activities::store;
use crate::db::schema::{activities, agencies, countries, participants as people, participations};
use crate::db::{Conn, Uid};
use crate::directory::Resolver;
use crate::error::{Error, Fault, OrInternal};
use crate::http::write::Precondition;
use crate::input::{Faults, Object};
use crate::ledger::Tx;
use crate::paging::Page;
use crate::participants;

/// Where participations are found.
pub const PATH: &str = "/api/v1/participations";

/// How many one request may add.
pub const MOST: usize = 500;

/// Reads a body (one participation, or `{"items": [...]}`) and adds what it says to an activity's roster, all or none.
/// Gives the ids of the new participations.
pub fn record(tx: &mut Tx<'_>, activity: &str, body: &Value) -> Result<Vec<Uid>, Error> {
    let activity = store::key_of(tx.conn(), activity, true)?;
    let mut refs = Resolver::new(tx.conn());
    let faults = RefCell::new(Faults::default());
    let drafts = read_items(body, &faults, &mut refs);
    refs.finish()?;
    let known: Vec<i64> = drafts.iter().filter_map(Draft::person_key).collect();
    let today = today(tx.conn(), &known)?;
    refuse_repeated(&drafts, &today, &faults);
    faults.into_inner().or(Some(()))?;
    let on_roster: HashSet<i64> = participations::table
        .filter(
            participations::activity_id
                .eq(activity)
                .and(participations::to_seq.is_null()),
        )
        .filter(participations::participant_id.eq_any(&known))
        .select(participations::participant_id)
        .load(tx.conn())?
        .into_iter()
        .collect();
    let mut changes = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let (participant, defaults) = match &draft.who {
            Participant::Known(key) if on_roster.contains(key) => {
                return Err(Error::Conflict(Fault::at(draft.pointer, "already_on_roster")));
            }
            Participant::Known(key) => (*key, today.get(key).cloned().flatten().unwrap_or(Defaults::NONE)),
            Participant::New(person) => {
                let written = participants::store::insert_read(tx, person, &format!("{}/code", draft.pointer))?;
                (written.key, Defaults::from_person(person))
            }
        };
        let after = draft.stated.onto(&defaults, None, None);
        changes.push(Change {
            activity,
            participant,
            before: None,
            after: Some(after.or_internal("a row that was just written is not there")?),
        });
    }
    let told = if body.get("items").is_some() { "/items" } else { "" };
    apply(tx, &changes, |_| FaultTarget::Roster(told))
}

/// A participation to add, where its person was stated.
struct Draft {
    pointer: String,
    who: Participant,
    stated: StatedRow,
}

impl Draft {
    fn person_key(&self) -> Option<i64> {
        match self.who {
            Participant::Known(key) => Some(key),
            Participant::New(_) => None,
        }
    }
}

fn read_items(body: &Value, faults: &RefCell<Faults>, refs: &mut Resolver<'_>) -> Vec<Draft> {
    if body.get("items").is_none() {
        return read_one(body, "", faults, refs).into_iter().collect();
    }
    let object = Object::open(body, "", faults);
    let items = object.list("items", MOST);
    if object
        .value("items")
        .is_none_or(|items| items.as_array().is_some_and(Vec::is_empty))
    {
        object.fault("items", "required");
    }
    object.finish();
    items
        .into_iter()
        .filter_map(|(pointer, item)| read_one(item, &pointer, faults, refs))
        .collect()
}

fn read_one(body: &Value, pointer: &str, faults: &RefCell<Faults>, refs: &mut Resolver<'_>) -> Option<Draft> {
    let object = Object::open(body, pointer, faults);
    crate::input::read_only(&object, &["id", "version", "activity"], None);
    let who = who(&object, refs);
    let stated = StatedRow::read(&object, refs);
    object.required("role", stated.role);
    object.required("status", stated.status);
    object.finish();
    Some(Draft {
        pointer: object.pointer("participant"),
        who: who?,
        stated,
    })
}

fn refuse_repeated(drafts: &[Draft], today: &HashMap<i64, Option<Defaults>>, faults: &RefCell<Faults>) {
    let mut seen = HashSet::new();
    for draft in drafts {
        let Some(key) = draft.person_key() else { continue };
        if today.get(&key).is_none_or(Option::is_none) {
            let fault = Fault::at(draft.pointer.clone(), "deleted_reference").with("kind", participants::KIND);
            faults.borrow_mut().add(fault);
        } else if !seen.insert(key) {
            faults.borrow_mut().add(Fault::at(draft.pointer.clone(), "duplicate"));
        }
    }
}

/// The open state of a participation that may be seen: of an activity that is there.
fn open(conn: &mut Conn, segment: &str) -> Result<OpenRow, Error> {
    let uid = Uid::parse(segment).ok_or(Error::NotFound(KIND))?;
    let Some(open) = open_by_uid(conn, &[uid])?.pop() else {
        let closed: i64 = participations::table
            .filter(participations::uid.eq(uid).and(participations::to_seq.is_not_null()))
            .count()
            .get_result(conn)?;
        return Err(if closed > 0 {
            Error::Gone(KIND)
        } else {
            Error::NotFound(KIND)
        });
    };
    store::require_visible(conn, open.activity, true, KIND)?;
    Ok(open)
}

/// One participation: its version and its document.
pub fn find(conn: &mut Conn, segment: &str) -> Result<(i32, String), Error> {
    let open = open(conn, segment)?;
    let version = open.version;
    let json = documents(conn, &[open])?
        .pop()
        .or_internal("a row of a roster has no document")?;
    Ok((version, json.to_string()))
}

/// The document of a participation again, for an answer that is repeated.
pub fn reread(conn: &mut Conn, uid: Uid) -> Result<String, Error> {
    find(conn, &uid.to_string()).map(|(_, json)| json)
}

/// The participations that came with this one in one request, as far as they are still there, for an answer that is
/// repeated.
pub fn reread_batch(conn: &mut Conn, first: Uid) -> Result<String, Error> {
    let first = open(conn, &first.to_string())?;
    let until = first.number + i64::try_from(MOST).unwrap_or(i64::MAX);
    let open = open_between(conn, first.activity, first.number, until)?;
    // What one request made began in one entry of the ledger.
    let persons: Vec<i64> = open.iter().map(|open| open.participant).collect();
    let begun: HashMap<i64, Option<i64>> = participations::table
        .filter(
            participations::participant_id
                .eq_any(&persons)
                .and(participations::activity_id.eq(first.activity)),
        )
        .group_by(participations::number)
        .select((participations::number, diesel::dsl::min(participations::from_seq)))
        .load(conn)?
        .into_iter()
        .collect();
    let together = open
        .into_iter()
        .filter(|open| begun.get(&open.number) == begun.get(&first.number))
        .collect();
    batch(conn, together)
}

/// Several participations as one answer, in the order in which they were made.
fn batch(conn: &mut Conn, mut open: Vec<OpenRow>) -> Result<String, Error> {
    open.sort_by_key(|open| open.number);
    Ok(json!({"items": documents(conn, &open)?}).to_string())
}

/// The documents of these participations as one answer.
pub fn several(conn: &mut Conn, uids: &[Uid]) -> Result<String, Error> {
    let open = open_by_uid(conn, uids)?;
    batch(conn, open)
}

/// A page of an activity's roster in the order in which it was recorded, the cursor of the next page, and the total
/// where it was asked for.
pub fn list(conn: &mut Conn, activity: &str, page: &Page) -> Result<(Vec<String>, Option<String>, Option<i64>), Error> {
    let activity = store::key_of(conn, activity, true)?;
    let of = participations::table.filter(
        participations::activity_id
            .eq(activity)
            .and(participations::to_seq.is_null()),
    );
    let after = page.after.as_ref().map_or(0, |cursor| cursor.key);
    let mut numbers: Vec<i64> = of
        .filter(participations::number.gt(after))
        .order(participations::number.asc())
        .limit(page.limit + 1)
        .select(participations::number)
        .load(conn)?;
    let more = numbers.len() > usize::try_from(page.limit).unwrap_or(usize::MAX);
    if more {
        numbers.pop();
    }
    let cursor = |key: &i64| page.cursor("", *key);
    let next = numbers.last().filter(|_| more).map(cursor);
    let total = if page.count {
        Some(of.count().get_result(conn)?)
    } else {
        None
    };
    let mut open = open_by_number(conn, &numbers)?;
    open.sort_by_key(|open| open.number);
    Ok((
        documents(conn, &open)?.iter().map(Value::to_string).collect(),
        next,
        total,
    ))
}

/// The one order of a roster.
pub const SORT: &str = "number";

/// What the API answers of these participations, in the same order.
fn documents(conn: &mut Conn, open: &[OpenRow]) -> Result<Vec<Value>, Error> {
    fn keys(open: &[OpenRow], key: impl Fn(&OpenRow) -> Option<i64>) -> Vec<i64> {
        open.iter()
            .filter_map(key)
            .collect::<HashSet<_>>()
            .into_iter()
            .collect()
    }
    macro_rules! named {
        ($table:ident, $name:ident, $keys:expr) => {
            $table::table
                .filter($table::id.eq_any($keys))
                .select(($table::id, $table::$name))
                .load::<(i64, _)>(conn)?
                .into_iter()
                .collect()
        };
    }
    let acts: HashMap<i64, Uid> = named!(activities, uid, keys(open, |o| Some(o.activity)));
    let persons: HashMap<i64, Uid> = named!(people, uid, keys(open, |o| Some(o.participant)));
    let lands: HashMap<i64, String> = named!(countries, alpha3, keys(open, |o| o.content.country));
    let offices: HashMap<i64, String> = named!(agencies, code, keys(open, |o| o.content.agency));
    let id = |uid: Option<&Uid>| uid.map(Uid::to_string);
    let document = |open: &OpenRow| {
        let content = &open.content;
        json!({
            "id": open.uid.to_string(),
            "version": open.version,
            "activity": id(acts.get(&open.activity)),
            "participant": id(persons.get(&open.participant)),
            "role": content.role,
            "status": content.status,
            "country": content.country.and_then(|key| lands.get(&key)),
            "agency": content.agency.and_then(|key| offices.get(&key)),
            "position": content.position,
            "sex": content.sex,
            "score": content.score,
        })
    };
    Ok(open.iter().map(document).collect())
}

/// Changes a participation: a merge patch (PATCH) onto what stands, or a body in its place (PUT), where what is left out
/// is cleared.
pub fn change(
    tx: &mut Tx<'_>,
    segment: &str,
    condition: &Precondition,
    body: &Value,
    merge: bool,
) -> Result<(Uid, i32, String), Error> {
    let before = open(tx.conn(), segment)?;
    condition.check(before.version)?;
    let (uid, version) = (before.uid, before.version);
    let document = documents(tx.conn(), std::slice::from_ref(&before))?
        .pop()
        .or_internal("a row of a roster has no document")?;
    let mut refs = Resolver::new(tx.conn());
    let faults = RefCell::new(Faults::default());
    let object = Object::open(body, "", &faults);
    crate::input::read_only(&object, &["id", "version", "activity", "participant"], Some(&document));
    let stated = StatedRow::read(&object, &mut refs);
    if !merge {
        object.required("role", stated.role);
        object.required("status", stated.status);
    }
    object.finish();
    drop(object);
    refs.finish()?;
    let defaults = if merge {
        Defaults::from(&before.content)
    } else {
        Defaults::NONE
    };
    let after = stated.onto(&defaults, Some(before.content.role), Some(before.content.status));
    let after = faults.into_inner().or(after)?;
    if after == before.content {
        return Ok((uid, version, document.to_string()));
    }
    let (activity, participant) = (before.activity, before.participant);
    let change = Change {
        activity,
        participant,
        before: Some(before),
        after: Some(after),
    };
    apply(tx, &[change], |_| FaultTarget::Roster(""))?;
    let (version, json) = find(tx.conn(), segment)?;
    Ok((uid, version, json))
}

/// Takes a participation off the roster. Its states stay: figures of the past read them.
pub fn remove(tx: &mut Tx<'_>, segment: &str, condition: &Precondition) -> Result<(), Error> {
    let before = open(tx.conn(), segment)?;
    condition.check(before.version)?;
    let (activity, participant) = (before.activity, before.participant);
    let change = Change {
        activity,
        participant,
        before: Some(before),
        after: None,
    };
    apply(tx, &[change], |_| FaultTarget::Roster("")).map(drop)
}
