use serde_json::json;
use signet_auth_server::options::{OriginCheck, OriginsOf};
use signet_auth_server::testing::{TestApp, TestRequest};

use crate::{failure, sign_in_body, sign_up_body};

fn missing() -> (u16, String, String) {
    failure(403, "MISSING_OR_NULL_ORIGIN", "Missing or null Origin")
}

fn invalid() -> (u16, String, String) {
    failure(403, "INVALID_ORIGIN", "Invalid origin")
}

fn allowed() -> (u16, String, String) {
    failure(200, "", "")
}

/// The request without any header that says where it comes from.
fn bare(request: TestRequest) -> TestRequest {
    request.without("origin")
}

async fn app() -> TestApp {
    TestApp::with(|options| {
        options.trusted_origins =
            vec!["https://app.example.test".to_owned(), "https://*.wild.example.test".to_owned()];
    })
    .await
}

#[tokio::test]
async fn a_request_with_cookies_must_come_from_a_trusted_origin() {
    let app = app().await;
    let client = app.signed_in("ada@example.test").await;
    let request = || bare(client.request("POST", "/revoke-other-sessions"));
    for (request, expected) in [
        (request(), missing()),
        (request().header("origin", ""), missing()),
        (request().header("origin", "null"), missing()),
        (request().header("origin", "http://localhost:3000"), allowed()),
        (request().header("origin", "http://LOCALHOST:3000"), allowed()),
        (request().header("origin", "https://app.example.test"), allowed()),
        (request().header("origin", "https://a.wild.example.test"), allowed()),
        (request().header("origin", "https://a.b.wild.example.test"), allowed()),
        (request().header("origin", "http://evil.example"), invalid()),
        (request().header("origin", "http://app.example.test"), invalid()),
        (request().header("origin", "https://app.example.test:8443"), invalid()),
        (request().header("origin", "https://app.example.test.evil.example"), invalid()),
        (request().header("origin", "/"), invalid()),
        (request().header("origin", b"http://localhost:3000\xff"), invalid()),
        (request().header("referer", "http://localhost:3000/page"), allowed()),
        (request().header("referer", "http://evil.example/page"), invalid()),
        (
            request()
                .header("origin", "http://evil.example")
                .header("referer", "http://localhost:3000/"),
            invalid(),
        ),
        (
            request()
                .header("origin", "null")
                .header("sec-fetch-site", "same-origin")
                .header("host", "localhost:3000"),
            allowed(),
        ),
        (
            request()
                .header("origin", "null")
                .header("sec-fetch-site", "same-origin")
                .header("host", "evil.example"),
            invalid(),
        ),
        (
            request()
                .header("origin", "null")
                .header("sec-fetch-site", "cross-site")
                .header("host", "localhost:3000"),
            missing(),
        ),
    ] {
        assert_eq!(request.send().await.error(), expected);
    }
}

#[tokio::test]
async fn any_cookie_counts_also_one_that_is_not_ours() {
    let app = app().await;
    let request = bare(app.anonymous().request("POST", "/sign-out")).header("cookie", "a=1");
    assert_eq!(request.send().await.error(), missing());
    let request = bare(app.anonymous().request("POST", "/sign-out"));
    assert_eq!(request.send().await.error(), allowed());
    let request =
        app.anonymous().request("POST", "/sign-out").header("origin", "http://evil.example");
    assert_eq!(request.send().await.error(), allowed());
}

#[tokio::test]
async fn reading_is_allowed_from_anywhere() {
    let client = app().await.signed_in("ada@example.test").await;
    for path in ["/get-session", "/list-sessions"] {
        let response =
            client.request("GET", path).header("origin", "http://evil.example").send().await;
        assert_eq!(response.status, 200);
    }
}

#[tokio::test]
async fn signing_in_is_guarded_without_cookies_too() {
    let app = app().await;
    app.signed_in("ada@example.test").await;
    let blocked = failure(
        403,
        "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED",
        "Cross-site navigation login blocked. This request appears to be a CSRF attack.",
    );
    let request = || {
        bare(app.anonymous().request("POST", "/sign-in/email"))
            .json(&sign_in_body("ada@example.test"))
    };
    for (request, expected) in [
        (request(), allowed()),
        (request().header("origin", "http://evil.example"), invalid()),
        (request().header("origin", "http://localhost:3000"), allowed()),
        (request().header("origin", "null"), missing()),
        (request().header("referer", "http://evil.example/"), invalid()),
        (request().header("sec-fetch-dest", "empty"), missing()),
        (request().header("sec-fetch-site", " "), allowed()),
        (
            request().header("sec-fetch-site", "cross-site").header("sec-fetch-mode", "navigate"),
            blocked.clone(),
        ),
        (
            request()
                .header("origin", "http://localhost:3000")
                .header("sec-fetch-site", "cross-site")
                .header("sec-fetch-mode", "navigate"),
            blocked,
        ),
        (
            request()
                .header("origin", "http://evil.example")
                .header("sec-fetch-site", "cross-site")
                .header("sec-fetch-mode", "cors"),
            invalid(),
        ),
        (
            request()
                .header("origin", "http://localhost:3000")
                .header("sec-fetch-site", "same-origin"),
            allowed(),
        ),
    ] {
        assert_eq!(request.send().await.error(), expected);
    }
    let sign_up =
        app.anonymous().request("POST", "/sign-up/email").header("origin", "http://evil.example");
    assert_eq!(sign_up.json(&sign_up_body("eve@example.test")).send().await.error(), invalid());
}

#[tokio::test]
async fn the_order_of_checks_is_better_auths() {
    let app = app().await;
    let evil = || {
        app.anonymous()
            .request("POST", "/sign-in/email")
            .header("origin", "http://evil.example")
            .header("cookie", "a=1")
    };
    assert_eq!(evil().body("application/json", "{oops").send().await.error().1, "BAD_REQUEST");
    assert_eq!(evil().body("text/plain", "x").send().await.status, 415);
    assert_eq!(evil().json(&serde_json::json!({})).send().await.error(), invalid());
    let without_cookie = evil().without("cookie").json(&serde_json::json!({}));
    assert_eq!(without_cookie.send().await.error().1, "VALIDATION_ERROR");
}

#[tokio::test]
async fn checks_can_be_switched_off() {
    let request = async |csrf, origin: OriginCheck| {
        let app = TestApp::with(|options| {
            options.advanced.disable_csrf_check = csrf;
            options.advanced.disable_origin_check = origin;
        })
        .await;
        let request = app.anonymous().request("POST", "/sign-out").header("cookie", "a=1");
        request.header("origin", "http://evil.example").send().await.error()
    };
    assert_eq!(request(Some(true), OriginCheck::Everywhere).await, allowed());
    assert_eq!(request(None, OriginCheck::Nowhere).await, allowed());
    assert_eq!(request(Some(false), OriginCheck::Everywhere).await, invalid());
    let below = |path: &str| OriginCheck::NotBelow(vec![path.to_owned()]);
    assert_eq!(request(None, below("/sign-out")).await, allowed());
    assert_eq!(request(None, below("/sign")).await, invalid());
}

#[tokio::test]
async fn without_a_base_url_a_request_must_come_from_its_own_host() {
    let app = TestApp::with(|options| options.base_url = None).await;
    let request = |origin: &str| {
        let request = app.anonymous().request("POST", "/sign-out").header("cookie", "a=1");
        request.header("host", "my.example:8080").header("origin", origin)
    };
    assert_eq!(request("http://my.example:8080").send().await.error(), allowed());
    assert_eq!(request("http://my.example").send().await.error(), invalid());
    assert_eq!(request("http://evil.example:8080").send().await.error(), invalid());
}

#[tokio::test]
async fn the_application_trusts_origins_for_single_requests() {
    let app = TestApp::with(|options| {
        options.trusted_origins_of = Some(OriginsOf::new(|headers| {
            let is_acme = headers.get("x-tenant").is_some_and(|tenant| tenant == "acme");
            is_acme.then(|| "https://*.acme.example".to_owned()).into_iter().collect()
        }));
    })
    .await;
    let client = app.signed_in("ada@example.test").await;
    let request = |path: &str, tenant: &str| {
        let request = bare(client.request("POST", path)).header("x-tenant", tenant);
        request.header("origin", "https://app.acme.example")
    };
    for (tenant, expected) in [("acme", allowed()), ("other", invalid())] {
        let response = request("/revoke-other-sessions", tenant).json(&json!({})).send().await;
        assert_eq!(response.error(), expected, "{tenant}");
    }
    let mut body = sign_in_body("ada@example.test");
    body["callbackURL"] = json!("https://app.acme.example/home");
    let response = request("/sign-in/email", "acme").json(&body).send().await;
    assert_eq!(response.header("location"), "https://app.acme.example/home");
    let response = bare(client.request("POST", "/sign-in/email")).json(&body);
    let response = response.header("origin", "http://localhost:3000").send().await;
    assert_eq!(response.error(), failure(403, "INVALID_CALLBACK_URL", "Invalid callbackURL"));
}
