use serde_json::json;
use signet_auth_server::testing::TestApp;

use crate::failure;

const DAY: i64 = 24 * 3600;

#[tokio::test]
async fn the_list_needs_a_recent_sign_in_and_refreshes_do_not_count() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    app.clock.advance(DAY - 1);
    assert_eq!(client.get("/list-sessions").await.status, 200);
    app.clock.advance(1);
    client.get("/get-session").await;
    let response = client.get("/list-sessions").await;
    assert_eq!(response.error(), failure(403, "SESSION_NOT_FRESH", "Session is not fresh"));
}

#[tokio::test]
async fn freshness_can_be_switched_off() {
    let app = TestApp::with(|options| options.session.fresh_age = 0).await;
    let client = app.signed_in("ada@example.test").await;
    app.clock.advance(6 * DAY);
    assert_eq!(client.get("/list-sessions").await.status, 200);
}

#[tokio::test]
async fn revoking_does_not_need_a_recent_sign_in() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    app.clock.advance(6 * DAY);
    assert_eq!(client.post("/revoke-other-sessions", json!({})).await.status, 200);
}
