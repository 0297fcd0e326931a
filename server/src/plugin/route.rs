use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::Value;
use signet_auth_protocol::{ErrorCode, Route, RouteInfo};

use super::{PluginContext, PluginFuture};
use crate::error::ApiError;
use crate::hooks::HookResponse;

/// A route of a plugin: its declaration, and the function that answers. Input is checked and named
/// as for the server's own routes before the function is called.
pub struct PluginRoute {
    info: RouteInfo,
    run: Box<Run>,
    signs_in: bool,
    is_http: bool,
}

type Run = dyn for<'p> Fn(PluginContext<'p>, Value) -> PluginFuture<'p, HookResponse> + Send + Sync;

impl PluginRoute {
    /// The route that the type of the input declares.
    pub fn new<I, F>(function: F) -> Self
    where
        I: Route + DeserializeOwned + 'static,
        F: for<'p> Fn(PluginContext<'p>, I) -> PluginFuture<'p, HookResponse>
            + Send
            + Sync
            + 'static,
    {
        let run: Box<Run> =
            Box::new(move |context, input| match serde_json::from_value::<I>(input) {
                Ok(input) => function(context, input),
                Err(_) => malformed(),
            });
        Self { info: I::INFO, run, signs_in: false, is_http: true }
    }

    /// The same for a function that needs something besides, such as the plugin itself.
    pub fn with<S, I, F>(state: S, function: F) -> Self
    where
        S: Clone + Send + Sync + 'static,
        I: Route + DeserializeOwned + 'static,
        F: for<'p> Fn(S, PluginContext<'p>, I) -> PluginFuture<'p, HookResponse>
            + Send
            + Sync
            + 'static,
    {
        let run: Box<Run> =
            Box::new(move |context, input| match serde_json::from_value::<I>(input) {
                Ok(input) => function(state.clone(), context, input),
                Err(_) => malformed(),
            });
        Self { info: I::INFO, run, signs_in: false, is_http: true }
    }

    /// The same route as one that signs somebody in: forms of other sites must not reach it.
    #[must_use]
    pub fn signing_in(mut self) -> Self {
        self.signs_in = true;
        self
    }

    /// The same route for calls in process alone.
    #[must_use]
    pub fn in_process(mut self) -> Self {
        self.is_http = false;
        self
    }

    /// The declaration.
    pub fn info(&self) -> &RouteInfo {
        &self.info
    }

    pub(crate) fn signs_in(&self) -> bool {
        self.signs_in
    }

    pub(crate) fn is_http(&self) -> bool {
        self.is_http
    }

    /// Answers an input that has been checked.
    pub(crate) fn run<'p>(
        &'p self,
        context: PluginContext<'p>,
        input: Value,
    ) -> PluginFuture<'p, HookResponse> {
        (self.run)(context, input)
    }
}

/// An input that fits its declaration can be read; this is for declarations that lie.
fn malformed<'p>() -> PluginFuture<'p, HookResponse> {
    Box::pin(async { Err(ApiError::new(ErrorCode::ValidationError)) })
}

impl fmt::Debug for PluginRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PluginRoute").field("path", &self.info.path).finish_non_exhaustive()
    }
}
