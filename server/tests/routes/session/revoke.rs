use serde_json::json;
use signet_auth_server::testing::{TestApp, TestClient};

use crate::{failure, sign_in_body};

async fn is_signed_in(client: &TestClient) -> bool {
    client.get("/get-session").await.text() != "null"
}

async fn token(client: &TestClient) -> String {
    client.get("/get-session").await.json()["session"]["token"].as_str().unwrap().to_owned()
}

/// Two browsers of one user.
async fn two_devices(app: &TestApp) -> (TestClient, TestClient) {
    let first = app.signed_in("ada@example.test").await;
    let second = app.anonymous();
    second.post("/sign-in/email", sign_in_body("ada@example.test")).await;
    (first, second)
}

#[tokio::test]
async fn a_user_ends_a_session_on_another_device() {
    let app = TestApp::new().await;
    let (first, second) = two_devices(&app).await;
    let response = first.post("/revoke-session", json!({"token": token(&second).await})).await;
    assert_eq!((response.status, response.text().as_str()), (200, r#"{"status":true}"#));
    assert!(response.set_cookies().is_empty());
    assert!(is_signed_in(&first).await);
    assert!(!is_signed_in(&second).await);
}

#[tokio::test]
async fn ending_the_current_session_clears_its_cookies() {
    let app = TestApp::new().await;
    let (first, second) = two_devices(&app).await;
    let response = first.post("/revoke-session", json!({"token": token(&first).await})).await;
    assert_eq!(response.set_cookies().len(), 3);
    assert!(!is_signed_in(&first).await);
    assert!(is_signed_in(&second).await);
}

#[tokio::test]
async fn nobody_ends_the_session_of_somebody_else_or_learns_whether_it_exists() {
    let app = TestApp::new().await;
    let victim = app.signed_in("ada@example.test").await;
    let attacker = app.signed_in("eve@example.test").await;
    for token in [token(&victim).await, "unknown".to_owned(), "\0".to_owned()] {
        let response = attacker.post("/revoke-session", json!({ "token": token })).await;
        assert_eq!((response.status, response.text().as_str()), (200, r#"{"status":true}"#));
        assert!(response.set_cookies().is_empty());
    }
    assert!(is_signed_in(&victim).await);
}

#[tokio::test]
async fn the_token_is_validated_before_the_session_is_looked_at() {
    let app = TestApp::new().await;
    let response = app.anonymous().post("/revoke-session", json!({})).await;
    let message = "[body.token] Invalid input: expected string, received undefined";
    assert_eq!(response.error(), failure(400, "VALIDATION_ERROR", message));
}

#[tokio::test]
async fn ending_all_sessions_ends_the_current_one_too() {
    let app = TestApp::new().await;
    let (first, second) = two_devices(&app).await;
    let other_user = app.signed_in("eve@example.test").await;
    let response = first.request("POST", "/revoke-sessions").send().await;
    assert_eq!((response.status, response.text().as_str()), (200, r#"{"status":true}"#));
    assert_eq!(response.set_cookies().len(), 3);
    assert!(!is_signed_in(&first).await);
    assert!(!is_signed_in(&second).await);
    assert!(is_signed_in(&other_user).await);
}

#[tokio::test]
async fn ending_the_other_sessions_keeps_the_current_one() {
    let app = TestApp::new().await;
    let (first, second) = two_devices(&app).await;
    let other_user = app.signed_in("eve@example.test").await;
    let response = first.post("/revoke-other-sessions", json!([])).await;
    assert_eq!((response.status, response.text().as_str()), (200, r#"{"status":true}"#));
    assert!(response.set_cookies().is_empty());
    assert!(is_signed_in(&first).await);
    assert!(!is_signed_in(&second).await);
    assert!(is_signed_in(&other_user).await);
}
