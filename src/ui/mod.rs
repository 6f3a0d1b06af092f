//! Pages rendered by the server. They own no query: what they show, the API's own functions answer.

mod chart;
mod claims;
mod overview;
mod problems;

use actix_web::http::header;
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse, Resource, Scope, guard};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::config::Config;
use crate::error::Error;
use crate::http::Query;
use crate::http::answer::has_already;
use crate::ledger::Ledger;
use crate::statistics::Engine;
use crate::text::Lang;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Static;

/// Pages load nothing from elsewhere and run nothing.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";

/// The pages' routes. Not part of the `OpenAPI` document: they are for people.
pub fn routes() -> Scope {
    web::scope("")
        .route("/", web::get().to(choose_language))
        .route("/docs", web::get().to(docs))
        .route("/static/{name}", web::get().to(file))
        .route("/{lang:en|ar|fr}", web::get().to(add_slash))
        .route("/{lang:en|ar|fr}/", web::get().to(overview_page))
}

/// The page that the type of a problem leads to; among the addresses of the documentation, and to be found before them.
pub fn problems() -> Resource {
    web::resource("/docs/problems").guard(guard::Get()).to(problems_page)
}

/// The addresses of the pages, for the answer to a wrong method.
pub const PATHS: [&str; 7] = [
    "/",
    "/docs",
    "/docs/problems",
    "/docs/{_:.*}",
    "/static/{name}",
    "/{lang:en|ar|fr}",
    "/{lang:en|ar|fr}/",
];

/// The language that `lang=` names, or else the best of `Accept-Language`. Pages are for people, whose links carry all
/// kinds of parameters: what is unknown is no fault here.
fn language(req: &HttpRequest, query: &Query) -> Lang {
    let named = query.0.one("lang").and_then(Lang::from_tag);
    let asked = req.headers().get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
    named.unwrap_or_else(|| asked.map_or(Lang::En, Lang::negotiate))
}

async fn choose_language(req: HttpRequest, query: Query) -> HttpResponse {
    let lang = language(&req, &query);
    HttpResponse::Found()
        .insert_header((header::LOCATION, format!("/{}/", lang.tag())))
        .append_header((header::LINK, "</openapi.json>; rel=\"service-desc\""))
        .finish()
}

async fn problems_page(req: HttpRequest, query: Query, config: Data<Config>) -> Result<HttpResponse, Error> {
    let lang = language(&req, &query);
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::CONTENT_LANGUAGE, lang.tag()))
        .body(problems::render(lang, &config)?))
}

async fn docs() -> HttpResponse {
    HttpResponse::Found()
        .insert_header((header::LOCATION, "/docs/"))
        .finish()
}

async fn add_slash(lang: Path<String>) -> HttpResponse {
    HttpResponse::MovedPermanently()
        .insert_header((header::LOCATION, format!("/{lang}/")))
        .finish()
}

async fn overview_page(
    lang: Path<String>,
    config: Data<Config>,
    engine: Data<Engine>,
    ledger: Data<Ledger>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let lang = Lang::from_tag(&lang).ok_or(Error::NotFound("page"))?;
    let (version, html) = overview::render(lang, &config, &engine, &ledger).await?;
    let etag = format!("W/\"{version}-{}\"", lang.tag());
    if has_already(&req, &etag) {
        return Ok(HttpResponse::NotModified().insert_header((header::ETAG, etag)).finish());
    }
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::CONTENT_LANGUAGE, lang.tag()))
        .insert_header((header::ETAG, etag))
        .append_header((header::LINK, "</openapi.json>; rel=\"service-desc\""))
        .body(html))
}

async fn file(name: Path<String>) -> Result<HttpResponse, Error> {
    let file = Static::get(&name).ok_or(Error::NotFound("file"))?;
    let media = if name.ends_with(".css") {
        "text/css; charset=utf-8"
    } else {
        "application/octet-stream"
    };
    Ok(HttpResponse::Ok()
        .content_type(media)
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(file.data.into_owned()))
}

/// A mark of the style sheet's content, so that it can be cached for a year.
fn style_version() -> String {
    let data = Static::get("qudra.css")
        .map(|file| file.data.into_owned())
        .unwrap_or_default();
    Sha256::digest(data)
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
