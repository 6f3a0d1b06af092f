//! Answers as they were sent: a question that is asked again of the same data version gets the same bytes.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use tokio::sync::OnceCell;

use crate::error::Error;

/// How many bytes are kept; beyond them all are forgotten, and what is asked still is soon there again.
const MOST_BYTES: usize = 32 << 20;

/// About what a question costs beside its own text.
const OVERHEAD: usize = 200;

/// Answers by what was asked.
#[derive(Default)]
pub struct AnswerCache(Mutex<CachedAnswers>);

#[derive(Default)]
struct CachedAnswers {
    answers: HashMap<String, Arc<OnceCell<Bytes>>>,
    bytes: usize,
}

impl AnswerCache {
    /// The answer to what was asked; `work` makes it, once however many ask at the same time. `asked` names all that the
    /// answer depends on, the data version first of all.
    pub async fn answer<F>(&self, asked: String, work: impl FnOnce() -> F) -> Result<Bytes, Error>
    where
        F: Future<Output = Result<Bytes, Error>>,
    {
        let cell = self.lock().slot(asked);
        if let Some(bytes) = cell.get() {
            return Ok(bytes.clone());
        }
        let made = || async {
            let bytes = work().await?;
            self.lock().add_bytes(bytes.len());
            Ok(bytes)
        };
        cell.get_or_try_init(made).await.cloned()
    }

    fn lock(&self) -> MutexGuard<'_, CachedAnswers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CachedAnswers {
    /// Where the answer to what was asked is or will be. The question counts at once: one that is refused, or whose
    /// asker goes away, is remembered too.
    fn slot(&mut self, asked: String) -> Arc<OnceCell<Bytes>> {
        if let Some(cell) = self.answers.get(&asked) {
            return cell.clone();
        }
        self.add_bytes(asked.len() + OVERHEAD);
        self.answers.entry(asked).or_default().clone()
    }

    fn add_bytes(&mut self, bytes: usize) {
        self.bytes += bytes;
        if self.bytes > MOST_BYTES {
            *self = Self::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[actix_web::test]
    async fn an_answer_is_made_once_and_a_refusal_is_not_kept() {
        let (ready, made) = (AnswerCache::default(), AtomicUsize::new(0));
        let refused = ready.answer("q".into(), || async { Err(Error::Busy) }).await;
        assert!(matches!(refused, Err(Error::Busy)));
        for _ in 0..3 {
            let answer = ready.answer("q".into(), || async {
                made.fetch_add(1, Ordering::Relaxed);
                Ok(Bytes::from_static(b"43"))
            });
            assert_eq!(answer.await.unwrap(), "43");
        }
        assert_eq!(made.load(Ordering::Relaxed), 1);
    }

    #[actix_web::test]
    async fn what_is_kept_never_grows_beyond_its_room() {
        let ready = AnswerCache::default();
        for number in 0..100 {
            let large = || async { Ok(Bytes::from(vec![0; 1 << 20])) };
            ready.answer(number.to_string(), large).await.unwrap();
            assert!(ready.lock().bytes <= MOST_BYTES);
        }
    }

    #[actix_web::test]
    async fn questions_that_are_refused_fill_the_room_too() {
        let ready = AnswerCache::default();
        let long = "x".repeat(1 << 20);
        for number in 0..100 {
            let refused = ready.answer(format!("{number}{long}"), || async { Err(Error::Busy) });
            assert!(refused.await.is_err());
            assert!(ready.lock().answers.len() <= 32);
        }
    }
}
