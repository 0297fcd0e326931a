use serde_json::{Value, json};
use signet_auth_server::ApiError;
use signet_auth_server::db::schema::Model;
use signet_auth_server::db::{AdditionalField, FieldType};
use signet_auth_server::hooks::DatabaseHooks;
use signet_auth_server::testing::TestApp;

use super::Seen;
use crate::{failure, sign_in_body, sign_up_body};

const EMAIL: &str = "ada@example.test";

#[tokio::test]
async fn a_hook_before_the_creation_of_a_user_changes_what_is_stored() {
    let hooks = DatabaseHooks::new().before_create(Model::User, |mut user, _| async move {
        user.set("name", "Countess");
        user.set("emailVerified", true);
        user.set("plan", "gold");
        user.set("nonsense", 5);
        Ok(Some(user))
    });
    let app = TestApp::with(|options| {
        options.database_hooks = hooks;
        let plan = AdditionalField::new("plan", FieldType::String);
        options.user.additional_fields = vec![AdditionalField { required: false, ..plan }];
    })
    .await;
    let client = app.signed_in(EMAIL).await;
    let user = client.get("/get-session").await.json()["user"].clone();
    assert_eq!(user["name"], "Countess");
    assert_eq!(user["emailVerified"], true);
    assert_eq!(user["plan"], "gold");
    assert_eq!(user.get("nonsense"), None);
}

#[tokio::test]
async fn a_user_who_is_refused_is_not_created() {
    let hooks = DatabaseHooks::new().before_create(Model::User, |_, _| async { Ok(None) });
    let app = TestApp::with(|options| options.database_hooks = hooks).await;
    let response = app.anonymous().post("/sign-up/email", sign_up_body(EMAIL)).await;
    assert_eq!(response.error(), failure(400, "FAILED_TO_CREATE_USER", "Failed to create user"));
    assert!(response.set_cookies().is_empty());
    assert_eq!(app.auth.store().find_user_by_email(EMAIL).await.unwrap(), None);
}

#[tokio::test]
async fn an_error_of_a_hook_is_the_answer() {
    let refuse = |_, _| async { Err(ApiError::custom(403, "NO_THANKS", "not today")) };
    let hooks = DatabaseHooks::new().before_create(Model::User, refuse);
    let app = TestApp::with(|options| options.database_hooks = hooks).await;
    let response = app.anonymous().post("/sign-up/email", sign_up_body(EMAIL)).await;
    assert_eq!(response.error(), failure(403, "NO_THANKS", "not today"));
}

#[tokio::test]
async fn where_sign_up_conceals_who_has_an_account_it_conceals_who_was_refused() {
    let refuse = |_, _| async { Err(ApiError::custom(403, "NO_THANKS", "not today")) };
    let hooks = DatabaseHooks::new().before_create(Model::User, refuse);
    let app = TestApp::with(|options| {
        options.database_hooks = hooks;
        options.email_and_password.auto_sign_in = false;
    })
    .await;
    let response = app.anonymous().post("/sign-up/email", sign_up_body(EMAIL)).await;
    assert_eq!((response.status, &response.json()["token"]), (200, &Value::Null));
}

#[tokio::test]
async fn a_field_that_can_not_hold_what_a_hook_gave_fails_the_request_and_stores_nothing() {
    let hooks = DatabaseHooks::new().before_create(Model::User, |mut user, _| async move {
        user.set("emailVerified", "perhaps");
        Ok(Some(user))
    });
    let app = TestApp::with(|options| options.database_hooks = hooks).await;
    let response = app.anonymous().post("/sign-up/email", sign_up_body(EMAIL)).await;
    assert_eq!(response.status, 500);
    assert_eq!(app.auth.store().find_user_by_email(EMAIL).await.unwrap(), None);
}

#[tokio::test]
async fn hooks_run_in_order_each_on_what_the_one_before_gave_and_after_hooks_see_the_row() {
    let seen = Seen::default();
    let (second, after) = (seen.clone(), seen.clone());
    let hooks = DatabaseHooks::new()
        .before_create(Model::User, |mut user, _| async move {
            user.set("name", "first");
            Ok(Some(user))
        })
        .before_create(Model::User, move |user, call| {
            second.note(format!("{} at {}", user.text("name").unwrap(), call.path()));
            async move { Ok(Some(user)) }
        })
        .after_create(Model::User, move |user, call| {
            let agent = call.headers().unwrap()["user-agent"].to_str().unwrap().to_owned();
            after.note(format!("stored {} for {agent}", user.text("name").unwrap()));
            async { Ok(()) }
        });
    let app = TestApp::with(|options| options.database_hooks = hooks).await;
    let request = app.anonymous().request("POST", "/sign-up/email").json(&sign_up_body(EMAIL));
    assert_eq!(request.header("user-agent", "browser/1").send().await.status, 200);
    assert_eq!(seen.take(), ["first at /sign-up/email", "stored first for browser/1"]);
}

#[tokio::test]
async fn a_hook_before_an_update_sees_what_changes_and_may_refuse_it() {
    let seen = Seen::default();
    let before = seen.clone();
    let hooks = DatabaseHooks::new().before_update(Model::User, move |mut changes, _| {
        let keys: Vec<_> = changes.fields().map(|(key, _)| key.to_owned()).collect();
        before.note(keys.join(","));
        async move {
            if changes.text("name") == Some("refused") {
                return Ok(None);
            }
            changes.set("image", "https://example.test/ada.png");
            Ok(Some(changes))
        }
    });
    let app = TestApp::with(|options| options.database_hooks = hooks).await;
    let client = app.signed_in(EMAIL).await;
    assert_eq!(client.post("/update-user", json!({"name": "Augusta"})).await.status, 200);
    assert_eq!(client.post("/update-user", json!({"name": "refused"})).await.status, 200);
    assert_eq!(seen.take(), ["name", "name"]);
    let user = client.get("/get-session").await.json()["user"].clone();
    assert_eq!(
        (&user["name"], &user["image"]),
        (&json!("Augusta"), &json!("https://example.test/ada.png"))
    );
}

#[tokio::test]
async fn a_hook_keeps_a_user_from_being_deleted_and_another_sees_who_was() {
    let seen = Seen::default();
    let after = seen.clone();
    let hooks = DatabaseHooks::new()
        .before_delete(Model::User, |user, _| async move {
            Ok((user.text("email") != Some(EMAIL)).then_some(user))
        })
        .after_delete(Model::User, move |user, _| {
            after.note(user.text("email").unwrap());
            async { Ok(()) }
        });
    let app = TestApp::with(|options| {
        options.database_hooks = hooks;
        options.user.delete_user.enabled = true;
    })
    .await;
    for email in [EMAIL, "bob@example.test"] {
        let client = app.signed_in(email).await;
        assert_eq!(client.post("/delete-user", json!({})).await.status, 200);
        assert_eq!(client.get("/get-session").await.json(), Value::Null);
    }
    assert_eq!(seen.take(), ["bob@example.test"]);
    let again = app.anonymous().post("/sign-in/email", sign_in_body(EMAIL)).await;
    assert_eq!(again.status, 200, "{}", again.text());
    let gone = app.anonymous().post("/sign-in/email", sign_in_body("bob@example.test")).await;
    assert_eq!(gone.status, 401);
}

#[tokio::test]
async fn hooks_run_when_the_server_is_called_as_a_library() {
    let seen = Seen::default();
    let before = seen.clone();
    let hooks = DatabaseHooks::new().before_update(Model::User, move |changes, call| {
        before.note(call.path());
        async move { Ok(Some(changes)) }
    });
    let app = TestApp::with(|options| options.database_hooks = hooks).await;
    let client = app.signed_in(EMAIL).await;
    let cookie = client.cookie("better-auth.session_token").unwrap();
    let mut headers = axum::http::HeaderMap::new();
    headers.insert("cookie", format!("better-auth.session_token={cookie}").parse().unwrap());
    let Value::Object(input) = json!({"name": "Augusta"}) else { unreachable!() };
    app.auth.api().update_user(&headers, input.into()).await.unwrap();
    assert_eq!(seen.take(), ["/update-user"]);
}
