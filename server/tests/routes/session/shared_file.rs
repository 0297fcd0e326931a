//! Servers on one database file, one after the other or side by side.

use axum::http::HeaderMap;
use signet_auth_protocol::describe::EmailAddress;
use signet_auth_protocol::routes::SignUpEmail;
use signet_auth_server::db::{Database, migrate};
use signet_auth_server::options::{Options, Secret};
use signet_auth_server::testing::SECRET;
use signet_auth_server::{AdditionalInput, Auth, SetCookie, schema};
use tempfile::TempDir;

use crate::PASSWORD;

pub(super) struct SharedFile(TempDir);

impl SharedFile {
    pub(super) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(super) async fn server(&self, change: impl FnOnce(&mut Options)) -> Auth {
        let mut options = Options {
            base_url: Some("http://localhost:3000".to_owned()),
            secret: Secret::new(SECRET).ok(),
            ..Options::default()
        };
        change(&mut options);
        let file = self.0.path().join("app.db");
        let database = Database::connect(file.to_str().unwrap()).await.unwrap();
        migrate(&database, &schema(&options).unwrap()).await.unwrap();
        Auth::builder().options(options).database(database).build().await.unwrap()
    }

    /// Lets every write to a session fail from now on.
    pub(super) fn refuse_writes(&self) {
        let other = rusqlite::Connection::open(self.0.path().join("app.db")).unwrap();
        let trigger = "CREATE TRIGGER refuse BEFORE UPDATE ON session \
                       BEGIN SELECT RAISE(ABORT, 'read only'); END";
        other.execute_batch(trigger).unwrap();
    }

    /// Takes the table of sessions away.
    pub(super) fn break_sessions(&self) {
        let other = rusqlite::Connection::open(self.0.path().join("app.db")).unwrap();
        other.execute_batch("ALTER TABLE session RENAME TO gone").unwrap();
    }
}

/// Signs a new user up, and gives the headers of their browser.
pub(super) async fn sign_up(auth: &Auth, email: &str) -> HeaderMap {
    let input = SignUpEmail {
        name: "Ada".to_owned(),
        email: EmailAddress(email.to_owned()),
        password: PASSWORD.into(),
        image: None,
        callback_url: None,
        remember_me: None,
        additional: AdditionalInput::default(),
    };
    browser_with(auth.api().sign_up_email(input).await.unwrap().cookies())
}

/// A browser that holds these cookies.
pub(super) fn browser_with(cookies: &[SetCookie]) -> HeaderMap {
    let pairs: Vec<_> =
        cookies.iter().map(|cookie| cookie.expose().split(';').next().unwrap()).collect();
    let mut headers = HeaderMap::new();
    headers.insert("cookie", pairs.join("; ").parse().unwrap());
    headers
}
