//! Databases and rows to test with.

use std::future::Future;
use std::path::PathBuf;

use signet_auth_protocol::Timestamp;
use signet_auth_server::db::{
    Additional, AdditionalField, Database, Dialect, FieldType, NewCredential, NewSession, NewUser,
    PasswordHash, Schema, Store, migrate, schema::Model,
};
use signet_auth_server::testing::{dialect, fresh_database_url};

pub(crate) const NOW: Timestamp = Timestamp(1_795_392_000_000);

/// Better Auth's tables and one row in each but `verification`, as it wrote them.
pub(crate) const BETTER_AUTH_SCHEMA: &str = include_str!("data/better-auth-sqlite.sql");
pub(crate) const BETTER_AUTH_ROWS: &str = include_str!("data/better-auth-rows.sql");

/// A directory that goes away with the value, and a database file in it.
pub(crate) struct TestFile {
    _directory: tempfile::TempDir,
    pub(crate) path: PathBuf,
}

impl TestFile {
    pub(crate) fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        Self { path: directory.path().join("app.db"), _directory: directory }
    }

    pub(crate) fn url(&self) -> String {
        format!("sqlite://{}", self.path.display())
    }

    pub(crate) fn sql(&self, text: &str) {
        rusqlite::Connection::open(&self.path).unwrap().execute_batch(text).unwrap();
    }

    /// The text of every table and index that was asked for, in order.
    pub(crate) fn schema_text(&self) -> Vec<String> {
        let connection = rusqlite::Connection::open(&self.path).unwrap();
        let mut statement = connection
            .prepare("select sql from sqlite_master where sql is not null order by rowid")
            .unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.map(|text| text.unwrap().to_lowercase()).collect()
    }
}

/// Runs a test on a new database; with SQLite on one in memory and on one in a file.
pub(crate) async fn on_every_kind<F: Future<Output = ()>>(test: impl Fn(Store) -> F) {
    test(fresh_store(Schema::core()).await).await;
    if dialect() == Dialect::Sqlite {
        let file = TestFile::new();
        test(store(&file.url(), Schema::core()).await).await;
    }
}

/// A store on a new database of the kind that the tests run on.
pub(crate) async fn fresh_store(schema: Schema) -> Store {
    store(&fresh_database_url().await, schema).await
}

pub(crate) async fn store(url: &str, schema: Schema) -> Store {
    let database = Database::connect(url).await.unwrap();
    migrate(&database, &schema).await.unwrap();
    Store::new(database, schema)
}

/// Users with one additional field of each type.
pub(crate) fn extended_schema() -> Schema {
    let optional =
        |name: &str, ty| AdditionalField { required: false, ..AdditionalField::new(name, ty) };
    let fields = [
        optional("nick", FieldType::String),
        AdditionalField {
            field_name: Some("years".to_owned()),
            ..optional("age", FieldType::Number)
        },
        optional("subscribed", FieldType::Boolean),
        optional("born", FieldType::Date),
        optional("settings", FieldType::Json),
        optional("tags", FieldType::StringArray),
        optional("plan", FieldType::OneOf(vec!["free".to_owned(), "paid".to_owned()])),
        AdditionalField { returned: false, ..optional("note", FieldType::String) },
    ];
    Schema::core().with_fields(Model::User, &fields).unwrap()
}

pub(crate) fn new_user(name: &str) -> NewUser {
    NewUser {
        id: format!("user-{name}"),
        name: name.to_owned(),
        email: format!("{name}@example.test"),
        email_verified: false,
        image: None,
        created_at: NOW,
        additional: Additional::new(),
    }
}

pub(crate) fn new_credential(name: &str) -> NewCredential {
    NewCredential {
        id: format!("account-{name}"),
        password: PasswordHash(format!("hash of {name}")),
        additional: Additional::new(),
    }
}

/// A session that lives for a day.
pub(crate) fn new_session(name: &str, token: &str) -> NewSession {
    NewSession {
        id: format!("session-{token}"),
        token: token.into(),
        user_id: format!("user-{name}"),
        expires_at: NOW.plus_seconds(86_400),
        created_at: NOW,
        ip_address: Some("192.0.2.1".to_owned()),
        user_agent: None,
        additional: Additional::new(),
    }
}

pub(crate) async fn sign_up(store: &Store, name: &str) {
    store.create_user(new_user(name), Some(new_credential(name))).await.unwrap();
}
