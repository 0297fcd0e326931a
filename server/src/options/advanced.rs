use std::collections::BTreeMap;

use super::IdStrategy;

/// Cookies, checks, addresses, limits.
#[derive(Debug, Clone)]
pub struct AdvancedOptions {
    /// Whether cookies are sent over TLS only and named `__Secure-…`. Default: whether the base
    /// URL is `https`; without a base URL, as `production`.
    pub use_secure_cookies: Option<bool>,
    /// What cookie names begin with. Default `better-auth`.
    pub cookie_prefix: Option<String>,
    /// Single cookies, by their short name such as `session_token`.
    pub cookies: BTreeMap<String, CookieOptions>,
    /// Attributes of all cookies.
    pub default_cookie_attributes: CookieAttributes,
    /// Sends cookies to the subdomains, too.
    pub cross_sub_domain_cookies: CrossSubDomainCookies,
    /// Whether requests with cookies are accepted from any origin. Dangerous. Left undecided, it
    /// follows `disable_origin_check`.
    pub disable_csrf_check: Option<bool>,
    /// Whether redirects may lead anywhere, and requests come from anywhere. Dangerous.
    pub disable_origin_check: OriginCheck,
    /// Where a client's address comes from.
    pub ip_address: IpAddressOptions,
    /// Whether `/ok/` is `/ok`. Default `false`.
    pub skip_trailing_slashes: bool,
    /// Rows.
    pub database: DatabaseOptions,
    /// The largest request body, in bytes. Default 1 MiB.
    pub body_limit: usize,
}

impl Default for AdvancedOptions {
    fn default() -> Self {
        Self {
            use_secure_cookies: None,
            cookie_prefix: None,
            cookies: BTreeMap::new(),
            default_cookie_attributes: CookieAttributes::default(),
            cross_sub_domain_cookies: CrossSubDomainCookies::default(),
            disable_csrf_check: None,
            disable_origin_check: OriginCheck::default(),
            ip_address: IpAddressOptions::default(),
            skip_trailing_slashes: false,
            database: DatabaseOptions::default(),
            body_limit: 1024 * 1024,
        }
    }
}

/// Rows.
#[derive(Debug, Clone, Default)]
pub struct DatabaseOptions {
    /// How rows get their ids. Default: 32 random letters and digits.
    pub generate_id: IdStrategy,
}

/// Where origins are checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum OriginCheck {
    /// On all paths.
    #[default]
    Everywhere,
    /// On no path.
    Nowhere,
    /// On all paths but these and what is below them.
    NotBelow(Vec<String>),
}

/// One cookie.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CookieOptions {
    /// The whole name. Secure cookies still get `__Secure-` before it.
    pub name: Option<String>,
    /// Attributes that differ from those of all cookies.
    pub attributes: CookieAttributes,
}

/// Attributes of a cookie; what is `None` stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CookieAttributes {
    /// In seconds.
    pub max_age: Option<i64>,
    /// `Domain`.
    pub domain: Option<String>,
    /// `Path`. Default `/`.
    pub path: Option<String>,
    /// `HttpOnly`. Default `true`.
    pub http_only: Option<bool>,
    /// `Secure`.
    pub secure: Option<bool>,
    /// `SameSite`. Default `Lax`.
    pub same_site: Option<SameSite>,
    /// `Partitioned`. Default `false`.
    pub partitioned: Option<bool>,
}

/// On which requests from other sites a cookie is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameSite {
    /// On none.
    Strict,
    /// When a user follows a link.
    Lax,
    /// On all; needs secure cookies.
    None,
}

/// Cookies for all subdomains.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CrossSubDomainCookies {
    /// Default `false`.
    pub enabled: bool,
    /// Default: the host of the base URL.
    pub domain: Option<String>,
}

/// Where a client's address comes from: from headers that a proxy sets, never from the socket.
#[derive(Debug, Clone)]
pub struct IpAddressOptions {
    /// Headers in the order in which they are asked. Default `x-forwarded-for`.
    pub ip_address_headers: Vec<String>,
    /// Addresses and networks (`10.0.0.0/8`) of proxies. With them, the client is the last hop
    /// that is none of these; without them, a header with more than one hop is not believed.
    pub trusted_proxies: Vec<String>,
    /// Whether addresses are neither stored nor limited. Default `false`.
    pub disable_ip_tracking: bool,
    /// How many bits of an IPv6 address tell clients apart. Default 64.
    pub ipv6_subnet: u8,
}

impl Default for IpAddressOptions {
    fn default() -> Self {
        Self {
            ip_address_headers: vec!["x-forwarded-for".to_owned()],
            trusted_proxies: Vec::new(),
            disable_ip_tracking: false,
            ipv6_subnet: 64,
        }
    }
}
