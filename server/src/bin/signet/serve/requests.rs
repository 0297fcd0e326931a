//! What every request passes first and every answer last.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use signet_auth_server::config::ServerConfig;
use signet_auth_server::{REQUEST_ID, RequestId};
use tokio::time::{Instant, timeout_at};
use tracing::Instrument;

#[derive(Clone)]
struct Limits {
    body_timeout: Duration,
    trust_request_id: bool,
}

/// Gives each request an id, which its answer and its lines in the log have, and limits how long
/// its body may take.
pub(super) fn watch(router: Router, config: &ServerConfig) -> Router {
    let limits =
        Limits { body_timeout: config.body_timeout, trust_request_id: config.trust_request_id };
    router.layer(from_fn_with_state(limits, pass))
}

async fn pass(State(limits): State<Limits>, mut request: Request, next: Next) -> Response {
    let sent = limits.trust_request_id.then(|| RequestId::sent(request.headers())).flatten();
    let id = match sent.map_or_else(RequestId::random, Ok) {
        Ok(id) => id,
        Err(error) => {
            tracing::error!(%error, "a request got no id");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    // At this level it is there whatever is logged.
    let span = tracing::error_span!(
        "request",
        %id,
        method = %request.method(),
        route = tracing::field::Empty,
    );
    request.extensions_mut().insert(id.clone());
    let too_slow = Arc::new(AtomicBool::new(false));
    if !request.body().is_end_stream() {
        request = request.map(|body| limited(body, limits.body_timeout, Arc::clone(&too_slow)));
    }
    let mut response = next.run(request).instrument(span.clone()).await;
    if too_slow.load(Ordering::Relaxed) {
        response = StatusCode::REQUEST_TIMEOUT.into_response();
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response.headers_mut().insert(REQUEST_ID, id.header());
    span.in_scope(|| tracing::info!(status = response.status().as_u16(), "answered"));
    response
}

/// A body that fails when it is not complete in time, however it trickles in.
fn limited(body: Body, time: Duration, too_slow: Arc<AtomicBool>) -> Body {
    let deadline = Instant::now() + time;
    let chunks = stream::try_unfold(body.into_data_stream(), move |mut chunks| {
        let too_slow = Arc::clone(&too_slow);
        async move {
            match timeout_at(deadline, chunks.next()).await {
                Ok(chunk) => chunk.transpose().map(|chunk| chunk.map(|chunk| (chunk, chunks))),
                Err(_) => {
                    too_slow.store(true, Ordering::Relaxed);
                    Err(axum::Error::new(std::io::Error::from(std::io::ErrorKind::TimedOut)))
                }
            }
        }
    });
    Body::from_stream(chunks)
}
