//! Participations in the database: reading their open states, and changing rosters.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use diesel::prelude::*;
use serde_json::{Value, json};

use super::KIND;
use super::draft::{Defaults, Stated, Who, who};
use super::model::{Content, Open, ParticipationStatus, Role};
use crate::activities::judge::Through;
use crate::activities::{recount, store};
use crate::db::schema::{
    activities, agencies, countries, participant_details, participants as people, participation_details, participations,
};
use crate::db::{Conn, Uid};
use crate::directory::Resolver;
use crate::error::{Error, Fault};
use crate::http::write::Precondition;
use crate::input::{Faults, Object};
use crate::ledger::Tx;
use crate::on_each;
use crate::paging::{Cursor, Page};
use crate::participants;
use crate::participants::model::Sex;

/// Where participations are found.
pub const PATH: &str = "/api/v1/participations";

/// How many one request may add.
pub const MOST: usize = 500;

/// How many keys one question names, and how many rows one statement writes.
pub(super) const CHUNK: usize = 1_000;

/// What happens to one participation of a roster.
#[derive(Debug)]
pub(super) struct Change {
    pub activity: i64,
    pub participant: i64,
    /// The state that is open; `None` for a new participation.
    pub before: Option<Open>,
    /// The state that follows; `None` takes it off the roster.
    pub after: Option<Content>,
}

/// Carries the changes out: closes states, opens the next, judges each activity and raises it once. Gives the ids of
/// the participations, in the order of the changes. `through` says where a contradiction of an activity is told.
pub(super) fn apply<'p>(
    tx: &mut Tx<'_>,
    changes: &[Change],
    through: impl Fn(i64) -> Through<'p>,
) -> Result<Vec<Uid>, Error> {
    let mut by_activity: BTreeMap<i64, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        by_activity.entry(change.activity).or_default().push(change);
    }
    let ids: Vec<i64> = by_activity.keys().copied().collect();
    let first = tx.next_seq();
    let touched = recount::begin(tx, &ids)?;
    let seqs: HashMap<i64, i64> = touched.iter().map(|touched| touched.id).zip(first..).collect();
    for (activity, changes) in &by_activity {
        let rows: Vec<i64> = changes
            .iter()
            .filter_map(|change| change.before.as_ref())
            .map(|open| open.id)
            .collect();
        for chunk in rows.chunks(CHUNK) {
            diesel::update(participations::table.filter(participations::id.eq_any(chunk)))
                .set(participations::to_seq.eq(seqs.get(activity).copied()))
                .execute(tx.conn())?;
        }
    }
    let uids = open_states(tx.conn(), changes, &seqs)?;
    recount::finish(tx, touched, &["participations", "counts"], through)?;
    Ok(uids)
}

fn open_states(conn: &mut Conn, changes: &[Change], seqs: &HashMap<i64, i64>) -> Result<Vec<Uid>, Error> {
    // A number is never used again: it lies above every row's key, and rows are never deleted.
    let last: Option<i64> = participations::table
        .select(diesel::dsl::max(participations::id))
        .first(conn)?;
    let mut next = last.unwrap_or(0);
    let mut uids = Vec::with_capacity(changes.len());
    for chunk in changes.chunks(CHUNK) {
        let (mut states, mut details, mut old) = (Vec::new(), Vec::new(), Vec::new());
        for change in chunk {
            let (number, uid, version) = match &change.before {
                Some(open) => (open.number, open.uid, open.version + 1),
                None => {
                    next += 1;
                    (next, Uid::new(), 1)
                }
            };
            uids.push(uid);
            let personal = |content: &Content| (content.position.clone(), content.score);
            let before = change.before.as_ref().map(|open| personal(&open.content));
            let after = change.after.as_ref().map(personal);
            if before.as_ref().is_some_and(|before| *before != (None, None)) && before != after {
                old.push(number);
            }
            let Some(content) = &change.after else { continue };
            if let Some((position, score)) =
                after.filter(|after| *after != (None, None) && before.as_ref() != Some(after))
            {
                details.push((
                    participation_details::number.eq(number),
                    participation_details::position.eq(position),
                    participation_details::score.eq(score),
                ));
            }
            states.push((
                participations::number.eq(number),
                participations::uid.eq(uid),
                participations::version.eq(version),
                participations::activity_id.eq(change.activity),
                participations::participant_id.eq(change.participant),
                participations::role.eq(content.role),
                participations::status.eq(content.status),
                participations::country_id.eq(content.country),
                participations::agency_id.eq(content.agency),
                participations::sex.eq(content.sex),
                participations::from_seq.eq(seqs.get(&change.activity).copied().unwrap_or_default()),
            ));
        }
        if !old.is_empty() {
            let of = participation_details::table.filter(participation_details::number.eq_any(&old));
            diesel::delete(of).execute(conn)?;
        }
        if !states.is_empty() {
            on_each!(conn, c => diesel::insert_into(participations::table).values(&states).execute(c))?;
        }
        if !details.is_empty() {
            on_each!(conn, c => diesel::insert_into(participation_details::table).values(&details).execute(c))?;
        }
    }
    Ok(uids)
}

type Row = (
    (i64, i64, Uid, i32, i64, i64),
    (Role, ParticipationStatus, Option<i64>, Option<i64>, Sex),
    (Option<String>, Option<f64>),
);

macro_rules! open_rows {
    ($conn:expr, $condition:expr) => {
        participations::table
            .left_join(participation_details::table.on(participation_details::number.eq(participations::number)))
            .filter(participations::to_seq.is_null())
            .filter($condition)
            .select((
                (
                    participations::id,
                    participations::number,
                    participations::uid,
                    participations::version,
                    participations::activity_id,
                    participations::participant_id,
                ),
                (
                    participations::role,
                    participations::status,
                    participations::country_id,
                    participations::agency_id,
                    participations::sex,
                ),
                (
                    participation_details::position.nullable(),
                    participation_details::score.nullable(),
                ),
            ))
            .load::<Row>($conn)?
            .into_iter()
            .map(open_of)
    };
}

fn open_of((own, said, (position, score)): Row) -> Open {
    let (id, number, uid, version, activity, participant) = own;
    let (role, status, country, agency, sex) = said;
    let content = Content {
        role,
        status,
        country,
        agency,
        position,
        sex,
        score,
    };
    Open {
        id,
        number,
        uid,
        version,
        activity,
        participant,
        content,
    }
}

/// The open states of these activities' rosters.
pub(super) fn open_of_activities(conn: &mut Conn, ids: &[i64]) -> Result<Vec<Open>, Error> {
    let mut found = Vec::new();
    for chunk in ids.chunks(CHUNK) {
        found.extend(open_rows!(conn, participations::activity_id.eq_any(chunk)));
    }
    Ok(found)
}

/// What persons are today, by key; those that are deleted are `None`.
pub(super) fn today(conn: &mut Conn, keys: &[i64]) -> Result<HashMap<i64, Option<Defaults>>, Error> {
    let mut found = HashMap::with_capacity(keys.len());
    type Person = (i64, Option<i64>, Option<i64>, Sex, Option<i64>, Option<String>);
    for chunk in keys.chunks(CHUNK) {
        let rows: Vec<Person> = people::table
            .inner_join(participant_details::table.on(participant_details::participant_id.eq(people::id)))
            .filter(people::id.eq_any(chunk))
            .select((
                people::id,
                people::country_id,
                people::agency_id,
                people::sex,
                people::deleted_seq,
                participant_details::position,
            ))
            .load(conn)?;
        for (key, country, agency, sex, deleted, position) in rows {
            let defaults = Defaults {
                country,
                agency,
                position,
                sex,
                score: None,
            };
            found.insert(key, deleted.is_none().then_some(defaults));
        }
    }
    Ok(found)
}

/// Reads a body (one participation, or `{"items": [...]}`) and adds what it says to an activity's roster, all or none.
/// Gives the ids of the new participations.
pub fn record(tx: &mut Tx<'_>, activity: &str, body: &Value) -> Result<Vec<Uid>, Error> {
    let activity = store::key_of(tx.conn(), activity, true)?;
    let mut refs = Resolver::new(tx.conn());
    let faults = RefCell::new(Faults::default());
    let drafts = read_items(body, &faults, &mut refs);
    refs.finish()?;
    let known: Vec<i64> = drafts.iter().filter_map(|draft| draft.known()).collect();
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
            Who::Known(key) if on_roster.contains(key) => {
                return Err(Error::Conflict(Fault::at(draft.pointer, "already_on_roster")));
            }
            Who::Known(key) => (*key, today.get(key).cloned().flatten().unwrap_or(Defaults::NONE)),
            Who::New(person) => {
                let written = participants::store::insert_read(tx, person, &format!("{}/code", draft.pointer))?;
                (written.key, Defaults::of(person))
            }
        };
        let after = draft.stated.onto(&defaults, None, None);
        changes.push(Change {
            activity,
            participant,
            before: None,
            after: Some(after.ok_or(Error::Internal)?),
        });
    }
    let told = if body.get("items").is_some() { "/items" } else { "" };
    apply(tx, &changes, |_| Through::Roster(told))
}

/// A participation to add, where its person was stated.
struct Draft {
    pointer: String,
    who: Who,
    stated: Stated,
}

impl Draft {
    fn known(&self) -> Option<i64> {
        match self.who {
            Who::Known(key) => Some(key),
            Who::New(_) => None,
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
    let stated = Stated::read(&object, refs);
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
        let Some(key) = draft.known() else { continue };
        if today.get(&key).is_none_or(Option::is_none) {
            let fault = Fault::at(draft.pointer.clone(), "deleted_reference").with("kind", participants::KIND);
            faults.borrow_mut().add(fault);
        } else if !seen.insert(key) {
            faults.borrow_mut().add(Fault::at(draft.pointer.clone(), "duplicate"));
        }
    }
}

/// The open state of a participation that may be seen: of an activity that is there.
fn open(conn: &mut Conn, segment: &str) -> Result<Open, Error> {
    let uid = Uid::parse(segment).ok_or(Error::NotFound(KIND))?;
    let Some(open) = open_rows!(conn, participations::uid.eq(uid)).next() else {
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
    store::seen(conn, open.activity, true, KIND)?;
    Ok(open)
}

/// One participation: its version and its document.
pub fn find(conn: &mut Conn, segment: &str) -> Result<(i32, String), Error> {
    let open = open(conn, segment)?;
    let version = open.version;
    let json = documents(conn, &[open])?.pop().ok_or(Error::Internal)?;
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
    let near = participations::number
        .between(first.number, until)
        .and(participations::activity_id.eq(first.activity));
    let open: Vec<Open> = open_rows!(conn, near).collect();
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
fn batch(conn: &mut Conn, mut open: Vec<Open>) -> Result<String, Error> {
    open.sort_by_key(|open| open.number);
    Ok(json!({"items": documents(conn, &open)?}).to_string())
}

/// The documents of these participations as one answer.
pub fn several(conn: &mut Conn, uids: &[Uid]) -> Result<String, Error> {
    let open: Vec<Open> = open_rows!(conn, participations::uid.eq_any(uids)).collect();
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
    let cursor = |key: &i64| {
        Cursor {
            sort: SORT.into(),
            value: String::new(),
            key: *key,
        }
        .encode()
    };
    let next = numbers.last().filter(|_| more).map(cursor);
    let total = if page.count {
        Some(of.count().get_result(conn)?)
    } else {
        None
    };
    let mut open: Vec<Open> = open_rows!(conn, participations::number.eq_any(&numbers)).collect();
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
fn documents(conn: &mut Conn, open: &[Open]) -> Result<Vec<Value>, Error> {
    fn keys(open: &[Open], key: impl Fn(&Open) -> Option<i64>) -> Vec<i64> {
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
    let document = |open: &Open| {
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
        .ok_or(Error::Internal)?;
    let mut refs = Resolver::new(tx.conn());
    let faults = RefCell::new(Faults::default());
    let object = Object::open(body, "", &faults);
    crate::input::read_only(&object, &["id", "version", "activity", "participant"], Some(&document));
    let stated = Stated::read(&object, &mut refs);
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
    apply(tx, &[change], |_| Through::Roster(""))?;
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
    apply(tx, &[change], |_| Through::Roster("")).map(drop)
}
