use axum::http::HeaderMap;
use axum::response::IntoResponse;
use signet_auth_protocol::describe::EmailAddress;
use signet_auth_protocol::routes::{RevokeSession, SignInEmail, SignUpEmail};
use signet_auth_server::AdditionalInput;
use signet_auth_server::protocol::ErrorCode;
use signet_auth_server::testing::TestApp;

use crate::PASSWORD;

fn sign_up(email: &str) -> SignUpEmail<AdditionalInput> {
    SignUpEmail {
        name: "Ada".to_owned(),
        email: EmailAddress(email.to_owned()),
        password: PASSWORD.into(),
        image: None,
        callback_url: None,
        remember_me: None,
        additional: AdditionalInput::default(),
    }
}

fn sign_in(email: &str, password: &str) -> SignInEmail {
    SignInEmail {
        email: email.to_owned(),
        password: password.into(),
        callback_url: None,
        remember_me: None,
    }
}

#[tokio::test]
async fn a_reply_is_data_and_makes_the_same_response_as_http() {
    let app = TestApp::new().await;
    let api = app.auth.api();
    let reply = api.sign_up_email(sign_up("Ada@example.test")).await.unwrap();
    assert_eq!(reply.data.user.email, "ada@example.test");

    let reply = api.sign_in_email(sign_in("ada@example.test", PASSWORD)).await.unwrap();
    let token = reply.data.token.clone();
    let response = reply.into_response();
    let cookie = response.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert_eq!(response.headers()["content-type"], "application/json");
    assert!(cookie.starts_with(&format!("better-auth.session_token={}.", token.0)));

    let mut headers = HeaderMap::new();
    headers.insert("cookie", cookie.split(';').next().unwrap().parse().unwrap());
    let session = api.get_session(&headers).await.unwrap().data.0.unwrap();
    assert_eq!((session.session.token, session.user.name.as_str()), (token, "Ada"));
    assert_eq!(api.list_sessions(&headers).await.unwrap().data.len(), 2);
    api.revoke_other_sessions(&headers).await.unwrap();
    assert_eq!(api.list_sessions(&headers).await.unwrap().data.len(), 1);

    assert_eq!(api.sign_out(&headers).await.unwrap().cookies().len(), 3);
    assert_eq!(api.get_session(&headers).await.unwrap().data.0, None);
}

#[tokio::test]
async fn input_is_validated_and_sessions_are_checked() {
    let app = TestApp::new().await;
    let api = app.auth.api();
    let error = api.sign_up_email(sign_up("nonsense")).await.unwrap_err();
    assert_eq!((error.status(), error.code()), (400, Some(ErrorCode::ValidationError)));
    assert_eq!(error.message(), Some("[body.email] Invalid email address"));
    let error = api.sign_in_email(sign_in("a@example.test", "x")).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::InvalidEmailOrPassword));
    let revoke = RevokeSession { token: "x".into() };
    let error = api.revoke_session(&HeaderMap::new(), revoke).await.unwrap_err();
    assert_eq!(error.into_response().status(), 401);
    assert_eq!(api.revoke_sessions(&HeaderMap::new()).await.unwrap_err().status(), 401);
}

#[tokio::test]
async fn a_redirect_is_checked_without_http_too() {
    let app = TestApp::new().await;
    app.signed_in("ada@example.test").await;
    let mut input = sign_in("ada@example.test", PASSWORD);
    input.callback_url = Some("https://evil.example".to_owned());
    let error = app.auth.api().sign_in_email(input).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::InvalidCallbackUrl));
}

#[tokio::test]
async fn a_session_remembers_the_client_that_it_was_made_for() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    let mut headers = HeaderMap::new();
    headers.insert("user-agent", "browser/1".parse().unwrap());
    headers.insert("x-forwarded-for", "203.0.113.7".parse().unwrap());
    let api = app.auth.api().on_behalf_of(&headers);
    let token = api.sign_in_email(sign_in("ada@example.test", PASSWORD)).await.unwrap().data.token;
    let sessions = client.get("/list-sessions").await.json();
    let mut sessions = sessions.as_array().unwrap().iter();
    let session = sessions.find(|session| session["token"] == token.0).unwrap();
    assert_eq!(session["userAgent"], "browser/1");
    assert_eq!(session["ipAddress"], "203.0.113.7");
}
