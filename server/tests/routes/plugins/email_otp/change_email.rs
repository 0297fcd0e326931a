//! Addresses that are changed with codes.

use serde_json::json;
use signet_auth_server::plugins::email_otp::ChangeEmailByOtp;
use signet_auth_server::testing::{TestApp, TestClient, TestMailbox, TestResponse};

use super::{EMAIL, app, app_with, code, expired, invalid, invalid_email, session, spent, wrong};
use crate::failure;

const NEW: &str = "countess@example.test";

async fn changing(verify_current_email: bool) -> (TestApp, TestMailbox) {
    let rules = ChangeEmailByOtp { verify_current_email };
    app_with(|options| options.change_email = Some(rules), |_| ()).await
}

async fn request(client: &TestClient, new_email: &str) -> TestResponse {
    client.post("/email-otp/request-email-change", json!({"newEmail": new_email})).await
}

async fn change(client: &TestClient, new_email: &str, otp: &str) -> TestResponse {
    let body = json!({"newEmail": new_email, "otp": otp});
    client.post("/email-otp/change-email", body).await
}

/// A failure without a code.
fn message(text: &str) -> (u16, String, String) {
    (400, String::new(), text.to_owned())
}

#[tokio::test]
async fn a_code_out_of_a_mail_to_the_new_address_changes_it() {
    let (app, mut mailbox) = changing(false).await;
    let client = app.signed_in(EMAIL).await;
    assert_eq!(request(&client, "Countess@Example.test").await.text(), r#"{"success":true}"#);
    let mail = mailbox.next().await;
    assert_eq!((mail.to.as_str(), mail.template.as_str()), (NEW, "email-otp-change-email"));
    let otp = mail.otp.unwrap();
    assert_eq!(change(&client, NEW, &wrong(&otp)).await.error(), invalid());
    let token = session(&client).await["session"]["token"].clone();
    assert_eq!(change(&client, NEW, &otp).await.text(), r#"{"success":true}"#);
    let now = session(&client).await;
    assert_eq!((&now["user"]["email"], &now["user"]["emailVerified"]), (&json!(NEW), &json!(true)));
    assert_eq!(now["session"]["token"], token);
    assert_eq!(change(&client, EMAIL, &otp).await.error(), invalid());
}

#[tokio::test]
async fn it_is_off_unless_it_is_switched_on_and_for_those_signed_in() {
    let (app, _) = app().await;
    let client = app.signed_in(EMAIL).await;
    let off = message("Change email with OTP is disabled");
    assert_eq!(request(&client, NEW).await.error(), off);
    assert_eq!(change(&client, NEW, "123456").await.error(), off);
    let (app, _) = changing(false).await;
    let expected = failure(401, "UNAUTHORIZED", "Unauthorized");
    assert_eq!(request(&app.anonymous(), NEW).await.error(), expected);
    assert_eq!(change(&app.anonymous(), NEW, "123456").await.error(), expected);
}

#[tokio::test]
async fn what_is_no_address_or_the_same_is_refused() {
    let (app, _) = changing(false).await;
    let client = app.signed_in(EMAIL).await;
    assert_eq!(request(&client, "nope").await.error(), invalid_email());
    assert_eq!(change(&client, "nope", "123456").await.error(), invalid_email());
    let same = message("Email is the same");
    assert_eq!(request(&client, "ADA@example.test").await.error(), same);
    assert_eq!(change(&client, "ADA@example.test", "123456").await.error(), same);
}

/// The answer does not tell who has an account.
#[tokio::test]
async fn a_taken_address_gets_no_mail_and_the_same_answer() {
    let (app, mailbox) = changing(false).await;
    app.signed_in(NEW).await;
    let client = app.signed_in(EMAIL).await;
    assert_eq!(request(&client, NEW).await.text(), r#"{"success":true}"#);
    app.auth.drain().await;
    assert!(mailbox.is_empty());
    assert_eq!(change(&client, NEW, "123456").await.error(), invalid());
}

#[tokio::test]
async fn an_address_that_is_taken_meanwhile_stays_theirs() {
    let (app, mut mailbox) = changing(false).await;
    let client = app.signed_in(EMAIL).await;
    request(&client, NEW).await;
    let otp = mailbox.next().await.otp.unwrap();
    app.signed_in(NEW).await;
    assert_eq!(change(&client, NEW, &otp).await.error(), message("Email already in use"));
    assert_eq!(session(&client).await["user"]["email"], EMAIL);
}

/// The mail went to an address: whoever reads it there may not give it to somebody else's user.
#[tokio::test]
async fn a_code_is_for_the_user_who_asked_and_for_that_address() {
    let (app, mut mailbox) = changing(false).await;
    let client = app.signed_in(EMAIL).await;
    let eve = app.signed_in("eve@example.test").await;
    request(&client, NEW).await;
    let otp = mailbox.next().await.otp.unwrap();
    assert_eq!(change(&eve, NEW, &otp).await.error(), invalid());
    assert_eq!(change(&client, "other@example.test", &otp).await.error(), invalid());
    assert_eq!(change(&client, NEW, &otp).await.status, 200);
}

#[tokio::test]
async fn the_present_address_can_be_asked_too() {
    let (app, mut mailbox) = changing(true).await;
    let client = app.signed_in(EMAIL).await;
    let required = message("OTP is required to verify current email");
    assert_eq!(request(&client, NEW).await.error(), required);
    let with = |otp: &str| {
        let body = json!({"newEmail": NEW, "otp": otp});
        client.post("/email-otp/request-email-change", body)
    };
    assert_eq!(with("").await.error(), required);
    let current = code(&client, &mut mailbox, "email-verification").await;
    assert_eq!(with(&wrong(&current)).await.error(), invalid());
    assert_eq!(with(&current).await.status, 200);
    assert_eq!(with(&current).await.error(), invalid());
    let otp = mailbox.next().await.otp.unwrap();
    assert_eq!(change(&client, NEW, &otp).await.status, 200);
}

#[tokio::test]
async fn a_code_ends_and_is_spent_here_too() {
    let (app, mut mailbox) = changing(false).await;
    let client = app.signed_in(EMAIL).await;
    request(&client, NEW).await;
    let otp = mailbox.next().await.otp.unwrap();
    for _ in 0..3 {
        assert_eq!(change(&client, NEW, &wrong(&otp)).await.error(), invalid());
    }
    assert_eq!(change(&client, NEW, &otp).await.error(), spent());
    request(&client, NEW).await;
    let otp = mailbox.next().await.otp.unwrap();
    app.clock.advance(301);
    assert_eq!(change(&client, NEW, &otp).await.error(), expired());
}
