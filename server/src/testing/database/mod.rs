//! A database of its own for each test, of the kind that `SIGNET_TEST_DATABASE` names.

mod server;

use std::sync::OnceLock;

pub use server::DatabaseServer;

use crate::db::statement::Statement;
use crate::db::{Database, Dialect};

/// Names the kind of database that tests run on: `sqlite`, which is the default, `postgres` or
/// `mysql`.
const VARIABLE: &str = "SIGNET_TEST_DATABASE";

/// The kind of database that tests run on.
///
/// # Panics
/// When `SIGNET_TEST_DATABASE` names none.
#[expect(clippy::panic, reason = "a test has nobody to report to")]
pub fn dialect() -> Dialect {
    match std::env::var(VARIABLE) {
        Err(_) => Dialect::Sqlite,
        Ok(name) => name.parse().unwrap_or_else(|error| panic!("{VARIABLE}: {error}")),
    }
}

/// The URL of an empty database that nobody else uses, of the kind that tests run on.
///
/// # Panics
/// When the server can't be started.
pub async fn fresh_database_url() -> String {
    fresh_url(dialect()).await
}

/// An empty database that nobody else uses, of the kind that tests run on.
///
/// # Panics
/// When it can't be made.
pub async fn fresh_database() -> Database {
    fresh_database_of(dialect()).await
}

/// An empty database of a kind.
///
/// # Panics
/// When it can't be made.
#[expect(clippy::expect_used, reason = "a test has nobody to report to")]
pub async fn fresh_database_of(dialect: Dialect) -> Database {
    Database::connect(&fresh_url(dialect).await).await.expect("an empty database")
}

/// The first test of a process that needs a server starts it; it ends with the process.
pub(crate) async fn fresh_url(dialect: Dialect) -> String {
    static POSTGRES: OnceLock<DatabaseServer> = OnceLock::new();
    static MYSQL: OnceLock<DatabaseServer> = OnceLock::new();
    let server = match dialect {
        Dialect::Sqlite => return "sqlite::memory:".to_owned(),
        Dialect::Postgres => &POSTGRES,
        Dialect::MySql => &MYSQL,
    };
    server.get_or_init(|| DatabaseServer::start(dialect)).new_database().await
}

/// Runs statements that end with a semicolon and a line break.
///
/// # Panics
/// When one fails.
#[expect(clippy::expect_used, reason = "a test has nobody to report to")]
pub async fn run_sql(database: &Database, sql: &str) {
    let statements = sql
        .split_terminator(";\n")
        .map(|text| Statement::new(&text.trim().trim_end_matches(';').into(), Vec::new()));
    database.change_schema(statements.collect()).await.expect("statements that can be run");
}
