//! Signing in with providers.

use std::time::Duration;

use signet_auth_server::Auth;
use signet_auth_server::oauth::ProviderError;
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::Url;

use super::Check;
use super::finding::{Finding, error, warning};
use super::subject::{Subject, is_local};

const PROXY_LIMIT: Duration = Duration::from_secs(5);

pub(super) const CHECKS: &[Check] = &[
    without_base_url,
    plain_http,
    unproved_users,
    trusted_providers,
    state_cookie,
    readable_tokens,
];

/// Whether all providers can be used; those that describe themselves are asked to.
pub(super) async fn check(subject: &Subject, auth: &Auth) -> Vec<Finding> {
    let unready = auth.unready_providers().await;
    let finding = |(id, failure): (String, ProviderError)| {
        let is_generic =
            subject.options().generic_oauth.iter().any(|one| one.config().provider_id == id);
        let (key, advice) = if is_generic {
            let advice = "See that the provider can be reached from here, and compare its URLs.";
            (format!("plugins.generic_oauth: {id}"), advice)
        } else {
            let advice = "Compare with what the provider gave you for this application.";
            (format!("social_providers.{id}"), advice)
        };
        error(key, failure.to_string(), advice)
    };
    unready.into_iter().map(finding).collect()
}

/// Whether the proxy can be reached that all requests to providers go through.
pub(super) async fn check_proxy(subject: &Subject) -> Option<Finding> {
    let address = subject.options().http.proxy.as_ref()?.host_and_port()?;
    let failure = match timeout(PROXY_LIMIT, TcpStream::connect(address)).await {
        Ok(Ok(_)) => return None,
        Ok(Err(failure)) => failure.to_string(),
        Err(_) => "no answer in time".to_owned(),
    };
    let advice = "See that the proxy runs; without it no provider can be asked.";
    Some(error("outgoing.proxy", failure, advice))
}

/// What has to be registered at each provider, a line for each.
pub(super) async fn redirect_uris(auth: &Auth) -> Vec<String> {
    let uris = auth.redirect_uris().await;
    uris.into_iter().map(|(id, uri)| format!("Redirect URI to register at {id}: {uri}")).collect()
}

fn without_base_url(subject: &Subject) -> Vec<Finding> {
    // On a loopback address `serve` knows it.
    let known = subject.options().base_url.is_some() || subject.listen.ip().is_loopback();
    if known || ids(subject).is_empty() {
        return Vec::new();
    }
    let what = "providers need a base URL to lead back to";
    vec![error("social_providers", what, "Set SIGNET_URL.")]
}

fn ids(subject: &Subject) -> Vec<&str> {
    let options = subject.options();
    let generic = options.generic_oauth.iter().map(|one| one.config().provider_id.as_str());
    generic.chain(options.social_providers.iter().map(|one| one.id())).collect()
}

fn plain_http(subject: &Subject) -> Vec<Finding> {
    let mut found = Vec::new();
    for provider in &subject.options().generic_oauth {
        let config = provider.config();
        let urls = [
            ("discovery_url", &config.discovery_url),
            ("authorization_url", &config.authorization_url),
            ("token_url", &config.token_url),
            ("user_info_url", &config.user_info_url),
        ];
        for (key, url) in urls {
            let url = url.as_deref().and_then(|url| Url::parse(url).ok());
            if url.is_some_and(|url| url.scheme() == "http" && !is_local(&url)) {
                found.push(error(
                    format!("plugins.generic_oauth: {}.{key}", config.provider_id),
                    "whoever is on the way can sign in as anybody",
                    "Use https.",
                ));
            }
        }
    }
    found
}

fn unproved_users(subject: &Subject) -> Vec<Finding> {
    let linking = &subject.options().account.account_linking;
    if linking.require_local_email_verified || ids(subject).is_empty() {
        return Vec::new();
    }
    vec![error(
        "account.account_linking.require_local_email_verified",
        "who signs up with somebody's address gets their account with them when they come",
        "Take it out.",
    )]
}

fn trusted_providers(subject: &Subject) -> Vec<Finding> {
    const KEY: &str = "account.account_linking.trusted_providers";
    let known = ids(subject);
    let trusted = &subject.options().account.account_linking.trusted_providers;
    let finding = |id: &String| {
        if known.contains(&id.as_str()) {
            let what = format!("who can choose their address at {id} can sign in as its owner");
            warning(KEY, what, "Make sure that this provider verifies every address.")
        } else {
            let what = format!("there is no provider {id}");
            warning(KEY, what, "Configure it, or take it out.")
        }
    };
    trusted.iter().filter(|id| *id != "email-password").map(finding).collect()
}

fn state_cookie(subject: &Subject) -> Vec<Finding> {
    if !subject.options().account.skip_state_cookie_check {
        return Vec::new();
    }
    vec![error(
        "account.skip_state_cookie_check",
        "a link can sign visitors in as somebody else",
        "Take it out.",
    )]
}

fn readable_tokens(subject: &Subject) -> Vec<Finding> {
    if subject.options().account.encrypt_oauth_tokens || ids(subject).is_empty() {
        return Vec::new();
    }
    vec![warning(
        "account.encrypt_oauth_tokens",
        "who reads the database can act for users at their providers",
        "Set it to true; tokens that are there stay valid.",
    )]
}
