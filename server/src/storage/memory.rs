use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use signet_auth_protocol::Timestamp;

use super::{Answer, Fresh, SecondaryStorage};
use crate::clock::{Clock, SystemClock};

/// What ended is thrown away when the store has grown by so many values.
const SWEEP_EVERY: usize = 1024;

/// A store in the memory of one process, for tests and for servers that never grow to two.
#[derive(Clone)]
pub struct MemoryStorage {
    clock: Arc<dyn Clock>,
    values: Arc<Mutex<Values>>,
}

#[derive(Default)]
struct Values {
    by_key: HashMap<String, Entry>,
    written: usize,
}

struct Entry {
    value: String,
    ends_at: Option<Timestamp>,
}

impl MemoryStorage {
    /// An empty store.
    pub fn new() -> Self {
        Self::with_clock(SystemClock)
    }

    /// An empty store whose values end by another clock.
    pub fn with_clock(clock: impl Clock + 'static) -> Self {
        Self { clock: Arc::new(clock), values: Arc::default() }
    }

    fn values(&self) -> MutexGuard<'_, Values> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self, ttl: Option<u64>) -> Option<Timestamp> {
        let seconds = i64::try_from(ttl?).unwrap_or(i64::MAX / 1000);
        Some(self.clock.now().plus_seconds(seconds))
    }
}

impl Values {
    fn get(&mut self, key: &str, now: Timestamp) -> Option<&mut Entry> {
        if self.by_key.get(key).is_some_and(|entry| entry.is_over(now)) {
            self.by_key.remove(key);
        }
        self.by_key.get_mut(key)
    }

    fn insert(&mut self, key: &str, entry: Entry, now: Timestamp) {
        self.written += 1;
        if self.written >= SWEEP_EVERY {
            self.written = 0;
            self.by_key.retain(|_, entry| !entry.is_over(now));
        }
        self.by_key.insert(key.to_owned(), entry);
    }
}

impl Entry {
    fn is_over(&self, now: Timestamp) -> bool {
        self.ends_at.is_some_and(|end| end <= now)
    }
}

impl Default for MemoryStorage {
    fn default() -> Self {
        Self::new()
    }
}

impl SecondaryStorage for MemoryStorage {
    fn get<'s>(&'s self, key: &'s str) -> Answer<'s, Option<String>> {
        let now = self.clock.now();
        let value = self.values().get(key, now).map(|entry| entry.value.clone());
        Box::pin(async { Ok(value) })
    }

    fn get_and_delete<'s>(&'s self, key: &'s str) -> Answer<'s, Option<String>> {
        let now = self.clock.now();
        let entry = self.values().by_key.remove(key).filter(|entry| !entry.is_over(now));
        Box::pin(async { Ok(entry.map(|entry| entry.value)) })
    }

    fn increment<'s>(&'s self, key: &'s str, ttl: u64) -> Answer<'s, i64> {
        let now = self.clock.now();
        let mut values = self.values();
        let count = match values.get(key, now) {
            Some(entry) => {
                let count = entry.value.parse::<i64>().unwrap_or_default() + 1;
                entry.value = count.to_string();
                count
            }
            None => {
                let entry = Entry { value: "1".to_owned(), ends_at: self.end(Some(ttl)) };
                values.insert(key, entry, now);
                1
            }
        };
        drop(values);
        Box::pin(async move { Ok(count) })
    }

    fn set<'s>(&'s self, key: &'s str, value: &'s str, ttl: Option<u64>) -> Answer<'s, ()> {
        let entry = Entry { value: value.to_owned(), ends_at: self.end(ttl) };
        self.values().insert(key, entry, self.clock.now());
        Box::pin(async { Ok(()) })
    }

    fn replace<'s>(
        &'s self,
        key: &'s str,
        expected: Option<&'s str>,
        new: Option<Fresh<'s>>,
    ) -> Answer<'s, bool> {
        let now = self.clock.now();
        let mut values = self.values();
        let fits = values.get(key, now).map(|entry| entry.value.as_str()) == expected;
        if fits {
            match new {
                Some(Fresh { value, ttl }) => {
                    let entry = Entry { value: value.to_owned(), ends_at: self.end(Some(ttl)) };
                    values.insert(key, entry, now);
                }
                None => drop(values.by_key.remove(key)),
            }
        }
        drop(values);
        Box::pin(async move { Ok(fits) })
    }

    fn delete<'s>(&'s self, key: &'s str) -> Answer<'s, ()> {
        self.values().by_key.remove(key);
        Box::pin(async { Ok(()) })
    }
}
