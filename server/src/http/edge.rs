//! What a request meets before it reaches an endpoint.

use std::borrow::Cow;

use axum::http::HeaderMap;
use axum::http::header::{HOST, USER_AGENT};

use super::rate_limit::RateLimiter;
use crate::caller::Caller;
use crate::client_ip::{ClientIp, ClientIpReader, ProxyError};
use crate::cookies::RequestCookies;
use crate::options::{Options, OriginsOf, ProvidersOf, RateLimitRule};
use crate::origin::Pattern;
use crate::plugin::PathMatcher;

/// The configured outer wall.
pub(crate) struct Edge {
    pub(super) disabled_paths: Vec<String>,
    pub(super) skip_trailing_slashes: bool,
    pub(super) body_limit: usize,
    pub(super) rate_limiter: Option<RateLimiter>,
    pub(super) client_ip: ClientIpReader,
    trusted_origins_of: Option<OriginsOf>,
    trusted_providers_of: Option<ProvidersOf>,
}

impl Edge {
    pub(crate) fn new(
        options: &Options,
        of_plugins: &[(PathMatcher, RateLimitRule)],
    ) -> Result<Self, ProxyError> {
        let client_ip = ClientIpReader::new(options)?;
        // Where nobody is told apart, nobody is counted.
        let rate_limiter = match client_ip.is_disabled() {
            true => None,
            false => RateLimiter::new(options, of_plugins),
        };
        Ok(Self {
            disabled_paths: options
                .disabled_paths
                .iter()
                .map(|path| path.trim_end_matches('/').to_owned())
                .collect(),
            skip_trailing_slashes: options.advanced.skip_trailing_slashes,
            body_limit: options.advanced.body_limit,
            rate_limiter,
            client_ip,
            trusted_origins_of: options.trusted_origins_of.clone(),
            trusted_providers_of: options.account.account_linking.trusted_providers_of.clone(),
        })
    }

    /// Who sent these headers.
    pub(crate) fn caller<'a>(&self, headers: &'a HeaderMap) -> Caller<'a> {
        self.caller_at(headers, self.client_ip(headers))
    }

    /// The address that they come from.
    pub(crate) fn client_ip(&self, headers: &HeaderMap) -> Option<ClientIp> {
        self.client_ip.read(headers)
    }

    pub(crate) fn caller_at<'a>(
        &self,
        headers: &'a HeaderMap,
        client_ip: Option<ClientIp>,
    ) -> Caller<'a> {
        let trusted = self.trusted_origins_of.iter().flat_map(|trust| trust.ask(headers));
        Caller {
            trusted_origins: trusted.map(|origin| Pattern::new(&origin)).collect(),
            trusted_providers: self
                .trusted_providers_of
                .iter()
                .flat_map(|trust| trust.call(headers))
                .collect(),
            cookies: RequestCookies::new(headers),
            client_ip,
            user_agent: headers
                .get(USER_AGENT)
                .map(|value| String::from_utf8_lossy(value.as_bytes()))
                .unwrap_or(Cow::Borrowed("")),
            host: headers.get(HOST).and_then(|host| host.to_str().ok()),
            is_server: false,
            disable_refresh: false,
            disable_cookie_cache: false,
        }
    }
}
