//! `signet.toml` and the environment as [`Options`].
//!
//! Keys are those of [`Options`] in the same nesting. The environment beats the file, because that
//! is where deployments put what differs between them.
//!
//! # Adding a key
//! Read it in `options.rs` with `Section::set`; unknown keys and their neighbours come from
//! there.

mod environment;
mod error;
mod mail;
mod nearest;
mod options;
mod overlay;
mod plugins;
mod redis;
mod section;
mod server;
mod social;
mod variable;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

pub use error::ConfigError;
pub use mail::{MailConfig, MailTransport};
pub use server::{LogConfig, LogFormat, MetricsConfig, ServerConfig};
pub use social::SocialProviderConfig;

use self::redis::RedisConfig;
use self::section::Section;
use crate::options::Options;

/// The file that is read when no other is named.
pub const DEFAULT_FILE: &str = "signet.toml";

/// What a deployment configures: the options, and where the database is.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The options of the server.
    pub options: Options,
    /// The URL of the database, when one is configured.
    pub database_url: Option<DatabaseUrl>,
    /// How mails leave.
    pub mail: MailConfig,
    redis: RedisConfig,
    /// Providers of identities, by name.
    pub social_providers: BTreeMap<String, SocialProviderConfig>,
    /// What is served where, and how connections are treated.
    pub server: ServerConfig,
    /// What is logged.
    pub log: LogConfig,
    /// Numbers for Prometheus.
    pub metrics: MetricsConfig,
}

/// The URL of a database. It may hold a password and is not shown.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(pub String);

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseUrl(…)")
    }
}

impl Config {
    /// Reads the file, or [`DEFAULT_FILE`] if it exists when none is named, and lays the variables
    /// of the environment over it: first those that name a key, such as
    /// `SIGNET__SESSION__EXPIRES_IN`, then those with names of their own, such as `SIGNET_SECRET`.
    ///
    /// # Errors
    /// When the file can't be read, or something that is said is unknown or of the wrong type.
    pub fn load(
        file: Option<&Path>,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let default = Path::new(DEFAULT_FILE);
        let file = file.or_else(|| default.exists().then_some(default));
        let (name, text) = match file {
            Some(file) => read(file)?,
            None => Default::default(),
        };
        let variables: Vec<_> = variables.into_iter().collect();
        let mut config = Self::default();
        let mut root = Section::root(&name, &text)?;
        overlay::lay(&mut root, &variables)?;
        options::read(root, &mut config)?;
        environment::apply(&mut config, &variables)?;
        config.redis.install(&mut config.options);
        social::environment(&mut config, &variables);
        for provider in config.providers().map_err(ConfigError::Provider)? {
            config.options.social_providers.push(Arc::new(provider));
        }
        Ok(config)
    }

    /// Reads the text of a configuration file. The name is only for messages.
    ///
    /// # Errors
    /// When the text holds what is unknown or of the wrong type.
    pub fn parse(name: &str, text: &str) -> Result<Self, ConfigError> {
        let mut config = Self::default();
        let root = Section::root(name, text)?;
        options::read(root, &mut config)?;
        Ok(config)
    }
}

/// The name of a file and what is in it.
fn read(file: &Path) -> Result<(String, String), ConfigError> {
    let name = file.display().to_string();
    match std::fs::read_to_string(file) {
        Ok(text) => Ok((name, text)),
        Err(source) => Err(ConfigError::Unreadable { file: name, source }),
    }
}

#[cfg(test)]
mod tests;
