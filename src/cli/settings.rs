//! Settings as flags and as `QUDRA_` variables.

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use qudra::config::Config;
use qudra::text::{Lang, Multilingual, nearest};

/// Settings that every command takes.
#[derive(Debug, Args)]
pub struct Settings {
    /// The database: <sqlite://PATH>, a bare path, or <postgres://USER@HOST/NAME>.
    #[arg(
        long,
        env = "QUDRA_DATABASE_URL",
        default_value = "sqlite://qudra.db",
        global = true,
        hide_env_values = true
    )]
    database_url: String,
    /// The address and port to serve on.
    #[arg(long, env = "QUDRA_LISTEN", default_value = "127.0.0.1:8080", global = true)]
    listen: String,
    /// The address under which clients reach the service, e.g. <https://record.example.org>
    #[arg(long, env = "QUDRA_BASE_URL", global = true)]
    base_url: Option<String>,
    /// Where files other than the database go; beside a SQLite database unless said otherwise.
    #[arg(long, env = "QUDRA_DATA_DIR", global = true)]
    data_dir: Option<PathBuf>,
    /// The office's name in English, shown in `OpenAPI`, CSV metadata and pages.
    #[arg(long, env = "QUDRA_OFFICE_NAME", global = true)]
    office_name: Option<String>,
    /// The office's name in English (the same as `QUDRA_OFFICE_NAME`).
    #[arg(long, env = "QUDRA_OFFICE_NAME_EN", global = true)]
    office_name_en: Option<String>,
    /// The office's name in Arabic.
    #[arg(long, env = "QUDRA_OFFICE_NAME_AR", global = true)]
    office_name_ar: Option<String>,
    /// The office's name in French.
    #[arg(long, env = "QUDRA_OFFICE_NAME_FR", global = true)]
    office_name_fr: Option<String>,
    /// Whom to ask: an e-mail address or a web address.
    #[arg(long, env = "QUDRA_CONTACT", global = true)]
    contact: Option<String>,
    /// The licence of the data, as an SPDX identifier.
    #[arg(long, env = "QUDRA_DATA_LICENCE", default_value = "CC-BY-4.0", global = true)]
    data_licence: String,
    /// Worker threads; one per core when 0.
    #[arg(long, env = "QUDRA_WORKERS", default_value_t = 0, global = true)]
    workers: usize,
    /// What to log: error, warn, info, debug, or a filter such as `qudra=debug`.
    #[arg(long, env = "QUDRA_LOG", default_value = "warn", global = true)]
    pub log: String,
}

/// Every variable that means something.
const KNOWN: [&str; 13] = [
    "QUDRA_DATABASE_URL",
    "QUDRA_LISTEN",
    "QUDRA_BASE_URL",
    "QUDRA_DATA_DIR",
    "QUDRA_OFFICE_NAME",
    "QUDRA_OFFICE_NAME_EN",
    "QUDRA_OFFICE_NAME_AR",
    "QUDRA_OFFICE_NAME_FR",
    "QUDRA_CONTACT",
    "QUDRA_DATA_LICENCE",
    "QUDRA_WORKERS",
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
            .init();
        for unknown in unknown_variables() {
            let hint = nearest(&unknown, KNOWN)
                .map(|near| format!("; did you mean {near}?"))
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
            if let Some(name) = name.filter(|name| !name.trim().is_empty()) {
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
            contact: self.contact.filter(|contact| !contact.trim().is_empty()),
            data_licence: self.data_licence,
            workers: self.workers,
            seed: true,
        };
        let faults: Vec<String> = config.faults().into_iter().chain(log_fault).collect();
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
        .filter(|name| name.starts_with("QUDRA_") && !KNOWN.contains(&name.as_str()))
        .collect()
}
