use std::sync::{Arc, OnceLock, Weak};

use serde_json::Value;
use signet_auth_protocol::{RouteInfo, routes};

use super::parts::{AfterCall, BeforeCall, RequestCall, ResponseCall};
use super::{Arrival, ArrivingRequest, Parts, PathMatcher, Plugin, PluginContext};
use crate::db::UserRow;
use crate::db::schema::{AdditionalField, Model};
use crate::error::ApiError;
use crate::hooks::{Call, Callback, DatabaseHooks, HookResponse};
use crate::http::{Shared, add_missing_cookies};
use crate::options::{Options, RateLimitRule};

/// All plugins of a server, and what they have registered.
#[derive(Default)]
pub(crate) struct Plugins {
    plugins: Vec<Arc<dyn Plugin>>,
    fields: Vec<(&'static str, Vec<AdditionalField>)>,
    pub(super) parts: Parts,
}

/// A route of a plugin.
pub(crate) struct InstalledRoute {
    pub(crate) info: &'static RouteInfo,
    pub(super) run: Callback<(PluginContext, Value), Result<HookResponse, ApiError>>,
    /// Whether it signs somebody in, and so must not be called by a foreign site's form.
    pub(crate) signs_in: bool,
    pub(super) server_only: bool,
}

/// A function that runs on some paths.
pub(super) struct Watcher<C> {
    pub(super) paths: PathMatcher,
    pub(super) call: C,
}

impl Plugins {
    /// Asks all plugins what they add.
    pub(crate) fn new(options: &Options) -> Self {
        let mut parts = Parts::default();
        for plugin in &options.plugins {
            Arc::clone(plugin).register(&mut parts);
        }
        for (position, route) in parts.routes.iter().enumerate() {
            let RouteInfo { method, path, .. } = *route.info;
            let is_it = |other: &RouteInfo| other.method == method && other.path == path;
            let earlier = parts.routes.iter().take(position).map(|route| route.info);
            if routes::ALL.iter().chain(earlier).any(is_it) {
                tracing::error!(path, "a plugin has a route that is there already, and never runs");
            }
        }
        let schemas = options.plugins.iter().map(|plugin| plugin.schema());
        let tables = schemas.flat_map(|schema| schema.tables);
        let fields = tables.map(|table| (table.key, table.fields)).collect();
        Self { plugins: options.plugins.clone(), fields, parts }
    }

    /// The server that the plugins are part of.
    pub(crate) fn belong_to(&self, server: Weak<Shared>) {
        // A server is built once.
        let _ = self.server().set(server);
    }

    fn server(&self) -> &OnceLock<Weak<Shared>> {
        &self.parts.server
    }

    /// The plugin of a type.
    pub(crate) fn find<P: Plugin>(&self) -> Option<Arc<P>> {
        self.plugins.iter().find_map(|plugin| {
            let plugin: Arc<dyn std::any::Any + Send + Sync> = Arc::clone(plugin) as _;
            plugin.downcast().ok()
        })
    }

    /// What functions run around writes.
    pub(crate) fn database_hooks(&self) -> DatabaseHooks {
        self.parts.database_hooks.clone()
    }

    /// The keys of the cookies of plugins.
    pub(crate) fn cookies(&self) -> &[String] {
        &self.parts.cookies
    }

    /// Whether a plugin mails what verifies an address.
    pub(crate) fn mail_verifications(&self) -> bool {
        self.parts.verification_mail.is_some()
    }

    /// What sends a mail in the place of a link that verifies an address, if a plugin does.
    pub(crate) fn verification_mail(
        &self,
        user: &UserRow,
    ) -> Option<impl Future<Output = ()> + Send + 'static> {
        let send = self.parts.verification_mail.clone()?;
        let shared = self.server().get()?.upgrade()?;
        let context = PluginContext::new(shared, Call::default());
        let user = user.clone();
        Some(async move {
            if let Err(error) = send.call((context, user)).await {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, "a plugin could not mail what verifies an address");
            }
        })
    }

    /// The limits of plugins, those that count first before the others.
    pub(crate) fn rate_limits(&self) -> &[(PathMatcher, RateLimitRule)] {
        &self.parts.rate_limits
    }

    /// The routes that HTTP reaches.
    pub(crate) fn routes(&self) -> impl Iterator<Item = &InstalledRoute> {
        self.parts.routes.iter().filter(|route| !route.server_only)
    }

    /// The route of a call by a function.
    pub(crate) fn route(&self, info: &RouteInfo) -> Option<&InstalledRoute> {
        let is_it = |route: &&InstalledRoute| {
            route.info.method == info.method && route.info.path == info.path
        };
        self.parts.routes.iter().find(is_it)
    }

    /// Whether a function runs around the route with this path.
    pub(crate) fn watch(&self, path: &str) -> bool {
        let is_it = |paths: &PathMatcher| paths.matches(path);
        self.parts.before.iter().any(|watcher| is_it(&watcher.paths))
            || self.parts.after.iter().any(|watcher| is_it(&watcher.paths))
            || self.parts.middlewares.iter().any(|watcher| is_it(&watcher.paths))
    }

    /// Whether a function waits for the answers of the route with this path.
    pub(crate) fn see_answers(&self, path: &str) -> bool {
        self.parts.after.iter().any(|watcher| watcher.paths.matches(path))
    }

    /// Whether functions wait for every request.
    pub(crate) fn see_requests(&self) -> bool {
        !self.parts.on_request.is_empty()
    }

    /// Whether functions wait for every response.
    pub(crate) fn see_responses(&self) -> bool {
        !self.parts.on_response.is_empty()
    }

    /// What becomes of a request.
    pub(crate) async fn on_request(
        &self,
        context: &PluginContext,
        mut request: ArrivingRequest,
    ) -> Result<Arrival, ApiError> {
        for function in &self.parts.on_request {
            let context = context.with_headers(&request.headers);
            match RequestCall::call(function, (context, request)).await? {
                Arrival::Continue(changed) => request = changed,
                answer @ Arrival::Answer(_) => return Ok(answer),
            }
        }
        Ok(Arrival::Continue(request))
    }

    /// What takes the place of an answer.
    pub(crate) async fn on_response(
        &self,
        context: &PluginContext,
        response: &HookResponse,
    ) -> Result<Option<HookResponse>, ApiError> {
        for function in &self.parts.on_response {
            let other = ResponseCall::call(function, (context.clone(), response.clone())).await?;
            if other.is_some() {
                return Ok(other);
            }
        }
        Ok(None)
    }

    pub(super) fn before<'p>(&'p self, path: &'p str) -> impl Iterator<Item = &'p BeforeCall> {
        of_path(&self.parts.before, path)
    }

    pub(super) fn middlewares<'p>(&'p self, path: &'p str) -> impl Iterator<Item = &'p BeforeCall> {
        of_path(&self.parts.middlewares, path)
    }

    pub(super) fn after<'p>(&'p self, path: &'p str) -> impl Iterator<Item = &'p AfterCall> {
        of_path(&self.parts.after, path)
    }

    /// The fields of a plugin's table.
    pub(super) fn fields(&self, model: Model) -> &[AdditionalField] {
        let Model::Plugin(key) = model else { return &[] };
        let table = self.fields.iter().find(|(other, _)| *other == key);
        table.map_or(&[], |(_, fields)| fields)
    }
}

impl InstalledRoute {
    /// Runs its function on an input that has been checked, for a caller whose session is what the
    /// route asks for.
    pub(crate) async fn run(
        &self,
        context: &PluginContext,
        input: Value,
    ) -> Result<HookResponse, ApiError> {
        let result = match context.require(self.info.session).await {
            Ok(context) => self.run.call((context, input)).await,
            Err(error) => Err(error),
        };
        let cookies = context.take_cookies();
        match result {
            Ok(mut response) => {
                add_missing_cookies(&mut response.headers, &cookies);
                Ok(response)
            }
            Err(error) => Err(error.with_missing_cookies(cookies)),
        }
    }
}

fn of_path<'p, C>(watchers: &'p [Watcher<C>], path: &'p str) -> impl Iterator<Item = &'p C> {
    let watchers = watchers.iter().filter(move |watcher| watcher.paths.matches(path));
    watchers.map(|watcher| &watcher.call)
}
