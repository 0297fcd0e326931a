//! Calls with the functions of the application and of plugins around them.

use super::PluginContext;
use crate::error::ApiError;
use crate::hooks::{Before, HookRequest, HookResponse};
use crate::http::replace_cookies;

/// What middlewares, where the call comes over HTTP, and the functions before a route make of a
/// request: those of the application, then those of plugins.
pub(crate) async fn run_before(
    context: &PluginContext,
    mut request: HookRequest,
    over_http: bool,
) -> Result<Before, ApiError> {
    let core = context.core();
    let path = request.path;
    if over_http {
        for function in core.plugins.middlewares(path) {
            let context = context.with_headers(&request.headers);
            match function.call((context, request)).await? {
                Before::Continue(changed) => request = changed,
                answer @ Before::Answer(_) => return Ok(answer),
            }
        }
    }
    match core.options.hooks.run_before(request).await? {
        Before::Continue(changed) => request = changed,
        answer @ Before::Answer(_) => return Ok(answer),
    }
    for function in core.plugins.before(path) {
        let context = context.with_headers(&request.headers);
        match function.call((context, request)).await? {
            Before::Continue(changed) => request = changed,
            answer @ Before::Answer(_) => return Ok(answer),
        }
    }
    Ok(Before::Continue(request))
}

/// What the functions after a route make of its answer: those of the application, then those of
/// plugins. A plugin sees every answer, also when a function before it failed: it may have to take
/// a session back.
pub(crate) async fn run_after(
    context: &PluginContext,
    request: &HookRequest,
    response: HookResponse,
) -> Result<HookResponse, ApiError> {
    let core = context.core();
    let mut result = core.options.hooks.run_after(request, response).await;
    for function in core.plugins.after(request.path) {
        let response =
            with_cookies(context, result).unwrap_or_else(|error| HookResponse::of_error(&error));
        result = function.call((context.clone(), request.clone(), response)).await;
    }
    with_cookies(context, result)
}

fn with_cookies(
    context: &PluginContext,
    result: Result<HookResponse, ApiError>,
) -> Result<HookResponse, ApiError> {
    let cookies = context.take_cookies();
    match result {
        Ok(mut response) => {
            replace_cookies(&mut response.headers, &cookies);
            Ok(response)
        }
        Err(error) => Err(error.with_missing_cookies(cookies)),
    }
}
