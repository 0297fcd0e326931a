//! What a server that logs everything must not log. A program of its own: a subscriber that sees
//! all events belongs to a whole process.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what fails in a helper fails its test"
)]

mod plugins;
mod social;

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;
use signet_auth_server::testing::{SECRET, TestApp};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::prelude::*;

const PASSWORD: &str = "correct horse battery";

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Captured {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn nothing_that_is_secret_is_logged_at_any_level() {
    let (captured, captured_json) = (Captured::default(), Captured::default());
    tracing_subscriber::registry()
        .with(tracing_subscriber::fmt::layer().with_writer(captured.clone()))
        .with(tracing_subscriber::fmt::layer().json().with_writer(captured_json.clone()))
        .init();

    let app = TestApp::with(|options| {
        options.email_and_password.password = None;
        options.session.cookie_cache.enabled = true;
    })
    .await;
    let client = app.anonymous();
    let sign_up = client
        .post(
            "/sign-up/email",
            json!({"name": "Ada", "email": "ada@example.test", "password": PASSWORD}),
        )
        .await;
    let cookie = client.cookie("better-auth.session_token").unwrap();
    let cache = client.cookie("better-auth.session_data").unwrap();
    client.get("/get-session").await;
    client.set_cookie("better-auth.session_data", "forged-cache");
    client.get("/get-session").await;
    let sign_in = client
        .post("/sign-in/email", json!({"email": "ada@example.test", "password": PASSWORD}))
        .await;
    let wrong = json!({"email": "ada@example.test", "password": "wrong secret password"});
    client.post("/sign-in/email", wrong).await;
    client.set_cookie("better-auth.session_token", "forged-cookie-value.c2ln");
    client.get("/get-session?disableRefresh=query-secret").await;
    client.get("/reset-password/path-secret").await;
    let evil = json!({"callbackURL": "https://evil.example/?code=redirect-secret"});
    client.post("/sign-out", evil).await;
    client.request("POST", "/sign-out").header("origin", "http://evil.example").send().await;
    client
        .request("POST", "/sign-in/email")
        .body("application/json", "{malformed-secret")
        .send()
        .await;
    let (_, hash) = app.auth.store().find_credential("ada@example.test").await.unwrap().unwrap();
    let mut secrets = vec![
        PASSWORD.to_owned(),
        "wrong secret password".to_owned(),
        "forged-cookie-value".to_owned(),
        "query-secret".to_owned(),
        "path-secret".to_owned(),
        "redirect-secret".to_owned(),
        "malformed-secret".to_owned(),
        "ada@example.test".to_owned(),
        SECRET.to_owned(),
        "forged-cache".to_owned(),
        cookie,
        cache,
        sign_up.json()["token"].as_str().unwrap().to_owned(),
        sign_in.json()["token"].as_str().unwrap().to_owned(),
        hash.0.split(':').next_back().unwrap().to_owned(),
        hash.0,
    ];
    secrets.extend(social::flows().await);
    secrets.extend(plugins::flows().await);
    for captured in [captured, captured_json] {
        let log = String::from_utf8_lossy(&captured.0.lock().unwrap()).into_owned();
        for route in ["/sign-out", "/callback/:id"] {
            assert!(log.contains(route), "there is a log that names {route}: {log}");
        }
        for secret in &secrets {
            assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
        }
    }
}
