use std::fmt;
use std::sync::Arc;

use super::ConfigError;
use super::section::Section;
use crate::options::Options;
use crate::storage::RedisStorage;

/// Redis as secondary storage.
#[derive(Clone, Default)]
pub(super) struct RedisConfig {
    pub(super) storage: Option<RedisStorage>,
    /// How its keys begin, unless as Better Auth's.
    key_prefix: Option<String>,
}

impl RedisConfig {
    pub(super) fn read(&mut self, section: &mut Section<'_>) -> Result<(), ConfigError> {
        self.storage = section.get_with("url", |url: String| RedisStorage::new(&url))?;
        self.key_prefix = section.get("key_prefix")?;
        Ok(())
    }

    /// Makes it the secondary storage, if it is wanted. Nothing is connected yet.
    pub(super) fn install(&self, options: &mut Options) {
        let Some(storage) = self.storage.clone() else { return };
        options.secondary_storage = Some(match &self.key_prefix {
            Some(prefix) => Arc::new(storage.with_prefix(prefix)),
            None => Arc::new(storage),
        });
    }
}

impl fmt::Debug for RedisConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisConfig").field("key_prefix", &self.key_prefix).finish_non_exhaustive()
    }
}
