use serde_json::{Value, json};
use signet_auth_server::testing::{TestApp, TestClient};

use crate::{PASSWORD, failure, sign_in_body};

const NEW: &str = "a better battery";

fn body(current: &str, new: &str) -> Value {
    json!({"currentPassword": current, "newPassword": new})
}

async fn is_signed_in(client: &TestClient) -> bool {
    client.get("/get-session").await.text() != "null"
}

#[tokio::test]
async fn the_new_password_counts_and_the_old_one_does_not() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let response = client.post("/change-password", body(PASSWORD, NEW)).await;
    assert_eq!(response.status, 200);
    assert_eq!(response.json()["token"], json!(null));
    assert_eq!(response.json()["user"]["email"], "ada@example.test");
    assert!(response.set_cookies().is_empty());
    assert!(is_signed_in(&client).await);

    let other = app.anonymous();
    assert_eq!(other.post("/sign-in/email", sign_in_body("ada@example.test")).await.status, 401);
    let sign_in = json!({"email": "ada@example.test", "password": NEW});
    assert_eq!(other.post("/sign-in/email", sign_in).await.status, 200);
}

#[tokio::test]
async fn all_other_sessions_end_where_that_is_asked_for() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let other = app.anonymous();
    other.post("/sign-in/email", sign_in_body("ada@example.test")).await;
    let before = client.cookie("better-auth.session_token");
    let mut input = body(PASSWORD, NEW);
    input["revokeOtherSessions"] = json!(true);
    let response = client.post("/change-password", input).await;
    let session = client.get("/get-session").await.json()["session"].clone();
    assert_eq!(response.json()["token"], session["token"]);
    assert_ne!(client.cookie("better-auth.session_token"), before);
    assert!(!is_signed_in(&other).await);
    let stolen = app.anonymous();
    stolen.set_cookie("better-auth.session_token", &before.unwrap());
    assert!(!is_signed_in(&stolen).await);
}

#[tokio::test]
async fn a_wrong_current_password_changes_nothing() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let mut input = body("wrong password", NEW);
    input["revokeOtherSessions"] = json!(true);
    let response = client.post("/change-password", input).await;
    assert_eq!(response.error(), failure(400, "INVALID_PASSWORD", "Invalid password"));
    assert!(is_signed_in(&client).await);
    let sign_in = sign_in_body("ada@example.test");
    assert_eq!(app.anonymous().post("/sign-in/email", sign_in).await.status, 200);
}

#[tokio::test]
async fn lengths_are_checked_as_at_a_sign_up() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let long = "x".repeat(129);
    for (input, code, message) in [
        (body(PASSWORD, "short"), "PASSWORD_TOO_SHORT", "Password too short"),
        (body(PASSWORD, &long), "PASSWORD_TOO_LONG", "Password too long"),
        (body(&long, NEW), "PASSWORD_TOO_LONG", "Password too long"),
    ] {
        let response = client.post("/change-password", input).await;
        assert_eq!(response.error(), failure(400, code, message));
    }
}

#[tokio::test]
async fn it_needs_a_session_of_the_store() {
    let app = TestApp::new().await;
    let response = app.anonymous().post("/change-password", body(PASSWORD, NEW)).await;
    assert_eq!(response.error(), failure(401, "UNAUTHORIZED", "Unauthorized"));
    let response = app.anonymous().post("/change-password", json!({})).await;
    assert_eq!(response.status, 400);
}

#[tokio::test]
async fn of_two_changes_at_the_same_time_one_wins() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let change = |new: &str| {
        client.post("/change-password", json!({"newPassword": new, "currentPassword": PASSWORD}))
    };
    let (one, other) = tokio::join!(change("first new password"), change("second new password"));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400]);
}
