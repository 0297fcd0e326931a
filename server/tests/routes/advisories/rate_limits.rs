use std::collections::BTreeSet;

use futures_util::future::join_all;
use signet_auth_server::options::RateLimitStorage;
use signet_auth_server::testing::TestApp;

use crate::sign_in_body;

async fn app() -> TestApp {
    TestApp::with(|options| {
        options.rate_limit.enabled = None;
        options.rate_limit.storage = Some(RateLimitStorage::Memory);
    })
    .await
}

async fn sign_in(app: &TestApp, address: &str) -> u16 {
    let request = app.anonymous().request("POST", "/sign-in/email");
    let request = request.header("x-forwarded-for", address);
    request.json(&sign_in_body("nobody@example.test")).send().await.status
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_hundred_sign_ins_at_once_as_many_are_tried_as_the_limit_says() {
    let app = app().await;
    let attempts = (0..100).map(|_| {
        let app = app.clone();
        tokio::spawn(async move { sign_in(&app, "203.0.113.9").await })
    });
    let statuses: Vec<u16> = join_all(attempts).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 3);
    assert_eq!(statuses.into_iter().collect::<BTreeSet<_>>(), BTreeSet::from([401, 429]));
}

#[tokio::test]
async fn an_address_counts_as_one_client_however_it_is_written() {
    for spellings in [
        &[
            "2001:db8:0:7::1",
            "2001:DB8:0:7::1",
            "2001:0db8:0000:0007:0000:0000:0000:0001",
            "2001:db8::7:0:0:0:1",
            "2001:db8:0:7:ffff::",
        ][..],
        &["203.0.113.9", "::ffff:203.0.113.9", "::FFFF:cb00:7109", "0:0:0:0:0:ffff:203.0.113.9"],
    ] {
        let app = app().await;
        let mut tried = 0;
        for _ in 0..2 {
            for spelling in spellings {
                tried += usize::from(sign_in(&app, spelling).await == 401);
            }
        }
        assert_eq!(tried, 3, "{spellings:?}");
    }
}
