use std::sync::Arc;

use serde_json::{Value, json};
use signet_auth_server::ApiError;
use signet_auth_server::db::UserRow;
use signet_auth_server::hooks::{Callback, UserInfoRefused};
use signet_auth_server::testing::TestApp;

use super::Seen;
use crate::{PASSWORD, failure, sign_in_body, sign_up_body};

const EMAIL: &str = "ada@example.test";

type OnUser = Callback<UserRow, Result<(), ApiError>>;

/// Notes a sentence with the address of the user.
fn noting(seen: &Seen, what: &'static str) -> Option<OnUser> {
    let seen = seen.clone();
    Some(Callback::new(move |user: UserRow| {
        seen.note(format!("{what} {}", user.email));
        async { Ok(()) }
    }))
}

fn refusing() -> Option<OnUser> {
    Some(Callback::new(|_| async { Err(ApiError::custom(409, "BUSY", "not now")) }))
}

#[tokio::test]
async fn whoever_has_the_address_is_told_of_a_sign_up_with_it_and_the_answer_does_not_tell() {
    let seen = Seen::default();
    let app = TestApp::with(|options| {
        options.email_and_password.auto_sign_in = false;
        options.email_and_password.on_existing_user_sign_up = noting(&seen, "again");
    })
    .await;
    let answers = [(); 2].map(|()| app.anonymous());
    let mut bodies = Vec::new();
    for client in answers {
        let response = client.post("/sign-up/email", sign_up_body(EMAIL)).await;
        assert_eq!(response.status, 200);
        bodies.push(response.json());
    }
    assert_eq!(seen.take(), ["again ada@example.test"]);
    let keys = |body: &Value| body["user"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&bodies[0]), keys(&bodies[1]));
}

#[tokio::test]
async fn a_failure_to_tell_whoever_has_the_address_does_not_tell_either() {
    let app = TestApp::with(|options| {
        options.email_and_password.auto_sign_in = false;
        options.email_and_password.on_existing_user_sign_up = refusing();
    })
    .await;
    for _ in 0..2 {
        let response = app.anonymous().post("/sign-up/email", sign_up_body(EMAIL)).await;
        assert_eq!(response.status, 200);
    }
}

#[tokio::test]
async fn a_user_who_does_not_exist_can_be_made_to_look_like_one_who_does() {
    let app = TestApp::with(|options| {
        options.email_and_password.auto_sign_in = false;
        options.email_and_password.custom_synthetic_user = Some(Arc::new(|mut user| {
            user.additional.set("role", json!("user"));
            user
        }));
    })
    .await;
    app.anonymous().post("/sign-up/email", sign_up_body(EMAIL)).await;
    let response = app.anonymous().post("/sign-up/email", sign_up_body(EMAIL)).await;
    assert_eq!(response.json()["user"]["role"], "user");
}

#[tokio::test]
async fn the_application_decides_who_becomes_a_user() {
    let validate = Callback::new(|info: signet_auth_server::hooks::UserInfo| async move {
        match info.user.text("email") {
            Some(email) if email.ends_with("@example.test") => Ok(()),
            _ => Err(UserInfoRefused {
                error: "domain_not_allowed".to_owned(),
                description: Some(format!("not by {}", info.method)),
            }),
        }
    });
    let app = TestApp::with(|options| options.user.validate_user_info = Some(validate)).await;
    app.signed_in(EMAIL).await;
    let response = app.anonymous().post("/sign-up/email", sign_up_body("eve@evil.test")).await;
    assert_eq!(response.error(), failure(403, "domain_not_allowed", "not by email-password"));
    // Better Auth writes the code first.
    assert!(response.text().starts_with(r#"{"code""#), "{}", response.text());
    assert_eq!(app.auth.store().find_user_by_email("eve@evil.test").await.unwrap(), None);
}

#[tokio::test]
async fn a_password_reset_is_told_and_an_error_is_the_answer() {
    let seen = Seen::default();
    let (app, mut mailbox) = TestApp::with_mail(|options| {
        options.email_and_password.on_password_reset = noting(&seen, "reset");
    })
    .await;
    app.signed_in(EMAIL).await;
    let client = app.anonymous();
    client.post("/request-password-reset", json!({"email": EMAIL})).await;
    let token = mailbox.next().await.token;
    let body = json!({"newPassword": "another horse battery", "token": token});
    assert_eq!(client.post("/reset-password", body).await.status, 200);
    assert_eq!(seen.take(), ["reset ada@example.test"]);
}

#[tokio::test]
async fn callbacks_run_before_and_after_a_verification() {
    let seen = Seen::default();
    let (app, mut mailbox) = TestApp::with_mail(|options| {
        options.email_verification.send_on_sign_up = Some(true);
        options.email_verification.before_email_verification = noting(&seen, "before");
        options.email_verification.after_email_verification = noting(&seen, "after");
    })
    .await;
    let client = app.signed_in(EMAIL).await;
    let token = mailbox.next().await.token;
    let path = format!("/verify-email?token={token}");
    assert_eq!(client.get(&path).await.status, 200);
    assert_eq!(seen.take(), ["before ada@example.test", "after ada@example.test"]);
    // The second time there is nothing to verify.
    assert_eq!(client.get(&path).await.status, 200);
    assert_eq!(seen.take(), Vec::<String>::new());
}

#[tokio::test]
async fn an_error_before_a_verification_leaves_the_address_unverified() {
    let (app, mut mailbox) = TestApp::with_mail(|options| {
        options.email_verification.send_on_sign_up = Some(true);
        options.email_verification.before_email_verification = refusing();
    })
    .await;
    let client = app.signed_in(EMAIL).await;
    let token = mailbox.next().await.token;
    let response = client.get(&format!("/verify-email?token={token}")).await;
    assert_eq!(response.error(), failure(409, "BUSY", "not now"));
    assert_eq!(client.get("/get-session").await.json()["user"]["emailVerified"], false);
}

#[tokio::test]
async fn callbacks_run_before_and_after_a_deletion_and_may_keep_the_user() {
    let seen = Seen::default();
    let app = TestApp::with(|options| {
        options.user.delete_user.enabled = true;
        options.user.delete_user.before_delete = noting(&seen, "before");
        options.user.delete_user.after_delete = noting(&seen, "after");
    })
    .await;
    let client = app.signed_in(EMAIL).await;
    assert_eq!(client.post("/delete-user", json!({"password": PASSWORD})).await.status, 200);
    assert_eq!(seen.take(), ["before ada@example.test", "after ada@example.test"]);

    let app = TestApp::with(|options| {
        options.user.delete_user.enabled = true;
        options.user.delete_user.before_delete = refusing();
    })
    .await;
    let client = app.signed_in(EMAIL).await;
    let response = client.post("/delete-user", json!({"password": PASSWORD})).await;
    assert_eq!(response.error(), failure(409, "BUSY", "not now"));
    assert_eq!(app.anonymous().post("/sign-in/email", sign_in_body(EMAIL)).await.status, 200);
}
