//! Who calls an endpoint, as far as the request tells.

use std::borrow::Cow;

use crate::client_ip::ClientIp;
use crate::cookies::RequestCookies;
use crate::origin::{Pattern, Requested};

/// The traits of a request that endpoints may look at, instead of headers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Caller<'a> {
    /// Its cookies.
    pub(crate) cookies: RequestCookies<'a>,
    /// The address; `None` when unknown.
    pub(crate) client_ip: Option<ClientIp>,
    /// The `User-Agent` header; empty when there is none.
    pub(crate) user_agent: Cow<'a, str>,
    /// The `Host` header.
    pub(crate) host: Option<&'a str>,
    /// The origins that the application trusts for this request, beside all others.
    pub(crate) trusted_origins: Vec<Pattern>,
    /// The providers that the application trusts for this request, beside all others.
    pub(crate) trusted_providers: Vec<String>,
    /// Whether the application itself calls, on nobody's behalf.
    pub(crate) is_server: bool,
    /// Whether the session must not be extended.
    pub(crate) disable_refresh: bool,
    /// Whether the session must not come out of the cookie cache.
    pub(crate) disable_cookie_cache: bool,
}

impl Caller<'_> {
    /// What counts when an origin is judged.
    pub(crate) fn requested(&self) -> Requested<'_> {
        Requested { host: self.host, trusted: &self.trusted_origins }
    }
}
