use std::fmt;

use super::{Secret, SecretError};

/// One of several secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionedSecret {
    /// What encrypted data names its secret by: never give one number to two secrets.
    pub version: u32,
    /// The secret.
    pub value: Secret,
}

/// Why several secrets can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretsError {
    /// An entry is not `version:secret`. Entries are counted from 1.
    Malformed(usize),
    /// A secret protects nothing.
    Secret(u32, SecretError),
    /// Two secrets have the same version.
    Repeated(u32),
}

impl VersionedSecret {
    /// Reads `2:new,1:old`, the form in which variables of the environment hold several secrets.
    ///
    /// # Errors
    /// When an entry is no version with a secret.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, SecretsError> {
        let entries = text.split(',').enumerate().map(|(index, entry)| {
            let (version, value) =
                entry.trim().split_once(':').ok_or(SecretsError::Malformed(index + 1))?;
            let version = version.parse().map_err(|_| SecretsError::Malformed(index + 1))?;
            Self::new(version, value.trim())
        });
        entries.collect()
    }

    /// A secret with its version.
    ///
    /// # Errors
    /// When the text protects nothing.
    pub fn new(version: u32, value: impl Into<String>) -> Result<Self, SecretsError> {
        match Secret::new(value) {
            Ok(value) => Ok(Self { version, value }),
            Err(error) => Err(SecretsError::Secret(version, error)),
        }
    }
}

impl fmt::Display for SecretsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(entry) => write!(f, "entry {entry} is not `version:secret`"),
            Self::Secret(version, error) => write!(f, "version {version}: {error}"),
            Self::Repeated(version) => write!(f, "two secrets have the version {version}"),
        }
    }
}

impl std::error::Error for SecretsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Secret(_, error) => Some(error),
            Self::Malformed(_) | Self::Repeated(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_holds_versions_and_secrets() {
        let list = VersionedSecret::parse_list("2:new-secret, 1:old:secret ").unwrap();
        let list: Vec<_> =
            list.iter().map(|secret| (secret.version, secret.value.expose())).collect();
        assert_eq!(list, [(2, "new-secret"), (1, "old:secret")]);
    }

    #[test]
    fn what_is_no_list_is_refused_without_showing_it() {
        for text in ["", "golden", "x:golden", "-1:golden", "1:", "2:golden,", "1.5:golden"] {
            let error = VersionedSecret::parse_list(text).unwrap_err();
            assert!(!error.to_string().contains("golden"), "{error}");
        }
    }
}
