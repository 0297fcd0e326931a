use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::options::{PasswordHashError, PasswordHasher};

/// A hash that costs nothing and protects nothing, and counts how often it was used.
#[derive(Debug, Clone, Default)]
pub struct CheapHasher {
    uses: Arc<AtomicUsize>,
}

impl CheapHasher {
    /// How many passwords were hashed or checked.
    pub fn uses(&self) -> usize {
        self.uses.load(Ordering::Relaxed)
    }
}

impl PasswordHasher for CheapHasher {
    fn hash(&self, password: &str) -> Result<String, PasswordHashError> {
        self.uses.fetch_add(1, Ordering::Relaxed);
        Ok(format!("cheap:{password}"))
    }

    fn verify(&self, hash: &str, password: &str) -> Result<bool, PasswordHashError> {
        self.uses.fetch_add(1, Ordering::Relaxed);
        match hash.strip_prefix("cheap:") {
            Some(stored) => Ok(stored == password),
            None => Err(PasswordHashError::new("not a cheap hash")),
        }
    }
}
