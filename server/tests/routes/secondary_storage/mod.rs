mod layout;
mod loss;
mod order;
mod rate_limits;
mod sessions;
mod silence;
mod tokens;

use std::sync::Arc;

use signet_auth_server::options::Options;
use signet_auth_server::storage::{MemoryStorage, SecondaryStorage};
use signet_auth_server::testing::{FakeClock, RedisServer, TestApp};

const EMAIL: &str = "ada@example.test";
const COOKIE: &str = "better-auth.session_token";

/// A server whose sessions live in Redis.
async fn with_redis(change: impl FnOnce(&mut Options)) -> TestApp {
    TestApp::with(|options| {
        options.secondary_storage = Some(Arc::new(RedisServer::shared().storage()));
        change(options);
    })
    .await
}

/// A server whose sessions live in memory, and that memory, where nothing ever ends.
async fn with_memory(change: impl FnOnce(&mut Options)) -> (TestApp, Arc<dyn SecondaryStorage>) {
    let storage: Arc<dyn SecondaryStorage> =
        Arc::new(MemoryStorage::with_clock(FakeClock::default()));
    let app = TestApp::with(|options| {
        options.secondary_storage = Some(Arc::clone(&storage));
        change(options);
    })
    .await;
    (app, storage)
}
