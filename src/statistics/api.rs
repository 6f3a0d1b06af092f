//! `/api/v1/statistics`.

use actix_web::http::header::ACCEPT_LANGUAGE;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};

use super::archive::{Archive, FiguresBasis};
use super::as_of::{AsOfRequest, EditionParam};
use super::dataset::Dataset;
use super::engine::{Engine, Explained};
use super::explain::Slice;
use super::explain::schema::{Sliced, StatisticsExplanation};
use super::plan::Plan;
use super::question::Question;
use super::schema::{Asked, Chosen, Statistics, StatisticsTotals};
use super::words::Measure;
use crate::access::Caller;
use crate::db::Conn;
use crate::directory;
use crate::error::Error;
use crate::http::routes::Routes;
use crate::http::{Query, Read, answer};
use crate::input::Params;
use crate::openapi::Problems;
use crate::past::{AsOfParam, RecordView};
use crate::text::Lang;

/// The routes of this capability.
pub fn routes(config: &mut impl Routes) {
    config
        .service(show_totals)
        .service(explain_statistics)
        .service(show_statistics);
}

/// Answer a question
///
/// Figures of one measure, split by up to three dimensions. No figure is a bare number: `low` and `high` are what is
/// certain, `reported` is what was stated, and the rest says what is missing. Not paged; over 100,000 rows are refused.
#[utoipa::path(tag = "statistics", operation_id = "show_statistics", params(Asked, Chosen, AsOfParam, EditionParam),
    responses((status = 200, description = "The figures", body = Statistics, headers(("ETag" = String))), (status = 304, description = "You have it already"), Problems))]
#[get("/statistics")]
pub async fn show_statistics(
    caller: Caller,
    query: Query,
    engine: Data<Engine>,
    archive: Data<Archive>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let question = Question::read(&query.0).for_caller(&caller);
    let (basis, lang) = (
        basis_for(&engine, &archive, &query.0, &question, &caller).await?,
        lang(&req),
    );
    let etag = etag(&basis, &caller, lang);
    let answer = || async {
        let mut answer = engine.answer(&archive.dataset(&basis).await?, question).await?;
        answer.as_of_point.clone_from(&basis.as_of_point);
        Ok(answer.to_json(lang))
    };
    let body = match engine.ready(&req, &etag, answer).await {
        Ok(body) => body,
        Err(error) => return Err(suggested(error, &archive.view(&basis).await?).await),
    };
    Ok(Read {
        etag,
        body,
        links: Vec::new(),
    }
    .respond(&req))
}

/// Show the totals
///
/// Every measure under the same filters, each with its bounds.
#[utoipa::path(tag = "statistics", operation_id = "show_totals", params(Chosen, AsOfParam, EditionParam),
    responses((status = 200, description = "The totals", body = StatisticsTotals, headers(("ETag" = String))), (status = 304, description = "You have it already"), Problems))]
#[get("/statistics/totals")]
pub async fn show_totals(
    caller: Caller,
    query: Query,
    engine: Data<Engine>,
    archive: Data<Archive>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let filters = Question::read_totals(&query.0);
    let question = Question::total(Measure::Activities, filters.clone());
    let (basis, lang) = (
        basis_for(&engine, &archive, &query.0, &question, &caller).await?,
        lang(&req),
    );
    let etag = etag(&basis, &caller, lang);
    let totals = || async {
        let mut totals = engine.totals(&archive.dataset(&basis).await?, filters, caller).await?;
        totals.as_of_point.clone_from(&basis.as_of_point);
        Ok(totals.to_json(lang))
    };
    let body = match engine.ready(&req, &etag, totals).await {
        Ok(body) => body,
        Err(error) => return Err(suggested(error, &archive.view(&basis).await?).await),
    };
    Ok(Read {
        etag,
        body,
        links: Vec::new(),
    }
    .respond(&req))
}

/// Explain a figure
///
/// Takes the same question and opens its total: the activities behind it, each with the statement that stands, its sources
/// and its contribution. Contributions of measures that add up (`activities`, `participations`, `days`, `person_days`) add
/// up to the figure exactly, and those to a row to the row; for the others the answer says what was counted once. Drafts
/// are among them for officers and administrators.
#[utoipa::path(tag = "statistics", operation_id = "explain_statistics", params(Asked, Chosen, AsOfParam, EditionParam, Sliced),
    responses((status = 200, description = "The activities behind the figure", body = StatisticsExplanation, headers(("ETag" = String))), (status = 304, description = "You have it already"), Problems))]
#[get("/statistics/explain")]
pub async fn explain_statistics(
    caller: Caller,
    query: Query,
    engine: Data<Engine>,
    archive: Data<Archive>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let (question, slice) = (Question::read(&query.0).for_caller(&caller), Slice::read(&query.0));
    let (basis, lang) = (
        basis_for(&engine, &archive, &query.0, &question, &caller).await?,
        lang(&req),
    );
    let (etag, dataset) = (etag(&basis, &caller, lang), archive.dataset(&basis).await?);
    let view = archive.view(&basis).await?;
    let of = (view.clone(), basis.as_of_point);
    let Explained { body, next } = match engine.explain(&dataset, question, slice, of, lang).await {
        Ok(explained) => explained,
        Err(error) => return Err(suggested(error, &view).await),
    };
    let body = body.into();
    let links = next
        .map(|cursor| answer::next_link(&req, &cursor))
        .into_iter()
        .collect();
    Ok(Read { etag, body, links }.respond(&req))
}

/// An answer that is read from a record, the same for all who ask this at this `etag`: made once, off the request threads.
pub async fn answer_cached(
    engine: &Engine,
    view: &RecordView,
    req: &HttpRequest,
    etag: String,
    work: impl FnOnce(&mut Conn) -> Result<String, Error> + Send + 'static,
) -> Result<HttpResponse, Error> {
    let body = engine.ready(req, &etag, || view.scan(work)).await?;
    let links = Vec::new();
    Ok(view.dated(Read { etag, body, links }.respond(req)))
}

/// What an answer stands on, or everything that is wrong with the request.
async fn basis_for(
    engine: &Engine,
    archive: &Archive,
    params: &Params,
    question: &Question,
    caller: &Caller,
) -> Result<FiguresBasis, Error> {
    let moment = AsOfRequest::read(params);
    question.filters.refuse_hidden(params, caller);
    let read = params.finish();
    match Error::both(read, archive.basis(engine, moment).await) {
        Ok(((), basis)) => Ok(basis),
        Err(found) => {
            let error = refusal(found, question, &*engine.dataset().await?);
            Err(suggested(error, &RecordView::present(archive.past().ledger())).await)
        }
    }
}

/// What was found to be wrong, and the codes of the question that nobody knows.
fn refusal(found: Error, question: &Question, dataset: &Dataset) -> Error {
    match Plan::new(question, dataset) {
        Ok(_) => found,
        Err(error) => found.and(error),
    }
}

/// A refusal that names what unknown codes may have meant in that record.
async fn suggested(error: Error, view: &RecordView) -> Error {
    let work = |conn: &mut Conn| Ok(directory::suggested(conn, error));
    view.read(work).await.unwrap_or_else(|failed| failed)
}

/// The language that a request asks for.
pub fn lang(req: &HttpRequest) -> Lang {
    let header = req.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    header.map_or(Lang::En, Lang::negotiate)
}

/// The weak `ETag` of every answer that stands on this, to this caller in a language.
pub fn etag(basis: &FiguresBasis, caller: &Caller, lang: Lang) -> String {
    format!("W/\"{}\"", etag_of(basis, caller, lang))
}

/// What tells the code that answered: another one may count otherwise, so that what was told is told anew.
pub fn code_mark() -> &'static str {
    env!("FIGURES_CODE").get(..6).unwrap_or_default()
}

/// What stands in that `ETag`.
pub fn etag_of(basis: &FiguresBasis, caller: &Caller, lang: Lang) -> String {
    let epoch = basis.version.epoch.0.simple().to_string();
    let epoch = epoch.get(24..).unwrap_or_default();
    let day = basis.day.map(|day| day.format("-%Y%m%d").to_string());
    let day = day.unwrap_or_default();
    let lang = if lang == Lang::En {
        String::new()
    } else {
        format!("-{}", lang.tag())
    };
    format!(
        "{epoch}-{}-{}-{}{lang}{day}",
        basis.version.seq,
        caller.etag_mark(),
        code_mark()
    )
}
