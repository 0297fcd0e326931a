use serde_json::{Value, json};
use signet_auth_server::db::{AdditionalField, FieldType};
use signet_auth_server::options::Options;
use signet_auth_server::testing::{TestApp, TestClient};

const EMAIL: &str = "ada@example.test";
const DAY: i64 = 86_400;

fn with_device(options: &mut Options) {
    let device = AdditionalField::new("device", FieldType::String);
    options.session.additional_fields = vec![AdditionalField { required: false, ..device }];
}

/// A browser of a user who signed in at another process with the same secret.
async fn from_elsewhere(app: &TestApp) -> TestClient {
    let elsewhere = TestApp::stateless(with_device).await.signed_in(EMAIL).await;
    let client = app.anonymous();
    for name in ["better-auth.session_token", "better-auth.session_data"] {
        client.set_cookie(name, &elsewhere.cookie(name).unwrap());
    }
    client
}

#[tokio::test]
async fn a_session_lives_in_its_cookie_and_any_process_knows_it() {
    let app = TestApp::stateless(with_device).await;
    let client = from_elsewhere(&app).await;
    let body = client.get("/get-session").await.json();
    assert_eq!(body["user"]["email"], EMAIL);
    assert_eq!(body["session"]["expiresAt"], "2026-11-29T12:00:00.000Z");
    // What is sensitive takes the cookie, too: there is nothing else.
    assert_eq!(client.get("/list-sessions").await.status, 200);
    app.clock.advance(6 * DAY);
    assert_eq!(client.get("/get-session").await.json()["user"]["email"], EMAIL);
}

#[tokio::test]
async fn the_cookie_is_encrypted_and_as_long_as_the_session() {
    let app = TestApp::stateless(|_| ()).await;
    let body = json!({"name": "Ada", "email": EMAIL, "password": "correct horse battery"});
    let response = app.anonymous().post("/sign-up/email", body).await;
    let cookies = response.set_cookies();
    let data = cookies.iter().find(|cookie| cookie.contains("session_data=")).unwrap();
    assert!(data.contains("Max-Age=604800"), "{data}");
    let value = data.split(['=', ';']).nth(1).unwrap();
    assert_eq!(value.split('.').count(), 5, "five parts, as an encrypted token has: {value}");
}

#[tokio::test]
async fn the_cookie_is_renewed_in_its_last_fifth_and_the_session_ends_when_it_ended_before() {
    let app = TestApp::stateless(|_| ()).await;
    let client = app.signed_in(EMAIL).await;
    app.clock.advance(5 * DAY);
    assert!(client.get("/get-session").await.set_cookies().is_empty());
    app.clock.advance(DAY);
    let response = client.get("/get-session").await;
    let renewed = response.set_cookies();
    assert!(renewed.iter().any(|cookie| cookie.contains("session_token=")), "{renewed:?}");
    assert!(renewed.iter().any(|cookie| cookie.contains("session_data=")), "{renewed:?}");
    assert_eq!(response.json()["session"]["expiresAt"], "2026-11-29T12:00:00.000Z");
    // A wish to be left alone is one.
    assert!(client.get("/get-session?disableRefresh=1").await.set_cookies().is_empty());
    app.clock.advance(DAY + 1);
    assert_eq!(client.get("/get-session").await.json(), Value::Null);
}

#[tokio::test]
async fn changes_go_into_the_cookie_also_of_a_user_whom_the_process_does_not_know() {
    let app = TestApp::stateless(with_device).await;
    let client = from_elsewhere(&app).await;
    assert_eq!(client.post("/update-user", json!({"name": "Augusta"})).await.status, 200);
    assert_eq!(client.post("/update-session", json!({"device": "desk"})).await.status, 200);
    let body = client.get("/get-session").await.json();
    assert_eq!(
        (&body["user"]["name"], &body["session"]["device"]),
        (&json!("Augusta"), &json!("desk"))
    );
}

#[tokio::test]
async fn a_cookie_of_another_secret_or_session_signs_nobody_in() {
    let app = TestApp::stateless(|_| ()).await;
    let client = from_elsewhere(&app).await;
    let other = app.signed_in("bob@example.test").await;
    client
        .set_cookie("better-auth.session_data", &other.cookie("better-auth.session_data").unwrap());
    assert_eq!(client.get("/get-session").await.json(), Value::Null);
    let other_secret = TestApp::stateless(|options| {
        options.secret =
            signet_auth_server::options::Secret::new("another-secret-0123456789-abcdefghijk").ok();
    })
    .await;
    let client = from_elsewhere(&other_secret).await;
    assert_eq!(client.get("/get-session").await.json(), Value::Null);
}

#[tokio::test]
async fn where_there_is_a_database_the_cookie_is_not_renewed() {
    let app = TestApp::with(|options| {
        options.session.cookie_cache.enabled = true;
        options.session.cookie_cache.refresh_before = Some(299);
    })
    .await;
    let client = app.signed_in(EMAIL).await;
    app.clock.advance(60);
    assert!(client.get("/get-session").await.set_cookies().is_empty());
}

#[tokio::test]
async fn there_is_nothing_to_read_past_the_cookie_and_nobody_is_signed_out_by_trying() {
    let app = TestApp::stateless(|options| {
        with_device(options);
        options.session.defer_session_refresh = true;
    })
    .await;
    let client = from_elsewhere(&app).await;
    let response = client.get("/get-session?disableCookieCache=true").await;
    assert_eq!(response.json()["user"]["email"], EMAIL);
    assert!(response.set_cookies().is_empty());
    let response = client.request("POST", "/get-session").send().await;
    assert_eq!(response.json()["user"]["email"], EMAIL);

    let cookies = ["better-auth.session_token", "better-auth.session_data"]
        .map(|name| format!("{name}={}", client.cookie(name).unwrap()));
    let mut headers = axum::http::HeaderMap::new();
    headers.insert("cookie", cookies.join("; ").parse().unwrap());
    let reply = app.auth.api().get_authoritative_session(&headers).await.unwrap();
    assert_eq!(reply.data.0.unwrap().user.email, EMAIL);
}

#[tokio::test]
async fn a_session_that_is_not_remembered_lasts_a_day_at_any_process() {
    let elsewhere = TestApp::stateless(|_| ()).await;
    let there = elsewhere.anonymous();
    let body = json!({
        "name": "Ada", "email": EMAIL, "password": "correct horse battery", "rememberMe": false,
    });
    assert_eq!(there.post("/sign-up/email", body).await.status, 200);
    let app = TestApp::stateless(|_| ()).await;
    let client = app.anonymous();
    for name in ["session_token", "session_data", "dont_remember"] {
        let name = format!("better-auth.{name}");
        client.set_cookie(&name, &there.cookie(&name).unwrap());
    }
    app.clock.advance(DAY - 1);
    let response = client.get("/get-session").await;
    assert_eq!(response.json()["user"]["email"], EMAIL);
    assert!(response.set_cookies().is_empty());
    app.clock.advance(2);
    assert_eq!(client.get("/get-session").await.json(), Value::Null);
}
