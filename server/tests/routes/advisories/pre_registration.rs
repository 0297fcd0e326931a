use serde_json::json;
use signet_auth_server::testing::TestApp;

use super::{below_base_path, everything, everything_with};
use crate::{sign_in_body, sign_up_body};

/// Somebody signs up with an address that is not theirs, and waits for its owner.
#[tokio::test]
async fn a_reset_by_the_owner_of_an_address_ends_what_was_begun_without_them() {
    let (app, mut mailbox) = everything_with(|options| {
        options.email_and_password.revoke_sessions_on_password_reset = true;
    })
    .await;
    let attacker = app.signed_in("ada@example.test").await;

    app.anonymous().post("/request-password-reset", json!({"email": "ada@example.test"})).await;
    let token = mailbox.next().await.token;
    let body = json!({"newPassword": "a better battery", "token": token});
    assert_eq!(app.anonymous().post("/reset-password", body).await.status, 200);

    assert_eq!(attacker.get("/get-session").await.text(), "null");
    let old = app.anonymous().post("/sign-in/email", sign_in_body("ada@example.test")).await;
    assert_eq!(old.status, 401);
}

#[tokio::test]
async fn who_signs_up_with_a_foreign_address_gets_no_session_where_it_must_be_verified() {
    let (app, mut mailbox) = TestApp::with_mail(|options| {
        options.email_and_password.require_email_verification = true;
    })
    .await;
    let attacker = app.anonymous();
    attacker.post("/sign-up/email", sign_up_body("ada@example.test")).await;
    assert_eq!(mailbox.next().await.to, "ada@example.test");
    attacker.post("/sign-in/email", sign_in_body("ada@example.test")).await;
    assert_eq!(attacker.get("/get-session").await.text(), "null");
}

/// The link of an address that is not verified does not sign its reader in to what somebody else
/// has begun, unless the options say so.
#[tokio::test]
async fn a_link_that_verifies_an_address_signs_nobody_in_by_itself() {
    let (app, mut mailbox) = everything().await;
    let attacker = app.signed_in("ada@example.test").await;
    attacker.post("/send-verification-email", json!({"email": "ada@example.test"})).await;
    let owner = app.anonymous();
    let response = owner.get(below_base_path(&mailbox.next().await.url)).await;
    assert_eq!(response.header("location"), "/");
    assert!(response.set_cookies().is_empty());
    assert_eq!(owner.get("/get-session").await.text(), "null");
}
