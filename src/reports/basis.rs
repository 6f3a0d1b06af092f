//! Of when a report is.

use super::export::{Plan, Stamp};
use crate::error::Error;
use crate::input::Params;
use crate::past::AsOf;
use crate::statistics::load::version;
use crate::statistics::{Basis, Moment};

/// Reads of when a report is to be: persons have no past.
pub fn read_moment(params: &Params, plan: &Plan, of_persons: bool) -> Moment {
    match plan {
        _ if of_persons => Moment::Now,
        Plan::Rows(_) | Plan::Chosen(_) => AsOf::read(params).map_or(Moment::Now, Moment::AsOf),
        Plan::Figures(_) => Moment::read(params),
    }
}

/// What a file would be of that is begun now.
pub async fn stamp(basis: &Basis) -> Result<Stamp, Error> {
    match &basis.facts {
        Some(facts) => Ok(Stamp::of(facts)),
        None => Ok(Stamp::at(basis.view.read(version).await?)),
    }
}
