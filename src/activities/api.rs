//! `/api/v1/activities`, but for the list (`lists`).

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, put};

use super::schema::{Activity, ActivityDraft, ActivityPatch, ActivityVersions};
use super::{duplicates, history, reading, redacted, store};
use crate::access::{Caller, Officer};
use crate::disclosure::Clearance;
use crate::error::Error;
use crate::http::{Answer, Body, Query, Read, Write, routes::Routes};
use crate::ledger::{self, Ledger};
use crate::openapi::{DryRun, Problems};
use crate::past::{AsOf, AsOfParam, History};

const PATH: &str = "/api/v1/activities";

/// The routes of this capability.
pub fn routes(config: &mut impl Routes) {
    config
        .service(create_activity)
        .service(find_activity)
        .service(replace_activity)
        .service(update_activity)
        .service(remove_activity)
        .service(restore_activity)
        .service(list_activity_versions);
}

/// Record an activity
///
/// The answer is the activity as it is now stored. With `dry_run` it is judged in full and not stored.
#[utoipa::path(tag = "activities", operation_id = "create_activity", params(DryRun, crate::openapi::IdempotencyKey), request_body = ActivityDraft, security(("key" = [])),
    responses((status = 201, description = "Recorded", body = Activity, headers(("Location" = String), ("ETag" = String))), (status = 200, description = "The dry run's outcome", body = Activity), Problems))]
#[post("/activities")]
pub async fn create_activity(
    by: Officer,
    write: Write,
    body: Body,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let work = move |tx: &mut ledger::Tx<'_>| {
        let (uid, version, json) = store::insert(tx, &body.value)?;
        let json = duplicates::named_in(tx.conn(), uid, json)?;
        Ok(Answer::created(format!("{PATH}/{uid}"), version, json).with_etag_mark(reading::MARK))
    };
    write.run(by.0.actor()?, &ledger, &body.digest.clone(), work).await
}

/// Read an activity
///
/// By id or by code; an older code answers 301.
#[utoipa::path(tag = "activities", operation_id = "find_activity", params(("id" = String, Path, description = "Id or code"), AsOfParam),
    responses((status = 200, description = "The activity", body = Activity, headers(("ETag" = String))), (status = 301, description = "It has another code now"), (status = 304, description = "You have it already"), Problems))]
#[get("/activities/{id}")]
pub async fn find_activity(
    caller: Caller,
    id: Path<String>,
    query: Query,
    past: Data<History>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let as_of = AsOf::read(&query.0);
    let ((), view) = Error::both(query.0.finish(), past.view(as_of).await)?;
    let hidden = caller.may_see_drafts();
    let clearance = caller.clearance();
    let work = move |conn: &mut crate::db::Conn| {
        let document = store::find(conn, &id, hidden)?;
        let differs = clearance != Clearance::Full && redacted::has_cells(&document.json);
        let told = redacted::documents(conn, clearance, i64::MAX, vec![document.json])?;
        Ok((differs, document.version, told.into_iter().next().unwrap_or_default()))
    };
    let (differs, version, json) = view.read(work).await?;
    Ok(view.dated(
        Read::redacted(&caller.etag_mark(), differs, version, json)
            .marked(reading::MARK)
            .respond(&req),
    ))
}

/// Replace an activity
///
/// What was read can be sent back. `counts` states, or supersedes, the standing statement; null states nothing.
#[utoipa::path(tag = "activities", operation_id = "replace_activity", params(("id" = String, Path, description = "Id or code"), DryRun, crate::openapi::IfMatch), request_body = ActivityDraft, security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Activity, headers(("ETag" = String))), Problems))]
#[put("/activities/{id}")]
pub async fn replace_activity(
    by: Officer,
    id: Path<String>,
    write: Write,
    body: Body,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let condition = write.precondition()?;
    let work = move |tx: &mut ledger::Tx<'_>| {
        let (uid, version, json) = store::replace(tx, &id, &condition, &body.value, false)?;
        let json = duplicates::named_in(tx.conn(), uid, json)?;
        Ok(Answer::ok(version, json).with_etag_mark(reading::MARK))
    };
    write.run(by.0.actor()?, &ledger, &[], work).await
}

/// Change an activity
///
/// A JSON merge patch (RFC 7396). The change is judged on the state it would leave.
#[utoipa::path(tag = "activities", operation_id = "update_activity", params(("id" = String, Path, description = "Id or code"), DryRun, crate::openapi::IfMatch), request_body(content = ActivityPatch, content_type = "application/merge-patch+json"), security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Activity, headers(("ETag" = String))), Problems))]
#[patch("/activities/{id}")]
pub async fn update_activity(
    by: Officer,
    id: Path<String>,
    write: Write,
    body: Body,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let condition = write.precondition()?;
    let work = move |tx: &mut ledger::Tx<'_>| {
        let (uid, version, json) = store::replace(tx, &id, &condition, &body.value, true)?;
        let json = duplicates::named_in(tx.conn(), uid, json)?;
        Ok(Answer::ok(version, json).with_etag_mark(reading::MARK))
    };
    write.run(by.0.actor()?, &ledger, &[], work).await
}

/// Delete an activity
///
/// With its roster and statements. Officers can restore it for 30 days.
#[utoipa::path(tag = "activities", operation_id = "remove_activity", params(("id" = String, Path, description = "Id or code"), DryRun, crate::openapi::IfMatch), security(("key" = [])),
    responses((status = 204, description = "Deleted"), (status = 200, description = "The dry run: what would go", body = Activity), Problems))]
#[delete("/activities/{id}")]
pub async fn remove_activity(
    by: Officer,
    id: Path<String>,
    write: Write,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let condition = write.precondition()?;
    let work = move |tx: &mut ledger::Tx<'_>| {
        let gone = store::find(tx.conn(), &id, true)?;
        store::remove(tx, &id, &condition)?;
        Ok(Answer::deleted(gone.version, gone.json))
    };
    write.run(by.0.actor()?, &ledger, &[], work).await
}

/// Restore a deleted activity
///
/// As it was, within 30 days of its deletion.
#[utoipa::path(tag = "activities", operation_id = "restore_activity", params(("id" = String, Path, description = "Id or code"), DryRun, crate::openapi::IdempotencyKey), security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Activity), Problems))]
#[post("/activities/{id}/restore")]
pub async fn restore_activity(
    by: Officer,
    id: Path<String>,
    write: Write,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let work = move |tx: &mut ledger::Tx<'_>| {
        let (uid, version, json) = store::restore(tx, &id)?;
        let json = duplicates::named_in(tx.conn(), uid, json)?;
        Ok(Answer::ok(version, json).with_etag_mark(reading::MARK))
    };
    write.run(by.0.actor()?, &ledger, &[], work).await
}

/// List an activity's versions
///
/// Oldest first, each as it stood, without personal values.
#[utoipa::path(tag = "activities", operation_id = "list_activity_versions", params(("id" = String, Path, description = "Id or code")),
    responses((status = 200, description = "Its versions", body = ActivityVersions), (status = 304, description = "You have it already"), Problems))]
#[get("/activities/{id}/versions")]
pub async fn list_activity_versions(
    caller: Caller,
    id: Path<String>,
    query: Query,
    ledger: Data<Ledger>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    query.0.finish()?;
    let (hidden, clearance) = (caller.may_see_drafts(), caller.clearance());
    let (version, json) = ledger
        .db()
        .read(move |conn| history::versions(conn, &id, hidden, clearance))
        .await?;
    Ok(Read::seen_by(&caller.etag_mark(), version, json)
        .marked(reading::MARK)
        .respond(&req))
}
