//! Schemas that Better Auth's own migration has printed, for each kind of database.

use std::collections::BTreeMap;

use serde_json::json;
use signet_auth_server::db::schema::Model;
use signet_auth_server::db::{
    AdditionalField, Database, Dialect, Ended, ErrorKind, FieldType, Schema, Store, generate,
    migrate, plan,
};
use signet_auth_server::options::TableNames;
use signet_auth_server::testing::{dialect, fresh_database, fresh_database_url, run_sql};

use crate::samples::{NOW, extended_schema, new_session, sign_up};

/// `user: { modelName: "people", fields: { email: "mail" } }`,
/// `session: { modelName: "logins", fields: { userId: "person_id" } }`.
fn with_other_names() -> Schema {
    let names = |table: &str, key: &str, column: &str| TableNames {
        model_name: Some(table.to_owned()),
        fields: BTreeMap::from([(key.to_owned(), column.to_owned())]),
    };
    Schema::core()
        .with_names(Model::User, &names("people", "email", "mail"))
        .unwrap()
        .with_names(Model::Session, &names("logins", "userId", "person_id"))
        .unwrap()
}

fn uuids(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => include_str!("data/better-auth-postgres-uuid.sql"),
        Dialect::MySql => include_str!("data/better-auth-mysql-uuid.sql"),
        _ => include_str!("data/better-auth-sqlite-uuid.sql"),
    }
}

fn serial(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => include_str!("data/better-auth-postgres-serial.sql"),
        Dialect::MySql => include_str!("data/better-auth-mysql-serial.sql"),
        _ => include_str!("data/better-auth-sqlite-serial.sql"),
    }
}

fn rate_limits(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => include_str!("data/better-auth-postgres-rate-limit.sql"),
        Dialect::MySql => include_str!("data/better-auth-mysql-rate-limit.sql"),
        _ => include_str!("data/better-auth-sqlite-rate-limit.sql"),
    }
}

/// What is left of the tables where sessions and tokens live elsewhere.
fn beside_storage(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => include_str!("data/better-auth-postgres-storage.sql"),
        Dialect::MySql => include_str!("data/better-auth-mysql-storage.sql"),
        _ => include_str!("data/better-auth-sqlite-storage.sql"),
    }
}

fn other_names(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => include_str!("data/better-auth-postgres-names.sql"),
        Dialect::MySql => include_str!("data/better-auth-mysql-names.sql"),
        _ => include_str!("data/better-auth-sqlite-names.sql"),
    }
}

fn core(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => include_str!("data/better-auth-postgres.sql"),
        Dialect::MySql => include_str!("data/better-auth-mysql.sql"),
        _ => include_str!("data/better-auth-sqlite.sql"),
    }
}

#[test]
fn the_sql_of_a_new_database_is_better_auths_letter_by_letter() {
    for dialect in Dialect::ALL {
        assert_eq!(generate(&Schema::core(), *dialect) + "\n", core(*dialect), "{dialect}");
        let sql = generate(&Schema::core().with_uuids(), *dialect) + "\n";
        assert_eq!(sql, uuids(*dialect), "{dialect}");
        let sql = generate(&Schema::core().with_serial_ids(), *dialect) + "\n";
        assert_eq!(sql, serial(*dialect), "{dialect}");
        let sql = generate(&Schema::core().with_rate_limits(), *dialect) + "\n";
        assert_eq!(sql, rate_limits(*dialect), "{dialect}");
        let schema = Schema::core().without(Model::Session).without(Model::Verification);
        assert_eq!(generate(&schema, *dialect) + "\n", beside_storage(*dialect), "{dialect}");
        let sql = generate(&with_other_names(), *dialect) + "\n";
        assert_eq!(sql, other_names(*dialect), "{dialect}");
    }
}

#[tokio::test]
async fn nothing_is_to_be_done_to_a_database_of_better_auth_and_its_tables_can_be_used() {
    let database = fresh_database().await;
    run_sql(&database, core(dialect())).await;
    assert!(plan(&database, &Schema::core()).await.unwrap().is_empty());
    assert!(migrate(&database, &Schema::core()).await.unwrap().is_empty());
    let store = Store::new(database, Schema::core());
    sign_up(&store, "ada").await;
    store.create_session(new_session("ada", "a1")).await.unwrap();
    assert_eq!(store.list_sessions("user-ada", NOW).await.unwrap().len(), 1);
}

#[tokio::test]
async fn nothing_is_to_be_done_to_a_database_of_better_auth_that_counts_its_ids() {
    let database = fresh_database().await;
    let schema = Schema::core().with_serial_ids();
    run_sql(&database, serial(dialect())).await;
    assert!(plan(&database, &schema).await.unwrap().is_empty());
    let store = Store::new(database, schema);
    sign_up(&store, "ada").await;
    sign_up(&store, "bob").await;
    let bob = store.find_user_by_email("bob@example.test").await.unwrap().unwrap();
    assert_eq!(bob.id, "2");
    let account = store.list_accounts(&bob.id).await.unwrap().remove(0);
    assert_eq!((account.id.as_str(), account.account_id.as_str()), ("2", "2"));
}

#[tokio::test]
async fn tables_and_columns_of_other_names_are_used_by_every_statement() {
    let database = fresh_database().await;
    run_sql(&database, other_names(dialect())).await;
    let schema = with_other_names();
    assert!(plan(&database, &schema).await.unwrap().is_empty());
    let store = Store::new(database, schema);
    for name in ["ada", "bob"] {
        sign_up(&store, name).await;
    }
    for token in ["a1", "a2", "a3"] {
        store.create_session(new_session("ada", token)).await.unwrap();
    }
    let (session, user) = store.find_session("a1").await.unwrap().unwrap();
    assert_eq!((&*session.user_id, &*user.email), ("user-ada", "ada@example.test"));
    assert!(store.find_user_by_email("ada@example.test").await.unwrap().is_some());
    assert!(store.find_credential("ada@example.test").await.unwrap().is_some());
    let end = NOW.plus_seconds(900_000);
    assert_eq!(store.extend_session("a1", end, NOW).await.unwrap().unwrap().expires_at, end);
    assert_eq!(store.list_sessions("user-ada", NOW).await.unwrap().len(), 3);
    assert_eq!(
        store.delete_sessions(Ended::Owned { user_id: "user-bob", token: "a1" }).await.unwrap(),
        0
    );
    assert_eq!(
        store
            .delete_sessions(Ended::OthersOf { user_id: "user-ada", keep_token: "a1" })
            .await
            .unwrap(),
        2
    );
    assert_eq!(store.delete_sessions(Ended::Token("a1")).await.unwrap(), 1);
    assert_eq!(store.delete_sessions(Ended::AllOf("user-ada")).await.unwrap(), 0);
}

#[tokio::test]
async fn missing_tables_columns_and_indexes_are_added_and_rows_kept() {
    let database = fresh_database().await;
    let without = core(dialect())
        .split(";\n")
        .filter(|sql| !sql.contains("verification") && !sql.contains("create index"))
        .collect::<Vec<_>>()
        .join(";\n");
    run_sql(&database, &without).await;
    sign_up(&Store::new(database.clone(), Schema::core()), "ada").await;
    let schema = extended_schema();
    let before = plan(&database, &schema).await.unwrap();
    assert!(before.refused.is_empty());
    let done = migrate(&database, &schema).await.unwrap();
    assert_eq!(done, before);
    assert!(plan(&database, &schema).await.unwrap().is_empty());
    let store = Store::new(database, schema);
    let user = store.find_user_by_email("ada@example.test").await.unwrap().unwrap();
    assert_eq!(user.additional.get("age"), Some(&json!(null)));
}

#[tokio::test]
async fn a_required_field_with_a_default_fills_the_rows_that_exist() {
    let database = fresh_database().await;
    migrate(&database, &Schema::core()).await.unwrap();
    sign_up(&Store::new(database.clone(), Schema::core()), "ada").await;
    let field = |name: &str, ty, value| AdditionalField {
        default_value: Some(value),
        ..AdditionalField::new(name, ty)
    };
    let fields = [
        field("plan", FieldType::String, json!(r"it's \free\")),
        field("age", FieldType::Number, json!(7)),
        field("open", FieldType::Boolean, json!(true)),
    ];
    let schema = Schema::core().with_fields(Model::User, &fields).unwrap();
    migrate(&database, &schema).await.unwrap();
    let store = Store::new(database, schema);
    let user = store.find_user_by_email("ada@example.test").await.unwrap().unwrap();
    assert_eq!(
        serde_json::to_value(&user.additional).unwrap(),
        json!({"plan": r"it's \free\", "age": 7, "open": true})
    );
}

#[tokio::test]
async fn a_required_field_that_nothing_could_fill_is_refused_with_the_sql_to_run() {
    let database = fresh_database().await;
    migrate(&database, &Schema::core()).await.unwrap();
    sign_up(&Store::new(database.clone(), Schema::core()), "ada").await;
    let field = AdditionalField::new("plan", FieldType::String);
    let schema = Schema::core().with_fields(Model::User, &[field]).unwrap();
    let error = migrate(&database, &schema).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnsafeMigration);
    let text = error.to_string();
    assert!(text.contains("alter table") && text.contains("update"), "{text}");
    assert!(plan(&database, &Schema::core()).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_migration_that_fails_because_of_the_rows_can_be_run_again() {
    let database = fresh_database().await;
    migrate(&database, &Schema::core()).await.unwrap();
    let store = Store::new(database.clone(), Schema::core());
    sign_up(&store, "ada").await;
    sign_up(&store, "bob").await;
    // Two rows with the same default can't both keep it, which only shows when the index is made.
    let handle = AdditionalField {
        unique: true,
        default_value: Some(json!("same")),
        ..AdditionalField::new("handle", FieldType::String)
    };
    let schema = Schema::core().with_fields(Model::User, &[handle]).unwrap();
    let before = plan(&database, &schema).await.unwrap();
    assert!(migrate(&database, &schema).await.is_err());
    assert_eq!(plan(&database, &schema).await.unwrap(), before);
    let quote = if dialect() == Dialect::MySql { '`' } else { '"' };
    let table = |name: &str| format!("delete from {quote}{name}{quote}");
    run_sql(&database, &format!("{};\n{}", table("account"), table("user"))).await;
    migrate(&database, &schema).await.unwrap();
    assert!(plan(&database, &schema).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_that_migrate_at_once_all_succeed() {
    let url = fresh_database_url().await;
    let attempts: Vec<_> = (0..4)
        .map(|_| {
            let url = url.clone();
            tokio::spawn(async move {
                let database = Database::connect(&url).await?;
                migrate(&database, &Schema::core()).await
            })
        })
        .collect();
    let mut worked = 0;
    for attempt in attempts {
        worked += usize::from(!attempt.await.unwrap().unwrap().is_empty());
    }
    if dialect() != Dialect::Sqlite {
        assert_eq!(worked, 1);
    }
}
