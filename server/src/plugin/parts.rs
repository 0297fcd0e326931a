use std::future::Future;
use std::sync::{Arc, OnceLock, Weak};

use axum::http::HeaderMap;
use serde::de::DeserializeOwned;
use serde_json::Value;
use signet_auth_protocol::{ErrorCode, Route, RouteInfo};

use super::installed::{InstalledRoute, Watcher};
use super::{Handler, PathMatcher, PluginContext};
use crate::db::UserRow;
use crate::db::schema::Model;
use crate::error::ApiError;
use crate::hooks::{Before, Call, Callback, DatabaseHooks, HookRequest, HookResponse, Record};
use crate::http::Shared;
use crate::options::RateLimitRule;

pub(super) type BeforeCall = Callback<(PluginContext, HookRequest), Result<Before, ApiError>>;
pub(super) type AfterCall =
    Callback<(PluginContext, HookRequest, HookResponse), Result<HookResponse, ApiError>>;
pub(super) type VerificationMailCall = Callback<(PluginContext, UserRow), Result<(), ApiError>>;
pub(super) type RequestCall = Callback<(PluginContext, ArrivingRequest), Result<Arrival, ApiError>>;
pub(super) type ResponseCall =
    Callback<(PluginContext, HookResponse), Result<Option<HookResponse>, ApiError>>;

/// What plugins have registered. [`of`](Self::of) adds to it.
#[derive(Default)]
pub struct Parts {
    pub(super) routes: Vec<InstalledRoute>,
    pub(super) before: Vec<Watcher<BeforeCall>>,
    pub(super) after: Vec<Watcher<AfterCall>>,
    pub(super) middlewares: Vec<Watcher<BeforeCall>>,
    pub(super) on_request: Vec<RequestCall>,
    pub(super) on_response: Vec<ResponseCall>,
    pub(super) rate_limits: Vec<(PathMatcher, RateLimitRule)>,
    pub(super) cookies: Vec<String>,
    pub(super) verification_mail: Option<VerificationMailCall>,
    pub(super) database_hooks: DatabaseHooks,
    pub(super) server: Arc<OnceLock<Weak<Shared>>>,
}

/// The parts of one plugin, whose functions get the plugin first.
pub struct PartsOf<'p, P> {
    parts: &'p mut Parts,
    plugin: Arc<P>,
}

/// A request before its route is known.
#[derive(Clone)]
#[non_exhaustive]
pub struct ArrivingRequest {
    /// `GET`, `POST` and others.
    pub method: String,
    /// The path below the mount point.
    pub path: String,
    /// The headers, cookies included. What is changed of them counts from here on.
    pub headers: HeaderMap,
}

/// What becomes of a request.
#[derive(Debug)]
pub enum Arrival {
    /// It goes on with these headers.
    Continue(ArrivingRequest),
    /// This is the answer, and nothing else runs.
    Answer(HookResponse),
}

/// What is special about a route.
pub struct RouteSettings<'r> {
    /// The one that was added last.
    route: Option<&'r mut InstalledRoute>,
}

impl Parts {
    /// Adds parts of a plugin.
    pub fn of<P>(&mut self, plugin: Arc<P>) -> PartsOf<'_, P> {
        PartsOf { parts: self, plugin }
    }
}

impl<P: Send + Sync + 'static> PartsOf<'_, P> {
    /// Adds a route, whose declaration is [`route!`](crate::protocol::route)'s. The input is checked
    /// against it, and so is the session that it asks for. Routes of the core, and of plugins that
    /// were added before, count first.
    pub fn route<R>(&mut self, handler: impl Handler<P, R>) -> RouteSettings<'_>
    where
        R: Route + DeserializeOwned + Send + 'static,
    {
        self.route_with::<R, R>(handler)
    }

    /// The same where the input is read as another type, such as one with
    /// [`AdditionalInput`](crate::AdditionalInput).
    pub fn route_with<R, I>(&mut self, handler: impl Handler<P, I>) -> RouteSettings<'_>
    where
        R: Route,
        I: DeserializeOwned + Send + 'static,
    {
        let (plugin, handler) = (Arc::clone(&self.plugin), Arc::new(handler));
        let run = move |(context, input): (PluginContext, Value)| {
            let (plugin, handler) = (Arc::clone(&plugin), Arc::clone(&handler));
            async move {
                let input = serde_json::from_value(input)
                    .map_err(|_| ApiError::new(ErrorCode::ValidationError))?;
                handler.call(plugin, context, input).await
            }
        };
        let route = InstalledRoute::new(const { &R::INFO }, Callback::new(run));
        self.parts.routes.push(route);
        RouteSettings { route: self.parts.routes.last_mut() }
    }

    /// Runs a function before the routes with these declared paths, over HTTP and by function. It
    /// sees the input before that is checked, and gives the request back, changed or not, or
    /// answers itself.
    pub fn before<F, R>(&mut self, paths: impl Into<PathMatcher>, function: F) -> &mut Self
    where
        F: Fn(Arc<P>, PluginContext, HookRequest) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Before, ApiError>> + Send + 'static,
    {
        let watcher = Watcher { paths: paths.into(), call: self.before_call(function) };
        self.parts.before.push(watcher);
        self
    }

    /// Runs a function after the routes with these declared paths, also when they failed. It sees
    /// what is about to be answered, and gives it back, changed or not.
    pub fn after<F, R>(&mut self, paths: impl Into<PathMatcher>, function: F) -> &mut Self
    where
        F: Fn(Arc<P>, PluginContext, HookRequest, HookResponse) -> R + Send + Sync + 'static,
        R: Future<Output = Result<HookResponse, ApiError>> + Send + 'static,
    {
        let plugin = Arc::clone(&self.plugin);
        let call = Callback::new(move |(context, request, response)| {
            function(Arc::clone(&plugin), context, request, response)
        });
        self.parts.after.push(Watcher { paths: paths.into(), call });
        self
    }

    /// The same as [`before`](Self::before) for requests over HTTP only, and before the functions of
    /// the application.
    pub fn middleware<F, R>(&mut self, paths: impl Into<PathMatcher>, function: F) -> &mut Self
    where
        F: Fn(Arc<P>, PluginContext, HookRequest) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Before, ApiError>> + Send + 'static,
    {
        let watcher = Watcher { paths: paths.into(), call: self.before_call(function) };
        self.parts.middlewares.push(watcher);
        self
    }

    /// Runs a function for every request that is neither disabled nor one too many, before its route
    /// is known.
    pub fn on_request<F, R>(&mut self, function: F) -> &mut Self
    where
        F: Fn(Arc<P>, PluginContext, ArrivingRequest) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Arrival, ApiError>> + Send + 'static,
    {
        let plugin = Arc::clone(&self.plugin);
        self.parts.on_request.push(Callback::new(move |(context, request)| {
            function(Arc::clone(&plugin), context, request)
        }));
        self
    }

    /// Runs a function for every answer, last of all. The first plugin that gives another one counts.
    /// An answer whose body is no JSON is shown without it.
    pub fn on_response<F, R>(&mut self, function: F) -> &mut Self
    where
        F: Fn(Arc<P>, PluginContext, HookResponse) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Option<HookResponse>, ApiError>> + Send + 'static,
    {
        let plugin = Arc::clone(&self.plugin);
        self.parts.on_response.push(Callback::new(move |(context, response)| {
            function(Arc::clone(&plugin), context, response)
        }));
        self
    }

    /// Limits requests to paths as they are sent. It counts before the limits of the core and after
    /// those of the deployment; the first rule of the first plugin that has one counts.
    pub fn rate_limit(&mut self, paths: impl Into<PathMatcher>, rule: RateLimitRule) -> &mut Self {
        self.parts.rate_limits.push((paths.into(), rule));
        self
    }

    /// Sends a mail of one's own, beside the request, wherever the server would mail a link that
    /// verifies the address of a user. Of several plugins the last one counts.
    pub fn verification_mail<F, R>(&mut self, function: F) -> &mut Self
    where
        F: Fn(Arc<P>, PluginContext, UserRow) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), ApiError>> + Send + 'static,
    {
        let plugin = Arc::clone(&self.plugin);
        let call =
            Callback::new(move |(context, user)| function(Arc::clone(&plugin), context, user));
        self.parts.verification_mail = Some(call);
        self
    }

    /// Declares a cookie, such as `two_factor`. Its name on the wire and its attributes follow the
    /// options for cookies.
    pub fn cookie(&mut self, key: impl Into<String>) -> &mut Self {
        self.parts.cookies.push(key.into());
        self
    }

    fn before_call<F, R>(&self, function: F) -> BeforeCall
    where
        F: Fn(Arc<P>, PluginContext, HookRequest) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Before, ApiError>> + Send + 'static,
    {
        let plugin = Arc::clone(&self.plugin);
        Callback::new(move |(context, request)| function(Arc::clone(&plugin), context, request))
    }
}

/// Declares the functions around writes.
macro_rules! database_hooks {
    ($($before:ident $after:ident $when:literal;)*) => {
        /// Functions around the writes to a table. They run before those of the application; see
        /// [`DatabaseHooks`] for what they see.
        impl<P: Send + Sync + 'static> PartsOf<'_, P> {
            $(
                #[doc = concat!("Runs a function before a row is ", $when, "; `None` keeps it from that.")]
                pub fn $before<F, R>(&mut self, model: Model, function: F) -> &mut Self
                where
                    F: Fn(Arc<P>, PluginContext, Record) -> R + Send + Sync + 'static,
                    R: Future<Output = Result<Option<Record>, ApiError>> + Send + 'static,
                {
                    let function = self.around_write(function);
                    let hooks = std::mem::take(&mut self.parts.database_hooks);
                    self.parts.database_hooks = hooks.$before(model, function);
                    self
                }

                #[doc = concat!("Runs a function after a row was ", $when, ".")]
                pub fn $after<F, R>(&mut self, model: Model, function: F) -> &mut Self
                where
                    F: Fn(Arc<P>, PluginContext, Record) -> R + Send + Sync + 'static,
                    R: Future<Output = Result<(), ApiError>> + Send + 'static,
                {
                    let function = self.around_write(function);
                    let hooks = std::mem::take(&mut self.parts.database_hooks);
                    self.parts.database_hooks = hooks.$after(model, function);
                    self
                }
            )*
        }
    };
}

database_hooks! {
    before_create after_create "created";
    before_update after_update "changed";
    before_delete after_delete "deleted";
}

impl<P: Send + Sync + 'static> PartsOf<'_, P> {
    fn around_write<F, R, T>(
        &self,
        function: F,
    ) -> impl Fn(Record, Call) -> futures_util::future::BoxFuture<'static, Result<T, ApiError>>
    + Send
    + Sync
    + 'static
    + use<F, R, T, P>
    where
        F: Fn(Arc<P>, PluginContext, Record) -> R + Send + Sync + 'static,
        R: Future<Output = Result<T, ApiError>> + Send + 'static,
        T: Send + 'static,
    {
        let (plugin, server) = (Arc::clone(&self.plugin), Arc::clone(&self.parts.server));
        move |record, call| match server.get().and_then(Weak::upgrade) {
            Some(shared) => {
                let context = PluginContext::new(shared, call);
                Box::pin(function(Arc::clone(&plugin), context, record))
            }
            None => Box::pin(async {
                tracing::error!("a row was written by a server that is gone");
                Err(ApiError::internal())
            }),
        }
    }
}

impl RouteSettings<'_> {
    /// It signs somebody in: a form on another site must not call it, also without any cookie.
    pub fn signs_in(&mut self) -> &mut Self {
        self.change(|route| route.signs_in = true)
    }

    /// It is called by functions only, never over HTTP.
    pub fn server_only(&mut self) -> &mut Self {
        self.change(|route| route.server_only = true)
    }

    fn change(&mut self, change: impl FnOnce(&mut InstalledRoute)) -> &mut Self {
        if let Some(route) = &mut self.route {
            change(route);
        }
        self
    }
}

impl ArrivingRequest {
    pub(crate) fn new(method: &str, path: &str, headers: HeaderMap) -> Self {
        Self { method: method.to_owned(), path: path.to_owned(), headers }
    }
}

impl InstalledRoute {
    fn new(
        info: &'static RouteInfo,
        run: Callback<(PluginContext, Value), Result<HookResponse, ApiError>>,
    ) -> Self {
        Self { info, run, signs_in: false, server_only: false }
    }
}

/// Headers hold cookies.
impl std::fmt::Debug for ArrivingRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ArrivingRequest")
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
