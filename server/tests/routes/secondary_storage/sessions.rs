use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use futures_util::future::join_all;
use serde_json::json;
use signet_auth_server::storage::{Answer, Fresh, MemoryStorage, SecondaryStorage};
use signet_auth_server::testing::{FakeClock, TestApp, TestClient};

use super::{COOKIE, EMAIL, with_memory, with_redis};
use crate::sign_in_body;

async fn count(client: &TestClient) -> usize {
    client.get("/list-sessions").await.json().as_array().unwrap().len()
}

/// Another browser of the same user.
async fn signed_in_again(app: &TestApp) -> TestClient {
    let client = app.anonymous();
    assert_eq!(client.post("/sign-in/email", sign_in_body(EMAIL)).await.status, 200);
    client
}

#[tokio::test]
async fn fifty_sign_ins_at_once_are_all_listed_and_all_ended() {
    let app = with_redis(|_| ()).await;
    let client = app.signed_in(EMAIL).await;
    let others = join_all((0..50).map(|_| signed_in_again(&app))).await;
    assert_eq!(count(&client).await, 51);
    assert_eq!(client.post("/revoke-sessions", json!({})).await.status, 200);
    for other in others {
        assert_eq!(other.get("/get-session").await.text(), "null");
    }
}

#[tokio::test]
async fn a_session_that_is_being_extended_while_it_is_revoked_stays_revoked() {
    let app = with_redis(|options| options.session.update_age = 0).await;
    for round in 0..10 {
        let client = app.signed_in(&format!("user{round}@example.test")).await;
        let cookie = client.cookie(COOKIE).unwrap();
        let extend = || async {
            let other = app.anonymous();
            other.set_cookie(COOKIE, &cookie);
            other.get("/get-session").await;
        };
        let revoke = async { assert_eq!(client.post("/sign-out", json!({})).await.status, 200) };
        tokio::join!(extend(), extend(), revoke, extend(), extend());
        let other = app.anonymous();
        other.set_cookie(COOKIE, &cookie);
        assert_eq!(other.get("/get-session").await.text(), "null");
    }
}

/// A store where a key is deleted by somebody else right after it was read for the second time.
struct Racing {
    inner: MemoryStorage,
    reads: AtomicUsize,
    key: Mutex<String>,
}

impl SecondaryStorage for Racing {
    fn get<'s>(&'s self, key: &'s str) -> Answer<'s, Option<String>> {
        Box::pin(async move {
            let value = self.inner.get(key).await;
            let is_it = *self.key.lock().unwrap() == key;
            if is_it && self.reads.fetch_add(1, Ordering::Relaxed) == 1 {
                self.inner.delete(key).await.unwrap();
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
        self.inner.set(key, value, ttl)
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
async fn a_session_that_is_revoked_between_its_being_read_and_extended_is_not_brought_back() {
    let storage = Arc::new(Racing {
        inner: MemoryStorage::with_clock(FakeClock::default()),
        reads: AtomicUsize::new(0),
        key: Mutex::default(),
    });
    let shared: Arc<dyn SecondaryStorage> = storage.clone();
    let app = TestApp::with(|options| {
        options.secondary_storage = Some(shared);
        options.session.update_age = 0;
    })
    .await;
    let client = app.signed_in(EMAIL).await;
    let cookie = client.cookie(COOKIE).unwrap();
    let token = cookie.split('.').next().unwrap().to_owned();
    storage.key.lock().unwrap().clone_from(&token);
    // It is read to be found, then to be extended.
    assert_eq!(client.get("/get-session").await.status, 401);
    client.set_cookie(COOKIE, &cookie);
    assert_eq!(client.get("/get-session").await.text(), "null");
}

#[tokio::test]
async fn a_change_of_the_user_is_seen_in_all_of_their_sessions() {
    let app = with_redis(|_| ()).await;
    let client = app.signed_in(EMAIL).await;
    let other = signed_in_again(&app).await;
    assert_eq!(client.post("/update-user", json!({"name": "Augusta"})).await.status, 200);
    assert_eq!(other.get("/get-session").await.json()["user"]["name"], "Augusta");
}

#[tokio::test]
async fn the_sessions_of_a_deleted_user_end() {
    let app = with_redis(|options| options.user.delete_user.enabled = true).await;
    let client = app.signed_in(EMAIL).await;
    let other = signed_in_again(&app).await;
    assert_eq!(client.post("/delete-user", json!({})).await.status, 200);
    assert_eq!(other.get("/get-session").await.text(), "null");
}

#[tokio::test]
async fn a_session_that_its_list_has_lost_ends_with_all_the_others() {
    let (app, storage) = with_memory(|_| ()).await;
    let client = app.signed_in(EMAIL).await;
    app.clock.advance(1);
    let other = signed_in_again(&app).await;
    let user = client.get("/get-session").await.json()["user"]["id"].as_str().unwrap().to_owned();
    storage.delete(&format!("active-sessions-{user}")).await.unwrap();
    app.clock.advance(1);
    assert_eq!(other.post("/revoke-sessions", json!({})).await.status, 200);
    assert_eq!(client.get("/get-session").await.text(), "null");
    app.clock.advance(1);
    assert_ne!(signed_in_again(&app).await.get("/get-session").await.text(), "null");
}

#[tokio::test]
async fn nobody_ends_the_session_of_somebody_else() {
    let app = with_redis(|_| ()).await;
    let victim = app.signed_in(EMAIL).await;
    let token = victim.get("/get-session").await.json()["session"]["token"].clone();
    let attacker = app.signed_in("eve@example.test").await;
    let response = attacker.post("/revoke-session", json!({ "token": token })).await;
    assert_eq!(response.status, 200);
    assert_ne!(victim.get("/get-session").await.text(), "null");
}

#[tokio::test]
async fn a_key_that_holds_no_session_is_none() {
    let (app, storage) = with_memory(|_| ()).await;
    let client = app.signed_in(EMAIL).await;
    let token = client.get("/get-session").await.json()["session"]["token"].clone();
    let token = token.as_str().unwrap();
    let text = storage.get(token).await.unwrap().unwrap();
    let cookie = client.cookie(COOKIE).unwrap();
    for broken in [
        "null",
        "{",
        "[]",
        r#"{"session":{}}"#,
        &text.replace(token, "another-token"),
        &text.replace("\"email\"", "\"mail\""),
        &text.replace("expiresAt", "expires"),
    ] {
        storage.set(token, broken, None).await.unwrap();
        client.set_cookie(COOKIE, &cookie);
        let response = client.get("/list-sessions").await;
        assert_eq!(response.status, 401, "{broken}");
    }
}

#[tokio::test]
async fn in_both_places_a_session_that_storage_has_lost_goes_on_and_a_revoked_one_does_not() {
    let (app, storage) =
        with_memory(|options| options.session.store_session_in_database = true).await;
    let client = app.signed_in(EMAIL).await;
    let cookie = client.cookie(COOKIE).unwrap();
    let token = client.get("/get-session").await.json()["session"]["token"].clone();
    storage.delete(token.as_str().unwrap()).await.unwrap();
    assert_ne!(client.get("/get-session").await.text(), "null");
    assert_eq!(count(&client).await, 1);
    assert_eq!(client.post("/sign-out", json!({})).await.status, 200);
    client.set_cookie(COOKIE, &cookie);
    assert_eq!(client.get("/get-session").await.text(), "null");
}

#[tokio::test]
async fn rows_of_sessions_that_are_over_stay_for_the_record_where_that_is_wanted() {
    let (app, storage) = with_memory(|options| {
        options.session.store_session_in_database = true;
        options.session.preserve_session_in_database = true;
    })
    .await;
    let client = app.signed_in(EMAIL).await;
    let token = client.get("/get-session").await.json()["session"]["token"].clone();
    let token = token.as_str().unwrap();
    assert_eq!(client.post("/revoke-sessions", json!({})).await.status, 200);
    let (row, _) = app.auth.store().find_session(token).await.unwrap().unwrap();
    assert_eq!(row.expires_at, row.created_at);

    // The rows are history: what storage has lost is over.
    let client = signed_in_again(&app).await;
    let token = client.get("/get-session").await.json()["session"]["token"].clone();
    storage.delete(token.as_str().unwrap()).await.unwrap();
    assert_eq!(client.get("/get-session").await.text(), "null");
}
