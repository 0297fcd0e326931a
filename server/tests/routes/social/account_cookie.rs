//! The account that a user has signed in with, in a cookie.

use serde_json::json;
use signet_auth_server::testing::{TestApp, TestClient};

use super::{TOKEN, github, session, sign_in, use_github, with_github};

const COOKIE: &str = "better-auth.account_data";

async fn access_token(client: &TestClient) -> serde_json::Value {
    client.post("/get-access-token", json!({"useAccountCookie": true})).await.json()
}

#[tokio::test]
async fn the_account_comes_with_the_sign_in_and_goes_with_the_sign_out() {
    let (app, _) = with_github(|options| options.account.store_account_cookie = Some(true)).await;
    let client = app.anonymous();
    sign_in(&client).await;
    let cookie = client.cookie(COOKIE).unwrap();
    assert_eq!(cookie.split('.').count(), 5, "a JWE");
    assert_eq!(access_token(&client).await["accessToken"], "gho_access");
    let out = client.post("/sign-out", json!({})).await;
    assert!(
        out.set_cookies().iter().any(|cookie| cookie.starts_with("better-auth.account_data=;"))
    );
    assert_eq!(client.cookie(COOKIE), None);
}

#[tokio::test]
async fn without_the_option_there_is_no_such_cookie() {
    let (app, _) = with_github(|_| ()).await;
    let client = app.anonymous();
    sign_in(&client).await;
    assert_eq!(client.cookie(COOKIE), None);
    assert_eq!(access_token(&client).await["code"], "ACCOUNT_NOT_FOUND");
}

#[tokio::test]
async fn without_database_the_cookie_holds_the_tokens() {
    let peers = github();
    let app = TestApp::stateless(|options| use_github(options, &peers)).await;
    let client = app.anonymous();
    sign_in(&client).await;
    assert_eq!(access_token(&client).await["accessToken"], "gho_access");
    app.clock.advance(3600);
    peers.answer(TOKEN, 200, json!({"access_token": "fresh", "expires_in": 28800}));
    let refreshed = client.post("/refresh-token", json!({"useAccountCookie": true})).await;
    assert_eq!(refreshed.json()["accessToken"], "fresh");
    assert_eq!(access_token(&client).await["accessToken"], "fresh");
}

#[tokio::test]
async fn somebody_elses_account_gives_no_token() {
    let (app, _) = with_github(|options| options.account.store_account_cookie = Some(true)).await;
    let client = app.anonymous();
    sign_in(&client).await;
    let other = app.signed_in("ada@example.test").await;
    other.set_cookie(COOKIE, &client.cookie(COOKIE).unwrap());
    assert_eq!(access_token(&other).await["code"], "ACCOUNT_NOT_FOUND");
    assert_eq!(session(&other).await["user"]["email"], "ada@example.test");
}
