//! Signing in with, and linking, accounts at providers.

mod account_cookie;
mod callback;
mod cookie_state;
mod generic;
mod hostile;
pub(crate) mod id_token;
mod implicit_linking;
mod linking;
mod one_tap;
mod popup;
mod printable;
mod providers;
mod recorded;
mod start;
mod tokens;

use std::sync::Arc;

use serde_json::{Value, json};
use signet_auth_server::oauth::providers::GitHub;
use signet_auth_server::options::Options;
use signet_auth_server::testing::{Peers, TestApp, TestClient, TestResponse};
use url::Url;

const TOKEN: &str = "POST https://github.com/login/oauth/access_token";
const USER: &str = "GET https://api.github.com/user";
const EMAILS: &str = "GET https://api.github.com/user/emails";

/// A server with GitHub, which knows one user, and what it is asked.
async fn with_github(change: impl FnOnce(&mut Options)) -> (TestApp, Peers) {
    let peers = github();
    let app = TestApp::with(|options| {
        use_github(options, &peers);
        change(options);
    })
    .await;
    (app, peers)
}

pub(crate) fn use_github(options: &mut Options, peers: &Peers) {
    options.social_providers = vec![Arc::new(GitHub::new("dummy-github-id", "github-secret"))];
    options.transport = Some(Arc::new(peers.clone()));
}

pub(crate) fn github() -> Peers {
    let peers = Peers::default();
    let tokens = json!({
        "access_token": "gho_access", "refresh_token": "ghr_refresh", "token_type": "bearer",
        "scope": "read:user,user:email", "expires_in": 28800
    });
    peers.answer(TOKEN, 200, tokens);
    peers.answer(USER, 200, octo("octo@example.test"));
    peers.answer(EMAILS, 200, emails("octo@example.test", true));
    peers
}

fn octo(email: &str) -> Value {
    json!({
        "id": 4242, "login": "octo-golden", "name": "Octo Golden", "email": email,
        "avatar_url": "https://avatars.example.test/4242.png"
    })
}

fn emails(email: &str, verified: bool) -> Value {
    json!([{"email": email, "primary": true, "verified": verified}])
}

/// Begins a flow, and gives the address of the provider's page.
async fn start(client: &TestClient, body: Value) -> Url {
    let response = client.post("/sign-in/social", body).await;
    assert_eq!(response.status, 200, "{}", response.text());
    Url::parse(response.json()["url"].as_str().unwrap()).unwrap()
}

fn body() -> Value {
    json!({
        "provider": "github", "callbackURL": "/dashboard", "errorCallbackURL": "/oops",
        "newUserCallbackURL": "/welcome"
    })
}

fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// Comes back from the provider with a code.
async fn arrive(client: &TestClient, page: &Url) -> TestResponse {
    let state = parameter(page, "state").unwrap();
    client.get(&format!("/callback/github?code=dummy-code&state={state}")).await
}

/// The whole way, and where it ends.
async fn sign_in(client: &TestClient) -> String {
    let page = start(client, body()).await;
    location(&arrive(client, &page).await)
}

fn location(response: &TestResponse) -> String {
    assert_eq!(response.status, 302, "{}", response.text());
    assert!(response.body.is_empty());
    response.header("location").to_owned()
}

async fn session(client: &TestClient) -> Value {
    client.get("/get-session").await.json()
}

async fn accounts(client: &TestClient) -> Vec<Value> {
    client.get("/list-accounts").await.json().as_array().unwrap().clone()
}
