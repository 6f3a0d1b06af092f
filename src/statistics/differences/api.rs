//! `/api/v1/statistics/differences` and `/api/v1/editions/{name}/differences`.

use std::collections::BTreeSet;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::schema::{Compared, Instants, SinceOnly, StatisticsDifferences};
use super::{ComparedPoints, Difference, Entries, Reader, Told, differences, to_json};
use crate::access::Caller;
use crate::db::Conn;
use crate::disclosure::Clearance;
use crate::error::{Error, Fault};
use crate::http::routes::Routes;
use crate::http::{Query, Read};
use crate::input::Params;
use crate::openapi::Problems;
use crate::past::{AsOf, first_instant};
use crate::statistics::api::{etag_of, lang};
use crate::statistics::load::{between, version};
use crate::statistics::{Archive, AsOfPoint, Engine, Question, editions, explain};
use crate::text::Lang;

/// The routes of this capability.
pub fn routes(config: &mut impl Routes) {
    config.service(compare_editions).service(compare_instants);
}

/// Compare two instants
///
/// How a figure changed between two instants of the record's history, by cause: late entries, corrections, deletions,
/// restorations, merges, reference data, and erasures, which change nothing; each with the activities whose contribution changed
/// and the ledger entries behind it. The changes of all causes add up to the whole.
#[utoipa::path(tag = "statistics", operation_id = "compare_instants", params(Instants, Compared, crate::statistics::Chosen),
    responses((status = 200, description = "The difference", body = StatisticsDifferences, headers(("ETag" = String))), (status = 304, description = "You have it already"), Problems))]
#[get("/statistics/differences")]
pub async fn compare_instants(
    caller: Caller,
    query: Query,
    engine: Data<Engine>,
    archive: Data<Archive>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let question = read_question(&query.0, &caller);
    let (from, to) = (
        AsOf::read_named(&query.0, "from_as_of"),
        AsOf::read_named(&query.0, "to_as_of"),
    );
    let ledger = archive.past().ledger();
    query.0.finish()?;
    // Today, as far as it has come: nobody waits for the lane of writes.
    let to = to.unwrap_or(AsOf::Day(ledger.clock().now().utc().date_naive()));
    let from = match from {
        Some(from) => from,
        // Nothing reaches further back than the first entry.
        None => ledger.db().read(first_instant).await?.map_or(to, AsOf::Instant),
    };
    let from = from.resolve(ledger, |code| Fault::parameter("from_as_of", code));
    let to = to.resolve(ledger, |code| Fault::parameter("to_as_of", code));
    let (from, to) = Error::both(from.await, to.await)?;
    if from.at > to.at {
        let fault = Fault::parameter("from_as_of", "from_after_to");
        return Err(Error::invalid(fault.nearest(Some(to.at.to_string()))));
    }
    let as_of_point = |point| AsOfPoint { point, edition: None };
    respond(
        (&engine, &archive),
        question,
        (as_of_point(from), as_of_point(to)),
        &caller,
        &req,
    )
    .await
}

/// Compare two editions
///
/// How a figure changed from the edition that `from` names to this one, by cause, with the activities whose contribution
/// changed and the ledger entries behind each. `since` chooses the first day of the period, since `from` names an edition here.
#[utoipa::path(tag = "editions", operation_id = "compare_editions",
    params(("name" = String, Path, description = "Name or id of the later edition"),
           ("from" = String, Query, description = "Name of the earlier edition", pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", min_length = 1, max_length = 60, example = "2024-annual"),
           Compared, SinceOnly),
    responses((status = 200, description = "The difference", body = StatisticsDifferences, headers(("ETag" = String))), (status = 304, description = "You have it already"), Problems))]
#[get("/editions/{name}/differences")]
pub async fn compare_editions(
    caller: Caller,
    name: Path<String>,
    query: Query,
    engine: Data<Engine>,
    archive: Data<Archive>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let from = query.0.single("from").unwrap_or_default().to_owned();
    let params = query.0.without("from");
    let question = read_question(&params, &caller);
    if from.is_empty() {
        params.unreadable(Fault::parameter("from", "required"));
    }
    params.finish()?;
    let find = move |conn: &mut Conn| {
        let to = editions::store::standpoint_of(conn, &name)?;
        let from = editions::store::as_of_point(conn, &from, |code| Fault::parameter("from", code))?;
        Ok((from, to))
    };
    let (from, to) = archive.past().ledger().db().read(find).await?;
    if from.point.seq > to.point.seq {
        return Err(Error::invalid(Fault::parameter("from", "from_after_to")));
    }
    respond((&engine, &archive), question, (from, to), &caller, &req).await
}

/// The question whose total is compared.
fn read_question(params: &Params, caller: &Caller) -> Question {
    if params.has("by") {
        params.unreadable(Fault::parameter("by", "unknown_parameter").with("name", "by"));
    }
    let question = Question::read(params).for_caller(caller);
    question.filters.refuse_hidden(params, caller);
    question
}

async fn respond(
    (engine, archive): (&Engine, &Archive),
    question: Question,
    (from, to): (AsOfPoint, AsOfPoint),
    caller: &Caller,
    req: &HttpRequest,
) -> Result<HttpResponse, Error> {
    let lang = lang(req);
    let basis = archive.basis_at(to.clone()).await?;
    let etag = format!("W/\"{}-{}\"", from.point.seq, etag_of(&basis, caller, lang));
    let reader = Reader {
        sees_persons: caller.may_see_persons(),
        sees_drafts: caller.may_see_drafts(),
    };
    let work = || compare(archive, question, (from, to), reader, lang);
    // Entries name persons as they are called now, which no entry between the points says.
    let now = archive.past().ledger().db().read(version).await?;
    let body = engine.ready(req, &format!("{etag} {}", now.seq), work).await?;
    let links = Vec::new();
    Ok(Read { etag, body, links }.respond(req))
}

/// Works a difference out, off the request threads.
async fn compare(
    archive: &Archive,
    question: Question,
    (from, to): (AsOfPoint, AsOfPoint),
    reader: Reader,
    lang: Lang,
) -> Result<String, Error> {
    let (earlier, later) = (archive.facts_at(from.point).await?, archive.facts_at(to.point).await?);
    let snapshot = archive.past().snapshot(to.point.seq).await?;
    let (measure, clearance) = (question.measure, question.clearance);
    let work = move |present: &mut Conn| {
        let among = snapshot.read_here(|past| between(past, &earlier, &later))?;
        let entries = Entries::between(present, from.point.seq, to.point.seq, reader)?;
        let points = ComparedPoints {
            earlier: &earlier,
            later: &later,
            among: &among,
        };
        let mut sealed = |as_of_point: &AsOfPoint| match &as_of_point.edition {
            Some(name) => editions::store::sealed_version(present, name, measure),
            None => Ok(measure.version()),
        };
        let versions = (sealed(&from)?, sealed(&to)?);
        let sides = [(from, versions.0), (to, versions.1)];
        let difference = differences(question, points, sides, entries)?;
        let told = redacted_activities(present, &difference, clearance)?;
        Ok(to_json(&difference, &told, lang))
    };
    archive.past().ledger().db().scan(work).await
}

/// The documents of the activities that are named: of the later point where the question is about them there, otherwise
/// of the earlier one.
fn redacted_activities(conn: &mut Conn, difference: &Difference, clearance: Clearance) -> Result<Told, Error> {
    let (mut now, mut then) = (BTreeSet::new(), BTreeSet::new());
    for moved in difference.causes.iter().flat_map(|caused| &caused.activities) {
        if moved.after.is_some() {
            now.insert(moved.key);
        } else {
            then.insert(moved.key);
        }
    }
    let mut read = |keys: BTreeSet<i64>, side: &super::Side| {
        explain::documents(
            conn,
            &keys.into_iter().collect::<Vec<_>>(),
            side.as_of_point.point.seq,
            clearance,
        )
    };
    let mut told = read(then, &difference.from)?;
    told.extend(read(now, &difference.to)?);
    Ok(told)
}
