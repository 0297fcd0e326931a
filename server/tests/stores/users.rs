use serde_json::json;
use signet_auth_server::db::{Dialect, ErrorKind, PasswordHash, Schema};
use signet_auth_server::testing::dialect;

use crate::samples::{
    BETTER_AUTH_ROWS, BETTER_AUTH_SCHEMA, NOW, TestFile, extended_schema, fresh_store,
    new_credential, new_user, on_every_kind, sign_up, store,
};

#[tokio::test]
async fn a_user_is_found_by_address_with_the_password() {
    on_every_kind(|store| async move {
        let created =
            store.create_user(new_user("ada"), Some(new_credential("ada"))).await.unwrap();
        assert_eq!(created.id, "user-ada");
        assert_eq!((created.created_at, created.updated_at), (NOW, NOW));
        assert_eq!(
            store.find_user_by_email("ada@example.test").await.unwrap(),
            Some(created.clone())
        );
        let (user, password) = store.find_credential("ada@example.test").await.unwrap().unwrap();
        assert_eq!(user, created);
        assert_eq!(password, PasswordHash("hash of ada".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn an_address_that_a_loose_collation_takes_for_the_same_is_another_one() {
    on_every_kind(|store| async move {
        sign_up(&store, "ada").await;
        for other in ["ad\u{e1}@example.test", "ada@example.test ", "ada@ex\u{e1}mple.test"] {
            assert_eq!(store.find_user_by_email(other).await.unwrap(), None, "{other}");
            assert!(store.find_credential(other).await.unwrap().is_none(), "{other}");
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_is_found_by_an_unknown_address() {
    on_every_kind(|store| async move {
        assert_eq!(store.find_user_by_email("no@example.test").await.unwrap(), None);
        assert!(store.find_credential("no@example.test").await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_taken_address_is_told_apart_and_leaves_nothing_behind() {
    on_every_kind(|store| async move {
        sign_up(&store, "ada").await;
        let mut second = new_user("ada");
        second.id = "user-other".to_owned();
        let mut credential = new_credential("ada");
        credential.id = "account-other".to_owned();
        let error = store.create_user(second, Some(credential)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UniqueViolation);
        assert!(!error.to_string().contains("example.test"), "{error}");
        let (user, _) = store.find_credential("ada@example.test").await.unwrap().unwrap();
        assert_eq!(user.id, "user-ada");
    })
    .await;
}

#[tokio::test]
async fn a_user_without_their_account_is_never_stored() {
    on_every_kind(|store| async move {
        sign_up(&store, "ada").await;
        let taken = new_credential("ada");
        assert!(store.create_user(new_user("bob"), Some(taken)).await.is_err());
        assert_eq!(store.find_user_by_email("bob@example.test").await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_sign_ups_with_one_address_at_once_one_wins_and_the_others_spoil_nothing() {
    on_every_kind(|store| async move {
        let attempts: Vec<_> = (0..64)
            .map(|number| {
                let store = store.clone();
                tokio::spawn(async move {
                    let mut user = new_user(&format!("user{number}"));
                    if number % 2 == 0 {
                        user.email = "same@example.test".to_owned();
                    }
                    let credential = new_credential(&number.to_string());
                    store.create_user(user, Some(credential)).await
                })
            })
            .collect();
        let mut same = 0;
        for (number, attempt) in attempts.into_iter().enumerate() {
            match attempt.await.unwrap() {
                Ok(user) if number % 2 == 0 => {
                    assert_eq!(user.email, "same@example.test");
                    same += 1;
                }
                Ok(_) => {}
                Err(error) => {
                    assert_eq!(number % 2, 0, "{error}");
                    assert_eq!(error.kind(), ErrorKind::UniqueViolation);
                }
            }
        }
        assert_eq!(same, 1);
        for number in (1..64).step_by(2) {
            let address = format!("user{number}@example.test");
            assert!(store.find_credential(&address).await.unwrap().is_some(), "{address}");
        }
    })
    .await;
}

#[tokio::test]
async fn additional_fields_keep_their_values_types_and_order() {
    let store = fresh_store(extended_schema()).await;
    let mut user = new_user("ada");
    let values = json!({
        "nick": "countess", "age": 36, "subscribed": true, "born": "1990-12-10T00:00:00.000Z",
        "settings": {"theme": "dark"}, "tags": ["maths", "poetry"], "plan": "paid", "note": "hidden",
    });
    for (name, value) in values.as_object().unwrap().iter().rev() {
        user.additional.set(name, value.clone());
    }
    store.create_user(user, Some(new_credential("ada"))).await.unwrap();
    let found = store.find_user_by_email("ada@example.test").await.unwrap().unwrap();
    assert_eq!(found.additional.get("note"), Some(&json!("hidden")));
    assert_eq!(
        serde_json::to_string(&found.additional).unwrap(),
        r#"{"nick":"countess","age":36,"subscribed":true,"born":"1990-12-10T00:00:00.000Z","settings":{"theme":"dark"},"tags":["maths","poetry"],"plan":"paid"}"#,
    );
}

#[tokio::test]
async fn additional_fields_without_a_value_are_null_and_of_another_type_stay_as_they_are() {
    let store = fresh_store(extended_schema()).await;
    let mut user = new_user("ada");
    user.additional.set("age", json!("old"));
    user.additional.set("nick", json!(true));
    let created = store.create_user(user.clone(), Some(new_credential("ada"))).await;
    if dialect() != Dialect::Sqlite {
        // SQLite's columns alone hold values of any type.
        assert_eq!(created.unwrap_err().kind(), ErrorKind::InvalidValue);
        return;
    }
    let created = created.unwrap();
    assert_eq!(created.additional.get("age"), Some(&json!("old")));
    assert_eq!(created.additional.get("plan"), Some(&json!(null)));
    assert_eq!(created.additional.0.len(), 8);
}

#[tokio::test]
async fn a_date_that_is_none_is_refused() {
    let store = fresh_store(extended_schema()).await;
    let mut user = new_user("ada");
    user.additional.set("born", json!("yesterday"));
    let error = store.create_user(user, Some(new_credential("ada"))).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidValue);
    assert_eq!(error.to_string(), "the value for user.born is no date");
}

#[tokio::test]
async fn what_clients_may_not_see_is_in_no_debug_output() {
    let store = fresh_store(extended_schema()).await;
    let mut user = new_user("ada");
    user.additional.set("note", json!("for staff only"));
    let created = store.create_user(user, Some(new_credential("ada"))).await.unwrap();
    assert!(!format!("{created:?}").contains("staff"));
    assert!(!format!("{:?}", new_credential("ada")).contains("hash of"));
}

#[tokio::test]
async fn rows_that_better_auth_wrote_are_read() {
    let file = TestFile::new();
    file.sql(BETTER_AUTH_SCHEMA);
    file.sql(BETTER_AUTH_ROWS);
    let store = store(&file.url(), Schema::core()).await;
    let (user, password) = store.find_credential("ada@example.test").await.unwrap().unwrap();
    assert_eq!(user.name, "Ada Lovelace");
    assert!(!user.email_verified);
    assert_eq!(user.created_at.to_string(), "2026-11-22T23:58:46.180Z");
    assert!(password.0.starts_with("c23e1978"));
    let (session, owner) =
        store.find_session("dYryDOBG3ePlc4LfbY6kDfvbdRSApN2L").await.unwrap().unwrap();
    assert_eq!(owner, user);
    assert_eq!(session.ip_address.as_deref(), Some(""));
    assert_eq!(session.user_agent.as_deref(), Some("golden-recorder/1"));
}

#[tokio::test]
async fn only_the_credential_account_of_the_user_holds_their_password() {
    for change in [
        "update account set providerId = 'github'",
        "update account set accountId = 'somebody else'",
        "update account set password = null",
    ] {
        let file = TestFile::new();
        file.sql(BETTER_AUTH_SCHEMA);
        file.sql(BETTER_AUTH_ROWS);
        file.sql(change);
        let store = store(&file.url(), Schema::core()).await;
        assert!(store.find_credential("ada@example.test").await.unwrap().is_none(), "{change}");
    }
}

#[tokio::test]
async fn rows_are_written_as_better_auth_writes_them() {
    let file = TestFile::new();
    let store = store(&file.url(), Schema::core()).await;
    sign_up(&store, "ada").await;
    let connection = rusqlite::Connection::open(&file.path).unwrap();
    let user: (i64, Option<String>, String) = connection
        .query_row("select emailVerified, image, createdAt from user", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap();
    assert_eq!(user, (0, None, "2026-11-23T00:00:00.000Z".to_owned()));
    let account: (String, String, String, Option<String>) = connection
        .query_row("select accountId, providerId, password, scope from account", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .unwrap();
    assert_eq!(
        account,
        ("user-ada".to_owned(), "credential".to_owned(), "hash of ada".to_owned(), None)
    );
}

#[tokio::test]
async fn a_malformed_row_is_an_error_that_names_its_column() {
    for (change, place) in [
        ("update user set createdAt = 'soon'", "user.createdAt"),
        ("update user set emailVerified = 'maybe'", "user.emailVerified"),
        ("update session set expiresAt = 5", "session.expiresAt"),
    ] {
        let file = TestFile::new();
        file.sql(BETTER_AUTH_SCHEMA);
        file.sql(BETTER_AUTH_ROWS);
        file.sql(change);
        let store = store(&file.url(), Schema::core()).await;
        let error = store.find_session("dYryDOBG3ePlc4LfbY6kDfvbdRSApN2L").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MalformedRow);
        assert!(error.to_string().contains(place), "{error}");
    }
}
