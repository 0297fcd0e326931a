use serde_json::json;
use signet_auth_server::cookie_cache::Strategy;
use signet_auth_server::db::{AdditionalField, FieldType};
use signet_auth_server::testing::{TestApp, TestClient};

use super::cookie_cache::{DATA, STRATEGIES, cached};
use crate::{sign_in_body, sign_up_body};

async fn app(strategy: Strategy) -> TestApp {
    TestApp::with(|options| {
        cached(strategy)(options);
        options.user.additional_fields.push(AdditionalField {
            required: false,
            // A text of MySQL ends at 64 KiB.
            ..AdditionalField::new("bio", FieldType::Json)
        });
    })
    .await
}

async fn sign_up(client: &TestClient, email: &str, length: usize) -> Vec<String> {
    let mut body = sign_up_body(email);
    body["bio"] = json!("é".repeat(length));
    let response = client.post("/sign-up/email", body).await;
    assert_eq!(response.status, 200);
    let cookies = response.set_cookies();
    assert!(cookies.iter().all(|cookie| cookie.len() <= 4050));
    cookies.iter().map(|cookie| cookie.split('=').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_large_session_travels_in_chunks_and_comes_back_whole() {
    for strategy in STRATEGIES {
        let app = app(strategy).await;
        let client = app.anonymous();
        let names = sign_up(&client, "ada@example.test", 4000).await;
        assert_eq!(names[1], "better-auth.session_data.0");
        assert!(names.len() > 3, "{names:?}");
        let response = client.get("/get-session").await;
        assert!(response.set_cookies().is_empty(), "{strategy:?}: it came out of the cache");
        assert_eq!(response.json()["user"]["bio"], "é".repeat(4000));
        client.set_cookie("better-auth.session_data.1", "x");
        let response = client.get("/get-session").await;
        assert_eq!(response.json()["user"]["bio"], "é".repeat(4000));
        assert!(!response.set_cookies().is_empty(), "{strategy:?}: it was read from the store");
    }
}

#[tokio::test]
async fn the_chunks_of_a_larger_session_are_expired_by_a_smaller_one() {
    let app = app(Strategy::Compact).await;
    let client = app.anonymous();
    sign_up(&app.anonymous(), "eve@example.test", 1).await;
    let chunks = sign_up(&client, "ada@example.test", 4000).await;
    assert_eq!(client.cookie(DATA), None);
    client.post("/sign-in/email", sign_in_body("eve@example.test")).await;
    for chunk in &chunks[1..] {
        assert_eq!(client.cookie(chunk), None, "{chunk}");
    }
    assert!(client.cookie(DATA).is_some());
    assert_eq!(client.get("/get-session").await.json()["user"]["email"], "eve@example.test");
}

#[tokio::test]
async fn signing_out_expires_every_chunk() {
    let app = app(Strategy::Jwe).await;
    let client = app.anonymous();
    let chunks = sign_up(&client, "ada@example.test", 4000).await;
    client.post("/sign-out", json!({})).await;
    for chunk in &chunks {
        assert_eq!(client.cookie(chunk), None, "{chunk}");
    }
}

#[tokio::test]
async fn a_session_of_more_than_100_chunks_is_not_cached_and_works() {
    let app = app(Strategy::Compact).await;
    let client = app.anonymous();
    let names = sign_up(&client, "ada@example.test", 200_000).await;
    assert_eq!(names, ["better-auth.session_token"]);
    client.set_cookie(DATA, "of another session");
    let response = client.get("/get-session").await;
    assert_eq!(response.json()["user"]["bio"], "é".repeat(200_000));
    assert_eq!(client.cookie(DATA), None);
}
