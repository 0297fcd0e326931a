//! Identities at other providers (OAuth 2.0, RFC 6749 and RFC 9700; OpenID Connect Core 1.0).
//!
//! [`SocialProvider`] is what the endpoints ask of a provider. Nearly all are [`OAuthProvider`]s,
//! which a file in `providers` describes as data.

mod authorization_url;
mod definition;
mod id_token;
mod key_set;
mod oauth_provider;
mod outside;
mod profile;
mod provider;
mod provider_options;
pub mod providers;
mod registry;
mod settings;
mod stored_tokens;
mod token_request;
mod tokens;

pub use definition::ClientAuthentication;
pub use oauth_provider::OAuthProvider;
pub use outside::Outside;
pub(crate) use profile::{Person, Profile};
pub use provider::{
    AuthorizationRequest, CodeExchange, EndSession, IdTokenFrom, ProviderError, ProviderFuture,
    SocialProvider, UserAtProvider, UserInfoRequest,
};
pub use provider_options::{
    ClientAssertionKey, ClientSecret, MapProfile, ProviderOptions, SignInRules,
};
pub(crate) use registry::Providers;
pub(crate) use settings::Settings;
pub(crate) use stored_tokens::StoredTokens;
pub use tokens::ProviderTokens;
