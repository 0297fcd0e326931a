//! One request, from its first header to its answer.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::{OriginalUri, Request, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use serde_json::{Map, Value};
use signet_auth_protocol::routes::{ErrorPage, GetSession};
use signet_auth_protocol::{Body as Expected, Method, Route, RouteInfo};
use tracing::Instrument;

use super::dispatch::{Endpoint, Target};
use super::observed::{MatchedRoute, RequestId};
use super::{
    Edge, body, forgery, hooked, plugins, query, redirect_targets, response, validate,
    validate_query_of_post,
};
use crate::caller::Caller;
use crate::client_ip::ClientIp;
use crate::context::Context;
use crate::error::ApiError;
use crate::options::Verdict;
use crate::plugin::{InstalledRoute, PluginContext};

/// What the router shares between requests.
pub(crate) struct Shared {
    pub(crate) context: Context,
    pub(crate) edge: Edge,
}

/// All endpoints, to be nested at the base path.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new().fallback(handle).with_state(shared)
}

async fn handle(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    static NEXT_ID: AtomicU64 = AtomicU64::new(1);
    let span = match request.extensions().get::<RequestId>() {
        Some(_) => tracing::Span::current(),
        None => tracing::debug_span!(
            "request",
            id = NEXT_ID.fetch_add(1, Ordering::Relaxed),
            method = %request.method(),
            route = tracing::field::Empty,
        ),
    };
    let answered = AssertUnwindSafe(answer(&shared, request)).catch_unwind().instrument(span);
    answered.await.unwrap_or_else(|_| {
        tracing::error!("an endpoint panicked");
        ApiError::internal().into_response()
    })
}

async fn answer(shared: &Arc<Shared>, request: Request) -> Response {
    let Shared { context, edge } = &**shared;
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path().trim_end_matches('/');
    if edge.disabled_paths.iter().any(|disabled| disabled == path) {
        return response::disabled();
    }
    let client_ip = edge.client_ip.read(&parts.headers);
    if let Some(limiter) = &edge.rate_limiter
        && let Verdict::Limited { retry_after } =
            limiter.count(context, client_ip, path, &parts.headers).await
    {
        tracing::debug!("the client sent too many requests");
        return response::too_many_requests(retry_after);
    }
    let outside = match plugins::arrive(shared, &parts, path, client_ip).await {
        Ok(outside) => outside,
        Err(answer) => return *answer,
    };
    if let Some(headers) = outside.headers() {
        parts.headers = headers.clone();
    }
    let response = respond(shared, parts, body, client_ip).await;
    outside.leave(shared, response).await
}

/// The answer to a request that neither is one too many nor has been answered by a plugin.
async fn respond(
    shared: &Arc<Shared>,
    parts: Parts,
    body: Body,
    client_ip: Option<ClientIp>,
) -> Response {
    let Shared { context, edge } = &**shared;
    let full_path = parts.uri.path();
    let path = full_path.trim_end_matches('/');
    let routed = if edge.skip_trailing_slashes { path } else { full_path };
    let found = Target::find(&context.plugins, parts.method.as_str(), routed);
    let Some((target, route, parameters)) = found.filter(|_| !follows_a_slash(&parts)) else {
        return response::not_found();
    };
    // The declared path: the one that was sent may hold a token.
    tracing::Span::current().record("route", route.path);
    if let Some(matched) = parts.extensions.get::<MatchedRoute>() {
        matched.set(route.path);
    }

    let mut query = match parts.uri.query() {
        query if *route.input == ErrorPage::MODEL => query::parse_first(query),
        query => query::parse(query),
    };
    for (name, value) in parameters {
        query.insert(name.to_owned(), query::decode_segment(value).into());
    }
    let arrival = Arrival { edge, target, route, path, client_ip };
    let input = match arrival.receive(shared, &parts.headers, body, &query).await {
        Ok(body) => Input { headers: parts.headers, body, query },
        Err(error) => return error.into_response(),
    };
    let mut response = match target {
        Target::Core(endpoint) if !hooked::is_wanted(context, route.path) => {
            arrival.perform(context, endpoint, input).await
        }
        _ => hooked::perform(shared, &arrival, input).await,
    };
    if route.path == GetSession::INFO.path {
        response::forbid_old_caches(&mut response);
    }
    response
}

/// Nesting swallows the second slash of `/api/auth//ok`, which is no route.
fn follows_a_slash(parts: &Parts) -> bool {
    parts
        .extensions
        .get::<OriginalUri>()
        .and_then(|OriginalUri(original)| original.path().strip_suffix(parts.uri.path()))
        .is_some_and(|before| before.ends_with('/'))
}

fn query_input(route: &RouteInfo, mut query: Map<String, Value>) -> Result<Value, ApiError> {
    query::settle_flags(route.input, &mut query);
    let input = Value::Object(query);
    validate(route.input, "query", Some(&input))?;
    Ok(input)
}

/// Takes what the body leaves out, or leaves empty, or all of it where the query counts first.
fn take_from_query(route: &RouteInfo, body: &mut Map<String, Value>, query: &Map<String, Value>) {
    for name in route.query {
        let is_empty = route.body == Expected::OptionalOrForm
            || body.get(*name).is_none_or(|value| value.as_str() == Some(""));
        // A repeated one is no text, and refused as part of the query.
        if let Some(value) = query.get(*name).filter(|value| is_empty && value.is_string()) {
            body.insert((*name).to_owned(), value.clone());
        }
    }
}

/// A request whose route is known.
pub(super) struct Arrival<'a> {
    edge: &'a Edge,
    pub(super) target: Target<'a>,
    pub(super) route: &'static RouteInfo,
    path: &'a str,
    pub(super) client_ip: Option<ClientIp>,
}

/// What the request holds.
pub(super) struct Input {
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Value>,
    pub(super) query: Map<String, Value>,
}

impl Arrival<'_> {
    /// Reads the body, and checks what is to be checked before anybody looks at it.
    async fn receive(
        &self,
        Shared { context, edge }: &Shared,
        headers: &HeaderMap,
        body: Body,
        query: &Map<String, Value>,
    ) -> Result<Option<Value>, ApiError> {
        if self.route.method == Method::Get {
            return Ok(None);
        }
        let caller = self.caller(headers, query);
        let mut body = body::read(self.route.body, headers, body, edge.body_limit).await?;
        if body.is_none() && self.route.body == Expected::OptionalOrForm {
            body = Some(Value::Object(Map::new()));
        }
        if let Some(Value::Object(map)) = &mut body {
            take_from_query(self.route, map, query);
        }
        forgery::check_cookies(context, self.path, headers, &caller)?;
        redirect_targets::check(context, self.path, body.as_ref(), query, &caller)?;
        Ok(body)
    }

    /// Checks the input and runs the endpoint.
    pub(super) async fn perform(
        &self,
        context: &Context,
        endpoint: Endpoint,
        input: Input,
    ) -> Response {
        let Input { headers, body, query } = input;
        let caller = self.caller(&headers, &query);
        match self.checked(context, &headers, &caller, body, query) {
            Ok(input) => endpoint.run(context, &caller, input).await,
            Err(error) => error.into_response(),
        }
    }

    /// The same for a route of a plugin.
    pub(super) async fn perform_plugin(
        &self,
        context: &PluginContext,
        route: &InstalledRoute,
        input: Input,
    ) -> Response {
        let Input { headers, body, query } = input;
        let caller = self.caller(&headers, &query);
        match self.checked(context.core(), &headers, &caller, body, query) {
            Ok(input) => route.run(context, input).await.into_response(),
            Err(error) => error.into_response(),
        }
    }

    fn checked(
        &self,
        context: &Context,
        headers: &HeaderMap,
        caller: &Caller<'_>,
        body: Option<Value>,
        query: Map<String, Value>,
    ) -> Result<Value, ApiError> {
        match self.route.method {
            Method::Get => query_input(self.route, query),
            Method::Post => self.body_input(context, headers, caller, body, &query),
        }
    }

    fn body_input(
        &self,
        context: &Context,
        headers: &HeaderMap,
        caller: &Caller<'_>,
        body: Option<Value>,
        query: &Map<String, Value>,
    ) -> Result<Value, ApiError> {
        let is_needed = matches!(self.route.body, Expected::Required | Expected::RequiredOrForm);
        if is_needed || body.is_some() {
            validate(self.route.input, "body", body.as_ref())?;
        }
        validate_query_of_post(self.route, query)?;
        if self.target.signs_in() {
            forgery::check_sign_in(context, self.path, headers, caller)?;
        }
        // An endpoint that declares no input takes any body, and looks at none.
        Ok(body.filter(Value::is_object).unwrap_or_else(|| Value::Object(Map::new())))
    }

    fn caller<'h>(&self, headers: &'h HeaderMap, query: &Map<String, Value>) -> Caller<'h> {
        let mut caller = self.edge.caller_at(headers, self.client_ip);
        caller.disable_refresh = query::is_set(query.get("disableRefresh"));
        caller.disable_cookie_cache = query::is_set(query.get("disableCookieCache"));
        caller
    }
}
