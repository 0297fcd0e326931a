//! Signet's server: authentication over HTTP, wire- and database-compatible with Better Auth.
//!
//! ```no_run
//! use signet_auth_server::db::Database;
//! use signet_auth_server::{Auth, options::EmailAndPassword};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let auth = Auth::builder()
//!     .database(Database::connect("sqlite://app.db").await?)
//!     .secret(std::env::var("SIGNET_SECRET")?)
//!     .email_and_password(EmailAndPassword::default())
//!     .build()
//!     .await?;
//! let app: axum::Router = axum::Router::new().nest("/api/auth", auth.router());
//! # Ok(())
//! # }
//! ```
//!
//! # The way of a request
//! `http` (routing, guards, cookies in and out) → `endpoints` (one function per route) → `session`,
//! `account`, `crypto` → [`db`]. [`Auth::api`] calls the same endpoints without HTTP.

mod account;
mod api;
mod auth;
mod background;
mod base_url;
mod build_error;
mod caller;
mod client_ip;
mod clock;
#[cfg(feature = "cli")]
pub mod config;
mod context;
mod cookies;
mod crypto;
pub mod db;
mod endpoints;
mod error;
pub mod extract;
pub mod hooks;
mod html;
mod http;
mod http_client;
pub mod mail;
pub mod oauth;
pub mod options;
mod origin;
pub mod plugin;
pub mod plugins;
mod reply;
mod session;
pub mod storage;
#[cfg(feature = "testing")]
pub mod testing;
mod verification;

pub use account::AdditionalInput;
pub use api::Api;
pub use auth::{Auth, AuthBuilder, schema};
pub use base_url::BaseUrlError;
pub use build_error::BuildError;
pub use client_ip::ProxyError;
pub use clock::{Clock, SystemClock};
pub use cookies::{CookieConfigError, SetCookie};
pub use crypto::{Cipher, CipherError, OsRandom, Purpose, Random, RandomError, Scrypt};
pub use endpoints::account::Account;
pub use endpoints::{Session, User};
pub use error::ApiError;
pub use http::{MatchedRoute, REQUEST_ID, RequestId};
pub use http_client::{
    HttpClient, HttpClientError, HttpClientOptions, HttpFuture, HttpTransport, Proxy,
};
pub use origin::TrustedUrl;
pub use reply::{Answer, Reply};
pub use session::cache as cookie_cache;
pub use signet_auth_protocol as protocol;
