//! The secrets of a deployment: one, or several of which one is current.

use crate::options::{Secret, SecretsError, VersionedSecret};

/// All secrets, the current one first.
#[derive(Debug, Clone)]
pub(crate) struct Secrets {
    current: Secret,
    versioned: Vec<VersionedSecret>,
    /// From before there were versions; the current one when there are none.
    unversioned: Option<Secret>,
}

impl Secrets {
    /// `None` when there is no secret at all.
    pub(crate) fn new(
        unversioned: Option<Secret>,
        versioned: Vec<VersionedSecret>,
    ) -> Result<Option<Self>, SecretsError> {
        for (index, secret) in versioned.iter().enumerate() {
            if versioned.iter().take(index).any(|earlier| earlier.version == secret.version) {
                return Err(SecretsError::Repeated(secret.version));
            }
        }
        let first = versioned.first().map(|first| first.value.clone());
        let current = first.or_else(|| unversioned.clone());
        Ok(current.map(|current| Self { current, versioned, unversioned }))
    }

    /// What signs and encrypts.
    pub(crate) fn current(&self) -> &Secret {
        &self.current
    }

    /// What still verifies and decrypts.
    pub(crate) fn older(&self) -> impl Iterator<Item = &Secret> {
        let versioned = self.versioned.iter().map(|secret| &secret.value);
        versioned.chain(&self.unversioned).filter(|secret| **secret != self.current)
    }

    /// The current one, then the older ones.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Secret> {
        std::iter::once(&self.current).chain(self.older())
    }

    /// The current one's version, unless there is one secret only.
    pub(crate) fn current_version(&self) -> Option<u32> {
        self.versioned.first().map(|secret| secret.version)
    }

    /// The secret of this version; without a version, the one from before there were any.
    pub(crate) fn find(&self, version: Option<u32>) -> Option<&Secret> {
        match version {
            None => self.unversioned.as_ref(),
            Some(version) => self
                .versioned
                .iter()
                .find(|secret| secret.version == version)
                .map(|secret| &secret.value),
        }
    }
}
