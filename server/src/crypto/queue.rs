//! Where password hashes wait for a processor.

use std::fmt;
use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// A wait at this depth takes some five seconds.
const WAITING_PER_CORE: usize = 64;

/// Runs jobs off the async threads, as many at once as there are cores. What exceeds that waits in
/// the order of arrival; what exceeds the waiting room is turned away.
pub(super) struct Queue {
    running: Arc<Semaphore>,
    waiting: AtomicUsize,
    max_waiting: usize,
}

/// Why a job did not run.
#[derive(Debug)]
pub(super) enum QueueError {
    Overloaded(Overloaded),
    Died,
}

/// Too many jobs are waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Overloaded;

impl Queue {
    pub(super) fn new() -> Self {
        let cores = available_parallelism().map_or(1, NonZero::get);
        Self::with_limits(cores, cores * WAITING_PER_CORE)
    }

    fn with_limits(running: usize, max_waiting: usize) -> Self {
        let running = Arc::new(Semaphore::new(running));
        Self { running, waiting: AtomicUsize::new(0), max_waiting }
    }

    /// How many jobs have no processor yet.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    pub(super) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, QueueError> {
        let permit = match Arc::clone(&self.running).try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => {
                let _place = self.take_place().ok_or(QueueError::Overloaded(Overloaded))?;
                let running = Arc::clone(&self.running);
                running.acquire_owned().await.map_err(|_| QueueError::Died)?
            }
        };
        // The permit moves along: a job goes on when its client has left, and must still count.
        let job = move || {
            let _permit = permit;
            job()
        };
        spawn_blocking(job).await.map_err(|_| QueueError::Died)
    }

    fn take_place(&self) -> Option<Place<'_>> {
        self.waiting
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |waiting| {
                (waiting < self.max_waiting).then_some(waiting + 1)
            })
            .ok()
            .map(|_| Place(&self.waiting))
    }
}

impl fmt::Display for Overloaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("too many passwords are waiting to be hashed")
    }
}

impl std::error::Error for Overloaded {}

struct Place<'a>(&'a AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn a_full_waiting_room_turns_away_and_empties_again() {
        let queue = Arc::new(Queue::with_limits(1, 1));
        let (release, blocked) = mpsc::channel::<()>();
        let started = Arc::new(tokio::sync::Notify::new());
        let running = tokio::spawn({
            let (queue, started) = (Arc::clone(&queue), Arc::clone(&started));
            async move {
                queue
                    .run(move || {
                        started.notify_one();
                        blocked.recv().unwrap();
                    })
                    .await
                    .unwrap();
            }
        });
        started.notified().await;

        let mut waiting = Box::pin(queue.run(|| "waited"));
        assert!((&mut waiting).now_or_never().is_none());
        let refused = queue.run(|| ()).now_or_never().expect("nobody waits for a place");
        assert!(matches!(refused, Err(QueueError::Overloaded(_))));

        release.send(()).unwrap();
        running.await.unwrap();
        assert_eq!(waiting.await.unwrap(), "waited");
        assert_eq!(queue.run(|| "free").await.unwrap(), "free");
    }

    #[tokio::test]
    async fn a_client_that_leaves_the_waiting_room_makes_room() {
        let queue = Arc::new(Queue::with_limits(0, 1));
        let mut waiting = Box::pin(queue.run(|| ()));
        assert!((&mut waiting).now_or_never().is_none());
        drop(waiting);
        assert!(queue.run(|| ()).now_or_never().is_none());
    }
}
