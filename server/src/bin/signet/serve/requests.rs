//! What every request passes first and every answer last.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use signet_auth_server::config::ServerConfig;
use signet_auth_server::{MatchedRoute, REQUEST_ID, RequestId};
use tokio::time::{Instant, timeout_at};
use tracing::Instrument;

use super::health;
use super::metrics::Metrics;

#[derive(Clone)]
struct Watch {
    body_timeout: Duration,
    trust_request_id: bool,
    metrics: Option<Arc<Metrics>>,
}

/// Gives each request an id, which its answer and its lines in the log have, and limits how long
/// its body may take. Counts it, where that is wished for.
pub(super) fn watch(
    router: Router,
    config: &ServerConfig,
    metrics: Option<Arc<Metrics>>,
) -> Router {
    let watch = Watch {
        body_timeout: config.body_timeout,
        trust_request_id: config.trust_request_id,
        metrics,
    };
    router.layer(from_fn_with_state(watch, pass))
}

async fn pass(State(watch): State<Watch>, mut request: Request, next: Next) -> Response {
    let sent = watch.trust_request_id.then(|| RequestId::sent(request.headers())).flatten();
    let id = sent.unwrap_or_else(RequestId::next);
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
        request = request.map(|body| limited(body, watch.body_timeout, Arc::clone(&too_slow)));
    }
    let counted = watch.metrics.map(|metrics| Counted::begin(metrics, &mut request));
    let mut response = next.run(request).instrument(span.clone()).await;
    if too_slow.load(Ordering::Relaxed) {
        response = StatusCode::REQUEST_TIMEOUT.into_response();
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response.headers_mut().insert(REQUEST_ID, id.header());
    if let Some(counted) = counted {
        counted.end(response.status());
    }
    span.in_scope(|| tracing::info!(status = response.status().as_u16(), "answered"));
    response
}

/// A request that is counted.
struct Counted {
    metrics: Arc<Metrics>,
    begun: Instant,
    method: Method,
    health: Option<&'static str>,
    route: MatchedRoute,
}

impl Counted {
    fn begin(metrics: Arc<Metrics>, request: &mut Request) -> Self {
        let route = MatchedRoute::default();
        request.extensions_mut().insert(route.clone());
        let method = request.method().clone();
        let health = health::PATHS.iter().find(|path| **path == request.uri().path()).copied();
        Self { metrics, begun: Instant::now(), method, health, route }
    }

    fn end(self, status: StatusCode) {
        let route = self.route.path().or(self.health);
        self.metrics.count(route, &self.method, status, self.begun.elapsed());
    }
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
