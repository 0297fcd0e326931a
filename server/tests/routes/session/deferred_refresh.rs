use signet_auth_server::cookie_cache::Strategy;
use signet_auth_server::testing::{TestApp, TestClient};

use super::cookie_cache::cached;
use super::shared_file::{SharedFile, sign_up};
use crate::{failure, sign_up_body};

const DAY: i64 = 24 * 3600;
const FIRST_END: &str = "2026-11-29T12:00:00.000Z";
const SECOND_END: &str = "2026-12-01T12:00:00.000Z";

async fn deferring() -> TestApp {
    TestApp::with(|options| {
        options.session.defer_session_refresh = true;
        options.session.fresh_age = 0;
        options.session.store_session_in_database = true;
    })
    .await
}

async fn expires_at(client: &TestClient) -> String {
    let path = "/get-session?disableRefresh=1&disableCookieCache=1";
    client.get(path).await.json()["session"]["expiresAt"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_get_says_that_a_session_should_be_extended_and_a_post_extends_it() {
    let app = deferring().await;
    let client = app.signed_in("ada@example.test").await;
    let response = client.get("/get-session").await;
    assert_eq!(response.json()["needsRefresh"], false);
    assert!(response.text().ends_with("},\"needsRefresh\":false}"), "{}", response.text());

    app.clock.advance(2 * DAY);
    let response = client.get("/get-session").await;
    assert_eq!(response.json()["needsRefresh"], true);
    assert_eq!(response.json()["session"]["expiresAt"], FIRST_END);
    assert!(response.set_cookies().is_empty());
    assert_eq!(expires_at(&client).await, FIRST_END);

    let response = client.request("POST", "/get-session").send().await;
    assert_eq!(response.json()["session"]["expiresAt"], SECOND_END);
    assert!(response.json().get("needsRefresh").is_none());
    let [cookie] = response.set_cookies()[..] else { panic!("{:?}", response.set_cookies()) };
    assert!(cookie.contains("; Max-Age=604800; "), "{cookie}");
    assert_eq!(
        (response.header("cache-control"), response.header("pragma")),
        ("no-store", "no-cache")
    );
    assert_eq!(client.get("/get-session").await.json()["needsRefresh"], false);
}

#[tokio::test]
async fn no_other_route_extends_a_session_where_that_is_left_to_a_request_of_its_own() {
    let app = deferring().await;
    let client = app.signed_in("ada@example.test").await;
    app.clock.advance(2 * DAY);
    let response = client.get("/list-sessions").await;
    assert_eq!(response.json()[0]["expiresAt"], FIRST_END);
    assert!(response.set_cookies().is_empty());
}

#[tokio::test]
async fn an_expired_session_is_deleted_by_the_post_only() {
    let app = deferring().await;
    let client = app.signed_in("ada@example.test").await;
    let cookie = client.cookie("better-auth.session_token").unwrap();
    app.clock.advance(8 * DAY);
    let response = client.get("/get-session").await;
    assert_eq!((response.text().as_str(), response.set_cookies().len()), ("null", 3));
    app.clock.advance(-8 * DAY);
    client.set_cookie("better-auth.session_token", &cookie);
    assert_ne!(client.get("/get-session").await.text(), "null", "the row is still there");

    app.clock.advance(8 * DAY);
    client.request("POST", "/get-session").send().await;
    app.clock.advance(-8 * DAY);
    client.set_cookie("better-auth.session_token", &cookie);
    assert_eq!(client.get("/get-session").await.text(), "null");
}

#[tokio::test]
async fn without_a_session_a_post_is_answered_like_a_get() {
    let app = deferring().await;
    let response = app.anonymous().request("POST", "/get-session").send().await;
    assert_eq!((response.status, response.text().as_str()), (200, "null"));
}

#[tokio::test]
async fn a_post_from_another_site_extends_nothing() {
    let app = deferring().await;
    let client = app.signed_in("ada@example.test").await;
    app.clock.advance(2 * DAY);
    let request = client.request("POST", "/get-session").header("origin", "https://evil.example");
    assert_eq!(request.send().await.error(), failure(403, "INVALID_ORIGIN", "Invalid origin"));
    assert_eq!(expires_at(&client).await, FIRST_END);
}

#[tokio::test]
async fn wishes_and_options_against_extending_hold_for_the_post_too() {
    let app = deferring().await;
    let client = app.signed_in("ada@example.test").await;
    app.clock.advance(2 * DAY);
    let response = client.request("POST", "/get-session?disableRefresh=1").send().await;
    assert_eq!(response.json()["session"]["expiresAt"], FIRST_END);

    let app = TestApp::with(|options| {
        options.session.defer_session_refresh = true;
        options.session.disable_session_refresh = true;
    })
    .await;
    let client = app.signed_in("ada@example.test").await;
    app.clock.advance(2 * DAY);
    assert_eq!(client.get("/get-session").await.json()["needsRefresh"], false);
    let response = client.request("POST", "/get-session").send().await;
    assert_eq!(response.json()["session"]["expiresAt"], FIRST_END);
}

#[tokio::test]
async fn a_session_that_is_not_remembered_needs_no_refresh() {
    let app = deferring().await;
    let client = app.anonymous();
    let mut body = sign_up_body("ada@example.test");
    body["rememberMe"] = false.into();
    client.post("/sign-up/email", body).await;
    let response = client.get("/get-session").await;
    assert!(response.json().get("needsRefresh").is_none(), "{}", response.text());
    let response = client.request("POST", "/get-session").send().await;
    assert_eq!(response.json()["session"]["expiresAt"], "2026-11-23T12:00:00.000Z");
}

/// With Better Auth the cache that the `GET` has just written answers the `POST`, which extends
/// nothing.
#[tokio::test]
async fn the_post_reads_past_the_cookie_cache() {
    let app = TestApp::with(|options| {
        cached(Strategy::Compact)(options);
        options.session.defer_session_refresh = true;
    })
    .await;
    let client = app.signed_in("ada@example.test").await;
    app.clock.advance(2 * DAY);
    let response = client.get("/get-session").await;
    assert_eq!(response.json()["needsRefresh"], true);
    assert_eq!(response.set_cookies().len(), 2, "the cache is written");
    let response = client.request("POST", "/get-session").send().await;
    assert_eq!(response.json()["session"]["expiresAt"], SECOND_END);
    let response = client.get("/get-session").await;
    assert_eq!(response.json()["session"]["expiresAt"], SECOND_END);
    assert!(response.set_cookies().is_empty(), "out of the cache");
}

/// A replica that refuses to write is enough for a `GET`.
#[tokio::test]
async fn a_get_writes_nothing() {
    let shared = SharedFile::new();
    let auth = shared.server(|options| options.session.update_age = 0).await;
    let browser = sign_up(&auth, "ada@example.test").await;
    let deferring = shared
        .server(|options| {
            options.session.update_age = 0;
            options.session.defer_session_refresh = true;
        })
        .await;
    shared.refuse_writes();
    assert!(auth.api().get_session(&browser).await.is_err());
    let reply = deferring.api().get_session(&browser).await.unwrap();
    assert_eq!(reply.data.0.unwrap().needs_refresh, Some(true));
    assert!(deferring.api().refresh_session(&browser).await.is_err());
}

#[tokio::test]
async fn without_http_a_session_is_extended_by_a_call_of_its_own_too() {
    let shared = SharedFile::new();
    let auth = shared
        .server(|options| {
            options.session.update_age = 0;
            options.session.defer_session_refresh = true;
        })
        .await;
    let browser = sign_up(&auth, "ada@example.test").await;
    let before = auth.api().get_session(&browser).await.unwrap();
    assert!(before.cookies().is_empty());
    let after = auth.api().refresh_session(&browser).await.unwrap();
    assert_eq!(after.cookies().len(), 1);
    assert_eq!(after.data.0.unwrap().needs_refresh, None);

    let usual = shared.server(|_| ()).await;
    assert_eq!(usual.api().refresh_session(&browser).await.unwrap_err().status(), 405);
}
