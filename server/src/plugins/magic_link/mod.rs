//! Signing in by a link in a mail.

mod request;
mod verify;

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use signet_auth_protocol::plugins::magic_link::SignInMagicLink;

use crate::ApiError;
use crate::hooks::Callback;
use crate::options::{Options, RateLimitRule};
use crate::plugin::{Parts, PathMatcher, Plugin, PluginOptionsError};
use crate::verification::{Purpose, Token};

/// Adds `/sign-in/magic-link` and `/magic-link/verify`, for `magicLinkClient()`.
///
/// A link signs in once. Whoever signs in to a user whose address nobody had proved takes the user
/// over: passwords, accounts and sessions from before are gone.
#[derive(Clone)]
#[non_exhaustive]
pub struct MagicLink {
    /// How long a link is good, in seconds. Default: 300.
    pub expires_in: i64,
    /// Whether nobody becomes a user by a link. Default: `false`.
    pub disable_sign_up: bool,
    /// What of a token is stored. Default: all of it.
    pub store_token: StoreToken,
    /// How many links may be asked for or opened. Default: 5 in 60 seconds.
    pub rate_limit: RateLimitRule,
    /// What sends the link. Default: the server's mailer.
    pub send: Option<Callback<MagicLinkMail, Result<(), ApiError>>>,
    /// What makes tokens of addresses. Default: 32 random letters.
    pub generate_token: Option<GenerateToken>,
}

/// What of a token is stored.
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum StoreToken {
    /// All of it: who reads the database can sign in.
    #[default]
    Plain,
    /// Its SHA-256.
    Hashed,
    /// What a function makes of it, always the same.
    Custom(Arc<dyn Fn(&str) -> String + Send + Sync>),
}

/// Makes a token that nobody can guess.
pub type GenerateToken = Arc<dyn Fn(&str) -> String + Send + Sync>;

/// A link that is to be sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct MagicLinkMail {
    /// The address it goes to.
    pub email: String,
    /// The link.
    pub url: String,
    /// The token in the link.
    pub token: String,
    /// What the client says beside; `null` when nothing.
    pub metadata: serde_json::Value,
}

/// What a link is a token for.
struct SignInByLink;

impl Purpose for SignInByLink {
    const PREFIX: &'static str = "magic-link:";
    const ALPHABET: &'static [u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const LENGTH: usize = 32;
}

impl Default for MagicLink {
    fn default() -> Self {
        Self {
            expires_in: 300,
            disable_sign_up: false,
            store_token: StoreToken::Plain,
            rate_limit: RateLimitRule { window: 60, max: 5 },
            send: None,
            generate_token: None,
        }
    }
}

impl MagicLink {
    /// The token as it is stored.
    fn stored(&self, token: &str) -> Token<SignInByLink> {
        Token::given(match &self.store_token {
            StoreToken::Plain => token.to_owned(),
            StoreToken::Hashed => URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes())),
            StoreToken::Custom(hash) => hash(token),
        })
    }
}

impl Plugin for MagicLink {
    fn id(&self) -> &'static str {
        "magic-link"
    }

    fn init(&self, _: &mut Options) -> Result<(), PluginOptionsError> {
        if self.expires_in <= 0 {
            return Err(PluginOptionsError::new("expires_in must be 1 at least"));
        }
        Ok(())
    }

    fn needs_mail(&self) -> bool {
        self.send.is_none()
    }

    fn register(self: Arc<Self>, parts: &mut Parts) {
        let rule = self.rate_limit;
        let mut parts = parts.of(self);
        parts.route_with::<SignInMagicLink, _>(request::request).signs_in();
        parts.route(verify::verify);
        let paths = PathMatcher::starting_with("/sign-in/magic-link");
        parts.rate_limit(paths.or(PathMatcher::starting_with("/magic-link/verify")), rule);
    }
}

impl fmt::Debug for MagicLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MagicLink")
            .field("expires_in", &self.expires_in)
            .field("disable_sign_up", &self.disable_sign_up)
            .field("store_token", &self.store_token)
            .field("rate_limit", &self.rate_limit)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for StoreToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plain => "Plain",
            Self::Hashed => "Hashed",
            Self::Custom(_) => "Custom(…)",
        })
    }
}

/// Whoever reads it can sign in.
impl fmt::Debug for MagicLinkMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MagicLinkMail(…)")
    }
}
