use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::server::{TestCertificate, TestServer};
use super::run_sql;
use crate::db::{Database, Dialect};

/// A server of databases for tests, which stops with the test.
pub struct DatabaseServer {
    dialect: Dialect,
    server: TestServer,
    databases: AtomicUsize,
}

impl DatabaseServer {
    /// Starts a server.
    ///
    /// # Panics
    /// When there is none on this machine, or it does not start.
    pub fn start(dialect: Dialect) -> Self {
        Self::start_with(dialect, None)
    }

    /// Starts a server that speaks TLS.
    ///
    /// # Panics
    /// When there is none on this machine, or it does not start.
    pub fn with_tls(dialect: Dialect, certificate: &TestCertificate) -> Self {
        Self::start_with(dialect, Some(certificate))
    }

    fn start_with(dialect: Dialect, certificate: Option<&TestCertificate>) -> Self {
        let script = match dialect {
            Dialect::MySql => include_str!("mysql.sh"),
            _ => include_str!("postgres.sh"),
        };
        let server = TestServer::start(dialect.as_str(), script, certificate);
        Self { dialect, server, databases: AtomicUsize::new(0) }
    }

    /// Kills the server.
    ///
    /// # Panics
    /// When that fails.
    pub fn stop(&self) {
        self.server.command("stop");
    }

    /// Starts it again, with what it holds, on the same port.
    ///
    /// # Panics
    /// When that fails.
    pub fn start_again(&self) {
        self.server.command("start");
    }

    /// The port on the loopback address.
    pub fn port(&self) -> u16 {
        self.server.port
    }

    /// Makes an empty database and returns its URL.
    ///
    /// # Panics
    /// When the server refuses to.
    #[expect(clippy::expect_used, reason = "a test has nobody to report to")]
    pub async fn new_database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        // In PostgreSQL a schema is made much faster than a database.
        let (main, sql, url) = match self.dialect {
            Dialect::MySql => (
                self.url("mysql"),
                format!("create database {name} character set utf8mb4"),
                self.url(&name),
            ),
            _ => (
                self.url("postgres"),
                format!("create schema {name}"),
                self.url(&format!("postgres?options[search_path]={name}")),
            ),
        };
        let database = Database::connect(&main).await.expect("a server");
        run_sql(&database, &sql).await;
        url
    }

    fn url(&self, path: &str) -> String {
        let scheme = self.dialect.as_str();
        let user = if self.dialect == Dialect::MySql { "root" } else { "signet" };
        format!("{scheme}://{user}@127.0.0.1:{port}/{path}", port = self.server.port)
    }
}
