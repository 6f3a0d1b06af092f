//! What a list or a report is made from: the record as it stands or as it stood, and the figures of the same moment.

use std::sync::Arc;

use super::load::load;
use super::{Archive, Engine, Facts, Moment};
use crate::error::Error;
use crate::past::View;

/// What a list or a report is made from.
#[derive(Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Basis {
    pub view: View,
    /// Only where they are needed.
    pub facts: Option<Arc<Facts>>,
}

impl Basis {
    /// Gathers what is needed of that moment; without an engine, facts of now are read for it alone.
    pub async fn of(
        archive: &Archive,
        engine: Option<&Engine>,
        moment: Moment,
        needs_facts: bool,
    ) -> Result<Self, Error> {
        let past = archive.past();
        let standpoint = archive.standpoint(moment).await?;
        let view = match &standpoint {
            None => View::present(past.ledger()),
            Some(standpoint) => {
                let point = standpoint.point;
                View::past(past.ledger(), point, past.scratch(point.seq).await?)
            }
        };
        let facts = match (view.point(), engine) {
            _ if !needs_facts => None,
            (Some(point), _) => Some(archive.facts_at(point).await?),
            (None, Some(engine)) => Some(engine.facts().await?),
            (None, None) => {
                let today = view.day();
                Some(Arc::new(view.scan(move |conn| load(conn, today)).await?))
            }
        };
        Ok(Self { view, facts })
    }
}
