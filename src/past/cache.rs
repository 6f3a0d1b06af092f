//! What took work to make and may be asked for again: a few things, the least recently used ones dropped first.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::error::Error;

/// How long a request waits for others to be done making what they asked for.
const PATIENCE: Duration = Duration::from_secs(4);

/// Things by key, at most so many bytes of them; the newest one is kept however large it is.
pub struct SnapshotCache<K, T> {
    most: usize,
    /// What things hold in memory together: what several of them share is there once.
    size: fn(&[(K, Arc<T>)]) -> usize,
    /// The most recently used one last.
    kept: Mutex<Vec<(K, Arc<T>)>>,
    /// One is made at a time; who wants the same waits for it.
    turn: tokio::sync::Mutex<()>,
}

impl<K: PartialEq + Copy, T> SnapshotCache<K, T> {
    /// An empty one that keeps at most `most` bytes, as `size` tells them.
    pub fn new(most: usize, size: fn(&[(K, Arc<T>)]) -> usize) -> Self {
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

    /// The thing that is nearest by `distance`: what is made next may go on from it.
    pub fn nearest(&self, distance: impl Fn(K) -> u64) -> Option<Arc<T>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, thing) = kept.iter().min_by_key(|(key, _)| distance(*key))?;
        Some(thing.clone())
    }

    /// Takes away the nearest thing that nobody uses, to be made into another.
    pub fn take_nearest(&self, distance: impl Fn(K) -> u64) -> Option<T> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let unused = kept
            .iter()
            .enumerate()
            .filter(|(_, (_, thing))| Arc::strong_count(thing) == 1);
        let (at, _) = unused.min_by_key(|(_, (key, _))| distance(*key))?;
        let (_, thing) = kept.remove(at);
        Arc::into_inner(thing)
    }

    fn put(&self, key: K, thing: Arc<T>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push((key, thing));
        while kept.len() > 1 && (self.size)(&kept) > self.most {
            kept.remove(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    fn together(all: &[(i64, Arc<Vec<u8>>)]) -> usize {
        all.iter().map(|(_, thing)| thing.len()).sum()
    }

    fn run<T>(work: impl Future<Output = T>) -> T {
        actix_web::rt::System::new().block_on(work)
    }

    #[test]
    fn what_is_here_is_not_made_again_and_what_was_used_longest_ago_goes_first() {
        let cache: SnapshotCache<i64, Vec<u8>> = SnapshotCache::new(10, together);
        let made = Cell::new(0);
        let make = || async {
            made.set(made.get() + 1);
            Ok(vec![0; 4])
        };
        run(async {
            for key in [1, 2, 1, 3] {
                cache.get(key, make).await.unwrap();
            }
            assert_eq!(made.get(), 3);
            cache.get(1, make).await.unwrap();
            assert_eq!(made.get(), 3, "1 was used after 2, so 2 went");
            cache.get(2, make).await.unwrap();
            assert_eq!(made.get(), 4);
        });
    }

    #[test]
    fn many_who_ask_at_once_wait_for_one() {
        let cache: SnapshotCache<i64, u8> = SnapshotCache::new(10, <[_]>::len);
        let made = Cell::new(0);
        let make = || async {
            made.set(made.get() + 1);
            tokio::task::yield_now().await;
            Ok(0)
        };
        run(async {
            let all = futures_util::future::join_all((0..20).map(|_| cache.get(7, make))).await;
            assert!(all.iter().all(Result::is_ok));
        });
        assert_eq!(made.get(), 1);
    }

    #[test]
    fn one_that_is_too_large_is_kept_while_it_is_the_newest() {
        let cache: SnapshotCache<i64, Vec<u8>> = SnapshotCache::new(1, together);
        run(async {
            cache.get(1, || async { Ok(vec![0; 9]) }).await.unwrap();
            let again = cache
                .get(1, || async { Err(Error::internal("it is made again")) })
                .await;
            assert_eq!(again.unwrap().len(), 9);
        });
    }

    #[test]
    fn what_nobody_uses_is_made_into_another_and_what_somebody_uses_is_not() {
        let cache: SnapshotCache<i64, Vec<u8>> = SnapshotCache::new(10, together);
        run(async {
            let used = cache.get(1, || async { Ok(vec![1]) }).await.unwrap();
            cache.get(5, || async { Ok(vec![5]) }).await.unwrap();
            let near = |key: i64| key.abs_diff(2);
            assert_eq!(*cache.nearest(near).unwrap(), vec![1]);
            assert_eq!(cache.take_nearest(near), Some(vec![5]));
            assert_eq!(cache.take_nearest(near), None);
            drop(used);
            assert_eq!(cache.take_nearest(near), Some(vec![1]));
        });
    }
}
