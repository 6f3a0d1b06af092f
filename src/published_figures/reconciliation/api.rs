//! `/api/v1/published-figures/{id}/reconciliation`, and the list of all verdicts.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::answer::Reconciler;
use super::schema::{Reconciliation, ReconciliationList, VerdictParams};
use crate::access::Caller;
use crate::error::Error;
use crate::http::Query;
use crate::input::Params;
use crate::openapi::Problems;
use crate::past::{AsOfParam, RecordView};
use crate::statistics::api::{answer_cached, etag, lang};
use crate::statistics::archive::FiguresBasis;
use crate::statistics::as_of::EditionParam;
use crate::statistics::{Archive, AsOfRequest, Dataset, Engine};

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
    let (basis, dataset, view) = basis_for(&archive, &engine, &query.0).await?;
    let etag = etag(&basis, &caller, lang);
    let work = move |conn: &mut crate::db::Conn| {
        let reconciler = Reconciler::new(&dataset, caller, lang).at_point(basis.as_of_point);
        reconciler.summary(conn, &only)
    };
    answer_cached(&engine, &view, &req, etag, work).await
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
    let (basis, dataset, view) = basis_for(&archive, &engine, &query.0).await?;
    let etag = etag(&basis, &caller, lang);
    let work = move |conn: &mut crate::db::Conn| {
        let reconciler = Reconciler::new(&dataset, caller, lang).at_point(basis.as_of_point);
        reconciler.reconcile(conn, &id)
    };
    answer_cached(&engine, &view, &req, etag, work).await
}

/// What an answer of the moment that is asked for stands on, with the record and the facts of that moment.
async fn basis_for(
    archive: &Archive,
    engine: &Engine,
    params: &Params,
) -> Result<(FiguresBasis, Arc<Dataset>, RecordView), Error> {
    let moment = AsOfRequest::read(params);
    let ((), basis) = Error::both(params.finish(), archive.basis(engine, moment).await)?;
    let (dataset, view) = (archive.dataset(&basis).await?, archive.view(&basis).await?);
    Ok((basis, dataset, view))
}
