//! Providers that are known by their address.

use serde_json::{Value, json};
use signet_auth_server::oauth::GenericOAuthConfig;
use signet_auth_server::testing::{Peers, TestApp, TestClient, TestResponse};
use url::Url;

use super::id_token::{KEY, claims, with_provider};
use super::{location, parameter, session, start};

const TOKEN: &str = "POST https://id.example/token";

async fn with_config(change: impl FnOnce(&mut GenericOAuthConfig)) -> (TestApp, Peers) {
    with_provider(|options| {
        let provider = options.generic_oauth.remove(0).with(change);
        options.generic_oauth.push(provider);
    })
    .await
}

async fn begin(client: &TestClient) -> Url {
    let body = json!({"provider": "example", "callbackURL": "/in", "errorCallbackURL": "/oops"});
    start(client, body).await
}

async fn end(client: &TestClient, page: &Url, more: &str) -> TestResponse {
    let state = parameter(page, "state").unwrap();
    client.get(&format!("/callback/example?code=c&state={state}{more}")).await
}

fn tokens(peers: &Peers, claims: &Value) {
    let tokens =
        json!({"access_token": "a", "id_token": KEY.sign(claims), "scope": "openid email"});
    peers.answer(TOKEN, 200, tokens);
}

fn with_nonce(page: &Url) -> Value {
    let mut claims = claims();
    claims["nonce"] = parameter(page, "nonce").unwrap().into();
    claims
}

#[tokio::test]
async fn a_provider_describes_itself_once() {
    let (app, peers) = with_config(|config| config.scopes = vec!["email".to_owned()]).await;
    let client = app.anonymous();
    let page = begin(&client).await;
    assert!(page.as_str().starts_with("https://id.example/authorize?response_type=code"));
    assert_eq!(parameter(&page, "scope").unwrap(), "openid email");
    assert_eq!(parameter(&page, "nonce").unwrap().len(), 32);
    tokens(&peers, &with_nonce(&page));
    let response = end(&client, &page, "&iss=https%3A%2F%2Fid.example").await;
    assert_eq!(location(&response), "/in");
    assert_eq!(session(&client).await["user"]["email"], "ada@example.test");
    begin(&client).await;
    let descriptions = peers.asked();
    let descriptions =
        descriptions.iter().filter(|request| request.target.ends_with("openid-configuration"));
    assert_eq!(descriptions.count(), 1);
}

#[tokio::test]
async fn an_id_token_of_another_flow_signs_nobody_in() {
    let (app, peers) = with_config(|_| ()).await;
    for nonce in [json!("other"), json!(null)] {
        let client = app.anonymous();
        let page = begin(&client).await;
        let mut claims = claims();
        claims["nonce"] = nonce;
        tokens(&peers, &claims);
        let response = end(&client, &page, "").await;
        assert_eq!(location(&response), "/oops?error=unable_to_get_user_info");
        assert_eq!(session(&client).await, json!(null));
    }
}

#[tokio::test]
async fn the_nonce_can_be_done_without() {
    let (app, peers) = with_config(|config| config.disable_id_token_nonce_binding = true).await;
    let client = app.anonymous();
    let page = begin(&client).await;
    assert_eq!(parameter(&page, "nonce"), None);
    tokens(&peers, &claims());
    assert_eq!(location(&end(&client, &page, "").await), "/in");
}

/// A flow without a nonce was begun by a server that asks for none.
#[tokio::test]
async fn a_flow_without_nonce_does_not_end_where_one_is_needed() {
    let (careless, peers) = with_provider(|options| {
        options.verification.store_in_database = true;
        let provider = options.generic_oauth.remove(0);
        let provider = provider.with(|config| config.disable_id_token_nonce_binding = true);
        options.generic_oauth.push(provider);
    })
    .await;
    let (careful, _) = with_config(|_| ()).await;
    let provider = careful.auth.options().generic_oauth.clone();
    let database = careless.auth.store().database().clone();
    let app = TestApp::on(database, |options| {
        options.verification.store_in_database = true;
        options.generic_oauth = provider;
        options.transport = Some(std::sync::Arc::new(peers.clone()));
    })
    .await;
    let begun = careless.anonymous();
    let page = begin(&begun).await;
    tokens(&peers, &claims());
    let client = app.anonymous();
    client.set_cookie("better-auth.state", &begun.cookie("better-auth.state").unwrap());
    assert_eq!(location(&end(&client, &page, "").await), "/oops?error=nonce_binding_missing");
    assert_eq!(session(&client).await, json!(null));
}

#[tokio::test]
async fn an_answer_of_another_issuer_is_refused() {
    let (app, peers) = with_config(|_| ()).await;
    let client = app.anonymous();
    let page = begin(&client).await;
    tokens(&peers, &with_nonce(&page));
    peers.asked();
    let response = end(&client, &page, "&iss=https%3A%2F%2Fevil.example").await;
    assert_eq!(location(&response), "/oops?error=issuer_mismatch");
    assert!(peers.asked().is_empty(), "the code was shown");
}

#[tokio::test]
async fn who_describes_somebody_else_is_not_believed() {
    let description = |issuer: &str| {
        json!({
            "issuer": issuer, "authorization_endpoint": "https://id.example/authorize",
            "token_endpoint": "https://id.example/token"
        })
    };
    let target = "GET https://id.example/.well-known/openid-configuration";
    for answer in [
        description("https://evil.example"),
        description("not an address"),
        json!({"authorization_endpoint": "https://id.example/authorize"}),
        json!({
            "issuer": "https://id.example", "token_endpoint": "https://id.example/token",
            "authorization_endpoint": "http://id.example/authorize"
        }),
        json!({"issuer": "https://id.example", "token_endpoint": "https://id.example/token"}),
        json!([]),
    ] {
        let (app, peers) = with_config(|_| ()).await;
        peers.answer(target, 200, answer);
        let response =
            app.anonymous().post("/sign-in/social", json!({"provider": "example"})).await;
        assert_eq!(response.error().1, "PROVIDER_NOT_FOUND");
    }
}

#[tokio::test]
async fn a_provider_must_be_who_the_configuration_says() {
    for (issuer, status) in [("https://id.example", 200), ("https://other.example", 404)] {
        let (app, _) = with_config(|config| config.issuer = Some(issuer.to_owned())).await;
        let client = app.anonymous();
        let answer = client.post("/sign-in/social", json!({"provider": "example"})).await;
        assert_eq!(answer.status, status, "{issuer}");
    }
}

/// What opens the description may be a secret of the deployment and that one server.
#[tokio::test]
async fn headers_of_the_description_are_for_its_origin() {
    for (keys, shown) in [("https://id.example/keys", true), ("https://cdn.example/keys", false)] {
        let (app, peers) = with_config(|config| {
            config.discovery_headers = vec![("authorization".to_owned(), "Bearer d".to_owned())];
        })
        .await;
        let description = json!({
            "issuer": "https://id.example", "authorization_endpoint": "https://id.example/authorize",
            "token_endpoint": "https://id.example/token", "jwks_uri": keys
        });
        let target = "GET https://id.example/.well-known/openid-configuration";
        peers.answer(target, 200, description);
        peers.answer(&format!("GET {keys}"), 200, json!({"keys": [KEY.public()]}));
        let client = app.anonymous();
        let token = json!({"token": KEY.sign(&claims()), "nonce": "n"});
        let body = json!({"provider": "example", "idToken": token});
        assert_eq!(client.post("/sign-in/social", body).await.status, 200);
        let asked = peers.asked();
        let shown_to = |target: &str| {
            let asked = asked.iter().find(|asked| asked.target == format!("GET {target}"));
            asked.unwrap().authorization.is_some()
        };
        assert!(shown_to("https://id.example/.well-known/openid-configuration"));
        assert_eq!(shown_to(keys), shown, "{keys}");
    }
}

#[tokio::test]
async fn a_provider_that_was_away_is_asked_again() {
    let target = "GET https://id.example/.well-known/openid-configuration";
    let (app, peers) = with_config(|_| ()).await;
    let description = json!({
        "issuer": "https://id.example", "authorization_endpoint": "https://id.example/authorize",
        "token_endpoint": "https://id.example/token"
    });
    peers.answer(target, 503, json!({}));
    let client = app.anonymous();
    let ask = async || client.post("/sign-in/social", json!({"provider": "example"})).await.status;
    assert_eq!(ask().await, 404);
    peers.answer(target, 200, description);
    assert_eq!(ask().await, 404, "it is left alone for a moment");
    app.clock.advance(6);
    assert_eq!(ask().await, 200);
}

#[tokio::test]
async fn endpoints_alone_are_enough() {
    let (app, peers) = with_config(|config| {
        config.discovery_url = None;
        config.authorization_url = Some("https://plain.example/authorize?tenant=1".to_owned());
        config.token_url = Some("https://plain.example/token".to_owned());
        config.user_info_url = Some("https://plain.example/users/me".to_owned());
        config.authentication = signet_auth_server::oauth::ClientAuthentication::Basic;
        config.pkce = false;
        config.profile.name = Some("attributes.full_name".to_owned());
        config.profile.email = Some("attributes.mail".to_owned());
        config.profile.email_verified = Some("attributes.confirmed".to_owned());
    })
    .await;
    let client = app.anonymous();
    let page = begin(&client).await;
    assert!(page.as_str().starts_with("https://plain.example/authorize?tenant=1&response_type"));
    assert_eq!(parameter(&page, "code_challenge"), None);
    assert_eq!(parameter(&page, "nonce"), None);
    peers.answer("POST https://plain.example/token", 200, json!({"access_token": "token"}));
    let profile = json!({"id": 7, "attributes": {
        "full_name": "Ada", "mail": "ada@example.test", "confirmed": "true"
    }});
    peers.answer("GET https://plain.example/users/me", 200, profile);
    assert_eq!(location(&end(&client, &page, "").await), "/in");
    let user = &session(&client).await["user"];
    assert_eq!((&user["name"], &user["emailVerified"]), (&json!("Ada"), &json!(true)));
    let asked = peers.asked();
    assert_eq!(asked[0].authorization.as_deref(), Some("Basic Y2xpZW50OnNlY3JldA=="));
    assert!(!asked[0].body.contains("secret"));
    assert_eq!(asked[1].authorization.as_deref(), Some("Bearer token"));
}

#[tokio::test]
async fn a_sign_out_goes_on_at_the_provider() {
    let (app, peers) = with_config(|_| ()).await;
    let client = app.anonymous();
    let page = begin(&client).await;
    tokens(&peers, &with_nonce(&page));
    end(&client, &page, "").await;
    let body = json!({"callbackURL": "/bye", "state": "s"});
    let response = client.post("/sign-out", body).await;
    let answer = response.json();
    assert_eq!((&answer["success"], &answer["redirect"]), (&json!(true), &json!(true)));
    assert_eq!(answer["url"], response.header("location"));
    let url: Url = answer["url"].as_str().unwrap().parse().unwrap();
    assert!(url.as_str().starts_with("https://id.example/logout?id_token_hint="));
    let back = parameter(&url, "post_logout_redirect_uri").unwrap();
    assert_eq!(back, "http://localhost:3000/bye");
    assert_eq!(parameter(&url, "client_id").unwrap(), "client");
    assert_eq!(parameter(&url, "state").unwrap(), "s");
    assert_eq!(session(&client).await, json!(null));
    let again = client.post("/sign-out", json!({})).await;
    assert_eq!(again.text(), r#"{"success":true}"#);
}

#[tokio::test]
async fn the_provider_can_be_left_alone_at_sign_out() {
    let (app, peers) = with_config(|config| config.disable_provider_logout = true).await;
    let client = app.anonymous();
    let page = begin(&client).await;
    tokens(&peers, &with_nonce(&page));
    end(&client, &page, "").await;
    assert_eq!(client.post("/sign-out", json!({})).await.text(), r#"{"success":true}"#);
}

/// What came with a flow that nobody here has begun proves nothing: it is begun anew.
#[tokio::test]
async fn a_flow_may_begin_at_the_provider_where_that_is_configured() {
    let (app, _) = with_config(|config| config.allow_idp_initiated = true).await;
    let client = app.anonymous();
    let response = client.get("/callback/example?code=foreign").await;
    assert!(location(&response).starts_with("https://id.example/authorize?"));
    assert!(client.cookie("better-auth.state").is_some());
    let (app, _) = with_config(|_| ()).await;
    let response = app.anonymous().get("/callback/example?code=foreign").await;
    assert!(location(&response).ends_with("/error?error=state_not_found"));
}
