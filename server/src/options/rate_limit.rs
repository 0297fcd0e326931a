use std::fmt;
use std::sync::Arc;

use axum::http::HeaderMap;
use futures_util::future::BoxFuture;

use super::TableNames;
use crate::hooks::Callback;
use crate::storage::StorageError;

/// How many requests a client may send. A client is an address; each path counts for itself.
#[derive(Debug, Clone)]
pub struct RateLimitOptions {
    /// Default: as `production`.
    pub enabled: Option<bool>,
    /// How long a request counts, in seconds. Default 10.
    pub window: u32,
    /// How many requests a window holds. Default 100. Paths that check passwords have stricter
    /// rules of their own, see [`custom_rules`](Self::custom_rules).
    pub max: u32,
    /// What takes the place of the rules for single paths. The first match counts.
    pub custom_rules: Vec<CustomRule>,
    /// Where requests are counted. Default: in secondary storage where there is one, otherwise in
    /// the memory of each process.
    pub storage: Option<RateLimitStorage>,
    /// What the table is called in the database.
    pub table: TableNames,
}

impl Default for RateLimitOptions {
    fn default() -> Self {
        Self {
            enabled: None,
            window: 10,
            max: 100,
            custom_rules: Vec::new(),
            storage: None,
            table: TableNames::default(),
        }
    }
}

/// Where requests are counted. Where that fails, they are counted in memory for as long.
#[derive(Clone)]
pub enum RateLimitStorage {
    /// In the memory of each process.
    Memory,
    /// In the table `rateLimit`.
    Database,
    /// In secondary storage.
    SecondaryStorage,
    /// Wherever the application does.
    Custom(Arc<dyn RateLimitStore>),
}

/// Counts requests.
///
/// ```
/// use std::collections::HashMap;
/// use std::sync::{Arc, Mutex};
///
/// use signet_auth_server::options::{
///     Counting, RateLimitOptions, RateLimitRule, RateLimitStorage, RateLimitStore, Verdict,
/// };
///
/// /// Counts for as long as the process lives.
/// #[derive(Default)]
/// struct Forever(Mutex<HashMap<String, u32>>);
///
/// impl RateLimitStore for Forever {
///     fn consume<'s>(&'s self, key: &'s str, rule: RateLimitRule) -> Counting<'s> {
///         let mut counts = self.0.lock().unwrap();
///         let count = counts.entry(key.to_owned()).or_default();
///         *count += 1;
///         let verdict = match *count <= rule.max {
///             true => Verdict::Allowed,
///             false => Verdict::Limited { retry_after: rule.window.into() },
///         };
///         Box::pin(async move { Ok(verdict) })
///     }
/// }
///
/// let options = RateLimitOptions {
///     storage: Some(RateLimitStorage::Custom(Arc::new(Forever::default()))),
///     ..RateLimitOptions::default()
/// };
/// ```
pub trait RateLimitStore: Send + Sync {
    /// Counts a request, in one step: of requests at the same time no more than allowed are let
    /// through. The key is `address|path`.
    ///
    /// # Errors
    /// When it can't be counted.
    fn consume<'s>(&'s self, key: &'s str, rule: RateLimitRule) -> Counting<'s>;
}

/// A count on its way.
pub type Counting<'s> = BoxFuture<'s, Result<Verdict, StorageError>>;

/// Whether a request may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It may.
    Allowed,
    /// The client must wait.
    Limited {
        /// For so many seconds.
        retry_after: i64,
    },
}

/// A rule for the paths that match.
#[derive(Debug, Clone)]
pub struct CustomRule {
    /// A path below the mount point. `*` stands for any characters but `/`.
    pub path: String,
    /// The limit.
    pub limit: CustomLimit,
}

/// The limit of some paths.
#[derive(Debug, Clone)]
pub enum CustomLimit {
    /// This one.
    Rule(RateLimitRule),
    /// None.
    Unlimited,
    /// What a function says for each request; `None` means no limit.
    Ask(Callback<LimitedRequest, Option<RateLimitRule>>),
}

/// A request that is to be counted.
#[derive(Clone)]
#[non_exhaustive]
pub struct LimitedRequest {
    /// The path below the mount point.
    pub path: String,
    /// The headers, cookies included.
    pub headers: HeaderMap,
    /// The rule that would hold without the function.
    pub rule: RateLimitRule,
}

/// A limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimitRule {
    /// How long a request counts, in seconds.
    pub window: u32,
    /// How many requests a window holds.
    pub max: u32,
}

impl fmt::Debug for RateLimitStorage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Memory => "Memory",
            Self::Database => "Database",
            Self::SecondaryStorage => "SecondaryStorage",
            Self::Custom(_) => "Custom(…)",
        })
    }
}

/// Headers hold cookies.
impl fmt::Debug for LimitedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LimitedRequest").field("rule", &self.rule).finish_non_exhaustive()
    }
}
