//! How many requests a client may send: counted in memory, per process.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

use signet_auth_protocol::Timestamp;

use crate::client_ip::ClientIp;
use crate::options::{Options, RateLimitRule};
use crate::origin::Wildcard;

/// As many as Better Auth keeps.
const MAX_ENTRIES: usize = 100_000;
/// Requests of different clients seldom wait for each other.
const SHARDS: usize = 16;

/// Counts requests per client and path.
pub(crate) struct RateLimiter {
    default: RateLimitRule,
    custom: Vec<(Wildcard, Option<RateLimitRule>)>,
    hasher: RandomState,
    shards: [Mutex<HashMap<Key, Entry>>; SHARDS],
    max_entries_per_shard: usize,
}

/// A client and a path. The path is hashed, with a key that nobody knows: paths are chosen by
/// clients and may be long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    client: Option<ClientIp>,
    path: u64,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    count: u32,
    /// The last request that was allowed.
    last_request: Timestamp,
    /// In milliseconds.
    window: i64,
}

/// The client must wait for so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limited {
    pub(crate) retry_after: i64,
}

impl RateLimiter {
    /// `None` when requests are not limited.
    pub(crate) fn new(options: &Options) -> Option<Self> {
        let limits = &options.rate_limit;
        limits.enabled.unwrap_or(options.production).then(|| Self {
            default: RateLimitRule { window: limits.window, max: limits.max },
            custom: limits
                .custom_rules
                .iter()
                .map(|custom| (Wildcard::new(&custom.path), custom.rule))
                .collect(),
            hasher: RandomState::new(),
            shards: Default::default(),
            max_entries_per_shard: MAX_ENTRIES / SHARDS,
        })
    }

    /// Counts a request. All clients without an address share their counts.
    pub(crate) fn count(
        &self,
        client: Option<ClientIp>,
        path: &str,
        now: Timestamp,
    ) -> Result<(), Limited> {
        let Some(rule) = self.rule(path) else { return Ok(()) };
        let key = Key { client, path: self.hasher.hash_one(path) };
        let shard = usize::try_from(self.hasher.hash_one(key) % SHARDS as u64).unwrap_or_default();
        let Some(shard) = self.shards.get(shard) else { return Ok(()) };
        let mut entries = shard.lock().unwrap_or_else(PoisonError::into_inner);
        let window = i64::from(rule.window) * 1000;
        if let Some(entry) = entries.get_mut(&key) {
            return entry.count(rule, now);
        }
        if entries.len() >= self.max_entries_per_shard {
            make_room(&mut entries, now);
        }
        entries.insert(key, Entry { count: 1, last_request: now, window });
        Ok(())
    }

    fn rule(&self, path: &str) -> Option<RateLimitRule> {
        match self.custom.iter().find(|(pattern, _)| pattern.matches(path)) {
            Some((_, rule)) => *rule,
            None => Some(built_in(path).unwrap_or(self.default)),
        }
    }
}

impl Entry {
    fn count(&mut self, rule: RateLimitRule, now: Timestamp) -> Result<(), Limited> {
        let window = i64::from(rule.window) * 1000;
        let elapsed = now.0 - self.last_request.0;
        if elapsed >= window {
            *self = Self { count: 1, last_request: now, window };
            Ok(())
        } else if self.count >= rule.max {
            Err(Limited { retry_after: (window - elapsed + 999).div_euclid(1000) })
        } else {
            *self = Self { count: self.count + 1, last_request: now, window };
            Ok(())
        }
    }
}

/// What Better Auth guards most: paths that check or set passwords, and paths that send mail.
fn built_in(path: &str) -> Option<RateLimitRule> {
    const PASSWORDS: [&str; 4] = ["/sign-in", "/sign-up", "/change-password", "/change-email"];
    const MAILS: [&str; 4] = [
        "/request-password-reset",
        "/send-verification-email",
        "/email-otp/send-verification-otp",
        "/email-otp/request-password-reset",
    ];
    if PASSWORDS.iter().any(|prefix| path.starts_with(prefix)) {
        Some(RateLimitRule { window: 10, max: 3 })
    } else if MAILS.contains(&path) || path.starts_with("/forget-password") {
        Some(RateLimitRule { window: 60, max: 3 })
    } else {
        None
    }
}

/// Drops what no longer counts; when everything does, the entry that has not been used for longest.
fn make_room(entries: &mut HashMap<Key, Entry>, now: Timestamp) {
    let before = entries.len();
    entries.retain(|_, entry| now.0 - entry.last_request.0 < entry.window);
    if entries.len() == before {
        let oldest =
            entries.iter().min_by_key(|(_, entry)| entry.last_request).map(|(key, _)| *key);
        if let Some(oldest) = oldest {
            entries.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::CustomRule;

    fn limiter(custom_rules: Vec<CustomRule>) -> RateLimiter {
        let mut options = Options::default();
        options.rate_limit.custom_rules = custom_rules;
        RateLimiter::new(&options).unwrap()
    }

    fn rule(path: &str, rule: Option<(u32, u32)>) -> CustomRule {
        let rule = rule.map(|(window, max)| RateLimitRule { window, max });
        CustomRule { path: path.to_owned(), rule }
    }

    #[test]
    fn every_allowed_request_moves_the_window_and_refused_ones_do_not() {
        let limiter = limiter(vec![rule("/x", Some((10, 2)))]);
        let at = |ms| limiter.count(None, "/x", Timestamp(ms));
        assert_eq!(at(0), Ok(()));
        assert_eq!(at(9_000), Ok(()));
        assert_eq!(at(9_001), Err(Limited { retry_after: 10 }));
        assert_eq!(at(18_999), Err(Limited { retry_after: 1 }));
        assert_eq!(at(19_000), Ok(()));
    }

    #[test]
    fn custom_rules_come_before_the_built_in_ones_and_the_first_match_counts() {
        let limiter = limiter(vec![
            rule("/sign-in/email", None),
            rule("/sign-in/*", Some((60, 1))),
            rule("/get-*", Some((5, 7))),
        ]);
        let rule = |path| limiter.rule(path).map(|rule| (rule.window, rule.max));
        assert_eq!(rule("/sign-in/email"), None);
        assert_eq!(rule("/sign-in/social"), Some((60, 1)));
        assert_eq!(rule("/get-session"), Some((5, 7)));
        assert_eq!(rule("/sign-up/email"), Some((10, 3)));
        assert_eq!(rule("/forget-password/x"), Some((60, 3)));
        assert_eq!(rule("/request-password-reset"), Some((60, 3)));
        assert_eq!(rule("/request-password-reset/x"), Some((10, 100)));
        assert_eq!(rule("/ok"), Some((10, 100)));
    }

    #[test]
    fn memory_is_bounded_however_many_paths_are_asked_for() {
        let mut limiter = limiter(vec![]);
        limiter.max_entries_per_shard = 10;
        for index in 0..1000 {
            limiter.count(None, &format!("/{index}"), Timestamp(index)).unwrap();
        }
        let entries: usize = limiter.shards.iter().map(|shard| shard.lock().unwrap().len()).sum();
        assert!(entries <= 10 * SHARDS, "{entries}");
    }
}
