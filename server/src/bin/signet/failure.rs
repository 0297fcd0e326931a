use std::fmt;
use std::net::SocketAddr;
use std::process::ExitCode;

use signet_auth_server::config::ConfigError;
use signet_auth_server::db::{DatabaseError, ErrorKind, SchemaError};

/// Why the program ends. Each kind has an exit code that scripts can rely on.
#[derive(Debug)]
#[non_exhaustive]
pub(crate) enum Failure {
    /// The configuration is wrong, or does not go with what was asked for.
    Configuration(String),
    /// The database can't be used, or lacks what the schema needs.
    Database(String),
    /// Another program listens at the address.
    AddressInUse(SocketAddr),
    /// The operating system refused something.
    System(String),
}

impl Failure {
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::System(_) => 1,
            Self::Configuration(_) => 2,
            Self::Database(_) => 3,
            Self::AddressInUse(_) => 4,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Configuration(message) | Self::Database(message) | Self::System(message) => {
                f.write_str(message)
            }
            Self::AddressInUse(address) => write!(
                f,
                "{address} is in use by another program; choose another address with --listen"
            ),
        }
    }
}

impl std::error::Error for Failure {}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::Configuration(error.to_string())
    }
}

impl From<SchemaError> for Failure {
    fn from(error: SchemaError) -> Self {
        Self::Configuration(error.to_string())
    }
}

impl From<DatabaseError> for Failure {
    fn from(error: DatabaseError) -> Self {
        match error.kind() {
            ErrorKind::UnsupportedUrl => Self::Configuration(error.to_string()),
            _ => Self::Database(error.to_string()),
        }
    }
}
