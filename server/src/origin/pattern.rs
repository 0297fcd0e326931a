//! One entry of the list of trusted origins.

use std::net::Ipv4Addr;

use url::Url;

use super::Wildcard;
use super::custom_scheme::CustomSchemeUrl;

/// A compiled entry, see [`Options::trusted_origins`](crate::options::Options::trusted_origins).
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    text: String,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    /// `https://app.example.com`, `myapp://callback`
    Exact { custom: Option<CustomSchemeUrl> },
    /// `*.example.com`: host and port, whatever the scheme
    Host { wildcard: Wildcard, addresses_only: bool },
    /// `https://*.example.com`, `exp://192.168.*.*:*/**`
    Origin { wildcard: Wildcard, addresses_only: bool, custom: Option<CustomWildcard> },
}

#[derive(Debug, Clone)]
struct CustomWildcard {
    scheme: String,
    authority: Option<(Wildcard, bool)>,
    path: Option<Wildcard>,
}

impl Pattern {
    pub(crate) fn new(text: &str) -> Self {
        let has_wildcard = text.contains(['*', '?']);
        let kind = match (has_wildcard, text.split_once("://")) {
            (false, _) => Kind::Exact { custom: CustomSchemeUrl::parse(text) },
            (true, None) => Kind::Host {
                wildcard: Wildcard::new(text),
                addresses_only: is_address_pattern(text),
            },
            (true, Some((_, authority))) => Kind::Origin {
                wildcard: Wildcard::new(text),
                addresses_only: is_address_pattern(authority),
                custom: CustomSchemeUrl::parse_wildcard(text).map(|parsed| CustomWildcard {
                    scheme: parsed.scheme,
                    authority: (!parsed.authority.is_empty()).then(|| {
                        let addresses_only = is_address_pattern(&parsed.authority);
                        (Wildcard::new(&parsed.authority), addresses_only)
                    }),
                    path: (!parsed.path.is_empty()).then(|| Wildcard::new(&parsed.path)),
                }),
            },
        };
        Self { text: text.to_owned(), kind }
    }

    /// Whether an absolute URL, given as sent and as parsed, is on a trusted origin.
    pub(super) fn matches(&self, text: &str, url: Option<&Url>) -> bool {
        let is_web = url.is_none_or(|url| matches!(url.scheme(), "http" | "https"));
        match &self.kind {
            Kind::Host { wildcard, addresses_only } => {
                let Some(host) = url.and_then(host_and_port) else { return false };
                wildcard.matches(&host) && (!addresses_only || is_ipv4_host(&host))
            }
            Kind::Exact { .. } if is_web => {
                url.is_some_and(|url| url.origin().ascii_serialization() == self.text)
            }
            Kind::Origin { wildcard, addresses_only, .. } if is_web => {
                let Some(origin) = url.map(|url| url.origin().ascii_serialization()) else {
                    return false;
                };
                let host = origin.split_once("://").map_or("", |(_, host)| host);
                wildcard.matches(&origin) && (!addresses_only || is_ipv4_host(host))
            }
            Kind::Exact { custom } => match (custom, CustomSchemeUrl::parse(text)) {
                (Some(pattern), Some(url)) => matches_exactly(pattern, &url),
                _ => false,
            },
            Kind::Origin { custom, .. } => match (custom, CustomSchemeUrl::parse(text)) {
                (Some(pattern), Some(url)) => pattern.matches(&url),
                _ => false,
            },
        }
    }
}

fn matches_exactly(pattern: &CustomSchemeUrl, url: &CustomSchemeUrl) -> bool {
    pattern.scheme == url.scheme
        && (pattern.authority.is_empty() || pattern.authority == url.authority)
        && (pattern.path.is_empty()
            || url
                .path
                .strip_prefix(&pattern.path)
                .is_some_and(|below| below.is_empty() || below.starts_with('/')))
}

impl CustomWildcard {
    fn matches(&self, url: &CustomSchemeUrl) -> bool {
        let path = if url.path.is_empty() { "/" } else { &url.path };
        self.scheme == url.scheme
            && !url.authority.contains('@')
            && self.authority.as_ref().is_none_or(|(wildcard, addresses_only)| {
                wildcard.matches(&url.authority)
                    && (!addresses_only || is_ipv4_host(&url.authority))
            })
            && self.path.as_ref().is_none_or(|wildcard| wildcard.matches(path))
    }
}

/// A host of digits, dots and wildcards names addresses: `192.168.*` must not match
/// `192.168.evil.example`, although `*` crosses dots.
fn is_address_pattern(authority: &str) -> bool {
    let host = authority.split(':').next().unwrap_or_default();
    host.contains(|c: char| c.is_ascii_digit())
        && host.chars().all(|c| c.is_ascii_digit() || matches!(c, '*' | '?' | '.'))
}

fn is_ipv4_host(authority: &str) -> bool {
    authority.split(':').next().is_some_and(|host| host.parse::<Ipv4Addr>().is_ok())
}

fn host_and_port(url: &Url) -> Option<String> {
    let host = url.host_str().filter(|host| !host.is_empty())?;
    Some(match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}
