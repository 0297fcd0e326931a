use axum::response::IntoResponse;
use serde_json::json;
use signet_auth_server::cookie_cache::Strategy;
use signet_auth_server::options::{CookieCacheVersion, CookieOptions, Options};
use signet_auth_server::testing::{TestApp, TestClient};

use super::shared_file::{SharedFile, sign_up};
use crate::{sign_in_body, sign_up_body};

pub(super) const STRATEGIES: [Strategy; 3] = [Strategy::Compact, Strategy::Jwt, Strategy::Jwe];
pub(super) const DATA: &str = "better-auth.session_data";
const DAY: i64 = 24 * 3600;

pub(super) fn cached(strategy: Strategy) -> impl FnOnce(&mut Options) {
    move |options| {
        options.session.cookie_cache.enabled = true;
        options.session.cookie_cache.strategy = strategy;
    }
}

pub(super) async fn is_signed_in(client: &TestClient) -> bool {
    client.get("/get-session").await.text() != "null"
}

#[tokio::test]
async fn a_sign_in_leaves_a_cache_that_answers_in_better_auths_form() {
    for strategy in STRATEGIES {
        let app = TestApp::with(cached(strategy)).await;
        let client = app.anonymous();
        let response = client.post("/sign-up/email", sign_up_body("ada@example.test")).await;
        let [token, data] = response.set_cookies()[..] else { panic!("{strategy:?}") };
        assert!(token.starts_with("better-auth.session_token="), "{token}");
        assert!(data.starts_with("better-auth.session_data=ey"), "{data}");
        assert!(data.ends_with("; Max-Age=300; Path=/; HttpOnly; SameSite=Lax"), "{data}");

        let stored = client.get("/get-session?disableCookieCache=1").await;
        assert_eq!(stored.set_cookies().len(), 1, "the cache is written anew");
        let cached = client.get("/get-session").await;
        assert!(cached.set_cookies().is_empty());
        assert_eq!(cached.json(), stored.json());
        let keys = |value: &serde_json::Value| -> Vec<String> {
            value.as_object().unwrap().keys().cloned().collect()
        };
        let body = cached.json();
        assert_eq!(
            keys(&body["session"]),
            [
                "id",
                "createdAt",
                "updatedAt",
                "userId",
                "expiresAt",
                "token",
                "ipAddress",
                "userAgent"
            ]
        );
        assert_eq!(
            keys(&body["user"]),
            ["id", "createdAt", "updatedAt", "email", "emailVerified", "name", "image"]
        );
        assert_eq!(
            (cached.header("cache-control"), cached.header("pragma")),
            ("no-store", "no-cache")
        );
    }
}

#[tokio::test]
async fn while_the_cache_answers_the_database_is_not_asked() {
    for strategy in STRATEGIES {
        let shared = SharedFile::new();
        let auth = shared.server(cached(strategy)).await;
        let browser = sign_up(&auth, "ada@example.test").await;
        shared.break_sessions();
        let reply = auth.api().get_session(&browser).await.unwrap();
        assert_eq!(reply.data.0.as_ref().unwrap().user.email, "ada@example.test");
        assert!(reply.cookies().is_empty());
        let error = auth.api().get_authoritative_session(&browser).await.unwrap_err();
        assert_eq!(error.into_response().status(), 500);
    }
}

#[tokio::test]
async fn without_the_option_nothing_is_cached() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    client.get("/get-session").await;
    assert_eq!(client.cookie(DATA), None);
}

#[tokio::test]
async fn a_cache_that_is_over_is_read_from_the_store_and_written_anew() {
    for strategy in STRATEGIES {
        let app = TestApp::with(cached(strategy)).await;
        let client = app.signed_in("ada@example.test").await;
        let before = client.cookie(DATA).unwrap();
        app.clock.advance(299);
        assert!(client.get("/get-session").await.set_cookies().is_empty(), "{strategy:?}");
        app.clock.advance(2);
        let response = client.get("/get-session").await;
        assert_ne!(response.text(), "null");
        let [expired, written] = response.set_cookies()[..] else { panic!("{strategy:?}") };
        assert_eq!(expired, "better-auth.session_data=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax");
        assert!(written.contains("; Max-Age=300; "), "{written}");
        assert_ne!(client.cookie(DATA).unwrap(), before);
        assert!(client.get("/get-session").await.set_cookies().is_empty());
    }
}

#[tokio::test]
async fn a_session_that_ends_before_its_cache_does_not_outlive_itself() {
    let app = TestApp::with(|options| {
        cached(Strategy::Compact)(options);
        options.session.expires_in = 100;
        options.session.disable_session_refresh = true;
    })
    .await;
    let client = app.signed_in("ada@example.test").await;
    app.clock.advance(100);
    assert!(is_signed_in(&client).await);
    app.clock.advance_ms(1);
    let response = client.get("/get-session").await;
    assert_eq!(response.text(), "null");
    assert_eq!(client.cookie(DATA), None);
}

#[tokio::test]
async fn a_session_that_is_not_remembered_is_cached_for_a_minute_or_five_and_once() {
    for (strategy, seconds) in [(Strategy::Compact, 60), (Strategy::Jwt, 300), (Strategy::Jwe, 300)]
    {
        let app = TestApp::with(|options| {
            cached(strategy)(options);
            options.session.cookie_cache.max_age = 3600;
        })
        .await;
        let client = app.anonymous();
        let mut body = sign_up_body("ada@example.test");
        body["rememberMe"] = json!(false);
        let response = client.post("/sign-up/email", body).await;
        let names: Vec<_> =
            response.set_cookies().iter().map(|cookie| cookie.split('=').next().unwrap()).collect();
        assert_eq!(
            names,
            ["better-auth.session_token", "better-auth.dont_remember", "better-auth.session_data"]
        );
        assert!(response.set_cookies().iter().all(|cookie| !cookie.contains("Max-Age")));

        app.clock.advance(seconds - 1);
        assert!(client.get("/get-session").await.set_cookies().is_empty(), "{strategy:?}");
        app.clock.advance(2);
        let response = client.get("/get-session").await;
        assert_ne!(response.text(), "null");
        let [expired] = response.set_cookies()[..] else { panic!("{strategy:?}") };
        assert!(expired.starts_with("better-auth.session_data=; Max-Age=0"), "{expired}");
        assert!(client.get("/get-session").await.set_cookies().is_empty(), "it is not rewritten");
    }
}

#[tokio::test]
async fn an_extension_renews_both_cookies() {
    let app = TestApp::with(cached(Strategy::Compact)).await;
    let client = app.signed_in("ada@example.test").await;
    app.clock.advance(2 * DAY);
    let response = client.get("/get-session").await;
    assert_eq!(response.json()["session"]["expiresAt"], "2026-12-01T12:00:00.000Z");
    let [_, token, data] = response.set_cookies()[..] else { panic!() };
    assert!(token.starts_with("better-auth.session_token=") && token.contains("Max-Age=604800"));
    assert!(data.starts_with("better-auth.session_data=ey"), "{data}");
    let cached = client.get("/get-session").await;
    assert_eq!(cached.json()["session"]["expiresAt"], "2026-12-01T12:00:00.000Z");
    assert!(cached.set_cookies().is_empty());
}

#[tokio::test]
async fn a_wish_for_no_refresh_leaves_the_cache_alone() {
    let app = TestApp::with(cached(Strategy::Compact)).await;
    let client = app.signed_in("ada@example.test").await;
    app.clock.advance(301);
    let response = client.get("/get-session?disableRefresh=1&disableCookieCache=1").await;
    assert_ne!(response.text(), "null");
    assert!(response.set_cookies().is_empty());
}

#[tokio::test]
async fn signing_out_clears_the_cache() {
    let app = TestApp::with(cached(Strategy::Compact)).await;
    for (method, path, body) in [
        ("POST", "/sign-out", json!({})),
        ("POST", "/revoke-sessions", json!({})),
        ("POST", "/revoke-session", json!({"token": null})),
    ] {
        let client = app.anonymous();
        let email = format!("{}@example.test", path.len());
        let token =
            client.post("/sign-up/email", sign_up_body(&email)).await.json()["token"].clone();
        let body = if body["token"].is_null() { json!({"token": token}) } else { body };
        let response = client.request(method, path).json(&body).send().await;
        assert_eq!(response.status, 200, "{path}");
        assert_eq!(client.cookie(DATA), None, "{path}");
        assert!(!is_signed_in(&client).await, "{path}");
    }
}

#[tokio::test]
async fn another_version_empties_all_caches() {
    let shared = SharedFile::new();
    let first = shared.server(cached(Strategy::Jwt)).await;
    let browser = sign_up(&first, "ada@example.test").await;
    let with = async |version: CookieCacheVersion| {
        let auth = shared
            .server(|options| {
                cached(Strategy::Jwt)(options);
                options.session.cookie_cache.version = version;
            })
            .await;
        let reply = auth.api().get_session(&browser).await.unwrap();
        assert!(reply.data.0.is_some());
        reply.cookies().len()
    };
    assert_eq!(with(CookieCacheVersion::Fixed("1".to_owned())).await, 0);
    assert_eq!(with(CookieCacheVersion::Fixed("2".to_owned())).await, 2);
    let by_name = |text: &'static str| {
        CookieCacheVersion::Of(std::sync::Arc::new(move |_, user| {
            if user.name == "Ada" { text.to_owned() } else { String::new() }
        }))
    };
    assert_eq!(with(by_name("1")).await, 0);
    assert_eq!(with(by_name("3")).await, 2);
}

#[tokio::test]
async fn the_cache_has_name_and_attributes_of_its_own_options() {
    let app = TestApp::with(|options| {
        cached(Strategy::Compact)(options);
        options.base_url = Some("https://auth.example.com".to_owned());
        options.trusted_origins.push("http://localhost:3000".to_owned());
        options.advanced.cookie_prefix = Some("app".to_owned());
        options.advanced.cross_sub_domain_cookies.enabled = true;
        options.advanced.cross_sub_domain_cookies.domain = Some("example.com".to_owned());
        let mut own = CookieOptions::default();
        own.attributes.max_age = Some(60);
        own.attributes.path = Some("/app".to_owned());
        options.advanced.cookies.insert("session_data".to_owned(), own);
    })
    .await;
    let client = app.anonymous();
    let response = client.post("/sign-up/email", sign_up_body("ada@example.test")).await;
    let [token, data] = response.set_cookies()[..] else { panic!() };
    assert!(token.starts_with("__Secure-app.session_token="), "{token}");
    assert!(
        token.ends_with(
            "; Max-Age=604800; Domain=example.com; Path=/; HttpOnly; Secure; SameSite=Lax"
        ),
        "{token}"
    );
    assert!(data.starts_with("__Secure-app.session_data=ey"), "{data}");
    assert!(
        data.ends_with(
            "; Max-Age=60; Domain=example.com; Path=/app; HttpOnly; Secure; SameSite=Lax"
        ),
        "{data}"
    );
    app.clock.advance(59);
    assert!(client.get("/get-session").await.set_cookies().is_empty());
    app.clock.advance(2);
    let response = client.get("/get-session").await;
    let [expired, _] = response.set_cookies()[..] else { panic!() };
    assert!(expired.contains("=; Max-Age=0; Domain=example.com; Path=/app; "), "{expired}");
}

#[tokio::test]
async fn a_custom_name_holds_for_reading_and_clearing_too() {
    let app = TestApp::with(|options| {
        cached(Strategy::Compact)(options);
        let own = CookieOptions { name: Some("cache".to_owned()), ..CookieOptions::default() };
        options.advanced.cookies.insert("session_data".to_owned(), own);
    })
    .await;
    let client = app.signed_in("ada@example.test").await;
    assert!(client.cookie("cache").is_some());
    assert!(client.get("/get-session").await.set_cookies().is_empty());
    client.post("/sign-out", json!({})).await;
    assert_eq!(client.cookie("cache"), None);
}

#[tokio::test]
async fn the_next_user_of_a_browser_is_not_taken_for_the_one_before() {
    let app = TestApp::with(cached(Strategy::Compact)).await;
    app.signed_in("eve@example.test").await;
    let client = app.signed_in("ada@example.test").await;
    client.post("/sign-in/email", sign_in_body("eve@example.test")).await;
    let response = client.get("/get-session").await;
    assert_eq!(response.json()["user"]["email"], "eve@example.test");
}
