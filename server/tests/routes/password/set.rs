use axum::http::{HeaderMap, HeaderValue};
use signet_auth_server::ApiError;
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

#[tokio::test]
async fn there_is_no_route_for_it() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let body = serde_json::json!({"newPassword": "another password"});
    assert_eq!(client.post("/set-password", body).await.status, 404);
}
