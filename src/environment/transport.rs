//! How a request leaves.

use std::future::Future;

use super::Value;

/// Sends requests, and names the environment's own values.
pub trait Transport {
    /// The values that options, bodies and answers are made of.
    type Value: Value;

    /// Sends a request as `fetch(url, init)` does. Whatever the host throws or answers comes back
    /// as it is.
    fn fetch(
        &self,
        url: &Self::Value,
        init: &Self::Value,
    ) -> impl Future<Output = Result<Self::Value, Self::Value>>;

    /// Whether the host's requests know `credentials`; some edge runtimes refuse the option.
    fn knows_credentials(&self) -> bool;
}
