//! Settings as flags and as `QUDRA_` variables.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::bail;
use clap::Args;

use qudra::config::Config;
use qudra::disclosure::Threshold;
use qudra::text::{Lang, Multilingual, code, nearest, tidy};

/// Under which the help lists the settings, apart from a command's own flags.
const HEADING: &str = "Settings";

/// Settings that every command takes.
#[derive(Debug, Args)]
pub struct Settings {
    #[arg(
        long,
        help = "The database: sqlite://PATH, a bare path, or postgres://USER@HOST/NAME",
        env = "QUDRA_DATABASE_URL",
        default_value = "sqlite://qudra.db",
        global = true, help_heading = HEADING,
        hide_env_values = true
    )]
    database_url: String,
    /// The address and port to serve on.
    #[arg(long, env = "QUDRA_LISTEN", default_value = "127.0.0.1:8080", global = true, help_heading = HEADING)]
    listen: String,
    #[arg(long, help = "The address under which clients reach the service, e.g. https://record.example.org", env = "QUDRA_BASE_URL", global = true, help_heading = HEADING)]
    base_url: Option<String>,
    /// Where files other than the database go; beside a SQLite database unless said otherwise.
    #[arg(long, env = "QUDRA_DATA_DIR", global = true, help_heading = HEADING)]
    data_dir: Option<PathBuf>,
    #[arg(long, help = "The office's name in English, shown in OpenAPI, CSV metadata and pages", env = "QUDRA_OFFICE_NAME", global = true, help_heading = HEADING)]
    office_name: Option<String>,
    #[arg(long, help = "The office's name in English (the same as QUDRA_OFFICE_NAME)", env = "QUDRA_OFFICE_NAME_EN", global = true, help_heading = HEADING)]
    office_name_en: Option<String>,
    /// The office's name in Arabic.
    #[arg(long, env = "QUDRA_OFFICE_NAME_AR", global = true, help_heading = HEADING)]
    office_name_ar: Option<String>,
    /// The office's name in French.
    #[arg(long, env = "QUDRA_OFFICE_NAME_FR", global = true, help_heading = HEADING)]
    office_name_fr: Option<String>,
    /// The code of the agency that is the office itself.
    #[arg(long, env = "QUDRA_OFFICE_AGENCY", default_value = "SESRIC", global = true, help_heading = HEADING)]
    office_agency: String,
    /// Whom to ask: an e-mail address or a web address.
    #[arg(long, env = "QUDRA_CONTACT", global = true, help_heading = HEADING)]
    contact: Option<String>,
    /// The licence of the data, as an SPDX identifier.
    #[arg(long, env = "QUDRA_DATA_LICENCE", default_value = "CC-BY-4.0", global = true, help_heading = HEADING)]
    data_licence: String,
    /// Worker threads, up to 1024; one per core when 0.
    #[arg(long, env = "QUDRA_WORKERS", default_value = "0", global = true, help_heading = HEADING)]
    workers: String,
    /// Numbers from 1 to below this one, in splits of an activity's people by sex, agency, role or status, are shown to
    /// officers and administrators only; 5 or more.
    #[arg(long, env = "QUDRA_SMALL_NUMBERS_BELOW", default_value = "5", global = true, help_heading = HEADING)]
    small_numbers_below: String,
    /// Schemes of ids elsewhere that several records of a kind may have, separated by commas.
    #[arg(long, env = "QUDRA_SHARED_ID_SCHEMES", default_value = "sesric_event_id", global = true, help_heading = HEADING)]
    shared_id_schemes: String,
    /// How many seconds a request's body may make no progress before it is given up; 1 to 600.
    #[arg(long, env = "QUDRA_BODY_PATIENCE", default_value = "30", global = true, help_heading = HEADING)]
    body_patience: String,
    #[arg(long, help = "What to log: error, warn, info, debug, or a filter such as qudra=debug", env = "QUDRA_LOG", default_value = "warn", global = true, help_heading = HEADING)]
    pub log: String,
}

/// More threads than that are a slip of the hand.
const MOST_WORKERS: usize = 1_024;

/// What every variable begins with.
const PREFIX: &str = "QUDRA_";

/// Every variable that means something.
const KNOWN: [&str; 17] = [
    "QUDRA_DATABASE_URL",
    "QUDRA_LISTEN",
    "QUDRA_BASE_URL",
    "QUDRA_DATA_DIR",
    "QUDRA_OFFICE_NAME",
    "QUDRA_OFFICE_NAME_EN",
    "QUDRA_OFFICE_NAME_AR",
    "QUDRA_OFFICE_NAME_FR",
    "QUDRA_OFFICE_AGENCY",
    "QUDRA_CONTACT",
    "QUDRA_DATA_LICENCE",
    "QUDRA_WORKERS",
    "QUDRA_SMALL_NUMBERS_BELOW",
    "QUDRA_SHARED_ID_SCHEMES",
    "QUDRA_BODY_PATIENCE",
    "QUDRA_LOG",
    "QUDRA_TEST_POSTGRES_URL",
];

impl Settings {
    /// The configuration, or every fault of it at once. Starts the log; unknown variables are a warning.
    pub fn config(self) -> anyhow::Result<Config> {
        let filter = tracing_subscriber::EnvFilter::try_new(&self.log);
        let log_fault = filter.as_ref().err().map(|e| format!("QUDRA_LOG: {e}"));
        tracing_subscriber::fmt()
            .with_env_filter(filter.unwrap_or_else(|_| "warn".into()))
            .with_writer(std::io::stderr)
            .with_ansi(std::io::stderr().is_terminal())
            .init();
        for unknown in unknown_variables() {
            let own = |name: &'static str| name.strip_prefix(PREFIX).unwrap_or(name);
            let hint = nearest(unknown.strip_prefix(PREFIX).unwrap_or(&unknown), KNOWN.map(own))
                .map(|near| format!("; did you mean {PREFIX}{near}?"))
                .unwrap_or_default();
            eprintln!("qudra: warning: {unknown} is not a setting{hint}");
        }
        let names = [
            (Lang::En, self.office_name_en.or(self.office_name)),
            (Lang::Ar, self.office_name_ar),
            (Lang::Fr, self.office_name_fr),
        ];
        let mut office_name = Multilingual::default();
        for (lang, name) in names {
            if let Some(name) = name.map(|name| tidy(&name)).filter(|name| !name.is_empty()) {
                office_name.0.insert(lang.tag().into(), name);
            }
        }
        if office_name.0.is_empty() {
            office_name = Config::default().office_name;
        }
        let beside = match qudra::db::pool::Url::parse(&self.database_url) {
            Ok(qudra::db::pool::Url::Sqlite(path)) => path.parent().map(PathBuf::from),
            _ => None,
        };
        let workers = self.workers.parse::<usize>().ok().filter(|n| *n <= MOST_WORKERS);
        let workers_fault = workers.is_none().then(|| {
            let given = &self.workers;
            format!("QUDRA_WORKERS: {given:?} is not a whole number from 0 to {MOST_WORKERS}")
        });
        let below = self.small_numbers_below.parse::<u32>().ok();
        let below_fault = below.is_none().then(|| {
            let given = &self.small_numbers_below;
            format!(
                "QUDRA_SMALL_NUMBERS_BELOW: {given:?} is not a whole number from {}",
                Threshold::LEAST
            )
        });
        let patience = self.body_patience.parse::<u64>().ok().filter(|n| (1..=600).contains(n));
        let patience_fault = patience.is_none().then(|| {
            let given = &self.body_patience;
            format!("QUDRA_BODY_PATIENCE: {given:?} is not a whole number of seconds from 1 to 600")
        });
        let folder_fault = self.data_dir.as_ref().filter(|dir| !dir.is_dir()).map(|dir| {
            let dir = dir.display();
            format!("QUDRA_DATA_DIR: there is no folder {dir}")
        });
        let config = Config {
            database_url: self.database_url,
            listen: self.listen,
            base_url: self
                .base_url
                .map(|url| url.trim_end_matches('/').to_owned())
                .filter(|url| !url.is_empty()),
            data_dir: self
                .data_dir
                .or(beside)
                .filter(|dir| !dir.as_os_str().is_empty())
                .unwrap_or_else(|| ".".into()),
            office_name,
            office_agency: self.office_agency,
            contact: self
                .contact
                .map(|contact| tidy(&contact))
                .filter(|contact| !contact.is_empty()),
            data_licence: self.data_licence,
            workers: workers.unwrap_or_default(),
            small_numbers_below: below.unwrap_or(Threshold::LEAST),
            shared_id_schemes: schemes(&self.shared_id_schemes),
            body_patience: patience.map_or(Config::BODY_PATIENCE, Duration::from_secs),
            seed: true,
        };
        let others = [workers_fault, below_fault, patience_fault, folder_fault, log_fault]
            .into_iter()
            .flatten();
        let faults: Vec<String> = config.faults().into_iter().chain(others).collect();
        if !faults.is_empty() {
            bail!(
                "the configuration has {} fault(s):\n  {}",
                faults.len(),
                faults.join("\n  ")
            );
        }
        Ok(config)
    }
}

#[expect(clippy::disallowed_methods, reason = "settings are read here and nowhere else")]
fn unknown_variables() -> Vec<String> {
    std::env::vars_os()
        .filter_map(|(name, _)| name.into_string().ok())
        .filter(|name| name.starts_with(PREFIX) && !KNOWN.contains(&name.as_str()))
        .collect()
}

/// The schemes that a setting lists.
fn schemes(text: &str) -> Vec<String> {
    let schemes = text.split(',').map(code);
    schemes.filter(|scheme| !scheme.is_empty()).collect()
}
