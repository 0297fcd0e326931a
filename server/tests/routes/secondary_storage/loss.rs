//! Redis goes, and comes back.

use std::sync::Arc;

use serde_json::json;
use signet_auth_server::options::Options;
use signet_auth_server::testing::{RedisServer, TestApp};

use super::{COOKIE, EMAIL};
use crate::sign_in_body;

/// A server on a Redis of its own.
async fn app(change: impl FnOnce(&mut Options)) -> (RedisServer, TestApp) {
    let redis = RedisServer::start();
    let app = TestApp::with(|options| {
        options.secondary_storage = Some(Arc::new(redis.storage()));
        change(options);
    })
    .await;
    (redis, app)
}

#[tokio::test]
async fn without_redis_nobody_is_signed_out_and_nothing_is_revoked_in_vain() {
    let (redis, app) = app(|_| ()).await;
    let client = app.signed_in(EMAIL).await;
    redis.stop();
    let response = client.get("/get-session").await;
    assert_eq!(response.status, 500, "{}", response.text());
    assert!(response.set_cookies().is_empty());
    assert!(client.cookie(COOKIE).is_some());
    for (path, body) in [("/revoke-sessions", json!({})), ("/update-user", json!({"name": "x"}))] {
        assert_eq!(client.post(path, body).await.status, 500, "{path}");
    }
    let response = app.anonymous().post("/sign-in/email", sign_in_body(EMAIL)).await;
    assert_eq!(response.status, 500);
    assert!(response.set_cookies().is_empty());
}

#[tokio::test]
async fn when_redis_is_back_the_next_sign_in_works_again() {
    let (redis, app) = app(|_| ()).await;
    app.signed_in(EMAIL).await;
    redis.stop();
    assert_eq!(app.anonymous().post("/sign-in/email", sign_in_body(EMAIL)).await.status, 500);
    redis.start_again();
    assert_eq!(app.anonymous().post("/sign-in/email", sign_in_body(EMAIL)).await.status, 200);
}

#[tokio::test]
async fn with_sessions_in_both_places_the_database_answers_and_what_was_revoked_stays_so() {
    let (redis, app) = app(|options| options.session.store_session_in_database = true).await;
    let client = app.signed_in(EMAIL).await;
    let over = app.anonymous();
    assert_eq!(over.post("/sign-in/email", sign_in_body(EMAIL)).await.status, 200);
    let cookie = over.cookie(COOKIE).unwrap();
    assert_eq!(over.post("/sign-out", json!({})).await.status, 200);
    over.set_cookie(COOKIE, &cookie);

    redis.stop();
    assert_eq!(client.get("/get-session").await.json()["user"]["email"], EMAIL);
    assert_eq!(app.anonymous().post("/sign-in/email", sign_in_body(EMAIL)).await.status, 200);
    assert_eq!(over.get("/get-session").await.text(), "null");
    // A session that came back with Redis would be a revoked one that lives.
    assert_eq!(client.post("/revoke-sessions", json!({})).await.status, 500);
    assert_ne!(client.get("/get-session").await.text(), "null");
}

#[tokio::test]
async fn without_redis_requests_are_counted_in_memory() {
    let (redis, app) = app(|options| {
        options.rate_limit.enabled = Some(true);
        options.rate_limit.max = 2;
    })
    .await;
    redis.stop();
    let statuses = [
        app.anonymous().get("/ok").await.status,
        app.anonymous().get("/ok").await.status,
        app.anonymous().get("/ok").await.status,
    ];
    assert_eq!(statuses, [200, 200, 429]);
}
