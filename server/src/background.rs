use std::time::Duration;

use tokio::sync::watch;
use tracing::Instrument;

/// So much may be under way at once; more is dropped, because whoever causes so much must not fill
/// the memory.
const CAPACITY: u32 = 1000;
/// What is not done by then is given up.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// What is done beside the requests, such as sending mails: how long it takes would tell who has an
/// account.
#[derive(Clone, Default)]
pub(crate) struct Background {
    under_way: watch::Sender<u32>,
}

/// One that is under way, until it is dropped.
struct Place(watch::Sender<u32>);

impl Background {
    /// Does something; `what` names it in the log.
    pub(crate) fn run(&self, what: &'static str, work: impl Future<Output = ()> + Send + 'static) {
        let Some(place) = self.place() else {
            tracing::error!(what, "too much is under way: this is dropped");
            return;
        };
        let done = async move {
            if tokio::time::timeout(TIME_LIMIT, work).await.is_err() {
                tracing::error!(what, "this was not done in time");
            }
            drop(place);
        };
        tokio::spawn(done.in_current_span());
    }

    /// Waits until all is done, also what it has begun itself.
    pub(crate) async fn drain(&self) {
        // It fails without a sender, and this is one.
        let _ = self.under_way.subscribe().wait_for(|under_way| *under_way == 0).await;
    }

    fn place(&self) -> Option<Place> {
        let taken = self.under_way.send_if_modified(|under_way| {
            let is_free = *under_way < CAPACITY;
            *under_way += u32::from(is_free);
            is_free
        });
        taken.then(|| Place(self.under_way.clone()))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.send_modify(|under_way| *under_way = under_way.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test]
    async fn draining_waits_for_what_is_begun_meanwhile() {
        let background = Background::default();
        let done = Arc::new(AtomicU32::new(0));
        let (inner, counted) = (background.clone(), Arc::clone(&done));
        background.run("the first", async move {
            tokio::task::yield_now().await;
            inner.run("the second", async move {
                tokio::task::yield_now().await;
                counted.fetch_add(1, Ordering::Relaxed);
            });
        });
        background.drain().await;
        assert_eq!(done.load(Ordering::Relaxed), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn what_never_ends_is_given_up_and_what_is_too_much_dropped() {
        let background = Background::default();
        for _ in 0..CAPACITY {
            background.run("what never ends", std::future::pending());
        }
        let done = Arc::new(AtomicU32::new(0));
        let count = |counted: &Arc<AtomicU32>| {
            let counted = Arc::clone(counted);
            async move {
                counted.fetch_add(1, Ordering::Relaxed);
            }
        };
        background.run("too much", count(&done));
        background.drain().await;
        assert_eq!(done.load(Ordering::Relaxed), 0);
        background.run("there is room again", count(&done));
        background.drain().await;
        assert_eq!(done.load(Ordering::Relaxed), 1);
    }
}
