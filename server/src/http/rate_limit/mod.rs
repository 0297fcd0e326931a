//! How many requests a client may send.

mod memory;
mod rules;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::HeaderMap;
use signet_auth_protocol::Timestamp;

use self::memory::Memory;
use self::rules::Rules;
use crate::client_ip::ClientIp;
use crate::context::Context;
use crate::crypto::random_id;
use crate::db::Window;
use crate::db::schema::Model;
use crate::options::{Options, RateLimitRule, RateLimitStorage, RateLimitStore, Verdict};
use crate::plugin::PathMatcher;
use crate::storage::{SecondaryStorage, StorageError};

/// What clients are called whose address nobody knows.
const NO_ADDRESS: &str = "no-trusted-ip";
/// MySQL takes no longer key than 255 characters; so long is no path of ours.
const MAX_PATH: usize = 128;

/// Counts requests per client and path.
pub(crate) struct RateLimiter {
    rules: Rules,
    shared: Option<Shared>,
    memory: Memory,
    /// Whether the shared counts can't be reached, and those in memory hold.
    is_degraded: AtomicBool,
}

/// Where several processes count together.
enum Shared {
    Database,
    SecondaryStorage(Arc<dyn SecondaryStorage>),
    Custom(Arc<dyn RateLimitStore>),
}

impl RateLimiter {
    /// `None` when requests are not limited.
    pub(crate) fn new(
        options: &Options,
        of_plugins: &[(PathMatcher, RateLimitRule)],
    ) -> Option<Self> {
        let limits = &options.rate_limit;
        if !limits.enabled.unwrap_or(options.production) {
            return None;
        }
        let secondary = || options.secondary_storage.clone().map(Shared::SecondaryStorage);
        let shared = match &limits.storage {
            Some(RateLimitStorage::Memory) => None,
            Some(RateLimitStorage::Database) => Some(Shared::Database),
            Some(RateLimitStorage::Custom(store)) => Some(Shared::Custom(Arc::clone(store))),
            Some(RateLimitStorage::SecondaryStorage) | None => secondary(),
        };
        Some(Self {
            rules: Rules::new(limits, of_plugins),
            shared,
            memory: Memory::new(),
            is_degraded: AtomicBool::new(false),
        })
    }

    /// Counts a request. All clients without an address share their counts.
    pub(crate) async fn count(
        &self,
        context: &Context,
        client: Option<ClientIp>,
        path: &str,
        headers: &HeaderMap,
    ) -> Verdict {
        let Some(rule) = self.rules.rule(path, headers).await else { return Verdict::Allowed };
        let now = context.now();
        let Some(shared) = &self.shared else {
            return self.memory.count(client, path, rule, now);
        };
        match self.count_in(shared, context, &key(client, path), rule, now).await {
            Ok(verdict) => {
                if self.is_degraded.swap(false, Ordering::Relaxed) {
                    tracing::info!("requests are counted together again");
                }
                verdict
            }
            Err(error) => {
                if !self.is_degraded.swap(true, Ordering::Relaxed) {
                    let error = &error as &dyn std::error::Error;
                    tracing::error!(error, "requests are counted in this process alone");
                }
                self.memory.count(client, path, rule, now)
            }
        }
    }

    async fn count_in(
        &self,
        shared: &Shared,
        context: &Context,
        key: &str,
        rule: RateLimitRule,
        now: Timestamp,
    ) -> Result<Verdict, StorageError> {
        match shared {
            Shared::Custom(store) => store.consume(key, rule).await,
            Shared::SecondaryStorage(storage) => {
                let count = storage.increment(key, rule.window.max(1).into()).await?;
                Ok(match count <= rule.max.into() {
                    true => Verdict::Allowed,
                    false => Verdict::Limited { retry_after: rule.window.into() },
                })
            }
            Shared::Database => {
                let length = i64::from(rule.window) * 1000;
                let longest = (i64::from(self.rules.longest_window()) * 1000).max(length);
                let window = Window { length, max: rule.max.into(), longest };
                let id = context.row_id(Model::RateLimit);
                let id = id.or_else(|_| random_id(&*context.random)).unwrap_or_default();
                let counted = context.store.count_request(&id, key, window, now).await;
                let waits_since = counted.map_err(|error| {
                    StorageError::new("the database does not count requests").caused_by(error)
                })?;
                Ok(match waits_since {
                    None => Verdict::Allowed,
                    Some(Timestamp(since)) => {
                        let rest = (since + length - now.0 + 999).div_euclid(1000);
                        Verdict::Limited { retry_after: rest }
                    }
                })
            }
        }
    }
}

/// Better Auth's key of a client and a path; of a path that is longer than any of ours, a part.
fn key(client: Option<ClientIp>, path: &str) -> String {
    let path = path.get(..path.floor_char_boundary(MAX_PATH)).unwrap_or_default();
    match client {
        Some(client) => format!("{client}|{path}"),
        None => format!("{NO_ADDRESS}|{path}"),
    }
}
