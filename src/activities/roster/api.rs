//! `/api/v1/activities/{id}/participations` and `/api/v1/participations/{id}`: officers and administrators only.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, put};

use super::schema::{
    Participation, ParticipationBody, ParticipationContent, ParticipationList, ParticipationPatch, ParticipationsMade,
};
use super::store::{self, PATH};
use crate::access::Officer;
use crate::directory::encode;
use crate::error::{Error, OrInternal};
use crate::http::{Answer, Body, Query, Read, Write, answer, routes::Routes};
use crate::ledger::{self, Ledger};
use crate::openapi::{DryRun, Paging, Problems};
use crate::paging::Page;

/// The routes of rosters.
pub fn routes(config: &mut impl Routes) {
    config
        .service(list_participations)
        .service(create_participations)
        .service(find_participation)
        .service(replace_participation)
        .service(update_participation)
        .service(remove_participation);
}

/// List an activity's roster
///
/// In the order in which it was recorded. Personal data: officers and administrators only.
#[utoipa::path(tag = "participants", operation_id = "list_participations", params(("id" = String, Path, description = "The activity's id or code"), Paging), security(("key" = [])),
    responses((status = 200, description = "A page of the roster", body = ParticipationList), (status = 304, description = "You have it already"), Problems))]
#[get("/activities/{id}/participations")]
pub async fn list_participations(
    by: Officer,
    id: Path<String>,
    query: Query,
    ledger: Data<Ledger>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let page = Page::read(&query.0, store::SORT);
    query.0.finish()?;
    let work = move |conn: &mut crate::db::Conn| Ok((ledger::head(conn)?.seq, store::list(conn, &id, &page)?));
    let (seq, (documents, next, total)) = ledger.db().read(work).await?;
    Ok(answer::list(
        &req,
        seq,
        &by.0.etag_mark(),
        &documents,
        next.as_deref(),
        total,
    ))
}

/// Add to an activity's roster
///
/// One participation, or several with `items`: all or none. A person takes part in an activity once. The activity's
/// version rises; a roster larger than the head count is refused.
#[utoipa::path(tag = "participants", operation_id = "create_participations", params(("id" = String, Path, description = "The activity's id or code"), DryRun, crate::openapi::IdempotencyKey), request_body = ParticipationBody, security(("key" = [])),
    responses((status = 201, description = "Recorded", body = ParticipationsMade, headers(("Location" = String), ("ETag" = String))), (status = 200, description = "The dry run's outcome", body = ParticipationsMade), Problems))]
#[post("/activities/{id}/participations")]
pub async fn create_participations(
    by: Officer,
    id: Path<String>,
    write: Write,
    body: Body,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let several = body.value.get("items").is_some();
    let work = move |tx: &mut ledger::Tx<'_>| {
        let uids = store::record(tx, &id, &body.value)?;
        let first = *uids.first().or_internal("no row was written")?;
        if several {
            let place = format!("/api/v1/activities/{}/participations", encode(&id));
            let json = store::several(tx.conn(), &uids)?;
            let answer = Answer {
                etag: None,
                ..Answer::created(place, 1, json)
            };
            return Ok(answer.of_person(first));
        }
        Ok(Answer::created(format!("{PATH}/{first}"), 1, store::reread(tx.conn(), first)?).of_person(first))
    };
    let reread = if several { store::reread_batch } else { store::reread };
    write
        .rereading(reread)
        .run(by.0.actor()?, &ledger, &body.digest.clone(), work)
        .await
}

/// Read a participation
///
/// One row of a roster.
#[utoipa::path(tag = "participants", operation_id = "find_participation", params(("id" = String, Path, description = "Its id")), security(("key" = [])),
    responses((status = 200, description = "The participation", body = Participation, headers(("ETag" = String))), (status = 304, description = "You have it already"), Problems))]
#[get("/participations/{id}")]
pub async fn find_participation(
    _by: Officer,
    id: Path<String>,
    query: Query,
    ledger: Data<Ledger>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    query.0.finish()?;
    let (version, json) = ledger.db().read(move |conn| store::find(conn, &id)).await?;
    Ok(Read::of(version, json).respond(&req))
}

/// Replace a participation
///
/// What was read can be sent back. What is left out is cleared; activity and person stay.
#[utoipa::path(tag = "participants", operation_id = "replace_participation", params(("id" = String, Path, description = "Its id"), DryRun, crate::openapi::IfMatch), request_body = ParticipationContent, security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Participation, headers(("ETag" = String))), Problems))]
#[put("/participations/{id}")]
pub async fn replace_participation(
    by: Officer,
    id: Path<String>,
    write: Write,
    body: Body,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let condition = write.precondition()?;
    let work = move |tx: &mut ledger::Tx<'_>| {
        let (uid, version, json) = store::change(tx, &id, &condition, &body.value, false)?;
        Ok(Answer::ok(version, json).of_person(uid))
    };
    write.run(by.0.actor()?, &ledger, &[], work).await
}

/// Change a participation
///
/// A JSON merge patch (RFC 7396). The state before stays for figures of the past; the activity's version rises.
#[utoipa::path(tag = "participants", operation_id = "update_participation", params(("id" = String, Path, description = "Its id"), DryRun, crate::openapi::IfMatch), request_body(content = ParticipationPatch, content_type = "application/merge-patch+json"), security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Participation, headers(("ETag" = String))), Problems))]
#[patch("/participations/{id}")]
pub async fn update_participation(
    by: Officer,
    id: Path<String>,
    write: Write,
    body: Body,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let condition = write.precondition()?;
    let work = move |tx: &mut ledger::Tx<'_>| {
        let (uid, version, json) = store::change(tx, &id, &condition, &body.value, true)?;
        Ok(Answer::ok(version, json).of_person(uid))
    };
    write.run(by.0.actor()?, &ledger, &[], work).await
}

/// Take a participation off its roster
///
/// The activity's version rises. Figures of the past keep what they counted.
#[utoipa::path(tag = "participants", operation_id = "remove_participation", params(("id" = String, Path, description = "Its id"), DryRun, crate::openapi::IfMatch), security(("key" = [])),
    responses((status = 204, description = "Deleted"), (status = 200, description = "The dry run: what would go", body = Participation), Problems))]
#[delete("/participations/{id}")]
pub async fn remove_participation(
    by: Officer,
    id: Path<String>,
    write: Write,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let condition = write.precondition()?;
    let work = move |tx: &mut ledger::Tx<'_>| {
        let (version, json) = store::find(tx.conn(), &id)?;
        store::remove(tx, &id, &condition)?;
        Ok(Answer::deleted(version, json))
    };
    write.run(by.0.actor()?, &ledger, &[], work).await
}
