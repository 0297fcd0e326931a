//! Passkeys.

mod authenticate;
pub(super) mod authenticator;
mod manage;
mod recorded;
mod refused;
mod register;
mod without_session;

use std::sync::Arc;

use authenticator::{Authenticator, Key};
use serde_json::{Value, json};
use signet_auth_server::options::Options;
use signet_auth_server::plugins::passkey::{Passkey, PasskeyOptions};
use signet_auth_server::testing::{TestApp, TestClient, TestResponse};

use crate::failure;

const EMAIL: &str = "ada@example.test";
const COOKIE: &str = "better-auth.better-auth-passkey";

async fn app_with(
    change: impl FnOnce(&mut PasskeyOptions),
    others: impl FnOnce(&mut Options),
) -> TestApp {
    let mut passkey = PasskeyOptions::default();
    change(&mut passkey);
    TestApp::with(|options| {
        options.plugins.push(Arc::new(Passkey::new(passkey)));
        others(options);
    })
    .await
}

async fn app() -> TestApp {
    app_with(|_| (), |_| ()).await
}

async fn creation(client: &TestClient) -> Value {
    let response = client.get("/passkey/generate-register-options").await;
    assert_eq!(response.status, 200, "{}", response.text());
    response.json()
}

async fn request(client: &TestClient) -> Value {
    let response = client.get("/passkey/generate-authenticate-options").await;
    assert_eq!(response.status, 200, "{}", response.text());
    response.json()
}

async fn send_registration(client: &TestClient, response: Value) -> TestResponse {
    client.post("/passkey/verify-registration", json!({"response": response})).await
}

async fn send_assertion(client: &TestClient, response: Value) -> TestResponse {
    client.post("/passkey/verify-authentication", json!({"response": response})).await
}

/// Registers an authenticator for who is signed in.
pub(super) async fn register(client: &TestClient, authenticator: &Authenticator) -> Value {
    let options = creation(client).await;
    let registered = send_registration(client, authenticator.create(&options)).await;
    assert_eq!(registered.status, 200, "{}", registered.text());
    registered.json()
}

/// Signs in with an authenticator.
pub(super) async fn sign_in(
    client: &TestClient,
    authenticator: &mut Authenticator,
) -> TestResponse {
    let options = request(client).await;
    send_assertion(client, authenticator.get(&options)).await
}

/// A user with a passkey, and its authenticator.
async fn registered(app: &TestApp, key: Key) -> (TestClient, Authenticator) {
    let client = app.signed_in(EMAIL).await;
    let authenticator = Authenticator::new(key);
    register(&client, &authenticator).await;
    (client, authenticator)
}

async fn session(client: &TestClient) -> Value {
    client.get("/get-session").await.json()
}

fn no_challenge() -> (u16, String, String) {
    failure(400, "CHALLENGE_NOT_FOUND", "Challenge not found")
}

fn not_registered() -> (u16, String, String) {
    failure(500, "FAILED_TO_VERIFY_REGISTRATION", "Failed to verify registration")
}

fn not_authenticated() -> (u16, String, String) {
    failure(400, "AUTHENTICATION_FAILED", "Authentication failed")
}
