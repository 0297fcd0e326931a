//! What somebody else does between two writes.

use std::sync::{Arc, Mutex};

use signet_auth_server::storage::{Answer, Fresh, MemoryStorage, SecondaryStorage};
use signet_auth_server::testing::{FakeClock, TestApp};

use super::EMAIL;
use crate::sign_in_body;

/// A store where somebody ends all sessions that a user's list names just before another is written.
struct Interrupted {
    inner: MemoryStorage,
    list: Mutex<Option<String>>,
}

impl SecondaryStorage for Interrupted {
    fn get<'s>(&'s self, key: &'s str) -> Answer<'s, Option<String>> {
        self.inner.get(key)
    }

    fn get_and_delete<'s>(&'s self, key: &'s str) -> Answer<'s, Option<String>> {
        self.inner.get_and_delete(key)
    }

    fn increment<'s>(&'s self, key: &'s str, ttl: u64) -> Answer<'s, i64> {
        self.inner.increment(key, ttl)
    }

    fn set<'s>(&'s self, key: &'s str, value: &'s str, ttl: Option<u64>) -> Answer<'s, ()> {
        Box::pin(async move {
            let list = self.list.lock().unwrap().take();
            if let Some(list) = list {
                self.inner.delete(&list).await?;
            }
            self.inner.set(key, value, ttl).await
        })
    }

    fn replace<'s>(
        &'s self,
        key: &'s str,
        expected: Option<&'s str>,
        new: Option<Fresh<'s>>,
    ) -> Answer<'s, bool> {
        self.inner.replace(key, expected, new)
    }

    fn delete<'s>(&'s self, key: &'s str) -> Answer<'s, ()> {
        self.inner.delete(key)
    }
}

#[tokio::test]
async fn a_session_that_begins_while_others_are_ended_is_listed() {
    let inner = MemoryStorage::with_clock(FakeClock::default());
    let storage = Arc::new(Interrupted { inner, list: Mutex::default() });
    let shared = Arc::clone(&storage);
    let app = TestApp::with(|options| options.secondary_storage = Some(shared)).await;
    let user = app.signed_in(EMAIL).await.get("/get-session").await.json()["user"]["id"].clone();
    *storage.list.lock().unwrap() = Some(format!("active-sessions-{}", user.as_str().unwrap()));

    let client = app.anonymous();
    assert_eq!(client.post("/sign-in/email", sign_in_body(EMAIL)).await.status, 200);
    assert_eq!(client.get("/list-sessions").await.json().as_array().unwrap().len(), 1);
}
