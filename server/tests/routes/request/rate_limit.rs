use signet_auth_server::options::{CustomLimit, CustomRule, RateLimitRule, RateLimitStorage};
use signet_auth_server::testing::{TestApp, TestResponse};

use crate::sign_in_body;

async fn app() -> TestApp {
    TestApp::with(|options| {
        options.rate_limit.enabled = None;
        options.rate_limit.storage = Some(RateLimitStorage::Memory);
    })
    .await
}

async fn sign_in(app: &TestApp, ip: &str) -> TestResponse {
    let request = app.anonymous().request("POST", "/sign-in/email").header("x-forwarded-for", ip);
    request.json(&sign_in_body("nobody@example.test")).send().await
}

#[tokio::test]
async fn the_fourth_sign_in_within_ten_seconds_must_wait() {
    let app = app().await;
    for _ in 0..3 {
        assert_eq!(sign_in(&app, "203.0.113.9").await.status, 401);
    }
    let response = sign_in(&app, "203.0.113.9").await;
    assert_eq!(response.status, 429);
    assert_eq!(response.text(), r#"{"message":"Too many requests. Please try again later."}"#);
    assert_eq!(response.header("x-retry-after"), "10");
    assert_eq!(response.header("retry-after"), "");
    assert_eq!(response.header("content-type"), "application/json");

    app.clock.advance_ms(9_999);
    assert_eq!(sign_in(&app, "203.0.113.9").await.header("x-retry-after"), "1");
    app.clock.advance_ms(1);
    assert_eq!(sign_in(&app, "203.0.113.9").await.status, 401);
}

#[tokio::test]
async fn clients_and_paths_count_for_themselves() {
    let app = app().await;
    for _ in 0..4 {
        sign_in(&app, "203.0.113.9").await;
    }
    assert_eq!(sign_in(&app, "203.0.113.10").await.status, 401);
    let get =
        app.anonymous().request("GET", "/get-session").header("x-forwarded-for", "203.0.113.9");
    assert_eq!(get.send().await.status, 200);
}

#[tokio::test]
async fn method_and_trailing_slash_do_not_matter_and_unknown_paths_count() {
    let app = app().await;
    let get = async |path: &str| app.anonymous().get(path).await.status;
    for path in ["/sign-in/nope", "/sign-in/nope/", "/sign-in/nope?x=1"] {
        assert_eq!(get(path).await, 404);
    }
    assert_eq!(get("/sign-in/nope").await, 429);
    for _ in 0..100 {
        assert_eq!(get("/ok").await, 200);
    }
    assert_eq!(get("/ok").await, 429);
}

#[tokio::test]
async fn addresses_of_one_ipv6_network_are_one_client() {
    let app = app().await;
    for host in ["1", "2", "3"] {
        assert_eq!(sign_in(&app, &format!("2001:db8:1:2::{host}")).await.status, 401);
    }
    assert_eq!(sign_in(&app, "2001:db8:1:2::4").await.status, 429);
    assert_eq!(sign_in(&app, "2001:db8:1:3::1").await.status, 401);
}

#[tokio::test]
async fn who_has_no_address_shares_a_count_with_all_such() {
    let app = app().await;
    for forwarded in ["", "nonsense", "1.1.1.1, 2.2.2.2"] {
        assert_eq!(sign_in(&app, forwarded).await.status, 401);
    }
    assert_eq!(sign_in(&app, "unknown").await.status, 429);
}

#[tokio::test]
async fn custom_rules_loosen_and_tighten() {
    let app = TestApp::with(|options| {
        options.rate_limit.enabled = None;
        options.rate_limit.custom_rules = vec![
            CustomRule { path: "/sign-in/*".to_owned(), limit: CustomLimit::Unlimited },
            CustomRule {
                path: "/ok".to_owned(),
                limit: CustomLimit::Rule(RateLimitRule { window: 60, max: 1 }),
            },
        ];
    })
    .await;
    for _ in 0..5 {
        assert_eq!(sign_in(&app, "203.0.113.9").await.status, 401);
    }
    assert_eq!(app.anonymous().get("/ok").await.status, 200);
    assert_eq!(app.anonymous().get("/ok").await.header("x-retry-after"), "60");
}

#[tokio::test]
async fn nothing_is_limited_in_development_or_when_addresses_are_not_tracked() {
    let development = TestApp::with(|options| {
        options.rate_limit.enabled = None;
        options.production = false;
    })
    .await;
    let untracked = TestApp::with(|options| {
        options.rate_limit.enabled = Some(true);
        options.advanced.ip_address.disable_ip_tracking = true;
    })
    .await;
    for app in [development, untracked] {
        for _ in 0..5 {
            assert_eq!(sign_in(&app, "203.0.113.9").await.status, 401);
        }
    }
}
