//! Where the server is reached, and who is trusted.

use url::Url;

use super::Check;
use super::finding::{Finding, error, warning};
use super::subject::{Subject, is_local};

pub(super) const CHECKS: &[Check] =
    &[missing_base_url, plain_base_url, broad_origins, plain_origins];

fn missing_base_url(subject: &Subject) -> Vec<Finding> {
    if subject.options().base_url.is_some() || !subject.is_public() {
        return Vec::new();
    }
    vec![error(
        "base_url",
        "the server does not know where users reach it, and believes the `Host` of each request",
        "Set SIGNET_URL to the address that users see.",
    )]
}

fn plain_base_url(subject: &Subject) -> Vec<Finding> {
    match &subject.base_url {
        Some(url) if url.scheme() == "http" && !is_local(url) => vec![error(
            "base_url",
            "it is http: whoever is on the way reads passwords and sessions",
            "Put a proxy with TLS before the server, and make the URL https.",
        )],
        _ => Vec::new(),
    }
}

fn broad_origins(subject: &Subject) -> Vec<Finding> {
    let broad = |pattern: &&String| is_broad(pattern);
    subject
        .options()
        .trusted_origins
        .iter()
        .filter(broad)
        .map(|pattern| {
            error(
                "trusted_origins",
                format!("`{pattern}` lets pages act for their visitors that anybody may own"),
                "Name the domain, as in `https://*.example.com`.",
            )
        })
        .collect()
}

/// Whether a wildcard reaches beyond the subdomains of one domain: at least two labels must stand
/// at its end.
fn is_broad(pattern: &str) -> bool {
    let (scheme, rest) = pattern.split_once("://").unwrap_or(("", pattern));
    if !matches!(scheme, "" | "http" | "https") {
        return scheme.contains(['*', '?']);
    }
    let host = rest.split(['/', ':']).next().unwrap_or_default();
    let Some(wild) = host.rfind(['*', '?']) else { return false };
    let numbers = |host: &str| host.chars().all(|one| one.is_ascii_digit() || ".*?".contains(one));
    if host.starts_with(|first: char| first.is_ascii_digit()) && numbers(host) {
        return false;
    }
    let fixed = host.get(wild + 1..).unwrap_or_default();
    // `*example.com` is also `evilexample.com`.
    !fixed.starts_with('.') || fixed.split('.').filter(|label| !label.is_empty()).count() < 2
}

fn plain_origins(subject: &Subject) -> Vec<Finding> {
    let plain = |text: &&String| {
        text.starts_with("http://") && !Url::parse(text).is_ok_and(|url| is_local(&url))
    };
    let mut found = Vec::new();
    for origin in subject.options().trusted_origins.iter().filter(plain) {
        found.push(warning(
            "trusted_origins",
            format!("`{origin}` is http: whoever is on the way can change its pages"),
            "Trust the https origin instead.",
        ));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wildcard_is_broad_when_it_reaches_beyond_one_domain() {
        for pattern in
            ["*", "**", "https://*", "*.com", "https://*.com", "*example.com", "*://a.example.com"]
        {
            assert!(is_broad(pattern), "{pattern}");
        }
        for pattern in [
            "https://app.example.com",
            "https://*.example.com",
            "*.example.com:3000",
            "http://192.168.*.*",
            "myapp://*",
            "https://*.example.com/*",
        ] {
            assert!(!is_broad(pattern), "{pattern}");
        }
    }
}
