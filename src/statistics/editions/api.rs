//! `/api/v1/editions`.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};

use super::schema::{Edition, EditionDraft, EditionList};
use super::{Order, seal, store};
use crate::access::{Caller, Officer};
use crate::error::Error;
use crate::http::routes::Routes;
use crate::http::{Answer, Body, Query, Read, Write, answer};
use crate::ledger::{self, Ledger};
use crate::openapi::{DryRun, Problems};
use crate::reference::list::ShortPage;
use crate::reference::schema::ShortPaging;
use crate::statistics::Archive;

const PATH: &str = "/api/v1/editions";

/// The routes of this capability.
pub fn routes(config: &mut impl Routes) {
    config
        .service(list_editions)
        .service(create_edition)
        .service(find_edition);
}

/// List editions
///
/// Sealed releases of the statistics, in the order of their names, whole unless `limit` is given. `edition=NAME` asks any
/// statistic of one of them.
#[utoipa::path(tag = "editions", operation_id = "list_editions", params(ShortPaging),
    responses((status = 200, description = "Editions", body = EditionList), (status = 304, description = "You have it already"), Problems))]
#[get("/editions")]
pub async fn list_editions(
    caller: Caller,
    query: Query,
    ledger: Data<Ledger>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let page = ShortPage::read(&query.0);
    query.0.finish()?;
    let work = move |conn: &mut crate::db::Conn| Ok((ledger::head(conn)?.seq, store::list(conn, &page)?));
    let (seq, page) = ledger.db().read(work).await?;
    let (next, total) = (page.next.as_deref(), page.total);
    Ok(answer::list(
        &req,
        seq,
        &caller.etag_mark(),
        &page.documents,
        next,
        total,
    ))
}

/// Seal an edition
///
/// Seals the figures of the record as it stands, or as it stood at `as_of`, under a name, with their definitions and a
/// hash. An edition is never changed and never deleted; a name once given is taken (409).
#[utoipa::path(tag = "editions", operation_id = "create_edition", params(DryRun, crate::openapi::IdempotencyKey), request_body = EditionDraft, security(("key" = [])),
    responses((status = 201, description = "Sealed", body = Edition, headers(("Location" = String), ("ETag" = String))), (status = 200, description = "The dry run's outcome", body = Edition), Problems))]
#[post("/editions")]
pub async fn create_edition(
    by: Officer,
    write: Write,
    body: Body,
    archive: Data<Archive>,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let everybody = Caller::public(by.0.shown_from);
    let sealed = seal::seal(&archive, Order::read(&body.value)?, everybody).await?;
    let work = move |tx: &mut ledger::Tx<'_>| {
        let (uid, json) = store::insert(tx, &sealed)?;
        Ok(Answer::created(format!("{PATH}/{uid}"), 1, json))
    };
    write.run(by.0.actor()?, &ledger, &body.digest, work).await
}

/// Read an edition
///
/// By name or id, with the sealed figures. `hash` is SHA-256 over `sealed` in canonical form (UTF-8, members sorted by name,
/// no white space), so that anybody can verify it; `verified` says that the service has.
#[utoipa::path(tag = "editions", operation_id = "find_edition", params(("name" = String, Path, description = "Name or id")),
    responses((status = 200, description = "The edition", body = Edition, headers(("ETag" = String))), (status = 304, description = "You have it already"), Problems))]
#[get("/editions/{name}")]
pub async fn find_edition(
    _caller: Caller,
    name: Path<String>,
    query: Query,
    ledger: Data<Ledger>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    query.0.finish()?;
    let json = ledger.db().read(move |conn| store::find(conn, &name)).await?;
    Ok(Read::of(1, json).respond(&req))
}
