//! Devices on which no second step is needed for a while.

use serde_json::json;
use signet_auth_server::testing::{TestApp, TestClient};

use super::{
    Authenticator, EMAIL, app, assert_is_challenge, challenged, enrolled, session, verify_totp,
};
use crate::{PASSWORD, sign_in_body};

const COOKIE: &str = "better-auth.trust_device";

async fn trusted(app: &TestApp, authenticator: &Authenticator) -> TestClient {
    let client = challenged(app).await;
    let body = json!({"code": authenticator.code(app), "trustDevice": true});
    let verified = client.post("/two-factor/verify-totp", body).await;
    let cookies = verified.set_cookies();
    let cookie = cookies.iter().find(|cookie| cookie.starts_with(COOKIE)).unwrap();
    assert!(cookie.contains("Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
    client
}

#[tokio::test]
async fn a_trusted_device_needs_no_second_step_for_thirty_days_after_its_last_use() {
    let app = app().await;
    let (_, authenticator) = enrolled(&app).await;
    let client = trusted(&app, &authenticator).await;
    for _ in 0..2 {
        client.post("/sign-out", json!({})).await;
        app.clock.advance(29 * 24 * 60 * 60);
        let before = client.cookie(COOKIE).unwrap();
        let signed_in = client.post("/sign-in/email", sign_in_body(EMAIL)).await;
        assert!(signed_in.json()["token"].is_string(), "{}", signed_in.text());
        assert_ne!(client.cookie(COOKIE).unwrap(), before);
        assert_eq!(session(&client).await["user"]["email"], EMAIL);
    }
    client.post("/sign-out", json!({})).await;
    app.clock.advance(31 * 24 * 60 * 60);
    assert_is_challenge(&client.post("/sign-in/email", sign_in_body(EMAIL)).await);
    assert_eq!(client.cookie(COOKIE), None);
}

#[tokio::test]
async fn a_cookie_of_trust_is_used_once() {
    let app = app().await;
    let (_, authenticator) = enrolled(&app).await;
    let client = trusted(&app, &authenticator).await;
    let stolen = client.cookie(COOKIE).unwrap();
    assert_eq!(client.post("/sign-in/email", sign_in_body(EMAIL)).await.status, 200);
    let thief = app.anonymous();
    thief.set_cookie(COOKIE, &stolen);
    assert_is_challenge(&thief.post("/sign-in/email", sign_in_body(EMAIL)).await);
}

#[tokio::test]
async fn a_device_that_one_user_trusts_is_not_trusted_by_another() {
    let app = app().await;
    let (_, authenticator) = enrolled(&app).await;
    let eve = app.signed_in("eve@example.test").await;
    let enabled = eve.post("/two-factor/enable", json!({"password": PASSWORD})).await;
    let hers = Authenticator::scan(&enabled.json());
    assert_eq!(verify_totp(&eve, &hers.code(&app)).await.status, 200);
    let client = trusted(&app, &authenticator).await;
    let response = client.post("/sign-in/email", sign_in_body("eve@example.test")).await;
    assert_is_challenge(&response);
}

#[tokio::test]
async fn a_cookie_that_was_changed_is_not_trusted() {
    let app = app().await;
    let (_, authenticator) = enrolled(&app).await;
    let cookie = trusted(&app, &authenticator).await.cookie(COOKIE).unwrap();
    let (value, signature) = cookie.rsplit_once('.').unwrap();
    for other in ["", "!", "x", &*format!("{value}x.{signature}"), &*format!("x{cookie}")] {
        let client = app.anonymous();
        client.set_cookie(COOKIE, other);
        assert_is_challenge(&client.post("/sign-in/email", sign_in_body(EMAIL)).await);
    }
}

#[tokio::test]
async fn disabling_ends_the_trust_in_the_device() {
    let app = app().await;
    let (_, authenticator) = enrolled(&app).await;
    let client = trusted(&app, &authenticator).await;
    let stolen = client.cookie(COOKIE).unwrap();
    client.post("/two-factor/disable", json!({"password": PASSWORD})).await;
    assert_eq!(client.cookie(COOKIE), None);
    let enabled = client.post("/two-factor/enable", json!({"password": PASSWORD})).await;
    let authenticator = Authenticator::scan(&enabled.json());
    assert_eq!(verify_totp(&client, &authenticator.code(&app)).await.status, 200);
    let thief = app.anonymous();
    thief.set_cookie(COOKIE, &stolen);
    assert_is_challenge(&thief.post("/sign-in/email", sign_in_body(EMAIL)).await);
}

#[tokio::test]
async fn a_trusted_device_is_remembered_whatever_the_sign_in_said() {
    let app = app().await;
    let (_, authenticator) = enrolled(&app).await;
    let client = app.anonymous();
    let mut body = sign_in_body(EMAIL);
    body["rememberMe"] = false.into();
    client.post("/sign-in/email", body).await;
    let body = json!({"code": authenticator.code(&app), "trustDevice": true});
    let verified = client.post("/two-factor/verify-totp", body).await;
    let cookies = verified.set_cookies();
    let forgotten = "better-auth.dont_remember=; Max-Age=0";
    assert_eq!(cookies.iter().filter(|cookie| cookie.contains("dont_remember")).count(), 1);
    assert!(cookies.iter().any(|cookie| cookie.starts_with(forgotten)));
}
