use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use signet_auth_server::Auth;
use signet_auth_server::db::Database;

use crate::failure::Failure;

const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// In seconds: from a cached session to a password that waits in a long queue.
const BUCKETS: [f64; 12] =
    [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 5.0];
/// What stands for all paths and methods that are none of ours, of which there are many.
const OTHER: &str = "other";

type Labels<const N: usize> = [(&'static str, &'static str); N];

/// What is counted. No label has more values than there are routes.
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<Labels<3>, Counter>,
    durations: Family<Labels<1>, Histogram>,
    sign_ins: Family<Labels<1>, Counter>,
    sign_ups: Family<Labels<1>, Counter>,
    rate_limited: Counter,
    hashes_waiting: Gauge,
    database_errors: Counter,
    auth: Auth,
    database: Database,
}

impl Metrics {
    pub(super) fn new(auth: Auth, database: Database) -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("signet"),
            requests: Family::default(),
            durations: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            sign_ins: Family::default(),
            sign_ups: Family::default(),
            rate_limited: Counter::default(),
            hashes_waiting: Gauge::default(),
            database_errors: Counter::default(),
            auth,
            database,
        };
        let registry = &mut metrics.registry;
        registry.register("requests", "Requests", metrics.requests.clone());
        registry.register_with_unit(
            "request_duration",
            "How long requests took",
            Unit::Seconds,
            metrics.durations.clone(),
        );
        registry.register("sign_ins", "Sign-ins with a password", metrics.sign_ins.clone());
        registry.register("sign_ups", "Sign-ups with a password", metrics.sign_ups.clone());
        registry.register(
            "rate_limited",
            "Requests that were refused because there were too many",
            metrics.rate_limited.clone(),
        );
        registry.register(
            "password_hashes_waiting",
            "Passwords that wait to be hashed",
            metrics.hashes_waiting.clone(),
        );
        registry.register(
            "database_errors",
            "Statements that failed, other than for what is in the tables",
            metrics.database_errors.clone(),
        );
        metrics
    }

    /// Counts a request. `route` is the declared one, if the request has reached any.
    pub(super) fn count(
        &self,
        route: Option<&'static str>,
        method: &Method,
        status: StatusCode,
        took: Duration,
    ) {
        let route = route.unwrap_or(OTHER);
        let labels = [("route", route), ("method", name(method)), ("status", class(status))];
        self.requests.get_or_create(&labels).inc();
        self.durations.get_or_create(&[("route", route)]).observe(took.as_secs_f64());
        if status == StatusCode::TOO_MANY_REQUESTS {
            self.rate_limited.inc();
        }
        let result = [("result", if status.is_success() { "ok" } else { "failed" })];
        match route {
            "/sign-in/email" => _ = self.sign_ins.get_or_create(&result).inc(),
            "/sign-up/email" => _ = self.sign_ups.get_or_create(&result).inc(),
            _ => {}
        }
    }

    fn text(&self) -> Result<String, std::fmt::Error> {
        self.hashes_waiting.set(i64::try_from(self.auth.waiting_hashes()).unwrap_or(i64::MAX));
        self.database_errors.inner().store(self.database.failures(), Ordering::Relaxed);
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// Serves `/metrics` until the process ends.
pub(super) async fn serve(metrics: Arc<Metrics>, address: SocketAddr) -> Result<(), Failure> {
    let (listener, address) = super::listen(address).await?;
    tracing::info!(%address, "metrics are served");
    let router = Router::new().route("/metrics", get(scrape)).with_state(metrics);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(())
}

async fn scrape(State(metrics): State<Arc<Metrics>>) -> Response {
    match metrics.text() {
        Ok(text) => ([(CONTENT_TYPE, TEXT)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Clients can make up methods.
fn name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        _ => OTHER,
    }
}

fn class(status: StatusCode) -> &'static str {
    match status.as_u16() {
        100..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    }
}
