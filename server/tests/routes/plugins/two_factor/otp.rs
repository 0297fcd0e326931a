//! Codes by mail.

use std::sync::{Arc, Mutex};

use futures_util::future::join_all;
use serde_json::json;
use signet_auth_server::ApiError;
use signet_auth_server::hooks::Callback;
use signet_auth_server::plugins::two_factor::{OtpOptions, StoreOtp, TwoFactor};
use signet_auth_server::testing::{TestApp, TestClient, TestMailbox, TestResponse};

use super::{EMAIL, app_with, challenged, enrolled, fifty, session};
use crate::{PASSWORD, failure};

async fn app() -> (TestApp, TestMailbox) {
    app_with(|_| (), |_| ()).await
}

async fn send(client: &TestClient, mailbox: &mut TestMailbox) -> String {
    let sent = client.post("/two-factor/send-otp", json!({})).await;
    assert_eq!(sent.text(), r#"{"status":true}"#);
    let mail = mailbox.next().await;
    assert_eq!(mail.to, EMAIL);
    mail.otp.unwrap()
}

async fn verify(client: &TestClient, code: &str) -> TestResponse {
    client.post("/two-factor/verify-otp", json!({"code": code})).await
}

fn wrong(code: &str) -> String {
    code.chars().map(|digit| if digit == '9' { '0' } else { '9' }).collect()
}

fn expired() -> (u16, String, String) {
    failure(400, "OTP_HAS_EXPIRED", "OTP has expired")
}

#[tokio::test]
async fn a_code_out_of_a_mail_finishes_the_sign_in_once() {
    let (app, mut mailbox) = app().await;
    let (_, _) = enrolled(&app).await;
    let client = challenged(&app).await;
    let code = send(&client, &mut mailbox).await;
    assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
    let response = verify(&client, &wrong(&code)).await;
    assert_eq!(response.error(), failure(401, "INVALID_CODE", "Invalid code"));
    let verified = verify(&client, &code).await;
    assert_eq!(verified.status, 200);
    assert_eq!(session(&client).await["session"]["token"], verified.json()["token"]);
    let again = challenged(&app).await;
    assert_eq!(verify(&again, &code).await.error(), expired());
}

#[tokio::test]
async fn a_code_is_good_for_three_minutes_and_only_the_last() {
    let (app, mut mailbox) = app().await;
    let (_, _) = enrolled(&app).await;
    let client = challenged(&app).await;
    let first = send(&client, &mut mailbox).await;
    app.clock.advance(1);
    let second = send(&client, &mut mailbox).await;
    if first != second {
        assert_eq!(verify(&client, &first).await.error().1, "INVALID_CODE");
    }
    app.clock.advance(181);
    assert_eq!(verify(&client, &second).await.error(), expired());
    assert_eq!(verify(&client, &second).await.error(), expired());
}

#[tokio::test]
async fn a_code_is_gone_after_five_wrong_ones_and_another_can_be_asked_for() {
    let (app, mut mailbox) = app_with(|options| options.account_lockout = None, |_| ()).await;
    let (_, _) = enrolled(&app).await;
    let client = challenged(&app).await;
    let code = send(&client, &mut mailbox).await;
    for _ in 0..5 {
        assert_eq!(verify(&client, &wrong(&code)).await.error().1, "INVALID_CODE");
    }
    let message = "Too many attempts. Please request a new code.";
    let spent = failure(400, "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE", message);
    assert_eq!(verify(&client, &code).await.error(), spent);
    assert_eq!(verify(&client, &code).await.error(), expired());
    let code = send(&client, &mut mailbox).await;
    assert_eq!(verify(&client, &code).await.status, 200);
}

#[tokio::test]
async fn wrong_codes_lock_the_user_out() {
    let (app, mut mailbox) = app().await;
    let (_, _) = enrolled(&app).await;
    for _ in 0..2 {
        let client = challenged(&app).await;
        let code = send(&client, &mut mailbox).await;
        for _ in 0..5 {
            assert_eq!(verify(&client, &wrong(&code)).await.error().1, "INVALID_CODE");
        }
    }
    let client = challenged(&app).await;
    let code = send(&client, &mut mailbox).await;
    assert_eq!(verify(&client, &code).await.error().1, "ACCOUNT_TEMPORARILY_LOCKED");
}

#[tokio::test]
async fn of_fifty_at_once_one_signs_in() {
    let (app, mut mailbox) = app().await;
    let (_, _) = enrolled(&app).await;
    let client = challenged(&app).await;
    let code = send(&client, &mut mailbox).await;
    let cookie = client.cookie("better-auth.two_factor").unwrap();
    let clients = fifty(&app, &cookie);
    let answers = join_all(clients.iter().map(|client| verify(client, &code))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
}

#[tokio::test]
async fn a_code_of_one_challenge_is_none_of_another() {
    let (app, mut mailbox) = app().await;
    let (signed_in, _) = enrolled(&app).await;
    let first = challenged(&app).await;
    let code = send(&first, &mut mailbox).await;
    let second = challenged(&app).await;
    assert_eq!(verify(&second, &code).await.error(), expired());
    assert_eq!(verify(&signed_in, &code).await.error(), expired());
    let theirs = send(&signed_in, &mut mailbox).await;
    assert_eq!(verify(&second, &theirs).await.error(), expired());
}

#[tokio::test]
async fn who_is_signed_in_switches_codes_by_mail_on_with_one() {
    let (app, mut mailbox) = app().await;
    let client = app.signed_in(EMAIL).await;
    let before = session(&client).await["session"]["token"].clone();
    let code = send(&client, &mut mailbox).await;
    let verified = verify(&client, &code).await;
    assert_eq!(verified.status, 200);
    let body = verified.json();
    assert_eq!(body["user"]["twoFactorEnabled"], true);
    assert_ne!(body["token"], before);
    assert_eq!(session(&client).await["session"]["token"], body["token"]);
}

#[tokio::test]
async fn a_user_who_has_switched_it_off_meanwhile_has_to_sign_in_again() {
    let (app, mut mailbox) = app().await;
    let (client, _) = enrolled(&app).await;
    let waiting = challenged(&app).await;
    let code = send(&waiting, &mut mailbox).await;
    client.post("/two-factor/disable", json!({"password": PASSWORD})).await;
    let response = verify(&waiting, &code).await;
    assert_eq!(
        response.error(),
        failure(400, "FAILED_TO_CREATE_SESSION", "Failed to create session")
    );
}

#[tokio::test]
async fn what_is_stored_of_a_code_is_said_by_the_options() {
    let reversed = |code: &str| code.chars().rev().collect::<String>();
    let ways = [
        StoreOtp::Plain,
        StoreOtp::Encrypted,
        StoreOtp::Hashed,
        StoreOtp::CustomHash(Arc::new(reversed)),
        StoreOtp::Custom {
            encrypt: Arc::new(reversed),
            decrypt: Arc::new(move |stored| Some(reversed(stored))),
        },
    ];
    for store in ways {
        let name = format!("{store:?}");
        let is_plain = matches!(store, StoreOtp::Plain);
        let otp = OtpOptions { store, digits: 8, ..OtpOptions::default() };
        let (app, mut mailbox) = app_with(|options| options.otp = Some(otp), |_| ()).await;
        let (_, _) = enrolled(&app).await;
        let client = challenged(&app).await;
        let code = send(&client, &mut mailbox).await;
        assert_eq!(code.len(), 8, "{name}");
        let cookie = client.cookie("better-auth.two_factor").unwrap();
        let challenge = cookie.split('.').next().unwrap();
        let plugin = app.auth.plugin::<TwoFactor>().unwrap();
        let verifications = plugin.context().verifications();
        let row = verifications.find(&format!("2fa-otp-{challenge}")).await.unwrap();
        let value = row.unwrap().value;
        assert_eq!(value == format!("{code}:0"), is_plain, "{name}: {value}");
        assert_eq!(verify(&client, &wrong(&code)).await.error().1, "INVALID_CODE", "{name}");
        assert_eq!(verify(&client, &code).await.status, 200, "{name}");
    }
}

#[tokio::test]
async fn an_application_sends_codes_itself_and_a_failure_does_not_show() {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&sent);
    let send = Callback::new(move |mail: signet_auth_server::plugins::two_factor::OtpMail| {
        kept.lock().unwrap().push((mail.user.email.clone(), mail.otp.clone()));
        async { Err(ApiError::without_code(502, "no line")) }
    });
    let otp = OtpOptions { send: Some(send), ..OtpOptions::default() };
    let (app, mailbox) = app_with(|options| options.otp = Some(otp), |_| ()).await;
    let (_, _) = enrolled(&app).await;
    let client = challenged(&app).await;
    let response = client.post("/two-factor/send-otp", json!({"trustDevice": true})).await;
    assert_eq!(response.text(), r#"{"status":true}"#);
    app.auth.drain().await;
    assert!(mailbox.is_empty());
    let (to, code) = sent.lock().unwrap().pop().unwrap();
    assert_eq!(to, EMAIL);
    assert_eq!(verify(&client, &code).await.status, 200);
}

/// A challenge ends in one session, though each code is right.
#[tokio::test]
async fn of_two_kinds_of_codes_at_once_one_signs_in() {
    let (app, mut mailbox) = app().await;
    let (_, authenticator) = enrolled(&app).await;
    for _ in 0..10 {
        let client = challenged(&app).await;
        let cookie = client.cookie("better-auth.two_factor").unwrap();
        let code = send(&client, &mut mailbox).await;
        let other = app.anonymous();
        other.set_cookie("better-auth.two_factor", &cookie);
        let application = authenticator.code(&app);
        let (one, two) = futures_util::future::join(
            verify(&client, &code),
            super::verify_totp(&other, &application),
        )
        .await;
        assert_eq!([one, two].iter().filter(|answer| answer.status == 200).count(), 1);
    }
}
