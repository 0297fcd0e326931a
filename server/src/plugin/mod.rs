//! What plugins are made of.
//!
//! A [`Plugin`] adds routes, looks at calls before and after they are answered, adds columns to the
//! tables, and changes what the options leave open. The server knows plugins by this trait alone.
//!
//! ```
//! use signet_auth_server::hooks::HookResponse;
//! use signet_auth_server::plugin::{Plugin, PluginContext, PluginFuture, PluginRoute};
//! use signet_auth_server::protocol::{route, wire};
//!
//! wire! {
//!     /// Says hello.
//!     pub struct Hello {
//!         /// To whom.
//!         pub name: String = "name",
//!     }
//! }
//!
//! route! {
//!     Hello => String: Get "/greetings/hello" {
//!         session: None, body: Ignored, changes_session: false
//!     }
//! }
//!
//! #[derive(Debug)]
//! struct Greetings;
//!
//! impl Plugin for Greetings {
//!     fn id(&self) -> &'static str {
//!         "greetings"
//!     }
//!
//!     fn routes(&self) -> Vec<PluginRoute> {
//!         vec![PluginRoute::new(hello)]
//!     }
//! }
//!
//! fn hello(_: PluginContext<'_>, input: Hello) -> PluginFuture<'_, HookResponse> {
//!     Box::pin(async move { Ok(HookResponse::json(format!("Hello, {}!", input.name))) })
//! }
//! ```
//!
//! # Order
//! Functions of the application run before those of plugins, and plugins in the order in which they
//! were added. Of equal routes the server's own counts, then the first plugin's.

mod context;
mod route;
mod set;

use std::fmt;
use std::future::Future;
use std::pin::Pin;

pub use context::{CurrentSession, PluginContext};
pub use route::PluginRoute;
pub(crate) use set::Plugins;

use crate::error::ApiError;
use crate::hooks::{Before, HookRequest, HookResponse};
use crate::options::Options;

/// Something that adds to the server. See the [module](self).
pub trait Plugin: fmt::Debug + Send + Sync + 'static {
    /// Its name, such as `two-factor`.
    fn id(&self) -> &'static str;

    /// Changes the options before the server is made of them: columns of tables, rules of the rate
    /// limit, what is left open. What the deployment has decided is not to be changed.
    ///
    /// # Errors
    /// When the plugin can't be used with these options.
    fn init(&self, options: &mut Options) -> Result<(), PluginError> {
        let _ = options;
        Ok(())
    }

    /// The routes that it adds.
    fn routes(&self) -> Vec<PluginRoute> {
        Vec::new()
    }

    /// The cookies that it sets, without the prefix that all cookies have.
    fn cookies(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether it wants to see calls of a route, before and after they are answered; `path` is that
    /// of the declaration, such as `/callback/:id`.
    fn sees(&self, path: &str) -> bool {
        let _ = path;
        false
    }

    /// What it makes of a call before the endpoint has its turn. The input is not checked yet.
    fn before<'p>(
        &'p self,
        context: PluginContext<'p>,
        request: HookRequest,
    ) -> PluginFuture<'p, Before> {
        let _ = context;
        Box::pin(async { Ok(Before::Continue(request)) })
    }

    /// What it makes of an answer, also of a refusal.
    fn after<'p>(
        &'p self,
        context: PluginContext<'p>,
        request: &'p HookRequest,
        response: HookResponse,
    ) -> PluginFuture<'p, HookResponse> {
        let _ = (context, request);
        Box::pin(async { Ok(response) })
    }
}

/// What a plugin is about to say.
pub type PluginFuture<'p, T> = Pin<Box<dyn Future<Output = Result<T, ApiError>> + Send + 'p>>;

/// A plugin can't be used as it is configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PluginError {
    message: String,
}

impl PluginError {
    /// An error that names what is wrong.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

impl fmt::Display for PluginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for PluginError {}
