//! Calls with the application's functions around them.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use serde_json::{Map, Value};
use signet_auth_protocol::routes::ErrorPage;

use super::response;
use super::router::{Arrival, Input};
use crate::context::Context;
use crate::error::ApiError;
use crate::hooks::{Before, HookRequest, HookResponse};

/// Whether a call has to be told to anybody.
pub(crate) fn is_wanted(context: &Context) -> bool {
    !context.options.hooks.is_empty() || !context.options.database_hooks.is_empty()
}

/// Performs a call, and all that the application wants before and after it.
pub(super) async fn perform(context: &Context, arrival: &Arrival<'_>, input: Input) -> Response {
    let hooks = &context.options.hooks;
    let request = HookRequest {
        method: arrival.route.method.as_str(),
        path: arrival.route.path,
        headers: input.headers,
        body: input.body.unwrap_or(Value::Null),
        query: Value::Object(input.query),
        client_ip: arrival.client_ip,
    };
    let request = match hooks.run_before(request).await {
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
    if *arrival.route.input == ErrorPage::MODEL || !hooks.see_answers() {
        return response;
    }
    match read(response).await {
        Ok(response) => match hooks.run_after(&request, response).await {
            Ok(response) => response.into_response(),
            Err(error) => error.into_response(),
        },
        Err(error) => error.into_response(),
    }
}

async fn read(response: Response) -> Result<HookResponse, ApiError> {
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.map_err(|_| ApiError::internal())?.to_bytes();
    let body = match &bytes[..] {
        [] => None,
        bytes => Some(serde_json::from_slice(bytes).map_err(|_| ApiError::internal())?),
    };
    Ok(HookResponse { status: parts.status.as_u16(), headers: parts.headers, body })
}

impl IntoResponse for HookResponse {
    fn into_response(self) -> Response {
        let body = self.body.as_ref().map(Value::to_string).unwrap_or_default();
        let Some(mut response) = response::of_hook(self.status, Body::from(body)) else {
            tracing::error!(status = self.status, "a hook gave a status that is none");
            return ApiError::internal().into_response();
        };
        if self.body.is_some() {
            response.headers_mut().insert(CONTENT_TYPE, response::JSON);
        }
        response.headers_mut().extend(self.headers);
        response
    }
}
