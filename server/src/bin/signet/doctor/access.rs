//! Checks that are switched off, limits, and the addresses that they count by.

use std::net::IpAddr;

use signet_auth_server::options::OriginCheck;

use super::Check;
use super::finding::{Finding, error, warning};
use super::subject::Subject;

pub(super) const CHECKS: &[Check] = &[
    production,
    csrf_check,
    origin_check,
    rate_limit,
    trusted_proxies,
    long_sessions,
    cache_age,
    public_metrics,
];

/// 90 days.
const LONG_SESSION: i64 = 90 * 24 * 60 * 60;
const LONG_CACHE: i64 = 60 * 60;

fn production(subject: &Subject) -> Vec<Finding> {
    if subject.options().production || !subject.is_public() {
        return Vec::new();
    }
    vec![error(
        "production",
        "the server is for development, and others shall reach it",
        "Take `production = false` out.",
    )]
}

fn csrf_check(subject: &Subject) -> Vec<Finding> {
    if subject.options().advanced.disable_csrf_check != Some(true) {
        return Vec::new();
    }
    vec![error(
        "advanced.disable_csrf_check",
        "any page can act for its visitors",
        "Take it out, and name your pages in `trusted_origins`.",
    )]
}

fn origin_check(subject: &Subject) -> Vec<Finding> {
    const KEY: &str = "advanced.disable_origin_check";
    match &subject.options().advanced.disable_origin_check {
        OriginCheck::Everywhere => Vec::new(),
        OriginCheck::Nowhere => vec![error(
            KEY,
            "links in mails may lead anywhere, and any page may send requests",
            "Take it out, and name your pages in `trusted_origins`.",
        )],
        OriginCheck::NotBelow(paths) => vec![warning(
            KEY,
            format!("nothing is checked below {}", paths.join(", ")),
            "Make sure that no page of yours calls these paths with cookies.",
        )],
    }
}

fn rate_limit(subject: &Subject) -> Vec<Finding> {
    let options = subject.options();
    if !options.rate_limit.enabled.unwrap_or(options.production) {
        return vec![warning(
            "rate_limit.enabled",
            "passwords can be tried without limit",
            "Take `enabled = false` out.",
        )];
    }
    if options.advanced.ip_address.disable_ip_tracking {
        return vec![warning(
            "advanced.ip_address.disable_ip_tracking",
            "without addresses there is no rate limit: passwords can be tried without limit",
            "Limit requests in the proxy before the server.",
        )];
    }
    Vec::new()
}

fn trusted_proxies(subject: &Subject) -> Vec<Finding> {
    const KEY: &str = "advanced.ip_address.trusted_proxies";
    let options = &subject.options().advanced.ip_address;
    if options.disable_ip_tracking {
        return Vec::new();
    }
    if let Some(all) = options.trusted_proxies.iter().find(|network| network.ends_with("/0")) {
        return vec![error(
            KEY,
            format!("`{all}` is everybody: no address is found, and clients share one limit"),
            "Name the addresses of your proxies.",
        )];
    }
    if !options.trusted_proxies.is_empty() || !subject.is_public() {
        return Vec::new();
    }
    vec![warning(
        KEY,
        format!(
            "no proxy is named: a client that reaches the server itself chooses its address in `{}`",
            options.ip_address_headers.join("`, `")
        ),
        "Name your proxies, or make the one there is overwrite the header.",
    )]
}

fn long_sessions(subject: &Subject) -> Vec<Finding> {
    let days = subject.options().session.expires_in / (24 * 60 * 60);
    if subject.options().session.expires_in <= LONG_SESSION {
        return Vec::new();
    }
    vec![warning(
        "session.expires_in",
        format!("a session that is stolen lives for {days} days"),
        "Sessions in use are extended anyway: 7 days are usual.",
    )]
}

fn cache_age(subject: &Subject) -> Vec<Finding> {
    let cache = &subject.options().session.cookie_cache;
    if !cache.enabled || cache.max_age <= LONG_CACHE {
        return Vec::new();
    }
    vec![warning(
        "session.cookie_cache.max_age",
        format!("a session that was revoked may stay visible for {} minutes", cache.max_age / 60),
        "5 minutes are usual.",
    )]
}

fn public_metrics(subject: &Subject) -> Vec<Finding> {
    let Some(address) = subject.config.metrics.listen else { return Vec::new() };
    // Private networks may well be where Prometheus is.
    let is_open = match address.ip() {
        IpAddr::V4(ip) => !ip.is_loopback() && !ip.is_private() && !ip.is_link_local(),
        IpAddr::V6(ip) => !ip.is_loopback() && !ip.is_unique_local(),
    };
    if !is_open {
        return Vec::new();
    }
    vec![warning(
        "metrics.listen",
        format!("whoever reaches {address} reads how many people sign in"),
        "Listen at an address that only Prometheus reaches.",
    )]
}
