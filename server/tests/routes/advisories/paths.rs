use signet_auth_server::options::RateLimitStorage;
use signet_auth_server::testing::TestApp;

use crate::sign_in_body;

/// Ways to write the path of the sign-in, for a router that is more generous than its guards.
const SPELLINGS: &[&str] = &[
    "/sign-in/email",
    "/sign-in/email/",
    "/sign-in/email//",
    "//sign-in/email",
    "/sign-in//email",
    "/./sign-in/email",
    "/x/../sign-in/email",
    "/sign-in/./email",
    "/SIGN-IN/EMAIL",
    "/%73ign-in/email",
    "/sign-in%2Femail",
    "/sign-in/email%2F",
    "/sign-in/email%20",
    "/sign-in/email;x=1",
    "/sign-in/email?x=1",
    "/sign-in/email%00",
    "/sign-in/email.json",
    "/sign-in%5Cemail",
];

async fn statuses(app: &TestApp) -> Vec<u16> {
    app.signed_in("ada@example.test").await;
    let mut statuses = Vec::new();
    for spelling in SPELLINGS {
        let request = app.anonymous().request("POST", spelling);
        let mut body = sign_in_body("ada@example.test");
        body["password"] = "a wrong password".into();
        statuses.push(request.json(&body).send().await.status);
    }
    statuses
}

#[tokio::test]
async fn no_spelling_of_a_disabled_path_reaches_its_endpoint() {
    for skips in [false, true] {
        let app = TestApp::with(|options| {
            options.disabled_paths = vec!["/sign-in/email".to_owned()];
            options.advanced.skip_trailing_slashes = skips;
        })
        .await;
        let statuses = statuses(&app).await;
        assert!(statuses.iter().all(|status| *status == 404), "{statuses:?}");
    }
}

#[tokio::test]
async fn no_spelling_of_a_path_has_a_count_of_its_own() {
    for skips in [false, true] {
        let app = TestApp::with(|options| {
            options.rate_limit.enabled = None;
            options.rate_limit.storage = Some(RateLimitStorage::Memory);
            options.advanced.skip_trailing_slashes = skips;
        })
        .await;
        let mut reached = 0;
        for _ in 0..3 {
            let statuses = statuses_without_user(&app).await;
            reached += statuses.iter().filter(|status| **status == 401).count();
        }
        // A spelling that is no route may count, too.
        assert!((1..=3).contains(&reached), "{reached}");
    }
}

async fn statuses_without_user(app: &TestApp) -> Vec<u16> {
    let mut statuses = Vec::new();
    for spelling in SPELLINGS {
        let request = app.anonymous().request("POST", spelling);
        let request = request.header("x-forwarded-for", "203.0.113.9");
        statuses.push(request.json(&sign_in_body("nobody@example.test")).send().await.status);
    }
    statuses
}
