use axum::http::{HeaderMap, HeaderValue};
use futures_util::future::join_all;
use serde_json::json;
use signet_auth_protocol::Timestamp;
use signet_auth_server::ApiError;
use signet_auth_server::db::Changes;
use signet_auth_server::testing::{TestApp, TestClient};

fn headers(client: &TestClient) -> HeaderMap {
    let token = client.cookie("better-auth.session_token").unwrap_or_default();
    let cookie = HeaderValue::from_str(&format!("better-auth.session_token={token}")).unwrap();
    HeaderMap::from_iter([(axum::http::header::COOKIE, cookie)])
}

fn code(error: &ApiError) -> &'static str {
    error.code().unwrap().as_str()
}

#[tokio::test]
async fn a_user_who_has_a_password_keeps_it() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let headers = headers(&client);
    let error = app.auth.api().set_password(&headers, "another password").await.unwrap_err();
    assert_eq!((error.status(), code(&error)), (400, "PASSWORD_ALREADY_SET"));
    let error = app.auth.api().set_password(&headers, "short").await.unwrap_err();
    assert_eq!(code(&error), "PASSWORD_TOO_SHORT");
    let error = app.auth.api().set_password(&HeaderMap::new(), "long enough").await.unwrap_err();
    assert_eq!(code(&error), "UNAUTHORIZED");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_first_passwords_at_once_one_is_set() {
    for _ in 0..5 {
        let app = TestApp::new().await;
        let client = app.signed_in("ada@example.test").await;
        let account = client.get("/list-accounts").await.json()[0].clone();
        let provider = Changes::default().with("providerId", "fake").with("accountId", "4711");
        let id = account["id"].as_str().unwrap();
        let now = Timestamp(1_795_348_800_000);
        app.auth.store().update_account(id, provider, now).await.unwrap();

        let headers = headers(&client);
        let attempts = (0..8).map(|number| {
            let (auth, headers) = (app.auth.clone(), headers.clone());
            tokio::spawn(async move {
                let password = format!("first password {number}");
                auth.api().set_password(&headers, &password).await.map(|_| password)
            })
        });
        let mut set = Vec::new();
        for done in join_all(attempts).await {
            match done.unwrap() {
                Ok(password) => set.push(password),
                Err(error) => assert_eq!(code(&error), "PASSWORD_ALREADY_SET"),
            }
        }
        assert_eq!(set.len(), 1, "{set:?}");
        assert_eq!(client.get("/list-accounts").await.json().as_array().unwrap().len(), 2);
        let body = json!({"email": "ada@example.test", "password": set[0]});
        assert_eq!(app.anonymous().post("/sign-in/email", body).await.status, 200);
    }
}

#[tokio::test]
async fn there_is_no_route_for_it() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let body = json!({"newPassword": "another password"});
    assert_eq!(client.post("/set-password", body).await.status, 404);
}
