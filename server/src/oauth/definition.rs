use serde_json::{Map, Value};
use url::Url;

use super::{
    AuthorizationRequest, CodeExchange, OAuthProvider, Outside, Person, Profile, ProviderError,
    ProviderFuture, ProviderTokens, Settings, UserInfoRequest,
};

/// What a provider is, as data. Each has a file in `providers` that holds one of these: what it
/// does not say is as in [`Definition::OAUTH2`].
///
/// In texts, `{name}` stands for the setting of that name.
pub(crate) struct Definition {
    /// Its name in routes, in the configuration and in the table of accounts.
    pub(crate) id: &'static str,
    /// Where users say yes (RFC 6749, section 3.1).
    pub(crate) authorization_endpoint: &'static str,
    /// Where codes become tokens (RFC 6749, section 3.2).
    pub(crate) token_endpoint: &'static str,
    /// How the application shows who it is there.
    pub(crate) client_authentication: ClientAuthentication,
    /// Whether the code is bound to this server (RFC 7636).
    pub(crate) pkce: bool,
    /// What users are asked for, unless the configuration leaves it out.
    pub(crate) scopes: &'static [&'static str],
    /// How what the configuration and the client ask for is added to it.
    pub(crate) scope_rule: ScopeRule,
    /// What stands between scopes.
    pub(crate) scope_separator: &'static str,
    /// `response_type` (RFC 6749, section 3.1.1).
    pub(crate) response_type: &'static str,
    /// Further parameters of the authorization endpoint.
    pub(crate) parameters: &'static [Parameter],
    /// Whether what a client asks for is added to those.
    pub(crate) takes_parameters: bool,
    /// What can be configured for this provider alone.
    pub(crate) settings: &'static [Setting],
    /// Adds settings that follow from others.
    pub(crate) derive: Option<fn(&mut Settings)>,
    /// What must be configured.
    pub(crate) requires: Requires,
    /// Where it says who the user is.
    pub(crate) user: UserSource,
    /// Where in the answer of an endpoint the profile is; empty when it is all of it.
    pub(crate) profile_at: &'static str,
    /// Reads who that is, where the provider is not asked in a way of its own.
    pub(crate) person: fn(Profile<'_>) -> Person,
    /// Where its id tokens can be checked.
    pub(crate) id_token: Option<IdTokenRule>,
    /// Whether refresh tokens are traded.
    pub(crate) refreshes: bool,
    /// What it does in a way of its own.
    pub(crate) quirks: Quirks,
}

/// How an application shows a token endpoint who it is (OpenID Connect Core 1.0, section 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientAuthentication {
    /// Id and secret in the body; without a secret, the id.
    Post,
    /// Id and secret in the `Authorization` header; without a secret, the id in the body.
    Basic,
}

/// How scopes are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScopeRule {
    /// Those of the provider, of the configuration, of the client.
    ConfiguredFirst,
    /// Those of the provider, of the client, of the configuration.
    RequestedFirst,
    /// As the first, and none twice.
    Unrepeated,
    /// None at all.
    Nothing,
}

/// A parameter of an authorization endpoint.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Parameter {
    /// Who will probably sign in, if the client says so.
    LoginHint,
    /// The setting of the same name, if there is one.
    Setting(&'static str),
    /// A setting under another name: name of the parameter, name of the setting.
    Renamed(&'static str, &'static str),
    /// Always the same, whatever the client asks for: name and value.
    Always(&'static str, &'static str),
}

/// Something that can be configured for one provider.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    /// Its name in the configuration.
    pub(crate) name: &'static str,
    /// What it is where it is not configured.
    pub(crate) default: Option<&'static str>,
    /// Whether it must be configured.
    pub(crate) required: bool,
}

/// What must be configured before users can be sent to the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Requires {
    ClientId,
    ClientIdAndSecret,
    /// Nothing but its own settings.
    Settings,
}

/// Where a provider says who the user is.
pub(crate) enum UserSource {
    /// In the id token.
    IdToken,
    /// At an address that is asked with the access token.
    Endpoint(&'static str),
    /// The same, but by `POST`.
    PostedEndpoint(&'static str),
    /// In the id token, or else at an address.
    IdTokenOrEndpoint(&'static str),
    /// In a way of its own. `None` when the answer is not to be believed.
    Asked(for<'a> fn(Asked<'a>) -> AskedUser<'a>),
}

/// Who a user is, and the profile that says so.
pub(crate) type AskedUser<'a> = ProviderFuture<'a, Option<(Person, Map<String, Value>)>>;

/// How an id token is checked (OpenID Connect Core 1.0, section 3.1.3.7).
pub(crate) struct IdTokenRule {
    /// Where the provider's keys are (RFC 7517).
    pub(crate) keys: &'static str,
    /// Who may have made it.
    pub(crate) issuers: &'static [&'static str],
    /// How it may be signed (RFC 7518).
    pub(crate) algorithms: &'static [&'static str],
    /// Whether it may hold the SHA-256 of the nonce, in hexadecimal digits.
    pub(crate) hashed_nonce: bool,
    /// The oldest token that is taken, in seconds.
    pub(crate) max_age: Option<i64>,
    /// Whether clients may bring such tokens instead of a code.
    pub(crate) for_clients: bool,
    /// What else must be true of it.
    pub(crate) claims: Option<fn(&Settings, Profile<'_>) -> bool>,
}

/// What a function of a provider may look at.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) provider: &'a OAuthProvider,
    pub(crate) outside: Outside<'a>,
    pub(crate) request: UserInfoRequest<'a>,
    /// The claims of the id token, which has been checked.
    pub(crate) claims: Option<&'a Map<String, Value>>,
}

/// What a provider does in a way of its own.
pub(crate) struct Quirks {
    /// Changes the address of the authorization endpoint.
    pub(crate) authorization_url: Option<fn(Url, &OAuthProvider, &AuthorizationRequest) -> Url>,
    /// Trades a code.
    pub(crate) exchange: Option<Exchange>,
    /// Trades a refresh token.
    pub(crate) refresh: Option<Refresh>,
    /// Changes the answer of the token endpoint, or refuses it.
    pub(crate) token_answer: Option<ReadAnswer>,
    /// Checks an id token, or what stands in its place, that a client has brought.
    pub(crate) verify_id_token: Option<VerifyIdToken>,
    /// How the application shows who it is for a refresh, where that is different.
    pub(crate) refresh_authentication: Option<ClientAuthentication>,
    /// Whether it names the browser in its answer, and must be told the name with the code.
    pub(crate) names_devices: bool,
}

type Exchange = for<'a> fn(
    &'a OAuthProvider,
    Outside<'a>,
    &'a CodeExchange,
) -> ProviderFuture<'a, ProviderTokens>;

type Refresh =
    for<'a> fn(&'a OAuthProvider, Outside<'a>, &'a str) -> ProviderFuture<'a, ProviderTokens>;

type ReadAnswer = fn(Map<String, Value>) -> Result<Map<String, Value>, ProviderError>;

type VerifyIdToken = for<'a> fn(
    &'a OAuthProvider,
    Outside<'a>,
    &'a str,
    Option<&'a str>,
) -> ProviderFuture<'a, bool>;

impl Definition {
    /// A provider that does what most do.
    pub(crate) const OAUTH2: Self = Self {
        id: "",
        authorization_endpoint: "",
        token_endpoint: "",
        client_authentication: ClientAuthentication::Post,
        pkce: true,
        scopes: &[],
        scope_rule: ScopeRule::ConfiguredFirst,
        scope_separator: " ",
        response_type: "code",
        parameters: &[],
        takes_parameters: true,
        settings: &[],
        derive: None,
        requires: Requires::ClientId,
        user: UserSource::IdToken,
        profile_at: "",
        person: Person::of_claims,
        id_token: None,
        refreshes: true,
        quirks: Quirks::NONE,
    };
}

impl Quirks {
    pub(crate) const NONE: Self = Self {
        authorization_url: None,
        exchange: None,
        refresh: None,
        token_answer: None,
        verify_id_token: None,
        refresh_authentication: None,
        names_devices: false,
    };
}

impl IdTokenRule {
    /// A token that is signed with RSA and SHA-256, as nearly all are.
    pub(crate) const RS256: Self = Self {
        keys: "",
        issuers: &[],
        algorithms: &["RS256"],
        hashed_nonce: false,
        max_age: Some(3600),
        for_clients: true,
        claims: None,
    };
}

impl Setting {
    /// One that may be left out.
    pub(crate) const fn optional(name: &'static str) -> Self {
        Self { name, default: None, required: false }
    }

    /// One that must be there.
    pub(crate) const fn required(name: &'static str) -> Self {
        Self { name, default: None, required: true }
    }

    /// One that is something else where it is left out.
    pub(crate) const fn or(name: &'static str, default: &'static str) -> Self {
        Self { name, default: Some(default), required: false }
    }
}

impl Asked<'_> {
    /// The access token, without which nothing can be asked.
    pub(crate) fn access_token(&self) -> Result<&str, ProviderError> {
        let token = self.request.tokens.access_token.as_deref();
        token.ok_or_else(|| ProviderError::new("the provider gave no access token"))
    }
}
