use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use signet_auth_server::db::Database;

/// `/healthz`: the process answers. `/readyz`: its database does, too.
pub(super) fn router(database: Database) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .with_state(database)
}

async fn ready(State(database): State<Database>) -> (StatusCode, &'static str) {
    match database.health().await {
        Ok(()) => (StatusCode::OK, "ok"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
        }
    }
}
