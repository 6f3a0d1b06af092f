//! `/api/v1/participants`: officers and administrators only.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, put};
use utoipa::IntoParams;

use super::filter::ParticipantFilter;
use super::model::Sex;
use super::schema::{Participant, ParticipantDraft, ParticipantList, ParticipantPatch};
use super::store::{self, PATH};
use crate::access::Officer;
use crate::error::Error;
use crate::http::{Answer, Body, Query, Read, Write, answer, routes::Routes};
use crate::ledger::{self, Ledger};
use crate::openapi::{DryRun, Paging, Problems};
use crate::paging::Page;

/// The routes of this capability.
pub fn routes(config: &mut impl Routes) {
    config
        .service(list_participants)
        .service(create_participant)
        .service(find_participant)
        .service(replace_participant)
        .service(update_participant)
        .service(remove_participant)
        .service(restore_participant);
}

/// Filters of the list; several values by comma or by repeating mean *or*.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "it describes the parameters that `ParticipantFilter::read` takes"
)]
pub struct ParticipantParams {
    /// Countries by alpha-3 or alpha-2.
    country: Option<Vec<String>>,
    /// Agencies by code.
    agency: Option<Vec<String>>,
    /// Sexes.
    sex: Option<Vec<Sex>>,
    /// Words to find in names (other names too) and codes, whatever the marks and letter variants; or a whole e-mail address.
    #[param(min_length = 1, max_length = 200)]
    q: Option<String>,
    /// Order; a leading `-` turns it round. Default `code`.
    #[param(inline)]
    sort: Option<ParticipantSort>,
}

/// What a list of persons may be sorted by.
#[derive(Debug, utoipa::ToSchema)]
#[expect(dead_code, reason = "it describes what is read and sent")]
pub enum ParticipantSort {
    #[schema(rename = "code")]
    Code,
    #[schema(rename = "-code")]
    CodeDesc,
    #[schema(rename = "name")]
    Name,
    #[schema(rename = "-name")]
    NameDesc,
}

/// List persons
///
/// By code unless sorted otherwise. Personal data: officers and administrators only.
#[utoipa::path(tag = "participants", operation_id = "list_participants", params(ParticipantParams, Paging), security(("key" = [])),
    responses((status = 200, description = "A page of persons", body = ParticipantList), (status = 304, description = "You have it already"), Problems))]
#[get("/participants")]
pub async fn list_participants(
    by: Officer,
    query: Query,
    ledger: Data<Ledger>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let filter = ParticipantFilter::read(&query.0);
    let page = Page::read(&query.0, filter.sort);
    let read = query.0.finish();
    let looks_at_all = page.looks_at_all(filter.text.is_some());
    let work = move |conn: &mut crate::db::Conn| {
        let ((), filter) = Error::both(read, filter.resolve(conn))?;
        Ok((ledger::head(conn)?.seq, filter.page(conn, &page)?))
    };
    let (seq, page) = if looks_at_all {
        ledger.db().scan(work).await?
    } else {
        ledger.db().read(work).await?
    };
    Ok(answer::list(
        &req,
        seq,
        &by.0.etag_mark(),
        &page.documents,
        page.next.as_deref(),
        page.total,
    ))
}

/// Record a person
///
/// The answer is the person as it is now stored. With `dry_run` it is judged in full and not stored.
#[utoipa::path(tag = "participants", operation_id = "create_participant", params(DryRun, crate::openapi::IdempotencyKey), request_body = ParticipantDraft, security(("key" = [])),
    responses((status = 201, description = "Recorded", body = Participant, headers(("Location" = String), ("ETag" = String))), (status = 200, description = "The dry run's outcome", body = Participant), Problems))]
#[post("/participants")]
pub async fn create_participant(
    by: Officer,
    write: Write,
    body: Body,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let work = move |tx: &mut ledger::Tx<'_>| {
        let written = store::insert(tx, &body.value)?;
        let place = format!("{PATH}/{}", written.uid);
        Ok(Answer::created(place, written.version, written.json).of_person(written.uid))
    };
    write
        .rereading(store::reread)
        .run(by.0.actor()?, &ledger, &body.digest.clone(), work)
        .await
}

/// Read a person
///
/// By id or by code; an older code answers 301.
#[utoipa::path(tag = "participants", operation_id = "find_participant", params(("id" = String, Path, description = "Id or code")), security(("key" = [])),
    responses((status = 200, description = "The person", body = Participant, headers(("ETag" = String))), (status = 301, description = "It has another code now"), (status = 304, description = "You have it already"), Problems))]
#[get("/participants/{id}")]
pub async fn find_participant(
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

/// Replace a person
///
/// What was read can be sent back. What is left out is cleared; the code stays.
#[utoipa::path(tag = "participants", operation_id = "replace_participant", params(("id" = String, Path, description = "Id or code"), DryRun, crate::openapi::IfMatch), request_body = ParticipantDraft, security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Participant, headers(("ETag" = String))), Problems))]
#[put("/participants/{id}")]
pub async fn replace_participant(
    by: Officer,
    id: Path<String>,
    write: Write,
    body: Body,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let condition = write.precondition()?;
    let work = move |tx: &mut ledger::Tx<'_>| {
        let written = store::replace(tx, &id, &condition, &body.value, false)?;
        Ok(Answer::ok(written.version, written.json).of_person(written.uid))
    };
    write.run(by.0.actor()?, &ledger, &[], work).await
}

/// Change a person
///
/// A JSON merge patch (RFC 7396). The participations that are there keep country, agency, position and sex as they were.
#[utoipa::path(tag = "participants", operation_id = "update_participant", params(("id" = String, Path, description = "Id or code"), DryRun, crate::openapi::IfMatch), request_body(content = ParticipantPatch, content_type = "application/merge-patch+json"), security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Participant, headers(("ETag" = String))), Problems))]
#[patch("/participants/{id}")]
pub async fn update_participant(
    by: Officer,
    id: Path<String>,
    write: Write,
    body: Body,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let condition = write.precondition()?;
    let work = move |tx: &mut ledger::Tx<'_>| {
        let written = store::replace(tx, &id, &condition, &body.value, true)?;
        Ok(Answer::ok(written.version, written.json).of_person(written.uid))
    };
    write.run(by.0.actor()?, &ledger, &[], work).await
}

/// Delete a person
///
/// A person with participations stays: 409 says how many. Officers can restore a deleted one for 30 days.
#[utoipa::path(tag = "participants", operation_id = "remove_participant", params(("id" = String, Path, description = "Id or code"), DryRun, crate::openapi::IfMatch), security(("key" = [])),
    responses((status = 204, description = "Deleted"), (status = 200, description = "The dry run: what would go", body = Participant), Problems))]
#[delete("/participants/{id}")]
pub async fn remove_participant(
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

/// Restore a deleted person
///
/// As it was, within 30 days of its deletion.
#[utoipa::path(tag = "participants", operation_id = "restore_participant", params(("id" = String, Path, description = "Id or code"), DryRun, crate::openapi::IdempotencyKey), security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Participant), Problems))]
#[post("/participants/{id}/restore")]
pub async fn restore_participant(
    by: Officer,
    id: Path<String>,
    write: Write,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let work = move |tx: &mut ledger::Tx<'_>| {
        let written = store::restore(tx, &id)?;
        Ok(Answer::ok(written.version, written.json).of_person(written.uid))
    };
    write
        .rereading(store::reread)
        .run(by.0.actor()?, &ledger, &[], work)
        .await
}
