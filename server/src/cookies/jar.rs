//! The cookies of a deployment.

use std::borrow::Cow;
use std::fmt;

use signet_auth_protocol::{cookie, limits};
use url::Url;

use super::attributes::{constrain, merge, text};
use super::chunks;
use super::signed::{encode, open, seal};
use super::{Age, RequestCookies, SetCookie, Template};
use crate::crypto::Signer;
use crate::options::{CookieAttributes, Options, SameSite, StateStrategy};

/// Browsers keep no cookie for longer (RFC 6265bis, section 5.5).
const MAX_MAX_AGE: i64 = 400 * 24 * 60 * 60;

/// All cookies that the server sets.
pub(crate) struct CookieJar {
    signer: Signer,
    session_token: Template,
    session_data: Template,
    dont_remember: Template,
    /// `None` unless accounts are kept in cookies.
    account_data: Option<Template>,
    state: Template,
    oauth_state: Template,
    /// Whether flows with providers are kept in cookies alone.
    keeps_state: bool,
    /// Those of plugins, by their keys.
    of_plugins: Vec<(String, Template)>,
}

/// The options for cookies contradict each other.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CookieConfigError {
    /// Cookies for subdomains need a domain or a base URL.
    NoDomain,
    /// A name, domain or path that can't stand in a header.
    NotAHeader(String),
    /// A cookie would live for more than 400 days.
    TooOld(i64),
    /// There is no such cookie.
    UnknownCookie(String),
}

impl CookieJar {
    pub(crate) fn new(
        options: &Options,
        base_url: Option<&Url>,
        signer: Signer,
        of_plugins: &[String],
    ) -> Result<Self, CookieConfigError> {
        let known = [
            cookie::SESSION_TOKEN,
            cookie::SESSION_DATA,
            cookie::DONT_REMEMBER,
            cookie::ACCOUNT_DATA,
            cookie::STATE,
            cookie::OAUTH_STATE,
        ];
        let is_unknown =
            |key: &&String| !known.contains(&key.as_str()) && !of_plugins.contains(key);
        if let Some(key) = options.advanced.cookies.keys().find(is_unknown) {
            return Err(CookieConfigError::UnknownCookie(key.clone()));
        }
        for age in [options.session.expires_in, options.session.cookie_cache.max_age] {
            if age > MAX_MAX_AGE {
                return Err(CookieConfigError::TooOld(age));
            }
        }
        let template = |key| template(options, base_url, key);
        Ok(Self {
            signer,
            session_token: template(cookie::SESSION_TOKEN)?,
            session_data: Template {
                max_age: Some(session_data_age(options)),
                ..template(cookie::SESSION_DATA)?
            },
            dont_remember: template(cookie::DONT_REMEMBER)?,
            account_data: match options.account.store_account_cookie {
                Some(true) => Some(Template {
                    max_age: Some(session_data_age(options)),
                    ..template(cookie::ACCOUNT_DATA)?
                }),
                _ => None,
            },
            state: template(cookie::STATE)?,
            oauth_state: template(cookie::OAUTH_STATE)?,
            of_plugins: of_plugins
                .iter()
                .map(|key| Ok((key.clone(), template(key)?)))
                .collect::<Result<_, CookieConfigError>>()?,
            keeps_state: options.account.store_state_strategy == Some(StateStrategy::Cookie),
        })
    }

    /// The session token of a request, if its signature is right.
    pub(crate) fn session_token<'a>(&self, cookies: RequestCookies<'a>) -> Option<Cow<'a, str>> {
        open(&self.signer, cookies.find(self.session_token.name())?)
    }

    /// Whether a session of the request ends with the browser.
    pub(crate) fn dont_remember(&self, cookies: RequestCookies<'_>) -> bool {
        cookies.find(self.dont_remember.name()).and_then(|text| open(&self.signer, text)).is_some()
    }

    /// Signs a browser in.
    pub(crate) fn set_session(
        &self,
        cookies: RequestCookies<'_>,
        token: &str,
        remembered_for: Option<i64>,
    ) -> Vec<SetCookie> {
        let value = seal(&self.signer, token);
        match remembered_for {
            Some(seconds) => {
                let token = self.session_token.set(&value, Age::Seconds(seconds));
                let forget = self.dont_remember(cookies).then(|| self.dont_remember.expire());
                std::iter::once(token).chain(forget).collect()
            }
            None => vec![
                self.session_token.set(&value, Age::BrowserSession),
                self.dont_remember.set(&seal(&self.signer, "true"), Age::Configured),
            ],
        }
    }

    /// Signs a browser out.
    pub(crate) fn clear_session(&self, cookies: RequestCookies<'_>) -> Vec<SetCookie> {
        let mut clear = vec![self.session_token.expire(), self.session_data.expire()];
        clear.extend(self.expire_account_data(cookies));
        clear.extend(self.keeps_state.then(|| self.oauth_state.expire()));
        clear.extend(self.expire_cache(cookies));
        clear.push(self.dont_remember.expire());
        clear
    }

    /// The encrypted account of a request, put together from its chunks if it came in several.
    pub(crate) fn account_data<'a>(&self, cookies: RequestCookies<'a>) -> Option<Cow<'a, str>> {
        chunks::read(self.account_data.as_ref()?.name(), cookies)
    }

    /// How long the cookie of an account lives, in seconds.
    pub(crate) fn account_data_age(&self) -> Option<i64> {
        self.account_data.as_ref()?.max_age
    }

    /// Sets the cookie of an account, in several chunks if need be.
    pub(crate) fn set_account_data(
        &self,
        cookies: RequestCookies<'_>,
        value: &str,
    ) -> Vec<SetCookie> {
        let Some(template) = &self.account_data else { return Vec::new() };
        chunks::write(template, cookies, value, Age::Configured)
    }

    /// Expires the cookie of an account, with its chunks.
    pub(crate) fn expire_account_data(&self, cookies: RequestCookies<'_>) -> Vec<SetCookie> {
        let Some(template) = &self.account_data else { return Vec::new() };
        let own = template.name().to_owned();
        let chunks = chunks::names(&own, cookies).filter(|name| *name != own);
        std::iter::once(template.expire())
            .chain(chunks.map(|name| template.expire_as(name)))
            .collect()
    }

    /// What signs cookies.
    pub(crate) fn signer(&self) -> &Signer {
        &self.signer
    }

    /// The value of a plugin's cookie, if its signature is right.
    pub(crate) fn signed_of_plugin<'a>(
        &self,
        key: &str,
        cookies: RequestCookies<'a>,
    ) -> Option<Cow<'a, str>> {
        open(&self.signer, cookies.find(self.of_plugin(key)?.name())?)
    }

    /// Sets a plugin's cookie, signed; `None` when there is no such cookie.
    pub(crate) fn set_signed_of_plugin(
        &self,
        key: &str,
        value: &str,
        max_age: i64,
    ) -> Option<SetCookie> {
        let template = self.of_plugin(key)?;
        Some(template.set(&seal(&self.signer, value), template.age_or(max_age)))
    }

    /// Forgets a plugin's cookie; `None` when there is no such cookie.
    pub(crate) fn expire_of_plugin(&self, key: &str) -> Option<SetCookie> {
        Some(self.of_plugin(key)?.expire())
    }

    fn of_plugin(&self, key: &str) -> Option<&Template> {
        self.of_plugins.iter().find(|(other, _)| other == key).map(|(_, template)| template)
    }

    /// The name of the cookie with the session token.
    pub(crate) fn session_token_name(&self) -> &str {
        self.session_token.name()
    }

    /// Forgets whether the session is to be remembered.
    pub(crate) fn expire_dont_remember(&self) -> SetCookie {
        self.dont_remember.expire()
    }

    /// Expires all that opens a session, and leaves the rest.
    pub(crate) fn expire_session(&self, cookies: RequestCookies<'_>) -> Vec<SetCookie> {
        let mut expired = vec![self.session_token.expire(), self.session_data.expire()];
        expired.extend(self.expire_account_data(cookies));
        let own = self.session_data.name();
        let chunks = chunks::names(own, cookies).filter(|name| *name != own);
        expired.extend(chunks.map(|name| self.session_data.expire_as(name)));
        expired
    }

    /// Whether a cookie of this name opens a session, or tells of the account of its user.
    pub(crate) fn opens_session(&self, name: &[u8]) -> bool {
        let is_or_is_chunk = |template: &Template| {
            let rest = name.strip_prefix(template.name().as_bytes());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(b"."))
        };
        is_or_is_chunk(&self.session_token)
            || is_or_is_chunk(&self.session_data)
            || self.account_data.as_ref().is_some_and(is_or_is_chunk)
    }

    /// Binds a flow with a provider to the browser.
    pub(crate) fn set_state(&self, state: &str) -> SetCookie {
        self.state.set(&seal(&self.signer, state), self.state.age_or(limits::STATE_COOKIE_MAX_AGE))
    }

    /// The flow that a browser has begun last, if the signature is right.
    pub(crate) fn state<'a>(&self, cookies: RequestCookies<'a>) -> Option<Cow<'a, str>> {
        open(&self.signer, cookies.find(self.state.name())?)
    }

    /// Forgets that flow.
    pub(crate) fn expire_state(&self) -> SetCookie {
        self.state.expire()
    }

    /// Keeps an encrypted flow in the browser.
    pub(crate) fn set_oauth_state(&self, encrypted: &str) -> SetCookie {
        self.oauth_state
            .set(&encode(encrypted), self.oauth_state.age_or(limits::OAUTH_STATE_COOKIE_MAX_AGE))
    }

    /// The encrypted flow of a browser.
    pub(crate) fn oauth_state<'a>(&self, cookies: RequestCookies<'a>) -> Option<Cow<'a, str>> {
        cookies.find(self.oauth_state.name())
    }

    /// Forgets that flow.
    pub(crate) fn expire_oauth_state(&self) -> SetCookie {
        self.oauth_state.expire()
    }

    /// The cookie cache of a request, put together from its chunks if it came in several.
    pub(crate) fn session_data<'a>(&self, cookies: RequestCookies<'a>) -> Option<Cow<'a, str>> {
        chunks::read(self.session_data.name(), cookies)
    }

    /// How long the cookie cache lives, in seconds, in a browser that remembers.
    pub(crate) fn session_data_age(&self) -> i64 {
        self.session_data.max_age.unwrap_or_default()
    }

    /// Sets the cookie cache, in several chunks if need be, and expires what the request carries of
    /// another one. What is too large for that is not cached.
    pub(crate) fn set_session_data(
        &self,
        cookies: RequestCookies<'_>,
        value: &str,
        age: Age,
    ) -> Vec<SetCookie> {
        chunks::write(&self.session_data, cookies, value, age)
    }

    /// Expires the cookie cache, but not its chunks.
    pub(crate) fn expire_session_data(&self) -> SetCookie {
        self.session_data.expire()
    }

    /// Expires the cookie cache that a request carries: the cookie and its chunks.
    pub(crate) fn expire_cache(&self, cookies: RequestCookies<'_>) -> Vec<SetCookie> {
        let names = chunks::names(self.session_data.name(), cookies);
        names.map(|name| self.session_data.expire_as(name)).collect()
    }
}

/// The cookie's own option before that of the cache; none means Better Auth's five minutes.
fn session_data_age(options: &Options) -> i64 {
    let own = options.advanced.cookies.get(cookie::SESSION_DATA);
    let age = own.and_then(|own| own.attributes.max_age);
    let age = age.unwrap_or(options.session.cookie_cache.max_age);
    if age > 0 { age } else { limits::COOKIE_CACHE_MAX_AGE }
}

fn template(
    options: &Options,
    base_url: Option<&Url>,
    key: &str,
) -> Result<Template, CookieConfigError> {
    let advanced = &options.advanced;
    let secure = advanced
        .use_secure_cookies
        .unwrap_or_else(|| base_url.map_or(options.production, |url| url.scheme() == "https"));
    let own = advanced.cookies.get(key).cloned().unwrap_or_default();
    let prefix = advanced.cookie_prefix.as_deref().unwrap_or(cookie::DEFAULT_PREFIX);
    let name = own.name.unwrap_or_else(|| format!("{prefix}.{key}"));
    let name = if secure { format!("{}{name}", cookie::SECURE_PREFIX) } else { name };

    let cross_domain = &advanced.cross_sub_domain_cookies;
    let domain = if cross_domain.enabled {
        let host = base_url.and_then(Url::host_str).map(str::to_owned);
        Some(cross_domain.domain.clone().or(host).ok_or(CookieConfigError::NoDomain)?)
    } else {
        None
    };
    let defaults = CookieAttributes {
        max_age: None,
        domain,
        path: Some("/".to_owned()),
        http_only: Some(true),
        secure: Some(secure),
        same_site: Some(SameSite::Lax),
        partitioned: None,
    };
    let attributes = merge(&[&defaults, &advanced.default_cookie_attributes, &own.attributes]);
    let attributes = constrain(&name, attributes);
    if let Some(max_age) = attributes.max_age.filter(|max_age| *max_age > MAX_MAX_AGE) {
        return Err(CookieConfigError::TooOld(max_age));
    }
    let template = Template { name, attributes: text(&attributes), max_age: attributes.max_age };
    check(template, &attributes)
}

/// Nothing configured may smuggle in a further attribute or header.
fn check(template: Template, attributes: &CookieAttributes) -> Result<Template, CookieConfigError> {
    let is_token = |byte: u8| byte.is_ascii_graphic() && !b"=;,\"\\()<>@:/[]?{}".contains(&byte);
    if template.name.is_empty() || !template.name.bytes().all(is_token) {
        return Err(CookieConfigError::NotAHeader(template.name));
    }
    for value in [&attributes.domain, &attributes.path].into_iter().flatten() {
        if value.bytes().any(|byte| byte == b';' || !(byte.is_ascii_graphic() || byte == b' ')) {
            return Err(CookieConfigError::NotAHeader(value.clone()));
        }
    }
    Ok(template)
}

impl fmt::Display for CookieConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDomain => f.write_str("cookies for subdomains need a domain or a base URL"),
            Self::NotAHeader(text) => write!(f, "{text:?} can't stand in a cookie"),
            Self::TooOld(seconds) => {
                write!(f, "a cookie may live for at most 400 days, not for {seconds} seconds")
            }
            Self::UnknownCookie(key) => write!(f, "there is no cookie {key:?}"),
        }
    }
}

impl std::error::Error for CookieConfigError {}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::*;
    use crate::options::{CookieOptions, Secret};

    fn jar(options: &Options, base_url: Option<&str>) -> Result<CookieJar, CookieConfigError> {
        let secret = Secret::new("golden-secret-0123456789-abcdefghijklmnop").unwrap();
        let base_url = base_url.map(|text| Url::parse(text).unwrap());
        CookieJar::new(options, base_url.as_ref(), Signer::new(&secret), &[])
    }

    fn headers(
        options: &Options,
        base_url: Option<&str>,
        remembered_for: Option<i64>,
    ) -> Vec<String> {
        jar(options, base_url)
            .unwrap()
            .set_session(RequestCookies::default(), "token", remembered_for)
            .iter()
            .map(|cookie| cookie.expose().to_owned())
            .collect()
    }

    #[test]
    fn the_scheme_of_the_base_url_decides_about_secure_cookies() {
        let options = Options::default();
        let name = |options: &Options, base_url| headers(options, base_url, Some(1))[0].clone();
        assert!(name(&options, Some("http://localhost")).starts_with("better-auth.session_token="));
        assert!(
            name(&options, Some("https://a.example"))
                .starts_with("__Secure-better-auth.session_token=")
        );
        assert!(name(&options, None).starts_with("__Secure-"));
        assert!(name(&options, None).contains("; Secure; "));
        let development = Options { production: false, ..Options::default() };
        assert!(!name(&development, None).contains("Secure"));
        let mut forced = Options::default();
        forced.advanced.use_secure_cookies = Some(true);
        assert!(name(&forced, Some("http://localhost")).starts_with("__Secure-"));
    }

    #[test]
    fn attributes_stand_in_better_auths_order() {
        let mut options = Options::default();
        options.advanced.cross_sub_domain_cookies.enabled = true;
        options.advanced.default_cookie_attributes.same_site = Some(SameSite::None);
        options.advanced.default_cookie_attributes.partitioned = Some(true);
        let header = &headers(&options, Some("http://a.example"), Some(60))[0];
        assert!(header.ends_with(
            "; Max-Age=60; Domain=a.example; Path=/; HttpOnly; Secure; SameSite=None; Partitioned"
        ));
    }

    #[test]
    fn a_cookie_has_the_name_and_attributes_of_its_own_options() {
        let mut options = Options::default();
        options.advanced.cookie_prefix = Some("app".to_owned());
        options.advanced.cookies.insert(
            cookie::SESSION_TOKEN.to_owned(),
            CookieOptions {
                name: Some("sid".to_owned()),
                attributes: CookieAttributes {
                    path: Some("/app".to_owned()),
                    http_only: Some(false),
                    ..CookieAttributes::default()
                },
            },
        );
        let cookies = headers(&options, Some("http://localhost"), None);
        assert!(cookies[0].starts_with("sid=token."));
        assert!(cookies[0].ends_with("; Path=/app; SameSite=Lax"));
        assert!(cookies[1].starts_with("app.dont_remember=true."));
    }

    #[test]
    fn a_host_prefix_forces_its_attributes() {
        let mut options = Options::default();
        options.advanced.use_secure_cookies = Some(false);
        options.advanced.cross_sub_domain_cookies.enabled = true;
        options.advanced.cookies.insert(
            cookie::SESSION_TOKEN.to_owned(),
            CookieOptions { name: Some("__Host-sid".to_owned()), ..CookieOptions::default() },
        );
        let header = &headers(&options, Some("https://a.example"), Some(1))[0];
        assert!(header.ends_with("; Path=/; HttpOnly; Secure; SameSite=Lax"));
        assert!(!header.contains("Domain"));
    }

    #[test]
    fn options_that_can_not_work_are_refused() {
        let mut options = Options::default();
        options.advanced.cross_sub_domain_cookies.enabled = true;
        assert_eq!(jar(&options, None).err(), Some(CookieConfigError::NoDomain));

        let mut options = Options::default();
        options.advanced.cookie_prefix = Some("a;b".to_owned());
        assert!(matches!(jar(&options, None).err(), Some(CookieConfigError::NotAHeader(_))));

        let mut options = Options::default();
        options.advanced.default_cookie_attributes.path = Some("/; Secure\r\n".to_owned());
        assert!(matches!(jar(&options, None).err(), Some(CookieConfigError::NotAHeader(_))));

        let mut options = Options::default();
        options.session.expires_in = MAX_MAX_AGE + 1;
        assert!(matches!(jar(&options, None).err(), Some(CookieConfigError::TooOld(_))));

        let mut options = Options::default();
        options.advanced.cookies.insert("sesion_token".to_owned(), CookieOptions::default());
        assert!(matches!(jar(&options, None).err(), Some(CookieConfigError::UnknownCookie(_))));
    }

    #[test]
    fn signing_out_clears_every_chunk_that_was_sent() {
        let mut headers = HeaderMap::new();
        headers.insert(
            "cookie",
            "better-auth.session_data.0=a; better-auth.session_data.01=b; better-auth.session_data=c; x=1"
                .parse()
                .unwrap(),
        );
        let jar = jar(&Options::default(), Some("http://localhost")).unwrap();
        let cleared = jar.clear_session(RequestCookies::new(&headers));
        let names: Vec<_> = cleared.iter().map(SetCookie::name).collect();
        assert_eq!(
            names,
            [
                "better-auth.session_token",
                "better-auth.session_data",
                "better-auth.session_data.0",
                "better-auth.session_data",
                "better-auth.dont_remember"
            ]
        );
        assert!(cleared.iter().all(|cookie| cookie.expose().contains("=; Max-Age=0; Path=/")));
    }
}
