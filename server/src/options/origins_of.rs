use std::fmt;
use std::sync::Arc;

use axum::http::HeaderMap;

/// Gives the origins that are trusted for a single request.
///
/// ```
/// use signet_auth_server::options::{Options, OriginsOf};
///
/// let mut options = Options::default();
/// options.trusted_origins_of = Some(OriginsOf::new(|headers| {
///     match headers.get("x-tenant").and_then(|tenant| tenant.to_str().ok()) {
///         Some("acme") => vec!["https://app.acme.example".to_owned()],
///         _ => Vec::new(),
///     }
/// }));
/// ```
#[derive(Clone)]
pub struct OriginsOf(Arc<Function>);

type Function = dyn Fn(&HeaderMap) -> Vec<String> + Send + Sync;

impl OriginsOf {
    /// What this function says. A client chooses its headers: trust no origin because a header names
    /// it.
    pub fn new(trusted: impl Fn(&HeaderMap) -> Vec<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(trusted))
    }

    pub(crate) fn ask(&self, headers: &HeaderMap) -> Vec<String> {
        (self.0)(headers)
    }
}

impl fmt::Debug for OriginsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OriginsOf(…)")
    }
}
