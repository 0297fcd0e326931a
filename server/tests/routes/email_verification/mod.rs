use serde_json::json;
use signet_auth_server::mail::MailTemplate;
use signet_auth_server::testing::{TestApp, TestClient, TestMailbox};

use crate::{PASSWORD, failure, sign_in_body, sign_up_body};

async fn app() -> (TestApp, TestMailbox) {
    TestApp::with_mail(|options| options.email_and_password.require_email_verification = true).await
}

/// The path of a link.
fn path(url: &str) -> &str {
    url.strip_prefix("http://localhost:3000/api/auth").unwrap()
}

async fn is_verified(client: &TestClient) -> bool {
    client.get("/get-session").await.json()["user"]["emailVerified"] == true
}

#[tokio::test]
async fn a_sign_in_waits_for_the_link_in_the_mail() {
    let (app, mut mailbox) = app().await;
    let client = app.anonymous();
    let mut body = sign_up_body("ada@example.test");
    body["callbackURL"] = json!("/welcome?a=1");
    let response = client.post("/sign-up/email", body).await;
    assert_eq!((response.status, &response.json()["token"]), (200, &json!(null)));
    assert!(response.set_cookies().is_empty());

    let refused = client.post("/sign-in/email", sign_in_body("ada@example.test")).await;
    assert_eq!(refused.error(), failure(403, "EMAIL_NOT_VERIFIED", "Email not verified"));

    let mail = mailbox.next().await;
    assert_eq!((mail.to.as_str(), mail.template), ("ada@example.test", MailTemplate::VerifyEmail));
    assert!(mail.url.ends_with("&callbackURL=%2Fwelcome%3Fa%3D1"), "{}", mail.url);
    let response = app.anonymous().get(path(&mail.url)).await;
    assert_eq!((response.status, response.text().as_str()), (302, ""));
    assert_eq!(response.header("location"), "/welcome?a=1");
    assert!(response.set_cookies().is_empty());

    let response = client.post("/sign-in/email", sign_in_body("ada@example.test")).await;
    assert_eq!(response.status, 200);
    assert!(is_verified(&client).await);
}

#[tokio::test]
async fn a_taken_address_looks_like_a_free_one_where_addresses_are_verified() {
    let (app, mut mailbox) = app().await;
    let sign_up = || async {
        let body = sign_up_body("ada@example.test");
        let response = app.anonymous().post("/sign-up/email", body).await;
        let mut user = response.json()["user"].clone();
        for key in ["id", "createdAt", "updatedAt"] {
            assert!(user.as_object_mut().unwrap().remove(key).is_some());
        }
        (response.status, user)
    };
    assert_eq!(sign_up().await, sign_up().await);
    mailbox.next().await;
    app.auth.drain().await;
    assert!(mailbox.is_empty());
}

#[tokio::test]
async fn a_wrong_password_does_not_tell_whether_the_address_is_verified() {
    let (app, _mailbox) = app().await;
    app.anonymous().post("/sign-up/email", sign_up_body("ada@example.test")).await;
    let body = json!({"email": "ada@example.test", "password": "wrong password"});
    let response = app.anonymous().post("/sign-in/email", body).await;
    assert_eq!(response.status, 401);
}

#[tokio::test]
async fn the_link_signs_in_where_the_options_say_so() {
    let (app, mut mailbox) = TestApp::with_mail(|options| {
        options.email_and_password.require_email_verification = true;
        options.email_verification.auto_sign_in_after_verification = true;
    })
    .await;
    app.anonymous().post("/sign-up/email", sign_up_body("ada@example.test")).await;
    let url = mailbox.next().await.url;
    let browser = app.anonymous();
    assert_eq!(browser.get(path(&url)).await.status, 302);
    assert!(is_verified(&browser).await);
    // Opened again it changes nothing, and signs nobody in.
    let other = app.anonymous();
    assert_eq!(other.get(path(&url)).await.status, 302);
    assert_eq!(other.get("/get-session").await.text(), "null");
}

#[tokio::test]
async fn tokens_that_are_forged_or_too_old_are_refused() {
    let (app, mut mailbox) = app().await;
    app.anonymous().post("/sign-up/email", sign_up_body("ada@example.test")).await;
    let token = mailbox.next().await.token;
    let client = app.anonymous();
    let parts: Vec<&str> = token.split('.').collect();
    // {"alg":"none"} and {"alg":"HS512"}
    let forged = [
        format!("eyJhbGciOiJub25lIn0.{}.", parts[1]),
        format!("eyJhbGciOiJIUzUxMiJ9.{}.{}", parts[1], parts[2]),
        format!("{}.{}.{}", parts[0], parts[1], "A".repeat(43)),
        "x".to_owned(),
    ];
    for token in &forged {
        let response = client.get(&format!("/verify-email?token={token}")).await;
        assert_eq!(response.error(), failure(401, "INVALID_TOKEN", "Invalid token"), "{token}");
    }
    app.clock.advance(3600);
    let response = client.get(&format!("/verify-email?token={token}")).await;
    assert_eq!(response.error(), failure(401, "TOKEN_EXPIRED", "Token expired"));
    let response = client.get(&format!("/verify-email?token={token}&callbackURL=/a%3Fb%23c")).await;
    assert_eq!(response.header("location"), "/a?b&error=TOKEN_EXPIRED#c");
    let response =
        client.get(&format!("/verify-email?token={token}&callbackURL=//evil.example")).await;
    assert_eq!(response.error(), failure(403, "INVALID_CALLBACK_URL", "Invalid callbackURL"));
    let sign_in = client.post("/sign-in/email", sign_in_body("ada@example.test")).await;
    assert_eq!(sign_in.status, 403);
}

#[tokio::test]
async fn without_a_target_the_answer_is_data() {
    let (app, mut mailbox) = app().await;
    app.anonymous().post("/sign-up/email", sign_up_body("ada@example.test")).await;
    let token = mailbox.next().await.token;
    let response = app.anonymous().get(&format!("/verify-email?token={token}")).await;
    assert_eq!(response.text(), r#"{"status":true,"user":null}"#);
}

#[tokio::test]
async fn asking_for_a_mail_tells_a_stranger_nothing() {
    let (app, mut mailbox) = TestApp::with_mail(|_| ()).await;
    app.signed_in("ada@example.test").await;
    for email in ["ada@example.test", "eve@example.test"] {
        let before = std::time::Instant::now();
        let body = json!({ "email": email });
        let response = app.anonymous().post("/send-verification-email", body).await;
        assert_eq!(response.text(), r#"{"status":true}"#);
        assert!(before.elapsed().as_millis() >= 500, "{email}");
    }
    assert_eq!(mailbox.next().await.to, "ada@example.test");
    app.auth.drain().await;
    assert!(mailbox.is_empty());
}

#[tokio::test]
async fn who_is_signed_in_asks_for_their_own_address_only() {
    let (app, mut mailbox) = TestApp::with_mail(|_| ()).await;
    let client = app.signed_in("ada@example.test").await;
    let ask = |email: &'static str| {
        let client = client.clone();
        async move { client.post("/send-verification-email", json!({ "email": email })).await }
    };
    let response = ask("eve@example.test").await;
    assert_eq!(response.error(), failure(400, "EMAIL_MISMATCH", "Email mismatch"));
    assert_eq!(ask("ADA@example.test").await.text(), r#"{"status":true}"#);
    client.get(path(&mailbox.next().await.url)).await;
    let message = "Email is already verified";
    let response = ask("ada@example.test").await;
    assert_eq!(response.error(), failure(400, "EMAIL_ALREADY_VERIFIED", message));
}

#[tokio::test]
async fn without_mail_it_is_off() {
    let app = TestApp::new().await;
    let body = json!({"email": "ada@example.test"});
    let response = app.anonymous().post("/send-verification-email", body).await;
    let message = "Verification email isn't enabled";
    assert_eq!(response.error(), failure(400, "VERIFICATION_EMAIL_NOT_ENABLED", message));
}

/// Made by Better Auth 1.7.25 with the secret of the tests, for an address without a user.
const RECORDED: &str = "eyJhbGciOiJIUzI1NiJ9.eyJlbWFpbCI6Im5vYm9keUBleGFtcGxlLnRlc3QiLCJpYXQiOjE3OTUzOTE5MTYsImV4cCI6MTc5NTM5NTUxNn0.3axoZgYMQkwuLFEHHTrcA2ksjayq07ALjCCsAMbqK-Q";

#[tokio::test]
async fn a_token_of_better_auth_is_read() {
    let (app, _mailbox) = TestApp::with_mail(|_| ()).await;
    let path = format!("/verify-email?token={RECORDED}");
    let response = app.anonymous().get(&path).await;
    assert_eq!(response.error(), failure(401, "USER_NOT_FOUND", "User not found"));
    let body = json!({"name": "N", "email": "nobody@example.test", "password": PASSWORD});
    let client = app.anonymous();
    client.post("/sign-up/email", body).await;
    assert_eq!(client.get(&path).await.text(), r#"{"status":true,"user":null}"#);
    assert_eq!(client.get("/get-session").await.json()["user"]["emailVerified"], true);
    // It ends at 2026-11-23T00:58:36Z.
    app.clock.advance(13 * 3600);
    let response = app.anonymous().get(&path).await;
    assert_eq!(response.error(), failure(401, "TOKEN_EXPIRED", "Token expired"));
}
