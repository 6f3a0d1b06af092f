//! Of when a report is.

use super::plan::{ExportVersion, Plan};
use crate::error::Error;
use crate::input::Params;
use crate::past::AsOf;
use crate::statistics::load::version;
use crate::statistics::{AsOfRequest, Basis};

/// Reads of when a report is to be: persons have no past.
pub fn read_moment(params: &Params, plan: &Plan, of_persons: bool) -> AsOfRequest {
    match plan {
        _ if of_persons => AsOfRequest::Now,
        Plan::Rows(_) | Plan::Chosen(_) => AsOf::read(params).map_or(AsOfRequest::Now, AsOfRequest::AsOf),
        Plan::Figures(_) => AsOfRequest::read(params),
    }
}

/// What a file would be of that is begun now.
pub async fn stamp(basis: &Basis) -> Result<ExportVersion, Error> {
    match &basis.dataset {
        Some(dataset) => Ok(ExportVersion::from_dataset(dataset)),
        None => Ok(ExportVersion::from_version(basis.view.read(version).await?)),
    }
}
