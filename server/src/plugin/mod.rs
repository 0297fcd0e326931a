//! Plugins: what others add to the server without the server knowing them.
//!
//! A [`Plugin`] brings a [`PluginSchema`] (tables, and fields of the tables of the core) and
//! registers its [`Parts`]: routes, hooks, limits, cookies. Its functions get a [`PluginContext`],
//! which is all that they may use of the server.
//!
//! ```
//! use std::sync::Arc;
//!
//! use signet_auth_server::plugin::{Parts, Plugin, PluginContext, PluginSchema};
//! use signet_auth_server::protocol::describe::Describe;
//! use signet_auth_server::protocol::{route, wire};
//! use signet_auth_server::{ApiError, Reply};
//!
//! wire! {
//!     /// Greets the user who is signed in.
//!     pub struct Greet {
//!         /// The word to greet with.
//!         pub word: String = "word",
//!     }
//!
//!     /// The greeting.
//!     pub struct GreetReply {
//!         /// What it says.
//!         pub greeting: String = "greeting",
//!     }
//! }
//!
//! route! {
//!     Greet => GreetReply: Post "/greeter/greet" {
//!         session: Cached, body: Required, changes_session: false
//!     }
//! }
//!
//! #[derive(Debug)]
//! struct Greeter;
//!
//! impl Plugin for Greeter {
//!     fn id(&self) -> &'static str {
//!         "greeter"
//!     }
//!
//!     fn register(self: Arc<Self>, parts: &mut Parts) {
//!         parts.of(self).route::<Greet>(Self::greet);
//!     }
//! }
//!
//! impl Greeter {
//!     async fn greet(
//!         self: Arc<Self>,
//!         context: PluginContext,
//!         input: Greet,
//!     ) -> Result<Reply<GreetReply>, ApiError> {
//!         let session = context.session().await?;
//!         let greeting = format!("{} {}", input.word, session.user.name);
//!         Ok(Reply::new(GreetReply { greeting }))
//!     }
//! }
//!
//! let builder = signet_auth_server::Auth::builder().plugin(Greeter);
//! ```
//!
//! # The way of a request
//! 1. [`PartsOf::on_request`] of each plugin, in the order in which they were added.
//! 2. The route is found (those of the core first), the body read, the origin checked.
//! 3. [`PartsOf::middleware`] of each plugin.
//! 4. The *before* functions of the application, then [`PartsOf::before`] of each plugin.
//! 5. The input is validated, the session checked that the route asks for, and the route runs.
//! 6. The *after* functions of the application, then [`PartsOf::after`] of each plugin, also when
//!    the route failed.
//! 7. [`PartsOf::on_response`]: the first plugin that answers counts.
//!
//! A call by a function ([`Api`](crate::Api)) takes steps 4 to 6.

mod answer;
mod around;
mod context;
mod cookies;
mod error_code;
mod handle;
mod installed;
mod options_error;
mod parts;
mod path_matcher;
mod rows;
mod schema;
mod sessions;
mod users;
mod verifications;

use std::any::Any;
use std::fmt::Debug;
use std::sync::Arc;

pub use answer::{Handler, IntoAnswer};
pub(crate) use around::{run_after, run_before};
pub use context::PluginContext;
pub use error_code::PluginError;
pub use handle::PluginHandle;
pub(crate) use installed::{InstalledRoute, Plugins};
pub use options_error::PluginOptionsError;
pub use parts::{Arrival, ArrivingRequest, Parts, PartsOf, RouteSettings};
pub use path_matcher::PathMatcher;
pub use rows::Rows;
pub use schema::{PluginSchema, PluginTable};
pub(crate) use schema::{extend_options, extend_schema};
pub use sessions::CurrentSession;
pub use users::Users;
pub use verifications::{Redeemed, Verification, Verifications};

pub use crate::account::{WriteError, Written};
use crate::options::Options;

/// Something that is added to the server. Its `Debug` must show no secret.
pub trait Plugin: Any + Debug + Send + Sync {
    /// What it is called, such as `two-factor`. No two plugins may be called the same.
    fn id(&self) -> &'static str;

    /// Tables, and fields of tables. It is asked before there is a server, also by
    /// `signet migrate`, and always gives the same.
    fn schema(&self) -> PluginSchema {
        PluginSchema::new()
    }

    /// Completes the options before the server is built from them. What a deployment has set is not
    /// to be overruled without need.
    ///
    /// # Errors
    /// When the plugin can't work with these options.
    fn init(&self, _options: &mut Options) -> Result<(), PluginOptionsError> {
        Ok(())
    }

    /// Whether it sends mails by the mailer of the server: without one `signet doctor` says so.
    fn needs_mail(&self) -> bool {
        false
    }

    /// Says what runs when: `parts.of(self)` takes routes, hooks, limits and cookies.
    fn register(self: Arc<Self>, parts: &mut Parts);
}
