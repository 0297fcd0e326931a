//! Time and tasks.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::rc::Rc;
use std::task::{Poll, Waker};

/// The time of day, timers, and tasks that run beside the caller.
pub trait Clock {
    /// A timer that is cancelled when it is dropped.
    type Timer: 'static;

    /// Milliseconds since 1970-01-01T00:00:00Z.
    fn now(&self) -> f64;

    /// Calls `then` once, `delay` milliseconds from now.
    fn timer(&self, delay: f64, then: impl FnOnce() + 'static) -> Self::Timer;

    /// Runs a task; it must not begin before the caller has returned to the host.
    fn spawn(&self, task: impl Future<Output = ()> + 'static);
}

/// Resolves `delay` milliseconds from now.
pub async fn sleep(clock: &impl Clock, delay: f64) {
    let state = Rc::new(RefCell::new((false, None::<Waker>)));
    let shared = state.clone();
    let _timer = clock.timer(delay, move || {
        let waker = {
            let mut state = shared.borrow_mut();
            state.0 = true;
            state.1.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    });
    poll_fn(|context| {
        let mut state = state.borrow_mut();
        if state.0 {
            return Poll::Ready(());
        }
        state.1 = Some(context.waker().clone());
        Poll::Pending
    })
    .await;
}
