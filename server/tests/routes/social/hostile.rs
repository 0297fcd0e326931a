//! What attackers try.

use serde_json::json;
use signet_auth_server::testing::{Peers, TestApp};
use std::sync::Arc;

use super::{arrive, body, location, parameter, session, sign_in, start, use_github, with_github};

#[tokio::test]
async fn a_flow_ends_once() {
    let (app, peers) = with_github(|_| ()).await;
    let client = app.anonymous();
    let page = start(&client, body()).await;
    let cookie = client.cookie("better-auth.state").unwrap();
    assert_eq!(location(&arrive(&client, &page).await), "/welcome");
    peers.asked();
    client.set_cookie("better-auth.state", &cookie);
    let again = location(&arrive(&client, &page).await);
    assert_eq!(again, "http://localhost:3000/api/auth/error?error=state_mismatch");
    assert!(peers.asked().is_empty(), "the code was shown again");
}

#[tokio::test]
async fn of_many_at_once_one_flow_ends() {
    let (app, _) = with_github(|_| ()).await;
    let client = app.anonymous();
    let page = start(&client, body()).await;
    let state = parameter(&page, "state").unwrap();
    let path = format!("/callback/github?code=dummy-code&state={state}");
    let all = (0..20).map(|_| client.request("GET", &path).send());
    let answers = futures_util::future::join_all(all).await;
    let signed_in = answers.iter().filter(|answer| answer.header("location") == "/welcome").count();
    assert_eq!(signed_in, 1);
}

/// Somebody begins a flow and gets somebody else to end it: that one would be signed in as the first.
#[tokio::test]
async fn a_flow_of_another_browser_does_not_end_here() {
    let (app, peers) = with_github(|_| ()).await;
    let attacker = app.anonymous();
    let page = start(&attacker, body()).await;
    let victim = app.anonymous();
    let response = arrive(&victim, &page).await;
    assert_eq!(location(&response), "/oops?error=state_mismatch");
    assert_eq!(session(&victim).await, json!(null));
    assert!(peers.asked().is_empty(), "the code was shown");
    // The flow is not lost for the browser that has begun it.
    assert_eq!(location(&arrive(&attacker, &page).await), "/welcome");
}

#[tokio::test]
async fn a_flow_of_another_browser_ends_here_only_where_that_is_configured() {
    let (app, _) = with_github(|options| options.account.skip_state_cookie_check = true).await;
    let page = start(&app.anonymous(), body()).await;
    assert_eq!(location(&arrive(&app.anonymous(), &page).await), "/welcome");
}

#[tokio::test]
async fn a_forged_cookie_binds_nothing() {
    let (app, _) = with_github(|_| ()).await;
    let page = start(&app.anonymous(), body()).await;
    let state = parameter(&page, "state").unwrap();
    for forged in [
        state.clone(),
        format!("{state}."),
        format!("{state}.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3D"),
    ] {
        let client = app.anonymous();
        client.set_cookie("better-auth.state", &forged);
        assert_eq!(location(&arrive(&client, &page).await), "/oops?error=state_mismatch");
    }
}

#[tokio::test]
async fn a_flow_is_over_after_ten_minutes() {
    let (app, _) = with_github(|_| ()).await;
    let client = app.anonymous();
    let page = start(&client, body()).await;
    app.clock.advance(601);
    let ended = location(&arrive(&client, &page).await);
    assert_eq!(ended, "http://localhost:3000/api/auth/error?error=state_mismatch");
}

/// A code of one provider must not be shown to another one (RFC 9700, section 4.4).
#[tokio::test]
async fn another_provider_can_not_end_a_flow() {
    use signet_auth_server::oauth::providers::Google;

    let (app, peers) = with_github(|options| {
        options.social_providers.push(Arc::new(Google::new("google-id", "google-secret")));
    })
    .await;
    let client = app.anonymous();
    let page = start(&client, body()).await;
    let state = parameter(&page, "state").unwrap();
    let response = client.get(&format!("/callback/google?code=stolen&state={state}")).await;
    assert_eq!(location(&response), "/oops?error=state_mismatch");
    assert!(peers.asked().is_empty(), "the code was shown");
}

/// A token of one purpose is worth nothing for another one.
#[tokio::test]
async fn a_state_is_no_other_token_and_no_other_token_is_a_state() {
    let (app, _) = with_github(|_| ()).await;
    let client = app.anonymous();
    let page = start(&client, body()).await;
    let state = parameter(&page, "state").unwrap();
    let reset = json!({"newPassword": "another password", "token": state});
    assert_eq!(client.post("/reset-password", reset).await.error().1, "INVALID_TOKEN");
    let verify = client.get(&format!("/verify-email?token={state}")).await;
    assert_eq!(verify.error().1, "INVALID_TOKEN");
}

#[tokio::test]
async fn what_a_client_wants_kept_can_not_change_the_flow() {
    let (app, _) = with_github(|_| ()).await;
    let client = app.anonymous();
    let victim = app.signed_in("victim@example.test").await;
    let id = session(&victim).await["user"]["id"].clone();
    let page = start(
        &client,
        json!({
            "provider": "github", "callbackURL": "/dashboard",
            "additionalData": {
                "callbackURL": "https://evil.example", "newUserURL": "https://evil.example",
                "errorURL": "https://evil.example", "providerId": "google",
                "link": {"userId": id, "email": "octo@example.test"}, "expiresAt": 9e15
            }
        }),
    )
    .await;
    assert_eq!(location(&arrive(&client, &page).await), "/dashboard");
    assert_eq!(super::accounts(&victim).await.len(), 1);
    assert_eq!(session(&client).await["user"]["email"], "octo@example.test");
}

#[tokio::test]
async fn a_provider_that_hangs_holds_nobody_else_up() {
    let (app, peers) = with_github(|_| ()).await;
    app.signed_in("ada@example.test").await;
    peers.hang(super::TOKEN);
    let client = app.anonymous();
    let page = start(&client, body()).await;
    let stuck: Vec<_> = (0..50)
        .map(|_| {
            let (client, page) = (client.clone(), page.clone());
            tokio::spawn(async move { arrive(&client, &page).await })
        })
        .collect();
    tokio::task::yield_now().await;
    let body = json!({"email": "ada@example.test", "password": "correct horse battery"});
    let other = app.anonymous();
    assert_eq!(other.post("/sign-in/email", body).await.status, 200);
    let start = other.post("/sign-in/social", json!({"provider": "github"})).await;
    assert_eq!(start.status, 200);
    stuck.into_iter().for_each(|task| task.abort());
}

#[tokio::test]
async fn the_same_subject_at_two_providers_is_two_people() {
    use signet_auth_server::oauth::{GenericOAuth, GenericOAuthConfig, ProviderOptions};

    let peers: Peers = super::github();
    let app = TestApp::with(|options| {
        super::use_github(options, &peers);
        let mut config = GenericOAuthConfig::default();
        config.provider_id = "other".to_owned();
        config.application = ProviderOptions::new("id", "secret");
        config.authorization_url = Some("https://other.example/authorize".to_owned());
        config.token_url = Some("https://other.example/token".to_owned());
        config.user_info_url = Some("https://other.example/me".to_owned());
        options.generic_oauth = vec![GenericOAuth::new(config)];
    })
    .await;
    peers.answer("POST https://other.example/token", 200, json!({"access_token": "t"}));
    let me = json!({"id": 4242, "email": "mallory@example.test", "name": "Mallory"});
    peers.answer("GET https://other.example/me", 200, me);
    let octo = app.anonymous();
    sign_in(&octo).await;
    let mallory = app.anonymous();
    let page = start(&mallory, json!({"provider": "other", "callbackURL": "/in"})).await;
    let state = parameter(&page, "state").unwrap();
    let response = mallory.get(&format!("/callback/other?code=c&state={state}")).await;
    assert_eq!(location(&response), "/in");
    assert_eq!(session(&mallory).await["user"]["email"], "mallory@example.test");
    assert_ne!(session(&mallory).await["user"]["id"], session(&octo).await["user"]["id"]);
}

/// What was trusted when a flow began may be trusted no longer, or be the word of another server.
#[tokio::test]
async fn pages_are_checked_again_at_the_end() {
    let (app, peers) = with_github(|options| {
        options.verification.store_in_database = true;
        options.trusted_origins = vec!["https://old.example".to_owned()];
    })
    .await;
    let database = app.auth.store().database().clone();
    let now = TestApp::on(database, |options| {
        options.verification.store_in_database = true;
        use_github(options, &peers);
    })
    .await;
    for (key, ended) in [
        ("callbackURL", "/oops?error=no_callback_url"),
        ("newUserCallbackURL", "/dashboard"),
        ("errorCallbackURL", "http://localhost:3000/api/auth/error?error=access_denied"),
    ] {
        let begun = app.anonymous();
        let mut body = body();
        body[key] = json!("https://old.example/page");
        let page = start(&begun, body).await;
        let client = now.anonymous();
        client.set_cookie("better-auth.state", &begun.cookie("better-auth.state").unwrap());
        let state = super::parameter(&page, "state").unwrap();
        let answer = if key == "errorCallbackURL" { "error=access_denied" } else { "code=c" };
        let response = client.get(&format!("/callback/github?{answer}&state={state}")).await;
        assert_eq!(location(&response), ended, "{key}");
    }
}
