//! Secondary storage: a store of short-lived values beside the database, which several processes
//! share. Sessions, tokens that are redeemed once, and counts of requests may live there, under
//! Better Auth's keys.

mod memory;
#[cfg(feature = "redis")]
mod redis;

use std::fmt;
use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::db::{DatabaseError, ErrorKind};

pub use memory::MemoryStorage;
#[cfg(feature = "redis")]
pub use redis::RedisStorage;

/// A store of texts under keys. Everything that several processes do at once must come out as if
/// one had done it after the other.
pub trait SecondaryStorage: Send + Sync {
    /// The value of a key.
    fn get<'s>(&'s self, key: &'s str) -> Answer<'s, Option<String>>;

    /// The value of a key, which has none afterwards: of any number of callers one gets it.
    fn get_and_delete<'s>(&'s self, key: &'s str) -> Answer<'s, Option<String>>;

    /// Counts a key up and gives the count. The first count of a key ends after `ttl` seconds, which
    /// later counts do not put off.
    fn increment<'s>(&'s self, key: &'s str, ttl: u64) -> Answer<'s, i64>;

    /// Gives a key a value that ends after `ttl` seconds, or never.
    fn set<'s>(&'s self, key: &'s str, value: &'s str, ttl: Option<u64>) -> Answer<'s, ()>;

    /// Gives a key another value, or none, if it still has the one that is expected, and says whether
    /// it had.
    fn replace<'s>(
        &'s self,
        key: &'s str,
        expected: Option<&'s str>,
        new: Option<Fresh<'s>>,
    ) -> Answer<'s, bool>;

    /// Takes the value of a key away.
    fn delete<'s>(&'s self, key: &'s str) -> Answer<'s, ()>;
}

/// An answer of a store on its way.
pub type Answer<'s, T> = BoxFuture<'s, Result<T, StorageError>>;

/// A value that a key is to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fresh<'v> {
    /// The value.
    pub value: &'v str,
    /// When it ends, in seconds; more than 0.
    pub ttl: u64,
}

/// A store did not answer. The message must hold neither keys nor values: it is logged.
#[derive(Debug, Clone)]
pub struct StorageError {
    message: String,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl StorageError {
    /// An error with this message.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    /// The same error with what caused it.
    #[must_use]
    pub fn caused_by(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for StorageError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// To whoever asks for a session it is all the same what failed.
impl From<StorageError> for DatabaseError {
    fn from(error: StorageError) -> Self {
        Self::new(ErrorKind::Unavailable, "the secondary storage failed").caused_by(error)
    }
}
