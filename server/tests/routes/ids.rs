use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use signet_auth_server::db::schema::Model;
use signet_auth_server::db::{Dialect, Schema, generate};
use signet_auth_server::options::IdStrategy;
use signet_auth_server::testing::{TestApp, fresh_database, run_sql};

use crate::sign_in_body;

async fn ids(strategy: IdStrategy) -> (String, String, String) {
    let app = TestApp::with(|options| options.advanced.database.generate_id = strategy).await;
    let client = app.signed_in("ada@example.test").await;
    let again = client.post("/sign-in/email", sign_in_body("ada@example.test")).await;
    assert_eq!(again.status, 200, "{}", again.text());
    let body = client.get("/get-session").await.json();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    assert_eq!(body["session"]["userId"], body["user"]["id"]);
    let session = &body["session"];
    (text(&body["user"]["id"]), text(&session["id"]), text(&session["token"]))
}

fn is_token(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[tokio::test]
async fn ids_are_32_letters_and_digits_unless_said_otherwise() {
    let (user, session, token) = ids(IdStrategy::default()).await;
    for id in [user, session, token] {
        assert!(is_token(&id), "{id}");
    }
}

#[tokio::test]
async fn ids_may_be_uuids_in_their_usual_form() {
    let (user, session, token) = ids(IdStrategy::Uuid).await;
    for id in [user, session] {
        let groups: Vec<_> = id.split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12], "{id}");
        assert!(id.bytes().all(|byte| b"0123456789abcdef-".contains(&byte)), "{id}");
        assert_eq!(&id[14..15], "4", "{id}");
        assert!("89ab".contains(&id[19..20]), "{id}");
    }
    assert!(is_token(&token), "{token}");
}

#[tokio::test]
async fn the_database_counts_ids_which_are_texts_on_the_wire() {
    let (app, mut mailbox) = TestApp::with_mail(|options| {
        options.advanced.database.generate_id = IdStrategy::Serial;
        options.session.store_session_in_database = true;
        options.user.delete_user.enabled = true;
    })
    .await;
    app.signed_in("ada@example.test").await;
    let client = app.signed_in("bob@example.test").await;
    let body = client.get("/get-session").await.json();
    assert_eq!(body["user"]["id"], "2");
    assert_eq!((&body["session"]["id"], &body["session"]["userId"]), (&json!("2"), &json!("2")));
    assert_eq!(client.post("/update-user", json!({"name": "Robert"})).await.status, 200);
    assert_eq!(client.get("/list-sessions").await.json()[0]["id"], "2");
    assert_eq!(client.get("/list-accounts").await.json()[0]["accountId"], "2");

    client.post("/request-password-reset", json!({"email": "bob@example.test"})).await;
    let token = mailbox.next().await.token;
    let new = json!({"newPassword": "another horse battery", "token": token});
    assert_eq!(client.post("/reset-password", new).await.status, 200);
    let again = json!({"email": "bob@example.test", "password": "another horse battery"});
    assert_eq!(client.post("/sign-in/email", again).await.status, 200);
    assert_eq!(client.post("/delete-user", json!({})).await.status, 200);
    assert_eq!(client.get("/get-session").await.json(), serde_json::Value::Null);
}

#[tokio::test]
async fn where_the_database_counts_ids_a_user_who_does_not_exist_has_an_id_too() {
    let app = TestApp::with(|options| {
        options.advanced.database.generate_id = IdStrategy::Serial;
        options.email_and_password.auto_sign_in = false;
    })
    .await;
    for _ in 0..2 {
        let body = crate::sign_up_body("ada@example.test");
        let response = app.anonymous().post("/sign-up/email", body).await;
        assert_ne!(response.json()["user"]["id"], "");
    }
}

#[tokio::test]
async fn the_database_fills_in_ids_by_a_default_of_its_own() {
    let database = fresh_database().await;
    let default = match database.dialect() {
        Dialect::Sqlite => "(lower(hex(randomblob(16))))",
        Dialect::Postgres => "(gen_random_uuid()::text)",
        _ => "(uuid())",
    };
    let schema = generate(&Schema::core(), database.dialect());
    let with_default = schema
        .replace(" not null primary key", &format!(" default {default} not null primary key"));
    run_sql(&database, &with_default).await;
    let app = TestApp::on(database, |options| {
        options.advanced.database.generate_id = IdStrategy::Database;
    })
    .await;
    let client = app.signed_in("ada@example.test").await;
    let body = client.get("/get-session").await.json();
    assert!(body["user"]["id"].as_str().unwrap().len() >= 32, "{body}");
    assert_eq!(body["user"]["id"], body["session"]["userId"]);
}

#[tokio::test]
async fn a_function_makes_ids_but_never_tokens() {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let (user, session, token) = ids(IdStrategy::custom(|model| match model {
        Model::User => "the-user".to_owned(),
        _ => format!("row-{}", COUNT.fetch_add(1, Ordering::Relaxed)),
    }))
    .await;
    assert_eq!(user, "the-user");
    assert!(session.starts_with("row-"), "{session}");
    assert!(is_token(&token), "{token}");
}
