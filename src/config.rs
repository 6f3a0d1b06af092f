//! Settings: every `QUDRA_` variable, read once, all faults told together, passed by value.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::text::Multilingual;

/// What the service runs with.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Config {
    pub database_url: String,
    pub listen: String,
    /// The address under which clients reach the service, without a trailing slash.
    pub base_url: Option<String>,
    pub data_dir: PathBuf,
    pub office_name: Multilingual,
    pub contact: Option<String>,
    pub data_licence: String,
    /// Worker threads; one per core when 0.
    pub workers: usize,
    /// Whether `serve` loads the first record into an empty database.
    pub seed: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database_url: "sqlite://qudra.db".into(),
            listen: "127.0.0.1:8080".into(),
            base_url: None,
            data_dir: PathBuf::from("."),
            office_name: Multilingual::en("Qudra"),
            contact: None,
            data_licence: "CC-BY-4.0".into(),
            workers: 0,
            seed: true,
        }
    }
}

impl Config {
    /// Every fault of the settings, in words; none when all is well.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if let Err(error) = crate::db::pool::Url::parse(&self.database_url) {
            faults.push(format!("QUDRA_DATABASE_URL: {error}"));
        }
        if self.listen.parse::<SocketAddr>().is_err() && !self.listen.starts_with("localhost:") {
            faults.push(format!(
                "QUDRA_LISTEN: {:?} is not ADDRESS:PORT, e.g. 127.0.0.1:8080",
                self.listen
            ));
        }
        if let Some(url) = &self.base_url
            && (!(url.starts_with("http://") || url.starts_with("https://")) || url.contains([' ', '"', '<']))
        {
            faults.push(format!("QUDRA_BASE_URL: {url:?} must begin with https:// or http://"));
        }
        if self.data_licence.trim().is_empty() {
            faults.push("QUDRA_DATA_LICENCE: must not be empty; CC-BY-4.0 is the default".into());
        }
        faults
    }
}
