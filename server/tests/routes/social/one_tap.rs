//! Google One Tap.

use std::sync::Arc;

use serde_json::{Value, json};
use signet_auth_server::oauth::providers::Google;
use signet_auth_server::options::Options;
use signet_auth_server::plugins::OneTap;
use signet_auth_server::testing::{Peers, TestApp, TestClient, TestResponse};

use super::id_token::{RSA_KEY, claims};
use super::{accounts, session};

const KEYS: &str = "GET https://www.googleapis.com/oauth2/v3/certs";

fn google_claims(changes: Value) -> Value {
    let mut claims = claims();
    claims["iss"] = json!("https://accounts.google.com");
    for (key, value) in changes.as_object().unwrap() {
        claims[key] = value.clone();
    }
    claims
}

async fn app(change: impl FnOnce(&mut Options)) -> TestApp {
    let peers = Peers::default();
    peers.answer(KEYS, 200, json!({"keys": [RSA_KEY.public()]}));
    TestApp::with(|options| {
        options.social_providers = vec![Arc::new(Google::new("client", "secret"))];
        options.plugins = vec![Arc::new(OneTap::default())];
        options.transport = Some(Arc::new(peers));
        change(options);
    })
    .await
}

async fn tap(client: &TestClient, claims: &Value) -> TestResponse {
    client.post("/one-tap/callback", json!({"idToken": RSA_KEY.sign(claims)})).await
}

fn refused(response: &TestResponse, status: u16, message: &str) {
    assert_eq!(response.error(), (status, String::new(), message.to_owned()));
}

#[tokio::test]
async fn a_token_of_google_signs_its_user_in() {
    let app = app(|_| ()).await;
    let client = app.anonymous();
    let response = tap(&client, &google_claims(json!({}))).await;
    assert_eq!(response.status, 200, "{}", response.text());
    assert_eq!(response.json()["user"]["email"], "ada@example.test");
    assert_eq!(session(&client).await["session"]["token"], response.json()["token"]);
    let [account] = &accounts(&client).await[..] else { panic!("one account") };
    assert_eq!(
        (&account["providerId"], &account["accountId"]),
        (&json!("google"), &json!("subject"))
    );
    assert_eq!(account["scopes"], json!(["openid", "profile", "email"]));
}

#[tokio::test]
async fn another_token_signs_nobody_in() {
    let app = app(|_| ()).await;
    let client = app.anonymous();
    for changes in [
        json!({"aud": "other"}),
        json!({"iss": "https://evil.example"}),
        json!({"exp": 1}),
        json!({"iat": 1}),
    ] {
        refused(&tap(&client, &google_claims(changes)).await, 400, "invalid id token");
    }
    let response = client.post("/one-tap/callback", json!({"idToken": "x.y.z"})).await;
    refused(&response, 400, "invalid id token");
    let nameless = google_claims(json!({"email": ""}));
    refused(&tap(&client, &nameless).await, 400, "Email not available in token");
    assert_eq!(client.post("/one-tap/callback", json!({})).await.error().1, "VALIDATION_ERROR");
    assert_eq!(session(&client).await, json!(null));
}

#[tokio::test]
async fn a_hosted_domain_is_asked_for_here_too() {
    let app = app(|options| {
        let google = Google::new("client", "secret").with(|options| {
            options.settings.insert("hd".to_owned(), "example.test".to_owned());
        });
        options.social_providers = vec![Arc::new(google)];
    })
    .await;
    let client = app.anonymous();
    refused(&tap(&client, &google_claims(json!({}))).await, 400, "invalid id token");
    let inside = google_claims(json!({"hd": "example.test"}));
    assert_eq!(tap(&client, &inside).await.status, 200);
}

#[tokio::test]
async fn rules_of_linking_and_sign_up_hold() {
    let app = app(|options| {
        let mut plugin = OneTap::default();
        plugin.disable_sign_up = true;
        options.plugins = vec![Arc::new(plugin)];
    })
    .await;
    refused(&tap(&app.anonymous(), &google_claims(json!({}))).await, 401, "signup disabled");
    app.signed_in("ada@example.test").await;
    refused(&tap(&app.anonymous(), &google_claims(json!({}))).await, 401, "account not linked");
}

#[tokio::test]
async fn the_plugin_has_a_client_id_of_its_own_or_needs_googles() {
    let own = |options: &mut Options| {
        with_own_client_id(options);
        options.social_providers.clear();
    };
    let with_own = app(own).await;
    let response = tap(&with_own.anonymous(), &google_claims(json!({"aud": "own"}))).await;
    assert_eq!(response.status, 200, "{}", response.text());
    let without = app(|options| options.social_providers.clear()).await;
    let response = tap(&without.anonymous(), &google_claims(json!({}))).await;
    assert!(response.error().2.starts_with("Google client ID is required for One Tap."));
}

fn with_own_client_id(options: &mut Options) {
    let mut plugin = OneTap::default();
    plugin.client_id = Some("own".to_owned());
    options.plugins = vec![Arc::new(plugin)];
}

#[tokio::test]
async fn a_client_id_of_its_own_leaves_what_is_configured_for_google() {
    let app = app(|options| {
        with_own_client_id(options);
        let google = Google::new("client", "secret").with(|options| {
            options.settings.insert("hd".to_owned(), "example.test".to_owned());
            options.rules.override_user_info_on_sign_in = true;
            options.map_profile_to_user = Some(Arc::new(|profile| {
                json!({"name": format!("{} of Google", profile["name"].as_str().unwrap())})
                    .as_object()
                    .unwrap()
                    .clone()
            }));
        });
        options.social_providers = vec![Arc::new(google)];
    })
    .await;
    let client = app.anonymous();
    for changes in [json!({"aud": "own"}), json!({"aud": "client", "hd": "example.test"})] {
        refused(&tap(&client, &google_claims(changes)).await, 400, "invalid id token");
    }
    for name in ["Ada", "Augusta"] {
        let inside = json!({"aud": "own", "hd": "example.test", "name": name});
        let response = tap(&client, &google_claims(inside)).await;
        assert_eq!(response.json()["user"]["name"], format!("{name} of Google"));
    }
}

#[tokio::test]
async fn google_is_not_asked_for_its_keys_with_every_token() {
    let peers = Peers::default();
    peers.answer(KEYS, 200, json!({"keys": [RSA_KEY.public()]}));
    let transport = peers.clone();
    let app = app(|options| {
        with_own_client_id(options);
        options.transport = Some(Arc::new(transport));
    })
    .await;
    for _ in 0..3 {
        let response = tap(&app.anonymous(), &google_claims(json!({"aud": "other"}))).await;
        refused(&response, 400, "invalid id token");
    }
    assert_eq!(peers.asked().len(), 1);
}

/// A form of another site could sign its visitors in as somebody else.
#[tokio::test]
async fn a_foreign_page_signs_nobody_in() {
    let app = app(|_| ()).await;
    let client = app.anonymous();
    let body = json!({"idToken": RSA_KEY.sign(&google_claims(json!({})))});
    let request =
        client.request("POST", "/one-tap/callback").header("origin", "https://evil.example");
    let response = request.header("sec-fetch-site", "cross-site").json(&body).send().await;
    assert_eq!(response.error().1, "INVALID_ORIGIN");
}
