use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::server::{TestCertificate, TestServer};
use crate::storage::RedisStorage;

/// Redis for tests, which stops with the test.
pub struct RedisServer {
    server: TestServer,
    users: AtomicUsize,
}

impl RedisServer {
    /// Starts Redis. What it holds is lost when it stops.
    ///
    /// # Panics
    /// When there is none on this machine, or it does not start.
    pub fn start() -> Self {
        Self::start_with(None)
    }

    /// Starts a Redis that speaks TLS.
    ///
    /// # Panics
    /// When there is none on this machine, or it does not start.
    pub fn with_tls(certificate: &TestCertificate) -> Self {
        Self::start_with(Some(certificate))
    }

    fn start_with(certificate: Option<&TestCertificate>) -> Self {
        let server = TestServer::start("redis", include_str!("redis.sh"), certificate);
        Self { server, users: AtomicUsize::new(0) }
    }

    /// The port on the loopback address.
    pub fn port(&self) -> u16 {
        self.server.port
    }

    /// The one of this process.
    ///
    /// # Panics
    /// When it can't be started.
    pub fn shared() -> &'static Self {
        static SERVER: OnceLock<RedisServer> = OnceLock::new();
        SERVER.get_or_init(Self::start)
    }

    /// Kills it.
    ///
    /// # Panics
    /// When that fails.
    pub fn stop(&self) {
        self.server.command("stop");
    }

    /// Starts it again, empty, on the same port.
    ///
    /// # Panics
    /// When that fails.
    pub fn start_again(&self) {
        self.server.command("start");
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.server.port)
    }

    /// A storage on it whose keys nobody else uses.
    ///
    /// # Panics
    /// Never: its own URL is one.
    #[expect(clippy::expect_used, reason = "a test has nobody to report to")]
    pub fn storage(&self) -> RedisStorage {
        let user = self.users.fetch_add(1, Ordering::Relaxed);
        RedisStorage::new(&self.url()).expect("a URL").with_prefix(format!("{user}:"))
    }
}
