use serde_json::json;
use signet_auth_server::db::{
    AdditionalField, Database, Dialect, ErrorKind, FieldType, Schema, Store, generate, migrate,
    plan, schema::Model,
};

use crate::samples::{BETTER_AUTH_ROWS, BETTER_AUTH_SCHEMA, TestFile, extended_schema};

fn with_field(field: AdditionalField) -> Schema {
    Schema::core().with_fields(Model::User, &[field]).unwrap()
}

async fn filled() -> (TestFile, Database) {
    let file = TestFile::new();
    file.sql(BETTER_AUTH_SCHEMA);
    file.sql(BETTER_AUTH_ROWS);
    let database = Database::connect(&file.url()).await.unwrap();
    (file, database)
}

#[test]
fn generated_sql_is_better_auths() {
    assert_eq!(generate(&Schema::core(), Dialect::Sqlite) + "\n", BETTER_AUTH_SCHEMA);
}

#[test]
fn generated_sql_for_postgres_and_mysql_has_their_types_and_quotes() {
    let postgres = generate(&extended_schema(), Dialect::Postgres);
    for part in [
        r#"create table "user" ("id" text not null primary key, "name" text not null, "email" text not null unique, "emailVerified" boolean not null, "image" text, "createdAt" timestamptz default CURRENT_TIMESTAMP not null, "updatedAt" timestamptz default CURRENT_TIMESTAMP not null, "nick" text, "years" integer, "subscribed" boolean, "born" timestamptz, "settings" jsonb, "tags" jsonb, "plan" text, "note" text)"#,
        r#""updatedAt" timestamptz not null, "ipAddress" text, "userAgent" text, "userId" text not null references "user" ("id") on delete cascade)"#,
    ] {
        assert!(postgres.contains(part), "{part}\n\n{postgres}");
    }
    let mysql = generate(&extended_schema(), Dialect::MySql);
    for part in [
        "create table `user` (`id` varchar(36) not null primary key, `name` varchar(255) not null, `email` varchar(255) not null unique, `emailVerified` boolean not null, `image` text, `createdAt` timestamp(3) default CURRENT_TIMESTAMP(3) not null",
        "`token` varchar(255) not null unique",
        "`userId` varchar(36) not null references `user` (`id`) on delete cascade",
        "`identifier` varchar(255) not null",
        "`settings` json",
        "create index `session_userId_idx` on `session` (`userId`)",
    ] {
        assert!(mysql.contains(part), "{part}\n\n{mysql}");
    }
}

#[tokio::test]
async fn a_fresh_database_looks_as_if_better_auth_had_made_it() {
    let theirs = TestFile::new();
    theirs.sql(BETTER_AUTH_SCHEMA);
    let ours = TestFile::new();
    let database = Database::connect(&ours.url()).await.unwrap();
    assert!(!migrate(&database, &Schema::core()).await.unwrap().is_empty());
    assert_eq!(ours.schema_text(), theirs.schema_text());
    assert!(plan(&database, &Schema::core()).await.unwrap().is_empty());
}

#[tokio::test]
async fn nothing_is_to_be_done_to_a_database_of_better_auth() {
    let (file, database) = filled().await;
    let before = file.schema_text();
    assert!(migrate(&database, &Schema::core()).await.unwrap().is_empty());
    assert_eq!(file.schema_text(), before);
}

#[tokio::test]
async fn tables_columns_and_indexes_of_others_are_left_alone() {
    let (file, database) = filled().await;
    file.sql("create table invoice (id text primary key); alter table user add column vat text; create index mine on user (name)");
    let before = file.schema_text();
    assert!(migrate(&database, &Schema::core()).await.unwrap().is_empty());
    assert_eq!(file.schema_text(), before);
}

#[tokio::test]
async fn missing_tables_columns_and_indexes_are_added_and_rows_kept() {
    let (file, database) = filled().await;
    file.sql("drop table verification; drop index session_userId_idx");
    let schema = extended_schema();
    let done = migrate(&database, &schema).await.unwrap();
    assert_eq!(
        done.statements,
        [
            r#"alter table "user" add column "nick" text"#,
            r#"alter table "user" add column "years" integer"#,
            r#"alter table "user" add column "subscribed" integer"#,
            r#"alter table "user" add column "born" date"#,
            r#"alter table "user" add column "settings" text"#,
            r#"alter table "user" add column "tags" text"#,
            r#"alter table "user" add column "plan" text"#,
            r#"alter table "user" add column "note" text"#,
            r#"create table "verification" ("id" text not null primary key, "identifier" text not null, "value" text not null, "expiresAt" date not null, "createdAt" date not null, "updatedAt" date not null)"#,
            r#"create index "session_userId_idx" on "session" ("userId")"#,
            r#"create index "verification_identifier_idx" on "verification" ("identifier")"#,
        ]
    );
    assert!(plan(&database, &schema).await.unwrap().is_empty());
    let user = Store::new(database, schema).find_user_by_email("ada@example.test").await.unwrap();
    assert_eq!(user.unwrap().additional.get("age"), Some(&json!(null)));
}

#[tokio::test]
async fn a_required_field_with_a_default_fills_the_rows_that_exist() {
    let (_file, database) = filled().await;
    let schema = with_field(AdditionalField {
        default_value: Some(json!("it's free")),
        ..AdditionalField::new("plan", FieldType::String)
    });
    let done = migrate(&database, &schema).await.unwrap();
    assert_eq!(
        done.statements,
        [r#"alter table "user" add column "plan" text default 'it''s free' not null"#]
    );
    let user = Store::new(database, schema).find_user_by_email("ada@example.test").await.unwrap();
    assert_eq!(user.unwrap().additional.get("plan"), Some(&json!("it's free")));
}

#[tokio::test]
async fn a_required_field_that_nothing_could_fill_is_refused_with_the_sql_to_run() {
    let (file, database) = filled().await;
    let before = file.schema_text();
    let schema = with_field(AdditionalField::new("plan", FieldType::String));
    assert_eq!(plan(&database, &schema).await.unwrap().refused.len(), 1);
    let error = migrate(&database, &schema).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnsafeMigration);
    let text = error.to_string();
    assert!(text.contains(r#"alter table "user" add column "plan" text;"#), "{text}");
    assert_eq!(file.schema_text(), before);
}

#[tokio::test]
async fn a_required_field_is_added_to_an_empty_table() {
    let file = TestFile::new();
    file.sql(BETTER_AUTH_SCHEMA);
    let database = Database::connect(&file.url()).await.unwrap();
    let schema = with_field(AdditionalField::new("plan", FieldType::String));
    migrate(&database, &schema).await.unwrap();
    assert!(plan(&database, &schema).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_unique_field_gets_a_unique_index() {
    let (_file, database) = filled().await;
    let schema = with_field(AdditionalField {
        unique: true,
        required: false,
        ..AdditionalField::new("handle", FieldType::String)
    });
    let done = migrate(&database, &schema).await.unwrap();
    assert_eq!(
        done.statements,
        [
            r#"alter table "user" add column "handle" text"#,
            r#"create unique index "user_handle_uidx" on "user" ("handle")"#,
        ]
    );
    assert!(plan(&database, &schema).await.unwrap().is_empty());
}

#[test]
fn a_long_index_name_is_shortened_as_better_auth_does_it() {
    let long =
        AdditionalField { index: true, ..AdditionalField::new("a".repeat(60), FieldType::String) };
    let sql = generate(&with_field(long), Dialect::Postgres);
    assert!(
        sql.contains(
            r#"create index "user_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_5d77f933_idx" on"#
        ),
        "{sql}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_that_open_and_migrate_a_new_database_at_once_all_succeed() {
    for _ in 0..10 {
        let file = TestFile::new();
        let attempts: Vec<_> = (0..4)
            .map(|_| {
                let url = file.url();
                tokio::spawn(async move {
                    let database = Database::connect(&url).await?;
                    migrate(&database, &Schema::core()).await
                })
            })
            .collect();
        for attempt in attempts {
            attempt.await.unwrap().unwrap();
        }
    }
}

#[tokio::test]
async fn a_migration_that_fails_in_the_middle_changes_nothing() {
    let (file, database) = filled().await;
    // The name of the index is taken, which only shows when it is made.
    file.sql("create table x (y text); create index user_handle_uidx on x (y)");
    let before = file.schema_text();
    let schema = with_field(AdditionalField {
        unique: true,
        required: false,
        ..AdditionalField::new("handle", FieldType::String)
    });
    assert!(migrate(&database, &schema).await.is_err());
    assert_eq!(file.schema_text(), before);
}
