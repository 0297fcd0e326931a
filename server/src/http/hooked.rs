//! Calls with the functions of the application and of plugins around them.

use std::sync::Arc;

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use serde_json::{Map, Value};
use signet_auth_protocol::routes::ErrorPage;

use super::dispatch::Target;
use super::router::{Arrival, Input, Shared};
use super::{add_missing_cookies, replace_cookies, response};
use crate::context::Context;
use crate::error::ApiError;
use crate::hooks::{Before, Call, HookRequest, HookResponse};
use crate::plugin::{PluginContext, run_after, run_before};

/// Whether a call of the route with this path has to be told to anybody.
pub(crate) fn is_wanted(context: &Context, path: &str) -> bool {
    !context.options.hooks.is_empty()
        || !context.options.database_hooks.is_empty()
        || context.plugins.watch(path)
}

/// Performs a call, and all that the application and plugins want before and after it.
pub(super) async fn perform(shared: &Arc<Shared>, arrival: &Arrival<'_>, input: Input) -> Response {
    let core = &shared.context;
    let path = arrival.route.path;
    let call = Call::new(path, input.headers.clone(), arrival.client_ip);
    let context = PluginContext::new(Arc::clone(shared), call.clone());
    let request = HookRequest {
        method: arrival.route.method.as_str(),
        path,
        headers: input.headers,
        body: input.body.unwrap_or(Value::Null),
        query: Value::Object(input.query),
        client_ip: arrival.client_ip,
    };
    let before = call.run(run_before(&context, request, true)).await;
    let request = match before {
        Ok(Before::Continue(request)) => request,
        Ok(Before::Answer(mut answer)) => {
            replace_cookies(&mut answer.headers, &context.call().take_cookies());
            return answer.into_response();
        }
        Err(error) => {
            return error.with_missing_cookies(context.call().take_cookies()).into_response();
        }
    };
    let context = context.with_headers(&request.headers);
    let call = context.call().clone();
    let input = Input {
        headers: request.headers.clone(),
        body: Some(request.body.clone()).filter(|body| !body.is_null()),
        query: match &request.query {
            Value::Object(query) => query.clone(),
            _ => Map::new(),
        },
    };
    let perform = async {
        match arrival.target {
            Target::Core(endpoint) => arrival.perform(core, endpoint, input).await,
            Target::Plugin(route) => arrival.perform_plugin(&context, route, input).await,
        }
    };
    let mut response = call.clone().run(perform).await;
    add_missing_cookies(response.headers_mut(), &call.take_cookies());
    let is_seen = core.options.hooks.see_answers() || core.plugins.see_answers(path);
    if *arrival.route.input == ErrorPage::MODEL || !is_seen {
        return response;
    }
    match read(response).await {
        Ok(response) => match call.run(run_after(&context, &request, response)).await {
            Ok(response) => response.into_response(),
            Err(error) => error.into_response(),
        },
        Err(error) => error.into_response(),
    }
}

pub(super) async fn read(response: Response) -> Result<HookResponse, ApiError> {
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.map_err(|_| ApiError::internal())?.to_bytes();
    let status = parts.status.as_u16();
    let content_type = parts.headers.get(CONTENT_TYPE);
    if content_type.is_some_and(|ty| ty.as_bytes().starts_with(b"text/html")) {
        let page = Some(String::from_utf8_lossy(&bytes).into_owned());
        return Ok(HookResponse { status, headers: parts.headers, body: None, page });
    }
    let body = match &bytes[..] {
        [] => None,
        bytes => Some(serde_json::from_slice(bytes).map_err(|_| ApiError::internal())?),
    };
    Ok(HookResponse { status, headers: parts.headers, body, page: None })
}

impl IntoResponse for HookResponse {
    fn into_response(self) -> Response {
        let is_json = self.body.is_some() && self.page.is_none();
        let body = self.page.or(self.body.as_ref().map(Value::to_string)).unwrap_or_default();
        let Some(mut response) = response::of_hook(self.status, Body::from(body)) else {
            tracing::error!(status = self.status, "a hook gave a status that is none");
            return ApiError::internal().into_response();
        };
        if is_json {
            response.headers_mut().insert(CONTENT_TYPE, response::JSON);
        }
        response.headers_mut().extend(self.headers);
        response
    }
}
