//! One application: what all handlers share, what every request passes, and the only list of routes.

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServerHandle, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, Next, from_fn};
use actix_web::web::Data;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, get};
use bytes::Bytes;
use sha2::{Digest, Sha256};
use utoipa::OpenApi as _;
use utoipa_actix_web::{AppExt, scope};

use crate::access::{self, Caller};
use crate::config::Config;
use crate::error::{Error, OrInternal};
use crate::http::routes::Routes;
use crate::http::stop::{Stop, asked_to_stop};
use crate::http::{Read, edge, fallback};
use crate::ledger::Ledger;
use crate::openapi::{Document, Problems};
use crate::past::{History, Writer};

/// What the service says of itself, made when somebody first asks: a start does not wait for it.
pub struct Described {
    config: Config,
    made: OnceLock<Result<(Bytes, String), String>>,
}

impl Described {
    /// The bytes of the `OpenAPI` document, and its `ETag`.
    fn get(&self) -> Result<&(Bytes, String), Error> {
        let make = || {
            let spec = document(&self.config).map_err(|error| error.to_string())?;
            let digest = Sha256::digest(&spec);
            let print = crate::text::hex(digest.get(..8).unwrap_or_default());
            Ok((Bytes::from(spec), format!("W/\"{print}\"")))
        };
        let made = self.made.get_or_init(make).as_ref();
        made.or_internal("the service cannot describe itself")
    }
}

/// The paths of the service with their methods, whatever its settings: made once per process, when they are first needed.
fn paths() -> &'static fallback::Paths {
    static PATHS: OnceLock<fallback::Paths> = OnceLock::new();
    PATHS.get_or_init(|| {
        let document = described();
        let pages = crate::ui::PATHS.map(|path| (path.to_owned(), vec!["GET"]));
        fallback::Paths::new(crate::openapi::methods(&document).into_iter().chain(pages))
    })
}

/// What stands in a record of the past, each kind after those that it refers to.
const PAST: &[Writer] = &[
    crate::countries::store::PAST,
    crate::fields::store::PAST,
    crate::programmes::store::PAST,
    crate::agencies::store::PAST,
    crate::activities::past::PAST,
    crate::published_figures::store::PAST,
    crate::coverage::store::PAST,
];

/// The past of a ledger's record.
pub fn past(ledger: &Ledger) -> History {
    History::new(ledger.clone(), PAST)
}

/// A service that listens.
#[expect(missing_docs, reason = "the names say it")]
pub struct Running {
    pub address: SocketAddr,
    pub handle: ServerHandle,
    pub stop: Stop,
    server: actix_web::dev::Server,
}

impl Running {
    /// Serves until SIGTERM, SIGINT or its handle tells it to stop: what has begun is finished, and a body that does not
    /// come is given up.
    pub async fn wait(self) -> std::io::Result<()> {
        let asked = asked_to_stop()?;
        let (handle, stop) = (self.handle, self.stop);
        actix_web::rt::spawn(async move {
            asked.await;
            stop.begin();
            handle.stop(true).await;
        });
        self.server.await
    }
}

/// Where the operations of the record are.
const V1: &str = "/api/v1";

fn v1(config: &mut impl Routes) {
    crate::activities::api::routes(config);
    crate::lists::api::routes(config);
    crate::activities::roster::api::routes(config);
    crate::activities::counts_api::routes(config);
    crate::participants::api::routes(config);
    crate::countries::api::routes(config);
    crate::programmes::api::routes(config);
    crate::agencies::api::routes(config);
    crate::fields::api::routes(config);
    crate::published_figures::api::routes(config);
    crate::coverage::api::routes(config);
    crate::statistics::api::routes(config);
    crate::statistics::editions::api::routes(config);
    crate::statistics::differences::api::routes(config);
    crate::profiles::api::routes(config);
    crate::reports::api::routes(config);
}

fn service(config: &mut impl Routes) {
    config.service(healthz).service(readyz).service(openapi_json);
}

/// What the routes tell of themselves.
fn described() -> utoipa::openapi::OpenApi {
    let (_, mut document) = App::new()
        .into_utoipa_app()
        .openapi(Document::openapi())
        .service(scope(V1).configure(|config| v1(config)))
        .configure(|config| service(config))
        .split_for_parts();
    document.merge(crate::statistics::Parameters::openapi());
    document
}

/// The text of the `OpenAPI` document of all routes, as it is committed and served.
///
/// # Errors
/// Where it is no JSON.
pub fn document(config: &Config) -> Result<String, serde_json::Error> {
    let document = crate::openapi::finish(described(), config)?;
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

/// Takes the address that is to be served.
///
/// # Errors
/// [`Error::Startup`] where it is taken or none of this machine's.
pub fn listen(config: &Config) -> Result<TcpListener, Error> {
    TcpListener::bind(&config.listen)
        .map_err(|error| Error::Startup(format!("cannot listen on {}: {error}; set QUDRA_LISTEN", config.listen)))
}

/// Begins to serve; the address says which port it got.
pub fn start(config: &Config, ledger: Ledger, listener: TcpListener) -> Result<Running, Error> {
    let described = Data::new(Described {
        config: config.clone(),
        made: OnceLock::new(),
    });
    let engine = Data::new(crate::statistics::Engine::new(ledger.clone(), &config.data_dir));
    let warming = engine.clone();
    std::thread::spawn(move || {
        paths();
        if let Err(error) = warming.warm() {
            tracing::warn!(%error, "the figures will be read when somebody asks for one");
        }
    });
    let past = past(&ledger);
    let archive = Data::new(crate::statistics::Archive::new(past.clone()));
    let past = Data::new(past);
    let ledger = Data::new(ledger);
    let exports = Data::new(crate::reports::export::Exports::default());
    let stop = Stop::default();
    let (stop_data, readiness) = (Data::new(stop.clone()), Data::new(Readiness::default()));
    let config_data = Data::from(Arc::new(config.clone()));
    let factory = move || {
        App::new()
            .app_data(ledger.clone())
            .app_data(engine.clone())
            .app_data(past.clone())
            .app_data(archive.clone())
            .app_data(exports.clone())
            .app_data(config_data.clone())
            .app_data(described.clone())
            .app_data(stop_data.clone())
            .app_data(readiness.clone())
            .service(actix_web::web::scope(V1).wrap(from_fn(spelt_out)).configure(v1))
            .configure(service)
            .service(crate::ui::problems())
            .service(crate::ui::docs_files())
            .service(crate::ui::routes())
            .default_service(actix_web::web::to(elsewhere))
            .wrap(from_fn(access::only_valid_keys))
            .wrap(Compress::default())
            .wrap(from_fn(edge::wrap))
    };
    let refused = |e: std::io::Error| Error::Startup(format!("cannot listen on {}: {e}", config.listen));
    let mut server = HttpServer::new(factory).shutdown_timeout(20).disable_signals();
    if config.workers > 0 {
        server = server.workers(config.workers);
    }
    let server = server.listen(listener).map_err(refused)?;
    let address = server
        .addrs()
        .first()
        .copied()
        .ok_or_else(|| Error::Startup("no address".into()))?;
    let server = server.run();
    Ok(Running {
        address,
        handle: server.handle(),
        stop,
        server,
    })
}

/// Before the routes: a path that is spelt out is no record of that name, whatever its method.
async fn spelt_out<B: MessageBody + 'static>(
    mut req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if let Some(allow) = paths().refuses(req.method(), req.match_info().as_str()) {
        let known = req.extract::<Caller>().await;
        let refused = known.map_or_else(|error| error, |_| Error::Method(allow.to_owned()));
        return Ok(req.error_response(refused));
    }
    next.call(req).await.map(ServiceResponse::map_into_boxed_body)
}

/// What no route took.
async fn elsewhere(_: Caller, req: HttpRequest) -> Result<HttpResponse, Error> {
    fallback::answer(&req, paths())
}

/// Whether the process lives
///
/// Touches nothing but the process itself.
#[utoipa::path(tag = "service", operation_id = "show_health", responses((status = 200, description = "It lives", body = String, content_type = "text/plain"), Problems))]
#[get("/healthz")]
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("ok\n")
}

/// Whether the service can answer
///
/// 200 only when the schema is current and the first record is loaded.
#[utoipa::path(tag = "service", operation_id = "show_readiness", responses((status = 200, description = "It can", body = String, content_type = "text/plain"), Problems))]
#[get("/readyz")]
pub async fn readyz(config: Data<Config>, ledger: Data<Ledger>, known: Data<Readiness>) -> Result<HttpResponse, Error> {
    ledger.db().in_place()?;
    known.ask(config.seed, &ledger).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("ready\n"))
}

/// Whether the database answers: asked once a second, however many want to know. That it does not is asked each time.
#[derive(Default)]
pub struct Readiness(tokio::sync::Mutex<Option<(Instant, Result<(), Error>)>>);

impl Readiness {
    /// How long an outcome is good for.
    const FRESH: Duration = Duration::from_secs(1);

    async fn ask(&self, seed: bool, ledger: &Ledger) -> Result<(), Error> {
        let mut known = self.0.lock().await;
        let again = |outcome: &Result<(), Error>| outcome.as_ref().map_err(Error::again).copied();
        if let Some((_, outcome)) = known
            .as_ref()
            .filter(|(at, outcome)| outcome.is_ok() && at.elapsed() < Self::FRESH)
        {
            return again(outcome);
        }
        let is_ready = move |conn: &mut crate::db::Conn| {
            let is_current = crate::db::migrate::pending(conn)?.is_empty();
            Ok(is_current && !(seed && crate::imports::seed::is_wanted(conn)?))
        };
        let ready = ledger.db().read(is_ready).await;
        let outcome = ready.and_then(|ready| if ready { Ok(()) } else { Err(Error::Busy) });
        let (_, outcome) = known.insert((Instant::now(), outcome));
        again(outcome)
    }
}

/// This document
///
/// `OpenAPI` 3.1, the same bytes as the committed file but for the server's address.
#[utoipa::path(tag = "service", operation_id = "show_openapi", responses(
    (status = 200, description = "The OpenAPI document", body = Object, headers(("ETag" = String))),
    (status = 304, description = "You have it already"), Problems))]
#[get("/openapi.json")]
pub async fn openapi_json(described: Data<Described>, req: HttpRequest) -> Result<HttpResponse, Error> {
    let (body, etag) = described.get()?.clone();
    let links = Vec::new();
    Ok(Read { etag, body, links }.respond(&req))
}
