//! A handle that ends a request.

use crate::environment::Value;

/// An `AbortController`.
#[derive(Clone)]
pub struct Abort<V>(V);

impl<V: Value> Abort<V> {
    /// One that has not been used.
    pub fn new() -> Self {
        Self(V::new("AbortController", &[]).unwrap_or_else(|_| V::undefined()))
    }

    /// What the transport listens to.
    pub fn signal(&self) -> V {
        self.0.get("signal")
    }

    /// Ends the request.
    pub fn abort(&self) {
        // Without a controller the host can't end requests, and the answer is ignored anyway.
        let _ = self.0.method("abort", &[]);
    }
}

impl<V: Value> Default for Abort<V> {
    fn default() -> Self {
        Self::new()
    }
}
