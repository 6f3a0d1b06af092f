//! What took work to make and may be asked for again: a few things, the least recently used ones dropped first.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::error::Error;

/// How long a request waits for others to be done making what they asked for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Things by key, at most so many bytes of them; the newest one is kept however large it is.
pub struct Shelf<K, T> {
    most: usize,
    size: fn(&T) -> usize,
    /// The most recently used one last.
    kept: Mutex<Vec<(K, Arc<T>)>>,
    /// One is made at a time; who wants the same waits for it.
    turn: tokio::sync::Mutex<()>,
}

impl<K: PartialEq + Copy, T> Shelf<K, T> {
    /// An empty one that keeps at most `most` bytes, as `size` tells them.
    pub fn new(most: usize, size: fn(&T) -> usize) -> Self {
        Self {
            most,
            size,
            kept: Mutex::new(Vec::new()),
            turn: tokio::sync::Mutex::new(()),
        }
    }

    /// The thing with that key, made by `make` where it is not here.
    pub async fn get<F>(&self, key: K, make: impl FnOnce() -> F) -> Result<Arc<T>, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        if let Some(thing) = self.take(key) {
            return Ok(thing);
        }
        let turn = tokio::time::timeout(PATIENCE, self.turn.lock()).await;
        let _turn = turn.map_err(|_| Error::Busy)?;
        if let Some(thing) = self.take(key) {
            return Ok(thing);
        }
        let thing = Arc::new(make().await?);
        self.put(key, thing.clone());
        Ok(thing)
    }

    fn take(&self, key: K) -> Option<Arc<T>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(known, _)| *known == key)?;
        let found = kept.remove(at);
        let thing = found.1.clone();
        kept.push(found);
        Some(thing)
    }

    fn put(&self, key: K, thing: Arc<T>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push((key, thing));
        let mut bytes: usize = kept.iter().map(|(_, thing)| (self.size)(thing)).sum();
        while kept.len() > 1 && bytes > self.most {
            let (_, dropped) = kept.remove(0);
            bytes = bytes.saturating_sub((self.size)(&dropped));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    fn run<T>(work: impl Future<Output = T>) -> T {
        actix_web::rt::System::new().block_on(work)
    }

    #[test]
    fn what_is_here_is_not_made_again_and_what_was_used_longest_ago_goes_first() {
        let shelf: Shelf<i64, Vec<u8>> = Shelf::new(10, Vec::len);
        let made = Cell::new(0);
        let make = || async {
            made.set(made.get() + 1);
            Ok(vec![0; 4])
        };
        run(async {
            for key in [1, 2, 1, 3] {
                shelf.get(key, make).await.unwrap();
            }
            assert_eq!(made.get(), 3);
            shelf.get(1, make).await.unwrap();
            assert_eq!(made.get(), 3, "1 was used after 2, so 2 went");
            shelf.get(2, make).await.unwrap();
            assert_eq!(made.get(), 4);
        });
    }

    #[test]
    fn many_who_ask_at_once_wait_for_one() {
        let shelf: Shelf<i64, u8> = Shelf::new(10, |_| 1);
        let made = Cell::new(0);
        let make = || async {
            made.set(made.get() + 1);
            tokio::task::yield_now().await;
            Ok(0)
        };
        run(async {
            let all = futures_util::future::join_all((0..20).map(|_| shelf.get(7, make))).await;
            assert!(all.iter().all(Result::is_ok));
        });
        assert_eq!(made.get(), 1);
    }

    #[test]
    fn one_that_is_too_large_is_kept_while_it_is_the_newest() {
        let shelf: Shelf<i64, Vec<u8>> = Shelf::new(1, Vec::len);
        run(async {
            shelf.get(1, || async { Ok(vec![0; 9]) }).await.unwrap();
            let again = shelf
                .get(1, || async { Err(Error::internal("it is made again")) })
                .await;
            assert_eq!(again.unwrap().len(), 9);
        });
    }
}
