//! What a report is made from: the record as it stands or as it stood, and the figures of the same moment.

use std::sync::Arc;

use super::export::{Plan, Stamp};
use crate::error::Error;
use crate::input::Params;
use crate::past::{AsOf, View};
use crate::statistics::load::{load, version};
use crate::statistics::{Archive, Engine, Facts, Moment};

/// What a report is made from.
#[derive(Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Basis {
    pub view: View,
    /// Only where the report is one of figures.
    pub facts: Option<Arc<Facts>>,
}

/// Reads of when a report is to be: persons have no past.
pub fn read_moment(params: &Params, plan: &Plan, of_persons: bool) -> Moment {
    match plan {
        _ if of_persons => Moment::Now,
        Plan::Rows(_) => AsOf::read(params).map_or(Moment::Now, Moment::AsOf),
        Plan::Figures(_) => Moment::read(params),
    }
}

impl Basis {
    /// Gathers what a report of that moment needs; without an engine, figures of now are read for it alone.
    pub async fn of(archive: &Archive, engine: Option<&Engine>, moment: Moment, plan: &Plan) -> Result<Self, Error> {
        let past = archive.past();
        let standpoint = archive.standpoint(moment).await?;
        let view = match &standpoint {
            None => View::present(past.ledger()),
            Some(standpoint) => {
                let point = standpoint.point;
                View::past(past.ledger(), point, past.scratch(point.seq).await?)
            }
        };
        let facts = match (plan, view.point()) {
            (Plan::Rows(_), _) => None,
            (Plan::Figures(_), Some(point)) => Some(archive.facts_at(point).await?),
            (Plan::Figures(_), None) => Some(match engine {
                Some(engine) => engine.facts().await?,
                None => {
                    let today = view.day();
                    Arc::new(view.scan(move |conn| load(conn, today)).await?)
                }
            }),
        };
        Ok(Self { view, facts })
    }

    /// What a file would be of that is begun now.
    pub async fn stamp(&self) -> Result<Stamp, Error> {
        match &self.facts {
            Some(facts) => Ok(Stamp::of(facts)),
            None => Ok(Stamp::at(self.view.read(version).await?)),
        }
    }
}
