use serde_json::json;
use signet_auth_server::testing::TestApp;

use crate::{failure, sign_in_body, sign_up_body};

#[tokio::test]
async fn a_session_and_its_user_are_answered_in_better_auths_form() {
    let app = TestApp::new().await;
    let client = app.anonymous();
    let sign_up = client
        .request("POST", "/sign-up/email")
        .header("x-forwarded-for", "203.0.113.7")
        .header("user-agent", "test/1")
        .json(&sign_up_body("ada@example.test"))
        .send()
        .await
        .json();
    let response = client.get("/get-session").await;
    let body = response.json();
    let (token, user_id) =
        (sign_up["token"].as_str().unwrap(), sign_up["user"]["id"].as_str().unwrap());
    let id = body["session"]["id"].as_str().unwrap();
    assert_eq!(
        response.text(),
        format!(
            r#"{{"session":{{"expiresAt":"2026-11-29T12:00:00.000Z","token":"{token}","createdAt":"2026-11-22T12:00:00.000Z","updatedAt":"2026-11-22T12:00:00.000Z","ipAddress":"203.0.113.7","userAgent":"test/1","userId":"{user_id}","id":"{id}"}},"user":{{"name":"Ada Lovelace","email":"ada@example.test","emailVerified":false,"image":null,"createdAt":"2026-11-22T12:00:00.000Z","updatedAt":"2026-11-22T12:00:00.000Z","id":"{user_id}"}}}}"#
        )
    );
    assert_eq!(
        (
            response.header("cache-control"),
            response.header("pragma"),
            response.header("content-type")
        ),
        ("no-store", "no-cache", "application/json")
    );
    assert!(response.set_cookies().is_empty());
}

#[tokio::test]
async fn without_a_valid_cookie_the_answer_is_null_and_cookies_stay() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let cookie = client.cookie("better-auth.session_token").unwrap();
    let (token, signature) = cookie.split_once('.').unwrap();
    let other_start = if signature.starts_with('A') { "B" } else { "A" };
    for (name, value) in [
        ("better-auth.session_token", String::new()),
        ("better-auth.session_token", "garbage".to_owned()),
        ("better-auth.session_token", token.to_owned()),
        ("better-auth.session_token", format!("{token}.")),
        ("better-auth.session_token", format!(".{signature}")),
        ("better-auth.session_token", format!("{token}.{other_start}{}", &signature[1..])),
        ("better-auth.session_token", format!("x{}.{signature}", &token[1..])),
        ("better-auth.session_token", format!("{cookie}x")),
        ("better-auth.session_token", "%ff%fe.%zz".to_owned()),
        ("__Secure-better-auth.session_token", cookie.clone()),
        ("better-auth.session_data", String::new()),
    ] {
        let stranger = app.anonymous();
        stranger.set_cookie(name, &value);
        let response = stranger.get("/get-session").await;
        assert_eq!((response.status, response.text().as_str()), (200, "null"), "{name}={value}");
        if name.ends_with("session_token") {
            assert!(response.set_cookies().is_empty(), "{name}={value}");
        }
    }
}

#[tokio::test]
async fn a_cookie_of_another_deployment_is_not_accepted() {
    let app = TestApp::new().await;
    let foreign = TestApp::with(|options| {
        options.secret =
            signet_auth_server::options::Secret::new("another-secret-0123456789-abcdefghijklm")
                .ok();
    })
    .await;
    let cookie =
        foreign.signed_in("ada@example.test").await.cookie("better-auth.session_token").unwrap();
    let client = app.anonymous();
    client.set_cookie("better-auth.session_token", &cookie);
    let response = client.get("/get-session").await;
    assert_eq!(response.text(), "null");
    assert!(response.set_cookies().is_empty());
}

#[tokio::test]
async fn the_cookie_is_found_among_others_and_in_either_encoding() {
    let app = TestApp::new().await;
    let cookie =
        app.signed_in("ada@example.test").await.cookie("better-auth.session_token").unwrap();
    let plain = cookie.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
    let get = async |header: String| {
        app.anonymous().request("GET", "/get-session").header("cookie", header).send().await.text()
    };
    assert_ne!(get(format!("a=1; better-auth.session_token={cookie}; b=2")).await, "null");
    assert_ne!(get(format!("better-auth.session_token={plain}")).await, "null");
    let twice = format!("better-auth.session_token=garbage; better-auth.session_token={cookie}");
    assert_eq!(get(twice).await, "null");
}

#[tokio::test]
async fn a_session_that_has_expired_is_gone_and_its_cookies_are_cleared() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let cookie = client.cookie("better-auth.session_token").unwrap();
    app.clock.advance(7 * 24 * 3600);
    app.clock.advance_ms(1);
    let response = client.get("/get-session").await;
    assert_eq!(response.text(), "null");
    assert_eq!(response.set_cookies().len(), 3);
    assert_eq!(client.cookie("better-auth.session_token"), None);

    app.clock.advance(-8 * 24 * 3600);
    client.set_cookie("better-auth.session_token", &cookie);
    assert_eq!(client.get("/get-session").await.text(), "null", "the row was deleted");
}

#[tokio::test]
async fn a_cookie_cache_that_another_server_left_is_cleared() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    client.set_cookie("better-auth.session_data", "cached");
    client.set_cookie("better-auth.session_data.1", "chunk");
    let response = client.get("/get-session").await;
    assert_ne!(response.text(), "null");
    assert_eq!(
        response.set_cookies(),
        [
            "better-auth.session_data=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax",
            "better-auth.session_data.1=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax",
        ]
    );
}

#[tokio::test]
async fn post_is_refused_whatever_its_body() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let response = client.request("POST", "/get-session").body("text/plain", "{oops").send().await;
    let message = "POST method requires deferSessionRefresh to be enabled in session config";
    assert_eq!(
        response.error(),
        failure(405, "METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED", message)
    );
    assert_eq!(
        (response.header("cache-control"), response.header("pragma")),
        ("no-store", "no-cache")
    );
}

#[tokio::test]
async fn a_bearer_token_is_no_cookie() {
    let app = TestApp::new().await;
    app.signed_in("ada@example.test").await;
    let token = app
        .anonymous()
        .post("/sign-in/email", sign_in_body("ada@example.test"))
        .await
        .json()["token"]
        .clone();
    let response = app
        .anonymous()
        .request("GET", "/get-session")
        .header("authorization", format!("Bearer {}", token.as_str().unwrap()))
        .send()
        .await;
    assert_eq!(response.json(), json!(null));
}
