use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value};
use signet_auth_protocol::Timestamp;
use tokio::sync::Mutex;
use url::Url;

use super::generic_provider::GenericProvider;
use super::id_token::{IdTokenRules, IdTokens};
use super::key_set::KeySet;
use super::{
    ClientAuthentication, MapProfile, Outside, ProviderError, ProviderOptions, SocialProvider,
};

/// How long a provider that could not be asked is left alone, in milliseconds.
const PATIENCE: i64 = 5_000;

/// Any provider of OAuth 2.0 or OpenID Connect, known by the address of its description (OpenID
/// Connect Discovery 1.0, RFC 8414) or by its endpoints.
///
/// ```
/// use signet_auth_server::oauth::GenericOAuth;
///
/// let url = "https://id.example.com/.well-known/openid-configuration";
/// let provider = GenericOAuth::discover("example", url, "client id", "client secret").with(|config| {
///     config.scopes = vec!["profile".to_owned(), "email".to_owned()];
/// });
/// ```
#[derive(Clone)]
pub struct GenericOAuth {
    config: Arc<GenericOAuthConfig>,
    state: Arc<Mutex<State>>,
}

/// What is known of a provider that describes itself.
enum State {
    Unknown,
    Failed { at: Timestamp, message: String },
    Ready(Arc<GenericProvider>),
}

/// What is to be known of a provider. What is left empty comes out of its description, if it has
/// one.
#[derive(Clone)]
#[non_exhaustive]
pub struct GenericOAuthConfig {
    /// Its name in routes and in the table of accounts.
    pub provider_id: String,
    /// Id, secret and rules of the application. Scopes and settings are not used.
    pub application: ProviderOptions,
    /// Where it describes itself.
    pub discovery_url: Option<String>,
    /// Headers to ask for the description with, and for keys on the same origin.
    pub discovery_headers: Vec<(String, String)>,
    /// Who it must say that it is. Default: who the address of the description says.
    pub issuer: Option<String>,
    /// Whether it can't be used unless its id tokens can be checked. Default: `false`.
    pub require_id_token_verification: bool,
    /// Where users say yes.
    pub authorization_url: Option<String>,
    /// Where codes become tokens.
    pub token_url: Option<String>,
    /// Where it says who a user is. `{access_token}` stands for the token.
    pub user_info_url: Option<String>,
    /// What stands before the token there. Default: `Bearer`.
    pub user_info_scheme: String,
    /// Where users sign out of it.
    pub end_session_endpoint: Option<String>,
    /// What users are asked for.
    pub scopes: Vec<String>,
    /// `response_type`. Default: `code`.
    pub response_type: String,
    /// `response_mode`.
    pub response_mode: Option<String>,
    /// `prompt`.
    pub prompt: Option<String>,
    /// `access_type`.
    pub access_type: Option<String>,
    /// Whether codes are bound to this server (RFC 7636). Default: `true`.
    pub pkce: bool,
    /// How long access tokens live, in seconds, where the provider does not say.
    pub access_token_expires_in: Option<i64>,
    /// How the application shows who it is. Default: in the body.
    pub authentication: ClientAuthentication,
    /// Further parameters of the authorization endpoint.
    pub authorization_url_params: BTreeMap<String, String>,
    /// Further pairs in the body of the code exchange.
    pub token_url_params: BTreeMap<String, String>,
    /// Further pairs in the body of the refresh.
    pub refresh_token_params: BTreeMap<String, String>,
    /// Headers of requests to the token endpoint.
    pub authorization_headers: Vec<(String, String)>,
    /// Where in the profile is what.
    pub profile: ProfilePaths,
    /// Whether a flow may begin at the provider. Default: `false`.
    pub allow_idp_initiated: bool,
    /// Whether id tokens need not hold the nonce of their flow. Default: `false`.
    pub disable_id_token_nonce_binding: bool,
    /// Where the provider leads back to after a sign-out.
    pub post_logout_redirect_uri: Option<String>,
    /// Whether users are not sent to the provider when they sign out. Default: `false`.
    pub disable_provider_logout: bool,
}

/// Where in a profile is what, such as `data.attributes.email`. What is left out is where OpenID
/// Connect has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProfilePaths {
    /// What names the user for ever. Default: `sub`; without OpenID Connect, `id`.
    pub subject: Option<String>,
    /// The name. Default: `name`.
    pub name: Option<String>,
    /// The address. Default: `email`.
    pub email: Option<String>,
    /// Whether the provider vouches for it. Default: `email_verified`.
    pub email_verified: Option<String>,
    /// The address of a picture. Default: `picture`.
    pub image: Option<String>,
}

impl Default for GenericOAuthConfig {
    fn default() -> Self {
        Self {
            provider_id: String::new(),
            application: ProviderOptions::default(),
            discovery_url: None,
            discovery_headers: Vec::new(),
            issuer: None,
            require_id_token_verification: false,
            authorization_url: None,
            token_url: None,
            user_info_url: None,
            user_info_scheme: "Bearer".to_owned(),
            end_session_endpoint: None,
            scopes: Vec::new(),
            response_type: "code".to_owned(),
            response_mode: None,
            prompt: None,
            access_type: None,
            pkce: true,
            access_token_expires_in: None,
            authentication: ClientAuthentication::Post,
            authorization_url_params: BTreeMap::new(),
            token_url_params: BTreeMap::new(),
            refresh_token_params: BTreeMap::new(),
            authorization_headers: Vec::new(),
            profile: ProfilePaths::default(),
            allow_idp_initiated: false,
            disable_id_token_nonce_binding: false,
            post_logout_redirect_uri: None,
            disable_provider_logout: false,
        }
    }
}

impl GenericOAuth {
    /// A provider that describes itself.
    pub fn discover(
        provider_id: impl Into<String>,
        discovery_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
    ) -> Self {
        Self::new(GenericOAuthConfig {
            provider_id: provider_id.into(),
            discovery_url: Some(discovery_url.into()),
            application: ProviderOptions::new(client_id, client_secret),
            ..GenericOAuthConfig::default()
        })
    }

    /// A provider of which all is known that has to be.
    pub fn new(config: GenericOAuthConfig) -> Self {
        Self { config: Arc::new(config), state: Arc::new(Mutex::new(State::Unknown)) }
    }

    /// The same provider, used otherwise.
    #[must_use]
    pub fn with(self, change: impl FnOnce(&mut GenericOAuthConfig)) -> Self {
        let mut config = Arc::unwrap_or_clone(self.config);
        change(&mut config);
        Self::new(config)
    }

    /// What is configured.
    pub fn config(&self) -> &GenericOAuthConfig {
        &self.config
    }

    /// Makes fields of users from profiles.
    #[must_use]
    pub fn map_profile_to_user(self, map: MapProfile) -> Self {
        self.with(|config| config.application.map_profile_to_user = Some(map))
    }

    pub(crate) fn id(&self) -> &str {
        &self.config.provider_id
    }

    /// What contradicts itself in the configuration.
    ///
    /// # Errors
    /// When it names no client, no secret for a method that needs one, or no way to the provider.
    pub fn check(&self) -> Result<(), ProviderError> {
        let config = &self.config;
        let id = &config.provider_id;
        let wrong = |what: &str| Err(ProviderError::new(format!("provider {id:?}: {what}")));
        let application = &config.application;
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        if id.is_empty() || !id.bytes().all(is_name) {
            return wrong("provider_id needs letters, digits, '-', '_' and '.' only");
        }
        if application.primary_client_id().is_none() {
            return wrong("client_id is missing");
        }
        if application.client_assertion.is_some() && application.client_secret.is_some() {
            return wrong("a client assertion can't be combined with client_secret");
        }
        let is_basic = config.authentication == ClientAuthentication::Basic;
        if is_basic && application.client_secret.is_none() {
            return wrong("authentication \"basic\" needs client_secret");
        }
        if config.discovery_url.is_none() {
            if config.authorization_url.is_none() || config.token_url.is_none() {
                return wrong("authorization_url and token_url, or discovery_url, are needed");
            }
            if config.require_id_token_verification {
                return wrong("require_id_token_verification needs discovery_url");
            }
        }
        let urls = [
            ("discovery_url", &config.discovery_url),
            ("authorization_url", &config.authorization_url),
            ("token_url", &config.token_url),
            ("user_info_url", &config.user_info_url),
            ("end_session_endpoint", &config.end_session_endpoint),
        ];
        for (name, url) in urls {
            if url.as_deref().is_some_and(|url| http_url(url).is_none()) {
                return wrong(&format!("{name} is no http(s) URL"));
            }
        }
        Ok(())
    }

    /// The provider, once it has described itself.
    pub(crate) async fn ready(
        &self,
        outside: Outside<'_>,
    ) -> Result<Arc<dyn SocialProvider>, ProviderError> {
        // Held while it is asked, so that it is asked once.
        let mut state = self.state.lock().await;
        match &*state {
            State::Ready(provider) => return Ok(Arc::clone(provider) as Arc<dyn SocialProvider>),
            State::Failed { at, message } if outside.now().0.saturating_sub(at.0) < PATIENCE => {
                return Err(ProviderError::new(message.clone()));
            }
            State::Failed { .. } | State::Unknown => {}
        }
        match self.discover_now(outside).await {
            Ok(provider) => {
                let provider = Arc::new(provider);
                *state = State::Ready(Arc::clone(&provider));
                Ok(provider)
            }
            Err(error) => {
                *state = State::Failed { at: outside.now(), message: error.to_string() };
                Err(error)
            }
        }
    }

    async fn discover_now(&self, outside: Outside<'_>) -> Result<GenericProvider, ProviderError> {
        let mut config = (*self.config).clone();
        let Some(discovery_url) = config.discovery_url.clone() else {
            return GenericProvider::new(config, None, false, None);
        };
        let mut asking = outside.get(&discovery_url);
        for (name, value) in &config.discovery_headers {
            asking = asking.header(name, value);
        }
        let description = Description(asking.object().await?);
        let issuer = description.issuer(&config, &discovery_url)?;
        let algorithms = description.texts("id_token_signing_alg_values_supported");
        let is_oidc = !algorithms.is_empty();
        let keys = description.url("jwks_uri", &discovery_url)?;
        let id_tokens = keys.map(|keys| {
            let is_near = same_origin(&keys, &discovery_url);
            let headers = if is_near { config.discovery_headers.clone() } else { Vec::new() };
            let keys = KeySet::new(keys, headers);
            let algorithms: Vec<&str> = match is_oidc {
                true => algorithms.iter().map(String::as_str).collect(),
                false => vec!["RS256", "PS256", "ES256", "ES384", "EdDSA"],
            };
            IdTokens::new(keys, vec![issuer.clone()], &algorithms, IdTokenRules::default())
        });
        if config.require_id_token_verification && id_tokens.is_none() {
            return Err(ProviderError::new("the provider's id tokens can't be checked"));
        }
        let mut fill = |key: &str, place: fn(&mut GenericOAuthConfig) -> &mut Option<String>| {
            let place = place(&mut config);
            if place.is_none() {
                *place = description.url(key, &discovery_url)?;
            }
            Ok::<_, ProviderError>(())
        };
        fill("authorization_endpoint", |config| &mut config.authorization_url)?;
        fill("token_endpoint", |config| &mut config.token_url)?;
        fill("userinfo_endpoint", |config| &mut config.user_info_url)?;
        fill("end_session_endpoint", |config| &mut config.end_session_endpoint)?;
        GenericProvider::new(config, Some(issuer), is_oidc, id_tokens)
    }
}

/// What a provider says of itself.
struct Description(Map<String, Value>);

impl Description {
    fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.as_str()
    }

    fn texts(&self, key: &str) -> Vec<String> {
        let values = self.0.get(key).and_then(Value::as_array);
        let values = values.into_iter().flatten();
        values.filter_map(|value| value.as_str().map(str::to_owned)).collect()
    }

    /// An endpoint. A description that came over TLS can't lead to one without.
    fn url(&self, key: &str, discovery_url: &str) -> Result<Option<String>, ProviderError> {
        let Some(text) = self.text(key) else { return Ok(None) };
        let url = http_url(text).filter(|url| {
            url.scheme() == "https" || !discovery_url.to_ascii_lowercase().starts_with("https:")
        });
        match url {
            Some(_) => Ok(Some(text.to_owned())),
            None => Err(ProviderError::new(format!("{key} of the provider is no safe URL"))),
        }
    }

    /// Who it is: it must be whom the address speaks of, or whom the configuration names (OpenID
    /// Connect Discovery 1.0, section 4.3).
    fn issuer(
        &self,
        config: &GenericOAuthConfig,
        discovery_url: &str,
    ) -> Result<String, ProviderError> {
        let issuer = self.text("issuer").filter(|issuer| http_url(issuer).is_some());
        let issuer = issuer.ok_or_else(|| ProviderError::new("the provider names no issuer"))?;
        let is_expected = match &config.issuer {
            Some(expected) => expected == issuer,
            None => is_of(issuer, discovery_url),
        };
        if is_expected {
            Ok(issuer.to_owned())
        } else {
            Err(ProviderError::new("the provider names another issuer than is expected"))
        }
    }
}

/// Whether a description at this address is one of this issuer.
fn is_of(issuer: &str, discovery_url: &str) -> bool {
    let issuer = issuer.trim_end_matches('/');
    for suffix in ["openid-configuration", "oauth-authorization-server"] {
        if discovery_url == format!("{issuer}/.well-known/{suffix}") {
            return true;
        }
        // RFC 8414, section 3.1: between host and path.
        if let Some(url) = http_url(issuer)
            && let Some((origin, path)) =
                issuer.split_at_checked(url.origin().ascii_serialization().len())
            && discovery_url == format!("{origin}/.well-known/{suffix}{path}")
        {
            return true;
        }
    }
    false
}

fn same_origin(a: &str, b: &str) -> bool {
    match (http_url(a), http_url(b)) {
        (Some(a), Some(b)) => a.origin() == b.origin(),
        _ => false,
    }
}

fn http_url(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

impl fmt::Debug for GenericOAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GenericOAuth").field("config", &self.config).finish_non_exhaustive()
    }
}

/// Headers and parameters may be secrets.
impl fmt::Debug for GenericOAuthConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GenericOAuthConfig")
            .field("provider_id", &self.provider_id)
            .field("discovery_url", &self.discovery_url)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_must_be_at_the_address_of_its_issuer() {
        let discovery = "https://id.example/tenant/.well-known/openid-configuration";
        assert!(is_of("https://id.example/tenant", discovery));
        assert!(is_of("https://id.example/tenant/", discovery));
        assert!(is_of(
            "https://id.example/tenant",
            "https://id.example/.well-known/oauth-authorization-server/tenant"
        ));
        for other in
            ["https://id.example", "https://evil.example/tenant", "http://id.example/tenant"]
        {
            assert!(!is_of(other, discovery), "{other}");
        }
    }

    #[test]
    fn what_contradicts_itself_is_named() {
        let fine = GenericOAuth::discover("x", "https://a.example/d", "id", "secret");
        assert!(fine.check().is_ok());
        let wrong = |change: fn(&mut GenericOAuthConfig)| {
            fine.clone().with(change).check().unwrap_err().to_string()
        };
        assert!(wrong(|c| c.provider_id = "a/b".to_owned()).contains("provider_id"));
        assert!(wrong(|c| c.application.client_id.clear()).contains("client_id"));
        assert!(wrong(|c| c.discovery_url = None).contains("authorization_url"));
        assert!(wrong(|c| c.token_url = Some("javascript:1".to_owned())).contains("token_url"));
        assert!(
            wrong(|c| {
                c.application.client_secret = None;
                c.authentication = ClientAuthentication::Basic;
            })
            .contains("client_secret")
        );
    }
}
