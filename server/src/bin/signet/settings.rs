use std::path::PathBuf;

use clap::Args;
use signet_auth_server::config::{Config, DatabaseUrl};

use crate::failure::Failure;

/// Where the database is when nothing says so.
const DEFAULT_DATABASE: &str = "sqlite://signet.db";

/// The arguments of every command that needs the configuration.
#[derive(Args)]
pub(crate) struct Settings {
    /// The configuration file [default: signet.toml, if there is one]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The database [env: DATABASE_URL] [default: sqlite://signet.db]
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,
}

impl Settings {
    /// Reads file and environment, and puts the flags over them.
    pub(crate) fn load(&self) -> Result<Config, Failure> {
        let mut config = Config::load(self.config.as_deref(), |name| std::env::var(name).ok())?;
        if let Some(url) = &self.database {
            config.database_url = Some(DatabaseUrl(url.clone()));
        }
        Ok(config)
    }
}

/// The URL of the database.
pub(crate) fn database_url(config: &Config) -> &str {
    config.database_url.as_ref().map_or(DEFAULT_DATABASE, |url| &url.0)
}
