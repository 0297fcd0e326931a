//! What plugins do before a request finds its route, and with the finished response.

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use super::router::Shared;
use super::{hooked, replace_cookies};
use crate::client_ip::ClientIp;
use crate::hooks::Call;
use crate::plugin::{Arrival, ArrivingRequest, PluginContext};

/// A request as plugins saw it come; `None` where none looks.
pub(super) struct Outside(Option<PluginContext>);

/// Shows a request to plugins, which may change its headers, or answer it.
pub(super) async fn arrive(
    shared: &Arc<Shared>,
    parts: &Parts,
    path: &str,
    client_ip: Option<ClientIp>,
) -> Result<Outside, Box<Response>> {
    let plugins = &shared.context.plugins;
    if !plugins.see_requests() && !plugins.see_responses() {
        return Ok(Outside(None));
    }
    let call = Call::new("", parts.headers.clone(), client_ip);
    let context = PluginContext::new(Arc::clone(shared), call);
    let request = ArrivingRequest::new(parts.method.as_str(), path, parts.headers.clone());
    let context = match plugins.on_request(&context, request).await {
        Ok(Arrival::Continue(request)) => context.with_headers(&request.headers),
        Ok(Arrival::Answer(mut answer)) => {
            replace_cookies(&mut answer.headers, &context.call().take_cookies());
            return Err(Box::new(answer.into_response()));
        }
        Err(error) => {
            let error = error.with_missing_cookies(context.call().take_cookies());
            return Err(Box::new(error.into_response()));
        }
    };
    Ok(Outside(Some(context)))
}

impl Outside {
    /// What plugins made of the headers.
    pub(super) fn headers(&self) -> Option<&HeaderMap> {
        self.0.as_ref()?.headers()
    }

    /// Shows the response to plugins, one of which may take its place.
    pub(super) async fn leave(self, shared: &Arc<Shared>, response: Response) -> Response {
        let Self(Some(context)) = self else { return response };
        let mut response = match shared.context.plugins.see_responses() {
            true => seen(shared, &context, response).await,
            false => response,
        };
        replace_cookies(response.headers_mut(), &context.call().take_cookies());
        response
    }
}

async fn seen(shared: &Arc<Shared>, context: &PluginContext, response: Response) -> Response {
    let shown = match hooked::read(response).await {
        Ok(shown) => shown,
        Err(error) => return error.into_response(),
    };
    match shared.context.plugins.on_response(context, &shown).await {
        Ok(other) => other.unwrap_or(shown).into_response(),
        Err(error) => error.into_response(),
    }
}
