//! `/api/v1/coverage`.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, put};
use utoipa::IntoParams;

use super::schema::{Coverage, CoverageDraft, CoverageList, CoveragePatch};
use super::store;
use crate::access::{Caller, Officer};
use crate::error::Error;
use crate::http::{Answer, Body, Query, Read, Write, answer, routes::Routes};
use crate::ledger::{self, Ledger};
use crate::openapi::{DryRun, Problems};
use crate::past::{AsOf, AsOfParam, History};
use crate::reference::list::ShortPage;
use crate::reference::schema::ShortPaging;
use crate::statistics::coverage::State;

const PATH: &str = "/api/v1/coverage";

/// The routes of this capability.
pub fn routes(config: &mut impl Routes) {
    config
        .service(list_coverage)
        .service(create_coverage)
        .service(find_coverage)
        .service(replace_coverage)
        .service(update_coverage)
        .service(remove_coverage)
        .service(restore_coverage);
}

/// The filter of the list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes parameters")]
pub struct CoverageParams {
    /// What is declared.
    #[param(inline)]
    state: Option<Vec<State>>,
}

/// List declarations of coverage
///
/// What the office declares of its own record, in the order it was declared: for a filter and a span of time it is complete
/// or partial. Whole unless `limit` is given.
#[utoipa::path(tag = "published figures", operation_id = "list_coverage", params(CoverageParams, ShortPaging, AsOfParam),
    responses((status = 200, description = "Declarations", body = CoverageList), (status = 304, description = "You have it already"), Problems))]
#[get("/coverage")]
pub async fn list_coverage(
    caller: Caller,
    query: Query,
    past: Data<History>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let params = &query.0;
    let states: Vec<State> = params.codes("state");
    let page = ShortPage::read(params);
    let as_of = AsOf::read(params);
    let ((), view) = Error::both(params.finish(), past.view(as_of).await)?;
    let work = move |conn: &mut crate::db::Conn| Ok((ledger::head(conn)?.seq, store::list(conn, &states, &page)?));
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

/// Declare coverage
///
/// `state` and `reason` are required; without a `filter` it speaks of the whole record. Of two with one scope the later
/// counts.
#[utoipa::path(tag = "published figures", operation_id = "create_coverage", params(DryRun, crate::openapi::IdempotencyKey), request_body = CoverageDraft, security(("key" = [])),
    responses((status = 201, description = "Recorded", body = Coverage, headers(("Location" = String), ("ETag" = String))), (status = 200, description = "The dry run's outcome", body = Coverage), Problems))]
#[post("/coverage")]
pub async fn create_coverage(
    by: Officer,
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

/// Read a declaration
///
/// As it stands.
#[utoipa::path(tag = "published figures", operation_id = "find_coverage", params(("id" = String, Path, description = "Id"), AsOfParam),
    responses((status = 200, description = "The declaration", body = Coverage, headers(("ETag" = String))), (status = 304, description = "You have it already"), Problems))]
#[get("/coverage/{id}")]
pub async fn find_coverage(
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

/// Replace a declaration
///
/// What was read can be sent back.
#[utoipa::path(tag = "published figures", operation_id = "replace_coverage", params(("id" = String, Path, description = "Id"), DryRun, crate::openapi::IfMatch), request_body = CoverageDraft, security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Coverage, headers(("ETag" = String))), Problems))]
#[put("/coverage/{id}")]
pub async fn replace_coverage(
    by: Officer,
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

/// Change a declaration
///
/// A JSON merge patch (RFC 7396). The change is judged on the state it would leave.
#[utoipa::path(tag = "published figures", operation_id = "update_coverage", params(("id" = String, Path, description = "Id"), DryRun, crate::openapi::IfMatch), request_body(content = CoveragePatch, content_type = "application/merge-patch+json"), security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Coverage, headers(("ETag" = String))), Problems))]
#[patch("/coverage/{id}")]
pub async fn update_coverage(
    by: Officer,
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

/// Delete a declaration
///
/// A tombstone remains; officers can restore it for 30 days.
#[utoipa::path(tag = "published figures", operation_id = "remove_coverage", params(("id" = String, Path, description = "Id"), DryRun, crate::openapi::IfMatch), security(("key" = [])),
    responses((status = 204, description = "Deleted"), (status = 200, description = "The dry run: what would go", body = Coverage), Problems))]
#[delete("/coverage/{id}")]
pub async fn remove_coverage(
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

/// Restore a deleted declaration
///
/// As it was, within 30 days of its deletion.
#[utoipa::path(tag = "published figures", operation_id = "restore_coverage", params(("id" = String, Path, description = "Id"), DryRun, crate::openapi::IdempotencyKey), security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Coverage), Problems))]
#[post("/coverage/{id}/restore")]
pub async fn restore_coverage(
    by: Officer,
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
