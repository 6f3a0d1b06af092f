//! `/api/v1/statistics`.

use actix_web::http::header::ACCEPT_LANGUAGE;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};

use super::engine::Engine;
use super::facts::Facts;
use super::plan::Plan;
use super::question::Question;
use super::schema::{Asked, Chosen, Statistics, StatisticsTotals};
use super::words::Measure;
use crate::access::Caller;
use crate::db::Conn;
use crate::directory;
use crate::error::Error;
use crate::http::{Query, Read, routes::Routes};
use crate::ledger::Ledger;
use crate::openapi::Problems;
use crate::text::Lang;

/// The routes of this capability.
pub fn routes(config: &mut impl Routes) {
    config.service(show_totals).service(show_statistics);
}

/// Answer a question
///
/// Figures of one measure, split by up to three dimensions. No figure is a bare number: `low` and `high` are what is
/// certain, `reported` is what was stated, and the rest says what is missing. Not paged; over 100,000 rows are refused.
#[utoipa::path(tag = "statistics", operation_id = "show_statistics", params(Asked, Chosen),
    responses((status = 200, description = "The figures", body = Statistics, headers(("ETag" = String))), (status = 304, description = "You have it already"), Problems))]
#[get("/statistics")]
pub async fn show_statistics(
    caller: Caller,
    query: Query,
    engine: Data<Engine>,
    ledger: Data<Ledger>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let question = Question::read(&query.0).of_caller(&caller);
    question.filters.refuse_hidden(&query.0, &caller);
    let (facts, lang) = (engine.facts().await?, lang(&req));
    if let Err(error) = query.0.finish() {
        return Err(suggested(refusal(error, &question, &facts), &ledger).await);
    }
    let etag = etag(&facts, &caller, lang);
    let answer = || async { Ok(engine.answer(&facts, question).await?.to_json(lang)) };
    let body = match engine.ready(&req, &etag, answer).await {
        Ok(body) => body,
        Err(error) => return Err(suggested(error, &ledger).await),
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
#[utoipa::path(tag = "statistics", operation_id = "show_totals", params(Chosen),
    responses((status = 200, description = "The totals", body = StatisticsTotals, headers(("ETag" = String))), (status = 304, description = "You have it already"), Problems))]
#[get("/statistics/totals")]
pub async fn show_totals(
    caller: Caller,
    query: Query,
    engine: Data<Engine>,
    ledger: Data<Ledger>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let filters = Question::read_totals(&query.0);
    filters.refuse_hidden(&query.0, &caller);
    let (facts, lang) = (engine.facts().await?, lang(&req));
    if let Err(error) = query.0.finish() {
        let question = Question::total(Measure::Activities, filters);
        return Err(suggested(refusal(error, &question, &facts), &ledger).await);
    }
    let etag = etag(&facts, &caller, lang);
    let with_drafts = caller.sees_drafts();
    let totals = || async { Ok(engine.totals(&facts, filters, with_drafts).await?.to_json(lang)) };
    let body = match engine.ready(&req, &etag, totals).await {
        Ok(body) => body,
        Err(error) => return Err(suggested(error, &ledger).await),
    };
    Ok(Read {
        etag,
        body,
        links: Vec::new(),
    }
    .respond(&req))
}

/// Everything that is wrong with a question whose parameters do not read: what was found, and the codes that nobody knows.
fn refusal(found: Error, question: &Question, facts: &Facts) -> Error {
    match Plan::of(question, facts) {
        Ok(_) => found,
        Err(error) => found.and(error),
    }
}

/// A refusal that names what unknown codes may have meant.
async fn suggested(error: Error, ledger: &Ledger) -> Error {
    let work = |conn: &mut Conn| Ok(directory::suggested(conn, error));
    ledger.db().read(work).await.unwrap_or_else(|failed| failed)
}

fn lang(req: &HttpRequest) -> Lang {
    let header = req.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    header.map_or(Lang::En, Lang::negotiate)
}

/// The weak `ETag` of every answer that these facts give to this caller in a language.
pub fn etag(facts: &Facts, caller: &Caller, lang: Lang) -> String {
    let epoch = facts.epoch.0.simple().to_string();
    let epoch = epoch.get(24..).unwrap_or_default();
    let day = if facts.ages {
        facts.today.format("-%Y%m%d").to_string()
    } else {
        String::new()
    };
    let lang = if lang == Lang::En {
        String::new()
    } else {
        format!("-{}", lang.tag())
    };
    format!("W/\"{epoch}-{}-{}{lang}{day}\"", facts.seq, caller.mark())
}
