//! Pages rendered by the server. They own no query: what they show, the API's own functions answer.

mod chart;
mod claims;
mod overview;
mod problems;
mod published;

use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse, Resource, Scope, guard};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::config::Config;
use crate::error::{Error, OrInternal};
use crate::http::Query;
use crate::http::answer::{conditional, etag_of_bytes};
use crate::ledger::Ledger;
use crate::statistics::Engine;
use crate::text::{Lang, hex};

#[derive(RustEmbed)]
#[folder = "static/"]
struct Static;

/// The pages' routes. Not part of the `OpenAPI` document: they are for people.
pub fn routes() -> Scope {
    web::scope("")
        .route("/", web::get().to(choose_language))
        .route("/docs", web::get().to(docs))
        .route("/static/{name}", web::get().to(file))
        .route("/{lang:en|ar|fr}", web::get().to(add_slash))
        .route("/{lang:en|ar|fr}/", web::get().to(overview_page))
        .route("/{lang:en|ar|fr}/published", web::get().to(published_page))
}

/// The page that the type of a problem leads to; among the addresses of the documentation, and to be found before them.
pub fn problems() -> Resource {
    web::resource("/docs/problems").guard(guard::Get()).to(problems_page)
}

/// The addresses of the pages, for the answer to a wrong method.
pub const PATHS: [&str; 8] = [
    "/",
    "/docs",
    "/docs/problems",
    "/docs/{_:.*}",
    "/static/{name}",
    "/{lang:en|ar|fr}",
    "/{lang:en|ar|fr}/",
    "/{lang:en|ar|fr}/published",
];

/// The language that `lang=` names, or else the best of `Accept-Language`. Pages are for people, whose links carry all
/// kinds of parameters: what is unknown is no fault here.
fn language(req: &HttpRequest, query: &Query) -> Lang {
    let named = query.0.single("lang").and_then(Lang::from_tag);
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
    Ok(page(&req, lang, problems::render(lang, &config)?))
}

/// A page in a language, or 304 where the browser has these very bytes.
fn page(req: &HttpRequest, lang: Lang, html: String) -> HttpResponse {
    conditional(req, &etag_of_bytes(html.as_bytes()), || {
        HttpResponse::Ok()
            .content_type("text/html; charset=utf-8")
            .insert_header((header::CONTENT_LANGUAGE, lang.tag()))
            .append_header((header::LINK, "</openapi.json>; rel=\"service-desc\""))
            .body(html)
    })
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
    Ok(page(
        &req,
        lang,
        overview::render(lang, &config, &engine, &ledger).await?,
    ))
}

async fn published_page(
    lang: Path<String>,
    config: Data<Config>,
    engine: Data<Engine>,
    ledger: Data<Ledger>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let lang = Lang::from_tag(&lang).ok_or(Error::NotFound("page"))?;
    Ok(page(
        &req,
        lang,
        published::render(lang, &config, &engine, &ledger).await?,
    ))
}

/// A file of the pages. Under the address that names its content it stays what it is.
async fn file(name: Path<String>, query: Query, req: HttpRequest) -> Result<HttpResponse, Error> {
    let file = Static::get(&name).ok_or(Error::NotFound("file"))?;
    let is_named = query.0.single("v").is_some_and(|version| version == mark(&file.data));
    let media = if name.ends_with(".css") {
        "text/css; charset=utf-8"
    } else {
        "application/octet-stream"
    };
    let mut response = conditional(&req, &etag_of_bytes(&file.data), || {
        HttpResponse::Ok().content_type(media).body(file.data.to_vec())
    });
    if is_named {
        let for_good = HeaderValue::from_static("public, max-age=31536000, immutable");
        response.headers_mut().insert(header::CACHE_CONTROL, for_good);
    }
    Ok(response)
}

/// The documentation to try the API in: files of a library, with a validator of each.
pub fn docs_files() -> Resource {
    let config = utoipa_swagger_ui::Config::from("/openapi.json");
    web::resource("/docs/{file:.*}")
        .guard(guard::Get())
        .app_data(Data::new(config))
        .to(docs_file)
}

async fn docs_file(
    name: Path<String>,
    config: Data<utoipa_swagger_ui::Config<'static>>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let found = utoipa_swagger_ui::serve(&name, config.into_inner());
    let found = found.or_internal("the documentation cannot be served")?;
    let file = found.ok_or(Error::NotFound("file"))?;
    Ok(conditional(&req, &etag_of_bytes(&file.bytes), || {
        let mut response = HttpResponse::Ok();
        response.content_type(file.content_type);
        if file.gzpipped {
            response.insert_header(header::ContentEncoding::Gzip);
        }
        response.body(file.bytes.into_owned())
    }))
}

/// A mark of the style sheet's content, so that it can be cached for a year.
fn style_version() -> String {
    Static::get("qudra.css")
        .map(|file| mark(&file.data))
        .unwrap_or_default()
}

/// A mark of a file's content.
fn mark(data: &[u8]) -> String {
    let digest = Sha256::digest(data);
    hex(digest.get(..6).unwrap_or_default())
}
