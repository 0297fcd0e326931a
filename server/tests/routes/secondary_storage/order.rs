//! What somebody else does between two steps.

use std::sync::{Arc, Mutex};

use signet_auth_server::storage::{Answer, Fresh, MemoryStorage, SecondaryStorage};
use signet_auth_server::testing::{FakeClock, TestApp};

use super::{COOKIE, EMAIL};
use crate::sign_in_body;

/// A store where somebody else deletes a key once, at a moment of the test's choice.
struct Interrupted {
    inner: MemoryStorage,
    deletion: Mutex<Option<Deletion>>,
}

enum Deletion {
    /// Of this key, right after it was read so many times.
    AfterReads(String, usize),
    /// Of this key, just before another one is written.
    BeforeWrite(String),
}

impl Interrupted {
    fn new() -> Arc<Self> {
        let inner = MemoryStorage::with_clock(FakeClock::default());
        Arc::new(Self { inner, deletion: Mutex::default() })
    }

    fn plan(&self, deletion: Deletion) {
        *self.deletion.lock().unwrap() = Some(deletion);
    }

    /// Whether this reading is the one.
    fn is_last_read(&self, key: &str) -> bool {
        let mut planned = self.deletion.lock().unwrap();
        match &mut *planned {
            Some(Deletion::AfterReads(planned, left)) if planned == key => {
                *left -= 1;
                *left == 0
            }
            _ => false,
        }
    }
}

impl SecondaryStorage for Interrupted {
    fn get<'s>(&'s self, key: &'s str) -> Answer<'s, Option<String>> {
        Box::pin(async move {
            let value = self.inner.get(key).await;
            if self.is_last_read(key) {
                self.deletion.lock().unwrap().take();
                self.inner.delete(key).await?;
            }
            value
        })
    }

    fn get_and_delete<'s>(&'s self, key: &'s str) -> Answer<'s, Option<String>> {
        self.inner.get_and_delete(key)
    }

    fn increment<'s>(&'s self, key: &'s str, ttl: u64) -> Answer<'s, i64> {
        self.inner.increment(key, ttl)
    }

    fn set<'s>(&'s self, key: &'s str, value: &'s str, ttl: Option<u64>) -> Answer<'s, ()> {
        Box::pin(async move {
            let planned = self.deletion.lock().unwrap().take();
            if let Some(Deletion::BeforeWrite(other)) = planned {
                self.inner.delete(&other).await?;
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
    let storage = Interrupted::new();
    let shared = Arc::clone(&storage);
    let app = TestApp::with(|options| options.secondary_storage = Some(shared)).await;
    let user = app.signed_in(EMAIL).await.get("/get-session").await.json()["user"]["id"].clone();
    let list = format!("active-sessions-{}", user.as_str().unwrap());
    storage.plan(Deletion::BeforeWrite(list));

    let client = app.anonymous();
    assert_eq!(client.post("/sign-in/email", sign_in_body(EMAIL)).await.status, 200);
    assert_eq!(client.get("/list-sessions").await.json().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_session_that_is_revoked_between_its_being_read_and_extended_is_not_brought_back() {
    let storage = Interrupted::new();
    let shared = Arc::clone(&storage);
    let app = TestApp::with(|options| {
        options.secondary_storage = Some(shared);
        options.session.update_age = 0;
    })
    .await;
    let client = app.signed_in(EMAIL).await;
    let cookie = client.cookie(COOKIE).unwrap();
    // It is read to be found, then to be extended.
    let token = cookie.split('.').next().unwrap().to_owned();
    storage.plan(Deletion::AfterReads(token, 2));
    assert_eq!(client.get("/get-session").await.status, 401);
    client.set_cookie(COOKIE, &cookie);
    assert_eq!(client.get("/get-session").await.text(), "null");
}
