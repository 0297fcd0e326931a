use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::get;
use serde_json::json;
use signet_auth_server::extract::{Session, require_session};
use signet_auth_server::testing::{TestApp, TestClient};
use tower_service::Service;

const DAY: i64 = 24 * 3600;

/// An application with a route for everybody, one for users, and one behind the layer.
fn router(app: &TestApp) -> Router {
    let protected = Router::new()
        .route("/protected", get(async |session: Session| session.user.email))
        .layer(from_fn_with_state(app.auth.clone(), require_session));
    Router::new()
        .route(
            "/anybody",
            get(async |session: Option<Session>| match session {
                Some(session) => session.user.email,
                None => "nobody".to_owned(),
            }),
        )
        .route("/users", get(async |session: Session| session.session.user_id))
        .merge(protected)
        .with_state(app.auth.clone())
}

async fn call(router: &mut Router, path: &str, client: Option<&TestClient>) -> Response {
    let token = client.and_then(|client| client.cookie("better-auth.session_token"));
    let cookie = format!("better-auth.session_token={}", token.unwrap_or_default());
    let request = Request::get(path).header(COOKIE, cookie).body(Body::empty()).unwrap();
    router.call(request).await.unwrap()
}

async fn text(response: Response) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn handlers_are_given_the_session() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let mut router = router(&app);
    assert_eq!(text(call(&mut router, "/anybody", Some(&client)).await).await, "ada@example.test");
    assert_eq!(text(call(&mut router, "/anybody", None).await).await, "nobody");
    let id = client.get("/get-session").await.json()["user"]["id"].clone();
    assert_eq!(text(call(&mut router, "/users", Some(&client)).await).await, id);
    let protected = call(&mut router, "/protected", Some(&client)).await;
    assert_eq!(text(protected).await, "ada@example.test");
}

#[tokio::test]
async fn who_has_no_session_is_refused_as_by_the_api() {
    let app = TestApp::new().await;
    let mut router = router(&app);
    for path in ["/users", "/protected"] {
        let response = call(&mut router, path, None).await;
        assert_eq!(response.status(), 401);
        assert_eq!(text(response).await, r#"{"message":"Unauthorized","code":"UNAUTHORIZED"}"#);
    }
}

#[tokio::test]
async fn a_revoked_session_opens_nothing_whatever_the_cookie_cache_says() {
    let app = TestApp::with(|options| options.session.cookie_cache.enabled = true).await;
    let client = app.signed_in("ada@example.test").await;
    let mut router = router(&app);
    let other = app.anonymous();
    let body = json!({"email": "ada@example.test", "password": "correct horse battery"});
    assert_eq!(other.post("/sign-in/email", body).await.status, 200);
    assert_eq!(other.post("/revoke-other-sessions", json!({})).await.status, 200);
    for path in ["/users", "/protected"] {
        assert_eq!(call(&mut router, path, Some(&client)).await.status(), 401, "{path}");
    }
}

#[tokio::test]
async fn the_layer_extends_the_session_and_the_extractor_leaves_it() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let mut router = router(&app);
    app.clock.advance(2 * DAY);
    let response = call(&mut router, "/users", Some(&client)).await;
    assert_eq!(response.headers().get(SET_COOKIE), None);
    let response = call(&mut router, "/protected", Some(&client)).await;
    let cookie = response.headers().get(SET_COOKIE).unwrap().to_str().unwrap();
    assert!(cookie.starts_with("better-auth.session_token=") && cookie.contains("Max-Age=604800"));
    // Extended once, it is not due again.
    let response = call(&mut router, "/protected", Some(&client)).await;
    assert_eq!(response.headers().get(SET_COOKIE), None);
}
