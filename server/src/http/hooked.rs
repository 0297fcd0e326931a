//! Calls with the application's functions around them.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use serde_json::{Map, Value};
use signet_auth_protocol::routes::ErrorPage;

use super::response;
use super::router::{Arrival, Input};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ApiError;
use crate::hooks::{Before, HookRequest, HookResponse};
use crate::plugin::PluginContext;

/// Whether a call has to be told to anybody.
pub(crate) fn is_wanted(context: &Context, path: &str) -> bool {
    !context.options.hooks.is_empty()
        || !context.options.database_hooks.is_empty()
        || context.plugins.see(path)
}

/// What the application and plugins make of a call before it is answered.
pub(crate) async fn before(
    context: &Context,
    caller: &Caller<'_>,
    request: HookRequest,
) -> Result<Before, ApiError> {
    match context.options.hooks.run_before(request).await? {
        Before::Continue(request) if context.plugins.see(request.path) => {
            context.plugins.run_before(PluginContext::new(context, caller), request).await
        }
        decided => Ok(decided),
    }
}

/// Whether anybody looks at answers of a route.
pub(crate) fn sees_answers(context: &Context, path: &str) -> bool {
    context.options.hooks.see_answers() || context.plugins.see(path)
}

/// What the application and plugins make of an answer.
pub(crate) async fn after(
    context: &Context,
    caller: &Caller<'_>,
    request: &HookRequest,
    response: HookResponse,
) -> Result<HookResponse, ApiError> {
    let response = context.options.hooks.run_after(request, response).await?;
    if !context.plugins.see(request.path) {
        return Ok(response);
    }
    context.plugins.run_after(PluginContext::new(context, caller), request, response).await
}

/// Performs a call, and all that the application wants before and after it.
pub(super) async fn perform(context: &Context, arrival: &Arrival<'_>, input: Input) -> Response {
    let (headers, query) = (input.headers.clone(), input.query.clone());
    let request = HookRequest {
        method: arrival.route.method.as_str(),
        path: arrival.route.path,
        headers: input.headers,
        body: input.body.unwrap_or(Value::Null),
        query: Value::Object(input.query),
        client_ip: arrival.client_ip,
    };
    let caller = arrival.caller(&headers, &query);
    let request = match before(context, &caller, request).await {
        Ok(Before::Continue(request)) => request,
        Ok(Before::Answer(answer)) => return answer.into_response(),
        Err(error) => return error.into_response(),
    };
    let input = Input {
        headers: request.headers.clone(),
        body: Some(request.body.clone()).filter(|body| !body.is_null()),
        query: match &request.query {
            Value::Object(query) => query.clone(),
            _ => Map::new(),
        },
    };
    let response = request.call().run(arrival.perform(context, input)).await;
    if *arrival.route.input == ErrorPage::MODEL || !sees_answers(context, request.path) {
        return response;
    }
    match read(response).await {
        Ok(response) => match after(context, &caller, &request, response).await {
            Ok(response) => response.into_response(),
            Err(error) => error.into_response(),
        },
        Err(error) => error.into_response(),
    }
}

async fn read(response: Response) -> Result<HookResponse, ApiError> {
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.map_err(|_| ApiError::internal())?.to_bytes();
    let content_type = parts.headers.get(CONTENT_TYPE);
    if content_type.is_some_and(|ty| ty.as_bytes().starts_with(b"text/html")) {
        let page = Some(String::from_utf8_lossy(&bytes).into_owned());
        let status = parts.status.as_u16();
        return Ok(HookResponse { status, headers: parts.headers, body: None, page });
    }
    let body = match &bytes[..] {
        [] => None,
        bytes => Some(serde_json::from_slice(bytes).map_err(|_| ApiError::internal())?),
    };
    let status = parts.status.as_u16();
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
