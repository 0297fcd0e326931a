use serde_json::json;
use signet_auth_server::testing::{TestApp, TestClient};

use crate::{sign_in_body, sign_up_body};

const DAY: i64 = 24 * 3600;

async fn expires_at(client: &TestClient, path: &str) -> String {
    client.get(path).await.json()["session"]["expiresAt"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_session_is_extended_once_it_is_a_day_old() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    app.clock.advance(DAY - 1);
    assert_eq!(expires_at(&client, "/get-session").await, "2026-11-29T12:00:00.000Z");
    app.clock.advance(1);
    let response = client.get("/get-session").await;
    let session = &response.json()["session"];
    assert_eq!(session["expiresAt"], "2026-11-30T12:00:00.000Z");
    assert_eq!(session["updatedAt"], "2026-11-23T12:00:00.000Z");
    assert_eq!(session["createdAt"], "2026-11-22T12:00:00.000Z");
    let [cookie] = response.set_cookies()[..] else { panic!("{:?}", response.set_cookies()) };
    assert!(cookie.contains("; Max-Age=604800; "), "{cookie}");
    assert!(client.get("/get-session").await.set_cookies().is_empty());
}

#[tokio::test]
async fn any_use_of_a_session_extends_it_and_sends_its_cookie() {
    let app = TestApp::with(|options| options.session.fresh_age = 0).await;
    let client = app.signed_in("ada@example.test").await;
    app.clock.advance(2 * DAY);
    let response = client.get("/list-sessions").await;
    assert_eq!(response.json()[0]["expiresAt"], "2026-12-01T12:00:00.000Z");
    assert_eq!(response.set_cookies().len(), 1);
}

#[tokio::test]
async fn a_session_that_is_not_remembered_is_never_extended_and_ends_after_a_day() {
    // Elsewhere it ends a moment before.
    let app = TestApp::with(|options| options.session.store_session_in_database = true).await;
    let client = app.anonymous();
    let mut body = sign_up_body("ada@example.test");
    body["rememberMe"] = json!(false);
    client.post("/sign-up/email", body).await;
    assert_eq!(expires_at(&client, "/get-session").await, "2026-11-23T12:00:00.000Z");
    app.clock.advance(DAY);
    assert_eq!(expires_at(&client, "/get-session").await, "2026-11-23T12:00:00.000Z");
    app.clock.advance_ms(1);
    assert_eq!(client.get("/get-session").await.text(), "null");
}

#[tokio::test]
async fn refreshing_can_be_left_out_by_query_or_option() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    app.clock.advance(2 * DAY);
    for query in ["true", "false", "0", "maybe", "a&disableRefresh=b"] {
        let path = format!("/get-session?disableRefresh={query}");
        assert_eq!(expires_at(&client, &path).await, "2026-11-29T12:00:00.000Z", "{query}");
    }
    assert_eq!(
        expires_at(&client, "/get-session?disableRefresh=").await,
        "2026-12-01T12:00:00.000Z"
    );

    let app = TestApp::with(|options| options.session.disable_session_refresh = true).await;
    let client = app.signed_in("ada@example.test").await;
    app.clock.advance(2 * DAY);
    assert_eq!(expires_at(&client, "/get-session").await, "2026-11-29T12:00:00.000Z");
}

#[tokio::test]
async fn lifetimes_follow_the_options() {
    let app = TestApp::with(|options| {
        options.session.expires_in = 100;
        options.session.update_age = 0;
    })
    .await;
    app.signed_in("ada@example.test").await;
    let client = app.anonymous();
    let response = client.post("/sign-in/email", sign_in_body("ada@example.test")).await;
    assert!(response.set_cookies()[0].contains("; Max-Age=100; "));
    app.clock.advance(60);
    assert_eq!(expires_at(&client, "/get-session").await, "2026-11-22T12:02:40.000Z");
}
