use signet_auth_server::db::{self, Database, DatabaseError, Dialect};
use signet_auth_server::schema;
use url::Url;

use super::finding::{Finding, error, warning};
use super::subject::{Subject, is_local};

const KEY: &str = "database.url";

/// What is wrong with the database. Nothing is changed.
pub(super) async fn check(subject: &Subject) -> Vec<Finding> {
    let mut found = unprotected(subject);
    let url = subject.database_url();
    if url.ends_with(":memory:") {
        let what = "users and sessions go when the process ends";
        found.push(warning(KEY, what, "Name a file or a server."));
        return found;
    }
    if subject.database_file().is_some_and(|file| !file.exists()) {
        // `serve` makes it.
        return found;
    }
    let lacking = match Database::connect(url).await {
        Ok(database) => lacking(subject, &database).await,
        Err(failure) => Err(failure),
    };
    match lacking {
        Ok(lacking) => found.extend(lacking),
        Err(failure) => found.push(failed(&failure)),
    }
    found
}

fn failed(failure: &DatabaseError) -> Finding {
    error(KEY, failure.to_string(), "See that the database runs and that the URL is right.")
}

fn unprotected(subject: &Subject) -> Vec<Finding> {
    let Ok(url) = Url::parse(subject.database_url()) else { return Vec::new() };
    let local = is_local(&url)
        || url
            .host_str()
            .is_none_or(|host| host.is_empty() || host == "[::1]" || host.starts_with("127."));
    let verifies = |(key, value): (std::borrow::Cow<'_, str>, std::borrow::Cow<'_, str>)| {
        matches!(&*key, "sslmode" | "ssl-mode")
            && matches!(&*value.to_lowercase(), "verify-full" | "verify_identity")
    };
    let is_server = matches!(url.scheme(), "postgres" | "postgresql" | "mysql" | "mariadb");
    if !is_server || local || url.query_pairs().any(verifies) {
        return Vec::new();
    }
    vec![warning(
        KEY,
        "whoever is on the way can pretend to be the server",
        "Add `sslmode=verify-full` (PostgreSQL) or `ssl-mode=verify_identity` (MySQL).",
    )]
}

async fn lacking(subject: &Subject, database: &Database) -> Result<Vec<Finding>, DatabaseError> {
    // What is wrong with the names is found when the server is built.
    let Ok(schema) = schema(subject.options()) else { return Ok(Vec::new()) };
    let plan = db::plan(database, &schema).await?;
    let mut found = Vec::new();
    for refused in &plan.refused {
        found.push(error("database", refused, "Change the database by hand."));
    }
    if !plan.statements.is_empty() {
        let what = match plan.statements.len() {
            1 => "the database lacks 1 change".to_owned(),
            count => format!("the database lacks {count} changes"),
        };
        found.push(match database.dialect() {
            Dialect::Sqlite => warning("database", what, "`signet serve` makes them."),
            _ => error("database", what, "Run `signet migrate`."),
        });
    }
    Ok(found)
}
