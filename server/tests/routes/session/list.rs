use signet_auth_protocol::describe::{Field, Type};
use signet_auth_protocol::routes::{AccountInfo, DeleteUserCallback, GetAccessToken, RefreshToken};
use signet_auth_protocol::{Method, Route, RouteInfo, SessionRequirement, routes};
use signet_auth_server::testing::TestApp;

use crate::{failure, sign_in_body};

#[tokio::test]
async fn a_user_sees_their_own_sessions_that_have_not_expired() {
    let app = TestApp::with(|options| options.session.fresh_age = 0).await;
    let client = app.signed_in("ada@example.test").await;
    app.signed_in("eve@example.test").await;
    app.clock.advance(6 * 24 * 3600);
    let other = app.anonymous();
    other.post("/sign-in/email", sign_in_body("ada@example.test")).await;
    let sessions = other.get("/list-sessions").await.json();
    assert_eq!(sessions.as_array().unwrap().len(), 2);
    let keys: Vec<_> = sessions[0].as_object().unwrap().keys().cloned().collect();
    assert_eq!(
        keys,
        ["expiresAt", "token", "createdAt", "updatedAt", "ipAddress", "userAgent", "userId", "id"]
    );
    app.clock.advance(2 * 24 * 3600);
    assert_eq!(other.get("/list-sessions").await.json().as_array().unwrap().len(), 1);
    assert_eq!(client.get("/list-sessions").await.status, 401);
}

/// A body that is valid: input is looked at before the session.
fn every_field(route: &RouteInfo) -> serde_json::Value {
    let text = |field: &Field| {
        let text = if field.ty == Type::Email { "a@b.test" } else { "long enough text" };
        (field.name.to_owned(), serde_json::json!(text))
    };
    route.input.fields.iter().filter(|field| !field.optional).map(text).collect()
}

#[tokio::test]
async fn every_route_that_needs_a_session_refuses_who_has_none() {
    let app = TestApp::new().await;
    // The link of a mail and the tokens of accounts have errors of their own.
    let others = [
        DeleteUserCallback::INFO.path,
        GetAccessToken::INFO.path,
        RefreshToken::INFO.path,
        AccountInfo::INFO.path,
    ];
    for route in routes::ALL
        .iter()
        .filter(|route| route.session != SessionRequirement::None && !others.contains(&route.path))
    {
        let client = app.anonymous();
        let response = match route.method {
            Method::Get => client.get(route.path).await,
            Method::Post => client.post(route.path, every_field(route)).await,
        };
        assert_eq!(
            response.error(),
            failure(401, "UNAUTHORIZED", "Unauthorized"),
            "{}",
            route.path
        );
    }
}

#[tokio::test]
async fn a_session_that_is_over_clears_its_cookies_with_the_refusal() {
    let app = TestApp::new().await;
    let client = app.signed_in("ada@example.test").await;
    app.clock.advance(8 * 24 * 3600);
    let response = client.get("/list-sessions").await;
    assert_eq!(response.status, 401);
    assert_eq!(response.set_cookies().len(), 3);
}
