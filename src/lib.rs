//! Authentication client that speaks Better Auth's protocol.
//!
//! One core for two kinds of front ends. JavaScript gets it compiled to WebAssembly, as the npm
//! package of the same name (feature `js`). Rust front ends (Leptos, Dioxus, Yew) use the crate
//! on `wasm32-unknown-unknown`:
//!
//! ```no_run
//! # #[cfg(target_arch = "wasm32")]
//! # async fn sign_in() -> Result<(), signet_auth::ClientError> {
//! use futures_signals::signal::SignalExt;
//! use signet_auth::protocol::routes::SignInEmail;
//! use signet_auth::{AuthClient, ClientOptions};
//!
//! let client = AuthClient::new(&ClientOptions::new("https://example.com/api/auth"))?;
//! let _mounted = client.session().mount();
//! let user = client.session().signal().map(|session| session.data.map(|data| data.user.name));
//! client
//!     .sign_in()
//!     .email(&SignInEmail {
//!         email: "ada@example.com".into(),
//!         password: "correct horse".to_owned().into(),
//!         callback_url: None,
//!         remember_me: None,
//!     })
//!     .await?;
//! # Ok(())
//! # }
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
