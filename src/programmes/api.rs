//! `/api/v1/programmes`.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, put};
use utoipa::IntoParams;

use super::model::ProgrammeKind;
use super::schema::{Programme, ProgrammeDraft, ProgrammeList, ProgrammePatch};
use super::store::{self, ProgrammeFilter};
use crate::access::{Admin, Caller};
use crate::error::Error;
use crate::http::{Answer, Body, Query, Read, Write, answer, routes::Routes};
use crate::ledger::{self, Ledger};
use crate::openapi::{DryRun, Problems, SearchParam};
use crate::past::{AsOf, AsOfParam, History};
use crate::reference::list::ShortPage;
use crate::reference::schema::ShortPaging;

const PATH: &str = "/api/v1/programmes";

/// The routes of this capability.
pub fn routes(config: &mut impl Routes) {
    config
        .service(list_programmes)
        .service(create_programme)
        .service(find_programme)
        .service(replace_programme)
        .service(update_programme)
        .service(remove_programme)
        .service(restore_programme);
}

/// Filters of the list; several values by comma or by repeating mean *or*.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes parameters")]
pub struct ProgrammeParams {
    /// Kinds.
    kind: Option<Vec<ProgrammeKind>>,
    /// Words to find in names of every language and in codes, older ones too, whatever the marks and letter variants.
    q: Option<SearchParam>,
}

/// List programmes
///
/// In the order of their codes, whole unless `limit` is given.
#[utoipa::path(tag = "reference", operation_id = "list_programmes", params(ProgrammeParams, ShortPaging, AsOfParam),
    responses((status = 200, description = "Programmes", body = ProgrammeList), (status = 304, description = "You have it already"), Problems))]
#[get("/programmes")]
pub async fn list_programmes(
    caller: Caller,
    query: Query,
    past: Data<History>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let params = &query.0;
    let filter = ProgrammeFilter {
        kinds: params.codes("kind"),
        text: params.search("q").map(str::to_owned),
    };
    let page = ShortPage::read(params);
    let as_of = AsOf::read(params);
    let ((), view) = Error::both(params.finish(), past.view(as_of).await)?;
    let work = move |conn: &mut crate::db::Conn| Ok((ledger::head(conn)?.seq, store::list(conn, &filter, &page)?));
    let (seq, page) = view.read(work).await?;
    Ok(view.dated(answer::list(
        &req,
        seq,
        &caller.etag_mark(),
        &page.documents,
        page.next.as_deref(),
        page.total,
    )))
}

/// Record a programme
///
/// `code`, `name` and `kind` are required.
#[utoipa::path(tag = "reference", operation_id = "create_programme", params(DryRun, crate::openapi::IdempotencyKey), request_body = ProgrammeDraft, security(("key" = [])),
    responses((status = 201, description = "Recorded", body = Programme, headers(("Location" = String), ("ETag" = String))), (status = 200, description = "The dry run's outcome", body = Programme), Problems))]
#[post("/programmes")]
pub async fn create_programme(
    by: Admin,
    write: Write,
    body: Body,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let digest = body.digest.clone();
    let work = move |tx: &mut ledger::Tx<'_>| {
        let (uid, version, json) = store::insert(tx, &body.value)?;
        Ok(Answer::created(format!("{PATH}/{uid}"), version, json))
    };
    write.run(by.0.actor()?, &ledger, &digest, work).await
}

/// Read a programme
///
/// By id or by code; an older code answers 301.
#[utoipa::path(tag = "reference", operation_id = "find_programme", params(("id" = String, Path, description = "Id or code"), AsOfParam),
    responses((status = 200, description = "The programme", body = Programme, headers(("ETag" = String))), (status = 301, description = "It has another code now"), (status = 304, description = "You have it already"), Problems))]
#[get("/programmes/{id}")]
pub async fn find_programme(
    caller: Caller,
    id: Path<String>,
    query: Query,
    past: Data<History>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let as_of = AsOf::read(&query.0);
    let ((), view) = Error::both(query.0.finish(), past.view(as_of).await)?;
    let found = view.read(move |conn| store::find(conn, &id)).await;
    let (version, json) = found.map_err(|error| error.hiding_tombstones(caller.is_officer()))?;
    Ok(view.dated(Read::of(version, json).respond(&req)))
}

/// Replace a programme
///
/// What was read can be sent back. Another `code` raises every activity that shows the programme.
#[utoipa::path(tag = "reference", operation_id = "replace_programme", params(("id" = String, Path, description = "Id or code"), DryRun, crate::openapi::IfMatch), request_body = ProgrammeDraft, security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Programme, headers(("ETag" = String))), Problems))]
#[put("/programmes/{id}")]
pub async fn replace_programme(
    by: Admin,
    id: Path<String>,
    write: Write,
    body: Body,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let condition = write.precondition()?;
    let work = move |tx: &mut ledger::Tx<'_>| {
        let (_, version, json) = store::replace(tx, &id, &condition, &body.value, false)?;
        Ok(Answer::ok(version, json))
    };
    write.run(by.0.actor()?, &ledger, &[], work).await
}

/// Change a programme
///
/// A JSON merge patch (RFC 7396). The change is judged on the state it would leave.
#[utoipa::path(tag = "reference", operation_id = "update_programme", params(("id" = String, Path, description = "Id or code"), DryRun, crate::openapi::IfMatch), request_body(content = ProgrammePatch, content_type = "application/merge-patch+json"), security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Programme, headers(("ETag" = String))), Problems))]
#[patch("/programmes/{id}")]
pub async fn update_programme(
    by: Admin,
    id: Path<String>,
    write: Write,
    body: Body,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let condition = write.precondition()?;
    let work = move |tx: &mut ledger::Tx<'_>| {
        let (_, version, json) = store::replace(tx, &id, &condition, &body.value, true)?;
        Ok(Answer::ok(version, json))
    };
    write.run(by.0.actor()?, &ledger, &[], work).await
}

/// Delete a programme
///
/// Only while no activity and no other programme refers to it. Administrators can restore it for 30 days; its codes stay
/// taken.
#[utoipa::path(tag = "reference", operation_id = "remove_programme", params(("id" = String, Path, description = "Id or code"), DryRun, crate::openapi::IfMatch), security(("key" = [])),
    responses((status = 204, description = "Deleted"), (status = 200, description = "The dry run: what would go", body = Programme), Problems))]
#[delete("/programmes/{id}")]
pub async fn remove_programme(
    by: Admin,
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

/// Restore a deleted programme
///
/// As it was, within 30 days of its deletion.
#[utoipa::path(tag = "reference", operation_id = "restore_programme", params(("id" = String, Path, description = "Id or code"), DryRun, crate::openapi::IdempotencyKey), security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Programme), Problems))]
#[post("/programmes/{id}/restore")]
pub async fn restore_programme(
    by: Admin,
    id: Path<String>,
    write: Write,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let work = move |tx: &mut ledger::Tx<'_>| {
        let (_, version, json) = store::restore(tx, &id)?;
        Ok(Answer::ok(version, json))
    };
    write.run(by.0.actor()?, &ledger, &[], work).await
}
