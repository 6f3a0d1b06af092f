//! What a list or a report is made from: the record as it stands or as it stood, and the figures of the same moment.

use std::sync::Arc;

use super::load::load;
use super::{Archive, AsOfRequest, Dataset, Engine};
use crate::error::Error;
use crate::past::RecordView;

/// What a list or a report is made from.
#[derive(Clone)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Basis {
    pub view: RecordView,
    /// Only where they are needed.
    pub dataset: Option<Arc<Dataset>>,
}

impl Basis {
    /// Gathers what is needed of that moment; without an engine, facts of now are read for it alone.
    pub async fn of(
        archive: &Archive,
        engine: Option<&Engine>,
        moment: AsOfRequest,
        needs_facts: bool,
    ) -> Result<Self, Error> {
        let past = archive.past();
        let as_of_point = archive.as_of_point(moment).await?;
        let view = match &as_of_point {
            None => RecordView::present(past.ledger()),
            Some(as_of_point) => {
                let point = as_of_point.point;
                RecordView::past(past.ledger(), point, past.snapshot(point.seq).await?)
            }
        };
        let dataset = match (view.point(), engine) {
            _ if !needs_facts => None,
            (Some(point), _) => Some(archive.facts_at(point).await?),
            (None, Some(engine)) => Some(engine.dataset().await?),
            (None, None) => {
                let today = view.day();
                Some(Arc::new(view.scan(move |conn| load(conn, today)).await?))
            }
        };
        Ok(Self { view, dataset })
    }
}
