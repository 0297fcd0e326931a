use serde_json::{Value, json};
use signet_auth_server::mail::MailTemplate;
use signet_auth_server::testing::{TestApp, TestClient, TestMailbox};

use crate::failure;

async fn app() -> (TestApp, TestMailbox) {
    TestApp::with_mail(|options| {
        options.user.change_email.enabled = true;
        options.user.change_email.send_confirmation = true;
    })
    .await
}

fn path(url: &str) -> &str {
    url.strip_prefix("http://localhost:3000/api/auth").unwrap()
}

async fn user(client: &TestClient) -> Value {
    client.get("/get-session").await.json()["user"].clone()
}

async fn change(client: &TestClient, email: &str) -> (u16, String) {
    let response = client.post("/change-email", json!({ "newEmail": email })).await;
    (response.status, response.text())
}

/// A user with a verified address.
async fn verified(app: &TestApp, mailbox: &mut TestMailbox) -> TestClient {
    let client = app.signed_in("ada@example.test").await;
    client.post("/send-verification-email", json!({"email": "ada@example.test"})).await;
    client.get(path(&mailbox.next().await.url)).await;
    assert_eq!(user(&client).await["emailVerified"], true);
    client
}

#[tokio::test]
async fn both_owners_agree_before_a_verified_address_changes() {
    let (app, mut mailbox) = app().await;
    let client = verified(&app, &mut mailbox).await;
    assert_eq!(change(&client, "Ada@New.test").await, (200, r#"{"status":true}"#.to_owned()));

    let first = mailbox.next().await;
    assert_eq!(first.template, MailTemplate::ConfirmEmailChange);
    assert_eq!(first.to, "ada@example.test");
    assert!(first.text.contains("ada@new.test"));
    client.get(path(&first.url)).await;
    assert_eq!(user(&client).await["email"], "ada@example.test");

    let second = mailbox.next().await;
    assert_eq!((second.template, second.to.as_str()), (MailTemplate::VerifyEmail, "ada@new.test"));
    let response = client.get(&format!("/verify-email?token={}", second.token)).await;
    assert_eq!(response.json()["user"]["email"], "ada@new.test");
    assert_eq!(user(&client).await["email"], "ada@new.test");
    assert_eq!(user(&client).await["emailVerified"], true);
    // Neither link changes anything again.
    let response = client.get(&format!("/verify-email?token={}", second.token)).await;
    assert_eq!(response.error(), failure(401, "INVALID_TOKEN", "Invalid token"));
}

#[tokio::test]
async fn nobody_redeems_a_link_in_the_session_of_somebody_else() {
    let (app, mut mailbox) = app().await;
    let client = verified(&app, &mut mailbox).await;
    change(&client, "ada@new.test").await;
    let token = mailbox.next().await.token;
    let other = app.signed_in("eve@example.test").await;
    let response = other.get(&format!("/verify-email?token={token}")).await;
    assert_eq!(response.error(), failure(401, "INVALID_USER", "Invalid user"));
}

#[tokio::test]
async fn a_taken_address_is_answered_like_a_free_one() {
    let (app, mut mailbox) = app().await;
    let client = verified(&app, &mut mailbox).await;
    app.signed_in("eve@example.test").await;
    assert_eq!(change(&client, "EVE@example.test").await, (200, r#"{"status":true}"#.to_owned()));
    app.auth.drain().await;
    assert!(mailbox.is_empty());
    assert_eq!(user(&client).await["email"], "ada@example.test");
}

#[tokio::test]
async fn an_address_that_was_taken_meanwhile_is_not_given() {
    let (app, mut mailbox) = TestApp::with_mail(|options| {
        options.user.change_email.enabled = true;
    })
    .await;
    let client = app.signed_in("ada@example.test").await;
    change(&client, "new@example.test").await;
    let token = mailbox.next().await.token;
    app.signed_in("new@example.test").await;
    let response = client.get(&format!("/verify-email?token={token}")).await;
    assert_eq!(response.error(), failure(401, "INVALID_TOKEN", "Invalid token"));
    assert_eq!(user(&client).await["email"], "ada@example.test");
}

#[tokio::test]
async fn an_unverified_address_changes_at_once_where_the_options_say_so() {
    let (app, mut mailbox) = TestApp::with_mail(|options| {
        options.user.change_email.enabled = true;
        options.user.change_email.update_email_without_verification = true;
    })
    .await;
    let client = app.signed_in("ada@example.test").await;
    change(&client, "ada@new.test").await;
    assert_eq!(user(&client).await["email"], "ada@new.test");
    assert_eq!(mailbox.next().await.to, "ada@new.test");
}

#[tokio::test]
async fn what_can_not_be_changed_is_named() {
    let (app, _mailbox) = app().await;
    let client = app.signed_in("ada@example.test").await;
    let same = change(&client, "ADA@example.test").await;
    assert_eq!(same, (400, r#"{"message":"Email is the same"}"#.to_owned()));
    let response = client.post("/change-email", json!({"newEmail": "x"})).await;
    assert_eq!(
        response.error(),
        failure(400, "VALIDATION_ERROR", "[body.newEmail] Invalid email address")
    );
    let response = app.anonymous().post("/change-email", json!({"newEmail": "a@b.test"})).await;
    assert_eq!(response.error(), failure(401, "UNAUTHORIZED", "Unauthorized"));

    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let response = client.post("/change-email", json!({"newEmail": "a@b.test"})).await;
    assert_eq!(response.error(), failure(400, "CHANGE_EMAIL_DISABLED", "Change email is disabled"));

    let app = TestApp::with(|options| options.user.change_email.enabled = true).await;
    let client = app.signed_in("ada@example.test").await;
    let off = change(&client, "a@b.test").await;
    assert_eq!(off, (400, r#"{"message":"Verification email isn't enabled"}"#.to_owned()));
}
