//! An API of notes: everybody reads how many there are, users read and write their own.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use axum::extract::{FromRef, State};
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use signet_auth_server::Auth;
use signet_auth_server::db::{Database, migrate};
use signet_auth_server::extract::{Session, require_session};

const ADDRESS: &str = "127.0.0.1:3000";

/// Notes by user.
type Notes = Arc<Mutex<HashMap<String, Vec<String>>>>;

#[derive(Clone)]
struct Application {
    auth: Auth,
    notes: Notes,
}

impl FromRef<Application> for Auth {
    fn from_ref(application: &Application) -> Self {
        application.auth.clone()
    }
}

impl FromRef<Application> for Notes {
    fn from_ref(application: &Application) -> Self {
        Arc::clone(&application.notes)
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let secret = std::env::var("SIGNET_SECRET").context("set SIGNET_SECRET: `signet secret`")?;
    let database = Database::connect("sqlite://notes.db").await?;
    let auth = Auth::builder()
        .database(database.clone())
        .secret(secret)
        .base_url(format!("http://{ADDRESS}"))
        .build()
        .await?;
    migrate(&database, auth.store().schema()).await?;
    let listener = tokio::net::TcpListener::bind(ADDRESS).await?;
    println!("http://{ADDRESS}");
    axum::serve(listener, router(auth)).await?;
    Ok(())
}

fn router(auth: Auth) -> Router {
    let protected = Router::new()
        .route("/api/notes", get(own_notes).post(add_note))
        .layer(from_fn_with_state(auth.clone(), require_session));
    Router::new()
        .route("/api/count", get(count))
        .merge(protected)
        .with_state(Application { auth: auth.clone(), notes: Notes::default() })
        .nest(auth.base_path(), auth.router())
}

async fn count(State(notes): State<Notes>, session: Option<Session>) -> Json<Value> {
    let notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
    let all: usize = notes.values().map(Vec::len).sum();
    Json(json!({ "notes": all, "name": session.map(|session| session.user.name) }))
}

async fn own_notes(State(notes): State<Notes>, session: Session) -> Json<Value> {
    let notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
    Json(json!(notes.get(&session.user.id).cloned().unwrap_or_default()))
}

async fn add_note(State(notes): State<Notes>, session: Session, text: String) -> Json<Value> {
    let mut notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
    let own = notes.entry(session.user.id).or_default();
    own.push(text);
    Json(json!(own))
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use axum::http::header::COOKIE;
    use signet_auth_server::testing::{TestApp, TestClient};
    use tower_service::Service;

    use super::*;

    async fn call(
        router: &mut Router,
        method: &str,
        path: &str,
        client: Option<&TestClient>,
        body: &'static str,
    ) -> (u16, String) {
        let token = client.and_then(|client| client.cookie("better-auth.session_token"));
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(COOKIE, format!("better-auth.session_token={}", token.unwrap_or_default()));
        let response = router.call(request.body(Body::from(body)).unwrap()).await.unwrap();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), 10_000).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn users_have_notes_of_their_own_and_strangers_have_none() {
        let app = TestApp::new().await;
        let mut router = router(app.auth.clone());
        let ada = app.signed_in("ada@example.test").await;
        let eve = app.signed_in("eve@example.test").await;
        let added = call(&mut router, "POST", "/api/notes", Some(&ada), "Buy milk").await;
        assert_eq!(added, (200, r#"["Buy milk"]"#.to_owned()));
        let own = call(&mut router, "GET", "/api/notes", Some(&eve), "").await;
        assert_eq!(own, (200, "[]".to_owned()));
        let refused = call(&mut router, "GET", "/api/notes", None, "").await;
        let unauthorized = r#"{"message":"Unauthorized","code":"UNAUTHORIZED"}"#;
        assert_eq!(refused, (401, unauthorized.to_owned()));
        let count = call(&mut router, "GET", "/api/count", None, "").await;
        let count: Value = serde_json::from_str(&count.1).unwrap();
        assert_eq!(count, json!({"name": null, "notes": 1}));
        let ok = call(&mut router, "GET", "/api/auth/ok", None, "").await;
        assert_eq!(ok, (200, r#"{"ok":true}"#.to_owned()));
    }
}
