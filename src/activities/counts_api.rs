//! `/api/v1/activities/{id}/counts` and `/api/v1/counts/{id}`: the statements of how many came.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::counts::CountriesOf;
use super::schema::{CountCell, HeadCount};
use super::{reading, redacted, statements, store};
use crate::access::{Caller, Officer};
use crate::error::Error;
use crate::http::{Answer, Body, Query, Read, Write, answer, routes::Routes};
use crate::ledger::{self, Ledger};
use crate::openapi::{DryRun, Paging, Problems};
use crate::paging::Page;

/// The routes of statements.
pub fn routes(config: &mut impl Routes) {
    config
        .service(list_counts)
        .service(create_count)
        .service(find_count)
        .service(update_count);
}

/// A statement of how many came, from one source. One at most stands for its activity.
#[derive(Debug, Serialize, ToSchema)]
pub struct Count {
    pub id: Uuid,
    pub version: i32,
    /// Null where no head count was stated.
    #[schema(required)]
    pub participants: Option<HeadCount>,
    /// How many countries came.
    #[schema(required)]
    pub countries: Option<i32>,
    pub countries_of: CountriesOf,
    /// Whether nobody came from elsewhere; null where no country is named.
    #[schema(required)]
    pub countries_complete: Option<bool>,
    /// Whether the roster is the whole where no head count is stated; null where there is none.
    #[schema(required)]
    pub roster_complete: Option<bool>,
    pub cells: Vec<CountCell>,
    #[schema(required)]
    pub source: Option<String>,
    /// Whether figures rest on it.
    pub standing: bool,
    /// Why it stands, or does not.
    #[schema(required)]
    pub reason: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// A statement to add.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"participants": {"value": 43, "qualifier": "exact"}, "countries": 18, "countries_of": "members",
    "source": "the heading of the page", "reason": "the list of names has 43 lines"}))]
pub struct CountDraft {
    /// Null where no head count was stated.
    pub participants: Option<HeadCount>,
    /// How many countries came.
    #[schema(minimum = 0, maximum = 300)]
    pub countries: Option<i32>,
    /// Which countries the unnamed ones may be; `any` where it is left out.
    pub countries_of: Option<CountriesOf>,
    /// Nobody came from elsewhere; true where it is left out or null and a country is named, and not stated where none is.
    pub countries_complete: Option<bool>,
    /// Without a head count the roster is the whole; true where it is left out or null; not stated while there is no roster.
    pub roster_complete: Option<bool>,
    #[schema(max_items = 2000)]
    pub cells: Option<Vec<CountCell>>,
    /// Where it was read.
    #[schema(min_length = 1, max_length = 2000)]
    pub source: Option<String>,
    /// Whether figures rest on it from now on; true where it is left out.
    pub standing: Option<bool>,
    /// Why it stands, or does not.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: Option<String>,
}

/// What may change of a statement: numbers are never edited, a newer statement supersedes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"standing": true, "reason": "the list of names has 43 lines"}))]
#[allow(missing_docs, reason = "the others are those of a statement, as it was read")]
#[serde(deny_unknown_fields)]
pub struct CountPatch {
    /// Whether figures rest on it; making one stand ends the standing of the other.
    #[schema(nullable = false)]
    pub standing: Option<bool>,
    /// Why it stands, or does not.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: Option<String>,
    /// As it was read, like all that follows: it may be sent back and not changed.
    #[schema(nullable = false)]
    pub id: Option<Uuid>,
    #[schema(nullable = false)]
    pub version: Option<i32>,
    pub participants: Option<HeadCount>,
    pub countries: Option<i32>,
    #[schema(nullable = false)]
    pub countries_of: Option<CountriesOf>,
    pub countries_complete: Option<bool>,
    pub roster_complete: Option<bool>,
    #[schema(nullable = false)]
    pub cells: Option<Vec<CountCell>>,
    pub source: Option<String>,
    #[schema(nullable = false)]
    pub created_at: Option<DateTime<Utc>>,
}

/// A page of statements.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountList {
    pub items: Vec<Count>,
    /// Null on the last page.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// Only with `count=exact`.
    #[schema(nullable = false)]
    pub total: Option<i64>,
}

/// List an activity's statements of count
///
/// In the order in which they were stated. A heading and a text that disagree are two statements; one of them stands.
#[utoipa::path(tag = "activities", operation_id = "list_counts", params(("id" = String, Path, description = "The activity's id or code"), Paging),
    responses((status = 200, description = "A page of statements", body = CountList), (status = 304, description = "You have it already"), Problems))]
#[get("/activities/{id}/counts")]
pub async fn list_counts(
    caller: Caller,
    id: Path<String>,
    query: Query,
    ledger: Data<Ledger>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let page = Page::read(&query.0, statements::SORT);
    query.0.finish()?;
    let (hidden, clearance) = (caller.may_see_drafts(), caller.clearance());
    let work = move |conn: &mut crate::db::Conn| {
        let seq = ledger::head(conn)?.seq;
        let activity = store::key_of(conn, &id, hidden)?;
        let (documents, next, total) = statements::list(conn, activity, &page)?;
        let standing = store::find(conn, &id, hidden)?.json;
        Ok((
            seq,
            (
                redacted::statements(conn, clearance, &standing, documents)?,
                next,
                total,
            ),
        ))
    };
    let (seq, (documents, next, total)) = ledger.db().read(work).await?;
    Ok(answer::list(
        &req,
        seq,
        &format!("{}-{}", caller.etag_mark(), reading::MARK),
        &documents,
        next.as_deref(),
        total,
    ))
}

/// Add a statement of count
///
/// It stands, and supersedes the one that stood, unless `standing` is false. One that stands must agree with the countries
/// named and the roster; the activity's version rises.
#[utoipa::path(tag = "activities", operation_id = "create_count", params(("id" = String, Path, description = "The activity's id or code"), DryRun, crate::openapi::IdempotencyKey), request_body = CountDraft, security(("key" = [])),
    responses((status = 201, description = "Recorded", body = Count, headers(("Location" = String), ("ETag" = String))), (status = 200, description = "The dry run's outcome", body = Count), Problems))]
#[post("/activities/{id}/counts")]
pub async fn create_count(
    by: Officer,
    id: Path<String>,
    write: Write,
    body: Body,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let work = move |tx: &mut ledger::Tx<'_>| {
        let (uid, version, json) = statements::add(tx, &id, &body.value)?;
        let mark = reading::mark_of_statement(&json);
        Ok(Answer::created(format!("/api/v1/counts/{uid}"), version, json).with_etag_mark(&mark))
    };
    write.run(by.0.actor()?, &ledger, &body.digest.clone(), work).await
}

/// Read a statement of count
///
/// By its id.
#[utoipa::path(tag = "activities", operation_id = "find_count", params(("id" = String, Path, description = "Its id")),
    responses((status = 200, description = "The statement", body = Count, headers(("ETag" = String))), (status = 304, description = "You have it already"), Problems))]
#[get("/counts/{id}")]
pub async fn find_count(
    caller: Caller,
    id: Path<String>,
    query: Query,
    ledger: Data<Ledger>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    query.0.finish()?;
    let (hidden, clearance) = (caller.may_see_drafts(), caller.clearance());
    let (differs, version, json) = ledger
        .db()
        .read(move |conn| statements::find(conn, &id, hidden, clearance))
        .await?;
    let mark = reading::mark_of_statement(&json);
    Ok(Read::redacted(&caller.etag_mark(), differs, version, json)
        .marked(&mark)
        .respond(&req))
}

/// Let a statement of count stand, or not
///
/// Only `standing` and `reason` change; numbers are never edited. Making one stand ends the standing of the other.
#[utoipa::path(tag = "activities", operation_id = "update_count", params(("id" = String, Path, description = "Its id"), DryRun, crate::openapi::IfMatch), request_body(content = CountPatch, content_type = "application/merge-patch+json"), security(("key" = [])),
    responses((status = 200, description = "As it is now", body = Count, headers(("ETag" = String))), Problems))]
#[patch("/counts/{id}")]
pub async fn update_count(
    by: Officer,
    id: Path<String>,
    write: Write,
    body: Body,
    ledger: Data<Ledger>,
) -> Result<HttpResponse, Error> {
    let condition = write.precondition()?;
    let work = move |tx: &mut ledger::Tx<'_>| {
        let (version, json) = statements::change(tx, &id, &condition, &body.value)?;
        let mark = reading::mark_of_statement(&json);
        Ok(Answer::ok(version, json).with_etag_mark(&mark))
    };
    write.run(by.0.actor()?, &ledger, &[], work).await
}
