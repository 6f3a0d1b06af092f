//! What is sent of statements: one to add, or whether one stands and why.

use std::cell::RefCell;

use diesel::prelude::*;
use serde_json::Value;

use super::{KIND, insert, stand_down, stored};
use crate::activities::consistency::FaultTarget;
use crate::activities::counts::Statement;
use crate::activities::{recount, store};
use crate::db::schema::counts;
use crate::db::{Conn, Uid};
use crate::directory::Resolver;
use crate::error::{Error, Fault};
use crate::http::write::Precondition;
use crate::input::{Faults, Object, read_only};
use crate::ledger::Tx;

/// Reads a body and adds the statement to an activity. One that stands supersedes the one that stood.
pub fn add(tx: &mut Tx<'_>, activity: &str, body: &Value) -> Result<(Uid, i32, String), Error> {
    let activity = store::key_of(tx.conn(), activity, true)?;
    let mut refs = Resolver::new(tx.conn());
    let faults = RefCell::new(Faults::default());
    let object = Object::open(body, "", &faults);
    read_only(&object, &["id", "version", "created_at"], None);
    let statement = Statement::read(&object, &mut refs);
    let stands = object.flag("standing").unwrap_or(true);
    let reason = object.text("reason", 2_000);
    object.finish();
    if statement.states_nothing() && object.faults().borrow().none() {
        object.add(Fault::at("", "nothing_stated"));
    }
    recount::add_inconsistencies(&object, &mut refs, &statement, FaultTarget::Statement);
    drop(object);
    refs.finish()?;
    let statement = faults.into_inner().or(Some(statement))?;
    let uid = if stands {
        let touched = recount::begin(tx, &[activity])?;
        let seq = tx.next_seq();
        stand_down(tx.conn(), activity)?;
        let uid = insert(tx, activity, seq, &statement, true, reason.as_deref())?;
        recount::finish(tx, touched, &["counts"], |_| FaultTarget::Statement)?;
        uid
    } else {
        // It does not stand, so neither roster nor list bind it; but it must be able to be true by itself.
        recount::refuse(recount::inconsistencies(tx.conn(), &statement, FaultTarget::Statement)?)?;
        let seq = tx.next_seq();
        let uid = insert(tx, activity, seq, &statement, false, reason.as_deref())?;
        tx.enter("create", KIND, uid, 1, &["all"]);
        uid
    };
    let stored = stored(tx.conn(), &uid.to_string())?;
    Ok((uid, stored.version, stored.document(tx.conn())?.to_string()))
}

/// Changes what may change of a statement: whether it stands, and why.
pub fn change(tx: &mut Tx<'_>, segment: &str, condition: &Precondition, body: &Value) -> Result<(i32, String), Error> {
    let before = stored(tx.conn(), segment)?;
    store::require_visible(tx.conn(), before.activity, true, KIND)?;
    condition.check(before.version)?;
    let document = before.document(tx.conn())?;
    let faults = RefCell::new(Faults::default());
    let object = Object::open(body, "", &faults);
    for (name, value) in document.as_object().into_iter().flatten() {
        if !matches!(name.as_str(), "standing" | "reason")
            && let Some(name) = MEMBERS.into_iter().find(|member| member == name)
        {
            if STATED.contains(&name) {
                never_edited(&object, name, value);
            } else {
                object.read_only(&[(name, value)]);
            }
        }
    }
    let stands = object.flag("standing").unwrap_or(before.standing);
    if object.given("standing").is_some_and(Value::is_null) {
        object.fault("standing", "required");
    }
    let reason = match object.given("reason") {
        None => before.reason.clone(),
        Some(_) => object.text("reason", 2_000),
    };
    object.finish();
    drop(object);
    faults.into_inner().or(Some(()))?;
    if stands == before.standing && reason == before.reason {
        return Ok((before.version, document.to_string()));
    }
    let set = |conn: &mut Conn| {
        diesel::update(counts::table.find(before.id))
            .set((
                counts::standing.eq(stands),
                counts::reason.eq(&reason),
                counts::version.eq(before.version + 1),
            ))
            .execute(conn)
    };
    if stands == before.standing {
        set(tx.conn())?;
        tx.enter("update", KIND, before.uid, before.version + 1, &["reason"]);
    } else {
        let touched = recount::begin(tx, &[before.activity])?;
        if stands {
            stand_down(tx.conn(), before.activity)?;
        }
        set(tx.conn())?;
        recount::finish(tx, touched, &["counts"], |_| FaultTarget::Statement)?;
    }
    let after = stored(tx.conn(), segment)?;
    Ok((after.version, after.document(tx.conn())?.to_string()))
}

/// What a statement says for good: a newer one supersedes it.
const STATED: [&str; 7] = [
    "participants",
    "countries",
    "countries_of",
    "countries_complete",
    "roster_complete",
    "cells",
    "source",
];

fn never_edited(object: &Object<'_, '_>, name: &'static str, stated: &Value) {
    if object.given(name).is_some_and(|given| given != stated) {
        object.fault(name, "never_edited");
    }
}

/// What may be sent back as it was read, and not changed.
const MEMBERS: [&str; 10] = [
    "id",
    "version",
    "participants",
    "countries",
    "countries_of",
    "countries_complete",
    "roster_complete",
    "cells",
    "source",
    "created_at",
];
