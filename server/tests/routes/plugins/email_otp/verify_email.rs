//! Addresses that are verified with a code.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use signet_auth_server::ApiError;
use signet_auth_server::db::UserRow;
use signet_auth_server::hooks::Callback;
use signet_auth_server::options::{CookieCacheOptions, Options};
use signet_auth_server::testing::{TestClient, TestResponse};

use super::{EMAIL, app, app_with, code, expired, invalid, invalid_email, session, spent, wrong};
use crate::failure;

async fn verify(client: &TestClient, email: &str, otp: &str) -> TestResponse {
    client.post("/email-otp/verify-email", json!({"email": email, "otp": otp})).await
}

#[tokio::test]
async fn a_code_verifies_the_address_once() {
    let (app, mut mailbox) = app().await;
    let client = app.signed_in(EMAIL).await;
    let otp = code(&client, &mut mailbox, "email-verification").await;
    assert_eq!(verify(&client, EMAIL, &wrong(&otp)).await.error(), invalid());
    assert_eq!(verify(&client, "nope", &otp).await.error(), invalid_email());
    let verified = verify(&client, "ADA@example.test", &otp).await;
    let body = verified.json();
    assert_eq!((&body["status"], &body["token"]), (&json!(true), &Value::Null));
    assert_eq!(body["user"]["emailVerified"], true);
    assert!(verified.set_cookies().is_empty());
    assert_eq!(session(&client).await["user"]["emailVerified"], true);
    assert_eq!(verify(&client, EMAIL, &otp).await.error(), invalid());
}

#[tokio::test]
async fn a_cached_session_learns_of_it() {
    let cache = |options: &mut Options| {
        options.session.cookie_cache =
            CookieCacheOptions { enabled: true, ..CookieCacheOptions::default() };
    };
    let (app, mut mailbox) = app_with(|_| (), cache).await;
    let client = app.signed_in(EMAIL).await;
    let otp = code(&client, &mut mailbox, "email-verification").await;
    let verified = verify(&client, EMAIL, &otp).await;
    let cookies = verified.set_cookies();
    assert!(cookies.iter().all(|cookie| cookie.contains("session_data")), "{cookies:?}");
    assert_eq!(session(&client).await["user"]["emailVerified"], true);
    // Somebody else's session has nothing to learn.
    let eve = app.signed_in("eve@example.test").await;
    let otp = code(&eve, &mut mailbox, "email-verification").await;
    assert!(verify(&eve, EMAIL, &otp).await.set_cookies().is_empty());
}

#[tokio::test]
async fn it_signs_in_where_that_is_wished_for() {
    let (app, mut mailbox) = app_with(
        |_| (),
        |options| options.email_verification.auto_sign_in_after_verification = true,
    )
    .await;
    app.signed_in(EMAIL).await;
    let client = app.anonymous();
    let otp = code(&client, &mut mailbox, "email-verification").await;
    let verified = verify(&client, EMAIL, &otp).await;
    assert_eq!(session(&client).await["session"]["token"], verified.json()["token"]);
}

#[tokio::test]
async fn the_application_is_asked_before_and_told_afterwards() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let (asked, kept) = (Arc::clone(&told), Arc::clone(&told));
    let (app, mut mailbox) = app_with(
        |_| (),
        |options| {
            options.email_verification.before_email_verification =
                Some(Callback::new(move |user: UserRow| {
                    asked.lock().unwrap().push(user.email_verified);
                    let refused = user.email.starts_with("eve");
                    async move {
                        match refused {
                            true => Err(ApiError::without_code(403, "not you")),
                            false => Ok(()),
                        }
                    }
                }));
            options.email_verification.after_email_verification =
                Some(Callback::new(move |user: UserRow| {
                    kept.lock().unwrap().push(user.email_verified);
                    async { Ok(()) }
                }));
        },
    )
    .await;
    let client = app.signed_in(EMAIL).await;
    let otp = code(&client, &mut mailbox, "email-verification").await;
    assert_eq!(verify(&client, EMAIL, &otp).await.status, 200);
    assert_eq!(*told.lock().unwrap(), [false, true]);
    let eve = app.signed_in("eve@example.test").await;
    super::ask(&eve, "email-verification", "eve@example.test").await;
    let otp = mailbox.next().await.otp.unwrap();
    let refused = verify(&eve, "eve@example.test", &otp).await;
    assert_eq!(refused.error(), (403, String::new(), "not you".to_owned()));
    assert_eq!(session(&eve).await["user"]["emailVerified"], false);
}

#[tokio::test]
async fn a_code_ends_and_is_spent_here_too() {
    let (app, mut mailbox) = app().await;
    let client = app.signed_in(EMAIL).await;
    let otp = code(&client, &mut mailbox, "email-verification").await;
    for _ in 0..3 {
        assert_eq!(verify(&client, EMAIL, &wrong(&otp)).await.error(), invalid());
    }
    assert_eq!(verify(&client, EMAIL, &otp).await.error(), spent());
    let otp = code(&client, &mut mailbox, "email-verification").await;
    app.clock.advance(301);
    assert_eq!(verify(&client, EMAIL, &otp).await.error(), expired());
}

#[tokio::test]
async fn the_address_of_a_user_who_is_gone_is_nobodys() {
    let (app, mut mailbox) =
        app_with(|_| (), |options| options.user.delete_user.enabled = true).await;
    let client = app.signed_in(EMAIL).await;
    let otp = code(&client, &mut mailbox, "email-verification").await;
    let deleted = client.post("/delete-user", json!({"password": crate::PASSWORD})).await;
    assert_eq!(deleted.status, 200, "{}", deleted.text());
    let response = verify(&app.anonymous(), EMAIL, &otp).await;
    assert_eq!(response.error(), failure(400, "USER_NOT_FOUND", "User not found"));
}
