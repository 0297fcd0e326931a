use std::path::{Path, PathBuf};

use clap::Args;
use signet_auth_server::config::{Config, DEFAULT_FILE, DatabaseUrl};

use crate::failure::Failure;
use crate::logging;

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
    /// Reads file and environment, puts the flags over them, and starts the log that they ask for.
    pub(crate) fn load(&self) -> Result<Config, Failure> {
        let mut config = Config::load(self.config.as_deref(), variables()?)?;
        if let Some(url) = &self.database {
            config.database_url = Some(DatabaseUrl(url.clone()));
        }
        logging::start(&config.log);
        Ok(config)
    }

    /// The configuration file, if there is one.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        let default = Path::new(DEFAULT_FILE);
        self.config.clone().or_else(|| default.exists().then(|| default.to_owned()))
    }
}

/// The URL of the database.
pub(crate) fn database_url(config: &Config) -> &str {
    match &config.database_url {
        Some(_) if keeps_nothing(config) => "sqlite::memory:",
        Some(url) => &url.0,
        None => DEFAULT_DATABASE,
    }
}

/// Whether there is to be no database: sessions live in their cookies.
pub(crate) fn keeps_nothing(config: &Config) -> bool {
    config.database_url.as_ref().is_some_and(|url| url.0 == "none")
}

/// The environment. What is not ours need not be readable.
fn variables() -> Result<Vec<(String, String)>, Failure> {
    let mut variables = Vec::new();
    for (name, value) in std::env::vars_os() {
        let Ok(name) = name.into_string() else { continue };
        match value.into_string() {
            Ok(value) => variables.push((name, value)),
            Err(_) if name.starts_with("SIGNET") || name.starts_with("BETTER_AUTH") => {
                return Err(Failure::Configuration(format!("{name}: this is not UTF-8")));
            }
            Err(_) => {}
        }
    }
    Ok(variables)
}
