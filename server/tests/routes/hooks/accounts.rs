use serde_json::json;
use signet_auth_server::db::schema::Model;
use signet_auth_server::db::{AdditionalField, FieldType};
use signet_auth_server::hooks::DatabaseHooks;
use signet_auth_server::testing::TestApp;

use super::Seen;
use crate::{PASSWORD, sign_in_body, sign_up_body};

const EMAIL: &str = "ada@example.test";

#[tokio::test]
async fn hooks_see_a_password_come_and_change_and_fill_in_fields_of_its_account() {
    let seen = Seen::default();
    let (created, changed) = (seen.clone(), seen.clone());
    let hooks = DatabaseHooks::new()
        .before_create(Model::Account, |mut account, _| async move {
            account.set("region", "eu");
            Ok(Some(account))
        })
        .after_create(Model::Account, move |account, _| {
            created.note(account.text("providerId").unwrap());
            async { Ok(()) }
        })
        .after_update(Model::Account, move |account, call| {
            changed.note(format!("{} at {}", account.text("region").unwrap(), call.path()));
            async { Ok(()) }
        });
    let app = TestApp::with(|options| {
        options.database_hooks = hooks;
        let region = AdditionalField::new("region", FieldType::String);
        options.account.additional_fields = vec![AdditionalField { required: false, ..region }];
    })
    .await;
    let client = app.signed_in(EMAIL).await;
    let new = json!({"currentPassword": PASSWORD, "newPassword": "another horse battery"});
    assert_eq!(client.post("/change-password", new).await.status, 200);
    assert_eq!(seen.take(), ["credential", "eu at /change-password"]);
    assert_eq!(client.get("/list-accounts").await.json()[0]["region"], "eu");
}

#[tokio::test]
async fn a_password_that_a_hook_refuses_stays_as_it_was() {
    let hooks = DatabaseHooks::new().before_update(Model::Account, |_, _| async { Ok(None) });
    let app = TestApp::with(|options| options.database_hooks = hooks).await;
    let client = app.signed_in(EMAIL).await;
    let new = json!({"currentPassword": PASSWORD, "newPassword": "another horse battery"});
    assert_eq!(client.post("/change-password", new).await.status, 200);
    assert_eq!(app.anonymous().post("/sign-in/email", sign_in_body(EMAIL)).await.status, 200);
}

#[tokio::test]
async fn a_user_whose_account_is_refused_has_no_password() {
    let hooks = DatabaseHooks::new().before_create(Model::Account, |_, _| async { Ok(None) });
    let app = TestApp::with(|options| options.database_hooks = hooks).await;
    assert_eq!(app.anonymous().post("/sign-up/email", sign_up_body(EMAIL)).await.status, 200);
    assert_eq!(app.anonymous().post("/sign-in/email", sign_in_body(EMAIL)).await.status, 401);
}
