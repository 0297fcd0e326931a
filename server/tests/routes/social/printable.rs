//! What shows of a configured provider where a program prints it.

use std::fmt::Debug;

use signet_auth_server::oauth::providers::GitHub;
use signet_auth_server::oauth::{
    ClientAssertionKey, ClientSecret, GenericOAuth, GenericOAuthConfig, ProviderOptions,
};

const SECRET: &str = "swordfish";

fn application() -> ProviderOptions {
    let mut options = ProviderOptions::new("dummy-id", SECRET);
    options.client_assertion =
        Some(ClientAssertionKey::new(SECRET, "ES256", Some("key-1".to_owned())));
    options
}

fn hides_it(what: &dyn Debug) {
    for printed in [format!("{what:?}"), format!("{what:#?}")] {
        assert!(!printed.is_empty());
        assert!(!printed.contains(SECRET), "{printed}");
    }
}

#[test]
fn no_secret_of_a_provider_has_a_printable_form() {
    hides_it(&ClientSecret::new(SECRET));
    hides_it(&ClientAssertionKey::new(SECRET, "ES256", None));
    hides_it(&application());
    hides_it(&GitHub::with_options(application()));
}

#[test]
fn neither_have_headers_and_parameters_that_may_hold_one() {
    let pair = || ("x-key".to_owned(), SECRET.to_owned());
    let mut config = GenericOAuthConfig::default();
    config.application = application();
    config.discovery_headers = vec![pair()];
    config.authorization_headers = vec![pair()];
    config.authorization_url_params.extend([pair()]);
    config.token_url_params.extend([pair()]);
    config.refresh_token_params.extend([pair()]);
    hides_it(&config);
    hides_it(&GenericOAuth::new(config));
}
