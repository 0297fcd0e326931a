use serde_json::json;
use signet_auth_server::db::schema::Model;
use signet_auth_server::db::{AdditionalField, FieldType};
use signet_auth_server::hooks::{DatabaseHooks, Record};
use signet_auth_server::testing::TestApp;

use super::Seen;
use crate::{PASSWORD, failure, sign_in_body, sign_up_body};

const EMAIL: &str = "ada@example.test";

async fn app(hooks: DatabaseHooks) -> TestApp {
    TestApp::with(|options| {
        options.database_hooks = hooks;
        // Of sessions elsewhere hooks don't see the end.
        options.session.store_session_in_database = true;
        let device = AdditionalField::new("device", FieldType::String);
        options.session.additional_fields = vec![AdditionalField { required: false, ..device }];
    })
    .await
}

#[tokio::test]
async fn a_hook_fills_in_fields_of_a_new_session() {
    let hooks = DatabaseHooks::new().before_create(Model::Session, |mut session, _| async move {
        session.set("device", "phone");
        Ok(Some(session))
    });
    let client = app(hooks).await.signed_in(EMAIL).await;
    assert_eq!(client.get("/get-session").await.json()["session"]["device"], "phone");
}

#[tokio::test]
async fn a_session_that_is_refused_is_not_begun() {
    let hooks = DatabaseHooks::new().before_create(Model::Session, |_, call| async move {
        assert!(!call.path().is_empty());
        Ok(None::<Record>)
    });
    let app = app(hooks).await;
    let client = app.anonymous();
    let sign_up = client.post("/sign-up/email", sign_up_body(EMAIL)).await;
    let (code, message) = ("FAILED_TO_CREATE_SESSION", "Failed to create session");
    assert_eq!(sign_up.error(), failure(400, code, message));
    let sign_in = client.post("/sign-in/email", sign_in_body(EMAIL)).await;
    assert_eq!(sign_in.error(), failure(401, code, message));
    assert_eq!(client.cookie("better-auth.session_token"), None);
}

#[tokio::test]
async fn hooks_see_a_session_extended_changed_and_ended() {
    let seen = Seen::default();
    let (updated, ended) = (seen.clone(), seen.clone());
    let hooks = DatabaseHooks::new()
        .before_update(Model::Session, move |changes, _| {
            let keys: Vec<_> = changes.fields().map(|(key, _)| key.to_owned()).collect();
            updated.note(keys.join(","));
            async move { Ok(Some(changes)) }
        })
        .after_delete(Model::Session, move |session, call| {
            ended.note(format!("{} at {}", session.text("device").unwrap_or("?"), call.path()));
            async { Ok(()) }
        });
    let app = app(hooks).await;
    let client = app.signed_in(EMAIL).await;
    assert_eq!(client.post("/update-session", json!({"device": "desk"})).await.status, 200);
    app.clock.advance(2 * 86_400);
    assert_eq!(client.get("/get-session").await.json()["session"]["device"], "desk");
    assert_eq!(client.post("/sign-out", json!({})).await.status, 200);
    assert_eq!(seen.take(), ["device", "expiresAt", "desk at /sign-out"]);
}

#[tokio::test]
async fn each_of_many_sessions_that_end_is_seen() {
    let seen = Seen::default();
    let ended = seen.clone();
    let hooks = DatabaseHooks::new().after_delete(Model::Session, move |_, call| {
        ended.note(call.path());
        async { Ok(()) }
    });
    let app = app(hooks).await;
    let client = app.signed_in(EMAIL).await;
    for _ in 0..2 {
        app.anonymous().post("/sign-in/email", sign_in_body(EMAIL)).await;
    }
    assert_eq!(client.post("/revoke-other-sessions", json!({})).await.status, 200);
    assert_eq!(seen.take(), ["/revoke-other-sessions"; 2]);
    assert_eq!(client.post("/revoke-sessions", json!({})).await.status, 200);
    assert_eq!(seen.take(), ["/revoke-sessions"]);
}

#[tokio::test]
async fn a_token_that_a_hook_keeps_is_not_redeemed() {
    let hooks = DatabaseHooks::new().before_delete(Model::Verification, |_, _| async { Ok(None) });
    let (app, mut mailbox) = TestApp::with_mail(|options| {
        options.database_hooks = hooks;
        options.verification.store_in_database = true;
    })
    .await;
    let client = app.signed_in(EMAIL).await;
    client.post("/request-password-reset", json!({"email": EMAIL})).await;
    let token = mailbox.next().await.token;
    let body = json!({"newPassword": "another horse battery", "token": token});
    let response = client.post("/reset-password", body).await;
    assert_eq!(response.error(), failure(400, "INVALID_TOKEN", "Invalid token"));
    let old = json!({"email": EMAIL, "password": PASSWORD});
    assert_eq!(client.post("/sign-in/email", old).await.status, 200);
}
