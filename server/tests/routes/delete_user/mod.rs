use serde_json::json;
use signet_auth_server::testing::{TestApp, TestClient, TestMailbox};

use crate::{PASSWORD, failure, sign_in_body};

const DELETED: &str = r#"{"success":true,"message":"User deleted"}"#;

async fn app() -> TestApp {
    TestApp::with(|options| options.user.delete_user.enabled = true).await
}

async fn app_with_mail() -> (TestApp, TestMailbox) {
    TestApp::with_mail(|options| {
        options.user.delete_user.enabled = true;
        options.user.delete_user.send_verification = true;
    })
    .await
}

async fn exists(app: &TestApp, email: &str) -> bool {
    app.auth.store().find_user_by_email(email).await.unwrap().is_some()
}

async fn sign_in(app: &TestApp) -> TestClient {
    let client = app.anonymous();
    assert_eq!(client.post("/sign-in/email", sign_in_body("ada@example.test")).await.status, 200);
    client
}

#[tokio::test]
async fn a_user_who_has_just_signed_in_deletes_themselves_with_all_that_is_theirs() {
    let app = app().await;
    let client = app.signed_in("ada@example.test").await;
    let other = sign_in(&app).await;
    let response = client.post("/delete-user", json!({})).await;
    assert_eq!((response.status, response.text().as_str()), (200, DELETED));
    assert_eq!(response.set_cookies().len(), 3);
    assert!(!exists(&app, "ada@example.test").await);
    assert_eq!(other.get("/get-session").await.text(), "null");
    let sign_in = app.anonymous().post("/sign-in/email", sign_in_body("ada@example.test")).await;
    assert_eq!(sign_in.status, 401);
    // The address is free again.
    app.signed_in("ada@example.test").await;
}

#[tokio::test]
async fn an_old_session_needs_the_password() {
    let app = app().await;
    let client = app.signed_in("ada@example.test").await;
    app.clock.advance(24 * 3600);
    let response = client.post("/delete-user", json!({})).await;
    let message = "Session expired. Re-authenticate to perform this action.";
    assert_eq!(response.error(), failure(400, "SESSION_EXPIRED", message));
    let response = client.post("/delete-user", json!({"password": "wrong password"})).await;
    assert_eq!(response.error(), failure(400, "INVALID_PASSWORD", "Invalid password"));
    let response = client.post("/delete-user", json!({"password": "x".repeat(129)})).await;
    assert_eq!(response.error(), failure(400, "PASSWORD_TOO_LONG", "Password too long"));
    assert!(exists(&app, "ada@example.test").await);
    let response = client.post("/delete-user", json!({ "password": PASSWORD })).await;
    assert_eq!(response.text(), DELETED);
    assert!(!exists(&app, "ada@example.test").await);
}

#[tokio::test]
async fn a_link_in_a_mail_deletes_where_the_options_say_so() {
    let (app, mut mailbox) = app_with_mail().await;
    let client = app.signed_in("ada@example.test").await;
    let body = json!({"callbackURL": "/goodbye", "password": PASSWORD});
    let response = client.post("/delete-user", body).await;
    assert_eq!(response.text(), r#"{"success":true,"message":"Verification email sent"}"#);
    let mail = mailbox.next().await;
    assert_eq!(mail.token.len(), 32);
    assert!(mail.token.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase()));
    let url = format!(
        "http://localhost:3000/api/auth/delete-user/callback?token={}&callbackURL=%2Fgoodbye",
        mail.token
    );
    assert_eq!(mail.url, url);
    assert!(exists(&app, "ada@example.test").await);

    let path = url.strip_prefix("http://localhost:3000/api/auth").unwrap();
    let stranger = app.anonymous().get(path).await;
    let message = "Failed to get user info";
    assert_eq!(stranger.error(), failure(404, "FAILED_TO_GET_USER_INFO", message));
    let response = client.get(path).await;
    assert_eq!(response.status, 302);
    assert_eq!(response.header("location"), "/goodbye");
    assert!(!exists(&app, "ada@example.test").await);
}

#[tokio::test]
async fn nobody_deletes_with_the_token_of_somebody_else() {
    let (app, mut mailbox) = app_with_mail().await;
    let victim = app.signed_in("ada@example.test").await;
    victim.post("/delete-user", json!({})).await;
    let token = mailbox.next().await.token;
    let attacker = app.signed_in("eve@example.test").await;
    let invalid = failure(404, "INVALID_TOKEN", "Invalid token");
    let response = attacker.post("/delete-user", json!({ "token": token })).await;
    assert_eq!(response.error(), invalid);
    assert!(exists(&app, "ada@example.test").await && exists(&app, "eve@example.test").await);
    // It is spent all the same.
    let response = victim.post("/delete-user", json!({ "token": token })).await;
    assert_eq!(response.error(), invalid);
    let response = victim.get(&format!("/delete-user/callback?token={token}")).await;
    assert_eq!(response.error(), invalid);
}

#[tokio::test]
async fn a_token_is_good_for_a_day() {
    let (app, mut mailbox) = app_with_mail().await;
    let client = app.signed_in("ada@example.test").await;
    client.post("/delete-user", json!({})).await;
    let token = mailbox.next().await.token;
    app.clock.advance(24 * 3600 + 1);
    let response = client.post("/delete-user", json!({ "token": token })).await;
    assert_eq!(response.error(), failure(404, "INVALID_TOKEN", "Invalid token"));
}

#[tokio::test]
async fn it_is_off_unless_the_options_say_so() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let response = client.post("/delete-user", json!({})).await;
    assert_eq!((response.status, response.text().as_str()), (404, ""));
    let response = client.get("/delete-user/callback?token=x").await;
    assert_eq!(response.error(), failure(404, "NOT_FOUND", "Not found"));
    let response = app.anonymous().post("/delete-user", json!({})).await;
    assert_eq!(response.error(), failure(401, "UNAUTHORIZED", "Unauthorized"));
    assert!(exists(&app, "ada@example.test").await);
}

#[tokio::test]
async fn the_link_leads_only_to_trusted_pages() {
    let app = app().await;
    let client = app.signed_in("ada@example.test").await;
    let path = "/delete-user/callback?token=x&callbackURL=https%3A%2F%2Fevil.example";
    let response = client.get(path).await;
    assert_eq!(response.error(), failure(403, "INVALID_CALLBACK_URL", "Invalid callbackURL"));
}
