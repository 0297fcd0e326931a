use std::fmt;

/// A URL that a redirect may lead to. Only the check of the target makes one, and a redirect takes
/// nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct TrustedUrl(String);

impl TrustedUrl {
    /// The caller has checked the target, or the deployment has switched the check off.
    pub(super) fn new(url: String) -> Self {
        Self(url)
    }

    /// The URL as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for TrustedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A query may carry what is not for logs.
        write!(f, "TrustedUrl({:?})", self.0.split(['?', '#']).next().unwrap_or_default())
    }
}
