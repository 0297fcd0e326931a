use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value};

/// What users of a provider may do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignInRules {
    /// Whether nobody becomes a user by way of the provider. Default: `false`.
    pub disable_sign_up: bool,
    /// Whether somebody becomes a user only where the client asks for it (`requestSignUp`).
    /// Default: `false`.
    pub disable_implicit_sign_up: bool,
    /// Whether name, image and address are taken from the provider with every sign-in. Default:
    /// `false`.
    pub override_user_info_on_sign_in: bool,
    /// Whether only users with a verified address are signed in. Default: `false`.
    pub require_email_verification: bool,
}

/// How an application uses a provider.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ProviderOptions {
    /// What the provider calls the application. Where there are several, as for applications on
    /// several systems, the first is used here, and id tokens may be for any of them.
    pub client_id: Vec<String>,
    /// What shows that it is the application.
    pub client_secret: Option<ClientSecret>,
    /// A key in place of a secret (RFC 7523).
    pub client_assertion: Option<ClientAssertionKey>,
    /// What users are asked for beside what the provider's own definition says.
    pub scope: Vec<String>,
    /// Whether users are asked for nothing else. Default: `false`.
    pub disable_default_scope: bool,
    /// Where the provider leads back to. Default: `<base URL>/callback/<provider>`.
    pub redirect_uri: Option<String>,
    /// Another address of the provider's page.
    pub authorization_endpoint: Option<String>,
    /// Whether clients can't bring id tokens. Default: `false`.
    pub disable_id_token_sign_in: bool,
    /// What can be configured for this provider alone, by its name in `docs/configuration.md`.
    pub settings: BTreeMap<String, String>,
    /// What users of the provider may do.
    pub rules: SignInRules,
    /// Makes fields of the user from the profile. They count before those that the provider's own
    /// definition makes; there is no way to set the `id`.
    pub map_profile_to_user: Option<MapProfile>,
}

/// Makes fields of a user from a profile.
pub type MapProfile = Arc<dyn Fn(&Map<String, Value>) -> Map<String, Value> + Send + Sync>;

/// A secret that an application shares with a provider. It has no printable form.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientSecret(String);

impl ClientSecret {
    /// The secret that the provider has given.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(…)")
    }
}

/// A private key that an application signs assertions with. It has no printable form.
#[derive(Clone)]
pub struct ClientAssertionKey {
    /// As PEM: RSA, P-256 or P-384, or Ed25519.
    pub(crate) pem: String,
    /// `RS256`, `ES256` and so on.
    pub(crate) algorithm: String,
    /// What the provider calls the key.
    pub(crate) key_id: Option<String>,
}

impl ClientAssertionKey {
    /// A key as PEM, the algorithm that it is for (RFC 7518, section 3.1), and the name that the
    /// provider has for it.
    pub fn new(
        pem: impl Into<String>,
        algorithm: impl Into<String>,
        key_id: Option<String>,
    ) -> Self {
        Self { pem: pem.into(), algorithm: algorithm.into(), key_id }
    }
}

impl fmt::Debug for ClientAssertionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientAssertionKey")
            .field("algorithm", &self.algorithm)
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

impl ProviderOptions {
    /// An application with an id and a secret.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        Self {
            client_id: vec![client_id.into()],
            client_secret: Some(ClientSecret::new(client_secret)),
            ..Self::default()
        }
    }

    pub(crate) fn primary_client_id(&self) -> Option<&str> {
        self.client_id.first().map(String::as_str).filter(|id| !id.is_empty())
    }
}

impl fmt::Debug for ProviderOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProviderOptions")
            .field("client_id", &self.client_id)
            .field("scope", &self.scope)
            .field("settings", &self.settings)
            .field("rules", &self.rules)
            .finish_non_exhaustive()
    }
}
