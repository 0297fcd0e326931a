use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use serde_json::{Map, Value};
use url::Url;

use super::{Outside, ProviderTokens, SignInRules};

/// A provider of identities (OAuth 2.0, OpenID Connect).
pub trait SocialProvider: Send + Sync {
    /// Its name in routes and in the table of accounts, such as `github`.
    fn id(&self) -> &str;

    /// What users of this provider may do.
    fn rules(&self) -> &SignInRules;

    /// What `iss` must be where the provider says who answers (RFC 9207).
    fn issuer(&self) -> Option<&str> {
        None
    }

    /// Whether an id token must hold the nonce of its flow.
    fn needs_nonce(&self) -> bool {
        false
    }

    /// Whether a flow may begin at the provider. It is then begun anew from here.
    fn allows_idp_initiated(&self) -> bool {
        false
    }

    /// The address of the provider's page.
    ///
    /// # Errors
    /// When the provider is not configured.
    fn authorization_url(&self, request: &AuthorizationRequest) -> Result<Url, ProviderError>;

    /// Trades a code for tokens (RFC 6749, section 4.1.3).
    fn exchange_code<'p>(
        &'p self,
        outside: Outside<'p>,
        code: &'p CodeExchange,
    ) -> ProviderFuture<'p, ProviderTokens>;

    /// Trades a refresh token for new tokens; `None` where the provider has no such thing
    /// (RFC 6749, section 6).
    fn refresh_access_token<'p>(
        &'p self,
        outside: Outside<'p>,
        refresh_token: &'p str,
    ) -> Option<ProviderFuture<'p, ProviderTokens>>;

    /// Asks who the user is; `None` when the provider does not say, or what it says is not to be
    /// believed.
    fn user_info<'p>(
        &'p self,
        outside: Outside<'p>,
        request: UserInfoRequest<'p>,
    ) -> ProviderFuture<'p, Option<UserAtProvider>>;

    /// Whether a client may bring an id token (or whatever the provider has in its place).
    fn takes_id_tokens(&self) -> bool {
        false
    }

    /// Whether an id token that a client has brought was made by the provider, for this
    /// application, and with this nonce.
    fn verify_id_token<'p>(
        &'p self,
        outside: Outside<'p>,
        token: &'p str,
        nonce: Option<&'p str>,
    ) -> ProviderFuture<'p, bool> {
        let _ = (outside, token, nonce);
        Box::pin(async { Ok(false) })
    }

    /// The same provider, with the same rules, for an application that it knows by another client
    /// id; `None` where it can't be had.
    fn for_client(&self, client_id: &str) -> Option<Arc<dyn SocialProvider>> {
        let _ = client_id;
        None
    }

    /// Where a user signs out of the provider, if that is to be (OpenID Connect RP-Initiated
    /// Logout 1.0).
    fn end_session_url(&self, request: &EndSession) -> Option<Url> {
        let _ = request;
        None
    }
}

/// An answer of a provider on its way.
pub type ProviderFuture<'p, T> =
    Pin<Box<dyn Future<Output = Result<T, ProviderError>> + Send + 'p>>;

/// What a flow is begun with.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct AuthorizationRequest {
    /// Comes back with the answer.
    pub state: String,
    /// What only the server knows until the code is traded (RFC 7636).
    pub code_verifier: String,
    /// Where the provider leads back to.
    pub redirect_uri: String,
    /// What the client asks for.
    pub scopes: Vec<String>,
    /// Who will probably sign in.
    pub login_hint: Option<String>,
    /// Comes back in the id token.
    pub nonce: Option<String>,
    /// Further parameters.
    pub additional: Vec<(String, String)>,
}

/// What tokens are asked for with.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct CodeExchange {
    /// The code.
    pub code: String,
    /// What the flow was begun with.
    pub code_verifier: String,
    /// Where the provider has led back to.
    pub redirect_uri: String,
    /// VK's name for the browser.
    pub device_id: Option<String>,
}

/// Whom to ask for.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct UserInfoRequest<'p> {
    /// The user's tokens.
    pub tokens: &'p ProviderTokens,
    /// The nonce that the id token must hold.
    pub nonce: Option<&'p str>,
    /// The user as the provider told the browser.
    pub user: Option<&'p Value>,
    /// Where the id token comes from.
    pub id_token_from: IdTokenFrom,
}

/// Where an id token comes from, which says what has to be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdTokenFrom {
    /// The provider has just given it for a code.
    Provider,
    /// A client has brought it.
    Client,
    /// It was checked when it came, and stored.
    Store,
}

/// What a sign-out is told with.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct EndSession {
    /// The user's last id token.
    pub id_token: Option<String>,
    /// Where the provider leads back to.
    pub redirect_uri: Option<String>,
    /// Comes back with the browser.
    pub state: Option<String>,
}

/// A user as a provider knows them.
#[derive(Clone, Default, PartialEq)]
pub struct UserAtProvider {
    /// What the provider calls the user for ever, and nobody else; becomes the `accountId`.
    pub subject: String,
    /// What Better Auth calls `user`: `name`, `email`, `image`, `emailVerified`, and what the
    /// provider's settings add.
    pub user: Map<String, Value>,
    /// The profile as the provider wrote it.
    pub data: Map<String, Value>,
}

impl<'p> UserInfoRequest<'p> {
    /// Asks for the user whose tokens these are.
    pub fn new(tokens: &'p ProviderTokens, id_token_from: IdTokenFrom) -> Self {
        Self { tokens, nonce: None, user: None, id_token_from }
    }
}

impl UserAtProvider {
    /// A text of the user that is not empty.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.user.get(key)?.as_str().filter(|text| !text.is_empty())
    }

    /// Whether the provider vouches for the address.
    pub(crate) fn is_email_verified(&self) -> bool {
        match self.user.get("emailVerified") {
            Some(Value::Bool(verified)) => *verified,
            Some(Value::String(text)) => text == "true",
            _ => false,
        }
    }
}

/// A provider did not do what it was asked. The message must hold no token: it is logged.
#[derive(Debug)]
pub struct ProviderError {
    message: String,
}

impl ProviderError {
    /// An error with this message.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

impl fmt::Display for ProviderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ProviderError {}

macro_rules! not_shown {
    ($($name:ident $(<$lifetime:lifetime>)?),*) => {$(
        /// What it holds is nobody's business.
        impl fmt::Debug for $name $(<$lifetime>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}

not_shown!(AuthorizationRequest, CodeExchange, EndSession, UserAtProvider, UserInfoRequest<'_>);
