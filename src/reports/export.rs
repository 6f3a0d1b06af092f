//! How a report leaves the house: planned in one snapshot that fixes the sequence number, written in pages by threads
//! that may wait, sent as fast as the client takes it. Memory stays the same at any size, and nothing of the database is
//! held while a slow client reads.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::NaiveDate;
use futures_util::Stream;
use futures_util::stream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use super::column::Column;
use super::plan::{ExportBasis, ExportRequest, ExportVersion, Pages, Plan, PlanFigures, PlanRows};
use super::sheet::Sheet;
use crate::db::pool::PATIENCE;
use crate::db::{Conn, snapshot};
use crate::directory;
use crate::error::{Error, OrInternal};
use crate::past::RecordView;
use crate::statistics::load::version;
use crate::statistics::{Basis, Dataset};

/// How many exports run at once; one more waits a little and is then told to come back.
const AT_ONCE: usize = 4;

/// How many pages of one export are written side by side.
const READERS: usize = 2;

/// How long a client may take none of what is ready before its export is given up.
const STALLED: Duration = Duration::from_secs(30);

/// The turns of exports, shared by all workers.
#[derive(Clone)]
pub struct Exports(Arc<Semaphore>);

impl Default for Exports {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Exports {
    /// Waits for a turn, and not for long: [`Error::Busy`].
    pub async fn turn(&self) -> Result<OwnedSemaphorePermit, Error> {
        let turn = tokio::time::timeout(PATIENCE, self.0.clone().acquire_owned()).await;
        turn.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)
    }
}

struct Planned {
    columns: Vec<Column>,
    pages: Pages,
    stamp: ExportVersion,
}

fn plan_rows(
    conn: &mut Conn,
    columns: Vec<Column>,
    plan: PlanRows,
    (dataset, today): (Option<&Dataset>, NaiveDate),
) -> Result<Planned, Error> {
    snapshot(conn, |conn| {
        let version = version(conn)?;
        let seq = dataset.map_or(version.seq, |dataset| dataset.seq.min(version.seq));
        let pages = plan(conn, &ExportBasis { seq, today, dataset })?;
        let stamp = dataset.map_or_else(|| ExportVersion::from_version(version), ExportVersion::from_dataset);
        Ok(Planned { columns, pages, stamp })
    })
}

fn plan_figures(conn: &mut Conn, columns: Vec<Column>, plan: PlanFigures, dataset: &Dataset) -> Result<Planned, Error> {
    let pages = plan(conn, dataset).map_err(|error| directory::suggested(conn, error))?;
    let stamp = ExportVersion::from_dataset(dataset);
    Ok(Planned { columns, pages, stamp })
}

impl Planned {
    fn count(&self) -> usize {
        match &self.pages {
            Pages::Ready(_) => 0,
            Pages::Each(count, _) => *count,
        }
    }

    /// The header, and all rows that are there already.
    fn opening(&mut self) -> Vec<u8> {
        let mut sheet = Sheet::new(&self.columns);
        sheet.header();
        let mut bytes = sheet.into_bytes();
        if let Pages::Ready(rows) = &mut self.pages {
            bytes.append(rows);
        }
        bytes
    }

    fn page(&self, view: &RecordView, number: usize, room: usize) -> Result<Vec<u8>, Error> {
        let Pages::Each(_, write) = &self.pages else {
            return Ok(Vec::new());
        };
        let mut sheet = Sheet::with_capacity(&self.columns, room);
        view.read_here(|conn| write(conn, number, &mut sheet))?;
        Ok(sheet.into_bytes())
    }
}

fn plan(conn: &mut Conn, asked: ExportRequest, dataset: Option<&Dataset>, today: NaiveDate) -> Result<Planned, Error> {
    match asked.plan {
        Plan::Rows(plan) | Plan::Chosen(plan) => plan_rows(conn, asked.columns, plan, (dataset, today)),
        Plan::Figures(plan) => plan_figures(
            conn,
            asked.columns,
            plan,
            dataset.or_internal("a report of figures has no facts")?,
        ),
    }
}

/// Writes a report into `out` on this thread: for the command line.
pub fn write(basis: &Basis, asked: ExportRequest, out: &mut dyn std::io::Write) -> Result<(), WriteError> {
    let view = &basis.view;
    let mut planned = view.read_here(|conn| plan(conn, asked, basis.dataset.as_deref(), view.day()))?;
    out.write_all(&planned.opening())?;
    for number in 0..planned.count() {
        out.write_all(&planned.page(view, number, 0)?)?;
    }
    out.flush()?;
    Ok(())
}

/// What can go wrong when a report is written to a file.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The record could not be read, or refuses the question.
    #[error(transparent)]
    Record(#[from] Error),
    /// The file.
    #[error("cannot write")]
    Out(#[from] std::io::Error),
}

/// Whether a question can be answered, without answering it.
pub async fn check(basis: Basis, asked: ExportRequest) -> Result<(), Error> {
    let Basis { view, dataset } = basis;
    let today = view.day();
    view.scan(move |conn| plan(conn, asked, dataset.as_deref(), today).map(drop))
        .await
}

/// Everything that is wrong with a question whose parameters do not read: what was found, and the codes that nobody knows.
pub async fn refusal(basis: Basis, asked: ExportRequest, found: Error) -> Error {
    match check(basis, asked).await {
        Ok(()) => found,
        Err(error) => found.and(error),
    }
}

/// A report of which the first rows are there.
pub struct Started<S> {
    /// What it is of.
    pub stamp: ExportVersion,
    /// Header and rows.
    pub body: Body<S>,
}

/// The bytes of a report.
pub enum Body<S> {
    /// All of them: its length is known.
    Whole(Bytes),
    /// The first page and those to come.
    Pages(S),
}

/// Plans a report, waits for its first page, and gives the whole as a stream. What fails until then is an error; what
/// fails later breaks the stream, so that a cut file never passes for a whole one.
pub async fn start(
    basis: Basis,
    asked: ExportRequest,
    lead: &'static [u8],
    turn: OwnedSemaphorePermit,
) -> Result<Started<impl Stream<Item = std::io::Result<Bytes>> + use<>>, Error> {
    let Basis { view, dataset } = basis;
    let today = view.day();
    let work = move |conn: &mut Conn| plan(conn, asked, dataset.as_deref(), today);
    let mut planned = view.scan(work).await?;
    let (stamp, count) = (planned.stamp, planned.count());
    let mut opening = lead.to_vec();
    opening.append(&mut planned.opening());
    let readers = count.min(READERS);
    let mut pages = Vec::with_capacity(readers);
    let shared = Arc::new((planned, turn));
    for first in 0..readers {
        let (send, receive) = mpsc::channel(1);
        let (view, shared) = (view.clone(), shared.clone());
        actix_web::rt::task::spawn_blocking(move || read_ahead(&view, &shared.0, first, readers, &send));
        pages.push(receive);
    }
    if let Some(first) = pages.first_mut() {
        opening.append(
            &mut first
                .recv()
                .await
                .unwrap_or_else(|| Err(Error::internal("the pages of a report ended early")))?,
        );
    }
    if count <= 1 {
        let body = Body::Whole(opening.into());
        return Ok(Started { stamp, body });
    }
    let sending = Sending {
        opening: Some(Bytes::from(opening)),
        pages,
        next: 1,
        count,
    };
    let body = stream::unfold(sending, |mut sending| async move {
        let chunk = sending.chunk().await?;
        if chunk.is_err() {
            sending.next = usize::MAX;
        }
        Some((chunk, sending))
    });
    let body = Body::Pages(body);
    Ok(Started { stamp, body })
}

/// Writes every `step`th page from `first` on, one ahead of what the client has taken.
fn read_ahead(
    view: &RecordView,
    planned: &Planned,
    first: usize,
    step: usize,
    send: &mpsc::Sender<Result<Vec<u8>, Error>>,
) {
    let mut room = 0;
    for number in (first..planned.count()).step_by(step) {
        let page = planned.page(view, number, room);
        let failed = page.is_err();
        room = page.as_ref().map_or(0, |bytes| bytes.len() + bytes.len() / 8);
        if !hand_over(send, page) || failed {
            return;
        }
    }
}

/// Hands a page over, waiting for the client; false when it is gone or takes nothing.
fn hand_over(send: &mpsc::Sender<Result<Vec<u8>, Error>>, page: Result<Vec<u8>, Error>) -> bool {
    match send.try_send(page) {
        Ok(()) => true,
        Err(mpsc::error::TrySendError::Closed(_)) => false,
        Err(mpsc::error::TrySendError::Full(page)) => {
            let waiting = async { tokio::time::timeout(STALLED, send.send(page)).await };
            matches!(tokio::runtime::Handle::current().block_on(waiting), Ok(Ok(())))
        }
    }
}

/// The receiving half: pages in their order, from the readers in turn.
struct Sending {
    opening: Option<Bytes>,
    pages: Vec<mpsc::Receiver<Result<Vec<u8>, Error>>>,
    next: usize,
    count: usize,
}

impl Sending {
    async fn chunk(&mut self) -> Option<std::io::Result<Bytes>> {
        if let Some(opening) = self.opening.take() {
            return Some(Ok(opening));
        }
        while self.next < self.count {
            let readers = self.pages.len().max(1);
            let from = self.pages.get_mut(self.next % readers)?;
            match from.recv().await {
                // An empty chunk would end the body.
                Some(Ok(page)) if page.is_empty() => self.next += 1,
                Some(Ok(page)) => {
                    self.next += 1;
                    return Some(Ok(page.into()));
                }
                Some(Err(error)) => {
                    tracing::error!(%error, page = self.next, "an export was cut");
                    return Some(Err(std::io::Error::other("the export failed")));
                }
                None => return Some(Err(std::io::Error::other("the export was given up"))),
            }
        }
        None
    }
}
