//! `/api/v1/countries`.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, patch, post, put};
use utoipa::IntoParams;

use super::model::{Group, MembershipStatus};
use super::schema::{Country, CountryDraft, CountryList, CountryPatch};
use super::store::{self, CountryFilter};
use crate::access::{Admin, Caller};
use crate::error::Error;
use crate::http::{Answer, Body, Query, Read, Write, answer, routes::Routes};
use crate::ledger::{self, Ledger};
use crate::openapi::{DryRun, Problems, SearchParam};
use crate::past::{AsOf, AsOfParam, History};
use crate::reference::list::ShortPage;
use crate::reference::schema::ShortPaging;

const PATH: &str = "/api/v1/countries";

/// The routes of this capability.
pub fn routes(config: &mut impl Routes) {
    config
        .service(list_countries)
        .service(create_country)
        .service(find_country)
        .service(replace_country)
        .service(update_country);
}

/// Filters of the list; several values by comma or by repeating mean *or*.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes parameters")]
pub struct CountryParams {
    /// What the country is today.
    membership: Option<Vec<MembershipStatus>>,
    /// The regional group it belongs to today.
    group: Option<Vec<Group>>,
    /// Words to find in names, codes and aliases of every language, whatever the marks and letter variants.
    q: Option<SearchParam>,
}

/// List countries
///
/// In the order of alpha-3, whole unless `limit` is given.
#[utoipa::path(tag = "reference", operation_id = "list_countries", params(CountryParams, ShortPaging, AsOfParam),
    responses((status = 200, description = "Countries", body = CountryList), (status = 304, description = "You have it already"), Problems))]
#[get("/countries")]
pub async fn list_countries(
    caller: Caller,
    query: Query,
    past: Data<History>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let params = &query.0;
    let filter = CountryFilter {
        memberships: params.codes("membership"),
        groups: params.codes("group"),
        text: params.search("q").map(str::to_owned),
    };
    let page = ShortPage::read(params);
    let as_of = AsOf::read(params);
    let ((), view) = Error::both(params.finish(), past.view(as_of).await)?;
    let today = view.day();
    // What a country is depends on the day, so the day belongs to the mark.
    let dated = !filter.memberships.is_empty() || !filter.groups.is_empty();
    let mark = if dated {
        format!("{}-{today}", caller.etag_mark())
    } else {
        caller.etag_mark()
    };
    let work =
        move |conn: &mut crate::db::Conn| Ok((ledger::head(conn)?.seq, store::list(conn, &filter, today, &page)?));
    let (seq, page) = view.read(work).await?;
    Ok(view.dated(answer::list(
        &req,
        seq,
        &mark,
        &page.documents,
        page.next.as_deref(),
        page.total,
    )))
}

/// Record a country
///
/// `alpha3`, `alpha2`, `m49` and a name are required; of a territory without an ISO code, whose `alpha3` is one that ISO
/// leaves to its users (such as `XTC`), only `alpha3` and a name. 255 countries are the most.
#[utoipa::path(tag = "reference", operation_id = "create_country", params(DryRun, crate::openapi::IdempotencyKey), request_body = CountryDraft, security(("key" = [])),
    responses((status = 201, description = "Recorded", body = Country, headers(("Location" = String), ("ETag" = String))), (status = 200, description = "The dry run's outcome", body = Country), Problems))]
#[post("/countries")]
pub async fn create_country(by: Admin, write: Write, body: Body, ledger: Data<Ledger>) -> Result<HttpResponse, Error> {
    let digest = body.digest.clone();
    let work = move |tx: &mut ledger::Tx<'_>| {
        let (uid, version, json) = store::insert(tx, &body.value)?;
        Ok(Answer::created(format!("{PATH}/{uid}"), version, json))
    };
    write.run(by.0.actor()?, &ledger, &digest, work).await
}

/// Read a country
///
/// By alpha-3, alpha-2 or id.
#[utoipa::path(tag = "reference", operation_id = "find_country", params(("id" = String, Path, description = "Alpha-3, alpha-2 or id"), AsOfParam),
    responses((status = 200, description = "The country", body = Country, headers(("ETag" = String))), (status = 304, description = "You have it already"), Problems))]
#[get("/countries/{id}")]
pub async fn find_country(
    _caller: Caller,
    id: Path<String>,
    query: Query,
    past: Data<History>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let as_of = AsOf::read(&query.0);
    let ((), view) = Error::both(query.0.finish(), past.view(as_of).await)?;
    let (version, json) = view.read(move |conn| store::find(conn, &id)).await?;
    Ok(view.dated(Read::of(version, json).respond(&req)))
}

/// Replace a country
///
/// What was read can be sent back. `alpha3` never changes.
#[utoipa::path(tag = "reference", operation_id = "replace_country", params(("id" = String, Path, description = "Alpha-3, alpha-2 or id"), DryRun, crate::openapi::IfMatch), request_body = CountryDraft, security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Country, headers(("ETag" = String))), Problems))]
#[put("/countries/{id}")]
pub async fn replace_country(
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

/// Change a country
///
/// A JSON merge patch (RFC 7396). The change is judged on the state it would leave.
#[utoipa::path(tag = "reference", operation_id = "update_country", params(("id" = String, Path, description = "Alpha-3, alpha-2 or id"), DryRun, crate::openapi::IfMatch), request_body(content = CountryPatch, content_type = "application/merge-patch+json"), security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Country, headers(("ETag" = String))), Problems))]
#[patch("/countries/{id}")]
pub async fn update_country(
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
