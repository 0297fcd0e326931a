//! Flows in a window of their own.

use serde_json::{Value, json};
use signet_auth_server::options::Options;
use signet_auth_server::plugins::OAuthPopup;
use signet_auth_server::testing::{Peers, TestApp, TestClient, TestResponse};
use std::sync::Arc;
use url::Url;

use super::{location, parameter, session, with_github};
use crate::failure;

const START: &str = "/oauth-popup/start?provider=github&popupNonce=n0nce\
                     &popupOrigin=http%3A%2F%2Flocalhost%3A3000&callbackURL=%2Fdashboard";

async fn app() -> (TestApp, Peers) {
    with_github(|options: &mut Options| options.plugins.push(Arc::new(OAuthPopup))).await
}

/// What the page says to its opener.
fn message(response: &TestResponse) -> Value {
    assert_eq!(response.status, 200);
    assert_eq!(response.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(response.header("cache-control"), "no-store");
    let policy = response.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
    let page = response.text();
    let (_, rest) = page.split_once("id=\"better-auth-oauth-popup\">").unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

async fn begin(client: &TestClient) -> Url {
    let response = client.get(START).await;
    location(&response).parse().unwrap()
}

async fn end(client: &TestClient, page: &Url, query: &str) -> TestResponse {
    let state = parameter(page, "state").unwrap();
    client.get(&format!("/callback/github?{query}&state={state}")).await
}

#[tokio::test]
async fn the_opener_is_told_of_the_sign_in() {
    let (app, _) = app().await;
    let client = app.anonymous();
    let page = begin(&client).await;
    assert!(page.as_str().starts_with("https://github.com/login/oauth/authorize?"));
    let response = end(&client, &page, "code=dummy-code").await;
    let message = message(&response);
    assert_eq!(message["type"], "better-auth:oauth-popup");
    assert_eq!(message["targetOrigin"], "http://localhost:3000");
    assert_eq!(message["nonce"], "n0nce");
    assert_eq!(message["redirectTo"], "/dashboard");
    assert_eq!(message.get("error"), None);
    assert_eq!(response.header("location"), "");
    let token = message["token"].as_str().unwrap();
    let now = session(&client).await;
    assert!(token.starts_with(&format!("{}.", now["session"]["token"].as_str().unwrap())));
    assert_eq!(client.cookie("better-auth.oauth_popup"), None, "the marker is gone");
}

#[tokio::test]
async fn the_opener_is_told_of_a_failure() {
    let (app, _) = app().await;
    let client = app.anonymous();
    let page = begin(&client).await;
    let response = end(&client, &page, "error=access_denied&error_description=no").await;
    let message = message(&response);
    assert_eq!(message["error"], json!({"code": "access_denied", "description": "no"}));
    assert_eq!(message.get("token"), None);
    assert_eq!(session(&client).await, json!(null));
}

#[tokio::test]
async fn a_flow_in_the_page_itself_is_not_told_of() {
    let (app, _) = app().await;
    let client = app.anonymous();
    assert_eq!(super::sign_in(&client).await, "/welcome");
}

/// The token would be told to whoever opens the window.
#[tokio::test]
async fn a_foreign_page_opens_no_window() {
    let (app, _) = app().await;
    let client = app.anonymous();
    for origin in ["https://evil.example", "null", "", "/", "http://localhost:3000.evil.example"] {
        let origin: String = url::form_urlencoded::byte_serialize(origin.as_bytes()).collect();
        let path = format!("/oauth-popup/start?provider=github&popupOrigin={origin}");
        let response = client.get(&path).await;
        assert_eq!(response.error(), failure(403, "INVALID_ORIGIN", "Invalid origin"), "{origin}");
    }
    let response = client.get("/oauth-popup/start?provider=github").await;
    assert_eq!(response.error().1, "VALIDATION_ERROR");
}

#[tokio::test]
async fn a_forged_marker_gets_no_token() {
    let (app, _) = app().await;
    let client = app.anonymous();
    let page = begin(&client).await;
    let marker = r#"{"popupOrigin":"https://evil.example","popupNonce":"n"}.AAAA"#;
    client.set_cookie("better-auth.oauth_popup", marker);
    let response = end(&client, &page, "code=dummy-code").await;
    assert_eq!(location(&response), "/dashboard");
}

#[tokio::test]
async fn what_can_not_begin_is_told() {
    let (app, _) = app().await;
    let client = app.anonymous();
    let origin = "popupOrigin=http%3A%2F%2Flocalhost%3A3000";
    for (query, code) in [
        ("provider=nope", "provider_not_found"),
        ("provider=github&callbackURL=https%3A%2F%2Fevil.example", "invalid_callback_url"),
        ("provider=github&errorCallbackURL=%2F%2Fevil.example", "invalid_error_callback_url"),
        ("provider=github&newUserCallbackURL=javascript%3A1", "invalid_new_user_callback_url"),
    ] {
        let response = client.get(&format!("/oauth-popup/start?{query}&{origin}")).await;
        // An untrusted callback is refused before the plugin is asked, as on every route.
        if response.status == 403 {
            assert_eq!(response.error().1, "INVALID_CALLBACK_URL");
            continue;
        }
        assert_eq!(message(&response)["error"]["code"], code);
    }
    let hostile = "provider=%3C%2Fscript%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    let response = client.get(&format!("/oauth-popup/start?{hostile}&{origin}")).await;
    assert!(!response.text().contains("<script>alert"), "{}", response.text());
}

#[tokio::test]
async fn without_the_plugin_there_is_no_such_route() {
    let (app, _) = with_github(|_| ()).await;
    assert_eq!(app.anonymous().get(START).await.status, 404);
}

/// The deployment may have changed its mind while the window was open.
#[tokio::test]
async fn an_opener_that_is_trusted_no_longer_gets_no_token() {
    let (app, peers) = with_github(|options| {
        options.plugins.push(Arc::new(OAuthPopup));
        options.verification.store_in_database = true;
        options.trusted_origins = vec!["https://old.example".to_owned()];
    })
    .await;
    let begun = app.anonymous();
    let start = START.replace("http%3A%2F%2Flocalhost%3A3000", "https%3A%2F%2Fold.example");
    let page = location(&begun.get(&start).await).parse().unwrap();
    let database = app.auth.store().database().clone();
    let now = TestApp::on(database, |options| {
        super::use_github(options, &peers);
        options.plugins.push(Arc::new(OAuthPopup));
        options.verification.store_in_database = true;
    })
    .await;
    let client = now.anonymous();
    for name in ["better-auth.state", "better-auth.oauth_popup"] {
        client.set_cookie(name, &begun.cookie(name).unwrap());
    }
    assert_eq!(location(&end(&client, &page, "code=dummy-code").await), "/dashboard");
}
