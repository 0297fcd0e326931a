use serde_json::json;
use signet_auth_server::db::{AdditionalField, FieldType};
use signet_auth_server::testing::TestApp;

use crate::{sign_in_body, sign_up_body};

async fn app() -> TestApp {
    TestApp::with(|options| {
        options.email_and_password.auto_sign_in = false;
        options.user.additional_fields = vec![
            AdditionalField {
                default_value: Some(json!("en")),
                ..AdditionalField::new("lang", FieldType::String)
            },
            AdditionalField { required: false, ..AdditionalField::new("nick", FieldType::String) },
            AdditionalField {
                required: false,
                returned: false,
                ..AdditionalField::new("note", FieldType::String)
            },
        ];
    })
    .await
}

#[tokio::test]
async fn a_new_user_is_not_signed_in() {
    let app = app().await;
    let response = app.anonymous().post("/sign-up/email", sign_up_body("ada@example.test")).await;
    assert_eq!(response.status, 200);
    assert_eq!(response.json()["token"], json!(null));
    assert!(response.set_cookies().is_empty());
    let response = app.anonymous().post("/sign-in/email", sign_in_body("ada@example.test")).await;
    assert_eq!(response.status, 200);
}

#[tokio::test]
async fn a_taken_address_can_not_be_told_from_a_free_one() {
    let app = app().await;
    let sign_up = async || {
        let before = app.hasher.uses();
        let response =
            app.anonymous().post("/sign-up/email", sign_up_body("Ada@example.test")).await;
        let body = response.json();
        let id = body["user"]["id"].as_str().unwrap().to_owned();
        assert_eq!(id.len(), 32);
        let hashes = app.hasher.uses() - before;
        (response.status, response.text().replace(&id, "ID"), response.headers, hashes, id)
    };
    let (free, taken) = (sign_up().await, sign_up().await);
    assert_eq!((free.0, free.1, free.2, free.3), (taken.0, taken.1, taken.2, taken.3));
    assert_ne!(free.4, taken.4, "each answer makes up an id");
}

#[tokio::test]
async fn the_password_of_a_taken_address_stays() {
    let app = app().await;
    app.anonymous().post("/sign-up/email", sign_up_body("ada@example.test")).await;
    let mut other = sign_up_body("ada@example.test");
    other["password"] = json!("another password");
    app.anonymous().post("/sign-up/email", other.clone()).await;
    let attack = json!({"email": "ada@example.test", "password": other["password"]});
    assert_eq!(app.anonymous().post("/sign-in/email", attack).await.status, 401);
    let response = app.anonymous().post("/sign-in/email", sign_in_body("ada@example.test")).await;
    assert_eq!(response.status, 200);
}
