//! Passwords of users: hashing and checking, off the async threads.

use std::sync::Arc;

use super::Scrypt;
use super::queue::Overloaded;
use super::queue::{Queue, QueueError};
use crate::db::PasswordHash;
use crate::options::{PasswordHashError, PasswordHasher};

/// Hashes and checks passwords.
pub(crate) struct Passwords {
    hasher: Arc<dyn PasswordHasher>,
    queue: Queue,
}

/// Why a password was neither hashed nor checked.
#[derive(Debug)]
pub(crate) enum PasswordError {
    /// Too many others are waiting.
    Overloaded(Overloaded),
    /// The hash function failed.
    Hash(PasswordHashError),
}

impl Passwords {
    pub(crate) fn new(hasher: Option<Arc<dyn PasswordHasher>>) -> Self {
        Self { hasher: hasher.unwrap_or_else(|| Arc::new(Scrypt)), queue: Queue::new() }
    }

    /// How many passwords wait for a processor.
    pub(crate) fn waiting(&self) -> usize {
        self.queue.waiting()
    }

    pub(crate) async fn hash(&self, password: &str) -> Result<PasswordHash, PasswordError> {
        let (hasher, password) = (Arc::clone(&self.hasher), password.to_owned());
        self.run(move || hasher.hash(&password)).await.map(PasswordHash)
    }

    pub(crate) async fn verify(
        &self,
        hash: PasswordHash,
        password: &str,
    ) -> Result<bool, PasswordError> {
        let (hasher, password) = (Arc::clone(&self.hasher), password.to_owned());
        self.run(move || hasher.verify(&hash.0, &password)).await
    }

    async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> Result<T, PasswordHashError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        match self.queue.run(job).await {
            Ok(result) => result.map_err(PasswordError::Hash),
            Err(QueueError::Overloaded(overloaded)) => Err(PasswordError::Overloaded(overloaded)),
            Err(QueueError::Died) => {
                Err(PasswordError::Hash(PasswordHashError::new("the hash function panicked")))
            }
        }
    }
}
