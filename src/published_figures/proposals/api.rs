//! `/api/v1/published-figures/proposals`.

use actix_web::web::Data;
use actix_web::{HttpResponse, post};

use super::names::Names;
use super::propose::propose;
use super::reading::pieces;
use super::schema::{Announcement, Proposals};
use crate::access::Officer;
use crate::config::Config;
use crate::error::{Error, Fault};
use crate::http::{Body, Query};
use crate::input::{Object, shorten};
use crate::ledger::Ledger;
use crate::openapi::Problems;
use crate::text::{Lang, nearest};

/// Propose published figures from a text
///
/// One figure per number of an announcement in English, French or Arabic, to be confirmed and recorded by another request.
/// Nothing is written. Each proposal says which words it rests on. `read_whole` is true where every word was read; otherwise
/// `not_understood` names the parts that were not, with their place in the text, and no figure has a `record_filter`, a
/// `since` or an `as_of`: what was not read may be what it is of. Sentences that say that something is not so, what is to
/// come, a share or an average give no figure.
#[utoipa::path(tag = "published figures", operation_id = "propose_published_figures", request_body = Announcement, security(("key" = [])),
    responses((status = 200, description = "The proposals", body = Proposals), Problems))]
#[post("/published-figures/proposals")]
pub async fn propose_published_figures(
    _by: Officer,
    query: Query,
    body: Body,
    ledger: Data<Ledger>,
    config: Data<Config>,
) -> Result<HttpResponse, Error> {
    query.0.finish()?;
    let (text, lang) = body.read(announcement)?;
    let office = config.office_agency.clone();
    let names = ledger.db().read(move |conn| Names::load(conn, &office)).await?;
    let proposals = propose(&text, &pieces(&text, lang, &names));
    Ok(HttpResponse::Ok().json(proposals))
}

/// The text and its language.
fn announcement(object: &Object<'_, '_>) -> Option<(String, Option<Lang>)> {
    let text = object.text("text", 2_000);
    let text = object.required("text", text);
    let tag = object.code_text("lang", 10);
    let lang = tag
        .as_deref()
        .and_then(|tag| Lang::ALL.into_iter().find(|lang| lang.tag() == tag));
    if let (Some(tag), None) = (&tag, lang) {
        let fault = Fault::at(object.pointer("lang"), "unknown_language").with("value", shorten(tag));
        object.add(fault.nearest(nearest(tag, Lang::ALL.map(Lang::tag))));
    }
    object.finish();
    Some((text?, lang))
}
