use axum::http::HeaderMap;
use axum::response::IntoResponse;
use signet_auth_protocol::describe::EmailAddress;
use signet_auth_protocol::routes::SignUpEmail;
use signet_auth_server::db::{Database, migrate};
use signet_auth_server::options::Options;
use signet_auth_server::testing::SECRET;
use signet_auth_server::{AdditionalInput, Auth, schema};

use crate::PASSWORD;

/// A 401 would sign the client out, and a cleared cookie would keep it so.
#[tokio::test]
async fn a_database_that_fails_says_nothing_about_the_session() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("app.db");
    let database = Database::connect(file.to_str().unwrap()).await.unwrap();
    migrate(&database, &schema(&Options::default()).unwrap()).await.unwrap();
    let auth = Auth::builder().secret(SECRET).database(database).build().await.unwrap();
    let input = SignUpEmail {
        name: "Ada".to_owned(),
        email: EmailAddress("ada@example.test".to_owned()),
        password: PASSWORD.into(),
        image: None,
        callback_url: None,
        remember_me: None,
        additional: AdditionalInput::default(),
    };
    let reply = auth.api().sign_up_email(input).await.unwrap();
    let mut headers = HeaderMap::new();
    let cookie = reply.cookies()[0].expose().split(';').next().unwrap().to_owned();
    headers.insert("cookie", cookie.parse().unwrap());
    assert_eq!(auth.api().list_sessions(&headers).await.unwrap().data.len(), 1);

    let other = rusqlite::Connection::open(&file).unwrap();
    other.execute_batch("ALTER TABLE session RENAME TO gone").unwrap();
    for error in [
        auth.api().get_session(&headers).await.unwrap_err(),
        auth.api().list_sessions(&headers).await.unwrap_err(),
        auth.api().revoke_sessions(&headers).await.unwrap_err(),
    ] {
        let response = error.into_response();
        assert_eq!(response.status(), 500);
        assert!(!response.headers().contains_key("set-cookie"));
    }
}
