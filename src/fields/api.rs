//! `/api/v1/fields`.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, put};
use utoipa::IntoParams;

use super::schema::{Field, FieldDraft, FieldList, FieldPatch};
use super::store;
use crate::access::{Admin, Caller};
use crate::error::Error;
use crate::http::{Answer, Body, Query, Read, Write, answer, routes::Routes};
use crate::ledger::{self, Ledger};
use crate::openapi::{DryRun, Problems, SearchParam};
use crate::past::{AsOf, AsOfParam, History};
use crate::reference::list::ShortPage;
use crate::reference::schema::ShortPaging;

const PATH: &str = "/api/v1/fields";

/// The routes of this capability.
pub fn routes(config: &mut impl Routes) {
    config
        .service(list_fields)
        .service(create_field)
        .service(find_field)
        .service(replace_field)
        .service(update_field)
        .service(remove_field)
        .service(restore_field);
}

/// The filter of the list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes parameters")]
pub struct FieldParams {
    /// Words to find in names of every language and in codes, whatever the marks and letter variants.
    q: Option<SearchParam>,
}

/// List fields
///
/// In the order of their codes, whole unless `limit` is given.
#[utoipa::path(tag = "reference", operation_id = "list_fields", params(FieldParams, ShortPaging, AsOfParam),
    responses((status = 200, description = "Fields", body = FieldList), (status = 304, description = "You have it already"), Problems))]
#[get("/fields")]
pub async fn list_fields(
    caller: Caller,
    query: Query,
    past: Data<History>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let params = &query.0;
    let text = params.search("q").map(str::to_owned);
    let page = ShortPage::read(params);
    let as_of = AsOf::read(params);
    let ((), view) = Error::both(params.finish(), past.view(as_of).await)?;
    let work =
        move |conn: &mut crate::db::Conn| Ok((ledger::head(conn)?.seq, store::list(conn, text.as_deref(), &page)?));
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

/// Record a field
///
/// `code` and `name` are required.
#[utoipa::path(tag = "reference", operation_id = "create_field", params(DryRun, crate::openapi::IdempotencyKey), request_body = FieldDraft, security(("key" = [])),
    responses((status = 201, description = "Recorded", body = Field, headers(("Location" = String), ("ETag" = String))), (status = 200, description = "The dry run's outcome", body = Field), Problems))]
#[post("/fields")]
pub async fn create_field(by: Admin, write: Write, body: Body, ledger: Data<Ledger>) -> Result<HttpResponse, Error> {
    let digest = body.digest.clone();
    let work = move |tx: &mut ledger::Tx<'_>| {
        let (uid, version, json) = store::insert(tx, &body.value)?;
        Ok(Answer::created(format!("{PATH}/{uid}"), version, json))
    };
    write.run(by.0.actor()?, &ledger, &digest, work).await
}

/// Read a field
///
/// By id or by code.
#[utoipa::path(tag = "reference", operation_id = "find_field", params(("id" = String, Path, description = "Id or code"), AsOfParam),
    responses((status = 200, description = "The field", body = Field, headers(("ETag" = String))), (status = 304, description = "You have it already"), Problems))]
#[get("/fields/{id}")]
pub async fn find_field(
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

/// Replace a field
///
/// What was read can be sent back. `code` never changes.
#[utoipa::path(tag = "reference", operation_id = "replace_field", params(("id" = String, Path, description = "Id or code"), DryRun, crate::openapi::IfMatch), request_body = FieldDraft, security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Field, headers(("ETag" = String))), Problems))]
#[put("/fields/{id}")]
pub async fn replace_field(
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

/// Change a field
///
/// A JSON merge patch (RFC 7396). The change is judged on the state it would leave.
#[utoipa::path(tag = "reference", operation_id = "update_field", params(("id" = String, Path, description = "Id or code"), DryRun, crate::openapi::IfMatch), request_body(content = FieldPatch, content_type = "application/merge-patch+json"), security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Field, headers(("ETag" = String))), Problems))]
#[patch("/fields/{id}")]
pub async fn update_field(
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

/// Delete a field
///
/// Only while no activity and no other field refers to it. Administrators can restore it for 30 days; its code stays taken.
#[utoipa::path(tag = "reference", operation_id = "remove_field", params(("id" = String, Path, description = "Id or code"), DryRun, crate::openapi::IfMatch), security(("key" = [])),
    responses((status = 204, description = "Deleted"), (status = 200, description = "The dry run: what would go", body = Field), Problems))]
#[delete("/fields/{id}")]
pub async fn remove_field(
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

/// Restore a deleted field
///
/// As it was, within 30 days of its deletion.
#[utoipa::path(tag = "reference", operation_id = "restore_field", params(("id" = String, Path, description = "Id or code"), DryRun, crate::openapi::IdempotencyKey), security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Field), Problems))]
#[post("/fields/{id}/restore")]
pub async fn restore_field(
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
