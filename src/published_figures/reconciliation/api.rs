//! `/api/v1/published-figures/{id}/reconciliation`, and the list of all verdicts.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::answer::Desk;
use super::schema::{Reconciliation, ReconciliationList, VerdictParams};
use crate::access::Caller;
use crate::error::Error;
use crate::http::Query;
use crate::input::Params;
use crate::openapi::Problems;
use crate::past::{AsOfParam, View};
use crate::statistics::api::{etag, lang, told};
use crate::statistics::archive::Footing;
use crate::statistics::moment::EditionParam;
use crate::statistics::{Archive, Engine, Facts, Moment};

/// Reconcile all published figures
///
/// Every claim with the question that it answers, the record's figure and the verdict, in the order they were recorded. What
/// could explain a difference is in the reconciliation of each.
#[utoipa::path(tag = "published figures", operation_id = "list_reconciliations", params(VerdictParams, AsOfParam, EditionParam),
    responses((status = 200, description = "The verdicts", body = ReconciliationList, headers(("ETag" = String))), (status = 304, description = "You have it already"), Problems))]
#[get("/published-figures/reconciliation")]
pub async fn list_reconciliations(
    caller: Caller,
    query: Query,
    engine: Data<Engine>,
    archive: Data<Archive>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let only = query.0.codes("verdict");
    let lang = lang(&req);
    let (footing, facts, view) = stand(&archive, &engine, &query.0).await?;
    let etag = etag(&footing, &caller, lang);
    let work = move |conn: &mut crate::db::Conn| {
        let desk = Desk::new(&facts, caller, lang).at(footing.standpoint);
        desk.summary(conn, &only)
    };
    told(&engine, &view, &req, etag, work).await
}

/// Reconcile a published figure
///
/// The claim's scope is put to the record as a question, so that like is held against like: the figure with its bounds, the
/// verdict, how far they differ, which activities could explain it, and other claims about the same thing. What officers
/// say of it are the members `reconciliation_status` and `reconciliation_reason` of the published figure, changed there.
#[utoipa::path(tag = "published figures", operation_id = "show_reconciliation", params(("id" = String, Path, description = "Id"), AsOfParam, EditionParam),
    responses((status = 200, description = "How the record answers", body = Reconciliation, headers(("ETag" = String))), (status = 304, description = "You have it already"), Problems))]
#[get("/published-figures/{id}/reconciliation")]
pub async fn show_reconciliation(
    caller: Caller,
    id: Path<String>,
    query: Query,
    engine: Data<Engine>,
    archive: Data<Archive>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let lang = lang(&req);
    let (footing, facts, view) = stand(&archive, &engine, &query.0).await?;
    let etag = etag(&footing, &caller, lang);
    let work = move |conn: &mut crate::db::Conn| {
        let desk = Desk::new(&facts, caller, lang).at(footing.standpoint);
        desk.reconcile(conn, &id)
    };
    told(&engine, &view, &req, etag, work).await
}

/// What an answer of the moment that is asked for stands on, with the record and the facts of that moment.
async fn stand(archive: &Archive, engine: &Engine, params: &Params) -> Result<(Footing, Arc<Facts>, View), Error> {
    let moment = Moment::read(params);
    let ((), footing) = Error::both(params.finish(), archive.footing(engine, moment).await)?;
    let (facts, view) = (archive.facts(&footing).await?, archive.view(&footing).await?);
    Ok((footing, facts, view))
}
