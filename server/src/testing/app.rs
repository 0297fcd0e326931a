use std::sync::Arc;

use axum::Router;
use serde_json::json;

use super::{CheapHasher, FakeClock, TestClient, TestMailbox, fresh_database};
use crate::Auth;
use crate::auth::schema;
use crate::db::{Database, migrate};
use crate::mail::Mailer;
use crate::options::{Options, Secret};
use crate::storage::{MemoryStorage, SecondaryStorage};

/// The secret of every [`TestApp`].
pub const SECRET: &str = "golden-secret-0123456789-abcdefghijklmnop";

/// A server on a new database ([`fresh_database`]), at `http://localhost:3000/api/auth`.
#[derive(Clone)]
pub struct TestApp {
    /// The server.
    pub auth: Auth,
    /// Its clock.
    pub clock: FakeClock,
    /// What stands in for scrypt, unless the options name a hash.
    pub hasher: CheapHasher,
    pub(super) router: Router,
}

/// What all servers of tests have in common.
fn options(hasher: &CheapHasher) -> Options {
    let mut options = Options {
        base_url: Some("http://localhost:3000".to_owned()),
        secret: Secret::new(SECRET).ok(),
        ..Options::default()
    };
    options.rate_limit.enabled = Some(false);
    options.email_and_password.password = Some(Arc::new(hasher.clone()));
    options
}

/// The secondary storage that `SIGNET_TEST_STORAGE` names: `none`, which is the default, `memory`
/// or `redis`.
#[expect(clippy::panic, reason = "a test has nobody to report to")]
fn secondary_storage(clock: &FakeClock) -> Option<Arc<dyn SecondaryStorage>> {
    match std::env::var("SIGNET_TEST_STORAGE").as_deref() {
        Err(_) | Ok("none") => None,
        Ok("memory") => Some(Arc::new(MemoryStorage::with_clock(clock.clone()))),
        #[cfg(feature = "redis")]
        Ok("redis") => Some(Arc::new(super::RedisServer::shared().storage())),
        Ok(other) => panic!("SIGNET_TEST_STORAGE: there is no {other}"),
    }
}

impl TestApp {
    /// A server with default options, without rate limit.
    ///
    /// # Panics
    /// When the server can't be built.
    pub async fn new() -> Self {
        Self::with(|_| ()).await
    }

    /// The same with other options.
    ///
    /// # Panics
    /// When the server can't be built.
    pub async fn with(change: impl FnOnce(&mut Options)) -> Self {
        Self::build(change, None).await
    }

    /// A server that sends mails, and its mails.
    ///
    /// # Panics
    /// When the server can't be built.
    pub async fn with_mail(change: impl FnOnce(&mut Options)) -> (Self, TestMailbox) {
        let (mailer, mailbox) = TestMailbox::new();
        (Self::build(change, Some(mailer)).await, mailbox)
    }

    /// A server on a database that has its tables already, or is to get those that it lacks.
    ///
    /// # Panics
    /// When the server can't be built.
    pub async fn on(database: Database, change: impl FnOnce(&mut Options)) -> Self {
        Self::build_on(database, change, None).await
    }

    /// A server that keeps nothing: sessions live in their cookies.
    ///
    /// # Panics
    /// When the server can't be built.
    #[expect(clippy::expect_used, reason = "a test has nobody to report to")]
    pub async fn stateless(change: impl FnOnce(&mut Options)) -> Self {
        let (clock, hasher) = (FakeClock::default(), CheapHasher::default());
        let mut options = options(&hasher);
        change(&mut options);
        let auth = Auth::builder()
            .options(options)
            .without_database()
            .clock(clock.clone())
            .build()
            .await
            .expect("a server");
        let router = Router::new().nest(auth.base_path(), auth.router());
        Self { auth, clock, hasher, router }
    }

    async fn build(change: impl FnOnce(&mut Options), mailer: Option<Arc<dyn Mailer>>) -> Self {
        Self::build_on(fresh_database().await, change, mailer).await
    }

    #[expect(clippy::expect_used, reason = "a test has nobody to report to")]
    async fn build_on(
        database: Database,
        change: impl FnOnce(&mut Options),
        mailer: Option<Arc<dyn Mailer>>,
    ) -> Self {
        let hasher = CheapHasher::default();
        let mut options = options(&hasher);
        let clock = FakeClock::default();
        options.secondary_storage = secondary_storage(&clock);
        change(&mut options);
        let schema = schema(&options).expect("a schema");
        migrate(&database, &schema).await.expect("tables");
        let mut builder = Auth::builder();
        if let Some(mailer) = mailer {
            builder = builder.mailer(mailer);
        }
        let auth = builder
            .options(options)
            .database(database)
            .clock(clock.clone())
            .build()
            .await
            .expect("a server");
        let router = Router::new().nest(auth.base_path(), auth.router());
        Self { auth, clock, hasher, router }
    }

    /// A browser that nobody is signed in at.
    pub fn anonymous(&self) -> TestClient {
        TestClient::new(self.clone())
    }

    /// A browser where a new user has signed up, with the password `correct horse battery`.
    ///
    /// # Panics
    /// When the sign-up fails.
    pub async fn signed_in(&self, email: &str) -> TestClient {
        let client = self.anonymous();
        let body = json!({"name": "Ada", "email": email, "password": "correct horse battery"});
        let response = client.post("/sign-up/email", body).await;
        assert_eq!(response.status, 200, "{}", response.text());
        client
    }
}
