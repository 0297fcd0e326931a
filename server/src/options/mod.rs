//! What a deployment can configure. Names follow Better Auth's options in snake case; times are in
//! seconds unless said otherwise.
//!
//! The structs are plain data: `EmailAndPassword { auto_sign_in: false, ..Default::default() }`.
//!
//! # Adding an option
//! Give it a field and a default here, make it work, then teach `config/` its key.

mod account;
mod advanced;
mod cookie_cache;
mod email_and_password;
mod email_verification;
mod ids;
mod origins_of;
mod rate_limit;
mod secret;
mod secrets;
mod session;
mod table_names;
mod user;
mod verification;

use std::fmt;
use std::sync::Arc;

pub use account::{AccountLinking, AccountOptions, ProvidersOf, StateStrategy};
pub use advanced::{
    AdvancedOptions, CookieAttributes, CookieOptions, CrossSubDomainCookies, DatabaseOptions,
    IpAddressOptions, OriginCheck, SameSite,
};
pub use cookie_cache::{CookieCacheOptions, CookieCacheVersion, VersionOf};
pub use email_and_password::{EmailAndPassword, PasswordHashError, PasswordHasher, SyntheticUser};
pub use email_verification::EmailVerificationOptions;
pub use ids::IdStrategy;
pub use origins_of::OriginsOf;
pub use rate_limit::{
    Counting, CustomLimit, CustomRule, LimitedRequest, RateLimitOptions, RateLimitRule,
    RateLimitStorage, RateLimitStore, Verdict,
};
pub use secret::{Secret, SecretError, SecretWarning};
pub use secrets::{SecretsError, VersionedSecret};
pub use session::SessionOptions;
use signet_auth_protocol::limits;
pub use table_names::TableNames;
pub use user::{ChangeEmailOptions, DeleteUserOptions, UserOptions};
pub use verification::{StoreIdentifier, VerificationOptions};

use crate::hooks::{DatabaseHooks, RequestHooks};
use crate::http_client::{HttpClientOptions, HttpTransport};
use crate::oauth::{GenericOAuth, SocialProvider};
use crate::plugin::Plugin;
use crate::storage::SecondaryStorage;

/// All options.
#[derive(Clone)]
pub struct Options {
    /// Where clients reach the server: an `http` or `https` URL. A path other than `/` in it is
    /// the mount point and wins over `base_path`. Without a base URL a request's own `Host` counts
    /// as its origin, and nothing else does.
    pub base_url: Option<String>,
    /// Where the endpoints are mounted. Default `/api/auth`.
    pub base_path: String,
    /// The key of all signatures. Needed, see [`Secret`]. Beside `secrets` it is the one from
    /// before there were several.
    pub secret: Option<Secret>,
    /// Several secrets, so that they can be changed without signing anybody out: the first one
    /// signs and encrypts, the others still verify and decrypt what they once made.
    pub secrets: Vec<VersionedSecret>,
    /// Origins, beside the base URL's own, that browsers may call from and that redirects may lead
    /// to: `https://app.example.com`, `https://*.example.com`, `*.example.com`, `myapp://`.
    pub trusted_origins: Vec<String>,
    /// The same for a single request, by its headers, such as the domains of a tenant. It is asked
    /// for every request, so it must be quick.
    pub trusted_origins_of: Option<OriginsOf>,
    /// Paths below the mount point that answer 404, such as `/sign-up/email`.
    pub disabled_paths: Vec<String>,
    /// What mails call the application. Default `Better Auth`.
    pub app_name: String,
    /// Where failed redirects end instead of at `/error`: a path, or a URL on a trusted origin.
    pub error_url: Option<String>,
    /// Whether the server faces the world. Default `true`. It decides what is left undecided
    /// elsewhere: whether requests are limited, whether cookies are secure when there is no base
    /// URL, whether `/error` shows a page of its own, and whether a request without a forwarded
    /// address comes from `127.0.0.1`.
    pub production: bool,
    /// Sign-up and sign-in with e-mail and password.
    pub email_and_password: EmailAndPassword,
    /// Verification of addresses by mail.
    pub email_verification: EmailVerificationOptions,
    /// Sessions.
    pub session: SessionOptions,
    /// Users.
    pub user: UserOptions,
    /// Accounts: the ways in which users sign in.
    pub account: AccountOptions,
    /// A store of short-lived values, which sessions, tokens and counts of requests move to.
    pub secondary_storage: Option<Arc<dyn SecondaryStorage>>,
    /// Other providers of identities.
    pub social_providers: Vec<Arc<dyn SocialProvider>>,
    /// Other providers of identities, of any kind. They count before those of the same name.
    pub generic_oauth: Vec<GenericOAuth>,
    /// How requests are sent to providers.
    pub http: HttpClientOptions,
    /// What takes the place of the server's own client for requests to providers.
    pub transport: Option<Arc<dyn HttpTransport>>,
    /// What waits to be confirmed.
    pub verification: VerificationOptions,
    /// How many requests a client may send.
    pub rate_limit: RateLimitOptions,
    /// Cookies, checks, addresses, limits.
    pub advanced: AdvancedOptions,
    /// What is added to the server, in the order in which it counts.
    pub plugins: Vec<Arc<dyn Plugin>>,
    /// Functions around the writes to the tables.
    pub database_hooks: DatabaseHooks,
    /// Functions around the calls of endpoints.
    pub hooks: RequestHooks,
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("base_url", &self.base_url)
            .field("base_path", &self.base_path)
            .field("production", &self.production)
            .finish_non_exhaustive()
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            base_url: None,
            base_path: limits::BASE_PATH.to_owned(),
            secret: None,
            secrets: Vec::new(),
            trusted_origins: Vec::new(),
            trusted_origins_of: None,
            disabled_paths: Vec::new(),
            app_name: "Better Auth".to_owned(),
            error_url: None,
            production: true,
            email_and_password: EmailAndPassword::default(),
            email_verification: EmailVerificationOptions::default(),
            session: SessionOptions::default(),
            user: UserOptions::default(),
            account: AccountOptions::default(),
            secondary_storage: None,
            social_providers: Vec::new(),
            generic_oauth: Vec::new(),
            http: HttpClientOptions::default(),
            transport: None,
            verification: VerificationOptions::default(),
            rate_limit: RateLimitOptions::default(),
            advanced: AdvancedOptions::default(),
            plugins: Vec::new(),
            database_hooks: DatabaseHooks::default(),
            hooks: RequestHooks::default(),
        }
    }
}
