//! What whoever mounts the endpoints may tell them about a request, and learn about it.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::crypto::{OsRandom, Random};

/// The header that holds a [`RequestId`].
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const MAX_LENGTH: usize = 128;

/// Tells a request from all others. As an extension of a request it says that the request has a
/// span with this id already, and the endpoints open none of their own; they record the `route` in
/// it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(HeaderValue);

impl RequestId {
    /// The next one of this process: its own random beginning, and a count. It is no secret.
    pub fn next() -> Self {
        static PROCESS: OnceLock<[u8; 6]> = OnceLock::new();
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let process = PROCESS.get_or_init(|| {
            let mut bytes = [0; 6];
            // Without randomness nobody can sign in; ids are then the least of all worries.
            let _ = OsRandom.fill(&mut bytes);
            bytes
        });
        let [_, _, count @ ..] = COUNT.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        // Base64 is always the text of a header.
        let text = URL_SAFE_NO_PAD.encode([*process, count].concat());
        Self(HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("none")))
    }

    /// The one that a request brings along, when it is 1 to 128 letters, digits, `-`, `_` and `.`:
    /// nothing that could forge a line of a log.
    pub fn sent(headers: &HeaderMap) -> Option<Self> {
        let value = headers.get(REQUEST_ID)?;
        let harmless = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
        let fits = (1..=MAX_LENGTH).contains(&value.len());
        (fits && value.as_bytes().iter().all(harmless)).then(|| Self(value.clone()))
    }

    /// For the answer.
    pub fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.to_str().unwrap_or_default())
    }
}

/// As an extension of a request, it learns which route the request has taken.
#[derive(Debug, Clone, Default)]
pub struct MatchedRoute(Arc<OnceLock<&'static str>>);

impl MatchedRoute {
    /// The declared path below the base path, such as `/reset-password/:token`. None before the
    /// answer, and when the request has reached no route.
    pub fn path(&self) -> Option<&'static str> {
        self.0.get().copied()
    }

    pub(super) fn set(&self, path: &'static str) {
        // A request takes one route.
        let _ = self.0.set(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(text: &str) -> Option<String> {
        let headers = HeaderMap::from_iter([(REQUEST_ID, HeaderValue::from_str(text).unwrap())]);
        RequestId::sent(&headers).map(|id| id.to_string())
    }

    #[test]
    fn an_id_that_could_forge_a_line_is_not_taken() {
        let longest = "a".repeat(MAX_LENGTH);
        for text in ["a", "7f3c-4e_5.B", &longest] {
            assert_eq!(sent(text).as_deref(), Some(text));
        }
        for text in ["", "a b", "a\tb", "a\"b", "a=b", "ä", &(longest + "a")] {
            assert_eq!(sent(text), None, "{text}");
        }
    }

    #[test]
    fn no_two_ids_are_the_same() {
        assert_ne!(RequestId::next(), RequestId::next());
    }
}
