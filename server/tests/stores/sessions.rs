use signet_auth_protocol::Timestamp;
use signet_auth_server::db::{Ended, ErrorKind, Store};

use crate::samples::{NOW, TestFile, fresh_store, new_session, on_every_kind, sign_up, store};

async fn with_sessions(store: &Store) {
    for name in ["ada", "bob"] {
        sign_up(store, name).await;
    }
    for (name, token) in [("ada", "a1"), ("ada", "a2"), ("ada", "a3"), ("bob", "b1")] {
        store.create_session(new_session(name, token)).await.unwrap();
    }
}

async fn tokens(store: &Store, name: &str, now: Timestamp) -> Vec<String> {
    let sessions = store.list_sessions(&format!("user-{name}"), now).await.unwrap();
    sessions.into_iter().map(|session| session.token.0).collect()
}

#[tokio::test]
async fn a_session_is_found_with_its_user() {
    on_every_kind(|store| async move {
        sign_up(&store, "ada").await;
        let created = store.create_session(new_session("ada", "a1")).await.unwrap();
        assert_eq!((created.created_at, created.updated_at), (NOW, NOW));
        assert_eq!(created.ip_address.as_deref(), Some("192.0.2.1"));
        assert_eq!(created.user_agent, None);
        let (session, user) = store.find_session("a1").await.unwrap().unwrap();
        assert_eq!(session, created);
        assert_eq!(user.id, "user-ada");
        assert!(store.find_session("A1").await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_session_needs_a_user_and_a_token_of_its_own() {
    on_every_kind(|store| async move {
        with_sessions(&store).await;
        assert!(store.create_session(new_session("nobody", "n1")).await.is_err());
        let error = store.create_session(new_session("bob", "a1")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UniqueViolation);
    })
    .await;
}

#[tokio::test]
async fn a_token_is_in_no_debug_output() {
    on_every_kind(|store| async move {
        sign_up(&store, "ada").await;
        let mut session = new_session("ada", "open-sesame");
        session.id = "1".to_owned();
        assert!(!format!("{session:?}").contains("sesame"));
        let created = store.create_session(session).await.unwrap();
        assert!(!format!("{created:?}").contains("sesame"));
    })
    .await;
}

#[tokio::test]
async fn extending_moves_the_end_and_nothing_else() {
    on_every_kind(|store| async move {
        with_sessions(&store).await;
        let (before, _) = store.find_session("a1").await.unwrap().unwrap();
        let (end, now) = (NOW.plus_seconds(900_000), NOW.plus_seconds(60));
        let after = store.extend_session("a1", end, now).await.unwrap().unwrap();
        assert_eq!((after.expires_at, after.updated_at), (end, now));
        assert_eq!(after.created_at, before.created_at);
        assert_eq!(store.find_session("a1").await.unwrap().unwrap().0, after);
        assert_eq!(
            store.find_session("a2").await.unwrap().unwrap().0.expires_at,
            before.expires_at
        );
        assert_eq!(store.extend_session("gone", end, now).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_list_holds_the_users_own_living_sessions_oldest_first() {
    on_every_kind(|store| async move {
        with_sessions(&store).await;
        let mut late = new_session("ada", "a4");
        late.created_at = NOW.plus_seconds(-5);
        late.expires_at = NOW.plus_seconds(200_000);
        store.create_session(late).await.unwrap();
        assert_eq!(tokens(&store, "ada", NOW).await, ["a4", "a1", "a2", "a3"]);
        assert_eq!(tokens(&store, "ada", NOW.plus_seconds(86_400)).await, ["a4"]);
        assert_eq!(tokens(&store, "bob", NOW).await, ["b1"]);
    })
    .await;
}

#[tokio::test]
async fn a_list_holds_a_hundred_sessions_at_most() {
    let store = fresh_store(signet_auth_server::db::Schema::core()).await;
    sign_up(&store, "ada").await;
    for number in 0..101 {
        store.create_session(new_session("ada", &number.to_string())).await.unwrap();
    }
    assert_eq!(tokens(&store, "ada", NOW).await.len(), 100);
}

#[tokio::test]
async fn deleting_a_session_ends_that_one_only() {
    on_every_kind(|store| async move {
        with_sessions(&store).await;
        assert_eq!(store.delete_sessions(Ended::Token("a1")).await.unwrap(), 1);
        assert_eq!(store.delete_sessions(Ended::Token("a1")).await.unwrap(), 0);
        assert!(store.find_session("a1").await.unwrap().is_none());
        assert_eq!(tokens(&store, "ada", NOW).await, ["a2", "a3"]);
    })
    .await;
}

#[tokio::test]
async fn nobody_deletes_a_session_of_somebody_else_by_owner() {
    on_every_kind(|store| async move {
        with_sessions(&store).await;
        assert_eq!(
            store.delete_sessions(Ended::Owned { user_id: "user-bob", token: "a1" }).await.unwrap(),
            0
        );
        assert!(store.find_session("a1").await.unwrap().is_some());
        assert_eq!(
            store.delete_sessions(Ended::Owned { user_id: "user-ada", token: "a1" }).await.unwrap(),
            1
        );
        assert!(store.find_session("a1").await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn deleting_the_other_sessions_keeps_the_one_and_those_of_others() {
    on_every_kind(|store| async move {
        with_sessions(&store).await;
        assert_eq!(
            store
                .delete_sessions(Ended::OthersOf { user_id: "user-ada", keep_token: "a2" })
                .await
                .unwrap(),
            2
        );
        assert_eq!(tokens(&store, "ada", NOW).await, ["a2"]);
        assert_eq!(tokens(&store, "bob", NOW).await, ["b1"]);
    })
    .await;
}

#[tokio::test]
async fn deleting_all_sessions_keeps_those_of_others() {
    on_every_kind(|store| async move {
        with_sessions(&store).await;
        assert_eq!(store.delete_sessions(Ended::AllOf("user-ada")).await.unwrap(), 3);
        assert!(tokens(&store, "ada", NOW).await.is_empty());
        assert_eq!(tokens(&store, "bob", NOW).await, ["b1"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_write_is_seen_by_the_next_read_of_every_thread() {
    let file = TestFile::new();
    let store = store(&file.url(), signet_auth_server::db::Schema::core()).await;
    sign_up(&store, "ada").await;
    let tasks: Vec<_> = (0..16)
        .map(|task| {
            let store = store.clone();
            tokio::spawn(async move {
                for round in 0..20 {
                    let token = format!("{task}-{round}");
                    store.create_session(new_session("ada", &token)).await.unwrap();
                    tokio::task::yield_now().await;
                    assert!(store.find_session(&token).await.unwrap().is_some(), "{token}");
                    assert_eq!(store.delete_sessions(Ended::Token(&token)).await.unwrap(), 1);
                    tokio::task::yield_now().await;
                    assert!(store.find_session(&token).await.unwrap().is_none(), "{token}");
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}
