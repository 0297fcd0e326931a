use std::fmt;

use crate::oauth::ProviderError;

/// A configuration can't be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file can't be read.
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// Something in the file is wrong.
    Invalid {
        /// The file.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// A provider lacks a setting that it needs.
    Provider(ProviderError),
    /// A variable of the environment is wrong.
    Variable {
        /// Its name.
        name: String,
        /// What is wrong.
        message: String,
    },
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { file, source } => write!(f, "{file} can't be read: {source}"),
            Self::Invalid { file, line, message } => write!(f, "{file}:{line}: {message}"),
            Self::Provider(error) => write!(f, "social_providers: {error}"),
            Self::Variable { name, message } => write!(f, "{name}: {message}"),
        }
    }
}

impl std::error::Error for ConfigError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { source, .. } => Some(source),
            Self::Provider(error) => Some(error),
            _ => None,
        }
    }
}
