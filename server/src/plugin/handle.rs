use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use axum::http::HeaderMap;

use super::PluginContext;
use crate::hooks::Call;

/// A plugin of a running server, with what it may use of it: the place for functions that a plugin
/// offers to applications.
///
/// ```
/// use signet_auth_server::plugin::{Parts, Plugin, PluginHandle};
///
/// #[derive(Debug)]
/// struct Clock;
///
/// impl Plugin for Clock {
///     fn id(&self) -> &'static str {
///         "clock"
///     }
///     fn register(self: std::sync::Arc<Self>, _: &mut Parts) {}
/// }
///
/// trait ClockApi {
///     fn now(&self) -> i64;
/// }
///
/// impl ClockApi for PluginHandle<Clock> {
///     fn now(&self) -> i64 {
///         self.context().now().0
///     }
/// }
/// ```
pub struct PluginHandle<P> {
    plugin: Arc<P>,
    context: PluginContext,
}

impl<P> PluginHandle<P> {
    pub(crate) fn new(plugin: Arc<P>, context: PluginContext) -> Self {
        Self { plugin, context }
    }

    /// The plugin.
    pub fn plugin(&self) -> &Arc<P> {
        &self.plugin
    }

    /// What it may use of the server, on nobody's behalf.
    pub fn context(&self) -> &PluginContext {
        &self.context
    }

    /// The same on behalf of a client that sent these headers.
    #[must_use]
    pub fn on_behalf_of(&self, headers: &HeaderMap) -> Self {
        let shared = &self.context.shared;
        let call = Call::new("", headers.clone(), shared.edge.client_ip(headers));
        let context = PluginContext::new(Arc::clone(shared), call);
        Self { plugin: Arc::clone(&self.plugin), context }
    }
}

impl<P> Deref for PluginHandle<P> {
    type Target = P;

    fn deref(&self) -> &P {
        &self.plugin
    }
}

impl<P> fmt::Debug for PluginHandle<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PluginHandle").finish_non_exhaustive()
    }
}
