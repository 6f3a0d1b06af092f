//! `/api/v1/agencies`.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, put};
use utoipa::IntoParams;

use super::filter::{self, AgencyFilter};
use super::model::AgencyKind;
use super::schema::{Agency, AgencyDraft, AgencyList, AgencyPatch};
use super::store;
use crate::access::{Caller, Officer};
use crate::error::Error;
use crate::http::{Answer, Body, Query, Read, Write, answer, routes::Routes};
use crate::ledger::{self, Ledger};
use crate::openapi::{CodeParam, DryRun, Paging, Problems, SearchParam};
use crate::paging::Page;
use crate::past::{AsOf, AsOfParam, History};

const PATH: &str = "/api/v1/agencies";

/// The routes of this capability.
pub fn routes(config: &mut impl Routes) {
    config
        .service(list_agencies)
        .service(create_agency)
        .service(find_agency)
        .service(replace_agency)
        .service(update_agency)
        .service(remove_agency)
        .service(restore_agency);
}

/// Filters of the list; several values by comma or by repeating mean *or*.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes parameters")]
pub struct AgencyParams {
    /// Kinds.
    kind: Option<Vec<AgencyKind>>,
    /// Countries by alpha-3 or alpha-2.
    country: Option<Vec<CodeParam>>,
    /// Words to find in names, acronyms, codes (older ones too) and aliases, whatever the marks and letter variants.
    q: Option<SearchParam>,
    /// Order; a leading `-` turns it round. Default `code`.
    #[param(inline)]
    sort: Option<AgencySort>,
}

/// What a list of agencies may be sorted by.
#[derive(Debug, utoipa::ToSchema)]
#[expect(dead_code, reason = "it describes what is read and sent")]
pub enum AgencySort {
    #[schema(rename = "code")]
    Code,
    #[schema(rename = "-code")]
    CodeDesc,
    #[schema(rename = "name")]
    Name,
    #[schema(rename = "-name")]
    NameDesc,
}

/// List agencies
///
/// In the order of their codes unless sorted otherwise.
#[utoipa::path(tag = "reference", operation_id = "list_agencies", params(AgencyParams, Paging, AsOfParam),
    responses((status = 200, description = "A page of agencies", body = AgencyList), (status = 304, description = "You have it already"), Problems))]
#[get("/agencies")]
pub async fn list_agencies(
    caller: Caller,
    query: Query,
    past: Data<History>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let params = &query.0;
    let filter = AgencyFilter::read(params);
    let page = Page::read(params, filter.sort);
    let as_of = AsOf::read(params);
    let (read, view) = past.view_after(params.finish(), as_of).await;
    let work = move |conn: &mut crate::db::Conn| {
        let ((), listed) = Error::both(read, filter::list(conn, &filter, &page))?;
        Ok((ledger::head(conn)?.seq, listed))
    };
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

/// Record an agency
///
/// `code`, `name` and `kind` are required.
#[utoipa::path(tag = "reference", operation_id = "create_agency", params(DryRun, crate::openapi::IdempotencyKey), request_body = AgencyDraft, security(("key" = [])),
    responses((status = 201, description = "Recorded", body = Agency, headers(("Location" = String), ("ETag" = String))), (status = 200, description = "The dry run's outcome", body = Agency), Problems))]
#[post("/agencies")]
pub async fn create_agency(by: Officer, write: Write, body: Body, ledger: Data<Ledger>) -> Result<HttpResponse, Error> {
    let digest = body.digest.clone();
    let work = move |tx: &mut ledger::Tx<'_>| {
        let (uid, version, json) = store::insert(tx, &body.value)?;
        Ok(Answer::created(format!("{PATH}/{uid}"), version, json))
    };
    write.run(by.0.actor()?, &ledger, &digest, work).await
}

/// Read an agency
///
/// By id or by code; an older code answers 301.
#[utoipa::path(tag = "reference", operation_id = "find_agency", params(("id" = String, Path, description = "Id or code"), AsOfParam),
    responses((status = 200, description = "The agency", body = Agency, headers(("ETag" = String))), (status = 301, description = "It has another code now"), (status = 304, description = "You have it already"), Problems))]
#[get("/agencies/{id}")]
pub async fn find_agency(
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

/// Replace an agency
///
/// What was read can be sent back. Another `code` raises everything that shows the agency.
#[utoipa::path(tag = "reference", operation_id = "replace_agency", params(("id" = String, Path, description = "Id or code"), DryRun, crate::openapi::IfMatch), request_body = AgencyDraft, security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Agency, headers(("ETag" = String))), Problems))]
#[put("/agencies/{id}")]
pub async fn replace_agency(
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

/// Change an agency
///
/// A JSON merge patch (RFC 7396). The change is judged on the state it would leave.
#[utoipa::path(tag = "reference", operation_id = "update_agency", params(("id" = String, Path, description = "Id or code"), DryRun, crate::openapi::IfMatch), request_body(content = AgencyPatch, content_type = "application/merge-patch+json"), security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Agency, headers(("ETag" = String))), Problems))]
#[patch("/agencies/{id}")]
pub async fn update_agency(
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

/// Delete an agency
///
/// Only while no activity, person, key or other agency refers to it. Officers can restore it for 30 days; its codes stay
/// taken.
#[utoipa::path(tag = "reference", operation_id = "remove_agency", params(("id" = String, Path, description = "Id or code"), DryRun, crate::openapi::IfMatch), security(("key" = [])),
    responses((status = 204, description = "Deleted"), (status = 200, description = "The dry run: what would go", body = Agency), Problems))]
#[delete("/agencies/{id}")]
pub async fn remove_agency(
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

/// Restore a deleted agency
///
/// As it was, within 30 days of its deletion.
#[utoipa::path(tag = "reference", operation_id = "restore_agency", params(("id" = String, Path, description = "Id or code"), DryRun, crate::openapi::IdempotencyKey), security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Agency), Problems))]
#[post("/agencies/{id}/restore")]
pub async fn restore_agency(
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
