//! `/api/v1/countries/{id}/profile`, `/api/v1/agencies/{id}/profile`, `/api/v1/programmes/{id}/profile`.

use actix_web::web::{Data, Path};
use actix_web::{FromRequest, HttpRequest, HttpResponse, get};
use serde_json::Value;

use super::answer::{Head, ProfileBuilder};
use super::schema::{
    AgencyProfile, CountryProfile, PredecessorsParam, ProfileParams, ProgrammeParam, ProgrammeProfile,
};
use super::subject::Subject;
use crate::access::Caller;
use crate::db::Conn;
use crate::directory;
use crate::error::{Error, OrInternal};
use crate::http::Query;
use crate::http::routes::Routes;
use crate::input::Params;
use crate::openapi::Problems;
use crate::past::AsOfParam;
use crate::statistics::api::{answer_cached, etag, lang};
use crate::statistics::as_of::EditionParam;
use crate::statistics::{Archive, AsOfRequest, Engine, Filters};
use crate::{agencies, countries, programmes};

/// The routes of this capability.
pub fn routes(config: &mut impl Routes) {
    config
        .service(show_country_profile)
        .service(show_agency_profile)
        .service(show_programme_profile);
}

/// Profile a country
///
/// What its institutions benefited from, attended, provided and hosted (never added), who came from it, by programme, year
/// and field, the last activity and the next, and the paragraph of a country brief. Every figure names the question to
/// `/statistics` that it answers.
#[utoipa::path(tag = "reference", operation_id = "show_country_profile", params(("id" = String, Path, description = "Id, alpha-3 or alpha-2"), ProfileParams, ProgrammeParam, AsOfParam, EditionParam),
    responses((status = 200, description = "The profile", body = CountryProfile, headers(("ETag" = String))), (status = 304, description = "You have it already"), Problems))]
#[get("/countries/{id}/profile")]
pub async fn show_country_profile(caller: Caller, query: Query, req: HttpRequest) -> Result<HttpResponse, Error> {
    let find = |conn: &mut Conn, segment: &str| {
        head_of(
            "country",
            "alpha3",
            Subject::Country,
            countries::store::find(conn, segment),
        )
    };
    show(caller, &query.0, &req, Subject::Country(String::new()), find).await
}

/// Profile an agency
///
/// The activities on which it is listed, in any role and in each, the people who came from it, by programme, year and
/// field, the last activity and the next. Every figure names the question to `/statistics` that it answers.
#[utoipa::path(tag = "reference", operation_id = "show_agency_profile", params(("id" = String, Path, description = "Id or code"), ProfileParams, ProgrammeParam, PredecessorsParam, AsOfParam, EditionParam),
    responses((status = 200, description = "The profile", body = AgencyProfile, headers(("ETag" = String))), (status = 301, description = "It has another code now"), (status = 304, description = "You have it already"), Problems))]
#[get("/agencies/{id}/profile")]
pub async fn show_agency_profile(caller: Caller, query: Query, req: HttpRequest) -> Result<HttpResponse, Error> {
    let find = |conn: &mut Conn, segment: &str| {
        head_of("agency", "code", Subject::Agency, agencies::store::find(conn, segment))
    };
    show(caller, &query.0, &req, Subject::Agency(String::new()), find).await
}

/// Profile a programme
///
/// Its activities, who came, from how many countries and agencies, by type, year and country, the last activity and the
/// next. Every figure names the question to `/statistics` that it answers.
#[utoipa::path(tag = "reference", operation_id = "show_programme_profile", params(("id" = String, Path, description = "Id or code"), ProfileParams, AsOfParam, EditionParam),
    responses((status = 200, description = "The profile", body = ProgrammeProfile, headers(("ETag" = String))), (status = 301, description = "It has another code now"), (status = 304, description = "You have it already"), Problems))]
#[get("/programmes/{id}/profile")]
pub async fn show_programme_profile(caller: Caller, query: Query, req: HttpRequest) -> Result<HttpResponse, Error> {
    let find = |conn: &mut Conn, segment: &str| {
        head_of(
            "programme",
            "code",
            Subject::Programme,
            programmes::store::find(conn, segment),
        )
    };
    show(caller, &query.0, &req, Subject::Programme(String::new()), find).await
}

type Find = fn(&mut Conn, &str) -> Result<Head, Error>;

/// Reads the filters, finds whom the profile is about, and answers.
async fn show(
    caller: Caller,
    params: &Params,
    req: &HttpRequest,
    kind: Subject,
    find: Find,
) -> Result<HttpResponse, Error> {
    let filters = read_filters(params, &kind);
    filters.refuse_hidden(params, &caller);
    let moment = AsOfRequest::read(params);
    let engine = req.app_data::<Data<Engine>>().or_internal("the service lacks a part")?;
    let archive = req
        .app_data::<Data<Archive>>()
        .or_internal("the service lacks a part")?;
    let ((), basis) = Error::both(params.finish(), archive.basis(engine, moment).await)?;
    let segment = Path::<String>::extract(req)
        .await
        .map_err(|_| Error::NotFound("page"))?
        .into_inner();
    let lang = lang(req);
    let etag = etag(&basis, &caller, lang);
    let (dataset, view) = (archive.dataset(&basis).await?, archive.view(&basis).await?);
    let work = move |conn: &mut Conn| {
        let head = find(conn, &segment)?;
        let builder = ProfileBuilder::new(&dataset, basis.as_of_point, caller, lang);
        let told = builder.profile(conn, &head, &filters);
        told.map_err(|error| directory::suggested(conn, error))
    };
    let told = answer_cached(engine, &view, req, etag, work).await;
    told.map_err(|error| error.hiding_tombstones(caller.is_officer()))
}

/// The filters that a profile takes; the rest are unknown to it.
fn read_filters(params: &Params, kind: &Subject) -> Filters {
    let taken = params.only(&kind.filters());
    let filters = Filters::read(&taken);
    params.take_faults(taken);
    filters
}

/// Whom a document is of.
fn head_of(
    member: &'static str,
    code: &str,
    subject: fn(String) -> Subject,
    found: Result<(i32, String), Error>,
) -> Result<Head, Error> {
    let (_, json) = found?;
    let document: Value = serde_json::from_str(&json).or_internal("a stored document cannot be read")?;
    let code = document
        .get(code)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    Ok(Head {
        subject: subject(code),
        member,
        document,
    })
}
