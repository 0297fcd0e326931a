use std::fmt;
use std::future::Future;
use std::pin::Pin;

use serde_json::{Map, Value};
use signet_auth_protocol::Timestamp;

/// A provider of identities (OAuth 2.0, OpenID Connect).
pub trait SocialProvider: Send + Sync {
    /// Its name in routes and in the table of accounts, such as `github`.
    fn id(&self) -> &str;

    /// Trades a refresh token for new tokens; `None` where the provider has no such thing
    /// (RFC 6749, section 6).
    fn refresh_access_token<'p>(
        &'p self,
        refresh_token: &'p str,
    ) -> Option<ProviderFuture<'p, ProviderTokens>>;

    /// Asks who the user is; `None` when the provider refuses the tokens.
    fn user_info<'p>(
        &'p self,
        tokens: &'p ProviderTokens,
    ) -> ProviderFuture<'p, Option<UserAtProvider>>;
}

/// An answer of a provider on its way.
pub type ProviderFuture<'p, T> =
    Pin<Box<dyn Future<Output = Result<T, ProviderError>> + Send + 'p>>;

/// The tokens that a provider gives. What it leaves out is `None`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ProviderTokens {
    /// Opens the provider's interfaces.
    pub access_token: Option<String>,
    /// When that ends.
    pub access_token_expires_at: Option<Timestamp>,
    /// Gives new tokens.
    pub refresh_token: Option<String>,
    /// When that ends.
    pub refresh_token_expires_at: Option<Timestamp>,
    /// Says who the user is (OpenID Connect).
    pub id_token: Option<String>,
}

/// A user as a provider knows them.
#[derive(Clone, Default, PartialEq)]
pub struct UserAtProvider {
    /// What Better Auth calls `user`: `id`, `name`, `email`, `image`, `emailVerified`, and what the
    /// provider's settings add.
    pub user: Map<String, Value>,
    /// The profile as the provider wrote it.
    pub data: Map<String, Value>,
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

/// Tokens are not shown.
impl fmt::Debug for ProviderTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProviderTokens")
            .field("access_token_expires_at", &self.access_token_expires_at)
            .finish_non_exhaustive()
    }
}

/// What a provider tells of somebody is not shown.
impl fmt::Debug for UserAtProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserAtProvider(…)")
    }
}
