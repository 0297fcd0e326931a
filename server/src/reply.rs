//! What an endpoint answers.

use axum::http::HeaderMap;

use crate::cookies::SetCookie;
use crate::http::add_missing_cookies;
use crate::origin::TrustedUrl;

/// What an endpoint answers that a link in a mail leads to: data, or a redirect.
#[derive(Debug, Clone)]
pub enum Answer<T> {
    /// Data.
    Data(Reply<T>),
    /// The browser goes on.
    Redirect {
        /// Where to.
        to: TrustedUrl,
        /// Cookies that it takes along.
        cookies: Vec<SetCookie>,
    },
}

impl<T> Answer<T> {
    /// A redirect where the request named a target, otherwise data.
    pub fn or_redirect(to: Option<TrustedUrl>, data: T, cookies: Vec<SetCookie>) -> Self {
        match to {
            Some(to) => Self::Redirect { to, cookies },
            None => Self::Data(Reply::new(data).with_cookies(cookies)),
        }
    }
}

/// The success of an endpoint: data, and what belongs to the HTTP response beside it.
#[derive(Debug, Clone)]
pub struct Reply<T> {
    /// The data.
    pub data: T,
    cookies: Vec<SetCookie>,
    location: Option<TrustedUrl>,
    /// What hooks made of the headers, in place of all others.
    headers: Option<HeaderMap>,
}

impl<T> Reply<T> {
    /// A reply that is data alone.
    pub fn new(data: T) -> Self {
        Self { data, cookies: Vec::new(), location: None, headers: None }
    }

    /// Adds cookies after those that are there.
    #[must_use]
    pub(crate) fn with_cookies(mut self, cookies: Vec<SetCookie>) -> Self {
        self.cookies.extend(cookies);
        self
    }

    /// The same reply with other data.
    #[must_use]
    pub(crate) fn map<U>(self, make: impl FnOnce(T) -> U) -> Reply<U> {
        let Self { data, cookies, location, headers } = self;
        Reply { data: make(data), cookies, location, headers }
    }

    /// Says where a client should go next. The status stays 200: it is no redirect for browsers.
    #[must_use]
    pub fn with_location(mut self, location: Option<TrustedUrl>) -> Self {
        self.location = location;
        self
    }

    /// The same reply with headers out of a hook.
    #[must_use]
    pub(crate) fn with_headers(mut self, headers: HeaderMap) -> Self {
        self.headers = Some(headers);
        self
    }

    /// The same reply with those cookies beside it that it does not set itself.
    #[must_use]
    pub(crate) fn with_missing_cookies(mut self, cookies: Vec<SetCookie>) -> Self {
        match &mut self.headers {
            Some(headers) => add_missing_cookies(headers, &cookies),
            None => self.cookies = missing(self.cookies, cookies),
        }
        self
    }

    /// What hooks made of the headers, in place of cookies and location.
    pub(crate) fn headers(&self) -> Option<&HeaderMap> {
        self.headers.as_ref()
    }

    /// The cookies of the response. Those that hooks have added are in `into_response()` only.
    pub fn cookies(&self) -> &[SetCookie] {
        &self.cookies
    }

    /// Where a client should go next.
    pub fn location(&self) -> Option<&TrustedUrl> {
        self.location.as_ref()
    }
}

/// Cookies, and those of others whose names they do not have.
pub(crate) fn missing(mut cookies: Vec<SetCookie>, others: Vec<SetCookie>) -> Vec<SetCookie> {
    let is_new = |other: &SetCookie| cookies.iter().all(|cookie| cookie.name() != other.name());
    let new: Vec<_> = others.into_iter().filter(is_new).collect();
    cookies.extend(new);
    cookies
}
