//! Figures of the past: facts as they stood at a point, kept while they are asked for. An answer about the past never
//! changes, so nothing here is ever stale.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::NaiveDate;

use super::as_of::{AsOfPoint, AsOfRequest};
use super::dataset::{Activity, Block, Dataset, Row};
use super::editions;
use super::engine::Engine;
use super::load::{Version, go_on, load_past, version};
use crate::db::Conn;
use crate::error::{Error, Fault};
use crate::past::{History, LedgerPoint, RecordView, SnapshotCache};

/// How many bytes of facts of the past are kept; the newest ones are kept however large they are.
const KEPT_BYTES: usize = 24 << 20;

/// Answers about the past. One per service, shared by its workers.
pub struct Archive {
    past: History,
    dataset: SnapshotCache<(i64, NaiveDate), Dataset>,
}

/// What an answer stands on: its `ETag` is known before its figures are.
#[derive(Debug, Clone)]
pub struct FiguresBasis {
    pub version: Version,
    /// The day of the answer, where tomorrow's may differ although nothing is recorded until then.
    pub day: Option<NaiveDate>,
    /// Where in the past it is; `None` for the record as it stands.
    pub as_of_point: Option<AsOfPoint>,
    dataset: Option<Arc<Dataset>>,
}

impl FiguresBasis {
    /// The record as it stands.
    pub fn now(dataset: Arc<Dataset>) -> Self {
        Self {
            version: Version {
                epoch: dataset.epoch,
                seq: dataset.seq,
            },
            day: dataset.ages.then_some(dataset.today),
            as_of_point: None,
            dataset: Some(dataset),
        }
    }
}

impl Archive {
    /// Nothing is read until somebody asks.
    pub fn new(past: History) -> Self {
        Self {
            past,
            dataset: SnapshotCache::new(KEPT_BYTES, bytes),
        }
    }

    /// The past that it reads.
    pub fn past(&self) -> &History {
        &self.past
    }

    /// What an answer about a moment stands on.
    pub async fn basis(&self, engine: &Engine, moment: AsOfRequest) -> Result<FiguresBasis, Error> {
        let Some(as_of_point) = self.as_of_point(moment).await? else {
            return Ok(FiguresBasis::now(engine.dataset().await?));
        };
        self.basis_at(as_of_point).await
    }

    /// What an answer about a point of the past stands on.
    pub async fn basis_at(&self, as_of_point: AsOfPoint) -> Result<FiguresBasis, Error> {
        let present = self.past.ledger().db().read(version).await?;
        Ok(FiguresBasis {
            version: Version {
                seq: as_of_point.point.seq,
                ..present
            },
            day: None,
            as_of_point: Some(as_of_point),
            dataset: None,
        })
    }

    /// The dataset of a basis; one of the past is rebuilt where it is not at hand.
    pub async fn dataset(&self, basis: &FiguresBasis) -> Result<Arc<Dataset>, Error> {
        match (&basis.dataset, &basis.as_of_point) {
            (Some(dataset), _) => Ok(dataset.clone()),
            (None, Some(as_of_point)) => self.facts_at(as_of_point.point).await,
            (None, None) => Err(Error::internal("a footing has neither facts nor a standpoint")),
        }
    }

    /// The record that a basis is of.
    pub async fn view(&self, basis: &FiguresBasis) -> Result<RecordView, Error> {
        let ledger = self.past.ledger();
        Ok(match &basis.as_of_point {
            None => RecordView::present(ledger),
            Some(AsOfPoint { point, .. }) => RecordView::past(ledger, *point, self.past.snapshot(point.seq).await?),
        })
    }

    /// Where in the past a moment is.
    pub async fn as_of_point(&self, moment: AsOfRequest) -> Result<Option<AsOfPoint>, Error> {
        let ledger = self.past.ledger();
        Ok(match moment {
            AsOfRequest::Now => None,
            AsOfRequest::AsOf(as_of) => Some(AsOfPoint {
                point: as_of.resolve(ledger, |code| Fault::parameter("as_of", code)).await?,
                edition: None,
            }),
            AsOfRequest::Edition(name) => {
                let found = move |conn: &mut Conn| {
                    editions::store::as_of_point(conn, &name, |code| Fault::parameter("edition", code))
                };
                Some(ledger.db().read(found).await?)
            }
        })
    }

    /// The facts as they stood: read once, however many ask at the same time, from the nearest ones that are at hand.
    pub async fn facts_at(&self, point: LedgerPoint) -> Result<Arc<Dataset>, Error> {
        let day = point.day();
        let load = || async move {
            let snapshot = self.past.snapshot(point.seq).await?;
            let near = self.dataset.nearest(|(seq, _)| seq.abs_diff(point.seq));
            let read = move |present: &mut Conn| {
                snapshot.read_here(|past| {
                    if let Some(near) = near
                        && let Some(dataset) = go_on(past, (present, point.seq), &near, day)?
                    {
                        return Ok(dataset);
                    }
                    load_past(past, (present, point.seq), day)
                })
            };
            let mut dataset = self.past.ledger().db().scan(read).await?;
            // What was asked of a day in the past is not asked of another day tomorrow.
            dataset.ages = false;
            Ok(dataset)
        };
        self.dataset.get((point.seq, day), load).await
    }
}

/// About what datasets hold in memory, precomputed figures included: a block that several of them share is there once.
fn bytes(kept: &[((i64, NaiveDate), Arc<Dataset>)]) -> usize {
    let mut seen: HashSet<*const Block> = HashSet::new();
    let blocks = kept.iter().flat_map(|(_, dataset)| &dataset.blocks);
    let each = blocks.filter(|block| seen.insert(Arc::as_ptr(block)));
    let held: usize = each
        .map(|block| {
            block.activities().len() * (size_of::<Activity>() + 1_000) + block.row_count() * (size_of::<Row>() + 4)
        })
        .sum();
    held + kept.len() * NAMES_BYTES
}

/// About what the names, contexts and places of one point hold.
const NAMES_BYTES: usize = 256 << 10;
