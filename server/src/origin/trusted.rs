use url::Url;

use super::pattern::Pattern;
use super::relative;

/// What a request adds to what is trusted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Requested<'r> {
    /// The `Host` header.
    pub(crate) host: Option<&'r str>,
    /// What the application trusts for this request.
    pub(crate) trusted: &'r [Pattern],
}

/// The origins that a deployment trusts.
#[derive(Debug, Clone)]
pub(crate) struct TrustedOrigins {
    patterns: Vec<Pattern>,
    /// Whether a request's own origin counts, because no base URL says what it should be.
    trusts_own_origin: bool,
}

impl TrustedOrigins {
    /// The origin of the base URL and the configured ones.
    pub(crate) fn new(base_url: Option<&Url>, configured: &[String]) -> Self {
        let own = base_url.map(|url| Pattern::new(&url.origin().ascii_serialization()));
        let configured = configured.iter().filter(|text| !text.is_empty());
        Self {
            patterns: own.into_iter().chain(configured.map(|text| Pattern::new(text))).collect(),
            trusts_own_origin: base_url.is_none(),
        }
    }

    /// Whether a URL is on a trusted origin.
    pub(crate) fn is_trusted_origin(&self, url: &str, request: Requested<'_>) -> bool {
        if url.starts_with('/') {
            return false;
        }
        let parsed = Url::parse(url).ok();
        let mut patterns = self.patterns.iter().chain(request.trusted);
        patterns.any(|pattern| pattern.matches(url, parsed.as_ref()))
            || self.is_own_origin(parsed.as_ref(), request.host)
    }

    /// Whether a redirect may lead there: to a path, or to a URL on a trusted origin.
    pub(crate) fn is_trusted_target(&self, url: &str, request: Requested<'_>) -> bool {
        if url.starts_with('/') {
            return relative::is_safe(url);
        }
        // A browser would drop some of these before it reads the URL.
        !relative::has_control_characters(url) && self.is_trusted_origin(url, request)
    }

    fn is_own_origin(&self, url: Option<&Url>, host: Option<&str>) -> bool {
        let (true, Some(url), Some(host)) = (self.trusts_own_origin, url, host) else {
            return false;
        };
        Url::parse(&format!("http://{host}")).is_ok_and(|own| own.origin() == url.origin())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trusted(patterns: &[&str]) -> TrustedOrigins {
        let base_url = Url::parse("http://localhost:3000/api/auth").unwrap();
        let patterns: Vec<String> = patterns.iter().map(|text| (*text).to_owned()).collect();
        TrustedOrigins::new(Some(&base_url), &patterns)
    }

    #[test]
    fn an_exact_origin_is_scheme_host_and_port() {
        let origins = trusted(&["https://app.example.test"]);
        for (url, expected) in [
            ("http://localhost:3000", true),
            ("http://LOCALHOST:3000", true),
            ("http://localhost:3000/any/path?x", true),
            ("https://app.example.test", true),
            ("https://app.example.test:443", true),
            ("http://app.example.test", false),
            ("https://app.example.test:8443", false),
            ("https://app.example.test.evil.example", false),
            ("https://app.example.test@evil.example", false),
            ("https://evil.example/https://app.example.test", false),
            ("https://xapp.example.test", false),
            ("http://localhost", false),
            ("localhost:3000", false),
            ("null", false),
            ("", false),
            ("/path", false),
        ] {
            assert_eq!(origins.is_trusted_origin(url, Requested::default()), expected, "{url}");
        }
    }

    #[test]
    fn an_entry_with_a_path_or_slash_matches_no_web_origin() {
        let origins = trusted(&["https://a.example/", "https://b.example/path"]);
        assert!(!origins.is_trusted_origin("https://a.example", Requested::default()));
        assert!(!origins.is_trusted_origin("https://b.example/path", Requested::default()));
    }

    #[test]
    fn wildcards_match_hosts_or_origins() {
        let origins = trusted(&["*.a.example", "https://*.b.example", "http://127.0.0.*:*"]);
        for (url, expected) in [
            ("http://x.a.example", true),
            ("https://x.y.a.example", true),
            ("https://a.example", false),
            ("https://x.a.example:8443", false),
            ("https://x.a.example.evil", false),
            ("https://x.b.example", true),
            ("http://x.b.example", false),
            ("http://127.0.0.1:8080", true),
            ("http://127.0.0.1.evil.example:80", false),
            ("http://127.0.0.evil.example:8080", false),
        ] {
            assert_eq!(origins.is_trusted_origin(url, Requested::default()), expected, "{url}");
        }
    }

    #[test]
    fn address_patterns_match_addresses_only() {
        let origins = trusted(&["192.168.*", "https://10.*"]);
        assert!(origins.is_trusted_origin("http://192.168.1.2", Requested::default()));
        assert!(!origins.is_trusted_origin("http://192.168.evil.example", Requested::default()));
        assert!(origins.is_trusted_origin("https://10.0.0.1", Requested::default()));
        assert!(!origins.is_trusted_origin("https://10.evil.example", Requested::default()));
    }

    #[test]
    fn application_schemes_are_matched_by_scheme_authority_and_path() {
        let origins = trusted(&["myapp://", "other://host/cb", "exp://192.168.*.*:*/**", "w://*"]);
        for (url, expected) in [
            ("myapp://anything/at/all", true),
            ("MyApp:/x", true),
            ("myapp2://x", false),
            ("other://host/cb", true),
            ("other://HOST/cb/deeper", true),
            ("other://host/cbx", false),
            ("other://host/cb/../evil", false),
            ("other://host/cb/%2e%2e/evil", false),
            ("other://evil/cb", false),
            ("exp://192.168.1.2:8081/--/x", true),
            ("exp://192.168.1.2:8081", true),
            ("exp://192.168.evil.example:8081/x", false),
            ("exp://user@192.168.1.2:8081/x", false),
            ("w://host", true),
            ("w://user@host", false),
            ("javascript:alert(1)", false),
            ("data:text/html,x", false),
        ] {
            assert_eq!(origins.is_trusted_origin(url, Requested::default()), expected, "{url}");
        }
    }

    #[test]
    fn targets_may_be_paths_but_hold_no_control_characters() {
        let origins = trusted(&[]);
        assert!(origins.is_trusted_target("/dashboard", Requested::default()));
        assert!(origins.is_trusted_target("http://localhost:3000/x", Requested::default()));
        assert!(
            !origins.is_trusted_target(
                "http://localhost:3000/x\r\nset-cookie: a=b",
                Requested::default()
            )
        );
        assert!(!origins.is_trusted_target("//evil.example", Requested::default()));
        assert!(!origins.is_trusted_target("dashboard", Requested::default()));
    }

    #[test]
    fn a_requests_own_host_counts_only_without_a_base_url() {
        let without = TrustedOrigins::new(None, &[]);
        assert!(without.is_trusted_origin(
            "http://a.example:3000",
            Requested { host: Some("a.example:3000"), trusted: &[] }
        ));
        assert!(!without.is_trusted_origin(
            "http://b.example:3000",
            Requested { host: Some("a.example:3000"), trusted: &[] }
        ));
        assert!(!without.is_trusted_origin("http://a.example:3000", Requested::default()));
        assert!(!trusted(&[]).is_trusted_origin(
            "http://a.example",
            Requested { host: Some("a.example"), trusted: &[] }
        ));
    }
}
