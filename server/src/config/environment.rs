use super::{Config, ConfigError, DatabaseUrl};
use crate::options::{Secret, VersionedSecret};
use crate::storage::RedisStorage;

/// Variables that hold the secret, the first one counts. The last two are Better Auth's.
const SECRET: &[&str] = &["SIGNET_SECRET", "BETTER_AUTH_SECRET", "AUTH_SECRET"];
/// Variables that hold several secrets, the first one counts. The last one is Better Auth's.
const SECRETS: &[&str] = &["SIGNET_SECRETS", "BETTER_AUTH_SECRETS"];
/// Variables that hold the base URL, the first one counts. The last one is Better Auth's.
const URL: &[&str] = &["SIGNET_URL", "BETTER_AUTH_URL"];
const DATABASE_URL: &[&str] = &["DATABASE_URL"];
const REDIS_URL: &[&str] = &["REDIS_URL"];

/// Puts what the environment says over the configuration. An empty variable says nothing.
pub(super) fn apply(
    config: &mut Config,
    variables: &[(String, String)],
) -> Result<(), ConfigError> {
    let first = |names: &[&str]| {
        names.iter().find_map(|name| {
            let said = |(key, value): &&(String, String)| key == name && !value.is_empty();
            variables.iter().find(said).cloned()
        })
    };
    if let Some((name, value)) = first(SECRET) {
        let secret = Secret::new(value)
            .map_err(|error| ConfigError::Variable { name, message: error.to_string() })?;
        config.options.secret = Some(secret);
    }
    if let Some((name, value)) = first(SECRETS) {
        config.options.secrets = VersionedSecret::parse_list(&value)
            .map_err(|error| ConfigError::Variable { name, message: error.to_string() })?;
    }
    if let Some((_, value)) = first(URL) {
        config.options.base_url = Some(value);
    }
    if let Some((_, value)) = first(DATABASE_URL) {
        config.database_url = Some(DatabaseUrl(value));
    }
    if let Some((name, value)) = first(REDIS_URL) {
        let storage = RedisStorage::new(&value)
            .map_err(|error| ConfigError::Variable { name, message: error.to_string() })?;
        config.redis.storage = Some(storage);
    }
    Ok(())
}
