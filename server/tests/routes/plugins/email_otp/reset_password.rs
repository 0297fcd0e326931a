//! Passwords that are set with a code.

use std::sync::{Arc, Mutex};

use futures_util::future::join_all;
use serde_json::{Value, json};
use signet_auth_server::db::UserRow;
use signet_auth_server::hooks::Callback;
use signet_auth_server::testing::{TestClient, TestMailbox, TestResponse};

use super::{
    EMAIL, app, app_with, code, expired, in_storage, invalid, invalid_email, session, wrong,
};
use crate::{failure, sign_in_body};

const NEW: &str = "a brand new password";

async fn request(client: &TestClient, mailbox: &mut TestMailbox, path: &str) -> String {
    let asked = client.post(path, json!({"email": "ADA@example.test"})).await;
    assert_eq!(asked.text(), r#"{"success":true}"#);
    let mail = mailbox.next().await;
    assert_eq!((mail.to.as_str(), mail.template.as_str()), (EMAIL, "email-otp-forget-password"));
    mail.otp.unwrap()
}

async fn reset(client: &TestClient, otp: &str, password: &str) -> TestResponse {
    let body = json!({"email": EMAIL, "otp": otp, "password": password});
    client.post("/email-otp/reset-password", body).await
}

async fn sign_in(client: &TestClient, password: &str) -> u16 {
    client.post("/sign-in/email", json!({"email": EMAIL, "password": password})).await.status
}

#[tokio::test]
async fn a_code_sets_a_password_once() {
    let (app, mut mailbox) = app().await;
    app.signed_in(EMAIL).await;
    let client = app.anonymous();
    for path in ["/email-otp/request-password-reset", "/forget-password/email-otp"] {
        let otp = request(&client, &mut mailbox, path).await;
        assert_eq!(reset(&client, &wrong(&otp), NEW).await.error(), invalid());
        let done = reset(&client, &otp, NEW).await;
        assert_eq!(done.text(), r#"{"success":true}"#);
        assert!(done.set_cookies().is_empty());
        assert_eq!(reset(&client, &otp, "yet another one").await.error(), invalid());
    }
    assert_eq!(sign_in(&client, NEW).await, 200);
    assert_eq!(client.post("/sign-in/email", sign_in_body(EMAIL)).await.status, 401);
}

#[tokio::test]
async fn a_password_that_does_not_fit_leaves_the_code_good() {
    let (app, mut mailbox) = app().await;
    app.signed_in(EMAIL).await;
    let client = app.anonymous();
    let otp = code(&client, &mut mailbox, "forget-password").await;
    let short = reset(&client, &otp, "short").await;
    assert_eq!(short.error(), failure(400, "PASSWORD_TOO_SHORT", "Password too short"));
    let long = reset(&client, &otp, &"x".repeat(129)).await;
    assert_eq!(long.error(), failure(400, "PASSWORD_TOO_LONG", "Password too long"));
    let body = json!({"email": "nope", "otp": otp, "password": NEW});
    let response = client.post("/email-otp/reset-password", body).await;
    assert_eq!(response.error(), invalid_email());
    for path in ["/email-otp/request-password-reset", "/forget-password/email-otp"] {
        let response = client.post(path, json!({"email": "nope"})).await;
        assert_eq!(response.error(), invalid_email(), "{path}");
    }
    assert_eq!(reset(&client, &otp, NEW).await.status, 200);
}

#[tokio::test]
async fn of_fifty_resets_at_once_one_sets_its_password() {
    let (app, mut mailbox) = app_with(|_| (), in_storage).await;
    app.signed_in(EMAIL).await;
    let otp = code(&app.anonymous(), &mut mailbox, "forget-password").await;
    let clients: Vec<_> = (0..50).map(|_| app.anonymous()).collect();
    let resets = clients.iter().map(|client| reset(client, &otp, NEW));
    let answers = join_all(resets).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
}

#[tokio::test]
async fn a_code_ends() {
    let (app, mut mailbox) = app().await;
    app.signed_in(EMAIL).await;
    let client = app.anonymous();
    let otp = code(&client, &mut mailbox, "forget-password").await;
    app.clock.advance(301);
    assert_eq!(reset(&client, &otp, NEW).await.error(), expired());
}

#[tokio::test]
async fn sessions_end_where_that_is_asked_for_and_the_application_is_told() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&told);
    let (app, mut mailbox) = app_with(
        |_| (),
        |options| {
            options.email_and_password.revoke_sessions_on_password_reset = true;
            options.email_and_password.on_password_reset =
                Some(Callback::new(move |user: UserRow| {
                    kept.lock().unwrap().push(user.email);
                    async { Ok(()) }
                }));
        },
    )
    .await;
    let before = app.signed_in(EMAIL).await;
    let otp = code(&before, &mut mailbox, "email-verification").await;
    let body = json!({"email": EMAIL, "otp": otp});
    assert_eq!(before.post("/email-otp/verify-email", body).await.status, 200);
    let client = app.anonymous();
    let otp = code(&client, &mut mailbox, "forget-password").await;
    assert_eq!(reset(&client, &otp, NEW).await.status, 200);
    assert_eq!(session(&before).await, Value::Null);
    assert_eq!(*told.lock().unwrap(), [EMAIL]);
}

#[tokio::test]
async fn who_has_no_password_gets_one() {
    let (app, mut mailbox) = app().await;
    let client = app.anonymous();
    let otp = code(&client, &mut mailbox, "sign-in").await;
    assert_eq!(super::sign_in(&client, &otp).await.status, 200);
    let otp = code(&client, &mut mailbox, "forget-password").await;
    assert_eq!(reset(&client, &otp, NEW).await.status, 200);
    assert_eq!(sign_in(&app.anonymous(), NEW).await, 200);
    assert_eq!(session(&client).await["user"]["email"], EMAIL, "the session goes on");
}

/// Who signs up first with somebody's address has no way in any more.
#[tokio::test]
async fn a_reset_for_an_unproved_address_ends_what_was_begun_without_its_owner() {
    let (app, mut mailbox) = app().await;
    let attacker = app.signed_in(EMAIL).await;
    let owner = app.anonymous();
    let otp = code(&owner, &mut mailbox, "forget-password").await;
    assert_eq!(reset(&owner, &otp, NEW).await.status, 200);
    assert_eq!(session(&attacker).await, Value::Null);
    assert_eq!(sign_in(&owner, NEW).await, 200);
    assert_eq!(session(&owner).await["user"]["emailVerified"], true);
}
