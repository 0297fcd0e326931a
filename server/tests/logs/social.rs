//! Signing in with providers, with all that is secret about it.

use std::sync::Arc;

use serde_json::json;
use signet_auth_server::oauth::providers::{GitHub, Google};
use signet_auth_server::testing::{Peers, TestApp, TestClient};
use url::Url;

const TOKEN: &str = "POST https://github.com/login/oauth/access_token";
const USER: &str = "GET https://api.github.com/user";
const EMAILS: &str = "GET https://api.github.com/user/emails";

/// Signs in, links, refreshes and fails in several ways; gives what nobody may read in a log.
pub(crate) async fn flows() -> Vec<String> {
    let peers = Peers::default();
    let app = TestApp::with(|options| {
        options.social_providers = vec![
            Arc::new(GitHub::new("github-id", "client-secret-of-github")),
            Arc::new(Google::new("google-id", "client-secret-of-google")),
        ];
        options.transport = Some(Arc::new(peers.clone()));
    })
    .await;
    peers.answer(
        TOKEN,
        200,
        json!({
            "access_token": "access-token-secret", "refresh_token": "refresh-token-secret",
            "expires_in": 60
        }),
    );
    peers.answer(USER, 200, json!({"id": 1, "login": "octo", "email": "octo@example.test"}));
    peers.answer(
        EMAILS,
        200,
        json!([{"email": "octo@example.test", "primary": true, "verified": true}]),
    );
    let mut secrets: Vec<_> = [
        "client-secret-of-github",
        "client-secret-of-google",
        "access-token-secret",
        "refresh-token-secret",
        "code-secret",
        "id-token-secret",
        "nonce-secret",
        "wrong-state-secret",
        "description-secret",
        "second-token-secret",
        "octo@example.test",
        "answer-secret",
    ]
    .map(str::to_owned)
    .into();

    let client = app.anonymous();
    start(&client, &mut secrets).await;
    come_back(&client, &mut secrets).await;
    let id = client.get("/list-accounts").await.json()[0]["id"].clone();
    client.post("/get-access-token", json!({"accountId": id})).await;
    app.clock.advance(120);
    peers.answer(TOKEN, 200, json!({"access_token": "second-token-secret"}));
    client.post("/refresh-token", json!({"accountId": id})).await;
    peers.answer(TOKEN, 400, json!({"error": "bad", "error_description": "answer-secret"}));
    client.post("/refresh-token", json!({"accountId": id})).await;
    peers.answer(USER, 401, json!({"message": "answer-secret"}));
    client.get(&format!("/account-info?accountId={}", id.as_str().unwrap())).await;

    start(&client, &mut secrets).await;
    come_back(&client, &mut secrets).await;
    client.get("/callback/github?code=code-secret&state=wrong-state-secret").await;
    client.get("/callback/github?error=no&error_description=description-secret&state=x").await;
    client
        .request("POST", "/callback/github")
        .body("application/x-www-form-urlencoded", "code=code-secret&state=wrong-state-secret")
        .send()
        .await;
    let token = json!({"token": "id-token-secret.e30.x", "nonce": "nonce-secret"});
    for path in ["/sign-in/social", "/link-social"] {
        client.post(path, json!({"provider": "google", "idToken": token})).await;
    }
    secrets
}

/// Begins a flow; its state, its challenge and its cookie are secret.
async fn start(client: &TestClient, secrets: &mut Vec<String>) {
    let body = json!({"provider": "github", "callbackURL": "/", "disableRedirect": true});
    let answer = client.post("/sign-in/social", body).await.json();
    let page = Url::parse(answer["url"].as_str().unwrap()).unwrap();
    let of_flow =
        page.query_pairs().filter(|(name, _)| name == "state" || name == "code_challenge");
    secrets.extend(of_flow.map(|(_, value)| value.into_owned()));
    secrets.push(client.cookie("better-auth.state").unwrap());
}

async fn come_back(client: &TestClient, secrets: &mut Vec<String>) {
    let cookie = client.cookie("better-auth.state").unwrap();
    let state = cookie.split('.').next().unwrap();
    client.get(&format!("/callback/github?code=code-secret&state={state}")).await;
    secrets.extend(client.cookie("better-auth.session_token"));
}
