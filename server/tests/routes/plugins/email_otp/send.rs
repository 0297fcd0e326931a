//! Codes that are asked for.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use signet_auth_server::ApiError;
use signet_auth_server::hooks::Callback;
use signet_auth_server::options::{Options, RateLimitRule, RateLimitStorage};
use signet_auth_server::plugins::email_otp::{
    ChangeEmailByOtp, EmailOtp, EmailOtpMail, EmailOtpOptions,
};
use signet_auth_server::testing::TestApp;

use super::{EMAIL, app, app_with, ask, code, invalid_email, sign_in};
use crate::{failure, sign_in_body, sign_up_body};

#[tokio::test]
async fn what_is_no_address_or_no_purpose_is_refused() {
    let (app, _) = app().await;
    let client = app.anonymous();
    for email in ["nope", "", "a@b", "ada@example.test\r\nBcc: eve@example.test"] {
        assert_eq!(ask(&client, "sign-in", email).await.error(), invalid_email(), "{email}");
    }
    let message = "[body.type] Invalid option: expected one of \
                   \"email-verification\"|\"sign-in\"|\"forget-password\"|\"change-email\"";
    let response = ask(&client, "nope", EMAIL).await;
    assert_eq!(response.error(), failure(400, "VALIDATION_ERROR", message));
    let response = client.post("/email-otp/send-verification-otp", json!({"email": 5})).await;
    assert_eq!(response.error().1, "VALIDATION_ERROR");
    let response = ask(&client, "change-email", EMAIL).await;
    assert_eq!(response.error(), (400, String::new(), "Invalid OTP type".to_owned()));
}

#[tokio::test]
async fn without_a_mailer_no_code_is_sent() {
    let app = TestApp::with(|options| options.plugins.push(Arc::new(EmailOtp::default()))).await;
    let response = ask(&app.anonymous(), "sign-in", EMAIL).await;
    let message = "send email verification is not implemented";
    assert_eq!(response.error(), (400, String::new(), message.to_owned()));
}

/// The answer does not tell who has an account, nor is anything left of the code.
#[tokio::test]
async fn an_address_that_is_nobodys_gets_no_mail_and_the_same_answer() {
    let (app, mailbox) = app_with(|options| options.disable_sign_up = true, |_| ()).await;
    let client = app.anonymous();
    for kind in ["sign-in", "email-verification", "forget-password"] {
        let response = ask(&client, kind, EMAIL).await;
        assert_eq!(response.text(), r#"{"success":true}"#, "{kind}");
        assert_eq!(super::stored(&app, kind).await, None, "{kind}");
    }
    for path in ["/email-otp/request-password-reset", "/forget-password/email-otp"] {
        let response = client.post(path, json!({"email": EMAIL})).await;
        assert_eq!(response.text(), r#"{"success":true}"#, "{path}");
    }
    app.auth.drain().await;
    assert!(mailbox.is_empty());
}

#[tokio::test]
async fn a_form_on_another_site_asks_for_no_code() {
    let (app, _) = app().await;
    let response = app
        .anonymous()
        .request("POST", "/email-otp/send-verification-otp")
        .without("origin")
        .header("sec-fetch-site", "cross-site")
        .header("sec-fetch-mode", "navigate")
        .header("sec-fetch-dest", "document")
        .json(&json!({"email": EMAIL, "type": "sign-in"}))
        .send()
        .await;
    assert_eq!(response.error().1, "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED");
}

#[tokio::test]
async fn a_sign_up_can_send_a_code_that_verifies_the_address() {
    let (app, mut mailbox) =
        app_with(|options| options.send_verification_on_sign_up = true, |_| ()).await;
    let client = app.anonymous();
    assert_eq!(client.post("/sign-up/email", sign_up_body(EMAIL)).await.status, 200);
    let mail = mailbox.next().await;
    assert_eq!(mail.template.as_str(), "email-otp-email-verification");
    let body = json!({"email": EMAIL, "otp": mail.otp.unwrap()});
    let verified = client.post("/email-otp/verify-email", body).await;
    assert_eq!(verified.json()["user"]["emailVerified"], true);
    let failed = app.anonymous().post("/sign-up/email", sign_up_body(EMAIL)).await;
    assert_eq!(failed.status, 422);
    app.auth.drain().await;
    assert!(mailbox.is_empty());
}

#[tokio::test]
async fn codes_can_take_the_place_of_links() {
    let (app, mut mailbox) = app_with(
        |options| options.override_default_email_verification = true,
        |options| {
            options.email_and_password.require_email_verification = true;
            options.email_verification.send_on_sign_in = true;
        },
    )
    .await;
    let client = app.anonymous();
    assert_eq!(client.post("/sign-up/email", sign_up_body(EMAIL)).await.status, 200);
    let mail = mailbox.next().await;
    assert_eq!(mail.template.as_str(), "email-otp-email-verification");
    app.clock.advance(1);
    client.post("/sign-in/email", sign_in_body(EMAIL)).await;
    let mail = mailbox.next().await;
    assert_eq!(mail.template.as_str(), "email-otp-email-verification");
    let body = json!({"email": EMAIL, "otp": mail.otp.unwrap()});
    assert_eq!(client.post("/email-otp/verify-email", body).await.status, 200);
    let body = json!({"email": EMAIL});
    client.post("/send-verification-email", body).await;
    app.auth.drain().await;
    assert!(mailbox.is_empty(), "the address is verified");
}

#[tokio::test]
async fn an_application_makes_and_sends_codes_itself_and_a_failure_does_not_show() {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&sent);
    let (app, mailbox) = app_with(
        |options| {
            options.generate_otp =
                Some(Arc::new(|email, _| (email == EMAIL).then(|| "apple-7".to_owned())));
            options.send = Some(Callback::new(move |mail: EmailOtpMail| {
                kept.lock().unwrap().push(mail);
                async { Err(ApiError::without_code(502, "no line")) }
            }));
        },
        |_| (),
    )
    .await;
    let client = app.anonymous();
    assert_eq!(ask(&client, "sign-in", EMAIL).await.text(), r#"{"success":true}"#);
    app.auth.drain().await;
    assert!(mailbox.is_empty());
    let mail = sent.lock().unwrap().pop().unwrap();
    assert_eq!((mail.email.as_str(), mail.otp.as_str()), (EMAIL, "apple-7"));
    assert_eq!(mail.r#type.as_str(), "sign-in");
    assert_eq!(sign_in(&client, "apple-7").await.status, 200);
    ask(&client, "sign-in", "eve@example.test").await;
    app.auth.drain().await;
    let mail = sent.lock().unwrap().pop().unwrap();
    assert!(mail.otp.len() == 6 && mail.otp.bytes().all(|byte| byte.is_ascii_digit()));
}

/// Only users get codes here: an answer that waits for the mail would tell who is one.
#[tokio::test]
async fn no_answer_waits_for_a_mail_to_be_sent() {
    let (may_send, asked) = tokio::sync::watch::channel(false);
    let sent = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&sent);
    let send = move |mail: EmailOtpMail| {
        let (mut asked, kept) = (asked.clone(), Arc::clone(&kept));
        async move {
            asked.wait_for(|may| *may).await.unwrap();
            kept.lock().unwrap().push(mail.r#type.as_str());
            Ok(())
        }
    };
    let (app, _mailbox) = app_with(
        |options| {
            options.disable_sign_up = true;
            options.change_email = Some(ChangeEmailByOtp::default());
            options.send = Some(Callback::new(send));
        },
        |_| (),
    )
    .await;
    let client = app.signed_in(EMAIL).await;
    let answers = async {
        assert_eq!(ask(&client, "sign-in", EMAIL).await.status, 200);
        for path in ["/email-otp/request-password-reset", "/forget-password/email-otp"] {
            assert_eq!(client.post(path, json!({"email": EMAIL})).await.status, 200);
        }
        let body = json!({"newEmail": "countess@example.test"});
        assert_eq!(client.post("/email-otp/request-email-change", body).await.status, 200);
    };
    tokio::time::timeout(Duration::from_secs(20), answers).await.unwrap();
    assert!(sent.lock().unwrap().is_empty());
    may_send.send(true).unwrap();
    app.auth.drain().await;
    let mut sent = sent.lock().unwrap().clone();
    sent.sort_unstable();
    assert_eq!(sent, ["change-email", "forget-password", "forget-password", "sign-in"]);
}

/// The mail begins beside the request, and the end of the server waits for both.
#[tokio::test]
async fn a_code_in_the_place_of_a_link_leaves_before_the_server_ends() {
    let (app, mailbox) = app_with(
        |options| options.override_default_email_verification = true,
        |options| options.email_verification.send_on_sign_up = Some(true),
    )
    .await;
    app.anonymous().post("/sign-up/email", sign_up_body(EMAIL)).await;
    app.auth.drain().await;
    assert!(!mailbox.is_empty());
}

#[tokio::test]
async fn codes_take_the_place_of_links_without_a_mailer_too() {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&sent);
    let email_otp = EmailOtp::new(EmailOtpOptions {
        override_default_email_verification: true,
        send: Some(Callback::new(move |mail: EmailOtpMail| {
            kept.lock().unwrap().push((mail.email, mail.otp));
            async { Ok(()) }
        })),
        ..EmailOtpOptions::default()
    });
    let app = TestApp::with(|options| {
        options.plugins.push(Arc::new(email_otp));
        options.email_and_password.require_email_verification = true;
        options.email_verification.send_on_sign_in = true;
    })
    .await;
    let client = app.anonymous();
    client.post("/sign-up/email", sign_up_body(EMAIL)).await;
    app.auth.drain().await;
    app.clock.advance(1);
    client.post("/sign-in/email", sign_in_body(EMAIL)).await;
    app.auth.drain().await;
    app.clock.advance(1);
    let asked = client.post("/send-verification-email", json!({"email": EMAIL})).await;
    assert_eq!(asked.text(), r#"{"status":true}"#);
    app.auth.drain().await;
    let sent = sent.lock().unwrap().clone();
    let to: Vec<_> = sent.iter().map(|(to, _)| to.as_str()).collect();
    assert_eq!(to, [EMAIL; 3]);
    let body = json!({"email": EMAIL, "otp": sent[2].1});
    assert_eq!(client.post("/email-otp/verify-email", body).await.status, 200);
}

/// Counted here, not where other tests count, too.
fn limited(options: &mut Options) {
    options.rate_limit.enabled = Some(true);
    options.rate_limit.storage = Some(RateLimitStorage::Memory);
}

#[tokio::test]
async fn each_route_is_limited_by_itself() {
    let (app, mut mailbox) =
        app_with(|options| options.rate_limit = RateLimitRule { window: 30, max: 2 }, limited)
            .await;
    let client = app.anonymous();
    code(&client, &mut mailbox, "sign-in").await;
    code(&client, &mut mailbox, "sign-in").await;
    assert_eq!(ask(&client, "sign-in", EMAIL).await.status, 429);
    assert_eq!(sign_in(&client, "000000").await.status, 400);
    assert_eq!(sign_in(&client, "000000").await.status, 400);
    assert_eq!(sign_in(&client, "000000").await.status, 429);
    app.clock.advance(31);
    assert_eq!(sign_in(&client, "000000").await.status, 400);
}

#[tokio::test]
async fn every_route_takes_three_calls_a_minute() {
    let (app, _mailbox) = app_with(|_| (), limited).await;
    let client = app.anonymous();
    for path in [
        "/email-otp/send-verification-otp",
        "/email-otp/check-verification-otp",
        "/email-otp/verify-email",
        "/sign-in/email-otp",
        "/email-otp/request-password-reset",
        "/email-otp/reset-password",
        "/forget-password/email-otp",
        "/email-otp/request-email-change",
        "/email-otp/change-email",
    ] {
        let body = json!({
            "email": EMAIL, "type": "sign-in", "otp": "000000", "password": crate::PASSWORD,
            "newEmail": "countess@example.test"
        });
        for _ in 0..3 {
            assert_ne!(client.post(path, body.clone()).await.status, 429, "{path}");
        }
        let limited = client.post(path, body).await;
        assert_eq!((limited.status, limited.header("x-retry-after")), (429, "60"), "{path}");
    }
}

/// No database remembers a code under a longer name.
#[tokio::test]
async fn an_address_that_is_too_long_for_a_code_is_none() {
    let (app, mailbox) = app().await;
    let client = app.signed_in(EMAIL).await;
    let email = format!("{}@example.test", "a".repeat(300));
    for kind in ["sign-in", "email-verification", "forget-password"] {
        assert_eq!(ask(&client, kind, &email).await.error(), invalid_email(), "{kind}");
    }
    let body = json!({"email": email});
    let response = client.post("/email-otp/request-password-reset", body).await;
    assert_eq!(response.error(), invalid_email());
    app.auth.drain().await;
    assert!(mailbox.is_empty());
}
