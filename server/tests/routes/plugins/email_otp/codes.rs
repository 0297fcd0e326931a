//! What a code is good for, how long and how often.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::future::join_all;
use serde_json::json;
use signet_auth_server::plugins::email_otp::{
    EmailOtp, ResendStrategy, StoreOtp, VerificationOtps,
};
use signet_auth_server::protocol::plugins::email_otp::EmailOtpType;

use super::{EMAIL, app, app_with, code, expired, in_storage, invalid, sign_in, spent, wrong};
use crate::failure;

#[tokio::test]
async fn a_code_is_checked_without_being_used_up() {
    let (app, mut mailbox) = app().await;
    app.signed_in(EMAIL).await;
    let client = app.anonymous();
    let code = code(&client, &mut mailbox, "sign-in").await;
    let check = |otp: &str| {
        let body = json!({"email": EMAIL, "type": "sign-in", "otp": otp});
        client.post("/email-otp/check-verification-otp", body)
    };
    assert_eq!(check(&code).await.text(), r#"{"success":true}"#);
    assert_eq!(check(&wrong(&code)).await.error(), invalid());
    assert_eq!(check(&code).await.text(), r#"{"success":true}"#);
    assert_eq!(sign_in(&client, &code).await.status, 200);
    assert_eq!(check(&code).await.error(), invalid());
    let body = json!({"email": "nope", "type": "sign-in", "otp": code});
    let response = client.post("/email-otp/check-verification-otp", body).await;
    assert_eq!(response.error(), super::invalid_email());
}

#[tokio::test]
async fn a_right_code_of_nobody_is_told_so() {
    let (app, mut mailbox) = app().await;
    let client = app.anonymous();
    let code = code(&client, &mut mailbox, "sign-in").await;
    let body = json!({"email": EMAIL, "type": "sign-in", "otp": code});
    let response = client.post("/email-otp/check-verification-otp", body).await;
    assert_eq!(response.error(), failure(400, "USER_NOT_FOUND", "User not found"));
    assert_eq!(sign_in(&client, &code).await.status, 200);
}

#[tokio::test]
async fn a_code_is_gone_after_three_wrong_ones_wherever_they_are_tried() {
    let (app, mut mailbox) = app().await;
    app.signed_in(EMAIL).await;
    let client = app.anonymous();
    let code = code(&client, &mut mailbox, "sign-in").await;
    assert_eq!(sign_in(&client, &wrong(&code)).await.error(), invalid());
    for _ in 0..2 {
        let body = json!({"email": EMAIL, "type": "sign-in", "otp": wrong(&code)});
        let response = client.post("/email-otp/check-verification-otp", body).await;
        assert_eq!(response.error(), invalid());
    }
    assert_eq!(sign_in(&client, &code).await.error(), spent());
    assert_eq!(sign_in(&client, &code).await.error(), invalid());
}

/// Whoever looks at a code hashes the guess: the hashes are counted.
#[tokio::test]
async fn fifty_guesses_at_once_are_three_at_most() {
    let hashes = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&hashes);
    let (app, mut mailbox) = app_with(
        |options| {
            options.store_otp = StoreOtp::CustomHash(Arc::new(move |code: &str| {
                counted.fetch_add(1, Ordering::Relaxed);
                code.chars().rev().collect()
            }));
        },
        in_storage,
    )
    .await;
    app.signed_in(EMAIL).await;
    let code = code(&app.anonymous(), &mut mailbox, "sign-in").await;
    hashes.store(0, Ordering::Relaxed);
    let clients: Vec<_> = (0..50).map(|_| app.anonymous()).collect();
    let guess = wrong(&code);
    let at_once = async || {
        let guesses = clients.iter().map(|client| sign_in(client, &guess));
        join_all(guesses).await.into_iter().for_each(|answer| assert_ne!(answer.status, 200));
    };
    at_once().await;
    assert!((1..=3).contains(&hashes.load(Ordering::Relaxed)));
    // Those that came while another one was looked at found nothing. Now there is nothing left.
    for _ in 0..3 {
        at_once().await;
    }
    assert_eq!(hashes.load(Ordering::Relaxed), 3);
    assert_ne!(sign_in(&app.anonymous(), &code).await.status, 200);
}

#[tokio::test]
async fn of_fifty_redemptions_at_once_one_signs_in() {
    let (app, mut mailbox) = app_with(|_| (), in_storage).await;
    let code = code(&app.anonymous(), &mut mailbox, "sign-in").await;
    let clients: Vec<_> = (0..50).map(|_| app.anonymous()).collect();
    let answers = join_all(clients.iter().map(|client| sign_in(client, &code))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
}

#[tokio::test]
async fn a_code_is_over_after_five_minutes() {
    let (app, mut mailbox) = app().await;
    app.signed_in(EMAIL).await;
    let client = app.anonymous();
    let code = code(&client, &mut mailbox, "sign-in").await;
    app.clock.advance(301);
    assert_eq!(sign_in(&client, &code).await.error(), expired());
    assert_eq!(sign_in(&client, &code).await.error(), invalid());
}

/// What was sent for one purpose is worth nothing for another, nor for another address.
#[tokio::test]
async fn a_code_for_one_purpose_is_none_for_another() {
    let (app, mut mailbox) = app().await;
    app.signed_in(EMAIL).await;
    let client = app.anonymous();
    let password = "a brand new password";
    for kind in ["email-verification", "sign-in", "forget-password"] {
        let code = code(&client, &mut mailbox, kind).await;
        for (other, path, mut body) in [
            ("sign-in", "/sign-in/email-otp", json!({})),
            ("email-verification", "/email-otp/verify-email", json!({})),
            ("forget-password", "/email-otp/reset-password", json!({"password": password})),
        ] {
            if other == kind {
                continue;
            }
            body["email"] = EMAIL.into();
            body["otp"] = code.as_str().into();
            assert_eq!(client.post(path, body).await.error(), invalid(), "{kind} at {path}");
        }
        let body = json!({"email": "eve@example.test", "otp": code, "password": password});
        for path in ["/sign-in/email-otp", "/email-otp/verify-email", "/email-otp/reset-password"] {
            assert_eq!(client.post(path, body.clone()).await.error(), invalid(), "{path}");
        }
    }
}

#[tokio::test]
async fn another_code_takes_the_place_of_the_first() {
    let (app, mut mailbox) = app().await;
    app.signed_in(EMAIL).await;
    let client = app.anonymous();
    let first = code(&client, &mut mailbox, "sign-in").await;
    app.clock.advance(1);
    let second = code(&client, &mut mailbox, "sign-in").await;
    if first != second {
        assert_eq!(sign_in(&client, &first).await.error(), invalid());
    }
    assert_eq!(sign_in(&client, &second).await.status, 200);
}

#[tokio::test]
async fn the_same_code_can_be_sent_again_with_the_attempts_that_it_has_left() {
    let (app, mut mailbox) =
        app_with(|options| options.resend_strategy = ResendStrategy::Reuse, |_| ()).await;
    app.signed_in(EMAIL).await;
    let client = app.anonymous();
    let first = code(&client, &mut mailbox, "sign-in").await;
    assert_eq!(sign_in(&client, &wrong(&first)).await.error(), invalid());
    app.clock.advance(200);
    assert_eq!(code(&client, &mut mailbox, "sign-in").await, first);
    app.clock.advance(200);
    for _ in 0..2 {
        assert_eq!(sign_in(&client, &wrong(&first)).await.error(), invalid());
    }
    // It was tried three times, before and after it was sent again: the next one is another.
    assert_eq!(sign_in(&client, &first).await.error(), spent());
    let next = code(&client, &mut mailbox, "sign-in").await;
    assert_eq!(sign_in(&client, &next).await.status, 200);
}

#[tokio::test]
async fn what_is_stored_of_a_code_is_said_by_the_options() {
    let reversed = |code: &str| code.chars().rev().collect::<String>();
    let ways = [
        (StoreOtp::Plain, true),
        (StoreOtp::Encrypted, true),
        (StoreOtp::Hashed, false),
        (StoreOtp::CustomHash(Arc::new(reversed)), false),
        (
            StoreOtp::Custom {
                encrypt: Arc::new(reversed),
                decrypt: Arc::new(move |stored| Some(reversed(stored))),
            },
            true,
        ),
    ];
    for (store, is_readable) in ways {
        let name = format!("{store:?}");
        let is_plain = matches!(store, StoreOtp::Plain);
        let (app, mut mailbox) = app_with(
            |options| {
                options.store_otp = store;
                options.otp_length = 8;
                options.resend_strategy = ResendStrategy::Reuse;
            },
            |_| (),
        )
        .await;
        let client = app.anonymous();
        let first = code(&client, &mut mailbox, "sign-in").await;
        assert_eq!(first.len(), 8, "{name}");
        let value = super::stored(&app, "sign-in").await.unwrap();
        assert_eq!(value == format!("{first}:0"), is_plain, "{name}: {value}");
        let plugin = app.auth.plugin::<EmailOtp>().unwrap();
        let shown = plugin.find_otp("ADA@example.test", EmailOtpType::SignIn).await;
        match is_readable {
            true => assert_eq!(shown.unwrap().as_deref(), Some(&*first), "{name}"),
            false => {
                let message = "OTP is hashed, cannot return the plain text OTP";
                assert_eq!(shown.unwrap_err().message(), Some(message), "{name}");
            }
        }
        app.clock.advance(1);
        let again = code(&client, &mut mailbox, "sign-in").await;
        assert_eq!(first == again, is_readable, "{name}");
        assert_eq!(sign_in(&client, &wrong(&again)).await.error(), invalid(), "{name}");
        assert_eq!(sign_in(&client, &again).await.status, 200, "{name}");
    }
}

#[tokio::test]
async fn an_application_can_make_a_code_and_look_at_it() {
    let (app, mailbox) = app().await;
    let plugin = app.auth.plugin::<EmailOtp>().unwrap();
    assert_eq!(plugin.find_otp(EMAIL, EmailOtpType::SignIn).await.unwrap(), None);
    let code = plugin.create_otp("Ada@Example.test", EmailOtpType::SignIn).await.unwrap();
    assert_eq!(plugin.find_otp(EMAIL, EmailOtpType::SignIn).await.unwrap(), Some(code.clone()));
    assert!(mailbox.is_empty());
    assert_eq!(sign_in(&app.anonymous(), &code).await.status, 200);
    let code = plugin.create_otp(EMAIL, EmailOtpType::SignIn).await.unwrap();
    app.clock.advance(301);
    assert_eq!(plugin.find_otp(EMAIL, EmailOtpType::SignIn).await.unwrap(), None);
    assert_ne!(sign_in(&app.anonymous(), &code).await.status, 200);
}
