//! The second step of a sign-in.

use serde_json::{Value, json};
use signet_auth_server::options::CookieCacheOptions;

use super::{
    EMAIL, INVALID_COOKIE, app, app_with, assert_is_challenge, challenged, enrolled, fifty,
    session, sessions, verify_totp,
};
use crate::{PASSWORD, failure, sign_in_body};

#[tokio::test]
async fn a_sign_in_gives_nothing_but_a_challenge() {
    let cache = CookieCacheOptions { enabled: true, ..CookieCacheOptions::default() };
    let (app, _) = app_with(|_| (), |options| options.session.cookie_cache = cache).await;
    let (_, _) = enrolled(&app).await;
    let before = sessions(&app, EMAIL).await;
    let client = app.anonymous();
    let response = client.post("/sign-in/email", sign_in_body(EMAIL)).await;
    assert_is_challenge(&response);
    assert_eq!(response.text(), r#"{"twoFactorRedirect":true,"twoFactorMethods":["totp","otp"]}"#);
    let cookies = response.set_cookies();
    let challenge = cookies.iter().find(|cookie| cookie.contains("two_factor")).unwrap();
    assert!(challenge.starts_with("better-auth.two_factor=2fa-"), "{challenge}");
    assert!(challenge.contains("; Max-Age=600; Path=/; HttpOnly; SameSite=Lax"), "{challenge}");
    assert_eq!(sessions(&app, EMAIL).await, before);
    assert_eq!(session(&client).await, Value::Null);
    for path in ["/list-sessions", "/list-accounts"] {
        assert_eq!(client.get(path).await.status, 401, "{path}");
    }
}

#[tokio::test]
async fn a_wrong_password_is_no_challenge() {
    let app = app().await;
    let (_, _) = enrolled(&app).await;
    let body = json!({"email": EMAIL, "password": "wrong password"});
    let response = app.anonymous().post("/sign-in/email", body).await;
    assert_eq!(response.status, 401);
    assert!(response.set_cookies().iter().all(|cookie| !cookie.contains("two_factor")));
}

#[tokio::test]
async fn a_code_finishes_the_sign_in_once() {
    let app = app().await;
    let (_, authenticator) = enrolled(&app).await;
    let client = challenged(&app).await;
    let stolen = client.cookie("better-auth.two_factor").unwrap();
    let verified = verify_totp(&client, &authenticator.code(&app)).await;
    assert_eq!(verified.status, 200, "{}", verified.text());
    let body = verified.json();
    let found = session(&client).await;
    assert_eq!(found["session"]["token"], body["token"]);
    assert_eq!(body["user"]["twoFactorEnabled"], true);
    assert_eq!(client.cookie("better-auth.two_factor"), None);
    let thief = app.anonymous();
    thief.set_cookie("better-auth.two_factor", &stolen);
    let again = verify_totp(&thief, &authenticator.code(&app)).await;
    assert_eq!(again.error(), failure(401, INVALID_COOKIE.0, INVALID_COOKIE.1));
}

#[tokio::test]
async fn of_fifty_right_codes_at_once_one_signs_in() {
    let app = app().await;
    let (_, authenticator) = enrolled(&app).await;
    let cookie = challenged(&app).await.cookie("better-auth.two_factor").unwrap();
    let clients = fifty(&app, &cookie);
    let code = authenticator.code(&app);
    let answers = clients.iter().map(|client| verify_totp(client, &code));
    let answers = futures_util::future::join_all(answers).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
}

#[tokio::test]
async fn a_session_lasts_as_long_as_the_sign_in_asked() {
    let app = app().await;
    let (_, authenticator) = enrolled(&app).await;
    let client = app.anonymous();
    let mut body = sign_in_body(EMAIL);
    body["rememberMe"] = false.into();
    assert_is_challenge(&client.post("/sign-in/email", body).await);
    let verified = verify_totp(&client, &authenticator.code(&app)).await;
    let cookies = verified.set_cookies();
    let token = cookies.iter().find(|cookie| cookie.contains("session_token=")).unwrap();
    assert!(!token.contains("Max-Age"), "{token}");
    app.clock.advance(24 * 60 * 60 + 1);
    assert_eq!(session(&client).await, Value::Null);
}

#[tokio::test]
async fn without_a_challenge_there_is_no_second_step() {
    let app = app().await;
    let (_, authenticator) = enrolled(&app).await;
    let code = authenticator.code(&app);
    let genuine = challenged(&app).await.cookie("better-auth.two_factor").unwrap();
    let (name, signature) = genuine.rsplit_once('.').unwrap();
    let forged = format!("2fa-AAAAAAAAAAAAAAAAAAAA.{signature}");
    let changed = format!("{name}x.{signature}");
    for cookie in [None, Some(""), Some("nonsense"), Some(&*forged), Some(&*changed)] {
        let client = app.anonymous();
        if let Some(cookie) = cookie {
            client.set_cookie("better-auth.two_factor", cookie);
        }
        for (path, body) in [
            ("/two-factor/verify-totp", json!({"code": code})),
            ("/two-factor/verify-otp", json!({"code": "123456"})),
            ("/two-factor/verify-backup-code", json!({"code": authenticator.backup_codes[0]})),
            ("/two-factor/send-otp", json!({})),
        ] {
            let response = client.post(path, body).await;
            let expected = failure(401, INVALID_COOKIE.0, INVALID_COOKIE.1);
            assert_eq!(response.error(), expected, "{path} {cookie:?}");
        }
    }
}

/// A cookie that some other flow signed is no challenge, nor is what it names.
#[tokio::test]
async fn what_another_purpose_has_signed_is_no_challenge() {
    let app = app().await;
    let (client, authenticator) = enrolled(&app).await;
    let trusted = challenged(&app).await;
    let body = json!({"code": authenticator.code(&app), "trustDevice": true});
    assert_eq!(trusted.post("/two-factor/verify-totp", body).await.status, 200);
    for name in ["better-auth.session_token", "better-auth.trust_device"] {
        let thief = app.anonymous();
        let value = trusted.cookie(name).or_else(|| client.cookie(name)).unwrap();
        thief.set_cookie("better-auth.two_factor", &value);
        let response = verify_totp(&thief, &authenticator.code(&app)).await;
        assert_eq!(response.error().1, INVALID_COOKIE.0, "{name}");
    }
}

#[tokio::test]
async fn a_challenge_ends_after_ten_minutes() {
    let app = app().await;
    let (_, authenticator) = enrolled(&app).await;
    let client = challenged(&app).await;
    app.clock.advance(601);
    let late = verify_totp(&client, &authenticator.code(&app)).await;
    assert_eq!(late.error().1, INVALID_COOKIE.0);
    assert_eq!(session(&client).await, Value::Null);
}

#[tokio::test]
async fn a_code_of_one_user_does_not_finish_the_sign_in_of_another() {
    let app = app().await;
    let (_, _) = enrolled(&app).await;
    let eve = app.signed_in("eve@example.test").await;
    let enabled = eve.post("/two-factor/enable", json!({"password": PASSWORD})).await;
    let hers = super::Authenticator::scan(&enabled.json());
    assert_eq!(verify_totp(&eve, &hers.code(&app)).await.status, 200);
    let client = challenged(&app).await;
    let response = verify_totp(&client, &hers.code(&app)).await;
    assert_eq!(response.error(), failure(401, "INVALID_CODE", "Invalid code"));
}

/// A user for whom an application was begun but never shown to work has no such factor.
#[tokio::test]
async fn an_application_that_never_worked_does_not_count() {
    let app = app().await;
    let client = app.signed_in(EMAIL).await;
    let body = json!({"password": PASSWORD, "method": "otp"});
    assert_eq!(client.post("/two-factor/enable", body).await.status, 200);
    let begun = client.post("/two-factor/enable", json!({"password": PASSWORD})).await;
    let authenticator = super::Authenticator::scan(&begun.json());
    let elsewhere = app.anonymous();
    let challenge = elsewhere.post("/sign-in/email", sign_in_body(EMAIL)).await;
    assert_eq!(challenge.json()["twoFactorMethods"], json!(["otp"]));
    let response = verify_totp(&elsewhere, &authenticator.code(&app)).await;
    assert_eq!(response.error(), failure(400, "TOTP_NOT_ENABLED", "TOTP not enabled"));
}

#[tokio::test]
async fn who_is_signed_in_may_show_a_code_again() {
    let app = app().await;
    let (client, authenticator) = enrolled(&app).await;
    let before = session(&client).await;
    let again = verify_totp(&client, &authenticator.code(&app)).await;
    assert_eq!(again.status, 200);
    assert_eq!(again.json()["token"], before["session"]["token"]);
    assert!(again.set_cookies().is_empty());
    let wrong = verify_totp(&client, &authenticator.wrong_code(&app)).await;
    assert_eq!(wrong.error(), failure(401, "INVALID_CODE", "Invalid code"));
}

#[tokio::test]
async fn what_is_no_code_is_told_so() {
    let app = app().await;
    let (_, _) = enrolled(&app).await;
    let client = challenged(&app).await;
    for path in ["verify-totp", "verify-otp", "verify-backup-code"] {
        let path = format!("/two-factor/{path}");
        let message = "[body.code] Invalid input: expected string, received number";
        let response = client.post(&path, json!({"code": 123456})).await;
        assert_eq!(response.error(), failure(400, "VALIDATION_ERROR", message), "{path}");
        let message = "[body.trustDevice] Invalid input: expected boolean, received string";
        let response = client.post(&path, json!({"code": "1", "trustDevice": "yes"})).await;
        assert_eq!(response.error(), failure(400, "VALIDATION_ERROR", message), "{path}");
    }
    for code in ["", "１２３４５６", "12345\u{0}", &"9".repeat(100_000)] {
        let client = challenged(&app).await;
        let response = verify_totp(&client, code).await;
        assert_eq!(response.error(), failure(401, "INVALID_CODE", "Invalid code"));
        let body = json!({"code": code});
        let response = client.post("/two-factor/verify-backup-code", body).await;
        assert_eq!(response.error().1, "INVALID_BACKUP_CODE");
        app.clock.advance(1000);
    }
}

#[tokio::test]
async fn a_name_is_challenged_as_an_address_is() {
    let app = app().await;
    let (client, authenticator) = enrolled(&app).await;
    assert_eq!(client.post("/update-user", json!({"username": "ada"})).await.status, 200);
    let elsewhere = app.anonymous();
    let body = json!({"username": "ada", "password": PASSWORD});
    assert_is_challenge(&elsewhere.post("/sign-in/username", body).await);
    assert_eq!(session(&elsewhere).await, Value::Null);
    assert_eq!(verify_totp(&elsewhere, &authenticator.code(&app)).await.status, 200);
}
