//! Time and tasks.

use std::future::Future;

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
