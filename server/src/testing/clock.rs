use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use signet_auth_protocol::Timestamp;

use crate::Clock;

/// A clock that stands still until it is moved. Clones show the same time.
#[derive(Debug, Clone)]
pub struct FakeClock(Arc<AtomicI64>);

impl FakeClock {
    /// Moves it forward.
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1000, Ordering::Relaxed);
    }

    /// Moves it forward by milliseconds.
    pub fn advance_ms(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::Relaxed);
    }
}

/// 2026-11-22T12:00:00.000Z
impl Default for FakeClock {
    fn default() -> Self {
        Self(Arc::new(AtomicI64::new(1_795_348_800_000)))
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::Relaxed))
    }
}
