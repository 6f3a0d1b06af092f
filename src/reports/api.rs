//! `/api/v1/reports`: each report and its metadata as an operation of its own.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse, get};
use sha2::{Digest, Sha256};

use super::basis::{read_moment, stamp};
use super::column::{self, SourceCredit};
use super::export::{self, Exports};
use super::params::{Excel, ParticipationParams, StatisticsParams};
use super::plan::{ExportRequest, ExportVersion};
use super::sheet::BYTE_ORDER_MARK;
use super::{
    Report, activities, agencies, countries, coverage, figures, participants, participations, programmes,
    published_figures, summaries,
};
use crate::access::Caller;
use crate::config::Config;
use crate::error::{Error, OrInternal};
use crate::http::routes::Routes;
use crate::http::{Query, answer};
use crate::lists::api::ActivityParams;
use crate::openapi::Problems;
use crate::past::AsOfParam;
use crate::statistics::api::code_mark;
use crate::statistics::as_of::EditionParam;
use crate::statistics::{Archive, AsOfRequest, Basis, Chosen, Engine};
use crate::text::hex;

/// What an export needs of the service.
pub struct ExportContext {
    engine: Data<Engine>,
    archive: Data<Archive>,
    exports: Data<Exports>,
}

impl FromRequest for ExportContext {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let found = || {
            Some(Self {
                engine: req.app_data::<Data<Engine>>()?.clone(),
                archive: req.app_data::<Data<Archive>>()?.clone(),
                exports: req.app_data::<Data<Exports>>()?.clone(),
            })
        };
        ready(found().or_internal("the service lacks a part"))
    }
}

/// Two operations: the file, and what describes it.
macro_rules! report {
    (
        $(#[$doc:meta])* $export:ident $id:tt $path:tt, $describe:ident $describe_id:tt $describe_path:tt, $report:path,
        ($($params:tt)*), ($($security:tt)*)
    ) => {
        $(#[$doc])*
        #[utoipa::path(tag = "reports", operation_id = $id, params(Excel, $($params)*),
            responses(
                (status = 200, description = "The file: RFC 4180, UTF-8, CRLF, streamed; its `Link` names the metadata",
                 body = String, content_type = "text/csv"),
                (status = 304, description = "You have it already"), Problems),
            $($security)*)]
        #[get($path)]
        pub async fn $export(
            caller: Caller, query: Query, context: ExportContext, req: HttpRequest,
        ) -> Result<HttpResponse, Error> {
            send(&$report, caller, query, &context, &req).await
        }

        /// Describe a report's columns
        ///
        /// CSVW metadata of the file of the same name and parameters: names, titles in three languages, datatypes, keys,
        /// licence and publisher.
        #[utoipa::path(tag = "reports", operation_id = $describe_id, params($($params)*),
            responses(
                (status = 200, description = "The metadata", body = Object, content_type = "application/csvm+json"),
                (status = 304, description = "You have it already"), Problems))]
        #[get($describe_path)]
        pub async fn $describe(
            caller: Caller, query: Query, context: ExportContext, config: Data<Config>, req: HttpRequest,
        ) -> Result<HttpResponse, Error> {
            describe(&$report, caller, query, &context, &config, &req).await
        }
    };
}

report! {
    /// Export activities
    ///
    /// One row per activity with its places, programmes, countries, agencies and its standing statement of how many came.
    /// Drafts are among them for officers and administrators.
    export_activities "export_activities" "/reports/activities.csv",
    describe_activities "describe_activities" "/reports/activities.csv-metadata.json",
    activities::REPORT, (ActivityParams, AsOfParam), ()
}
report! {
    /// Export participants
    ///
    /// One row per person, for officers and administrators.
    export_participants "export_participants" "/reports/participants.csv",
    describe_participants "describe_participants" "/reports/participants.csv-metadata.json",
    participants::REPORT, (), (security(("key" = [])))
}
report! {
    /// Export participations
    ///
    /// One row per person and activity, with country, agency and position as they were then; for officers and
    /// administrators.
    export_participations "export_participations" "/reports/participations.csv",
    describe_participations "describe_participations" "/reports/participations.csv-metadata.json",
    participations::REPORT, (ParticipationParams), (security(("key" = [])))
}

report! {
    /// Export countries
    ///
    /// One row per country with its codes, names, memberships and regional groups with their times.
    export_countries "export_countries" "/reports/countries.csv",
    describe_countries "describe_countries" "/reports/countries.csv-metadata.json",
    countries::REPORT, (AsOfParam), ()
}
report! {
    /// Export agencies
    ///
    /// One row per agency with its names, country, kind, successor and links.
    export_agencies "export_agencies" "/reports/agencies.csv",
    describe_agencies "describe_agencies" "/reports/agencies.csv-metadata.json",
    agencies::REPORT, (AsOfParam), ()
}
report! {
    /// Export programmes
    ///
    /// One row per programme with the codes that it had before.
    export_programmes "export_programmes" "/reports/programmes.csv",
    describe_programmes "describe_programmes" "/reports/programmes.csv-metadata.json",
    programmes::REPORT, (AsOfParam), ()
}
report! {
    /// Export published figures
    ///
    /// One row per total that was announced, with its scope and source.
    export_published_figures "export_published_figures" "/reports/published-figures.csv",
    describe_published_figures "describe_published_figures" "/reports/published-figures.csv-metadata.json",
    published_figures::REPORT, (AsOfParam), ()
}
report! {
    /// Export declarations of coverage
    ///
    /// One row per declaration of the office on its own record.
    export_coverage "export_coverage" "/reports/coverage.csv",
    describe_coverage "describe_coverage" "/reports/coverage.csv-metadata.json",
    coverage::REPORT, (AsOfParam), ()
}
report! {
    /// Export statistics
    ///
    /// Any question that `/statistics` takes, however many rows the answer has: one row per combination of dimensions with what is
    /// certain, what was stated and what is missing. Without `by` it is split by year; an empty `by` gives the total alone.
    export_statistics "export_statistics" "/reports/statistics.csv",
    describe_statistics "describe_statistics" "/reports/statistics.csv-metadata.json",
    figures::REPORT, (StatisticsParams, Chosen, AsOfParam, EditionParam), ()
}
report! {
    /// Summarise by year
    ///
    /// Activities, participations, people, countries and agencies of each year with their bounds.
    export_annual_summary "export_annual_summary" "/reports/annual-summary.csv",
    describe_annual_summary "describe_annual_summary" "/reports/annual-summary.csv-metadata.json",
    summaries::ANNUAL, (Chosen, AsOfParam, EditionParam), ()
}
report! {
    /// Summarise by country
    ///
    /// What each country benefited from, attended, provided and hosted, and who came from it, with bounds.
    export_country_summary "export_country_summary" "/reports/country-summary.csv",
    describe_country_summary "describe_country_summary" "/reports/country-summary.csv-metadata.json",
    summaries::COUNTRY, (Chosen, AsOfParam, EditionParam), ()
}
report! {
    /// Summarise by agency
    ///
    /// What each agency benefited from, provided, organised and so on, and who came from it, with bounds.
    export_agency_summary "export_agency_summary" "/reports/agency-summary.csv",
    describe_agency_summary "describe_agency_summary" "/reports/agency-summary.csv-metadata.json",
    summaries::AGENCY, (Chosen, AsOfParam, EditionParam), ()
}
report! {
    /// Summarise by programme
    ///
    /// Activities, participations, people and countries of each programme with their bounds.
    export_programme_summary "export_programme_summary" "/reports/programme-summary.csv",
    describe_programme_summary "describe_programme_summary" "/reports/programme-summary.csv-metadata.json",
    summaries::PROGRAMME, (Chosen, AsOfParam, EditionParam), ()
}

/// The routes of this capability.
pub fn routes(config: &mut impl Routes) {
    config
        .service(export_activities)
        .service(describe_activities)
        .service(export_participants)
        .service(describe_participants)
        .service(export_participations)
        .service(describe_participations)
        .service(export_countries)
        .service(describe_countries)
        .service(export_agencies)
        .service(describe_agencies)
        .service(export_programmes)
        .service(describe_programmes)
        .service(export_published_figures)
        .service(describe_published_figures)
        .service(export_coverage)
        .service(describe_coverage)
        .service(export_statistics)
        .service(describe_statistics)
        .service(export_annual_summary)
        .service(describe_annual_summary)
        .service(export_country_summary)
        .service(describe_country_summary)
        .service(export_agency_summary)
        .service(describe_agency_summary)
        .service(export_programme_summary)
        .service(describe_programme_summary);
}

/// Columns change with the program, so its version is in every tag.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// What makes two files of one sequence number different: report and parameters.
fn fingerprint(report: &Report, query: &str) -> String {
    let digest = Sha256::new()
        .chain_update(PROGRAM)
        .chain_update(report.name)
        .chain_update("?")
        .chain_update(query)
        .finalize();
    hex(digest.get(..6).unwrap_or_default())
}

/// The query string without `excel`, as the metadata takes it, with its question mark.
fn filters(req: &HttpRequest) -> String {
    let kept: Vec<&str> = req
        .query_string()
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("excel="))
        .collect();
    if kept.is_empty() {
        String::new()
    } else {
        format!("?{}", kept.join("&"))
    }
}

fn may_see(report: &Report, caller: &Caller) -> Result<(), Error> {
    match caller.role() {
        _ if !report.of_persons || caller.may_see_persons() => Ok(()),
        None => Err(Error::Unauthorized("missing")),
        Some(_) => Err(Error::Forbidden),
    }
}

/// What was asked of a report, and what it is made from; everything that is wrong with the parameters is told at once.
async fn ask(
    report: &'static Report,
    caller: &Caller,
    query: &Query,
    context: &ExportContext,
) -> Result<(ExportRequest, Basis), Error> {
    let asked = (report.read)(&query.0, caller);
    let moment = read_moment(&query.0, &asked.plan, report.of_persons);
    let needs_facts = asked.plan.needs_facts();
    let basis = async |moment| Basis::of(&context.archive, Some(&context.engine), moment, needs_facts).await;
    match Error::both(query.0.finish(), basis(moment).await) {
        Ok(((), basis)) => Ok((asked, basis)),
        Err(error) => {
            let basis = basis(AsOfRequest::Now).await?;
            Err(export::refusal(basis, asked, error).await)
        }
    }
}

async fn send(
    report: &'static Report,
    caller: Caller,
    query: Query,
    context: &ExportContext,
    req: &HttpRequest,
) -> Result<HttpResponse, Error> {
    may_see(report, &caller)?;
    let excel = query.0.flag("excel").unwrap_or(false);
    let (asked, basis) = ask(report, &caller, &query, context).await?;
    let mut print = format!("{}-{}", fingerprint(report, req.query_string()), code_mark());
    if asked.of_the_day {
        print.push_str(&basis.view.day().format("-%Y%m%d").to_string());
    }
    let tag = |stamp: ExportVersion| format!("W/\"{stamp}-{}-{print}\"", caller.etag_mark());
    if req.headers().contains_key(header::IF_NONE_MATCH) {
        let now = tag(stamp(&basis).await?);
        if answer::has_already(req, &now) {
            return Ok(answer::conditional(req, &now, || HttpResponse::Ok().finish()));
        }
    }
    let turn = context.exports.turn().await?;
    let lead = if excel { BYTE_ORDER_MARK } else { b"" };
    let view = basis.view.clone();
    let started = export::start(basis, asked, lead, turn).await?;
    let (name, day) = (report.name, view.day().format("%Y%m%d"));
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"qudra-{name}-{day}.csv\""),
        ))
        .insert_header((
            header::LINK,
            format!(
                "<{name}.csv-metadata.json{}>; rel=\"describedby\"; type=\"application/csvm+json\"",
                filters(req)
            ),
        ))
        .insert_header((header::ETAG, tag(started.stamp)));
    Ok(view.dated(match started.body {
        export::Body::Whole(bytes) => response.body(bytes),
        export::Body::Pages(pages) => response.streaming(pages),
    }))
}

/// What the file refuses, its metadata refuses too: for those who may have the file, since a refusal may tell of the record.
async fn describe(
    report: &'static Report,
    caller: Caller,
    query: Query,
    context: &ExportContext,
    config: &Config,
    req: &HttpRequest,
) -> Result<HttpResponse, Error> {
    let (columns, about) = if may_see(report, &caller).is_ok() {
        let (asked, basis) = ask(report, &caller, &query, context).await?;
        let said = (asked.columns.clone(), asked.about.clone());
        if !req.query_string().is_empty() {
            export::check(basis, asked).await?;
        }
        said
    } else {
        let asked = (report.read)(&query.0, &caller);
        query.0.finish()?;
        (asked.columns, asked.about)
    };
    let url = format!("{}.csv{}", report.name, filters(req));
    let credit = SourceCredit {
        publisher: &config.office_name,
        licence: &config.data_licence,
    };
    let about = [report.about, about.as_str()].join(" ");
    let body = column::metadata(&url, report.title, about.trim_end(), &columns, report.key, credit).to_string();
    let etag = format!("W/\"{}\"", fingerprint(report, &body));
    Ok(answer::conditional(req, &etag, || {
        HttpResponse::Ok().content_type("application/csvm+json").body(body)
    }))
}
