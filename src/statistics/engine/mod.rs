//! The facts in memory, never stale: every answer first asks the record how far it has come, and takes over what the
//! ledger's entries since then name. Several instances over one database need nothing more to agree.

mod answer_cache;
mod file;
mod partial_sums;

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use actix_web::HttpRequest;
use bytes::Bytes;
use chrono::NaiveDate;

use self::answer_cache::AnswerCache;
use self::partial_sums::PartialSumsCache;
use super::answer::{Answer, MOST_ROWS, Totals};
use super::as_of::AsOfPoint;
use super::dataset::Dataset;
use super::explain::{self, Slice};
use super::load::{Loaded, Lookups, Version, catch_up, load, load_to_go_on, most_rows, version};
use super::question::{Filters, Question};
use crate::access::Caller;
use crate::db::pool::Url;
use crate::db::{Conn, Db};
use crate::error::{Error, OrInternal};
use crate::ledger::Ledger;
use crate::past::RecordView;
use crate::text::Lang;

/// Answers questions. One per service, shared by its workers.
pub struct Engine {
    ledger: Ledger,
    current: RwLock<Option<Current>>,
    /// One reads the record at a time; the others wait for what it read.
    turn: tokio::sync::Mutex<()>,
    ready: AnswerCache,
    standing: Arc<PartialSumsCache>,
    /// Where a copy of the facts is kept.
    copy: PathBuf,
    /// The data version of the copy that is there; `None` where none is known to be of use.
    kept: Mutex<Option<i64>>,
}

/// The facts at hand, with what later ones are read with.
#[derive(Clone)]
struct Current {
    dataset: Arc<Dataset>,
    lookups: Arc<Lookups>,
}

/// An opened figure, written.
#[expect(missing_docs, reason = "the names say it")]
pub struct Explained {
    pub body: String,
    /// Where the next slice begins.
    pub next: Option<String>,
}

/// From so many activities and roster rows on an answer is worked out off the request threads.
const LARGE: usize = 10_000;

/// After so many entries a new copy is written.
const STALE: i64 = 5_000;

impl Engine {
    /// Nothing is read until somebody asks; a copy of the facts is kept in `folder`.
    pub fn new(ledger: Ledger, folder: &Path) -> Self {
        let copy = match ledger.db().url() {
            Url::Sqlite(path) => file::path(folder, path),
            Url::Postgres(_) => file::path(folder, Path::new("postgres")),
        };
        Self {
            ledger,
            current: RwLock::new(None),
            turn: tokio::sync::Mutex::new(()),
            ready: AnswerCache::default(),
            standing: Arc::default(),
            copy,
            kept: Mutex::new(None),
        }
    }

    /// Reads the facts of a large record before anybody asks, on this thread; those of a small one are there as soon as they
    /// are asked for.
    pub fn warm(&self) -> Result<(), Error> {
        let rows = self.ledger.db().read_here(most_rows)?;
        if usize::try_from(rows).is_ok_and(|rows| rows <= LARGE) {
            return Ok(());
        }
        let _turn = self.turn.blocking_lock();
        let today = self.today();
        let before = self.current();
        let found = self
            .ledger
            .db()
            .read_here(|conn| read(conn, before.as_ref(), &self.copy, today))?;
        self.replace(found);
        Ok(())
    }

    /// The facts as they stand at this moment.
    pub async fn dataset(&self) -> Result<Arc<Dataset>, Error> {
        let version = self.ledger.db().read(version).await?;
        let today = self.today();
        if let Some(dataset) = self.fresh(version, today) {
            return Ok(dataset);
        }
        let _turn = self.turn.lock().await;
        if let Some(dataset) = self.fresh(version, today) {
            return Ok(dataset);
        }
        let (before, copy) = (self.current(), self.copy.clone());
        let read = move |conn: &mut Conn| read(conn, before.as_ref(), &copy, today);
        let found = self.ledger.db().scan(read).await?;
        Ok(self.replace(found))
    }

    fn today(&self) -> NaiveDate {
        self.ledger.clock().now().utc().date_naive()
    }

    /// Makes these the facts, and has them copied now and then.
    fn replace(&self, found: LoadedDataset) -> Arc<Dataset> {
        let Loaded { dataset, lookups } = found.loaded;
        let dataset = Arc::new(dataset);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(Current {
            dataset: dataset.clone(),
            lookups,
        });
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = found.copied.or(*kept);
        let is_stale = kept.is_none_or(|kept| dataset.seq >= kept + STALE);
        if is_stale && dataset.row_count() > LARGE {
            *kept = Some(dataset.seq);
            let (path, dataset) = (self.copy.clone(), dataset.clone());
            std::thread::spawn(move || {
                if let Err(error) = file::write(&path, &dataset) {
                    tracing::warn!(%error, path = %path.display(), "figures could not be copied to a file; the next start reads the record");
                }
            });
        }
        dataset
    }

    fn current(&self) -> Option<Current> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn fresh(&self, version: Version, today: NaiveDate) -> Option<Arc<Dataset>> {
        let is_fresh = |dataset: &Arc<Dataset>| {
            dataset.epoch == version.epoch && dataset.seq >= version.seq && (dataset.today == today || !dataset.ages)
        };
        self.current().map(|current| current.dataset).filter(is_fresh)
    }

    /// The body of an answer that is the same for all who ask this of these facts: `etag` names the facts, the reader
    /// and the language.
    pub async fn ready<F>(&self, req: &HttpRequest, etag: &str, work: impl FnOnce() -> F) -> Result<Bytes, Error>
    where
        F: Future<Output = Result<String, Error>>,
    {
        let asked = format!("{etag} {}?{}", req.path(), req.query_string());
        self.ready
            .answer(asked, || async { work().await.map(Bytes::from) })
            .await
    }

    /// Answers a question with the rows that the API gives at most.
    pub async fn answer(&self, dataset: &Arc<Dataset>, question: Question) -> Result<Answer, Error> {
        let standing = self.partial_sums_of(dataset);
        self.work(dataset, move |dataset| match standing {
            Some(standing) => standing.answer(dataset, &question),
            None => dataset.answer(&question, Some(MOST_ROWS)),
        })
        .await
    }

    /// The totals of all measures.
    pub async fn totals(&self, dataset: &Arc<Dataset>, filters: Filters, caller: Caller) -> Result<Totals, Error> {
        // Without a record that goes on nothing is worth keeping.
        let standing = self.partial_sums_of(dataset).unwrap_or_default();
        self.work(dataset, move |dataset| {
            dataset.totals(&filters, &caller, |questions| {
                if filters.choose_alike() {
                    return standing.answers(dataset, questions);
                }
                questions
                    .iter()
                    .map(|question| standing.answer(dataset, question))
                    .collect()
            })
        })
        .await
    }

    /// What is kept for questions to the record as it stands; `None` where these facts are of the past.
    fn partial_sums_of(&self, dataset: &Arc<Dataset>) -> Option<Arc<PartialSumsCache>> {
        let is_current = self
            .current()
            .is_some_and(|current| Arc::ptr_eq(&current.dataset, dataset));
        is_current.then(|| self.standing.clone())
    }

    /// Opens the figure that answers a question, as JSON: its activities as `record` has them at the facts' data version.
    pub async fn explain(
        &self,
        dataset: &Arc<Dataset>,
        question: Question,
        slice: Slice,
        (record, as_of_point): (RecordView, Option<AsOfPoint>),
        lang: Lang,
    ) -> Result<Explained, Error> {
        let clearance = question.clearance;
        let mut explanation = self
            .work(dataset, move |dataset| dataset.explain(&question, &slice))
            .await?;
        explanation.answer.as_of_point = as_of_point;
        let seq = dataset.seq;
        let read = move |conn: &mut Conn| {
            let keys: Vec<i64> = explanation.items.iter().map(|item| item.key).collect();
            let documents = explain::documents(conn, &keys, seq, clearance)?;
            Ok(Explained {
                body: explain::to_json(&explanation, &documents, lang),
                next: explanation.next,
            })
        };
        record.scan(read).await
    }

    async fn work<T, F>(&self, dataset: &Arc<Dataset>, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Dataset) -> Result<T, Error> + Send + 'static,
    {
        if dataset.activity_count() + dataset.row_count() < LARGE {
            return work(dataset);
        }
        let dataset = dataset.clone();
        actix_web::web::block(move || work(&dataset))
            .await
            .or_internal("the counting thread ended early")?
    }
}

/// Facts, and the data version of the copy that they were made from, if they were.
struct LoadedDataset {
    loaded: Loaded,
    copied: Option<i64>,
}

/// Takes over what has changed since the facts in memory, or since the copy in the file; otherwise reads everything.
fn read(conn: &mut Conn, before: Option<&Current>, copy: &Path, today: NaiveDate) -> Result<LoadedDataset, Error> {
    if let Some(Current { dataset, lookups }) = before
        && let Some(loaded) = catch_up(conn, dataset, Some(lookups), today)?
    {
        return Ok(LoadedDataset { loaded, copied: None });
    }
    if let Some(copy) = file::read(copy)
        && let Some(loaded) = catch_up(conn, &copy, None, today)?
    {
        let copied = Some(copy.seq);
        return Ok(LoadedDataset { loaded, copied });
    }
    let loaded = load_to_go_on(conn, today)?;
    Ok(LoadedDataset { loaded, copied: None })
}

/// Answers a question from the database itself, for the command line and for threads that may block: nothing is kept.
pub fn answer(conn: &mut Conn, question: &Question, today: NaiveDate) -> Result<Answer, Error> {
    load(conn, today)?.answer(question, None)
}

/// Reads the record and keeps a copy of its facts in `folder`, so that the next start is quick: for commands that have
/// written much.
pub fn write_figures_file(db: &Db, folder: &Path, today: NaiveDate) -> Result<(), Error> {
    let Url::Sqlite(database) = db.url() else { return Ok(()) };
    let dataset = db.read_here(|conn| load(conn, today))?;
    let path = file::path(folder, database);
    file::write(&path, &dataset).map_err(|error| Error::Startup(format!("cannot write {}: {error}", path.display())))
}
