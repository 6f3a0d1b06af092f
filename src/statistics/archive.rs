//! Figures of the past: facts as they stood at a point, kept while they are asked for. An answer about the past never
//! changes, so nothing here is ever stale.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::NaiveDate;

use super::editions;
use super::engine::Engine;
use super::facts::{Activity, Block, Facts, Row};
use super::load::{Version, go_on, load_past, version};
use super::moment::{Moment, Standpoint};
use crate::db::Conn;
use crate::error::{Error, Fault};
use crate::past::{Past, Point, Shelf, View};

/// How many bytes of facts of the past are kept; the newest ones are kept however large they are.
const KEPT_BYTES: usize = 24 << 20;

/// Answers about the past. One per service, shared by its workers.
pub struct Archive {
    past: Past,
    facts: Shelf<(i64, NaiveDate), Facts>,
}

/// What an answer stands on: its `ETag` is known before its figures are.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Footing {
    pub version: Version,
    /// The day of the answer, where tomorrow's may differ although nothing is recorded until then.
    pub day: Option<NaiveDate>,
    /// Where in the past it is; `None` for the record as it stands.
    pub standpoint: Option<Standpoint>,
    facts: Option<Arc<Facts>>,
}

impl Footing {
    /// The record as it stands.
    pub fn now(facts: Arc<Facts>) -> Self {
        Self {
            version: Version {
                epoch: facts.epoch,
                seq: facts.seq,
            },
            day: facts.ages.then_some(facts.today),
            standpoint: None,
            facts: Some(facts),
        }
    }
}

impl Archive {
    /// Nothing is read until somebody asks.
    pub fn new(past: Past) -> Self {
        Self {
            past,
            facts: Shelf::new(KEPT_BYTES, bytes),
        }
    }

    /// The past that it reads.
    pub fn past(&self) -> &Past {
        &self.past
    }

    /// What an answer about a moment stands on.
    pub async fn footing(&self, engine: &Engine, moment: Moment) -> Result<Footing, Error> {
        let Some(standpoint) = self.standpoint(moment).await? else {
            return Ok(Footing::now(engine.facts().await?));
        };
        self.footing_at(standpoint).await
    }

    /// What an answer about a point of the past stands on.
    pub async fn footing_at(&self, standpoint: Standpoint) -> Result<Footing, Error> {
        let present = self.past.ledger().db().read(version).await?;
        Ok(Footing {
            version: Version {
                seq: standpoint.point.seq,
                ..present
            },
            day: None,
            standpoint: Some(standpoint),
            facts: None,
        })
    }

    /// The facts of a footing; those of the past are rebuilt where they are not at hand.
    pub async fn facts(&self, footing: &Footing) -> Result<Arc<Facts>, Error> {
        match (&footing.facts, &footing.standpoint) {
            (Some(facts), _) => Ok(facts.clone()),
            (None, Some(standpoint)) => self.facts_at(standpoint.point).await,
            (None, None) => Err(Error::internal("a footing has neither facts nor a standpoint")),
        }
    }

    /// The record that a footing is of.
    pub async fn view(&self, footing: &Footing) -> Result<View, Error> {
        let ledger = self.past.ledger();
        Ok(match &footing.standpoint {
            None => View::present(ledger),
            Some(Standpoint { point, .. }) => View::past(ledger, *point, self.past.scratch(point.seq).await?),
        })
    }

    /// Where in the past a moment is.
    pub async fn standpoint(&self, moment: Moment) -> Result<Option<Standpoint>, Error> {
        let ledger = self.past.ledger();
        Ok(match moment {
            Moment::Now => None,
            Moment::AsOf(as_of) => Some(Standpoint {
                point: as_of.resolve(ledger, |code| Fault::parameter("as_of", code)).await?,
                edition: None,
            }),
            Moment::Edition(name) => {
                let found = move |conn: &mut Conn| {
                    editions::store::standpoint(conn, &name, |code| Fault::parameter("edition", code))
                };
                Some(ledger.db().read(found).await?)
            }
        })
    }

    /// The facts as they stood: read once, however many ask at the same time, from the nearest ones that are at hand.
    pub async fn facts_at(&self, point: Point) -> Result<Arc<Facts>, Error> {
        let day = point.day();
        let load = || async move {
            let scratch = self.past.scratch(point.seq).await?;
            let near = self.facts.nearest(|(seq, _)| seq.abs_diff(point.seq));
            let read = move |present: &mut Conn| {
                scratch.read_here(|past| {
                    if let Some(near) = near
                        && let Some(facts) = go_on(past, (present, point.seq), &near, day)?
                    {
                        return Ok(facts);
                    }
                    load_past(past, (present, point.seq), day)
                })
            };
            let mut facts = self.past.ledger().db().scan(read).await?;
            // What was asked of a day in the past is not asked of another day tomorrow.
            facts.ages = false;
            Ok(facts)
        };
        self.facts.get((point.seq, day), load).await
    }
}

/// About what facts hold in memory, what is thought of them included: a block that several of them share is there once.
fn bytes(kept: &[((i64, NaiveDate), Arc<Facts>)]) -> usize {
    let mut seen: HashSet<*const Block> = HashSet::new();
    let blocks = kept.iter().flat_map(|(_, facts)| &facts.blocks);
    let each = blocks.filter(|block| seen.insert(Arc::as_ptr(block)));
    let held: usize = each
        .map(|block| {
            block.activities().len() * (size_of::<Activity>() + 1_000) + block.row_count() * (size_of::<Row>() + 4)
        })
        .sum();
    held + kept.len() * NAMES_BYTES
}

/// About what the names, eras and places of one point hold.
const NAMES_BYTES: usize = 256 << 10;
