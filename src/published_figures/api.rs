//! `/api/v1/published-figures`.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, put};
use utoipa::IntoParams;

use super::schema::{PublishedFigure, PublishedFigureDraft, PublishedFigureList, PublishedFigurePatch};
use super::store::{self, FigureFilter};
use super::{proposals, reconciliation};
use crate::access::{Caller, Officer};
use crate::error::Error;
use crate::http::{Answer, Body, Query, Read, Write, answer, routes::Routes};
use crate::ledger::{self, Ledger};
use crate::openapi::{DryRun, Paging, Problems};
use crate::paging::Page;
use crate::past::{AsOf, AsOfParam, History};

const PATH: &str = "/api/v1/published-figures";

/// The routes of this capability.
pub fn routes(config: &mut impl Routes) {
    config
        .service(list_published_figures)
        .service(create_published_figure)
        .service(proposals::api::propose_published_figures)
        .service(reconciliation::api::list_reconciliations)
        .service(reconciliation::api::show_reconciliation)
        .service(find_published_figure)
        .service(replace_published_figure)
        .service(update_published_figure)
        .service(remove_published_figure)
        .service(restore_published_figure);
}

/// Filters of the list; several values by comma or by repeating mean *or*.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes the parameters that the list takes")]
pub struct FigureParams {
    /// Measures, as the claims call them.
    measure: Option<Vec<String>>,
    /// Words to find in scope and statement, whatever the marks and letter variants (Arabic and Latin).
    #[param(min_length = 1, max_length = 200)]
    q: Option<String>,
}

/// List published figures
///
/// Totals that were announced, in the order they were recorded, each with its source; some contradict each other. The
/// whole list, unless a `limit` is given.
#[utoipa::path(tag = "published figures", operation_id = "list_published_figures", params(FigureParams, Paging, AsOfParam),
    responses((status = 200, description = "Published figures", body = PublishedFigureList), (status = 304, description = "You have it already"), Problems))]
#[get("/published-figures")]
pub async fn list_published_figures(
    _caller: Caller,
    query: Query,
    past: Data<History>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let filter = FigureFilter {
        measures: query.0.many("measure").into_iter().map(str::to_owned).collect(),
        text: query.0.search("q").map(str::to_owned),
    };
    let page = Page::read(&query.0, store::ORDER);
    let limit = query.0.has("limit").then_some(page.limit);
    let as_of = AsOf::read(&query.0);
    let ((), view) = Error::both(query.0.finish(), past.view(as_of).await)?;
    let count = page.count;
    let work = move |conn: &mut crate::db::Conn| {
        let head = ledger::head(conn)?;
        let figures = store::list(conn, &filter, limit, page.after.as_ref())?;
        let next = figures.next.map(|key| page.cursor("", key));
        Ok((head.seq, figures, next))
    };
    let (seq, figures, next) = view.read(work).await?;
    let total = count.then_some(figures.total);
    Ok(view.dated(answer::list(&req, seq, "p", &figures.documents, next.as_deref(), total)))
}

/// Record a published figure
///
/// A claim is identified by measure, scope, `as_of` and source: the same one twice is 409.
#[utoipa::path(tag = "published figures", operation_id = "create_published_figure", params(DryRun, crate::openapi::IdempotencyKey), request_body = PublishedFigureDraft, security(("key" = [])),
    responses((status = 201, description = "Recorded", body = PublishedFigure, headers(("Location" = String), ("ETag" = String))), (status = 200, description = "The dry run's outcome", body = PublishedFigure), Problems))]
#[post("/published-figures")]
pub async fn create_published_figure(
    by: Officer,
    write: Write,
    body: Body,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let work = move |tx: &mut ledger::Tx<'_>| {
        let (uid, version, json) = store::insert(tx, &body.value)?;
        Ok(Answer::created(format!("{PATH}/{uid}"), version, json))
    };
    write.run(by.0.actor()?, &ledger, &body.digest.clone(), work).await
}

/// Read a published figure
///
/// One claim, as it stands.
#[utoipa::path(tag = "published figures", operation_id = "find_published_figure", params(("id" = String, Path, description = "Id"), AsOfParam),
    responses((status = 200, description = "The claim", body = PublishedFigure, headers(("ETag" = String))), (status = 304, description = "You have it already"), Problems))]
#[get("/published-figures/{id}")]
pub async fn find_published_figure(
    caller: Caller,
    id: Path<String>,
    query: Query,
    past: Data<History>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let as_of = AsOf::read(&query.0);
    let ((), view) = Error::both(query.0.finish(), past.view(as_of).await)?;
    let with_deleted = caller.is_officer();
    let (version, json) = view.read(move |conn| store::find(conn, &id, with_deleted)).await?;
    Ok(view.dated(Read::of(version, json).respond(&req)))
}

/// Replace a published figure
///
/// What was read can be sent back.
#[utoipa::path(tag = "published figures", operation_id = "replace_published_figure", params(("id" = String, Path, description = "Id"), DryRun, crate::openapi::IfMatch), request_body = PublishedFigureDraft, security(("key" = [])),
    responses((status = 200, description = "As it is now", body = PublishedFigure, headers(("ETag" = String))), Problems))]
#[put("/published-figures/{id}")]
pub async fn replace_published_figure(
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

/// Change a published figure
///
/// A JSON merge patch (RFC 7396).
#[utoipa::path(tag = "published figures", operation_id = "update_published_figure", params(("id" = String, Path, description = "Id"), DryRun, crate::openapi::IfMatch), request_body(content = PublishedFigurePatch, content_type = "application/merge-patch+json"), security(("key" = [])),
    responses((status = 200, description = "As it is now", body = PublishedFigure, headers(("ETag" = String))), Problems))]
#[patch("/published-figures/{id}")]
pub async fn update_published_figure(
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

/// Delete a published figure
///
/// A tombstone remains; officers can restore it for 30 days.
#[utoipa::path(tag = "published figures", operation_id = "remove_published_figure", params(("id" = String, Path, description = "Id"), DryRun, crate::openapi::IfMatch), security(("key" = [])),
    responses((status = 204, description = "Deleted"), (status = 200, description = "The dry run: what would go", body = PublishedFigure), Problems))]
#[delete("/published-figures/{id}")]
pub async fn remove_published_figure(
    by: Officer,
    id: Path<String>,
    write: Write,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let condition = write.precondition()?;
    let work = move |tx: &mut ledger::Tx<'_>| {
        let (version, json) = store::find(tx.conn(), &id, true)?;
        store::remove(tx, &id, &condition)?;
        Ok(Answer::deleted(version, json))
    };
    write.run(by.0.actor()?, &ledger, &[], work).await
}

/// Restore a deleted published figure
///
/// As it was, within 30 days of its deletion.
#[utoipa::path(tag = "published figures", operation_id = "restore_published_figure", params(("id" = String, Path, description = "Id"), DryRun, crate::openapi::IdempotencyKey), security(("key" = [])),
    responses((status = 200, description = "As it is now", body = PublishedFigure), Problems))]
#[post("/published-figures/{id}/restore")]
pub async fn restore_published_figure(
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
