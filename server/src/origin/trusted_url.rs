use std::fmt;

use url::{Url, form_urlencoded};

/// A URL that a redirect may lead to. Only the check of the target makes one, and a redirect takes
/// nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct TrustedUrl(String);

impl TrustedUrl {
    /// The caller has checked the target, or the deployment has switched the check off.
    pub(super) fn new(url: String) -> Self {
        Self(url)
    }

    /// The page of a provider that the deployment has configured.
    pub(crate) fn of_provider(url: &Url) -> Self {
        Self(url.as_str().to_owned())
    }

    /// A page of the server itself.
    pub(crate) fn of_server(url: String) -> Self {
        Self(url)
    }

    /// The same target with a parameter added to its query, before a fragment.
    #[must_use]
    pub fn with_parameter(&self, name: &str, value: &str) -> Self {
        let (rest, fragment) = match self.0.split_once('#') {
            Some((rest, fragment)) => (rest, Some(fragment)),
            None => (self.0.as_str(), None),
        };
        let separator = match rest.rsplit_once('?') {
            Some((_, "")) => "",
            Some(_) => "&",
            None => "?",
        };
        let pair =
            form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish();
        let fragment = fragment.map(|text| format!("#{text}")).unwrap_or_default();
        Self(format!("{rest}{separator}{pair}{fragment}"))
    }

    /// The same absolute URL with this parameter in the place of all that have its name: a page that
    /// looks for it finds no other one.
    #[must_use]
    pub(crate) fn with_only_parameter(&self, name: &str, value: &str) -> Self {
        let Ok(mut url) = Url::parse(&self.0) else { return self.with_parameter(name, value) };
        let others: Vec<_> =
            url.query_pairs().into_owned().filter(|(other, _)| other != name).collect();
        // The text of the others stays as it was given, unless one of them has to go.
        if others.len() == url.query_pairs().count() {
            return self.with_parameter(name, value);
        }
        url.query_pairs_mut().clear().extend_pairs(others).append_pair(name, value);
        Self(url.into())
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
