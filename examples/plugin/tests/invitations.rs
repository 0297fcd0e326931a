//! The plugin in a server, on a database of its own.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use invitations::{Invitations, InvitationsApi};
use serde_json::{Value, json};
use signet_auth_server::testing::{TestApp, TestClient, TestResponse};

async fn app() -> TestApp {
    TestApp::with(|options| options.plugins.push(Arc::new(Invitations { per_user: 2 }))).await
}

async fn first_code(app: &TestApp) -> String {
    app.auth.plugin::<Invitations>().unwrap().invite().await.unwrap()
}

async fn sign_up(client: &TestClient, email: &str, code: Value) -> TestResponse {
    let body = json!({
        "name": "Ada", "email": email, "password": "correct horse", "invitationCode": code
    });
    client.post("/sign-up/email", body).await
}

#[tokio::test]
async fn a_code_lets_one_in_who_then_invites_others() {
    let app = app().await;
    let ada = app.anonymous();
    let code = first_code(&app).await;
    assert_eq!(sign_up(&ada, "ada@example.test", json!(code)).await.status, 200);
    let again = sign_up(&app.anonymous(), "eve@example.test", json!(code)).await;
    assert_eq!(again.text(), r#"{"message":"An invitation is needed","code":"INVITATION_NEEDED"}"#);

    let code = ada.post("/invitations/create", json!({})).await.json()["code"].clone();
    assert_eq!(sign_up(&app.anonymous(), "bob@example.test", code.clone()).await.status, 200);
    let listed = ada.get("/invitations/list").await.json();
    let expected = json!({"invitations": [{"code": code, "usedBy": "bob@example.test"}]});
    assert_eq!(listed, expected);
}

#[tokio::test]
async fn without_a_code_that_works_nobody_comes_in() {
    let app = app().await;
    for code in [json!(null), json!("wrong"), json!(5)] {
        let refused = sign_up(&app.anonymous(), "eve@example.test", code).await;
        assert_eq!((refused.status, refused.error().1.as_str()), (403, "INVITATION_NEEDED"));
    }
}

#[tokio::test]
async fn a_sign_up_that_fails_gives_its_code_back() {
    let app = app().await;
    let code = json!(first_code(&app).await);
    let client = app.anonymous();
    assert_eq!(sign_up(&client, "no address", code.clone()).await.status, 400);
    assert_eq!(sign_up(&client, "ada@example.test", code).await.status, 200);
}

#[tokio::test]
async fn a_user_invites_as_many_as_they_may() {
    let app = app().await;
    let ada = app.anonymous();
    sign_up(&ada, "ada@example.test", json!(first_code(&app).await)).await;
    for expected in [200, 200, 400] {
        assert_eq!(ada.post("/invitations/create", json!({})).await.status, expected);
    }
    assert_eq!(app.anonymous().post("/invitations/create", json!({})).await.status, 401);
}
