//! Identities at other providers (OAuth 2.0, RFC 6749 and RFC 9700; OpenID Connect Core 1.0).
//!
//! [`SocialProvider`] is what the endpoints ask of a provider. Nearly all are [`OAuthProvider`]s,
//! which a file in `providers` describes as data.
//!
//! ```
//! use signet_auth_server::Auth;
//! use signet_auth_server::db::Database;
//! use signet_auth_server::oauth::providers::{GitHub, Google};
//! use signet_auth_server::oauth::{GenericOAuth, ProviderOptions};
//!
//! # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let directory = tempfile::tempdir()?;
//! # let url = format!("sqlite://{}", directory.path().join("app.db").display());
//! # let database = Database::connect(&url).await?;
//! let google = Google::with_options(ProviderOptions::new("id", "secret")).with(|options| {
//!     options.settings.insert("hd".to_owned(), "example.com".to_owned());
//!     options.rules.disable_sign_up = true;
//! });
//! let corporate = GenericOAuth::discover(
//!     "corporate",
//!     "https://id.example.com/.well-known/openid-configuration",
//!     "id",
//!     "secret",
//! );
//! let auth = Auth::builder()
//!     .database(database)
//!     .secret("a-secret-of-at-least-thirty-two-characters")
//!     .base_url("https://example.com")
//!     .social_provider(GitHub::new("id", "secret"))
//!     .social_provider(google)
//!     .generic_oauth(corporate)
//!     .build()
//!     .await?;
//! # let _ = auth; Ok(())
//! # }
//! ```
//!
//! A profile may fill in fields of the user, and the application may refuse users by what their
//! provider says of them:
//!
//! ```
//! use std::sync::Arc;
//!
//! use serde_json::{Map, Value};
//! use signet_auth_server::hooks::{Callback, UserInfo, UserInfoRefused};
//! use signet_auth_server::oauth::ProviderOptions;
//! use signet_auth_server::oauth::providers::GitHub;
//! use signet_auth_server::options::Options;
//!
//! let github = GitHub::with_options(ProviderOptions::new("id", "secret")).with(|options| {
//!     options.map_profile_to_user = Some(Arc::new(|profile: &Map<String, Value>| {
//!         let login = profile.get("login").cloned().unwrap_or_default();
//!         Map::from_iter([("name".to_owned(), login)])
//!     }));
//! });
//!
//! let mut options = Options::default();
//! options.user.validate_user_info = Some(Callback::new(|info: UserInfo| async move {
//!     match info.provider {
//!         Some(provider) if provider.profile.text("company") != Some("Example") => {
//!             Err(UserInfoRefused::new("not_of_the_company"))
//!         }
//!         _ => Ok(()),
//!     }
//! }));
//! # let _ = github;
//! ```
//!
//! A provider that is none of these implements [`SocialProvider`].

mod account_cookie;
mod authorization_url;
mod definition;
mod generic_oauth;
mod generic_provider;
mod id_token;
mod identity;
mod key_set;
mod link;
mod oauth_provider;
mod outside;
mod presets;
mod profile;
mod provider;
mod provider_options;
pub mod providers;
mod registry;
mod settings;
mod sign_in;
mod state;
mod stored_tokens;
mod token_request;
mod tokens;

pub(crate) use account_cookie::AccountCookie;
pub use definition::ClientAuthentication;
pub use generic_oauth::{GenericOAuth, GenericOAuthConfig, ProfilePaths};
pub(crate) use identity::Identity;
pub(crate) use link::{LinkFailure, LinkOptions, link, link_proved, sync_user};
pub use oauth_provider::OAuthProvider;
pub use outside::Outside;
pub use presets::{PresetSettings, preset};
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
pub(crate) use sign_in::{ProviderSignIn, SignInFailure, sign_in};
pub(crate) use state::{Link, OAuthState, Resumed, begin, resume};
pub(crate) use stored_tokens::StoredTokens;
pub use tokens::ProviderTokens;

use crate::context::Context;

/// Where a provider leads back to, unless it is told otherwise.
pub(crate) fn callback_url(context: &Context, provider_id: &str) -> String {
    let page = context.own_page("/callback");
    let id = percent_encoding::utf8_percent_encode(provider_id, percent_encoding::NON_ALPHANUMERIC);
    let id = id.to_string().replace("%2D", "-").replace("%5F", "_").replace("%2E", ".");
    format!("{}/{id}", page.as_str())
}
