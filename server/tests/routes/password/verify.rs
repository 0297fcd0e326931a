use serde_json::json;
use signet_auth_server::testing::TestApp;

use crate::{PASSWORD, failure};

#[tokio::test]
async fn a_user_proves_their_password() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let response = client.post("/verify-password", json!({ "password": PASSWORD })).await;
    assert_eq!((response.status, response.text().as_str()), (200, r#"{"status":true}"#));
}

#[tokio::test]
async fn a_wrong_password_and_one_that_is_too_long_are_refused() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    for password in ["wrong password", ""] {
        let response = client.post("/verify-password", json!({ "password": password })).await;
        assert_eq!(response.error(), failure(400, "INVALID_PASSWORD", "Invalid password"));
    }
    let response = client.post("/verify-password", json!({"password": "x".repeat(129)})).await;
    assert_eq!(response.error(), failure(400, "PASSWORD_TOO_LONG", "Password too long"));
    let message = "[body.password] Invalid input: expected string, received array";
    let response = client.post("/verify-password", json!({"password": []})).await;
    assert_eq!(response.error(), failure(400, "VALIDATION_ERROR", message));
}

#[tokio::test]
async fn it_needs_a_session() {
    let app = TestApp::new().await;
    let response = app.anonymous().post("/verify-password", json!({"password": PASSWORD})).await;
    assert_eq!(response.error(), failure(401, "UNAUTHORIZED", "Unauthorized"));
}
