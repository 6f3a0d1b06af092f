//! Settings: every `QUDRA_` variable, read once, all faults told together, passed by value.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use crate::disclosure::Threshold;
use crate::text::Multilingual;

/// The schemes of ids that name pages, each of which tells of several activities.
pub const SHARED_ID_SCHEMES: [&str; 1] = ["sesric_event_id"];

/// What the service runs with.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Config {
    pub database_url: String,
    pub listen: String,
    /// The address under which clients reach the service, without a trailing slash.
    pub base_url: Option<String>,
    pub data_dir: PathBuf,
    pub office_name: Multilingual,
    /// The code of the agency that is the office itself: no announcement is narrowed by naming it.
    pub office_agency: String,
    pub contact: Option<String>,
    pub data_licence: String,
    /// Worker threads; one per core when 0.
    pub workers: usize,
    /// In a split of an activity's people, numbers from 1 to below this one are not shown to those who may not see persons;
    /// not below [`Threshold::LEAST`].
    pub small_numbers_below: u32,
    /// Schemes of ids elsewhere that several records of a kind may have.
    pub shared_id_schemes: Vec<String>,
    /// How long a body may make no progress before it is given up.
    pub body_patience: Duration,
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
            office_agency: "SESRIC".into(),
            contact: None,
            data_licence: "CC-BY-4.0".into(),
            workers: 0,
            small_numbers_below: Threshold::LEAST,
            shared_id_schemes: SHARED_ID_SCHEMES.map(str::to_owned).to_vec(),
            body_patience: Self::BODY_PATIENCE,
            seed: true,
        }
    }
}

impl Config {
    /// How long a body may make no progress unless a setting says otherwise.
    pub const BODY_PATIENCE: Duration = Duration::from_secs(30);

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
        if !is_licence(&self.data_licence) {
            faults.push(format!(
                "QUDRA_DATA_LICENCE: {:?} is not an SPDX identifier such as CC-BY-4.0, the default",
                self.data_licence
            ));
        }
        if let Some(contact) = self.contact.as_deref().filter(|contact| !is_contact(contact)) {
            faults.push(format!(
                "QUDRA_CONTACT: {contact:?} is neither an e-mail address nor a web address that begins with https://"
            ));
        }
        if Threshold::new(self.small_numbers_below).is_none() {
            faults.push(format!(
                "QUDRA_SMALL_NUMBERS_BELOW: {} is too small; at least {}",
                self.small_numbers_below,
                Threshold::LEAST
            ));
        }
        faults
    }

    /// From which number on splits are shown to those who may not see persons.
    pub fn threshold(&self) -> Threshold {
        Threshold::new(self.small_numbers_below).unwrap_or_default()
    }
}

/// Whether a text has the form of an SPDX identifier, or of several joined by `AND`, `OR`, `WITH`.
fn is_licence(text: &str) -> bool {
    let mut words = 0_usize;
    let fit = text.split_whitespace().enumerate().all(|(place, word)| {
        words += 1;
        let is_name = word.chars().all(|c| c.is_ascii_alphanumeric() || "-.+:()".contains(c));
        if place.is_multiple_of(2) {
            is_name
        } else {
            ["AND", "OR", "WITH"].contains(&word)
        }
    });
    fit && words % 2 == 1
}

/// Whether a text is an address to which somebody may write, or that somebody may open.
fn is_contact(text: &str) -> bool {
    let has_no_space = !text.contains(char::is_whitespace);
    let is_email = text
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'));
    has_no_space && (is_email || text.starts_with("https://") || text.starts_with("http://"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_is_an_identifier_or_several_joined() {
        for good in ["CC-BY-4.0", "CC0-1.0", "CC-BY-4.0 OR ODbL-1.0", "LicenseRef-office"] {
            assert!(is_licence(good), "{good}");
        }
        for bad in ["", " ", "Foo Bar", "CC-BY-4.0 OR", "<b>"] {
            assert!(!is_licence(bad), "{bad}");
        }
    }

    #[test]
    fn a_contact_is_an_address() {
        for good in ["office@example.org", "https://example.org/contact"] {
            assert!(is_contact(good), "{good}");
        }
        for bad in ["nope", "@example.org", "a b@example.org", "ftp://example.org"] {
            assert!(!is_contact(bad), "{bad}");
        }
    }
}
