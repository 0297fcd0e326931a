use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::future::join_all;
use signet_auth_server::hooks::Callback;
use signet_auth_server::options::{
    Counting, CustomLimit, CustomRule, LimitedRequest, Options, RateLimitRule, RateLimitStorage,
    RateLimitStore, Verdict,
};
use signet_auth_server::testing::{RedisServer, TestApp, TestResponse};

fn counting(options: &mut Options, storage: RateLimitStorage) {
    options.rate_limit.enabled = Some(true);
    options.rate_limit.storage = Some(storage);
    options.rate_limit.max = 10;
}

async fn app(storage: RateLimitStorage) -> TestApp {
    TestApp::with(|options| {
        options.secondary_storage = Some(Arc::new(RedisServer::shared().storage()));
        counting(options, storage);
    })
    .await
}

async fn ok(app: &TestApp) -> TestResponse {
    let client = app.anonymous();
    client.request("GET", "/ok").header("x-forwarded-for", "203.0.113.9").send().await
}

#[tokio::test]
async fn of_a_hundred_requests_at_once_ten_are_let_through_wherever_they_are_counted() {
    for storage in
        [RateLimitStorage::Memory, RateLimitStorage::Database, RateLimitStorage::SecondaryStorage]
    {
        let app = app(storage.clone()).await;
        let answers = join_all((0..100).map(|_| ok(&app))).await;
        let allowed = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!(allowed, 10, "{storage:?}");
        let limited = answers.iter().find(|answer| answer.status == 429).unwrap();
        assert_eq!(limited.header("x-retry-after"), "10", "{storage:?}");
    }
}

#[tokio::test]
async fn two_servers_on_one_store_count_together() {
    let redis = RedisServer::shared().storage();
    let server = || {
        TestApp::with(|options| {
            options.secondary_storage = Some(Arc::new(redis.clone()));
            counting(options, RateLimitStorage::SecondaryStorage);
        })
    };
    let (one, other) = (server().await, server().await);
    count_together(&one, &other).await;
}

#[tokio::test]
async fn two_servers_on_one_database_count_together() {
    let one = app(RateLimitStorage::Database).await;
    let database = one.auth.store().database().clone();
    let other = TestApp::on(database, |options| counting(options, RateLimitStorage::Database));
    count_together(&one, &other.await).await;
}

async fn count_together(one: &TestApp, other: &TestApp) {
    for _ in 0..5 {
        assert_eq!((ok(one).await.status, ok(other).await.status), (200, 200));
    }
    assert_eq!((ok(one).await.status, ok(other).await.status), (429, 429));
}

#[tokio::test]
async fn in_the_database_the_window_slides_and_old_counts_are_thrown_away() {
    let app = app(RateLimitStorage::Database).await;
    for _ in 0..10 {
        assert_eq!(ok(&app).await.status, 200);
    }
    assert_eq!(ok(&app).await.status, 429);
    app.clock.advance_ms(9_999);
    assert_eq!(ok(&app).await.header("x-retry-after"), "1");
    app.clock.advance_ms(1);
    assert_eq!(ok(&app).await.status, 200);
    app.clock.advance(3600);
    assert_eq!(ok(&app).await.status, 200);
}

#[tokio::test]
async fn a_path_of_any_length_is_counted() {
    let app = app(RateLimitStorage::Database).await;
    let long = format!("/{}", "ä€x".repeat(2000)).replace('ä', "%C3%A4").replace('€', "%E2%82%AC");
    for _ in 0..10 {
        assert_eq!(app.anonymous().get(&long).await.status, 404);
    }
    assert_eq!(app.anonymous().get(&long).await.status, 429);
}

#[tokio::test]
async fn a_function_decides_for_each_request() {
    let ask = Callback::new(|request: LimitedRequest| async move {
        match request.headers.get("x-plan").map(|plan| plan.as_bytes()) {
            Some(b"gold") => None,
            _ => Some(RateLimitRule { max: 1, ..request.rule }),
        }
    });
    let app = TestApp::with(|options| {
        options.rate_limit.enabled = Some(true);
        let path = "/ok".to_owned();
        options.rate_limit.custom_rules = vec![CustomRule { path, limit: CustomLimit::Ask(ask) }];
    })
    .await;
    for _ in 0..5 {
        let request = app.anonymous().request("GET", "/ok").header("x-plan", "gold");
        assert_eq!(request.send().await.status, 200);
    }
    assert_eq!((ok(&app).await.status, ok(&app).await.status), (200, 429));
}

#[tokio::test]
async fn the_application_counts_itself() {
    struct Counter(AtomicU32);
    impl RateLimitStore for Counter {
        fn consume<'s>(&'s self, key: &'s str, rule: RateLimitRule) -> Counting<'s> {
            assert_eq!((key, rule.max), ("203.0.113.9|/ok", 10));
            let verdict = match self.0.fetch_add(1, Ordering::Relaxed) {
                0 => Verdict::Allowed,
                _ => Verdict::Limited { retry_after: 42 },
            };
            Box::pin(async move { Ok(verdict) })
        }
    }
    let app = app(RateLimitStorage::Custom(Arc::new(Counter(AtomicU32::new(0))))).await;
    assert_eq!(ok(&app).await.status, 200);
    assert_eq!(ok(&app).await.header("x-retry-after"), "42");
}
