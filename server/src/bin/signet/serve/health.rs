use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use signet_auth_server::db::Database;

use super::shutdown::Ending;

pub(super) const PATHS: [&str; 2] = [HEALTH, READY];
const HEALTH: &str = "/healthz";
const READY: &str = "/readyz";

/// `/healthz`: the process answers. `/readyz`: its database does, too, and the end was not asked for.
pub(super) fn router(database: Database, ending: Ending) -> Router {
    Router::new()
        .route(HEALTH, get(|| async { "ok" }))
        .route(READY, get(ready))
        .with_state((database, ending))
}

async fn ready(State((database, ending)): State<(Database, Ending)>) -> (StatusCode, &'static str) {
    if ending.has_begun() {
        return (StatusCode::SERVICE_UNAVAILABLE, "the server is about to end");
    }
    match database.health().await {
        Ok(()) => (StatusCode::OK, "ok"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
        }
    }
}
