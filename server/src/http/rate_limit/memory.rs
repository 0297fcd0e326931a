use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

use signet_auth_protocol::Timestamp;

use crate::client_ip::ClientIp;
use crate::options::{RateLimitRule, Verdict};

/// As many as Better Auth keeps.
const MAX_ENTRIES: usize = 100_000;
/// Requests of different clients seldom wait for each other.
const SHARDS: usize = 16;

/// Counts requests in memory, per process.
pub(super) struct Memory {
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

impl Memory {
    pub(super) fn new() -> Self {
        Self {
            hasher: RandomState::new(),
            shards: Default::default(),
            max_entries_per_shard: MAX_ENTRIES / SHARDS,
        }
    }

    /// Counts a request.
    pub(super) fn count(
        &self,
        client: Option<ClientIp>,
        path: &str,
        rule: RateLimitRule,
        now: Timestamp,
    ) -> Verdict {
        let key = Key { client, path: self.hasher.hash_one(path) };
        let shard = usize::try_from(self.hasher.hash_one(key) % SHARDS as u64).unwrap_or_default();
        let Some(shard) = self.shards.get(shard) else { return Verdict::Allowed };
        let mut entries = shard.lock().unwrap_or_else(PoisonError::into_inner);
        let window = i64::from(rule.window) * 1000;
        if let Some(entry) = entries.get_mut(&key) {
            return entry.count(rule, now);
        }
        if entries.len() >= self.max_entries_per_shard {
            make_room(&mut entries, now);
        }
        entries.insert(key, Entry { count: 1, last_request: now, window });
        Verdict::Allowed
    }
}

impl Entry {
    fn count(&mut self, rule: RateLimitRule, now: Timestamp) -> Verdict {
        let window = i64::from(rule.window) * 1000;
        let elapsed = now.0 - self.last_request.0;
        if elapsed >= window {
            *self = Self { count: 1, last_request: now, window };
            Verdict::Allowed
        } else if self.count >= rule.max {
            Verdict::Limited { retry_after: (window - elapsed + 999).div_euclid(1000) }
        } else {
            *self = Self { count: self.count + 1, last_request: now, window };
            Verdict::Allowed
        }
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

    #[test]
    fn every_allowed_request_moves_the_window_and_refused_ones_do_not() {
        let memory = Memory::new();
        let rule = RateLimitRule { window: 10, max: 2 };
        let at = |ms| memory.count(None, "/x", rule, Timestamp(ms));
        assert_eq!(at(0), Verdict::Allowed);
        assert_eq!(at(9_000), Verdict::Allowed);
        assert_eq!(at(9_001), Verdict::Limited { retry_after: 10 });
        assert_eq!(at(18_999), Verdict::Limited { retry_after: 1 });
        assert_eq!(at(19_000), Verdict::Allowed);
    }

    #[test]
    fn memory_is_bounded_however_many_paths_are_asked_for() {
        let mut memory = Memory::new();
        memory.max_entries_per_shard = 10;
        let rule = RateLimitRule { window: 10, max: 2 };
        for index in 0..1000 {
            memory.count(None, &format!("/{index}"), rule, Timestamp(index));
        }
        let entries: usize = memory.shards.iter().map(|shard| shard.lock().unwrap().len()).sum();
        assert!(entries <= 10 * SHARDS, "{entries}");
    }
}
