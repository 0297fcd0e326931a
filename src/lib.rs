//! Authentication client that speaks Better Auth's protocol.
//!
//! One core for two kinds of front ends. JavaScript gets it compiled to WebAssembly, as the npm
//! package of the same name (feature `js`). Rust front ends (Leptos, Dioxus, Yew) use the crate
//! on `wasm32-unknown-unknown`:
//!
//! ```
//! use futures_signals::signal::{Signal, SignalExt};
//! use signet_auth::protocol::routes::SignInEmail;
//! use signet_auth::typed::Encoding;
//! use signet_auth::{AuthClient, ClientError};
//!
//! // In a browser: `AuthClient::new(&ClientOptions::new("https://example.com/api/auth"))?`.
//! async fn sign_in<E: Encoding>(client: &AuthClient<E>) -> Result<(), ClientError> {
//!     let input = SignInEmail {
//!         email: "ada@example.com".into(),
//!         password: "correct horse".into(),
//!         callback_url: None,
//!         remember_me: None,
//!     };
//!     client.sign_in().email(&input).await?;
//!     Ok(())
//! }
//!
//! // Up to date while `client.session().mount()` is held.
//! fn name<E: Encoding>(client: &AuthClient<E>) -> impl Signal<Item = Option<String>> + use<E> {
//!     client.session().signal().map(|session| session.data.map(|data| data.user.name))
//! }
//! ```
//!
//! The layers know each other in one direction: `js` and [`typed`] → [`client`], [`request`],
//! [`session`] → [`environment`], which `browser` and [`testing`] implement. Nothing above the
//! environment sees a browser, so that all of it is tested natively.

#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod client;
pub mod environment;
#[cfg(all(target_arch = "wasm32", feature = "js"))]
pub mod js;
pub mod request;
pub mod session;
#[cfg(feature = "testing")]
pub mod testing;
pub mod typed;

pub use signet_auth_protocol as protocol;
pub use typed::{AuthClient, ClientError, ClientOptions};
