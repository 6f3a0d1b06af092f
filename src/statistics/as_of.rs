//! Of when a figure is: the parameters `as_of` and `edition`, read in one place for the API, the reports and the pages.

use std::sync::Arc;

use utoipa::IntoParams;

use super::editions::order;
use crate::error::Fault;
use crate::input::{Params, shorten};
use crate::past::{AsOf, LedgerPoint};

/// Of when a figure is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum AsOfRequest {
    /// Of the record as it stands.
    #[default]
    Now,
    /// Of the record as it stood.
    AsOf(AsOf),
    /// Of the record as an edition sealed it, by name.
    Edition(String),
}

/// Of when a figure of the past is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct AsOfPoint {
    pub point: LedgerPoint,
    /// The edition that was asked for by its name.
    pub edition: Option<Arc<str>>,
}

impl AsOfRequest {
    /// Reads `as_of` and `edition`; both at once is a fault.
    pub fn read(params: &Params) -> Self {
        let (as_of, edition) = (AsOf::read(params), params.single("edition"));
        if params.has("as_of") && edition.is_some() {
            params.invalid(Fault::parameter("edition", "edition_and_as_of"));
        }
        if let Some(name) = edition.filter(|name| !order::is_name(name)) {
            let fault = Fault::parameter("edition", "not_an_edition_name").with("value", shorten(name));
            params.invalid(fault.nearest(order::nearest(name)));
        }
        match (as_of, edition) {
            (Some(as_of), _) => Self::AsOf(as_of),
            (None, Some(name)) => Self::Edition(name.to_owned()),
            (None, None) => Self::Now,
        }
    }
}

/// The parameters of whatever can be asked of an edition.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes a parameter")]
pub struct EditionParam {
    /// The record as this edition sealed it, by its name. Not together with `as_of`.
    #[param(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", min_length = 1, max_length = 60)]
    edition: Option<String>,
}
