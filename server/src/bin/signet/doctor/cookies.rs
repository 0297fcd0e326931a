use signet_auth_server::options::{CookieAttributes, SameSite};

use super::Check;
use super::finding::{Finding, error, warning};
use super::subject::Subject;

pub(super) const CHECKS: &[Check] =
    &[insecure, secure_over_http, readable_by_scripts, same_site_none, foreign_domain];

/// What the cookies that a browser gets are made of, and by which key.
fn attributes(subject: &Subject) -> Vec<(String, &CookieAttributes)> {
    let advanced = &subject.options().advanced;
    let single = advanced
        .cookies
        .iter()
        .map(|(name, cookie)| (format!("advanced.cookies.{name}.attributes"), &cookie.attributes));
    let all =
        ("advanced.default_cookie_attributes".to_owned(), &advanced.default_cookie_attributes);
    std::iter::once(all).chain(single).collect()
}

fn insecure(subject: &Subject) -> Vec<Finding> {
    const WHAT: &str = "cookies travel over plain http, too";
    const ADVICE: &str = "Take it out: over https cookies are secure by themselves.";
    if !subject.is_https() {
        return Vec::new();
    }
    let mut found = Vec::new();
    if subject.options().advanced.use_secure_cookies == Some(false) {
        found.push(error("advanced.use_secure_cookies", WHAT, ADVICE));
    }
    let insecure = |(_, one): &(_, &CookieAttributes)| one.secure == Some(false);
    for (key, _) in attributes(subject).into_iter().filter(insecure) {
        found.push(error(format!("{key}.secure"), WHAT, ADVICE));
    }
    found
}

fn secure_over_http(subject: &Subject) -> Vec<Finding> {
    let is_http = subject.base_url.as_ref().is_some_and(|url| url.scheme() == "http");
    if !is_http || subject.options().advanced.use_secure_cookies != Some(true) {
        return Vec::new();
    }
    vec![warning(
        "advanced.use_secure_cookies",
        "`base_url` is http, where some browsers take no secure cookies: nobody stays signed in",
        "Make `base_url` the https address that users see.",
    )]
}

fn readable_by_scripts(subject: &Subject) -> Vec<Finding> {
    let readable = |(_, one): &(_, &CookieAttributes)| one.http_only == Some(false);
    let found = attributes(subject).into_iter().filter(readable);
    found
        .map(|(key, _)| {
            error(
                format!("{key}.http_only"),
                "every script of a page can take the session away",
                "Take it out; the client asks the server for the session.",
            )
        })
        .collect()
}

/// Such cookies are always secure, see `server/src/cookies/attributes.rs`.
fn same_site_none(subject: &Subject) -> Vec<Finding> {
    let none = |(_, one): &(_, &CookieAttributes)| one.same_site == Some(SameSite::None);
    let mut found = Vec::new();
    for (key, _) in attributes(subject).into_iter().filter(none) {
        let key = format!("{key}.same_site");
        found.push(if subject.is_https() {
            warning(
                key,
                "other sites send the cookies along: only the origin check is left against forgery",
                "Serve application and endpoints from one site, or keep `trusted_origins` short.",
            )
        } else {
            error(
                key,
                "`none` needs secure cookies, and those need https",
                "Make `base_url` https, or take it out.",
            )
        });
    }
    found
}

fn foreign_domain(subject: &Subject) -> Vec<Finding> {
    let cross = &subject.options().advanced.cross_sub_domain_cookies;
    let mut domains = Vec::new();
    if cross.enabled {
        match (&cross.domain, &subject.base_url) {
            (Some(domain), _) => {
                domains.push(("advanced.cross_sub_domain_cookies.domain".to_owned(), domain));
            }
            (None, None) => {
                return vec![error(
                    "advanced.cross_sub_domain_cookies",
                    "there is neither a `domain` nor a `base_url` to take it from",
                    "Set one of them.",
                )];
            }
            (None, Some(_)) => {}
        }
    }
    for (key, one) in attributes(subject) {
        domains.extend(one.domain.as_ref().map(|domain| (format!("{key}.domain"), domain)));
    }
    let host = subject.base_url.as_ref().and_then(|url| url.host_str());
    let Some(host) = host else { return Vec::new() };
    domains
        .into_iter()
        .filter(|(_, domain)| !covers(domain, host))
        .map(|(key, domain)| {
            error(
                key,
                format!("browsers take no cookies for `{domain}` from `{host}`"),
                "Name a domain that the host of `base_url` is in.",
            )
        })
        .collect()
}

/// RFC 6265, section 5.1.3. A domain of one label is a whole registry.
fn covers(domain: &str, host: &str) -> bool {
    let domain = domain.strip_prefix('.').unwrap_or(domain).to_ascii_lowercase();
    let is_inside = || host.strip_suffix(&domain).is_some_and(|rest| rest.ends_with('.'));
    host == domain || (domain.contains('.') && is_inside())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_covers_itself_and_what_is_below_it() {
        for (domain, host) in [
            ("example.com", "example.com"),
            (".example.com", "app.example.com"),
            ("Example.com", "a.b.example.com"),
            ("localhost", "localhost"),
        ] {
            assert!(covers(domain, host), "{domain} {host}");
        }
        for (domain, host) in [
            ("example.com", "badexample.com"),
            ("app.example.com", "example.com"),
            ("com", "example.com"),
            ("example.org", "example.com"),
        ] {
            assert!(!covers(domain, host), "{domain} {host}");
        }
    }
}
